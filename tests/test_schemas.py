"""The JSON Schemas of a story's files: current, valid, of every real file, and strict."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from layers.cli import main
from layers.errors import Problem
from layers.story.changes import read_changes
from layers.story.features import Feature
from layers.story.file_formats import FILES
from layers.story.geodata import read_layers
from layers.story.readings import read_checks
from layers.story.schemas import fields_of, schema_files
from layers.story.seeds import read_seeds
from tests.small_story import small_story

PROJECT = Path(__file__).resolve().parent.parent
SCHEMAS = PROJECT / "docs" / "schemas"
STORIES = (PROJECT, PROJECT / "tests" / "second_story")
NAMES = [file.name for file in FILES]


def schema(name: str) -> dict[str, Any]:
    """The committed schema of a kind of file."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return found


def kind_of(path: Path) -> str:
    """The name of the schema that a file of a story is held against."""
    if path.parent.name == "seeds":
        return "story" if path.name == "story.toml" else "source"
    return "checks" if path.parent.name == "checks" else path.stem


def read(path: Path) -> Any:
    """What stands in a file."""
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)


def faults(kind: str, content: Any) -> list[str]:
    """What a schema finds wrong, each with its path."""
    found = Draft7Validator(schema(kind)).iter_errors(content)
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in found]


def real_files() -> list[Path]:
    """Every file of the stories here that a schema is of."""
    found = [PROJECT / "corrections.toml"]
    for story in STORIES:
        found += [*story.glob("seeds/*.toml"), *story.glob("checks/*.toml")]
        found.append(story / "data" / "catalogue.json")
    return sorted(found)


def test_the_committed_schemas_are_current() -> None:
    """Made again they are the same."""
    made = schema_files()
    assert {path.name for path in SCHEMAS.iterdir()} == made.keys()
    stale = [n for n, text in made.items() if (SCHEMAS / n).read_text("utf-8") != text]
    assert stale == [], "docs/schemas/ is old: `make renew` writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_json_schema(name: str) -> None:
    """Of draft 7, the newest that the language servers of TOML read."""
    found = schema(name)
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(found)


def test_every_real_file_fits_its_schema() -> None:
    """The story that ships, and the one of the tests."""
    files = real_files()
    assert len(files) > 150
    assert {path.name: found for path in files if (found := faults(kind_of(path), read(path)))} == (
        {}
    )


def test_a_small_story_and_the_one_that_new_writes_fit_too(tmp_path: Path) -> None:
    """Whoever begins a story sees no mistake that is none."""
    result = CliRunner().invoke(main, ["new", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    for story in (tmp_path / "new", small_story(tmp_path / "small")):
        for path in [*story.glob("*/*.toml"), story / "data" / "catalogue.json"]:
            assert faults(kind_of(path), read(path)) == [], path.name


STORY = {
    "story": {
        "id": "tower",
        "title": "The tower",
        "summary": "A tower.",
        "date": "2031-06-30",
        "main_place": "tower",
        "home": ["tower"],
    },
    "attributes": {"height": {"label": "Height", "kind": "quantity", "units": ["m"]}},
}
SOURCE = {
    "source": {"id": "herald", "publisher": "Herald", "published": "2031-02", "read": "excerpt"},
    "claim": [
        {
            "id": "height",
            "about": "tower",
            "attribute": "height",
            "value": 82,
            "unit": "m",
            "says": "It is 82 m high.",
            "asserted_by": "The builder",
        }
    ],
}
CHECKS = {
    "source": "herald",
    "reading": [
        {
            "claim": "height",
            "reader": "second reader",
            "on": "2031-06-20",
            "verdict": "right",
            "against": "excerpt",
            "digest": "0123456789abcdef",
        }
    ],
}
CORRECTIONS = {
    "correction": [
        {"date": "2031-06-21", "data": "tower", "was": "80", "right": "82", "why": "read again"}
    ]
}
CATALOGUE = {"crs": "EPSG:4326", "layers": [read(PROJECT / "data" / "catalogue.json")["layers"][0]]}
GOOD: dict[str, Any] = {
    "story": STORY,
    "source": SOURCE,
    "checks": CHECKS,
    "corrections": CORRECTIONS,
    "catalogue": CATALOGUE,
}
GONE = object()


def planted(kind: str, path: str, value: Any) -> Any:
    """A good file with one value put in, or taken out, at a path with points in it."""
    content: Any = deepcopy(GOOD[kind])
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    table: Any = content
    for part in way:
        table = table[part]
    if value is GONE:
        del table[last]
    else:
        table[last] = value
    return content


@pytest.mark.parametrize("kind", NAMES)
def test_what_mistakes_are_planted_in_is_right(kind: str) -> None:
    """So that each of the mistakes below is the only one."""
    assert faults(kind, GOOD[kind]) == []


MISTAKES: list[tuple[str, str, Any]] = [
    ("story", "story.id", "The Tower"),
    ("story", "story.title", "  "),
    ("story", "story.title", "The\u202etower"),
    ("story", "story.date", "2031-Q2"),
    ("story", "story.home", []),
    ("story", "story.main_place", GONE),
    ("story", "story.colour", "red"),
    ("story", "attributes", {}),
    ("story", "attributes", GONE),
    ("story", "attribute", {}),
    ("story", "attributes.height.kind", "number"),
    ("story", "attributes.height.units", GONE),
    ("story", "attributes.height.marks", "opened"),
    ("story", "attributes.The height", {"label": "Height", "kind": "text"}),
    ("story", "accounts", {"builder": {"name": "The builder", "asserters": []}}),
    ("story", "measures", {"far": {"label": "Far", "kind": "area", "of": ["tower"]}}),
    ("source", "source.read", "skimmed"),
    ("source", "source.read", "full text"),
    ("source", "source.published", "30 April 2031"),
    ("source", "source.published", "2031-13"),
    ("source", "source.known_from", "2031-02"),
    ("source", "source.url", "javascript:alert(1)"),
    ("source", "source.url", "https://example.org/a b"),
    ("source", "source.text_file", "../herald.txt"),
    ("source", "source.text_sha256", "abc"),
    ("source", "claim", []),
    ("source", "claim.0.source", "herald"),
    ("source", "claim.0.asserted-by", "The builder"),
    ("source", "claim.0.says", GONE),
    ("source", "claim.0.says", "x" * 401),
    ("source", "claim.0.value", True),
    ("source", "claim.0.value", 1e16),
    ("source", "claim.0.value", GONE),
    ("source", "claim.0.hedges", ["about"]),
    ("source", "claim.0.hedges", ["expected", "expected"]),
    ("source", "claim.0.basis", "cites"),
    ("source", "claim.0.cites", ["The builder"]),
    ("source", "claim.0.computed", ["height"]),
    ("source", "claim.0.rebuts", ["gazette/height"]),
    ("source", "claim.0.reason", "It was measured."),
    ("source", "claim.0.paragraph", 0),
    ("source", "claim.0.paragraph", "3"),
    ("source", "claim.0.quote", " ".join(["word"] * 13)),
    ("source", "correction", [{"date": "2031-03", "kind": "correction"}]),
    ("checks", "source", GONE),
    ("checks", "reading.0.verdict", "fine"),
    ("checks", "reading.0.on", "2031-06-32"),
    ("checks", "reading.0.digest", "0123"),
    ("checks", "reading.0.source", "herald"),
    ("checks", "readings", []),
    ("corrections", "correction.0.data", GONE),
    ("corrections", "correction.0.claims", ["herald/height"]),
    ("corrections", "correction.0.date", "2031"),
    ("corrections", "correction.0.why", ""),
    ("catalogue", "crs", "EPSG:3857"),
    ("catalogue", "layers", []),
    ("catalogue", "layers.0.style", "pretty"),
    ("catalogue", "layers.0.switch", "yes"),
    ("catalogue", "layers.0.accuracy_m", 0),
    ("catalogue", "layers.0.bbox", [20, 33, 140]),
    ("catalogue", "layers.0.attribution", GONE),
    ("catalogue", "layers.0.sha256", "00"),
    ("catalogue", "layers.0.features", []),
]


@pytest.mark.parametrize(("kind", "path", "value"), MISTAKES)
def test_a_planted_mistake_is_refused(kind: str, path: str, value: Any) -> None:
    """By the schema alone, without the rest of the story."""
    assert faults(kind, planted(kind, path, value)) != []


def toml(value: Any) -> str:
    """A value as TOML: but for its tables JSON is TOML, too."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k)} = {toml(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value)


def told_by_the_program(folder: Path, kind: str, content: Any) -> list[Problem]:
    """What the program finds wrong in a story whose other files are right."""
    layer = folder / "data" / CATALOGUE["layers"][0]["file"]
    for path in (folder / "seeds", folder / "checks", layer.parent):
        path.mkdir()
    layer.write_bytes((PROJECT / "data" / layer.name).read_bytes())
    files = GOOD | {kind: content}
    (layer.parent / "catalogue.json").write_text(json.dumps(files["catalogue"]), "utf-8")
    for name, path in (
        ("story", "seeds/story"),
        ("source", "seeds/a"),
        ("checks", "checks/herald"),
        ("corrections", "corrections"),
    ):
        text = "".join(f"{key} = {toml(value)}\n" for key, value in files[name].items())
        (folder / f"{path}.toml").write_text(text, "utf-8")
    problems: list[Problem] = []
    seeds = read_seeds(folder / "seeds", problems)
    read_layers(layer.parent, problems)
    read_checks(folder, seeds, problems)
    read_changes(folder, problems)
    return problems


@pytest.mark.parametrize("kind", NAMES)
def test_the_program_finds_nothing_wrong_in_what_mistakes_are_planted_in(
    kind: str, tmp_path: Path
) -> None:
    """So that what it finds below is the planted mistake."""
    assert told_by_the_program(tmp_path, kind, GOOD[kind]) == []


# The program passes over a source that a reading names again.
PASSED_OVER = ("checks", "reading.0.source", "herald")


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [m for m in MISTAKES if m != PASSED_OVER],
)
def test_a_planted_mistake_is_one_for_the_program_too(
    kind: str, path: str, value: Any, tmp_path: Path
) -> None:
    """A schema that is stricter than the program cries wolf."""
    assert told_by_the_program(tmp_path, kind, planted(kind, path, value)) != []


RIGHT: list[tuple[str, str, Any]] = [
    ("source", "source.published", "2031-22"),
    ("source", "source.published", "2031-02~"),
    ("source", "source.published", "2031-01/2031-03"),
    ("source", "source.publisher", "조선중앙통신"),
    ("source", "source.url", "https://example.org/다리?a=1#b"),
    ("source", "claim.0.quote", " ".join(["word"] * 12)),
    ("source", "claim.0.value", "a footbridge"),
    ("source", "claim.0.value", -0.5),
]


@pytest.mark.parametrize(("kind", "path", "value"), RIGHT)
def test_what_the_program_takes_is_not_refused(kind: str, path: str, value: Any) -> None:
    """A schema that cries wolf is turned off by whoever edits."""
    assert faults(kind, planted(kind, path, value)) == []


def test_a_claim_from_a_full_text_is_proved_or_computed() -> None:
    """As `check` asks: paragraph and quote, unless it is our own sum."""
    content: Any = deepcopy(SOURCE)
    content["source"] |= {"read": "full text", "text_file": "h.txt", "text_sha256": "0" * 64}
    assert faults("source", content) != []
    content["claim"][0] |= {"paragraph": 1, "quote": "82 m high"}
    assert faults("source", content) == []
    content["claim"].append(content["claim"][0] | {"id": "sum", "computed": ["herald/height"]})
    del content["claim"][1]["quote"], content["claim"][1]["paragraph"]
    assert faults("source", content) == []


def patterns(part: Any) -> list[str]:
    """Every regular expression of a schema."""
    if isinstance(part, list):
        return [found for one in part for found in patterns(one)]
    if not isinstance(part, dict):
        return []
    own = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
    return own + [found for one in part.values() for found in patterns(one)]


@pytest.mark.parametrize("name", NAMES)
def test_patterns_are_such_as_every_editor_reads(name: str) -> None:
    """No classes of one engine alone, and no escapes that ECMA-262 refuses in its strict mode."""
    escapes = {found for p in patterns(schema(name)) for found in re.findall(r"\\.", p)}
    assert escapes <= {r"\s", r"\S", r"\w", r"\x", r"\u", r"\\"}


def described() -> list[tuple[str, str, dict[str, Any], str]]:
    """Record, field, schema and meaning of every field of every file."""
    records = [table.record for file in FILES for table in file.tables]
    return [
        (record.__name__, name, field.described, field.meaning)
        for record in (*records, Feature)
        for name, field in fields_of(record).items()
    ]


def test_every_field_has_its_meaning_and_an_example_that_is_right() -> None:
    """Both are what an editor shows."""
    for record, name, made, meaning in described():
        assert meaning.endswith("."), f"{record}.{name}"
        assert made["description"].startswith(meaning)
        (example,) = made["examples"]
        assert list(Draft7Validator(made).iter_errors(example)) == [], f"{record}.{name}"


# Editors


def rules() -> list[dict[str, Any]]:
    """The rules of the language server's configuration."""
    found: list[dict[str, Any]] = read(PROJECT / ".taplo.toml")["rule"]
    return found


def covered(path: str, rule: dict[str, Any]) -> bool:
    """Whether a rule is of a file, by its path within the project."""

    def among(patterns: list[str]) -> bool:
        return any(Path(f"/{path}").match(pattern) for pattern in patterns)

    return among(rule["include"]) and not among(rule.get("exclude", []))


def test_every_toml_file_of_a_story_has_one_rule_with_the_right_schema() -> None:
    """So that no file has to name its schema itself."""
    for path in real_files():
        if path.suffix == ".json":
            continue
        name = path.relative_to(PROJECT).as_posix()
        found = [rule["schema"]["path"] for rule in rules() if covered(name, rule)]
        assert found == [f"docs/schemas/{kind_of(path)}.json"], name
    assert all((PROJECT / rule["schema"]["path"]).is_file() for rule in rules())


# The command


@pytest.fixture
def run() -> Callable[..., Any]:
    """Run the command `schemas`."""
    return lambda *args: CliRunner().invoke(main, ["schemas", *map(str, args)])


def test_the_command_writes_them_into_a_folder(tmp_path: Path, run: Callable[..., Any]) -> None:
    """Also into one that is not there yet; it says what it has written."""
    result = run(tmp_path / "a" / "schemas", "--dictionary", tmp_path / "format.md")
    assert result.exit_code == 0
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "a/schemas").iterdir()}
    assert written == schema_files()
    assert len(result.stdout.splitlines()) == len(NAMES) + 1
    assert (tmp_path / "format.md").read_text("utf-8").startswith("# The format of a story\n")


def test_a_folder_that_cannot_be_written_to_is_said(
    tmp_path: Path, run: Callable[..., Any]
) -> None:
    """In one line, with status 1."""
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output
