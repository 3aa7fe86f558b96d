"""Timeline: dated events, and the forecasts of each with their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..story import Claim, Story
from ..story.dates import date_range
from ..story.wording import counted
from .finding import Finding, Value
from .known import Known
from .status import reported
from .values import days_of

Verdict = Literal["early", "late", "right", "open"]
Span = tuple[int, int]
MONTH = 31  # days of the longest month


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
    """A forecast value and how it did, said in `words`.

    `days` are the least and the most between it and the outcome; they differ where a date is no
    single day.
    """

    value: Value
    first: date
    last: date
    verdict: Verdict
    days: Span
    words: str


@dataclass(frozen=True)
class Outcome:
    """All forecasts of one place, and when it happened, when that is known.

    `vague`: no source says the day itself, only that it was about then.
    """

    place: str
    group: str
    forecasts: tuple[Forecast, ...]
    happened: tuple[date, date] | None
    vague: bool
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
    """The findings of dates that were only planned; one that only says "not" has none."""
    planned = (f for f in findings if story.attributes[f.attribute].marks == "planned")
    return [finding for finding in planned if finding.values]


def outcomes(known: Known, findings: Iterable[Finding]) -> Iterator[Outcome]:
    """For each finding of forecasts, how each forecast did and when it really was."""
    story = known.story
    opening: dict[str, list[Claim]] = {}
    for claim in known.standing:
        if story.attributes[claim.attribute].marks == "opened" and reported(story, claim):
            opening.setdefault(claim.about, []).append(claim)
    for finding in findings:
        opened = tuple(opening.get(finding.about, ()))
        happened, vague = _happened(opened), any(map(_is_vague, opened))
        yield Outcome(
            place=finding.about,
            group=finding.key,
            forecasts=tuple(_forecast(v, happened, vague, known) for v in finding.values),
            happened=happened,
            vague=vague,
            behind=opened,
        )


def _happened(opened: Iterable[Claim]) -> tuple[date, date] | None:
    """The days that all who report it leave open; when there are none, all that any does."""
    ranges = [days_of(claim) for claim in opened]
    if not ranges:
        return None
    first, last = max(r[0] for r in ranges), min(r[1] for r in ranges)
    if first <= last:
        return first, last
    return min(r[0] for r in ranges), max(r[1] for r in ranges)


def _is_vague(claim: Claim) -> bool:
    """True when a date is said to be no more than about right."""
    written = isinstance(claim.value, str) and claim.value.endswith(("~", "?", "%"))
    return written or not {"approximate", "day of publication"}.isdisjoint(claim.hedges)


def _forecast(
    value: Value, happened: tuple[date, date] | None, vague: bool, known: Known
) -> Forecast:
    first, last = value.covers.days
    by = any(claim.deadline for claim in value.claims)
    verdict, days = _verdict(first, last, by, happened, known.as_of)
    about = vague or any(map(_is_vague, value.claims))
    words = {
        "late": f"late: opened {_in_days(days, about)} after",
        "early": f"early: opened {_in_days(days, about)} before",
        "right": f"right, with {_in_days(days, about)} to spare" if by and days[1] else "right",
        "open": f"overdue by {_in_days(days, about)}" if days[0] else "not yet due",
    }[verdict]
    if verdict == "open" and days[0]:
        words = known.silence or words
    return Forecast(value, first, last, verdict, days, words)


def _in_days(days: Span, about: bool) -> str:
    """Days between two dates, only as exact as these are: "about 69 days", "7 to 98 days"."""
    least, most = days
    if least < most:
        return f"{least:,} to {counted(most, 'day')}"
    return f"{'about ' if about else ''}{counted(most, 'day')}"


def _verdict(
    first: date, last: date, by: bool, happened: tuple[date, date] | None, as_of: date
) -> tuple[Verdict, Span]:
    """The verdict on a forecast, and its error in days; "by" a date cannot come too early.

    "By" a month or a day is by its end. "By" a summer or a year leaves open by which day of it.
    """
    due = last if by and (last - first).days <= MONTH else first
    if happened is None:
        # Not overdue before the last day that it leaves open, however long that is.
        over = (as_of - last).days
        return "open", (over, (as_of - due).days) if over > 0 else (0, 0)
    if happened[0] > last:
        return "late", ((happened[0] - last).days, (happened[1] - due).days)
    if happened[1] < first and not by:
        return "early", ((first - happened[1]).days, (last - happened[0]).days)
    spare = (last - happened[1]).days, (last - happened[0]).days
    return "right", (max(min(spare), 0), max(*spare, 0))
