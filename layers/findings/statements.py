"""Statements on a place's card: its claims in a reader's order, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..story import Claim, Feature, Source, Story
from ..story.dates import in_words
from ..story.wording import (
    TOLD_BY_VALUE,
    basis_text,
    counted,
    hedge_words,
    how_read,
    names,
    value_text,
    where,
)
from .finding import Finding
from .known import Known, Names
from .progress import Report
from .retellings import retellings_by_claim
from .status import Status, status_of


@dataclass(frozen=True)
class Statement:
    """A claim as it is shown: what it says of what, and every particular of its source.

    `hedges` are those that `value` does not tell, `basis` is what it rests on, `readers` how many
    have read it; `rebuttals` and `notes` are what became of it, corrected or changed on the way.
    """

    claim: Claim
    source: Source
    subject: str
    attribute: str
    value: str
    published: str
    where: str
    hedges: str
    basis: str
    readers: int
    rebuttals: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Claims on one subject and attribute, and what they amount to when they can be compared."""

    head: str
    finding: Finding | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Drawn:
    """A feature, and how many of the claims that it is drawn after are known."""

    feature: Feature
    known: int

    @property
    def partly(self) -> bool:
        """True when it is drawn after some of them only."""
        return self.known < len(self.feature.claims)


@dataclass(frozen=True)
class PlaceEvidence:
    """Everything known of one place."""

    id: str
    name: str
    names: tuple[tuple[str, str], ...]
    kind: str
    status: Status | None
    basis: str
    groups: tuple[Group, ...]
    drawn: tuple[Drawn, ...]
    progress: tuple[Report, ...]
    beside: int = 0  # claims that are known too, but not asked for

    @property
    def count(self) -> int:
        """The number of claims."""
        return sum(len(group.statements) for group in self.groups)


def place_evidence(
    known: Known, place: str, first: str | None = None, only: Names | None = None
) -> PlaceEvidence:
    """Names, status, claims grouped by subject and attribute, and how each geometry was had.

    `first` is the key of the group to begin with: the one that a reader has picked; `only` the
    keys of the claims to show, None for every one that is known.
    """
    story = known.story
    found = story.places[place]
    here = known.by_place.get(place, ())
    shown = [claim for claim in here if only is None or claim.key in only]
    groups: dict[str, list[Statement]] = {}
    for statement in statements(known, shown):
        groups.setdefault(statement.claim.group, []).append(statement)
    status = status_of(known, place)
    behind = {c.attribute for c in status.claims} if status else set()

    def rank(item: tuple[str, list[Statement]]) -> tuple[bool, bool, bool]:
        # What the status follows from comes first, other subjects that hang here last.
        claim = item[1][0].claim
        return item[0] != first, claim.about != place, claim.attribute not in behind

    return PlaceEvidence(
        id=place,
        name=found.main.name,
        names=names(found.main),
        kind=found.main.kind,
        status=status,
        basis=_basis(story, status),
        groups=tuple(
            Group(_head(group[0], place), known.findings.get(key), tuple(group))
            for key, group in sorted(groups.items(), key=rank)
        ),
        drawn=tuple(_drawn(known, (found.main, *found.parts))),
        progress=known.progress.of(place),
        beside=len(here) - len(shown),
    )


def _drawn(known: Known, features: Iterable[Feature]) -> Iterator[Drawn]:
    """Features without those that nothing known says enough of."""
    for feature in features:
        if feature.id not in known.absent:
            yield Drawn(feature, len(known.keys.intersection(feature.claims)))


def _head(statement: Statement, place: str) -> str:
    own = statement.claim.about == place
    return statement.attribute if own else f"{statement.subject}: {statement.attribute}"


def _basis(story: Story, status: Status | None) -> str:
    """The basis of a status: "2 claims (The Times; The Post), headline only"."""
    if status is None:
        return ""
    sources = [story.sources[c.source] for c in status.claims]
    publishers = "; ".join(dict.fromkeys(s.publisher for s in sources))
    read = ", ".join(dict.fromkeys(how_read(s) for s in sources))
    return f"{counted(len(sources), 'claim')} ({publishers}), {read}"


def statements(known: Known, claims: Iterable[Claim], most: int | None = None) -> list[Statement]:
    """Claims as they are shown, by attribute in the story's order, then as they come.

    At most the first `most` of them; None is all.
    """
    order = known.story.attribute_order
    in_order = sorted(claims, key=lambda c: order[c.attribute])
    return [statement(known, claim) for claim in in_order[:most]]


def statement(known: Known, claim: Claim) -> Statement:
    """A claim as it is shown, with what is known to have become of it."""
    story, source = known.story, known.story.sources[claim.source]
    right = {r.reader for r in story.readings_of.get(claim.key, ()) if r.verdict == "right"}
    return Statement(
        claim=claim,
        source=source,
        subject=story.subject_name(claim),
        attribute=story.attributes[claim.attribute].label,
        value=value_text(story, claim),
        published=in_words(source.published),
        where=where(claim, source),
        hedges=hedge_words(hedge for hedge in claim.hedges if hedge not in TOLD_BY_VALUE),
        basis=basis_text(story, claim),
        readers=1 + len(right),
        rebuttals=tuple(_rebuttals(known, claim)),
        notes=tuple(_notes(known, claim)),
    )


def _rebuttals(known: Known, claim: Claim) -> Iterator[str]:
    """Who says that a claim is wrong, when and why, a line each."""
    for rebuttal in known.rebuttals_of(claim):
        by, on = rebuttal.asserted_by, known.story.sources[rebuttal.source].published
        yield f"rebutted by {by} on {in_words(on)}: {rebuttal.reason}"


def _notes(known: Known, claim: Claim) -> Iterator[str]:
    """Corrections and retractions of a claim, each in a line that says who made it and when."""
    story = known.story
    if correction := known.corrected.get(claim.key):
        done = "retracted" if correction.kind == "retraction" else "corrected"
        yield f"{done} by its source on {in_words(correction.date)}: {correction.says}"
    for told in retellings_by_claim(known).get(claim.key, ()):
        changes = "; ".join(f"{c.field}: {c.was} → {c.now}" for c in told.changes)
        if changes:
            whom, where = told.origin.asserted_by, story.sources[told.origin.source].publisher
            told_by = whom if whom == where else f"{whom}, in {where}"
            yield f"{'on the way from' if told.named else 'beside'} {told_by}: {changes}"
    if claim.computed:
        parts = (story.claims[key] for key in claim.computed)
        yield "computed here from " + " and ".join(value_text(story, part) for part in parts)
