"""Quotes held against claims without the source's text, in any of our languages.

- hedges: a hedge that the quote has must be in the record. One that it has not may stand beside
  the quote.
- value: when the quote counts what the value counts, one of its numbers must be the value; when
  it names years, one of them must be the date's.
- day of publication: a headline that names no day gives only that, and nothing else may claim it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..errors import Fault
from ..story import Claim, Source
from ..story.dates import date_range
from ..story.records import Hedge
from ..story.units import METRE, SCALES, measure
from .english_dates import dates_in
from .hedged_clauses import Hedges, beside, hedging, in_clause, is_english, of_statement, words_of
from .words import Span, fold

DAY: Hedge = "day of publication"
_SQUARE = "km²"
# What is counted, as its unit begins in the languages of the sources; `(?!\w)` ends a short one.
_THINGS = {
    _SQUARE: r"(?:km|км)2|km²|sq(?:uare|[.])? ?k|평방 ?킬로|平方キロ|平方公里|кв[.] ?км",
    "km": r"km(?![\w²])|км(?!\w)|kilom|kilóm|килом|кілом|킬로|キロ(?!グラム)|公里|千米",
    "m": r"m(?![\w²³])|м(?!\w)|met(?:er|re)|mètre|metro|метр|미터|メートル|米|公尺",
    "vehicles": r"vehicle|cars?\b|truck|대(?!교)|авто|машин|台|辆|輛|Fahrzeug|Auto|véhicul",
    "people": r"people|person|passenger|명|человек|пассажир|люд|осіб|人|名|Mensch|pasajer",
    "lanes": r"lane|차로|차선|полос|смуг|車線|车道|車道|Spur|voie|carril",
    "piers": r"pier|교각|опор|橋脚|桥墩|橋墩|Pfeiler|pilier|pilar",
    "spans": r"span|경간|пролет|пролёт|прольот|径間|跨",
    "days": r"day|день|дн[яейі]|днів|일간|日間|Tag|jour|día",
    "months": r"month|месяц|місяц|개월|か月|ヶ月|カ月|ヵ月|个月|個月|Monat|mois|mes(?:es)?\b",
    "years": r"years?\b(?! )|лет\b|рок[иів]|년간|年間|Jahre|ans?\b|años?\b",
}
_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ ,.]\d{3})+(?:[.,]\d+)?(?!\d)|(?<![\d.,])\d+(?:[.,]\d+)?"
)
_YEAR = re.compile(r"(?<![\d.,])(?:18|19|20)\d\d(?![\d.,]\d|\d)")
_SCALES = (
    (r"만|万|萬", 10**4),
    (r"천|千(?!米)|thousand|тыс\w*|тисяч\w*|Tausend|mille?\b", 10**3),
    (r"억|亿|億", 10**8),
    (r"million\w*|млн|миллион\w*|мільйон\w*|Million\w*|millones", 10**6),
    (r"billion|млрд|миллиард\w*|мільярд\w*|Milliarden?", 10**9),
    (r"trillion|трлн|триллион\w*|조|兆", 10**12),
)


@dataclass(frozen=True)
class Number:
    """A number of a quote: what its digits may mean, and what it counts, a key of `_THINGS`."""

    place: Span
    readings: tuple[Decimal, ...]
    thing: str | None
    each: bool  # "one lane each way" is two lanes

    def is_value(self, claim: Claim) -> bool:
        """True when it may be the claim's number, in its unit or without one."""
        return any(self._equals(float(reading), claim) for reading in self.readings)

    def _equals(self, reading: float, claim: Claim) -> bool:
        scale, _, rest = (claim.unit or "").partition(" ")
        value = float(str(claim.value)) * SCALES.get(scale, 1)
        unit = rest if scale in SCALES else claim.unit or ""
        if self.thing in ("m", "km") and measure(unit)[0] == METRE:
            return math.isclose(reading * measure(self.thing)[1], value * measure(unit)[1])
        return self.thing in (None, _thing(unit)) and math.isclose(reading, value)


def quote_faults(claim: Claim, source: Source) -> Iterator[Fault]:
    """Field, value and what would be right, where a claim does not agree with its own quote."""
    yield from day_faults(claim, source)
    if isinstance(claim.value, str) and claim.value.endswith("~") and not claim.approximate:
        yield "hedges", list(claim.hedges) or None, f'{claim.value} is about: add "approximate"'
    if claim.quote is None:
        return
    missing = {h: w for h, w in quoted_hedges(claim, source).items() if h not in claim.hedges}
    for hedge, written in missing.items():
        expected = f'the quote says "{written}": add "{hedge}"'
        yield "hedges", list(claim.hedges) or None, expected
    if not isinstance(claim.value, int | float):
        yield from _year_faults(claim)
        return
    thing, numbers = _thing(claim.unit or ""), numbers_in(plain_quote(claim.quote))
    lengths = ("m", "km") if measure(claim.unit or "")[0] == METRE else (thing,)
    rivals = [n for n in numbers if n.thing in lengths and not n.each]
    if rivals and not any(number.is_value(claim) for number in numbers):
        told = " and ".join(f"{n.readings[0]} {n.thing}" for n in rivals)
        yield "value", f"{claim.value} {claim.unit}", f"the quote has {told}"


def _year_faults(claim: Claim) -> Iterator[Fault]:
    years = _YEAR.findall(plain_quote(claim.quote or ""))
    value = claim.value if isinstance(claim.value, str) else ""
    if years and value[:4].isdigit() and not any(year in value for year in years):
        yield "value", value, f"the quote has the year {' and '.join(years)}"


def day_faults(claim: Claim, source: Source) -> Iterator[Fault]:
    """Faults of a date that is, or is not, only the day of publication."""
    first, last = date_range(source.published)
    published = claim.value == source.published and first == last
    hedged = DAY in claim.hedges
    if hedged and not published:
        day = f"{first}, the value" if first == last else "a source that is dated by its day"
        yield "hedges", list(claim.hedges), f'"{DAY}" needs {day}'
    if not published or source.read not in ("headline only", "listed only"):
        return
    headline = f"{source.title or ''} {claim.quote or ''}"
    named = source.published in dates_in(fold(headline), source.published)[0]
    if not is_english(source):
        named = re.search(rf"(?<!\d)0?{first.day}(?!\d)", plain_quote(headline)) is not None
    if named and hedged:
        yield "hedges", list(claim.hedges), f'the headline names the day: leave out "{DAY}"'
    elif not (named or hedged):
        expected = f'the headline names no day, so it is only that of publication: add "{DAY}"'
        yield "hedges", list(claim.hedges) or None, expected


def quoted_hedges(claim: Claim, source: Source) -> Hedges:
    """The hedges of a claim's value that stand in its quote."""
    words = words_of(source.language)
    if words is None or claim.quote is None:
        return {}
    if is_english(source):
        quote = fold(claim.quote)
        return hedging(claim, quote, source.published, (0, len(quote))).must
    quote = plain_quote(claim.quote)
    around, numbers = in_clause(quote, words, claim), numbers_in(quote)
    if isinstance(claim.value, int | float):
        for number in (n for n in numbers if n.is_value(claim)):
            around |= beside(quote, number.place, words)
    elif claim.value is None:
        around |= of_statement(quote, [n.place for n in numbers], quote, words)
    elif any(h == "expected" for h in around):
        # "Until 1974" is no deadline; "is to be ready by 2026" is one.
        for number in numbers:
            around |= beside(quote, number.place, words, dated=True)
    return around


def plain_quote(quote: str) -> str:
    """A quote with digits and units in their plain form: 150m for full-width ones."""
    plain = unicodedata.normalize("NFKC", fold(quote).replace("²", "2").replace("³", "3"))
    return re.sub(r"(?<=\d)[・·](?=\d)", ".", plain)


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text in digits, whatever marks their thousands."""
    found = []
    for match in _NUMBER.finditer(text):
        follows = text[match.end() :].lstrip(" -")
        readings = _readings(match[0])
        for scale, factor in _SCALES:
            if scaled := re.match(scale, follows, re.IGNORECASE):
                readings = tuple(r * factor for r in readings)
                follows = follows[scaled.end() :].lstrip(" -")
        thing = next((t for t, p in _THINGS.items() if re.match(p, follows)), None)
        each = re.match(r"\W?\w{0,12}\s?(?:ずつ|씩|each\b)", follows) is not None
        found.append(Number(match.span(), readings, thing, each))
    return found


def _readings(digits: str) -> tuple[Decimal, ...]:
    """2,850 may be 2850, or 2.85 where a comma marks decimals."""
    digits = digits.replace(" ", "")
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits)
    readings = [Decimal(whole.replace(",", "."))] if whole.count(",") + whole.count(".") < 2 else []
    if len(re.findall(r"[.,]", digits)) == 1:
        readings.append(Decimal(digits.replace(",", ".")))
    return tuple(dict.fromkeys(readings))


def _thing(unit: str) -> str:
    return unit.partition("/")[0]
