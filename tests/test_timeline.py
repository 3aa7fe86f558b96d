"""Events and their days, how forecasts did, where that stands on an axis, and what is measured."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from layers.findings.known import Known, known
from layers.findings.measures import computed
from layers.findings.status import status_of
from layers.findings.timeline import Event, Forecast, Outcome, events, forecast_findings, outcomes
from layers.html.time_axis import Axis, time_axis
from layers.story import Claim, Story, load_story
from tests.invented import claim, story_of

DATA = Path(__file__).resolve().parent.parent / "data"
SECOND = Path(__file__).resolve().parent / "second_story"
GEOD = Geod(ellps="WGS84")
FEW = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def second() -> Story:
    """An invented story on disk."""
    return load_story(SECOND)


def outcomes_of(known: Known) -> Iterator[Outcome]:
    """The outcomes of all that was forecast."""
    return outcomes(known, forecast_findings(known.story, known.findings.values()))


def told(*claims: Claim, **published: str) -> list[Event]:
    """The events that invented claims tell of."""
    story = story_of(*claims, published=published)
    return events(story, claims)


# Events


def test_the_story_s_events_are_in_the_order_of_time(story: Story) -> None:
    """From the earliest day to the latest; no forecast is among them."""
    found = events(story, known(story).claims)
    assert [(e.first, e.last) for e in found] == sorted((e.first, e.last) for e in found)
    groups = {e.group for e in found}
    assert {"rail-bridge.opening", "road-bridge.construction-start"} <= groups
    assert not {g for g in groups if story.attributes[g.partition(".")[2]].marks == "planned"}


def test_events_of_several_kinds_are_in_the_order_of_time(second: Story) -> None:
    """Dates of something named by their attribute and subject, statements by what they say."""
    assert [(e.edtf, e.title, e.ahead) for e in events(second, known(second).claims)] == [
        ("2011-03-04", "Date of signature: Treaty on the Invented Channel", False),
        ("2032-06-01", "Beginning of work: Proposed ferry harbour", False),
        ("2034-02-10", "First ferry: Proposed ferry harbour", False),
        ("2034-02-10", "Punta Clara held a feast for the first ferry.", False),
    ]


def test_an_event_is_named_and_has_all_claims_of_it() -> None:
    """A date by its attribute and subject; the two who tell of one day are one event's."""
    (event,) = told(
        claim("a/x", "opening", "2031-05-14"),
        claim("b/x", "opening", "2031-05-14"),
        claim("c/x", "completion", "2031-05-14"),
    )
    assert event.title == "Opening: The bridge"
    assert [c.key for c in event.claims] == ["a/x", "b/x"]


def test_what_lay_ahead_of_its_source_is_marked() -> None:
    """A parade that was considered, told of before the day on which it was to be."""
    found = told(
        claim("a/x", "event", when="2031-05-09"),
        claim("a/y", "event", when="2031-04-30"),
        a="2031-04-30",
    )
    assert {e.edtf: e.ahead for e in found} == {"2031-04-30": False, "2031-05-09": True}


def test_an_uncertain_date_is_a_range() -> None:
    """From the first to the last day on which it may have been."""
    (event,) = told(claim("a/x", "event", when="2030-21"))
    assert (event.first, event.last) == (date(2030, 3, 1), date(2030, 5, 31))
    assert event.title == "event None"


def test_an_event_lies_ahead_only_when_it_did_for_all_who_tell_of_it() -> None:
    """An event that anybody reported as past does not lie ahead."""
    before, after = claim("a/x", "signed", "2031-03-02"), claim("b/x", "signed", "2031-03-02")
    assert told(before, a="2031-03-01")[0].ahead is True
    assert told(before, a="2031-03")[0].ahead is False
    assert told(before, after, a="2031-03-01", b="2031-03-02")[0].ahead is False


def test_forecasts_and_what_has_no_date_are_no_events() -> None:
    """Forecasts, durations and claims without a date are not among the events."""
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


def bridge_of_forecasts() -> Story:
    """Six forecasts of one completion, told on a day of 2025, and two who report the opening."""
    completion = [
        claim("a/start", "start", "2025-04-30"),
        claim("a/december", "completion", "2025-12", hedges=["deadline"]),
        claim("a/year", "completion", "2026", hedges=["expected"]),
        claim("b/mid", "completion", "2026-06~", hedges=["deadline", "approximate"]),
        claim("b/summer", "completion", "2026-22", hedges=["expected"]),
        claim("a/months", "completion", 18, unit="months", runs_from="start"),
        claim("b/end", "completion", "2026-12", hedges=["deadline"]),
    ]
    opened = [claim("c/opened", "opening", "2026-09-07"), claim("d/x", "opening", "2026-09-07")]
    published = {"a": "2025-04-30", "b": "2025-05-01", "c": "2026-09-07", "d": "2026-09-08"}
    return story_of(*completion, *opened, published=published)


def test_each_forecast_is_held_against_the_opening() -> None:
    """Early, late or right, and by how many days, only as exact as what was forecast."""
    found = forecasts(bridge_of_forecasts())
    assert {text: (f.verdict, f.days, f.words) for text, f in found.items()} == {
        "by December 2025": ("late", (250, 250), "late: opened 250 days after"),
        "2026": ("right", (115, 115), "right"),
        "by about June 2026": ("late", (69, 69), "late: opened about 69 days after"),
        "summer 2026": ("late", (7, 98), "late: opened 7 to 98 days after"),
        "18 months from start": ("early", (53, 53), "early: opened 53 days before"),
        "by December 2026": ("right", (115, 115), "right, with 115 days to spare"),
    }
    assert found["summer 2026"].last == date(2026, 8, 31)
    assert found["18 months from start"].first == date(2026, 10, 30)


def test_the_outcome_is_the_day_that_two_report() -> None:
    """The outcome is the day that two sources report, with the claims that say so."""
    (outcome,) = outcomes_of(known(bridge_of_forecasts()))
    assert (outcome.place, outcome.group) == ("bridge", "bridge.completion")
    assert (outcome.happened, outcome.vague) == ((date(2026, 9, 7), date(2026, 9, 7)), False)
    assert [c.key for c in outcome.behind] == ["c/opened", "d/x"]


def test_before_the_opening_forecasts_are_due_or_overdue() -> None:
    """As known on 1 July 2026, when nobody had reported it."""
    found = forecasts(bridge_of_forecasts(), date(2026, 7, 1))
    assert {text: f.words for text, f in found.items()} == {
        "by December 2025": "overdue by 182 days",
        "2026": "not yet due",
        "by about June 2026": "overdue by about 1 day",
        "summer 2026": "not yet due",
        "18 months from start": "not yet due",
        "by December 2026": "not yet due",
    }
    assert {f.verdict for f in found.values()} == {"open"}


@pytest.mark.parametrize(
    ("forecast", "as_of", "words"),
    [
        ("2026-22", "2026-08-31", "not yet due"),
        ("2026-22", "2026-09-01", "overdue by 1 to 92 days"),
        ("2026", "2026-12-31", "not yet due"),
        ("2026", "2027-01-01", "overdue by 1 to 365 days"),
        ("2026-06-10", "2026-06-10", "not yet due"),
        ("2026-06-10", "2026-06-12", "overdue by 2 days"),
    ],
)
def test_a_forecast_is_not_overdue_before_the_last_day_it_leaves_open(
    forecast: str, as_of: str, words: str
) -> None:
    """A season that has begun is not yet past."""
    story = story_of(claim("a/x", "completion", forecast), published={"a": "2025-01-01"})
    (found,) = forecasts(story, date.fromisoformat(as_of)).values()
    assert found.words == words


def test_the_story_s_forecasts_are_held_against_its_opening(story: Story) -> None:
    """Every forecast has its verdict, days in order, and words that name the same days."""
    found = [f for o in outcomes_of(known(story)) if o.happened for f in o.forecasts]
    assert {f.verdict for f in found} >= {"late", "right"}
    for forecast in found:
        least, most = forecast.days
        assert 0 <= least <= most
        assert forecast.verdict != "open"
        assert forecast.words.startswith(forecast.verdict)
        assert (f"{least:,} to {most:,} days" in forecast.words) == (
            least < most and "day" in forecast.words
        )


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
        ("2030-06", False, "2030-07-01", "late: opened 1 to 30 days after"),
        ("2030-06", True, "2030-07-01", "late: opened 1 day after"),  # by its end
        ("2030-06", True, "2030-07/2030-08", "late: opened 1 to 62 days after"),
        ("2030-06", False, "2030-07/2030-08", "late: opened 1 to 91 days after"),
        ("2030-06", False, "2030-05-31", "early: opened 1 to 30 days before"),
        ("2030-06", False, "2029", "early: opened 152 to 545 days before"),
        ("2030-22", True, "2030-09-01", "late: opened 1 to 92 days after"),  # which day of it?
        ("2030-22", False, "2030-09-01", "late: opened 1 to 92 days after"),
        ("2030", True, "2031-01-02", "late: opened 2 to 366 days after"),
        ("2030-06~", False, "2030-07-01", "late: opened 1 to 30 days after"),
        ("2030-06-10~", False, "2030-06-13", "late: opened about 3 days after"),
        ("2030-06~", True, "2030-07-03", "late: opened about 3 days after"),
        ("2030-06-10", True, "2030-06-09~", "right, with about 1 day to spare"),
        ("2030-06-30", True, "2030-06", "right, with 0 to 29 days to spare"),
    ],
)
def test_a_forecast_is_early_late_or_right(
    forecast: str, deadline: bool, opened: str, words: str
) -> None:
    """An event due by a day cannot come too early; an uncertain day is given the benefit."""
    story = story_of(
        claim("a/x", "completion", forecast, hedges=["deadline"] if deadline else []),
        claim("b/x", "opening", opened),
    )
    assert [f.words for f in forecasts(story).values()] == [words]


def test_what_is_dated_by_its_publication_makes_the_days_about_right() -> None:
    """A headline that gives no day may be of the day before."""
    story = story_of(
        claim("a/x", "completion", "2030-06-10", hedges=["deadline"]),
        claim("b/x", "opening", "2030-06-20", hedges=["day of publication"]),
    )
    (outcome,) = outcomes_of(known(story))
    assert (outcome.happened, outcome.vague) == ((date(2030, 6, 19), date(2030, 6, 20)), True)
    assert outcome.forecasts[0].words == "late: opened 9 to 10 days after"


def test_a_day_that_is_told_exactly_settles_one_that_is_not() -> None:
    """The day that one source gives settles it when all others leave it open."""
    story = story_of(
        claim("a/x", "completion", "2030-06-10"),
        claim("b/x", "opening", "2030-06-21", hedges=["day of publication"]),
        claim("c/x", "opening", "2030-06-20"),
    )
    (outcome,) = outcomes_of(known(story))
    assert outcome.happened == (date(2030, 6, 20), date(2030, 6, 20))


def test_days_that_exclude_each_other_leave_all_of_them_open() -> None:
    """Nobody here decides which of two was the day."""
    story = story_of(
        claim("a/x", "completion", "2030-06-10"),
        claim("b/x", "opening", "2030-06-20"),
        claim("c/x", "opening", "2030-06-22"),
    )
    (outcome,) = outcomes_of(known(story))
    assert outcome.happened == (date(2030, 6, 20), date(2030, 6, 22))
    assert outcome.forecasts[0].words == "late: opened 10 to 12 days after"


# Silence


def silent_story() -> Story:
    """Somebody forecasts, begins, and says nothing more; somebody else reports what came of it."""
    return story_of(
        claim("a/x", "completion", "2030-06-10"),
        claim("a/start", "start", "2030-01-02"),
        claim("b/x", "opening", "2031-05-19"),
        published={"a": "2030-01-31", "b": "2031-05-20"},
    )


def test_an_account_that_says_nothing_more_is_silent_not_wrong() -> None:
    """By its account a forecast past due is neither met nor missed: nothing is said."""
    by_a = known(silent_story(), asserters=frozenset(["A"]))
    (outcome,) = outcomes_of(by_a)
    assert by_a.silent_since == date(2030, 1, 31)
    assert outcome.happened is None
    assert outcome.forecasts[0].words == "nothing by this account after 31 January 2030"


def test_a_forecast_that_is_not_yet_due_is_not_called_silence() -> None:
    """Whoever has been quiet for a day has not missed anything."""
    then = known(silent_story(), date(2030, 6, 1), asserters=frozenset(["A"]))
    (outcome,) = outcomes_of(then)
    assert outcome.forecasts[0].words == "not yet due"


@pytest.mark.parametrize(
    ("as_of", "asserters", "text", "silence"),
    [
        (
            None,
            ["A"],
            "Planned; under construction since 2 January 2030",
            "nothing by this account after 31 January 2030",
        ),
        (date(2030, 1, 31), ["A"], "Planned; under construction since 2 January 2030", ""),
        (date(2031, 5, 20), ["B"], "Opened 19 May 2031", ""),
        (None, ["A", "B"], "Opened 19 May 2031", ""),
        (None, None, "Opened 19 May 2031", ""),
    ],
)
def test_a_status_by_an_account_says_since_when_nothing_is_told(
    as_of: date | None, asserters: list[str] | None, text: str, silence: str
) -> None:
    """A status that an account gave once is no statement of today."""
    story = placed(silent_story())
    found = status_of(known(story, as_of, asserters=asserters and frozenset(asserters)), "bridge")
    assert found is not None
    assert (found.text, found.silence) == (text, silence)


def test_an_account_of_nobody_is_not_silent_since_any_day() -> None:
    """An account that says nothing has no day since when it is silent."""
    nobody = known(silent_story(), asserters=frozenset(["Nobody"]))
    assert (nobody.claims, nobody.latest, nobody.silent_since) == ((), None, None)


def placed(story: Story) -> Story:
    """The same story, with the bridge a place and no subject."""
    return replace(story, subjects={})


def test_the_story_s_accounts_are_silent_or_up_to_date(story: Story) -> None:
    """Each account of the project, on every day: silent since a day on which it said something."""
    for account in story.accounts.values():
        told = known(story, asserters=frozenset(account.asserters))
        days = {story.known_from[c.source] for c in told.claims if not c.computed}
        assert told.silent_since in (*days, None)
        assert (told.silent_since is None) == (told.as_of in days)


def test_all_accounts_together_are_never_silent() -> None:
    """Whoever looks at everything is told how many days it is overdue."""
    story = silent_story()
    everybody = known(story, date(2030, 12, 31))
    assert everybody.silent_since is None
    (outcome,) = outcomes_of(everybody)
    assert outcome.forecasts[0].words == "overdue by 204 days"


def test_an_opening_that_is_only_planned_is_no_outcome() -> None:
    """A date after its source's publication is a plan."""
    story = story_of(
        claim("a/x", "completion", "2031-04"),
        claim("b/x", "opening", "2031-05-19"),
        published={"b": "2031-05-18"},
    )
    (outcome,) = outcomes_of(known(story))
    assert (outcome.happened, outcome.behind) == (None, ())
    assert outcome.forecasts[0].words == "overdue by 20 to 49 days"


def test_an_opening_of_something_else_is_no_outcome() -> None:
    """The opening of another place is no outcome of a forecast."""
    story = story_of(
        claim("a/x", "completion", "2032"), claim("b/x", "opening", "2031-05-19", about="ferry")
    )
    assert next(outcomes_of(known(story))).happened is None


def test_a_forecast_that_ends_nowhere_is_left_out() -> None:
    """A duration without a start has no place in time; the finding lists it."""
    story = story_of(claim("a/x", "completion", 2, unit="years", runs_from="start"))
    assert all(outcome.forecasts == () for outcome in outcomes_of(known(story)))


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
        ("shared-border", "17.3 km"),
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
    """All its parts from the tripoint to the mouth, disputed or not."""
    borders = shapes("borders.geojson")
    parts = story.measures["shared-border"].of
    assert {"border-disputed", "border-north-korea-russia"} <= set(parts)
    length = sum(math.fsum(metres(a, b) for a, b in pairwise(borders[name])) for name in parts)
    (found,) = [fact for fact in computed(story) if fact.id == "shared-border"]
    assert found.low == found.high == pytest.approx(length, abs=0.01)
    assert 17_000 < length < 17_400
