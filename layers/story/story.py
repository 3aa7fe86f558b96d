"""A story in memory: its sources, claims, places and layers, loaded whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ..errors import Problem, StoryError
from .changes import Change, read_changes
from .dates import date_range
from .features import Feature, Layer
from .geodata import read_layers
from .readings import Reading, digest_of, read_checks
from .records import (
    STORY,
    Account,
    Attribute,
    Claim,
    Correction,
    Info,
    Jump,
    Measure,
    Source,
    Subject,
)
from .references import link_problems
from .seeds import Seeds, read_seeds
from .story_files import story_files


@dataclass(frozen=True)
class Place:
    """Something on the map that claims can be about: a main feature and its parts."""

    id: str
    layer: str
    main: Feature
    parts: tuple[Feature, ...]


@dataclass(frozen=True, eq=False)
class Story:
    """Everything the page, the command line and a snapshot are made from.

    Loaded once and compared by identity, so that what follows from it can be kept beside it.
    """

    info: Info
    subjects: dict[str, Subject]
    attributes: dict[str, Attribute]
    sources: dict[str, Source]
    claims: dict[str, Claim]
    layers: dict[str, Layer]
    digest: str
    accounts: dict[str, Account] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    jumps: dict[str, Jump] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    changes: tuple[Change, ...] = ()  # the story's own corrections, the last first
    readings: tuple[Reading, ...] = ()
    files: dict[str, str] = field(default_factory=dict)  # where each source is written, by its id

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place by id, in drawing order; a feature without `place` is a place's main one."""
        parts: dict[str, list[Feature]] = {}
        for layer in self.layers.values():
            for feature in layer.features:
                parts.setdefault(feature.of_place, []).append(feature)
        return {
            feature.id: Place(
                feature.id,
                layer.id,
                feature,
                tuple(p for p in parts[feature.id] if p is not feature),
            )
            for layer in self.layers.values()
            for feature in layer.features
            if feature.of_place == feature.id
        }

    @cached_property
    def features(self) -> dict[str, Feature]:
        """Every feature by id, in drawing order."""
        return {f.id: f for layer in self.layers.values() for f in layer.features}

    @cached_property
    def known_from(self) -> dict[str, date]:
        """The day from which each source counts as known, by its id.

        The one that it states, or the last on which it may have been published.
        """
        return {s.id: date_range(s.known_from or s.published)[1] for s in self.sources.values()}

    @cached_property
    def readings_of(self) -> dict[str, tuple[Reading, ...]]:
        """The second readings of each claim in its present wording, by the claim's key."""
        found: dict[str, tuple[Reading, ...]] = {}
        for reading in self.readings:
            if digest_of(self.claims[reading.key]) == reading.digest:
                found[reading.key] = (*found.get(reading.key, ()), reading)
        return found

    @cached_property
    def _by_source(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.source, []).append(claim)
        return found

    def claims_of(self, source: str) -> Sequence[Claim]:
        """A source's claims in their order."""
        return self._by_source.get(source, ())

    @cached_property
    def attribute_order(self) -> dict[str, int]:
        """The position of each attribute in the story's list of them."""
        return {name: number for number, name in enumerate(self.attributes)}

    def place_of(self, claim: Claim) -> str | None:
        """The id of the place a claim hangs on, or None when it hangs on the story itself."""
        if claim.about in self.subjects:
            return self.subjects[claim.about].place
        return claim.about if claim.about != STORY else None

    def place_name(self, claim: Claim) -> str | None:
        """The name of the place a claim hangs on, if there is one."""
        place = self.place_of(claim)
        return self.places[place].main.name if place else None

    def place_of_group(self, group: str) -> str | None:
        """The place that a group of claims, subject.attribute, hangs on."""
        subject = group.partition(".")[0]
        if subject in self.subjects:
            return self.subjects[subject].place
        return subject if subject in self.places else None

    def subject_name(self, claim: Claim) -> str:
        """The name of the claim's subject."""
        if claim.about == STORY:
            return self.info.title
        if claim.about in self.subjects:
            return self.subjects[claim.about].name
        return self.places[claim.about].main.name


def load_story(folder: Path) -> Story:
    """The story in `folder`, which holds `seeds/` and `data/`.

    Raises StoryError with every problem of every file when there is any: a story is whole or it
    is not shown.
    """
    if not folder.is_dir():
        expected = "there is no such folder; a story is a folder with seeds/ and data/ in it"
        raise StoryError([Problem(folder.name, "", "", "", expected)])
    problems: list[Problem] = []
    seeds = read_seeds(folder / "seeds", problems)
    geodata = read_layers(folder / "data", problems)
    problems += link_problems(seeds, geodata)
    readings = read_checks(folder, seeds, problems)
    changes = read_changes(folder, problems)
    if problems or seeds.info is None:
        raise StoryError(problems)
    ordered = _in_order(seeds)
    return Story(
        info=seeds.info,
        subjects=seeds.subjects,
        attributes=seeds.attributes,
        sources={s: seeds.sources[s] for s in ordered},
        claims={c.key: c for s in ordered for c in seeds.claims.values() if c.source == s},
        layers=geodata.layers,
        digest=_digest(folder),
        accounts=seeds.accounts,
        measures=seeds.measures,
        jumps=seeds.jumps,
        corrections=tuple(sorted(seeds.corrections, key=lambda c: (c.date, c.source))),
        changes=changes,
        readings=tuple(sorted(readings, key=lambda r: (r.on, r.source, r.claim, r.reader))),
        files=seeds.files,
    )


def _in_order(seeds: Seeds) -> list[str]:
    """Source ids by date of publication, then by how much was read of them, then by id."""
    full = {"full text": 0, "excerpt": 1, "headline only": 2, "listed only": 3}
    return sorted(
        seeds.sources,
        key=lambda s: (seeds.sources[s].published[:10], full[seeds.sources[s].read], s),
    )


def _digest(folder: Path) -> str:
    """SHA-256 over the names and contents of all seeds and layers: the data's version."""
    digest = hashlib.sha256()
    for path in story_files(folder):
        if not path.is_file():
            continue
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
