"""The rail bridge's axis and the road bridge's site, from the facts kept by hand.

We found no published coordinate of the road bridge: its site is derived from the distances that
claims in ../seeds/ report, and comes out as an area of uncertainty, never as a point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from claims import Claims, all_claims, hedged, reported
from features import (
    GEOD,
    Feature,
    feature,
    from_utm,
    geodesic_line,
    lonlat,
    to_utm,
)
from progress import Axis, progress
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

SPANS = (
    33,
    *[67] * 8,
    54,
)  # metres, of the rail bridge, from either end (Wikipedia de): 623 in all
CROSSED = 3  # spans between the Russian bank and the border, in the Russian view (Krogh's Geosite)
SITE_ACCURACY = 150  # metres, of the road bridge's site
SITE: dict[str, Any] = {"place": "road-bridge", "kind": "bridge", "accuracy_m": SITE_ACCURACY}
ALONG = "along the OpenStreetMap centreline downstream of the rail bridge crossing"
APART = 45  # metres between the lines of two lengths
LONGEST = 1500  # metres: a length above is one with the roads, 4.7 km, taken for the bridge's


def rail_bridge_axis(place: dict[str, Any]) -> list[Feature]:
    """The rail bridge's axis: the reported length, centred on the crossing point.

    Centred, because the position that Wikipedia has for the bridge is 19 m from that point. In the
    Russian view the border lies three spans from the Russian bank, though, and which end has the
    span of 33 m is not reported: then the middle lies towards Korea by one of `off`.
    """
    length, azimuth = float(sum(SPANS)), 44.0
    from_russia = [sum(spans[:CROSSED]) for spans in (SPANS, SPANS[::-1])]
    off = [length / 2 - metres for metres in sorted(from_russia, reverse=True)]
    accuracy = math.ceil(max(off) + place["accuracy_m"])
    shared = {"place": "rail-bridge", "kind": "bridge", "accuracy_m": accuracy}
    return [
        feature(
            "rail-bridge-extent",
            beyond(lonlat(place), azimuth, length, accuracy),
            **shared,
            role="possible extent",
            names={"en": ["Where an end of the rail bridge may lie"]},
            method=f"the {accuracy} m by which each end of the axis may be off",
        ),
        feature(
            "rail-bridge-axis",
            geodesic_line(lonlat(place), azimuth, length),
            **shared,
            role="axis",
            names={"en": ["Axis of the rail bridge"]},
            method=f"{length:.0f} m long, of spans of 33 + 8 × 67 + 54 m (Wikipedia de), centred "
            "on the point where the railway crosses the border, azimuth 44 degrees true after the "
            "OpenStreetMap way. In the Russian view (Krogh's Geosite) the border lies between the "
            f"third and the fourth span from the Russian side, {min(from_russia)} or "
            f"{max(from_russia)} m from that end",
            note=f"If that is the border mapped, the bridge lies {off[0]:.1f} or {off[1]:.1f} m "
            f"further towards Korea than drawn. Each end may be off by {accuracy} m: the greater "
            f"of these and the {place['accuracy_m']} m of the crossing point. 400 m (Wikipedia fr "
            "and ru), centred likewise, lies within",
            source="Wikipedia (de), Brücke der koreanisch-russischen Freundschaft; Jan S. Krogh's "
            "Geosite, CNKPRU; OpenStreetMap way 42510186",
            url="https://www.openstreetmap.org/way/42510186",
        ),
    ]


def beyond(middle: Point, azimuth: float, length: float, more: float) -> MultiLineString:
    """The stretches so many metres long at both ends of a centred line, lon lat in degrees."""
    whole = geodesic_line(middle, azimuth, length + 2 * more)
    inner = geodesic_line(middle, azimuth, length)
    ends = zip(whole.coords, inner.coords, strict=True)
    return MultiLineString([LineString([outer, end]) for outer, end in ends])


def road_bridge(river: LineString, rail: dict[str, Any], water: BaseGeometry) -> list[Feature]:
    """The road bridge's site from the reported distances downstream of the rail bridge.

    One point a reported distance, the area within the stated accuracy of any point of the
    centreline between the nearest and the farthest, and the direction of an axis across the river;
    along that the reported lengths and progress. `water` is the estimated one, EPSG:4326.
    """
    start, offsets, middle = site_along(river, rail)
    here, below, above = (from_utm(river.interpolate(middle + d)) for d in (0, 60, -60))
    axis = Axis(here, GEOD.inv(above.x, above.y, below.x, below.y)[0], to_utm(water))
    azimuth = axis.towards("russia") % 180
    return [
        road_bridge_area(river, start, offsets),
        road_bridge_axis(here, azimuth, offsets),
        *progress(axis, LONGEST),
        *reported_lengths(river, middle, azimuth, axis.width),
        *reported_sites(river, start, offsets),
    ]


def site_along(river: LineString, rail: dict[str, Any]) -> tuple[float, dict[int, Claims], float]:
    """Stations along `river`, in metres of EPSG:32652, of the rail bridge and the site's middle.

    Between them the reported distances from one to the other, with their claims.
    """
    start, offsets = river.project(to_utm(lonlat(rail))), reported("offset")
    if not offsets:
        raise SystemExit("build.py: no claim in seeds/ gives the road bridge's offset")
    return start, offsets, start + sorted(offsets)[len(offsets) // 2]


def road_bridge_area(river: LineString, start: float, offsets: dict[int, Claims]) -> Feature:
    """The site's area, EPSG:4326; `river`, `start` and `offsets` are metres in EPSG:32652."""
    reach = substring(river, start + min(offsets), start + max(offsets))
    return feature(
        "road-bridge",
        from_utm(reach.buffer(SITE_ACCURACY, quad_segs=16)),
        **SITE,
        role="uncertainty area",
        names={
            "en": ["Tumen road bridge site", "Khasan–Tumangang road bridge"],
            "ko": ["두만강 자동차다리"],
            "ru": ["автомобильный мост через Туманную"],
        },
        local=["ko", "ru"],
        claims=[key for claims in offsets.values() for key in claims],
        method=f"within {SITE_ACCURACY} m of the centreline between {min(offsets)} and "
        f"{max(offsets)} m {ALONG}; {SITE_ACCURACY} m adds the centreline's 70 m, the rail bridge "
        "point's 30 m and 50 m for the round figures. We found no published coordinate of the "
        "bridge",
    )


def reported_sites(
    river: LineString, start: float, offsets: dict[int, Claims]
) -> Iterator[Feature]:
    """A point a reported distance, EPSG:4326; the rest is metres in EPSG:32652."""
    for metres, claims in offsets.items():
        yield feature(
            f"road-bridge-site-{metres}",
            from_utm(river.interpolate(start + metres)),
            **SITE,
            role="reported site",
            names={"en": [f"Site as reported, {hedged(metres, claims)} from the rail bridge"]},
            offset_m=metres,
            claims=list(claims),
            method=f"{metres} m {ALONG}",
        )


def road_bridge_axis(here: Point, azimuth: float, offsets: dict[int, Claims]) -> Feature:
    """The direction across the river at `here`, EPSG:4326 lon lat; azimuth in degrees true."""
    middle = sorted(offsets)[len(offsets) // 2]
    return feature(
        "road-bridge-axis",
        geodesic_line(here, azimuth, 4 * SITE_ACCURACY),
        **SITE,
        role="derived axis",
        names={"en": ["Direction across the river at the site"]},
        claims=list(offsets[middle]),
        method=f"at right angles to the centreline at {middle} m, azimuth {azimuth:.1f} degrees "
        "true; shows the direction only, its ends say nothing of the bridge's length",
    )


def reported_lengths(
    river: LineString, middle: float, azimuth: float, width: float
) -> list[Feature]:
    """A line a length, to scale, in the derived direction and centred on the river.

    They would lie on one another, so they lie side by side, with room for the bridge itself in
    their middle; where one begins is not claimed. `width` is that of the water, in metres.
    """
    lengths = {metres: c for metres, c in reported("length").items() if metres <= LONGEST}
    half = len(lengths) // 2
    places = [n - half + (n >= half) for n in range(len(lengths))]
    return [
        feature(
            f"road-bridge-length-{metres}",
            geodesic_line(from_utm(river.interpolate(middle + APART * at)), azimuth, metres),
            place="road-bridge",
            role="reported length",
            kind="bridge",
            names={"en": [length_name(metres, claims)]},
            accuracy_m=300,
            length_m=metres,
            claims=list(claims),
            method=f"{length_basis(metres, claims)}to scale, in the derived direction, centred on "
            f"the centreline and {APART} m beside the next; its ends are not claimed: 150 m for "
            "the site and 150 m for parts of unequal length on the two banks",
            **longer(metres, width),
        )
        for at, (metres, claims) in zip(places, lengths.items(), strict=True)
    ]


def longer(metres: int, width: float) -> dict[str, Any]:
    """A note on a length that is greater than the water is wide, in metres."""
    if metres <= width:
        return {}
    more = f"{metres - width:.0f} m longer than the estimated water is wide, {width:.0f} m"
    return {"note": more}


def length_name(metres: int, claims: Claims) -> str:
    """The name of a length's line: computed here only if no claim behind it reports it."""
    if parts := parts_of(claims):
        return f"Length computed here, {metres} m ({' + '.join(map(str, parts))})"
    return f"Length as reported, {hedged(metres, claims)}"


def length_basis(metres: int, claims: Claims) -> str:
    """The beginning of a length's method: the length and, of a sum made here, what it is of."""
    if parts := parts_of(claims):
        sum_of = " and ".join(f"{part} m" for part in parts)
        return (
            f"{metres} m, computed here as the sum of {sum_of}, the two parts that are reported; "
            "no page that we read prints it; "
        )
    return f"{hedged(metres, claims)} as reported, "


def parts_of(claims: Claims) -> list[int]:
    """The values summed up here for these claims, none where one of them is reported itself."""
    sums = [claim.get("computed") for claim in claims.values()]
    every = all_claims()
    return [every[key]["value"] for key in sums[0] or ()] if all(sums) else []
