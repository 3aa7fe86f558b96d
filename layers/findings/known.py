"""Known claims: those that a day, sources and asserters leave, and what follows from them.

A day, some sources or some of those who assert things may be all that is considered. Status,
findings and drawing then follow from those claims alone. What a source has retracted or replaced
by then is told, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from ..story import Claim, Correction, Story
from ..story.dates import date_range, day, in_words
from .finding import Finding, findings_of
from .progress import EXTENT, Progress

Names = frozenset[str]
LENGTH = "reported length"  # the role of a line whose length is claimed, and not its place


@dataclass(frozen=True, eq=False)
class Known:
    """Claims considered, in the story's order, and the last day they are known on."""

    story: Story
    claims: tuple[Claim, ...]
    as_of: date
    accounts: Names | None = None  # who asserts what is considered, when not everybody

    @cached_property
    def corrected(self) -> Mapping[str, Correction]:
        """The correction or retraction of each claim that has one by now, by the claim's key."""
        return {
            f"{correction.source}/{claim}": correction
            for correction in self.story.corrections
            if day(correction.date) <= self.as_of
            for claim in correction.claims
        }

    @cached_property
    def standing(self) -> tuple[Claim, ...]:
        """The claims that their sources still stand by, and what is computed from such alone."""
        return tuple(
            claim
            for claim in self.claims
            if self.corrected.keys().isdisjoint((claim.key, *claim.computed))
        )

    @cached_property
    def rebutted(self) -> Mapping[str, tuple[Claim, ...]]:
        """The known claims that rebut each claim, by the key of the rebutted one."""
        found: dict[str, tuple[Claim, ...]] = {}
        for claim in self.standing:
            for key in claim.rebuts:
                found[key] = (*found.get(key, ()), claim)
        return found

    def rebuttals_of(self, claim: Claim) -> tuple[Claim, ...]:
        """The known claims that rebut a claim, or the value that it gives."""
        finding = self.findings.get(claim.group)
        for value in finding.values if finding else ():
            if claim in value.claims:
                return value.rebutted
        return self.rebutted.get(claim.key, ())

    @cached_property
    def latest(self) -> date | None:
        """The day of the last source considered; None when nothing is."""
        days = [self.story.known_from[claim.source] for claim in self.claims]
        return max(days, default=None)

    @property
    def silent_since(self) -> date | None:
        """The last day that the accounts considered say anything on, when that is past."""
        if self.accounts is None or self.latest is None or self.latest >= self.as_of:
            return None
        return self.latest

    @property
    def silence(self) -> str:
        """That nothing later is told by them, in words; or nothing."""
        last = self.silent_since
        return f"nothing by this account after {in_words(str(last))}" if last else ""

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
        """The findings of these claims, by the findings' keys."""
        found = findings_of(self.story, self.standing, self.rebutted)
        return {finding.key: finding for finding in found}

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

        Those drawn after claims none of which is known, or all of which later reports have
        overtaken; and a reported length or progress where its place has no position, since it is
        drawn at the place's.
        """
        features = self.story.features.values()
        standing = {claim.key for claim in self.standing}
        absent = {f.id for f in features if f.claims and standing.isdisjoint(f.claims)}
        at_place = (*(f for f in features if f.role == LENGTH), *self.progress.features)
        placeless = {f.id for f in at_place if f.of_place in absent}
        absent |= placeless | self.progress.overtaken
        return frozenset(absent | self._unneeded(absent))

    def _unneeded(self, absent: Names | set[str]) -> Names:
        """Ids of features that say how far something may reach of which nothing is drawn."""
        drawn = {f.of_place for f in self.progress.features if f.id not in absent}
        of_work = {f.of_place for f in self.progress.features} - drawn
        features = self.story.features.values()
        return frozenset(f.id for f in features if f.role == EXTENT and f.of_place in of_work)

    @cached_property
    def progress(self) -> Progress:
        """Progress of works as these claims last report it."""
        return Progress(self.story, self.standing)

    def finding_of(self, claim: Claim) -> Finding | None:
        """The finding a claim belongs to; None for a statement, which is compared with nothing."""
        return self.findings.get(claim.group)


def last_day(story: Story) -> date:
    """The day up to which the story's record goes."""
    return date_range(story.info.date)[1]


def first_day(story: Story) -> date:
    """The day on which the first of the sources counts as known."""
    return min(story.known_from.values())


def known(
    story: Story,
    as_of: date | None = None,
    sources: Names | None = None,
    asserters: Names | None = None,
) -> Known:
    """The claims known by the end of a day, from some sources, by the account of some asserters.

    None leaves nothing out. A source counts from the last day on which it may have been published,
    or from the one it states; a claim that a correction brings, from the correction's day; what is
    computed here, with all that it is computed from. The same question has the same answer: one
    object, made once a process.
    """
    return _known(story, as_of, sources, asserters)


@lru_cache(maxsize=64)
def _known(
    story: Story, as_of: date | None, sources: Names | None, asserters: Names | None
) -> Known:
    until = as_of or last_day(story)
    brought = {f"{c.source}/{c.now}": day(c.date) for c in story.corrections if c.now}
    told = {
        claim.key
        for claim in story.claims.values()
        if max(brought.get(claim.key, date.min), story.known_from[claim.source]) <= until
        and (sources is None or claim.source in sources)
        and (asserters is None or claim.asserted_by in asserters)
        and not claim.computed
    }
    claims = tuple(
        claim
        for claim in story.claims.values()
        if claim.key in told or (claim.computed and told.issuperset(claim.computed))
    )
    return Known(story, claims, until, asserters)
