"""A reader's own layers as tables: their features and attributes as text, never as claims.

Their ids, own-1/12, have a slash, which no id of a story's features has. Coordinates are
EPSG:4326, longitude and latitude in degrees of 6 decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely

from ...story.representative_points import DECIMALS
from ...uploads.verdict import OwnFeature, OwnLayer
from ..uploads import unique
from .plain_text import clean, clean_lines

COLUMNS = 500  # of a table of a GeoPackage; SQLite has at most 2,000
LETTERS = 60  # of a column's name
RESERVED = ("fid", "geom", "number", "other_attributes")


def geometries_of(layer: OwnLayer) -> npt.NDArray[np.object_]:
    """The features' geometries of 6 decimals; rings by the right-hand rule."""
    found = np.array([feature.geometry for feature in layer.features], dtype=object)
    # Adding 0 makes a zero of -0.
    rounded = shapely.transform(found, lambda c: c.round(DECIMALS) + 0.0)
    oriented: npt.NDArray[np.object_] = shapely.orient_polygons(rounded, exterior_cw=False)
    return oriented


def attributes(feature: OwnFeature, taken: Iterable[str] = ()) -> dict[str, str]:
    """A feature's attributes, their names each once and none of those taken."""
    names = unique((clean(name) for name, _ in feature.properties), taken)
    values = (clean_lines(value) for _, value in feature.properties)
    return dict(zip(names, values, strict=True))


def columns_of(layer: OwnLayer) -> dict[str, str]:
    """A column for each attribute of a layer, by the attribute's name; at most COLUMNS.

    What is no letter or digit of any script is an underscore, as is what goes before a digit that
    the name begins with; at most LETTERS letters. A name that is taken, or is one of RESERVED,
    gets a number: number_2.
    """
    every = dict.fromkeys(name for feature in layer.features for name, _ in feature.properties)
    names = list(every)[:COLUMNS]
    return dict(zip(names, unique(map(_plain, names), RESERVED), strict=True))


def _plain(name: str) -> str:
    column = re.sub(r"\W", "_", name)[:LETTERS]
    return f"_{column}" if column[:1].isdigit() else column or "_"


def rows_of(layer: OwnLayer, columns: dict[str, str]) -> list[dict[str, str | int | None]]:
    """A row for each feature: its number in the file and a value or None in each column."""
    return [
        {"number": feature.number}
        | dict.fromkeys(columns.values())
        | {
            columns[name]: clean_lines(value)
            for name, value in feature.properties
            if name in columns
        }
        | {"other_attributes": _others(feature.properties, columns)}
        for feature in layer.features
    ]


def _others(pairs: Sequence[tuple[str, str]], columns: dict[str, str]) -> str | None:
    """Attributes that have no column, a line each."""
    return "\n".join(f"{name}: {value}" for name, value in pairs if name not in columns) or None
