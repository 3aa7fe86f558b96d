"""GeoJSON (RFC 7946): the features in sight, each with its claims; provenance beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ...story.representative_points import DECIMALS
from ...uploads.verdict import OwnLayer
from ..provenance import provenance_of
from ..seal import BLANK, NAME
from ..snapshot import Snapshot
from ..uploads import count_of, fitting, text_bytes, vertices
from .plain_text import clean, json_text
from .story_rows import Shape, Sheet
from .upload_tables import attributes, geometries_of

# What own layers have at most, so that provenance_reader.py takes the file: it counts members, too.
OWN_BYTES, OWN_MEMBERS = 40_000_000, 2_500_000


def geojson(snapshot: Snapshot) -> bytes:
    """One FeatureCollection, EPSG:4326, longitude before latitude.

    Members of ours: `title`, `description`, `attribution`, `provenance`, `seal`, and in
    `other_claims` those in sight that hang on none of the features. Features of own layers come
    last and have `own_layer`, its name; `left_out` says which of these are too large to be read
    back.
    """
    sheet = Sheet(snapshot)
    shapes = [shape for _, shapes in sheet.layers for shape in shapes]
    own = fitting(snapshot, _bytes, OWN_BYTES)
    of_own = {signed.id: geometries_of(signed.layer) for signed in own.layers}
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": clean(snapshot.title),
        "description": clean(f"{snapshot.subtitle} {snapshot.scope_line}.".strip()),
        "attribution": list(snapshot.attributions),
        "provenance": json.loads(provenance_of(snapshot).text),
        NAME: BLANK,
        "other_claims": list(sheet.elsewhere),
    }
    if own.left_out:
        collection["left_out"] = [clean(words) for words in own.left_out]
    if shapes or of_own:  # no box goes round nothing
        geometries = [shape.geometry for shape in shapes]
        bounds = shapely.total_bounds([*geometries, *chain(*of_own.values())])
        collection["bbox"] = [round(float(degrees), DECIMALS) for degrees in bounds]
    features = [_feature(shape) for shape in shapes]
    for signed in own.layers:
        features += _own_features(signed.id, signed.layer, of_own[signed.id])
    collection["features"] = features
    return (json_text(collection) + "\n").encode("utf-8")


def _own_features(name: str, layer: OwnLayer, geometries: Iterable[BaseGeometry]) -> list[Any]:
    return [
        {
            "type": "Feature",
            "id": f"{name}/{feature.number}",
            "geometry": mapping(geometry),
            "properties": {
                "own_layer": clean(layer.name),
                "checked": False,
                "number": feature.number,
                "attributes": attributes(feature),
            },
        }
        for feature, geometry in zip(layer.features, geometries, strict=True)
    ]


def _bytes(layer: OwnLayer) -> int:
    """The bytes a layer has as JSON, about; many members are as bad as many bytes."""
    points, features = vertices(layer), len(layer.features)
    pairs = sum(len(feature.properties) for feature in layer.features)
    text = text_bytes(layer) + count_of('"\\\n', layer) + 6 * pairs
    of_features = (150 + len(layer.name.encode())) * features
    members = 4 * points + 2 * pairs + count_of("[{,", layer) + 16 * features
    return max(26 * points + text + of_features, members * OWN_BYTES // OWN_MEMBERS)


def _feature(shape: Shape) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": shape.feature.id,
        "geometry": mapping(shape.geometry),
        "properties": shape.row | {"claims": list(shape.claims)},
    }
