"""Representative points: one lon lat for a place where a format has room for no more."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from pyproj import Geod

from .features import Feature

DECIMALS = 6  # of a degree: 0.1 m, finer than any accuracy stated
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Point:
    """Longitude and latitude in degrees (EPSG:4326), and within how many metres the place is."""

    lon: float
    lat: float
    accuracy_m: float


def point_of(feature: Feature) -> Point:
    """A point of the feature's geometry, EPSG:4326, lon lat in degrees.

    Of an area that says where something may be, every part is as likely: the point is accurate
    to the farthest of them, by the geodesic on WGS84, in whole metres.
    """
    middle = feature.geometry.representative_point()
    lon, lat = round(middle.x, DECIMALS) + 0.0, round(middle.y, DECIMALS) + 0.0
    accuracy = feature.accuracy_m
    if feature.role == "uncertainty area":
        corners = shapely.get_coordinates(feature.geometry)
        here = [lon] * len(corners), [lat] * len(corners)
        away = _GEOD.inv(*here, corners[:, 0].tolist(), corners[:, 1].tolist())[2]
        accuracy = max(accuracy, float(math.ceil(max(away))))
    return Point(lon, lat, accuracy)
