"""HTML of the bar over the map: search, day, account and filters, and counts, escaped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from ..findings.known import Known, first_day, known, last_day
from ..story import Story
from ..story.dates import in_words
from ..story.wording import counted
from ..view import FACETS, Seen, selectable
from ..view.address import PARAMETERS, facet_names
from ..view.seen import kinds
from .gate import html

FOUND = 8  # places found that are offered to go to


@dataclass(frozen=True)
class Facet:
    """A filter: what can be chosen, with how many claims have it, and what is."""

    title: str
    parameter: str
    options: tuple[tuple[str, str, int], ...]
    chosen: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Days:
    """The days a reader can look back to, counted from the first; `ticks` are publications."""

    first: date
    last: date
    chosen: date
    words: str
    ticks: tuple[float, ...]

    @property
    def most(self) -> int:
        """The number of days there are to go back to, less one."""
        return (self.last - self.first).days

    @property
    def value(self) -> int:
        """The chosen day's number."""
        return (self.chosen - self.first).days


@lru_cache(maxsize=64)
def view_bar(
    seen: Seen,
    notices: tuple[str, ...] = (),
    gone: bool = False,
    said: tuple[str, ...] = (),
    alone: bool = False,
) -> Markup:
    """Search, day, account, filters, what is left, and what an address asked for in vain.

    `gone`: the reader had own layers in a session that this server knows no more. `said` is what
    else there is to know of the server. `alone`: the page has none that could take a layer or make
    a file, and the filters' fields are in the bar; else each follows it as a part of its own.
    """
    story, scope = seen.story, seen.scope
    facets = _facets(seen)
    places = [p for p in story.places.values() if p.id in seen.places and selectable(story, p.id)]
    restricted = bool(
        scope.narrows or scope.as_of or scope.account or scope.sources or scope.asserters
    )
    return html(
        "viewbar.html",
        said=said,
        scope=scope,
        days=_days(story, seen.known),
        account=_account_name(story, scope.account),
        silent=in_words(str(silent)) if (silent := seen.known.silent_since) else "",
        accounts=[(name, a.name) for name, a in story.accounts.items()],
        asserters=list(facet_names(story)["asserters"]),
        facets=facets,
        fields=facet_fields(seen),
        restricted=restricted,
        left=_left(seen),
        unplaced=unplaced(seen),
        found=places[:FOUND] if scope.search else [],
        empty=not seen.claims and not (scope.search and places),
        notices=notices,
        gone=gone,
        alone=alone,
    )


@lru_cache(maxsize=64)
def facet_fields(seen: Seen) -> tuple[Markup, ...]:
    """A field for each filter, with what can be chosen in it."""
    return tuple(html("facet.html", facet=facet) for facet in _facets(seen))


def unplaced(seen: Seen) -> str:
    """Places that claims are about and that the map lacks, in a sentence; or nothing."""
    names = ", ".join(place.main.name for place in seen.unplaced)
    return f"Not on the map, since no claim here says where it is: {names}." if names else ""


def _left(seen: Seen) -> str:
    """The numbers of claims and places that are left, in words."""
    story = seen.story
    all_claims, left = len(story.claims), len(seen.claims)
    of = f"{left:,} of {counted(all_claims, 'claim')}" if left != all_claims else ""
    sources = len({claim.source for claim in seen.claims})
    about = len({place for claim in seen.claims if (place := story.place_of(claim))})
    return ", ".join(
        (
            of or counted(left, "claim"),
            counted(sources, "source"),
            counted(about, "place"),
            counted(len(seen.conflicts), "conflict"),
        )
    )


def _facets(seen: Seen) -> list[Facet]:
    story, names = seen.story, facet_names(seen.story)
    counts = _counts(seen.known)
    told = _counts(known(story))
    found = []
    for facet, title in FACETS.items():
        chosen = seen.scope.names(facet)
        # Sources and asserters decide what is known, so those left out are counted as well.
        count = told[facet] if facet in ("sources", "asserters") else counts[facet]
        found.append(
            Facet(
                title=title,
                parameter=PARAMETERS[facet],
                options=tuple(
                    (name, text, count[name])
                    for name, text in names[facet].items()
                    if name not in chosen and count[name]
                ),
                chosen=tuple((name, names[facet][name]) for name in sorted(chosen)),
            )
        )
    return found


@lru_cache(maxsize=64)
def _counts(world: Known) -> dict[str, Counter[str]]:
    story = world.story
    return {
        "sources": Counter(c.source for c in world.claims),
        "asserters": Counter(c.asserted_by for c in world.claims),
        "attributes": Counter(c.attribute for c in world.claims),
        "findings": Counter(kind for c in world.claims for kind in kinds(world, c)),
        "places": Counter(story.place_of(c) or "" for c in world.claims),
    }


def _account_name(story: Story, account: str | None) -> str | None:
    return story.accounts[account].name if account in story.accounts else account


def _days(story: Story, world: Known) -> Days:
    first, last = first_day(story), last_day(story)
    chosen = min(max(world.as_of, first), last)
    length = max((last - first).days, 1)
    published = set(story.known_from.values())
    return Days(
        first=first,
        last=last,
        chosen=chosen,
        words=in_words(chosen.isoformat()),
        ticks=tuple(round(100 * (d - first).days / length, 2) for d in sorted(published)),
    )
