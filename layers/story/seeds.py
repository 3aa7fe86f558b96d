"""Read `seeds/`: story.toml and one TOML file a source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layers.errors import Problem, shown
from layers.story.dates import date_range
from layers.story.records import TIME_UNITS, Attribute, Claim, Info, Source, Subject
from layers.story.validate import record_of

STORY_FILE = "story.toml"


@dataclass
class Seeds:
    """What people wrote, read so far."""

    info: Info | None = None
    subjects: dict[str, Subject] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_seeds(folder: Path, problems: list[Problem]) -> Seeds:
    """Everything in `folder`; what cannot be read is named in `problems` and left out."""
    seeds = Seeds()
    name = folder.name
    if not folder.is_dir():
        problems.append(Problem(f"{name}/", "", "", "", "the folder is missing"))
        return seeds
    if (table := read_toml(folder / STORY_FILE, f"{name}/{STORY_FILE}", problems)) is not None:
        _read_story(table, f"{name}/{STORY_FILE}", seeds, problems)
    paths = sorted(p for p in folder.glob("*.toml") if p.name != STORY_FILE)
    if not paths:
        problems.append(Problem(f"{name}/", "", "", "", "needs one TOML file a source"))
    for path in paths:
        file = f"{name}/{path.name}"
        if (table := read_toml(path, file, problems)) is not None:
            _read_source(table, file, seeds, problems)
    return seeds


def read_toml(path: Path, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A TOML file's table, or None with the reason in `problems`."""
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        problems.append(Problem(file, "", "", "", "the file is missing"))
    except OSError as error:
        problems.append(Problem(file, "", "", shown(error.strerror or ""), "a file we may read"))
    except UnicodeDecodeError as error:
        problems.append(Problem(file, "", "", f"byte {error.start}", "TOML is written in UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file, "", "", shown(str(error), 200), "must be TOML"))
    except RecursionError:
        problems.append(Problem(file, "", "", "nested too deep", "must be TOML, nested less deep"))
    else:
        if table:
            return table
        problems.append(Problem(file, "", "", "", "the file is empty; it needs a record"))
    return None


def _read_story(table: dict[str, Any], file: str, seeds: Seeds, problems: list[Problem]) -> None:
    _only(table, ("story", "subjects", "attributes"), file, problems)
    seeds.info = record_of(Info, table.get("story", {}), file, "story", problems)
    for kind, model, into in (
        ("subjects", Subject, seeds.subjects),
        ("attributes", Attribute, seeds.attributes),
    ):
        entries = table.get(kind, {})
        if not isinstance(entries, dict):
            problems.append(Problem(file, kind, "", shown(entries), f"write [{kind}.NAME]"))
            continue
        for name, data in entries.items():
            record = record_of(model, data, file, f"{kind}.{name}", problems)
            if record is not None:
                into[name] = record  # type: ignore[index]  # model and dictionary go together


def _read_source(table: dict[str, Any], file: str, seeds: Seeds, problems: list[Problem]) -> None:
    _only(table, ("source", "claim"), file, problems)
    if "source" not in table:
        problems.append(Problem(file, "source", "", "", "missing; the file needs a [source]"))
    source = record_of(Source, table.get("source", {}), file, "source", problems)
    raw = table.get("source") if isinstance(table.get("source"), dict) else {}
    source_id = str((raw or {}).get("id", ""))
    if source is not None:
        if source.id in seeds.sources:
            problems.append(
                Problem(file, "source", "id", source.id, f"also in {seeds.files[source.id]}")
            )
        seeds.sources[source.id] = source
        seeds.files[source.id] = file
        if source.read == "full text":
            for needed in ("text_file", "text_sha256"):
                if getattr(source, needed) is None:
                    problems.append(
                        Problem(file, "source", needed, "", "missing; full text is named by it")
                    )
    claims = table.get("claim", [])
    if not isinstance(claims, list) or not claims:
        problems.append(Problem(file, "claim", "", shown(claims), "write at least one [[claim]]"))
        return
    for number, data in enumerate(claims, 1):
        record = _claim_name(data, number)
        with_source = data | {"source": source_id} if isinstance(data, dict) else data
        if isinstance(data, dict) and "source" in data:
            problems.append(Problem(file, record, "source", shown(data["source"]), "no such field"))
        before = len(problems)
        claim = record_of(Claim, with_source, file, record, problems)
        # A bad source id is reported once, with the source, not with each of its claims.
        problems[before:] = [p for p in problems[before:] if p.field != "source"]
        if claim is None:
            continue
        if claim.key in seeds.claims:
            problems.append(Problem(file, record, "id", claim.id, "stands twice in this file"))
        seeds.claims[claim.key] = claim
        problems += claim_problems(claim, source, seeds.attributes, file)


def _claim_name(data: Any, number: int) -> str:
    name = data.get("id") if isinstance(data, dict) else None
    return name if isinstance(name, str) and name else f"claim {number}"


def _only(table: dict[str, Any], known: tuple[str, ...], file: str, problems: list[Problem]) -> None:
    for name in table.keys() - set(known):
        problems.append(
            Problem(file, name, "", shown(table[name]), f"no such table; known: {', '.join(known)}")
        )


def claim_problems(
    claim: Claim, source: Source | None, attributes: dict[str, Attribute], file: str
) -> list[Problem]:
    """What is wrong with a claim beside its source and the story's attributes."""
    found = []

    def wrong(name: str, value: object, expected: str) -> None:
        found.append(Problem(file, claim.id, name, "" if value is None else shown(value), expected))

    if source is not None and source.read == "full text":
        if claim.paragraph is None:
            wrong("paragraph", None, "missing; a claim from a full text names its paragraph")
        if claim.quote is None:
            wrong("quote", None, "missing; a claim from a full text quotes a fragment")
    attribute = attributes.get(claim.attribute)
    if attribute is None:
        if attributes:
            wrong("attribute", claim.attribute, f"not in {STORY_FILE}: {', '.join(attributes)}")
        return found
    for name, value, expected in value_faults(claim, attribute):
        wrong(name, value, expected)
    if claim.runs_from is not None and (
        claim.runs_from not in attributes or attributes[claim.runs_from].kind != "date"
    ):
        wrong("runs_from", claim.runs_from, "must be an attribute of kind date")
    return found


def value_faults(claim: Claim, attribute: Attribute) -> list[tuple[str, object, str]]:
    """Field, value and what would be right, where a value does not fit its attribute."""
    value, unit = claim.value, claim.unit
    number = isinstance(value, int | float)
    if attribute.kind == "statement":
        given = [("value", value), ("unit", unit)]
        return [(n, v, "must be left out: a statement has none") for n, v in given if v is not None]
    if value is None:
        return [("value", None, f"missing; {claim.attribute} is a {attribute.kind}")]
    if attribute.kind == "text":
        return [] if not number else [("value", value, "must be a text in quotes")]
    if attribute.kind == "quantity":
        if not number:
            return [("value", value, "must be a number without quotes")]
        if unit not in attribute.units:
            return [("unit", unit, f"must be one of {', '.join(attribute.units)}")]
        return []
    if number:
        faults: list[tuple[str, object, str]] = []
        if unit not in TIME_UNITS:
            faults.append(("unit", unit, f"must be one of {', '.join(TIME_UNITS)}"))
        if claim.runs_from is None:
            faults.append(("runs_from", None, "missing; what date does the duration run from?"))
        return faults
    return _date_faults(str(value))


def _date_faults(value: str) -> list[tuple[str, object, str]]:
    try:
        date_range(value)
    except ValueError:
        return [("value", value, 'must be an EDTF date such as "2025-04-30" or "2026-06~"')]
    return []
