"""Dates as the English of a source gives them, exact enough to hold a claim against.

Dates come first: what is left of the text once they are blanked has the figures, so that the 30
of "April 30" is never taken for thirty of something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from ..story.dates import SEASONS, date_range
from .words import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"\b(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>(?<![\d,.$€£])(?:19|20)\d\d(?![\w%]|[,.]\d))"
_DAY = r"(?<![\d,.$€£])(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![,.-]\d|%)"

# "Mid" is the sixth month, roughly, as the records have it; early and late are thirds of a year.
_PARTS = {
    **dict.fromkeys(("mid", "middle of"), "{0}-06~"),
    **dict.fromkeys(("start of", "beginning of"), "{0}-01"),
    "end of": "{0}-12",
    "early": "{0}-01/{0}-04",
    "late": "{0}-09/{0}-12",
    **{name: f"{{0}}-{code}" for code, name in SEASONS.items()},
    "fall": "{0}-23",
    "first half": "{0}-01/{0}-06",
    "second half": "{0}-07/{0}-12",
    "first quarter": "{0}-01/{0}-03",
    "second quarter": "{0}-04/{0}-06",
    "third quarter": "{0}-07/{0}-09",
    "fourth quarter": "{0}-10/{0}-12",
}
_PART = (
    rf"\b(?P<part>(?i:{'|'.join(_PARTS)}))[- ](?:of )?"
    rf"(?:{_YEAR}|(?P<which>last|this|next) (?P<span>year)\b)"
)
_RELATIVE = r"\b(?P<which>(?i:last|this|next)) (?P<span>week|month|year)\b"
_NEAR = r"\b(?P<near>(?i:yesterday|today|tomorrow))\b"
_WEEKDAY = rf"(?<!last )(?<!next )\b(?P<weekday>{'|'.join(w.title() for w in _WEEKDAYS)})\b"

# From a pattern's groups and the first and last day of publication to an EDTF date.
_Reader = Callable[[dict[str, str], date, date], str | None]


def dates_in(text: str, published: str) -> tuple[list[str], str]:
    """The EDTF dates that the words of `text` resolve to, and the text with those words blanked.

    `published`, an EDTF date too, is what "Wednesday", "last year" or "April 30" count from; what
    it is too coarse for is not resolved. A year that stands alone stays in the text: 2000 may be
    two thousand of something.
    """
    found, rest = dates_at(text, published)
    return [edtf for edtf, _ in found], rest


def dates_at(text: str, published: str) -> tuple[list[tuple[str, Span]], str]:
    """As `dates_in` has them, with where in `text` the words of each stand."""
    first, last = date_range(published)
    found: list[tuple[str, Span]] = []

    def note(read: _Reader, match: re.Match[str]) -> str:
        given = match.groupdict()
        edtf = read(given, first, last)
        if edtf is None:
            return match[0]
        found.append((edtf, match.span()))
        return match[0] if given.keys() == {"year"} else "·" * len(match[0])

    # Blanks of the same length, so that what is found keeps its place.
    text = re.sub(r"https?://[^\s)\]]+", lambda address: " " * len(address[0]), text)
    for pattern, read in _READERS:
        text = pattern.sub(partial(note, read), text)
    return found, text


def _calendar(given: dict[str, str], first: date, last: date) -> str | None:
    """A year, a month or a day; a day without a year is of the year of publication."""
    year = given.get("year") or (str(first.year) if first.year == last.year else None)
    if year is None or "month" not in given:
        return year
    month = f"{year}-{_MONTHS.index(given['month'][:3].lower()) + 1:02d}"
    if "day" not in given:
        return month
    try:
        return date.fromisoformat(f"{month}-{int(given['day']):02d}").isoformat()
    except ValueError:
        return None


def _part(given: dict[str, str], first: date, last: date) -> str | None:
    year = given["year"] or _relative(given, first, last)
    return year and _PARTS[given["part"].lower()].format(year)


def _near(given: dict[str, str], first: date, last: date) -> str | None:
    if first != last:
        return None
    if "near" in given:
        step = {"yesterday": -1, "today": 0, "tomorrow": 1}[given["near"].lower()]
        return (first + timedelta(step)).isoformat()
    back = (first.weekday() - _WEEKDAYS.index(given["weekday"].lower())) % 7
    return (first - timedelta(back)).isoformat()


def _relative(given: dict[str, str], first: date, last: date) -> str | None:
    step = {"last": -1, "this": 0, "next": 1}[given["which"].lower()]
    if given["span"] == "year":
        return str(first.year + step) if first.year == last.year else None
    if given["span"] == "month":
        year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
        return f"{year}-{month + 1:02d}" if (last - first).days <= 30 else None
    monday = first - timedelta(first.weekday()) + timedelta(7 * step)
    return f"{monday}/{monday + timedelta(6)}" if first == last else None


_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"{_MONTH} {_DAY},? {_YEAR}"), _calendar),
    (re.compile(rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}"), _calendar),
    (re.compile(rf"{_MONTH},? (?:of )?{_YEAR}"), _calendar),
    (re.compile(rf"{_MONTH} {_DAY}"), _calendar),
    (re.compile(rf"{_DAY} (?:of )?{_MONTH}"), _calendar),
    (re.compile(_PART), _part),
    (re.compile(_RELATIVE), _relative),
    (re.compile(_NEAR), _near),
    (re.compile(_WEEKDAY), _near),
    (re.compile(_YEAR), _calendar),
)
