"""Geometries of an uploaded GeoJSON file: checked one by one, made all at once."""

from __future__ import annotations

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
from ...story.geojson import (
    DEPTH,
    MIN_POSITIONS,
    NUMBERS,
    lines_of,
    ordinates_fault,
    positions_of,
)
from ..verdict import Limits, Refused

COLLECTION = "GeometryCollection"
MOST_ORDINATES = 4  # a height and a measure, which are left out
FLAT = "two ordinates: what is beyond them was left out"
HEIGHT = "a height that is a number: it was left out, as all are"
CLOSED = "an end where it began: it was closed"
UNNESTED = "one GeometryCollection: those within it were taken apart"

Note = tuple[str, str, str]  # field, value, what would be right


class Fault(Exception):
    """The first mistake in a feature: field, value, what would be right."""

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
        """The coordinates of a kind as nested lists of [x, y]: `raw` itself, set right in place."""
        for where, line, depth in lines_of(raw, DEPTH[kind], path):
            if depth and (not isinstance(line, list) or not line):
                lists = "lists of " * (depth > 1)
                raise Fault(where, line, f"a list of {lists}positions, not empty")
            self._line(line if depth else [line], depth, kind, where, notes)
        return raw

    def _count(self, vertices: int) -> None:
        """Add to the vertices of the file. Raises Refused at the limit."""
        self._vertices += vertices
        if self._vertices > (most := self.limits.vertices):
            raise Refused(
                Problem(self.file, "", "vertices", f"over {most:,}", f"at most {most:,} in a file")
            )

    def _line(
        self, line: list[Any], depth: int, kind: str, path: str, notes: dict[str, Note]
    ) -> None:
        """Set positions in a row right, without looking at each of them unless one is wrong."""
        self._count(len(line))
        if not _good(line):
            for where, position in positions_of(line if depth else line[0], depth, path):
                fault = ordinates_fault(position, MOST_ORDINATES)
                if fault and _flat(position):
                    notes[HEIGHT] = (where, shown(position), HEIGHT)
                    del position[2:]
                elif fault:
                    more = ", without quotation marks" * (fault is NUMBERS)
                    raise Fault(where, position, f"{fault}{more}")
        if {*map(len, line)} != {2}:
            if any(any(position[2:]) for position in line):  # heights of 0 are heights of none
                notes[FLAT] = ("coordinates", f"{max(map(len, line))} ordinates", FLAT)
            for position in line:
                del position[2:]
        if "Polygon" in kind and line[0] != line[-1]:
            line.append(line[0])
            notes[CLOSED] = (path, "a ring that is not closed", CLOSED)
        if len(line) < (least := MIN_POSITIONS.get(kind, 1)):
            raise Fault(path, f"{len(line)} positions", f"at least {least} in a {kind}")


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
    """The type that is meant where it is only written otherwise, or all that there are."""
    meant = [one for one in kinds if isinstance(kind, str) and one.lower() == kind.strip().lower()]
    return f"must be {meant[0]}" if meant else f"must be one of {', '.join(kinds)}"


def _good(line: list[Any]) -> bool:
    """True where all are positions of finite numbers: asked of all at once, which is quick."""
    if {*map(type, line)} != {list} or not {*map(len, line)} <= {2, 3, MOST_ORDINATES}:
        return False
    return ordinates_fault([*chain.from_iterable(line)], MOST_ORDINATES * len(line)) is None


def _flat(position: Any) -> bool:
    """True where only what is beyond longitude and latitude is wrong."""
    most = MOST_ORDINATES
    known = isinstance(position, list) and 2 < len(position) <= most
    return known and ordinates_fault(position[:2]) is None


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
