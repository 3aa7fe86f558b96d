"""A snapshot: a story, a view of it, and the words over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..errors import MapError
from ..story import Claim, Layer, Source, Story
from ..story.changes import Change
from ..story.dates import in_words
from ..story.wording import counted
from ..uploads.verdict import LIMITS, OwnLayer
from ..view import FACETS, OWN_BASEMAP, Scene, Seen, View, seen
from ..view.address import facet_names

LONGEST = {"title": 200, "subtitle": 600}  # letters
UNCHECKED = "own layer, not checked against any source"


class SnapshotError(MapError):
    """A snapshot cannot be made, or a file is none; the text says what would be right."""


@dataclass(frozen=True, eq=False)
class SignedLayer:
    """A reader's own layer with the number, from 1, of the style it is drawn in."""

    sign: int
    layer: OwnLayer

    @property
    def id(self) -> str:
        """Its id in a file."""
        return f"own-{self.sign}"


@dataclass(frozen=True)
class Snapshot:
    """A view of a story with a title and a line under it.

    `sources` are numbered from 1 in their order; every format uses these numbers. `own` are layers
    of the reader's, in drawing order, and `signs` the numbers of their styles, from 1. They are of
    one session: nothing here may be kept for others.
    """

    story: Story
    view: View
    title: str
    subtitle: str
    own: tuple[OwnLayer, ...] = ()
    signs: tuple[int, ...] = ()

    @cached_property
    def seen(self) -> Seen:
        """The part of the story that the view's scope leaves, each finding whole.

        A page that narrows what it lists still has the rest; a file has not, and must not hand on
        one side of a conflict alone.
        """
        left = seen(self.story, self.view.scope)
        whole = {claim.key for finding in left.findings for claim in finding.claims}
        whole |= {claim.key for claim in left.claims}
        return replace(left, claims=tuple(c for c in left.known.claims if c.key in whole))

    @cached_property
    def scene(self) -> Scene:
        """The view's scene, each finding in it whole."""
        return Scene(self.story, self.view, self.seen)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in sight and those they are compared with, in the story's order."""
        return self.seen.claims

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of these claims."""
        return frozenset(claim.key for claim in self.claims)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the claims in sight, in the story's order."""
        used = {claim.source for claim in self.claims}
        return tuple(s for s in self.story.sources.values() if s.id in used)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The story's corrections of what is in sight and of data; of a day, none later."""
        elsewhere = self.story.claims.keys() - self.keys  # what is gone is nowhere
        told = tuple(c for c in self.story.changes if not c.claims or {*c.claims} - elsewhere)
        if self.view.scope.as_of is None:
            return told
        known = self.seen.known
        later = self.story.sources.keys() - {claim.source for claim in known.claims}
        return tuple(c for c in told if known.keys.issuperset(c.claims) and not c.names(later))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source."""
        return {source.id: number for number, source in enumerate(self.sources, 1)}

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that are drawn: those that are always, and those switched on."""
        return self.scene.layers

    @cached_property
    def credited(self) -> tuple[Layer, ...]:
        """The layers drawn, and those of the places that claims in sight are about.

        A table gives a point for each such place, whether its layer is switched on or not.
        """
        places = self.story.places
        about = {places[p].layer for c in self.claims if (p := self.story.place_of(c)) is not None}
        on = {layer.id for layer in self.layers} | about
        return tuple(layer for layer in self.story.layers.values() if layer.id in on)

    @property
    def attributions(self) -> tuple[str, ...]:
        """The attribution of everything drawn or told, each once; it cannot be left out."""
        return self.credits(self.credited)

    def credits(self, layers: Sequence[Layer]) -> tuple[str, ...]:
        """The attributions of some layers, each once.

        Own layers are said to be unchecked instead, with what their files say of a licence.
        """
        found = dict.fromkeys(layer.attribution for layer in layers)
        names = ", ".join(
            f"{layer.name} ({layer.credit})" if layer.credit else layer.name for layer in self.own
        )
        words = UNCHECKED.replace("layer", "layers") if len(self.own) > 1 else UNCHECKED
        return (*found, f"{words}: {names}") if self.own else tuple(found)

    @property
    def signed(self) -> tuple[SignedLayer, ...]:
        """The own layers with the numbers of their styles."""
        return tuple(SignedLayer(*pair) for pair in zip(self.signs, self.own, strict=True))

    @property
    def ground_note(self) -> str | None:
        """A note on the online basemap that the view has; None when it has none."""
        if self.view.basemap == OWN_BASEMAP:
            return None
        return "The online basemap of this view is in no file: each has the story's own map."

    @property
    def dateline(self) -> str:
        """The day it is as known on, in words."""
        return f"As known on {in_words(self.seen.known.as_of.isoformat())}"

    @property
    def restrictions(self) -> tuple[tuple[str, str], ...]:
        """The choices that leave claims out besides the day, each by what and which, in words."""
        scope, names = self.view.scope, facet_names(self.story)
        found = []
        if scope.account:
            account = self.story.accounts.get(scope.account)
            found.append(("By the account of", account.name if account else scope.account))
        for facet, title in FACETS.items():
            if chosen := scope.names(facet):
                told = (names[facet].get(name, name) for name in sorted(chosen))
                found.append((title, ", ".join(told)))
        if scope.search:
            found.append(("Search", f"“{scope.search}”"))
        return tuple(found)

    @property
    def amount(self) -> str:
        """The amount in sight: "5 of 94 claims from 1 source"."""
        every, left = len(self.story.claims), len(self.claims)
        claims = counted(every, "claim")
        part = f"{left:,} of {claims}" if left < every else claims
        return f"{part} from {counted(len(self.sources), 'source')}"

    @property
    def scope_line(self) -> str:
        """The day, what leaves claims out, and how much is in sight, on one line."""
        by = (
            f"{title[0].lower()}{title[1:]}{'' if title.endswith(' of') else ':'} {chosen}"
            for title, chosen in self.restrictions
        )
        return " · ".join((self.dateline, *by, self.amount))


def snapshot_of(
    story: Story,
    view: View,
    title: str | None = None,
    subtitle: str | None = None,
    own: Sequence[OwnLayer] = (),
    signs: Sequence[int] = (),
) -> Snapshot:
    """A snapshot; without a title or a subtitle it has the story's own.

    `signs` are the numbers of the own layers' styles, each another; without them from 1 on.

    Raises SnapshotError when a title is longer than a title is, or own layers are too many.
    """
    if len(own) > LIMITS.session_layers:
        raise SnapshotError(f"there are {len(own)} own layers; at most {LIMITS.session_layers}")
    for name, text in (("title", title), ("subtitle", subtitle)):
        if text is not None and len(text) > LONGEST[name]:
            raise SnapshotError(f"the {name} has {len(text)} characters; at most {LONGEST[name]}")
    return Snapshot(
        story=story,
        view=view,
        title=story.info.title if title is None else " ".join(title.split()),
        subtitle=story.info.summary if subtitle is None else " ".join(subtitle.split()),
        own=tuple(own),
        signs=tuple(signs) or tuple(range(1, len(own) + 1)),
    )
