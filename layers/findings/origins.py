"""Origins: the bodies or speakers that claims go back to, and their stated independence.

A claim names its basis or it does not. Claims that cite one body, speak for one person or retell
one another have one origin, also where nobody has that origin's text. An origin is *stated* when
some claim of it rests on own reporting; two that are not stated may still be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..story import Claim, Story
from ..story.fields import CLAIM_KEY

Independence = Literal["one origin", "stated", "not established"]


@dataclass(frozen=True)
class Origin:
    """One origin of some claims: the bodies or speakers at the end of every citation."""

    names: tuple[str, ...]
    stated: bool
    claims: tuple[Claim, ...]

    @property
    def name(self) -> str:
        """Its names in one."""
        return " / ".join(self.names)


@dataclass(frozen=True)
class _Root:
    """The end of one claim's citations: who is shown for it, and by what it is one with others."""

    names: tuple[str, ...]
    joins: frozenset[str]
    stated: bool


def origins_of(story: Story, claims: Iterable[Claim]) -> tuple[Origin, ...]:
    """The origins of claims on one subject and attribute, in the order of the claims."""
    groups: list[tuple[set[str], list[tuple[Claim, _Root]]]] = []
    for claim in claims:
        root = _root(story, claim)
        joins, members = set(root.joins), [(claim, root)]
        for group in [g for g in groups if g[0] & joins]:
            joins |= group[0]
            members = group[1] + members
            groups.remove(group)
        groups.append((joins, members))
    order = {claim.key: number for number, claim in enumerate(claims)}
    made = [_origin(sorted(m, key=lambda told: order[told[0].key])) for _, m in groups]
    return tuple(sorted(made, key=lambda o: min(order[c.key] for c in o.claims)))


def independence(origins: Sequence[Origin]) -> Independence:
    """The stated independence of origins: at least two that rest on own reporting."""
    if len(origins) < 2:
        return "one origin"
    return "stated" if sum(o.stated for o in origins) > 1 else "not established"


def voices(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Everybody who says it, each once."""
    return tuple(dict.fromkeys(claim.asserted_by for claim in claims))


def cited_claims(story: Story, claim: Claim) -> tuple[Claim, ...]:
    """The recorded claims that a claim cites: by their keys, or a cited source's on its matter."""
    found = []
    for name in claim.cites:
        if name in story.claims:
            found.append(story.claims[name])
        elif name in story.sources:
            found += [c for c in story.claims_of(name) if c.group == claim.group]
    return tuple(c for c in found if c.key != claim.key)


def _root(story: Story, claim: Claim, path: frozenset[str] = frozenset()) -> _Root:
    publisher = story.sources[claim.source].publisher
    speaker = claim.asserted_by
    if claim.basis != "cites":
        own = claim.basis == "own reporting"
        joins = {speaker, publisher} if own else {speaker}
        return _Root((speaker,), frozenset(joins), own)
    recorded = cited_claims(story, claim)
    path |= {claim.key}
    roots = [_root(story, cited, path) for cited in recorded if cited.key not in path]
    bodies = [_body(story, name) for name in claim.cites if not re.fullmatch(CLAIM_KEY, name)]
    names = [name for root in roots for name in root.names] or bodies or [speaker]
    # By their keys, claims are one that cite each other in a ring, which ends at no name.
    ring = {claim.key, *(cited.key for cited in recorded)}
    joins = {*names, *bodies, *ring}.union(*(root.joins for root in roots))
    if speaker != publisher:
        joins.add(speaker)
    return _Root(tuple(dict.fromkeys(names)), frozenset(joins), any(r.stated for r in roots))


def _body(story: Story, name: str) -> str:
    return story.sources[name].publisher if name in story.sources else name


def _origin(members: Sequence[tuple[Claim, _Root]]) -> Origin:
    return Origin(
        names=tuple(dict.fromkeys(name for _, root in members for name in root.names)),
        stated=any(root.stated for _, root in members),
        claims=tuple(claim for claim, _ in members),
    )
