"""Claims, places and findings of a story within a scope: those known, those looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..findings.finding import Finding
from ..findings.known import LENGTH, Known, known
from ..story import Claim, Feature, Place, Story
from ..story.search import matching
from .choice import Scope


@dataclass(frozen=True, eq=False)
class Seen:
    """A story within a scope: `known` counts, `claims` and `places` are what is looked at."""

    scope: Scope
    known: Known
    claims: tuple[Claim, ...]
    places: frozenset[str]

    @property
    def story(self) -> Story:
        """The story it is of."""
        return self.known.story

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of which a claim is looked at, whole: no side of a conflict is left out."""
        groups = {claim.group for claim in self.claims}
        return tuple(f for key, f in self.known.findings.items() if key in groups)

    @cached_property
    def conflicts(self) -> tuple[Finding, ...]:
        """The findings in conflict."""
        return tuple(f for f in self.findings if f.status == "conflict")

    @cached_property
    def not_comparable(self) -> tuple[Finding, ...]:
        """The findings of which some claim is of another measure than the rest."""
        return tuple(f for f in self.findings if f.not_comparable)

    @property
    def absent(self) -> frozenset[str]:
        """Ids of features that are not drawn; see `Known.absent`."""
        return self.known.absent

    @cached_property
    def crowded(self) -> frozenset[str]:
        """Ids of reported lengths that give way from afar, where they would run into each other.

        The least and the greatest that is reported of a place stay; a sum made here is no report.
        """
        lengths: dict[str, list[Feature]] = {}
        for feature in self.story.features.values():
            if feature.role == LENGTH and feature.id not in self.absent:
                lengths.setdefault(feature.of_place, []).append(feature)
        staying = set()
        for features in lengths.values():
            said = [f for f in features if not self._is_computed(f)] or features
            staying |= {order(said, key=lambda f: f.length_m or 0).id for order in (min, max)}
        return frozenset(f.id for features in lengths.values() for f in features) - staying

    def _is_computed(self, feature: Feature) -> bool:
        return all(self.story.claims[key].computed for key in feature.claims)

    @cached_property
    def partly(self) -> tuple[Feature, ...]:
        """Features drawn after several claims of which some, but not all, are known."""
        keys = self.known.keys
        return tuple(
            f
            for f in self.story.features.values()
            if 0 < len(keys.intersection(f.claims)) < len(f.claims)
        )

    @cached_property
    def unplaced(self) -> tuple[Place, ...]:
        """Places that claims in sight are about, and that no known claim gives a position."""
        about = {self.story.place_of(claim) for claim in self.claims}
        places = self.story.places.values()
        return tuple(p for p in places if p.id in about and p.main.id in self.absent)

    @cached_property
    def faint(self) -> frozenset[str]:
        """Ids of places that can be switched and have nothing to do with what is looked at."""
        if not self.scope.narrows:
            return frozenset()
        switched = (p for p in self.story.places.values() if self.story.layers[p.layer].switch)
        return frozenset(place.id for place in switched) - self.places


@lru_cache(maxsize=128)
def seen(story: Story, scope: Scope) -> Seen:
    """The part of a story within a scope; computed once for all readers who ask for the same."""
    world = _known(story, scope.considers)
    if not scope.narrows:
        return Seen(scope, world, world.claims, frozenset(story.places))
    found, named = matching(story, scope.search)
    chosen = tuple(
        claim
        for claim in world.claims
        if (not scope.search or claim.key in found)
        and (not scope.attributes or claim.attribute in scope.attributes)
        and (not scope.places or story.place_of(claim) in scope.places)
        and (not scope.findings or scope.findings.intersection(kinds(world, claim)))
    )
    places = {place for claim in chosen if (place := story.place_of(claim))}
    if scope.search and not (scope.attributes or scope.findings):
        places |= named & scope.places if scope.places else named
    return Seen(scope, world, chosen, frozenset(places))


@lru_cache(maxsize=64)
def _known(story: Story, scope: Scope) -> Known:
    asserters = scope.asserters or None
    if scope.account:
        account = story.accounts.get(scope.account)
        told = frozenset(account.asserters if account else [scope.account])
        asserters = told if asserters is None else told & asserters
    return known(story, scope.as_of, scope.sources or None, asserters)


def kinds(world: Known, claim: Claim) -> tuple[str, ...]:
    """The kinds of a claim's finding, in the words of the facet."""
    finding = world.finding_of(claim)
    if finding is None or claim.value is None:
        return ("statement",)
    if claim in finding.not_comparable:
        return ("not-comparable",)
    return (finding.status,)
