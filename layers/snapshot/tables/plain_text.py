"""Text as the formats can hold it. The story's own is checked; a title may come from anywhere."""

from __future__ import annotations

import json
import re
from typing import Any

# What XML cannot hold (controls, halves of pairs, U+FFFE, U+FFFF), and turns of the writing
# direction, which would turn the text around them.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text on one line, without what XML cannot hold and without turns of direction."""
    return _UNFIT.sub("", text)


def clean_lines(text: str) -> str:
    """The same of text on several lines, which stay lines."""
    return "\n".join(map(clean, text.expandtabs(1).split("\n")))


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON that is valid UTF-8: halves of surrogate pairs stay escapes.

    Raises ValueError for NaN and infinity, which JSON does not have.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
