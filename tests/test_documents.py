"""The documents of the formats, held against the records and against real outputs."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from layers.cli import main
from layers.story.data_dictionary import dictionary
from layers.story.features import Feature, Layer
from layers.story.file_formats import Change
from layers.story.readings import Reading
from layers.story.records import (
    Account,
    Attribute,
    Claim,
    Correction,
    Info,
    Jump,
    Measure,
    Record,
    Source,
    Subject,
)
from tests.small_story import change, small_story

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
Rows = list[dict[str, str]]


def tables(document: str) -> dict[str, Rows]:
    """The rows of each table of a document, by the headings above it: `## a` or `## a / ### b`."""
    found: dict[str, Rows] = {}
    above, here, head = "", "", list[str]()
    for line in (DOCS / document).read_text("utf-8").splitlines():
        if line.startswith("#"):
            level, _, title = line.partition(" ")
            above = title if level == "##" else above
            here, head = (above if level == "##" else f"{above} / {title}"), []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not head:
                head = cells
            elif not set(line) <= set("| -"):
                found.setdefault(here, []).append(dict(zip(head, cells, strict=True)))
    return found


def names(rows: Rows) -> list[str]:
    """The names in the first column, without their marks."""
    return [next(iter(row.values())).strip("`") for row in rows]


# The format of the files

FORMAT = tables("format.md")
RECORDS: dict[str, type[Record]] = {
    "seeds/story.toml / `[story]`": Info,
    "seeds/story.toml / `[subjects.NAME]`": Subject,
    "seeds/story.toml / `[attributes.NAME]`": Attribute,
    "seeds/story.toml / `[accounts.NAME]`": Account,
    "seeds/story.toml / `[measures.NAME]`": Measure,
    "seeds/story.toml / `[jumps.NAME]`": Jump,
    "seeds/*.toml / `[source]`": Source,
    "seeds/*.toml / `[[claim]]`": Claim,
    "seeds/*.toml / `[[correction]]`": Correction,
    "checks/*.toml / `[[reading]]`": Reading,
    "corrections.toml / `[[correction]]`": Change,
    "data/catalogue.json / `layers`": Layer,
    "data/*.geojson": Feature,
}


def test_every_record_has_a_table() -> None:
    """Besides those of the two fields that stand in a file by themselves."""
    assert FORMAT.keys() == {*RECORDS, "checks/*.toml", "data/catalogue.json"}
    assert names(FORMAT["checks/*.toml"]) == ["source"]
    assert names(FORMAT["data/catalogue.json"]) == ["crs"]


def every_record(base: type[Record]) -> Iterator[type[Record]]:
    """Every kind of record that the program has."""
    for kind in base.__subclasses__():
        yield kind
        yield from every_record(kind)


def test_no_kind_of_record_is_left_out() -> None:
    """Those that tests make are none of the program's."""
    made = {kind for kind in every_record(Record) if kind.__module__.startswith("layers.")}
    assert made == set(RECORDS.values())


@pytest.mark.parametrize("heading", RECORDS)
def test_each_field_is_named_once_and_none_that_is_not_there(heading: str) -> None:
    """As the record has them."""
    assert sorted(names(FORMAT[heading])) == sorted(RECORDS[heading].model_fields)


@pytest.mark.parametrize("heading", RECORDS)
def test_a_field_is_needed_where_the_record_needs_it(heading: str) -> None:
    """What a file need not say, since it follows, is told as such."""
    for row, name in zip(FORMAT[heading], names(FORMAT[heading]), strict=True):
        needed = RECORDS[heading].model_fields[name].is_required()
        followed = name == "source" and RECORDS[heading] in (Claim, Correction, Reading)
        told = "not written: it follows from the file" if followed else "yes" if needed else "no"
        assert row["needed"] == told, name


@pytest.mark.parametrize("heading", FORMAT)
def test_each_field_has_type_meaning_and_example(heading: str) -> None:
    """And the example can be read."""
    for row in FORMAT[heading]:
        assert row["type"] and row["meaning"].endswith(".")
        assert json.loads(row["example"].strip("`")) != ""


def test_fields_of_real_files_are_in_the_document() -> None:
    """Read without the program's records."""
    headings = {"source": Source, "claim": Claim, "correction": Correction, "reading": Reading}
    by_record = {record: heading for heading, record in RECORDS.items()}
    for path in [*PROJECT.glob("seeds/*.toml"), *PROJECT.glob("checks/*.toml")]:
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            if path.name == "story.toml" or not isinstance(table, list | dict):
                continue
            written = {
                key for one in ([table] if isinstance(table, dict) else table) for key in one
            }
            assert written <= set(names(FORMAT[by_record[headings[name]]])), path.name


def test_the_document_of_the_format_is_current() -> None:
    """It is made from the records."""
    made = (DOCS / "format.md").read_text("utf-8") == dictionary()
    assert made, "docs/format.md is old: `make renew` writes it anew"


# JSON

JSON = tables("json.md")
SIMPLE = {"text": str, "number": (int, float), "null": type(None), "true": bool, "false": bool}
SIMPLE |= {"object": dict}
OWN = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A well"},
"geometry":{"type":"Point","coordinates":[130.7,42.41]}}]}"""


def printed(*args: str) -> Any:
    """What a command prints, read."""
    result = CliRunner().invoke(main, args, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The objects that each command prints of the story that ships."""
    folder = tmp_path_factory.mktemp("snapshot")
    (folder / "wells.geojson").write_text(OWN, "utf-8")
    file = str(folder / "map.geojson")
    before, after = (small_story(folder / name) for name in ("before", "after"))
    change(after, "seeds/courier.toml", "value = 120", "value = 130")
    made = CliRunner().invoke(main, ["snapshot", file, "--own", str(folder / "wells.geojson")])
    assert made.exit_code == 0, made.output
    return {
        "claims": printed("claims", "--format", "json"),
        "findings": printed("findings", "--format", "json"),
        "places": printed("places", "--format", "json"),
        "diff": [printed("diff", str(before), str(after), "--format", "json")],
        "inspect": [printed("inspect", file), printed("inspect", file, "--claims")],
    }


def fits(value: Any, told: str, inside: list[tuple[str, Any]]) -> bool:
    """Whether a value is of the type that the document tells; objects in it go to `inside`."""
    if told == "object of lists":
        return all(isinstance(one, list) for one in value.values())
    if told == "list of text":
        return all(isinstance(one, str) for one in value)
    if told.startswith("list of "):
        inside += [(told.removeprefix("list of "), one) for one in value]
        return all(isinstance(one, dict) for one in value)
    kinds = [SIMPLE[word] for word in re.split(r", | or ", told)]
    right = [isinstance(value, kind) for kind in kinds]
    return any(right) and (not isinstance(value, bool) or bool in kinds)


def held_against(command: str, objects: list[Any]) -> dict[str, set[str]]:
    """Hold objects and those inside them against their tables; the keys found, by the heading."""
    found: dict[str, set[str]] = {}
    open_ = [(command, one) for one in objects]
    while open_:
        heading, one = open_.pop()
        rows = dict(zip(names(JSON[heading]), JSON[heading], strict=True))
        found.setdefault(heading, set()).update(one)
        inside: list[tuple[str, Any]] = []
        for key, value in one.items():
            assert key in rows, f"{heading}: {key} is not in the document"
            assert fits(value, rows[key]["type"], inside), f"{heading}.{key}: {value!r}"
        always = {name for name, row in rows.items() if "only" not in row["meaning"].split(":")[0]}
        assert always <= one.keys(), f"{heading}: {always - one.keys()}"
        open_ += [(f"{command} / {name}", each) for name, each in inside]
    return found


@pytest.mark.parametrize("command", ["claims", "findings", "places", "diff", "inspect"])
def test_the_keys_documented_are_the_keys_present(
    command: str, outputs: dict[str, list[Any]]
) -> None:
    """In every object of a real output, and of the types told."""
    found = held_against(command, outputs[command])
    told = {h: set(names(rows)) for h, rows in JSON.items() if h.partition(" / ")[0] == command}
    assert found == told


def test_the_columns_of_the_csv_are_the_keys_of_the_json() -> None:
    """In the same order, which is that of the document."""
    result = CliRunner().invoke(main, ["claims", "--format", "csv"])
    assert result.stdout.splitlines()[0].split(",") == names(JSON["claims"])


def test_every_key_says_since_when() -> None:
    """A version that the changelog has."""
    versions = set(re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text("utf-8"), re.M))
    assert {row["since"] for rows in JSON.values() for row in rows} <= versions


def test_the_citation_is_of_this_version() -> None:
    """As a program that manages references reads it."""
    said = (PROJECT / "CITATION.cff").read_text("utf-8")
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    told = dict(line.split(": ", 1) for line in said.splitlines())
    assert json.loads(told["version"]) == project["version"]
    assert json.loads(told["license"]) == project["license"]
    assert json.loads(told["authors"]) == project["authors"]
    assert {"cff-version", "message", "title"} <= told.keys()
