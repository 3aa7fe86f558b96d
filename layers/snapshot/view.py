"""What a snapshot is of: a story, a view of it, and the words over it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from layers.errors import MapError
from layers.story import Claim, Layer, Source, Story
from layers.story.dates import in_words
from layers.view import Seen, View, seen

LONGEST = {"title": 200, "subtitle": 600}  # letters


class SnapshotError(MapError):
    """A snapshot cannot be made, or a file is none; the text says what would be right."""


@dataclass(frozen=True)
class Snapshot:
    """A view of a story with a title and a line under it.

    `sources` are numbered from 1 in their order; every format uses these numbers.
    """

    story: Story
    view: View
    title: str
    subtitle: str

    @property
    def seen(self) -> Seen:
        """What the view's scope leaves of the story."""
        return seen(self.story, self.view.scope)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in sight, in the story's order."""
        return self.seen.claims

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the claims in sight, in the story's order."""
        used = {claim.source for claim in self.claims}
        return tuple(s for s in self.story.sources.values() if s.id in used)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source."""
        return {source.id: number for number, source in enumerate(self.sources, 1)}

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that are drawn: those that are always, and those switched on."""
        return tuple(
            layer
            for layer in self.story.layers.values()
            if not layer.switch or layer.id in self.view.layers
        )

    @property
    def attributions(self) -> tuple[str, ...]:
        """The attribution of everything drawn, each once; it cannot be left out."""
        return tuple(dict.fromkeys(layer.attribution for layer in self.layers))

    @property
    def dateline(self) -> str:
        """The day it is as known on, in words."""
        return f"As known on {in_words(self.seen.known.as_of.isoformat())}"


def snapshot_of(
    story: Story, view: View, title: str | None = None, subtitle: str | None = None
) -> Snapshot:
    """A snapshot; without a title or a subtitle it has the story's own.

    Raises SnapshotError when a title is longer than a title is.
    """
    for name, text in (("title", title), ("subtitle", subtitle)):
        if text is not None and len(text) > LONGEST[name]:
            raise SnapshotError(f"the {name} has {len(text)} characters; at most {LONGEST[name]}")
    return Snapshot(
        story=story,
        view=view,
        title=story.info.title if title is None else " ".join(title.split()),
        subtitle=story.info.summary if subtitle is None else " ".join(subtitle.split()),
    )
