"""Ticks with coordinates along a map's frame, where meridians and parallels meet it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...symbols.paper import INK, PAPER, SOFT, Style
from .canvas import Canvas
from .fonts import width
from .map_frame import Frame
from .rectangles import Box, Point

TEXT, LONG, EVERY = 5.6, 5.0, 110.0  # units: of letters, of a tick, between two ticks about
SIDES = 60  # points at which coordinates are reckoned along a side
ROUND = (1.0, 0.5, 0.2, 0.1)  # steps between ticks, as parts of a power of ten degrees


@dataclass(frozen=True)
class Tick:
    """A tick from a point of the frame inwards, and the coordinate that is told at its end."""

    foot: Point
    head: Point
    text: str

    @property
    def box(self) -> Box:
        """The room that it and its text take."""
        across = width(self.text, "sans", TEXT) / 2 + 1
        x, y = self.head
        if self.foot[0] == x:
            up = 1 if y > self.foot[1] else -1
            ends = sorted((self.foot[1], y + up * (TEXT + 1)))
            return Box(x - across, ends[0], x + across, ends[1])
        right = 1 if x > self.foot[0] else -1
        ends = sorted((self.foot[0], x + right * (2 * across + 1)))
        return Box(ends[0], y - TEXT / 2, ends[1], y + TEXT / 2)


def frame_ticks(frame: Frame, taken: list[Box]) -> tuple[Tick, ...]:
    """The ticks of a frame: longitudes at its top and bottom, latitudes at its sides."""
    box = frame.box
    west, south = frame.to_degrees((box.left, box.bottom))
    east, north = frame.to_degrees((box.right, box.top))
    found: list[Tick] = []
    for y, inward in ((box.bottom, 1), (box.top, -1)):
        xs = np.linspace(box.left, box.right, SIDES)
        along = [frame.to_degrees((float(x), y))[0] for x in xs]
        for value, text in _values(along, box.width, abs(east - west), "EW"):
            x = float(np.interp(value, along, xs))
            found.append(Tick((x, y), (x, y + inward * LONG), text))
    for x, inward in ((box.left, 1), (box.right, -1)):
        ys = np.linspace(box.bottom, box.top, SIDES)
        along = [frame.to_degrees((x, float(y)))[1] for y in ys]
        for value, text in _values(along, box.height, abs(north - south), "NS"):
            y = float(np.interp(value, along, ys))
            found.append(Tick((x, y), (x + inward * LONG, y), text))
    inner = box.grown(0.1)
    free = [t for t in found if t.box.inside(inner) and not any(t.box.overlaps(b) for b in taken)]
    return tuple(
        tick for n, tick in enumerate(free) if not any(tick.box.overlaps(o.box) for o in free[:n])
    )


def _values(
    along: list[float], units: float, degrees: float, letters: str
) -> list[tuple[float, str]]:
    """The round coordinates on a side and how they are told; none where it turns back on itself."""
    if not (np.diff(along) > 0).all() or not degrees:
        return []
    wanted = degrees * EVERY / units
    power = 10.0 ** math.ceil(math.log10(wanted))
    step = min((power * part for part in ROUND), key=lambda found: abs(math.log(found / wanted)))
    places = max(0, -math.floor(math.log10(step * 1.0001)))
    first, last = math.ceil(along[0] / step), math.floor(along[-1] / step)
    values = [number * step for number in range(first, last + 1)]
    return [(v, f"{abs(v):.{places}f}° {letters[v < 0]}") for v in values]


def draw_ticks(canvas: Canvas, ticks: tuple[Tick, ...]) -> None:
    """Draw the ticks, each with its coordinate."""
    for tick in ticks:
        canvas.line([tick.foot, tick.head], Style(stroke=PAPER, width=1.8, alpha=0.9))
        canvas.line([tick.foot, tick.head], Style(stroke=INK, width=0.6))
        box, sideways = tick.box, tick.foot[0] != tick.head[0]
        x, y = box.middle
        if sideways:
            x += LONG / 2 if tick.head[0] > tick.foot[0] else -LONG / 2
            y -= TEXT * 0.36
        else:
            y = tick.head[1] + 1.2 if tick.head[1] > tick.foot[1] else tick.head[1] - TEXT
        canvas.text((x, y), tick.text, TEXT, colour=SOFT, align="center", halo=True)
