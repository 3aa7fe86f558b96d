"""A layer's features as folium GeoJson: new features that carry numbers, never the story's text.

What a reader may read of a feature is looked up by number in the frame (see overlay.py), so no
text of a story passes through folium's template literals or Leaflet's properties.
"""

from __future__ import annotations

from typing import Any

import folium
from folium.utilities import JsCode
from shapely.geometry import mapping

from layers.story import Feature, Layer, Story

# Every feature's own script is one function of assets/map.js.
BIND = JsCode("(feature, layer) => claimmap.bind(feature, layer)")
MARKERS = ("Point", "MultiPoint")


def feature_numbers(story: Story) -> dict[str, int]:
    """A number for each feature, in drawing order."""
    names = (f.id for layer in story.layers.values() for f in layer.features)
    return {name: number for number, name in enumerate(names)}


def feature_layer(story: Story, layer: Layer) -> folium.GeoJson:
    """A layer's features; clickable when the layer is one that readers switch."""
    numbers = feature_numbers(story)
    collection = {
        "type": "FeatureCollection",
        "features": [_bare(f, numbers[f.id]) for f in layer.features],
    }
    classes = {numbers[f.id]: _classes(layer, f) for f in layer.features}
    return folium.GeoJson(
        collection,
        style_function=lambda feature: {"className": classes[feature["properties"]["n"]]},
        marker=folium.CircleMarker(radius=5, fill=True),
        on_each_feature=BIND,
        interactive=layer.switch,
        smooth_factor=0.5 if layer.switch else 1,
        control=False,
    )


def accuracy_layer(story: Story, layer: Layer) -> folium.GeoJson | None:
    """Discs of the stated accuracy, in metres on the ground, round the layer's points."""
    numbers = feature_numbers(story)
    points = [f for f in layer.features if f.geometry.geom_type == "Point" and not _label(f)]
    if not points:
        return None
    radii = {numbers[f.id]: f.accuracy_m for f in points}
    return folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [_bare(f, numbers[f.id]) for f in points],
        },
        style_function=lambda feature: {
            "className": f"cm-accuracy cm-{layer.style}",
            "radius": radii[feature["properties"]["n"]],
        },
        marker=folium.Circle(radius=1, fill=True),
        interactive=False,
        control=False,
    )


def _bare(feature: Feature, number: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "properties": {"n": number},
        "geometry": mapping(feature.geometry),
    }


def _classes(layer: Layer, feature: Feature) -> str:
    """Style classes from the layer's style and the feature's role and kind; letters only."""
    words = (layer.style, feature.role, feature.kind)
    return "cm-f " + " ".join(f"cm-{_word(w)}" for w in words)


def _word(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())


def _label(feature: Feature) -> bool:
    return feature.role == "area label"
