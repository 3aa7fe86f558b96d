"""Origins: whom claims go back to, rebuttals of them, and what is computed from them here."""

from __future__ import annotations

from datetime import date

import pytest

from layers.findings.finding import Finding
from layers.findings.known import known
from layers.findings.origins import cited_claims
from layers.findings.rows import claim_row, finding_row
from layers.story import Claim, Story
from layers.story.wording import basis_text, cited_names
from tests.invented import cites, claim, finding, own, story_of


def names(found: Finding) -> tuple[str, ...]:
    """Whom a finding goes back to."""
    return tuple(origin.name for origin in found.origins)


def length(key: str, value: float = 120, **fields: object) -> Claim:
    """A length of 120 m, whose basis is not stated."""
    return claim(key, "length", value, **{"unit": "m"} | fields)


def measured(key: str, value: float = 120, **fields: object) -> Claim:
    """A length that somebody was there to measure."""
    return own(key, "length", value, unit="m", **fields)


def retold(key: str, of: str | tuple[str, ...], value: float = 120, **fields: object) -> Claim:
    """A length that rests on what it cites."""
    return cites(key, of, "length", value, unit="m", **fields)


# What counts as agreement


def test_two_who_do_not_state_their_basis_are_two_voices() -> None:
    """The default presumes nothing: they may have it from one, so they do not agree."""
    found = finding(length("a/x"), length("b/x"))
    assert (found.status, found.independence) == ("voices", "not established")
    assert (found.voices, names(found)) == (("A", "B"), ("A", "B"))


@pytest.mark.parametrize("many", range(2, 8))
def test_however_many_say_it_without_a_basis_they_never_agree(many: int) -> None:
    """Seven headlines are seven voices."""
    found = finding(*(length(f"{name}/x") for name in "abcdefg"[:many]))
    assert (found.status, len(found.voices)) == ("voices", many)


def test_two_who_were_there_agree() -> None:
    """Both state it, and nothing ties one to the other."""
    found = finding(measured("a/x"), measured("b/x"))
    assert (found.status, found.independence) == ("agreed", "stated")
    assert [origin.stated for origin in found.origins] == [True, True]


def test_one_who_was_there_and_one_who_does_not_say_are_two_voices() -> None:
    """One stated origin bears out nobody."""
    found = finding(measured("a/x"), length("b/x"))
    assert (found.status, found.independence) == ("voices", "not established")
    assert [origin.stated for origin in found.origins] == [True, False]


def test_two_who_were_there_at_other_times_are_two_voices() -> None:
    """Each saw the place in another month, so neither bears the other out."""
    found = finding(measured("a/x", when="2031-03"), measured("b/x", 140, when="2031-04"))
    assert (found.status, found.independence) == ("voices", "stated")


def test_one_voice_is_a_single_one() -> None:
    """A single voice is one, be it of somebody who was there or not."""
    for alone in (length("a/x"), measured("a/x"), retold("a/x", "Deb")):
        found = finding(alone)
        assert (found.status, found.independence) == ("single", "one origin")


def test_who_disagrees_is_in_conflict_whatever_the_basis() -> None:
    """A conflict asks for no independence."""
    for other in (length("b/x", 130), measured("b/x", 130), retold("b/x", "a/x", 130)):
        assert finding(length("a/x"), other).status == "conflict"


# Who is one with whom


def test_retellings_of_one_body_count_once() -> None:
    """Three who cite an agency that nobody here has read are three voices of one origin."""
    found = finding(*(retold(f"{name}/x", "Interfax") for name in "abc"))
    assert (found.status, found.voices) == ("single", ("A", "B", "C"))
    assert (names(found), found.independence) == (("Interfax",), "one origin")


def test_a_body_and_who_cites_it_count_once() -> None:
    """Also where the body's own text is recorded."""
    found = finding(measured("a/x"), retold("b/x", "A"))
    assert (found.status, names(found)) == ("single", ("A",))


def test_a_chain_of_retellings_counts_once() -> None:
    """C after B after A goes back to A, and is stated where A is."""
    found = finding(retold("c/x", "b/x"), retold("b/x", "a/x"), measured("a/x"))
    (origin,) = found.origins
    assert (found.status, origin.name, origin.stated) == ("single", "A", True)
    assert [c.key for c in origin.claims] == ["c/x", "b/x", "a/x"]


def test_a_chain_by_the_ids_of_sources_counts_once() -> None:
    """A cited source stands for what it says on the matter."""
    found = finding(retold("c/x", "b"), retold("b/x", "a"), measured("a/x"))
    assert (found.status, names(found)) == ("single", ("A",))


def test_a_cited_source_that_is_silent_on_the_matter_is_a_body() -> None:
    """It goes by its publisher, with whoever else cites that."""
    found = finding(retold("b/x", "a"), retold("c/x", "A"), own("a/y", "signed", "2031-01-01"))
    assert (found.status, names(found)) == ("single", ("A",))


def test_a_chain_that_ends_in_a_body_joins_all_who_cite_it() -> None:
    """C cites B, who cites an agency, whom D cites, too."""
    found = finding(retold("c/x", "b/x"), retold("b/x", "Interfax"), retold("d/x", "Interfax"))
    assert (found.status, names(found)) == ("single", ("Interfax",))


def test_a_claim_that_cites_two_bodies_makes_them_one_origin() -> None:
    """Whoever names both ties together those who name either."""
    apart = [retold("a/x", "Interfax"), retold("b/x", "Deb")]
    assert names(finding(*apart)) == ("Interfax", "Deb")
    found = finding(*apart, retold("c/x", ("Interfax", "Deb")))
    assert (found.status, names(found)) == ("single", ("Interfax / Deb",))


def test_two_bodies_that_are_one_only_through_a_third_claim_are_so_in_any_order() -> None:
    """Two bodies that a third claim joins are one, whichever of the three stands first."""
    tie, one, other = retold("c/x", ("I", "D")), retold("a/x", "I"), retold("b/x", "D")
    for order in ([tie, one, other], [one, tie, other], [one, other, tie]):
        (origin,) = finding(*order).origins
        assert [c.key for c in origin.claims] == [c.key for c in order]


def test_a_speaker_whom_two_papers_quote_is_one_origin() -> None:
    """One person's word in two papers is that person's."""
    found = finding(length("a/x", asserted_by="Ada Lund"), length("b/x", asserted_by="Ada Lund"))
    assert (found.status, found.voices, names(found)) == ("single", ("Ada Lund",), ("Ada Lund",))


def test_a_speaker_whom_two_agencies_heard_is_one_origin() -> None:
    """That both were there does not make one person two."""
    found = finding(
        measured("a/x", asserted_by="Ada Lund"), measured("b/x", asserted_by="Ada Lund")
    )
    assert (found.status, found.independence) == ("single", "one origin")


def test_what_one_publisher_heard_of_two_is_one_origin() -> None:
    """Two statements that one publisher heard and others repeat have one origin."""
    found = finding(measured("a/x", asserted_by="Ada Lund"), measured("a/y", asserted_by="Bo Moe"))
    assert (found.status, found.voices) == ("single", ("Ada Lund", "Bo Moe"))


def test_who_cites_a_speaker_by_name_is_one_with_who_quotes_them() -> None:
    """As whose words they are told makes no difference."""
    found = finding(length("a/x", asserted_by="Ada Lund"), retold("b/x", "Ada Lund"))
    assert (found.status, found.voices, names(found)) == (
        "single",
        ("Ada Lund", "B"),
        ("Ada Lund",),
    )


def test_a_copy_of_a_text_is_its_publishers() -> None:
    """Two sources of one publisher have one origin."""
    story = story_of(
        measured("a/x", asserted_by="Gazette"),
        measured("b/x", asserted_by="Gazette"),
        sources={
            "a": {"publisher": "Gazette"},
            "b": {"publisher": "Gazette", "seen_at": "m.example"},
        },
    )
    assert known(story).findings["bridge.length"].status == "single"


@pytest.mark.parametrize("way", ["{}/x", "{}"])
@pytest.mark.parametrize("ring", ["ab", "abc", "abcd"])
def test_claims_that_retell_one_another_count_once(way: str, ring: str) -> None:
    """Those who only cite each other are no witnesses of each other; the loader refuses some."""
    follow = dict(zip(ring, ring[1:] + ring[0], strict=True))
    found = finding(*(retold(f"{one}/x", way.format(other)) for one, other in follow.items()))
    assert (found.status, found.independence) == ("single", "one origin")


def test_a_claim_that_retells_itself_ends() -> None:
    """The loader refuses it; nothing hangs on that."""
    assert names(finding(retold("a/x", "a/x"))) == ("A",)


def test_every_voice_is_of_one_origin() -> None:
    """Two origins, one of which has three voices."""
    found = finding(
        measured("a/x"), retold("b/x", "a/x"), length("c/x", asserted_by="A"), measured("d/x")
    )
    assert (found.status, found.voices, names(found)) == ("agreed", ("A", "B", "D"), ("A", "D"))
    (value,) = found.values
    assert (value.voices, len(value.origins)) == (("A", "B", "D"), 2)


def test_a_value_has_the_origins_of_those_who_give_it() -> None:
    """Of two values each is told with its own."""
    found = finding(retold("a/x", "Interfax"), retold("b/x", "Interfax"), length("c/x", 130))
    assert [(v.text, [o.name for o in v.origins]) for v in found.values] == [
        ("120 m", ["Interfax"]),
        ("130 m", ["C"]),
    ]


def test_agreement_is_not_of_values_of_another_measure() -> None:
    """Whoever counts lanes bears out no length."""
    found = finding(measured("a/x"), measured("b/x", 2).model_copy(update={"unit": "lanes"}))
    assert (found.status, names(found)) == ("single", ("A",))


# How it is told


def test_a_basis_is_told_in_words() -> None:
    """The cited claims are told by the names of their publishers, each once."""
    quoted = retold("d/x", ("a/x", "a", "b/x", "Interfax"))
    story = story_of(measured("a/x"), length("b/x"), quoted)
    assert [basis_text(story, c) for c in story.claims.values()] == [
        "own reporting",
        "basis not stated",
        "cites A, B, Interfax",
    ]
    assert cited_names(story, quoted) == ["A", "A", "B", "Interfax"]


def test_recorded_claims_are_found_by_key_and_by_source() -> None:
    """Of a source, those on the same matter; never the claim itself."""
    story = story_of(
        length("a/x"), claim("a/y", "signed", "2031"), retold("b/x", ("a/x", "a", "b/x", "No"))
    )
    assert [c.key for c in cited_claims(story, story.claims["b/x"])] == ["a/x", "a/x"]


def test_a_findings_row_has_voices_origins_and_independence() -> None:
    """As `findings --format json` hands it out."""
    story = story_of(measured("a/x"), retold("b/x", "a/x"), length("c/x", 130))
    row = finding_row(story, known(story).findings["bridge.length"])
    assert row["voices"] == ["A", "B", "C"]
    assert row["origins"] == [
        {"names": ["A"], "stated": True},
        {"names": ["C"], "stated": False},
    ]
    assert (row["independence"], row["status"]) == ("not established", "conflict")
    assert row["values"][0]["voices"] == ["A", "B"]


# Rebuttals


def rebuttal(key: str, of: str, value: float | None = None, **fields: object) -> Claim:
    """A claim that another is wrong: a value against it, or a statement without one."""
    told = {"rebuts": [of], "reason": "It was measured again."} | fields
    if value is None:
        return claim(key, "event", None, **told)
    return claim(key, "length", value, unit="m", **told)


def rebutted(found: Finding) -> dict[str, list[str]]:
    """Each value with the claims that rebut it."""
    return {value.text: [c.key for c in value.rebutted] for value in found.values}


def test_a_value_and_its_rebuttal_are_no_conflict_of_equals() -> None:
    """One says that the other is wrong; the value stays, with who rebuts it."""
    found = finding(length("a/x"), rebuttal("b/x", "a/x", 130))
    assert found.status == "rebutted"
    assert rebutted(found) == {"120 m": ["b/x"], "130 m": []}


def test_who_tells_what_others_read_and_rebuts_it_does_not_contradict_himself() -> None:
    """A study that gives others' reading, to call it wrong, is of one mind."""
    found = finding(
        claim("a/others", "length", 120, unit="m", asserted_by="Some"),
        claim("a/own", "length", 160, unit="m", rebuts=("a/others",), reason="Measured."),
    )
    assert (found.status, found.within_one_source) == ("rebutted", ())


def test_a_rebuttal_reaches_everybody_who_gives_the_value() -> None:
    """Also in another unit, and whoever only retells it."""
    found = finding(
        length("a/x"),
        length("c/x"),
        claim("d/x", "length", 0.12, unit="km"),
        rebuttal("b/x", "a/x", 130),
    )
    assert (found.status, rebutted(found)) == (
        "rebutted",
        {"120 m": ["b/x"], "0.12 km": ["b/x"], "130 m": []},
    )


def test_a_rebuttal_does_not_reach_a_value_of_another_time() -> None:
    """A value that is rebutted for March may be right for April."""
    found = finding(
        length("a/x", when="2031-03"),
        claim("c/x", "length", 0.12, unit="km", when="2031-04"),
        rebuttal("b/x", "a/x", 130, when="2031-03"),
    )
    assert rebutted(found) == {"120 m": ["b/x"], "0.12 km": [], "130 m": []}


def test_a_third_value_that_nobody_rebuts_is_in_conflict() -> None:
    """The rebuttal settles only what it is of."""
    found = finding(length("a/x"), rebuttal("b/x", "a/x", 130), length("c/x", 140))
    assert found.status == "conflict"
    assert rebutted(found) == {"120 m": ["b/x"], "130 m": [], "140 m": []}


def test_a_rebuttal_of_all_other_values_leaves_no_conflict() -> None:
    """Whoever says that both others are wrong does not settle which of these is."""
    told = [length("a/x"), length("c/x", 140)]
    both = rebuttal("b/x", "a/x", 130, rebuts=["a/x", "c/x"])
    assert finding(*told, both).status == "conflict"  # 120 m against 140 m
    found = finding(told[0], both)
    assert (found.status, rebutted(found)) == ("rebutted", {"120 m": ["b/x"], "130 m": []})


def test_two_who_rebut_each_other_are_told_with_each_others_rebuttal() -> None:
    """Neither is struck out in our voice."""
    found = finding(
        length("a/x", rebuts=["b/x"], reason="It is wrong."), rebuttal("b/x", "a/x", 130)
    )
    assert rebutted(found) == {"120 m": ["b/x"], "130 m": ["a/x"]}


def test_a_statement_may_rebut_a_value() -> None:
    """It gives no value of its own, so nothing is in conflict."""
    found = finding(length("a/x"), rebuttal("b/x", "a/x"))
    assert (found.status, rebutted(found)) == ("single", {"120 m": ["b/x"]})


def test_who_rebuts_a_value_that_they_give_too_does_not_rebut_it() -> None:
    """Saying the same again contradicts nothing."""
    found = finding(length("a/x"), rebuttal("b/x", "a/x", 120))
    assert (found.status, rebutted(found)) == ("voices", {"120 m": []})


def dispute() -> Story:
    """A value of January, its rebuttal of March, and who retells the value in April."""
    return story_of(
        length("a/x"),
        rebuttal("b/x", "a/x", 130),
        retold("c/x", "a/x"),
        published={"a": "2031-01-10", "b": "2031-03-10", "c": "2031-04-10"},
    )


@pytest.mark.parametrize(
    ("day", "status", "by"),
    [
        ("2031-03-09", "single", []),
        ("2031-03-10", "rebutted", ["b/x"]),
        ("2031-05-01", "rebutted", ["b/x"]),
    ],
)
def test_a_rebuttal_is_known_from_its_own_day(day: str, status: str, by: list[str]) -> None:
    """As known before, nobody had contradicted."""
    world = known(dispute(), date.fromisoformat(day))
    assert world.findings["bridge.length"].status == status
    assert [c.key for c in world.rebuttals_of(world.story.claims["a/x"])] == by


def test_a_rebuttal_meets_who_repeats_the_value_later() -> None:
    """The value was said to be wrong before it was told again."""
    world = known(dispute())
    assert [c.key for c in world.rebuttals_of(world.story.claims["c/x"])] == ["b/x"]


def test_by_an_account_a_rebuttal_of_somebody_else_is_not_heard() -> None:
    """And the rebuttal alone rebuts nothing that is in sight."""
    assert known(dispute(), asserters=frozenset(["A"])).findings["bridge.length"].status == "single"
    only = known(dispute(), asserters=frozenset(["B"])).findings["bridge.length"]
    assert (only.status, rebutted(only)) == ("single", {"130 m": []})


def test_the_row_of_a_value_names_who_rebuts_it() -> None:
    """The row of a value names who rebuts it, and the row of the claim gives the reason."""
    story = dispute()
    row = finding_row(story, known(story).findings["bridge.length"])
    assert [value["rebutted_by"] for value in row["values"]] == [["b/x"], []]
    told = claim_row(story, story.claims["b/x"])
    assert (told["rebuts"], told["reason"]) == (["a/x"], "It was measured again.")


# Computed here


def parts_and_sum(**fields: object) -> tuple[Claim, ...]:
    """Two parts that two sources give, a whole that a third gives, and our sum of the parts."""
    return (
        claim("a/part", "span", 40, unit="m"),
        claim("b/part", "span", 80, unit="m"),
        length("c/x", 150),
        length("a/sum", 120, computed=["a/part", "b/part"], **fields),
    )


def sums(*told: Claim, **published: str) -> Story:
    """A story of parts and sums."""
    return story_of(*told, published=published)


def test_a_sum_is_shown_beside_the_values_and_is_none_of_them() -> None:
    """It has no voice and no origin, and contradicts nobody."""
    found = known(sums(*parts_and_sum())).findings["bridge.length"]
    assert [v.text for v in found.values] == ["150 m"]
    assert [(v.text, [c.key for c in v.claims]) for v in found.computed] == [("120 m", ["a/sum"])]
    assert (found.status, found.voices, names(found)) == ("single", ("C",), ("C",))
    assert "a/sum" in [c.key for c in found.claims]


def test_a_sum_alone_is_no_finding() -> None:
    """A sum of our own, stated by nobody, makes no finding."""
    parts = parts_and_sum()
    assert "bridge.length" not in known(sums(parts[0], parts[1], parts[3])).findings


def test_a_sum_that_equals_a_value_does_not_bear_it_out() -> None:
    """Our own arithmetic is no witness."""
    told = parts_and_sum()
    found = known(sums(told[0], told[1], measured("c/x", 120), told[3])).findings["bridge.length"]
    assert (found.status, found.independence) == ("single", "one origin")


def test_a_sum_does_not_choose_the_measure_that_is_compared() -> None:
    """Two sums in lanes do not make a length in metres the odd one out."""
    found = known(
        sums(
            length("a/y", 2, unit="lanes", computed=["c/x"]),
            length("a/z", 2, unit="lanes", computed=["c/x"]),
            length("c/x"),
        )
    ).findings["bridge.length"]
    assert [v.text for v in found.values] == ["120 m"]
    assert [c.key for c in found.not_comparable] == ["a/y", "a/z"]


def test_a_sum_is_known_with_all_its_parts() -> None:
    """And with none of them missing, whatever day its own record is of."""
    story = sums(*parts_and_sum(), a="2031-01-10", b="2031-03-10", c="2031-01-10")
    for day, there in (("2031-03-09", False), ("2031-03-10", True)):
        keys = known(story, date.fromisoformat(day)).keys
        assert ("a/sum" in keys) == there, day
    assert "a/sum" not in known(story, sources=frozenset(["a", "c"])).keys


def test_a_sum_belongs_to_the_account_that_gives_all_parts() -> None:
    """By the account of one of two there is nothing to add up."""
    story = sums(*parts_and_sum(asserted_by="C"))
    assert "a/sum" not in known(story, asserters=frozenset(["A"])).keys
    assert "a/sum" not in known(story, asserters=frozenset(["C"])).keys
    assert "a/sum" in known(story, asserters=frozenset(["A", "B"])).keys


def test_a_sum_is_said_to_be_computed_here() -> None:
    """In words, in a row, and by the parts it is made of."""
    story = sums(*parts_and_sum())
    total = story.claims["a/sum"]
    row = claim_row(story, total)
    assert basis_text(story, total) == row["basis"] == "computed here"
    assert row["computed"] == ["a/part", "b/part"]
    found = finding_row(story, known(story).findings["bridge.length"])
    assert [value["text"] for value in found["computed"]] == ["120 m"]
    assert found["voices"] == ["C"]
