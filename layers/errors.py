"""Problems and errors of a story or a file: record, field, value and the words that mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches

Fault = tuple[str, object, str]  # a field of a record, its value, and what would be right
MOST_COMPARED = 1000  # names, of which one is looked for that somebody may have meant


class MapError(Exception):
    """Base of every error this package raises on purpose; its text may be shown to a reader."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place, and what would be right there."""

    file: str
    record: str
    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        """One line: file, record, field, value, and what would be right."""
        return printable(
            f"{self.file}: {self.record or '(file)'}: {self.field or '(whole)'} = "
            f"{self.value or '(nothing)'}: {self.expected}"
        )


class StoryError(MapError):
    """A story's files cannot be used as they are; `problems` lists everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their files, each once."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(p) for p in self.problems))


class UnsafeOutputError(MapError):
    """Text of a story would be run as a template or script: the page must not start."""


def printable(text: str) -> str:
    """Text on one line; what a terminal would obey, or not show, is written as an escape."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def problems_of(file: str, record: str, faults: Iterable[Fault]) -> list[Problem]:
    """The problems that faults of one record are."""
    return [
        Problem(file, record, field, "" if value is None else shown(value), expected)
        for field, value, expected in faults
    ]


def listed(names: Iterable[str], given: str = "", most: int = 12) -> str:
    """Names that would be right, with commas; of too many those most like the one `given`."""
    every = list(dict.fromkeys(names))
    if len(every) <= most:
        return ", ".join(every)
    return f"{', '.join(get_close_matches(given, every) or every[:most])}, …"


def meant(given: str, names: Iterable[str]) -> str:
    """The name that somebody may have meant, as a question after what would be right; or nothing.

    Of names that are as like, the first in the alphabet; of thousands, none is looked for.
    """
    every = sorted(names)
    found = get_close_matches(given, every, 1, 0.8) if len(every) <= MOST_COMPARED else []
    return f"; did you mean {found[0]}?" if found else ""


def shown(value: object, limit: int = 80) -> str:
    """A value as it stands in a problem's line: on one line, printable, cut at `limit`."""
    try:
        # As JSON and TOML write it: true, not True. A date without quotes stays without them.
        bare = isinstance(value, str | date | time)
        text = str(value) if bare else json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):  # nested too deep, or a number of more than 4,300 digits
        text = "(too long to be shown)"
    text = printable(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"
