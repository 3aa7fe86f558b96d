"""GeoJSON features (RFC 7946), the facts kept by hand, and the projections of the build.

Everything is EPSG:4326, lon lat; metres are EPSG:32652 (UTM 52N).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import LineString, Point, box, mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
FACTS = HERE / "facts"
EXTENT = box(129.9, 41.9, 131.6, 43.2)  # the detailed extent: lon, lat in degrees
GEOD = Geod(ellps="WGS84")
TO_UTM = Transformer.from_crs(4326, 32652, always_xy=True)
FROM_UTM = Transformer.from_crs(32652, 4326, always_xy=True)

Feature = dict[str, Any]


def toml(path: Path) -> dict[str, Any]:
    """A TOML file."""
    return tomllib.loads(path.read_text("utf-8"))


def feature(name: str, geometry: BaseGeometry, *, decimals: int = 6, **fields: Any) -> Feature:
    """An RFC 7946 feature: EPSG:4326 lon lat, rounded, counter-clockwise, valid."""
    snapped = shapely.set_precision(geometry, 10.0**-decimals)
    oriented = shapely.orient_polygons(snapped) if "Polygon" in snapped.geom_type else snapped
    if not oriented.is_valid or oriented.is_empty:
        raise SystemExit(f"build.py: {name}: {shapely.is_valid_reason(oriented)}")
    order = ("place", "role", "kind", "names", "local", "accuracy_m", "method")
    properties = {"id": name} | {k: fields.pop(k) for k in order if k in fields} | fields
    return {
        "type": "Feature",
        "id": name,
        "properties": properties,
        "geometry": rounded(mapping(oriented), decimals),
    }


def rounded(value: Any, decimals: int) -> Any:
    """A GeoJSON geometry with every number rounded."""
    if isinstance(value, dict):
        return {k: rounded(v, decimals) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v, decimals) for v in value]
    return round(value, decimals) if isinstance(value, float) else value


def lonlat(place: dict[str, Any]) -> Point:
    """A place's position, lon lat in degrees, EPSG:4326."""
    return Point(place["lon"], place["lat"])


def geodesic_line(middle: Point, azimuth: float, length: float) -> LineString:
    """A centred line, lon lat: length in metres, azimuth in degrees clockwise from true north."""
    ends = [GEOD.fwd(middle.x, middle.y, azimuth + turn, length / 2)[:2] for turn in (180, 0)]
    return LineString(ends)


def to_utm(geometry: BaseGeometry) -> BaseGeometry:
    """EPSG:4326 lon lat to EPSG:32652 metres."""
    return shapely.transform(geometry, lambda c: np.column_stack(TO_UTM.transform(*c.T)))


def from_utm(geometry: BaseGeometry) -> BaseGeometry:
    """EPSG:32652 metres to EPSG:4326 lon lat."""
    return shapely.transform(geometry, lambda c: np.column_stack(FROM_UTM.transform(*c.T)))
