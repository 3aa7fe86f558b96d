"""What is known: the claims of a story that are considered, and what follows from them.

A day, some sources or some of those who assert things may be all that is considered. Status,
findings and drawing then follow from those claims alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from layers.story.dates import date_range, day
from layers.story.findings import Finding, findings_of
from layers.story.records import Claim
from layers.story.story import Story

Names = frozenset[str]
LENGTH = "reported length"  # the role of a line whose length is claimed, and not its place


@dataclass(frozen=True, eq=False)
class Known:
    """Claims considered, in the story's order, and the last day they are known on."""

    story: Story
    claims: tuple[Claim, ...]
    as_of: date

    @cached_property
    def keys(self) -> Names:
        """The keys of the claims."""
        return frozenset(claim.key for claim in self.claims)

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by the place they hang on."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if place := self.story.place_of(claim):
                found.setdefault(place, []).append(claim)
        return {place: tuple(claims) for place, claims in found.items()}

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """What the claims amount to, by the findings' keys."""
        return {finding.key: finding for finding in findings_of(self.story, self.claims)}

    @cached_property
    def conflicts_by_place(self) -> Mapping[str, tuple[Finding, ...]]:
        """Findings in conflict, by the place they concern."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings.values():
            place = self.story.place_of(finding.claims[0])
            if finding.status == "conflict" and place:
                found.setdefault(place, []).append(finding)
        return {place: tuple(findings) for place, findings in found.items()}

    @cached_property
    def absent(self) -> Names:
        """Ids of features that are not drawn: nothing known says what they show, or where.

        Those drawn after claims none of which is known; and a reported length where its place has
        no position, since it is drawn at the place's.
        """
        features = self.story.features.values()
        absent = {f.id for f in features if f.claims and self.keys.isdisjoint(f.claims)}
        lengths = {f.id for f in features if f.role == LENGTH and f.of_place in absent}
        return frozenset(absent | lengths)

    def finding_of(self, claim: Claim) -> Finding | None:
        """The finding a claim belongs to; None for a statement, which is compared with nothing."""
        return self.findings.get(claim.group)


def last_day(story: Story) -> date:
    """The day up to which the story's record goes."""
    return date_range(story.info.date)[1]


def first_day(story: Story) -> date:
    """The day on which the first of the sources may have been published."""
    return min(day(source.published) for source in story.sources.values())


def known(
    story: Story,
    as_of: date | None = None,
    sources: Names | None = None,
    asserters: Names | None = None,
) -> Known:
    """What is known by the end of a day, from some sources, by the account of some asserters.

    None leaves nothing out. A source counts from the first day on which it may have
    been published. The same question has the same answer: one object, made once a process.
    """
    return _known(story, as_of, sources, asserters)


@lru_cache(maxsize=64)
def _known(
    story: Story, as_of: date | None, sources: Names | None, asserters: Names | None
) -> Known:
    published = {s.id: day(s.published) for s in story.sources.values()}
    claims = tuple(
        claim
        for claim in story.claims.values()
        if (as_of is None or published[claim.source] <= as_of)
        and (sources is None or claim.source in sources)
        and (asserters is None or claim.asserted_by in asserters)
    )
    return Known(story, claims, as_of or last_day(story))
