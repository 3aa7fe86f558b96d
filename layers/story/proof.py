"""Proof of a claim against the paragraph of its source's text, for whoever has the text.

- quote: stands in the paragraph, from word to word. A fragment out of place is no evidence.
- paragraph: the quote stands in the one that is named, so that a reader finds it.
- figures: every number of `value` and `says` stands there, of the same unit. A slip of the hand
  in a number is the likeliest error and the worst.
- dates: `value` and `when` equal a date that its words resolve to: "in 2025" does not prove a
  day, nor a day a year. A date in `says` may be coarser.
- text values: every word but articles stands there, since findings compare these words.
- names: every name in `says` stands there, or is of the subject. No one is put into a story.
- asserted_by: whoever the text says says it: the speaker of the quotation or of the sentence,
  and the publisher where there is none. "He said" is the last speaker named, up to two paragraphs
  back. A surname stands for a name that the text has in full.

The rules know English; of a source in another language only quotes and digits are proved. What
the words of `says` mean, beyond its numbers, dates and names, is for a person to judge.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from layers.errors import Problem, shown
from layers.story.dates import date_range
from layers.story.records import Claim, Source
from layers.story.story import Story
from layers.story.text_dates import dates_in, figures_in

MAX_BYTES = 4_000_000
Fault = tuple[str, object, str]  # field, value, what would be right
Span = tuple[int, int]

_ARTICLES = ("a", "an", "the")
_PRONOUNS = ("he", "she", "they", "it")
_TITLES = (
    "mr mrs ms dr prime deputy vice first foreign defence defense transport minister president "
    "premier chairman chairwoman governor mayor general secretary spokesman spokeswoman"
).split()
_FOLDED = str.maketrans("‘’‚′“”„″«»–—−‑‐", "''''\"\"\"\"\"\"-----", "\u200b\u00ad\ufeff")
# What a name loses and gains when it turns into another word: Russia, Russian; China, Chinese.
_ENDINGS = {"", "a", "e", "i", "s", "n", "ns", "an", "ans", "ian", "ians", "ia", "ese", "ish"}
_WORD = re.compile(r"[^\W\d_]\w*(?:-\w+)*")


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
        texts = paragraphs(_read(path, source, file, problems))
        for claim in (c for c in story.claims.values() if c.source == source.id and texts):
            faults = prove_claim(claim, source, texts, _about_names(story, claim))
            proved[source.id] += not faults
            problems += [
                Problem(file, claim.id, field, "" if value is None else shown(value), expected)
                for field, value, expected in faults
            ]
    return ProofReport(tuple(problems), proved, tuple(absent), tuple(partly))


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not empty; people count them from 1."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def find_text(source: Source, folders: Sequence[Path]) -> Path | None:
    """The source's `text_file` in the first folder that has it."""
    if source.text_file is None:
        return None
    paths = (folder / source.text_file for folder in folders)
    return next((path for path in paths if path.is_file()), None)


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
    folded = [_fold(text) for text in texts]
    place = _place(claim.quote, folded[number - 1])
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


def _read(path: Path, source: Source, file: str, problems: list[Problem]) -> str:
    """The text in a file, or nothing; what is wrong with it goes to `problems`."""

    def wrong(field: str, value: str, expected: str) -> str:
        problems.append(Problem(file, source.id, field, value, expected))
        return ""

    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        return wrong("text_file", path.name, f"a file we may read: {error.strerror}")
    if size > MAX_BYTES:
        return wrong("text_file", path.name, f"{size} bytes; at most {MAX_BYTES} are read")
    digest = hashlib.sha256(content).hexdigest()
    if digest != source.text_sha256:
        wrong("text_sha256", digest, f"the record says {source.text_sha256}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return wrong("text_file", path.name, f"must be UTF-8; byte {error.start} is not")
    return text if text.strip() else wrong("text_file", path.name, "has no text")


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
        }
        return field, value, f"paragraph {self.number} does not have it{has.get(kind, '')}"


def _quote_fault(claim: Claim, folded: Sequence[str], number: int) -> Fault:
    if claim.quote is None:
        return "quote", None, f"missing; needed is a fragment of paragraph {number}"
    others = [str(n) for n, text in enumerate(folded, 1) if _place(claim.quote, text)]
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
    elif value is not None and _is_edtf(value):
        if value not in passage.dates:
            yield passage.lacks("value", value, "dates")
    elif value is not None:
        known = {*_parts(passage.text), *_ARTICLES}
        for word in _parts(_fold(value)):
            if word not in known:
                yield "value", value, f"paragraph {passage.number} does not have {word!r}"


def _says_faults(claim: Claim, passage: _Passage) -> Iterator[Fault]:
    dates, left = dates_in(_fold(claim.says), passage.published)
    years = {edtf[:4] for edtf in passage.dates} | {str(f.number) for f in passage.figures}
    for edtf in dates:
        if edtf not in years and not any(d == edtf or d.startswith(f"{edtf}-") for d in passage.dates):
            yield passage.lacks("says", edtf, "dates")
    for figure in figures_in(left):
        # "One of them" and "the two" are grammar more often than counts.
        if figure.written.lower() in (*dates, *years, "one", "two"):
            continue
        if not any(figure.agrees(other) for other in passage.figures):
            yield passage.lacks("says", figure.written, "figures")


def _digit_faults(claim: Claim, passage: _Passage) -> Iterator[Fault]:
    """For a text in a language whose words for dates and units we cannot read."""
    numbers = {figure.number for figure in figures_in(passage.text)}
    if isinstance(claim.value, int | float) and Decimal(str(claim.value)) not in numbers:
        yield passage.lacks("value", claim.value)
    for figure in figures_in(_fold(claim.says)):
        if figure.number not in numbers and any(c.isdigit() for c in figure.written):
            yield passage.lacks("says", figure.written)


def _name_faults(claim: Claim, passage: _Passage, about_names: Sequence[str]) -> Iterator[Fault]:
    known = {p for text in (passage.text, *about_names) for p in _parts(_fold(text))}
    _, left = dates_in(_fold(claim.says), passage.published)
    for sentence in re.split(r"(?<=[.!?:]) ", left):
        for place, word in enumerate(_WORD.findall(sentence)):
            if not word[0].isupper() or (place == 0 and not _is_name(word, passage.folded)):
                continue
            if not all(any(_is_kin(part, other) for other in known) for part in _parts(word)):
                yield passage.lacks("says", word)


def _speaker_faults(
    claim: Claim, passage: _Passage, publisher: str, place: Span
) -> Iterator[Fault]:
    name, text = _fold(claim.asserted_by), "\n".join(passage.folded)
    near = passage.folded[max(0, passage.number - 3) : passage.number]
    who = _speaker(near, place)
    if who is None:
        if _plain(name) != _plain(_fold(publisher)):
            gives = f"paragraph {passage.number} gives it to no one, so {publisher} says it"
            yield "asserted_by", claim.asserted_by, gives
    elif who in _PRONOUNS:
        if not any(_is_same(name, found[0], text) for t in near for found in _NAME.finditer(t)):
            stands = f"does not stand in paragraph {passage.number} or the two before it"
            yield "asserted_by", claim.asserted_by, stands
    elif not _is_same(name, who, text):
        yield "asserted_by", claim.asserted_by, f'paragraph {passage.number} gives it to "{who}"'


def _fold(text: str) -> str:
    """Without what typesetting adds: curly quotes, long dashes, runs of white space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_FOLDED)).strip()


def _plain(text: str) -> str:
    """Without case and accents, for comparing names."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _parts(text: str) -> list[str]:
    """Words in plain letters; a word with hyphens is several, a possessive its noun."""
    return re.findall(r"\w+", re.sub(r"'s?\b|'", " ", _plain(text)))


def _place(quote: str | None, folded: str) -> Span | None:
    """Where a quote stands in a text, from word to word."""
    found = quote and re.search(rf"(?<!\w){re.escape(_fold(quote))}(?!\w)", folded)
    return found.span() if found else None


def _is_edtf(value: str) -> bool:
    try:
        date_range(value)
    except ValueError:
        return False
    return True


def _is_name(word: str, folded: Sequence[str]) -> bool:
    """Whether a word that begins a sentence has its capital also within one, and always."""
    small, capital = rf"\b{re.escape(word.lower())}\b", rf"[\w,;'] {re.escape(word)}\b"
    return any(re.search(capital, t) for t in folded) and not any(
        re.search(small, t) for t in folded
    )


def _is_kin(word: str, other: str) -> bool:
    """Whether two plain words are the same name, or one is made from the other."""
    if word == other:
        return True
    stem = len(os.path.commonprefix((word, other)))
    return any({word[n:], other[n:]} <= _ENDINGS for n in range(4, stem + 1))


def _is_same(name: str, phrase: str, text: str) -> bool:
    """Whether `phrase`, such as "Lund's Mayor Berg", is whom `name` names in full."""
    want = [word for word in name.split() if word.lower() not in _ARTICLES]
    said = phrase.split("'s ")[-1].split()
    for start in range(len(said) - len(want) + 1):
        rest = said[start + len(want) :]
        if [_plain(w) for w in said[start : start + len(want)]] == [_plain(w) for w in want]:
            alone = "and" not in (*said[:start], *rest)
            return alone and not any(word[0].isupper() for word in rest)
    run = [word for word in said if word[0].isupper() and word.lower() not in _TITLES]
    person = len(want) > 1 and all(word[0].isupper() for word in want)
    return person and len(run) == 1 and run[0] in (want[0], want[-1]) and name in text
