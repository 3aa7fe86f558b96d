"""Geometries of a GeoJSON file from their coordinates: checked one by one, made all at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry

from ...errors import Problem, shown
from ...story.geojson import DEPTH, MIN_POSITIONS
from ..verdict import Limits, Refused

COLLECTION = "GeometryCollection"
POSITION = "a position is [longitude, latitude], two numbers"
FLAT = "two ordinates: what is beyond them was left out"
CLOSED = "an end where it began: it was closed"
UNNESTED = "one GeometryCollection: those within it were taken apart"

Note = tuple[str, str, str]  # field, value, what would be right


class Fault(Exception):
    """What is wrong with a geometry, first mistake first: field, value, what would be right."""

    def __init__(self, where: str, value: object, expected: str) -> None:
        super().__init__(expected)
        self.note: Note = (where, shown(value), expected)


@dataclass
class Geometries:
    """Geometries that were checked, waiting to be made.

    `take` checks one; `made` makes all that were taken, in their order, as x and y.
    """

    file: str
    limits: Limits
    _parts: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in DEPTH})
    _plans: list[tuple[bool, list[tuple[str, int]]]] = field(default_factory=list)
    _vertices: int = 0
    _pieces: int = 0

    def take(self, geometry: dict[str, Any]) -> list[Note]:
        """Take a geometry, and say what was altered. Raises Fault; Refused at the limit."""
        notes: dict[str, Note] = {}
        taken = [
            (kind, self._checked(kind, raw, path, notes))
            for kind, raw, path in _primitives(geometry, "", notes)
        ]
        self._pieces += sum(len(c) if kind.startswith("Multi") else 1 for kind, c in taken)
        if self._pieces > (most := self.limits.parts):
            problem = (self.file, "", "parts", f"over {most:,}", f"at most {most:,} in a file")
            raise Refused(Problem(*problem))
        plan = []
        for kind, coordinates in taken:
            plan.append((kind, len(self._parts[kind])))
            self._parts[kind].append(coordinates)
        self._plans.append((geometry["type"] == COLLECTION, plan))
        return list(notes.values())

    def made(self) -> list[BaseGeometry]:
        """A shapely geometry each."""
        made = {kind: _made(kind, parts) for kind, parts in self._parts.items() if parts}
        return [
            shapely.geometrycollections([made[kind][at] for kind, at in plan])
            if collected
            else made[plan[0][0]][plan[0][1]]
            for collected, plan in self._plans
        ]

    def _checked(self, kind: str, raw: Any, path: str, notes: dict[str, Note]) -> Any:
        """Coordinates of a kind as lists of [x, y], nested as they were."""

        def within(value: Any, depth: int, path: str) -> Any:
            if depth == 0:
                return self._line([value], kind, path, notes)[0]
            if not isinstance(value, list) or not value:
                raise Fault(path, value, "a list of positions, not empty" if depth == 1 else
                            "a list of lists of positions, not empty")  # fmt: skip
            if depth == 1:
                return self._line(value, kind, path, notes)
            return [within(one, depth - 1, f"{path}[{i}]") for i, one in enumerate(value)]

        if self._right(kind, raw):
            return raw
        return within(raw, DEPTH[kind], path)

    def _right(self, kind: str, raw: Any) -> bool:
        """Whether coordinates are as they should be: asked of all at once, which is quick."""
        lines = [raw]
        for _ in range(DEPTH[kind] - 1):
            if {*map(type, lines)} != {list} or not all(lines):
                return False
            lines = list(chain.from_iterable(lines))
        if DEPTH[kind] == 0:
            lines = [lines]
        if {*map(type, lines)} != {list} or not all(lines):
            return False
        positions = list(chain.from_iterable(lines))
        if not _good(positions) or {*map(len, positions)} != {2}:
            return False
        if min(map(len, lines)) < MIN_POSITIONS.get(kind, 1):
            return False
        if "Polygon" in kind and any(line[0] != line[-1] for line in lines):
            return False
        self._count(len(positions))
        return True

    def _count(self, vertices: int) -> None:
        """Add to the vertices of the file. Raises Refused at the limit."""
        self._vertices += vertices
        if self._vertices > (most := self.limits.vertices):
            raise Refused(
                Problem(self.file, "", "vertices", f"over {most:,}", f"at most {most:,} in a file")
            )

    def _line(self, line: list[Any], kind: str, path: str, notes: dict[str, Note]) -> list[Any]:
        """Positions in a row, checked without looking at each of them unless one is wrong."""
        self._count(len(line))
        if not _good(line):
            for number, position in enumerate(line):
                if not _good([position]):
                    where = path if kind == "Point" else f"{path}[{number}]"
                    raise Fault(where, position, _expected(position))
        if {*map(len, line)} != {2}:
            longest = max(map(len, line))
            if any(any(position[2:]) for position in line):  # heights of 0 are heights of none
                notes[FLAT] = ("coordinates", f"{longest} ordinates", FLAT)
            line = [position[:2] for position in line]
        if "Polygon" in kind and line[0] != line[-1]:
            line = [*line, line[0]]
            notes[CLOSED] = (path, "a ring that is not closed", CLOSED)
        if len(line) < (least := MIN_POSITIONS.get(kind, 1)):
            raise Fault(path, f"{len(line)} positions", f"at least {least} in a {kind}")
        return line


def _primitives(geometry: Any, path: str, notes: dict[str, Note]) -> Iterator[tuple[str, Any, str]]:
    """Kind, coordinates and their path of a geometry, or of each in a collection."""
    where = path or "geometry"
    if not isinstance(geometry, dict):
        raise Fault(where, geometry, "an object with type and coordinates")
    kind = geometry.get("type")
    if kind == COLLECTION:
        inner = geometry.get("geometries")
        if not isinstance(inner, list) or not inner:
            raise Fault(f"{path}geometries", inner, "a list of geometries, not empty")
        if path:
            notes[UNNESTED] = ("geometry", "nested collections", UNNESTED)
        for number, one in enumerate(inner):
            yield from _primitives(one, f"{path}geometries[{number}].", notes)
    elif isinstance(kind, str) and kind in DEPTH:
        yield kind, geometry.get("coordinates"), f"{path}coordinates"
    else:
        raise Fault(f"{path}type", kind, kind_expected(kind, (*DEPTH, COLLECTION)))


def kind_expected(kind: Any, kinds: Sequence[str]) -> str:
    """What a type must be: the one that is meant, where it is only written otherwise."""
    meant = [one for one in kinds if isinstance(kind, str) and one.lower() == kind.strip().lower()]
    return f"must be {meant[0]}" if meant else f"must be one of {', '.join(kinds)}"


def _good(line: list[Any]) -> bool:
    """Whether all are positions of finite numbers: asked of all at once, which is quick."""
    if {*map(type, line)} != {list} or not {*map(len, line)} <= {2, 3, 4}:
        return False
    numbers = list(chain.from_iterable(line))
    if not {*map(type, numbers)} <= {int, float}:  # not bool, which is an int to isinstance
        return False
    try:
        return all(map(math.isfinite, numbers))
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _expected(position: Any) -> str:
    if not isinstance(position, list) or not 2 <= len(position) <= 4:
        return POSITION
    if not {*map(type, position)} <= {int, float}:
        return "longitude and latitude must be numbers, without quotation marks"
    return "longitude and latitude must be finite"


def _made(kind: str, parts: list[Any]) -> NDArray[np.object_]:
    """Geometries of one kind from their coordinates."""
    offsets: list[NDArray[np.int64]] = []
    for _ in range(DEPTH[kind]):
        offsets.insert(0, np.concatenate([[0], np.cumsum([*map(len, parts)])]))
        parts = list(chain.from_iterable(parts))
    made: NDArray[np.object_] = shapely.from_ragged_array(
        GeometryType[kind.upper()], np.array(parts, np.float64), tuple(offsets) or None
    )
    return made
