"""What is known of a place, in the order a reader wants it, with the source of every sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from layers.story.dates import in_words
from layers.story.records import Claim, Feature, Source
from layers.story.status import Status, known, status_of
from layers.story.story import Story

_READ = {"full text": "read in full", "excerpt": "read in excerpt"}


@dataclass(frozen=True)
class Statement:
    """A claim as it is shown: what it says of what, and every particular of its source."""

    claim: Claim
    source: Source
    subject: str
    attribute: str
    value: str
    published: str
    where: str


@dataclass(frozen=True)
class PlaceEvidence:
    """Everything known of one place."""

    id: str
    name: str
    names: tuple[tuple[str, str], ...]
    kind: str
    status: Status | None
    basis: str
    groups: tuple[tuple[str, tuple[Statement, ...]], ...]
    features: tuple[Feature, ...]

    @property
    def count(self) -> int:
        """How many claims there are."""
        return sum(len(statements) for _, statements in self.groups)


def place_evidence(story: Story, place: str, as_of: date | None = None) -> PlaceEvidence:
    """Names, status, claims grouped by subject and attribute, and how each geometry was had."""
    found = story.places[place]
    here = [s for s in statements(story, as_of) if story.place_of(s.claim) == place]
    groups: dict[str, list[Statement]] = {}
    for statement in here:
        own = statement.claim.about == place
        head = statement.attribute if own else f"{statement.subject}: {statement.attribute}"
        groups.setdefault(head, []).append(statement)
    status = status_of(story, place, as_of)
    behind = {c.attribute for c in status.claims} if status else set()

    def rank(item: tuple[str, list[Statement]]) -> tuple[bool, bool]:
        # What the status follows from comes first, other subjects that hang here last.
        claim = item[1][0].claim
        return claim.about != place, claim.attribute not in behind

    ordered = sorted(groups.items(), key=rank)
    return PlaceEvidence(
        id=place,
        name=found.main.name,
        names=names(found.main),
        kind=found.main.kind,
        status=status,
        basis=_basis(story, status),
        groups=tuple((head, tuple(group)) for head, group in ordered),
        features=(found.main, *found.parts),
    )


def _basis(story: Story, status: Status | None) -> str:
    """What a status rests on: "2 claims (The Times; The Post), headline only"."""
    if status is None:
        return ""
    sources = [story.sources[c.source] for c in status.claims]
    publishers = "; ".join(dict.fromkeys(s.publisher for s in sources))
    read = ", ".join(dict.fromkeys(_READ.get(s.read, s.read) for s in sources))
    return f"{len(sources)} claim{'' if len(sources) == 1 else 's'} ({publishers}), {read}"


def statements(story: Story, as_of: date | None = None) -> list[Statement]:
    """Every claim known on a day, by attribute in the story's order, then as the sources come."""
    order = {name: number for number, name in enumerate(story.attributes)}
    claims = sorted(known(story, as_of), key=lambda c: order[c.attribute])
    return [_statement(story, claim) for claim in claims]


def _statement(story: Story, claim: Claim) -> Statement:
    source = story.sources[claim.source]
    return Statement(
        claim=claim,
        source=source,
        subject=story.subject_name(claim),
        attribute=story.attributes[claim.attribute].label,
        value=value_text(story, claim),
        published=in_words(source.published),
        where=where(claim, source),
    )


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


def where(claim: Claim, source: Source) -> str:
    """Where in a source a claim stands and how it was read: "paragraph 15, read in full"."""
    read = _READ.get(source.read, source.read)
    return f"paragraph {claim.paragraph}, {read}" if claim.paragraph else read


def citation(source: Source) -> str:
    """A source in one line without its address: author, title, publisher, date."""
    title = f"“{source.title}”" if source.title else "[title not recorded]"
    parts = [source.author, title, source.publisher, in_words(source.published)]
    return ", ".join(p for p in parts if p) + (f" ({source.credit})" if source.credit else "")


def names(feature: Feature) -> tuple[tuple[str, str], ...]:
    """Language code and names, the main English one left out."""
    rest = {
        lang: feature.names[lang][1:] if lang == "en" else feature.names[lang]
        for lang in feature.names
    }
    return tuple((lang, ", ".join(forms)) for lang, forms in rest.items() if forms)
