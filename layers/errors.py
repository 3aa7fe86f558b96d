"""What can be wrong, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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
        return (
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


def shown(value: object, limit: int = 80) -> str:
    """A value as it stands in a problem's line: on one line, printable, cut at `limit`."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
