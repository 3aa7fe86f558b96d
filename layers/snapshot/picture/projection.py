"""A story's shapes in the projection of a picture: projected once a story and zone, then cut.

Everything here is in metres of a UTM zone until `in_frame` brings it to the sheet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from ...story import Story
from ...story.accuracy import within
from ...view.shores import shores
from .map_frame import Frame, projected

REACH = 70  # degrees of longitude from a zone's middle up to which it can be used at all
STEP = 0.5  # degrees between the points of an edge: straight in degrees is bent in metres
BEYOND = 12  # units outside the frame that are kept, so that no stroke shows where it was cut

Shapes = dict[str, BaseGeometry]


@lru_cache(maxsize=8)
def shapes(story: Story, epsg: int) -> Shapes:
    """Every feature of a story by its id, in metres of a zone."""
    names = list(story.features)
    return dict(zip(names, to_zone([story.features[n].geometry for n in names], epsg), strict=True))


@lru_cache(maxsize=8)
def discs(story: Story, epsg: int) -> Shapes:
    """The areas within the stated accuracy of points and lines, by feature, in metres of a zone."""
    features = [
        f for f in story.features.values() if f.role in ("point", "line") and f.kind != "border"
    ]
    if not features:
        return {}
    areas = within([f.geometry for f in features], [f.accuracy_m for f in features])
    found = to_zone(areas, epsg)
    return {feature.id: area for feature, area in zip(features, found, strict=True)}


@lru_cache(maxsize=8)
def shore_lines(story: Story, epsg: int) -> Shapes:
    """The lines at which land ends at water, by their kind, in metres of a zone."""
    lines = shores(story)
    return dict(zip(lines, to_zone(list(lines.values()), epsg), strict=True))


def outline(points: list[list[float]], epsg: int) -> BaseGeometry:
    """The area within an outline of latitudes and longitudes, in metres of a zone."""
    found: BaseGeometry = to_zone([Polygon([(x, y) for y, x in points])], epsg)[0]
    return found


def to_zone(geometries: list[BaseGeometry], epsg: int) -> Any:
    """Geometries in degrees as an array of them in metres; empty where the zone does not reach."""
    middle = (epsg % 100) * 6 - 183
    bounds = middle - REACH, -84.5, middle + REACH, 84.5
    near = [
        g if _within(g.bounds, bounds) else shapely.clip_by_rect(g, *bounds) for g in geometries
    ]
    return shapely.transform(
        shapely.segmentize(np.array(near, dtype=object), STEP),
        lambda coordinates: projected(epsg, coordinates),
    )


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return all(a >= b for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def in_frame(shape: BaseGeometry, frame: Frame, detail: float) -> BaseGeometry | None:
    """The part of a shape in the frame or just outside it, in the sheet's units.

    Without what is finer than `detail` units. None when nothing is there.
    """
    ground = frame.ground.grown(BEYOND * frame.metres)
    left, bottom, right, top = shape.bounds or (np.nan,) * 4
    if not (left <= ground.right and right >= ground.left):  # false for nothing, too
        return None
    if not (bottom <= ground.top and top >= ground.bottom):
        return None
    if not _within(shape.bounds, ground.bounds):
        shape = shapely.clip_by_rect(shape, *ground.bounds)
    if shapely.get_num_coordinates(shape) > 8:
        shape = shapely.simplify(shape, detail * frame.metres, preserve_topology=False)
    if shape.is_empty:
        return None
    found: BaseGeometry = shapely.transform(shape, frame.to_sheet)
    return found
