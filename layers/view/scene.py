"""Scene: everything that one view shows of a story, for the page, the map, pictures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..findings.known import Known
from ..story import Feature, Layer, Story
from .choice import View
from .seen import Seen, seen


@dataclass(frozen=True)
class Scene:
    """A view of a story and what follows from it; made once a run and handed on."""

    story: Story
    view: View
    seen: Seen

    @property
    def known(self) -> Known:
        """The claims that count by the view's day, account, sources and asserters."""
        return self.seen.known

    @property
    def place(self) -> str | None:
        """The id of the selected place, when the story has it."""
        return self.view.place if self.view.place in self.story.places else None

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers drawn, in drawing order: those that always are, and those switched on."""
        every = self.story.layers.values()
        return tuple(layer for layer in every if not layer.switch or layer.id in self.view.layers)

    @cached_property
    def conflicts_by_place(self) -> dict[str, int]:
        """The number of conflicts in sight of each place that has any, by its id."""
        shown = {finding.key for finding in self.seen.conflicts}
        found = {
            place: sum(finding.key in shown for finding in findings)
            for place, findings in self.known.conflicts_by_place.items()
        }
        return {place: count for place, count in found.items() if count}

    @cached_property
    def picked(self) -> tuple[Feature, ...]:
        """The features drawn after nothing but claims of the group that is picked."""
        finding = self.known.findings.get(self.view.pick or "")
        keys = {claim.key for claim in finding.claims} if finding else set()
        return tuple(
            feature
            for feature in self.story.features.values()
            if feature.of_place != feature.id and feature.claims and keys.issuperset(feature.claims)
        )


def scene_of(story: Story, view: View) -> Scene:
    """The scene of a view of a story; whatever the story does not have is left out."""
    return Scene(story, view, seen(story, view.scope))
