"""The way from a raw layer of any format to a layer that may be drawn."""

from __future__ import annotations

import numpy as np
import shapely

from ..errors import Problem
from .checks import antimeridian, location, shapes
from .checks.attributes import Values
from .checks.remaining import Kept
from .problems import numbered
from .verdict import Limits, OwnFeature, OwnLayer, RawLayer, Refused, Verdict

EDGE = 85.06  # degrees: a map in Web Mercator ends there
WORDS = {"csv": "line"}  # a feature's number counts these; "feature" in all other forms


def clean(raw: RawLayer, form: str, file: str, digest: str, limits: Limits) -> Verdict:
    """The verdict on what was read: its features in EPSG:4326, and what was said of all of them.

    Raises Refused when the whole file cannot be used, or nothing of it is left.
    """
    read = len(raw.features) + len(raw.dropped)
    word = WORDS.get(form, "feature")
    if read > limits.features:
        most = f"at most {limits.features:,} in a file"
        raise Refused(Problem(file, "", "features", f"{read:,}", most))
    values = sum(len(feature.properties) for feature in raw.features)
    if values > limits.values:
        most = f"at most {limits.values:,} in a file: leave out columns or features"
        raise Refused(Problem(file, "", "attributes", f"{values:,} values", most))
    kept = Kept(raw, file, word, limits)
    shapes.plain(kept)
    shapes.check_sizes(kept)
    shapes.drop_infinite(kept)
    called = location.in_degrees(kept, raw.crs)
    antimeridian.unwrap(kept)
    shapes.repair(kept)
    antimeridian.split(kept)
    _last_look(kept)
    features = _features(raw, kept)
    dropped = tuple(sorted(kept.dropped))
    if not features:
        raise Refused(
            *(kept.why or [Problem(file, "", "features", "none", "at least one feature")])
        )
    # What the verdict promises: nothing is lost without being named.
    numbers = {feature.number for feature in features}
    assert len(features) + len(dropped) == read and numbers.isdisjoint(dropped)
    west, south, east, north = shapely.total_bounds(kept.geometries).tolist()
    layer = OwnLayer(
        Values(limits).line(raw.name), form, called, digest, features, (west, south, east, north)
    )
    return Verdict(file, layer, read, kept.told(), dropped=dropped)


def _last_look(kept: Kept) -> None:
    """Drop geometries that would blank the map; say of which it cannot show all."""
    kept.drop(
        shapely.is_missing(kept.geometries) | shapely.is_empty(kept.geometries),
        "geometry",
        "nothing is left of it",
        "a geometry on the Earth: draw it again",
    )
    shapes.check_sizes(kept)  # again: where something was cut there are more vertices now
    bounds = shapely.bounds(kept.geometries)
    high = np.abs(bounds[:, [1, 3]]).max(axis=1, initial=0) > EDGE
    kept.say(high, "latitude", f"beyond {EDGE}°", "nearer to the equator: the map ends there")
    zero = (bounds == 0).all(axis=1)
    kept.say(
        zero, "coordinates", "0, 0", "a place: this one, in the Gulf of Guinea, often means none"
    )


def _features(raw: RawLayer, kept: Kept) -> tuple[OwnFeature, ...]:
    """Features that are left, with their attributes as text."""
    values = Values(kept.limits)
    found = []
    for number, at, geometry in zip(
        kept.numbers.tolist(), kept.places.tolist(), kept.geometries, strict=True
    ):
        pairs, notes = values.pairs(raw.features[at].properties)
        for note in notes:
            kept.said.append(numbered(kept.file, kept.word, number, *note))
        found.append(OwnFeature(number, geometry, pairs))
    return tuple(found)
