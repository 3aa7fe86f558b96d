"""What happened, when, and how the forecasts of it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from layers.story.dates import date_range
from layers.story.findings import Finding, Value
from layers.story.known import Known
from layers.story.records import Claim
from layers.story.status import reported
from layers.story.story import Story
from layers.story.wording import counted

Verdict = Literal["early", "late", "right", "open"]


@dataclass(frozen=True)
class Event:
    """Something dated: first and last day on which it may have been, and the claims of it.

    `ahead` is true when it still lay ahead of every source that tells of it.
    """

    group: str
    title: str
    first: date
    last: date
    edtf: str
    ahead: bool
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Forecast:
    """A forecast value and how it did: `days` between it and the outcome, said in `words`."""

    value: Value
    first: date
    last: date
    verdict: Verdict
    days: int
    words: str


@dataclass(frozen=True)
class Outcome:
    """All forecasts of one place, and when it happened, when that is known."""

    place: str
    group: str
    forecasts: tuple[Forecast, ...]
    happened: tuple[date, date] | None
    behind: tuple[Claim, ...]


def events(story: Story, claims: Iterable[Claim]) -> list[Event]:
    """Everything dated that claims tell of, forecasts of a completion left out, in time's order."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if edtf := _when(story, claim):
            found.setdefault((claim.group, edtf), []).append(claim)
    return sorted(
        (_event(story, group, edtf, told) for (group, edtf), told in found.items()),
        key=lambda e: (e.first, e.last),
    )


def _when(story: Story, claim: Claim) -> str | None:
    """When what a claim tells of is said to be, as EDTF."""
    attribute = story.attributes[claim.attribute]
    if attribute.kind != "date":
        return claim.when
    return claim.value if isinstance(claim.value, str) and attribute.marks != "planned" else None


def _event(story: Story, group: str, edtf: str, claims: list[Claim]) -> Event:
    claim = claims[0]
    first, last = date_range(edtf)
    attribute = story.attributes[claim.attribute]
    # A statement says what happened itself; a date only when something named did.
    dated = f"{attribute.label}: {story.subject_name(claim)}"
    return Event(
        group=group,
        title=dated if attribute.kind == "date" else claim.says,
        first=first,
        last=last,
        edtf=edtf,
        ahead=all(first > date_range(story.sources[c.source].published)[1] for c in claims),
        claims=tuple(claims),
    )


def forecast_findings(story: Story, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of dates that were only planned."""
    return [f for f in findings if story.attributes[f.attribute].marks == "planned"]


def outcomes(known: Known, findings: Iterable[Finding]) -> Iterator[Outcome]:
    """For each finding of forecasts, how each forecast did and when it really was."""
    story = known.story
    opening: dict[str, list[Claim]] = {}
    for claim in known.claims:
        if story.attributes[claim.attribute].marks == "opened" and reported(story, claim):
            opening.setdefault(claim.about, []).append(claim)
    for finding in findings:
        opened = tuple(opening.get(finding.about, ()))
        ranges = [date_range(str(claim.value)) for claim in opened]
        happened = (min(r[0] for r in ranges), max(r[1] for r in ranges)) if ranges else None
        yield Outcome(
            place=finding.about,
            group=finding.key,
            forecasts=tuple(_forecast(v, happened, known.as_of) for v in finding.values),
            happened=happened,
            behind=opened,
        )


def _forecast(value: Value, happened: tuple[date, date] | None, as_of: date) -> Forecast:
    first, last = value.covers.days
    by = any(claim.deadline for claim in value.claims)
    verdict, days = _verdict(first, last, by, happened, as_of)
    in_days = counted(days, "day")
    words = {
        "late": f"late: opened {in_days} after",
        "early": f"early: opened {in_days} before",
        "right": f"right, with {in_days} to spare" if by and days else "right",
        "open": f"overdue by {in_days}" if days else "not yet due",
    }[verdict]
    return Forecast(value, first, last, verdict, days, words)


def _verdict(
    first: date, last: date, by: bool, happened: tuple[date, date] | None, as_of: date
) -> tuple[Verdict, int]:
    """How a forecast did and by how many days; what is due "by" a date cannot come too early."""
    if happened is None:
        return "open", max((as_of - last).days, 0)
    if happened[0] > last:
        return "late", (happened[0] - last).days
    if happened[1] < first and not by:
        return "early", (first - happened[1]).days
    return "right", max((last - happened[1]).days, 0)
