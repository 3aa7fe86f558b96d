"""Ground: sea, land and water that share their edges, and the outline of two continents.

The coast is OpenStreetMap's land polygons, as the package roaring-landmask holds them; whose land
it is, timezone-boundary-builder's zones of September 2026 say. EPSG:4326, lon lat.
"""

from __future__ import annotations

import lzma
from functools import cache
from typing import Any

import numpy as np
import shapely
from features import EXTENT, Feature, feature, from_utm
from packages import member
from river import least_water, mapped_water, water_features
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry
from timezones import zones_2026

CONTEXT_EXTENT = (20.0, 33.0, 140.0, 60.0)  # the outline behind the far places: lon, lat
GRID = 1e-6  # degrees: six decimals, about 0.1 m
LANDMASK, LIBRARY = "roaring-landmask==0.11.0", "roaring_landmask/roaring_landmask.abi3.so"
POLYGONS_AT = 38_356_775  # the byte of the library at which the polygons begin, WKB within XZ
COAST = "OpenStreetMap's land polygons, as roaring-landmask 0.11.0 hands them on"
ZONES = "OpenStreetMap of September 2026, as timezone-boundary-builder 2026c hands it on"
UNKNOWN_SURVEY = "Taken as accurate to {} m, because the survey behind it is not known"
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
LOCAL = {"CHN": "zh", "PRK": "ko", "RUS": "ru"}


@cache
def land_polygons() -> Any:
    """OpenStreetMap's land polygons of the world, an array."""
    packed = member(LANDMASK, LIBRARY)[POLYGONS_AT:]
    found = shapely.from_wkb(lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(packed))
    return shapely.get_parts(found)


def land_within(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """The land in a rectangle of degrees."""
    polygons = land_polygons()
    near = polygons[shapely.intersects(shapely.envelope(polygons), box(west, south, east, north))]
    return shapely.union_all(shapely.clip_by_rect(near, west, south, east, north))


@cache
def faces() -> dict[str, BaseGeometry]:
    """The extent's faces by name: mapped and estimated water, sea, and each country's land."""
    land = land_within(*EXTENT.bounds)
    return partition(
        {
            "mapped": from_utm(mapped_water()),
            "estimated": from_utm(least_water()).intersection(land),
            "sea": EXTENT.difference(land),
            **zones_2026(),
        }
    )


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
            # Along the outermost metres of the zones, which do not quite meet.
            owner = min(areas, key=lambda name: areas[name].distance(inside))
        parts[owner].append(face)
    return {name: shapely.coverage_union_all(faces) for name, faces in parts.items()}


def ground_layers() -> dict[str, list[Feature]]:
    """Sea, land, water and the outline behind them."""
    found = faces()
    return {
        "context": context(),
        "sea": [sea_feature(found["sea"])],
        "land": [land_feature(code, found[code]) for code in COUNTRIES],
        "water": water_features(found["mapped"], found["estimated"]),
    }


def context() -> list[Feature]:
    """Sea and land of part of Asia and Europe, simplified to 0.15 degrees, islands dropped."""
    coarse = shapely.make_valid(
        shapely.simplify(land_within(*CONTEXT_EXTENT), 0.15, preserve_topology=False),
        method="structure",
    )
    extent = box(*CONTEXT_EXTENT)
    land = shapely.MultiPolygon(
        [
            Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area > 1])
            for p in shapely.get_parts(coarse.intersection(extent))
            if p.area > 1
        ]
    )
    return [
        feature(
            f"context-{name}",
            area,
            decimals=2,
            role=f"{name} outline",
            kind="outline",
            names={"en": [f"{name.title()} of part of Asia and Europe"]},
            accuracy_m=20000,
            method=f"{COAST}; simplified to 0.15 degrees, small islands and lakes left out",
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
        accuracy_m=50,
        method=f"{COAST}, less these; clipped to the extent. {UNKNOWN_SURVEY.format(50)}",
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
        local=[LOCAL[code]],
        accuracy_m=50,
        method=f"{COAST}, less the water of the Tumen, within the country's zone: {ZONES}; clipped "
        f"to the extent. {UNKNOWN_SURVEY.format(50)}",
    )


def land_area() -> BaseGeometry:
    """The land of all countries in the extent."""
    return shapely.coverage_union_all(np.array([faces()[code] for code in COUNTRIES]))
