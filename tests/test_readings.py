"""Second readings: of which wording they are, who may give them, and what `check` says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from layers.cli import main
from layers.errors import StoryError
from layers.findings.leads import unread_problems
from layers.findings.rows import claim_row
from layers.story import Story, load_story
from layers.story.readings import digest_of
from layers.story.records import Claim
from tests.invented import claim
from tests.small_story import change, small_story

SEED, CHECK = "seeds/gazette.toml", "checks/gazette.toml"
READING = """
[[reading]]
claim = "{claim}"
reader = "{reader}"
on = "2031-05-16"
verdict = "{verdict}"
against = "excerpt"
digest = "{digest}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small story of which nothing is read a second time, and that says who wrote it."""
    made = small_story(tmp_path / "story")
    (made / "checks").mkdir()
    change(made, SEED, 'read = "excerpt"\n', 'read = "excerpt"\nrecorded_by = "first recorder"\n')
    return made


def read(
    folder: Path,
    *keys: str,
    reader: str = "second reader",
    verdict: str = "right",
    note: str = "",
) -> None:
    """Add a reading of each claim in its present wording to the file of its source."""
    claims = load_story(folder).claims
    for key in keys:
        source, name = key.split("/")
        path = folder / "checks" / f"{source}.toml"
        head = "" if path.exists() else f'source = "{source}"\n'
        digest = digest_of(claims[key])
        told = READING.format(claim=name, reader=reader, verdict=verdict, digest=digest)
        with path.open("a", encoding="utf-8") as file:
            file.write(head + told + (f'note = "{note}"\n' if note else ""))


def checked(folder: Path, *args: str) -> tuple[int, list[str]]:
    """Exit status of `tumen-map check`, and what it says of what is wrong."""
    command = ["--story", str(folder), "check", *args]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    lines = result.output.splitlines()
    return result.exit_code, [
        line for line in lines if re.match(r"(checks|seeds)/|\d+ problem", line)
    ]


def read_by(story: Story, key: str) -> list[str]:
    """Who has read a claim in its present wording."""
    return [reading.reader for reading in story.readings_of.get(key, ())]


# The digest

ONE = claim("a/x", "length", 120, unit="m", hedges=["approximate"], quote="120 m long")


def test_a_digest_is_the_same_on_every_machine() -> None:
    """It is of what the record says, in an order of its own."""
    assert digest_of(ONE) == "6332ba781f5b448b"
    fields = ONE.model_dump(exclude_defaults=True)
    assert digest_of(Claim(**dict(reversed(fields.items())))) == "6332ba781f5b448b"


def test_a_field_that_is_left_out_and_its_default_are_one_wording() -> None:
    """So a field that the format gains later voids no reading."""
    assert digest_of(Claim(**ONE.model_dump())) == digest_of(ONE)


@pytest.mark.parametrize(
    "edit",
    [
        {"value": 121},
        {"value": 120.5},
        {"unit": "km"},
        {"hedges": ()},
        {"hedges": ("approximate", "expected")},
        {"says": "It is about 120 m long."},
        {"asserted_by": "Ada Lund"},
        {"about": "ferry"},
        {"attribute": "span"},
        {"basis": "own reporting"},
        {"when": "2031-05"},
        {"quote": "120 metres long"},
        {"paragraph": 2},
        {"rebuts": ("b/x",), "reason": "It was measured."},
    ],
)
def test_an_edit_of_any_field_is_another_wording(edit: dict[str, object]) -> None:
    """Whoever read it has not read this."""
    assert digest_of(ONE.model_copy(update=edit)) != digest_of(ONE)


# What a reading is of


def test_a_reading_holds_for_the_wording_that_was_read(folder: Path) -> None:
    """An edit of the claim voids it, and the same wording again makes it hold again."""
    read(folder, "gazette/retold")
    assert read_by(load_story(folder), "gazette/retold") == ["second reader"]
    change(folder, SEED, '"It is a footbridge."', '"It is said to be a footbridge."')
    assert read_by(load_story(folder), "gazette/retold") == []
    change(folder, SEED, '"It is said to be a footbridge."', '"It is a footbridge."')
    assert read_by(load_story(folder), "gazette/retold") == ["second reader"]


def test_a_reading_of_an_edited_claim_is_one_line(folder: Path) -> None:
    """It names the digest of the new wording; the story is shown all the same."""
    read(folder, "gazette/retold", "gazette/months")
    old = digest_of(load_story(folder).claims["gazette/months"])
    change(folder, SEED, "value = 18", "value = 19")
    new = digest_of(load_story(folder).claims["gazette/months"])
    assert checked(folder) == (
        1,
        [
            f"{CHECK}: months: digest = {old}: the claim has changed since; its digest is {new}: "
            "read it again",
            "1 problem in 1 file",
        ],
    )


def test_an_edit_of_another_claim_voids_nothing(folder: Path) -> None:
    """A reading stays valid when another claim of the source is edited."""
    read(folder, "gazette/retold")
    change(folder, SEED, "value = 18", "value = 19")
    assert checked(folder) == (0, [])
    assert read_by(load_story(folder), "gazette/retold") == ["second reader"]


@pytest.mark.parametrize(
    ("verdict", "note", "says"),
    [
        ("wrong", "The page has 19 months.", "mend the claim: The page has 19 months."),
        ("imprecise", "", "mend the claim: second reader"),
    ],
)
def test_a_reading_that_found_it_wrong_is_one_line(
    folder: Path, verdict: str, note: str, says: str
) -> None:
    """Until the claim is mended, and read again."""
    read(folder, "gazette/months", verdict=verdict, note=note)
    line = f"{CHECK}: months: verdict = {verdict}: {says}"
    assert checked(folder) == (1, [line, "1 problem in 1 file"])


@pytest.mark.parametrize("verdict", ["right", "page not seen"])
def test_other_verdicts_are_no_problem(folder: Path, verdict: str) -> None:
    """Whoever could not see the page says so."""
    read(folder, "gazette/months", verdict=verdict)
    assert checked(folder) == (0, [])


def test_a_reading_is_part_of_the_story_s_version(folder: Path) -> None:
    """A snapshot tells which readings it was made with."""
    before = load_story(folder).digest
    read(folder, "gazette/months")
    assert load_story(folder).digest != before


def test_a_claims_row_has_its_readings(folder: Path) -> None:
    """Verdict, reader and day of each; none where nobody has read it."""
    read(folder, "gazette/months")
    story = load_story(folder)
    rows = {key: claim_row(story, told)["readings"] for key, told in story.claims.items()}
    assert rows["gazette/months"] == ["right: second reader, 2031-05-16"]
    assert rows["gazette/retold"] == []


# --readers

EVERY = ("gazette/months", "gazette/retold", "courier/opened", "courier/length", "courier/played")


def unread(*names: str, readers: int = 1, told: str = "nobody") -> list[str]:
    """The lines for claims of the gazette that too few have read."""
    people = "1 second reader" if readers == 1 else f"{readers} second readers"
    return [
        f"{SEED}: {name}: readings = {told}: needed is that it is read by {people} in its present "
        "wording"
        for name in names
    ]


def test_a_claim_that_nobody_read_twice_passes_one_reader_and_fails_two(folder: Path) -> None:
    """Whoever wrote it is the first."""
    read(folder, *EVERY[1:])
    assert checked(folder) == checked(folder, "--readers", "1") == (0, [])
    expected = [*unread("months"), "1 problem in 1 file"]
    assert checked(folder, "--readers", "2") == (1, expected)


def test_what_is_read_twice_passes_two_readers(folder: Path) -> None:
    """Every claim of every source."""
    read(folder, *EVERY)
    assert checked(folder, "--readers", "2") == (0, [])


def test_three_readers_are_two_others_than_who_wrote_it(folder: Path) -> None:
    """Each of them reads it for themselves."""
    read(folder, *EVERY)
    read(folder, *EVERY[1:], reader="third reader")
    expected = [*unread("months", readers=2, told="second reader"), "1 problem in 1 file"]
    assert checked(folder, "--readers", "3") == (1, expected)
    read(folder, "gazette/months", reader="third reader")
    assert checked(folder, "--readers", "3") == (0, [])


def test_one_who_reads_it_twice_is_one_reader(folder: Path) -> None:
    """The first reading is replaced, not added to."""
    read(folder, "gazette/months")
    read(folder, "gazette/months")
    assert checked(folder) == (
        1,
        [
            f"{CHECK}: months: reader = second reader: has read this claim above; one reading is "
            "kept of each reader",
            "1 problem in 1 file",
        ],
    )


def test_an_edited_claim_is_not_read_twice(folder: Path) -> None:
    """Its reading is void, so it is told with what nobody has read."""
    read(folder, *EVERY)
    change(folder, SEED, "value = 18", "value = 19")
    code, lines = checked(folder, "--readers", "2")
    assert code == 1
    assert lines[0].startswith(f"{CHECK}: months: digest = ")
    assert lines[1:] == [*unread("months"), "2 problems in 2 files"]


@pytest.mark.parametrize("verdict", ["page not seen", "imprecise", "wrong"])
def test_only_a_reading_that_found_it_right_counts(folder: Path, verdict: str) -> None:
    """Whoever did not see the page has not read it."""
    read(folder, *EVERY[1:])
    read(folder, "gazette/months", verdict=verdict)
    assert unread("months")[0] in checked(folder, "--readers", "2")[1]


def test_a_sum_of_ours_needs_no_second_reader(folder: Path) -> None:
    """It stands on no page; the program reckons it again."""
    read(folder, *EVERY)
    change(
        folder,
        SEED,
        '[[claim]]\nid = "retold"',
        '[[claim]]\nid = "sum"\nabout = "ossa-river"\nattribute = "length"\nvalue = 120\n'
        'unit = "m"\nsays = "It is 120 m."\nasserted_by = "Gazette"\n'
        'computed = ["courier/length"]\n\n'
        '[[claim]]\nid = "retold"',
    )
    assert not list(unread_problems(load_story(folder), 1))


@pytest.mark.parametrize("readers", ["0", "10", "two"])
def test_readers_are_a_number_from_one_to_nine(folder: Path, readers: str) -> None:
    """Anything else is a slip in the command."""
    result = CliRunner().invoke(main, ["--story", str(folder), "check", "--readers", readers])
    assert result.exit_code == 2


# What is refused: one line each

RIGHT = 'source = "gazette"\n' + READING.format(
    claim="months", reader="second reader", verdict="right", digest="0123456789abcdef"
)
REFUSED: dict[str, tuple[str, str, str]] = {
    "unknown claim": (
        'claim = "months"',
        'claim = "years"',
        "years: claim = years: no claim of gazette has this id",
    ),
    "claim of another source": (
        'claim = "months"',
        'claim = "opened"',
        "opened: claim = opened: no claim of gazette has this id",
    ),
    "no claim": (
        'claim = "months"\n',
        "",
        "reading 1: claim = (nothing): missing; needed is a name in lower case, words joined by "
        "hyphens, such as ready-mid-2026",
    ),
    "unknown source": (
        'source = "gazette"',
        'source = "pravda"',
        "source: (whole) = pravda: no source has this id",
    ),
    "another source": (
        'source = "gazette"',
        'source = "courier"',
        "source: (whole) = courier: readings of this source stand in checks/courier.toml",
    ),
    "no source": (
        'source = "gazette"\n',
        "",
        "source: (whole) = (nothing): no source has this id",
    ),
    "the writer": (
        'reader = "second reader"',
        'reader = "first recorder"',
        "months: reader = first recorder: wrote the claim; a second reader is somebody else",
    ),
    "no reader": (
        'reader = "second reader"\n',
        "",
        "months: reader = (nothing): missing; needed is a name, 1 to 200 characters",
    ),
    "unknown verdict": (
        'verdict = "right"',
        'verdict = "fine"',
        "months: verdict = fine: Input should be 'right', 'imprecise', 'wrong' or 'page not seen'; "
        "needed is one of right, imprecise, wrong, page not seen",
    ),
    "unknown text": (
        'against = "excerpt"',
        'against = "memory"',
        "months: against = memory: Input should be 'full text', 'stored page', 'excerpt' or "
        "'notes'; needed is what was read: full text, stored page, excerpt or notes",
    ),
    "no day": (
        'on = "2031-05-16"',
        'on = "2031-05"',
        'months: on = 2031-05: not a single day; needed is a day in quotes, such as "2025-04-30"',
    ),
    "no digest": (
        'digest = "0123456789abcdef"',
        'digest = "0123"',
        "months: digest = 0123: needed is 16 digits, as `review` writes",
    ),
    "unknown field": (
        'on = "2031-05-16"',
        'on = "2031-05-16"\nby = "me"',
        "months: by = me: no such field; known are source, claim, reader, on, verdict, against, "
        "digest, note",
    ),
    "unknown table": (
        "[[reading]]",
        "[[readings]]",
        'readings: (whole) = [{"claim": "months", "reader": "second reader", "on": "2031-05-16", '
        '"verdict": …: no such field; known: source, reading',
    ),
    "one table": (
        "[[reading]]",
        "[reading]",
        'reading: (whole) = {"claim": "months", "reader": "second reader", "on": "2031-05-16", '
        '"verdict": "…: write [[reading]]',
    ),
    "no TOML": ("[[reading]]", "[[reading", "…"),
}


def refused(folder: Path) -> list[str]:
    """The problems for which `check` refuses the story; loading it is refused for them, too."""
    with pytest.raises(StoryError) as refusal:
        load_story(folder)
    result = CliRunner().invoke(main, ["--story", str(folder), "check"])
    assert result.exit_code == 1
    assert result.output.splitlines()[:-1] == [str(p) for p in refusal.value.problems]
    return result.output.splitlines()[:-1]


@pytest.mark.parametrize(
    ("old", "new", "says"), [pytest.param(*case, id=name) for name, case in REFUSED.items()]
)
def test_a_reading_that_is_none_is_named(folder: Path, old: str, new: str, says: str) -> None:
    """File, record, field, value and what is right, in one line."""
    assert RIGHT.count(old) == 1
    (folder / CHECK).write_text(RIGHT.replace(old, new), "utf-8")
    (line,) = refused(folder)
    assert line == f"{CHECK}: {says}" or (says == "…" and line.startswith(f"{CHECK}: (file)"))


def test_every_wrong_reading_of_a_file_is_named_at_once(folder: Path) -> None:
    """Nobody mends one only to be told of the next."""
    second = READING.format(
        claim="retold", reader="first recorder", verdict="right", digest="0" * 16
    )
    (folder / CHECK).write_text(RIGHT.replace('"months"', '"years"') + second, "utf-8")
    assert [line.split(" = ")[0] for line in refused(folder)] == [
        f"{CHECK}: retold: reader",
        f"{CHECK}: years: claim",
    ]


def test_whoever_wrote_it_is_refused_only_for_what_they_wrote(folder: Path) -> None:
    """The recorder of one source may be the second reader of another."""
    read(folder, "courier/opened", reader="first recorder")
    assert checked(folder) == (0, [])


def test_a_story_without_readings_is_whole(folder: Path) -> None:
    """The folder may be missing, or hold what is not TOML."""
    (folder / "checks" / "README.md").write_text("# Readings\n", "utf-8")
    assert load_story(folder).readings == ()
    (folder / "checks" / "README.md").unlink()
    (folder / "checks").rmdir()
    assert load_story(folder).readings == ()


# The project's own


def test_the_project_s_readings_are_by_others_than_who_wrote_the_claim(story: Story) -> None:
    """Nobody is the second reader of their own record."""
    for reading in story.readings:
        assert reading.reader != story.sources[reading.source].recorded_by
