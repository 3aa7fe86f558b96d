"""The reporting list: everything that the records leave open, and where they lead next."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layers.cli import main
from layers.findings.known import known
from layers.findings.leads import KINDS, Lead, leads
from layers.story import load_story
from layers.story.readings import Reading, digest_of
from tests.small_story import change, small_story

HERALD = """
[source]
id = "herald"
publisher = "Herald"
published = "2031-05-16"
read = "headline only"
url = "https://herald.example/ossa"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small story that is right."""
    return small_story(tmp_path / "story")


def run(folder: Path, *args: str) -> Result:
    """The command on a story."""
    words = ["--story", str(folder), "todo", *args]
    return CliRunner().invoke(main, words, env={"COLUMNS": "120"}, catch_exceptions=False)


def listed(folder: Path, *args: str) -> list[dict[str, Any]]:
    """The list that the command hands to a program."""
    found: list[dict[str, Any]] = json.loads(run(folder, "--format", "json", *args).stdout)
    return found


def of_kind(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The leads of one kind, without saying again which that is."""
    return [{k: v for k, v in r.items() if k != "kind"} for r in listed(folder, "--kind", kind)]


def add(folder: Path, *claims: str, head: str = HERALD, name: str = "herald") -> None:
    """Write one more source, with claims whose ids are numbers; `about` is the bridge."""
    blocks = [
        f'[[claim]]\nid = "n{number}"\nabout = "ossa-bridge"\nsays = "It is so."\n{claim}\n'
        for number, claim in enumerate(claims)
    ]
    (folder / "seeds" / f"{name}.toml").write_text("\n".join([head, *blocks]), "utf-8")


def length(value: int, who: str, rest: str = "") -> str:
    """A claim of a length."""
    return f'attribute = "length"\nvalue = {value}\nunit = "m"\nasserted_by = "{who}"\n{rest}'


def read(folder: Path, claim: str, verdict: str, **fields: str) -> None:
    """Keep a second reading of a claim."""
    source, name = claim.split("/")
    digest = digest_of(load_story(folder).claims[claim])
    entry = {
        "claim": name,
        "reader": "second reader",
        "on": "2031-05-18",
        "verdict": verdict,
        "against": "notes",
        "digest": digest,
    } | fields
    assert Reading.model_validate(entry | {"source": source})
    path = folder / "checks" / f"{source}.toml"
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else f'source = "{source}"\n'
    lines = [f'{key} = "{value}"' for key, value in entry.items()]
    path.write_text("\n".join([before, "[[reading]]", *lines, ""]), "utf-8")


# each kind


def test_a_small_story_has_single_voices_and_what_was_read_once(small: Path) -> None:
    """In the order of the kinds, the most disputed first."""
    found = leads(known(load_story(small)))
    assert [lead.kind for lead in found] == ["single voice"] * 4 + ["read once"] * 2 + [
        "no address"
    ]
    assert found[3] == Lead(
        kind="single voice",
        of="Ossa Bridge: Length",
        why="only The Velm Courier",
        group="ossa-bridge.length",
        where=("https://courier.example/ossa",),
    )


def test_a_conflict_leads_to_whom_each_side_cites(small: Path) -> None:
    """Of each side something first; an address where a side cites nobody."""
    add(
        small,
        length(300, "Herald", 'basis = "cites"\ncites = ["Ossa Agency", "Bridge Office"]'),
    )
    assert of_kind(small, "open conflict") == [
        {
            "of": "Ossa Bridge: Length",
            "why": "120 m against 300 m",
            "group": "ossa-bridge.length",
            "where": ["https://courier.example/ossa", "Ossa Agency", "Bridge Office"],
        }
    ]


def test_a_conflict_of_many_values_names_some(small: Path) -> None:
    """The rest is counted, and no lead names more places to look than that."""
    bodies = [f'basis = "cites"\ncites = ["Body {n}"]' for n in range(9)]
    add(small, *(length(200 + 50 * n, f"Man {n}", body) for n, body in enumerate(bodies)))
    (lead,) = of_kind(small, "open conflict")
    assert lead[
        "why"
    ] == "120 m against 200 m against 250 m against 300 m against 350 m against " + (
        "400 m and 4 more"
    )
    assert len(lead["where"]) == 6


def test_the_widest_conflict_comes_first(small: Path) -> None:
    """The conflict with the most values comes first in the list."""
    opened = 'attribute = "opening"\nvalue = "2031-05-10"\nasserted_by = "Herald"\n'
    add(small, length(300, "Herald"), length(500, "Ada Lund"), opened)
    assert [lead["of"] for lead in of_kind(small, "open conflict")] == [
        "Ossa Bridge: Length",
        "Ossa Bridge: Opening",
    ]


def test_voices_whose_independence_nobody_states_lead_to_their_sources(small: Path) -> None:
    """Only to those that were not read in full: a text that was has told what it knows."""
    add(small, length(120, "Herald"))
    assert of_kind(small, "independence not established") == [
        {
            "of": "Ossa Bridge: Length",
            "why": "2 voices, whose origins may be one: The Velm Courier; Herald",
            "group": "ossa-bridge.length",
            "where": ["https://herald.example/ossa"],
        }
    ]


def test_two_who_state_their_own_reporting_leave_nothing_open(small: Path) -> None:
    """A value that two agree on is on no list but that of what was read once."""
    own = 'basis = "own reporting"'
    change(small, "seeds/courier.toml", "value = 120", f"value = 120\n{own}")
    add(small, length(120, "Herald", own))
    assert [lead for lead in listed(small) if lead["group"] == "ossa-bridge.length"] == []


def test_voices_of_one_origin_are_one(small: Path) -> None:
    """They lead to the body that they cite and whose own word nobody has recorded."""
    cites = 'basis = "cites"\ncites = ["Ossa Agency"]'
    change(small, "seeds/courier.toml", "value = 120", f"value = 120\n{cites}")
    add(small, length(120, "Herald", cites))
    (lead,) = (x for x in of_kind(small, "single voice") if x["group"] == "ossa-bridge.length")
    assert lead["why"] == "2 voices of one origin: Ossa Agency"
    assert lead["where"] == ["Ossa Agency"]


def test_whose_word_is_recorded_is_no_place_to_look(small: Path) -> None:
    """A claim or source that is cited by its id, or whose publisher speaks here."""
    add(
        small,
        length(120, "Herald", 'basis = "cites"\ncites = ["courier/length", "gazette"]'),
        length(120, "Ada Lund", 'basis = "cites"\ncites = ["The Velm Courier"]'),
    )
    leads_of = [x["where"] for x in listed(small) if x["group"] == "ossa-bridge.length"]
    assert leads_of == [["https://herald.example/ossa"]]


def test_what_is_computed_here_is_no_voice_and_needs_no_reader(small: Path) -> None:
    """A value computed here is no voice in a finding, and is not listed to be read again."""
    file = small / "seeds" / "gazette.toml"
    twice = length(240, "computed here", 'computed = ["courier/length", "courier/length"]')
    head = '\n[[claim]]\nid = "twice"\nabout = "ossa-bridge"\nsays = "Twice as long."\n'
    file.write_text(file.read_text("utf-8") + head + twice, "utf-8")
    (lead,) = (x for x in of_kind(small, "single voice") if x["group"] == "ossa-bridge.length")
    assert lead["why"] == "only The Velm Courier"
    assert [x["why"] for x in of_kind(small, "read once")] == [
        "2 claims of gazette, by the recorder",
        "3 claims of courier, by the recorder",
    ]


def forecast(value: str, rest: str = "") -> str:
    """A claim of a forecast."""
    return f'attribute = "completion"\nvalue = "{value}"\nasserted_by = "Herald"\n{rest}'


@pytest.mark.parametrize(
    ("value", "hedges", "words"),
    [
        ("2031-05-10", "", "overdue by 10 days"),
        ("2031-04", 'hedges = ["deadline"]', "overdue by 20 days"),
        ("2031-05", "", None),
        ("2031", "", None),
        ("2031-05-20", "", None),
        ("2031-06-01", "", None),
    ],
)
def test_a_forecast_is_past_due_when_its_last_day_has_passed(
    small: Path, value: str, hedges: str, words: str | None
) -> None:
    """Not while a day is left on which it may come true; nor once it has."""
    add(small, forecast(value, hedges))
    assert of_kind(small, "forecast past due") == []  # the bridge has opened
    change(small, "seeds/story.toml", ', marks = "opened"', "")
    found = of_kind(small, "forecast past due")
    assert len(found) == (words is not None)
    if words:
        assert found[0]["why"].endswith(f"(Herald), {words}")
        assert found[0]["where"] == ["https://herald.example/ossa"]


@pytest.mark.parametrize("how", ["headline only", "listed only"])
def test_a_source_of_which_no_text_was_read_leads_to_its_address(small: Path, how: str) -> None:
    """A source with an address and no text that was read is listed with the address."""
    add(small, length(120, "Herald"), head=HERALD.replace("headline only", how))
    assert of_kind(small, "headline only") == [
        {
            "of": "Herald, 16 May 2031",
            "why": "read the text",
            "group": None,
            "where": ["https://herald.example/ossa"],
        }
    ]


def test_a_source_without_an_address_leads_to_its_copy(small: Path) -> None:
    """Or to its publisher's site; what is known of the address is said."""
    lost = 'url_note = "the page is gone"\nseen_at = "copies.example"\nsite = "https://h.example"\n'
    add(small, length(120, "Herald"), head=HERALD.replace("url =", f"{lost}#"))
    assert of_kind(small, "no address") == [
        {
            "of": "Gazette, January 2030",
            "why": "find where it is published",
            "group": None,
            "where": [],
        },
        {
            "of": "Herald, 16 May 2031",
            "why": "the page is gone",
            "group": None,
            "where": ["copies.example", "https://h.example"],
        },
    ]


def test_what_a_second_reader_found_right_is_off_the_list(small: Path) -> None:
    """Whoever has not seen the page has not read it a second time."""
    read(small, "courier/opened", "right")
    read(small, "courier/length", "page not seen")
    assert of_kind(small, "read once")[1] == {
        "of": "The Velm Courier, 15 May 2031",
        "why": "2 claims of courier, by the recorder",
        "group": None,
        "where": ["https://courier.example/ossa"],
    }


def test_what_a_second_reader_found_wrong_is_told_with_the_reason(small: Path) -> None:
    """Until the claim is edited: then it was read once again."""
    read(small, "courier/length", "wrong", note="It has 130 m")
    assert of_kind(small, "found wrong") == [
        {
            "of": "courier/length",
            "why": "wrong: It has 130 m",
            "group": "ossa-bridge.length",
            "where": ["https://courier.example/ossa"],
        }
    ]
    change(small, "seeds/courier.toml", "value = 120", "value = 130")
    assert of_kind(small, "found wrong") == []
    assert of_kind(small, "read once")[1]["why"] == "3 claims of courier, by the recorder"


# the command


def test_the_table_is_the_default_and_is_counted(small: Path) -> None:
    """An address takes no more of it than its site."""
    lines = run(small, "--kind", "single voice", "--kind", "no address").stdout.splitlines()
    assert [re.split(r"  +", line) for line in lines] == [
        ["KIND", "OF", "WHY", "WHERE"],
        ["single voice", "Ossa Bridge: Completion", "only Gazette"],
        [
            "single voice",
            "The bridge over the Ossa: What it is taken to be",
            "only The Velm Courier",
        ],
        ["single voice", "Ossa Bridge: Opening", "only The Velm Courier", "courier.example"],
        ["single voice", "Ossa Bridge: Length", "only The Velm Courier", "courier.example"],
        ["no address", "Gazette, January 2030", "find where it is published"],
        ["5 things to find out"],
    ]


def test_kinds_and_days_are_taken_together(small: Path) -> None:
    """Several kinds may be asked for; on a day only what was known by then is open."""
    both = listed(small, "--kind", "no address", "--kind", "single voice")
    assert [lead["kind"] for lead in both] == ["single voice"] * 4 + ["no address"]
    early = listed(small, "--as-of", "2030-12-31", "--kind", "single voice")
    assert [lead["of"] for lead in early] == [
        "Ossa Bridge: Completion",
        "The bridge over the Ossa: What it is taken to be",
    ]
    assert listed(small, "--as-of", "2000-01-01") == []
    assert run(small, "--as-of", "2000-01-01").stdout == (
        "KIND  OF  WHY  WHERE\n0 things to find out\n"
    )


def test_every_kind_can_be_asked_for(small: Path) -> None:
    """By the name that the list gives it."""
    for kind in KINDS:
        assert {lead["kind"] for lead in listed(small, "--kind", kind)} <= {kind}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--kind", "rumour"], "'rumour' is not one of 'open conflict',"),
        (["--format", "csv"], "'csv' is not one of 'table', 'json'."),
        (["--as-of", "2031-02-30"], "'2031-02-30' does not match the format"),
    ],
)
def test_wrong_usage_is_explained(small: Path, args: list[str], said: str) -> None:
    """A slip in the command is exit status 2."""
    result = run(small, *args)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_broken_story_leaves_the_output_empty(small: Path) -> None:
    """Problems go to stderr, so that no program takes them for data."""
    (small / "seeds" / "gazette.toml").write_text("[", "utf-8")
    result = run(small, "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "seeds/gazette.toml" in result.stderr
