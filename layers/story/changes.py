"""The story's own corrections: what was wrong in published claims and data, and what is right."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import Problem, shown
from .fields import ClaimKeys, Day, Name, Text
from .records import Record
from .seeds import read_toml
from .story_files import CORRECTIONS
from .validation import record_of

DIGITS = 12  # of an entry's name: enough to tell it from the others


class Change(Record):
    """Something that was wrong in a published claim or in data, and is mended."""

    date: Day
    claims: ClaimKeys = ()
    data: Name | None = None
    was: Text
    right: Text
    why: Text

    @property
    def name(self) -> str:
        """A name that the entry keeps as long as it says the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:DIGITS]

    def names(self, sources: Iterable[str]) -> bool:
        """True when its words name any of some sources by their ids."""
        words = set(re.findall(r"[\w-]+", f"{self.data} {self.was} {self.right} {self.why}"))
        return not words.isdisjoint(sources)


def read_changes(folder: Path, problems: list[Problem]) -> tuple[Change, ...]:
    """The entries of a story's log, the last first; a story need not have one."""
    path = folder / CORRECTIONS
    if not path.exists() or (table := read_toml(path, CORRECTIONS, problems)) is None:
        return ()
    return tuple(sorted(_changes(table, problems), key=lambda c: c.date, reverse=True))


def _changes(table: dict[str, Any], problems: list[Problem]) -> Iterator[Change]:
    for name in table.keys() - {"correction"}:
        expected = "no such table; known: correction"
        problems.append(Problem(CORRECTIONS, name, "", shown(table[name]), expected))
    entries = table.get("correction", [])
    if not isinstance(entries, list) or not entries:
        expected = "write at least one [[correction]]"
        problems.append(Problem(CORRECTIONS, "correction", "", shown(entries or ""), expected))
        return
    for number, data in enumerate(entries, 1):
        record = f"correction {number}"
        made = record_of(Change, data, CORRECTIONS, record, problems)
        if made is not None and bool(made.claims) == bool(made.data):
            expected = "name the claims that were wrong, or the data: one of the two"
            problems.append(Problem(CORRECTIONS, record, "claims", "", expected))
        elif made is not None:
            yield made
