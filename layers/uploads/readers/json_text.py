"""JSON that may be hostile: its nesting is measured before anything recurses, duplicates show.

`layers.story.strict_json` refuses a whole text for one bad number; here NaN, infinity and duplicate
keys come through, marked, so that the feature can be named that has them. And it is fast.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ...errors import Problem
from ..verdict import Limits, Refused

EXPECTED = "one JSON text, as GeoJSON is"
# A file within the limit of vertices has fewer; so many empty arrays would take the memory of all.
ARRAYS_A_VERTEX = 3


class Twice(dict[str, Any]):
    """An object in which a key stands twice: `key` names it."""

    key: str


def loads(text: str, name: str, limits: Limits) -> tuple[Any, bool]:
    """The value of a JSON text, and whether a key stands twice in any object of it.

    Raises Refused, with the line and column where it is not JSON.
    """
    if not text.strip():
        raise Refused(Problem(name, "", "", "", f"{EXPECTED}: this file is empty"))
    _check_nesting(text, name, limits)
    twice: list[Twice] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        twice.append(Twice(found))
        twice[-1].key = _first_twice(pairs)
        return twice[-1]

    try:
        return json.loads(text, object_pairs_hook=made), bool(twice)
    except json.JSONDecodeError as error:
        raise _no_json(name, error) from error
    except ValueError as error:  # Python makes no number of more than 4,300 digits
        expected = "numbers of fewer digits"
        raise Refused(Problem(name, "", "JSON", "a number of thousands", expected)) from error


def _first_twice(pairs: list[tuple[str, Any]]) -> str:
    """The key that is the first to stand a second time."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise ValueError("each key stands once")


def _no_json(name: str, error: json.JSONDecodeError) -> Refused:
    what, expected = f"{error.msg}, at column {error.colno:,}", EXPECTED
    if error.msg == "Extra data":
        what = f"more after the end, at column {error.colno:,}"
        expected += ": features a line each belong into one FeatureCollection"
    return Refused(Problem(name, f"line {error.lineno}", "JSON", what, expected))


def _check_nesting(text: str, name: str, limits: Limits) -> None:
    """How deep arrays and objects are nested, and how many there are. Raises Refused."""
    found = text.encode("utf-8", "replace")
    if "\\" in text:
        # What is escaped is no quotation mark; outside a text a backslash is no JSON.
        found = found.replace(rb"\\", b"  ").replace(rb"\"", b"  ")
    signs = np.frombuffer(found, np.uint8)
    inside = np.bitwise_xor.accumulate(signs == ord('"'))
    kinds = np.zeros(256, np.int8)
    kinds[[ord("["), ord("{")]] = 1
    kinds[[ord("]"), ord("}")]] = -1
    steps = kinds[signs]
    steps[inside] = 0
    steps = steps[steps != 0]
    deepest = int(np.cumsum(steps, dtype=np.int32).max(initial=0))
    if deepest > limits.depth:
        most = f"at most {limits.depth} arrays and objects in one another"
        raise Refused(Problem(name, "", "depth", f"{deepest:,}", most))
    number, most_arrays = int((steps > 0).sum()), ARRAYS_A_VERTEX * limits.vertices
    if number > most_arrays:
        expected = f"at most {most_arrays:,}: a file of {limits.vertices:,} vertices has fewer"
        raise Refused(Problem(name, "", "arrays and objects", f"{number:,}", expected))


def key_twice(value: Any) -> str | None:
    """The first key that stands twice in a value or deeper in it; None where none does."""
    if isinstance(value, Twice):
        return value.key
    if not isinstance(value, dict | list):
        return None
    inner = value.values() if isinstance(value, dict) else value
    return next((key for one in inner if (key := key_twice(one)) is not None), None)
