"""GeoJSON (RFC 7946) that is not trusted: a story's files, and the geometry of anybody's.

A story's file has to be right; every mistake in it is said. `lines_of` and `ordinates_fault` serve
the reader of uploaded files too, who says the first mistake and mends what is only unusual.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ..errors import Problem, shown
from . import strict_json

# How deep the positions of a type are nested.
DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
CRS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326")
MIN_POSITIONS = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
POSITION = "a position is [longitude, latitude], two numbers"
NUMBERS = "longitude and latitude must be numbers"

RawFeature = tuple[str, dict[str, Any], BaseGeometry]


def read_features(content: bytes, file: str, problems: list[Problem]) -> list[RawFeature]:
    """Name, properties and geometry (EPSG:4326, lon lat) of every good feature.

    Whatever is wrong goes to `problems`, named by file, feature and field.
    """
    try:
        collection = strict_json.loads(content)
    except ValueError as error:
        problems.append(
            Problem(file, "", "", shown(str(error), 200), "a GeoJSON FeatureCollection in UTF-8")
        )
        return []
    wrong = _collection_problem(collection, file)
    if wrong:
        problems.append(wrong)
        return []
    found = []
    for number, raw in enumerate(collection["features"]):
        record = _record_name(raw, number)
        bad = list(_feature_problems(raw, file, record))
        problems += bad
        if not bad:
            found.append((record, dict(raw["properties"]), shape(raw["geometry"])))
    return found


def _collection_problem(collection: Any, file: str) -> Problem | None:
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        kind = collection.get("type") if isinstance(collection, dict) else type(collection).__name__
        return Problem(file, "", "type", shown(kind or ""), "must be FeatureCollection")
    if "crs" in collection:
        crs = collection["crs"]
        named = crs.get("properties") if isinstance(crs, dict) else None
        name = named.get("name", crs) if isinstance(named, dict) else crs
        if name not in CRS84:
            return Problem(file, "", "crs", shown(name), "must be left out: GeoJSON is EPSG:4326")
    if not isinstance(collection.get("features"), list) or not collection["features"]:
        return Problem(
            file, "", "features", shown(collection.get("features")), "needs at least one feature"
        )
    return None


def _record_name(raw: Any, number: int) -> str:
    properties = raw.get("properties") if isinstance(raw, dict) else None
    name = properties.get("id") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and name else f"feature {number + 1}"


def _feature_problems(raw: Any, file: str, record: str) -> Iterator[Problem]:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        yield Problem(file, record, "type", shown(raw), "must be a Feature")
        return
    if not isinstance(raw.get("properties"), dict):
        yield Problem(
            file, record, "properties", shown(raw.get("properties")), "must be an object of fields"
        )
    geometry = raw.get("geometry")
    if geometry is None:
        yield Problem(file, record, "geometry", "null", "must be a geometry")
        return
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in DEPTH:
        yield Problem(file, record, "geometry", shown(kind), f"must be one of {', '.join(DEPTH)}")
    else:
        yield from geometry_problems(geometry, file, record)


def geometry_problems(geometry: dict[str, Any], file: str, record: str) -> Iterator[Problem]:
    """Everything wrong with a geometry of a known type: its positions and lines, then its topology.

    A line is looked at as a whole only where each of its positions is right.
    """
    kind = geometry["type"]
    wrong = False
    for path, line, depth in lines_of(geometry.get("coordinates"), DEPTH[kind]):
        faults = [
            Problem(file, record, where, shown(position), expected)
            for where, position in positions_of(line, depth, path)
            if (expected := position_fault(position))
        ]
        if not faults and (fault := _line_fault(line, kind)):
            faults = [Problem(file, record, path, *fault)]
        yield from faults
        wrong = wrong or bool(faults)
    if not wrong and not (drawn := shape(geometry)).is_valid:
        yield Problem(
            file, record, "geometry", shapely.is_valid_reason(drawn), "must be a valid geometry"
        )


def _line_fault(line: list[Any], kind: str) -> tuple[str, str] | None:
    if kind in MIN_POSITIONS and len(line) < MIN_POSITIONS[kind]:
        return shown(line), f"needs at least {MIN_POSITIONS[kind]} positions"
    if "Polygon" in kind and line[0] != line[-1]:
        return shown(line[-1]), f"the ring must end where it began, {line[0]}"
    return None


def position_fault(position: Any) -> str | None:
    """The expectation that a position fails, or None for [lon, lat] in degrees."""
    if position is None or position == []:
        return "missing; needed is [longitude, latitude], or a list of them"
    if fault := ordinates_fault(position):
        return fault
    lon, lat = position
    if abs(lon) <= 180 and abs(lat) <= 90:
        return None
    if abs(lat) <= 180 and abs(lon) <= 90:
        return f"latitude is at most 90; [longitude, latitude] swapped? then [{lat}, {lon}]"
    if max(abs(lon), abs(lat)) > 1000:
        return "looks like metres of a projection; degrees in EPSG:4326 are needed"
    return "longitude is from -180 to 180 and latitude from -90 to 90"


def ordinates_fault(position: Any, most: int = 2) -> str | None:
    """The expectation that a position fails, wherever it is; it may have up to `most` ordinates."""
    if not isinstance(position, list) or not 2 <= len(position) <= most:
        return POSITION
    if not {*map(type, position)} <= {int, float}:  # not bool, which is an int to isinstance
        return NUMBERS
    try:
        finite = all(map(math.isfinite, position))
    except OverflowError:  # a whole number of hundreds of digits
        finite = False
    return None if finite else "longitude and latitude must be finite"


def lines_of(value: Any, depth: int, path: str = "coordinates") -> Iterator[tuple[str, Any, int]]:
    """Every line, ring or set of points of a geometry's coordinates, with its path and depth.

    At depth 1 it is a list of positions, if it is right, and at 0 the position of a Point. What is
    no list, or an empty one, where lists should follow comes as it is, with a depth beyond 1.
    """
    if depth <= 1 or not isinstance(value, list) or not value:
        yield path, value, depth
    else:
        for number, part in enumerate(value):
            yield from lines_of(part, depth - 1, f"{path}[{number}]")


def positions_of(line: Any, depth: int, path: str) -> Iterator[tuple[str, Any]]:
    """The positions of a line, each with its path; what is no line is taken for a position."""
    if depth == 1 and isinstance(line, list) and line:
        yield from ((f"{path}[{number}]", position) for number, position in enumerate(line))
    else:
        yield path, line
