"""Retellings: a claim beside the one that it goes back to, and what changed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..story import Claim, Story
from ..story.wording import cited_names, hedge_words, value_text
from .known import Known
from .origins import cited_claims
from .values import Covers, covered

# Claims with their numbers in the order of all, by what they are looked for under.
Shelves = Mapping[object, Sequence[tuple[int, Claim]]]


@dataclass(frozen=True)
class Change:
    """One field of a claim that its retelling has otherwise; both in words."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Retelling:
    """A claim, the recorded claim that it goes back to, and what is not as it was there.

    `named`: it cites that claim; else what both go back to is the same, as far as their words tell.
    """

    claim: Claim
    origin: Claim
    changes: tuple[Change, ...]
    named: bool


@lru_cache(maxsize=16)
def retellings(known: Known) -> tuple[Retelling, ...]:
    """Every known claim that goes back to another known one, changed or not, in their order.

    A claim goes back to one that it cites. One that cites a body by name, or speaks for somebody,
    goes back to the first account of what that body says: of the same subject and attribute, or
    else of the same value, which then has moved to another subject. And a value that is another
    attribute's with a body which the same source cites is held against that one, too.
    """
    shelves: dict[object, list[tuple[int, Claim]]] = {}
    for number, claim in enumerate(known.claims):
        if claim.value is not None and not claim.computed:
            for label in _labels(known.story, claim):
                shelves.setdefault(label, []).append((number, claim))
    return tuple(
        Retelling(
            claim,
            origin,
            tuple(_changes(known.story, origin, claim)),
            named=origin in cited_claims(known.story, claim),
        )
        for claim in known.claims
        if not claim.computed
        for origin in _goes_back_to(known, claim, shelves)
    )


@lru_cache(maxsize=16)
def retellings_by_claim(known: Known) -> Mapping[str, tuple[Retelling, ...]]:
    """The retellings that each claim is, by the claim's key."""
    found: dict[str, tuple[Retelling, ...]] = {}
    for told in retellings(known):
        found[told.claim.key] = (*found.get(told.claim.key, ()), told)
    return found


def _labels(story: Story, claim: Claim) -> tuple[object, ...]:
    """Under which it is looked for as the origin of another: speaker or publisher, and figure."""
    publisher = story.sources[claim.source].publisher
    return (
        (claim.group, claim.asserted_by),
        (claim.group, publisher),
        claim.group,
        ("moved", claim.attribute, claim.asserted_by),
        ("moved", claim.attribute, claim.value, claim.unit),
        ("about", claim.about, claim.asserted_by),
    )


def _possible(story: Story, claim: Claim, shelves: Shelves) -> list[Claim]:
    """The earlier claims that may be a claim's origin, those of its own attribute first."""
    speakers, day = _speakers(story, claim), story.known_from
    labels: list[object] = [(claim.group, name) for name in {*speakers, *claim.cites}]
    labels += [("moved", claim.attribute, name) for name in speakers]
    if not speakers:
        labels.append(("moved", claim.attribute, claim.value, claim.unit))
    labels += [("about", claim.about, name) for name in _cited_by_source(story, claim.source)]
    found = dict(told for label in labels for told in shelves.get(label, ()))
    earlier = [
        (_shelf(story, c) != _shelf(story, claim), number, c)
        for number, c in found.items()
        if c.source != claim.source and day[c.source] <= day[claim.source]
    ]
    now = (claim.about, claim.when or "never")
    ordered = sorted(earlier, key=lambda told: told[:2])
    return [c for elsewhere, _, c in ordered if not elsewhere or (c.about, c.when) == now]


def _shelf(story: Story, claim: Claim) -> str:
    """The attribute of a claim, or one name for all that is planned of a matter."""
    return story.attributes[claim.attribute].marks or claim.attribute


def _goes_back_to(known: Known, claim: Claim, shelves: Shelves) -> Sequence[Claim]:
    cited = [c for c in cited_claims(known.story, claim) if c.key in known.keys]
    if cited or claim.value is None:
        return cited
    story = known.story
    told = [
        c
        for c in _possible(story, claim, shelves)
        if _is_account(story, c, claim)
        or _is_moved(story, c, claim)
        or _is_of_whom_its_source_cites(story, c, claim)
    ]
    moved = [c for c in told if _is_moved(story, c, claim)]
    if moved and _was_told_before(story, claim, shelves):
        told = [c for c in told if c not in moved]
    return sorted(told, key=lambda c: _distance(story, c, claim))[:1]


def _was_told_before(story: Story, claim: Claim, shelves: Shelves) -> bool:
    """True when somebody had the value of this subject before: it has not moved here."""
    day = story.known_from
    return any(
        day[c.source] < day[claim.source] and _same_value(story, c, claim)
        for _, c in shelves.get(claim.group, ())
    )


def _speakers(story: Story, claim: Claim) -> set[str]:
    """Whom a claim speaks for or cites, its own publisher left out."""
    told = {*cited_names(story, claim), claim.asserted_by}
    return told - {story.sources[claim.source].publisher}


def _is_account(story: Story, origin: Claim, claim: Claim) -> bool:
    """True when `origin` tells, earlier or at first hand, what those say whom `claim` names."""
    if origin.group != claim.group:
        return False
    speakers = _speakers(story, claim)
    if _at_first_hand(story, origin, {*claim.cites} or speakers):
        return True
    # Of two papers that quote one speaker, neither retells the other.
    earlier = story.known_from[origin.source] < story.known_from[claim.source]
    return earlier and bool(claim.cites) and origin.asserted_by in speakers


def _is_moved(story: Story, origin: Claim, claim: Claim) -> bool:
    """True when a figure of one speaker, or of nobody named, is another subject's here."""
    if origin.attribute != claim.attribute or origin.about == claim.about:
        return False
    if speakers := _speakers(story, claim):
        return origin.asserted_by in speakers and _same_value(story, origin, claim)
    return bool(claim.unit) and (origin.value, origin.unit) == (claim.value, claim.unit)


def _at_first_hand(story: Story, origin: Claim, named: set[str]) -> bool:
    """True when it stands in the own text of one of those named, or with who heard or saw them."""
    if origin.basis == "cites":
        return False
    own = origin.basis == "own reporting" and origin.asserted_by in named
    return own or story.sources[origin.source].publisher in named


def _is_of_whom_its_source_cites(story: Story, origin: Claim, claim: Claim) -> bool:
    """True when it is another attribute's same value, of a body that the source cites or its own.

    A forecast must be the same word for word, a figure of the same time within its tolerance.
    """
    if origin.about != claim.about or origin.attribute == claim.attribute:
        return False
    if isinstance(claim.value, str):
        same = origin.value == claim.value
    else:
        same = origin.when == claim.when is not None and _same_value(story, origin, claim)
    earlier = story.known_from[origin.source] < story.known_from[claim.source]
    return same and earlier and origin.asserted_by in _cited_by_source(story, claim.source)


@lru_cache(maxsize=1024)
def _cited_by_source(story: Story, source: str) -> frozenset[str]:
    """Whom a source cites anywhere, and whom those cite whose texts are recorded."""
    cited = {name for claim in story.claims_of(source) for name in cited_names(story, claim)}
    texts = [s.id for s in story.sources.values() if s.publisher in cited]
    further = {n for text in texts for c in story.claims_of(text) for n in cited_names(story, c)}
    return frozenset(cited | further)


def _distance(story: Story, origin: Claim, claim: Claim) -> tuple[object, ...]:
    """Claims of the same matter first, of these those at first hand and with the same value."""
    named = {*claim.cites, claim.asserted_by}
    return (
        origin.group != claim.group,
        not _at_first_hand(story, origin, named),
        not _same_value(story, origin, claim),
        (origin.value, origin.unit) != (claim.value, claim.unit),
        story.known_from[origin.source],
    )


def _same_value(story: Story, one: Claim, other: Claim) -> bool:
    a, b = (_covers(story, claim) for claim in (one, other))
    return a is not None and b is not None and a.measure == b.measure and a.agrees(b)


def _covers(story: Story, claim: Claim) -> Covers | None:
    starts: Sequence[Claim] = story.claims_of(claim.source) if claim.runs_from else ()
    return covered(claim, story.attributes[claim.attribute], starts)


def _changes(story: Story, origin: Claim, claim: Claim) -> Iterator[Change]:
    """The differences between a claim and the one that it goes back to."""
    valued = origin.value is not None and claim.value is not None
    if claim.attribute == origin.attribute and origin.about != claim.about:
        yield Change("about", story.subject_name(origin), story.subject_name(claim))
    if valued and origin.attribute != claim.attribute:
        labels = (story.attributes[c.attribute].label for c in (origin, claim))
        yield Change("attribute", *labels)
    if valued and _value_changed(story, origin, claim):
        yield Change("value", value_text(story, origin), value_text(story, claim))
    lost, added = (
        [h for h in one.hedges if h not in other.hedges]
        for one, other in ((origin, claim), (claim, origin))
    )
    if valued and (lost or added):
        yield Change("hedge", hedge_words(lost) or "none", hedge_words(added) or "none")
    publisher = story.sources[claim.source].publisher
    known_as = {origin.asserted_by, story.sources[origin.source].publisher, publisher}
    if claim.asserted_by not in known_as and claim.asserted_by not in claim.cites:
        yield Change("speaker", origin.asserted_by, claim.asserted_by)


def _value_changed(story: Story, origin: Claim, claim: Claim) -> bool:
    """True when it is another value, and not the same one in another unit."""
    if (origin.value, origin.unit) == (claim.value, claim.unit):
        return False
    same = origin.attribute == claim.attribute and _same_value(story, origin, claim)
    return not same or origin.unit == claim.unit
