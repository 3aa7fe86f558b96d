"""Places of labels: each at the best of its own that is free, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from .label_spot import Spot, centred
from .map_frame import Coordinates
from .rectangles import Box, Point

# A unit of a line that a label would cover counts as much as so many places further down its list.
STRONG, WEAK = 4.0, 0.4
CROSSING = 15.0  # the cost of a line that runs over another line or a dot
TANGLED = 45.0  # of one that runs over a line of another label: which is whose cannot be told
# A label of a place on one state's ground stands on that of others with so much of it at most; what
# is so near them that it may lie on either may stand anywhere.
ABROAD, NEAR = 0.4, 2.0
INNER = (14, 11)  # the columns and rows of points that are tried within an area


@dataclass
class Room:
    """The room in a frame: what of it is taken, and the lines in it.

    `leaders` are the lines from labels to what they name: no text stands on one. `grounds` are the
    states' areas, `water` is that of rivers and lakes.
    """

    frame: Box
    taken: list[Box] = field(default_factory=list)
    strong: list[BaseGeometry] = field(default_factory=list)
    weak: list[BaseGeometry] = field(default_factory=list)
    leaders: list[BaseGeometry] = field(default_factory=list)
    dots: dict[str, list[Box]] = field(default_factory=dict)
    grounds: list[BaseGeometry] = field(default_factory=list)
    water: BaseGeometry = field(default_factory=shapely.Polygon)

    @property
    def state(self) -> tuple[int, int]:
        """The amount taken, for `back_to`."""
        return len(self.taken), len(self.leaders)

    def back_to(self, state: tuple[int, int]) -> None:
        """Give back what was taken since."""
        del self.taken[state[0] :], self.leaders[state[1] :]

    def place(
        self,
        spots: Sequence[Spot],
        of: str,
        over: bool = False,
        at: Point | None = None,
        own: BaseGeometry | None = None,
    ) -> Spot | None:
        """Take the cheapest spot that is free; None when there is none.

        The dots of the feature `of` are no obstacle to its own label. Only what may stand `over`
        strong lines is placed on one, where that is the shortest. The label of a place `at` a point
        stands on the ground of the same state. The line that is its `own` it may stand on.
        """
        dots = [b for name, boxes in self.dots.items() if name != of for b in boxes]
        blocked, inner = self.taken + dots, self.frame.grown(-2.5)
        free = [
            spot
            for spot in spots
            if spot.box.inside(inner)
            and not any(piece.overlaps(b) for piece in spot.boxes for b in blocked)
        ]
        if not free:
            return None
        boxes = np.array([spot.area for spot in free])
        lines = self.leaders if over else self.leaders + self.strong
        usable = ~touched(boxes, lines) & ~np.array([self._through_text(spot) for spot in free])
        usable &= self._abroad(boxes, at) <= ABROAD
        if not usable.any():
            return None
        weak = [line for line in self.weak if line is not own]
        costs = np.array([spot.cost + self._crossed(spot, dots) for spot in free])
        costs = costs + STRONG * covered(boxes, self.strong) + WEAK * covered(boxes, weak)
        best = free[int(np.argmin(np.where(usable, costs, np.inf)))]
        self.taken.extend(best.boxes)
        if best.foot:
            self.leaders.append(leader(best))
        return best

    def _through_text(self, spot: Spot) -> bool:
        """True when the line that leads to a spot would run through what stands there already."""
        if not spot.foot:
            return False
        line = leader(spot)
        return any(line.intersects(shapely.box(*b.bounds)) for b in self.taken)

    def _abroad(self, boxes: Coordinates, at: Point | None) -> Coordinates:
        """The share of each box that lies on the ground of another state than a point, of 1."""
        if at is None:
            return np.zeros(len(boxes))
        point = shapely.Point(at)
        others = [ground for ground in self.grounds if not ground.contains(point)]
        if len(others) == len(self.grounds):  # at sea, or where the map knows no state
            return np.zeros(len(boxes))
        if any(ground.distance(point) < NEAR for ground in others):
            return np.zeros(len(boxes))
        return sum(
            (shapely.area(shapely.intersection(boxes, g)) for g in others), np.zeros(len(boxes))
        ) / shapely.area(boxes)

    def _crossed(self, spot: Spot, dots: list[Box]) -> float:
        """The cost of the line that leads to a spot: other lines and dots on its way."""
        if not spot.foot:
            return 0.0
        line, foot = leader(spot), spot.foot
        crossed = sum(line.crosses(other) for other in self.strong)
        tangled = sum(line.crosses(other) for other in self.leaders)
        on_it = [b for b in dots if not b.holds(foot)]
        crossed += sum(line.intersects(shapely.box(*b.bounds)) for b in on_it)
        return CROSSING * crossed + TANGLED * tangled


def leader(spot: Spot) -> BaseGeometry:
    """The line from a spot to what stands there names."""
    foot, box = spot.foot or spot.box.middle, spot.box
    near = min(max(foot[0], box.left), box.right), min(max(foot[1], box.bottom), box.top)
    return shapely.LineString([near, foot])


def touched(boxes: Coordinates, lines: list[BaseGeometry]) -> npt.NDArray[np.bool_]:
    """True for each box that some line runs through."""
    found = np.zeros(len(boxes), dtype=bool)
    for line in lines:
        found |= shapely.intersects(boxes, line)
    return found


def covered(boxes: Coordinates, lines: list[BaseGeometry]) -> Coordinates:
    """The length of some lines that each box covers, in units."""
    total = np.zeros(len(boxes))
    for line in lines:
        total += shapely.length(shapely.intersection(boxes, line))
    return total


_SIDES = {  # of a point: right and up, in parts of the label's size
    "right": (1, 0),
    "left": (-1, 0),
    "top": (0, 1),
    "bottom": (0, -1),
    "above right": (1, 0.8),
    "below right": (1, -0.8),
    "above left": (-1, 0.8),
    "below left": (-1, -0.8),
}


def beside(
    point: Point, size: tuple[float, float], gaps: Sequence[float], start: float = 0
) -> Iterator[Spot]:
    """Spots on every side of a point; further off they have a line that leads to it."""
    cost = start
    for number, gap in enumerate(gaps):
        for side, (right, up) in _SIDES.items():
            slanted = " " in side
            away = gap * 0.7 if slanted else gap
            x = point[0] + right * (away + size[0] / 2)
            y = point[1] + up * ((away if slanted else gap * abs(up)) + size[1] / 2)
            box = Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
            align = {1: "left", -1: "right"}.get(right, "center")
            yield Spot(box, cost, align, point if number else None)
            cost += 1
        cost += 3


def in_columns(point: Point, size: tuple[float, float]) -> Iterator[Spot]:
    """Spots in columns on both sides of a point, so that several labels of one spot have room."""
    for away in (20, 45, 70, 100):
        for row in range(-8, 9):
            for side in (1, -1):
                middle = point[0] + side * (away + size[0] / 2), point[1] + row * size[1] * 1.1
                align = "left" if side > 0 else "right"
                yield Spot(centred(middle, size), away / 3 + abs(row) * 2 + 4, align, point)


def within(shape: BaseGeometry, size: tuple[float, float], frame: Box) -> Iterator[Spot]:
    """Spots in an area, its middle first."""
    room = frame.grown(-min(frame.width, frame.height) / 12)
    xs, ys = np.meshgrid(
        np.linspace(room.left, room.right, INNER[0]), np.linspace(room.bottom, room.top, INNER[1])
    )
    inside = shapely.contains_xy(shape, xs, ys)
    if not inside.any():
        return
    spots = np.column_stack([xs[inside], ys[inside]])
    middle = spots.mean(axis=0)
    for x, y in spots:
        far = abs(x - middle[0]) / frame.width + abs(y - middle[1]) / frame.height
        yield Spot(centred((float(x), float(y)), size), 30 * far)


def longest(shape: BaseGeometry) -> BaseGeometry:
    """The longest part of a line."""
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.length(parts)))]
