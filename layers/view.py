"""What the reader has chosen, and its way to and from a web address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from layers.story import Story

OWN_BASEMAP = "own"


@dataclass(frozen=True)
class View:
    """Layers switched on, the place selected, and the basemap."""

    layers: frozenset[str]
    place: str | None = None
    basemap: str = OWN_BASEMAP

    def with_layer(self, layer: str, on: bool) -> View:
        """The same view with one layer switched."""
        return replace(self, layers=self.layers | {layer} if on else self.layers - {layer})


def default_view(story: Story) -> View:
    """What a reader sees first: the layers shown by default and the story's main place."""
    shown = frozenset(layer.id for layer in story.layers.values() if layer.shown and layer.switch)
    return View(layers=shown, place=story.info.main_place)


def to_query(view: View, story: Story) -> dict[str, str]:
    """The view as query parameters; what is as by default is left out."""
    default = default_view(story)
    query = {}
    if view.layers != default.layers:
        query["layers"] = ",".join(name for name in story.layers if name in view.layers) or "none"
    if view.place != default.place:
        query["place"] = view.place or "none"
    if view.basemap != default.basemap:
        query["basemap"] = view.basemap
    return query


def from_query(
    query: Mapping[str, str], story: Story, basemaps: frozenset[str]
) -> tuple[View, tuple[str, ...]]:
    """The view that query parameters ask for, and the names of those that ask for nothing here."""
    view, unknown = default_view(story), []
    if (layers := query.get("layers")) is not None:
        wanted = frozenset() if layers == "none" else frozenset(layers.split(","))
        switches = {layer.id for layer in story.layers.values() if layer.switch}
        if wanted <= switches:
            view = replace(view, layers=wanted)
        else:
            unknown.append("layers")
    if (place := query.get("place")) is not None:
        if place == "none" or selectable(story, place):
            view = replace(view, place=None if place == "none" else place)
        else:
            unknown.append("place")
    if (basemap := query.get("basemap")) is not None:
        if basemap in basemaps:
            view = replace(view, basemap=basemap)
        else:
            unknown.append("basemap")
    return view, tuple(unknown)


def selectable(story: Story, place: str) -> bool:
    """Whether a place is on a layer that readers switch, and so can be clicked."""
    return place in story.places and story.layers[story.places[place].layer].switch
