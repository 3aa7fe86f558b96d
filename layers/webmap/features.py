"""A layer's features as folium GeoJson: new features that carry numbers, never the story's text.

What a reader may read of a feature is looked up by number in the frame (see drawing.py), so no
text of a story passes through folium's template literals or Leaflet's properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely
from folium.utilities import JsCode
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from layers.story import Feature, Layer, Story

# Every feature's own script is one function of assets/map.js, and that of its accuracy another.
BIND = JsCode("(feature, layer) => claimmap.bind(feature, layer)")
BIND_ACCURACY = JsCode("(feature, layer) => claimmap.accuracy(feature, layer)")
AS_REPORTED = "as reported"  # by several, of whom some may not be known on a day
STYLES = 6  # of reported sites and lengths; map.css has one for each


@lru_cache(maxsize=8)
def feature_numbers(story: Story) -> dict[str, int]:
    """A number for each feature, in drawing order."""
    names = (f.id for layer in story.layers.values() for f in layer.features)
    return {name: number for number, name in enumerate(names)}


def feature_layer(story: Story, layer: Layer) -> folium.GeoJson:
    """A layer's features; clickable when the layer is one that readers switch."""
    numbers = feature_numbers(story)
    # Areas under lines under points, so that each can be clicked.
    in_order = sorted(layer.features, key=lambda f: -shapely.get_dimensions(f.geometry))
    collection = {
        "type": "FeatureCollection",
        "features": [_bare(numbers[f.id], f.geometry) for f in in_order],
    }
    signs = report_signs(story)
    classes = {numbers[f.id]: _classes(story, layer, f, signs) for f in layer.features}
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
    """Where a layer's points and lines may lie: all within the stated accuracy of them.

    Features that are areas
    already, and those drawn as a part of an uncertain place, have none.
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
                _bare(numbers[f.id], _rounded(area))
                for f, area in zip(features, areas, strict=True)
            ],
        },
        style_function=lambda feature: {"className": f"cm-accuracy cm-{layer.style}"},
        on_each_feature=BIND_ACCURACY,
        interactive=False,
        control=False,
    )


def within(geometries: Sequence[BaseGeometry], metres: Sequence[float]) -> list[BaseGeometry]:
    """The area within so many metres of each geometry; both EPSG:4326.

    Measured in the UTM zone of each geometry's middle.
    """
    series = gpd.GeoSeries(geometries, crs="EPSG:4326")
    middles = [geometry.centroid for geometry in geometries]
    zones = np.array([utm_zone(middle.x, middle.y) for middle in middles])
    radii, found = np.array(metres, dtype=float), series.copy()
    for zone in np.unique(zones):
        here = zones == zone
        local = series[here].to_crs(int(zone)).buffer(radii[here], quad_segs=12)
        simple = gpd.GeoSeries(shapely.simplify(local.array, radii[here] / 200), crs=int(zone))
        found[here] = simple.to_crs("EPSG:4326").array
    return list(found)


def utm_zone(longitude: float, latitude: float) -> int:
    """The EPSG code of the UTM zone (WGS 84) in which a point lies; degrees."""
    return (32600 if latitude >= 0 else 32700) + int((longitude + 180) % 360 // 6) + 1


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda c: c.round(6))


def _bare(number: int, geometry: BaseGeometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "properties": {"n": number},
        "geometry": mapping(geometry),
    }


def teller_of(story: Story, feature: Feature) -> str | None:
    """Who tells the site or the length that a feature is drawn after, when that is one alone."""
    if feature.offset_m is None and feature.length_m is None:
        return None
    tellers = {story.claims[key].asserted_by for key in feature.claims}
    return AS_REPORTED if len(tellers) > 1 else next(iter(tellers), None)


@lru_cache(maxsize=8)
def report_signs(story: Story) -> dict[str, int]:
    """The number of the style in which each reported site or length is drawn, from 1, by its id.

    Of what one and the same tells, all is drawn alike; else each in a style of its own.
    """
    drawn = [f for f in story.features.values() if f.of_place != f.id and teller_of(story, f)]
    found: dict[str, int] = {}
    for role in dict.fromkeys(feature.role for feature in drawn):
        styles: dict[frozenset[str], int] = {}
        for feature in (f for f in drawn if f.role == role):
            tellers = frozenset(story.claims[key].asserted_by for key in feature.claims)
            found[feature.id] = styles.setdefault(tellers, len(styles) % STYLES + 1)
    return found


def _classes(story: Story, layer: Layer, feature: Feature, signs: dict[str, int]) -> str:
    """Style classes from the layer's style, the feature's role and kind, and who asserts it."""
    words = [layer.style, feature.role, feature.kind]
    if number := signs.get(feature.id):
        words.append(f"by-{number}")
    return "cm-f " + " ".join(f"cm-{class_word(w)}" for w in words)


def class_word(text: str) -> str:
    """A text as a part of a style class: letters and digits of ASCII, joined by hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
