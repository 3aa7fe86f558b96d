"""Conflicts side by side, forecasts beside what happened, and the timeline: HTML, safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from layers.story import Claim, Story
from layers.story.dates import day, in_words
from layers.story.evidence import Statement, statement
from layers.story.facts import computed_in
from layers.story.findings import Finding, Value
from layers.story.timeline import (
    Event,
    Forecast,
    Outcome,
    events,
    forecast_findings,
    outcomes,
)
from layers.story.values import DATE, TEXT
from layers.view import Seen
from layers.webmap.axis import Axis, time_axis
from layers.webmap.features import asserter_signs
from layers.webmap.text import UNNUMBERED, html

MOST = 60  # of conflicts and of events on the page; a filter leads to the others
OUTCOMES = 12  # of what was forecast


@dataclass(frozen=True)
class Row:
    """A value beside others: where its bar begins and how wide it is, and who says so."""

    text: str
    bar: tuple[float, float] | None
    sign: int | None
    statements: tuple[Statement, ...]
    ends: str = ""
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True)
class Conflict:
    """A finding in conflict as it is shown, with the axis of its bars when they are dates."""

    finding: Finding
    subject: str
    attribute: str
    place: str | None
    rows: tuple[Row, ...]
    axis: Axis | None
    drawn: bool
    within: tuple[str, ...]
    not_comparable: tuple[Statement, ...]


def conflict_list(seen: Seen, pick: str | None, numbers: Mapping[str, int] = UNNUMBERED) -> Markup:
    """Every conflict that is looked at, value against value, and what cannot be compared."""
    # The most widely disputed first.
    conflicts = sorted(seen.conflicts, key=lambda f: -len(f.origins))
    told = {f.key: f for f in (*conflicts, *seen.not_comparable)}
    shown = [_conflict(seen.story, finding) for finding in list(told.values())[:MOST]]
    return html(
        "conflicts.html",
        conflicts=shown,
        count=len(seen.conflicts),
        left_out=len(told) - len(shown),
        agreed=[_conflict(seen.story, f) for f in seen.findings if f.status == "agreed"][:MOST],
        pick=pick,
        numbers=numbers,
    )


def _conflict(story: Story, finding: Finding) -> Conflict:
    claim = finding.claims[0]
    place = story.place_of(claim)
    axis = _axis_of(finding)
    return Conflict(
        finding=finding,
        subject=story.subject_name(claim),
        attribute=story.attributes[claim.attribute].label,
        place=story.places[place].main.name if place else None,
        rows=tuple(_row(story, finding, value, axis) for value in finding.values),
        axis=axis,
        drawn=any(_draws(story, value.claims) for value in finding.values),
        within=tuple(story.sources[s].publisher for s in finding.within_one_source),
        not_comparable=tuple(statement(story, c) for c in finding.not_comparable),
    )


def _axis_of(finding: Finding) -> Axis | None:
    dates = [v.covers.days for v in finding.values if v.covers.measure == DATE]
    return time_axis(dates) if dates else None


def _row(story: Story, finding: Finding, value: Value, axis: Axis | None) -> Row:
    signs = asserter_signs(story)
    drawn = _draws(story, value.claims)
    return Row(
        text=value.text,
        bar=_bar(finding, value, axis),
        sign=signs.get(value.claims[0].asserted_by) if drawn else None,
        statements=tuple(statement(story, claim) for claim in value.claims),
        ends=_ends(value),
    )


def _ends(value: Value) -> str:
    """The days that a duration ends on, in words; nothing for what is no duration."""
    return _span_words(*value.covers.days) if value.claims[0].runs_from else ""


def _bar(finding: Finding, value: Value, axis: Axis | None) -> tuple[float, float] | None:
    """Dates on the axis; sizes from nought, so that twice as long is twice as much."""
    if value.covers.measure == TEXT:
        return None
    if axis:
        return axis.bar(*value.covers.days)
    middle = [(v.covers.low + v.covers.high) / 2 for v in finding.values]
    own, most = (value.covers.low + value.covers.high) / 2, max(middle)
    return (0.0, round(100 * own / most, 2)) if min(middle) >= 0 and most > 0 else None


def _draws(story: Story, claims: tuple[Claim, ...]) -> bool:
    """Whether something on the map is drawn after one of these claims alone."""
    keys = {claim.key for claim in claims}
    return any(keys.issuperset(behind) for behind in _behind_features(story))


@lru_cache(maxsize=8)
def _behind_features(story: Story) -> tuple[tuple[str, ...], ...]:
    return tuple(feature.claims for feature in story.features.values() if feature.claims)


@dataclass(frozen=True)
class Shown:
    """An event with its bar, its date in words and what a reader can pick."""

    event: Event
    when: str
    bar: tuple[float, float]
    place: str | None
    conflict: bool


def timeline(seen: Seen, pick: str | None) -> Markup:
    """What happened, when; a bar is as long as its date is uncertain."""
    found = events(seen.story, seen.claims)
    axis = time_axis((e.first, e.last) for e in found[:MOST]) if found else None
    shown = [
        Shown(
            event=event,
            when=in_words(event.edtf),
            bar=axis.bar(event.first, event.last),
            place=_place_name(seen.story, event.claims[0]),
            conflict=event.group in {f.key for f in seen.conflicts},
        )
        for event in found[:MOST]
        if axis
    ]
    left_out = len(found) - len(shown)
    return html("timeline.html", events=shown, axis=axis, pick=pick, left_out=left_out)


def _place_name(story: Story, claim: Claim) -> str | None:
    place = story.place_of(claim)
    return story.places[place].main.name if place else None


@dataclass(frozen=True)
class Weighed:
    """Forecasts of one thing beside the day it happened, on one axis."""

    outcome: Outcome
    subject: str
    rows: tuple[Row, ...]
    axis: Axis
    happened: str | None
    line: float | None
    behind: tuple[Statement, ...]


def forecasts(seen: Seen, pick: str | None, numbers: Mapping[str, int] = UNNUMBERED) -> Markup:
    """Each forecast as an interval, the day it happened as a line, and who was how far off."""
    found = forecast_findings(seen.story, seen.findings)
    weighed = [_weighed(seen, o) for o in outcomes(seen.known, found[:OUTCOMES])]
    left_out = len(found) - len(weighed)
    return html(
        "forecasts.html",
        weighed=weighed,
        pick=pick,
        as_of=seen.known.as_of,
        left_out=left_out,
        numbers=numbers,
    )


def _weighed(seen: Seen, outcome: Outcome) -> Weighed:
    story = seen.story
    spans = [(f.first, f.last) for f in outcome.forecasts]
    if outcome.happened:
        spans.append(outcome.happened)
    axis = time_axis([*spans, *_made(story, outcome)])
    days = outcome.happened
    return Weighed(
        outcome=outcome,
        subject=story.subject_name(outcome.forecasts[0].value.claims[0]),
        rows=tuple(_forecast_row(story, forecast, axis) for forecast in outcome.forecasts),
        axis=axis,
        happened=_span_words(*days) if days else None,
        line=axis.at(days[0]) if days else None,
        behind=tuple(statement(story, claim) for claim in outcome.behind),
    )


def _made(story: Story, outcome: Outcome) -> list[tuple[date, date]]:
    """When the forecasts were made: a day each, so that the axis begins with the first of them."""
    made = [
        day(story.sources[claim.source].published)
        for forecast in outcome.forecasts
        for claim in forecast.value.claims
    ]
    return [(when, when) for when in made]


def _span_words(first: date, last: date) -> str:
    return in_words(str(first)) if first == last else in_words(f"{first}/{last}")


def _forecast_row(story: Story, forecast: Forecast, axis: Axis) -> Row:
    return Row(
        text=forecast.value.text,
        bar=axis.bar(forecast.first, forecast.last),
        sign=None,
        statements=tuple(statement(story, claim) for claim in forecast.value.claims),
        ends=_ends(forecast.value),
        verdict=forecast.verdict,
        words=forecast.words,
    )


def measure_list(seen: Seen) -> Markup:
    """What is computed here from the geometry that this view draws in full, and how."""
    return html("measures.html", measures=computed_in(seen.known))
