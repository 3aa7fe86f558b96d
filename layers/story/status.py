"""What a place is called, as the claims known on a day have it: planned, started, opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layers.story.dates import date_range, day, in_words
from layers.story.known import Known
from layers.story.records import Claim
from layers.story.story import Story


@dataclass(frozen=True)
class Status:
    """A place's state, in one word and in words, and the claims it follows from."""

    state: str
    text: str
    claims: tuple[Claim, ...]


def status_of(known: Known, place: str) -> Status | None:
    """The place's status, or None when no known claim about it has a date that marks one.

    It follows from dates of attributes that `marks` something: opened goes before started, and
    started before planned. A date that lies after its source's publication is still a plan.
    """
    story = known.story
    marked: dict[str, list[Claim]] = {}
    for claim in known.by_place.get(place, ()):
        marks = story.attributes[claim.attribute].marks
        if claim.about == place and marks:
            marked.setdefault(marks, []).append(claim)
    happened = {m: [c for c in cs if reported(story, c)] for m, cs in marked.items()}
    if opened := happened.get("opened"):
        return Status("opened", f"Opened {_dates(opened)}", tuple(opened))
    if started := happened.get("started"):
        text = f"Planned; under construction since {_dates(started)}"
        return Status("planned", text, tuple(started))
    if marked:
        return Status("planned", "Planned", tuple(c for cs in marked.values() for c in cs))
    return None


def reported(story: Story, claim: Claim) -> bool:
    """Whether the date lay behind the source when it was published, and so is no forecast."""
    published = date_range(story.sources[claim.source].published)[1]
    return isinstance(claim.value, str) and day(claim.value) <= published


def _dates(claims: Iterable[Claim]) -> str:
    """The different dates claimed, in words; more than one stays side by side."""
    values = sorted({str(c.value) for c in claims})
    return " or ".join(in_words(v) for v in values)
