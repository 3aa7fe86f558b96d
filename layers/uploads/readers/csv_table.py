"""CSV with coordinates; every cell is a text and stays as it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import shapely
from shapely.geometry.base import BaseGeometry

from ...errors import Problem, shown
from ..checks import crs
from ..problems import numbered, ranges
from ..verdict import Limits, RawFeature, RawLayer, Refused
from . import encoding, wkt
from .coordinate_columns import Columns, columns_of

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NUMBER = re.compile(r"[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)

WELL_KNOWN = "WKT, such as POINT (130.5 42.5); a ring of a polygon ends where it begins"

Record = tuple[int, list[str]]  # the line that it begins in, from 1, and its cells


def read(content: bytes, name: str, limits: Limits) -> RawLayer:
    """The rows of a CSV file with coordinates, numbered by the lines that they begin in.

    x and y are as written, in degrees where the columns are called so. Rows that cannot be taken
    are named in `warnings`. Raises Refused when the file as a whole cannot be read.
    """
    text, codec = encoding.guessed(content, name)
    if "\0" in text:
        expected = f"text; should it be UTF-16, {encoding.TABLE_AGAIN}"
        raise Refused(Problem(name, "", "", "NUL bytes in it", expected))
    delimiter, header, rows = _table(text, name, limits)
    columns = columns_of(header, name)
    reading = _Rows(name, limits, delimiter, columns)
    if codec == "Windows-1252":
        expected = f"UTF-8: letters with accents may be others; if so, {encoding.TABLE_AGAIN}"
        reading.said.append(Problem(name, "", "encoding", f"taken as {codec}", expected))
    reading.said += columns.said
    cells = 0
    for record in rows:
        cells += len(record[1])
        if cells > (most := limits.values + 2 * limits.rows):  # and the coordinates
            expected = f"at most {limits.values:,} in a file: leave out columns or rows"
            raise Refused(Problem(name, "", "attributes", f"over {most:,} cells", expected))
        reading.take(record)
    reading.look_for_shifted(len(header))
    reading.look_for_marks()
    reading.look_for_sides()
    features = reading.features()
    named = reading.srid or (crs.DEGREES if columns.degrees else None)
    return RawLayer(
        PurePath(name).stem, features, named, tuple(reading.said), tuple(reading.dropped)
    )


class _Rows:
    """The rows taken so far, and what was said of them."""

    def __init__(self, file: str, limits: Limits, delimiter: str, columns: Columns) -> None:
        self.file, self.limits = file, limits
        self.said: list[Problem] = []
        self.dropped: list[int] = []
        self.srid: str | None = None
        self._delimiter, self._columns = delimiter, columns
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
        elif columns.wkt is not None:
            self._wkt.append(cells[columns.wkt].strip())
            self._taken.append((line, columns.properties(cells)))
        else:
            written = [cells[at].strip() for at in (columns.x, columns.y)]
            for at, one in zip((columns.x, columns.y), written, strict=True):
                if not _NUMBER.fullmatch(one):
                    expected = "a number in degrees, such as 42.5" if one else "a coordinate"
                    self._drop(line, columns.names[at], shown(one), expected)
                    return
            self._whole &= not re.search("[.,]", "".join(written))
            for at, one in zip((columns.x, columns.y), written, strict=True):
                if mark := re.search("[.,]", one):
                    self._marks.setdefault((at, mark[0]), ([], one))[0].append(line)
            x, y = (float(one.replace(",", ".").replace("−", "-")) for one in written)
            self._at.append((x, y))
            self._taken.append((line, columns.properties(cells)))

    def look_for_shifted(self, columns: int) -> None:
        """Recognise decimal commas among commas, which move all that follows. Raises Refused."""
        if self._delimiter != ",":
            return
        expected = "decimal points; or semicolons between the columns, or quotation marks"
        if self._columns.wkt is None and self._lengths and min(self._lengths) == columns + 2:
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
            record = f"line{'s' * (len(few[0]) > 1)} {ranges(few[0])}"
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
                        raise Refused(Problem(self.file, f"line {line}", name, minus, expected))

    def features(self) -> tuple[RawFeature, ...]:
        """Those that were taken. Raises Refused when there was no row at all."""
        if not self._taken and not self.dropped:
            raise Refused(Problem(self.file, "", "rows", "", "at least one below the first line"))
        if self._columns.wkt is None:
            made: Sequence[BaseGeometry | None] = list(shapely.points(self._at)) if self._at else []
        else:
            self.srid, made = wkt.geometries(self._wkt, self.file, self.limits)
        found = []
        for (line, properties), geometry, text in zip(
            self._taken, made, self._wkt or [""] * len(self._taken), strict=True
        ):
            if geometry is None:
                expected = _wanted(text)
                self._drop(line, self._columns.names[self._columns.wkt or 0], shown(text), expected)
            else:
                found.append(RawFeature(line, geometry, properties))
        return tuple(found)

    def _drop(self, line: int, field: str, value: str, expected: str) -> None:
        self.said.append(numbered(self.file, "line", line, field, value, expected))
        self.dropped.append(line)


def _wanted(text: str) -> str:
    """The right content for a cell that is no WKT."""
    if re.fullmatch(r"0[01][0-9A-Fa-f]{16,}", text):
        return "WKT; this is WKB: export the column as text, with ST_AsText in PostGIS"
    return WELL_KNOWN if text else "a geometry"


def _table(text: str, name: str, limits: Limits) -> tuple[str, list[str], Iterator[Record]]:
    """The delimiter, the first line's cells, and the rows below. Raises Refused."""
    skipped = 0
    said = re.match(r"sep=(.)\r?\n?", text, re.IGNORECASE)
    if said:  # as Excel has it
        text, skipped = text[said.end() :], 1
    delimiters = [said[1]] if said and said[1] in DELIMITERS else list(DELIMITERS)
    firsts = {}
    for delimiter in delimiters:
        records = _records(text, delimiter, skipped, name, limits)
        try:
            firsts[delimiter] = next(records, (0, []))[1]
        except Refused:
            if len(delimiters) == 1 or (delimiter == delimiters[-1] and not firsts):
                raise
    if not any(firsts.values()):
        raise Refused(Problem(name, "", "", "", "a CSV file with a first line: this one is empty"))
    best = max(firsts, key=lambda one: (columns_of(firsts[one]).found, len(firsts[one])))
    if (number := len(firsts[best])) > limits.columns:
        most = f"at most {limits.columns}"
        raise Refused(Problem(name, "", "columns", f"{number:,}", most))
    rows = _records(text, best, skipped, name, limits)
    next(rows)
    return best, firsts[best], rows


def _records(
    text: str, delimiter: str, skipped: int, name: str, limits: Limits
) -> Iterator[Record]:
    """Lines with anything in them, as cells. Raises Refused where quotation goes wrong."""
    # What a cell may be, not this: the file is no longer, and a polygon is a long one.
    csv.field_size_limit(limits.file_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader, None)
        except csv.Error as error:
            what, expected = str(error), "quotation marks in pairs; one within a cell is doubled"
            raise Refused(Problem(name, f"line {line}", "quotation", what, expected)) from error
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > limits.rows + 1:
            most = f"at most {limits.rows:,} below the first line"
            raise Refused(Problem(name, "", "rows", f"over {limits.rows:,}", most))
        yield line, cells
