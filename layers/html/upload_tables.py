"""HTML of a reader's own layers: the verdict on a file, and its attributes in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..uploads.verdict import LIMITS, OwnLayer, Verdict, word_of
from .gate import html
from .tables import ROWS

COLUMNS = 12  # of a table on the page; a popup has all


def verdict_list(verdict: Verdict) -> Markup:
    """The verdict in words, and every warning or problem."""
    return html("verdict.html", verdict=verdict)


@dataclass(frozen=True)
class OwnTable:
    """A layer as its table has it: `rows` are number, kind of geometry and a cell a column."""

    name: str
    word: str  # what the numbers count in the file
    features: int
    columns: list[str]
    more_columns: int
    cut: bool  # whether some values are longer than the table has them
    rows: list[tuple[int, str, list[str]]]


def own_table(layer: OwnLayer, rows: int, letters: int = LIMITS.value_letters) -> OwnTable:
    """The first rows of a layer, its first attributes as columns, values of at most `letters`."""
    first = layer.features[:rows]
    names = list(dict.fromkeys(name for feature in first for name, _ in feature.properties))
    columns, found = names[:COLUMNS], []
    for feature in first:
        values = dict(feature.properties)
        cells = [_cut(values.get(name, ""), letters) for name in columns]
        found.append((feature.number, feature.geometry.geom_type, cells))
    more = len(names) - len(columns)
    cut = any(len(value) > letters for feature in first for _, value in feature.properties)
    return OwnTable(layer.name, word_of(layer), len(layer.features), columns, more, cut, found)


def _cut(value: str, letters: int) -> str:
    return value if len(value) <= letters else f"{value[: letters - 1]}…"


def own_tables(layers: Sequence[OwnLayer], rows: int = ROWS) -> Markup:
    """A table a layer: features by their number in the file, attributes by name; all as text."""
    tables = [own_table(layer, rows) for layer in layers]
    return html("own.html", tables=tables, more=rows + ROWS)
