"""Views of every day by every account and from every source, computed as the server computes them.

A view is a flat table of what is shown. A table of views has, for each day on which anything
changes, what does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from markupsafe import Markup

from ..findings.known import Known, first_day, last_day
from ..findings.timeline import forecast_findings
from ..html.cards import card, group_card
from ..snapshot.page.contents import weighed
from ..story import Story
from ..story.dates import day
from ..view import Scope, Seen, seen, selectable
from ..view.address import facet_names
from ..view.numbers import feature_numbers, place_numbers
from ..view.uncertain_areas import areas
from ..webmap.overlay import told
from .pieces import Pieces

# What is shown, by a letter for its kind and what it is of: "p:" a part of the page and "c:" the
# card of a place, by the number of their HTML; "f:" the status of a finding with its claims, and
# "o:" the outline of an area and "t:" the tooltip and label of a feature, by the number of their
# JSON; "k:" a claim that is known, "a:" a feature that is not drawn and "w:" one that is not drawn
# from afar; "s" the day since when an account is silent.
View = dict[str, int | str]
IN_PIECES = "pcfot"  # those of which the number is that of a piece
Changes = dict[str, int | str | None]
DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Views:
    """A story's views and the pieces that they are made of."""

    story: Story
    pieces: Pieces

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each source in the list of them."""
        return {source: number for number, source in enumerate(self.story.sources, 1)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each place."""
        return place_numbers(self.story)

    @cached_property
    def claims(self) -> Mapping[str, int]:
        """The number of each claim."""
        return {key: number for number, key in enumerate(self.story.claims)}

    def parts(self, shown: Seen) -> dict[str, Markup]:
        """The HTML of every part of the page."""
        return weighed(shown, self.numbers)

    def cards(self, known: Known) -> dict[str, Markup]:
        """The HTML of the cards: of places by number, of groups that are at no place by key."""
        story = self.story
        found = {
            str(number): card(known, place, heading="h2", numbers=self.numbers)
            for place, number in self.places.items()
            if selectable(story, place)
        }
        for group in dict.fromkeys(claim.group for claim in known.claims):
            if story.place_of_group(group) is None:
                found[group] = group_card(known, group, self.numbers) or Markup()
        return found

    def view(self, scope: Scope) -> View:
        """The view of a scope that leaves nothing out of sight."""
        shown = seen(self.story, scope)
        known, pieces = shown.known, self.pieces
        view: View = {f"p:{n}": pieces.number(html) for n, html in self.parts(shown).items()}
        view |= {f"c:{n}": pieces.number(html) for n, html in self.cards(known).items()}
        for key, finding in known.findings.items():
            claims = [self.claims[claim.key] for claim in finding.claims]
            beside = [self.claims[claim.key] for claim in finding.not_comparable]
            view[f"f:{key}"] = self._json([finding.status, claims, beside])
        view |= {f"o:{n}": self._json(outline) for n, outline in areas(shown).items()}
        view |= {f"t:{n}": self._json(texts) for n, texts in told(shown).items()}
        view |= {f"w:{feature_numbers(self.story)[name]}": 1 for name in shown.crowded}
        view |= {f"k:{self.claims[claim.key]}": 1 for claim in known.claims}
        view |= {f"a:{feature_numbers(self.story)[name]}": 1 for name in known.absent}
        if known.silent_since:
            view["s"] = known.silent_since.isoformat()
        return view

    def _json(self, value: object) -> int:
        return self.pieces.number(json.dumps(value, separators=(",", ":")))

    def table(self, scope: Scope) -> list[tuple[date, Changes]]:
        """The first day of each view of a scope, and what is not as it was the day before."""
        found, before = [], View()
        for when, now in self._by_day(scope):
            if changes := _changes(before, now):
                found.append((when, changes))
            before = now
        return found

    def _by_day(self, scope: Scope) -> Iterator[tuple[date, View]]:
        days = [first_day(self.story), *self._days(scope)]
        for when, after in zip(days, [*days[1:], last_day(self.story) + DAY], strict=True):
            shown = seen(self.story, _on(scope, when))
            yield when, self.view(_on(scope, when))
            for then in sorted(_turns(shown)):
                if when < then < after:
                    yield then, self.view(_on(scope, then))

    def _days(self, scope: Scope) -> list[date]:
        """The days, after the first, on which claims of a scope become known or are corrected."""
        story, whole = self.story, seen(self.story, scope)
        told = {story.known_from[claim.source] for claim in whole.known.claims}
        told |= {day(correction.date) for correction in story.corrections}
        return sorted(when for when in told if first_day(story) < when <= last_day(story))


def _on(scope: Scope, when: date) -> Scope:
    return Scope(when, scope.account, scope.sources)


def _turns(shown: Seen) -> Iterator[date]:
    """The days on which a view changes though nothing new is told.

    An account falls silent the day after it said something, and a forecast is overdue the day
    after the last one that it left open.
    """
    known = shown.known
    if known.accounts is not None:
        yield known.as_of + DAY
    for finding in forecast_findings(known.story, known.findings.values()):
        for value in finding.values:
            yield value.covers.days[1] + DAY


def _changes(before: View, now: View) -> Changes:
    new: Changes = {key: value for key, value in now.items() if before.get(key) != value}
    return new | dict.fromkeys(before.keys() - now.keys())


def scopes(story: Story) -> Iterator[tuple[str, Scope]]:
    """Every table of views: everybody's, each account's, each asserter's, each source's."""
    names = facet_names(story)
    yield "everybody", Scope()
    for number, account in enumerate(story.accounts):
        yield f"account-{number}", Scope(account=account)
    for number, asserter in enumerate(names["asserters"]):
        yield f"by-{number}", Scope(account=asserter)
    for number, source in enumerate(names["sources"]):
        yield f"source-{number}", Scope(sources=frozenset({source}))
