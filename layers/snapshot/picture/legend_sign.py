"""A sign of the legend with what it means, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ...symbols.paper import INK, PAPER, RIVER_BAND, ROAD, Style
from .canvas import Canvas
from .empty_map import draw_blank
from .fonts import MISSING, width, wrapped
from .rectangles import Box
from .upload_layers import OwnDrawn, draw_sign

Sign = Literal[
    "line",
    "band",
    "area",
    "dot",
    "disc",
    "asserter",
    "mark",
    "number",
    "bridge",
    "own",
    "missing",
    "note",
    "unknown",
]

TEXT, LEADING = 7.1, 8.5
SIGN = 26  # units that a sign takes, with the room beside it
BETWEEN = 2.6


@dataclass(frozen=True)
class Entry:
    """A sign and what it means."""

    sign: Sign
    style: Style
    text: str
    own: OwnDrawn | None = None

    def lines(self, room: float) -> list[str]:
        """The text in lines, beside the sign."""
        return wrapped(self.text, "sans", TEXT, room - SIGN, 4)

    def height(self, room: float) -> float:
        """The height it has in a column so wide."""
        return max(len(self.lines(room)), 1) * LEADING + BETWEEN


def draw_symbol(canvas: Canvas, entry: Entry, left: float, y: float) -> None:
    """Draw an entry's sign with its left end at `left` and its middle at the height `y`."""
    style, right = entry.style, left + SIGN - 6
    middle = (left + right) / 2
    if entry.sign == "band":
        canvas.box(Box(left, y - 4, right, y + 4), RIVER_BAND)
    if entry.sign in ("line", "band", "asserter", "bridge"):
        canvas.line([(left, y), (right, y)], style)
    if entry.sign == "bridge":
        canvas.dot((middle, y), Style(style.stroke, stroke=PAPER, width=1.2, radius=3.4))
    elif entry.sign == "asserter":
        canvas.dot((middle, y), replace(style, fill=PAPER, width=1.5, radius=3.0))
    elif entry.sign == "area":
        canvas.box(Box(left, y - 3.6, right, y + 3.6), style)
    elif entry.sign == "disc":
        canvas.dot((middle, y), replace(style, radius=4.6))
        canvas.dot((middle, y), Style(INK, radius=0.9))
    elif entry.sign == "dot":
        canvas.dot((middle, y), replace(style, radius=3.0))
    elif entry.sign == "mark":
        wide = width("≠ n", "sans", TEXT) + 5
        canvas.box(Box(middle - wide / 2, y - 4.2, middle + wide / 2, y + 4.2), style)
        canvas.text((middle, y - 2.5), "≠ n", TEXT, colour=INK, align="center")
    elif entry.sign == "number":
        at, size = (middle, y - 1.5), TEXT * 0.8
        canvas.text(at, "1, 2", size, colour=ROAD, align="center", bold=True)
    elif entry.own is not None:
        draw_sign(canvas, entry.own, Box(left, y - 3.6, right, y + 3.6))
    elif entry.sign == "unknown":
        draw_blank(canvas, Box(left, y - 3.6, right, y + 3.6), hatched=True)
    elif entry.sign == "missing":
        canvas.text((middle, y - 2.5), MISSING, TEXT, colour=INK, align="center")
