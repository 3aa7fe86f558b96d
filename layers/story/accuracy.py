"""Areas within the stated accuracy of a geometry, measured in the UTM zone it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

DEGREES = 4326
Shapes = npt.NDArray[np.object_]


def within(geometries: Sequence[BaseGeometry], metres: Sequence[float]) -> list[BaseGeometry]:
    """The area within so many metres of each geometry; both EPSG:4326, lon lat in degrees.

    Measured in the UTM zone of each geometry's middle.
    """
    found = np.array(geometries, dtype=object)
    radii = np.array(metres, dtype=float)
    middles = [geometry.centroid for geometry in geometries]
    zones = np.array([utm_zone(middle.x, middle.y) for middle in middles])
    for zone in np.unique(zones):
        here = zones == zone
        local = shapely.buffer(_moved(found[here], DEGREES, int(zone)), radii[here], quad_segs=12)
        simple = shapely.simplify(local, radii[here] / 200)
        found[here] = _moved(simple, int(zone), DEGREES)
    return list(found)


def _moved(shapes: Shapes, from_crs: int, to_crs: int) -> Shapes:
    transform = transformer(from_crs, to_crs).transform
    moved: Shapes = shapely.transform(shapes, transform, interleaved=False)
    return moved


@lru_cache(maxsize=64)
def transformer(from_crs: int, to_crs: int) -> Transformer:
    """From one CRS to another, each by its number of EPSG; x before y, degrees lon lat."""
    return Transformer.from_crs(from_crs, to_crs, always_xy=True)


def utm_zone(longitude: float, latitude: float) -> int:
    """The EPSG code of the UTM zone (WGS 84) in which a point lies; degrees."""
    return (32600 if latitude >= 0 else 32700) + int((longitude + 180) % 360 // 6) + 1
