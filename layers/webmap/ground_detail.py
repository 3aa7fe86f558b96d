"""Geometry of the ground for the web map: as fine as a zoom shows, the rest when it is needed.

EPSG:4326, lon lat in degrees, to five decimals (about 1 m). The frame's first script has all of it
generalised, but for what lies round the place where the map opens; the second has it whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ..story import Feature, Story
from ..view.extent import Box, home_bounds
from ..view.numbers import feature_numbers
from ..view.shores import shores

TOLERANCE = 0.001  # degrees, about 100 m: two pixels at the zoom from which all is drawn
NEAR = 0.06  # degrees round the places that the map opens on, where nothing is left out
MANY = 200  # points; a shape of fewer is drawn whole


@lru_cache(maxsize=8)
def first_drawn(story: Story) -> dict[str, BaseGeometry]:
    """Shapes of many points as they are drawn at first, by the feature's id or the shore's name."""
    whole = fine_shapes(story)
    areas = [feature.id for feature in _ground(story)]
    near = shapely.box(*near_home(story))
    coarse = dict(zip(areas, _generalised([whole[name] for name in areas]), strict=True))
    for name in whole.keys() - coarse.keys():
        coarse[name] = shapely.simplify(whole[name], TOLERANCE / 2)
    return {name: _joined(whole[name], coarse[name], near) for name in whole}


def near_home(story: Story) -> Box:
    """The extent round the places that the map opens on, of which nothing is left out."""
    west, south, east, north = home_bounds(story)
    return west - NEAR, south - NEAR, east + NEAR, north + NEAR


def fine_shapes(story: Story) -> dict[str, BaseGeometry]:
    """Shapes of many points, whole, by the feature's id or the shore's name."""
    ground = {f.id for f in _ground(story)}  # whole or generalised, all of it alike
    every = {f.id: f.geometry for f in story.features.values()} | shores(story)
    return {n: g for n, g in every.items() if n in ground or shapely.get_num_coordinates(g) > MANY}


def _ground(story: Story) -> Iterator[Feature]:
    layers = (x for x in story.layers.values() if not x.switch and x.style != "context")
    return (feature for layer in layers for feature in layer.features)


def detail_script(story: Story) -> str:
    """The script that gives the frame all shapes of many points whole, by number or name."""
    numbers = feature_numbers(story)
    shapes = [[numbers.get(n, n), mapping(rounded(g))] for n, g in fine_shapes(story).items()]
    return f"claimmap.detail({json.dumps(shapes, separators=(',', ':'))});\n"


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry with its degrees to five decimals."""
    return shapely.transform(geometry, lambda c: c.round(5))


def _generalised(areas: list[BaseGeometry]) -> Any:
    """Areas with fewer points; those that share edges still do (Visvalingam and Whyatt 1993)."""
    if shapely.coverage_is_valid(areas):
        return shapely.coverage_simplify(areas, TOLERANCE)
    return shapely.simplify(areas, TOLERANCE / 2)


def _joined(whole: BaseGeometry, coarse: BaseGeometry, near: BaseGeometry) -> BaseGeometry:
    """A shape that is whole near the home and coarse elsewhere."""
    if not whole.intersects(near):
        return coarse
    parts = shapely.union(whole.intersection(near), coarse.difference(near))
    kept = [g for g in shapely.get_parts(parts) if g.geom_type in whole.geom_type]
    return (
        shapely.multipolygons(kept)
        if "Polygon" in whole.geom_type
        else shapely.line_merge(shapely.multilinestrings(kept))
    )
