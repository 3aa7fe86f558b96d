"""Dates as the sources give them: EDTF, from a day to a season, read as ranges of days."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache
from typing import Any

from edtf import EDTFParseException, parse_edtf

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


@lru_cache(maxsize=4096)
def date_range(edtf: str) -> tuple[date, date]:
    """First and last day of an EDTF date (ISO 8601-2), both included.

    A trailing `~` or `?` does not widen the range: how wide "about" is, the reader judges.
    Raises ValueError when the text is no EDTF date or is open at an end.
    """
    try:
        parsed: Any = parse_edtf(edtf)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return date(*first[:3]), date(*last[:3])
    except (EDTFParseException, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{edtf!r} is no EDTF date") from error


def day(edtf: str) -> date:
    """First day of an EDTF date."""
    return date_range(edtf)[0]


def in_words(edtf: str) -> str:
    """An EDTF date as English text: "30 April 2025", "about June 2026", "summer 2026".

    Raises ValueError as `date_range` does.
    """
    first, last = date_range(edtf)
    text = edtf.strip()
    if "/" in text:
        start, end = text.split("/")
        return f"{in_words(start)} to {in_words(end)}"
    about = "about " if text[-1] in "~?%" else ""
    parts = text.rstrip("~?%").split("-")
    if len(parts) == 1:
        return about + parts[0]
    if int(parts[1]) in SEASONS:
        return f"{about}{SEASONS[int(parts[1])]} {parts[0]}"
    month = f"{calendar.month_name[first.month]} {first.year}"
    return about + (month if first != last else f"{first.day} {month}")
