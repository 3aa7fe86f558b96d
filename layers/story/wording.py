"""Values, sources and names as a reader is told them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from layers.story.dates import in_words
from layers.story.records import Claim, Feature, Source
from layers.story.story import Story

LEFT_TO_RIGHT = "\u200e"  # a mark of no width
_READ = {"full text": "read in full", "excerpt": "read in excerpt"}


def value_text(story: Story, claim: Claim) -> str:
    """A claim's value in words: "about June 2026", "850 m", "18 months from start of …", or ""."""
    if claim.value is None:
        return ""
    if isinstance(claim.value, str):
        is_date = story.attributes[claim.attribute].kind == "date"
        by = "by " if claim.deadline else ""
        return by + in_words(claim.value) if is_date else claim.value
    about = "about " if claim.approximate else ""
    start = f" from {story.attributes[claim.runs_from].label.lower()}" if claim.runs_from else ""
    return f"{about}{claim.value:,} {claim.unit}{start}"


def how_read(source: Source) -> str:
    """How a source was read: "read in full", "read in excerpt", "headline only"."""
    return _READ.get(source.read, source.read)


def where(claim: Claim, source: Source) -> str:
    """Where in a source a claim stands and how it was read: "paragraph 15, read in full"."""
    read = how_read(source)
    return f"paragraph {claim.paragraph}, {read}" if claim.paragraph else read


def citation(source: Source) -> str:
    """A source in one line without its address: author, title, publisher, date; what is known."""
    title = f"“{source.title}”" if source.title else None
    parts = [source.author, title, source.publisher, in_words(source.published)]
    told = ", ".join(kept_apart(p) for p in parts if p)
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
