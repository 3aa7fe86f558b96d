"""Corrections and retractions: a source's own word, from its day, and what follows from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from layers.findings.known import Known, known
from layers.findings.statements import statement
from layers.findings.status import status_of
from layers.findings.timeline import forecast_findings, outcomes
from layers.story import Claim, Story, load_story
from layers.story.records import Correction
from tests.invented import claim, own, story_of
from tests.small_story import change, small_story

BEFORE, ON, AFTER = date(2031, 3, 9), date(2031, 3, 10), date(2031, 4, 1)
PUBLISHED = dict.fromkeys("abcd", "2031-01-10")


def correction(of: str, on: str = "2031-03-10", now: str | None = None) -> Correction:
    """A source's word that a claim, source/claim, is wrong; with or without what holds instead."""
    source, name = of.split("/")
    return Correction(
        source=source,
        date=on,
        kind="correction" if now else "retraction",
        claims=[name],
        says="We had it wrong.",
        now=now,
    )


def corrected(*claims: Claim, by: Correction) -> Story:
    """A story of January with a correction."""
    return story_of(*claims, published=PUBLISHED, corrections=(by,))


def keys(claims: tuple[Claim, ...]) -> list[str]:
    """The keys of claims."""
    return [c.key for c in claims]


def lengths(told: Known) -> list[str]:
    """The lengths that count."""
    found = told.findings.get("bridge.length")
    return [value.text for value in found.values] if found else []


def replaced() -> Story:
    """A length that its source corrects on 10 March."""
    return corrected(
        claim("a/x", "length", 120, unit="m"),
        claim("a/y", "length", 130, unit="m"),
        by=correction("a/x", now="y"),
    )


# Before and after


@pytest.mark.parametrize(
    ("day", "there", "standing", "counts"),
    [
        (BEFORE, ["a/x"], ["a/x"], ["120 m"]),
        (ON, ["a/x", "a/y"], ["a/y"], ["130 m"]),
        (AFTER, ["a/x", "a/y"], ["a/y"], ["130 m"]),
    ],
)
def test_a_correction_holds_from_its_day(
    day: date, there: list[str], standing: list[str], counts: list[str]
) -> None:
    """Before it the old claim counts and the new one is not there; after it, the other way."""
    told = known(replaced(), day)
    assert (keys(told.claims), keys(told.standing), lengths(told)) == (there, standing, counts)


def test_a_corrected_claim_is_no_conflict_with_what_replaces_it() -> None:
    """One source has said one thing after the other, and stands by one."""
    found = known(replaced()).findings["bridge.length"]
    assert (found.status, found.within_one_source) == ("single", ())
    assert keys(found.claims) == ["a/y"]


@pytest.mark.parametrize(("day", "counts"), [(BEFORE, ["120 m"]), (ON, [])])
def test_a_retracted_claim_is_told_and_counts_for_nothing(day: date, counts: list[str]) -> None:
    """Nobody removes it from the record."""
    story = corrected(claim("a/x", "length", 120, unit="m"), by=correction("a/x"))
    told = known(story, day)
    assert keys(told.claims) == ["a/x"]
    assert lengths(told) == counts


def test_a_retraction_ends_an_agreement() -> None:
    """Of two who were there one does not stand by it any more."""
    story = corrected(
        own("a/x", "length", 120, unit="m"),
        own("b/x", "length", 120, unit="m"),
        by=correction("b/x"),
    )
    assert known(story, BEFORE).findings["bridge.length"].status == "agreed"
    assert known(story, ON).findings["bridge.length"].status == "single"


def test_a_retraction_ends_a_conflict() -> None:
    """A claim that its source has taken back contradicts nobody."""
    story = corrected(
        claim("a/x", "length", 120, unit="m"),
        claim("b/x", "length", 130, unit="m"),
        by=correction("b/x"),
    )
    assert known(story, BEFORE).findings["bridge.length"].status == "conflict"
    assert known(story, ON).findings["bridge.length"].status == "single"


def test_a_retracted_rebuttal_rebuts_nothing() -> None:
    """A rebuttal that its source has taken back rebuts nothing."""
    wrong = claim("b/x", "length", 130, unit="m", rebuts=["a/x"], reason="Measured.")
    story = corrected(claim("a/x", "length", 120, unit="m"), wrong, by=correction("b/x"))
    assert keys(known(story, BEFORE).rebuttals_of(story.claims["a/x"])) == ["b/x"]
    assert known(story, ON).rebuttals_of(story.claims["a/x"]) == ()


def test_a_retracted_opening_leaves_a_place_planned() -> None:
    """Neither its status nor the outcome of its forecasts rests on it."""
    story = corrected(
        claim("a/due", "completion", "2031-02"),
        claim("b/opened", "opening", "2031-01-05"),
        by=correction("b/opened"),
    )
    for day, happened in ((BEFORE, (date(2031, 1, 5),) * 2), (ON, None)):
        told = known(story, day)
        (outcome,) = outcomes(told, forecast_findings(story, told.findings.values()))
        assert outcome.happened == happened


def test_a_sum_of_what_was_retracted_is_computed_no_more() -> None:
    """Its parts do not stand, so it does not."""
    story = corrected(
        claim("a/part", "span", 40, unit="m"),
        claim("b/part", "span", 80, unit="m"),
        claim("c/x", "length", 150, unit="m"),
        claim("a/sum", "length", 120, unit="m", computed=["a/part", "b/part"]),
        by=correction("b/part"),
    )
    assert [v.text for v in known(story, BEFORE).findings["bridge.length"].computed] == ["120 m"]
    assert known(story, ON).findings["bridge.length"].computed == ()


def test_what_others_took_from_it_still_counts() -> None:
    """Only its own source has corrected itself."""
    story = corrected(
        claim("a/x", "length", 120, unit="m"),
        claim("b/x", "length", 120, unit="m", basis="cites", cites=["a/x"]),
        by=correction("a/x"),
    )
    (value,) = known(story).findings["bridge.length"].values
    assert keys(value.claims) == ["b/x"]
    assert [origin.name for origin in value.origins] == ["A"]


def test_the_claim_that_a_correction_brings_is_known_only_from_its_day() -> None:
    """However early its source was published."""
    story = replaced()
    assert "a/y" not in known(story, BEFORE).keys
    assert "a/y" in known(story, ON).keys
    assert "a/y" not in known(story, ON, sources=frozenset(["b"])).keys


def test_a_correction_s_day_does_not_make_its_source_known_earlier() -> None:
    """A source with a day of its own from which it is known counts from that."""
    late = story_of(
        claim("a/x", "length", 120, unit="m"),
        published={"a": "2031-01"},
        sources={"a": {"known_from": "2031-05-01"}},
        corrections=(correction("a/x"),),
    )
    assert known(late, AFTER).claims == ()


def test_two_corrections_of_one_source_hold_each_from_its_day() -> None:
    """A claim that replaced the first may be replaced in turn."""
    story = story_of(
        claim("a/x", "length", 120, unit="m"),
        claim("a/y", "length", 130, unit="m"),
        claim("a/z", "length", 140, unit="m"),
        published=PUBLISHED,
        corrections=(
            correction("a/x", "2031-03-10", now="y"),
            correction("a/y", "2031-03-20", now="z"),
        ),
    )
    told = {
        day: lengths(known(story, date.fromisoformat(day)))
        for day in ("2031-03-09", "2031-03-10", "2031-03-19", "2031-03-20")
    }
    assert list(told.values()) == [["120 m"], ["130 m"], ["130 m"], ["140 m"]]


# How it is told


def test_a_corrected_claim_says_so_with_its_day() -> None:
    """On the page, in a line of its own; as known before it, nothing of it."""
    story = replaced()
    note = "corrected by its source on 10 March 2031: We had it wrong."
    assert statement(known(story), story.claims["a/x"]).notes == (note,)
    assert statement(known(story, BEFORE), story.claims["a/x"]).notes == ()
    assert statement(known(story), story.claims["a/y"]).notes == ()


def test_a_retracted_claim_says_so_with_its_day() -> None:
    """In other words than a corrected one."""
    story = corrected(claim("a/x", "length", 120, unit="m"), by=correction("a/x"))
    note = "retracted by its source on 10 March 2031: We had it wrong."
    assert statement(known(story), story.claims["a/x"]).notes == (note,)


# On disk

RETRACTED = """
[[correction]]
date = "2031-05-18"
kind = "retraction"
claims = ["opened"]
says = "The bridge has not been opened yet."
url = "https://courier.example/corrections"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small story that is right."""
    return small_story(tmp_path / "story")


def test_a_correction_stands_in_its_source_s_file(folder: Path) -> None:
    """Three days after the report the courier takes the opening back; the place has no status."""
    with (folder / "seeds" / "courier.toml").open("a", encoding="utf-8") as file:
        file.write(RETRACTED)
    story = load_story(folder)
    (found,) = story.corrections
    assert (found.source, found.kind, found.claims) == ("courier", "retraction", ("opened",))
    before = status_of(known(story, date(2031, 5, 17)), "ossa-bridge")
    after = status_of(known(story, date(2031, 5, 18)), "ossa-bridge")
    assert before and before.text == "Opened 14 May 2031"
    assert after and after.text == "Planned"


def test_corrections_are_in_the_order_of_their_days(folder: Path) -> None:
    """Whatever file they stand in, and in whatever order."""
    with (folder / "seeds" / "courier.toml").open("a", encoding="utf-8") as file:
        file.write(RETRACTED)
        file.write(RETRACTED.replace("2031-05-18", "2031-05-16").replace("opened", "length"))
    change(
        folder,
        "seeds/gazette.toml",
        'read = "excerpt"\n',
        'read = "excerpt"\n'
        + RETRACTED.replace("2031-05-18", "2031-05-17").replace("opened", "months"),
    )
    assert [(c.date, c.source) for c in load_story(folder).corrections] == [
        ("2031-05-16", "courier"),
        ("2031-05-17", "gazette"),
        ("2031-05-18", "courier"),
    ]
