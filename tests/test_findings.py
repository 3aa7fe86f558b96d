"""Findings: which claims agree, which are in conflict, and which cannot be compared."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.cli import main
from layers.findings.finding import Finding
from layers.findings.known import Known, first_day, known
from layers.findings.origins import Origin
from layers.findings.status import status_of
from layers.findings.values import covered
from layers.story import Claim, Story, load_story
from layers.story.dates import date_range
from layers.story.records import Hedge
from layers.story.units import measure
from tests.invented import ATTRIBUTES, Attribute, claim, finding, own, story_of
from tests.small_story import change, small_story

PROJECT = Path(__file__).resolve().parent.parent
ARTICLES = frozenset(["al-jazeera-2025-04-30", "korea-daily-2025-05"])
FEW = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def articles(story: Story) -> Known:
    """Everything known from the two articles alone."""
    return known(story, sources=ARTICLES)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's own story, to change one thing of."""
    for folder in ("seeds", "data"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    return tmp_path


def told(found: Finding) -> dict[str, tuple[str, ...]]:
    """Each value in words, and whom it goes back to."""
    return {value.text: tuple(o.name for o in value.origins) for value in found.values}


def names(found: Finding) -> tuple[str, ...]:
    """Whom a finding goes back to."""
    return tuple(origin.name for origin in found.origins)


def statuses(found: Known) -> dict[str, str]:
    """The status of every finding that is more than a single origin's."""
    return {key: f.status for key, f in found.findings.items() if f.status != "single"}


def status(*claims: Claim) -> str:
    """The status of the finding that claims amount to."""
    return finding(*claims).status


# The two articles


def test_the_two_articles_are_in_conflict_on_three_things(articles: Known) -> None:
    """Nothing else in them is called a conflict, and nothing agreed: no basis is stated."""
    assert {k for k, s in statuses(articles).items() if s in ("conflict", "rebutted")} == {
        "road-bridge.completion",
        "partnership-treaty.signed",
        "pak-thae-song.office",
    }
    assert "agreed" not in statuses(articles).values()


def test_one_article_contradicts_itself_on_completion(articles: Known) -> None:
    """18 months from 30 April 2025 is not the end of 2025, which the same paragraph says."""
    within = {key: f.within_one_source for key, f in articles.findings.items()}
    assert {key: sources for key, sources in within.items() if sources} == {
        "road-bridge.completion": ("korea-daily-2025-05",)
    }


def test_the_articles_date_the_agreement_differently(articles: Known) -> None:
    """Last year, of an article of 2025, is 2024."""
    assert list(told(articles.findings["partnership-treaty.signed"])) == ["June 2023", "2024"]


def test_the_articles_give_one_man_two_offices(articles: Known) -> None:
    """Two texts of which neither has all the words of the other."""
    found = articles.findings["pak-thae-song.office"]
    assert {v.text: {c.source for c in v.claims} for v in found.values} == {
        "chairman of the Supreme People’s Assembly": {"al-jazeera-2025-04-30"},
        "Premier": {"korea-daily-2025-05"},
    }


# The whole story, whatever it has grown to


def test_agreement_is_of_two_who_state_that_they_were_there(story: Story) -> None:
    """On every day, nothing is agreed by origins that nobody states to be apart."""
    for day in days_of_news(story):
        for found in known(story, as_of=day).findings.values():
            stated = sum(origin.stated for origin in found.origins)
            assert found.status != "agreed" or stated > 1, (day, found.key)
            assert (found.independence == "stated") == (stated > 1), (day, found.key)


def test_a_conflict_is_of_values_that_cannot_all_be_true(story: Story) -> None:
    """On every day, a conflict has two values outside each other's tolerance; nothing else has."""
    for day in days_of_news(story):
        for found in known(story, as_of=day).findings.values():
            apart = any(
                not a.covers.agrees(b.covers) and may_speak_of_one_time(a.claims, b.claims)
                for a, b in combinations(found.values, 2)
            )
            assert (found.status in ("conflict", "rebutted")) == apart, (day, found.key)


def test_no_claim_counts_for_two_origins(story: Story) -> None:
    """Whoever cites, speaks for or retells somebody is in one origin with them."""
    for found in known(story).findings.values():
        keys = [c.key for origin in found.origins for c in origin.claims]
        assert len(set(keys)) == len(keys), found.key
        compared = {c.key for c in found.claims if not c.computed} - {
            c.key for c in found.not_comparable
        }
        assert set(keys) == compared, found.key


def test_nothing_in_the_story_is_beyond_comparison(story: Story) -> None:
    """Every value of the project's own claims is held against its neighbours'."""
    assert [k for k, f in known(story).findings.items() if f.not_comparable] == []


def test_the_opening_is_of_voices_whose_independence_nobody_states(story: Story) -> None:
    """Three headlines that name one day may go back to one agency."""
    found = known(story).findings["road-bridge.opening"]
    assert (found.status, found.independence) == ("voices", "not established")
    assert len(found.voices) >= 3


@pytest.mark.parametrize("key", ["road-bridge.lanes", "ice-structure.length"])
def test_what_is_told_after_one_body_is_not_agreed(story: Story, key: str) -> None:
    """Neither the number of lanes nor the 164 m on the ice has two origins stated."""
    for day in days_of_news(story):
        found = known(story, as_of=day).findings.get(key)
        assert found is None or found.status != "agreed", day


def test_two_tellings_of_one_site_were_no_conflict_until_a_third(story: Story) -> None:
    """From 17 April to 31 August 2025 nobody set 415 m against 400 m."""
    first, last = date(2025, 4, 17), date(2025, 8, 31)
    for day in {first, last, *(d for d in days_of_news(story) if first < d < last)}:
        found = known(story, as_of=day).findings.get("road-bridge.offset")
        assert found is None or found.status != "conflict", day


# As known on a day


def test_on_the_day_of_the_groundbreaking_it_is_under_construction(story: Story) -> None:
    """Nobody knew then when it would open."""
    then = known(story, as_of=date(2025, 4, 30))
    found = status_of(then, "road-bridge")
    assert found is not None
    assert found.text == "Planned; under construction since 30 April 2025"
    assert "road-bridge.opening" not in then.findings


def test_what_is_known_on_a_day_was_published_by_then(story: Story) -> None:
    """Claims published later are absent, and none that was published is."""
    for day in days_of_news(story):
        sources = {claim.source for claim in known(story, as_of=day).claims if not claim.computed}
        assert sources == {
            s
            for s, first in story.known_from.items()
            if first <= day and any(not c.computed for c in story.claims_of(s))
        }, day


@pytest.mark.parametrize(
    ("published", "stated", "first"),
    [
        ("2031-03-10", None, date(2031, 3, 10)),
        ("2031-03", None, date(2031, 3, 31)),
        ("2030-02~", None, date(2030, 2, 28)),
        ("2030", None, date(2030, 12, 31)),
        ("2030-22", None, date(2030, 8, 31)),
        ("2030-04/2031-05", None, date(2031, 5, 31)),
        ("2031-03", "2031-03-12", date(2031, 3, 12)),
        ("2030-04/2031-09", "2031-05-02", date(2031, 5, 2)),
        ("2031-03-10", "2031-03-12", date(2031, 3, 12)),
    ],
)
def test_a_source_is_known_from_its_last_possible_day_or_the_stated_one(
    published: str, stated: str | None, first: date
) -> None:
    """A date that is no day counts for nothing before it is past."""
    made = story_of(
        claim("a/x", "length", 120, unit="m"),
        published={"a": published},
        sources={"a": {"known_from": stated}},
    )
    assert made.known_from == {"a": first}
    assert known(made, first - timedelta(1)).claims == ()
    assert len(known(made, first).claims) == 1
    assert first_day(made) == first


def test_a_conflict_begins_when_the_later_source_is_known() -> None:
    """In March nobody had seen what a paper of that month says on an unknown day."""
    made = story_of(
        claim("a/x", "length", 120, unit="m"),
        claim("b/x", "length", 130, unit="m"),
        published={"a": "2031-03-02", "b": "2031-03"},
    )
    day_by_day = {
        day: known(made, date(2031, 3, day)).findings["bridge.length"].status for day in (2, 30, 31)
    }
    assert day_by_day == {2: "single", 30: "single", 31: "conflict"}


def test_today_it_is_open(story: Story) -> None:
    """The default is all that the sources say."""
    found = status_of(known(story), "road-bridge")
    assert found is not None
    assert (found.state, found.silence) == ("opened", "")


def days_of_news(story: Story) -> list[date]:
    """Every day on which something became known."""
    return sorted({*story.known_from.values(), date(2025, 4, 30), date(2025, 8, 31)})


def may_speak_of_one_time(some: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """True if two claims of these need not be of different times."""
    for one in some:
        for other in others:
            if not (one.when and other.when):
                return True
            (a, b), (c, d) = date_range(one.when), date_range(other.when)
            if a <= d and c <= b:
                return True
    return False


# No list of conflicts is kept


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """A story on disk of two sources that were there, to change one thing of."""
    folder = small_story(tmp_path / "towns")
    change(
        folder,
        "seeds/gazette.toml",
        'id = "retold"\nabout = "story"\nattribute = "reading"\nvalue = "a footbridge"\n',
        'id = "retold"\nabout = "ossa-bridge"\nattribute = "length"\nvalue = 120\nunit = "m"\n',
    )
    change(
        folder,
        "seeds/gazette.toml",
        'asserted_by = "The Velm Courier"\nbasis = "cites"\ncites = ["courier/opened"]',
        'asserted_by = "Gazette"\nbasis = "own reporting"',
    )
    change(folder, "seeds/courier.toml", 'unit = "m"', 'unit = "m"\nbasis = "own reporting"')
    return folder


def test_two_who_measured_it_agree(towns: Path) -> None:
    """Both state that they were there, and neither cites the other."""
    found = known(load_story(towns)).findings["ossa-bridge.length"]
    assert (found.status, found.independence) == ("agreed", "stated")
    assert told(found) == {"120 m": ("Gazette", "The Velm Courier")}


def test_a_mutated_value_is_a_new_conflict(towns: Path) -> None:
    """One source of two says another length."""
    change(towns, "seeds/gazette.toml", "value = 120", "value = 102")
    found = known(load_story(towns)).findings["ossa-bridge.length"]
    assert found.status == "conflict"
    assert told(found) == {"102 m": ("Gazette",), "120 m": ("The Velm Courier",)}


def test_a_conflict_of_the_project_goes_with_its_reason(copy: Path) -> None:
    """No list of conflicts is kept beside the claims."""
    change(copy, "seeds/korea-daily-2025-05.toml", 'value = "Premier"', 'value = "Chairman"')
    found = known(load_story(copy), sources=ARTICLES).findings["pak-thae-song.office"]
    assert found.status == "voices"


def test_the_same_office_in_other_words_is_no_conflict(copy: Path) -> None:
    """Case and what is added to a value do not turn it round."""
    change(
        copy,
        "seeds/korea-daily-2025-05.toml",
        'value = "Prime Minister"',
        'value = "the country’s prime minister"',
    )
    found = known(load_story(copy), sources=ARTICLES).findings["mishustin.office"]
    assert found.status == "voices"
    assert len(found.values) == 2


# Texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a milestone", "a big milestone"),
        ("A footbridge", "the footbridge"),
        ("Café", "CAFE\u0301"),
        ("ｂｒｉｄｇｅ", "bridge"),
        ("7.5 tonnes", "7.5 tonnes at most"),
        ("?", "?"),
        ("of the", "of the"),
        ("다리", "다리"),
    ],
)
def test_equal_texts_in_other_words_agree(one: str, other: str) -> None:
    """One says what the other does, or the same and more."""
    assert status(own("a/x", "reading", one), own("b/x", "reading", other)) == "agreed"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a bridge", "not a bridge"),
        ("a bridge", "isn't a bridge"),
        ("a bridge", "isn’t a bridge"),
        ("a bridge", "no bridge"),
        ("a bridge", "neither a bridge nor a dam"),
        ("be a bridge", "cannot be a bridge"),
        ("chairman", "deputy chairman"),
        ("Minister", "Prime Minister"),
        ("Premier", "Premier-designate"),
        ("a bridge", "a tunnel under a bridge"),
        ("one side beat the other", "the other beat one side"),
        ("president", "vice-president"),
        ("minister", "former minister"),
        ("minister", "acting minister"),
        ("a bridge", "a dam"),
        ("temporary bridge", "temporary platform"),
        ("7.5 tonnes", "5.7 tonnes"),
        ("?", "!"),
        ("다리", "댐"),
    ],
)
def test_texts_that_say_another_thing_are_in_conflict(one: str, other: str) -> None:
    """A word that turns a text round makes it another, also where all other words are equal."""
    assert status(claim("a/x", "reading", one), claim("b/x", "reading", other)) == "conflict"


# One source's two values


def test_one_origin_that_gives_two_values_is_in_conflict() -> None:
    """Whoever says two things is not agreed with himself."""
    found = finding(own("a/x", "length", 120, unit="m"), own("a/y", "length", 130, unit="m"))
    assert (found.status, names(found)) == ("conflict", ("A",))
    assert found.within_one_source == ("a",)


# Quantities


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((120, "m"), (120, "m"), "agreed"),
        ((120, "m"), (0.12, "km"), "agreed"),
        ((120, "m"), (0.1, "km"), "agreed"),  # stated to 0.1 km: from 50 to 150 m
        ((120, "m"), (0.10001, "km"), "conflict"),
        ((120, "m"), (121, "m"), "conflict"),
        ((400, "m"), (415, "m"), "conflict"),
        ((1234567890, "m"), (1234567.89, "km"), "agreed"),
        ((1234567890, "m"), (1234567891, "m"), "conflict"),
        ((3, "trillion USD"), (3000, "billion USD"), "agreed"),
        ((3, "trillion USD"), (4, "billion USD"), "conflict"),
        ((2, "lanes"), (2, "lanes"), "agreed"),
        ((2, "lanes"), (3, "lanes"), "conflict"),
        ((0, "°C"), (0, "°C"), "agreed"),
        ((0, "°C"), (5, "°C"), "conflict"),
        ((50, "%"), (0.5, "%"), "conflict"),
        ((1, "date"), (3, "date"), "conflict"),  # a unit's name is no kind of value
        ((1, "text"), (3, "text"), "conflict"),
    ],
)
def test_quantities_are_compared_in_one_unit(
    one: tuple[float, str], other: tuple[float, str], expected: str
) -> None:
    """A quantity covers what rounds to it."""
    claims = [
        own(f"{name}/x", "length", value, unit=unit)
        for name, (value, unit) in zip("ab", (one, other), strict=True)
    ]
    assert status(*claims) == expected


def test_an_approximate_quantity_covers_a_tenth_either_way() -> None:
    """About 600 are 540 to 660."""
    about = own("a/x", "length", 600, unit="m", hedges=["approximate"])
    assert status(about, own("b/x", "length", 650, unit="m")) == "agreed"
    assert status(about, own("b/x", "length", 661, unit="m")) == "conflict"


@pytest.mark.parametrize(
    ("hedges", "other", "expected"),
    [
        (["at least"], 600, "agreed"),
        (["at least"], 600_000, "agreed"),
        (["at least"], 599, "conflict"),
        (["at most"], 600, "agreed"),
        (["at most"], 1, "agreed"),
        (["at most"], 601, "conflict"),
        (["at least", "approximate"], 550, "agreed"),
        (["at least", "approximate"], 539, "conflict"),
        (["at most", "approximate"], 650, "agreed"),
        (["at most", "approximate"], 661, "conflict"),
        (["capacity"], 600, "agreed"),
        (["capacity"], 601, "conflict"),
        (["conditional"], 601, "conflict"),
        (["expected"], 601, "conflict"),
    ],
)
def test_a_hedge_widens_what_a_quantity_covers(
    hedges: list[str], other: int, expected: str
) -> None:
    """At least and at most are without end; what is expected or possible is as exact as it was."""
    hedged = own("a/x", "length", 600, unit="m", hedges=hedges)
    assert status(hedged, own("b/x", "length", other, unit="m")) == expected


def test_at_least_and_at_most_meet_where_they_overlap() -> None:
    """More than 600 m and up to 700 m can both be true, up to 500 m cannot."""
    least = own("a/x", "length", 600, unit="m", hedges=["at least"])
    for most, expected in ((700, "agreed"), (600, "agreed"), (500, "conflict")):
        other = own("b/x", "length", most, unit="m", hedges=["at most"])
        assert status(least, other) == expected, most


def test_hedged_values_are_told_with_their_hedges() -> None:
    """In words, each a value of its own, in order of size."""
    found = finding(
        claim("a/x", "length", 600, unit="m", hedges=["at least"]),
        claim("b/x", "length", 600, unit="m"),
        claim("c/x", "length", 600, unit="m", hedges=["approximate"]),
        claim("d/x", "length", 600, unit="m", hedges=["at most"]),
        claim("e/x", "length", 600, unit="m", hedges=["capacity", "expected"]),
    )
    assert [(v.text, [c.source for c in v.claims]) for v in found.values] == [
        ("up to 600 m", ["d"]),
        ("about 600 m", ["c"]),
        ("600 m", ["b", "e"]),
        ("at least 600 m", ["a"]),
    ]


@pytest.mark.parametrize("units", [("m", "lanes"), ("m", "USD"), ("°C", "K"), ("dB", "%")])
def test_units_of_different_measures_are_not_comparable(units: tuple[str, str]) -> None:
    """Values in the unit of most claims are compared; the rest is listed, never dropped."""
    found = finding(
        own("a/x", "length", 2, unit=units[0]),
        own("b/x", "length", 2, unit=units[1]),
        own("c/x", "length", 2, unit=units[0]),
    )
    assert found.status == "agreed"
    assert names(found) == ("A", "C")
    assert [c.key for c in found.claims] == ["a/x", "b/x", "c/x"]
    assert [c.key for c in found.not_comparable] == ["b/x"]


@pytest.mark.parametrize("unit", ["½", "²", "m/½", "nan", "lambda", "__import__", "9" * 200])
def test_whatever_stands_as_a_unit_is_a_measure(unit: str) -> None:
    """A unit is never reckoned with, nor does it break the page."""
    assert measure(unit)[1] > 0


# Dates


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-06~", "2026-22", "agreed"),  # mid-2026 and summer 2026
        ("2026-06~", "2026-22~", "agreed"),
        ("2026-06~", "2025-12", "conflict"),
        ("2026-06", "2026-06-30", "agreed"),
        ("2026-06", "2026-07-01", "conflict"),
        ("2026", "2026-21", "agreed"),
        ("2026-05-30/2026-06-02", "2026-06", "agreed"),
        ("2026-05-30/2026-06-02", "2026-06-03/2026-07", "conflict"),
        ("2024-02-29", "2024-02", "agreed"),
        ("9999-12-31", "9999", "agreed"),
    ],
)
def test_dates_are_compared_as_ranges(one: str, other: str, expected: str) -> None:
    """Seasons, months and spans cover all their days."""
    assert status(own("a/x", "signed", one), own("b/x", "signed", other)) == expected


def test_a_deadline_covers_the_days_it_names() -> None:
    """By the end of 2026 is said of another time than by the end of 2025."""
    found = finding(
        claim("a/x", "completion", "2026-12", hedges=["deadline"]),
        claim("b/x", "completion", "2025-12", hedges=["deadline"]),
    )
    assert found.status == "conflict"
    assert [value.text for value in found.values] == ["by December 2025", "by December 2026"]


def test_a_deadline_and_a_date_are_two_values_that_agree() -> None:
    """Said otherwise, and of the same days."""
    found = finding(
        own("a/x", "completion", "2026-12", hedges=["deadline"]),
        own("b/x", "completion", "2026-12"),
    )
    assert found.status == "agreed"
    assert [value.text for value in found.values] == ["by December 2026", "December 2026"]


def test_a_day_of_publication_covers_the_day_before() -> None:
    """News crosses a date line, and a headline has no day."""
    headline = own("a/x", "opening", "2031-03-08", hedges=["day of publication"])
    for day, expected in (
        ("2031-03-07", "agreed"),
        ("2031-03-08", "agreed"),
        ("2031-03-06", "conflict"),
        ("2031-03-09", "conflict"),
    ):
        assert status(headline, own("b/x", "opening", day)) == expected, day
    (value,) = finding(headline).values
    assert value.text == "on or just before 8 March 2031"
    assert value.covers.days == (date(2031, 3, 7), date(2031, 3, 8))


def test_two_headlines_of_neighbouring_days_agree() -> None:
    """Both may be of the earlier of the two."""
    told = [("a/x", "2031-03-07"), ("b/x", "2031-03-08"), ("c/x", "2031-03-09")]
    one, two, three = (own(k, "opening", d, hedges=["day of publication"]) for k, d in told)
    assert status(one, two) == "agreed"
    assert status(one, three) == "conflict"


def test_the_calendar_s_first_day_has_none_before_it() -> None:
    """A day before the calendar's first is asked for without an error."""
    (value,) = finding(own("a/x", "opening", "0001-01-01", hedges=["day of publication"])).values
    assert value.covers.days == (date(1, 1, 1), date(1, 1, 1))


def test_claims_of_different_times_are_not_in_conflict() -> None:
    """A number of April does not contradict a number of May."""
    april = own("a/x", "length", 600, unit="m", when="2025-04")
    may = own("b/x", "length", 700, unit="m", when="2025-05")
    late_april = own("b/x", "length", 700, unit="m", when="2025-04-30")
    undated = own("b/x", "length", 700, unit="m")
    assert status(april, may) == "voices"
    assert status(april, late_april) == "conflict"
    assert status(april, undated) == "conflict"


def test_a_source_that_speaks_of_two_times_does_not_contradict_itself() -> None:
    """Also where somebody else says one of its values of no time at all."""
    found = finding(
        claim("a/x", "length", 600, unit="m", when="2025-04"),
        claim("a/y", "length", 700, unit="m", when="2025-05"),
        claim("b/x", "length", 600, unit="m"),
    )
    assert found.status == "conflict"
    assert found.within_one_source == ()


# Durations


def ends(
    value: float, unit: str, start: str = "2025-04-30", *hedges: str
) -> tuple[date, date] | None:
    """First and last day on which a duration from a start may end."""
    found = covered(
        claim("a/x", "completion", value, unit=unit, runs_from="start", hedges=hedges),
        Attribute(**ATTRIBUTES["completion"]),
        [claim("a/start", "start", start)],
    )
    return found.days if found else None


@pytest.mark.parametrize(
    ("value", "unit", "start", "day"),
    [
        (18, "months", "2025-04-30", date(2026, 10, 30)),
        (10, "days", "2025-04-30", date(2025, 5, 10)),
        (2, "weeks", "2025-04-30", date(2025, 5, 14)),
        (1, "months", "2025-01-31", date(2025, 2, 28)),
        (1, "months", "2024-01-31", date(2024, 2, 29)),
        (1, "years", "2024-02-29", date(2025, 2, 28)),
        (4, "years", "2024-02-29", date(2028, 2, 29)),
        (1.5, "years", "2025-04-30", date(2026, 10, 30)),
        (1.5, "months", "2025-01-31", date(2025, 3, 15)),
        (0.5, "months", "2025-04-30", date(2025, 5, 15)),
        (0, "months", "2025-04-30", date(2025, 4, 30)),
        (-3, "months", "2025-04-30", date(2025, 1, 30)),
    ],
)
def test_a_duration_ends_on_a_day(value: float, unit: str, start: str, day: date) -> None:
    """Whole months are the calendar's, and a month that is too short ends on its last day."""
    assert ends(value, unit, start) == (day, day)


def test_a_duration_from_a_range_ends_in_a_range() -> None:
    """18 months from April 2025 end in October 2026."""
    assert ends(18, "months", "2025-04") == (date(2026, 10, 1), date(2026, 10, 30))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (10, date(2026, 1, 30), date(2026, 3, 30)),
        (-10, date(2024, 5, 30), date(2024, 7, 30)),
    ],
)
def test_an_approximate_duration_ends_in_a_range(value: float, first: date, last: date) -> None:
    """About 10 months are 9 to 11, whether after or before."""
    assert ends(value, "months", "2025-04-30", "approximate") == (first, last)


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
@pytest.mark.parametrize("value", [10_000_000, 1e15, -1e15])
def test_a_duration_beyond_the_calendar_ends_nowhere(value: float, unit: str) -> None:
    """A duration past the calendar's last day has no end and raises no error."""
    assert ends(value, unit) is None


def test_a_source_s_own_start_counts_before_others() -> None:
    """Two months from the start mean the start that the same source dates."""
    found = finding(
        claim("a/x", "completion", 2, unit="months", runs_from="start"),
        claim("a/start", "start", "2025-04-30"),
        claim("b/start", "start", "2025-06-01"),
    )
    assert found.values[0].covers.days == (date(2025, 6, 30), date(2025, 6, 30))


def test_a_duration_runs_from_every_start_where_its_source_has_none() -> None:
    """Who does not say when it started may mean any of those who do."""
    found = finding(
        claim("a/x", "completion", 2, unit="months", runs_from="start"),
        claim("b/start", "start", "2025-04-30"),
        claim("c/start", "start", "2025-06-01"),
    )
    assert found.values[0].covers.days == (date(2025, 6, 30), date(2025, 8, 1))


def test_a_duration_without_a_dated_start_is_not_comparable() -> None:
    """The start of something else is none."""
    found = finding(
        claim("a/x", "completion", 2, unit="months", runs_from="start"),
        claim("b/x", "completion", "2025-12"),
        claim("b/start", "start", "2025-04-30", about="ferry"),
    )
    assert (found.status, names(found)) == ("single", ("B",))
    assert [c.key for c in found.not_comparable] == ["a/x"]


def test_nothing_is_agreed_where_nothing_can_be_compared() -> None:
    """Two who give durations from a start that nobody dates do not thereby agree."""
    found = finding(
        claim("a/x", "completion", 2, unit="months", runs_from="start"),
        claim("b/x", "completion", 9, unit="years", runs_from="start"),
    )
    assert (found.status, found.values) == ("voices", ())
    assert [c.key for c in found.not_comparable] == ["a/x", "b/x"]


# What `tumen-map check` says


def checked(folder: Path) -> tuple[int, list[str]]:
    """Exit status of `tumen-map check`, and the lines of its problems and their count."""
    result = CliRunner().invoke(main, ["--story", str(folder), "check"], catch_exceptions=False)
    return result.exit_code, result.output.splitlines()[3:]


WIDE = """
[[claim]]
id = "{name}"
about = "ossa-bridge"
attribute = "length"
value = 4
unit = "{unit}"
says = "It is long."
asserted_by = "Gazette"
"""


@pytest.fixture
def in_lanes(tmp_path: Path) -> Path:
    """A small story in which one length of three is in lanes."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/story.toml", '["m", "km"]', '["m", "km", "lanes"]')
    with (folder / "seeds" / "gazette.toml").open("a", encoding="utf-8") as file:
        file.write(WIDE.format(name="near", unit="km") + WIDE.format(name="wide", unit="lanes"))
    return folder


def test_check_reports_a_unit_that_cannot_be_compared(in_lanes: Path) -> None:
    """In one line: file, record, field, value, and what would be right."""
    assert checked(in_lanes) == (
        1,
        [
            "seeds/gazette.toml: wide: unit = lanes: cannot be compared with the other values of "
            "ossa-bridge.length, in km, m",
            "1 problem in 1 file",
        ],
    )


def test_a_story_with_a_unit_that_cannot_be_compared_is_shown_all_the_same(in_lanes: Path) -> None:
    """`findings` lists the claim, by its key and in words."""
    found = known(load_story(in_lanes)).findings["ossa-bridge.length"]
    result = CliRunner().invoke(
        main, ["--story", str(in_lanes), "findings"], env={"COLUMNS": "200"}
    )
    assert found.status == "conflict"
    assert [c.key for c in found.not_comparable] == ["gazette/wide"]
    assert result.exit_code == 0
    assert "120 m (The Velm Courier) | 4 km (Gazette) | not comparable: 4 lanes" in result.output


def test_check_reports_a_duration_whose_start_nobody_dates(tmp_path: Path) -> None:
    """The story is shown, and the duration is listed as not comparable."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/gazette.toml", 'about = "ossa-bridge"', 'about = "ossa-river"')
    assert checked(folder) == (
        1,
        [
            "seeds/gazette.toml: months: runs_from = opening: nothing about ossa-river dates it "
            "within the calendar to run from",
            "1 problem in 1 file",
        ],
    )
    found = known(load_story(folder)).findings["ossa-river.completion"]
    assert [c.key for c in found.not_comparable] == ["gazette/months"]


def test_check_names_the_unit_of_a_quantity_that_says_what_it_runs_from(in_lanes: Path) -> None:
    """Only a duration fails for want of its start."""
    change(
        in_lanes, "seeds/gazette.toml", 'unit = "lanes"', 'unit = "lanes"\nruns_from = "opening"'
    )
    assert checked(in_lanes)[1][0].startswith("seeds/gazette.toml: wide: unit = lanes: cannot be")


# Whatever is claimed

UNITS = ("m", "km", "ft", "mile")
numbers = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15, allow_nan=False, allow_subnormal=True),
)
hedges = st.lists(st.sampled_from(get_args(Hedge)), max_size=3, unique=True)
quantities = st.builds(
    lambda value, unit, hedges: claim("a/x", "length", value, unit=unit, hedges=hedges),
    numbers,
    st.sampled_from((*UNITS, "lanes", "trillion USD", "°C")),
    hedges,
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: day.isoformat())
edtf = st.one_of(
    days,
    days.map(lambda text: text[:7]),
    days.map(lambda text: text[:4] + "-22~"),
    st.tuples(days, days).map(lambda two: "/".join(sorted(two))),
)
dates = st.builds(lambda text, hedges: claim("a/x", "signed", text, hedges=hedges), edtf, hedges)
texts = st.text(st.sampled_from("ab no.5,'’ é다"), min_size=1, max_size=12).filter(str.strip)
readings = texts.map(lambda text: claim("a/x", "reading", text))


@FEW
@given(st.one_of(quantities, dates, readings))
def test_a_value_agrees_with_itself(one: Claim) -> None:
    """However large, small or exact it is."""
    found = covered(one, Attribute(**ATTRIBUTES[one.attribute]))
    assert found is not None
    assert found.agrees(found)


@FEW
@given(
    st.one_of(
        st.tuples(quantities, quantities),
        st.tuples(dates, dates),
        st.tuples(readings, readings),
    )
)
def test_agreement_is_mutual(two: tuple[Claim, Claim]) -> None:
    """It does not matter which of two values is held against the other."""
    one, other = (covered(c, Attribute(**ATTRIBUTES[c.attribute])) for c in two)
    assert one is not None
    assert other is not None
    assert one.measure != other.measure or one.agrees(other) == other.agrees(one)


@FEW
@given(st.integers(1, 10**9), st.booleans())
def test_metres_and_kilometres_of_them_agree(metres: int, about: bool) -> None:
    """Whichever of the units a length comes in."""
    assert (
        status(
            own("a/x", "length", metres, unit="m", hedges=["approximate"] if about else []),
            own("b/x", "length", metres / 1000, unit="km"),
        )
        == "agreed"
    )


@FEW
@given(st.text(min_size=1, max_size=20), st.booleans())
def test_every_unit_has_a_measure(unit: str, counted: bool) -> None:
    """Whatever a file has in place of a unit, it is compared at least with itself."""
    name, factor = measure(f"million {unit}" if counted else unit)
    assert name == measure(f"billion {unit}")[0] or not counted
    assert factor > 0


@st.composite
def many(draw: st.DrawFn) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """Claims of one measure in two orders; some retell or rebut others, in rings too."""
    kind = draw(st.sampled_from(["length", "signed", "reading"]))
    size = draw(st.integers(1, 6))
    keys = [f"{draw(st.sampled_from('abc'))}/x{number}" for number in range(size)]
    some = st.lists(st.sampled_from([*keys, "a", "b", "Ada", "Deb"]), max_size=2, unique=True)
    claims = []
    for key in keys:
        fields = {"unit": draw(st.sampled_from(UNITS))} if kind == "length" else {}
        value = {
            "length": st.integers(1, 5),
            "signed": st.sampled_from(["2025", "2025-22", "2025-06", "2024-12-31", "2025-06-30"]),
            "reading": st.sampled_from(
                ["a bridge", "bridge", "no bridge", "a big bridge", "a dam"]
            ),
        }[kind]
        cited = draw(st.one_of(st.just([]), some))
        basis = "cites" if cited else draw(st.sampled_from(["own reporting", "not stated"]))
        claims.append(
            claim(
                key,
                kind,
                draw(value),
                asserted_by=draw(st.sampled_from(["Ada", "Bo", "Cy", "A", "B"])),
                when=draw(st.sampled_from([None, None, "2025", "2024"])),
                basis=basis,
                cites=cited,
                rebuts=draw(st.lists(st.sampled_from(keys), max_size=1)),
                **fields,
            )
        )
    return claims, draw(st.permutations(claims))


@FEW
@given(many())
def test_findings_do_not_hang_on_the_order_of_claims(
    orders: tuple[Sequence[Claim], Sequence[Claim]],
) -> None:
    """Status, values, who stands behind each, who rebuts it, and who contradicts himself."""
    one, other = (
        (
            found.status,
            found.independence,
            {(v.text, keys(v.claims), keys(v.rebutted), parts(v.origins)) for v in found.values},
            parts(found.origins),
            set(found.within_one_source),
        )
        for found in (finding(*claims) for claims in orders)
    )
    assert one == other


def keys(claims: Sequence[Claim]) -> frozenset[str]:
    """The keys of claims, in no order."""
    return frozenset(c.key for c in claims)


def parts(origins: Sequence[Origin]) -> frozenset[tuple[bool, frozenset[str]]]:
    """Origins in no order, each by the claims that go back to it, and whether it is stated."""
    return frozenset((origin.stated, keys(origin.claims)) for origin in origins)
