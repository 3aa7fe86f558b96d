"""The legend and the inset, beside the map or under it."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from ..snapshot import Snapshot
from .canvas import Canvas
from .legend_columns import draw_legend, heights, left_over
from .legend_sign import Entry
from .map_frame import Frame
from .map_layers import STRONG, Drawn
from .marginalia import draw_inset, outlines
from .rectangles import Box

INSET, LEAST_INSET = 92, 28  # units that an inset is high
INSIDE, IN_CORNER = 5.0, (92, 70, 50)  # units from the map's frame, and that one on the map is wide
PLACES = (0.0, 1.0, 0.25, 0.75, 0.5)  # parts of the way along a side: corners first


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


def free_edge(frame: Frame, taken: list[Box], drawn: tuple[Drawn, ...]) -> Box | None:
    """A place at the map's edge for an inset: no label and no subject of the story is in it."""
    inner = frame.box.grown(-INSIDE)
    subjects = [d.shape for d in drawn if d.layer.switch and (d.point or d.feature.role in STRONG)]
    water = [d.shape for d in drawn if d.layer.style == "water"]
    found = _at_edge(inner, taken, [*subjects, *water])
    return found or _at_edge(inner, taken, subjects)


def _at_edge(inner: Box, taken: list[Box], kept: list[BaseGeometry]) -> Box | None:
    for wide in IN_CORNER:
        high = wide / 1.6
        if wide > inner.width / 3 or high > inner.height / 3:
            continue
        for share in PLACES:
            across = inner.left + (inner.width - wide) * share
            up = inner.bottom + (inner.height - high) * share
            corners = [(across, y) for y in (inner.top - high, inner.bottom)]
            corners += [(x, up) for x in (inner.left, inner.right - wide)]
            for x, y in corners:
                box = Box(x, y, x + wide, y + high).grown(2)
                area = shapely.box(*box.bounds)
                if not any(box.overlaps(b) for b in taken) and not any(
                    shape.intersects(area) for shape in kept
                ):
                    return box.grown(-2)
    return None


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
