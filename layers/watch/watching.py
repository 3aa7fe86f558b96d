"""Quotes of a story at the addresses of their sources: what has become of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..story import Claim, Source, Story
from ..story.readings import passage_digest
from .fetching import Answer, Fetcher, NotFetchedError
from .passages import Verdict, page_of, verdict

WALLS = (401, 402, 403, 407, 429, 451)
GONE = (404, 410)


@dataclass(frozen=True)
class QuoteFinding:
    """The fate of a quote, or of a whole source where it has none: `claim` is empty then."""

    source: str
    claim: str
    verdict: Verdict
    why: str
    url: str


@dataclass(frozen=True)
class Proposal:
    """A field that a source's page gives and its records lack; nobody writes it."""

    source: str
    field: str
    value: str


def watch(
    story: Story,
    sources: Iterable[Source],
    fetcher: Fetcher,
    tell: Callable[[Source], object] = lambda source: None,
) -> Iterator[QuoteFinding | Proposal]:
    """Findings for each quote of some sources that have an address, and titles they lack."""
    for source in sources:
        if source.url is None:
            continue
        tell(source)
        claims = [claim for claim in story.claims_of(source.id) if claim.quote]
        try:
            answer = fetcher.get(source.url)
        except NotFetchedError as error:
            yield from _all(source, claims, "unreachable", str(error), source.url)
            continue
        yield from _told(source, claims, answer)


def _told(source: Source, claims: list[Claim], answer: Answer) -> Iterator[QuoteFinding | Proposal]:
    status = f"{answer.status} {answer.reason}"
    if answer.status in WALLS:
        return (yield from _all(source, claims, "behind a wall", status, answer.url))
    if answer.status != 200:
        kind: Verdict = "gone" if answer.status in GONE else "unreachable"
        return (yield from _all(source, claims, kind, status, answer.url))
    page = page_of(answer.body)
    for claim in claims:
        found, why = verdict(claim.quote or "", claim.passage, page)
        if not claim.passage and (passage := page.passage_with(claim.quote or "")):
            yield Proposal(source.id, f"{claim.id}.passage", passage_digest(passage))
        if found == "same" and answer.moved:
            found, why = "moved", "the page says that it is here now"
        yield QuoteFinding(source.id, claim.id, found, why, answer.url)
    if not claims:
        yield QuoteFinding(source.id, "", "moved" if answer.moved else "same", "", answer.url)
    if source.title is None and page.title:
        yield Proposal(source.id, "title", page.title)


def _all(
    source: Source, claims: list[Claim], found: Verdict, why: str, url: str
) -> Iterator[QuoteFinding]:
    for name in [claim.id for claim in claims] or [""]:
        yield QuoteFinding(source.id, name, found, why, url)
