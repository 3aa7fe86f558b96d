"""A reader's own layers as the map's frame takes them: assets/own.js draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ..symbols.contrast import seen_on
from ..symbols.table import OWN
from ..uploads.verdict import OwnLayer, word_of

DECIMALS = 6  # of a degree: a tenth of a metre
SIGNS = len(OWN)  # styles of own layers, one for each that a session can have


def own_data(layers: Sequence[tuple[str, int, OwnLayer]]) -> list[dict[str, Any]]:
    """Layers with their ids and the numbers of their styles, from 1, and their features.

    A feature has its number, its geometry, and its attributes as text; its own name, and its colour
    for the light theme and for the dark one. The geometry is GeoJSON: EPSG:4326, lon lat in
    degrees, to six decimals.
    """
    return [
        {
            "id": name,
            "sign": sign,
            "name": layer.name,
            "word": word_of(layer),
            "credit": layer.credit,
            "features": [
                {
                    "n": feature.number,
                    "geometry": mapping(geometry),
                    "rows": [list(pair) for pair in feature.properties],
                }
                | ({"title": feature.title} if feature.title else {})
                | ({"colour": seen_on(feature.colour)} if feature.colour else {})
                for feature, geometry in zip(layer.features, _rounded(layer), strict=True)
            ],
        }
        for name, sign, layer in layers
    ]


def _rounded(layer: OwnLayer) -> list[BaseGeometry]:
    geometries = [feature.geometry for feature in layer.features]
    return list(shapely.transform(geometries, lambda c: c.round(DECIMALS)))
