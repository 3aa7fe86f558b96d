"""Quotes held against the text of a page: the same, changed or gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from trafilatura import extract, extract_metadata, html2txt

from ..story.readings import normal, passage_digest

Verdict = Literal["same", "moved", "changed", "gone", "unreachable", "behind a wall"]
LIKE = 0.75  # of its letters that a passage has in order, at least, to be the quote, changed
_GAP = re.compile(r"\[?(?:…|\.\.\.)\]?")
_WALLED = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The text of a page: its passages, all words of it, its title; whether some are withheld."""

    passages: tuple[str, ...]
    words: str
    title: str | None
    walled: bool

    def passage_with(self, quote: str) -> str | None:
        """The passage that has a quote, where it is one alone."""
        found = [one for one in self.passages if _has(one, _parts(quote))]
        return found[0] if len(found) == 1 else None


def page_of(body: bytes) -> Page:
    """The text of a page as trafilatura finds it: what it says, without what stands around that."""
    found = extract(body, favor_recall=True, include_comments=False) or ""
    about = extract_metadata(body)
    title = about.title if about else None
    lines = [title or "", *found.splitlines()]
    return Page(
        passages=tuple(line for line in map(normal, lines) if line),
        words=normal(html2txt(body) or ""),
        title=" ".join(title.split()) if title else None,
        walled=bool(_WALLED.search(body.decode("utf-8", "replace"))),
    )


def verdict(quote: str, passage: str | None, page: Page) -> tuple[Verdict, str]:
    """The fate of a quote, and a word on it; `passage` is the digest of where it stood."""
    parts = _parts(quote)
    there = [one for one in (*page.passages, page.words) if _has(one, parts)]
    if there:
        if passage and passage not in {passage_digest(one) for one in there}:
            return "changed", "the quote stands, in a passage that is another than it was"
        return "same", ""
    if page.walled:
        return "behind a wall", "the page says that not all of it is free to read"
    near = max(_near(" ".join(parts), page.passages), default=0.0)
    if near >= LIKE:
        return "changed", f"{near:.0%} of it stand there"
    return "gone", "the page no longer has it"


def _parts(quote: str) -> list[str]:
    """A quote in its normal form, parted where it leaves words out."""
    return [part for piece in _GAP.split(quote) if (part := normal(piece))]


def _has(text: str, parts: Sequence[str]) -> bool:
    """True when all parts of a quote stand in a text, in their order."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _near(quote: str, passages: Sequence[str]) -> Iterator[float]:
    """The share of a quote's letters that each passage has close together and in order."""
    matcher = SequenceMatcher(None, b=quote, autojunk=False)
    for passage in passages:
        for start in range(0, max(len(passage) - len(quote), 0) + 1, max(len(quote) // 4, 1)):
            matcher.set_seq1(passage[start : start + len(quote) * 5 // 4])
            if matcher.real_quick_ratio() >= LIKE / 1.2 and matcher.quick_ratio() >= LIKE / 1.2:
                yield sum(block.size for block in matcher.get_matching_blocks()) / len(quote)
