"""Frames with nothing to show: no data of the ground, or nothing of the story."""

from __future__ import annotations

import numpy as np
import shapely
from matplotlib.path import Path

from ...symbols.paper import HATCH, INK, PAPER, RULE, UNKNOWN, Style
from ..snapshot import Snapshot
from .canvas import Canvas
from .fonts import width
from .map_frame import Frame
from .map_layers import Drawn
from .rectangles import Box

APART = 6.0  # units between the lines of a hatch
LEAST = 0.002  # of a frame, that is worth a word
NOTHING = "Nothing of this story lies in this frame"
SIZE = 9.0


def beyond_data(snapshot: Snapshot, frame: Frame, drawn: tuple[Drawn, ...]) -> bool:
    """True when some of a frame lies outside the outlines that the story has of the ground."""
    if all(layer.switch for layer in snapshot.layers):
        return False  # it has none, so nothing tells land from water anywhere
    return not _covered(frame, [d for d in drawn if not d.layer.switch])


def coarse_ground(frame: Frame, drawn: tuple[Drawn, ...]) -> bool:
    """True when some of a frame has only the coarse outlines of what is far away."""
    ground = [d for d in drawn if not d.layer.switch]
    fine = [d for d in ground if d.layer.style != "context"]
    return len(fine) < len(ground) and not _covered(frame, fine)


def _covered(frame: Frame, ground: list[Drawn]) -> bool:
    areas = [shapely.make_valid(d.shape) for d in ground if d.shape.geom_type.endswith("Polygon")]
    box = frame.box
    # Not clip_by_rect, which fails on what is left of a small area at a coarse scale.
    known = shapely.union_all(areas).intersection(shapely.box(*box.bounds)).area
    return bool(known >= (1 - LEAST) * box.width * box.height)


def draw_blank(canvas: Canvas, box: Box, hatched: bool) -> None:
    """Draw what lies under a map; hatched where that can be seen."""
    canvas.box(box, Style(UNKNOWN if hatched else RULE))
    if not hatched:
        return
    starts = np.arange(box.left - box.height, box.right, APART)
    lines = [
        Path([(x, box.bottom), (x + box.height, box.top)])
        for x in (float(start) for start in starts)
    ]
    canvas.path(Path.make_compound_path(*lines), HATCH, box)


def nothing_here(snapshot: Snapshot, frame: Frame, drawn: tuple[Drawn, ...]) -> bool:
    """True when layers of the story are switched on and none of them is in the frame."""
    on = any(layer.switch for layer in snapshot.layers)
    box = shapely.box(*frame.box.bounds)
    return on and not any(
        d.layer.switch and any(s is not None and s.intersects(box) for s in (d.shape, d.disc))
        for d in drawn
    )


def draw_nothing(canvas: Canvas, frame: Frame) -> None:
    """Say so in the middle of the frame."""
    x, y = frame.box.middle
    size = min(SIZE, SIZE * frame.box.width * 0.9 / width(NOTHING, "sans", SIZE))
    wide = width(NOTHING, "sans", size) / 2 + size
    canvas.box(Box(x - wide, y - size, x + wide, y + size), Style(PAPER))
    canvas.text((x, y - size * 0.35), NOTHING, size, colour=INK, align="center")
