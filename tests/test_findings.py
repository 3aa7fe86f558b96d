"""Findings: which claims agree, which are in conflict, and which cannot be compared."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.cli import main
from layers.story import Claim, Story, load_story
from layers.story.findings import Finding, origin_of
from layers.story.known import Known, known
from layers.story.status import status_of
from layers.story.units import measure
from layers.story.values import covered
from tests.invented import ATTRIBUTES, Attribute, claim, finding, story_of
from tests.small_story import change, small_story

PROJECT = Path(__file__).resolve().parent.parent
ARTICLES = frozenset(["al-jazeera-2025-04-30", "korea-daily-2025-05"])
FEW = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def articles(story: Story) -> Known:
    """What is known from the two articles alone."""
    return known(story, sources=ARTICLES)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's own story, to change one thing of."""
    for folder in ("seeds", "data"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    return tmp_path


def told(found: Finding) -> dict[str, tuple[str, ...]]:
    """Each value in words, and who it goes back to."""
    return {value.text: value.origins for value in found.values}


def statuses(found: Known) -> dict[str, str]:
    """The status of every finding that is more than a single origin's."""
    return {key: f.status for key, f in found.findings.items() if f.status != "single"}


def status(*claims: Claim) -> str:
    """The status of the finding that claims amount to."""
    return finding(*claims).status


# The two articles


def test_the_two_articles_are_in_conflict_on_three_things(articles: Known) -> None:
    """Nothing else in them is called a conflict, and agreement is of independent origins."""
    assert statuses(articles) == {
        "road-bridge.completion": "conflict",
        "partnership-treaty.signed": "conflict",
        "pak-thae-song.office": "conflict",
        "road-bridge.construction-start": "agreed",
        "mishustin.office": "agreed",
    }


def test_the_articles_give_three_days_of_completion(articles: Known) -> None:
    """Value against value, in order of time, each with its origin."""
    found = articles.findings["road-bridge.completion"]
    assert told(found) == {
        "by December 2025": ("The Korea Daily",),
        "by about June 2026": ("Kommersant",),
        "18 months from start of construction": ("The Korea Daily",),
    }
    assert [value.covers.days for value in found.values] == [
        (date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 10, 30), date(2026, 10, 30)),
    ]


def test_one_article_contradicts_itself_on_completion(articles: Known) -> None:
    """18 months from 30 April 2025 is not the end of 2025, which the same paragraph says."""
    within = {key: f.within_one_source for key, f in articles.findings.items()}
    assert {key: sources for key, sources in within.items() if sources} == {
        "road-bridge.completion": ("korea-daily-2025-05",)
    }


def test_the_articles_date_the_agreement_differently(articles: Known) -> None:
    """Last year, of an article of 2025, is 2024."""
    assert told(articles.findings["partnership-treaty.signed"]) == {
        "June 2023": ("The Korea Daily",),
        "2024": ("Al Jazeera",),
    }


def test_the_articles_give_one_man_two_offices(articles: Known) -> None:
    """Two texts of which neither has all the words of the other."""
    assert told(articles.findings["pak-thae-song.office"]) == {
        "chairman of the Supreme People’s Assembly": ("Al Jazeera",),
        "Premier": ("The Korea Daily",),
    }


def test_what_both_articles_say_is_agreed(articles: Known) -> None:
    """By as many as say it of their own knowledge."""
    assert articles.findings["mishustin.office"].origins == ("Al Jazeera", "The Korea Daily")
    assert articles.findings["road-bridge.construction-start"].origins == (
        "Al Jazeera",
        "Korean Central News Agency",
        "The Korea Daily",
    )


def test_one_origin_told_twice_is_a_single_one(articles: Known) -> None:
    """A milestone and a big milestone are two wordings of one man's word."""
    found = articles.findings["road-bridge.significance"]
    assert found.status == "single"
    assert found.origins == ("Mikhail Mishustin",)
    assert [value.text for value in found.values] == ["a milestone", "a big milestone"]


# All sources


def test_all_sources_are_in_conflict_on_eight_things(story: Story) -> None:
    """With the further sources, sites, lengths, widths and the structure on the ice come too."""
    conflicts = {key for key, f in known(story).findings.items() if f.status == "conflict"}
    assert conflicts == {
        "road-bridge.completion",
        "road-bridge.offset",
        "road-bridge.length",
        "road-bridge.length-russian-part",
        "road-bridge.width",
        "ice-structure.reading",
        "partnership-treaty.signed",
        "pak-thae-song.office",
    }


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("road-bridge.offset", ["400 m", "415 m", "500 m"]),
        ("road-bridge.length", ["800 m", "850 m", "1,005 m"]),
        ("road-bridge.length-russian-part", ["300 m", "424 m"]),
        ("road-bridge.width", ["7 m", "10 m"]),
        (
            "ice-structure.reading",
            ["a temporary pontoon-mounted platform", "a temporary bridge"],
        ),
    ],
)
def test_further_conflicts_stand_value_against_value(
    story: Story, key: str, values: list[str]
) -> None:
    """Quantities in order of size."""
    assert [value.text for value in known(story).findings[key].values] == values


def test_nothing_in_the_story_is_beyond_comparison(story: Story) -> None:
    """Every value of the project's own claims is held against its neighbours'."""
    assert [k for k, f in known(story).findings.items() if f.not_comparable] == []


# As known on a day


def test_on_the_day_after_the_groundbreaking_it_is_under_construction(story: Story) -> None:
    """Nobody knew then when it would open."""
    then = known(story, as_of=date(2025, 5, 1))
    found = status_of(then, "road-bridge")
    assert found is not None
    assert found.text == "Planned; under construction since 30 April 2025"
    assert "road-bridge.opening" not in then.findings


def test_on_the_day_after_the_groundbreaking_it_is_due_at_different_times(story: Story) -> None:
    """The values of sources published by then, and no others."""
    assert list(told(known(story, as_of=date(2025, 5, 1)).findings["road-bridge.completion"])) == [
        "by December 2025",
        "by about June 2026",
        "summer 2026",
        "18 months from start of construction",
        "by December 2026",
    ]


def test_before_the_groundbreaking_it_has_no_completion(story: Story) -> None:
    """Claims published later are absent."""
    then = known(story, as_of=date(2025, 4, 16))
    assert {claim.source for claim in then.claims} == {
        "korea-herald-2025-03-12",
        "csis-beyond-parallel-2025-04-16",
    }
    assert statuses(then) == {}


def test_today_it_is_open(story: Story) -> None:
    """The default is all that the sources say."""
    found = status_of(known(story), "road-bridge")
    assert found is not None
    assert found.text == "Opened 7 September 2026"


# No list of conflicts is kept


def test_a_mutated_value_is_a_new_conflict(copy: Path) -> None:
    """One source of two says another length of the structure on the ice."""
    change(copy, "seeds/dong-a-ilbo-2025-04-18.toml", "value = 164", "value = 146")
    found = known(load_story(copy)).findings["ice-structure.length"]
    assert found.status == "conflict"
    assert told(found) == {"146 m": ("The Dong-A Ilbo",), "164 m": ("CSIS Beyond Parallel",)}


def test_a_value_that_is_mended_is_no_conflict(copy: Path) -> None:
    """The conflict goes when its reason does."""
    change(copy, "seeds/korea-daily-2025-05.toml", 'value = "Premier"', 'value = "Chairman"')
    found = known(load_story(copy)).findings["pak-thae-song.office"]
    assert found.status == "agreed"


def test_the_same_office_in_other_words_is_no_conflict(copy: Path) -> None:
    """Case and what is added to a value do not turn it round."""
    change(
        copy,
        "seeds/korea-daily-2025-05.toml",
        'value = "Prime Minister"',
        'value = "the country’s prime minister"',
    )
    found = known(load_story(copy)).findings["mishustin.office"]
    assert found.status == "agreed"
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
    assert status(claim("a/x", "reading", one), claim("b/x", "reading", other)) == "agreed"


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


# Origins


def test_a_retelling_counts_once() -> None:
    """What A says, and B after A, is one origin's."""
    found = finding(
        claim("a/x", "length", 120, unit="m"),
        claim("b/x", "length", 120, unit="m", origin="a/x"),
    )
    assert (found.status, found.origins) == ("single", ("A",))


def test_a_chain_of_retellings_counts_once() -> None:
    """C after B after A goes back to A."""
    found = finding(
        claim("c/x", "length", 120, unit="m", origin="b/x"),
        claim("b/x", "length", 120, unit="m", origin="a/x"),
        claim("a/x", "length", 120, unit="m"),
    )
    assert (found.status, found.origins) == ("single", ("A",))


def test_claims_that_retell_one_another_count_once() -> None:
    """Two that only cite each other are no two witnesses, nor is a third who cites them."""
    ring = (
        claim("a/x", "length", 120, unit="m", origin="b/x"),
        claim("b/x", "length", 120, unit="m", origin="a/x"),
        claim("c/x", "length", 120, unit="m", origin="b/x"),
    )
    story = story_of(*ring)
    assert [origin_of(story, c) for c in ring] == ["A", "A", "A"]
    assert finding(*ring).status == "single"


def test_a_claim_that_retells_itself_ends() -> None:
    """The loader refuses it; nothing hangs on that."""
    assert origin_of(story_of(own := claim("a/x", "event", origin="a/x")), own) == "A"


def test_who_is_quoted_twice_is_one_origin() -> None:
    """Two sources that quote one person have it from one."""
    found = finding(
        claim("a/x", "length", 120, unit="m", asserted_by="Ada Lund"),
        claim("b/x", "length", 120, unit="m", asserted_by="Ada Lund"),
    )
    assert (found.status, found.origins) == ("single", ("Ada Lund",))


def test_one_origin_that_gives_two_values_is_in_conflict() -> None:
    """Whoever says two things is not agreed with himself."""
    found = finding(claim("a/x", "length", 120, unit="m"), claim("a/y", "length", 130, unit="m"))
    assert (found.status, found.origins) == ("conflict", ("A",))
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
        claim(f"{name}/x", "length", value, unit=unit)
        for name, (value, unit) in zip("ab", (one, other), strict=True)
    ]
    assert status(*claims) == expected


def test_an_approximate_quantity_covers_a_tenth_either_way() -> None:
    """About 600 are 540 to 660."""
    about = claim("a/x", "length", 600, unit="m", approximate=True)
    assert status(about, claim("b/x", "length", 650, unit="m")) == "agreed"
    assert status(about, claim("b/x", "length", 661, unit="m")) == "conflict"


@pytest.mark.parametrize("units", [("m", "lanes"), ("m", "USD"), ("°C", "K"), ("dB", "%")])
def test_units_of_different_measures_are_not_comparable(units: tuple[str, str]) -> None:
    """What most claims are in is compared; the rest is listed, never silently dropped."""
    found = finding(
        claim("a/x", "length", 2, unit=units[0]),
        claim("b/x", "length", 2, unit=units[1]),
        claim("c/x", "length", 2, unit=units[0]),
    )
    assert found.status == "agreed"
    assert found.origins == ("A", "C")
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
    assert status(claim("a/x", "signed", one), claim("b/x", "signed", other)) == expected


def test_a_deadline_covers_the_days_it_names() -> None:
    """By the end of 2026 is said of another time than by the end of 2025."""
    found = finding(
        claim("a/x", "completion", "2026-12", deadline=True),
        claim("b/x", "completion", "2025-12", deadline=True),
    )
    assert found.status == "conflict"
    assert [value.text for value in found.values] == ["by December 2025", "by December 2026"]


def test_a_deadline_and_a_date_are_two_values_that_agree() -> None:
    """Said otherwise, and of the same days."""
    found = finding(
        claim("a/x", "completion", "2026-12", deadline=True),
        claim("b/x", "completion", "2026-12"),
    )
    assert found.status == "agreed"
    assert [value.text for value in found.values] == ["by December 2026", "December 2026"]


def test_claims_of_different_times_are_not_in_conflict() -> None:
    """How many there were in April does not contradict how many there were in May."""
    april = claim("a/x", "length", 600, unit="m", when="2025-04")
    may = claim("b/x", "length", 700, unit="m", when="2025-05")
    late_april = claim("b/x", "length", 700, unit="m", when="2025-04-30")
    undated = claim("b/x", "length", 700, unit="m")
    assert status(april, may) == "single"
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
    value: float, unit: str, start: str = "2025-04-30", *, approximate: bool = False
) -> tuple[date, date] | None:
    """First and last day on which a duration from a start may end."""
    found = covered(
        claim("a/x", "completion", value, unit=unit, runs_from="start", approximate=approximate),
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
    assert ends(value, "months", approximate=True) == (first, last)


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
@pytest.mark.parametrize("value", [10_000_000, 1e15, -1e15])
def test_a_duration_beyond_the_calendar_ends_nowhere(value: float, unit: str) -> None:
    """And does not break anything."""
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
    assert (found.status, found.origins) == ("single", ("B",))
    assert [c.key for c in found.not_comparable] == ["a/x"]


def test_nothing_is_agreed_where_nothing_can_be_compared() -> None:
    """Two who give durations from a start that nobody dates do not thereby agree."""
    found = finding(
        claim("a/x", "completion", 2, unit="months", runs_from="start"),
        claim("b/x", "completion", 9, unit="years", runs_from="start"),
    )
    assert (found.status, found.values) == ("single", ())
    assert [c.key for c in found.not_comparable] == ["a/x", "b/x"]


# What `tumen-map check` says


def checked(folder: Path) -> tuple[int, list[str]]:
    """Exit status of `tumen-map check`, and the lines of its problems and their count."""
    result = CliRunner().invoke(main, ["--story", str(folder), "check"], catch_exceptions=False)
    return result.exit_code, result.output.splitlines()[2:]


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
quantities = st.builds(
    lambda value, unit, about: claim("a/x", "length", value, unit=unit, approximate=about),
    numbers,
    st.sampled_from((*UNITS, "lanes", "trillion USD", "°C")),
    st.booleans(),
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: day.isoformat())
edtf = st.one_of(
    days,
    days.map(lambda text: text[:7]),
    days.map(lambda text: text[:4] + "-22~"),
    st.tuples(days, days).map(lambda two: "/".join(sorted(two))),
)
dates = edtf.map(lambda text: claim("a/x", "signed", text))
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
            claim("a/x", "length", metres, unit="m", approximate=about),
            claim("b/x", "length", metres / 1000, unit="km"),
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
    """Claims of one measure in two orders; some retell others, in rings too."""
    kind = draw(st.sampled_from(["length", "signed", "reading"]))
    size = draw(st.integers(1, 6))
    claims = []
    for number in range(size):
        origin = draw(st.one_of(st.none(), st.integers(0, size - 1)))
        fields = {"unit": draw(st.sampled_from(UNITS))} if kind == "length" else {}
        value = {
            "length": st.integers(1, 5),
            "signed": st.sampled_from(["2025", "2025-22", "2025-06", "2024-12-31", "2025-06-30"]),
            "reading": st.sampled_from(
                ["a bridge", "bridge", "no bridge", "a big bridge", "a dam"]
            ),
        }[kind]
        claims.append(
            claim(
                f"{draw(st.sampled_from('abc'))}/x{number}",
                kind,
                draw(value),
                asserted_by=draw(st.sampled_from(["Ada", "Bo", "Cy"])),
                when=draw(st.sampled_from([None, None, "2025", "2024"])),
                **fields,
            )
        )
        claims[-1] = claims[-1].model_copy(update={"origin": origin})
    claims = [
        c.model_copy(update={"origin": None if c.origin is None else claims[int(c.origin)].key})
        for c in claims
    ]
    return claims, draw(st.permutations(claims))


@FEW
@given(many())
def test_findings_do_not_hang_on_the_order_of_claims(
    orders: tuple[Sequence[Claim], Sequence[Claim]],
) -> None:
    """Status, values, who stands behind each, and who contradicts himself."""
    one, other = (
        (
            found.status,
            {
                (v.text, frozenset(c.key for c in v.claims), frozenset(v.origins))
                for v in found.values
            },
            set(found.origins),
            set(found.within_one_source),
        )
        for found in (finding(*claims) for claims in orders)
    )
    assert one == other
