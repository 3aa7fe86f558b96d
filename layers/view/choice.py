"""The reader's choice: layers, place, basemap, day, sources, filters and search."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from ..story import Story

OWN_BASEMAP = "own"
BASEMAPS = (OWN_BASEMAP, "osm", "topo", "satellite")
Names = frozenset[str]
Position = tuple[float, float, float]  # latitude and longitude in degrees, zoom

# The fields of a scope that hold sets of names, and what each is called on the page.
FACETS = {
    "sources": "Source",
    "asserters": "Asserted by",
    "attributes": "Attribute",
    "findings": "Finding",
    "places": "Place",
}


@dataclass(frozen=True)
class Scope:
    """The claims considered, and those of them that are looked at.

    Day, account, sources and asserters decide what counts as known: status, findings and drawing
    follow from that alone. Attributes, findings, places and the search only choose from it.
    """

    as_of: date | None = None
    account: str | None = None
    sources: Names = frozenset()
    asserters: Names = frozenset()
    attributes: Names = frozenset()
    findings: Names = frozenset()
    places: Names = frozenset()
    search: str = ""

    @property
    def narrows(self) -> bool:
        """True when some of what is known is left out of sight."""
        return bool(self.attributes or self.findings or self.places or self.search)

    @property
    def considers(self) -> Scope:
        """The part of it that decides what is known."""
        return Scope(self.as_of, self.account, self.sources, self.asserters)

    def names(self, facet: str) -> Names:
        """The names chosen of a facet."""
        return getattr(self, facet)


@dataclass(frozen=True)
class View:
    """Layers switched on, the place and the group of claims selected, basemap, position, scope.

    `pick` is the key of a group of claims, subject.attribute: what a conflict or an event is of.
    """

    layers: Names
    place: str | None = None
    basemap: str = OWN_BASEMAP
    pick: str | None = None
    at: Position | None = None
    scope: Scope = field(default_factory=Scope)

    def with_layer(self, layer: str, on: bool) -> View:
        """The same view with one layer switched."""
        return replace(self, layers=self.layers | {layer} if on else self.layers - {layer})


def default_view(story: Story) -> View:
    """The view a reader sees first: the layers shown by default and the story's main place."""
    shown = frozenset(layer.id for layer in story.layers.values() if layer.shown and layer.switch)
    return View(layers=shown, place=story.info.main_place)


def selectable(story: Story, place: str) -> bool:
    """True when a place is on a layer that readers switch, and so can be clicked."""
    return place in story.places and story.layers[story.places[place].layer].switch
