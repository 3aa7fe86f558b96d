"""The changing overlay: what this reader's view asks of the frame, a few hundred bytes.

`st_folium` compares it whole and runs it in the frame without mounting the frame anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import folium

from ..findings.known import Known, known
from ..html.basemaps import tile_layer
from ..html.cards import card, cards_are_shared
from ..story import Story
from ..view import Seen, View, seen
from ..view.extent import Box, closest, place_bounds
from ..view.numbers import feature_numbers, place_numbers
from ..view.uncertain_areas import areas
from .script_call import Call

OWN_ZOOM = 16  # the closest to what a reader has brought


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
    story: Story,
    view: View,
    *,
    theme: str = "light",
    move: Move | None = None,
    own: Sequence[str] = (),
) -> folium.FeatureGroup:
    """A feature group for a view, and the ids of the reader's own layers that are switched on."""
    group = folium.FeatureGroup(name="view", control=False)
    state = frame_state(story, view, theme, move or Move()) | {"own": list(own)}
    group.add_child(Call("claimmap.update", state))
    return group


def frame_state(story: Story, view: View, theme: str, move: Move) -> dict[str, Any]:
    """What is shown, selected and moved to; every text in it has passed the gate."""
    place = view.place if view.place in story.places else None
    left = seen(story, view.scope)
    return {
        "theme": theme,
        "layers": [name for name in story.layers if name in view.layers],
        "selected": place_numbers(story)[place] if place else None,
        "move": _move(story, view, place, move),
        "tiles": tile_layer(view.basemap),
        "card": _card(left.known, place, view.pick),
    } | _seen_state(left, view.pick)


def _card(world: Known, place: str | None, pick: str | None) -> list[Any] | None:
    """The selected place's number and card, when it is not the one that the frame has already."""
    story = world.story
    shared = world is known(story) and cards_are_shared(story) and not pick
    if place is None or shared:
        return None
    return [place_numbers(story)[place], str(card(world, place, pick=pick))]


@lru_cache(maxsize=128)
def _seen_state(left: Seen, pick: str | None) -> dict[str, Any]:
    """What is left out, drawn faint, marked and picked, by numbers of features and places."""
    story, places = left.story, place_numbers(left.story)
    numbers = feature_numbers(story)
    shared = left.known is known(story) and cards_are_shared(story)
    conflicts = left.known.conflicts_by_place
    shown = {f.key for f in left.conflicts}
    marks = {
        places[place]: len([f for f in found if f.key in shown])
        for place, found in conflicts.items()
    }
    found = left.known.findings.get(pick or "")
    picked = found.claims if found else ()
    keys = {claim.key for claim in picked}
    return {
        "shared": shared,
        "absent": sorted(numbers[name] for name in left.absent),
        "faint": sorted(places[name] for name in left.faint),
        "marks": [[place, count] for place, count in marks.items() if count],
        "picked": [
            numbers[f.id]
            for f in story.features.values()
            if f.of_place != f.id and keys and keys.issuperset(f.claims) and f.claims
        ],
        "areas": areas(left),
    }


def _move(story: Story, view: View, place: str | None, move: Move) -> dict[str, Any] | None:
    if not move.number:
        return None
    if move.to_position:
        return {"n": move.number, "at": view.at}
    if move.bounds:
        west, south, east, north = move.bounds
        corners = [[south, west], [north, east]]
        return {"n": move.number, "bounds": corners, "max": OWN_ZOOM, "always": True}
    if place is None:
        return None
    return {
        "n": move.number,
        "bounds": place_bounds(story, place),
        "max": closest(story, place),
        "always": move.always,
    }
