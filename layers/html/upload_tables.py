"""HTML of a reader's own layers: the verdict on a file, and its attributes in a table."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..uploads.verdict import LIMITS, OwnFeature, OwnLayer, Table, Verdict, word_of
from .gate import html
from .tables import ROWS

# A day, as programs write it or as people do.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)|(\d\d)[./](\d\d)[./](\d{4})(?!\d)")
COLUMNS = 12  # of a table on the page; a popup has all


def verdict_list(verdict: Verdict, named: bool = False) -> Markup:
    """The verdict in words, with the layer's name where one of several, and all that is said."""
    return html("verdict.html", verdict=verdict, named=named)


def first_rows(table: Table) -> Markup:
    """The first rows of a file of columns, those that hold the coordinates marked."""
    return html("first_rows.html", table=table)


@dataclass(frozen=True)
class Filter:
    """A reader's choice in a layer's table: words, days, the column that sorts it, the page."""

    search: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""  # a column; after a minus, the other way round
    page: str = ""

    @property
    def number(self) -> int:
        """The number of the page, from 0."""
        return int(self.page) if self.page.isdecimal() and len(self.page) < 6 else 0


@dataclass(frozen=True)
class OwnTable:
    """A layer as its table has it: `rows` are number, kind of geometry and a cell a column."""

    name: str
    kind: str  # of its widest geometry
    word: str  # what the numbers count in the file
    features: int
    columns: list[str]
    more_columns: int
    cut: bool  # whether some values are longer than the table has them
    rows: list[tuple[int, str, list[str]]]
    found: int = 0  # features that the filter leaves
    day: str = ""  # the column with dates


def own_table(
    layer: OwnLayer, rows: int, letters: int = LIMITS.value_letters, by: Filter | None = None
) -> OwnTable:
    """A page of a layer's rows, its first attributes as columns, values of at most `letters`."""
    names = list(dict.fromkeys(n for one in layer.features[:ROWS] for n, _ in one.properties))
    day = _day_column(layer, names)
    left = layer.features if by is None else _left(layer, by, day)
    begin = rows * (by.number if by and by.number * rows < len(left) else 0)
    first = left[begin : begin + rows]
    columns, found = names[:COLUMNS], []
    for feature in first:
        values = dict(feature.properties)
        cells = [_cut(values.get(name, ""), letters) for name in columns]
        found.append((feature.number, feature.geometry.geom_type, cells))
    return OwnTable(
        layer.name,
        layer.kind,
        word_of(layer),
        len(layer.features),
        columns,
        len(names) - len(columns),
        any(len(value) > letters for feature in first for _, value in feature.properties),
        found,
        len(left),
        day,
    )


def _left(layer: OwnLayer, by: Filter, day: str) -> Sequence[OwnFeature]:
    """The features that a filter leaves, in its order; they are unpacked only for that."""
    if not (by.search or by.sort or by.since or by.until):
        return layer.features
    words = by.search.casefold().split()
    found = [
        (one, dict(one.properties))
        for one in layer.features
        if not words or all(w in " ".join(v for _, v in one.properties).casefold() for w in words)
    ]
    if day and (by.since or by.until):
        until = by.until or "9999"
        found = [(one, row) for one, row in found if by.since <= _day(row.get(day, "")) <= until]
    if column := by.sort.removeprefix("-"):
        there = [pair for pair in found if pair[1].get(column)]
        there.sort(key=lambda pair: _order(pair[1][column]), reverse=by.sort.startswith("-"))
        found = there + [pair for pair in found if not pair[1].get(column)]
    return [one for one, _ in found]


def _order(value: str) -> tuple[bool, float, str]:
    """A place in an order in which numbers come before words."""
    with contextlib.suppress(ValueError):
        if math.isfinite(number := float(value.replace(",", "."))):
            return False, number, ""
    return True, 0.0, value.casefold()


def _day_column(layer: OwnLayer, names: Sequence[str]) -> str:
    """The first column that has days in it; empty where none has."""
    rows = [dict(feature.properties) for feature in layer.features[:ROWS]]
    for name in names:
        values = [row[name] for row in rows if row.get(name)]
        if len(values) > 1 and all(map(_day, values)):
            return name
    return ""


def _day(value: str) -> str:
    """The day that a value begins with, as 2025-04-30; empty for what begins with none."""
    if found := _DAY.match(value):
        return found[0] if found[1] else f"{found[4]}-{found[3]}-{found[2]}"
    return ""


def _cut(value: str, letters: int) -> str:
    return value if len(value) <= letters else f"{value[: letters - 1]}…"


def own_tables(layers: Mapping[str, OwnLayer], filters: Mapping[str, Filter]) -> Markup:
    """A table a layer, by ids: features by number, attributes by name; all as text."""
    tables = [
        (name, by, own_table(layer, ROWS, by=by))
        for name, layer in layers.items()
        for by in [filters.get(name, Filter())]
    ]
    return html("own.html", tables=tables, size=ROWS)
