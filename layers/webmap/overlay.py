"""The changing overlay: what this reader's view asks of the frame, a few hundred bytes.

`st_folium` compares it whole and runs it in the frame without mounting the frame anew.
"""

from __future__ import annotations

from typing import Any

import folium
import shapely

from layers.story import Story
from layers.view import View
from layers.webmap.script import Call
from layers.webmap.tiles import tile_layer

# Outside the detailed land and sea there is only a coarse outline: seen from far or not at all.
DETAILED_ZOOM, CONTEXT_ZOOM = 15, 5


def overlay(
    story: Story, view: View, *, theme: str = "light", focus: int = 0
) -> folium.FeatureGroup:
    """A feature group for a view. `focus` changes when the map is to move to the selected place."""
    group = folium.FeatureGroup(name="view", control=False)
    group.add_child(Call("claimmap.update", frame_state(story, view, theme, focus)))
    return group


def frame_state(story: Story, view: View, theme: str, focus: int) -> dict[str, Any]:
    """What is shown, selected and moved to; every text in it has passed the gate."""
    place = view.place if view.place in story.places else None
    return {
        "theme": theme,
        "layers": [name for name in story.layers if name in view.layers],
        "selected": list(story.places).index(place) if place else None,
        "focus": [focus, place_bounds(story, place), closest(story, place)] if place else None,
        "tiles": tile_layer(view.basemap),
    }


def place_bounds(story: Story, place: str) -> list[list[float]]:
    """South-west and north-east, lat lon, of all of a place's features and its accuracy."""
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
