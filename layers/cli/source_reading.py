"""A second reader's desk: one source, its claims in words, and the passages they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..proof.words import fold, place_of
from ..story import Claim, Source, Story
from ..story.dates import in_words
from ..story.readings import Reading, digest_of, role
from ..story.wording import basis_text, citation, how_read, value_text
from .reading_files import kept


@dataclass(frozen=True)
class Desk:
    """A reader at one source: who reads what, when, and the source's text where it is here."""

    folder: Path
    story: Story
    source: Source
    reader: str
    on: str
    text: tuple[str, ...]

    @property
    def claims(self) -> Sequence[Claim]:
        """The source's claims in their order."""
        return self.story.claims_of(self.source.id)

    @property
    def common(self) -> dict[str, str]:
        """Fields that all readings made here share."""
        return {"source": self.source.id, "reader": self.reader, "on": self.on}

    def earlier(self) -> dict[str, Reading]:
        """Earlier readings of this reader by claims' ids, of whatever wording."""
        every = kept(self.folder, self.source.id)
        return {r.claim: r for r in every if role(r.reader) == role(self.reader)}

    def unread(self) -> list[Claim]:
        """The claims that this reader has not read in their present wording."""
        read = {r.claim: r.digest for r in self.earlier().values()}
        return [claim for claim in self.claims if read.get(claim.id) != digest_of(claim)]


def of_source(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every particular of the source, by name."""
    source = desk.source
    yield "source", citation(source)
    yield "published", f"{source.published}, {in_words(source.published)}"
    for name in ("published_note", "known_from", "language", "url", "url_note", "seen_at"):
        if value := getattr(source, name):
            yield name.replace("_", " "), value
    here = "its text is here" if desk.text else "its text is not here"
    yield "recorded", f"{how_read(source)}; {here}"
    yield "recorded by", source.recorded_by or "nobody says who: see that it was not you"


def of_claim(desk: Desk, claim: Claim, earlier: Reading | None) -> Iterator[tuple[str, str]]:
    """Every field of a claim in words, by name, and the passage that it rests on."""
    story = desk.story
    yield "about", f"{story.subject_name(claim)}: {story.attributes[claim.attribute].label}"
    yield "says", claim.says
    if claim.value is not None:
        written = f"{claim.value} {claim.unit or ''}".strip()
        yield "value", f"{value_text(story, claim)} (written: {written})"
    yield "hedges", ", ".join(claim.hedges) or "none"
    yield "asserted by", claim.asserted_by
    yield "basis", basis_text(story, claim).removeprefix("basis ")
    for name in ("cites", "computed", "rebuts"):
        for key in getattr(claim, name):
            told = f"{key}: {story.claims[key].says}" if key in story.claims else key
            yield name, told
    if claim.reason:
        yield "reason", claim.reason
    if claim.when:
        yield "when", in_words(claim.when)
    yield "quote", claim.quote or "none"
    yield "passage", passage(desk.text, claim)
    if earlier is not None:
        wording = "this" if earlier.digest == digest_of(claim) else "an earlier"
        note = f": {earlier.note}" if earlier.note else ""
        yield "you said", f"{earlier.verdict} of {wording} wording on {earlier.on}{note}"


def passage(text: Sequence[str], claim: Claim) -> str:
    """The paragraph that a claim rests on, its quote marked, or why there is none."""
    if not text:
        return "the text is not here; read the page itself"
    named = [claim.paragraph] if claim.paragraph else range(1, len(text) + 1)
    for number in (n for n in named if n <= len(text)):
        folded = fold(text[number - 1])
        if span := place_of(claim.quote, folded):
            first, last = span
            marked = f"{folded[:first]}>>>{folded[first:last]}<<<{folded[last:]}"
            return f"paragraph {number}: {marked}"
    if claim.paragraph and claim.paragraph <= len(text):
        told = text[claim.paragraph - 1]
        return f"paragraph {claim.paragraph}, which does not have the quote: {told}"
    return "no paragraph of the text has the quote"
