"""Readings: a second person's check of a claim, which holds for the wording that was read."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ..errors import Problem, shown
from .fields import Day, Name, Slug, Text
from .records import Claim, Record, Source
from .seeds import Seeds, read_toml
from .story_files import CHECKS, matching_files
from .validation import record_of

DIGITS = 16  # of a digest: enough to notice an edit, short enough to be read


class Reading(Record):
    """A second person's verdict on one claim in the wording that `digest` names."""

    source: Slug
    claim: Slug
    reader: Name
    on: Day
    verdict: Annotated[
        Literal["right", "imprecise", "wrong", "page not seen"],
        Field(description="one of right, imprecise, wrong, page not seen"),
    ]
    against: Annotated[
        Literal["full text", "stored page", "excerpt", "notes"],
        Field(description="what was read: full text, stored page, excerpt or notes"),
    ]
    digest: Annotated[
        str, Field(pattern=rf"^[0-9a-f]{{{DIGITS}}}$", description="16 digits, as `review` writes")
    ]
    note: Text | None = None

    @property
    def key(self) -> str:
        """The key of the claim that was read."""
        return f"{self.source}/{self.claim}"


def digest_of(claim: Claim) -> str:
    """The digest of a claim as it is worded: SHA-256 over what its record says, 16 digits of it.

    A digest of its passage, which may be added later, is no wording.
    """
    said = claim.model_dump(mode="json", exclude_defaults=True, exclude={"passage"})
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def normal(text: str) -> str:
    """Text in a normal form: letters and digits alone, in lower case, a blank between words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def passage_digest(passage: str) -> str:
    """The digest of a passage in its normal form, which keeps no sentence: 16 digits."""
    return hashlib.sha256(normal(passage).encode()).hexdigest()[:DIGITS]


def role(reader: str) -> str:
    """A reader's role however it is spelled, so that nobody is another by a capital or a blank."""
    return " ".join(reader.casefold().split())


def is_writer(source: Source, reader: str) -> bool:
    """True when a reader is who wrote a source's record."""
    return source.recorded_by is not None and role(source.recorded_by) == role(reader)


def read_checks(folder: Path, seeds: Seeds, problems: list[Problem]) -> list[Reading]:
    """Every reading in a story's `checks/`, one file a source; what is wrong goes to `problems`."""
    found = []
    for path in matching_files(folder, CHECKS):
        file = f"{path.parent.name}/{path.name}"
        table = read_toml(path, file, problems)
        if table is None:
            continue
        for name in table.keys() - {"source", "reading"}:
            expected = "no such field; known: source, reading"
            problems.append(Problem(file, name, "", shown(table[name]), expected))
        found += _readings(table, file, seeds, problems)
    return found


def stale_problems(claims: Mapping[str, Claim], readings: Iterable[Reading]) -> list[Problem]:
    """Readings of a wording that is no longer the claim's, and those that found it wrong."""
    found = []
    for reading in readings:
        file = f"checks/{reading.source}.toml"
        digest = digest_of(claims[reading.key])
        if digest != reading.digest:
            expected = f"the claim has changed since; its digest is {digest}: read it again"
            found.append(Problem(file, reading.claim, "digest", reading.digest, expected))
        elif reading.verdict in ("imprecise", "wrong"):
            expected = f"mend the claim: {reading.note or reading.reader}"
            found.append(Problem(file, reading.claim, "verdict", reading.verdict, expected))
    return found


def _readings(
    table: dict[str, Any], file: str, seeds: Seeds, problems: list[Problem]
) -> list[Reading]:
    source = table.get("source")
    if not isinstance(source, str) or source not in seeds.files:
        if not (isinstance(source, str) and seeds.unread):  # it may be in what cannot be read
            value = shown(source or "")
            problems.append(Problem(file, "source", "", value, "no source has this id"))
        return []
    if file != f"checks/{source}.toml":
        expected = f"readings of this source stand in checks/{source}.toml"
        problems.append(Problem(file, "source", "", source, expected))
        return []
    found: list[Reading] = []
    for reading in readings_of(table, source, file, problems):
        if not _is_of_another(reading, file, seeds, problems):
            continue
        if any((r.claim, role(r.reader)) == (reading.claim, role(reading.reader)) for r in found):
            expected = "has read this claim above; one reading is kept of each reader"
            problems.append(Problem(file, reading.claim, "reader", reading.reader, expected))
            continue
        found.append(reading)
    return found


def readings_of(
    table: dict[str, Any], source: str, file: str, problems: list[Problem]
) -> Iterator[Reading]:
    """The readings in the table of a source's file, each by itself right; others are `problems`."""
    entries = table.get("reading", [])
    if not isinstance(entries, list):
        problems.append(Problem(file, "reading", "", shown(entries), "write [[reading]]"))
        return
    for number, entry in enumerate(entries, 1):
        data = entry | {"source": source} if isinstance(entry, dict) else entry
        told = entry.get("claim") if isinstance(entry, dict) else None
        reading = record_of(Reading, data, file, str(told or f"reading {number}"), problems)
        if reading is not None:
            yield reading


def _is_of_another(reading: Reading, file: str, seeds: Seeds, problems: list[Problem]) -> bool:
    """True when it is of a claim that is there, and by somebody who did not write it."""
    source = seeds.sources.get(reading.source)
    if reading.key not in seeds.claims:
        if reading.key not in seeds.claim_keys:
            expected = f"no claim of {reading.source} has this id"
            problems.append(Problem(file, reading.claim, "claim", reading.claim, expected))
        return False
    if source is not None and is_writer(source, reading.reader):
        expected = "wrote the claim; a second reader is somebody else"
        problems.append(Problem(file, reading.claim, "reader", reading.reader, expected))
        return False
    return True
