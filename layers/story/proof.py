"""Proof of a claim against the paragraph of its source's text, for whoever has the text.

- quote: stands in the paragraph, from word to word. A fragment out of place is no evidence.
- paragraph: the quote stands in the one that is named, so that a reader finds it.
- figures: every number of `value` and `says` stands there, of the same unit. A slip of the hand
  in a number is the likeliest error and the worst.
- dates: `value` and `when` equal a date that its words resolve to: "in 2025" does not prove a
  day, nor a day a year. A date in `says` may be coarser.
- text values: every word but articles stands there, since findings compare these words.
- names: every name in `says` stands there, or is of the subject. No one is put into a story. A
  sentence begins with a name, too, unless it is a word that the text has in small letters.
- asserted_by: whoever the text says says it: the speaker of the quotation or of the sentence,
  and the publisher where there is none. "He said" is the last speaker named, up to two paragraphs
  back. A surname stands for a name that the text has in full.

The rules know English; of a source in another language only quotes and digits are proved. What
the words of `says` mean, beyond its numbers, dates and names, is for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from layers.errors import Problem, shown
from layers.story.records import Claim, Source
from layers.story.source_text import find_text, paragraphs, read_text
from layers.story.story import Story
from layers.story.text_dates import dates_in, figures_in
from layers.story.text_speakers import NAME, PRONOUNS, is_same, speaker
from layers.story.text_words import (
    ARTICLES,
    WORD,
    Span,
    fold,
    fold_all,
    is_common,
    is_kin,
    parts,
    place_of,
    plain,
)

__all__ = ["ProofReport", "find_text", "paragraphs", "prove_claim", "prove_story"]

Fault = tuple[str, object, str]  # field, value, what would be right


@dataclass(frozen=True)
class ProofReport:
    """What came of proving a story's claims against the texts that were there."""

    problems: tuple[Problem, ...]
    proved: dict[str, int]  # claims without a problem, by source id
    absent: tuple[str, ...]  # sources read in full whose text was not there
    partly: tuple[str, ...]  # sources not in English: only quotes and digits were proved


def prove_story(
    story: Story, folders: Sequence[Path], file_of: Callable[[str], str]
) -> ProofReport:
    """Prove every claim of every source whose full text is in one of `folders`.

    `file_of` gives the file that a source id is written in, as problems name it.
    """
    problems: list[Problem] = []
    proved: dict[str, int] = {}
    absent, partly = [], []
    for source in (s for s in story.sources.values() if s.read == "full text"):
        path, file = find_text(source, folders), file_of(source.id)
        if path is None:
            absent.append(source.id)
            continue
        proved[source.id] = 0
        if not _is_english(source):
            partly.append(source.id)
        texts = paragraphs(read_text(path, source, file, problems))
        for claim in (c for c in story.claims.values() if c.source == source.id and texts):
            faults = prove_claim(claim, source, texts, _about_names(story, claim))
            proved[source.id] += not faults
            problems += [
                Problem(file, claim.id, field, "" if value is None else shown(value), expected)
                for field, value, expected in faults
            ]
    return ProofReport(tuple(problems), proved, tuple(absent), tuple(partly))


def prove_claim(
    claim: Claim, source: Source, texts: Sequence[str], about_names: Sequence[str]
) -> list[Fault]:
    """Field, value and what would be right, for all of a claim that its paragraph does not prove.

    `texts` are the paragraphs of the source's text; `about_names` are the names of what the claim
    is about.
    """
    number = claim.paragraph
    if number is None or not 1 <= number <= len(texts):
        return [("paragraph", number, f"must be 1 to {len(texts)}, the paragraphs of the text")]
    folded = fold_all(tuple(texts))
    place = place_of(claim.quote, folded[number - 1])
    if place is None:
        return [_quote_fault(claim, folded, number)]
    passage = _Passage(number, folded[number - 1], source.published, folded)
    if not _is_english(source):
        return list(_digit_faults(claim, passage))
    return [
        *_value_faults(claim, passage),
        *_says_faults(claim, passage),
        *_name_faults(claim, passage, about_names),
        *_speaker_faults(claim, passage, source.publisher, place),
    ]


def _about_names(story: Story, claim: Claim) -> tuple[str, ...]:
    place = story.places.get(claim.about)
    if place is None:
        return (story.subject_name(claim),)
    return tuple(name for names in place.main.names.values() for name in names)


def _is_english(source: Source) -> bool:
    return source.language is None or source.language.split("-")[0] == "en"


class _Passage:
    """A claim's paragraph, folded, with the dates and figures it gives, in the whole text."""

    def __init__(self, number: int, text: str, published: str, folded: Sequence[str]) -> None:
        self.number, self.text, self.published, self.folded = number, text, published, folded
        self.dates, rest = dates_in(text, published)
        self.figures = figures_in(rest)

    def lacks(self, field: str, value: object, kind: str = "") -> Fault:
        """What to say of a value that does not stand here."""
        has = {
            "dates": f"; it has the dates {', '.join(self.dates) or 'none'}",
            "figures": f"; it has {', '.join(f.written for f in self.figures) or 'no figures'}",
            "beginning": "; if it is no name, begin with a word that the text has",
        }
        return field, value, f"paragraph {self.number} does not have it{has.get(kind, '')}"


def _quote_fault(claim: Claim, folded: Sequence[str], number: int) -> Fault:
    if claim.quote is None:
        return "quote", None, f"missing; needed is a fragment of paragraph {number}"
    others = [str(n) for n, text in enumerate(folded, 1) if place_of(claim.quote, text)]
    if others:
        return "paragraph", number, f"the quote stands in paragraph {' and '.join(others)}"
    return "quote", claim.quote, f"paragraph {number} does not have it, nor has any other"


def _value_faults(claim: Claim, passage: _Passage) -> Iterator[Fault]:
    value, unit = claim.value, claim.unit or ""
    if claim.when is not None and claim.when not in passage.dates:
        yield passage.lacks("when", claim.when, "dates")
    if isinstance(value, int | float):
        if not any(figure.is_value(value, unit) for figure in passage.figures):
            yield passage.lacks("value", f"{value} {unit}".strip(), "figures")
    elif value is not None and not any(map(str.isalpha, value)):
        if value not in passage.dates:
            yield passage.lacks("value", value, "dates")
    elif value is not None:
        known = {*parts(passage.text), *ARTICLES}
        for word in parts(fold(value)):
            if word not in known:
                yield "value", value, f"paragraph {passage.number} does not have {word!r}"


def _says_faults(claim: Claim, passage: _Passage) -> Iterator[Fault]:
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


def _digit_faults(claim: Claim, passage: _Passage) -> Iterator[Fault]:
    """For a text in a language whose words for dates and units we cannot read."""
    numbers = {figure.number for figure in figures_in(passage.text)}
    if isinstance(claim.value, int | float) and Decimal(str(claim.value)) not in numbers:
        yield passage.lacks("value", claim.value)
    for figure in figures_in(fold(claim.says)):
        if figure.number not in numbers and any(c.isdigit() for c in figure.written):
            yield passage.lacks("says", figure.written)


def _name_faults(claim: Claim, passage: _Passage, about_names: Sequence[str]) -> Iterator[Fault]:
    known = {p for text in (passage.text, *about_names) for p in parts(fold(text))}
    _, left = dates_in(fold(claim.says), passage.published)
    for sentence in re.split(r"(?<=[.!?:]) ", left):
        for place, word in enumerate(WORD.findall(sentence)):
            if not word[0].isupper() or (place == 0 and is_common(word, passage.folded)):
                continue
            if not all(any(is_kin(part, other) for other in known) for part in parts(word)):
                yield passage.lacks("says", word, "" if place else "beginning")


def _speaker_faults(
    claim: Claim, passage: _Passage, publisher: str, place: Span
) -> Iterator[Fault]:
    name, text = fold(claim.asserted_by), "\n".join(passage.folded)
    near = passage.folded[max(0, passage.number - 3) : passage.number]
    who = speaker(near, place)
    if who is None:
        if plain(name) != plain(fold(publisher)):
            gives = f"paragraph {passage.number} gives it to no one, so {publisher} says it"
            yield "asserted_by", claim.asserted_by, gives
    elif who in PRONOUNS:
        if not any(is_same(name, found[0], text) for t in near for found in NAME.finditer(t)):
            stands = f"does not stand in paragraph {passage.number} or the two before it"
            yield "asserted_by", claim.asserted_by, stands
    elif not is_same(name, who, text):
        yield "asserted_by", claim.asserted_by, f'paragraph {passage.number} gives it to "{who}"'
