"""The legend and the inset, beside the map or under it."""

from __future__ import annotations

from dataclasses import replace

from ..snapshot import Snapshot
from .canvas import Canvas
from .legend_columns import draw_legend, heights, left_over
from .legend_sign import Entry
from .map_frame import Frame
from .marginalia import draw_inset, outlines
from .rectangles import Box

INSET, LEAST_INSET = 92, 28  # units that an inset is high


def draw_side(
    canvas: Canvas,
    snapshot: Snapshot,
    frame: Frame,
    side: Box,
    beside: int,
    found: tuple[Entry, ...],
) -> tuple[tuple[Entry, ...], Box | None]:
    """Draw inset and legend in so many columns beside the map, or with 0 in a band under it.

    What the legend had no room for, and where the inset is, if there is one.
    """
    if not outlines(snapshot):
        columns = beside or under(side)[2]
        return draw_legend(canvas, found, side, columns), None
    inset, side, columns = _beside(side, beside, found) if beside else under(side)
    if inset is not None:
        draw_inset(canvas, snapshot, frame, inset)
    return draw_legend(canvas, found, side, columns), inset


def under(side: Box) -> tuple[Box | None, Box, int]:
    """Inset, and legend in so many columns, in a band."""
    inset = None
    if side.width > 360:
        inset = Box(side.left, side.top - min(side.height, INSET), side.left + 120, side.top)
        side = replace(side, left=inset.right + 12)
    return inset, side, max(1, round(side.width / 165))


def _beside(side: Box, beside: int, found: tuple[Entry, ...]) -> tuple[Box | None, Box, int]:
    """Inset over a legend of one column, or under the last of several, where there is room."""
    if beside > 1:
        under = left_over(found, side, beside)
        if under is None or (high := min(INSET, under.height - 12)) <= LEAST_INSET:
            return None, side, beside
        right = under.left + min(under.width, high * 1.7)
        return Box(under.left, under.bottom, right, under.bottom + high), side, beside
    room = side.height - heights(found, side.width) - 10
    if room <= LEAST_INSET:
        return None, side, 1
    high = min(INSET + 20, room)
    inset = Box(side.left, side.top - high, side.left + min(side.width, high * 1.7), side.top)
    return inset, replace(side, top=inset.bottom - 10), 1
