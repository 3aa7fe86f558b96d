"""Differences between editions: golden cases, both ways round, of folders, ZIPs and snapshots."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layers.cli import main
from layers.findings.difference import Entry, changes_of_meaning, difference
from layers.findings.edition import edition_of
from layers.findings.known import known
from layers.snapshot import snapshot_of
from layers.snapshot.files import make, view_at
from layers.story import load_story
from tests.conftest import ROOT
from tests.small_story import catalogue, change, small_story

OLD = Path(__file__).parent / "old_files"
HISTORY = ("652d414", "c7cb297")  # six quotes of the articles are shorter: so its commit says


def run(*args: str | Path) -> Result:
    """The command."""
    return CliRunner().invoke(main, ["diff", *map(str, args)])


def told(*args: str | Path) -> dict[str, Any]:
    """What the command prints as JSON."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The small story."""
    return small_story(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The small story once more, to change something of."""
    return small_story(tmp_path / "new")


def entries(old: Path, new: Path) -> list[Entry]:
    """What is not the same in two folders."""
    editions = (edition_of(known(load_story(folder))) for folder in (old, new))
    return [*difference(*editions).entries]


LENGTH = ("courier/length", "The bridge over the Ossa: Length")
Edit = tuple[str, str, str]
CASES: dict[str, tuple[list[Edit], list[Entry]]] = {
    "a value": (
        [("seeds/courier.toml", "value = 120", "value = 130")],
        [Entry("claim changed", "courier/length", "", "value", "120", "130", "ossa-bridge.length")],
    ),
    "a hedge": (
        [("seeds/courier.toml", "value = 120", 'hedges = ["approximate"]\nvalue = 120')],
        [
            Entry(
                "claim changed", "courier/length", "", "hedges", None, "approximate",
                "ossa-bridge.length",
            )
        ],
    ),
    "a wording": (
        [("seeds/gazette.toml", "It is a footbridge.", "It may be a footbridge.")],
        [
            Entry(
                "claim changed", "gazette/retold", "", "says", "It is a footbridge.",
                "It may be a footbridge.", "story.reading",
            )
        ],
    ),
    "a quote": (
        [("seeds/courier.toml", "The band played all day\"", "band played all day\"")],
        [
            Entry(
                "claim changed", "courier/played", "", "quote", "The band played all day",
                "band played all day", "band.event",
            )
        ],
    ),
    "a source": (
        [("seeds/courier.toml", "courier.example/ossa", "courier.example/the-ossa")],
        [
            Entry(
                "source changed", "courier", "The Velm Courier", "url",
                "https://courier.example/ossa", "https://courier.example/the-ossa",
            )
        ],
    ),
    "a position": (
        [("data/sites.geojson", "[110.5, 50.25]", "[110.501, 50.25]")],
        [
            Entry(
                "place moved", "ossa-bridge", "Ossa Bridge", "position", "50.250000, 110.500000",
                "50.250000, 110.501000", "ossa-bridge", 71.3,
            )
        ],
    ),
    "an accuracy": (
        [("data/sites.geojson", '"accuracy_m": 30', '"accuracy_m": 45')],
        [
            Entry(
                "place changed", "ossa-bridge", "Ossa Bridge", "accuracy", "within 30 m",
                "within 45 m", "ossa-bridge",
            )
        ],
    ),
    "a line": (
        [("data/rivers.geojson", "[111, 51]]", "[111.5, 51]]")],
        [
            Entry(
                "place changed", "ossa-river", "Ossa", "outline", "as it was drawn",
                "drawn otherwise", "ossa-river",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_change_is_one_entry(old: Path, new: Path, name: str) -> None:
    """Field by field, with the subject and what it was before."""
    edits, expected = CASES[name]
    for edit in edits:
        change(new, *edit)
    catalogue(new)
    found = entries(old, new)
    assert [
        e if want.of else Entry(**vars(e) | {"of": ""})
        for e, want in zip(found, expected, strict=True)
    ] == expected


def test_claims_and_sources_come_and_go_and_findings_change_their_verdict(
    old: Path, new: Path
) -> None:
    """A second voice makes a conflict of what one has said."""
    text = (new / "seeds/gazette.toml").read_text("utf-8")
    other = text[: text.index("[[claim]]")].replace("gazette", "post").replace("Gazette", "Post")
    other += '[[claim]]\nid = "length"\nabout = "ossa-bridge"\nattribute = "length"\nvalue = 200\n'
    other += 'unit = "m"\nsays = "It is 200 metres long."\nasserted_by = "Post"\n'
    (new / "seeds/post.toml").write_text(other, "utf-8")
    found = entries(old, new)
    assert [(e.kind, e.id, e.was, e.now) for e in found] == [
        ("claim new", "post/length", None, "It is 200 metres long."),
        (
            *("finding changed", "ossa-bridge.length"),
            *("single: 120 m (The Velm Courier)",),
            "conflict: 120 m (The Velm Courier) | 200 m (Post)",
        ),
        ("source new", "post", None, None),
    ]
    back = entries(new, old)
    assert [(e.kind, e.id) for e in back] == [
        ("claim gone", "post/length"),
        ("finding changed", "ossa-bridge.length"),
        ("source gone", "post"),
    ]


TURNED = {"claim new": "claim gone", "claim gone": "claim new"}


@pytest.mark.parametrize("name", CASES)
def test_the_other_way_round_was_and_now_change_places(old: Path, new: Path, name: str) -> None:
    """Else it is the same."""
    for edit in CASES[name][0]:
        change(new, *edit)
    catalogue(new)
    there, back = entries(old, new), entries(new, old)
    assert [
        (e.kind, e.id, e.field, e.was, e.now, e.metres) for e in there if e.field != "outline"
    ] == [(e.kind, e.id, e.field, e.now, e.was, e.metres) for e in back if e.field != "outline"]
    assert len(there) == len(back)


def test_an_unchanged_story_gives_nothing(old: Path, new: Path) -> None:
    """Also where its files are written otherwise."""
    change(new, "seeds/courier.toml", "[source]\n", "# a comment\n[source]\n")
    assert told(old, new)["entries"] == []
    assert run(old, new).stdout == "unchanged\n"


# What old and new may be


MADE: dict[str, Callable[[Path, Path], Path]] = {
    "folder": lambda folder, at: folder,
    "png": lambda folder, at: snapshot(folder, at.with_suffix(".png")),
    "kml": lambda folder, at: snapshot(folder, at.with_suffix(".kml")),
    "zip": lambda folder, at: snapshot(folder, at.with_suffix(".zip")),
}


def snapshot(folder: Path, at: Path, query: str = "") -> Path:
    """A snapshot of the story in a folder."""
    story = load_story(folder)
    suffix = at.suffix.removeprefix(".")
    at.write_bytes(make(snapshot_of(story, view_at(story, query)), suffix, (300, 240), 60))
    return at


@pytest.mark.parametrize(
    ("was", "now"),
    [("folder", "png"), ("png", "folder"), ("kml", "folder"), ("zip", "png")],
)
def test_each_may_be_a_folder_a_zip_or_a_snapshot(
    old: Path, new: Path, tmp_path: Path, was: str, now: str
) -> None:
    """And says the same."""
    for edit in CASES["a value"][0] + CASES["a position"][0]:
        change(new, *edit)
    catalogue(new)
    found = told(MADE[was](old, tmp_path / "a"), MADE[now](new, tmp_path / "b"))
    assert [(e["kind"], e["id"], e["metres"]) for e in found["entries"]] == [
        ("claim changed", "courier/length", None),
        ("place moved", "ossa-bridge", 71.3),
    ]
    assert (found["old"], found["new"]) == (load_story(old).digest, load_story(new).digest)
    assert found["lacks"] == []


def test_a_snapshot_of_a_part_is_held_against_the_same_part(
    old: Path, new: Path, tmp_path: Path
) -> None:
    """What its view leaves out is not new."""
    change(new, "seeds/courier.toml", "value = 120", "value = 130")
    part = snapshot(old, tmp_path / "part.geojson", "?search=metres")
    found = told(part, new)
    assert [(e["kind"], e["id"]) for e in found["entries"]] == [("claim changed", "courier/length")]
    whole = snapshot(new, tmp_path / "whole.geojson")
    found = told(part, whole)
    assert found["lacks"] == ["They are of different views: only what both show is compared."]
    assert [(e["kind"], e["id"]) for e in found["entries"]] == [("claim changed", "courier/length")]


def test_an_old_file_says_what_it_cannot_tell(old: Path) -> None:
    """A picture of version 0.3.0: which claims there are no more, and no more than that."""
    text = (old / "seeds/gazette.toml").read_text("utf-8")
    (old / "seeds/gazette.toml").write_text(text[: text.rindex("[[claim]]")], "utf-8")
    found = told(OLD / "ossa-0.3.0.png", old)
    assert [(e["kind"], e["id"]) for e in found["entries"]] == [("claim gone", "gazette/retold")]
    (lack,) = found["lacks"]
    assert lack.startswith("The old one was made before files had whole records")


def test_two_stories_are_not_compared(old: Path, tmp_path: Path) -> None:
    """Whatever they are in; status 1."""
    file = snapshot(old, tmp_path / "a.geojson")
    for one in (old, file):
        result = run(one, ROOT)
        assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
        assert "is of the story ossa" in result.stderr


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"", b"{}", b"PK\x03\x04" + bytes(99)])
def test_what_is_no_edition_is_refused(old: Path, tmp_path: Path, content: bytes) -> None:
    """In words, status 1."""
    (tmp_path / "no").write_bytes(content)
    result = run(tmp_path / "no", old)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert result.stderr.startswith(str(tmp_path / "no")) and "Traceback" not in result.output


def test_a_page_of_it_asks_for_nothing(old: Path, new: Path) -> None:
    """And text of a story is text in it."""
    change(new, "seeds/gazette.toml", "It is a footbridge.", "It is <script>1</script> {{ 7*7 }}.")
    page = run(old, new, "--format", "html").stdout
    assert "default-src 'none'" in page
    assert "<script" not in page and "49" not in page
    assert "It is &lt;script&gt;1&lt;/script&gt;" in page


# This story


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a checkout has the history")
def test_two_versions_of_this_story_differ_as_their_commit_says(tmp_path: Path) -> None:
    """Six quotes, and no claim means another thing."""
    editions = []
    for commit in HISTORY:
        command = ["git", "archive", commit, "seeds", "data", "checks"]
        packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(tmp_path / commit, filter="data")
        editions.append(edition_of(known(load_story(tmp_path / commit))))
        shutil.rmtree(tmp_path / commit)
    found = difference(*editions)
    assert [(e.kind, e.field) for e in found.entries] == 6 * [("claim changed", "quote")]
    assert (found.unsound, changes_of_meaning(found)) == ((), {})
