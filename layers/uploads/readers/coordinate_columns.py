"""The columns of a table that hold its coordinates: asked for, or by what they are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import Problem, shown
from ..guesses import guesses
from ..verdict import Asked, Refused, Table
from .positions import is_geometry, pair

EXPECTED = (
    "a column lat and a column lon, or one named WKT; the first line names the columns; or choose "
    "which hold the coordinates"
)
SAMPLE = 20  # rows by which it is seen that a column holds places


@dataclass(frozen=True)
class Columns:
    """The names of a table's columns, each once, and the places of those with coordinates."""

    names: tuple[str, ...]
    x: int = -1
    y: int = -1
    one: int | None = None  # the column that has all of a place
    degrees: bool = False  # by their names
    said: tuple[Problem, ...] = ()
    longitude_first: bool = False  # of two numbers in a cell

    @property
    def taken(self) -> tuple[int, ...]:
        """The places of the columns that have coordinates."""
        return (self.x, self.y) if self.one is None else (self.one,)

    @property
    def found(self) -> bool:
        """True where there are coordinates."""
        return self.taken[0] >= 0

    def table(self, rows: Sequence[Sequence[str]]) -> Table:
        """The columns and first rows, as a reader is shown them who may choose others."""
        x, y = (self.names[at] if at >= 0 else "" for at in (*self.taken, -1)[:2])
        return Table(self.names, x, y, tuple(tuple(c[:60] for c in row) for row in rows[:5]))

    def properties(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row that are no coordinates, by their columns' names."""
        taken = self.taken
        return {name: cells[at] for at, name in enumerate(self.names) if at not in taken}


def names_coordinates(header: Sequence[str]) -> bool:
    """True for a first line in which columns of coordinates are named."""
    plain = ["".join(_words(cell)) for cell in header]
    return _pair(header, plain)[0] >= 0 or any(one in guesses("columns")["wkt"] for one in plain)


def columns_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], asked: Asked, file: str
) -> Columns:
    """The columns that are asked for, that a first line names, or whose cells are all places.

    Raises Refused where there are none, or more than one of a name.
    """
    names, said = _each_once(header, file)
    plain = ["".join(_words(cell)) for cell in header]
    if asked.x:
        x = _asked(asked.x, names, rows, file)
        if not asked.y:
            first = _longitude_first(names[x], [row[x] for row in rows if x < len(row)])
            return Columns(names, one=x, said=said, longitude_first=first)
        return Columns(names, x, _asked(asked.y, names, rows, file), said=said)
    x, y, degrees = _pair(header, plain)
    one = _one(plain, rows) if x < 0 else None
    found = Columns(names, x, y, one, degrees, said)
    if not found.found:
        named = ", ".join(shown(cell.strip(), 30) for cell in header[:12])
        raise Refused(Problem(file, "", "columns", named, EXPECTED), table=found.table(rows))
    for at in found.taken:
        if plain.count(plain[at]) > 1:
            value = f"{plain.count(plain[at])} columns {shown(header[at].strip(), 30)}"
            problem = Problem(file, "", "columns", value, "one: choose which, or rename the others")
            raise Refused(problem, table=found.table(rows))
    if one is not None:
        cells = [row[one] for row in rows if one < len(row)]
        found = replace(found, longitude_first=_longitude_first(names[one], cells))
    return replace(found, said=(*said, *_rivals(header, plain, found, file)))


def _asked(name: str, names: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> int:
    if name in names:
        return names.index(name)
    expected = f"one that the file has: {', '.join(shown(one, 30) for one in names[:12])}"
    table = Columns(tuple(names)).table(rows)
    raise Refused(Problem(file, "", "column", shown(name, 40), expected), table=table)


def _one(plain: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column that has all of a place: by its name, or as its first cells show."""
    for at in range(len(plain)):
        cells = [row[at].strip() for row in rows[:SAMPLE] if at < len(row) and row[at].strip()]
        if cells and all(is_geometry(cell) or pair(cell, False) for cell in cells):
            return at
    return next((plain.index(name) for name in guesses("columns")["wkt"] if name in plain), None)


def _longitude_first(name: str, cells: Sequence[str]) -> bool:
    """True where a column's name, or a first number that is no latitude, says so."""
    plain = "".join(_words(name))
    if any(one in plain for one in guesses("columns")["longitude_first"]):
        return True
    return any((found := pair(cell, False)) and abs(found[1]) > 90 for cell in cells)


def _rivals(
    header: Sequence[str], plain: Sequence[str], found: Columns, file: str
) -> Iterator[Problem]:
    """Columns that seem to have coordinates as well as those that are taken."""
    rules = guesses("columns")
    words = [*rules["wkt"], *(rules["latitude"] + rules["longitude"] if found.degrees else ())]
    used = ", ".join(shown(header[at].strip(), 30) for at in found.taken)
    for at, name in enumerate(plain):
        if name in words and name not in rules["doubtful"] and at not in found.taken:
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


def _pair(header: Sequence[str], plain: Sequence[str]) -> tuple[int, int, bool]:
    """The places of x and y, or -1 twice, and whether they are degrees by their names.

    Of several pairs that whose names say the least besides, and both the same.
    """
    rules = guesses("columns")
    lats, lons = ([(at, found) for at, cell in enumerate(header) if (found := _rest(cell, axis))]
                  for axis in ("latitude", "longitude"))  # fmt: skip
    best = min(
        ((len(a[1]) + len(b[1]) + 9 * (a[1] != b[1]), y, x) for y, a in lats for x, b in lons),
        default=None,
    )
    if best:
        return best[2], best[1], True
    for x, y in rules["plain"]:
        if x in plain and y in plain:
            return plain.index(x), plain.index(y), False
    return -1, -1, False


def _rest(cell: str, axis: str) -> tuple[str, list[str]] | None:
    """The words beside that for an axis in a column's name, those left out that say nothing."""
    rules = guesses("columns")
    words = _words(cell)
    for at, word in enumerate(words):
        for name in rules[axis]:
            # A short one only by itself: "flat" and "belong" are about something else.
            inside = word == name or (name in word and (len(name) > 7 or name > "\u2e80"))
            short = word.removesuffix(name) if name in ("lat", "lon", "lng", "long") else ""
            if inside or (short != word and short in rules["beside"]):
                rest = [
                    one for one in (*words[:at], *words[at + 1 :]) if one not in rules["beside"]
                ]
                return name, rest
    return None


def _words(cell: str) -> list[str]:
    """The words of a column's name: "decimalLatitude", "LAT_WGS84", "Широта, град."."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", cell))
    return re.findall(r"@?[^\W_]+", name.casefold())
