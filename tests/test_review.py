"""A second reading: asked for or handed in as a table; kept, and void when a claim is edited."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layers.cli import main, reading_files, review
from layers.cli.reading_files import toml_of
from layers.errors import StoryError
from layers.findings.leads import unread_problems
from layers.snapshot import SnapshotError
from layers.story import load_story
from layers.story.readings import Reading, digest_of, stale_problems
from tests.small_story import TEXT, change, small_story

WRITER = "first recorder"
READER = "second reader"
DAY = "2031-06-01"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small story whose records say which role wrote them, with the courier's text."""
    folder = small_story(tmp_path / "story")
    for name in ("courier", "gazette"):
        change(folder, f"seeds/{name}.toml", "[source]\n", f'[source]\nrecorded_by = "{WRITER}"\n')
    (folder / "seeds" / "courier.txt").write_text(TEXT, "utf-8", newline="\n")
    return folder


def asked(folder: Path, *args: str, answers: str = "", reader: str = READER) -> Result:
    """The command with the answers that a reader types."""
    words = ["--story", str(folder), "review", *args, "--reader", reader, "--on", DAY]
    return CliRunner().invoke(main, words, input=answers, env={"COLUMNS": "120"})


def handed_in(
    folder: Path, table: str | bytes, source: str = "courier", reader: str = READER
) -> Result:
    """The command with a table of verdicts."""
    file = folder.parent / "verdicts.tsv"
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    return asked(folder, source, "--verdicts", str(file), reader=reader)


def written(folder: Path, source: str = "courier") -> list[dict[str, Any]]:
    """The readings in a source's file, as they stand there."""
    path = folder / "checks" / f"{source}.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    assert table["source"] == source
    readings: list[dict[str, Any]] = table["reading"]
    return readings


def verdicts(folder: Path, source: str = "courier") -> dict[tuple[str, str], str]:
    """Verdicts by claim and reader, in the order of the file."""
    return {(r["claim"], r["reader"]): r["verdict"] for r in written(folder, source)}


# asked for, claim by claim


def test_a_reader_is_shown_every_field_and_the_passage(small: Path) -> None:
    """The source once, then each claim in words, the quote marked in its paragraph."""
    result = asked(small, "courier", answers="quit\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "source         The Velm Courier, 15 May 2031",
        "published      2031-05-15, 15 May 2031",
        "language       en",
        "url            https://courier.example/ossa",
        "recorded       read in full; its text is here",
        "recorded by    first recorder",
        "",
        "1 of 3: courier/opened",
        "about          Ossa Bridge: Opening",
        "says           It opened on 14 May 2031.",
        "value          14 May 2031 (written: 2031-05-14)",
        "hedges         none",
        "asserted by    The Velm Courier",
        "basis          not stated",
        "quote          opened on 14 May 2031",
        "passage        paragraph 2: It >>>opened on 14 May 2031<<< and is 120 metres long.",
        "verdict (right, imprecise, wrong, page not seen, skip, quit): quit",
        "",
        "courier has 3 claims, 3 of them left",
    ]
    assert not (small / "checks").exists()


def test_every_other_field_is_shown_where_there_is_one(small: Path) -> None:
    """Citations with what is cited, hedges, rebuttals with their reason, copy, date and note."""
    change(
        small,
        "seeds/gazette.toml",
        'read = "excerpt"',
        'read = "excerpt"\nseen_at = "copies.example"\npublished_note = "no day is given"\n'
        'known_from = "2030-01-20"',
    )
    change(
        small,
        "seeds/gazette.toml",
        'says = "It is a footbridge."',
        'says = "It is a footbridge."\nhedges = ["conditional"]\nrebuts = ["courier/length"]\n'
        'reason = "It was measured again."\nwhen = "2029"',
    )
    output = asked(small, "gazette", answers="s\nq\n").output
    for line in (
        "source         Gazette, January 2030, read in a copy at copies.example",
        "published note no day is given",
        "known from     2030-01-20",
        "recorded       read in excerpt; its text is not here",
        "value          18 months from opening (written: 18 months)",
        "hedges         conditional",
        "basis          cites The Velm Courier",
        "cites          courier/opened: It opened on 14 May 2031.",
        "rebuts         courier/length: It is 120 metres long.",
        "reason         It was measured again.",
        "when           2029",
        "quote          none",
        "passage        the text is not here; read the page itself",
    ):
        assert line in output.splitlines()


def test_each_answer_is_kept_as_soon_as_it_is_given(small: Path) -> None:
    """With its digest, its day and what was read; the first letter is enough."""
    result = asked(small, "courier", answers="right\n\nw\nstored page\nIt has 130 m.\nskip\n")
    assert result.exit_code == 0
    claims = load_story(small).claims
    assert written(small) == [
        {
            "claim": "length",
            "reader": READER,
            "on": DAY,
            "verdict": "wrong",
            "against": "stored page",
            "digest": digest_of(claims["courier/length"]),
            "note": "It has 130 m.",
        },
        {
            "claim": "opened",
            "reader": READER,
            "on": DAY,
            "verdict": "right",
            "against": "full text",
            "digest": digest_of(claims["courier/opened"]),
        },
    ]
    assert result.output.splitlines()[-2:] == [
        "checks/courier.toml: 2 readings by second reader: 1 right, 1 wrong",
        "courier has 3 claims, 1 of them left",
    ]
    assert [path.name for path in (small / "checks").iterdir()] == ["courier.toml"]


def test_the_end_of_the_input_keeps_what_was_answered(small: Path) -> None:
    """In the middle of an answer, too; that one is not kept."""
    result = asked(small, "courier", answers="right\nfull text\nwrong\n")
    assert result.exit_code == 0
    assert verdicts(small) == {("opened", READER): "right"}
    assert result.output.endswith("courier has 3 claims, 2 of them left\n")


def test_ctrl_c_keeps_what_was_answered(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And ends as the end of the input does."""
    given = iter(["right", "full text"])

    def interrupted(*_: object, **__: object) -> str:
        try:
            return next(given)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(review.click, "prompt", interrupted)
    result = asked(small, "courier")
    assert (result.exit_code, verdicts(small)) == (0, {("opened", READER): "right"})
    assert result.output.endswith("courier has 3 claims, 2 of them left\n")


def test_a_reader_goes_on_where_they_stopped(small: Path) -> None:
    """A claim that was read is asked again only with --all, and then its reading is replaced."""
    asked(small, "courier", answers="r\n\nr\n\nq\n")
    assert "1 of 1: courier/played" in asked(small, "courier", answers="q\n").output
    asked(small, "courier", answers="r\n\n")
    done = asked(small, "courier")
    assert done.output.endswith("courier has 3 claims, none of them left; --all reads them again\n")
    again = asked(small, "courier", "--all", answers="i\n\nA day early.\nq\n")
    assert f"you said       right of this wording on {DAY}" in again.output
    assert verdicts(small)["opened", READER] == "imprecise"
    assert len(written(small)) == 3


def test_an_edit_of_a_claim_voids_its_reading(small: Path) -> None:
    """`check` says so, and the claim is asked for again with what was said of it."""
    handed_in(small, "opened\tright\nlength\tright\nplayed\tright\n")
    change(small, "seeds/courier.toml", '"It is 120 metres long."', '"Its length is 120 metres."')
    story = load_story(small)
    (problem,) = stale_problems(story.claims, story.readings)
    new = digest_of(story.claims["courier/length"])
    assert str(problem).endswith(f"the claim has changed since; its digest is {new}: read it again")
    assert "courier/length" not in story.readings_of
    output = asked(small, "courier", answers="right\n\n").output
    assert "1 of 1: courier/length" in output
    assert f"you said       right of an earlier wording on {DAY}" in output
    story = load_story(small)
    assert [*stale_problems(story.claims, story.readings)] == []


def test_an_answer_that_is_none_is_asked_for_again(small: Path) -> None:
    """So is a note that a verdict needs, and one that no terminal shows."""
    answers = "good\nwrong\nweb\nexcerpt\n\na\x07b\n" + "x" * 401 + "\nIt is 130.\nq\n"
    result = asked(small, "courier", answers=answers)
    assert "'good' is none of these; the first letter is enough" in result.output
    assert "missing; a claim that is wrong needs a word on why" in result.output
    assert r"the character \x07 must not stand in a text" in result.output
    assert written(small)[0]["note"] == "It is 130."


def test_of_a_page_not_seen_no_full_text_was_read(small: Path) -> None:
    """It is not offered; a note may be left out."""
    result = asked(small, "courier", answers="p\nfull\nn\n\nq\n")
    assert "read against (stored page, excerpt, notes):" in result.output
    assert written(small)[0] | {"digest": ""} == {
        "claim": "opened",
        "reader": READER,
        "on": DAY,
        "verdict": "page not seen",
        "against": "notes",
        "digest": "",
    }


def test_the_text_may_lie_in_another_folder(small: Path, tmp_path: Path) -> None:
    """As with `check`; where it is not, what was read last is the usual answer."""
    (tmp_path / "texts").mkdir()
    (small / "seeds" / "courier.txt").rename(tmp_path / "texts" / "courier.txt")
    found = asked(small, "courier", "--texts", str(tmp_path / "texts"), answers="q\n")
    assert "paragraph 2: It >>>opened" in found.output
    away = asked(small, "courier", answers="r\nexcerpt\nr\n\nq\n").output
    assert "excerpt, notes): excerpt\n" in away
    assert "excerpt, notes) [excerpt]:" in away


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("paragraph = 2\nquote = \"opened", "paragraph = 1\nquote = \"opened",
         "paragraph 1, which does not have the quote: The bridge over the Ossa"),
        ("paragraph = 2\nquote = \"opened", "paragraph = 9\nquote = \"opened",
         "no paragraph of the text has the quote"),
    ],
)  # fmt: skip
def test_a_passage_without_the_quote_is_said_to_be_none(
    small: Path, old: str, new: str, said: str
) -> None:
    """A reader sees it, and does not look for a mark in vain."""
    change(small, "seeds/courier.toml", old, new)
    assert f"passage        {said}" in asked(small, "courier", answers="q\n").output


def test_a_text_that_is_another_is_not_read(small: Path) -> None:
    """A reading would be of what the record does not name."""
    (small / "seeds" / "courier.txt").write_text("It opened.", "utf-8")
    result = asked(small, "courier", answers="r\n\n")
    assert result.exit_code == 1
    assert "seeds/courier.toml: source: text_sha256 = " in result.stderr
    assert not (small / "checks").exists()


def test_nothing_of_a_record_is_obeyed_by_the_terminal(small: Path) -> None:
    """A text from elsewhere may hold anything."""
    evil = TEXT.replace("It opened", "\x1b[31m It opened").encode()
    (small / "seeds" / "courier.txt").write_bytes(evil)
    old, new = (hashlib.sha256(text).hexdigest() for text in (TEXT.encode(), evil))
    change(small, "seeds/courier.toml", old, new)
    output = asked(small, "courier", answers="q\n").output
    assert "\x1b" not in output and r"\x1b[31m" in output


# handed in as a table


def test_a_table_of_verdicts_is_kept_whole(small: Path) -> None:
    """Ids with or without the source's; heads, comments and empty lines are none of it."""
    table = (
        "\ufeffclaim\tverdict\tagainst\tnote\n# by paragraph\n\nopened\tright\t\t\r\n"
        'courier/length\timprecise\texcerpt\tIt says "about" \\ 120 m.\n'
        "played\tpage not seen\tnotes\n"
    )
    result = handed_in(small, table)
    assert (result.exit_code, result.output) == (
        0,
        "checks/courier.toml: 3 readings by second reader: 1 right, 1 imprecise, 1 page not seen\n"
        "courier has 3 claims, none of them left; --all reads them again\n",
    )
    assert [(r["claim"], r["against"], r.get("note")) for r in written(small)] == [
        ("length", "excerpt", 'It says "about" \\ 120 m.'),
        ("opened", "full text", None),
        ("played", "notes", None),
    ]


def test_everything_wrong_in_a_table_is_said_at_once_and_nothing_is_kept(small: Path) -> None:
    """One line each, and the file stays as it was."""
    handed_in(small, "opened\tright\n")
    before = (small / "checks" / "courier.toml").read_bytes()
    table = (
        "played\tright\tfull text\n"
        "bridge\tright\n"
        "length\tgood\n"
        "length\twrong\n"
        "opened\tright\tthe web\n"
        "opened\tpage not seen\tfull text\n"
        "opened\tright\tnotes\t\tfifth\n"
        "played\tright\n"
        "opened\timprecise\tnotes\ta\x07b\n"
        "opened\n"
    )
    result = handed_in(small, table)
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    for start, end in (
        ("line 2: claim = bridge", "no claim of courier has this id: opened, length, played"),
        ("line 3: verdict = good", "needed is one of right, imprecise, wrong, page not seen"),
        ("line 4: note = (nothing)", "missing; a claim that is wrong needs a word on why"),
        ("line 5: against = the web", "what was read: full text, stored page, excerpt or notes"),
        ("line 6: against = full text", "whoever has not seen the page has not read its text"),
        (r"line 7: (whole) = opened\tright", "at most 4 columns: claim, verdict, against, note"),
        ("line 8: claim = played", "stands twice in this table"),
        (r"line 9: note = a\x07b", "needed is text, 1 to 400 characters"),
        ("line 10: verdict = (nothing)", "needed is one of right, imprecise, wrong, page not seen"),
    ):
        (line,) = [one for one in lines if one.startswith(f"verdicts.tsv: {start}")]
        assert line.endswith(end)
    assert lines[-1] == "13 problems in 1 file"
    assert (small / "checks" / "courier.toml").read_bytes() == before


def test_what_was_read_must_be_said_where_no_text_is_here(small: Path) -> None:
    """A reader without the text must say what was read; nothing is presumed."""
    result = handed_in(small, "months\tright\n", source="gazette")
    assert result.exit_code == 1
    assert "verdicts.tsv: line 1: against = (nothing): missing; needed is what was read" in (
        result.stderr
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", "verdicts.tsv: (file): (whole) = (nothing): needs a line for each claim"),
        (b"claim\tverdict\n", "needs a line for each claim that was read"),
        (b"opened\tright\t\t\xff\n", "verdicts.tsv: (file): (whole) = byte 14: must be UTF-8"),
    ],
)
def test_a_table_that_is_none_is_told_so(small: Path, table: bytes, said: str) -> None:
    """A file that is not a table of readings is named, and nothing is written."""
    result = handed_in(small, table)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (small / "checks").exists()


# kept


def test_everybody_else_s_readings_stay(small: Path) -> None:
    """In a stable order, whoever reads first; a role is one however it is spelled."""
    table = "opened\tright\nlength\tright\n"
    handed_in(small, table)
    handed_in(small, "opened\twrong\t\tNo.\nplayed\tright\n", reader="third reader")
    handed_in(small, "opened\timprecise\t\tHm.\n", reader="Second  Reader")
    assert verdicts(small) == {
        ("length", "second reader"): "right",
        ("opened", "Second  Reader"): "imprecise",
        ("opened", "third reader"): "wrong",
        ("played", "third reader"): "right",
    }


def test_readings_of_another_wording_go_once_a_claim_is_read_anew(small: Path) -> None:
    """They are void, whoever made them; those of claims that are as they were stay."""
    handed_in(small, "opened\tright\nlength\tright\n")
    change(small, "seeds/courier.toml", '"It is 120 metres long."', '"Its length is 120 metres."')
    handed_in(small, "length\tright\n", reader="third reader")
    assert verdicts(small) == {
        ("length", "third reader"): "right",
        ("opened", "second reader"): "right",
    }


def test_a_reading_that_came_in_meanwhile_stays(small: Path) -> None:
    """Two may read one source at a time: the file is read again before each time it is written."""
    made = []

    def write_between(path: Path, content: bytes) -> None:
        made.append(content)
        real(path, content)
        if len(made) == 1:
            other = f'\n[[reading]]\nclaim = "played"\nreader = "third reader"\non = "{DAY}"\n'
            other += 'verdict = "right"\nagainst = "notes"\ndigest = "0123456789abcdef"\n'
            path.write_text(path.read_text("utf-8") + other, "utf-8")

    real = reading_files.write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_files, "write", write_between)
        asked(small, "courier", answers="r\n\nr\n\nq\n")
    assert [*verdicts(small)] == [
        ("length", READER),
        ("opened", READER),
        ("played", "third reader"),
    ]


def test_a_file_that_cannot_be_written_is_left_as_it_was(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written whole under another name first; what the system says is told."""
    handed_in(small, "opened\tright\n")
    before = (small / "checks" / "courier.toml").read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    result = handed_in(small, "length\tright\n")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert isinstance(result.exception, SystemExit)
    assert (small / "checks" / "courier.toml").read_bytes() == before
    assert [path.name for path in (small / "checks").iterdir()] == ["courier.toml"]


def test_a_file_where_the_folder_should_be_is_told(small: Path) -> None:
    """A file in place of the folder of readings is named, without a traceback."""
    (small / "checks").write_text("")
    result = handed_in(small, "opened\tright\n")
    assert result.exit_code == 1
    assert result.stderr.endswith("checks: File exists\n")


@pytest.mark.parametrize(
    "note", ['a "quoted" \\ word', "\\u0041 \\n {x} # = [y]", "한국어 ميناء 🌊", "'''", 'a = """']
)
def test_any_note_comes_out_as_it_went_in(small: Path, note: str) -> None:
    """The file is TOML whatever stands in it."""
    handed_in(small, f"opened\twrong\tnotes\t{note}\n")
    assert written(small)[0]["note"] == note
    assert load_story(small).readings[0].note == note


def test_the_character_that_json_does_not_escape_is_escaped() -> None:
    """DEL cannot come in, and would be written right."""
    reading = Reading.model_construct(
        source="courier", claim="opened", reader="a\x7fb", on=DAY, verdict="right",
        against="notes", digest="0" * 16, note=None,
    )  # fmt: skip
    assert tomllib.loads(toml_of("courier", [reading]))["reading"][0]["reader"] == "a\x7fb"


def test_check_asks_for_second_readers(small: Path) -> None:
    """Whoever wrote the claim is the first; only `right` counts."""
    args = ["--story", str(small), "check", "--readers", "2"]
    assert CliRunner().invoke(main, args).exit_code == 1
    handed_in(small, "opened\tright\nlength\tright\nplayed\tright\n")
    handed_in(small, "months\tright\texcerpt\nretold\tpage not seen\tnotes\n", source="gazette")
    result = CliRunner().invoke(main, args)
    assert result.output.splitlines()[-2:] == [
        "seeds/gazette.toml: retold: readings = nobody: needed is that it is read by "
        "1 second reader in its present wording",
        "1 problem in 1 file",
    ]
    handed_in(small, "retold\tright\tstored page\n", source="gazette")
    assert CliRunner().invoke(main, args).exit_code == 0
    assert len([*unread_problems(load_story(small), 2)]) == 5


def test_check_says_what_a_reader_found(small: Path) -> None:
    """A claim that was found wrong is a problem until it is mended."""
    handed_in(small, "length\twrong\tfull text\tIt has 130 m.\n")
    result = CliRunner().invoke(main, ["--story", str(small), "check"])
    assert "checks/courier.toml: length: verdict = wrong: mend the claim: It has 130 m.\n" in (
        result.output
    )


# refused


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["velm", "--reader", "x"], "'velm' is no source of this story: gazette, courier"),
        (["\x1b[2J", "--reader", "x"], r"'\x1b[2J' is no source of this story"),
        (["courier"], "Missing option '--reader'"),
        (["courier", "--reader", " "], "needed is a role in words on one line"),
        (["courier", "--reader", "a\nb"], "needed is a role in words on one line"),
        (["courier", "--reader", WRITER], "wrote courier; a second reader is somebody else"),
        (["courier", "--reader", " First  recorder"], "a second reader is somebody else"),
        (["courier", "--reader", "x", "--on", "2031-02-30"], "does not match the format"),
        (["courier", "--reader", "x", "--texts", "nowhere"], "'nowhere' does not exist"),
        (["courier", "--reader", "x", "--verdicts", "nowhere"], "'nowhere' does not exist"),
    ],
)
def test_wrong_usage_is_explained(small: Path, args: list[str], said: str) -> None:
    """A slip in the command is exit status 2, and nothing is written."""
    result = CliRunner().invoke(main, ["--story", str(small), "review", *args], input="r\n\n")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (small / "checks").exists()


def test_the_day_is_today_unless_it_is_given(small: Path) -> None:
    """A reading for which no day is given is of today."""
    words = ["--story", str(small), "review", "courier", "--reader", READER]
    CliRunner().invoke(main, words, input="r\n\nq\n")
    assert date.today() - date.fromisoformat(written(small)[0]["on"]) < date.resolution * 2


def test_the_help_says_that_a_reader_is_a_role() -> None:
    """Nobody's name goes into the record."""
    output = CliRunner().invoke(main, ["review", "--help"]).output
    assert "never a person's name" in " ".join(output.split())


ENTRY = f"""
[[reading]]
claim = "opened"
reader = "{READER}"
on = "{DAY}"
verdict = "right"
against = "notes"
digest = "0123456789abcdef"
"""


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("courier", f'source = "courier"\n{ENTRY}{ENTRY}', "one reading is kept of each reader"),
        (
            "other",
            f'source = "courier"\n{ENTRY}',
            "readings of this source stand in checks/courier",
        ),
        ("courier", f'source = "velm"\n{ENTRY}', "source: (whole) = velm: no source has this id"),
        (
            "courier",
            f'source = "courier"\n{ENTRY.replace("opened", "gone")}',
            "gone: claim = gone: no claim of courier has this id",
        ),
        (
            "courier",
            f'source = "courier"\n{ENTRY.replace(READER, "First Recorder")}',
            "opened: reader = First Recorder: wrote the claim; a second reader is somebody else",
        ),
        (
            "courier",
            f'source = "courier"\n{ENTRY.replace("0123", "012X")}',
            "opened: digest = 012X456789abcdef: needed is 16 digits, as `review` writes",
        ),
        (
            "courier",
            f'source = "courier"\n{ENTRY.replace(DAY, "2031-06")}',
            "opened: on = 2031-06: not a single day; needed is a day in quotes",
        ),
        ("courier", 'source = "courier"\nreading = 3\n', "reading: (whole) = 3: write [[reading]]"),
        ("courier", 'source = "courier"\nreading = [3]\n', "reading 1: (whole) = 3: a table"),
        ("courier", f'source = "courier"\nreader = "x"\n{ENTRY}', "no such field; known: source"),
    ],
)
def test_what_is_wrong_in_checks_is_named(small: Path, file: str, text: str, said: str) -> None:
    """A line each, as everywhere; then no story is shown."""
    (small / "checks").mkdir()
    (small / "checks" / f"{file}.toml").write_text(text, "utf-8")
    with pytest.raises(StoryError) as error:
        load_story(small)
    (problem,) = error.value.problems
    assert said in str(problem)
    assert asked(small, "courier", answers="r\n\n").exit_code == 1


def test_a_file_that_breaks_while_somebody_reads_is_told(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents of a file that became unreadable are not written over."""
    handed_in(small, "length\tright\n")
    path = small / "checks" / "courier.toml"

    def breaking(*_: object, **__: object) -> str:
        path.write_text("reading = [[", "utf-8")
        return "right" if "verdict" in str(_[0]) else "notes"

    monkeypatch.setattr(review.click, "prompt", breaking)
    result = asked(small, "courier")
    assert result.exit_code == 1
    assert "checks/courier.toml: (file): (whole) = " in result.stderr
    assert path.read_text("utf-8") == "reading = [["


def test_the_error_of_writing_is_the_map_s_own() -> None:
    """So a command may show it."""
    with pytest.raises(SnapshotError, match="nowhere"):
        reading_files.write(Path("/nowhere/at/all.toml"), b"")
