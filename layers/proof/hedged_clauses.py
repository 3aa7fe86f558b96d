"""Hedges of a value in a text: the clauses in which the words of a hedge count.

Words directly beside a figure or a date hedge it; "up to 300 cars and 40 carts" hedges both. Words
such as "expected" hedge the clause they stand in: a sentence ends at its stop, a clause also at a
dash, at ", with", ", which" and the like, and at "and" before a verb of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..story import Claim, Source
from ..story.records import Hedge
from ..story.units import METRE, measure
from .english_dates import dates_at
from .english_figures import Figure, figures_in
from .hedge_words import LANGUAGES, HedgeWords
from .speakers import mask, sentences
from .words import Span

Hedges = dict[Hedge, str]  # a hedge, and the words that are one

NEAR = 80  # characters around a number in which what is beside it stands
COUNTED = ("vehicles", "people", "trains", "tonnes")  # what an installation can take
_ALONE = "(?:is|are|was|were|will|has|have|had|would|could|can|may|might)\\b"
_OPENING = (
    "with|which|who|whose|where|while|whereas|but|although|though|when|said|says|told|added|noted|expected"
    "|scheduled|slated|planned|targeted|reportedly"
)
_BREAK = re.compile(
    rf" - |;|(?P<opens>, (?=(?:{_OPENING})\b))|,? and (?=(?:[\w'-]+ ){{0,4}}?{_ALONE})"
)
# Between "by" and the number of a date: "до конца 2025", "bis zum 31."
_EDGES = (
    "конца|концу|начала|началу|середины|середине|лета|лету|осени|весны|весне|зимы|зиме|кінця"
    "|початку|zum|zur|ende|mitte|anfang|la|fin|de|début|mi|el|final|finales|fines|mediados"
)
_DATE_GAP = rf"\s(?:(?:{_EDGES})\s){{0,3}}$"
_GAP = r"[\s(~$€£]*(?:(?:the|an?|another|le|la|les|el|den|dem|der|die|das)\s)?[$€£]?$"
_AND = re.compile(
    r"\d[\d,.]*[^\d,;.]{1,16}?(?:\b(?:and|und|et|y|и|та)\s+|(?<=[^\W\d_])[과와と和及]\s?|\s및\s)$"
)
_MIDDLE = re.compile(r"mid\b|middle\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hedging:
    """The hedges that a record must have, and those it may have, each with the words for it."""

    must: Hedges
    may: Hedges


def words_of(language: str | None) -> HedgeWords | None:
    """The words of a source's language; one that names none is English."""
    return LANGUAGES.get((language or "en").split("-")[0])


def is_english(source: Source) -> bool:
    """True when a source's language is English, as one that names none is taken to be."""
    return words_of(source.language) is LANGUAGES["en"]


def is_counted(claim: Claim) -> bool:
    """True when the claim's number is of what an installation can take."""
    return (claim.unit or "").partition("/")[0] in COUNTED


def hedging(claim: Claim, text: str, published: str, place: Span) -> Hedging:
    """The hedges of a claim whose quote stands at `place` of an English text.

    Where the value stands more than once beside the quote, a hedge of each place may be taken
    over, and one that all of them have must be.
    """
    words = LANGUAGES["en"]
    around = in_clause(_clause(text, place), words, claim)
    values = _values(claim, text, published)
    near = [v for v in values if _meet(v, place)]
    if not near:
        within = _sentence(text, place)
        near = [v for v in values if _meet(v, within)] or values
    if near:
        must, *others = [_at(claim, text, value, words) for value in near]
        may = must | {h: w for other in others for h, w in other.items()}
        must = {h: w for h, w in must.items() if all(h in other for other in others)}
        if all(text[end : end + 1] == "-" for _, end in near):
            # "Aiming for a two-lane bridge" doubts the bridge, and its lanes only by the way.
            must = {h: w for h, w in must.items() if h not in words.clause}
        return Hedging(must, may if _meet(near[0], place) else {**around, **may})
    if claim.value is None or _is_text(claim):
        around = {**_in_quote(text, place, published, words), **around}
    return Hedging(around, around)


def _in_quote(text: str, place: Span, published: str, words: HedgeWords) -> Hedges:
    """The hedges of the numbers and dates within a statement's quote."""
    dates, rest = dates_at(text, published)
    numbers = [f.place for f in figures_in(rest) if _meet(f.place, place)]
    found = of_statement(text[slice(*place)], numbers, text, words)
    for _, date in dates:
        if _meet(date, place):
            found |= beside(text, date, words, dated=True)
    return found


def beside(text: str, place: Span, words: HedgeWords, dated: bool = False) -> Hedges:
    """The hedges directly before and after the number, or the date, at `place`."""
    before: Hedges = dict(words.before)
    after: Hedges = dict(words.after)
    if dated:
        before = {"approximate": before["approximate"], "deadline": words.by[0]}
        after = {"deadline": words.by[1]}
    found: Hedges = {}
    base = max(0, place[0] - NEAR)
    left, right = text[base : place[0]], text[place[1] : place[1] + NEAR]
    start = r"(?<![\w-])" if words.spaced else ""
    while last := _last(left, before, start, dated):
        hedge, written, at = last
        found.setdefault(hedge, written)
        left = left[:at]
    # The unit stands between a number and what follows it.
    unit = r"\W?(?:[\w'/]+ ){0,3}?" if words.spaced else r"[^\d,、。]{0,8}?"
    for hedge, pattern in after.items():
        if match := re.match(rf"{unit}(?P<words>{pattern})", right, re.IGNORECASE):
            found.setdefault(hedge, match["words"])
    if dated and (match := _MIDDLE.match(text[slice(*place)])):
        found.setdefault("approximate", match[0])
    earlier = None if dated else _AND.search(left)
    if earlier and not found:
        limits = beside(text, (base + earlier.start(), base + earlier.start()), words).items()
        found = {h: w for h, w in limits if h != "approximate"}
    return found


def in_clause(text: str, words: HedgeWords, claim: Claim) -> Hedges:
    """The hedges of a whole clause; those of a date or a capacity only where the claim has one."""
    patterns: Hedges = dict(words.clause)
    if _is_date(claim):
        patterns["expected"] = f"{patterns['expected']}|{words.duty}"
    if is_counted(claim):
        patterns["capacity"] = words.capacity
    found: Hedges = {}
    for hedge, pattern in patterns.items():
        edged = rf"\b(?:{pattern})(?!\w)" if words.spaced else pattern
        # "May" is a month.
        for match in re.finditer(edged, text, re.IGNORECASE):
            if match[0] != "May":
                found.setdefault(hedge, match[0].strip())
    return found


def of_statement(quoted: str, numbers: Iterable[Span], text: str, words: HedgeWords) -> Hedges:
    """The hedges of the numbers in a statement's quote, and the words for "almost" there."""
    found: Hedges = {}
    for number in numbers:
        found |= beside(text, number, words)
    nearly = rf"\b(?:{words.nearly})\b" if words.spaced else words.nearly
    if match := re.search(rf"{nearly}", quoted, re.IGNORECASE):
        found.setdefault("approximate", match[0])
    return found


def _at(claim: Claim, text: str, value: Span, words: HedgeWords) -> Hedges:
    around = in_clause(_clause(text, value), words, claim)
    return {**around, **beside(text, value, words, _is_date(claim))}


def _values(claim: Claim, text: str, published: str) -> list[Span]:
    """The positions of the claim's number or date."""
    dates, rest = dates_at(text, published)
    if isinstance(claim.value, int | float):
        value, unit = claim.value, claim.unit or ""
        return [
            f.place for f in figures_in(rest) if f.is_value(value, unit) or _same(f, value, unit)
        ]
    return [place for edtf, place in dates if edtf == claim.value]


def _same(figure: Figure, value: float, unit: str) -> bool:
    """True when a figure is a length, the claim's in another unit."""
    if figure.unit not in ("m", "km") or measure(unit)[0] != METRE:
        return False
    return math.isclose(float(figure.amount) * measure(figure.unit)[1], value * measure(unit)[1])


def _is_text(claim: Claim) -> bool:
    return isinstance(claim.value, str) and any(map(str.isalpha, claim.value))


def _is_date(claim: Claim) -> bool:
    return isinstance(claim.value, str) and not _is_text(claim)


def _last(left: str, before: Hedges, start: str, dated: bool) -> tuple[Hedge, str, int] | None:
    """The hedge that a text ends in, its words, and where they begin."""
    for hedge, pattern in before.items():
        gap = f"(?:{_GAP}|{_DATE_GAP})" if dated else _GAP
        if match := re.search(rf"{start}(?P<words>{pattern}){gap}", left, re.IGNORECASE):
            return hedge, match["words"], match.start()
    return None


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=256)
def _sentence(text: str, place: Span) -> Span:
    """The sentences that a place stands in."""
    met = [s for s in sentences(mask(text)) if _meet(s, place)]
    return (met[0][0], met[-1][1]) if met else (0, len(text))


def _clause(text: str, place: Span) -> str:
    """The words of all clauses that a place has a part in."""
    start, end = _sentence(text, place)
    cuts = [start]
    for cut in _BREAK.finditer(text, start, end):
        cuts.append(cut.start())
        # What a comma opens, the next one closes: "the bridge, which is long, is open".
        closing = text.find(",", cut.end(), end) if cut["opens"] else -1
        if closing > 0:
            cuts.append(closing)
    edges = sorted({*cuts, end})
    spans = [s for s in pairwise(edges) if _meet(s, place)]
    return text[spans[0][0] : spans[-1][1]] if spans else text[slice(*place)]
