"""Words of a source's text, made comparable with the words of a claim."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

Span = tuple[int, int]

ARTICLES = ("a", "an", "the")
_FOLDED = str.maketrans("‘’‚′“”„″«»–—−‑‐", '\'\'\'\'""""""-----', "\u200b\u00ad\ufeff")
# What a name loses and gains when it turns into another word: Norway, Norwegian; Japan, Japanese.
_ENDINGS = {"", "a", "e", "i", "s", "n", "ns", "an", "ans", "ian", "ians", "ia", "ese", "ish"}
MOST_COPIED = 7  # words in a row that ours may share with a text
_BEGINNINGS = (
    "a about after all an as at before both by each for from he in it its many most no not of on "
    "one she some that the there these they this those to two under up when where while with"
)
WORD = re.compile(r"[^\W\d_]\w*(?:-\w+)*")


def fold(text: str) -> str:
    """Without what typesetting adds: curly quotes, long dashes, runs of white space."""
    apart = text.replace("—", " — ")  # a dash parts words, a hyphen does not
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", apart).translate(_FOLDED)).strip()


@lru_cache(maxsize=2)  # each claim of a source asks for the same text again
def fold_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts as `fold` has them."""
    return tuple(fold(text) for text in texts)


def plain(text: str) -> str:
    """Without case and accents, for comparing names."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def parts(text: str) -> list[str]:
    """Words in plain letters; a word with hyphens is several, a possessive its noun."""
    return re.findall(r"\w+", re.sub(r"'s?\b|'", " ", plain(text)))


def place_of(quote: str | None, folded: str) -> Span | None:
    """The position of a quote in a text, from word to word."""
    found = quote and re.search(rf"(?<!\w){re.escape(fold(quote))}(?!\w)", folded)
    return found.span() if found else None


def is_common(word: str, folded: Sequence[str]) -> bool:
    """True when the word that begins a sentence is no name: the text has it in small letters."""
    small = word.lower()
    return small in _BEGINNINGS.split() or any(
        re.search(rf"\b{re.escape(small)}\b", t) for t in folded
    )


def is_kin(word: str, other: str) -> bool:
    """True when two plain words are the same name, or one is made from the other."""
    if word == other:
        return True
    shorter = min(len(word), len(other))
    return any(
        word[:stem] == other[:stem] and {word[stem:], other[stem:]} <= _ENDINGS
        for stem in range(4, shorter + 1)
    )


def copied(says: str, folded: tuple[str, ...]) -> tuple[int, str] | None:
    """The paragraph, from 1, that has more words in a row of ours than chance has, and the words.

    Case and punctuation do not tell words apart.
    """
    ours = _bare(fold(says))
    for number, theirs in enumerate(_bare_all(folded), 1):
        for start in range(len(ours) - MOST_COPIED):
            run = " ".join(ours[start : start + MOST_COPIED + 1])
            if f" {run} " in theirs:
                return number, run
    return None


@lru_cache(maxsize=2)
def _bare_all(folded: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {' '.join(_bare(text))} " for text in folded)


def _bare(text: str) -> list[str]:
    words = (re.sub(r"^\W+|\W+$", "", word) for word in text.casefold().split())
    return [word for word in words if word]
