"""Whatever is wrong with a story's files is named: file, record, field, value, and what is right.

Each case breaks one thing of a small story and expects exactly one line, so nothing else is called
wrong because of it. An expected line that ends with an ellipsis may go on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from layers.cli import main
from layers.errors import StoryError
from layers.story import load_story
from layers.story.geodata import OR_RENEW
from tests.small_story import COURIER, GAZETTE, STORY, TEXT, catalogue, change, small_story

SEED, OTHER, ROOT = "seeds/courier.toml", "seeds/gazette.toml", "seeds/story.toml"
SITES, RIVERS, CATALOGUE = "data/sites.geojson", "data/rivers.geojson", "data/catalogue.json"

EDTF = 'an EDTF date in quotes, such as "2025-04-30", "2026-06~" or "2025-04-21/2025-04-27"'
SLUG = "needed is a name in lower case, words joined by hyphens, such as ready-mid-2026"
NAME = "needed is a name, 1 to 200 characters"
VALUE = "needed is an EDTF date in quotes, a number with a unit, or a short text"
PARAGRAPH = "needed is a paragraph's number, 1 or more, without quotes"
NAMES = "needed is names by language, each a list, the one shown first"
URL = "needed is an address that begins with https:// or http:// and has no blanks"
POSITION = "a position is [longitude, latitude], two numbers"
NO_POSITION = "missing; needed is [longitude, latitude], or a list of them"
RANGE = "longitude is from -180 to 180 and latitude from -90 to 90"
TYPES = "must be one of Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon"
GEOJSON = "a GeoJSON FeatureCollection in UTF-8"

Case = tuple[Any, ...]


def named(cases: dict[str, Case]) -> list[Any]:
    """Parameters of a test, each by its name."""
    return [pytest.param(*case, id=name) for name, case in cases.items()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story that is right."""
    return small_story(tmp_path / "story")


def refused(folder: Path) -> list[str]:
    """The line of every problem that a story is refused for; `check` must print the same."""
    with pytest.raises(StoryError) as refusal:
        load_story(folder)
    lines = [str(problem) for problem in refusal.value.problems]
    result = CliRunner().invoke(main, ["--story", str(folder), "check"])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.output.splitlines()[:-1] == lines
    assert all(line.isprintable() for line in result.output.splitlines())
    return lines


def assert_one_problem(folder: Path, expected: str) -> None:
    """The story is refused for one thing and for nothing else."""
    (line,) = refused(folder)
    assert line == expected or (expected[-1] == "…" and line.startswith(expected[:-1]))


def test_the_small_story_has_no_problem(folder: Path) -> None:
    """The story that the other tests break has no problem before they do."""
    assert len(load_story(folder).claims) == 5


def test_the_small_story_is_proved(folder: Path) -> None:
    """With its text beside it, every claim of the source read in full is proved."""
    (folder / "seeds" / "courier.txt").write_text(TEXT, "utf-8", newline="\n")
    result = CliRunner().invoke(main, ["--story", str(folder), "check"])
    assert result.output.splitlines()[0] == "courier: 3 of 3 claims proved"
    assert result.exit_code == 0


# Whole files

FILES: dict[str, Case] = {
    "empty seed": (SEED, b"", "(nothing): the file is empty; it needs a record"),
    "comment": (SEED, b"# nothing\n", "(nothing): the file is empty; it needs a record"),
    "cut seed": (SEED, b"source = [[[", "Invalid value (at end of document): must be TOML"),
    "JSON seed": (SEED, b"{}", "Invalid statement (at line 1, column 1): must be TOML"),
    "Latin-1 seed": (SEED, b'[source]\nid = "\xff"', "byte 15: TOML is written in UTF-8"),
    "surrogate in a seed": (SEED, b'a = "\\ud800"', "Escaped character is not a Unicode scalar…"),
    "key twice in a seed": (SEED, b"a = 1\na = 2", "Cannot overwrite a value (at end of…"),
    "5000 digits in a seed": (SEED, b"a = " + b"9" * 5000, "Exceeds the limit (4300 digits)…"),
    "deep seed": (SEED, b"a = " + b"[" * 100_000, "nested too deep: must be TOML, nested less…"),
    "no such day": (SEED, b"a = 2025-02-30", "Invalid date or datetime (at line 1, column 5): …"),
    "missing story": (ROOT, None, "(nothing): the file is missing"),
    "empty story": (ROOT, b"", "(nothing): the file is empty; it needs a record"),
    "cut story": (ROOT, b"[story", "Expected ']' at the end of a table declaration (at end…"),
    "missing catalogue": (CATALOGUE, None, "(nothing): the file is missing"),
    "empty catalogue": (CATALOGUE, b"", "the file is empty: must be JSON in UTF-8"),
    "word": (CATALOGUE, b"word", "not JSON in line 1: Expecting value: must be JSON in UTF-8"),
    "Latin-1 catalogue": (CATALOGUE, b"\xff", "not UTF-8 at byte 0: must be JSON in UTF-8"),
    "list": (CATALOGUE, b"[]", '[]: needs "crs" and "layers"'),
    "deep catalogue": (CATALOGUE, b"[" * 40, "nested 40 deep; at most 32: must be JSON in UTF-8"),
    "missing layer": (RIVERS, None, "(nothing): the file is missing"),
    "empty layer": (RIVERS, b"", f"the file is empty: {GEOJSON}"),
    "cut layer": (RIVERS, b"{", "not JSON in line 1: Expecting property name enclosed in…"),
    "Latin-1 layer": (RIVERS, b"\xff", f"not UTF-8 at byte 0: {GEOJSON}"),
    "KML": (RIVERS, b"<kml/>", f"not JSON in line 1: Expecting value: {GEOJSON}"),
    "deep layer": (RIVERS, b"[" * 100_000, f"nested 100000 deep; at most 32: {GEOJSON}"),
    "open string": (RIVERS, b'"' + b'\\"' * 200_000, "not JSON in line 1: Unterminated string…"),
}


@pytest.mark.parametrize(("file", "content", "says"), named(FILES))
def test_a_file_that_cannot_be_read_is_the_only_problem(
    folder: Path, file: str, content: bytes | None, says: str
) -> None:
    """Records that refer to those of an unreadable file are not called wrong as well."""
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    assert_one_problem(folder, f"{file}: (file): (whole) = {says}")


def test_a_missing_source_is_missed_where_it_is_referred_to(folder: Path) -> None:
    """Nothing but a reference tells that a source's file should be there."""
    (folder / SEED).unlink()
    assert refused(folder) == [
        "data/sites.geojson: site: claims = courier/length: no claim has this id",
        "seeds/gazette.toml: retold: cites = courier/opened: no claim has this id",
    ]


def test_a_folder_that_is_no_story_lacks_both_parts(tmp_path: Path) -> None:
    """An empty folder is told what a story consists of."""
    assert refused(tmp_path) == [
        "data/catalogue.json: (file): (whole) = (nothing): the file is missing",
        "seeds/: (file): (whole) = (nothing): the folder is missing",
    ]


def test_a_folder_in_place_of_a_file_is_named(folder: Path) -> None:
    """A folder with a layer's or a source's name is no file."""
    (folder / "seeds" / "folder.toml").mkdir()
    assert_one_problem(
        folder, "seeds/folder.toml: (file): (whole) = Is a directory: a file we may read"
    )


# Tables and fields of the seeds

FIELDS: dict[str, Case] = {
    "number as a name": (
        SEED,
        'publisher = "The Velm Courier"',
        "publisher = 7",
        f"source: publisher = 7: Input should be a valid string; {NAME}",
    ),
    "blank name": (
        SEED,
        'publisher = "The Velm Courier"',
        'publisher = " "',
        f"source: publisher =  : nothing but blanks; {NAME}",
    ),
    "text as a paragraph": (
        SEED,
        "paragraph = 3",
        'paragraph = "3"',
        f"played: paragraph = 3: Input should be a valid integer; {PARAGRAPH}",
    ),
    "boolean as a paragraph": (
        SEED,
        "paragraph = 3",
        "paragraph = true",
        f"played: paragraph = true: Input should be a valid integer; {PARAGRAPH}",
    ),
    "paragraph 0": (
        SEED,
        "paragraph = 3",
        "paragraph = 0",
        f"played: paragraph = 0: Input should be greater than or equal to 1; {PARAGRAPH}",
    ),
    "boolean as a value": (
        SEED,
        "value = 120",
        "value = true",
        f"length: value = true: neither text nor number; {VALUE}",
    ),
    "list as a value": (
        SEED,
        "value = 120",
        "value = [120]",
        f"length: value = [120]: neither text nor number; {VALUE}",
    ),
    "nan": (
        SEED,
        "value = 120",
        "value = nan",
        f"length: value = NaN: not a number, or too large a one; {VALUE}",
    ),
    "inf": (
        SEED,
        "value = 120",
        "value = -inf",
        f"length: value = -Infinity: not a number, or too large a one; {VALUE}",
    ),
    "20 digits": (
        SEED,
        "value = 120",
        "value = 99999999999999999999",
        f"length: value = 99999999999999999999: not a number, or too large a one; {VALUE}",
    ),
    "5000 hexadecimal digits": (
        SEED,
        "value = 120",
        "value = 0x" + "f" * 5000,
        f"length: value = (too long to be shown): not a number, or too large a one; {VALUE}",
    ),
    "unknown field of a source": (
        SEED,
        'language = "en"',
        'langauge = "en"',
        "source: langauge = en: no such field; known are id, publisher, published, read, title, "
        "author, credit, language, url, url_note, published_note, site, text_file, text_sha256, "
        "seen_at, known_from, recorded_by, retrieved, archived",
    ),
    "unknown field of a claim": (
        SEED,
        'about = "band"',
        'about = "band"\nsaid_by = "Ada Lund"',
        "played: said_by = Ada Lund: no such field; known are id, source, about, attribute, says,…",
    ),
    "deep unknown field": (
        SEED,
        'language = "en"',
        "x" + ".a" * 1200 + " = 1",
        "source: x = (too long to be shown): no such field; known are id, publisher,…",
    ),
    "source of a claim": (
        SEED,
        'about = "band"',
        'about = "band"\nsource = "courier"',
        "played: source = courier: no such field",
    ),
    "unknown table of a source": (
        SEED,
        '[[claim]]\nid = "played"',
        '[[claims]]\nid = "played"',
        'claims: (whole) = [{"id": "played", "about": "band", "attribute": "event", "says": '
        '"The band play…: no such table; known: source, claim, correction',
    ),
    "unknown table of the story": (
        ROOT,
        "[attributes]",
        "[people]\n\n[attributes]",
        "people: (whole) = {}: no such table; known: story, subjects, attributes, accounts, "
        "measures, jumps",
    ),
    "no [story]": (
        ROOT,
        STORY[: STORY.index("[subjects")],
        "",
        "story: (whole) = (nothing): missing; the file needs a [story]",
    ),
    "no [attributes]": (
        ROOT,
        STORY[STORY.index("[attributes]") :],
        "",
        "attributes: (whole) = (nothing): missing; claims need at least one attribute",
    ),
    "no [source]": (
        SEED,
        COURIER[: COURIER.index("[[claim]]")],
        "",
        "source: (whole) = (nothing): missing; the file needs a [source]",
    ),
    "no [[claim]]": (
        SEED,
        COURIER[COURIER.index("[[claim]]") :],
        "",
        "claim: (whole) = (nothing): write at least one [[claim]]",
    ),
    "[claim]": (
        SEED,
        COURIER[COURIER.index("[[claim]]") :],
        '[claim]\nid = "opened"',
        'claim: (whole) = {"id": "opened"}: write at least one [[claim]]',
    ),
    "text as a subject": (
        ROOT,
        '[subjects.band]\nname = "The band"\nplace = "ossa-bridge"',
        '[subjects]\nband = "The band"',
        "subjects.band: (whole) = The band: a table of fields is needed here",
    ),
    "unknown kind": (
        ROOT,
        'kind = "statement"',
        'kind = "remark"',
        "attributes.event: kind = remark: Input should be 'date', 'quantity', 'text' or "
        "'statement'; needed is one of date, quantity, text, statement",
    ),
    "quantity without units": (
        ROOT,
        'units = ["m", "km"]',
        "units = []",
        "attributes.length: units = (nothing): missing; a quantity has units",
    ),
    "text that marks": (
        ROOT,
        'kind = "text"',
        'kind = "text", marks = "opened"',
        "attributes.reading: marks = opened: only a date marks something",
    ),
    "text that tells of progress": (
        ROOT,
        'kind = "text"',
        'kind = "text", progress = true',
        "attributes.reading: progress = true: only a quantity tells of progress",
    ),
    "address that is a script": (
        SEED,
        'url = "https://courier.example/ossa"',
        'url = "javascript:alert(1)"',
        f"source: url = javascript:alert(1): {URL}",
    ),
    "text file elsewhere": (
        SEED,
        'text_file = "courier.txt"',
        'text_file = "../courier.txt"',
        "source: text_file = ../courier.txt: needed is a file's name without a folder",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), named(FIELDS))
def test_a_wrong_field_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    """Types are exact, nothing unknown passes, and nothing needed is left out."""
    change(folder, file, old, new)
    assert_one_problem(folder, f"{file}: {says}")


# Ids and references

REFERENCES: dict[str, Case] = {
    "claim twice": (
        SEED,
        'id = "played"',
        'id = "length"',
        "length: id = length: stands twice in this file",
    ),
    "source twice": (
        OTHER,
        'id = "gazette"',
        'id = "courier"',
        "source: id = courier: also in seeds/courier.toml",
    ),
    "source id in capitals": (
        SEED,
        'id = "courier"',
        'id = "The Courier"',
        f"source: id = The Courier: {SLUG}",
    ),
    "claim without id": (
        SEED,
        'id = "opened"\n',
        "",
        f"claim 1: id = (nothing): missing; {SLUG}",
    ),
    "number as an id": (
        SEED,
        'id = "opened"',
        "id = 7",
        f"claim 1: id = 7: Input should be a valid string; {SLUG}",
    ),
    "about nothing": (
        SEED,
        'about = "band"',
        'about = "brand"',
        "played: about = brand: must be a place on the map, a subject of story.toml, or story; "
        "did you mean band?",
    ),
    "about a part of a place": (
        SEED,
        'about = "band"',
        'about = "site"',
        "played: about = site: must be a place on the map, a subject of story.toml, or story",
    ),
    "unknown attribute": (
        SEED,
        'attribute = "event"',
        'attribute = "advent"',
        "played: attribute = advent: not an attribute of the story: opening, completion, length, "
        "reading, event",
    ),
    "runs from nothing": (
        OTHER,
        'runs_from = "opening"',
        'runs_from = "start"',
        "months: runs_from = start: must be an attribute of kind date",
    ),
    "runs from a length": (
        OTHER,
        'runs_from = "opening"',
        'runs_from = "length"',
        "months: runs_from = length: must be an attribute of kind date",
    ),
    "main place nowhere": (
        ROOT,
        'main_place = "ossa-bridge"',
        'main_place = "velm"',
        "story: main_place = velm: no place on the map has this id",
    ),
    "home nowhere": (
        ROOT,
        'home = ["ossa-bridge"]',
        'home = ["ossa-bridge", "velm"]',
        "story: home = velm: no place on the map has this id",
    ),
    "no home": (
        ROOT,
        'home = ["ossa-bridge"]',
        "home = []",
        "story: home = []: needed is a list of places, at least one",
    ),
    "subject hangs nowhere": (
        ROOT,
        'name = "The band"\nplace = "ossa-bridge"',
        'name = "The band"\nplace = "velm"',
        "subjects.band: place = velm: no place on the map has this id",
    ),
    "subject named as a place": (
        ROOT,
        "[subjects.band]",
        '[subjects.ossa-river]\nname = "The Ossa"\n\n[subjects.band]',
        "subjects.ossa-river: (whole) = ossa-river: a place or the story has this id already",
    ),
    "feature twice": (
        SITES,
        '{"id": "site", "place"',
        '{"id": "ossa-bridge", "place"',
        "ossa-bridge: id = ossa-bridge: stands also in data/sites.geojson",
    ),
    "part of nothing": (
        SITES,
        '"place": "ossa-bridge"',
        '"place": "velm"',
        "site: place = velm: no feature has this id",
    ),
    "feature of no claim": (
        SITES,
        "courier/length",
        "courier/width",
        "site: claims = courier/width: no claim has this id",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), named(REFERENCES))
def test_an_id_is_unique_and_a_reference_leads_somewhere(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    """The record with the reference is named, and where one of two equal ids stands."""
    change(folder, file, old, new)
    catalogue(folder)
    assert_one_problem(folder, f"{file}: {says}")


# Accounts and measures

ASKED: dict[str, Case] = {
    "account of nobody": (
        '[accounts.x]\nname = "X"\nasserters = ["Ada Lund", "Bo Lund"]',
        "accounts.x: asserters = Bo Lund: no claim is asserted by this name",
    ),
    "account of none": (
        '[accounts.x]\nname = "X"\nasserters = []',
        "accounts.x: asserters = []: needed is a list of who claims are asserted by",
    ),
    "account without asserters": (
        '[accounts.x]\nname = "X"',
        "accounts.x: asserters = (nothing): missing; needed is a list of who claims are asserted "
        "by",
    ),
    "account without a name": (
        '[accounts.x]\nasserters = ["Ada Lund"]',
        f"accounts.x: name = (nothing): missing; {NAME}",
    ),
    "asserters as a text": (
        '[accounts.x]\nname = "X"\nasserters = "Ada Lund"',
        "accounts.x: asserters = Ada Lund: needed is a list of who claims are asserted by",
    ),
    "account in capitals": (
        '[accounts.X]\nname = "X"\nasserters = ["Ada Lund"]',
        f"accounts.X: (whole) = X: {SLUG}",
    ),
    "text as the accounts": ('accounts = "x"', "accounts: (whole) = x: write [accounts.NAME]"),
    "unknown field of an account": (
        '[accounts.x]\nname = "X"\nasserters = ["Ada Lund"]\nplace = "site"',
        "accounts.x: place = site: no such field; known are name, asserters",
    ),
    "measure of nothing": (
        '[measures.x]\nlabel = "X"\nkind = "length"\nof = ["velm"]',
        "measures.x: of = velm: no feature on the map has this id",
    ),
    "measure of none": (
        '[measures.x]\nlabel = "X"\nkind = "length"\nof = []',
        "measures.x: of = []: needed is a list of features on the map",
    ),
    "measure of no kind": (
        '[measures.x]\nlabel = "X"\nkind = "area"\nof = ["ossa-river"]',
        "measures.x: kind = area: Input should be 'distance' or 'length'; needed is one of "
        "distance, length",
    ),
    "measure without a label": (
        '[measures.x]\nkind = "length"\nof = ["ossa-river"]',
        f"measures.x: label = (nothing): missing; {NAME}",
    ),
    "distance of one": (
        '[measures.x]\nlabel = "X"\nkind = "distance"\nof = ["site"]',
        "measures.x: of = site: a distance needs two features",
    ),
    "distance of three": (
        '[measures.x]\nlabel = "X"\nkind = "distance"\nof = ["site", "ossa-bridge", "ossa-river"]',
        "measures.x: of = site, ossa-bridge, ossa-river: a distance needs two features",
    ),
}


@pytest.mark.parametrize(("table", "says"), named(ASKED))
def test_a_wrong_account_or_measure_is_named(folder: Path, table: str, says: str) -> None:
    """Accounts are of those who assert something, measures of what is on the map."""
    change(folder, ROOT, STORY, f"{table}\n\n{STORY}")
    assert_one_problem(folder, f"{ROOT}: {says}")


def test_an_asserter_may_be_in_a_file_that_cannot_be_read(folder: Path) -> None:
    """An asserter who may be in an unreadable file is not called missing."""
    account = '[accounts.x]\nname = "X"\nasserters = ["Ada Lund"]'
    change(folder, ROOT, STORY, f"{account}\n\n{STORY}")
    (folder / OTHER).write_bytes(b"source = [[[")
    assert [line.split(":")[0] for line in refused(folder)] == [OTHER]


# Features that are drawn after claims

DRAWN: dict[str, Case] = {
    "another length": (
        '"length_m": 130',
        "",
        "site: length_m = 130: the claim courier/length says 120 m",
    ),
    "another distance": (
        '"offset_m": 12.5',
        "",
        "site: offset_m = 12.5: the claim courier/length says 120 m",
    ),
    "another unit": (
        '"length_m": 120',
        "km",
        "site: length_m = 120: the claim courier/length says 120 km",
    ),
    "neither of two": (
        '"length_m": 120, "offset_m": 7',
        "km",
        "site: length_m = 120: the claim courier/length says 120 km",
        "site: offset_m = 7: the claim courier/length says 120 km",
    ),
}


def draw(folder: Path, fields: str, unit: str = "") -> None:
    """Give the site, which is drawn after the claim that it is 120 m long, further fields."""
    change(folder, SITES, '"accuracy_m": 150', f'"accuracy_m": 150, {fields}')
    if unit:
        change(folder, SEED, 'unit = "m"', f'unit = "{unit}"')
    catalogue(folder)


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in DRAWN.items()])
def test_a_feature_that_contradicts_its_claim_is_named(folder: Path, case: Case) -> None:
    """A feature drawn to scale must have the size that its claim gives."""
    fields, unit, *says = case
    draw(folder, fields, unit)
    assert sorted(refused(folder)) == [f"{SITES}: {line}" for line in says]


@pytest.mark.parametrize(
    ("fields", "unit"),
    [
        ('"length_m": 120', ""),
        ('"length_m": 120.0', ""),
        ('"length_m": 120000', "km"),
        ('"offset_m": 120', ""),
        ('"length_m": 120, "offset_m": 7', ""),
        ('"note": "not drawn to scale"', ""),
    ],
)
def test_a_feature_that_fits_its_claim_is_none_of_the_problems(
    folder: Path, fields: str, unit: str
) -> None:
    """In whatever unit of length the claim comes."""
    draw(folder, fields, unit)
    assert len(load_story(folder).claims) == 5


def test_a_claim_of_another_measure_says_nothing_of_a_length(folder: Path) -> None:
    """Lanes are no metres."""
    change(folder, ROOT, 'units = ["m", "km"]', 'units = ["m", "km", "lanes"]')
    draw(folder, '"length_m": 7', "lanes")
    assert len(load_story(folder).claims) == 5


# Dates, values and quotes

VALUES: dict[str, Case] = {
    "30 February": (
        SEED,
        'value = "2031-05-14"',
        'value = "2025-02-30"',
        'opened: value = 2025-02-30: must be an EDTF date such as "2025-04-30" or "2026-06~"',
    ),
    "month 13": (
        SEED,
        'value = "2031-05-14"',
        'value = "2026-13"',
        'opened: value = 2026-13: must be an EDTF date such as "2025-04-30" or "2026-06~"',
    ),
    "no quotes": (
        SEED,
        'value = "2031-05-14"',
        "value = 2031-05-14",
        f"opened: value = 2031-05-14: neither text nor number; {VALUE}",
    ),
    "published without quotes": (
        SEED,
        'published = "2031-05-15"',
        "published = 2031-05-15",
        f"source: published = 2031-05-15: Input should be a valid string; needed is {EDTF}",
    ),
    "29 February": (
        SEED,
        'published = "2031-05-15"',
        'published = "2031-02-29"',
        f"source: published = 2031-02-29: 2031-02-29 is no date of the calendar; needed is {EDTF}",
    ),
    "in words": (
        SEED,
        'published = "2031-05-15"',
        'published = "15 May 2031"',
        f"source: published = 15 May 2031: 15 May 2031 is no EDTF date; needed is {EDTF}",
    ),
    "unknown month": (
        SEED,
        'published = "2031-05-15"',
        'published = "2031-XX"',
        f"source: published = 2031-XX: 2031-XX is no EDTF date; needed is {EDTF}",
    ),
    "open end": (
        SEED,
        'published = "2031-05-15"',
        'published = "2031/.."',
        f"source: published = 2031/..: 2031/.. is no EDTF date; needed is {EDTF}",
    ),
    "backwards": (
        SEED,
        'published = "2031-05-15"',
        'published = "2031/2030"',
        f"source: published = 2031/2030: 2031/2030 ends before it begins; needed is {EDTF}",
    ),
    "no value": (
        SEED,
        'value = "2031-05-14"\n',
        "",
        "opened: value = (nothing): missing; opening is a date",
    ),
    "figure in quotes": (
        SEED,
        "value = 120",
        'value = "120"',
        "length: value = 120: must be a number without quotes",
    ),
    "number as a text": (
        OTHER,
        'value = "a footbridge"',
        "value = 7",
        "retold: value = 7: must be a text in quotes",
    ),
    "no unit": (SEED, 'unit = "m"\n', "", "length: unit = (nothing): must be one of m, km"),
    "wrong unit": (
        SEED,
        'unit = "m"',
        'unit = "metres"',
        "length: unit = metres: must be one of m, km",
    ),
    "duration in metres": (
        OTHER,
        'unit = "months"',
        'unit = "m"',
        "months: unit = m: must be one of days, weeks, months, years",
    ),
    "duration from nowhere": (
        OTHER,
        'runs_from = "opening"\n',
        "",
        "months: runs_from = (nothing): missing; what date does the duration run from?",
    ),
    "date with a unit": (
        SEED,
        'value = "2031-05-14"',
        'value = "2031-05-14"\nunit = "days"',
        "opened: unit = days: must be left out: only a number has one",
    ),
    "statement with a value": (
        SEED,
        'attribute = "event"',
        'attribute = "event"\nvalue = "all day"',
        "played: value = all day: must be left out: a statement has none",
    ),
    "quote of 13 words": (
        SEED,
        'quote = "120 metres long"',
        'quote = "a b c d e f g h i j k l m"',
        "length: quote = a b c d e f g h i j k l m: 13 words; needed is a fragment of at most "
        "12 words",
    ),
    "empty quote": (
        SEED,
        'quote = "120 metres long"',
        'quote = ""',
        "length: quote = (nothing): nothing but blanks; needed is a fragment of at most 12 words",
    ),
    "no quote": (
        SEED,
        'quote = "120 metres long"\n',
        "",
        "length: quote = (nothing): missing; a claim from a full text quotes a fragment",
    ),
    "no paragraph": (
        SEED,
        "paragraph = 3\n",
        "",
        "played: paragraph = (nothing): missing; a claim from a full text names its paragraph",
    ),
    "no text file": (
        SEED,
        'text_file = "courier.txt"\n',
        "",
        "source: text_file = (nothing): missing; full text is named by it",
    ),
    "no digest of the text": (
        SEED,
        COURIER[COURIER.index("text_sha256") : COURIER.index("\n[[claim]]")],
        "",
        "source: text_sha256 = (nothing): missing; full text is named by it",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), named(VALUES))
def test_a_value_that_does_not_fit_is_named(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    """Dates are of the calendar, figures have their units, and full texts are quoted."""
    change(folder, file, old, new)
    assert_one_problem(folder, f"{file}: {says}")


# What a claim rests on, and what it says of others

CITES = 'basis = "cites"\ncites = ["courier/opened"]'
BASIS: dict[str, Case] = {
    "unknown basis": (
        CITES,
        'basis = "hearsay"',
        "retold: basis = hearsay: Input should be 'own reporting', 'cites' or 'not stated'; "
        "needed is one of own reporting, cites, not stated",
    ),
    "basis without what it cites": (
        CITES,
        'basis = "cites"',
        'retold: cites = (nothing): missing; a claim whose basis is "cites" names what it cites',
    ),
    "basis that cites an empty list": (
        CITES,
        'basis = "cites"\ncites = []',
        'retold: cites = (nothing): missing; a claim whose basis is "cites" names what it cites',
    ),
    "what it cites without the basis": (
        CITES,
        'cites = ["courier/opened"]',
        'retold: basis = not stated: must be "cites" where something is cited',
    ),
    "own reporting of what it cites": (
        'basis = "cites"',
        'basis = "own reporting"',
        'retold: basis = own reporting: must be "cites" where something is cited',
    ),
    "what it cites as a text": (
        '["courier/opened"]',
        '"courier/opened"',
        "retold: cites = courier/opened: needed is a list of claims (source-id/claim-id), sources "
        "or names",
    ),
    "blank name": (
        '"courier/opened"',
        '" "',
        "retold: cites.0 =  : nothing but blanks; needed is a list of claims "
        "(source-id/claim-id), sources or names",
    ),
    "origin, as it was": (
        CITES,
        'origin = "courier/opened"',
        "retold: origin = courier/opened: no such field; known are id, source, about, attribute,…",
    ),
    "citation of no claim": (
        "courier/opened",
        "courier/closed",
        "retold: cites = courier/closed: no claim has this id",
    ),
    "citation of no source": (
        "courier/opened",
        "velm-courier",
        "retold: cites = velm-courier: no source has this id; a body is named as it is printed",
    ),
    "citation of itself": (
        "courier/opened",
        "gazette/retold",
        "retold: cites = gazette/retold: is this claim itself; name another",
    ),
    "unknown hedge": (
        CITES,
        'hedges = ["perhaps"]',
        "retold: hedges.0 = perhaps: Input should be 'approximate', 'at least', 'at most', "
        "'deadline', 'expected', 'capacity', 'conditional' or 'day of publication'; needed is a "
        "list of approximate, at least, at most, deadline, expected, capacity, conditional, day "
        "of publication",
    ),
    "hedge as a text": (
        CITES,
        'hedges = "approximate"',
        "retold: hedges = approximate: needed is a list of approximate, at least, at most, "
        "deadline, expected, capacity, conditional, day of publication",
    ),
    "hedge as it was": (
        CITES,
        "approximate = true",
        "retold: approximate = true: no such field; known are id, source, about, attribute,…",
    ),
    "hedge twice": (
        CITES,
        'hedges = ["approximate", "approximate"]',
        'retold: hedges = ["approximate", "approximate"]: must name each hedge once',
    ),
    "rebuttal of no claim": (
        CITES,
        'rebuts = ["courier/closed"]\nreason = "It is open."',
        "retold: rebuts = courier/closed: no claim has this id",
    ),
    "rebuttal of itself": (
        CITES,
        'rebuts = ["gazette/retold"]\nreason = "It is wrong."',
        "retold: rebuts = gazette/retold: is this claim itself; name another",
    ),
    "rebuttal of a source": (
        CITES,
        'rebuts = ["courier"]\nreason = "It is wrong."',
        "retold: rebuts.0 = courier: needed is a list of claims, as source-id/claim-id",
    ),
    "rebuttal without a reason": (
        CITES,
        'rebuts = ["courier/opened"]',
        "retold: reason = (nothing): missing; a rebuttal says why",
    ),
    "reason without a rebuttal": (
        CITES,
        'reason = "It was measured."',
        "retold: reason = It was measured.: must be left out: only a rebuttal has one",
    ),
    "sum of no claim": (
        CITES,
        'computed = ["courier/closed"]',
        "retold: computed = courier/closed: no claim has this id",
    ),
    "sum of itself": (
        CITES,
        'computed = ["gazette/retold"]',
        "retold: computed = gazette/retold: is this claim itself; name another",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), named(BASIS))
def test_a_basis_that_is_none_is_named(folder: Path, old: str, new: str, says: str) -> None:
    """A claim that another cites, rebuts or is made of is there, and is another claim."""
    change(folder, OTHER, old, new)
    assert_one_problem(folder, f"{OTHER}: {says}")


@pytest.mark.parametrize("body", ["Interfax", "The Velm Courier", "courier", "gazette", "ria"])
def test_a_body_or_a_source_may_be_cited_by_name(folder: Path, body: str) -> None:
    """Also one that nobody has recorded; only what is meant for an id is looked for."""
    change(folder, OTHER, "courier/opened", body)
    assert load_story(folder).claims["gazette/retold"].cites == (body,)


CITING = """
[[claim]]
id = "{name}"
about = "ossa-bridge"
attribute = "length"
value = 120
unit = "m"
says = "It is 120 metres long."
asserted_by = "Gazette"
basis = "cites"
cites = [{of}]
"""

CIRCLES: dict[str, Case] = {
    "two": (
        {"one": ["two"], "two": ["one"]},
        "one: cites = gazette/two: a circle of citing: gazette/one -> gazette/two -> gazette/one; "
        "say who came first",
    ),
    "three": (
        {"one": ["two"], "two": ["three"], "three": ["one"]},
        "one: cites = gazette/two: a circle of citing: gazette/one -> gazette/two -> "
        "gazette/three -> gazette/one; say who came first",
    ),
    "three, each of which cites something right before": (
        {"end": [], "one": ["end", "two"], "two": ["end", "three"], "three": ["end", "one"]},
        "one: cites = gazette/two: a circle of citing: gazette/one -> gazette/two -> "
        "gazette/three -> gazette/one; say who came first",
    ),
    "two that a third leads to": (
        {"a-way": ["one"], "one": ["two"], "two": ["one"]},
        "one: cites = gazette/two: a circle of citing: gazette/one -> gazette/two -> gazette/one; "
        "say who came first",
    ),
    "two that cite much else": (
        {"end": [], "one": ["end", "two"], "two": ["one", "end"]},
        "one: cites = gazette/two: a circle of citing: gazette/one -> gazette/two -> gazette/one; "
        "say who came first",
    ),
}


def cite(folder: Path, of: dict[str, list[str]]) -> None:
    """Add claims to the gazette, each of which cites some of them, or the courier's length."""
    with (folder / OTHER).open("a", encoding="utf-8") as file:
        for name, cited in of.items():
            keys = [f"gazette/{key}" for key in cited] or ["courier/length"]
            file.write(CITING.format(name=name, of=", ".join(f'"{key}"' for key in keys)))


@pytest.mark.parametrize(("of", "says"), named(CIRCLES))
def test_a_circle_of_citing_is_one_line(folder: Path, of: dict[str, list[str]], says: str) -> None:
    """It is told once, from its first claim on, however it is come upon."""
    cite(folder, of)
    assert_one_problem(folder, f"{OTHER}: {says}")


def test_two_circles_are_two_lines(folder: Path) -> None:
    """Each is told by its own first claim."""
    cite(folder, {"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]})
    assert [line.partition(" = ")[0] for line in refused(folder)] == [
        f"{OTHER}: a: cites",
        f"{OTHER}: c: cites",
    ]


def test_a_circle_over_sources_is_one_line(folder: Path) -> None:
    """Of two papers each says that it has it from the other."""
    change(folder, SEED, 'unit = "m"', 'unit = "m"\nbasis = "cites"\ncites = ["gazette"]')
    cite(folder, {"one": []})
    assert_one_problem(
        folder,
        f"{SEED}: length: cites = gazette/one: a circle of citing: courier/length -> gazette/one "
        "-> courier/length; say who came first",
    )


def test_a_circle_of_sums_is_one_line(folder: Path) -> None:
    """Nothing is computed from what is computed from it."""
    cite(folder, {"one": ["two"], "two": ["one"]})
    text = (folder / OTHER).read_text("utf-8")
    (folder / OTHER).write_text(
        text.replace('basis = "cites"\ncites = ["gazette/', 'computed = ["gazette/'), "utf-8"
    )
    (line,) = refused(folder)
    assert "a circle of citing: gazette/one -> gazette/two -> gazette/one" in line


def test_citing_one_claim_twice_over_is_no_circle(folder: Path) -> None:
    """Two claims that both cite a third are two ways to one origin, not a circle."""
    cite(folder, {"one": ["two", "three"], "two": ["end"], "three": ["end"], "end": []})
    assert len(load_story(folder).claims) == 9


# Corrections

READING = """\
source = "courier"

[[reading]]
claim = "length"
reader = "second reader"
on = "2031-05-16"
verdict = "right"
against = "full text"
digest = "0123456789abcdef"
"""

CORRECTION = """
[[correction]]
date = "2031-05-18"
kind = "correction"
claims = ["opened"]
now = "length"
says = "It was the day before."
"""

CORRECTIONS: dict[str, Case] = {
    "of an unknown claim": (
        'claims = ["opened"]',
        'claims = ["closed"]',
        "correction 2031-05-18: claims = closed: no claim of this source has this id",
    ),
    "of a claim of another source": (
        'claims = ["opened"]',
        'claims = ["months"]',
        "correction 2031-05-18: claims = months: no claim of this source has this id",
    ),
    "by an unknown claim": (
        'now = "length"',
        'now = "width"',
        "correction 2031-05-18: now = width: no claim of this source has this id",
    ),
    "by itself": (
        'now = "length"',
        'now = "opened"',
        "correction 2031-05-18: now = opened: is what it corrects; name another",
    ),
    "retracted and replaced": (
        'kind = "correction"',
        'kind = "retraction"',
        "correction 2031-05-18: now = length: must be left out: what is retracted has nothing in "
        "its place",
    ),
    "after the story": (
        '"2031-05-18"',
        '"2032-01-01"',
        "correction 2032-01-01: date = 2032-01-01: must not lie after the story's own date, "
        "2031-05-20 in story.toml",
    ),
    "before its source": (
        '"2031-05-18"',
        '"2031-05-14"',
        "correction 2031-05-14: date = 2031-05-14: must not lie before the source's own date, "
        "2031-05-15",
    ),
    "of a month": (
        '"2031-05-18"',
        '"2031-05"',
        "correction 1: date = 2031-05: not a single day; needed is a day in quotes, such as "
        '"2025-04-30"',
    ),
    "of no claim": (
        'claims = ["opened"]',
        "claims = []",
        "correction 1: claims = []: needed is a list of this source's claims",
    ),
    "of a claim's key": (
        'claims = ["opened"]',
        'claims = ["courier/opened"]',
        "correction 1: claims.0 = courier/opened: needed is a list of this source's claims",
    ),
    "of no kind": (
        'kind = "correction"\n',
        "",
        "correction 1: kind = (nothing): missing; needed is one of correction, retraction",
    ),
    "of an unknown kind": (
        'kind = "correction"',
        'kind = "regret"',
        "correction 1: kind = regret: Input should be 'correction' or 'retraction'; needed is one "
        "of correction, retraction",
    ),
    "without words": (
        'says = "It was the day before."\n',
        "",
        "correction 1: says = (nothing): missing; needed is text, 1 to 400 characters",
    ),
    "with an unknown field": (
        'now = "length"',
        'now = "length"\nby = "The Velm Courier"',
        "correction 1: by = The Velm Courier: no such field; known are source, date, kind, claims, "
        "says, now, url",
    ),
    "in one table": (
        "[[correction]]",
        "[correction]",
        'correction: (whole) = {"date": "2031-05-18", "kind": "correction", "claims": ["opened"], '
        '"now": "leng…: write [[correction]]',
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), named(CORRECTIONS))
def test_a_wrong_correction_is_named(folder: Path, old: str, new: str, says: str) -> None:
    """A source corrects its own claims, on a day after it was published."""
    (folder / SEED).write_text(COURIER + CORRECTION, "utf-8")
    assert len(load_story(folder).corrections) == 1
    change(folder, SEED, CORRECTION, CORRECTION.replace(old, new))
    assert_one_problem(folder, f"{SEED}: {says}")


# What refers to what is wrong is not wrong, too

NO_TOML = "(file): (whole) = Invalid initial character for a key part (at line 1, column 3): must…"
FOLLOWS: dict[str, Case] = {
    "correction in a file whose source has no right id": (
        {SEED: COURIER.replace('id = "courier"', 'id = "The Courier"') + CORRECTION},
        f"{SEED}: source: id = The Courier: {SLUG}",
    ),
    "correction of a claim that has no right id": (
        {
            SEED: COURIER.replace('id = "played"', 'id = "The Band"')
            + CORRECTION.replace('"opened"', '"band"')
        },
        f"{SEED}: The Band: id = The Band: {SLUG}",
    ),
    "correction of a claim that is wrong": (
        {SEED: COURIER.replace("value = 120", "value = true") + CORRECTION},
        f"{SEED}: length: value = true: neither text nor number; {VALUE}",
    ),
    "reading of a claim that is wrong": (
        {SEED: COURIER.replace("value = 120", "value = true"), "checks/courier.toml": READING},
        f"{SEED}: length: value = true: neither text nor number; {VALUE}",
    ),
    "reading of a source that cannot be read": (
        {OTHER: "[[[", "checks/gazette.toml": READING.replace("courier", "gazette")},
        f"{OTHER}: {NO_TOML}",
    ),
    "reading of a source that has no right id": (
        {
            OTHER: GAZETTE.replace('id = "gazette"', 'id = "The Gazette"'),
            "checks/gazette.toml": READING.replace("courier", "gazette"),
        },
        f"{OTHER}: source: id = The Gazette: {SLUG}",
    ),
    "citation of a source that cannot be read": (
        {"seeds/velm-post.toml": "[[[", OTHER: GAZETTE.replace("courier/opened", "velm-post")},
        f"seeds/velm-post.toml: {NO_TOML}",
    ),
    "citation of a claim in a file that cannot be read": (
        {"seeds/velm-post.toml": "[[[", OTHER: GAZETTE.replace("courier/opened", "velm-post/x")},
        f"seeds/velm-post.toml: {NO_TOML}",
    ),
    "rebuttal of a claim that is wrong": (
        {
            SEED: COURIER.replace("value = 120", "value = true"),
            OTHER: GAZETTE.replace(CITES, 'rebuts = ["courier/length"]\nreason = "No."'),
        },
        f"{SEED}: length: value = true: neither text nor number; {VALUE}",
    ),
}


@pytest.mark.parametrize(("files", "says"), named(FOLLOWS))
def test_what_refers_to_what_is_wrong_is_not_called_wrong_as_well(
    folder: Path, files: dict[str, str], says: str
) -> None:
    """A reference to a faulty record adds no further line to that of the fault."""
    (folder / "checks").mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, "utf-8")
    assert_one_problem(folder, says)


# From when a source is known

KNOWN: dict[str, Case] = {
    "from a month": (
        'published = "2030-01"',
        'published = "2030-01"\nknown_from = "2030-01"',
        "source: known_from = 2030-01: not a single day; needed is a day in quotes, such as "
        '"2025-04-30"',
    ),
    "from before it was published": (
        'published = "2030-01"',
        'published = "2030-01"\nknown_from = "2029-12-31"',
        "source: known_from = 2029-12-31: must not lie before the source was published, 2030-01",
    ),
    "from a day about then": (
        'published = "2030-01"',
        'published = "2030-01"\nknown_from = "soon"',
        "source: known_from = soon: soon is no EDTF date; needed is a day in quotes, such as "
        '"2025-04-30"',
    ),
    "from after the story": (
        'published = "2030-01"',
        'published = "2030-01"\nknown_from = "2031-05-21"',
        "source: known_from = 2031-05-21: must not lie after the story's own date, 2031-05-20 in "
        "story.toml",
    ),
    "published after the story": (
        'published = "2030-01"',
        'published = "2031-05-21"',
        "source: published = 2031-05-21: must not lie after the story's own date, 2031-05-20 in "
        "story.toml",
    ),
    "published in a month that is not over": (
        'published = "2030-01"',
        'published = "2031-05"',
        "source: published = 2031-05: ends after the story's date, 2031-05-20: add known_from, a "
        "day",
    ),
    "published within a time that ends after the story": (
        'published = "2030-01"',
        'published = "2030-01/2031-06"',
        "source: published = 2030-01/2031-06: ends after the story's date, 2031-05-20: add "
        "known_from, a day",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), named(KNOWN))
def test_a_source_that_is_not_yet_known_is_named(
    folder: Path, old: str, new: str, says: str
) -> None:
    """Nothing is known that will only be published."""
    change(folder, OTHER, old, new)
    assert_one_problem(folder, f"{OTHER}: {says}")


@pytest.mark.parametrize("published", ["2031-05", "2031", "2030-01/2031-06", "2031-05~"])
def test_a_source_that_states_its_day_may_be_of_a_time_that_is_not_over(
    folder: Path, published: str
) -> None:
    """The day on which somebody had it in hand."""
    new = f'published = "{published}"\nknown_from = "2031-05-20"'
    change(folder, OTHER, 'published = "2030-01"', new)
    assert str(load_story(folder).known_from["gazette"]) == "2031-05-20"


# Geometries

POINT, RING = "[110.5, 50.25]}", "[[[110.4, 50.2], [110.6, 50.2], [110.6, 50.3], [110.4, 50.2]]]"
GEOMETRIES: dict[str, Case] = {
    "swapped": (
        POINT,
        "[42.4, 130.6]}",
        "ossa-bridge: coordinates = [42.4, 130.6]: latitude is at most 90; "
        "[longitude, latitude] swapped? then [130.6, 42.4]",
    ),
    "longitude 200": (POINT, "[200, 50]}", f"ossa-bridge: coordinates = [200, 50]: {RANGE}"),
    "latitude 91": (POINT, "[110, 91]}", f"ossa-bridge: coordinates = [110, 91]: {RANGE}"),
    "metres": (
        POINT,
        "[14500000.0, 5200000.0]}",
        "ossa-bridge: coordinates = [14500000.0, 5200000.0]: looks like metres of a projection; "
        "degrees in EPSG:4326 are needed",
    ),
    "strings": (
        POINT,
        '["110.5", "50.25"]}',
        'ossa-bridge: coordinates = ["110.5", "50.25"]: longitude and latitude must be numbers',
    ),
    "booleans": (
        POINT,
        "[true, false]}",
        "ossa-bridge: coordinates = [true, false]: longitude and latitude must be numbers",
    ),
    "null": (
        POINT,
        "[null, 50.25]}",
        "ossa-bridge: coordinates = [null, 50.25]: longitude and latitude must be numbers",
    ),
    "NaN": (POINT, "[NaN, 1]}", f"(file): (whole) = NaN is no JSON number: {GEOJSON}"),
    "Infinity": (
        POINT,
        "[-Infinity, 1]}",
        f"(file): (whole) = -Infinity is no JSON number: {GEOJSON}",
    ),
    "1e999": (POINT, "[1e999, 1]}", f"(file): (whole) = 1e999 is too large a number: {GEOJSON}"),
    "400 digits": (
        POINT,
        "[" + "9" * 400 + ", 1]}",
        f"(file): (whole) = 9999999999999999999… is too large a number: {GEOJSON}",
    ),
    "5000 digits": (
        POINT,
        "[" + "9" * 5000 + ", 1]}",
        f"(file): (whole) = 9999999999999999999… is too large a number: {GEOJSON}",
    ),
    "three ordinates": (
        POINT,
        "[110.5, 50.25, 7]}",
        f"ossa-bridge: coordinates = [110.5, 50.25, 7]: {POSITION}",
    ),
    "nested too much": (
        POINT,
        "[[110.5, 50.25]]}",
        f"ossa-bridge: coordinates = [[110.5, 50.25]]: {POSITION}",
    ),
    "empty point": (POINT, "[]}", f"ossa-bridge: coordinates = []: {NO_POSITION}"),
    "null coordinates": (POINT, "null}", f"ossa-bridge: coordinates = null: {NO_POSITION}"),
    "empty polygon": (RING, "[]", f"site: coordinates = []: {NO_POSITION}"),
    "empty ring": (RING, "[[]]", f"site: coordinates[0] = []: {NO_POSITION}"),
    "bad corner": (
        RING,
        '[[[110.4, 50.2], [110.6, "x"], [110.6, 50.3], [110.4, 50.2]]]',
        'site: coordinates[0][1] = [110.6, "x"]: longitude and latitude must be numbers',
    ),
    "open ring": (
        RING,
        "[[[110.4, 50.2], [110.6, 50.2], [110.6, 50.3], [110.4, 50.3]]]",
        "site: coordinates[0] = [110.4, 50.3]: the ring must end where it began, [110.4, 50.2]",
    ),
    "ring of three": (
        RING,
        "[[[110.4, 50.2], [110.6, 50.2], [110.4, 50.2]]]",
        "site: coordinates[0] = [[110.4, 50.2], [110.6, 50.2], [110.4, 50.2]]: needs at least 4 "
        "positions",
    ),
    "self-intersecting": (
        RING,
        "[[[110.4, 50.2], [110.6, 50.3], [110.6, 50.2], [110.4, 50.3], [110.4, 50.2]]]",
        "site: geometry = Self-intersection[110.5 50.25]: must be a valid geometry",
    ),
    "null geometry": (
        '{"type": "Point", "coordinates": [110.5, 50.25]}',
        "null",
        "ossa-bridge: geometry = null: must be a geometry",
    ),
    "lower-case type": ('"Point"', '"point"', f"ossa-bridge: geometry = point: {TYPES}"),
    "list as a type": ('"Point"', '["Point"]', f'ossa-bridge: geometry = ["Point"]: {TYPES}'),
    "collection": (
        '"Point"',
        '"GeometryCollection"',
        f"ossa-bridge: geometry = GeometryCollection: {TYPES}",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), named(GEOMETRIES))
def test_a_geometry_that_cannot_be_drawn_is_named(
    folder: Path, old: str, new: str, says: str
) -> None:
    """Nothing is repaired, closed, swapped or projected by guess."""
    change(folder, SITES, old, new)
    assert_one_problem(folder, f"{SITES}: {says}")


# Features, layers and the catalogue

LAYERS: dict[str, Case] = {
    "catalogue without crs": (
        CATALOGUE,
        '"crs": "EPSG:4326",',
        "",
        "(file): crs = (nothing): must be EPSG:4326",
    ),
    "catalogue with another crs": (
        CATALOGUE,
        "EPSG:4326",
        "EPSG:3857",
        "(file): crs = EPSG:3857: must be EPSG:4326",
    ),
    "layer with another crs": (
        SITES,
        '"FeatureCollection",',
        '"FeatureCollection", "crs": {"type": "name", "properties": '
        '{"name": "urn:ogc:def:crs:EPSG::3857"}},',
        "(file): crs = urn:ogc:def:crs:EPSG::3857: must be left out: GeoJSON is EPSG:4326",
    ),
    "layer with a linked crs": (
        SITES,
        '"FeatureCollection",',
        '"FeatureCollection", "crs": {"type": "link", "properties": {"href": "http://x.example"}},',
        '(file): crs = {"type": "link", "properties": {"href": "http://x.example"}}: must be left '
        "out: GeoJSON is EPSG:4326",
    ),
    "layer with a crs that is none": (
        SITES,
        '"FeatureCollection",',
        '"FeatureCollection", "crs": {"type": "name", "properties": "4326"},',
        '(file): crs = {"type": "name", "properties": "4326"}: must be left out: GeoJSON is '
        "EPSG:4326",
    ),
    "a feature alone": (
        RIVERS,
        '"FeatureCollection"',
        '"Feature"',
        "(file): type = Feature: must be FeatureCollection",
    ),
    "lower-case feature": (
        SITES,
        '{"type": "Feature", "id": "site"',
        '{"type": "feature", "id": "site"',
        'site: type = {"type": "feature", "id": "site", "properties": {"id": "site", "place": '
        '"ossa-b…: must be a Feature',
    ),
    "null properties": (
        SITES,
        '"properties": {"id": "site"',
        '"properties": null, "was": {"id": "site"',
        "feature 2: properties = null: must be an object of fields",
    ),
    "feature without id": (
        SITES,
        '{"id": "site", ',
        "{",
        f"feature 2: id = (nothing): missing; {SLUG}",
    ),
    "feature without accuracy": (
        SITES,
        '"accuracy_m": 30, ',
        "",
        "ossa-bridge: accuracy_m = (nothing): missing; needed is metres, more than 0",
    ),
    "accuracy 0": (
        SITES,
        '"accuracy_m": 30',
        '"accuracy_m": 0',
        "ossa-bridge: accuracy_m = 0: Input should be greater than 0; needed is metres, more than "
        "0",
    ),
    "accuracy as text": (
        SITES,
        '"accuracy_m": 30',
        '"accuracy_m": "30"',
        "ossa-bridge: accuracy_m = 30: Input should be a valid number; needed is metres, more "
        "than 0",
    ),
    "feature without names": (
        SITES,
        '"names": {"en": ["Site"]}',
        '"names": {}',
        f"site: names = {{}}: {NAMES}",
    ),
    "unknown field of a feature": (
        SITES,
        '"accuracy_m": 30',
        '"accuracy_m": 30, "height": 7',
        "ossa-bridge: height = 7: no such field; known are id, role, kind, names, accuracy_m,…",
    ),
    "key twice in a layer": (
        SITES,
        '"accuracy_m": 30',
        '"accuracy_m": 30, "accuracy_m": 30',
        f"(file): (whole) = the key accuracy_m stands twice in one object: {GEOJSON}",
    ),
    "deep property": (
        SITES,
        '"accuracy_m": 30',
        '"accuracy_m": 30, "note": ' + "[" * 40 + "]" * 40,
        f"(file): (whole) = nested 44 deep; at most 32: {GEOJSON}",
    ),
    "key twice in the catalogue": (
        CATALOGUE,
        '"crs": "EPSG:4326"',
        '"crs": "EPSG:4326", "crs": "EPSG:4326"',
        "(file): (whole) = the key crs stands twice in one object: must be JSON in UTF-8",
    ),
    "layer twice": (
        CATALOGUE,
        '"id": "sites"',
        '"id": "rivers"',
        "rivers: id = rivers: stands twice in the catalogue",
    ),
    "layer without id": (
        CATALOGUE,
        '"id": "sites",',
        "",
        f"layer 2: id = (nothing): missing; {SLUG}",
    ),
    "unknown field of a layer": (
        CATALOGUE,
        '"id": "sites"',
        '"id": "sites", "colour": "red"',
        "sites: colour = red: no such field; known are id, file, title, description, style,…",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), named(LAYERS))
def test_a_wrong_layer_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    """Layers are GeoJSON in EPSG:4326, and features have all that is shown of them."""
    change(folder, file, old, new)
    assert_one_problem(folder, f"{file}: {says}")


def test_a_layer_that_was_changed_by_hand_is_named(folder: Path) -> None:
    """A file with another SHA-256 than the catalogue's is not the one that was described."""
    change(folder, RIVERS, '"Ossa"', '"Ossa River"')
    assert_one_problem(
        folder,
        "data/rivers.geojson: (file): sha256 = "
        "ea5e492d35aeaa9077cfec8f9e8064ef54d3c776834cd6c573c2a33f6281d370: "
        f"6275cbbc72085384644d2aa0125b4ae7a053999372a29be7af0a1b9448ac52cc, {OR_RENEW}",
    )


PROMISES: dict[str, Case] = {
    "count": ('"features": 2', '"features": 3', f"features = 2: 3, {OR_RENEW}"),
    "type": (
        '"Point",\n    "Polygon"',
        '"Point"',
        f'geometry_types = ["Point", "Polygon"]: ["Point"], {OR_RENEW}',
    ),
    "bbox": (
        "50.3\n",
        "50.4\n",
        f"bbox = [110.4, 50.2, 110.6, 50.3]: [110.4, 50.2, 110.6, 50.4], {OR_RENEW}",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), named(PROMISES))
def test_a_promise_of_the_catalogue_that_is_not_kept_is_named(
    folder: Path, old: str, new: str, says: str
) -> None:
    """The catalogue counts what is in a layer's file."""
    change(folder, CATALOGUE, old, new)
    assert_one_problem(folder, f"data/sites.geojson: (file): {says}")


def test_a_layer_file_without_an_entry_is_named(folder: Path) -> None:
    """A layer's file that is not in the catalogue has no licence and no source."""
    (folder / "data" / "towns.geojson").write_bytes((folder / RIVERS).read_bytes())
    assert_one_problem(
        folder,
        "data/towns.geojson: (file): (whole) = (nothing): needs an entry in data/catalogue.json",
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ('"../data/sites.geojson"', "../data/sites.geojson", ""),
        ('"sites\\u0000.geojson"', "sites\\x00.geojson", ""),
        ('["sites.geojson"]', '["sites.geojson"]', "Input should be a valid string; "),
    ],
)
def test_a_layer_file_lies_in_the_folder(folder: Path, name: str, value: str, says: str) -> None:
    """The catalogue cannot name a file elsewhere; what it should name is then without an entry."""
    change(folder, CATALOGUE, '"sites.geojson"', name)
    assert refused(folder) == [
        f"data/catalogue.json: sites: file = {value}: {says}"
        "needed is a file's name without a folder",
        "data/sites.geojson: (file): (whole) = (nothing): needs an entry in data/catalogue.json",
    ]


# Hostile text

HOSTILE: dict[str, Case] = {
    "escape": (
        SEED,
        'says = "The band',
        'says = "The\\u001b[31m band',
        "played: says = The\\x1b[31m band played all day.: the character \\x1b must not stand in "
        "a text; needed is text, 1 to 400 characters",
    ),
    "line end": (
        SEED,
        'says = "The band',
        'says = "The\\nband',
        "played: says = The\\nband played all day.: the character \\n must not stand in a text; "
        "needed is text, 1 to 400 characters",
    ),
    "right to left": (
        SEED,
        'publisher = "The Velm Courier"',
        'publisher = "The\\u202e Velm"',
        "source: publisher = The\\u202e Velm: the character \\u202e must not stand in a text; "
        f"{NAME}",
    ),
    "escape in an address": (
        SEED,
        'url = "https://courier.example/ossa"',
        'url = "https://courier.example/\\u001b[2J"',
        f"source: url = https://courier.example/\\x1b[2J: {URL}",
    ),
    "escape in a subject's name": (
        ROOT,
        "[subjects.band]",
        '[subjects."\\u001b[2J"]\nname = "x"\n\n[subjects.band]',
        f"subjects.\\x1b[2J: (whole) = \\x1b[2J: {SLUG}",
    ),
    "escape in a field's name": (
        SEED,
        'language = "en"',
        '"\\u001b[2J" = "en"',
        "source: \\x1b[2J = en: no such field; known are id, publisher, published, read, title,…",
    ),
    "escape in an attribute": (
        SEED,
        'attribute = "event"',
        'attribute = "\\u001b[2J"',
        f"played: attribute = \\x1b[2J: {SLUG}",
    ),
    "bell in a name": (
        SITES,
        '"Ossa Bridge"',
        '"Ossa\\u0007 Bridge"',
        "ossa-bridge: names.en.0 = Ossa\\x07 Bridge: the character \\x07 must not stand in a "
        f"text; {NAMES}",
    ),
    "C1 control in a name": (
        SITES,
        '"Ossa Bridge"',
        '"Ossa\\u009b2J"',
        "ossa-bridge: names.en.0 = Ossa\\x9b2J: the character \\x9b must not stand in a text; "
        f"{NAMES}",
    ),
    "escape in a language": (
        SITES,
        '"zh"',
        '"zh\\u001b"',
        f"ossa-bridge: names.zh\\x1b = zh\\x1b: {NAMES}",
    ),
    "escape in an id": (
        SITES,
        '{"id": "ossa-bridge"',
        '{"id": "ossa\\u001b[2J"',
        f"ossa\\x1b[2J: id = ossa\\x1b[2J: {SLUG}",
    ),
    "half of a pair": (
        SITES,
        '"Ossa Bridge"',
        '"Ossa \\ud800"',
        f"(file): (whole) = half of a surrogate pair in a text: {GEOJSON}",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), named(HOSTILE))
def test_text_that_a_terminal_would_obey_is_refused_and_shown_as_an_escape(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    """No control character gets into a story, nor onto the screen that says so."""
    change(folder, file, old, new)
    assert_one_problem(folder, f"{file}: {says}")


def test_a_file_name_is_shown_without_its_control_characters(folder: Path) -> None:
    """The names of files are hostile, too."""
    (folder / "seeds" / "\x1b[2J.toml").write_bytes(b"")
    assert_one_problem(
        folder,
        "seeds/\\x1b[2J.toml: (file): (whole) = (nothing): the file is empty; it needs a record",
    )


# Everything at once


def test_several_faults_of_several_files_are_reported_at_once(folder: Path) -> None:
    """Nobody mends one fault only to be told of the next."""
    change(folder, ROOT, 'date = "2031-05-20"', 'date = "2031-05-32"')
    change(folder, SEED, 'about = "band"', 'about = "brand"')
    change(folder, SEED, 'unit = "m"', 'unit = "metres"')
    change(folder, OTHER, 'read = "excerpt"', 'read = "in part"')
    change(folder, SITES, POINT, "[42.4, 130.6]}")
    change(folder, CATALOGUE, '"title": "Rivers",', "")
    (folder / "seeds" / "late.toml").write_bytes(b"")
    assert [line.split(":")[0:3] for line in refused(folder)] == [
        ["data/catalogue.json", " rivers", " title = (nothing)"],
        ["data/sites.geojson", " ossa-bridge", " coordinates = [42.4, 130.6]"],
        ["seeds/courier.toml", " length", " unit = metres"],
        ["seeds/courier.toml", " played", " about = brand"],
        ["seeds/gazette.toml", " source", " read = in part"],
        ["seeds/late.toml", " (file)", " (whole) = (nothing)"],
        ["seeds/story.toml", " story", " date = 2031-05-32"],
    ]


def test_a_feature_is_counted_with_the_bad_ones_before_it(folder: Path) -> None:
    """A feature without an id is called by its number in the file."""
    change(folder, SITES, POINT, "[]}")
    change(folder, SITES, '{"id": "site", "place": "ossa-bridge", ', "{")
    assert [line.split(" = ")[0] for line in refused(folder)] == [
        "data/sites.geojson: feature 2: id",
        "data/sites.geojson: ossa-bridge: coordinates",
    ]


def test_several_faults_of_one_record_are_reported_at_once(folder: Path) -> None:
    """Every field of a record is looked at."""
    change(folder, SEED, 'publisher = "The Velm Courier"', "publisher = 7")
    change(folder, SEED, 'published = "2031-05-15"', 'published = "soon"')
    change(folder, SEED, 'read = "full text"', "")
    assert [line.split(" = ")[0] for line in refused(folder)] == [
        "seeds/courier.toml: source: published",
        "seeds/courier.toml: source: publisher",
        "seeds/courier.toml: source: read",
    ]
