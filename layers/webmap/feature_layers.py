"""Feature layers as folium GeoJson, which carry numbers and never the story's text.

What a reader may read of a feature is looked up by number in the frame (see drawing_script.py), so
no text of a story passes through folium's template literals or Leaflet's properties.
"""

from __future__ import annotations

from typing import Any

import folium
import shapely
from folium.utilities import JsCode
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ..story import Feature, Layer, Story
from ..story.accuracy import within
from ..symbols.asserters import class_word, report_signs
from ..view.numbers import feature_numbers
from ..view.shores import shores
from .ground_detail import first_drawn, rounded

# Every feature's own script is one function of assets/map.js, and that of its accuracy another.
BIND = JsCode("(feature, layer) => claimmap.bind(feature, layer)")
BIND_SHORE = JsCode("(feature, layer) => claimmap.shore(feature, layer)")
BIND_ACCURACY = JsCode("(feature, layer) => claimmap.accuracy(feature, layer)")


def feature_layer(story: Story, layer: Layer) -> folium.GeoJson:
    """A layer's features, EPSG:4326, lon lat; clickable when the layer is one readers switch."""
    numbers, first = feature_numbers(story), first_drawn(story)
    # Areas under lines under points, so that each can be clicked.
    in_order = sorted(layer.features, key=lambda f: -shapely.get_dimensions(f.geometry))
    collection = {
        "type": "FeatureCollection",
        "features": [_bare(numbers[f.id], rounded(first.get(f.id, f.geometry))) for f in in_order],
    }
    signs = report_signs(story)
    classes = {numbers[f.id]: _classes(story, layer, f, signs) for f in layer.features}
    return folium.GeoJson(
        collection,
        style_function=lambda feature: {"className": classes[feature["properties"]["n"]]},
        marker=folium.CircleMarker(radius=5, fill=True),
        on_each_feature=BIND,
        interactive=any(clickable(story, f) for f in layer.features),
        smooth_factor=0.5 if layer.switch else 1,
        control=False,
    )


def shore_layer(story: Story) -> folium.GeoJson | None:
    """The lines at which land ends, EPSG:4326, lon lat; drawn over the ground, with no text."""
    first = first_drawn(story)
    lines = {name: first.get(name, line) for name, line in shores(story).items()}
    if not lines:
        return None
    features = [
        {"type": "Feature", "properties": {"n": name}, "geometry": mapping(rounded(line))}
        for name, line in lines.items()
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {"className": f"cm-shore cm-{feature['properties']['n']}"},
        on_each_feature=BIND_SHORE,
        interactive=False,
        control=False,
    )


def accuracy_layer(story: Story, layer: Layer) -> folium.GeoJson | None:
    """The areas within the stated accuracy, in metres, of a layer's points and lines.

    EPSG:4326, lon lat in degrees. Features that are areas already, and those drawn as a part of an
    uncertain place, have none.
    """
    features = [f for f in layer.features if f.role in ("point", "line") and f.kind != "border"]
    if not features:
        return None
    numbers = feature_numbers(story)
    areas = within([f.geometry for f in features], [f.accuracy_m for f in features])
    return folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [
                _bare(numbers[f.id], rounded(area)) for f, area in zip(features, areas, strict=True)
            ],
        },
        style_function=lambda feature: {"className": f"cm-accuracy cm-{layer.style}"},
        on_each_feature=BIND_ACCURACY,
        interactive=False,
        control=False,
    )


def clickable(story: Story, feature: Feature) -> bool:
    """True when a click on it says something: its place is in a layer that readers switch."""
    return story.layers[story.places[feature.of_place].layer].switch


def _bare(number: int, geometry: BaseGeometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "properties": {"n": number},
        "geometry": mapping(geometry),
    }


def _classes(story: Story, layer: Layer, feature: Feature, signs: dict[str, int]) -> str:
    """Style classes from the layer's style, the feature's role and kind, and who asserts it."""
    words = [layer.style, feature.role, feature.kind]
    if number := signs.get(feature.id):
        words.append(f"by-{number}")
    return "cm-f " + " ".join(f"cm-{class_word(w)}" for w in words)
