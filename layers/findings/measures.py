"""Measures: geodesic distances and lengths in metres, computed here; no source claims them.

Geodesic on the WGS84 ellipsoid (Karney 2013, as pyproj's Geod has it), never in a map projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from ..story import Feature, Measure, Story
from .known import Known

_GEOD = Geod(ellps="WGS84")
_STEP = 0.0001  # degrees between the points at which an edge is measured, about 10 m
_PIECES = 200  # of which a feature has at most about so many: a long one is measured less finely


@dataclass(frozen=True)
class Computed:
    """A measure in metres, from `low` to `high`, how it was computed and for which places."""

    id: str
    label: str
    low: float
    high: float
    text: str
    method: str
    places: tuple[str, ...]


@lru_cache(maxsize=8)
def computed(story: Story) -> tuple[Computed, ...]:
    """Every measure that the story asks for."""
    return tuple(_computed(story, name, measure) for name, measure in story.measures.items())


def computed_in(known: Known) -> tuple[Computed, ...]:
    """The measures between features that are drawn in full where only some claims are known."""
    story = known.story
    whole = {f.id for f in story.features.values() if known.keys.issuperset(f.claims)}
    return tuple(m for m in computed(story) if whole.issuperset(story.measures[m.id].of))


def _computed(story: Story, name: str, measure: Measure) -> Computed:
    features = [story.features[feature] for feature in measure.of]
    if measure.kind == "distance":
        low, high, method = _distance(*features)
    else:
        low = high = sum(_GEOD.geometry_length(f.geometry) for f in features)
        drawn = ", ".join(f.name for f in features)
        within = max(f.accuracy_m for f in features)
        method = (
            f"geodesic length (WGS84) of what is drawn as {drawn}; its points are accurate to "
            f"{within:,.0f} m, and a finer line would be longer"
        )
    return Computed(
        id=name,
        label=measure.label,
        low=low,
        high=high,
        text=_text(low, high),
        method=method,
        places=tuple(dict.fromkeys(feature.of_place for feature in features)),
    )


def _distance(one: Feature, other: Feature) -> tuple[float, float, str]:
    """Least and greatest distance, by how far either position may be off."""
    pairs = [(*a, *b) for a in _points(one.geometry) for b in _points(other.geometry)]
    lons, lats, other_lons, other_lats = (list(part) for part in zip(*pairs, strict=True))
    metres = _GEOD.inv(lons, lats, other_lons, other_lats)[2]
    # An area of uncertainty holds its accuracy already.
    off = sum(f.accuracy_m for f in (one, other) if f.geometry.geom_type == "Point")
    method = (
        f"geodesic distance (WGS84) from {_described(one)} to {_described(other)}, as the crow "
        f"flies"
    )
    return max(min(metres) - off, 0.0), max(metres) + off, method


def _described(feature: Feature) -> str:
    if feature.geometry.geom_type == "Point":
        return f"{feature.name} (accurate to {feature.accuracy_m:,.0f} m)"
    return f"every part of {feature.name}"


def _points(geometry: BaseGeometry) -> list[list[float]]:
    step = max(_STEP, geometry.length / _PIECES)
    return shapely.get_coordinates(shapely.segmentize(geometry, step)).tolist()


def _text(low: float, high: float) -> str:
    """A range in words, in metres below one kilometre and in kilometres above."""
    if high < 1000:
        return f"{round(low, -1):,.0f} to {round(high, -1):,.0f} m"
    if f"{low / 1000:.1f}" == f"{high / 1000:.1f}":
        return f"{low / 1000:,.1f} km"
    return f"{low / 1000:,.1f} to {high / 1000:,.1f} km"
