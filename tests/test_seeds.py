"""The records that people wrote: what every one must keep to, and what the story cannot lack."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from layers.findings.known import known
from layers.findings.retellings import Change, retellings_by_claim
from layers.findings.status import status_of
from layers.html.cards import card
from layers.html.leads import lead_list
from layers.html.tables import source_list
from layers.proof.source_text import find_text
from layers.story import Story, load_story
from layers.story.readings import stale_problems
from layers.view import Scope, seen

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"
SOURCES = sorted(path.stem for path in SEEDS.glob("*.toml") if path.name != "story.toml")
ARTICLES = ["al-jazeera-2025-04-30", "korea-daily-2025-05"]
MOST_WORDS = 12  # of a publisher's, in one piece


def seed(source: str) -> dict[str, Any]:
    """A source's file as it is written."""
    return tomllib.loads((SEEDS / f"{source}.toml").read_text("utf-8"))


def words(text: str) -> list[str]:
    """A text's words, whatever stands between them."""
    return re.findall(r"\w+", text.lower())


@pytest.fixture(scope="module")
def story() -> Story:
    """The project's story, which loads only when no file has a problem."""
    return load_story(PROJECT)


def test_every_source_and_every_claim_is_read(story: Story) -> None:
    """Nothing that is written is left out."""
    assert sorted(story.sources) == SOURCES
    assert len(story.claims) == sum(len(seed(source)["claim"]) for source in SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_written_in_a_file_of_its_name(story: Story, source: str) -> None:
    """So that a person finds it; and it says something."""
    assert story.files[source] == f"seeds/{source}.toml"
    assert any(claim.source == source for claim in story.claims.values())


@pytest.mark.parametrize("source", SOURCES)
def test_no_more_than_twelve_words_of_a_publisher_stand_in_one_piece(source: str) -> None:
    """Articles belong to their publishers."""
    record = seed(source)
    pieces = [record["source"].get("title", ""), *(c.get("quote", "") for c in record["claim"])]
    assert [piece for piece in pieces if len(piece.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("source", ARTICLES)
def test_an_article_gives_at_least_18_claims(story: Story, source: str) -> None:
    """Both were read in full and taken apart."""
    assert story.sources[source].read == "full text"
    assert sum(claim.source == source for claim in story.claims.values()) >= 18


@pytest.mark.parametrize("source", ARTICLES)
def test_no_sentence_of_an_article_is_copied(story: Story, source: str) -> None:
    """No thirteen words of the text follow one another in what is ours."""
    named = [Path(os.environ["TUMEN_TEXTS"])] if "TUMEN_TEXTS" in os.environ else []
    folders = [*named, SEEDS, PROJECT.parent / "shared" / "seeds"]
    path = find_text(story.sources[source], folders)
    if path is None:
        pytest.skip(f"the text of {source} is not here: set TUMEN_TEXTS to its folder")
    text = f" {' '.join(words(path.read_text('utf-8')))} "
    ours = words((SEEDS / f"{source}.toml").read_text("utf-8"))
    runs = (" ".join(ours[i : i + MOST_WORDS + 1]) for i in range(len(ours) - MOST_WORDS))
    assert [run for run in runs if f" {run} " in text] == []


def test_the_story_rests_on_many_sources(story: Story) -> None:
    """At least 150 claims of at least 40 sources."""
    assert len(story.claims) >= 150
    assert len(story.sources) >= 40


def test_every_second_reading_is_of_the_present_wording(story: Story) -> None:
    """None is void, and none found a fault that is still there."""
    assert stale_problems(story.claims, story.readings) == []
    assert len(story.readings_of) > len(story.claims) / 2


def test_whom_the_second_reading_found_at_fault_is_listed(story: Story) -> None:
    """Every entry of the log says what was wrong, what is right and why, of one day."""
    log = tomllib.loads((PROJECT / "corrections.toml").read_text("utf-8"))["correction"]
    assert all({"date", "was", "right", "why"} <= entry.keys() for entry in log)
    gone = {key for entry in log for key in entry.get("claims", ()) if key not in story.claims}
    assert gone == {
        "korea-daily-2025-05/khasan-end",
        "korea-daily-2025-05/site-in-rason",
        "korea-daily-2025-05/tumangang-end",
        "today-korea-2025-10/tk-done",
    }


def test_a_sentence_ends_with_one_stop(story: Story) -> None:
    """Whether or not the record has one: on cards, in lists of sources and of what is open."""
    everything = known(story)
    parts = [card(everything, place) for place in story.places]
    parts += [source_list(story), lead_list(seen(story, Scope()))]
    texts = [re.sub("<[^>]+>", "", str(part)) for part in parts]
    assert [
        found for text in texts for found in re.findall(r".{30}[.?!](?<!\.\.)\.(?!\.)", text)
    ] == []


def told_apart(story: Story, one: str, other: str) -> bool:
    """True if two claims give values of one finding that cannot both be true."""
    found = known(story).findings[story.claims[one].group]
    values = {claim.key: value for value in found.values for claim in value.claims}
    return not values[one].covers.agrees(values[other].covers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("daum-paper-2025-03-12/daum-300km", "korea-herald-2025-03-12/kh-pillars"),
        ("nk-news-2025-06-02/cost-100", "nk-news-2025-04-30/cost-111"),
        ("radio-free-asia-ko-2025-04-17/rfa-delay", "dong-a-ilbo-2025-04-18/donga-accel"),
        ("radio-free-asia-ko-2025-04-17/rfa-delay", "fcs-news-2025-04-17/fcs-accel"),
        ("wikipedia-german/rail-623", "wikipedia-french/rail-400-fr"),
        ("korea-news-pravda-com-2025-04-30/len-830", "tass-2025-04-30/length-850"),
        ("kbs-world-es-2025-02-04/lanes-4", "korea-herald-2025-03-12/two-lanes"),
        ("primorye24-2025-09/cp-2027", "russian-ministry-of-transport-2025-05-23/cp-mintrans"),
    ],
)
def test_contradictions_are_found_by_the_findings(story: Story, one: str, other: str) -> None:
    """Nobody lists them: 300 m that becomes 300 km, one study read as delay and acceleration."""
    assert told_apart(story, one, other)


@pytest.mark.parametrize(
    ("claim", "field", "was", "now"),
    [
        (
            "korea-daily-2025-05/vehicles-a-day",
            "about",
            "Khasan road checkpoint",
            "Tumen road bridge site",
        ),
        ("news-de-2025-11-10/newsde-putin", "speaker", "CSIS Beyond Parallel", "Vladimir Putin"),
        ("gazeta-ru-2025-11-10/gazeta-5km", "attribute", "Length with approaches", "Length"),
        ("unn-2025-11-04/unn-100", "hedge", "about", "at least"),
        ("nsn-2025-11/nsn-152", "value", "about 150 m", "152 m"),
        ("dong-a-ilbo-2025-04-18/ice-structure-length", "hedge", "about", "none"),
    ],
)
def test_a_change_on_the_way_is_found(
    story: Story, claim: str, field: str, was: str, now: str
) -> None:
    """Capacity that moves to the bridge, an estimate of analysts that becomes Putin's word."""
    (told,) = retellings_by_claim(known(story))[claim]
    assert Change(field, was, now) in told.changes


def test_the_road_bridge_was_planned_when_its_construction_had_begun(story: Story) -> None:
    """As known on 30 April 2025, a plan with a start."""
    status = status_of(known(story, date(2025, 4, 30)), "road-bridge")
    assert status is not None
    assert status.state == "planned"
    assert status.text == "Planned; under construction since 30 April 2025"


def test_the_road_bridge_is_open_as_known_today(story: Story) -> None:
    """By all that is recorded it has opened, whatever day each source gives."""
    status = status_of(known(story), "road-bridge")
    assert status is not None and status.state == "opened"
    assert status.text.startswith("Opened ")
