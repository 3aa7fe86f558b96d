"""State borders: where mapped zones meet on land, the river that two countries share, and disputes.

Lines are EPSG:4326, lon lat. Nothing here says where a border is by law.
"""

from __future__ import annotations

from typing import Any

import shapely
from features import EXTENT, FACTS, Feature, feature, from_utm, lonlat, to_utm, toml
from ground import COUNTRIES, GRID, UNKNOWN_SURVEY, ZONES
from river import TRIPOINT, centreline, mapped_water
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring
from timezones import zones_2026


def border_features() -> list[Feature]:
    """Borders on land, in the shared river and in the lower river; disputed ones apart."""
    zones = zones_2026()
    places = toml(FACTS / "places.toml")["places"]
    marker, rail, mouth = (
        lonlat(places[name]) for name in ("tripoint-marker-423", "rail-bridge", "tumen-mouth")
    )
    china_russia = shared_line(zones["CHN"], zones["RUS"])
    to_marker, china_russia = split_at(china_russia, TRIPOINT, marker)
    korea_russia = split_at(shared_line(zones["PRK"], zones["RUS"]), TRIPOINT, mouth)[0]
    to_bridge, korea_russia = split_at(korea_russia, TRIPOINT, rail)
    return [
        *china_korea(zones),
        border_feature("CHN", "RUS", china_russia),
        border_feature("PRK", "RUS", korea_russia),
        *disputed_borders(to_bridge, to_marker),
    ]


def china_korea(zones: dict[str, BaseGeometry]) -> list[Feature]:
    """The river that both share, by the middle of its water, and the border above it as mapped."""
    line, water = centreline(), mapped_water()
    end = line.project(to_utm(TRIPOINT))
    upper = line.project(Point(line.intersection(water).coords[0]))
    begin = from_utm(line.interpolate(upper))
    mapped = shared_line(zones["CHN"], zones["PRK"])
    above = split_at(mapped, begin, Point(EXTENT.bounds[0], begin.y))[0]
    shared = feature(
        "border-china-north-korea",
        from_utm(substring(line, upper, end)),
        role="line in shared water",
        kind="border",
        names={"en": ["Water shared by China and North Korea, its middle"]},
        accuracy_m=250,
        method="the middle of the mapped water, see tumen-river: a sign that both countries have "
        "the river in common, no line that anybody claims. OpenStreetMap of 2026 maps the border "
        "along the North Korean bank, with islands as enclaves: a way of mapping shared water. "
        "The mapped banks are up to 250 m and more from the middle",
        note="That China and North Korea hold the water in common here: Jan S. Krogh's Geosite",
        url="http://geosite.jankrogh.com/borders/cnkpru/",
    )
    return [shared, border_feature("CHN", "PRK", above, of="border-china-north-korea")]


def disputed_borders(to_bridge: LineString, to_marker: LineString) -> list[Feature]:
    """Disputed borders: from the tripoint to the rail bridge, and to the marker on the bank."""
    shared: dict[str, Any] = {
        "role": "disputed line",
        "kind": "border",
        "accuracy_m": 100,
        "source": "Jan S. Krogh's Geosite, CNKPRU; line: OpenStreetMap, September 2026",
        "url": "http://geosite.jankrogh.com/borders/cnkpru/",
    }
    dated = (
        "The page has no date in the copies read on 27 November 2026; its own page of maps was "
        "last changed on 4 March 2012"
    )
    line = f"Line: {ZONES}"
    return [
        feature(
            "border-disputed",
            to_bridge,
            **shared,
            names={"en": ["Border reported as disputed (not surveyed)"]},
            method=f"{line}. Drawn apart because of Jan S. Krogh's Geosite: in the Russian view, "
            "it says, a zone from the line between the tripoint's markers 3 and 2 to the rail "
            "bridge is still disputed. Russia and, it seems, North Korea differ on where the "
            "eastern bank of the moving river is",
            note=f"{dated}. It knows of a protocol of 20 June 2002, not of its text. What the "
            "three states hold today we found nowhere",
        ),
        feature(
            "border-china-russia-tripoint",
            to_marker,
            **shared,
            place="border-disputed",
            names={"en": ["Border from marker 423 to the tripoint (not surveyed)"]},
            method=f"{line}; the tripoint is a derived position. Drawn apart because Jan S. "
            "Krogh's Geosite has the land border of China end about 83 m southwest of marker 423, "
            "at water that China and North Korea hold in common",
            note=dated,
        ),
    ]


def border_feature(a: str, b: str, line: BaseGeometry, of: str | None = None) -> Feature:
    """The line between two countries; a part of the place `of` when that is given."""
    (id_a, names_a), (id_b, names_b) = COUNTRIES[a], COUNTRIES[b]
    part: dict[str, Any] = {"place": of} if of else {}
    return feature(
        f"border-{id_a}-{id_b}" + ("-above" if of else ""),
        line,
        **part,
        role="line",
        kind="border",
        names={"en": [f"Border of {names_a['en'][0]} and {names_b['en'][0]}"]},
        accuracy_m=100,
        method=f"{ZONES}; where both zones meet. {UNKNOWN_SURVEY.format(100)}",
    )


def shared_line(a: BaseGeometry, b: BaseGeometry) -> BaseGeometry:
    """The line two faces share, merged."""
    shared = shapely.intersection(a.boundary, b.boundary)
    return shapely.line_merge(
        shapely.MultiLineString(
            [g for g in shapely.get_parts(shared) if g.geom_type == "LineString"]
        )
    )


def split_at(line: BaseGeometry, start: Point, end: Point) -> tuple[LineString, BaseGeometry]:
    """The part of a line between the points nearest to start and end, and the rest."""
    parts = sorted(shapely.get_parts(line), key=lambda part: part.distance(start))
    nearest = parts[0]
    stations = sorted(nearest.project(p) for p in (start, end))
    if min(stations) < nearest.length / 2 and nearest.project(start) < 1e-3:
        stations[0] = 0.0  # from the tripoint itself, where the line begins
    elif nearest.length - nearest.project(start) < 1e-3:
        stations[1] = nearest.length
    near = substring(nearest, *stations)
    ends = [substring(nearest, 0, stations[0]), substring(nearest, stations[1], nearest.length)]
    rest = [g for g in [*ends, *parts[1:]] if g.geom_type == "LineString" and g.length > GRID]
    return near, rest[0] if len(rest) == 1 else shapely.MultiLineString(rest)
