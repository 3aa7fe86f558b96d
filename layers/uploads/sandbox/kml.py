"""Placemarks of a KML as geometries, by folder. Runs in the child."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from ...errors import shown
from ..verdict import Limits
from .kml_styles import STYLES, Styles
from .xml_text import Found, Reader, is_number

Position = tuple[float, ...]  # longitude, latitude, and maybe a height

CONTAINERS = ("Document", "Folder")
# Elements whose text is a property of the Placemark, by the element they stand in.
SAID = {
    "Placemark": ("name", "Snippet", "description", "address", "phoneNumber"),
    "author": ("name", "uri", "email"),
    "TimeStamp": ("when",),
    "TimeSpan": ("begin", "end"),
}
SEVERAL = ("MultiGeometry", "MultiTrack")
BESIDE = ("when", "angles", "value")  # what a track has with its positions
FEWEST = {"Point": 1, "LineString": 2, "LinearRing": 4, "Track": 2}
SHAPES = (*FEWEST, "Polygon", *SEVERAL)  # what a Placemark may have for a geometry
OUTER, INNER = BOUNDARIES = ("outerBoundaryIs", "innerBoundaryIs")
_MULTI = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}
# What else KML puts on a map, none of it features.
OVERLAYS = ("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Tour")


@dataclass
class Folder:
    """A Document or Folder: its name within its parents', and its own Placemarks."""

    name: str
    parent: Folder | None
    named: bool = False  # else it is called after its place in the file
    found: list[Found] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        """Its name after those of its parents."""
        return f"{self.parent.full_name} / {self.name}" if self.parent else self.name

    @property
    def own_name(self) -> str:
        """Its name after those of its parents, as far as the file names them."""
        above = self.parent.own_name if self.parent else ""
        again = self.parent is not None and self.parent.name == self.name
        return " / ".join(filter(None, (above, self.name if self.named and not again else "")))


@dataclass
class Shape:
    """A geometry that is being read: its positions, the rings of a polygon, or its parts."""

    tag: str
    at: list[Position] | None = None
    rings: dict[str, list[list[Position]]] = field(default_factory=lambda: {OUTER: [], INNER: []})
    parts: list[BaseGeometry] = field(default_factory=list)


class KmlReader(Reader):
    """Every Placemark of a KML; `folders` are in the order of the file."""

    root = "kml"

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.folders = [Folder("", None)]
        self._open = [self.folders[0]]
        self._now: Found | None = None
        self._shapes: list[Shape] = []  # those that are open, the innermost last
        self._coords: list[str] = []  # of a track
        self._styles = Styles()
        self._styling = 0  # how many styles are open

    def start(self, tag: str) -> None:
        """Begin a folder, a Placemark or a geometry."""
        if tag in STYLES:
            self._styles.start(self.attributes[-1].get("id", ""), self._now)
            self._styling += 1
        if self._styling:
            return
        if self._now is None:
            if tag in CONTAINERS:
                self._few(self.folders, "folders")
                inner = self._open[-1] if len(self._open) > 1 else None
                self._open.append(Folder(f"{tag} {len(self.folders)}", inner))
                self.folders.append(self._open[-1])
            elif tag == "Placemark":
                self._now = Found()
                self._few(self._open[-1].found, "Placemarks")
                self._open[-1].found.append(self._now)
            elif tag in OVERLAYS:
                self.left_out[tag] += 1
        elif tag == "Placemark" or tag in CONTAINERS:
            line = f"line {self.line}"
            raise self.refused(tag, "within a Placemark", "each Placemark by itself", line)
        elif "coordinates" in self.path[:-1]:
            self._now.refuse("coordinates", f"<{shown(tag, 40)}> within", "numbers alone")
        elif "ExtendedData" not in self.path:
            self._start_shape(self._now, tag)

    def _start_shape(self, found: Found, tag: str) -> None:
        if tag == "Model" and "Track" not in self.path:
            found.refuse("geometry", "a 3D model", "a point, a line or an area")
        if tag not in SHAPES:
            return
        outer = self._shapes[-1].tag if self._shapes else ""
        if not outer and found.geometry is not None:
            found.refuse("geometry", "two of them", "one geometry, or a MultiGeometry")
        elif self._bounds(tag) and outer != "Polygon":
            found.refuse("geometry", f"<{self.path[-2]}>", "a boundary in a Polygon")
        elif outer not in ("", *SEVERAL) and not (self._bounds(tag) and outer == "Polygon"):
            expected = "each geometry by itself, or in a MultiGeometry"
            found.refuse("geometry", f"<{tag}> within <{outer}>", expected)
        self._coords = []
        self._shapes.append(Shape(tag))

    def _bounds(self, tag: str) -> bool:
        """True for a ring that is the boundary of an area; any other is a line."""
        return tag == "LinearRing" and self.path[-2] in BOUNDARIES

    def end(self, tag: str, text: str) -> None:
        """End what has begun; take its text."""
        inside = self.path[-2] if len(self.path) > 1 else ""
        if self._styling or tag == "styleUrl":
            self._styles.end(tag, inside, text.strip(), self._now)
            self._styling -= tag in STYLES
            return
        if self._now is None:
            if tag in CONTAINERS:
                self._open.pop()
            elif tag == "name" and inside in CONTAINERS and text.strip():
                self._open[-1].name = shown(text.strip(), self.limits.name_letters)
                self._open[-1].named = True
            return
        if tag == "Placemark":
            self._now = None
        elif "coordinates" in self.path[:-1]:
            return  # refused as it began, whatever it is
        elif "ExtendedData" in self.path:
            if tag == "value" and inside == "Data":
                self.say(self._now, self.attributes[-2].get("name") or "value", text)
            elif tag == "SimpleData":
                self.say(self._now, self.attributes[-1].get("name") or "SimpleData", text)
        elif tag in SAID.get(inside, ()):
            self.say(self._now, f"author {tag}" if inside == "author" else tag, text)
        elif (tag, inside) == ("link", "Placemark"):
            self.say(self._now, tag, self.attributes[-1].get("href", ""))
        elif (tag, inside, text.strip()) == ("visibility", "Placemark", "0"):
            self._now.note(tag, "0", "1, or nothing: it was drawn nevertheless")
        elif tag in BESIDE and "Track" in self.path:
            self._now.note(
                "Track", "times, angles or measurements", "positions: they were left out"
            )
        elif tag == "coordinates" and inside in FEWEST:
            self._coordinates(self._now, inside, _close(text).split())
        elif tag == "coord" and inside == "Track":
            if text.strip():  # else nothing is known of where it was then
                self._coords.append(",".join(text.split()))
        elif tag in SHAPES:
            self._end_shape(self._now, tag, inside)

    def colour_of(self, found: Found) -> str:
        """The colour that the file gives a feature; empty where it gives none."""
        return self._styles.colour_of(found)

    def _end_shape(self, found: Found, tag: str, inside: str) -> None:
        if tag == "Track":
            self._coordinates(found, tag, self._coords)
        shape = self._shapes.pop()
        if tag == "Polygon" and (outer := len(shape.rings[OUTER])) != 1:
            found.refuse("outerBoundaryIs", f"{outer} rings", "one outer ring in a polygon")
        if tag in FEWEST and shape.at is None:
            found.refuse("coordinates", "none", f"coordinates in its {tag}")
        if found.bad is not None:
            return
        if self._bounds(tag):
            self._shapes[-1].rings[inside].append(shape.at or [])
        elif self._shapes:
            self._shapes[-1].parts.append(_made(shape))
        else:
            found.geometry = _made(shape)

    def _coordinates(self, found: Found, tag: str, tuples: list[str]) -> None:
        """Take the coordinates of a shape, if each is longitude, latitude and at most a height."""
        self.count(len(tuples))
        at = []
        for one in tuples:
            numbers = one.split(",")
            if numbers[2:] and not is_number(numbers[2]):
                found.note("height", shown(numbers[2], 40), "a number: it was left out, as all are")
                numbers[2] = "0"
            if len(numbers) not in (2, 3) or not all(map(is_number, numbers)):
                found.refuse("coordinates", shown(one, 40), "longitude,latitude in degrees")
                return
            at.append(tuple(map(float, numbers)))
        if tag == "LinearRing" and at and at[0] != at[-1]:
            found.note("coordinates", "a ring is not closed", "closed where it began")
            at.append(at[0])
        if len(at) < FEWEST[tag] or (tag == "Point" and len(at) > 1):
            expected = f"{'just' if tag == 'Point' else 'at least'} {FEWEST[tag]} in a {tag}"
            found.refuse("coordinates", f"{len(at)}", expected)
        if self._shapes[-1].at is not None:
            found.refuse("coordinates", f"twice in a {tag}", "once")
        self._shapes[-1].at = at


def _close(text: str) -> str:
    """Coordinates without blanks at their commas."""
    return ",".join(part.strip() for part in text.split(","))


def _made(shape: Shape) -> BaseGeometry:
    """The geometry of a shape in which nothing is wrong; of several of one kind a multiple one."""
    if shape.tag == "Polygon":
        rings = [ring for boundary in BOUNDARIES for ring in shape.rings[boundary]]
        first, *holes = _deep(rings)
        return shapely.Polygon(first, holes)
    if shape.tag in SEVERAL:
        kinds = {part.geom_type for part in shape.parts}
        make = _MULTI.get(kinds.pop()) if len(kinds) == 1 else None
        return (make or shapely.GeometryCollection)(shape.parts)
    (at,) = _deep([shape.at or []])
    return shapely.Point(at[0]) if shape.tag == "Point" else shapely.LineString(at)


def _deep(rings: list[list[Position]]) -> list[list[Position]]:
    """Positions that all have a height, 0 where none is written, if one of them has."""
    if {len(at) for ring in rings for at in ring} <= {2}:
        return rings
    return [[(*at, 0.0)[:3] for at in ring] for ring in rings]
