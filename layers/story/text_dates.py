"""Dates and figures as the English of a source gives them, exact enough to hold a claim against.

Dates come first: what is left of the text once they are blanked has the figures, so that the 30
of "April 30" is never taken for thirty of something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from layers.story.dates import SEASONS, date_range

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

UNITS = {
    "m": "m metre metres meter meters",
    "km": "km kilometre kilometres kilometer kilometers",
    "days": "day days",
    "weeks": "week weeks",
    "months": "month months",
    "years": "year years",
    "hours": "hour hours",
    "minutes": "minute minutes",
    "miles": "mile miles",
    "tonnes": "tonne tonnes ton tons",
    "lanes": "lane lanes",
    "trains": "train trains",
    "vehicles": "vehicle vehicles car cars truck trucks lorry lorries",
    "people": "people person persons soldier soldiers troops men women children workers "
    "passengers civilians residents",
}
_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}
_ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
_RATES = {n: rf"(?:(?:a|per|each|every) {n}|{often})\b" for n, often in _ADVERBS.items()}
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "dollars": "USD", "euros": "EUR"}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety"
)
_SMALL, _TENS = _NAMES.split()[:20], _NAMES.split()[20:]
_WORDS = {"a": 1, "an": 1} | {word: n for n, word in enumerate(_SMALL)}
_WORDS |= {word: 10 * n for n, word in enumerate(_TENS, 2)}
_WORDS |= {
    f"{ten}-{one}": _WORDS[ten] + n for ten in _TENS for n, one in enumerate(_SMALL[1:10], 1)
}
_SCALE = f"[ -](?P<scale>{'|'.join(_SCALES)})"
_NUMBER = re.compile(
    r"(?:(?<![a-z\d.,])(?P<sign>(?:us)?\$|€|£)?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    rf"|\d+(?:\.\d+)?)|\b(?P<word>an?(?={_SCALE.replace('?P<scale>', '?:')}\b)"
    rf"|{'|'.join(sorted(_WORDS.keys() - {'a', 'an'}, key=len, reverse=True))})\b)"
    rf"(?:{_SCALE}\b)?(?P<percent> ?%| per ?cent\b)?",
    re.IGNORECASE,
)
# From a pattern's groups and the first and last day of publication to an EDTF date.
_Reader = Callable[[dict[str, str], date, date], str | None]


@dataclass(frozen=True)
class Figure:
    """A number in a text: its amount, the same without its scale word, and what it counts."""

    written: str
    amount: Decimal
    number: Decimal
    sign: str  # USD, EUR, GBP, % or nothing
    unit: str | None  # a key of UNITS, when a word of it follows
    sentence: str
    follows: str  # up to the next stop

    def agrees(self, other: Figure) -> bool:
        """Whether both say the same amount of the same thing, as far as each names the thing."""
        same = self.amount == other.amount and self.sign == other.sign
        return same and (self.unit is None or other.unit in (None, self.unit))

    def is_value(self, value: float | int, unit: str) -> bool:
        """Whether this is `value` in `unit`, such as 300 "vehicles/day" or 3 "trillion USD"."""
        base, _, rate = unit.partition("/")
        scale, sign, thing = 1, "", ""
        for word in base.split():
            if word in _SCALES:
                scale *= _SCALES[word]
            elif word in (*_SIGNS.values(), "%"):
                sign = word
            else:
                thing = _UNIT_OF.get(word, word)
        if (Decimal(str(value)) * scale, sign) != (self.amount, self.sign):
            return False
        if thing in UNITS and self.unit not in (None, thing):
            return False
        words = UNITS.get(thing, f"{thing} {thing.rstrip('s')}").split()
        counted = rf"\b(?:{'|'.join(map(re.escape, words))})\b"
        beside = rf"(?:,? (?:and |or |to )?\d[\d,.]*)*[ -]?(?:[\w'-]+ ){{0,2}}{counted}"
        if thing and thing not in UNITS and not re.match(beside, self.follows):
            return False
        if rate:
            return re.search(_RATES.get(rate, re.escape(rate)), self.sentence) is not None
        # "300 people daily" are not 300 people; "300 people saw the daily ferry" are.
        rates = "|".join(_RATES.values())
        return not (thing and re.search(rf"{counted} (?:{rates})", self.follows))


def dates_in(text: str, published: str) -> tuple[list[str], str]:
    """The EDTF dates that the words of `text` resolve to, and the text with those words blanked.

    `published`, an EDTF date too, is what "Wednesday", "last year" or "April 30" count from; what
    it is too coarse for is not resolved. A year that stands alone stays in the text: 2000 may be
    two thousand of something.
    """
    first, last = date_range(published)
    found: list[str] = []

    def note(read: _Reader, match: re.Match[str]) -> str:
        given = match.groupdict()
        edtf = read(given, first, last)
        if edtf is None:
            return match[0]
        found.append(edtf)
        return match[0] if given.keys() == {"year"} else "·" * len(match[0])

    text = re.sub(r"https?://[^\s)\]]+", " ", text)
    for pattern, read in _READERS:
        text = pattern.sub(partial(note, read), text)
    return found, text


def figures_in(text: str) -> list[Figure]:
    """Every number of `text`, in digits or in words; none of them may be part of a date."""
    found = []
    for match in _NUMBER.finditer(text):
        digits, word = match["digits"], match["word"]
        number = Decimal(digits.replace(",", "") if digits else _WORDS[word.lower()])
        follows = re.split(r"[.;:!?]", text[match.end() : match.end() + 80])[0]
        words = re.findall(r"[A-Za-z]+", follows)[:4]
        sign = "%" if match["percent"] else _SIGNS.get((match["sign"] or "").lower(), "")
        before = re.split(r"[.?!] ", text[max(0, match.start() - 300) : match.start()])[-1]
        after = re.split(r"[.?!] ", text[match.end() : match.end() + 300])[0]
        found.append(
            Figure(
                written=match[0].strip(),
                amount=number * _SCALES.get((match["scale"] or "").lower(), 1),
                number=number,
                sign=sign or next((_SIGNS[w] for w in words if w in _SIGNS), ""),
                unit=next((_UNIT_OF[w] for w in words if w in _UNIT_OF), None),
                sentence=before + match[0] + after,
                follows=follows,
            )
        )
    return found


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
