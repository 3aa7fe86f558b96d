"""A legend in columns: their number, and what has no room in them."""

from __future__ import annotations

from ...symbols.paper import INK, SOFT
from .canvas import Canvas
from .fonts import width
from .legend_sign import LEADING, SIGN, TEXT, Entry, draw_symbol
from .rectangles import Box

GAP = 12  # units between columns


def heights(found: tuple[Entry, ...], room: float) -> float:
    """The height of the entries in one column."""
    return sum(entry.height(room) for entry in found)


def columns_for(found: tuple[Entry, ...], wide: float, high: float, most: float) -> int:
    """The number of columns, each so wide, in which entries fit a height; no wider than `most`."""
    count = 1
    while _packed(found, wide, high, count)[1] and (count + 1) * (wide + GAP) - GAP <= most:
        count += 1
    return count


def height_for(found: tuple[Entry, ...], wide: float, columns: int, most: float) -> float:
    """The height that columns, so wide together, need for entries; no higher than `most`."""
    room = _column(wide, columns)
    high = heights(found, room) / columns
    while high < most and _packed(found, room, high, columns)[1]:
        high += LEADING
    return min(high, most)


def _column(wide: float, columns: int) -> float:
    return (wide - GAP * (columns - 1)) / columns


def _packed(
    found: tuple[Entry, ...], room: float, high: float, columns: int
) -> tuple[list[tuple[Entry, int, float]], tuple[Entry, ...]]:
    """Entries with their column and how far down it they stand; and what has no room."""
    packed: list[tuple[Entry, int, float]] = []
    column, down = 0, 0.0
    for number, entry in enumerate(found):
        needs = entry.height(room)
        if down + needs > high + 0.1:
            column, down = column + 1, 0.0
        if column >= columns or needs > high + 0.1:
            return packed, found[number:]
        packed.append((entry, column, down))
        down += needs
    return packed, ()


def left_over(found: tuple[Entry, ...], box: Box, columns: int) -> Box | None:
    """The room under the last of the columns that entries take; None when they have no room."""
    room = _column(box.width, columns)
    packed, rest = _packed(found, room, box.height, columns)
    if rest:
        return None
    down = max((d + e.height(room) for e, c, d in packed if c == columns - 1), default=0.0)
    return Box(box.right - room, box.bottom, box.right, box.top - down)


def draw_legend(
    canvas: Canvas, found: tuple[Entry, ...], box: Box, columns: int
) -> tuple[Entry, ...]:
    """Draw entries in columns from the top; what has no room is counted there and handed back."""
    room = _column(box.width, columns)
    packed, rest = _packed(found, room, box.height, columns)
    if rest:
        packed, rest = _packed(found, room, box.height - LEADING, columns)
        draw_unexplained(canvas, len(rest), box)
    for entry, column, down in packed:
        left, y = box.left + column * (room + GAP), box.top - down
        draw_symbol(canvas, entry, left, y - LEADING * 0.55)
        for number, line in enumerate(entry.lines(room)):
            canvas.text((left + SIGN, y - LEADING * (number + 0.84)), line, TEXT, colour=INK)
    return rest


def draw_unexplained(canvas: Canvas, count: int, box: Box) -> None:
    """Write at the bottom of a box how many signs of the map have no explanation."""
    told = "1 sign is" if count == 1 else f"{count} signs are"
    size = min(TEXT, TEXT * box.width / width(f"{told} not explained here.", "sans", TEXT))
    at = box.left, box.bottom + LEADING * 0.16
    canvas.text(at, f"{told} not explained here.", size, colour=SOFT)
