"""JSON as RFC 8259 has it: no NaN, no duplicate keys, no lone surrogates, not nested too deep.

Python's own reader accepts all of those, and recurses on deep nesting.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ..errors import shown

MAX_DEPTH = 32
# A string that is not closed goes on to the end: looked for once, not from each quotation mark.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)


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
    if (depth := _depth(text)) > MAX_DEPTH:
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


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


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


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {shown(twice)} stands twice in one object")
    return found


def _no_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair in a text") from error
