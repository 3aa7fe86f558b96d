"""The columns of a table that hold its coordinates, by what they are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...errors import Problem, shown
from ..verdict import Refused

# In the order in which they are looked for. x and y can be of any CRS.
LATITUDES = (
    *("lat", "latitude", "latdd", "decimallatitude", "@lat", "gpslat", "gpslatitude", "geolat"),
    *("stoplat", "pointlat", "actiongeolat", "locationlat", "latitudedecimal", "breite"),
    *("breitengrad", "latitud", "latitudine", "szerokość", "szerokosc", "широта", "위도", "纬度"),
    *("緯度", "enlem", "vĩđộ"),
)
LONGITUDES = (
    *("lon", "lng", "long", "longitude", "londd", "decimallongitude", "@lon", "gpslon", "gpslng"),
    *("gpslong", "gpslongitude", "geolon", "geolng", "geolong", "stoplon", "pointlon"),
    *("actiongeolong", "locationlon", "locationlng", "locationlong", "longitudedecimal", "länge"),
    *("laenge", "längengrad", "laengengrad", "longitud", "longitudine", "długość", "dlugosc"),
    *("долгота", "경도", "经度", "經度", "経度", "boylam", "kinhđộ"),
)
PLAIN = (
    ("x", "y"),
    ("easting", "northing"),
    ("xcoord", "ycoord"),
    ("xcoordinate", "ycoordinate"),
    ("pointx", "pointy"),
)
WKT = ("wkt", "geometry", "geom", "thegeom", "wktgeom", "shape")
DEGREES = (*LATITUDES, *LONGITUDES)
DOUBTFUL = {"long", "shape"}  # may be about something else
EXPECTED = "a column lat and a column lon, or one named WKT; the first line names the columns"


@dataclass(frozen=True)
class Columns:
    """The names of a table's columns, each once, and the places of those with coordinates."""

    names: tuple[str, ...]
    x: int = -1
    y: int = -1
    wkt: int | None = None
    degrees: bool = False  # by their names
    said: tuple[Problem, ...] = ()

    @property
    def found(self) -> bool:
        """True where there are coordinates."""
        return self.wkt is not None or self.x >= 0

    def properties(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row that are no coordinates, by their columns' names."""
        return {
            name: cells[at]
            for at, name in enumerate(self.names)
            if at not in (self.x, self.y, self.wkt)
        }


def columns_of(header: Sequence[str], file: str | None = None) -> Columns:
    """The columns that a first line names. With a `file`, raises Refused for what they lack."""
    plain = [_plain(cell) for cell in header]
    x, y, degrees = _pair(plain)
    text = next((plain.index(one) for one in WKT if one in plain), None) if x < 0 else None
    found = Columns(tuple(header), x, y, text, degrees)
    if file is None:
        return found
    if not found.found:
        named = ", ".join(shown(cell.strip(), 30) for cell in header[:12])
        raise Refused(Problem(file, "", "columns", named, EXPECTED))
    for at in (x, y) if text is None else (text,):
        if plain.count(plain[at]) > 1:
            value = f"{plain.count(plain[at])} columns {shown(header[at].strip(), 30)}"
            raise Refused(Problem(file, "", "columns", value, "one: rename the others"))
    names, said = _each_once(header, file)
    return Columns(names, x, y, text, degrees, (*said, *_rivals(header, plain, found, file)))


def _rivals(
    header: Sequence[str], plain: Sequence[str], found: Columns, file: str
) -> Iterator[Problem]:
    """Columns that seem to have coordinates as well as those that are taken."""
    taken = [found.x, found.y] if found.wkt is None else [found.wkt]
    others = {*WKT, *(DEGREES if found.degrees else ())} - DOUBTFUL
    used = ", ".join(shown(header[at].strip(), 30) for at in taken)
    for at, name in enumerate(plain):
        if name in others and at not in taken:
            expected = f"one place for coordinates: {used} was taken, and this kept as a value"
            yield Problem(file, "", "column", shown(header[at].strip(), 40), expected)


def _each_once(header: Sequence[str], file: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Names for the columns, those without one and those of the same name numbered; what was so."""
    names: list[str] = []
    said = []
    for number, cell in enumerate(header, start=1):
        name = cell.strip()
        if not name:
            name = f"column {number}"
            said.append(Problem(file, "", name, "", f'a name: it is called "{name}"'))
        if name in names:
            again = next(
                free for n in range(2, number + 1) if (free := f"{name} ({n})") not in names
            )
            expected = f'each name once: the second is called "{again}"'
            said.append(Problem(file, "", f"column {number}", shown(name, 40), expected))
            name = again
        names.append(name)
    return tuple(names), tuple(said)


def _pair(plain: Sequence[str]) -> tuple[int, int, bool]:
    """The places of x and y, or -1 twice, and whether they are degrees by their names."""
    lat = next((plain.index(one) for one in LATITUDES if one in plain), -1)
    lon = next((plain.index(one) for one in LONGITUDES if one in plain), -1)
    if lat >= 0 and lon >= 0:
        return lon, lat, True
    for x, y in PLAIN:
        if x in plain and y in plain:
            return plain.index(x), plain.index(y), False
    return -1, -1, False


def _plain(cell: str) -> str:
    """A column's name without what varies in it: "Latitude (°)", "LAT_WGS84", "lat"."""
    name = unicodedata.normalize("NFKC", cell).casefold()
    name = re.sub(r"\(.*?\)|\[.*?\]|wgs ?84|deg(?:rees)?\b|°", "", name)
    return re.sub(r"[\s_.\-]+", "", name)
