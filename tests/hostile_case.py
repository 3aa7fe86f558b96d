"""A file that a reader may bring, and the verdict on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Case:
    """A file, made when it is wanted; its verdict, and a part of what is said of it."""

    id: str
    file: str
    make: Callable[[], bytes]
    verdict: Literal["accepted", "warnings", "refused"]
    says: str
    choose: str | None = None
