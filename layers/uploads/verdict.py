"""The verdict on a reader's file, the layers on the way to it, and the limits of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from ..errors import MapError, Problem

FORMS = {
    "geojson": "GeoJSON",
    "geojsonl": "GeoJSON by the line",
    "topojson": "TopoJSON",
    "umap": "uMap",
    "kml": "KML",
    "kmz": "KMZ",
    "gpx": "GPX",
    "gpkg": "GeoPackage",
    "shp": "zipped shapefile",
    "fgb": "FlatGeobuf",
    "parquet": "GeoParquet",
    "xlsx": "Excel workbook",
    "csv": "CSV with coordinates",
}


@dataclass(frozen=True)
class Limits:
    """Limits of a file; a message says which of these it passed."""

    file_bytes: int = 10_000_000
    features: int = 20_000
    vertices: int = 500_000
    parts: int = 100_000  # geometries of one part and parts of others: each takes memory of its own
    ring_vertices: int = 50_000
    repaired_vertices: int = 5_000  # of a geometry whose rings are mended
    properties: int = 200
    values: int = 500_000  # of all attributes together
    name_letters: int = 100
    value_letters: int = 10_000
    depth: int = 32
    members: int = 2_000  # of an archive: photographs are by the hundred
    unpacked_bytes: int = 50_000_000
    ratio: int = 100  # of unpacked to packed bytes
    layers: int = 500  # in one file
    columns: int = 100
    rows: int = 20_000
    session_layers: int = 5
    session_bytes: int = 25_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Asked:
    """A reader's own word on a file, where it is not to be guessed: names as the file has them."""

    layers: tuple[str, ...] = ()  # of several in it
    together: bool = False  # all of these as one
    x: str = ""  # columns with coordinates: longitude or easting, or all of a place
    y: str = ""
    crs: str = ""
    encoding: str = ""


NOTHING = Asked()


@dataclass(frozen=True)
class Table:
    """The first rows of a file of columns, and which of these have the coordinates."""

    columns: tuple[str, ...]
    x: str = ""
    y: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class RawFeature:
    """A feature as a reader of a format found it: its number in the file, from 1.

    `geometry` is None where the file has none; x and y are in the raw layer's CRS. Its values are
    what the format gave: text, numbers, truth values, None, lists, objects.
    """

    number: int
    geometry: BaseGeometry | None
    properties: Mapping[str, Any]
    colour: str = ""


@dataclass(frozen=True)
class RawLayer:
    """The layer that a reader of a format found: nothing in it is trusted yet.

    `crs` is None where the file names none, else anything that pyproj reads (an authority's code,
    WKT); `warnings` is what the reader did to it or left out. Features that the reader could not
    take are named in `warnings` and their numbers in `dropped`.
    """

    name: str
    features: tuple[RawFeature, ...]
    crs: str | None = None
    warnings: tuple[Problem, ...] = ()
    dropped: tuple[int, ...] = ()
    table: Table | None = None
    form: str = ""  # where it is another than the file's
    credit: str = ""


class Refused(MapError):
    """A file is refused: every problem, with what would be right."""

    def __init__(
        self, *problems: Problem, choices: tuple[str, ...] = (), table: Table | None = None
    ) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
        self.choices = choices  # folders or layers, some of which have to be named
        self.table = table


def refused(file: str, record: str, field: str, value: str, expected: str) -> Refused:
    """A refusal for one problem."""
    return Refused(Problem(file, record, field, value, expected))


@dataclass(frozen=True)
class OwnFeature:
    """A feature that may be drawn: EPSG:4326, lon lat, two ordinates, valid; values as text."""

    number: int
    geometry: BaseGeometry
    properties: tuple[tuple[str, str], ...]
    title: str = ""  # its own name, one of the properties
    colour: str = ""  # #rrggbb, as the file gives it


@dataclass(frozen=True, eq=False)
class OwnLayer:
    """A reader's layer that may be drawn. It belongs to one session and stays in it."""

    name: str
    form: str
    crs: str  # what the file was in, before EPSG:4326
    digest: str  # SHA-256 of the file
    features: tuple[OwnFeature, ...]
    bbox: tuple[float, float, float, float]  # west south east north, degrees
    file: str = ""  # its name
    kind: str = ""  # of its widest geometry: area, line or point
    credit: str = ""  # the notice of its source's licence, in the file's own words


@dataclass(frozen=True)
class Verdict:
    """One of three: accepted, accepted with named warnings, refused.

    Features in the file are those drawn and those that `warnings` name as dropped.
    """

    file: str
    layer: OwnLayer | None
    read: int = 0  # features in the file
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    choices: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()
    table: Table | None = None

    @property
    def words(self) -> str:
        """The verdict in words."""
        if self.layer is None:
            return "refused"
        if not self.warnings:
            return "accepted"
        number = len(self.warnings)
        return f"accepted with {number} warning{'s' if number > 1 else ''}"


def word_of(layer: OwnLayer) -> str:
    """The word for what the numbers of a layer's features count in its file."""
    return {"csv": "Line", "xlsx": "Row"}.get(layer.form, "Feature")


def kind_of(features: Iterable[OwnFeature]) -> str:
    """The widest kind of geometry that features have: area, line or point."""
    kinds = " ".join({feature.geometry.geom_type for feature in features})
    wide = (("Poly", "area"), ("Coll", "area"), ("Line", "line"))
    return next((kind for word, kind in wide if word in kinds), "point")
