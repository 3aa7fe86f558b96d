"""The story's own corrections: read, demanded, shown, handed on, told to whoever comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from layers.cli import main
from layers.errors import StoryError
from layers.snapshot import snapshot_of
from layers.snapshot.files import make, view_at
from layers.story import Story, load_story
from layers.story.changes import Change
from layers.view import default_view
from tests.conftest import Reader
from tests.expecting import expect
from tests.small_story import change, small_story

ENTRY = """
[[correction]]
date = "2031-06-01"
claims = ["courier/length"]
was = "130 m"
right = "120 m"
why = "the page has 120"
"""
LATER = ENTRY.replace("06-01", "06-02").replace("courier/length", "gazette/retold")
OF_DATA = ENTRY.replace('claims = ["courier/length"]', 'data = "ossa-bridge"')


def logged(folder: Path, *entries: str) -> Path:
    """A story with a log of corrections."""
    (folder / "corrections.toml").write_text("".join(entries), "utf-8")
    return folder


def check(folder: Path, *args: str | Path) -> Result:
    """The command check."""
    return CliRunner().invoke(main, ["--story", str(folder), "check", *map(str, args)])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The small story as it was published, with a correction of before."""
    return logged(small_story(tmp_path / "old"), LATER)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The same, to be changed."""
    return logged(small_story(tmp_path / "new"), LATER)


# Read


def test_the_last_correction_comes_first(new: Path) -> None:
    """In whatever order they stand; those of one day stay as they are."""
    told = load_story(logged(new, ENTRY, LATER, OF_DATA)).changes
    assert [(c.date, c.claims or c.data) for c in told] == [
        ("2031-06-02", ("gazette/retold",)),
        ("2031-06-01", ("courier/length",)),
        ("2031-06-01", "ossa-bridge"),
    ]
    assert len({c.name for c in told}) == 3


def test_a_story_need_not_have_a_log(tmp_path: Path) -> None:
    """Nothing was wrong so far."""
    assert load_story(small_story(tmp_path / "story")).changes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n" + ENTRY, "corrections.toml: x: (whole) = 1: no such table"),
        ("[correction]\n", "correction: (whole) = (nothing): write at least one [[correction]]"),
        (ENTRY.replace("claims", "claim"), 'correction 1: claim = ["courier/length"]: no such'),
        (ENTRY.replace('claims = ["courier/length"]\n', ""), "the claims that were wrong, or the"),
        (ENTRY + 'data = "ossa-bridge"', "name the claims that were wrong, or the data: one"),
        (ENTRY.replace("2031-06-01", "2031-06"), "correction 1: date = 2031-06"),
        (ENTRY.replace('why = "the page has 120"', ""), "correction 1: why = (nothing): missing"),
        (ENTRY[:40], "corrections.toml: (file): (whole) ="),
    ],
)
def test_what_is_wrong_in_a_log_is_said(new: Path, text: str, said: str) -> None:
    """With file, entry and field."""
    with pytest.raises(StoryError) as raised:
        load_story(logged(new, text))
    assert said in str(raised.value)


# Demanded


def test_a_published_claim_that_means_something_else_asks_for_a_correction(
    old: Path, new: Path
) -> None:
    """One that was there before does not do; a new one does."""
    change(new, "seeds/gazette.toml", '"a footbridge"', '"a bridge for carts"')
    told = check(new, "--since", old)
    assert told.exit_code == 1
    assert (
        "corrections.toml: gazette/retold: value = (nothing): add a [[correction]]" in told.stdout
    )
    assert check(new).exit_code == 0
    logged(new, LATER, LATER.replace("06-02", "06-03"))
    assert check(new, "--since", old).exit_code == 0


def test_a_published_claim_that_is_gone_asks_for_a_correction(old: Path, new: Path) -> None:
    """Nobody removes it without a word."""
    text = (new / "seeds/gazette.toml").read_text("utf-8")
    (new / "seeds/gazette.toml").write_text(text[: text.rindex("[[claim]]")], "utf-8")
    assert (
        "corrections.toml: gazette/retold: (whole) = gone: add" in check(new, "--since", old).stdout
    )
    logged(new, LATER, LATER.replace("06-02", "06-03"))
    assert check(new, "--since", old).exit_code == 0


def test_another_quote_a_new_claim_and_an_unchanged_story_ask_for_none(
    old: Path, new: Path, tmp_path: Path
) -> None:
    """The meaning is as it was; a snapshot is what was published, too."""
    file = tmp_path / "published.geojson"
    story = load_story(old)
    file.write_bytes(make(snapshot_of(story, default_view(story)), "geojson"))
    assert check(new, "--since", file).exit_code == 0
    change(new, "seeds/courier.toml", 'quote = "The band played all day"', 'quote = "The band"')
    with (new / "seeds/courier.toml").open("a", encoding="utf-8") as seeds:
        seeds.write('[[claim]]\nid = "more"\nabout = "band"\nattribute = "event"\n')
        seeds.write('says = "More."\nasserted_by = "Ada Lund"\nparagraph = 3\nquote = "The band"\n')
    assert check(new, "--since", file).exit_code == 0


def test_what_is_of_another_story_is_refused(new: Path, tmp_path: Path) -> None:
    """In words."""
    other = small_story(tmp_path / "other")
    change(other, "seeds/story.toml", 'id = "ossa"', 'id = "another"')
    told = check(new, "--since", other)
    assert told.exit_code == 1 and "is of the story another" in told.stderr


# Handed on


def test_the_feed_is_one_for_another_reader_of_feeds(story: Story) -> None:
    """Well formed, with what Atom asks of a feed and of each entry, the last correction first."""
    content = make(snapshot_of(story, default_view(story)), "atom")
    feed = feedparser.parse(content)
    assert (feed.version, bool(feed.bozo)) == ("atom10", False)
    assert feed.feed.id and feed.feed.title and feed.feed.author and feed.feed.updated_parsed
    assert len(feed.entries) == len(story.changes) > 50
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True) and feed.feed.updated == days[0]
    for entry, one in zip(feed.entries, story.changes, strict=True):
        assert entry.title and entry.updated_parsed and one.why in entry.content[0].value


def test_a_story_without_corrections_has_a_feed_without_entries(tmp_path: Path) -> None:
    """Which is of the story's last day."""
    story = load_story(small_story(tmp_path / "story"))
    feed = feedparser.parse(make(snapshot_of(story, default_view(story)), "atom"))
    assert (bool(feed.bozo), feed.entries, feed.feed.updated) == (
        *(False, []),
        "2031-05-20T00:00:00Z",
    )


def corrections_in(graph: bytes) -> list[dict[str, str]]:
    """The corrections of a file of JSON-LD."""
    nodes = json.loads(graph)["@graph"]
    (found,) = (node["correction"] for node in nodes if "correction" in node)
    assert isinstance(found, list)
    return found


def test_a_file_tells_the_corrections_of_what_is_in_sight(new: Path) -> None:
    """As schema.org has them, and in words where it is a page; those of data always."""
    story = load_story(logged(new, ENTRY, LATER, OF_DATA))
    snapshot = snapshot_of(story, view_at(story, "?search=footbridge"))
    told = corrections_in(make(snapshot, "jsonld"))
    assert [(one["@type"], one["datePublished"]) for one in told] == [
        ("CorrectionComment", "2031-06-02"),
        ("CorrectionComment", "2031-06-01"),
    ]
    assert told[0]["text"] == ("gazette/retold: was: 130 m. Right: 120 m. Why: the page has 120.")
    page = make(snapshot, "html").decode()
    assert "CorrectionComment" in page and "Corrections (2)" in page


# On the page


@pytest.mark.browser
def test_who_comes_back_is_told_what_has_changed(
    reader: Callable[..., Reader], story: Story
) -> None:
    """Corrections cannot be folded away; what the last visit knew is kept in the browser alone."""
    one = reader()
    one.open()
    page = one.page
    part = page.locator("#cm-corrections")
    expect(part.get_by_role("heading", level=2)).to_have_text(f"Corrections ({len(story.changes)})")
    assert part.evaluate("(part) => part.closest('details') === null")
    since = page.locator("#cm-since")
    expect(since).to_be_hidden()
    page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((key) => key.startsWith("claimmap-visit-"));
          const kept = JSON.parse(localStorage[name]);
          localStorage[name] = JSON.stringify(
            { ...kept, day: "2026-09-01", version: "0", known: kept.known.slice(2) });
          sessionStorage.clear();
        }"""
    )
    one.open()
    told = "Since your last visit on 1 September 2026: the data has changed; corrections: 2."
    expect(since).to_have_text(told)
    expect(part.locator(".cm-new")).to_have_count(2)
    one.open()  # loaded again in the same tab it is the same visit
    expect(since).to_have_text(told)
    page.locator("label", has_text="Borders").first.click()
    expect(since).to_have_text(told)
    page.evaluate("() => sessionStorage.clear()")
    one.open()
    expect(part).to_be_visible()
    expect(since).to_be_hidden()
    assert one.outside == [] and one.errors == []


def test_an_entry_keeps_its_name_as_long_as_it_says_the_same(story: Story) -> None:
    """A feed's reader and a browser know it by that."""
    one = story.changes[0]
    assert Change(**one.model_dump()).name == one.name
    assert Change(**one.model_dump() | {"why": "another reason"}).name != one.name
