"""Status of a place by the claims known on a day: planned, started, opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..story import Claim, Story
from ..story.dates import date_range, day, in_words
from .known import Known


@dataclass(frozen=True)
class Status:
    """A place's state, in one word and in words, and the claims it follows from.

    `silence` says that the accounts considered tell nothing later, if that is so.
    """

    state: str
    text: str
    claims: tuple[Claim, ...]
    silence: str = ""


def status_of(known: Known, place: str) -> Status | None:
    """The place's status, or None when no known claim about it has a date that marks one.

    It follows from dates of attributes that `marks` something: opened goes before started, and
    started before planned. A date that lies after its source's publication is still a plan.
    """
    story = known.story
    marked: dict[str, list[Claim]] = {}
    for claim in known.by_place.get(place, ()):
        if claim.key in known.corrected:
            continue
        marks = story.attributes[claim.attribute].marks
        if claim.about == place and marks:
            marked.setdefault(marks, []).append(claim)
    happened = {m: [c for c in cs if reported(story, c)] for m, cs in marked.items()}
    if opened := happened.get("opened"):
        return Status("opened", f"Opened {_dates(opened)}", tuple(opened), known.silence)
    if started := happened.get("started"):
        text = f"Planned; under construction since {_dates(started)}"
        return Status("planned", text, tuple(started), known.silence)
    if marked:
        behind = tuple(claim for claims in marked.values() for claim in claims)
        return Status("planned", "Planned", behind, known.silence)
    return None


def reported(story: Story, claim: Claim) -> bool:
    """True when the date lay behind the source when it was published, and so is no forecast."""
    published = date_range(story.sources[claim.source].published)[1]
    return isinstance(claim.value, str) and day(claim.value) <= published


def _dates(claims: Iterable[Claim]) -> str:
    """The different dates claimed, in words; more than one stays side by side."""
    told = list(claims)
    if all("day of publication" in claim.hedges for claim in told):
        # What is in one day's paper had happened by then; later papers add nothing.
        return f"on or just before {in_words(min(str(claim.value) for claim in told))}"
    values = sorted({str(c.value) for c in told if "day of publication" not in c.hedges})
    return " or ".join(in_words(value) for value in values)
