"""The Placemarks of a KML, by folder. Runs in the child."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...errors import shown
from ..verdict import Limits
from .xml_text import Found, Reader, is_number

CONTAINERS = ("Document", "Folder")
# Elements whose text is a property of the Placemark, by the element they stand in.
SAID = {
    "Placemark": ("name", "Snippet", "description", "address", "phoneNumber"),
    "author": ("name", "uri", "email"),
    "TimeStamp": ("when",),
    "TimeSpan": ("begin", "end"),
}
# What a Placemark may have for a geometry, and how it is written down anew.
SHAPES = {
    "Point": "Point",
    "LineString": "LineString",
    "LinearRing": "LinearRing",
    "Polygon": "Polygon",
    "MultiGeometry": "MultiGeometry",
    "Track": "LineString",
    "MultiTrack": "MultiGeometry",
}
BESIDE = ("when", "angles", "value")  # what a track has with its positions
FEWEST = {"Point": 1, "LineString": 2, "LinearRing": 4, "Track": 2}
BOUNDARIES = ("outerBoundaryIs", "innerBoundaryIs")
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


class KmlReader(Reader):
    """Every Placemark of a KML; `folders` are in the order of the file."""

    root = "kml"

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.folders = [Folder("", None)]
        self._open = [self.folders[0]]
        self._now: Found | None = None
        self._rings: list[int] = []  # outer rings of the polygons that are open
        self._coords: list[str] = []  # of a track

    def start(self, tag: str) -> None:
        """Begin a folder, a Placemark or a geometry."""
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
        if tag == "Model":
            found.refuse("geometry", "a 3D model", "a point, a line or an area")
        if tag in SHAPES:
            if self.path[-2] == "Placemark" and found.pieces:
                found.refuse("geometry", "two of them", "one geometry, or a MultiGeometry")
            if tag == "Polygon":
                self._rings.append(0)
            if tag == "LinearRing" and self.path[-2] in BOUNDARIES:
                # Each ring gets a boundary of its own: of two in one, only the first would be read.
                found.pieces.append(f"<{self.path[-2]}>")
                if self.path[-2] == "outerBoundaryIs" and self._rings:
                    self._rings[-1] += 1
            self._coords = []
            found.pieces.append(f"<{self._shape()}>")

    def end(self, tag: str, text: str) -> None:
        """End what has begun; take its text."""
        inside = self.path[-2] if len(self.path) > 1 else ""
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
            self._coordinates(self._now, inside, text.split())
        elif tag == "coord" and inside == "Track":
            self._coords.append(",".join(text.split()))
        elif tag in SHAPES:
            self._end_shape(self._now, tag, inside)

    def _end_shape(self, found: Found, tag: str, inside: str) -> None:
        if tag == "Track":
            self._coordinates(found, tag, self._coords)
        if tag == "Polygon" and (outer := self._rings.pop()) != 1:
            found.refuse("outerBoundaryIs", f"{outer} rings", "one outer ring in a polygon")
        if tag in FEWEST and not found.pieces[-1].startswith("<coordinates>"):
            found.refuse("coordinates", "none", f"coordinates in its {tag}")
        found.pieces.append(f"</{self._shape()}>")
        if tag == "LinearRing" and inside in BOUNDARIES:
            found.pieces.append(f"</{inside}>")

    def _shape(self) -> str:
        """What the present element is written down as: a ring that bounds no area is a line."""
        if self.path[-1] == "LinearRing" and self.path[-2] not in BOUNDARIES:
            return "LineString"
        return SHAPES[self.path[-1]]

    def _coordinates(self, found: Found, shape: str, tuples: list[str]) -> None:
        """Take the coordinates of a shape, if each is longitude, latitude and at most a height."""
        self.count(len(tuples))
        for one in tuples:
            numbers = one.split(",")
            if len(numbers) not in (2, 3) or not all(map(is_number, numbers)):
                found.refuse("coordinates", shown(one, 40), "longitude,latitude in degrees")
                return
        if shape == "LinearRing" and tuples and tuples[0] != tuples[-1]:
            found.note("coordinates", "a ring is not closed", "closed where it began")
            tuples = [*tuples, tuples[0]]
        if len(tuples) < FEWEST[shape] or (shape == "Point" and len(tuples) > 1):
            expected = f"{'just' if shape == 'Point' else 'at least'} {FEWEST[shape]} in a {shape}"
            found.refuse("coordinates", f"{len(tuples)}", expected)
        if found.pieces[-1].startswith("<coordinates>"):
            found.refuse("coordinates", f"twice in a {shape}", "once")
        found.pieces.append(f"<coordinates>{' '.join(tuples)}</coordinates>")


def anew(found: list[Found]) -> bytes:
    """A KML of one folder with nothing but these geometries, in their order."""
    marks = "".join(f"<Placemark>{''.join(one.pieces)}</Placemark>" for one in found)
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    return f"{head}<Document>{marks}</Document></kml>".encode()
