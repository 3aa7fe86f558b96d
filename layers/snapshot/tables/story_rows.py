"""Rows that every table of a snapshot is written from: one a claim, a feature and a source.

A claim's wording and coordinates are made here and nowhere else, so that all formats say the
same. Coordinates are EPSG:4326, longitude and latitude in degrees of 6 decimals; metres are
ground metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from ...findings.known import Known
from ...findings.rows import Row, claim_row, flat, whole
from ...findings.status import status_of
from ...story import Claim, Feature, Layer
from ...story.representative_points import DECIMALS, Point, point_of
from ...story.wording import citation, how_read, value_text
from ...view.seen import kinds
from ..snapshot import Snapshot


@dataclass(frozen=True)
class Shape:
    """A feature that is in sight: its row, and its geometry as every format has it."""

    feature: Feature
    geometry: BaseGeometry
    row: Row
    claims: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A snapshot's claims, features and sources as rows."""

    snapshot: Snapshot

    @cached_property
    def known(self) -> Known:
        """The claims that count, in sight or not."""
        return self.snapshot.seen.known

    @cached_property
    def claims(self) -> dict[str, Row]:
        """A row for each claim in sight, by its key, in the story's order."""
        return {claim.key: self._claim(claim) for claim in self.snapshot.claims}

    @cached_property
    def sources(self) -> tuple[Row, ...]:
        """A row for each source of a claim in sight, in the order of their numbers."""
        return tuple(
            {
                "number": self.snapshot.numbers[source.id],
                "id": source.id,
                "citation": citation(source),
                "publisher": source.publisher,
                "title": source.title,
                "author": source.author,
                "credit": source.credit,
                "published": source.published,
                "published_note": source.published_note,
                "language": source.language,
                "url": source.url,
                "url_note": source.url_note,
                "site": source.site,
                "read": source.read,
                "seen_at": source.seen_at,
                "how_read": how_read(source),
            }
            for source in self.snapshot.sources
        )

    @cached_property
    def layers(self) -> tuple[tuple[Layer, tuple[Shape, ...]], ...]:
        """The layers that readers switch and that are on, with their features in sight.

        Left out are features drawn after claims none of which is known, and, where the view
        narrows, those that have nothing to do with what is looked at.
        """
        seen = self.snapshot.seen
        return tuple(
            (
                layer,
                tuple(
                    self._shape(layer, feature)
                    for feature in layer.features
                    if feature.id not in seen.absent and feature.of_place in seen.places
                ),
            )
            for layer in self.snapshot.layers
            if layer.switch
        )

    @cached_property
    def elsewhere(self) -> tuple[Row, ...]:
        """Claims in sight that hang on no feature of these layers."""
        told = {c["id"] for _, shapes in self.layers for shape in shapes for c in shape.claims}
        return tuple(row for key, row in self.claims.items() if key not in told)

    @cached_property
    def points(self) -> dict[str, Point]:
        """A point for each place, by the place; none where it is not known yet."""
        absent = self.snapshot.seen.absent
        return {
            place.id: point_of(place.main)
            for place in self.snapshot.story.places.values()
            if place.main.id not in absent
        }

    def _claim(self, claim: Claim) -> Row:
        """A claim's row: what a citation needs, its source's number, its value in words, where."""
        story = self.snapshot.story
        place = story.place_of(claim)
        point = self.points.get(place or "")
        main = story.places[place].main if place else None
        row = {"id": claim.key, "source_number": self.snapshot.numbers[claim.source]}
        return row | {
            **flat(claim_row(story, claim)),
            "about_name": story.subject_name(claim),
            "attribute_label": story.attributes[claim.attribute].label,
            "value_text": value_text(story, claim),
            "how_read": how_read(story.sources[claim.source]),
            "finding": kinds(self.known, claim)[0],
            "place_name": main.name if main else None,
            "lon": point.lon if point else None,
            "lat": point.lat if point else None,
            "accuracy_m": whole(point.accuracy_m) if point else None,
            "position": main.method if main and point else None,
            "attribution": story.layers[story.places[place].layer].attribution
            if place and point
            else None,
        }

    def _shape(self, layer: Layer, feature: Feature) -> Shape:
        status = status_of(self.known, feature.of_place)
        claims = tuple(self.claims[key] for key in self._told(feature))
        row = {
            "id": feature.id,
            "name": feature.name,
            "names": {language: list(names) for language, names in feature.names.items()},
            "role": feature.role,
            "kind": feature.kind,
            "layer": layer.id,
            "place": feature.of_place,
            "status": status.text if status else None,
            "accuracy_m": whole(feature.accuracy_m),
            "method": feature.method,
            "offset_m": _whole_or_none(feature.offset_m),
            "length_m": _whole_or_none(feature.length_m),
            "source": feature.source,
            "url": feature.url,
            "note": feature.note,
            "drawn_after": [key for key in feature.claims if key in self.known.keys],
        }
        return Shape(feature, geometry_of(feature), row, claims)

    def _told(self, feature: Feature) -> list[str]:
        """Claims in sight about a feature: a place's own has all, a part what it is drawn after."""
        if feature.of_place != feature.id:
            return [key for key in feature.claims if key in self.claims]
        return [key for key, row in self.claims.items() if row["place"] == feature.id]


def geometry_of(feature: Feature) -> BaseGeometry:
    """A feature's geometry of 6 decimals; rings by the right-hand rule of RFC 7946 and KML."""
    # Adding 0 makes a zero of -0.
    rounded = shapely.transform(feature.geometry, lambda c: c.round(DECIMALS) + 0.0)
    return shapely.orient_polygons(rounded, exterior_cw=False)


def told(claim: Row) -> str:
    """A claim in a line, with who asserts it and its source's number."""
    return f"{claim['says']} ({claim['asserted_by']}) [{claim['source_number']}]"


def _whole_or_none(number: float | None) -> float | None:
    return None if number is None else whole(number)
