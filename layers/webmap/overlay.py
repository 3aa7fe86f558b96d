"""The changing overlay: what this reader's view asks of the frame, a few hundred bytes.

`st_folium` compares it whole and runs it in the frame without mounting the frame anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import folium
import shapely
from shapely.geometry import LineString, Point

from layers.story import Story
from layers.story.known import Known, known
from layers.view import Seen, View, seen
from layers.webmap.cards import card, cards_are_shared
from layers.webmap.features import feature_numbers, within
from layers.webmap.script import Call
from layers.webmap.tiles import tile_layer

# Outside the detailed land and sea there is only a coarse outline: seen from far or not at all.
DETAILED_ZOOM, CONTEXT_ZOOM = 15, 5
OWN_ZOOM = 16  # the closest to what a reader has brought

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


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
        "selected": _place_numbers(story)[place] if place else None,
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
    return [_place_numbers(story)[place], str(card(world, place, pick=pick))]


@lru_cache(maxsize=128)
def _seen_state(left: Seen, pick: str | None) -> dict[str, Any]:
    """What is left out, drawn faint, marked and picked, by numbers of features and places."""
    story, places = left.story, _place_numbers(left.story)
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


def areas(left: Seen) -> dict[int, list[list[float]]]:
    """Areas of uncertainty that only some of the claims they are drawn after leave: lat lon.

    Within the stated accuracy of the line through those reported sites whose claims are known.
    """
    story, numbers = left.story, feature_numbers(left.story)
    areas = {}
    for area in left.partly:
        if area.geometry.geom_type != "Polygon":
            continue
        sites = [
            part.geometry.coords[0]
            for part in story.places[area.of_place].parts
            if part.geometry.geom_type == "Point"
            and left.known.keys.intersection(part.claims, area.claims)
        ]
        if sites:
            line = LineString(sites) if len(sites) > 1 else Point(sites[0])
            outline = within([line], [area.accuracy_m])[0].exterior.coords
            areas[numbers[area.id]] = [[round(y, 6), round(x, 6)] for x, y in outline]
    return areas


@lru_cache(maxsize=8)
def _place_numbers(story: Story) -> dict[str, int]:
    return {name: number for number, name in enumerate(story.places)}


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
