"""HTML of the timeline, of forecasts beside events, and of measures computed here, escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from ..findings.measures import computed_in
from ..findings.statements import Statement, statement
from ..findings.timeline import Event, Forecast, Outcome, events, forecast_findings, outcomes
from ..story import Story
from ..story.dates import in_words
from ..story.wording import value_text
from ..view import Seen
from .conflicts import MOST, Row, ends, span_words
from .gate import UNNUMBERED, html
from .time_axis import Axis, time_axis

OUTCOMES = 12  # of what was forecast


@dataclass(frozen=True)
class Shown:
    """An event with its bar, its date in words and what a reader can pick."""

    event: Event
    when: str
    bar: tuple[float, float]
    place: str | None
    conflict: bool


def timeline(seen: Seen, pick: str | None, most: int | None = MOST) -> Markup:
    """The timeline of the events that claims in sight tell of, each whole.

    A bar is as long as its date is uncertain. The axis is the story's, so that days and accounts
    can be held against each other. At most so many events; None is all.
    """
    known, looked_at = seen.known, {claim.key for claim in seen.claims}
    told = events(seen.story, known.standing)
    found = [e for e in told if any(claim.key in looked_at for claim in e.claims)]
    axis = _story_axis(seen.story)
    shown_of = found[:most]
    shown = [
        Shown(
            event=event,
            when=_when(seen.story, event),
            bar=axis.bar(event.first, event.last),
            place=seen.story.place_name(event.claims[0]),
            conflict=event.group in {f.key for f in seen.conflicts},
        )
        for event in shown_of
        if axis
    ]
    left_out = len(found) - len(shown_of)
    return html("timeline.html", events=shown, axis=axis, pick=pick, left_out=left_out)


@lru_cache(maxsize=8)
def _story_axis(story: Story) -> Axis | None:
    found = events(story, story.claims.values())
    return time_axis((event.first, event.last) for event in found) if found else None


def _when(story: Story, event: Event) -> str:
    """Its date in words, with the hedge that all share who date it: "on or just before 1 May"."""
    dated = story.attributes[event.claims[0].attribute].kind == "date"
    told = {value_text(story, claim) for claim in event.claims} if dated else set()
    return told.pop() if len(told) == 1 else in_words(event.edtf)


@dataclass(frozen=True)
class Weighed:
    """Forecasts of one thing beside the day it happened, on one axis."""

    outcome: Outcome
    subject: str
    rows: tuple[Row, ...]
    axis: Axis
    happened: str | None
    line: float | None
    silence: str
    behind: tuple[Statement, ...]


def forecasts(
    seen: Seen,
    pick: str | None,
    numbers: Mapping[str, int] = UNNUMBERED,
    most: int | None = OUTCOMES,
) -> Markup:
    """Each forecast as an interval, the day it happened as a line, and who was how far off."""
    found = forecast_findings(seen.story, seen.findings)
    weighed = [_weighed(seen, o) for o in outcomes(seen.known, found[:most])]
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
        rows=tuple(_forecast_row(seen, forecast, axis) for forecast in outcome.forecasts),
        axis=axis,
        happened=span_words(*days) if days else None,
        line=axis.at(days[0]) if days else None,
        silence=seen.known.silence,
        behind=tuple(statement(seen.known, claim) for claim in outcome.behind),
    )


def _made(story: Story, outcome: Outcome) -> list[tuple[date, date]]:
    """When the forecasts were made: a day each, so that the axis begins with the first of them."""
    made = [
        story.known_from[claim.source]
        for forecast in outcome.forecasts
        for claim in forecast.value.claims
    ]
    return [(when, when) for when in made]


def _forecast_row(seen: Seen, forecast: Forecast, axis: Axis) -> Row:
    return Row(
        text=forecast.value.text,
        bar=axis.bar(forecast.first, forecast.last),
        sign=None,
        statements=tuple(statement(seen.known, claim) for claim in forecast.value.claims),
        ends=ends(forecast.value),
        verdict=forecast.verdict,
        words=forecast.words,
    )


def measure_list(seen: Seen) -> Markup:
    """The measures computed here from the geometry that this view draws in full, and how."""
    return html("measures.html", measures=computed_in(seen.known))
