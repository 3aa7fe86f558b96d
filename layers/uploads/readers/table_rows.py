"""The rows of a table with coordinates, whatever file it is in; every cell is a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import PurePath

import shapely
from shapely.geometry.base import BaseGeometry

from ...errors import Problem, shown
from ..checks import crs
from ..problems import numbered, ranges
from ..verdict import Asked, Limits, RawFeature, RawLayer, Refused
from . import positions, wkt
from .coordinate_columns import SAMPLE, Columns, columns_of

WELL_KNOWN = "WKT, such as POINT (130.5 42.5); a ring of a polygon ends where it begins"
ONE_PLACE = "latitude and longitude in degrees, WKT, GeoJSON, UTM with its zone, or MGRS"
LOST = "a decimal mark: {} has lost its own; format the column as text and export it again"
METRES = 20_100_000  # no position of any CRS in use has more of them

Record = tuple[int, list[str]]  # the line that it begins in, from 1, and its cells


def layer_of(
    delimiter: str,
    header: list[str],
    rows: Iterator[Record],
    name: str,
    asked: Asked,
    limits: Limits,
) -> RawLayer:
    """The layer that rows below a header make. Raises Refused, with the first rows."""
    begun = list(islice(rows, SAMPLE))
    first = [row for _, row in begun]
    columns = columns_of(header, first, asked, name)
    reading = _Rows(name, limits, delimiter, columns)
    reading.said += columns.said
    cells = 0
    table = columns.table(first)
    try:
        for record in chain(begun, rows):
            cells += len(record[1])
            if cells > (most := limits.values + 2 * limits.rows):  # and the coordinates
                expected = f"at most {limits.values:,} in a file: leave out columns or rows"
                raise Refused(Problem(name, "", "attributes", f"over {most:,} cells", expected))
            reading.take(record)
        reading.look_for_shifted(len(header))
        reading.look_for_marks()
        reading.look_for_sides()
        features = reading.features()
    except Refused as refused:
        raise Refused(*refused.problems, table=table) from None
    named = reading.srid or (crs.DEGREES if columns.degrees or reading.paired else None)
    said, dropped = tuple(reading.said), tuple(reading.dropped)
    return RawLayer(PurePath(name).stem, features, named, said, dropped, table)


class _Rows:
    """The rows taken so far, and what was said of them."""

    def __init__(self, file: str, limits: Limits, delimiter: str, columns: Columns) -> None:
        self.file, self.limits = file, limits
        self.said: list[Problem] = []
        self.dropped: list[int] = []
        self.srid: str | None = None
        self.paired = False  # two numbers in a cell: they are degrees
        self._delimiter, self._columns = delimiter, columns
        self._word = "line" if delimiter else "row"  # of a sheet
        self._taken: list[tuple[int, dict[str, str]]] = []
        self._at: list[tuple[float, float]] = []
        self._wkt: list[str] = []
        self._whole = True  # no coordinate so far has decimals
        self._lengths: set[int] = set()
        # By column and decimal mark, the lines that have it and the first cell.
        self._marks: dict[tuple[int, str], tuple[list[int], str]] = {}

    def take(self, record: Record) -> None:
        """Take a row, or say why not."""
        line, cells = record
        columns = self._columns
        while len(cells) > len(columns.names) and not cells[-1].strip():
            cells.pop()  # a delimiter more at the end of a line
        self._lengths.add(len(cells))
        if (number := len(cells)) != (needed := len(columns.names)):
            self._drop(line, "cells", f"{number}", f"{needed}, as the first line has")
        elif columns.one is not None:
            self._take_one(line, cells, cells[columns.one].strip())
        else:
            self._take_two(line, cells, [cells[at].strip() for at in columns.taken])

    def _take_one(self, line: int, cells: list[str], text: str) -> None:
        """Take a row whose place is in one cell."""
        first = self._columns.longitude_first
        if not positions.is_geometry(text) and (found := positions.pair(text, first)):
            self.paired = True
            text = f"POINT ({found[0]!r} {found[1]!r})"
        self._wkt.append(text)
        self._taken.append((line, self._columns.properties(cells)))

    def _take_two(self, line: int, cells: list[str], written: list[str]) -> None:
        """Take a row with x and y, or say why not."""
        columns, numbers = self._columns, []
        for axis, at, one in zip("xy", columns.taken, written, strict=True):
            if positions.NUMBER.fullmatch(one):
                numbers.append(float(one.replace(",", ".").replace("−", "-")))
                if mark := re.search("[.,]", one):
                    self._marks.setdefault((at, mark[0]), ([], one))[0].append(line)
            elif (found := positions.angle(one)) and found[1] in ("", axis):
                numbers.append(found[0])
            else:
                expected = "a number in degrees, such as 42.5" if one else "a coordinate"
                if re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3}){2,}", one):
                    expected = LOST.format("it")
                self._drop(line, columns.names[at], shown(one), expected)
                return
        self._whole &= not re.search("[.,]", "".join(written))
        self._at.append((numbers[0], numbers[1]))
        self._taken.append((line, columns.properties(cells)))

    def look_for_shifted(self, columns: int) -> None:
        """Recognise decimal commas among commas, which move all that follows. Raises Refused.

        And decimal marks that are lost, which leave numbers that no CRS has.
        """
        far = [line for (line, _), at in zip(self._taken, self._at) if max(map(abs, at)) > METRES]  # noqa: B905
        if self._whole and self._columns.degrees and 2 * len(far) > len(self._at):
            x, y = self._at[0]
            record, value = f"{self._word}{'s' * (len(far) > 1)} {ranges(far)}", f"{y:.0f}, {x:.0f}"
            problem = Problem(self.file, record, "coordinates", value, LOST.format("each of them"))
            raise Refused(problem)
        if self._delimiter != ",":
            return
        expected = "decimal points; or semicolons between the columns, or quotation marks"
        if self._columns.one is None and self._lengths and min(self._lengths) == columns + 2:
            value = f"{columns + 2} instead of {columns}: decimal commas among commas"
            raise Refused(Problem(self.file, "", "cells", value, expected))
        if len(self._at) > 1 and self._whole and any(x or y for x, y in self._at):
            value = "whole numbers only: decimal commas among commas?"
            self.said.append(Problem(self.file, "", "coordinates", value, expected))

    def look_for_marks(self) -> None:
        """Refuse a column with points and commas: nobody can tell what a comma there means."""
        for at in (self._columns.x, self._columns.y):
            found = [self._marks.get((at, mark)) for mark in ",."]
            if None in found:
                continue
            few, many = sorted((one for one in found if one), key=lambda one: len(one[0]))
            record = f"{self._word}{'s' * (len(few[0]) > 1)} {ranges(few[0])}"
            expected = f"one decimal mark in a column: others are like {many[1]}"
            raise Refused(Problem(self.file, record, self._columns.names[at], few[1], expected))

    def look_for_sides(self) -> None:
        """Refuse coordinates whose S or W stands in a column of its own, and not in their sign."""
        for name in self._taken[0][1] if self._at else ():
            for axis, plus, minus in ((0, "E", "W"), (1, "N", "S")):
                cells = (row[name].strip().upper() for _, row in self._taken)
                if not all(cell in (plus, minus, "") for cell in cells):
                    continue
                for (line, row), at in zip(self._taken, self._at, strict=True):
                    if row[name].strip().upper() == minus and at[axis] > 0:
                        expected = (
                            f"a minus before each coordinate that is {minus}, and no such column; "
                            "or words instead of letters, should it be about something else"
                        )
                        raise Refused(
                            Problem(self.file, f"{self._word} {line}", name, minus, expected)
                        )

    def features(self) -> tuple[RawFeature, ...]:
        """Those that were taken. Raises Refused when there was no row at all."""
        if not self._taken and not self.dropped:
            raise Refused(Problem(self.file, "", "rows", "", "at least one below the first line"))
        if self._columns.one is None:
            made: Sequence[BaseGeometry | None] = list(shapely.points(self._at)) if self._at else []
        else:
            self.srid, made = wkt.geometries(self._wkt, self.file, self.limits)
        found = []
        for (line, properties), geometry, text in zip(
            self._taken, made, self._wkt or [""] * len(self._taken), strict=True
        ):
            if geometry is None:
                expected = _wanted(text)
                self._drop(line, self._columns.names[self._columns.one or 0], shown(text), expected)
            else:
                found.append(RawFeature(line, geometry, properties))
        return tuple(found)

    def _drop(self, line: int, field: str, value: str, expected: str) -> None:
        self.said.append(numbered(self.file, self._word, line, field, value, expected))
        self.dropped.append(line)


def _wanted(text: str) -> str:
    """The right content for a cell that is no WKT."""
    if re.fullmatch(r"0[01][0-9A-Fa-f]{16,}", text):
        return "WKT; this is WKB: export the column as text, with ST_AsText in PostGIS"
    if not text:
        return "a geometry"
    return WELL_KNOWN if re.match("[A-Za-z]{4}", text) else ONE_PLACE
