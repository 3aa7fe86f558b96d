"""Sentences that the page says of a story, whatever its claims are, from what its records hold."""

from __future__ import annotations

from typing import Any

from layers.findings.known import known
from layers.story import Claim, Story
from layers.story.dates import in_words
from layers.view import Scope, seen


def left_of(story: Story, **scope: Any) -> str:
    """The number that a scope leaves, as the bar says it, without its full stop."""
    found = seen(story, Scope(**scope))
    places = {story.place_of(claim) for claim in found.claims} - {None}
    number, every = len(found.claims), len(story.claims)
    claims = counted(every, "claim") if number == every else f"{number:,} of {every:,} claims"
    sources = {claim.source for claim in found.claims}
    conflicts = {
        key
        for key, finding in found.known.findings.items()
        if finding.status == "conflict" and key in {claim.group for claim in found.claims}
    }
    rest = ((sources, "source"), (places, "place"), (conflicts, "conflict"))
    return ", ".join((claims, *(counted(len(names), noun) for names, noun in rest)))


def counted(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def line_of(story: Story, claim: Claim) -> str:
    """The line of a claim, which names who says it, where and when."""
    source = story.sources[claim.source]
    by = f"{claim.asserted_by}, in " if claim.asserted_by != source.publisher else ""
    return f"{by}{source.publisher}, {in_words(source.published)}"


def drawn(story: Story, role: str, **scope: Any) -> int:
    """The number of reported sites or lengths that some standing claim of a scope gives."""
    world = seen(story, Scope(**scope)).known
    return sum(f.role == role and f.id not in world.absent for f in story.features.values())


def main_conflicts(story: Story) -> int:
    """In how many conflicts the story's main place is."""
    return len(known(story).conflicts_by_place[story.info.main_place])
