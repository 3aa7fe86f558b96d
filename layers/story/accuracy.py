"""Areas within the stated accuracy of a geometry, measured in the UTM zone it lies in."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


def within(geometries: Sequence[BaseGeometry], metres: Sequence[float]) -> list[BaseGeometry]:
    """The area within so many metres of each geometry; both EPSG:4326, lon lat in degrees.

    Measured in the UTM zone of each geometry's middle.
    """
    series = gpd.GeoSeries(geometries, crs="EPSG:4326")
    middles = [geometry.centroid for geometry in geometries]
    zones = np.array([utm_zone(middle.x, middle.y) for middle in middles])
    radii, found = np.array(metres, dtype=float), series.copy()
    for zone in np.unique(zones):
        here = zones == zone
        local = series[here].to_crs(int(zone)).buffer(radii[here], quad_segs=12)
        simple = gpd.GeoSeries(shapely.simplify(local.array, radii[here] / 200), crs=int(zone))
        found[here] = simple.to_crs("EPSG:4326").array
    return list(found)


def utm_zone(longitude: float, latitude: float) -> int:
    """The EPSG code of the UTM zone (WGS 84) in which a point lies; degrees."""
    return (32600 if latitude >= 0 else 32700) + int((longitude + 180) % 360 // 6) + 1
