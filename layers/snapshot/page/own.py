"""A reader's own layers in a page: the data that the map draws, and a table of each."""

from __future__ import annotations

from dataclasses import dataclass

from layers.own.verdict import OwnLayer
from layers.snapshot.own import fitting, text_bytes
from layers.snapshot.view import Snapshot
from layers.webmap.inline import data
from layers.webmap.own import SIGNS, own_data

MOST_BYTES = 10_000_000  # of all own layers in a page: a browser takes seconds to read more
ROWS, COLUMNS, LETTERS = 1000, 12, 200  # of a table; the popups have all


@dataclass(frozen=True)
class OwnTable:
    """A layer as its table has it: `rows` are number, kind of geometry and a cell a column."""

    id: str
    name: str
    sign: int
    features: int
    columns: list[str]
    more_columns: int
    cut: bool  # whether some values are longer than the table has them
    rows: list[tuple[int, str, list[str]]]


@dataclass(frozen=True)
class OwnParts:
    """What a page has of own layers: data that the map draws, tables, and what is left out."""

    data: str  # markup
    ids: list[str]
    tables: list[OwnTable]
    left_out: tuple[str, ...]


def own_parts(snapshot: Snapshot) -> OwnParts:
    """What goes into a page of a snapshot's own layers."""
    found = fitting(snapshot, _bytes, MOST_BYTES)
    return OwnParts(
        data("own", "application/json", own_data(found.layers)),
        [name for name, _ in found.layers],
        [_table(name, layer) for name, layer in found.layers],
        found.left_out,
    )


def _bytes(layer: OwnLayer) -> int:
    if (least := text_bytes(layer)) > MOST_BYTES:  # what is far too large is not written first
        return least
    return len(data("own", "application/json", own_data([("", layer)])))


def _table(name: str, layer: OwnLayer) -> OwnTable:
    first = layer.features[:ROWS]
    names = list(dict.fromkeys(key for feature in first for key, _ in feature.properties))
    columns = names[:COLUMNS]
    rows = []
    for feature in first:
        values = dict(feature.properties)
        cells = [_cut(values.get(column, "")) for column in columns]
        rows.append((feature.number, feature.geometry.geom_type, cells))
    sign = (int(name.removeprefix("own-")) - 1) % SIGNS + 1
    more = len(names) - len(columns)
    cut = any(len(value) > LETTERS for feature in first for _, value in feature.properties)
    return OwnTable(name, layer.name, sign, len(layer.features), columns, more, cut, rows)


def _cut(value: str) -> str:
    return value if len(value) <= LETTERS else f"{value[: LETTERS - 1]}…"
