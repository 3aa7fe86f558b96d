"""Editions: the records that one version of a story shows, and what they amounted to in it.

As JSON they go into every sealed file, so that a file is a whole record without its story.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import shapely
from pydantic import TypeAdapter
from shapely.geometry.base import BaseGeometry

from ..story.readings import Reading, digest_of
from ..story.records import Claim, Record, Source
from ..story.representative_points import DECIMALS, point_of
from ..story.story import Story
from .known import Known
from .rows import finding_words

DIGITS = 12  # of a geometry's digest: enough to notice that it was drawn otherwise
Json = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """The status of a finding, and value against value in a line."""

    status: str
    values: str


@dataclass(frozen=True)
class Spot:
    """A feature's point, EPSG:4326, lon lat in degrees.

    `shape` is a digest of the geometry of a line or an area, whose point may be anywhere in it.
    """

    name: str
    place: str
    lon: float
    lat: float
    accuracy_m: float
    shape: str


@dataclass(frozen=True)
class Edition:
    """The records that a version of a story shows within a scope.

    `claims` and `sources` are by their ids; None stands for one of which no more is known. Without
    `findings` and `spots`, None, an old file did not say. `names` are the words for a group of
    claims, subject.attribute.
    """

    story: str
    data: str
    claims: Mapping[str, Claim | None]
    sources: Mapping[str, Source | None]
    readings: tuple[Reading, ...] = ()
    findings: Mapping[str, Verdict] | None = None
    spots: Mapping[str, Spot] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    scope: frozenset[str] = frozenset()
    corrections: frozenset[str] = frozenset()  # names of the corrections that it had

    @cached_property
    def json(self) -> Json:
        """The records as JSON: claims and sources as they are written, without what is unset."""
        return {
            "claims": [_written(claim) for claim in self.claims.values() if claim],
            "sources": [_written(source) for source in self.sources.values() if source],
            # Their digest is that of the claim as it stands here.
            "readings": [_written(reading, "digest") for reading in self.readings],
            "findings": {key: vars(found) for key, found in (self.findings or {}).items()},
            "features": {key: vars(found) for key, found in (self.spots or {}).items()},
            "names": dict(self.names),
            "corrections": sorted(self.corrections),
        }


_FINDINGS, _SPOTS = TypeAdapter(dict[str, Verdict]), TypeAdapter(dict[str, Spot])
_NAMES = TypeAdapter(dict[str, str])


def edition_of(
    known: Known,
    claims: Iterable[Claim] | None = None,
    places: frozenset[str] | None = None,
    scope: frozenset[str] = frozenset(),
) -> Edition:
    """The edition of what is known; of some claims and the features of some places, or of all."""
    story = known.story
    shown = known.claims if claims is None else tuple(claims)
    groups = {claim.group for claim in shown}
    used = {claim.source for claim in shown}
    return Edition(
        story=story.info.id,
        data=story.digest,
        claims={claim.key: claim for claim in shown},
        sources={name: source for name, source in story.sources.items() if name in used},
        readings=tuple(r for c in shown for r in story.readings_of.get(c.key, ())),
        findings={
            key: Verdict(found.status, finding_words(story, found)["values"])
            for key, found in known.findings.items()
            if key in groups
        },
        spots=dict(_spots(known, places)),
        names={c.group: _words(story, c) for c in shown},
        scope=scope,
        corrections=frozenset(change.name for change in story.changes),
    )


def edition_from(told: Json, **about: Any) -> Edition:
    """The edition that JSON tells; `about` are the fields that stand beside it in a file.

    Raises ValueError when it is not as `Edition.json` writes it.
    """
    try:
        claims = [Claim.model_validate(each) for each in told["claims"]]
        by_key = {claim.key: claim for claim in claims}
        return Edition(
            claims=by_key,
            sources={s["id"]: Source.model_validate(s) for s in told["sources"]},
            readings=tuple(
                Reading.model_validate(
                    r | {"digest": digest_of(by_key[f"{r['source']}/{r['claim']}"])}
                )
                for r in told["readings"]
            ),
            findings=_FINDINGS.validate_python(told["findings"]),
            spots=_SPOTS.validate_python(told["features"]),
            names=_NAMES.validate_python(told["names"]),
            corrections=frozenset(map(str, told["corrections"])),
            **about,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no records of an edition") from error


def _written(record: Record, *without: str) -> Json:
    return record.model_dump(mode="json", exclude_defaults=True, exclude={*without})


def _spots(known: Known, places: frozenset[str] | None) -> Iterable[tuple[str, Spot]]:
    """The features that have a place on the map by what is known."""
    for feature in known.story.features.values():
        if feature.id in known.absent or (places is not None and feature.of_place not in places):
            continue
        point = point_of(feature)
        shape = "" if feature.geometry.geom_type == "Point" else _digest(feature.geometry)
        spot = Spot(feature.name, feature.of_place, point.lon, point.lat, point.accuracy_m, shape)
        yield feature.id, spot


def _words(story: Story, claim: Claim) -> str:
    return f"{story.subject_name(claim)}: {story.attributes[claim.attribute].label}"


def _digest(geometry: BaseGeometry) -> str:
    drawn = shapely.transform(geometry, lambda c: c.round(DECIMALS) + 0.0)
    return hashlib.sha256(shapely.to_wkb(drawn)).hexdigest()[:DIGITS]
