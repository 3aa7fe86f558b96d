"""The attributes of a reader's features as text: what they are called, and what they say."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from ..verdict import Limits
from .looks import is_description, readable

# What a screen obeys instead of showing it: controls other than newline and tab, halves of a
# surrogate pair, noncharacters, and marks that turn the direction of all text after them.
_CONTROL = {
    sign: chr(sign).encode("unicode_escape").decode("ascii")
    for sign in (
        *range(9),
        *range(11, 32),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *(0xFFFE, 0xFFFF),
    )
}

NAMELESS = "(no name)"
_SHOWN = "text without control characters: they are shown so"

Note = tuple[str, str, str]  # field, value, what would be right
Pairs = tuple[tuple[str, str], ...]


class Values:
    """Attributes to text, feature by feature; names are looked at once for all of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names: dict[str, tuple[str, tuple[Note, ...]]] = {}

    def pairs(self, properties: Mapping[str, Any]) -> tuple[Pairs, list[Note]]:
        """Names and values as text, without those that are absent, and what was altered.

        A kind of alteration is told once, of the first attribute that it concerns.
        """
        notes: dict[str, Note] = {}
        found: dict[str, str] = {}
        numbers: dict[str, int] = {}
        most = self._limits.properties
        for key, value in properties.items():
            # The plain cases first: a file can have a million of them.
            if type(value) is str and is_description(key):
                value = readable(value)
            if (kind := type(value)) is str and len(value) <= 100 and value.isprintable():
                text: str | None = value
            elif kind is int or (kind is float and math.isfinite(value)):
                text = repr(value)
            else:
                text = self._text(key, value, notes)
            if not text:
                continue
            if len(found) == most:
                _note(notes, f"{len(properties):,}", f"at most {most}: the others were left out")
                break
            name, said = self._names.get(key) or self._name(key)
            if said:
                notes |= {note[-1]: note for note in said if note[-1] not in notes}
            found[_free(name, found, numbers) if name in found else name] = text
        return tuple(found.items()), list(notes.values())

    def line(self, name: str) -> str:
        """A name of anything, on one line and as short as names are."""
        return self._name(name)[0]

    def _name(self, key: str) -> tuple[str, tuple[Note, ...]]:
        notes: dict[str, Note] = {}
        name = self._clean("the name", " ".join(key.split()), notes)
        name = _cut(name, self._limits.name_letters, "a name", notes)
        self._names[key] = name or NAMELESS, tuple(notes.values())
        return self._names[key]

    def _text(self, key: str, value: Any, notes: dict[str, Note]) -> str | None:
        """A value as text; None where there is none."""
        if value is None:
            return None
        if isinstance(value, float) and not math.isfinite(value):
            told = f"{shortened(key)}: {value}"
            _note(notes, told, "finite numbers, or null: what is none was left out")
            return None
        if isinstance(value, bytes | bytearray | memoryview):
            _note(notes, f"{shortened(key)}: bytes", "text or numbers: bytes were left out")
            return None
        text = value if isinstance(value, str) else written(value)
        text = _cut(text, self._limits.value_letters, shortened(key), notes)
        return self._clean(key, text.replace("\r\n", "\n"), notes)

    def _clean(self, key: str, text: str, notes: dict[str, Note]) -> str:
        """A text whose control characters are to be seen."""
        shown = text.translate(_CONTROL)
        if shown != text:
            first = next(_CONTROL[ord(sign)] for sign in text if ord(sign) in _CONTROL)
            _note(notes, f"{shortened(key)}: {first}", _SHOWN)
        return shown


def _note(notes: dict[str, Note], value: str, expected: str) -> None:
    notes.setdefault(expected, ("properties", value, expected))


def _cut(text: str, most: int, where: str, notes: dict[str, Note]) -> str:
    if len(text) <= most:
        return text
    _note(notes, f"{where}: {len(text):,} letters", f"at most {most:,} letters: the rest was cut")
    return text[: most - 1] + "…"


def _free(name: str, taken: Mapping[str, str], numbers: dict[str, int]) -> str:
    """A name that is not taken: two can come out the same, once they are cut and cleaned.

    `numbers` has the last one given for each name: all 200 can come out the same.
    """
    number = numbers.get(name, 1) + 1
    while (found := f"{name} ({number})") in taken:
        number += 1
    numbers[name] = number
    return found


def written(value: Any) -> str:
    """A value as JSON writes it, on one line."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    except (ValueError, TypeError):  # a whole number of thousands of digits; a key that is none
        return "(cannot be shown)"


def shortened(name: str) -> str:
    """A name as a message has it; `Problem` shows what in it cannot be seen."""
    return name if len(name) <= 60 else name[:59] + "…"
