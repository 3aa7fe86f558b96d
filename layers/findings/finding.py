"""Findings: claims on one subject and one attribute, compared: single, agreed, in conflict.

Nothing here is kept by hand: values are brought to one measure (see values.py) and compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from ..errors import Problem
from ..story import Claim, Story
from ..story.wording import value_text
from .origins import Independence, Origin, independence, origins_of, voices
from .values import Covers, covered, speaks_of

Status = Literal["single", "voices", "agreed", "rebutted", "conflict"]
Rebuttals = Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True)
class Value:
    """One value, the claims that give it, whom they go back to, and the claims that rebut it."""

    text: str
    covers: Covers
    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    rebutted: tuple[Claim, ...] = ()

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who says it."""
        return voices(self.claims)


@dataclass(frozen=True)
class Finding:
    """The claims on one subject's attribute, compared.

    `single`: all goes back to one origin. `voices`: several bear each other out, and nobody states
    that they are independent. `agreed`: two whose own reporting is stated do, of one time.
    `rebutted`: what disagrees is a value and its rebuttal. `conflict`: at least two values are
    outside each other's tolerance. Values are in order of size or time. `claims` are all;
    `not_comparable` those of another measure than most; `computed` are values that no source
    states, and count for nothing.
    """

    about: str
    attribute: str
    status: Status
    values: tuple[Value, ...]
    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    not_comparable: tuple[Claim, ...] = ()
    computed: tuple[Value, ...] = ()

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who states a value."""
        return voices(claim for claim in self.claims if not claim.computed)

    @property
    def independence(self) -> Independence:
        """The independence of its origins, as far as records state it."""
        return independence(self.origins)

    @property
    def key(self) -> str:
        """Its name within the story: subject.attribute."""
        return f"{self.about}.{self.attribute}"

    @property
    def within_one_source(self) -> tuple[str, ...]:
        """Sources that contradict themselves here, and not a value that they rebut."""
        sources = dict.fromkeys(claim.source for value in self.values for claim in value.claims)
        return tuple(
            source
            for source in sources
            if any(
                _apart(a, b) and not _settled(a, b)
                for a, b in combinations(self._told_by(source), 2)
            )
        )

    def _told_by(self, source: str) -> list[Value]:
        """The values that a source gives, with its own claims only: others' times are not its."""
        told = [
            replace(value, claims=tuple(c for c in value.claims if c.source == source))
            for value in self.values
        ]
        return [value for value in told if value.claims]


def findings_of(
    story: Story, claims: Sequence[Claim], rebutted: Rebuttals = MappingProxyType({})
) -> Iterator[Finding]:
    """A finding for each subject and attribute that sources give values of, in their order.

    `rebutted` has, by the key of a claim, the claims that say it is wrong.
    """
    groups: dict[str, list[Claim]] = {}
    dated: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.value is not None:
            groups.setdefault(claim.group, []).append(claim)
        if isinstance(claim.value, str) and story.attributes[claim.attribute].kind == "date":
            dated.setdefault(claim.about, []).append(claim)
    for group in groups.values():
        if not all(claim.computed for claim in group):
            yield _finding(story, group, dated.get(group[0].about, ()), rebutted)


def comparison_problems(story: Story, findings: Iterable[Finding]) -> Iterator[Problem]:
    """Every claim whose value cannot be held against its neighbours'."""
    for finding in findings:
        for claim in finding.not_comparable:
            others = [c for c in finding.claims if c not in finding.not_comparable]
            file = story.files.get(claim.source, "seeds/")
            if claim.runs_from and story.attributes[claim.attribute].kind == "date":
                what = f"nothing about {claim.about} dates it within the calendar to run from"
                yield Problem(file, claim.id, "runs_from", claim.runs_from, what)
                continue
            given = ", ".join(dict.fromkeys(str(c.unit or c.value) for c in others))
            what = f"cannot be compared with the other values of {finding.key}, in {given}"
            yield Problem(file, claim.id, "unit", claim.unit or str(claim.value), what)


def _finding(
    story: Story, group: list[Claim], starts: Iterable[Claim], rebutted: Rebuttals
) -> Finding:
    attribute = story.attributes[group[0].attribute]
    covers = {claim.key: covered(claim, attribute, starts) for claim in group}
    told = [claim for claim in group if not claim.computed]
    measures = Counter(found.measure for claim in told if (found := covers[claim.key]))
    # Where as many claims are in one measure as in another, the first in the sources' order wins.
    common = measures.most_common(1)[0][0] if measures else None
    compared = [c for c in group if (found := covers[c.key]) and found.measure == common]
    reports = [claim for claim in compared if not claim.computed]
    apart = {c.key for c in group} - {c.key for c in compared}
    values = tuple(_values(story, reports, covers, rebutted))
    origins = origins_of(story, reports or told)
    return Finding(
        about=group[0].about,
        attribute=group[0].attribute,
        status=_status(values, origins),
        values=values,
        claims=tuple(group),
        origins=origins,
        not_comparable=tuple(c for c in group if c.key in apart),
        computed=tuple(_values(story, [c for c in compared if c.computed], covers, {})),
    )


def _values(
    story: Story, claims: list[Claim], covers: Mapping[str, Covers | None], rebutted: Rebuttals
) -> Iterator[Value]:
    given: dict[tuple[str, Covers], list[Claim]] = {}
    for claim in claims:
        if found := covers[claim.key]:
            given.setdefault((value_text(story, claim), found), []).append(claim)
    # A rebuttal is of a value: it meets everybody who gives the same.
    wrong = [(covers[c.key], c, rebutted[c.key]) for c in claims if c.key in rebutted]
    for text, found in sorted(given, key=lambda v: (v[1].low, v[1].high)):
        same = given[text, found]
        by = [
            claim
            for theirs, other, rebutters in wrong
            if theirs and theirs.agrees(found) and _of_one_time([other], same)
            for claim in rebutters
            if claim not in same
        ]
        yield Value(text, found, tuple(same), origins_of(story, same), tuple(dict.fromkeys(by)))


def _status(values: Sequence[Value], origins: Sequence[Origin]) -> Status:
    apart = [(a, b) for a, b in combinations(values, 2) if _apart(a, b)]
    if apart:
        return "rebutted" if all(_settled(a, b) for a, b in apart) else "conflict"
    if len(origins) < 2:
        return "single"
    return "agreed" if _borne_out(values, origins) else "voices"


def _apart(a: Value, b: Value) -> bool:
    """True when two values of the same time cannot both hold."""
    return not a.covers.agrees(b.covers) and _of_one_time(a.claims, b.claims)


def _settled(a: Value, b: Value) -> bool:
    """True when one value is the other's rebuttal."""
    return any(c in one.rebutted for one, other in ((a, b), (b, a)) for c in other.claims)


def _borne_out(values: Sequence[Value], origins: Sequence[Origin]) -> bool:
    """True when two origins stated to be independent give values of one time that agree."""
    covers = {claim.key: value.covers for value in values for claim in value.claims}
    stated = [origin for origin in origins if origin.stated]
    return any(
        covers[one.key].agrees(covers[other.key]) and _may_meet(speaks_of(one), speaks_of(other))
        for a, b in combinations(stated, 2)
        for one in a.claims
        for other in b.claims
        if one.key in covers and other.key in covers
    )


def _of_one_time(a: Iterable[Claim], b: Iterable[Claim]) -> bool:
    """True when some claims of both may speak of the same time."""
    return any(_may_meet(speaks_of(one), speaks_of(other)) for one in a for other in b)


def _may_meet(a: object, b: object) -> bool:
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return True
    return bool(a[0] <= b[1] and b[0] <= a[1])
