"""HTML tables of every place, claim and source, for keyboards and screen readers too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..findings.statements import Statement, statements
from ..findings.status import Status, status_of
from ..story import Claim, Place, Source, Story
from ..story.changes import Change
from ..story.dates import date_range, in_words
from ..story.wording import citation, how_read, names
from ..view import Seen
from .gate import UNNUMBERED, html

UNCHANGED: Mapping[str, str] = {}
FIRST = 3  # corrections that no fold hides
ROWS = 100  # of a table at first, and how many more are asked for at a time


@dataclass(frozen=True)
class PlaceRow:
    """A place in the table of places."""

    place: Place
    names: tuple[tuple[str, str], ...]
    status: Status | None
    claims: int
    conflicts: int


def places_table(seen: Seen, rows: int = ROWS) -> Markup:
    """Places in sight that can be switched; a press on a name selects it and moves the map."""
    story, known = seen.story, seen.known
    shown = [
        place
        for place in story.places.values()
        if place.id in seen.places and story.layers[place.layer].switch
    ]
    return html(
        "places.html",
        count=len(shown),
        more=rows + ROWS,
        rows=[
            PlaceRow(
                place=place,
                names=names(place.main),
                status=status_of(known, place.id),
                claims=len(known.by_place.get(place.id, ())),
                conflicts=len(known.conflicts_by_place.get(place.id, ())),
            )
            for place in shown[:rows]
        ],
    )


def claims_table(
    seen: Seen,
    rows: int = ROWS,
    numbers: Mapping[str, int] = UNNUMBERED,
    changed: Mapping[str, str] = UNCHANGED,
) -> Markup:
    """The claims that are looked at, in groups of what they are about; at most so many rows.

    `changed` are words beside those that an old file, which is looked at, has otherwise.
    """
    groups: dict[str, list[Statement]] = {}
    for statement in statements(seen.known, seen.claims, rows):
        groups.setdefault(statement.subject, []).append(statement)
    return html(
        "claims.html",
        groups=groups.items(),
        count=len(seen.claims),
        shown=min(rows, len(seen.claims)),
        more=rows + ROWS,
        numbers=numbers,
        changed=changed,
    )


@dataclass(frozen=True)
class CitedSource:
    """A source and how the story uses it.

    `known_from` is the day from which it counts as known, where its own date is no single day.
    """

    source: Source
    citation: str
    read: str
    claims: int
    known_from: str | None


def source_list(story: Story, shown: Iterable[Claim] | None = None) -> Markup:
    """Every source with its full citation, by date, then every layer with its data's origin.

    When only some claims are shown, only their sources.
    """
    claims = Counter(c.source for c in (story.claims.values() if shown is None else shown))
    cited = [
        CitedSource(
            s,
            citation(s),
            how_read(s),
            claims[s.id],
            _known_from(story, s),
        )
        for s in story.sources.values()
        if shown is None or s.id in claims
    ]
    return html("sources.html", sources=cited, layers=story.layers.values())


def _known_from(story: Story, source: Source) -> str | None:
    first, last = date_range(source.published)
    return in_words(str(story.known_from[source.id])) if first < last or source.known_from else None


def correction_list(story: Story, changes: Sequence[Change] | None = None) -> Markup:
    """Every correction of the story, or some, the last first."""
    told, there = story.changes if changes is None else changes, story.claims
    about = {c.name: {story.place_of(there[k]) for k in c.claims if k in there} for c in told}
    places = {name: [p for p in story.places if p in about[name]] for name in about}
    return html("corrections.html", story=story, changes=told, places=places, first=FIRST)
