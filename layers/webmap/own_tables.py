"""What is said of a reader's own layers: the verdict on a file, and its attributes in a table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from layers.own.verdict import OwnLayer, Verdict
from layers.webmap.own import word_of
from layers.webmap.records import ROWS
from layers.webmap.text import html

COLUMNS = 12  # of a table on the page; a popup has all


def verdict_list(verdict: Verdict) -> Markup:
    """The verdict in words, and every warning or problem."""
    return html("verdict.html", verdict=verdict)


def own_tables(layers: Sequence[OwnLayer], rows: int = ROWS) -> Markup:
    """A table a layer: features by their number in the file, attributes by name; all as text."""
    return html(
        "own.html",
        tables=[(layer, word_of(layer), *_table(layer, rows)) for layer in layers],
        more=rows + ROWS,
    )


def _table(layer: OwnLayer, rows: int) -> tuple[list[str], int, list[tuple[int, str, list[str]]]]:
    """The names of the first columns, how many are left out, and the first rows."""
    names = list(dict.fromkeys(n for f in layer.features[:rows] for n, _ in f.properties))
    shown = names[:COLUMNS]
    found = []
    for feature in layer.features[:rows]:
        values = dict(feature.properties)
        cells = [values.get(name, "") for name in shown]
        found.append((feature.number, feature.geometry.geom_type, cells))
    return shown, len(names) - len(shown), found
