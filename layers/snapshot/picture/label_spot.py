"""A place where a label may stand, upright or turned along what it names."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from .rectangles import Box, Point


@dataclass(frozen=True)
class Spot:
    """A place where a label may stand; `cost` is what speaks against it.

    `foot` is where a line from the label leads to, when it is not beside what it names. A label
    that is turned by `angle`, in degrees against the clock, has its `size` besides the upright box
    round it. `within`: it lies in the water that it is the name of.
    """

    box: Box
    cost: float
    align: str = "center"
    foot: Point | None = None
    angle: float = 0.0
    size: tuple[float, float] | None = None
    within: bool = False

    @property
    def flat(self) -> Box:
        """The box of the text before it is turned about its middle."""
        return centred(self.box.middle, self.size) if self.size else self.box

    @property
    def area(self) -> BaseGeometry:
        """The ground that its text takes."""
        return affinity.rotate(shapely.box(*self.flat.bounds), self.angle)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Upright boxes that cover its text: one, or a row of small ones where it is turned."""
        if not self.angle:
            return (self.box,)
        flat = self.flat
        count = max(1, math.ceil(flat.width / flat.height))
        wide = flat.width / count
        lefts = [flat.left + wide * number for number in range(count)]
        pieces = (shapely.box(x, flat.bottom, x + wide, flat.top) for x in lefts)
        middle = shapely.Point(flat.middle)
        return tuple(Box(*affinity.rotate(p, self.angle, middle).bounds) for p in pieces)

    def turn(self, point: Point) -> Point:
        """A point of the flat box where it stands once that is turned."""
        (x, y), angle = self.box.middle, math.radians(self.angle)
        right, up, cos, sin = point[0] - x, point[1] - y, math.cos(angle), math.sin(angle)
        return x + right * cos - up * sin, y + right * sin + up * cos


def centred(point: Point, size: tuple[float, float]) -> Box:
    """A box of a size round a point."""
    x, y = point
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def turned(point: Point, size: tuple[float, float], angle: float, cost: float) -> Spot:
    """A spot round a point, of text that is turned about it."""
    round_it = affinity.rotate(shapely.box(*centred(point, size).bounds), angle).bounds
    return Spot(Box(*round_it), cost, angle=angle, size=size)
