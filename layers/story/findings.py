"""Findings: what claims on one subject and one attribute amount to.

Nothing here is kept by hand: values are brought to one measure (see values.py) and compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from layers.errors import Problem
from layers.story.records import Attribute, Claim
from layers.story.story import Story
from layers.story.values import Covers, covered, speaks_of
from layers.story.wording import value_text

Status = Literal["single", "agreed", "conflict"]


@dataclass(frozen=True)
class Value:
    """One value and the claims that give it; `origins` are who it goes back to, each once."""

    text: str
    covers: Covers
    claims: tuple[Claim, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What is claimed of one subject's attribute.

    `single`: no two independent origins bear each other out. `agreed`: two do, of one time, and no
    two values are apart. `conflict`: at least two values are outside each other's
    tolerance. Values are in order of size or time. `claims` are all; `not_comparable` those of
    another measure than most.
    """

    about: str
    attribute: str
    status: Status
    values: tuple[Value, ...]
    claims: tuple[Claim, ...]
    origins: tuple[str, ...]
    not_comparable: tuple[Claim, ...] = ()

    @property
    def key(self) -> str:
        """Its name within the story: subject.attribute."""
        return f"{self.about}.{self.attribute}"

    @property
    def within_one_source(self) -> tuple[str, ...]:
        """Sources that contradict themselves here."""
        sources = dict.fromkeys(claim.source for value in self.values for claim in value.claims)
        return tuple(source for source in sources if _apart(self._told_by(source)))

    def _told_by(self, source: str) -> list[Value]:
        """The values that a source gives, with its own claims only: others' times are not its."""
        told = [
            replace(value, claims=tuple(c for c in value.claims if c.source == source))
            for value in self.values
        ]
        return [value for value in told if value.claims]


def findings_of(story: Story, claims: Sequence[Claim]) -> Iterator[Finding]:
    """A finding for each subject and attribute that claims give values of, in their order."""
    groups: dict[str, list[Claim]] = {}
    dated: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.value is not None:
            groups.setdefault(claim.group, []).append(claim)
        if isinstance(claim.value, str) and story.attributes[claim.attribute].kind == "date":
            dated.setdefault(claim.about, []).append(claim)
    for group in groups.values():
        first = group[0]
        yield _finding(story, group, story.attributes[first.attribute], dated.get(first.about, ()))


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


def origin_of(story: Story, claim: Claim) -> str:
    """Who a claim goes back to: the asserter of the claim it retells, and so on.

    Of claims that retell one another in a ring, the one that is first by its key counts as what
    all of them go back to.
    """
    path = {claim.key: claim}
    while claim.origin in story.claims:
        claim = story.claims[claim.origin]
        if claim.key in path:
            ring = list(path)[list(path).index(claim.key) :]
            return path[min(ring)].asserted_by
        path[claim.key] = claim
    return claim.asserted_by


def _finding(
    story: Story, group: list[Claim], attribute: Attribute, starts: Iterable[Claim]
) -> Finding:
    covers = {claim.key: covered(claim, attribute, starts) for claim in group}
    measures = Counter(c.measure for c in covers.values() if c)
    # Where as many claims are in one measure as in another, the first in the sources' order wins.
    common = measures.most_common(1)[0][0] if measures else None
    compared = [c for c in group if (found := covers[c.key]) and found.measure == common]
    apart = {c.key for c in group} - {c.key for c in compared}
    values = tuple(_values(story, compared, covers))
    origins = _origins(story, compared or group)
    status: Status = "agreed" if _borne_out(story, values) else "single"
    return Finding(
        about=group[0].about,
        attribute=group[0].attribute,
        status="conflict" if _apart(values) else status,
        values=values,
        claims=tuple(group),
        origins=origins,
        not_comparable=tuple(c for c in group if c.key in apart),
    )


def _values(story: Story, claims: list[Claim], covers: dict[str, Covers | None]) -> Iterator[Value]:
    given: dict[tuple[str, Covers], list[Claim]] = {}
    for claim in claims:
        if found := covers[claim.key]:
            given.setdefault((value_text(story, claim), found), []).append(claim)
    for text, found in sorted(given, key=lambda v: (v[1].low, v[1].high)):
        same = given[text, found]
        yield Value(text, found, tuple(same), _origins(story, same))


def _origins(story: Story, claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(origin_of(story, claim) for claim in claims))


def _apart(values: Iterable[Value]) -> bool:
    """Whether two values cannot both be true, of the same time."""
    return any(
        not a.covers.agrees(b.covers) and _of_one_time(a.claims, b.claims)
        for a, b in combinations(values, 2)
    )


def _borne_out(story: Story, values: Sequence[Value]) -> bool:
    """Whether two independent origins give values of one time that agree."""
    told = [(value, claim) for value in values for claim in value.claims]
    return any(
        origin_of(story, one) != origin_of(story, other)
        and a.covers.agrees(b.covers)
        and _may_meet(speaks_of(one), speaks_of(other))
        for (a, one), (b, other) in combinations(told, 2)
    )


def _of_one_time(a: Iterable[Claim], b: Iterable[Claim]) -> bool:
    """Whether some claims of both may speak of the same time."""
    return any(_may_meet(speaks_of(one), speaks_of(other)) for one in a for other in b)


def _may_meet(a: object, b: object) -> bool:
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return True
    return bool(a[0] <= b[1] and b[0] <= a[1])
