"""Extents in EPSG:4326 degrees: of the map as it opens, and of a place on it."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from ..story import Story

# Outside the detailed land and sea there is only a coarse outline: seen from far or not at all.
DETAILED_ZOOM, CONTEXT_ZOOM = 15, 5

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


def home_bounds(story: Story) -> Box:
    """West, south, east, north of the places the map opens on, in degrees, EPSG:4326."""
    shapes = [
        feature.geometry
        for place in story.info.home
        for feature in (story.places[place].main, *story.places[place].parts)
    ]
    return _bounds(shapes)


def jump_bounds(story: Story) -> dict[str, Box]:
    """West, south, east, north of each extent that readers can jump to, by its label."""
    return {
        jump.label: _bounds([story.features[name].geometry for name in jump.of])
        for jump in story.jumps.values()
    }


def _bounds(shapes: list[BaseGeometry]) -> Box:
    west, south, east, north = (round(float(v), 6) for v in shapely.total_bounds(shapes))
    return west, south, east, north


def place_bounds(story: Story, place: str) -> list[list[float]]:
    """South-west and north-east of a place's features and its accuracy: lat lon, as Leaflet has it.

    Degrees, EPSG:4326.
    """
    found = story.places[place]
    features = (found.main, *found.parts)
    west, south, east, north = shapely.total_bounds([f.geometry for f in features])
    margin = max(f.accuracy_m for f in features) / 111_320  # degrees of latitude, near enough
    return [
        [round(float(south - margin), 6), round(float(west - margin), 6)],
        [round(float(north + margin), 6), round(float(east + margin), 6)],
    ]


def closest(story: Story, place: str) -> int:
    """The closest zoom at which the map has something to show round a place."""
    x, y = story.places[place].main.geometry.representative_point().coords[0]
    detailed = [
        layer.bbox
        for layer in story.layers.values()
        if not layer.switch and layer.style != "context"
    ]
    inside = any(w <= x <= e and s <= y <= n for w, s, e, n in detailed)
    return DETAILED_ZOOM if inside or not detailed else CONTEXT_ZOOM
