"""The waypoints, routes and tracks of a GPX. Runs in the child."""

from __future__ import annotations

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
        self._line: list[str] = []

    def start(self, tag: str) -> None:
        """Begin a feature, a segment or a point."""
        if len(self.path) == 2 and tag in KINDS:
            self._now = Found()
            self._line = []
            self._few(self.kinds[tag], KINDS[tag])
            self.kinds[tag].append(self._now)
        elif tag == "trkseg":
            self._line = []
        if self._now is not None and tag in POINTS and "extensions" not in self.path:
            self._point(self._now, tag)

    def _point(self, found: Found, tag: str) -> None:
        self.count(1)
        at = {axis: self.attributes[-1].get(axis, "").strip() for axis in ("lat", "lon")}
        for axis, number in at.items():
            if not is_number(number):
                found.refuse(axis, shown(number), f"a number of degrees at every <{tag}>")
        self._line.append(f'<{tag} lat="{at["lat"]}" lon="{at["lon"]}"/>')

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
            if tag == "rte":
                self._segment(found)
            found.pieces = [*found.pieces] if tag != "wpt" else self._line[:1]
            if not found.pieces:
                found.refuse("points", "none, or one", f"at least two points in a <{tag}>")
            self._now = None
        elif len(self.path) == 3 and tag == "link":
            self.say(found, "link", self.attributes[-1].get("href", ""))
        elif (len(self.path) == 3 and tag not in POINTS) or self.path[2] == "extensions":
            self.say(found, tag, text)

    def _segment(self, found: Found) -> None:
        """Take the points of a line; one by itself is none."""
        if len(self._line) > 1:
            found.pieces.append(f"<{self.path[-1]}>{''.join(self._line)}</{self.path[-1]}>")
        elif self._line:
            found.note(self.path[-1], "one point", "left out: a line has two")
        self._line = []


def anew(kind: str, found: list[Found]) -> bytes:
    """A GPX with nothing but these features' points, in their order."""
    made = []
    for one in found:
        inner = "".join(one.pieces)
        made.append(f"<trk>{inner}</trk>" if kind == "trk" else inner)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = 'version="1.1" creator="" xmlns="http://www.topografix.com/GPX/1/1"'
    return f"{head}<gpx {space}>{''.join(made)}</gpx>".encode()
