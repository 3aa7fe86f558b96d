"""Progress of a work: on a day, what was last reported of it, and nothing in between.

A report of an attribute that tells of progress counts until a later one of the same attribute, or
until the work is reported to have reached a stage, such as being joined in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..story.dates import date_range
from ..story.features import STAGES, Feature
from ..story.records import Claim
from ..story.story import Story
from ..story.wording import told_on, value_text

EXTENT = "possible extent"  # the role of a line as far as which what it belongs to may reach

Span = tuple[date, date]


@dataclass(frozen=True)
class Report:
    """A value or a stage that is the last reported, the day it is of, and who reports it.

    `publishers` are those by whom it is known.
    """

    label: str
    value: str
    on: str
    asserters: tuple[str, ...]
    publishers: tuple[str, ...]
    claims: tuple[Claim, ...]


class Progress:
    """Progress by some claims, those that their sources still stand by."""

    def __init__(self, story: Story, standing: Sequence[Claim]) -> None:
        self.story = story
        by_key = {claim.key: claim for claim in standing}
        self.stages = _stages(story, by_key)
        self.last = tuple(self._last(standing))

    def _last(self, standing: Iterable[Claim]) -> Iterable[Claim]:
        """The claims of progress that no later report overtakes."""
        groups: dict[str, list[Claim]] = {}
        for claim in standing:
            if self.story.attributes[claim.attribute].progress and "expected" not in claim.hedges:
                groups.setdefault(claim.group, []).append(claim)
        for claims in groups.values():
            newest = max(_span(self.story, claim)[0] for claim in claims)
            for claim in claims:
                first, last = _span(self.story, claim)
                if last >= newest and not self._reached(claim.about, first):
                    yield claim

    def _reached(self, place: str, first: date, above: int = -1) -> bool:
        """True when a place has a stage above a number that may be later than a first day."""
        return any(
            STAGES.index(feature.role) > above
            and feature.of_place == place
            and max(_span(self.story, claim)[1] for claim in claims) >= first
            for feature, claims in self.stages
        )

    @cached_property
    def overtaken(self) -> frozenset[str]:
        """Ids of features that show what is no longer the last that is reported."""
        last = {claim.key for claim in self.last}
        found = {f.id for f in self.features if last.isdisjoint(f.claims) and f.role not in STAGES}
        for feature, claims in self.stages:
            first = max(_span(self.story, claim)[0] for claim in claims)
            if self._reached(feature.of_place, first, STAGES.index(feature.role)):
                found.add(feature.id)
        return frozenset(found)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """Everything that shows progress: stages, and what is drawn after claims of it alone."""
        return tuple(
            feature
            for feature in self.story.features.values()
            if shows_progress(self.story, feature)
        )

    def of(self, place: str) -> tuple[Report, ...]:
        """Reports of a place that no later one overtakes: stages, then values by attribute."""
        overtaken, found = self.overtaken, []
        for feature, claims in self.stages:
            if feature.of_place == place and feature.id not in overtaken:
                found.append(self._report(feature.name, "", claims))
        values: dict[tuple[str, str], list[Claim]] = {}
        for claim in sorted(self.last, key=lambda c: self.story.attribute_order[c.attribute]):
            if claim.about == place:
                value = value_text(self.story, claim)
                values.setdefault((claim.attribute, value), []).append(claim)
        for (attribute, value), claims in values.items():
            found.append(self._report(self.story.attributes[attribute].label, value, claims))
        return tuple(found)

    def _report(self, label: str, value: str, claims: Sequence[Claim]) -> Report:
        sources = [self.story.sources[claim.source] for claim in claims]
        return Report(
            label,
            value,
            told_on(self.story, claims),
            tuple(dict.fromkeys(claim.asserted_by for claim in claims)),
            tuple(dict.fromkeys(source.publisher for source in sources)),
            tuple(claims),
        )


def shows_progress(story: Story, feature: Feature) -> bool:
    """True of a stage, and of what is drawn after nothing but claims that tell of progress."""
    attributes = {story.claims[key].attribute for key in feature.claims}
    told = bool(attributes) and all(story.attributes[name].progress for name in attributes)
    return told or feature.role in STAGES


def report_label(story: Story, feature: Feature, asserter: str) -> str:
    """The label of what is drawn after a report: its value or stage, who reports it, of when."""
    claims = [story.claims[key] for key in feature.claims]
    if not shows_progress(story, feature):
        return f"{value_text(story, claims[0])}, {asserter}"
    values = dict.fromkeys(filter(None, (value_text(story, claim) for claim in claims)))
    value = feature.name if feature.role in STAGES else " / ".join(values)
    return f"{value}, {asserter}, {told_on(story, claims)}"


def _stages(story: Story, standing: dict[str, Claim]) -> list[tuple[Feature, list[Claim]]]:
    """The stages that are drawn after claims, with those of the claims that stand."""
    found = []
    for feature in story.features.values():
        claims = [standing[key] for key in feature.claims if key in standing]
        if feature.role in STAGES and claims:
            found.append((feature, claims))
    return found


def _span(story: Story, claim: Claim) -> Span:
    """The first and the last day that a claim may speak of; of its publication if it says none."""
    if isinstance(claim.value, str) and story.attributes[claim.attribute].kind == "date":
        return date_range(claim.value)
    return date_range(claim.when or story.sources[claim.source].published)
