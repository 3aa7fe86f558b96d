"""Figures as the English of a source gives them: numbers, in digits or words, of something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .words import Span

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


@dataclass(frozen=True)
class Figure:
    """A number in a text: its amount, the same without its scale word, and what it counts."""

    written: str
    place: Span  # in the text it was found in
    amount: Decimal
    number: Decimal
    sign: str  # USD, EUR, GBP, % or nothing
    unit: str | None  # a key of UNITS, when a word of it follows
    sentence: str
    follows: str  # up to the next stop

    def agrees(self, other: Figure) -> bool:
        """True when both say the same amount of the same thing, as far as each names the thing."""
        same = self.amount == other.amount and self.sign == other.sign
        return same and (self.unit is None or other.unit in (None, self.unit))

    def is_value(self, value: float | int, unit: str) -> bool:
        """True when this is `value` in `unit`, such as 300 "vehicles/day" or 3 "trillion USD"."""
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
                place=match.span(),
                amount=number * _SCALES.get((match["scale"] or "").lower(), 1),
                number=number,
                sign=sign or next((_SIGNS[w] for w in words if w in _SIGNS), ""),
                unit=next((_UNIT_OF[w] for w in words if w in _UNIT_OF), None),
                sentence=before + match[0] + after,
                follows=follows,
            )
        )
    return found
