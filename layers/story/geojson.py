"""Read a GeoJSON file (RFC 7946) without trusting it; simple mistakes are looked for first."""

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

RawFeature = tuple[str, dict[str, Any], BaseGeometry]


def read_features(content: bytes, file: str, problems: list[Problem]) -> list[RawFeature]:
    """What to call it, properties and geometry (EPSG:4326, lon lat) of every good feature.

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
    """Everything wrong with a geometry of a known type: positions first, then its topology."""
    kind = geometry["type"]
    wrong = False
    for path, position in _positions(geometry.get("coordinates"), DEPTH[kind], "coordinates"):
        if expected := position_fault(position):
            wrong = True
            yield Problem(file, record, path, shown(position), expected)
    if wrong:
        return
    for path, line in _lines(geometry["coordinates"], kind):
        if len(line) < MIN_POSITIONS[kind]:
            wrong = True
            yield Problem(
                file, record, path, shown(line), f"needs at least {MIN_POSITIONS[kind]} positions"
            )
        elif "Polygon" in kind and line[0] != line[-1]:
            wrong = True
            yield Problem(
                file, record, path, shown(line[-1]), f"the ring must end where it began, {line[0]}"
            )
    if not wrong and not (drawn := shape(geometry)).is_valid:
        yield Problem(
            file, record, "geometry", shapely.is_valid_reason(drawn), "must be a valid geometry"
        )


def position_fault(position: Any) -> str | None:
    """What would be right instead of a bad position, or None for [lon, lat] in degrees."""
    if position is None or position == []:
        return "missing; needed is [longitude, latitude], or a list of them"
    if not isinstance(position, list) or len(position) != 2:
        return "a position is [longitude, latitude], two numbers"
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in position):
        return "longitude and latitude must be numbers"
    lon, lat = position
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return "longitude and latitude must be finite"
    if abs(lon) <= 180 and abs(lat) <= 90:
        return None
    if abs(lat) <= 180 and abs(lon) <= 90:
        return f"latitude is at most 90; [longitude, latitude] swapped? then [{lat}, {lon}]"
    if max(abs(lon), abs(lat)) > 1000:
        return "looks like metres of a projection; degrees in EPSG:4326 are needed"
    return "longitude is from -180 to 180 and latitude from -90 to 90"


def _positions(value: Any, depth: int, path: str) -> Iterator[tuple[str, Any]]:
    if depth == 0 or not isinstance(value, list) or not value:
        yield path, value
    else:
        for number, part in enumerate(value):
            yield from _positions(part, depth - 1, f"{path}[{number}]")


def _lines(coordinates: list[Any], kind: str) -> Iterator[tuple[str, list[Any]]]:
    """Every line or ring of a geometry, with its path."""
    if kind == "LineString":
        yield "coordinates", coordinates
    elif kind in ("MultiLineString", "Polygon"):
        yield from ((f"coordinates[{i}]", line) for i, line in enumerate(coordinates))
    elif kind == "MultiPolygon":
        for i, polygon in enumerate(coordinates):
            yield from ((f"coordinates[{i}][{j}]", ring) for j, ring in enumerate(polygon))
