"""The map's frame: which part of the ground is drawn, in which projection, at which scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from ...story import Story
from ...story.accuracy import DEGREES, transformer, utm_zone
from ...view.extent import home_bounds
from ..snapshot import Snapshot
from .rectangles import Box, Point

Coordinates = npt.NDArray[np.float64]

WGS84 = Geod(ellps="WGS84")
CSS_PIXELS = 96 / 72  # of the page in a unit of the sheet
EQUATOR = 40_075_016.686 / 256  # metres in a pixel of a web map at zoom 0
PADDING = 24  # units between the places a story opens on and the frame
CLOSEST = 15.5  # zoom, when no position is asked for


@dataclass(frozen=True)
class Frame:
    """A rectangle of the sheet and the ground in it.

    `centre` is in metres of the UTM zone `epsg`; `metres` of that grid are in a unit of the sheet.
    """

    box: Box
    epsg: int
    centre: Point
    metres: float

    @property
    def zone(self) -> str:
        """The UTM zone, "33N"."""
        return f"{self.epsg % 100}{'N' if self.epsg < 32700 else 'S'}"

    @property
    def ground(self) -> Box:
        """The ground in the frame, in metres of the zone."""
        across, up = self.box.width / 2 * self.metres, self.box.height / 2 * self.metres
        x, y = self.centre
        return Box(x - across, y - up, x + across, y + up)

    def to_sheet(self, metres: Coordinates) -> Coordinates:
        """Metres of the zone (n, 2) as units of the sheet."""
        return (metres - np.array(self.centre)) / self.metres + np.array(self.box.middle)

    def to_degrees(self, point: Point) -> Point:
        """A point of the sheet as longitude and latitude."""
        middle = self.box.middle
        x = self.centre[0] + (point[0] - middle[0]) * self.metres
        y = self.centre[1] + (point[1] - middle[1]) * self.metres
        longitude, latitude = transformer(DEGREES, self.epsg).transform(x, y, direction="INVERSE")
        return float(longitude), float(latitude)

    @cached_property
    def ground_metres(self) -> float:
        """Metres on the ground in a unit, measured geodesically across the frame's middle."""
        x, y = self.box.middle
        reach = self.box.width / 8
        (a, b), (c, d) = self.to_degrees((x - reach, y)), self.to_degrees((x + reach, y))
        return float(WGS84.inv(a, b, c, d)[2]) / (2 * reach)

    @cached_property
    def north(self) -> float:
        """The direction of true north at the frame's middle: degrees clockwise from straight up."""
        longitude, latitude = self.to_degrees(self.box.middle)
        to = _project(self.epsg, [longitude], [min(latitude + 1e-3, 90.0)])[0]
        return math.degrees(math.atan2(to[0] - self.centre[0], to[1] - self.centre[1]))

    @cached_property
    def zoom(self) -> float:
        """The zoom at which the page shows about as much ground in a pixel."""
        latitude = self.to_degrees(self.box.middle)[1]
        metres = self.ground_metres / CSS_PIXELS
        return math.log2(EQUATOR * math.cos(math.radians(latitude)) / metres)


def frame_of(snapshot: Snapshot, box: Box) -> Frame:
    """The frame of a snapshot's map: at the view's position, or where the story opens."""
    if snapshot.view.at:
        latitude, longitude, zoom = snapshot.view.at
        return _at(box, longitude, max(min(latitude, 84.0), -84.0), zoom)
    west, south, east, north = opens_on(snapshot.story)
    start = _at(box, (west + east) / 2, (south + north) / 2, CLOSEST)
    share = np.linspace(0, 1, 9)
    across, up = west + (east - west) * share, south + (north - south) * share
    edge = _project(
        start.epsg,
        np.concatenate([across, across, np.full(9, west), np.full(9, east)]),
        np.concatenate([np.full(9, south), np.full(9, north), up, up]),
    )
    low, high = edge.min(axis=0), edge.max(axis=0)
    inner = box.grown(-min(PADDING, box.width / 6, box.height / 6))
    fitting = max((high[0] - low[0]) / inner.width, (high[1] - low[1]) / inner.height)
    middle = (low + high) / 2
    centre = float(middle[0]), float(middle[1])
    return Frame(box, start.epsg, centre, max(float(fitting), start.metres))


@lru_cache(maxsize=8)
def opens_on(story: Story) -> tuple[float, float, float, float]:
    """West, south, east, north of the places a story opens on, in degrees.

    And of those that may be where one of these is, so that no frame cuts them off.
    """
    features = [story.places[name].main for name in story.info.home]
    home = [(f.geometry.x, f.geometry.y) for f in features if f.role == "point"]
    near = [
        (point.x, point.y)
        for place in story.places.values()
        if place.main.role == "point"
        for point in [place.main.geometry]
        if any(WGS84.inv(point.x, point.y, *h)[2] <= place.main.accuracy_m for h in home)
    ]
    west, south, east, north = home_bounds(story)
    xs, ys = [west, east, *(x for x, _ in near)], [south, north, *(y for _, y in near)]
    return min(xs), min(ys), max(xs), max(ys)


def _at(box: Box, longitude: float, latitude: float, zoom: float) -> Frame:
    """A frame round a position at a zoom of the page, which draws 256 pixels a tile."""
    epsg = utm_zone(longitude, latitude)
    x, y = _project(epsg, [longitude], [latitude])[0]
    metres = EQUATOR * math.cos(math.radians(latitude)) / 2**zoom * CSS_PIXELS
    rough = Frame(box, epsg, (float(x), float(y)), metres)
    # The zone's own metres are up to a thousandth shorter or longer than those on the ground.
    return Frame(box, epsg, rough.centre, metres * metres / rough.ground_metres)


def _project(epsg: int, longitudes: object, latitudes: object) -> Coordinates:
    """Degrees as metres of a zone (n, 2)."""
    return np.column_stack(transformer(DEGREES, epsg).transform(longitudes, latitudes))


def projected(epsg: int, degrees: Coordinates) -> Coordinates:
    """Longitude and latitude (n, 2) as metres of a zone."""
    return _project(epsg, degrees[:, 0], degrees[:, 1])
