"""The Tumen: its mapped water, the middle of that, and the water estimated below the tripoint.

Down to the tripoint OpenStreetMap has both banks. Below it nobody has published any, so the water
there is a band round OpenStreetMap's centreline: at least as wide as the mapped water is where it
ends, at most as wide as a claim in ../seeds/ has it at the road bridge.
"""

from __future__ import annotations

import heapq
import json
import math
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import shapely
from claims import reported
from features import EXTENT, FACTS, Feature, feature, from_utm, to_utm
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring
from timezones import zones_2024

BANK_STEP = 25  # metres between the points of the banks whose Voronoi edges are taken
BANK_ACCURACY = 350  # metres by which an estimated bank may be further out
BEYOND_MOUTH = 400  # metres that the band goes on into the sea, so that the river is open to it
DETAIL = 8  # metres that the middle line may be off when points of it are left out
TRIPOINT = Point(130.637, 42.418)  # derived; see facts/places.toml, tripoint-marker-423
OSM_2024 = (
    "OpenStreetMap of early 2024, as timezone-boundary-builder and timezonefinder 6.5.4 hand it on"
)
NAMES = {
    "en": ["Tumen River", "Tumangan"],
    "ko": ["두만강"],
    "ru": ["Туманная", "Туманган"],
    "zh": ["图们江"],
}


def osm_line() -> LineString:
    """OpenStreetMap's centreline, upper river to mouth, in EPSG:32652."""
    path = json.loads((FACTS / "tumen_centreline.json").read_text("utf-8"))["paths"][0]
    return to_utm(LineString(path))


@cache
def mapped_water() -> Polygon:
    """The water between both banks down to the tripoint, with its islands, in EPSG:32652.

    In early 2024 the zones of both countries reached to the far bank: they share the water. Rounded
    as it is written.
    """
    zones = zones_2024()
    shared = shapely.get_parts(zones["CHN"].intersection(zones["PRK"]))
    whole = max(shared, key=lambda part: part.area)
    return to_utm(shapely.set_precision(whole, 1e-6))


@cache
def cut() -> LineString:
    """The straight end of the mapped water, through the tripoint from bank to bank, EPSG:32652."""
    outer = np.array(mapped_water().exterior.coords[:-1])
    tripoint = to_utm(TRIPOINT).coords[0]
    middle = int(np.argmin(np.hypot(*(outer - tripoint).T)))
    return LineString(outer[[middle - 1, middle, (middle + 1) % len(outer)]])


@cache
def below() -> LineString:
    """The centreline from the middle of the cut to the mouth and on into the sea, EPSG:32652."""
    line, middle = osm_line(), cut().interpolate(0.5, normalized=True)
    rest = substring(line, line.project(middle) + cut().length / 2, line.length)
    (x0, y0), (x1, y1) = rest.coords[-2:]
    share = BEYOND_MOUTH / math.hypot(x1 - x0, y1 - y0)
    return LineString(
        [middle.coords[0], *rest.coords, (x1 + (x1 - x0) * share, y1 + (y1 - y0) * share)]
    )


def least_water() -> BaseGeometry:
    """The band as wide as the cut, which it begins with, in EPSG:32652."""
    band = below().buffer(cut().length / 2, cap_style="flat")
    corner = shapely.convex_hull(
        shapely.union_all([cut(), below().interpolate(cut().length / 2).buffer(cut().length / 2)])
    )
    return shapely.union_all([band, corner]).difference(mapped_water())


def most_water(site: Point, width: float) -> BaseGeometry:
    """The band that widens from the cut to `width` metres at the site, and stays so; EPSG:32652."""
    line, narrow = below(), cut().length / 2
    stations = np.arange(0, line.length, 25.0)
    radii = narrow + (width / 2 - narrow) * np.clip(stations / line.project(site), 0, 1)
    discs = shapely.buffer(shapely.line_interpolate_point(line, stations), radii, quad_segs=16)
    hulls = shapely.convex_hull(shapely.union(discs[:-1], discs[1:]))
    return shapely.union_all(hulls).simplify(2)


@cache
def middle_line() -> LineString:
    """The line through the mapped water that keeps farthest from its banks, EPSG:32652.

    Of the Voronoi edges of points on the banks, those inside the water; of the ways along them from
    the upper end to the cut, the one of the least length over distance from the banks. So it takes
    the wider arm past an island.
    """
    water = mapped_water()
    # The cut is no bank: a line that kept away from it would not reach its middle.
    banks = shapely.segmentize(water.boundary.difference(cut().buffer(1)), BANK_STEP)
    edges = shapely.get_parts(shapely.voronoi_polygons(banks, only_edges=True))
    shapely.prepare(water)
    edges = edges[shapely.contains_properly(water, edges)]
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    room = shapely.distance(middles, water.boundary)
    costs = shapely.length(edges) / room
    ends = [tuple(tuple(c) for c in edge.coords) for edge in edges]
    nodes = np.array(sorted({node for pair in ends for node in pair}))

    def nearest(point: Point) -> tuple[float, float]:
        x, y = nodes[np.argmin(np.hypot(*(nodes - point.coords[0]).T))]
        return float(x), float(y)

    source = osm_line().intersection(water)
    begin = Point(shapely.get_parts(source)[0].coords[0])
    end = cut().interpolate(0.5, normalized=True)
    way = _cheapest(zip(ends, costs.tolist(), strict=True), nearest(begin), nearest(end))
    return _inside(LineString([*way, end.coords[0]]), water)


def _cheapest(edges: Any, begin: tuple[float, float], end: tuple[float, float]) -> list[Any]:
    """The nodes of the cheapest way along edges (Dijkstra 1959)."""
    beside = defaultdict(list)
    for (a, b), cost in edges:
        beside[a].append((b, cost))
        beside[b].append((a, cost))
    queue, came = [(0.0, begin, begin)], {}
    while queue:
        spent, node, before = heapq.heappop(queue)
        if node in came:
            continue
        came[node] = before
        if node == end:
            break
        for other, cost in beside[node]:
            if other not in came:
                heapq.heappush(queue, (spent + cost, other, node))
    way = [end]
    while way[-1] != begin:
        way.append(came[way[-1]])
    return way[::-1]


def _inside(line: LineString, water: Polygon) -> LineString:
    """The line with as few points as leave it inside the water."""
    for detail in (DETAIL, DETAIL / 2, DETAIL / 4, 0):
        simple = line.simplify(detail)
        if water.buffer(0.5).contains(simple):
            return simple
    return line


@cache
def centreline() -> LineString:
    """The drawn centreline in EPSG:32652: OpenStreetMap's above and below the mapped water.

    In between it is the middle of the water.
    """
    line, middle = osm_line(), middle_line()
    above = substring(line, 0, line.project(Point(middle.coords[0])))
    return LineString([*above.coords, *middle.coords, *below().coords[1:-1]])


def river_feature() -> Feature:
    """The centreline within the extent, EPSG:4326."""
    facts = json.loads((FACTS / "tumen_centreline.json").read_text("utf-8"))
    return feature(
        "tumen-river",
        shapely.intersection(from_utm(centreline()), EXTENT),
        role="centreline",
        kind="river",
        names=NAMES,
        local=["ko", "ru", "zh"],
        accuracy_m=facts["accuracy_m"],
        method="From 130.06 degrees east to the tripoint the middle of the mapped water, computed "
        "here from the Voronoi edges of its banks, by the wider arm past an island. Above and "
        "below it OpenStreetMap relation 6970997 as of 2026-09-09, one path to the mouth, "
        "simplified to 0.0006 degrees, whose accuracy is stated",
        source=f"OpenStreetMap relation 6970997; {OSM_2024}",
        url="https://www.openstreetmap.org/relation/6970997",
    )


def water_features(mapped: BaseGeometry, estimated: BaseGeometry) -> list[Feature]:
    """The faces of mapped and of estimated water, EPSG:4326."""
    shared: dict[str, Any] = {"place": "tumen-river", "kind": "river water"}
    wide = round(cut().length, -1)
    return [
        feature(
            "tumen-water",
            mapped,
            **shared,
            role="water",
            names={"en": ["Water of the Tumen, both banks mapped"]},
            accuracy_m=50,
            method=f"{OSM_2024}: what the zones of China and North Korea share, with its islands. "
            "Taken as accurate to 50 m, because the survey behind it is not known and the river "
            "moves",
            source=OSM_2024,
            url="https://www.openstreetmap.org/copyright",
        ),
        feature(
            "tumen-water-estimated",
            estimated,
            **shared,
            role="estimated water",
            names={"en": ["Water of the Tumen, width estimated"]},
            accuracy_m=BANK_ACCURACY,
            method=f"no banks are published here: a band of {wide:.0f} m, the width of the mapped "
            "water where it ends at the tripoint, round OpenStreetMap's centreline. What is "
            f"reported is up to 1 km; each bank may be {BANK_ACCURACY} m further out",
            source="computed here from OpenStreetMap relation 6970997",
            url="https://www.openstreetmap.org/relation/6970997",
        ),
    ]


def possible_water(land: BaseGeometry, site: Point) -> list[Feature]:
    """Land, EPSG:4326, that is water if the river is as wide as the widest report of it has it."""
    widths = reported("water-width")
    if not widths:
        return []
    widest = max(widths)
    area = from_utm(most_water(site, widest)).intersection(land)
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return [
        feature(
            "tumen-water-possible",
            shapely.MultiPolygon([part for part in parts if part.area > 1e-7]),
            place="tumen-river",
            role="possible water",
            kind="river water",
            names={"en": [f"Water, if the river is {widest:,} m wide"]},
            accuracy_m=200,
            claims=list(widths[widest]),
            method=f"{widest:,} m are reported at the road bridge's site; towards the tripoint the "
            "band narrows to the width mapped there, and below the site, of which nothing is "
            "reported, it stays as wide",
            source="computed here from OpenStreetMap relation 6970997",
            url="https://www.openstreetmap.org/relation/6970997",
        )
    ]
