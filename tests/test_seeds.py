"""The records that people wrote: what every one must keep to, and what the story cannot lack."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from layers.story import Story, load_story
from layers.story.known import known
from layers.story.proof import find_text
from layers.story.status import status_of

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"
SOURCES = sorted(path.stem for path in SEEDS.glob("*.toml") if path.name != "story.toml")
ARTICLES = ["al-jazeera-2025-04-30", "korea-daily-2025-05"]
FURTHER = [
    "ap-2026-09-07",
    "asiapress-2025-09",
    "csis-beyond-parallel-2025-04-16",
    "dong-a-ilbo-2025-04-18",
    "espreso-2025-04-30",
    "fcs-news-2025-04-17",
    "korea-herald-2025-03-12",
    "korea-joongang-daily-2025-04-30",
    "korea-times-2026-09-08",
    "reuters-2026-09-07",
    "reuters-asiaone-2025-04-30",
    "tass-2025-04-30",
    "tass-2025-11-27",
    "tass-news-pravda-2025-04-30",
]
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


@pytest.mark.parametrize("source", FURTHER)
def test_a_further_source_is_there(story: Story, source: str) -> None:
    """Each was read in part and says how."""
    assert story.sources[source].read in ("excerpt", "headline only")


def test_the_road_bridge_was_planned_when_its_construction_had_begun(story: Story) -> None:
    """As known on 31 May 2025, a plan with a start."""
    status = status_of(known(story, date(2025, 5, 31)), "road-bridge")
    assert status is not None
    assert status.state == "planned"
    assert status.text == "Planned; under construction since 30 April 2025"


def test_the_road_bridge_is_open_as_known_today(story: Story) -> None:
    """Whatever was planned, it was reported open on one day."""
    status = status_of(known(story), "road-bridge")
    assert status is not None
    assert (status.state, status.text) == ("opened", "Opened 7 September 2026")
