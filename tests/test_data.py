"""The committed layers: where things are, and that the files are what the catalogue says.

Distances are geodesic (WGS84) or in EPSG:32652 (UTM 52N), in metres.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import LineString, Point, box, shape
from shapely.geometry.base import BaseGeometry

from layers.story import Story, load_story

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
LAYERS = sorted(path.stem for path in DATA.glob("*.geojson"))
EXTENT = box(129.9, 41.9, 131.6, 43.2)
GEOD = Geod(ellps="WGS84")
TO_UTM = Transformer.from_crs(4326, 32652, always_xy=True)
TRIPOINT = Point(130.637, 42.418)


def read(layer: str) -> Any:
    """A layer's JSON."""
    return json.loads((DATA / f"{layer}.geojson").read_text("utf-8"))


def entries() -> dict[str, Any]:
    """The catalogue's entries by id."""
    catalogue = json.loads((DATA / "catalogue.json").read_text("utf-8"))
    return {entry["id"]: entry for entry in catalogue["layers"]}


def geometries(layer: str) -> dict[str, BaseGeometry]:
    """A layer's geometries by feature id, lon lat."""
    return {f["properties"]["id"]: shape(f["geometry"]) for f in read(layer)["features"]}


def utm(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry in metres."""
    return shapely.transform(geometry, TO_UTM.transform, interleaved=False)


def square_metres(geometry: BaseGeometry) -> float:
    """The geodesic area of a geometry in degrees."""
    return abs(float(GEOD.geometry_area_perimeter(geometry)[0]))


def lower_river() -> LineString:
    """The part of the river's centreline that reaches the mouth, in metres, downstream."""
    mouth = utm(geometries("places")["tumen-mouth"])
    parts = shapely.get_parts(utm(geometries("river")["tumen-river"]))
    part = min(parts, key=mouth.distance)
    return part if part.project(mouth) > part.length / 2 else shapely.reverse(part)


@pytest.fixture(scope="module")
def story() -> Story:
    """The project's story."""
    return load_story(PROJECT)


# Where things are


def test_the_rail_bridge_is_where_its_railway_crosses_the_border() -> None:
    """Within 30 m of the crossing of the OpenStreetMap ways, its stated accuracy."""
    bridge = geometries("rail-bridge")["rail-bridge"]
    assert GEOD.inv(bridge.x, bridge.y, 130.641271, 42.415217)[2] <= 30


def test_the_rail_bridge_is_on_the_line_between_the_two_countries() -> None:
    """Within 50 m of it, of which the disputed part is a feature of its own."""
    borders = geometries("borders")
    line = shapely.union_all([borders["border-north-korea-russia"], borders["border-disputed"]])
    assert utm(geometries("rail-bridge")["rail-bridge"]).distance(utm(line)) <= 50


def test_the_river_passes_under_the_next_bridge_upstream() -> None:
    """Within 100 m of the bridge of Quanhe and Wonjong."""
    river = utm(geometries("river")["tumen-river"])
    assert river.distance(utm(Point(130.5225, 42.5678))) <= 100


def test_the_river_is_17_3_km_long_from_the_tripoint_to_the_mouth() -> None:
    """Within 0.5 km of the length that is published."""
    river, mouth = lower_river(), utm(geometries("places")["tumen-mouth"])
    length = river.project(mouth) - river.project(utm(TRIPOINT))
    assert length / 1000 == pytest.approx(17.3, abs=0.5)


@pytest.mark.parametrize("metres", [400, 415, 500])
def test_a_reported_site_is_so_far_down_the_river(story: Story, metres: int) -> None:
    """Within 1 m along the centreline, and after claims that give just that distance."""
    river = lower_river()
    start = river.project(utm(geometries("rail-bridge")["rail-bridge"]))
    site = next(
        f
        for f in story.layers["road-bridge"].features
        if f.role == "reported site" and f.offset_m == metres
    )
    assert river.project(utm(site.geometry)) - start == pytest.approx(metres, abs=1)
    assert utm(site.geometry).distance(river) < 1
    assert len(site.claims) > 0
    for key in site.claims:
        claim = story.claims[key]
        assert (claim.about, claim.attribute) == ("road-bridge", "offset")
        assert (claim.value, claim.unit) == (metres, "m")


def test_the_road_bridge_is_an_area_and_never_a_point(story: Story) -> None:
    """No coordinate was published, so what is drawn is how far it may be off."""
    features = {f.id: f for f in story.layers["road-bridge"].features}
    assert features["road-bridge"].role == "uncertainty area"
    assert features["road-bridge"].geometry.geom_type == "Polygon"
    assert {f.role for f in features.values()} == {
        "uncertainty area",
        "derived axis",
        "reported site",
        "reported length",
    }
    sites = [f for f in features.values() if f.role == "reported site"]
    assert [f.offset_m for f in sites] == [400, 415, 500]
    assert all(features["road-bridge"].geometry.contains(f.geometry) for f in sites)


@pytest.mark.parametrize("metres", [800, 850, 1005])
def test_a_reported_length_is_drawn_to_scale(story: Story, metres: int) -> None:
    """Within 1 m on the ground, across the site, after claims that give just that length."""
    features = {f.id: f for f in story.layers["road-bridge"].features}
    line = next(f for f in features.values() if f.length_m == metres)
    assert GEOD.geometry_length(line.geometry) == pytest.approx(metres, abs=1)
    assert line.geometry.intersects(features["road-bridge"].geometry)
    (claim,) = (story.claims[key] for key in line.claims)
    assert (claim.about, claim.attribute) == ("road-bridge", "length")
    assert (claim.value, claim.unit) == (metres, "m")


# How areas fit


@pytest.mark.parametrize(
    ("one", "other"),
    list(combinations(["land-china", "land-north-korea", "land-russia", "sea"], 2)),
)
def test_no_two_countries_nor_land_and_sea_overlap(one: str, other: str) -> None:
    """They share their borders' vertices, so less than a square metre is of both."""
    areas = geometries("land") | {"sea": geometries("sea")["sea-of-japan"]}
    assert square_metres(shapely.intersection(areas[one], areas[other])) < 1


def test_land_and_sea_cover_the_extent() -> None:
    """No hole is left between them, and nothing lies outside."""
    whole = shapely.union_all([*geometries("land").values(), *geometries("sea").values()])
    assert square_metres(shapely.difference(EXTENT, whole)) < 1
    assert square_metres(shapely.difference(whole, EXTENT)) < 1


# What the files are


@pytest.mark.parametrize("layer", LAYERS)
def test_every_geometry_is_valid_and_none_is_empty(layer: str) -> None:
    """A null or an empty geometry blanks a map."""
    for name, geometry in geometries(layer).items():
        assert shapely.is_valid_reason(geometry) == "Valid Geometry", name
        assert not geometry.is_empty, name
        assert not geometry.has_z, name


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_geojson_after_rfc_7946(layer: str) -> None:
    """No `crs` member; exterior rings run counter-clockwise, interior rings clockwise."""
    collection = read(layer)
    assert list(collection) == ["type", "features"]
    for geometry in geometries(layer).values():
        for polygon in shapely.get_parts(geometry):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw
                assert not any(ring.is_ccw for ring in polygon.interiors)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_number_has_more_than_six_decimals(layer: str) -> None:
    """A seventh would be a centimetre, which nobody knows."""
    numbers: list[str] = []

    def keep(text: str) -> float:
        numbers.append(text)
        return float(text)

    json.loads((DATA / f"{layer}.geojson").read_text("utf-8"), parse_float=keep)
    assert [n for n in numbers if len(n.partition(".")[2]) > 6 or "e" in n.lower()] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_every_feature_says_what_it_is_and_how_well_it_is_known(layer: str) -> None:
    """Id, names, role, kind, accuracy in metres and the method are never left out."""
    for feature in read(layer)["features"]:
        properties = feature["properties"]
        assert feature["id"] == properties["id"]
        needed = {"id", "names", "accuracy_m", "method", "role", "kind"}
        assert needed <= properties.keys(), properties["id"]
        assert properties["accuracy_m"] > 0


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_what_the_catalogue_says(layer: str) -> None:
    """Its SHA-256, its number of features, their types and their bounding box."""
    entry, shapes = entries()[layer], list(geometries(layer).values())
    content = (DATA / entry["file"]).read_bytes()
    assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert entry["features"] == len(shapes)
    assert entry["geometry_types"] == sorted({g.geom_type for g in shapes})
    assert entry["bbox"] == [round(float(n), 6) for n in shapely.total_bounds(shapes)]


def test_the_catalogue_names_every_layer() -> None:
    """No file is without licence, and no entry without a file."""
    assert sorted(entries()) == LAYERS


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_from_openstreetmap_says_so(layer: str) -> None:
    """Its licence asks for attribution and passes to what is derived from it."""
    entry = entries()[layer]
    terms = (entry["licence"], entry["attribution"])
    if "OpenStreetMap" in json.dumps(read(layer)) + entry["source"]:
        assert terms == ("ODbL-1.0", "© OpenStreetMap contributors")
    else:
        assert terms == ("facts", "Coordinates: source with each place")


def test_the_build_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    """Whatever needs no package from npm is built from facts/ and seeds/ alone."""
    command = [sys.executable, "data/build.py", "--offline", "--out", str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=60)
    built = sorted(path.name for path in tmp_path.glob("*.geojson"))
    assert built == [
        "far-places.geojson",
        "places.geojson",
        "rail-bridge.geojson",
        "river.geojson",
        "road-bridge.geojson",
    ]
    for name in built:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
