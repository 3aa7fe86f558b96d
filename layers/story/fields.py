"""Field types of the records, for pydantic; descriptions are words of error messages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ..errors import shown
from .dates import date_range

QUOTE_WORDS = 12
LARGEST = 1e15  # up to here every whole number is exact in JSON and in a spreadsheet
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CLAIM_KEY = rf"{SLUG[:-1]}/{SLUG[1:]}"
SLUG_WORDS = "a name in lower case, words joined by hyphens, such as ready-mid-2026"
FILE_NAME = r"^\w[\w.-]*$"
# Controls, line ends, turns of the writing direction and halves of pairs: never part of a word,
# and obeyed rather than shown by terminals and browsers.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def quarter_hint(text: str) -> str:
    """A hint on quarters of a year, for whoever writes one as 2031-Q4; else nothing."""
    found = re.fullmatch(r"([0-9]{4})[- /]?[Qq]([1-4])", text)
    if not found:
        return ""
    last = int(found[2]) * 3
    return f'; a quarter is its months, "{found[1]}-{last - 2:02}/{found[1]}-{last:02}"'


def _edtf(text: str) -> str:
    try:
        date_range(text)
    except ValueError as error:
        raise ValueError(f"{error}{quarter_hint(text)}") from error
    return text


def _one_day(text: str) -> str:
    first, last = date_range(text)
    if first != last:
        raise ValueError("not a single day")
    return text


def _few_words(text: str) -> str:
    if len(text.split()) > QUOTE_WORDS:
        raise ValueError(f"{len(text.split())} words")
    return text


def _in_one_line(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing but blanks")
    if found := _CONTROLS.search(text):
        raise ValueError(f"the character {shown(found[0])} must not stand in a text")
    return text


def _value(value: object) -> object:
    if isinstance(value, str):
        if len(value) > 200:
            raise ValueError(f"{len(value)} characters, at most 200")
        return _in_one_line(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("neither text nor number")
    if not abs(value) <= LARGEST:  # nor is NaN, which compares with nothing
        raise ValueError("not a number, or too large a one")
    return value


OneLine = AfterValidator(_in_one_line)
Slug = Annotated[str, Field(pattern=SLUG, max_length=80, description=SLUG_WORDS)]
Text = Annotated[
    str, OneLine, Field(min_length=1, max_length=400, description="text, 1 to 400 characters")
]
Name = Annotated[
    str, OneLine, Field(min_length=1, max_length=200, description="a name, 1 to 200 characters")
]
Edtf = Annotated[
    str,
    AfterValidator(_edtf),
    Field(
        description="an EDTF date in quotes, such as "
        '"2025-04-30", "2026-06~" or "2025-04-21/2025-04-27"'
    ),
]
Url = Annotated[
    str,
    Field(
        pattern=r"^https?://[^\s\p{C}<>\"'`\\{}]+$",
        max_length=2000,
        description="an address that begins with https:// or http:// and has no blanks",
    ),
]
Sha256 = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 of 64 hexadecimal digits")
]
FileName = Annotated[
    str,
    Field(pattern=FILE_NAME, max_length=120, description="a file's name without a folder"),
]
Quote = Annotated[
    str,
    OneLine,
    AfterValidator(_few_words),
    Field(min_length=1, max_length=200, description=f"a fragment of at most {QUOTE_WORDS} words"),
]
ClaimKeys = Annotated[
    tuple[Annotated[str, Field(pattern=CLAIM_KEY)], ...],
    Field(strict=False, description="a list of claims, as source-id/claim-id"),
]
Day = Annotated[
    str,
    AfterValidator(_one_day),
    Field(description='a day in quotes, such as "2025-04-30"'),
]
Slugs = Annotated[tuple[Slug, ...], Field(strict=False, description="a list of ids")]
Value = Annotated[
    str | int | float,
    BeforeValidator(_value),
    Field(description="an EDTF date in quotes, a number with a unit, or a short text"),
]
