"""A map without words round it: it fills the sheet, over a strip with a short credit."""

from __future__ import annotations

from collections.abc import Iterator

from ...story.dates import in_words
from ...symbols.paper import SOFT
from ..provenance import SOFTWARE
from ..snapshot import Snapshot, SnapshotError
from .canvas import Canvas
from .captions import ATTRIBUTION, SMALLEST, Lines
from .fonts import wrapped
from .rectangles import Box

MARGIN, MOST = 4.0, 0.25  # units round the credit; its part of a sheet's height at most
FREE = ("facts", "cc0", "public domain")  # beginnings of licences that ask for no credit


def short_credit(snapshot: Snapshot) -> str:
    """Whoever has to be named, what made the map, and the day it is as known on, in one line."""
    return " · ".join(_credits(snapshot))


def _credits(snapshot: Snapshot) -> Iterator[str]:
    owed = [x for x in snapshot.layers if not x.licence.lower().startswith(FREE)]
    yield from snapshot.credits(owed)
    yield SOFTWARE
    yield in_words(snapshot.seen.known.as_of.isoformat())


def draw_credit(canvas: Canvas, snapshot: Snapshot) -> Box:
    """Draw the credit at the bottom of a sheet; the room that is left for the map.

    Raises SnapshotError when there is no room for it.
    """
    wide, size = canvas.width - 2 * MARGIN, ATTRIBUTION
    while size >= SMALLEST:
        told = wrapped(short_credit(snapshot), "sans", size, wide)
        lines = Lines(tuple(told), size, colour=SOFT)
        strip = lines.height + MARGIN
        if strip <= canvas.height * MOST:
            lines.draw(canvas, MARGIN, strip - MARGIN / 2)
            return Box(0, strip, canvas.width, canvas.height)
        size *= 0.9
    raise SnapshotError("the credit has no room in so small a picture; make it larger")
