"""Reader of `seeds/`: story.toml and one TOML file a source."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Problem, shown
from .claim_checks import claim_problems
from .fields import SLUG, SLUG_WORDS
from .records import Account, Attribute, Claim, Correction, Info, Jump, Measure, Source, Subject
from .story_files import story_files
from .validation import R, record_of

STORY_FILE = "story.toml"


@dataclass
class Seeds:
    """The records of `seeds/`, read so far.

    `claim_keys`, `subject_names` and `attribute_names` have what is written down, right or wrong;
    `unread` are the files that may hold more. So a reference to what is wrong is not wrong, too.
    """

    info: Info | None = None
    subjects: dict[str, Subject] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    jumps: dict[str, Jump] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    claim_keys: set[str] = field(default_factory=set)
    subject_names: list[str] = field(default_factory=list)
    attribute_names: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def read_seeds(folder: Path, problems: list[Problem]) -> Seeds:
    """Everything in `folder`; what cannot be read is named in `problems` and left out."""
    seeds = Seeds()
    name = folder.name
    if not folder.is_dir():
        problems.append(Problem(f"{name}/", "", "", "", "the folder is missing"))
        seeds.unread |= {f"{name}/{STORY_FILE}", f"{name}/"}
        return seeds
    every = story_files(folder.parent)
    paths = [p for p in every if p.parent == folder and p.name != STORY_FILE]
    if not paths:
        problems.append(Problem(f"{name}/", "", "", "", "needs one TOML file a source"))
        seeds.unread.add(f"{name}/")
    for path in (folder / STORY_FILE, *paths):
        file = f"{name}/{path.name}"
        table = read_toml(path, file, problems)
        if table is None:
            seeds.unread.add(file)
        elif path.name == STORY_FILE:
            _read_story(table, file, seeds, problems)
        else:
            _read_source(table, file, seeds, problems)
    return seeds


def read_toml(path: Path, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A TOML file's table, or None with the reason in `problems`."""
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problems.append(Problem(file, "", "", "", "the file is missing"))
    except OSError as error:
        problems.append(Problem(file, "", "", shown(error.strerror or ""), "a file we may read"))
    except UnicodeDecodeError as error:
        problems.append(Problem(file, "", "", f"byte {error.start}", "TOML is written in UTF-8"))
    except ValueError as error:  # not only TOMLDecodeError: a number of 5,000 digits is another
        problems.append(Problem(file, "", "", shown(str(error), 200), "must be TOML"))
    except RecursionError:
        problems.append(Problem(file, "", "", "nested too deep", "must be TOML, nested less deep"))
    else:
        if table:
            return table
        problems.append(Problem(file, "", "", "", "the file is empty; it needs a record"))
    return None


def _read_story(table: dict[str, Any], file: str, seeds: Seeds, problems: list[Problem]) -> None:
    _only(
        table, ("story", "subjects", "attributes", "accounts", "measures", "jumps"), file, problems
    )
    seeds.info = _table_of(Info, "story", table, file, problems)
    seeds.subject_names, seeds.subjects = _named(Subject, "subjects", table, file, problems)
    seeds.attribute_names, seeds.attributes = _named(Attribute, "attributes", table, file, problems)
    seeds.accounts = _named(Account, "accounts", table, file, problems)[1]
    seeds.measures = _named(Measure, "measures", table, file, problems)[1]
    seeds.jumps = _named(Jump, "jumps", table, file, problems)[1]
    if not table.get("attributes"):
        problems.append(
            Problem(file, "attributes", "", "", "missing; claims need at least one attribute")
        )
    for name, attribute in seeds.attributes.items():
        record = f"attributes.{name}"
        if attribute.kind == "quantity" and not attribute.units:
            problems.append(Problem(file, record, "units", "", "missing; a quantity has units"))
        if attribute.kind != "date" and attribute.marks:
            problems.append(
                Problem(file, record, "marks", attribute.marks, "only a date marks something")
            )
        if attribute.kind != "quantity" and attribute.progress:
            problems.append(
                Problem(file, record, "progress", "true", "only a quantity tells of progress")
            )


def _table_of(
    model: type[R], name: str, table: dict[str, Any], file: str, problems: list[Problem]
) -> R | None:
    if name in table:
        return record_of(model, table[name], file, name, problems)
    problems.append(Problem(file, name, "", "", f"missing; the file needs a [{name}]"))
    return None


def _named(
    model: type[R], kind: str, table: dict[str, Any], file: str, problems: list[Problem]
) -> tuple[list[str], dict[str, R]]:
    """All names of one kind, and the records among them that are right."""
    entries = table.get(kind, {})
    if not isinstance(entries, dict):
        problems.append(Problem(file, kind, "", shown(entries), f"write [{kind}.NAME]"))
        return [], {}
    found = {}
    for name, data in entries.items():
        record = f"{kind}.{name}"
        if not re.fullmatch(SLUG, name):
            problems.append(Problem(file, record, "", shown(name), f"needed is {SLUG_WORDS}"))
        if (made := record_of(model, data, file, record, problems)) is not None:
            found[name] = made
    return list(entries), found


def _read_source(table: dict[str, Any], file: str, seeds: Seeds, problems: list[Problem]) -> None:
    _only(table, ("source", "claim", "correction"), file, problems)
    source = _table_of(Source, "source", table, file, problems)
    source_id = _id_of(table.get("source"))
    if source is not None:
        problems += _source_problems(source, file, seeds)
        seeds.sources.setdefault(source.id, source)
    seeds.files.setdefault(source_id, file)
    claims = table.get("claim", [])
    if not isinstance(claims, list) or not claims:
        problems.append(
            Problem(file, "claim", "", shown(claims or ""), "write at least one [[claim]]")
        )
        seeds.unread.add(file)
        return
    _read_corrections(table, source_id, file, seeds, problems)
    here: set[str] = set()
    for number, data in enumerate(claims, 1):
        claim = _read_claim(data, number, source_id, file, problems)
        seeds.claim_keys.add(f"{source_id}/{_id_of(data)}")
        if not (re.fullmatch(SLUG, source_id) and re.fullmatch(SLUG, _id_of(data))):
            seeds.unread.add(file)
        if claim is None:
            continue
        if claim.id in here:
            problems.append(Problem(file, claim.id, "id", claim.id, "stands twice in this file"))
        here.add(claim.id)
        seeds.claims.setdefault(claim.key, claim)
        problems += claim_problems(claim, source, seeds.attributes, seeds.attribute_names, file)


def _read_corrections(
    table: dict[str, Any], source_id: str, file: str, seeds: Seeds, problems: list[Problem]
) -> None:
    entries = table.get("correction", [])
    if not isinstance(entries, list):
        problems.append(Problem(file, "correction", "", shown(entries), "write [[correction]]"))
        return
    for number, data in enumerate(entries, 1):
        given = data | {"source": source_id} if isinstance(data, dict) else data
        found: list[Problem] = []
        made = record_of(Correction, given, file, f"correction {number}", found)
        problems += [p for p in found if p.field != "source"]  # reported with the source itself
        if made is not None:
            seeds.corrections.append(made)


def _id_of(data: Any) -> str:
    name = data.get("id") if isinstance(data, dict) else None
    return name if isinstance(name, str) else ""


def _source_problems(source: Source, file: str, seeds: Seeds) -> list[Problem]:
    found = []
    if source.id in seeds.files:
        found.append(Problem(file, "source", "id", source.id, f"also in {seeds.files[source.id]}"))
    if source.read == "full text":
        for needed in ("text_file", "text_sha256"):
            if getattr(source, needed) is None:
                expected = "missing; full text is named by it"
                found.append(Problem(file, "source", needed, "", expected))
    return found


def _read_claim(
    data: Any, number: int, source_id: str, file: str, problems: list[Problem]
) -> Claim | None:
    record = _id_of(data) or f"claim {number}"
    if not isinstance(data, dict):
        return record_of(Claim, data, file, record, problems)
    if "source" in data:
        problems.append(Problem(file, record, "source", shown(data["source"]), "no such field"))
    found: list[Problem] = []
    claim = record_of(Claim, data | {"source": source_id}, file, record, found)
    # A bad source id is reported once, with the source, not with each of its claims.
    problems += [p for p in found if p.field != "source"]
    return claim


def _only(
    table: dict[str, Any], known: tuple[str, ...], file: str, problems: list[Problem]
) -> None:
    for name in table.keys() - set(known):
        problems.append(
            Problem(file, name, "", shown(table[name]), f"no such table; known: {', '.join(known)}")
        )
