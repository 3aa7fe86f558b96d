"""A reader's own layers in a page: the data that the map draws, and a table of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...html.upload_tables import OwnTable, own_table
from ...uploads.verdict import OwnLayer
from ...webmap.upload_data import own_data
from ..snapshot import Snapshot
from ..uploads import fitting, text_bytes
from .inline import data

MOST_BYTES = 10_000_000  # of all own layers in a page: a browser takes seconds to read more
ROWS, LETTERS = 1000, 200  # of a table, and of a value in it; the popups have all


@dataclass(frozen=True)
class OwnParts:
    """A page's own layers: data that the map draws, tables, and words on what is left out."""

    data: str  # markup
    ids: list[str]
    tables: list[tuple[str, int, OwnTable]]  # with the layer's id and the number of its style
    left_out: tuple[str, ...]


def own_parts(snapshot: Snapshot) -> OwnParts:
    """The own layers of a snapshot, as its page takes them."""
    found = fitting(snapshot, _bytes, MOST_BYTES)
    return OwnParts(
        _data([(own.id, own.sign, own.layer) for own in found.layers]),
        [own.id for own in found.layers],
        [(own.id, own.sign, own_table(own.layer, ROWS, LETTERS)) for own in found.layers],
        found.left_out,
    )


def _bytes(layer: OwnLayer) -> int:
    if (least := text_bytes(layer)) > MOST_BYTES:  # what is far too large is not written first
        return least
    return len(_data([("", 1, layer)]))


def _data(layers: Sequence[tuple[str, int, OwnLayer]]) -> str:
    return data("own", "application/json", own_data(layers))
