"""The time that the check of one file may take, whichever of its parts take it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

WALL_SECONDS = 14  # of the 15 that a file may take in all

_end: ContextVar[float | None] = ContextVar("end", default=None)


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Let all children that one file needs take WALL_SECONDS together, not each."""
    before = _end.set(time.monotonic() + WALL_SECONDS)
    try:
        yield
    finally:
        _end.reset(before)


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Let the time not count: that in which files of other sessions are waited for."""
    began = time.monotonic()
    yield
    if (end := _end.get()) is not None:
        _end.set(end + time.monotonic() - began)


def seconds_left(most: float) -> float:
    """Until the file's time is over; `most` where none is set."""
    end = _end.get()
    return most if end is None else max(end - time.monotonic(), 0.0)
