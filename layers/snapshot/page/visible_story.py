"""The part of a story that goes into a page: all that is in sight, and nothing else.

A layer of a page can be switched, so it is there whether it is on or off. A feature drawn after
claims that are not known is not there, nor is a card or a name of who said what that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...findings.known import Names
from ...html.cards import card
from ...story import Feature, Layer
from ...view import default_view
from ...view.extent import closest, place_bounds
from ...view.numbers import feature_numbers
from ...webmap.drawing_script import script, texts_of
from ...webmap.map_start import map_start
from ...webmap.overlay import Move, frame_state
from ..snapshot import Snapshot

NOBODY: Names = frozenset()


def layers_of(snapshot: Snapshot) -> tuple[Layer, ...]:
    """The story's layers with what is known to be on them; a layer with nothing on it is none."""
    seen = snapshot.seen
    found = []
    for layer in snapshot.story.layers.values():
        features = [f.after(seen.known.keys) for f in layer.features if f.id not in seen.absent]
        if features:
            found.append(_with(layer, features))
    return tuple(found)


def map_script(snapshot: Snapshot, layers: Iterable[Layer]) -> str:
    """Layers, cards and texts, in the calls of map.js that the app's own map is made of."""
    story, seen = snapshot.story, snapshot.seen
    cards = [
        str(card(seen.known, place.id, numbers=snapshot.numbers, only=snapshot.keys))
        if place.id in seen.places and story.layers[place.layer].switch
        else None
        for place in story.places.values()
    ]
    # Who asserts what a place that is not looked at is drawn after is not told.
    told = [
        _with(layer, (f.after(NOBODY) if f.of_place in seen.faint else f for f in layer.features))
        for layer in layers
    ]
    return script(story, layers, texts_of(story, told, cards))


def setup(snapshot: Snapshot, layers: Sequence[Layer], own: list[str]) -> dict[str, Any]:
    """The map's start for snapshot.js, and where it goes when something is selected.

    `own` are the ids of own layers in the page.
    """
    story, view = snapshot.story, snapshot.view
    elsewhere = view.place not in (None, default_view(story).place)
    move = Move(int(bool(view.at) or elsewhere), always=True, to_position=bool(view.at))
    state = frame_state(snapshot.scene, "light", move)
    return {
        **map_start(story),
        # The cards are all in the file; tiles would come from elsewhere.
        "state": state | {"shared": True, "card": None, "tiles": None, "own": own, "told": {}},
        "pick": view.pick,
        "places": _places(snapshot),
        "groups": _groups(snapshot, [f for layer in layers for f in layer.features]),
    }


def _places(snapshot: Snapshot) -> dict[str, Any]:
    """The places in sight that can be selected: their number, layer, and how near the map goes."""
    story = snapshot.story
    return {
        name: {
            "number": number,
            "layer": place.layer,
            "bounds": place_bounds(story, name),
            "max": closest(story, name),
        }
        for number, (name, place) in enumerate(story.places.items())
        if name in snapshot.seen.places and story.layers[place.layer].switch
    }


def _groups(snapshot: Snapshot, features: Iterable[Feature]) -> dict[str, Any]:
    """The findings in sight, by key: their place, and the features drawn after their claims."""
    story, seen = snapshot.story, snapshot.seen
    parts = {f.id: f for f in features if f.of_place != f.id and f.claims}.values()
    numbers, groups = feature_numbers(story), {claim.group for claim in seen.claims}
    return {
        key: {
            "place": story.place_of_group(key),
            "drawn": [numbers[f.id] for f in parts if keys.issuperset(f.claims)],
        }
        for key, finding in sorted(seen.known.findings.items())
        if key in groups and (keys := {claim.key for claim in finding.claims})
    }


def _with(layer: Layer, features: Iterable[Feature]) -> Layer:
    return layer.model_copy(update={"features": tuple(features)})
