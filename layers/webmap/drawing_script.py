"""The drawing script: every folium layer and every card of a story, made once a process.

Streamlit sends a component's arguments whole on every run. The geometry and the cards are most of
them and never change, so they go to the frame as a script it loads once and a browser may keep;
what is left to send for a switched layer is a few hundred bytes (see overlay.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import folium
from streamlit_folium import generate_leaflet_string

from ..findings.known import known
from ..html.cards import card, cards_are_shared, label, tip
from ..html.gate import safe
from ..story import Feature, Layer, Story
from ..symbols.asserters import class_word, report_signs, teller_of
from ..symbols.label_ranks import INSIDE, REPORTED, UNLABELLED, of_main_kind, rank_of
from ..view.numbers import feature_numbers
from .feature_layers import accuracy_layer, clickable, feature_layer, shore_layer


def drawing(story: Story) -> str:
    """The script: one drawing function a layer, by folium, then the texts of all features."""
    return script(story, story.layers.values(), content(story))


def script(story: Story, layers: Iterable[Layer], texts: dict[str, Any]) -> str:
    """The script of some layers, which may have fewer features than the story's, and of texts."""
    drawn = [_layer_script(story, layer) for layer in layers]
    # ASCII only, so that no line separator of Unicode can end a JavaScript string.
    return "\n".join([*drawn, f"claimmap.content({json.dumps(texts)});\n"])


def _layer_script(story: Story, layer: Layer) -> str:
    """Folium's own script for a layer, in a function that returns the layer's group."""
    # folium names its variables by random ids; these make them equal from run to run.
    canvas, group = folium.Map(tiles=None), folium.FeatureGroup(name=layer.id, control=False)
    canvas._id, group._id = "div", "group"
    group.add_to(canvas)
    if (discs := accuracy_layer(story, layer)) is not None:
        group.add_child(discs)
    group.add_child(feature_layer(story, layer))
    if layer.id == last_ground(story) and (lines := shore_layer(story)) is not None:
        group.add_child(lines)
    canvas.get_root().render()
    script = generate_leaflet_string(group, base_id="group")
    options = json.dumps({"name": layer.id, "always": not layer.switch})
    return f"claimmap.layer({options}, (map_div) => {{{script}\nreturn feature_group_group;}});"


def last_ground(story: Story) -> str | None:
    """The id of the last layer that no reader switches off, over which shores are drawn."""
    ground = [layer.id for layer in story.layers.values() if not layer.switch]
    return ground[-1] if ground else None


def content(story: Story) -> dict[str, Any]:
    """Cards by place, texts by feature and attributions by layer; all have passed the gate."""
    cards = [
        str(card(known(story), place.id)) if story.layers[place.layer].switch else None
        for place in (story.places.values() if cards_are_shared(story) else ())
    ]
    return texts_of(story, story.layers.values(), cards)


def texts_of(story: Story, layers: Iterable[Layer], cards: Sequence[str | None]) -> dict[str, Any]:
    """The same for some layers, which may have fewer features than the story's, and cards."""
    numbers = feature_numbers(story)
    places = {name: index for index, name in enumerate(story.places)}
    return {
        "cards": cards,
        "features": {
            numbers[f.id]: _feature_content(story, layer, f, places)
            for layer in layers
            for f in layer.features
        },
        "credits": {layer.id: str(safe(layer.attribution)) for layer in story.layers.values()},
    }


def _feature_content(
    story: Story, layer: Layer, feature: Feature, places: dict[str, int]
) -> dict[str, Any]:
    main = feature.of_place == feature.id
    asserter = None if main else teller_of(story, feature)
    return {
        "place": places[feature.of_place],
        "clicks": clickable(story, feature),
        "ground": not layer.switch,
        "tip": str(tip(story, feature)),
        "label": label_of(story, feature),
        "beside": feature.kind not in INSIDE,
        "main": main,
        "rank": rank_of(story, feature) if main else REPORTED,
        "kind": _label_kind(story, feature, asserter),
        "sign": report_signs(story).get(feature.id),
    }


def label_of(story: Story, feature: Feature) -> str | None:
    """A feature's label, if it has one: a place's name, or what is reported and by whom."""
    main = feature.of_place == feature.id
    asserter = None if main else teller_of(story, feature)
    if asserter or (main and feature.kind not in UNLABELLED):
        return str(label(story, feature, asserter))
    return None


def _label_kind(story: Story, feature: Feature, asserter: str | None) -> str:
    """The kind of a label as map.css has it, or "subject" for what the story is about."""
    if asserter:
        return "reported"
    return "subject" if of_main_kind(story, feature) else class_word(feature.kind)
