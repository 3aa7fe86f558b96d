"""Scale bar, north arrow and inset, which tell where and how large a map is."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from ...story import Layer
from ...symbols.paper import DOT, INK, PAPER, ROAD, SOFT, Style, style_of
from ..snapshot import Snapshot
from .canvas import Canvas
from .empty_map import draw_blank
from .fonts import drawable, width
from .label_placement import Room, beside
from .map_frame import Frame
from .projection import in_frame, shapes
from .rectangles import Box, Point, around, path_of

TEXT = 7.0
SURROUNDINGS = 2_200_000  # metres that an inset is wide, at least
NEIGHBOURS = 5  # places that an inset names


@dataclass(frozen=True)
class ScaleBar:
    """A bar from `left` to `right` at height `y`, that is `metres` long on the ground."""

    left: float
    right: float
    y: float
    metres: float

    @property
    def text(self) -> str:
        """Its length in words."""
        if self.metres >= 1000:
            return f"{self.metres / 1000:,.0f} km"
        return f"{self.metres:,.0f} m" if self.metres >= 1 else f"{self.metres * 100:,.0f} cm"

    @property
    def box(self) -> Box:
        """The room that it and its text take."""
        wide = max(self.right, self.left + width(self.text, "sans", TEXT))
        return Box(self.left - 3, self.y - 4, wide + 6, self.y + 12)


def scale_bar(frame: Frame) -> ScaleBar:
    """The longest bar of a round length that takes at most a fifth of the frame."""
    most = frame.ground_metres * max(frame.box.width * 0.2, min(frame.box.width * 0.5, 60))
    power = 10.0 ** math.floor(math.log10(most))
    metres = max(power * n for n in (1, 2, 5) if power * n <= most)
    left = frame.box.left + 9
    return ScaleBar(left, left + metres / frame.ground_metres, frame.box.bottom + 9, metres)


def draw_scale_bar(canvas: Canvas, bar: ScaleBar) -> None:
    """Draw it in two halves, dark and light."""
    canvas.box(bar.box, Style(PAPER, 0.8))
    middle = (bar.left + bar.right) / 2
    low, high = bar.y - 1.5, bar.y + 1.5
    canvas.box(Box(bar.left, low, bar.right, high), Style(PAPER, stroke=INK, width=0.6))
    canvas.box(Box(bar.left, low, middle, high), Style(INK))
    canvas.text((bar.left, bar.y + 4.4), bar.text, TEXT, colour=INK)


def north_box(frame: Frame) -> Box:
    """The room of the north arrow, in the frame's lower right corner."""
    right, bottom = frame.box.right - 8, frame.box.bottom + 7
    return Box(right - 18, bottom, right, bottom + 30)


def draw_north(canvas: Canvas, frame: Frame) -> None:
    """An arrow to true north, with an N at its head."""
    box = north_box(frame)
    middle, angle = box.middle, math.radians(frame.north)
    canvas.box(box, Style(PAPER, 0.8))

    def turned(right: float, up: float) -> Point:
        cos, sin = math.cos(angle), math.sin(angle)
        return middle[0] + right * cos + up * sin, middle[1] - 4 + up * cos - right * sin

    tip, notch = turned(0, 10), turned(0, -5.5)
    canvas.path(
        _closed([tip, turned(5, -9), notch, turned(-5, -9)]), Style(PAPER, stroke=INK, width=0.7)
    )
    canvas.path(_closed([tip, turned(5, -9), notch]), Style(INK))
    head = turned(0, 12.5)
    canvas.text(head, "N", 7.4, colour=INK, align="center", bold=True)


def _closed(points: list[Point]) -> Path:
    return Path([*points, points[0]], closed=True)


def position_text(frame: Frame) -> str:
    """The position of the middle of a frame: "50.250° N, 110.500° E"."""
    longitude, latitude = frame.to_degrees(frame.box.middle)
    places = 3 if frame.ground_metres < 50 else 1
    return (
        f"{abs(latitude):.{places}f}° {'N' if latitude >= 0 else 'S'}, "
        f"{abs(longitude):.{places}f}° {'E' if longitude >= 0 else 'W'}"
    )


def outlines(snapshot: Snapshot) -> tuple[Layer, ...]:
    """The layers that an inset is drawn from: the coarse outlines of the surroundings."""
    return tuple(layer for layer in snapshot.layers if layer.style == "context")


def draw_inset(canvas: Canvas, snapshot: Snapshot, frame: Frame, box: Box) -> None:
    """The surroundings of a map, with a box round what it shows and a few places by name."""
    metres = max(SURROUNDINGS, frame.metres * frame.box.width * 2.5) / box.width
    found = shapes(snapshot.story, frame.epsg)
    known = shapely.union_all(
        [shapely.make_valid(found[f.id]) for layer in outlines(snapshot) for f in layer.features]
    )
    inset = _well_covered(Frame(box, frame.epsg, frame.centre, metres), known)
    draw_blank(canvas, box, hatched=True)
    for layer in outlines(snapshot):
        for feature in layer.features:
            cut = in_frame(found[feature.id], inset, canvas.pixel / 2)
            if cut is not None and (path := path_of(cut)):
                canvas.path(path, style_of(layer, feature, None), box)
    ground = frame.ground
    across, up = ground.width / metres / 2, ground.height / metres / 2
    x, y = (float(n) for n in inset.to_sheet(np.array([frame.centre]))[0])
    here = Box(x - across, y - up, x + across, y + up)
    _neighbours(canvas, snapshot, frame, inset, here)
    if min(here.width, here.height) < 5:  # too small to be seen: a ring round it
        canvas.dot((x, y), Style(stroke=PAPER, width=3, radius=4.2))
        canvas.dot((x, y), Style(stroke=ROAD, width=1.6, radius=4.2))
        canvas.dot((x, y), Style(ROAD, radius=1.2))
    else:
        canvas.box(here, Style(ROAD, 0.15, ROAD, 1.2), box)
    canvas.box(box, Style(stroke=INK, width=0.6))


def _well_covered(inset: Frame, known: BaseGeometry) -> Frame:
    """The inset, moved so that as little as can be of it lies outside what is known.

    The map stays in its inner half.
    """
    shifts = sorted(itertools.product((-0.25, -0.12, 0.0, 0.12, 0.25), repeat=2), key=_off_centre)
    best, most = inset, -1.0
    for right, up in shifts:
        x, y = inset.centre
        ground = inset.ground
        moved = replace(inset, centre=(x + right * ground.width, y + up * ground.height))
        share = shapely.clip_by_rect(known, *moved.ground.bounds).area
        if share > most * 1.01:
            best, most = moved, share
    return best


def _off_centre(shift: tuple[float, ...]) -> float:
    return sum(abs(part) for part in shift)


def _neighbours(canvas: Canvas, snapshot: Snapshot, frame: Frame, inset: Frame, here: Box) -> None:
    """Name points of the story that lie about the map, where their names have room."""
    found = shapes(snapshot.story, frame.epsg)
    x, y = here.middle
    ring = Box(x - 6, y - 6, x + 6, y + 6)
    room = Room(inset.box, [here, ring])
    named = 0
    places = snapshot.story.places.values()
    for place in sorted(places, key=lambda p: -p.main.accuracy_m):
        shape = found[place.id]
        if place.main.role != "point" or shape.is_empty or place.main.kind != "city":
            continue
        units = inset.to_sheet(shapely.get_coordinates(shape))[0]
        point = float(units[0]), float(units[1])
        if named >= NEIGHBOURS or not inset.box.grown(-3).holds(point):
            continue
        if here.grown(3).holds(point):
            continue
        name = drawable(place.main.name)
        size = width(name, "sans", 6) + 1, 7.0
        if spot := room.place(list(beside(point, size, (2.5, 4))), place.id):
            room.taken.append(around(point, 2))
            named += 1
            canvas.dot(point, Style(DOT, radius=1.2))
            at = spot.box.left + 0.5, spot.box.bottom + 1.6
            canvas.text(at, name, 6, colour=SOFT, halo=True)
