"""Checks of a claim beside its source and the attribute that it states."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Fault, Problem, listed, problems_of
from .dates import date_range
from .fields import quarter_hint
from .records import TIME_UNITS, Attribute, Claim, Source


def claim_problems(
    claim: Claim,
    source: Source | None,
    attributes: dict[str, Attribute],
    known: list[str],
    file: str,
) -> list[Problem]:
    """Problems of a claim beside its source and the story's attributes.

    `known` names all attributes, `attributes` has those of them that are right; both are empty
    when none could be read.
    """
    return problems_of(file, claim.id, _faults(claim, source, attributes, known))


def _faults(
    claim: Claim, source: Source | None, attributes: dict[str, Attribute], known: list[str]
) -> Iterator[Fault]:
    if source is not None and source.read == "full text" and not claim.computed:
        if claim.paragraph is None:
            yield "paragraph", None, "missing; a claim from a full text names its paragraph"
        if claim.quote is None:
            yield "quote", None, "missing; a claim from a full text quotes a fragment"
    yield from _basis_faults(claim)
    if known and claim.attribute not in known:
        there = listed(known, claim.attribute)
        yield "attribute", claim.attribute, f"not an attribute of the story: {there}"
    if claim.attribute in attributes:
        yield from value_faults(claim, attributes[claim.attribute])
    if known and claim.runs_from is not None:
        start = attributes.get(claim.runs_from)
        if claim.runs_from not in known or (start is not None and start.kind != "date"):
            yield "runs_from", claim.runs_from, "must be an attribute of kind date"


def _basis_faults(claim: Claim) -> Iterator[Fault]:
    """Faults of a claim's basis: told twice or not at all."""
    if claim.basis == "cites" and not claim.cites:
        yield "cites", None, 'missing; a claim whose basis is "cites" names what it cites'
    if claim.cites and claim.basis != "cites":
        yield "basis", claim.basis, 'must be "cites" where something is cited'
    if claim.rebuts and not claim.reason:
        yield "reason", None, "missing; a rebuttal says why"
    if claim.reason and not claim.rebuts:
        yield "reason", claim.reason, "must be left out: only a rebuttal has one"
    if len(set(claim.hedges)) < len(claim.hedges):
        yield "hedges", list(claim.hedges), "must name each hedge once"


def value_faults(claim: Claim, attribute: Attribute) -> list[Fault]:
    """Field, value and what would be right, where a value does not fit its attribute."""
    value, unit = claim.value, claim.unit
    number = isinstance(value, int | float)
    if attribute.kind == "statement":
        given = [("value", value), ("unit", unit)]
        return [(n, v, "must be left out: a statement has none") for n, v in given if v is not None]
    if value is None:
        return [("value", None, f"missing; {claim.attribute} is a {attribute.kind}")]
    if attribute.kind == "text" and number:
        return [("value", value, "must be a text in quotes")]
    if attribute.kind == "quantity":
        if not number:
            return [("value", value, "must be a number without quotes")]
        if attribute.units and unit not in attribute.units:
            return [("unit", unit, f"must be one of {', '.join(attribute.units)}")]
        return []
    if not number and unit is not None:
        return [("unit", unit, "must be left out: only a number has one")]
    if number:
        faults: list[Fault] = []
        if unit not in TIME_UNITS:
            expected = f"must be one of {', '.join(TIME_UNITS)}"
            if attribute.kind == "date" and isinstance(value, int) and 1000 <= value < 10_000:
                expected += f'; or, if this is a year, the value in quotes: "{value:g}"'
            faults.append(("unit", unit, expected))
        if claim.runs_from is None:
            faults.append(("runs_from", None, "missing; what date does the duration run from?"))
        return faults
    return _date_faults(str(value)) if attribute.kind == "date" else []


def _date_faults(value: str) -> list[Fault]:
    try:
        date_range(value)
    except ValueError:
        hint = quarter_hint(value)
        return [("value", value, f'must be an EDTF date such as "2025-04-30" or "2026-06~"{hint}')]
    return []
