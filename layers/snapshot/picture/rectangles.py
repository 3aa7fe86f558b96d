"""Rectangles and shapes on the sheet, in its units with y upwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in the sheet's units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> Point:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, as shapely takes them."""
        return self.left, self.bottom, self.right, self.top

    def grown(self, by: float) -> Box:
        """The same rectangle with so much more on every side; less when `by` is negative."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def inside(self, other: Box) -> bool:
        """True when it lies within another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )

    def overlaps(self, other: Box) -> bool:
        """True when the two have an area in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, point: Point) -> bool:
        """True when a point lies within it."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top


def around(point: Point, by: float) -> Box:
    """The square that reaches so far from a point."""
    return Box(point[0] - by, point[1] - by, point[0] + by, point[1] + by)


def path_of(geometry: BaseGeometry) -> Path | None:
    """Lines and areas as one path, holes included; None when there is nothing to draw."""
    parts = list(_rings(shapely.get_parts(geometry)))
    return Path.make_compound_path(*parts) if parts else None


def _rings(parts: Iterable[BaseGeometry]) -> Iterable[Path]:
    for part in parts:
        if part.geom_type == "Polygon" and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield Path(np.asarray(ring.coords)[:, :2], closed=True)
        elif part.geom_type == "LineString" and not part.is_empty:
            yield Path(np.asarray(part.coords)[:, :2])
        elif part.geom_type.startswith(("Multi", "GeometryC")):
            yield from _rings(shapely.get_parts(part))
