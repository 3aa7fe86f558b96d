"""References between records: every name that one record uses must be another's."""

from __future__ import annotations

from collections.abc import Iterator

from layers.errors import Problem, shown
from layers.story.records import Feature, Layer
from layers.story.seeds import STORY_FILE, Seeds


def link_problems(seeds: Seeds, layers: dict[str, Layer]) -> Iterator[Problem]:
    """Duplicate feature ids and every reference that leads nowhere."""
    features: dict[str, tuple[str, Feature]] = {}
    for layer in layers.values():
        file = f"data/{layer.file}"
        for feature in layer.features:
            if feature.id in features:
                yield Problem(
                    file, feature.id, "id", feature.id, f"stands also in {features[feature.id][0]}"
                )
            features[feature.id] = (file, feature)
    places = {f.id for _, f in features.values() if f.of_place == f.id}
    yield from _feature_links(features, places, seeds)
    yield from _story_links(seeds, places)
    yield from _claim_links(seeds, places)


def _feature_links(
    features: dict[str, tuple[str, Feature]], places: set[str], seeds: Seeds
) -> Iterator[Problem]:
    for file, feature in features.values():
        if feature.of_place not in places:
            yield Problem(file, feature.id, "place", feature.of_place, "no feature has this id")
        for claim in feature.claims:
            if claim not in seeds.claims:
                yield Problem(file, feature.id, "claims", shown(claim), "no claim has this id")


def _story_links(seeds: Seeds, places: set[str]) -> Iterator[Problem]:
    file = f"seeds/{STORY_FILE}"
    if seeds.info is not None:
        for field, names in (("main_place", (seeds.info.main_place,)), ("home", seeds.info.home)):
            for name in names:
                if name not in places:
                    yield Problem(file, "story", field, name, "no place on the map has this id")
    for name, subject in seeds.subjects.items():
        record = f"subjects.{name}"
        if name in places or name == "story":
            yield Problem(file, record, "", name, "a place or the story has this id already")
        if subject.place is not None and subject.place not in places:
            yield Problem(file, record, "place", subject.place, "no place on the map has this id")


def _claim_links(seeds: Seeds, places: set[str]) -> Iterator[Problem]:
    for claim in seeds.claims.values():
        file = seeds.files.get(claim.source, "seeds/")
        if claim.about not in places | seeds.subjects.keys() | {"story"}:
            yield Problem(
                file,
                claim.id,
                "about",
                claim.about,
                f"must be a place on the map, a subject of {STORY_FILE}, or story",
            )
        if claim.origin is not None and claim.origin not in seeds.claims.keys() - {claim.key}:
            yield Problem(file, claim.id, "origin", claim.origin, "no other claim has this id")
