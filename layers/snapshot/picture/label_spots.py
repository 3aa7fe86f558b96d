"""Places where the label of a feature may stand: each touches the feature or has a line to it."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from ...symbols.label_ranks import INSIDE
from .label_along_line import along
from .label_placement import beside, in_columns, longest, within
from .label_spot import Spot
from .map_frame import Frame
from .map_layers import Drawn
from .rectangles import Point

GAPS, ENDS = (6.5, 15, 26, 42), (2.5, 12, 24, 40)  # units from a dot, and from a line's end


def top_of(shape: BaseGeometry) -> Point:
    """The point that a mark stands over: of a line its middle, since its top may be at an end."""
    if shape.geom_type.endswith("LineString"):
        middle = longest(shape).interpolate(0.5, normalized=True)
        return middle.x, middle.y
    return max(_corners(shape), key=lambda corner: corner[1])


def part_in(shape: BaseGeometry, frame: Frame) -> BaseGeometry:
    """The part of a shape that is in the frame."""
    return shapely.intersection(shapely.make_valid(shape), shapely.box(*frame.box.bounds))


def _corners(shape: BaseGeometry) -> list[Point]:
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]


def spots_of(
    each: Drawn, size: tuple[float, float], frame: Frame, water: BaseGeometry
) -> Iterator[Spot]:
    """Places for a label of a size; of a river within `water`, if it can."""
    shape, line = each.shape, each.shape.geom_type.endswith("LineString")
    inside = each.feature.kind in INSIDE and not each.point
    if inside:
        yield from along(shape, size, frame.box, water) if line else within(shape, size, frame.box)
    elif each.point or line:
        ends = [shape.centroid] if each.point else getattr(shape.boundary, "geoms", ())
        for end in (e for e in ends if frame.box.holds((e.x, e.y))):
            yield from beside((end.x, end.y), size, GAPS if each.point else ENDS)
            if each.sign:
                yield from in_columns((end.x, end.y), size)
    else:
        corners = _corners(part_in(shape, frame))
        for number, (right, up) in enumerate(((1, 0), (0, -1), (-1, 0), (0, 1)) if corners else ()):
            edge = max(corners, key=lambda corner: corner[0] * right + corner[1] * up)
            yield from beside(edge, size, (3, 12), number)
