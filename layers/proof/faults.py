"""Faults of a claim against its paragraph, field by field; the rules stand in claim_proof.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..errors import Fault
from ..story import Claim
from .english_dates import dates_in
from .english_figures import figures_in
from .hedged_clauses import hedging
from .quotes import DAY
from .speakers import NAME, PRONOUNS, credited, is_same, speaker
from .words import ARTICLES, WORD, Span, copied, fold, is_common, is_kin, parts, plain


class Passage:
    """A claim's paragraph, folded, with the dates and figures it gives, in the whole text."""

    def __init__(self, number: int, text: str, published: str, folded: Sequence[str]) -> None:
        self.number, self.text, self.published, self.folded = number, text, published, folded
        self.dates, rest = dates_in(text, published)
        self.figures = figures_in(rest)

    def lacks(self, field: str, value: object, kind: str = "") -> Fault:
        """The words for a value that does not stand here."""
        has = {
            "dates": f"; it has the dates {', '.join(self.dates) or 'none'}",
            "figures": f"; it has {', '.join(f.written for f in self.figures) or 'no figures'}",
            "beginning": "; if it is no name, begin with a word that the text has",
        }
        return field, value, f"paragraph {self.number} does not have it{has.get(kind, '')}"


def value_faults(claim: Claim, passage: Passage) -> Iterator[Fault]:
    """A value or a time that the paragraph does not have."""
    value, unit = claim.value, claim.unit or ""
    if claim.when is not None and claim.when not in passage.dates:
        yield passage.lacks("when", claim.when, "dates")
    if isinstance(value, int | float):
        if not any(figure.is_value(value, unit) for figure in passage.figures):
            yield passage.lacks("value", f"{value} {unit}".strip(), "figures")
    elif value is not None and not any(map(str.isalpha, value)):
        only_published = DAY in claim.hedges and value == passage.published
        if value not in passage.dates and not only_published:
            yield passage.lacks("value", value, "dates")
    elif value is not None:
        known = {*parts(passage.text), *ARTICLES}
        for word in parts(fold(value)):
            if word not in known:
                yield "value", value, f"paragraph {passage.number} does not have {word!r}"
        # What else the paragraph says of somebody is another claim's value.
        words = [word for word in parts(fold(value)) if len(word) > 2 and word not in ARTICLES]
        if words and not {*words} & {*parts(fold(claim.quote or ""))}:
            yield "quote", claim.quote, f"has no word of the value, {value!r}"


def hedge_faults(claim: Claim, passage: Passage, place: Span) -> Iterator[Fault]:
    """Hedges of the value, or of a statement's clause, that the record lacks or adds."""
    found = hedging(claim, passage.text, passage.published, place)
    given: list[str] | None = list(claim.hedges) or None
    for hedge, words in found.must.items():
        if hedge not in claim.hedges:
            expected = f'paragraph {passage.number} says "{words}": add "{hedge}"'
            yield "hedges", given, expected
    for hedge in claim.hedges:
        if hedge == DAY:
            if claim.value in passage.dates:
                expected = f'paragraph {passage.number} names the day: leave out "{DAY}"'
                yield "hedges", given, expected
        elif hedge not in found.may:
            expected = f'paragraph {passage.number} does not say it: leave out "{hedge}"'
            yield "hedges", given, expected


def copied_faults(claim: Claim, folded: tuple[str, ...]) -> Iterator[Fault]:
    """Words of the text that stand in ours, too many in a row."""
    if found := copied(claim.says, folded):
        number, words = found
        yield "says", words, f"paragraph {number} has the same words in a row; say it in your own"


def says_faults(claim: Claim, passage: Passage) -> Iterator[Fault]:
    """Dates and figures that only we say."""
    dates, left = dates_in(fold(claim.says), passage.published)
    numbers = {str(figure.number) for figure in passage.figures}
    for edtf in dates:
        coarser = any(given == edtf or given.startswith(f"{edtf}-") for given in passage.dates)
        if not coarser and edtf not in numbers:  # 2000 may be two thousand of something
            yield passage.lacks("says", edtf, "dates")
    for figure in figures_in(left):
        # "One of them" and "the two" are grammar more often than counts.
        if figure.written.lower() in (*dates, "one", "two"):
            continue
        if not any(figure.agrees(given) for given in passage.figures):
            yield passage.lacks("says", figure.written, "figures")


def digit_faults(claim: Claim, passage: Passage) -> Iterator[Fault]:
    """For a text in a language whose words for dates and units we cannot read."""
    numbers = {figure.number for figure in figures_in(passage.text)}
    if isinstance(claim.value, int | float) and Decimal(str(claim.value)) not in numbers:
        yield passage.lacks("value", claim.value)
    for figure in figures_in(fold(claim.says)):
        if figure.number not in numbers and any(c.isdigit() for c in figure.written):
            yield passage.lacks("says", figure.written)


def name_faults(claim: Claim, passage: Passage, about_names: Sequence[str]) -> Iterator[Fault]:
    """Names that only we say."""
    known = {p for text in (passage.text, *about_names) for p in parts(fold(text))}
    _, left = dates_in(fold(claim.says), passage.published)
    for sentence in re.split(r"(?<=[.!?:]) ", left):
        for place, word in enumerate(WORD.findall(sentence)):
            if not word[0].isupper() or (place == 0 and is_common(word, passage.folded)):
                continue
            if not all(any(is_kin(part, other) for other in known) for part in parts(word)):
                yield passage.lacks("says", word, "" if place else "beginning")


def speaker_faults(claim: Claim, passage: Passage, publisher: str, place: Span) -> Iterator[Fault]:
    """An asserter who is not whom the paragraph gives the quote to."""
    name, text = fold(claim.asserted_by), "\n".join(passage.folded)
    near = passage.folded[max(0, passage.number - 3) : passage.number]
    who = speaker(near, place)
    if who is None:
        credit = credited(passage.text) or ()
        if plain(name) not in {plain(fold(n)) for n in (publisher, *credit)}:
            gives = f"paragraph {passage.number} gives it to no one, so {publisher} says it"
            if credited(passage.text) is not None:
                gives = f"paragraph {passage.number} is a caption, said by {publisher}"
                gives += f" or its credit, {credit[0]}" if credit else ""
            yield "asserted_by", claim.asserted_by, gives
    elif who in PRONOUNS:
        if not any(is_same(name, found[0], text) for t in near for found in NAME.finditer(t)):
            stands = f"does not stand in paragraph {passage.number} or the two before it"
            yield "asserted_by", claim.asserted_by, stands
    elif not is_same(name, who, text):
        yield "asserted_by", claim.asserted_by, f'paragraph {passage.number} gives it to "{who}"'
