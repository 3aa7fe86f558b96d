"""Sea, land, borders and the outline of two continents, from npm's @geo-maps packages.

Needs npm once; the tarballs are named by version, kept in .cache/ and checked
against their SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from typing import Any

import shapely
from bridges import river_line
from features import EXTENT, FACTS, HERE, Feature, feature, from_utm, lonlat, to_utm, toml
from shapely.geometry import LineString, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

CACHE = HERE / ".cache"
CONTEXT_EXTENT = (20.0, 33.0, 140.0, 60.0)  # the outline behind the far places: lon, lat
GRID = 1e-6  # degrees: six decimals, about 0.1 m
PACKAGES = {
    "@geo-maps/countries-maritime-10m@0.6.0": (
        "c63144607cc8aeb5784f8e14b7bf8c8fcdaf2e000b93fe44b1991257773e13a1"
    ),
    "@geo-maps/earth-seas-10m@0.6.0": (
        "ec5ebfd1048c3875f2152267e400a9d1ef04342f52dc2b09cd793f1a24182c1c"
    ),
}
COUNTRIES = {
    "CHN": ("china", {"en": ["China"], "ko": ["중국"], "ru": ["Китай"], "zh": ["中国"]}),
    "PRK": (
        "north-korea",
        {"en": ["North Korea"], "ko": ["조선", "북한"], "ru": ["КНДР"], "zh": ["朝鲜"]},
    ),
    "RUS": (
        "russia",
        {"en": ["Russia"], "ko": ["로씨야", "러시아"], "ru": ["Россия"], "zh": ["俄罗斯"]},
    ),
}
TRIPOINT = Point(130.637, 42.418)  # derived; see facts/places.toml, tripoint-marker-423
OSM_2017 = "OpenStreetMap, November 2017, as generalised by geo-maps with an absolute error of 10 m"


def openstreetmap_layers() -> dict[str, list[Feature]]:
    """Sea, land, borders and the outline, from the npm packages."""
    countries, seas = (json.loads(npm_map(name)) for name in PACKAGES)
    sea = shapely.from_geojson(json.dumps(seas["geometries"][0]))
    territories = {
        f["properties"]["A3"]: shape(f["geometry"]).intersection(EXTENT)
        for f in countries["features"]
        if f["properties"]["A3"] in COUNTRIES
    }
    detailed_sea = shapely.clip_by_rect(sea, *EXTENT.bounds)
    faces = partition({"sea": detailed_sea} | territories)
    return {
        "context": context(sea),
        "sea": [sea_feature(faces["sea"])],
        "land": [land_feature(code, faces[code]) for code in COUNTRIES],
        "borders": border_features(faces),
    }


def partition(areas: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Split the extent into faces that share their vertices; the first area that holds one gets it.

    Rounding overlapping polygons one by one leaves slivers; noding all outlines on one grid
    and polygonising does not.
    """
    outlines = [a.boundary for a in areas.values()] + [EXTENT.boundary]
    noded = shapely.union_all(outlines, grid_size=GRID)
    parts: dict[str, list[Polygon]] = {name: [] for name in areas}
    for face in shapely.polygonize([noded]).geoms:
        inside = face.representative_point()
        owner = next((name for name, area in areas.items() if area.contains(inside)), None)
        if owner is None:
            raise SystemExit(f"build.py: a face at {inside.wkt} is neither sea nor a country's")
        parts[owner].append(face)
    return {name: shapely.coverage_union_all(faces) for name, faces in parts.items()}


def context(sea: BaseGeometry) -> list[Feature]:
    """Sea and land of part of Asia and Europe, simplified to 0.15 degrees, islands dropped."""
    clipped = shapely.clip_by_rect(sea, *CONTEXT_EXTENT)
    coarse = shapely.make_valid(
        shapely.simplify(clipped, 0.15, preserve_topology=False), method="structure"
    )
    extent = box(*CONTEXT_EXTENT)
    land = shapely.MultiPolygon(
        [
            Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area > 1])
            for p in shapely.get_parts(extent.difference(coarse))
            if p.area > 1
        ]
    )
    method = f"{OSM_2017}; simplified to 0.15 degrees, small islands and lakes left out"
    return [
        feature(
            f"context-{name}",
            area,
            decimals=2,
            role=f"{name} outline",
            kind="outline",
            names={"en": [f"{name.title()} of part of Asia and Europe"]},
            accuracy_m=20000,
            method=method,
        )
        for name, area in (("sea", extent), ("land", land))
    ]


def sea_feature(area: BaseGeometry) -> Feature:
    """The sea within the extent."""
    return feature(
        "sea-of-japan",
        area,
        role="area",
        kind="sea",
        names={
            "en": ["Sea of Japan / East Sea"],
            "ko": ["조선동해", "동해"],
            "ru": ["Японское море"],
            "zh": ["日本海"],
        },
        local=["ko", "ru"],
        accuracy_m=10,
        method=f"{OSM_2017}; clipped to the extent. "
        "The error of the survey itself is not published",
    )


def land_feature(code: str, area: BaseGeometry) -> Feature:
    """One country's land within the extent."""
    name, names = COUNTRIES[code]
    return feature(
        f"land-{name}",
        area,
        role="area",
        kind="country",
        names=names,
        local=[{"CHN": "zh", "PRK": "ko", "RUS": "ru"}[code]],
        accuracy_m=10,
        method=f"{OSM_2017}; territory less sea, clipped to the extent. "
        "The error of the survey itself is not published",
    )


def border_features(faces: dict[str, BaseGeometry]) -> list[Feature]:
    """Borders along which two countries' land meets, and the estuary's; disputed ones apart."""
    pairs = [("CHN", "PRK"), ("CHN", "RUS"), ("PRK", "RUS")]
    lines = {p: shared_line(faces[p[0]], faces[p[1]]) for p in pairs}
    places = toml(FACTS / "places.toml")["places"]
    marker = lonlat(places["tripoint-marker-423"])
    rail = lonlat(places["rail-bridge"])
    to_marker, lines["CHN", "RUS"] = split_at(lines["CHN", "RUS"], TRIPOINT, marker)
    to_bridge, lines["PRK", "RUS"] = split_at(lines["PRK", "RUS"], TRIPOINT, rail)
    return [
        *(border_feature(a, b, line) for (a, b), line in lines.items()),
        estuary_border(lines["PRK", "RUS"], lonlat(places["tumen-mouth"])),
        *disputed_borders(to_bridge, to_marker),
    ]


def estuary_border(border: BaseGeometry, mouth: Point) -> Feature:
    """The border of North Korea and Russia from where the coast of 2017 ends it to the mouth."""
    river = river_line()
    ends = [
        Point(c) for part in shapely.get_parts(border) for c in part.coords[:: len(part.coords) - 1]
    ]
    begin = min(ends, key=mouth.distance)
    return feature(
        "border-estuary",
        from_utm(substring(river, *(river.project(to_utm(p)) for p in (begin, mouth)))),
        place="border-north-korea-russia",
        role="line",
        kind="border",
        names={"en": ["Border of North Korea and Russia in the estuary"]},
        accuracy_m=100,
        method="The river's centreline (OpenStreetMap relation 6970997 as of 2026-09-09) from the "
        "point where the coastline of November 2017, which counts the estuary as sea, ends the "
        "mapped border, to the point nearest to the river's mouth. OpenStreetMap's border of 2026 "
        "follows the centreline here within 50 m. Taken as accurate to 100 m, not surveyed",
    )


def disputed_borders(to_bridge: LineString, to_marker: LineString) -> list[Feature]:
    """Disputed borders: from the tripoint to the rail bridge, and to the marker on the bank."""
    shared: dict[str, Any] = {
        "role": "disputed line",
        "kind": "border",
        "accuracy_m": 100,
        "source": "Jan S. Krogh's Geosite, CNKPRU; line: OpenStreetMap, November 2017",
        "url": "http://geosite.jankrogh.com/borders/cnkpru/",
    }
    dated = (
        "The page has no date in the copies read on 27 November 2026; its own page of maps was "
        "last changed on 4 March 2012"
    )
    line = "Line: OpenStreetMap, November 2017, as geo-maps generalised it to 10 m"
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


def border_feature(a: str, b: str, line: BaseGeometry) -> Feature:
    """The line between two countries."""
    (id_a, names_a), (id_b, names_b) = COUNTRIES[a], COUNTRIES[b]
    return feature(
        f"border-{id_a}-{id_b}",
        line,
        role="line",
        kind="border",
        names={"en": [f"Border of {names_a['en'][0]} and {names_b['en'][0]}"]},
        accuracy_m=100,
        method=f"{OSM_2017}; where both territories meet. Taken as accurate to 100 m, because the "
        "survey behind it is not known",
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


def npm_map(package: str) -> bytes:
    """The map.geo.json of an npm package, fetched once and checked against its SHA-256."""
    CACHE.mkdir(exist_ok=True)
    tarball = CACHE / (package.split("/")[1].replace("@", "-") + ".tgz")
    if not tarball.exists():
        command = ["npm", "pack", "--silent", "--pack-destination", str(CACHE), package]
        packed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        (CACHE / packed.strip().splitlines()[-1]).rename(tarball)
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    if digest != PACKAGES[package]:
        raise SystemExit(
            f"build.py: {tarball.name} is not the file pinned here; remove it: {digest}"
        )
    with tarfile.open(tarball) as archive:
        member = archive.extractfile("package/map.geo.json")
        assert member is not None
        return member.read()
