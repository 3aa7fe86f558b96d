"""Dates as the sources give them: EDTF, from a day to a season, read as ranges of days."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from ..errors import shown

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
# First and last month of each; a winter is that of the year it is dated by, so it ends with it.
_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
# The part of EDTF that a reader can be told in words. The rest (times, unknown digits, sets, open
# ends) says nothing that a claim of the news would mean.
_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-[0-9]{2})?)?[~?%]?"
_EDTF = re.compile(rf"{_DATE}(?:/{_DATE})?")


@lru_cache(maxsize=4096)
def date_range(edtf: str) -> tuple[date, date]:
    """First and last day of an EDTF date (ISO 8601-2), both included.

    A year, season, month or day, or two of these with a slash between. A trailing `~` or `?` does
    not widen the range: how wide "about" is, the reader judges.
    Raises ValueError when the text is no such date, or ends before it begins.
    """
    if not _EDTF.fullmatch(edtf):
        raise ValueError(f"{shown(edtf)} is no EDTF date")
    parts = re.sub("[~?%]", "", edtf).split("/")
    try:
        first, last = _days_of(parts[0])[0], _days_of(parts[-1])[1]
    except ValueError as error:
        raise ValueError(f"{edtf} is no date of the calendar") from error
    if first > last:
        raise ValueError(f"{edtf} ends before it begins")
    return first, last


def _days_of(text: str) -> tuple[date, date]:
    """First and last day of a year, season, month or day. Raises ValueError if there is none."""
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    first, last = _MONTHS.get(rest[0], (rest[0], rest[0])) if rest else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def day(edtf: str) -> date:
    """First day of an EDTF date."""
    return date_range(edtf)[0]


def in_words(edtf: str) -> str:
    """An EDTF date as English text: "30 April 2025", "about June 2026", "summer 2026".

    Raises ValueError as `date_range` does.
    """
    first, last = date_range(edtf)
    if "/" in edtf:
        start, end = edtf.split("/")
        return f"{in_words(start)} to {in_words(end)}"
    about = "about " if edtf[-1] in "~?%" else ""
    parts = edtf.rstrip("~?%").split("-")
    if len(parts) == 1:
        return about + parts[0]
    if int(parts[1]) in SEASONS:
        return f"{about}{SEASONS[int(parts[1])]} {parts[0]}"
    month = f"{calendar.month_name[first.month]} {first.year}"
    return about + (month if first != last else f"{first.day} {month}")
