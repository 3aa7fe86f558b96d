"""What happened when, how forecasts did, where that stands on an axis, and what is measured."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from layers.story import Claim, Story
from layers.story.facts import computed
from layers.story.known import Known, known
from layers.story.timeline import Event, Forecast, Outcome, events, forecast_findings, outcomes
from layers.webmap.axis import Axis, time_axis
from tests.invented import claim, story_of

DATA = Path(__file__).resolve().parent.parent / "data"
GEOD = Geod(ellps="WGS84")
FEW = settings(max_examples=150, deadline=None, derandomize=True)


def outcomes_of(known: Known) -> Iterator[Outcome]:
    """The outcomes of all that was forecast."""
    return outcomes(known, forecast_findings(known.story, known.findings.values()))


def told(*claims: Claim, **published: str) -> list[Event]:
    """The events that invented claims tell of."""
    story = story_of(*claims, published=published)
    return events(story, claims)


# Events


def test_the_story_s_events_are_in_the_order_of_time(story: Story) -> None:
    """From the rail bridge's opening to the road bridge's; no forecast is among them."""
    found = events(story, known(story).claims)
    assert [(e.edtf, e.group) for e in found] == [
        ("1959-08", "rail-bridge.opening"),
        ("2023-06", "partnership-treaty.signed"),
        ("2024", "partnership-treaty.signed"),
        ("2024-06", "partnership-treaty.signed"),
        ("2025-04-21/2025-04-27", "kyiv.deaths"),
        ("2025-04-30", "road-bridge.construction-start"),
        ("2025-04-30", "moscow.attendance"),
        ("2025-04-30", "road-bridge.expected-effect"),
        ("2025-04-30", "seoul-station.event"),
        ("2025-04-30", "troops.deaths"),
        ("2025-05-09", "moscow.event"),
        ("2025-11-27", "road-bridge.progress"),
        ("2025-12", "road-bridge.progress"),
        ("2026-09-07", "road-bridge.opening"),
    ]


def test_an_event_is_named_and_has_all_claims_of_it(story: Story) -> None:
    """A date by its attribute and subject; the three who tell of the opening are one event's."""
    opening = events(story, known(story).claims)[-1]
    assert opening.title == "Opening: Tumen road bridge site"
    assert [c.key for c in opening.claims] == [
        "ap-2026-09-07/opened",
        "reuters-2026-09-07/opened",
        "korea-times-2026-09-08/opened",
    ]


def test_what_lay_ahead_of_its_source_is_marked(story: Story) -> None:
    """A parade that was considered, and spans that were to be launched."""
    ahead = [e.edtf for e in events(story, known(story).claims) if e.ahead]
    assert ahead == ["2025-05-09", "2025-12"]


def test_an_uncertain_date_is_a_range() -> None:
    """From the first to the last day on which it may have been."""
    (event,) = told(claim("a/x", "event", when="2030-21"))
    assert (event.first, event.last) == (date(2030, 3, 1), date(2030, 5, 31))
    assert event.title == "event None"


def test_an_event_lies_ahead_only_when_it_did_for_all_who_tell_of_it() -> None:
    """Somebody reported it afterwards."""
    before, after = claim("a/x", "signed", "2031-03-02"), claim("b/x", "signed", "2031-03-02")
    assert told(before, a="2031-03-01")[0].ahead is True
    assert told(before, a="2031-03")[0].ahead is False
    assert told(before, after, a="2031-03-01", b="2031-03-02")[0].ahead is False


def test_forecasts_and_what_has_no_date_are_no_events() -> None:
    """Nor is a duration."""
    assert (
        told(
            claim("a/x", "completion", "2032"),
            claim("a/y", "opening", 3, unit="months", runs_from="start"),
            claim("a/z", "event"),
        )
        == []
    )


# Forecasts


def forecasts(story: Story, as_of: date | None = None) -> dict[str, Forecast]:
    """The forecasts of a story's one completion, in words."""
    (outcome,) = outcomes_of(known(story, as_of))
    return {forecast.value.text: forecast for forecast in outcome.forecasts}


def test_each_forecast_of_the_story_is_held_against_the_opening(story: Story) -> None:
    """Early, late or right, and by how many days."""
    found = forecasts(story)
    assert {text: (f.verdict, f.words) for text, f in found.items()} == {
        "by December 2025": ("late", "late: opened 250 days after"),
        "2026": ("right", "right"),
        "by about June 2026": ("late", "late: opened 69 days after"),
        "summer 2026": ("late", "late: opened 7 days after"),
        "18 months from start of construction": ("early", "early: opened 53 days before"),
        "by December 2026": ("right", "right, with 115 days to spare"),
    }
    assert found["summer 2026"].last == date(2026, 8, 31)
    assert found["18 months from start of construction"].first == date(2026, 10, 30)


def test_the_outcome_is_the_day_that_three_report(story: Story) -> None:
    """With the claims that it rests on."""
    (outcome,) = outcomes_of(known(story))
    assert (outcome.place, outcome.group) == ("road-bridge", "road-bridge.completion")
    assert outcome.happened == (date(2026, 9, 7), date(2026, 9, 7))
    assert len(outcome.behind) == 3


def test_before_the_opening_forecasts_are_due_or_overdue(story: Story) -> None:
    """As known on 1 July 2026, when nobody had reported it."""
    found = forecasts(story, date(2026, 7, 1))
    assert {text: f.words for text, f in found.items()} == {
        "by December 2025": "overdue by 182 days",
        "2026": "not yet due",
        "by about June 2026": "overdue by 1 day",
        "summer 2026": "not yet due",
        "18 months from start of construction": "not yet due",
        "by December 2026": "not yet due",
    }
    assert {f.verdict for f in found.values()} == {"open"}


@pytest.mark.parametrize(
    ("forecast", "deadline", "opened", "words"),
    [
        ("2030-06-10", False, "2030-06-10", "right"),
        ("2030-06-10", False, "2030-06-11", "late: opened 1 day after"),
        ("2030-06-10", False, "2030-06-09", "early: opened 1 day before"),
        ("2030-06-10", True, "2030-06-10", "right"),
        ("2030-06-10", True, "2030-06-09", "right, with 1 day to spare"),
        ("2030-06-10", True, "2030-06-12", "late: opened 2 days after"),
        ("2030-06", False, "2030", "right"),  # it may have been in June
        ("2030-06", False, "2030-07/2030-08", "late: opened 1 day after"),
        ("2030-06", False, "2029", "early: opened 152 days before"),
    ],
)
def test_a_forecast_is_early_late_or_right(
    forecast: str, deadline: bool, opened: str, words: str
) -> None:
    """What is due by a day cannot come too early; an uncertain day is given the benefit."""
    story = story_of(
        claim("a/x", "completion", forecast, deadline=deadline),
        claim("b/x", "opening", opened),
    )
    assert [f.words for f in forecasts(story).values()] == [words]


def test_an_opening_that_is_only_planned_is_no_outcome() -> None:
    """A date after its source's publication is a plan."""
    story = story_of(
        claim("a/x", "completion", "2031-04"),
        claim("b/x", "opening", "2031-05-19"),
        published={"b": "2031-05-18"},
    )
    (outcome,) = outcomes_of(known(story))
    assert (outcome.happened, outcome.behind) == (None, ())
    assert outcome.forecasts[0].words == "overdue by 20 days"


def test_an_opening_of_something_else_is_no_outcome() -> None:
    """Each place has its own."""
    story = story_of(
        claim("a/x", "completion", "2032"), claim("b/x", "opening", "2031-05-19", about="ferry")
    )
    assert next(outcomes_of(known(story))).happened is None


def test_a_forecast_that_ends_nowhere_is_left_out() -> None:
    """A duration without a start has no place in time; the finding lists it."""
    story = story_of(claim("a/x", "completion", 2, unit="years", runs_from="start"))
    assert next(outcomes_of(known(story))).forecasts == ()


# The axis


def span(first: str, last: str | None = None) -> tuple[date, date]:
    """Two days."""
    return date.fromisoformat(first), date.fromisoformat(last or first)


def test_a_single_day_stands_in_the_middle() -> None:
    """Its axis has room beside it, and nothing is divided by no days."""
    axis = time_axis([span("2025-04-30")])
    left, width = axis.bar(*span("2025-04-30"))
    assert 49 < left < 50
    assert 0 < width < 1
    assert (axis.cuts, axis.ticks) == ((), ((0.0, "2025"),))


def test_the_same_day_many_times_is_one_day() -> None:
    """Several events of a day have one piece of the axis."""
    assert time_axis([span("2025-04-30")] * 5) == time_axis([span("2025-04-30")])


def test_a_long_span_takes_the_whole_axis() -> None:
    """One piece, from edge to edge; years are marked."""
    axis = time_axis([span("2023-06-01", "2026-12-31")])
    assert axis.bar(*span("2023-06-01", "2026-12-31")) == (0.0, 100.0)
    assert [year for _, year in axis.ticks] == ["2024", "2025", "2026", "2027"]


def test_a_long_spell_without_anything_is_cut_out() -> None:
    """From 1959 to 2023 nothing is told."""
    axis = time_axis([span("1959-08-01", "1959-08-31"), span("2023-06-01", "2026-12-31")])
    assert len(axis.cuts) == 1
    before, after = axis.at(date(1959, 8, 31)), axis.at(date(2023, 6, 1))
    assert before < axis.cuts[0] < after
    assert axis.ticks[0] == (0.0, "1959")


def test_a_spell_of_a_year_is_not_cut_out() -> None:
    """The cut begins at 400 days."""
    spans = [span("2025-01-01"), span("2026-01-01")]
    assert time_axis(spans).cuts == ()
    assert len(time_axis([span("2025-01-01"), span("2026-02-06")]).cuts) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_calendar_s_ends_have_an_axis(day: str) -> None:
    """Although the days beside them are none."""
    left, width = time_axis([span(day)]).bar(*span(day))
    assert (40 < left < 60, width > 0) == (True, True)


def test_many_cuts_leave_room_for_what_is_between_them() -> None:
    """40 days, each years after the one before."""
    spans = [span(f"{year}-06-01") for year in range(1800, 2000, 5)]
    axis = time_axis(spans)
    assert len(axis.cuts) == 39
    assert_in_order(axis, spans)


def assert_in_order(axis: Axis, spans: list[tuple[date, date]]) -> None:
    """Later days are never before earlier ones, and all is within the axis."""
    days = sorted({day for pair in spans for day in pair})
    assert all(axis.at(one) <= axis.at(other) for one, other in pairwise(days))
    assert all(left >= 0 and left + width <= 100.01 for left, width in _bars(axis, spans))
    assert all(width >= 0 for _, width in _bars(axis, spans))
    assert list(axis.cuts) == sorted(axis.cuts)
    assert all(0 < cut < 100 for cut in axis.cuts)
    assert all(0 <= at <= 100 for at, _ in axis.ticks)
    assert [at for at, _ in axis.ticks] == sorted(at for at, _ in axis.ticks)


def _bars(axis: Axis, spans: list[tuple[date, date]]) -> Iterator[tuple[float, float]]:
    return (axis.bar(*pair) for pair in spans)


near = st.dates(date(1950, 1, 1), date(2030, 12, 31))
anywhere = st.dates(date(1, 1, 1), date(9999, 12, 31))


@FEW
@given(
    st.lists(
        st.tuples(near | anywhere, st.integers(0, 2000)).map(
            lambda p: (p[0], p[0] + min(timedelta(p[1]), date.max - p[0]))
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_spans_have_an_axis(spans: list[tuple[date, date]]) -> None:
    """In order, within it, whatever their order and however they overlap."""
    axis = time_axis(spans)
    assert_in_order(axis, spans)
    assert time_axis(reversed(spans)) == axis


# What is computed here


def shapes(file: str) -> dict[str, list[list[float]]]:
    """Positions of each feature of a layer's file, read without the project's own code."""
    found = {}
    for feature in json.loads((DATA / file).read_text("utf-8"))["features"]:
        found[feature["id"]] = list(_positions(feature["geometry"]["coordinates"]))
    return found


def _positions(coordinates: list[Any]) -> Iterator[list[float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from _positions(part)


def metres(one: list[float], other: list[float]) -> float:
    """The geodesic between two positions."""
    return float(GEOD.inv(one[0], one[1], other[0], other[1])[2])


def apart(one: list[list[float]], other: list[list[float]]) -> tuple[float, float]:
    """Least and greatest distance between corners of two shapes."""
    found = [metres(a, b) for a, b in product(one, other)]
    return min(found), max(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rail-bridge-to-site", "220 to 680 m"),
        ("site-to-rajin", "34.0 to 34.9 km"),
        ("shared-border", "13.9 km"),
    ],
)
def test_what_is_computed_here_is_told_as_a_range_with_its_method(
    story: Story, name: str, text: str
) -> None:
    """As exact as the positions allow."""
    (found,) = [fact for fact in computed(story) if fact.id == name]
    assert found.text == text
    assert "(WGS84)" in found.method


def accuracy(story: Story, feature: str) -> float:
    """Metres by which a point may be off."""
    return story.features[feature].accuracy_m


@pytest.mark.parametrize(
    ("name", "file", "point"),
    [
        ("rail-bridge-to-site", "rail-bridge.geojson", "rail-bridge"),
        ("site-to-rajin", "places.geojson", "rajin"),
    ],
)
def test_a_distance_is_that_of_the_geometry(story: Story, name: str, file: str, point: str) -> None:
    """From the nearest to the farthest of the area, and the point's accuracy either way."""
    if point not in shapes(file):
        file = "far-places.geojson"
    low, high = apart(shapes(file)[point], shapes("road-bridge.geojson")["road-bridge"])
    (found,) = [fact for fact in computed(story) if fact.id == name]
    off = accuracy(story, point)
    assert found.low == pytest.approx(low - off, abs=2)
    assert found.high == pytest.approx(high + off, abs=2)


def test_the_shared_border_is_as_long_as_it_is_drawn(story: Story) -> None:
    """The undisputed line and the disputed one up to the coast."""
    borders = shapes("borders.geojson")
    length = sum(
        math.fsum(metres(a, b) for a, b in pairwise(borders[name]))
        for name in ("border-north-korea-russia", "border-disputed")
    )
    (found,) = [fact for fact in computed(story) if fact.id == "shared-border"]
    assert found.low == found.high == pytest.approx(length, abs=0.01)
    assert 13_850 < length < 13_950
