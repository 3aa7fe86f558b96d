"""Sums and differences of claims: values that are computed and that no source gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from ..errors import Fault, Problem, problems_of
from ..story import Claim, Story
from ..story.units import measure

HERE = "computed here"  # who asserts a computed value
_OF_A_PAGE = ("hedges", "cites", "paragraph", "quote")


def computed_problems(story: Story, file_of: Callable[[str], str]) -> list[Problem]:
    """Problems of the computed claims of a story, which need no text."""
    return [
        problem
        for claim in story.claims.values()
        for problem in problems_of(
            file_of(claim.source), claim.id, computed_faults(claim, story.claims)
        )
    ]


def computed_faults(claim: Claim, claims: Mapping[str, Claim]) -> Iterator[Fault]:
    """Field, value and what would be right, for a computed claim or one that says that it is."""
    if not claim.computed:
        if claim.asserted_by == HERE:
            yield "computed", None, "missing; name the claims that the value is computed from"
        return
    if claim.asserted_by != HERE:
        yield "asserted_by", claim.asserted_by, f'must be "{HERE}": no source says it'
    for field in _OF_A_PAGE:
        if given := getattr(claim, field):
            yield field, given, "must be left out: a computed value stands in no source"
    if claim.basis != "not stated":
        yield "basis", claim.basis, "must be left out: a computed value stands in no source"
    parts = [claims[key] for key in claim.computed if key in claims]
    if len(parts) == len(claim.computed):  # else the link that leads nowhere is reported as such
        yield from _sum_faults(claim, parts)


def _sum_faults(claim: Claim, parts: list[Claim]) -> Iterator[Fault]:
    if not isinstance(claim.value, int | float):
        yield "value", claim.value, "must be a number: sums and differences are computed"
        return
    if len(parts) < 2:
        yield "computed", list(claim.computed), "must name two claims or more"
        return
    name, factor = measure(claim.unit or "")
    terms = []
    for part in parts:
        other, each = measure(part.unit or "")
        if not isinstance(part.value, int | float) or other != name:
            stated = f"{'' if part.value is None else part.value} {part.unit or ''}".strip()
            expected = f"{part.key} has {stated or 'no value'}, which is not in {claim.unit}"
            yield "computed", list(claim.computed), expected
            return
        terms.append(part.value * each / factor)
    total, rest = sum(terms), terms[0] - sum(terms[1:])
    right = [total, rest, -rest] if len(terms) == 2 else [total, rest]
    if not any(math.isclose(claim.value, number, rel_tol=1e-9) for number in right):
        expected = f"the sum is {total:,.12g} {claim.unit}, the difference {abs(rest):,.12g}"
        yield "value", f"{claim.value} {claim.unit}", expected
