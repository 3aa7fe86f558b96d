"""The overlay: the state of one reader's view, sent to the frame in a few hundred bytes.

`st_folium` compares it whole and runs it in the frame without mounting the frame anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium

from ..findings.known import known
from ..html.basemaps import tile_layer
from ..html.cards import card, cards_are_shared, tip
from ..view import Scene, Seen
from ..view.extent import Box, closest, place_bounds
from ..view.numbers import feature_numbers, place_numbers
from ..view.uncertain_areas import areas
from .drawing_script import label_of
from .script_call import Call

UNCHANGED: Mapping[str, int] = {}
OWN_ZOOM = 16  # the closest to what a reader has brought
OWN_MARGIN = 0.2  # of the frame on each side: clear of what stands there, and within a picture


@dataclass(frozen=True)
class Move:
    """A move that is asked of the map; another `number` is another move, 0 none.

    To the view's position, or where the map began when it has none; to `bounds`; else to the
    selected place, and unless `always` only when it is out of sight.
    """

    number: int = 0
    always: bool = False
    to_position: bool = False
    bounds: Box | None = None


def overlay(
    scene: Scene,
    *,
    theme: str = "light",
    move: Move | None = None,
    own: Sequence[str] = (),
    changed: Mapping[str, int] = UNCHANGED,
) -> folium.FeatureGroup:
    """A feature group for a scene, and the ids of the reader's own layers that are switched on.

    `changed` is how much of each place an old file, which is looked at, has otherwise.
    """
    numbers = place_numbers(scene.story)
    group = folium.FeatureGroup(name="view", control=False)
    state = frame_state(scene, theme, move or Move()) | {"own": list(own)}
    state["changed"] = [[numbers[place], count] for place, count in changed.items()]
    group.add_child(Call("claimmap.update", state))
    return group


def frame_state(scene: Scene, theme: str, move: Move) -> dict[str, Any]:
    """The layers, selection, marks and move that the frame is told; all text has passed the gate.

    Features and places go by their numbers.
    """
    story, features, places = scene.story, feature_numbers(scene.story), place_numbers(scene.story)
    return {
        "theme": theme,
        "layers": [name for name in story.layers if name in scene.view.layers],
        "selected": places[scene.place] if scene.place else None,
        "move": _move(scene, move),
        "tiles": tile_layer(scene.view.basemap),
        "card": _card(scene),
        "shared": _shares_cards(scene),
        "absent": sorted(features[name] for name in scene.seen.absent),
        "faint": sorted(places[name] for name in scene.seen.faint),
        "marks": [[places[name], count] for name, count in scene.conflicts_by_place.items()],
        "picked": [features[feature.id] for feature in scene.picked],
        "crowded": [features[name] for name in sorted(scene.seen.crowded)],
        "areas": areas(scene.seen),
        "told": told(scene.seen),
    }


def told(seen: Seen) -> dict[int, list[str | None]]:
    """Tooltip and label, by feature number, of what only some of the claims behind it are known."""
    story, numbers = seen.story, feature_numbers(seen.story)
    unseen = seen.absent | seen.faint
    found: dict[int, list[str | None]] = {}
    for whole in seen.partly:
        feature = whole.after(seen.known.keys)
        if feature.id not in unseen and feature.of_place not in unseen:
            found[numbers[feature.id]] = [str(tip(story, feature)), label_of(story, feature)]
    return found


def _shares_cards(scene: Scene) -> bool:
    """True when the frame has the cards of this scene already, with the story's script."""
    return scene.known is known(scene.story) and cards_are_shared(scene.story)


def _card(scene: Scene) -> list[Any] | None:
    """The selected place's number and card, when it is not the one that the frame has already."""
    if scene.place is None or (_shares_cards(scene) and not scene.view.pick):
        return None
    number = place_numbers(scene.story)[scene.place]
    return [number, str(card(scene.known, scene.place, pick=scene.view.pick))]


def _move(scene: Scene, move: Move) -> dict[str, Any] | None:
    if not move.number:
        return None
    if move.to_position:
        return {"n": move.number, "at": scene.view.at}
    if move.bounds:
        west, south, east, north = move.bounds
        corners = [[south, west], [north, east]]
        own = {"max": OWN_ZOOM, "margin": OWN_MARGIN, "always": True}
        return {"n": move.number, "bounds": corners} | own
    if scene.place is None:
        return None
    return {
        "n": move.number,
        "bounds": place_bounds(scene.story, scene.place),
        "max": closest(scene.story, scene.place),
        "always": move.always,
    }
