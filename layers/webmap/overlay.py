"""The changing overlay: the layers switched on, what they say, and the selection.

`st_folium` compares it whole and redraws it in the frame without mounting the frame anew.
"""

from __future__ import annotations

from typing import Any

import folium
import shapely

from layers.story import Feature, Layer, Story
from layers.view import View
from layers.webmap.cards import card, tip
from layers.webmap.features import accuracy_layer, feature_layer, feature_numbers
from layers.webmap.script import Call
from layers.webmap.text import safe
from layers.webmap.tiles import tile_layer

# Kinds whose label stands inside them; all others have it beside them.
INSIDE = ("country", "sea", "river", "municipality")
# Which labels stay when two would overlap: a larger number wins.
RANK = {"bridge": 90, "river": 80, "country": 70, "station": 60, "boundary marker": 40}


def overlay(
    story: Story, view: View, *, theme: str = "light", focus: int = 0
) -> list[folium.FeatureGroup]:
    """Feature groups for a view. `focus` changes when the map is to move to the selected place."""
    groups = []
    for layer in story.layers.values():
        if layer.switch and layer.id in view.layers:
            group = folium.FeatureGroup(name=layer.id, control=False)
            if (discs := accuracy_layer(story, layer)) is not None:
                group.add_child(discs)
            group.add_child(feature_layer(story, layer))
            groups.append(group)
    state = folium.FeatureGroup(name="state", control=False)
    state.add_child(Call("claimmap.update", frame_state(story, view, theme, focus)))
    return [*groups, state]


def frame_state(story: Story, view: View, theme: str, focus: int) -> dict[str, Any]:
    """What the frame's script needs beside the geometry; every text in it has passed the gate."""
    shown = [
        layer for layer in story.layers.values() if not layer.switch or layer.id in view.layers
    ]
    places = {f.of_place: 0 for layer in shown if layer.switch for f in layer.features}
    numbers = feature_numbers(story)
    selected = view.place if view.place in places else None
    return {
        "theme": theme,
        "cards": [str(card(story, place)) for place in places],
        "features": {
            numbers[f.id]: _feature_state(story, layer, f, list(places))
            for layer in shown
            for f in layer.features
        },
        "selected": list(places).index(selected) if selected else None,
        "focus": [focus, place_bounds(story, view.place)] if view.place else None,
        "tiles": tile_layer(view.basemap),
        "attribution": str(attribution(shown)),
    }


def _feature_state(
    story: Story, layer: Layer, feature: Feature, places: list[str]
) -> dict[str, Any]:
    main = feature.of_place == feature.id
    label = main and feature.kind not in ("outline", "border")
    return {
        "card": places.index(feature.of_place) if layer.switch else None,
        "tip": str(tip(story, feature)),
        "label": label,
        "beside": feature.kind not in INSIDE,
        "rank": RANK.get(feature.kind, 50) + (feature.of_place == story.info.main_place),
        "kind": feature.kind.replace(" ", "-"),
    }


def place_bounds(story: Story, place: str) -> list[list[float]]:
    """South-west and north-east, lat lon, of all of a place's features and its accuracy."""
    found = story.places[place]
    features = (found.main, *found.parts)
    west, south, east, north = shapely.total_bounds([f.geometry for f in features])
    margin = max(f.accuracy_m for f in features) / 111_320  # degrees of latitude, near enough
    return [
        [round(south - margin, 6), round(west - margin, 6)],
        [round(north + margin, 6), round(east + margin, 6)],
    ]


def attribution(layers: list[Layer]) -> str:
    """Every attribution of the layers shown, each once."""
    return " · ".join(dict.fromkeys(str(safe(layer.attribution)) for layer in layers))
