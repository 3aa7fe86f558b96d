"""The way from a raw layer of any format to a layer that may be drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from ..errors import Problem
from .checks import antimeridian, location, looks, shapes
from .checks.attributes import NAMELESS, Values
from .checks.remaining import Kept
from .problems import numbered
from .verdict import Limits, OwnFeature, OwnLayer, RawLayer, Refused, Verdict, kind_of

EDGE = 85.06  # degrees: a map in Web Mercator ends there
KINDS = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
    "GeometryCollection": "area",
}
WORDS = {
    "csv": "line",
    "xlsx": "row",
}  # that numbers count; else features


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
    name = Values(limits).line(raw.name)
    credit = Values(replace(limits, name_letters=300)).line(raw.credit)
    box = (west, south, east, north)
    kind = kind_of(features)
    credit = credit * bool(raw.credit)
    layer = OwnLayer(name, form, called, digest, features, box, file, kind, credit)
    return Verdict(file, layer, read, kept.told(), dropped=dropped, table=raw.table)


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
    key = looks.title_key(raw.features)
    for number, at, geometry in zip(
        kept.numbers.tolist(), kept.places.tolist(), kept.geometries, strict=True
    ):
        one = raw.features[at]
        pairs, notes = values.pairs(one.properties)
        for note in notes:
            kept.said.append(numbered(kept.file, kept.word, number, *note))
        title = values.line(str(one.properties.get(key) or "")) if key else ""
        colour = one.colour or looks.colour_of(one.properties, KINDS[geometry.geom_type]) or ""
        found.append(OwnFeature(number, geometry, pairs, title * (title != NAMELESS), colour))
    return tuple(found)
