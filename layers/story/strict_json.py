"""JSON as RFC 8259 has it, with one of two answers to what Python's own reader lets through.

`loads` refuses the text, for NaN, infinity, a key that stands twice or half of a surrogate pair.
`marked` lets these through and marks such keys, so that a caller can name the feature that has
them. Python's reader recurses: `nesting` says before it starts how deep it would go.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np

from ..errors import shown

MAX_DEPTH = 32
_STEPS = np.zeros(256, np.int8)
_STEPS[[ord("["), ord("{")]] = 1
_STEPS[[ord("]"), ord("}")]] = -1

Pairs = list[tuple[str, Any]]


class Twice(dict[str, Any]):
    """An object in which a key stands twice: `key` names it."""

    key: str


def loads(content: bytes) -> Any:
    """The value of a JSON text in UTF-8.

    Raises ValueError with one sentence that says what is wrong and, where known, in which line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    if not text.strip():
        raise ValueError("the file is empty")
    if (depth := nesting(text)[0]) > MAX_DEPTH:
        raise ValueError(f"nested {depth} deep; at most {MAX_DEPTH}")
    try:
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_finite_int,
            object_pairs_hook=_no_twice,
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON in line {error.lineno}: {error.msg}") from error
    if re.search(r"\\u[dD][89a-fA-F]", text):
        _no_surrogates(value)
    return value


def marked(text: str) -> tuple[Any, bool]:
    """The value of a JSON text that is not nested too deep, and whether any object is a `Twice`.

    Raises JSONDecodeError, and ValueError for a number of more than 4,300 digits.
    """
    twice: list[Twice] = []

    def made(pairs: Pairs) -> dict[str, Any]:
        found = _object(pairs)
        if isinstance(found, Twice):
            twice.append(found)
        return found

    return json.loads(text, object_pairs_hook=made), bool(twice)


def nesting(text: str) -> tuple[int, int]:
    """The depth to which a JSON text's arrays and objects are nested, and the number of them."""
    found = text.encode("utf-8", "replace")
    if "\\" in text:
        # A quotation mark that is escaped ends no text; outside a text a backslash is no JSON.
        found = found.replace(rb"\\", b"  ").replace(rb"\"", b"  ")
    signs = np.frombuffer(found, np.uint8)
    inside = np.bitwise_xor.accumulate(signs == ord('"'))
    steps = _STEPS[signs]
    steps[inside] = 0
    steps = steps[steps != 0]
    return int(np.cumsum(steps, dtype=np.int32).max(initial=0)), int((steps > 0).sum())


def key_twice(value: Any) -> str | None:
    """The first key that stands twice in a marked value or deeper in it; None without one."""
    if isinstance(value, Twice):
        return value.key
    if not isinstance(value, dict | list):
        return None
    inner = value.values() if isinstance(value, dict) else value
    return next((key for one in inner if (key := key_twice(one)) is not None), None)


def _object(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice, seen = Twice(found), set[str]()
    for key, _ in pairs:
        if key in seen:
            twice.key = key
            break
        seen.add(key)
    return twice


def _no_twice(pairs: Pairs) -> dict[str, Any]:
    found = _object(pairs)
    if isinstance(found, Twice):
        raise ValueError(f"the key {shown(found.key)} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{shown(text, 20)} is too large a number")
    return number


def _finite_int(text: str) -> int:
    _finite(text)
    return int(text)


def _no_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair in a text") from error
