"""Wording of values, units, sources and names, as a reader is told them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from .dates import day, in_words
from .features import Feature
from .records import Claim, Source
from .story import Story

TOLD_BY_VALUE = ("approximate", "at least", "at most", "deadline", "day of publication")
LEFT_TO_RIGHT = "\u200e"  # a mark of no width
_READ = {
    "full text": "read in full",
    "excerpt": "read in excerpt",
    "listed only": "known from a list only, not seen",
}


def value_text(story: Story, claim: Claim) -> str:
    """A claim's value in words: "about June 2026", "850 m", "18 months from start of …", or ""."""
    if claim.value is None:
        return ""
    if isinstance(claim.value, str):
        is_date = story.attributes[claim.attribute].kind == "date"
        by = "by " if claim.deadline else ""
        vague = "on or just before " if "day of publication" in claim.hedges else ""
        return by + vague + in_words(claim.value) if is_date else claim.value
    signs = {"approximate": "about ", "at least": "at least ", "at most": "up to "}
    told = "".join(word for hedge, word in signs.items() if hedge in claim.hedges)
    start = f" from {story.attributes[claim.runs_from].label.lower()}" if claim.runs_from else ""
    unit = claim.unit or ""
    if claim.value == 1 and unit.endswith("s") and len(unit) > 2:  # a word, and no sign of a unit
        unit = unit.removesuffix("s")
    return f"{told}{claim.value:,} {unit}{start}"


def told_on(story: Story, claims: Sequence[Claim]) -> str:
    """The days that claims speak of, in words, or those of their publication.

    "14 October 2025", "published 7 September 2026 to 8 September 2026".
    """
    days = [claim.when or story.sources[claim.source].published for claim in claims]
    first, last = min(days, key=day), max(days, key=day)
    published = "" if any(claim.when for claim in claims) else "published "
    return published + (
        in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
    )


def hedge_words(hedges: Iterable[str]) -> str:
    """Hedges in a line, as a reader knows them: "about, expected"."""
    told = {
        "approximate": "about",
        "at most": "up to",
        "deadline": "by",
        "capacity": "a capacity",
        "conditional": "may be",
        "day of publication": "dated by its publication",
    }
    return ", ".join(told.get(hedge, hedge) for hedge in hedges)


def how_read(source: Source) -> str:
    """The way a source was read: "read in full", "headline only", "known from a list only"."""
    return _READ.get(source.read, source.read)


def basis_text(story: Story, claim: Claim) -> str:
    """On what a claim rests, in words: "own reporting", "cites TASS", "basis not stated"."""
    if claim.computed:
        return "computed here"
    if claim.basis != "cites":
        return claim.basis if claim.basis == "own reporting" else "basis not stated"
    return f"cites {', '.join(dict.fromkeys(cited_names(story, claim)))}"


def cited_names(story: Story, claim: Claim) -> list[str]:
    """Whom a claim cites, by name: bodies, publishers of sources, whose statement a claim is."""
    return [
        story.claims[name].asserted_by
        if name in story.claims
        else story.sources[name].publisher
        if name in story.sources
        else name
        for name in claim.cites
    ]


def where(claim: Claim, source: Source) -> str:
    """The passage of a claim and the way it was read: "paragraph 15, read in full"."""
    read = how_read(source)
    return f"paragraph {claim.paragraph}, {read}" if claim.paragraph else read


def citation(source: Source) -> str:
    """A source in one line without its address: author, title, publisher, date; what is known."""
    title = f"“{source.title}”" if source.title else None
    parts = [source.author, title, source.publisher, in_words(source.published)]
    told = ", ".join(kept_apart(p) for p in parts if p)
    if source.seen_at:
        told += f", read in a copy at {source.seen_at}"
    return told + (f" ({source.credit})" if source.credit else "")


def names(feature: Feature) -> tuple[tuple[str, str], ...]:
    """Language code and names, the main English one left out."""
    rest = {
        lang: feature.names[lang][1:] if lang == "en" else feature.names[lang]
        for lang in feature.names
    }
    return tuple((lang, ", ".join(forms)) for lang, forms in rest.items() if forms)


def kept_apart(text: str) -> str:
    """Text that numbers and signs may follow in a line of English.

    Behind a name in Arabic or Hebrew they would be drawn on its wrong side, and an English word
    after them, too; a mark at its end keeps them where they belong.
    """
    turned = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return text + LEFT_TO_RIGHT if turned else text


def local_names(feature: Feature) -> list[tuple[str, str]]:
    """Language code and first name in each language of the place itself."""
    return [(lang, feature.names[lang][0]) for lang in feature.local if lang in feature.names]


def stopped(text: str) -> str:
    """A sentence of a record with the full stop that it may lack."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as the first and last of each run without a gap."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def counted(number: int, noun: str) -> str:
    """A number of things: "1 claim", "2 claims"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
