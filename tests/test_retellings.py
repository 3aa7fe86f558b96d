"""Retellings: which claim another goes back to, and what changed on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from layers.cli import main
from layers.findings.known import known
from layers.findings.retellings import retellings, retellings_by_claim
from layers.findings.statements import statement
from layers.story import Claim, Story
from tests.invented import cites, claim, own, story_of
from tests.small_story import change, small_story

DAYS = {"a": "2031-01-10", "b": "2031-02-10", "c": "2031-03-10", "d": "2031-04-10"}
Told = dict[str, tuple[str, list[tuple[str, str, str]]]]


def story(*claims: Claim, **parts: object) -> Story:
    """A story whose sources come one after the other: a in January, b in February, and so on."""
    days = {s: DAYS[s] for s in {c.source for c in claims}}
    return story_of(*claims, published=days, **parts)


def told(*claims: Claim, **parts: object) -> Told:
    """Each retelling by its key: what it goes back to, and field, was and now of each change."""
    found = retellings(known(story(*claims, **parts)))
    return {
        r.claim.key: (r.origin.key, [(c.field, c.was, c.now) for c in r.changes]) for r in found
    }


def length(key: str, value: float = 120, **fields: object) -> Claim:
    """A length, whose basis is not stated."""
    return claim(key, "length", value, **{"unit": "m"} | fields)


def retold(key: str, of: str | tuple[str, ...], value: float = 120, **fields: object) -> Claim:
    """A length that rests on what it cites."""
    return cites(key, of, "length", value, **{"unit": "m"} | fields)


# What changed


def test_what_is_told_as_it_was_has_no_change() -> None:
    """A value told as it was is a retelling without a change."""
    assert told(length("a/x"), retold("b/x", "a/x")) == {"b/x": ("a/x", [])}


def test_another_value_is_found() -> None:
    """A changed value is told with the value of each of the two claims."""
    assert told(length("a/x", 300), retold("b/x", "a/x", 330)) == {
        "b/x": ("a/x", [("value", "300 m", "330 m")])
    }


def test_metres_that_become_kilometres_are_found() -> None:
    """300 m and 300 km are not one figure."""
    assert told(length("a/x", 300), retold("b/x", "a/x", 300, unit="km")) == {
        "b/x": ("a/x", [("value", "300 m", "300 km")])
    }


def test_the_same_length_in_another_unit_is_no_change() -> None:
    """0.3 km are 300 m."""
    assert told(length("a/x", 300), retold("b/x", "a/x", 0.3, unit="km")) == {"b/x": ("a/x", [])}


def test_a_date_that_is_rounded_on_the_way_is_found() -> None:
    """A date that became rounder on the way is a change, also if both may be true."""
    day = claim("a/x", "signed", "2030-06-19")
    assert told(day, cites("b/x", "a/x", "signed", "2030-06")) == {
        "b/x": ("a/x", [("value", "19 June 2030", "June 2030")])
    }


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (["approximate"], [], ("hedge", "about", "none")),
        ([], ["at least"], ("hedge", "none", "at least")),
        (["approximate"], ["at least"], ("hedge", "about", "at least")),
        (["expected", "conditional"], ["expected"], ("hedge", "may be", "none")),
        (["at most", "capacity"], ["conditional"], ("hedge", "up to, a capacity", "may be")),
    ],
)
def test_a_hedge_that_is_lost_or_added_is_found(
    was: list[str], now: list[str], change: tuple[str, str, str]
) -> None:
    """An equal number is no equal statement."""
    found = told(length("a/x", hedges=was), retold("b/x", "a/x", hedges=now))
    assert found == {"b/x": ("a/x", [change])}


def test_a_deadline_that_becomes_a_date_is_found() -> None:
    """By the end of the year is not in its last month."""
    by = claim("a/x", "completion", "2030-12", hedges=["deadline"])
    assert told(by, cites("b/x", "a/x", "completion", "2030-12")) == {
        "b/x": ("a/x", [("hedge", "by", "none")])
    }


def test_another_speaker_is_found() -> None:
    """An estimate of analysts that becomes a minister's word."""
    assert told(length("a/x"), retold("b/x", "a/x", asserted_by="Minister Moe")) == {
        "b/x": ("a/x", [("speaker", "A", "Minister Moe")])
    }


@pytest.mark.parametrize("speaker", ["A", "B", "Ada Lund"])
def test_who_says_it_and_who_tells_it_are_no_change_of_speaker(speaker: str) -> None:
    """Speaker, the origin's publisher and the reteller's own are all right."""
    quoted = length("a/x", asserted_by="Ada Lund")
    assert told(quoted, retold("b/x", "a/x", asserted_by=speaker)) == {"b/x": ("a/x", [])}


def test_another_subject_is_found() -> None:
    """The ferry's length that becomes the bridge's."""
    assert told(length("a/x", about="ferry"), retold("b/x", "a/x")) == {
        "b/x": ("a/x", [("about", "The ferry", "The bridge")])
    }


def test_another_attribute_is_found() -> None:
    """A span that becomes the length of the whole."""
    assert told(claim("a/x", "span", 120, unit="m"), retold("b/x", "a/x")) == {
        "b/x": ("a/x", [("attribute", "Span", "Length")])
    }


def test_everything_that_changed_is_told_at_once() -> None:
    """In one order: subject, value, hedge, speaker."""
    origin = length("a/x", 300, about="ferry", hedges=["at most"])
    found = told(origin, retold("b/x", "a/x", 330, asserted_by="Minister Moe"))
    assert [change[0] for change in found["b/x"][1]] == ["about", "value", "hedge", "speaker"]


def test_a_statement_has_neither_value_nor_hedge_to_change() -> None:
    """It is compared with nothing; only who says it can be seen."""
    origin = claim("a/x", "event", hedges=["conditional"])
    assert told(origin, cites("b/x", "a/x", "event")) == {"b/x": ("a/x", [])}


# Which claim it goes back to


def test_a_cited_source_is_what_it_says_on_the_matter() -> None:
    """One that is cited by its id is compared in what it has on the same."""
    other = own("a/y", "signed", "2031-01-01")
    found = told(length("a/x", 300), other, retold("b/x", "a", 330))
    assert found == {"b/x": ("a/x", [("value", "300 m", "330 m")])}


def test_two_cited_claims_are_two_retellings() -> None:
    """A claim that cites two claims is a retelling of each."""
    found = retellings(
        known(story(length("a/x"), length("b/x", 130), retold("c/x", ("a/x", "b/x"))))
    )
    assert [(r.origin.key, len(r.changes)) for r in found] == [("a/x", 0), ("b/x", 1)]


def test_a_body_by_name_is_its_own_statement() -> None:
    """A body's recorded text on the same subject and attribute is what its name leads to."""
    found = told(length("a/x", 300, hedges=["approximate"]), retold("b/x", "A", 300))
    assert found == {"b/x": ("a/x", [("hedge", "about", "none")])}


def test_of_a_body_s_two_statements_the_one_with_the_value_is_meant() -> None:
    """The nearest, not the first."""
    both = length("a/x", 300), length("a/y", 330)
    assert told(*both, retold("b/x", "A", 330)) == {"b/x": ("a/y", [])}
    assert told(*both, retold("b/x", "A", 300)) == {"b/x": ("a/x", [])}


def test_a_body_that_nobody_has_read_is_compared_with_nothing() -> None:
    """There is nothing to hold it against."""
    assert told(length("a/x"), retold("b/x", "Interfax", 330)) == {}


def test_a_body_that_retells_somebody_is_what_is_gone_back_to() -> None:
    """C names B and not A, after whom B tells it."""
    assert told(length("a/x"), retold("b/x", "a/x"), retold("c/x", "B", 330)) == {
        "b/x": ("a/x", []),
        "c/x": ("b/x", [("value", "120 m", "330 m")]),
    }


def test_a_body_is_found_in_the_first_account_of_what_it_says() -> None:
    """Nobody here has its text, and an earlier paper tells what it says."""
    earlier = length("a/x", 300, asserted_by="Interfax", hedges=["approximate"])
    assert told(earlier, retold("b/x", "Interfax", 300)) == {
        "b/x": ("a/x", [("hedge", "about", "none")])
    }


def test_the_own_text_of_a_body_comes_before_an_account_of_it() -> None:
    """Also where the account has the very value."""
    account = length("a/x", 330, asserted_by="B")
    assert told(account, length("b/x", 300), retold("c/x", "B", 330))["c/x"][0] == "b/x"


def test_of_accounts_of_one_day_none_is_the_first() -> None:
    """Two papers of one day that name one agency retell it, and not each other."""
    one, other = (retold(f"{s}/x", "Interfax", n) for s, n in (("a", 300), ("b", 330)))
    same_day = story_of(one, other, published=dict.fromkeys("ab", "2031-01-10"))
    assert retellings(known(same_day)) == ()


def test_a_forecast_of_one_whom_the_source_cites_elsewhere_is_held_against_it() -> None:
    """An analysts' estimate of the opening that becomes a president's word of the completion."""
    estimate = claim("a/x", "expected", "2031-01/2031-03", asserted_by="Analysts")
    source = [
        cites("b/y", "Analysts", "length", 300, unit="m"),
        claim("b/x", "completion", "2031-01/2031-03", asserted_by="The president"),
    ]
    (found,) = retellings(known(story(estimate, *source)))
    assert (found.claim.key, found.origin.key, found.named) == ("b/x", "a/x", False)
    assert [(c.field, c.now) for c in found.changes] == [
        ("attribute", "Completion"),
        ("speaker", "The president"),
    ]


def test_whether_it_names_the_very_claim_is_told() -> None:
    """By its key or its source; a body by name may have said it elsewhere."""
    for of, named in (("a/x", True), ("a", True), ("A", False)):
        (found,) = retellings(known(story(length("a/x"), retold("b/x", of))))
        assert (found.origin.key, found.named) == ("a/x", named), of


def test_a_body_s_later_statement_is_not_gone_back_to() -> None:
    """Nobody retells what is not yet said."""
    assert told(length("b/x", 300), retold("a/x", "B", 330)) == {}


def test_whoever_speaks_for_somebody_is_held_against_that_one_s_own_words() -> None:
    """A speaker's words count if somebody heard them, or they were published by the speaker."""
    heard = own("a/x", "length", 300, unit="m", asserted_by="Ada Lund")
    assert told(heard, length("b/x", 330, asserted_by="Ada Lund")) == {
        "b/x": ("a/x", [("value", "300 m", "330 m")])
    }
    published = length("a/x", 300, asserted_by="A")
    assert told(published, length("b/x", 330, asserted_by="A")) == {
        "b/x": ("a/x", [("value", "300 m", "330 m")])
    }


def test_two_papers_that_quote_one_speaker_retell_nobody() -> None:
    """Neither states that it was there, so neither is the other's origin."""
    quoted = [length(f"{s}/x", n, asserted_by="Ada Lund") for s, n in (("a", 300), ("b", 330))]
    assert told(*quoted) == {}


def test_who_says_something_themselves_retells_nobody() -> None:
    """Two publishers' own words are two."""
    assert told(length("a/x"), length("b/x", 130)) == {}


def test_a_source_does_not_retell_itself() -> None:
    """A statement that a source makes twice is no retelling, unless it says so."""
    assert told(length("a/x"), retold("a/y", "A", 130)) == {}
    assert told(length("a/x"), retold("a/y", "a/x", 130)) == {
        "a/y": ("a/x", [("value", "120 m", "130 m")])
    }


def test_a_speaker_s_figure_that_moved_to_another_subject_is_found() -> None:
    """A capacity of the checkpoint that becomes the bridge's, in a paper that names no paper."""
    origin = length("a/x", 300, about="ferry", asserted_by="Ministry")
    assert told(origin, length("b/x", 300, asserted_by="Ministry", hedges=["at most"])) == {
        "b/x": ("a/x", [("about", "The ferry", "The bridge"), ("hedge", "none", "up to")])
    }


@pytest.mark.parametrize("of", ["A", "a", "Interfax"])
def test_a_speaker_s_figure_that_moved_is_found_also_where_the_paper_names_a_paper(of: str) -> None:
    """Whom it has the figure from does not hide whose figure it is."""
    origin = length("a/x", 300, about="ferry", asserted_by="Ministry")
    assert told(origin, retold("b/x", of, 300, asserted_by="Ministry")) == {
        "b/x": ("a/x", [("about", "The ferry", "The bridge")])
    }


def test_a_speaker_s_other_figure_on_another_subject_has_not_moved() -> None:
    """A ministry may give two lengths of two things."""
    origin = length("a/x", 300, about="ferry", asserted_by="Ministry")
    assert told(origin, length("b/x", 330, asserted_by="Ministry")) == {}


def test_what_stands_by_its_own_subject_has_not_moved() -> None:
    """If the speaker's statement on the same is recorded, that is what it goes back to."""
    there = own("a/x", "length", 300, unit="m", asserted_by="Ministry", about="ferry")
    here = own("a/y", "length", 300, unit="m", asserted_by="Ministry")
    assert told(there, here, length("b/x", 300, asserted_by="Ministry")) == {"b/x": ("a/y", [])}


def test_what_is_computed_here_retells_nothing() -> None:
    """A value computed here retells none of the claims that it is made of."""
    total = length("b/x", 240, computed=["a/x", "a/y"], asserted_by="A")
    assert told(length("a/x"), length("a/y"), total) == {}


# As known


def test_a_retelling_is_known_when_both_are() -> None:
    """As known before the retelling, or from it alone, there is none."""
    both = story(length("a/x", 300), retold("b/x", "a/x", 330))
    assert retellings(known(both, date(2031, 2, 9))) == ()
    assert retellings(known(both, sources=frozenset(["b"]))) == ()
    assert len(retellings(known(both, date(2031, 2, 10)))) == 1


def test_retellings_are_found_by_the_claim_that_retells() -> None:
    """Retellings are found under the claim that retells, all of one claim together."""
    world = known(story(length("a/x"), length("b/x", 130), retold("c/x", ("a/x", "b/x"))))
    assert {key: len(of) for key, of in retellings_by_claim(world).items()} == {"c/x": 2}


def test_a_claim_says_what_changed_on_the_way() -> None:
    """In a line of its own; not where nothing did."""
    told_on = story(length("a/x", 300), retold("b/x", "a/x", 330), retold("c/x", "a/x", 300))
    world = known(told_on)
    notes = {key: statement(world, told_on.claims[key]).notes for key in ("a/x", "b/x", "c/x")}
    assert notes == {"a/x": (), "b/x": ("on the way from A: value: 300 m → 330 m",), "c/x": ()}


def test_check_tells_every_change_in_a_line(tmp_path: Path) -> None:
    """It is no problem: what others changed is what they said."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/courier.toml", 'unit = "m"', 'unit = "m"\nhedges = ["approximate"]')
    change(
        folder,
        "seeds/gazette.toml",
        'about = "story"\nattribute = "reading"\nvalue = "a footbridge"\n',
        'about = "ossa-river"\nattribute = "length"\nvalue = 210\nunit = "km"\n',
    )
    change(folder, "seeds/gazette.toml", "courier/opened", "courier/length")
    result = CliRunner().invoke(main, ["--story", str(folder), "check"])
    assert result.exit_code == 0
    assert result.output.splitlines()[2] == (
        "gazette/retold retells courier/length: about: Ossa Bridge -> Ossa; "
        "value: about 120 m -> 210 km; hedge: about -> none"
    )


# The project's own


def test_every_change_of_the_story_is_one(story: Story) -> None:
    """Every change that is told is not the same on both sides."""
    for found in retellings(known(story)):
        for change_ in found.changes:
            assert change_.was != change_.now or change_.field == "value", found.claim.key
        assert found.claim.key != found.origin.key


def test_a_capacity_that_moved_from_the_checkpoint_to_the_bridge_is_found(story: Story) -> None:
    """The Korea Daily says of the bridge what the ministry says of the checkpoint."""
    found = retellings_by_claim(known(story))
    for name in ("vehicles-a-day", "people-a-day"):
        (told_on,) = found[f"korea-daily-2025-05/{name}"]
        assert (told_on.origin.about, told_on.claim.about) == ("road-checkpoint", "road-bridge")
        assert "about" in [c.field for c in told_on.changes]
