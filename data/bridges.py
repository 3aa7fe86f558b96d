"""The river, the rail bridge's axis and the road bridge's site, from the facts kept by hand.

The road bridge has no published coordinate: it is derived from the distances that claims in
../seeds/ report, and comes out as an area of uncertainty, never as a point.
"""

from __future__ import annotations

import json
from typing import Any

import shapely
from features import (
    EXTENT,
    FACTS,
    GEOD,
    HERE,
    Feature,
    feature,
    from_utm,
    geodesic_line,
    lonlat,
    to_utm,
    toml,
)
from shapely.geometry import LineString
from shapely.ops import substring

SEEDS = HERE.parent / "seeds"


def river_line() -> LineString:
    """The whole centreline, upper river to mouth, in EPSG:32652."""
    path = json.loads((FACTS / "tumen_centreline.json").read_text("utf-8"))["paths"][0]
    return to_utm(LineString(path))


def river_feature(river: LineString) -> Feature:
    """The centreline within the extent."""
    facts = json.loads((FACTS / "tumen_centreline.json").read_text("utf-8"))
    return feature(
        "tumen-river",
        shapely.intersection(from_utm(river), EXTENT),
        role="line",
        kind="river",
        names={
            "en": ["Tumen River", "Tumangan"],
            "ko": ["두만강"],
            "ru": ["Туманная", "Туманган"],
            "zh": ["图们江"],
        },
        local=["ko", "ru", "zh"],
        accuracy_m=facts["accuracy_m"],
        method="OpenStreetMap relation 6970997 as of 2026-09-09, one path to the mouth, "
        "simplified to 0.0006 degrees",
        source="OpenStreetMap relation 6970997",
        url="https://www.openstreetmap.org/relation/6970997",
    )


def rail_bridge_axis(place: dict[str, Any]) -> list[Feature]:
    """The rail bridge's axis: the reported length, centred on the crossing point."""
    longest, other = 623.0, 400.0
    azimuth = 44.0
    return [
        feature(
            "rail-bridge-axis",
            geodesic_line(lonlat(place), azimuth, longest),
            place="rail-bridge",
            role="axis",
            kind="bridge",
            names={"en": ["Axis of the rail bridge"]},
            accuracy_m=round((longest - other) / 2),
            method="623 m long (Wikipedia en; Wikipedia fr gives 400 m), centred on the crossing "
            "point, azimuth 44 degrees true after the OpenStreetMap way; each end may be off by "
            "112 m, half of what the two lengths differ by",
            source="Wikipedia (en), Korea–Russia Friendship Bridge; OpenStreetMap way 42510186",
            url="https://www.openstreetmap.org/way/42510186",
        )
    ]


def road_bridge(river: LineString, rail: dict[str, Any]) -> list[Feature]:
    """The road bridge's site from the reported distances downstream of the rail bridge.

    One point a reported distance, the area within the stated accuracy of any point of the
    centreline between the nearest and the farthest, and the direction of an axis across the river.
    """
    start = river.project(to_utm(lonlat(rail)))
    offsets = reported("offset")
    if not offsets:
        raise SystemExit("build.py: no claim in seeds/ gives the road bridge's offset")
    accuracy = 150
    behind = [key for keys in offsets.values() for key in keys]
    reach = substring(river, start + min(offsets), start + max(offsets))
    shared: dict[str, Any] = {"place": "road-bridge", "kind": "bridge", "accuracy_m": accuracy}
    along = "along the OpenStreetMap centreline downstream of the rail bridge crossing"
    area = feature(
        "road-bridge",
        from_utm(reach.buffer(accuracy, quad_segs=16)),
        **shared,
        role="uncertainty area",
        names={
            "en": ["Tumen road bridge site", "Khasan–Tumangang road bridge"],
            "ko": ["두만강 자동차다리"],
            "ru": ["автомобильный мост через Туманную"],
        },
        local=["ko", "ru"],
        claims=behind,
        method=f"within {accuracy} m of the centreline between {min(offsets)} and {max(offsets)} m "
        f"{along}; {accuracy} m adds the centreline's 70 m, the rail bridge point's 30 m and 50 m "
        "for the round figures. No coordinate of the bridge has been published",
    )
    sites = [
        feature(
            f"road-bridge-site-{metres}",
            from_utm(river.interpolate(start + metres)),
            **shared,
            role="reported site",
            names={"en": [f"Site as reported, {metres} m from the rail bridge"]},
            offset_m=metres,
            claims=claims,
            method=f"{metres} m {along}",
        )
        for metres, claims in offsets.items()
    ]
    middle = sorted(offsets)[len(offsets) // 2]
    here, below, above = (from_utm(river.interpolate(start + middle + d)) for d in (0, 60, -60))
    azimuth = (GEOD.inv(above.x, above.y, below.x, below.y)[0] - 90) % 180
    axis = feature(
        "road-bridge-axis",
        geodesic_line(here, azimuth, 4 * accuracy),
        **shared,
        role="derived axis",
        names={"en": ["Direction across the river at the site"]},
        claims=offsets[middle],
        method=f"at right angles to the centreline at {middle} m, azimuth {azimuth:.1f} degrees "
        "true; shows the direction only, its ends say nothing of the bridge's length",
    )
    return [area, axis, *reported_lengths(river, start + middle, azimuth), *sites]


def reported_lengths(river: LineString, middle: float, azimuth: float) -> list[Feature]:
    """A line a reported length, to scale, in the derived direction and centred on the river.

    They would lie on one another, so they lie side by side; where one begins is not claimed.
    """
    lengths, apart = reported("length"), 20
    first = middle - apart * (len(lengths) - 1) / 2
    return [
        feature(
            f"road-bridge-length-{metres}",
            geodesic_line(from_utm(river.interpolate(first + apart * n)), azimuth, metres),
            place="road-bridge",
            role="reported length",
            kind="bridge",
            names={"en": [f"Length as reported, {metres} m"]},
            accuracy_m=300,
            length_m=metres,
            claims=claims,
            method=f"{metres} m to scale, in the derived direction, centred on the centreline and "
            f"{apart} m beside the next; its ends are not claimed: 150 m for the site and 150 m "
            "for parts of unequal length on the two banks",
        )
        for n, (metres, claims) in enumerate(lengths.items())
    ]


def reported(attribute: str) -> dict[int, list[str]]:
    """Metres that claims in seeds/ give for the road bridge, in order, with the claims' keys."""
    found: dict[int, list[str]] = {}
    for path in sorted(SEEDS.glob("*.toml")):
        record = toml(path)
        for claim in record.get("claim", []):
            if (claim["about"], claim["attribute"]) == ("road-bridge", attribute):
                key = f"{record['source']['id']}/{claim['id']}"
                found.setdefault(claim["value"], []).append(key)
    return dict(sorted(found.items()))
