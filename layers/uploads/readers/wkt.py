"""Geometries that a table has as text: GeoJSON, or WKT, also with the number of its CRS."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ...errors import Problem
from ..verdict import Limits, Refused

_SRID = re.compile(r"SRID=(\d{1,6});", re.IGNORECASE)


def geometries(
    texts: Sequence[str], file: str, limits: Limits
) -> tuple[str | None, list[BaseGeometry | None]]:
    """The CRS that all of them name, and a geometry each: None for what is none.

    x and y are as written. Raises Refused at the limits, and where they name several CRS.
    """
    numbers = {found[1] if (found := _SRID.match(text)) else "" for text in texts if text}
    if "" in numbers and len(numbers) > 1:
        raise Refused(Problem(file, "", "SRID", "in some rows only", "one CRS for all rows"))
    numbers -= {""}
    if len(numbers) > 1:
        value = ", ".join(sorted(numbers)[:5])
        raise Refused(Problem(file, "", "SRID", value, "one CRS for all rows"))
    vertices = 0
    for text in texts:
        # GEOS calls itself for what is in parentheses, and the text is not ours.
        if (depth := _depth(text, limits.depth)) > limits.depth:
            most = f"at most {limits.depth} parentheses in one another"
            raise Refused(Problem(file, "", "depth", f"{depth}", most))
        vertices += text.count(",") + 1
    if vertices > (most_vertices := limits.vertices):
        most = f"at most {most_vertices:,} in a file"
        raise Refused(Problem(file, "", "vertices", f"{vertices:,}", most))
    plain = [_SRID.sub("", text, count=1) for text in texts]
    return f"EPSG:{min(numbers)}" if numbers else None, [_geometry(text) for text in plain]


def _geometry(text: str) -> BaseGeometry | None:
    try:
        with np.errstate(over="ignore"):  # what is no text may be a number of hundreds of digits
            read = shapely.from_geojson if text.startswith("{") else shapely.from_wkt
            return read(text, on_invalid="ignore") if text else None
    except NotImplementedError:  # of shapely, for curves
        return None


def _depth(text: str, most: int) -> int:
    """The depth of parentheses in one another, as far as one beyond the limit."""
    depth = deepest = 0
    for sign in re.findall(r"[][(){}]", text):
        depth += 1 if sign in "([{" else -1
        deepest = max(deepest, depth)
        if deepest > most:
            break
    return deepest
