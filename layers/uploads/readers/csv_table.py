"""CSV with coordinates; every cell is a text and stays as it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from ...errors import Problem
from ..verdict import Asked, Limits, RawLayer, Refused
from . import encoding
from .coordinate_columns import names_coordinates
from .table_rows import Record, layer_of

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def read(content: bytes, name: str, asked: Asked, limits: Limits) -> RawLayer:
    """The rows of a CSV file with coordinates, numbered by the lines that they begin in.

    x and y are as written, in degrees where the columns are called so. Rows that cannot be taken
    are named in `warnings`. Raises Refused when the file as a whole cannot be read.
    """
    if asked.encoding:
        found = encoding.chosen(content, asked.encoding, name)
    else:
        found = encoding.marked(content, name) or encoding.settled(
            content, (), name, encoding.TABLE_AGAIN
        )
    if "\0" in found.text:
        expected = f"text; should it be UTF-16, {encoding.TABLE_AGAIN}"
        raise Refused(Problem(name, "", "", "NUL bytes in it", expected))
    delimiter, header, rows = _table(found.text, name, limits)
    layer = layer_of(delimiter, header, rows, name, asked, limits)
    notes = tuple(Problem(name, "", *note) for note in found.notes)
    return replace(layer, warnings=(*notes, *layer.warnings))


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
    best = max(firsts, key=lambda one: (names_coordinates(firsts[one]), *_parted(firsts[one])))
    if (number := len(firsts[best])) > limits.columns:
        most = f"at most {limits.columns}"
        raise Refused(Problem(name, "", "columns", f"{number:,}", most))
    rows = _records(text, best, skipped, name, limits)
    next(rows, None)  # there is none where the first line is empty
    return best, firsts[best], rows


def _parted(header: list[str]) -> tuple[bool, int]:
    """A first line as well parted as this: no other delimiter is left in a name; many names."""
    return not any(other in cell for cell in header for other in ";\t|"), len(header)


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
