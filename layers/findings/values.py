"""Values as ranges of numbers or days, or as words, so that two claims can be compared.

A date covers its days, a duration the day it ends on, a quantity what rounds to it, a text its
words. Hedges widen: "about" by a tenth, "at least" and "at most" without end; a day that is only
that of publication covers the day before, too. Two values agree when what they cover overlaps.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ..story import Attribute, Claim
from ..story.dates import date_range
from ..story.units import measure, stated_within

ABOUT = 0.1  # an approximate quantity is right within a tenth either way
DAYS_A_MONTH = 365.25 / 12
DATE, TEXT = "date", "text"
# Words that say nothing in a short value, and words that make it another one.
_EMPTY = frozenset(["a", "an", "and", "for", "in", "its", "of", "s", "the", "their", "to"])
_DENYING = frozenset(["cannot", "neither", "never", "no", "non", "nor", "not", "without"])
_RANKS = frozenset(
    [
        "acting",
        "deputy",
        "designate",
        "elect",
        "ex",
        "first",
        "former",
        "interim",
        "major",
        "prime",
        "second",
        "under",
        "vice",
    ]
)
_PLACING = frozenset(["above", "against", "behind", "beside", "from", "near", "over", "with"])
_TURNING = _DENYING | _RANKS | _PLACING
_NOT = re.compile(r"n['’]t\b")  # isn't
_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+")  # the digits of 7.5 are not those of 5.7


@dataclass(frozen=True)
class Covers:
    """The range of a value: [low, high) in days of the calendar or in base units, or words.

    Where a value is stated more exactly than numbers are kept, `low` and `high` are the same.
    """

    measure: str
    low: float = 0.0
    high: float = 0.0
    words: tuple[str, ...] = ()

    def agrees(self, other: Covers) -> bool:
        """True when both can hold. Only values of one measure are compared."""
        if self.measure == TEXT:
            return _same_words(self.words, other.words)
        return self == other or (self.low < other.high and other.low < self.high)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day that a date covers, both included."""
        return date.fromordinal(int(self.low)), date.fromordinal(int(self.high) - 1)

    @property
    def size(self) -> float:
        """The middle of what a quantity covers, or its only end."""
        if math.isinf(self.low) or math.isinf(self.high):
            return self.high if math.isinf(self.low) else self.low
        return (self.low + self.high) / 2


def covered(claim: Claim, attribute: Attribute, starts: Iterable[Claim] = ()) -> Covers | None:
    """The range of a claim's value, or None when it has none or nothing says when it starts.

    `starts` are claims that date what a duration may run from; when the claim's own source has
    one, it is that which counts, else all of them.
    """
    value = claim.value
    if value is None:
        return None
    if attribute.kind == "date":
        return _date(value, claim, starts)
    if isinstance(value, str):
        return Covers(TEXT, words=_words(value))
    name, factor = measure(claim.unit or "")
    within = max(stated_within(value), abs(value) * ABOUT if claim.approximate else 0)
    low = -math.inf if "at most" in claim.hedges else _rounded((value - within) * factor)
    high = math.inf if "at least" in claim.hedges else _rounded((value + within) * factor)
    return Covers(name, low, high)


def days_of(claim: Claim) -> tuple[date, date]:
    """First and last day that a claim's date leaves open.

    What is dated by its publication may have been the day before: news crosses a date line.
    """
    first, last = date_range(str(claim.value))
    if "day of publication" in claim.hedges and first > date.min:
        first -= timedelta(1)
    return first, last


def speaks_of(claim: Claim) -> tuple[date, date] | None:
    """The time that a claim speaks of, when it says so."""
    return date_range(claim.when) if claim.when else None


def _date(value: str | int | float, claim: Claim, starts: Iterable[Claim]) -> Covers | None:
    if isinstance(value, str):
        return _days(*days_of(claim))
    dated = [c for c in starts if c.attribute == claim.runs_from and isinstance(c.value, str)]
    own = [c for c in dated if c.source == claim.source]
    ranges = [date_range(str(c.value)) for c in own or dated]
    if not ranges:
        return None
    least, most = value, value
    if claim.approximate:
        # In order also for a negative duration, "3 months before".
        least, most = sorted((value * (1 - ABOUT), value * (1 + ABOUT)))
    try:
        first = _later(min(low for low, _ in ranges), least, claim.unit or "")
        last = _later(max(high for _, high in ranges), most, claim.unit or "")
    except (OverflowError, ValueError):  # beyond the calendar
        return None
    return _days(first, last)


def _later(start: date, value: float, unit: str) -> date:
    """The day that so many days, weeks, months or years after another is.

    Whole months are the calendar's; the rest of a broken number is counted in days.
    """
    if unit in ("months", "years"):
        months = value * (12 if unit == "years" else 1)
        whole = int(months)
        days = round((months - whole) * DAYS_A_MONTH)
        return start + relativedelta(months=whole) + timedelta(days=days)
    return start + timedelta(days=round(value * (7 if unit == "weeks" else 1)))


def _days(first: date, last: date) -> Covers:
    return Covers(DATE, first.toordinal(), last.toordinal() + 1)


def _rounded(number: float) -> float:
    """Twelve digits: values in different units that meet must meet in the same number."""
    return float(f"{number:.12g}")


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = tuple(_WORD.findall(_NOT.sub(" not", folded)))
    return tuple(word for word in words if word not in _EMPTY) or words or (folded,)


def _same_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True when one says what the other does, in its order, or the same and more.

    Not when what is more turns it round, or makes it another rank or another place.
    """
    few, many = sorted((a, b), key=len)
    rest = iter(many)
    in_order = all(word in rest for word in few)  # each is looked for after the one before it
    more = Counter(many) - Counter(few)
    return in_order and not _TURNING.intersection(more)
