"""Proof of a claim against the paragraph of its source's text, for whoever has the text.

- quote: stands in the paragraph, from word to word. A fragment out of place is no evidence.
- paragraph: the quote stands in the one that is named, so that a reader finds it.
- figures: every number of `value` and `says` stands there, of the same unit. A slip of the hand
  in a number is the likeliest error and the worst.
- dates: `value` and `when` equal a date that its words resolve to: "in 2025" does not prove a
  day, nor a day a year. A date in `says` may be coarser.
- text values: every word but articles stands there, since findings compare these words; one at
  least stands in the quote.
- hedges: as the passage hedges the value, so does the record, no more and no less. Words beside a
  figure or a date count for it, words such as "expected" for their clause (hedged_clauses.py).
- names: every name in `says` stands there, or is of the subject. No one is put into a story. A
  sentence begins with a name, too, unless it is a word that the text has in small letters.
- asserted_by: whoever the text says says it: the speaker of the quotation or of the sentence,
  and the publisher where there is none. "He said" is the last speaker named, up to two paragraphs
  back. A surname stands for a name that the text has in full. A caption is said by the publisher
  or by whom it is credited to, not by who released the picture.
- passage: a digest of the paragraph, where the record has one, is that of this text.
- wording: `says` has not eight words in a row of the text.

A claim whose text is not at hand is held against its own quote (quotes.py), a computed one
against the claims that it is computed from (sums.py).

The rules know English; of a source in another language only quotes, digits and the hedges within
quotes are proved. What the words of `says` mean, beyond its numbers, dates and names, is for a
person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Fault, Problem, problems_of
from ..story import Claim, Source, Story
from ..story.readings import passage_digest
from .faults import (
    Passage,
    copied_faults,
    digit_faults,
    hedge_faults,
    name_faults,
    says_faults,
    speaker_faults,
    value_faults,
)
from .hedged_clauses import is_english
from .quotes import day_faults, quote_faults
from .source_text import find_text, paragraphs, read_text
from .sums import computed_problems
from .words import fold_all, place_of


@dataclass(frozen=True)
class ProofReport:
    """The result of proving a story's claims against the texts that were there."""

    problems: tuple[Problem, ...]
    proved: dict[str, int]  # claims without a problem, by source id
    absent: tuple[str, ...]  # sources read in full whose text was not there
    partly: tuple[str, ...]  # sources not in English: only quotes and digits were proved


def prove_story(
    story: Story, folders: Sequence[Path], file_of: Callable[[str], str]
) -> ProofReport:
    """Prove every claim of every source whose full text is in one of `folders`.

    Every other claim is held against its own quote, and every computed one against its sum.
    `file_of` gives the file that a source id is written in, as problems name it.
    """
    problems = computed_problems(story, file_of)
    proved: dict[str, int] = {}
    absent, partly = [], []
    for source in story.sources.values():
        path, file, claims = None, file_of(source.id), story.claims_of(source.id)
        if source.read == "full text":
            path = find_text(source, folders)
        if path is None:
            absent += [source.id] if source.read == "full text" else []
            for claim in claims:
                problems += problems_of(file, claim.id, quote_faults(claim, source))
            continue
        proved[source.id] = 0
        if not is_english(source):
            partly.append(source.id)
        texts = paragraphs(read_text(path, source, file, problems))
        for claim in claims if texts else ():
            faults = prove_claim(claim, source, texts, _about_names(story, claim))
            proved[source.id] += not faults
            problems += problems_of(file, claim.id, faults)
    return ProofReport(tuple(problems), proved, tuple(absent), tuple(partly))


def prove_claim(
    claim: Claim, source: Source, texts: Sequence[str], about_names: Sequence[str]
) -> list[Fault]:
    """Field, value and what would be right, for all of a claim that its paragraph does not prove.

    `texts` are the paragraphs of the source's text; `about_names` are the names of what the claim
    is about. A computed claim stands in no paragraph.
    """
    number = claim.paragraph
    folded = fold_all(tuple(texts))
    if claim.computed:
        return list(copied_faults(claim, folded))
    if number is None or not 1 <= number <= len(texts):
        return [("paragraph", number, f"must be 1 to {len(texts)}, the paragraphs of the text")]
    place = place_of(claim.quote, folded[number - 1])
    if place is None:
        return [_quote_fault(claim, folded, number)]
    if claim.passage not in (None, now := passage_digest(texts[number - 1])):
        return [("passage", claim.passage, f"the paragraph is another than was read: {now}")]
    passage = Passage(number, folded[number - 1], source.published, folded)
    if not is_english(source):
        found = list(digit_faults(claim, passage))
        told = {field for field, _, _ in found}  # the quote's number is the paragraph's, too
        return [*found, *(fault for fault in quote_faults(claim, source) if fault[0] not in told)]
    return [
        *value_faults(claim, passage),
        *hedge_faults(claim, passage, place),
        *day_faults(claim, source),
        *says_faults(claim, passage),
        *copied_faults(claim, folded),
        *name_faults(claim, passage, about_names),
        *speaker_faults(claim, passage, source.publisher, place),
    ]


def _about_names(story: Story, claim: Claim) -> tuple[str, ...]:
    place = story.places.get(claim.about)
    if place is None:
        return (story.subject_name(claim),)
    return tuple(name for names in place.main.names.values() for name in names)


def _quote_fault(claim: Claim, folded: Sequence[str], number: int) -> Fault:
    if claim.quote is None:
        return "quote", None, f"missing; needed is a fragment of paragraph {number}"
    others = [str(n) for n, text in enumerate(folded, 1) if place_of(claim.quote, text)]
    if others:
        return "paragraph", number, f"the quote stands in paragraph {' and '.join(others)}"
    return "quote", claim.quote, f"paragraph {number} does not have it, nor has any other"
