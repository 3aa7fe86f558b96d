"""The tables of what is guessed of files from outside: guesses.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def guesses(subject: str) -> dict[str, Any]:
    """The tables on a subject, as they stand in the file."""
    found: dict[str, Any] = tomllib.loads(
        (Path(__file__).parent / "guesses.toml").read_text("utf-8")
    )
    return found[subject]
