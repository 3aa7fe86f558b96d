"""Waypoints, routes and tracks of a GPX as geometries. Runs in the child."""

from __future__ import annotations

import shapely

from ...errors import shown
from ..verdict import Limits
from .xml_text import Found, Reader, is_number

KINDS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
POINTS = ("wpt", "rtept", "trkpt")


class GpxReader(Reader):
    """Every waypoint, route and track of a GPX, by kind.

    What the points on a line have beside their position is not kept, and that is said.
    """

    root = "gpx"

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.kinds: dict[str, list[Found]] = {kind: [] for kind in KINDS}
        self._now: Found | None = None
        self._line: list[tuple[float, float]] = []  # the segment that is read
        self._lines: list[list[tuple[float, float]]] = []  # those before it

    def start(self, tag: str) -> None:
        """Begin a feature, a segment or a point."""
        if len(self.path) == 2 and tag in KINDS:
            self._now = Found()
            self._line, self._lines = [], []
            self._few(self.kinds[tag], KINDS[tag])
            self.kinds[tag].append(self._now)
        elif tag == "trkseg" and self.path[1] == "trk":
            self._line = []
        if self._now is not None and tag in POINTS and "extensions" not in self.path:
            self._point(self._now, tag)

    def _point(self, found: Found, tag: str) -> None:
        self.count(1)
        lat, lon = (self.attributes[-1].get(axis, "").strip() for axis in ("lat", "lon"))
        for axis, number in (("lat", lat), ("lon", lon)):
            if not is_number(number):
                found.refuse(axis, shown(number), f"a number of degrees at every <{tag}>")
        if found.bad is None:
            self._line.append((float(lon), float(lat)))

    def end(self, tag: str, text: str) -> None:
        """End what has begun; take its text."""
        found = self._now
        if found is None:
            return
        if len(self.path) > 3 and self.path[-2] in POINTS:
            found.note("points", "heights, times and the like", "positions: the rest was left out")
        elif tag == "trkseg" and len(self.path) == 3:
            self._segment(found)
        elif len(self.path) == 2:
            self._feature(found, tag)
            self._now = None
        elif len(self.path) == 3 and tag == "link":
            self.say(found, "link", self.attributes[-1].get("href", ""))
        elif (len(self.path) == 3 and tag not in POINTS) or self.path[2] == "extensions":
            self.say(found, tag, text)

    def _segment(self, found: Found) -> None:
        """Take the points of a line; one by itself is none."""
        if len(self._line) > 1:
            self._lines.append(self._line)
        elif self._line:
            found.note(self.path[-1], "one point", "left out: a line has two")
        self._line = []

    def _feature(self, found: Found, tag: str) -> None:
        """Make a waypoint a point, a route a line, and a track a line for each segment."""
        if tag == "rte":
            self._segment(found)
        if tag == "wpt" and self._line:
            found.geometry = shapely.Point(self._line[0])
        elif self._lines:
            made = shapely.MultiLineString(self._lines)
            found.geometry = made if tag == "trk" else made.geoms[0]
        else:
            found.refuse("points", "none, or one", f"at least two points in a <{tag}>")
