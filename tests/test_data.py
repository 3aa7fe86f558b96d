"""The committed layers: where things are, and that the files are what the catalogue says.

Distances are geodesic (WGS84) or in EPSG:32652 (UTM 52N), in metres.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from itertools import combinations, pairwise
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


def degrees(value: int, minutes: float, seconds: float = 0) -> float:
    """An angle in decimal degrees."""
    return value + minutes / 60 + seconds / 3600


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The geodesic between two positions, lon lat."""
    return float(GEOD.inv(*one, *other)[2])


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


def test_the_rail_bridge_s_ends_are_as_sure_as_its_spans_and_its_border_allow() -> None:
    """623 m, the border after three spans of ten, from either end; and the crossing's 30 m."""
    spans = [33, 67, 67, 67, 67, 67, 67, 67, 67, 54]
    axis = next(f for f in read("rail-bridge")["features"] if f["id"] == "rail-bridge-axis")
    line, point = shape(axis["geometry"]), geometries("rail-bridge")["rail-bridge"]
    assert GEOD.geometry_length(line) == pytest.approx(sum(spans), abs=0.5)
    ends = [metres((point.x, point.y), end) for end in line.coords]
    assert ends == pytest.approx([311.5, 311.5], abs=0.5)
    reported = [sum(spans[:3]), sum(spans[-3:])]
    assert reported == [167, 188]
    assert axis["properties"]["accuracy_m"] >= max(311.5 - m for m in reported) + 30 == 174.5
    assert axis["properties"]["accuracy_m"] < 180
    for words in ("167 or 188 m", "33 + 8 × 67 + 54", "Russian view"):
        assert words in axis["properties"]["method"]


def test_the_border_of_two_countries_reaches_from_the_tripoint_to_the_mouth() -> None:
    """Piece after piece, nothing of China's, and as long as the river is by its centreline."""
    borders, river = geometries("borders"), lower_river()
    mouth = geometries("places")["tumen-mouth"]
    pieces = [borders[f"border-{n}"] for n in ("disputed", "north-korea-russia")]
    for one, following in pairwise(pieces):
        assert metres(one.coords[-1], following.coords[0]) < 1
    assert metres(pieces[0].coords[0], (TRIPOINT.x, TRIPOINT.y)) < 50
    assert metres(pieces[-1].coords[-1], (mouth.x, mouth.y)) < 100
    length = sum(GEOD.geometry_length(piece) for piece in pieces)
    assert length == pytest.approx(17_267, abs=5)
    along = river.project(utm(mouth)) - river.project(utm(TRIPOINT))
    assert length == pytest.approx(along, abs=100)


def test_what_is_disputed_is_said_by_whom_and_when_and_is_not_china_s() -> None:
    """The 247 m from the tripoint to marker 423 are a line of their own."""
    features = {f["id"]: f["properties"] for f in read("borders")["features"]}
    disputed = {name for name, f in features.items() if f["role"] == "disputed line"}
    assert disputed == {"border-disputed", "border-china-russia-tripoint"}
    for name in disputed:
        assert features[name]["url"] == "http://geosite.jankrogh.com/borders/cnkpru/"
        assert "Krogh's Geosite" in features[name]["method"]
        assert "read on 27 November 2026" in features[name]["note"]
        assert "4 March 2012" in features[name]["note"]
    assert "in the Russian view" in features["border-disputed"]["method"]
    lines, marker = geometries("borders"), geometries("places")["tripoint-marker-423"]
    china = lines["border-china-russia-tripoint"]
    assert GEOD.geometry_length(china) == pytest.approx(247, abs=2)
    assert GEOD.geometry_length(lines["border-disputed"]) == pytest.approx(492, abs=2)
    assert utm(china).distance(utm(marker)) < 1


# Other positions that were published (Wikipedia by language, or as places.toml names it), lon lat.
RIVALS = [
    ("khasan-station", (130.645278, 42.428056)),  # ru
    ("khasan", (degrees(130, 39), degrees(42, 26))),  # de
    ("tumangang-station", (degrees(130, 36, 29), degrees(42, 25, 17))),  # ru
    ("tumangang", (130.6081, 42.4214)),  # its station
    ("rail-bridge", (130.641056, 42.415167)),  # en
    ("rail-bridge", (degrees(130, 38, 28), degrees(42, 24, 55))),  # de, fr
    ("tripoint-marker-423", (130.63825, 42.4195)),  # in another datum
    ("tumen-mouth", (130.69889, 42.29278)),  # en
    ("rason", (130.28917, 42.24972)),  # Rajin
    ("rason", (130.5225, 42.5678)),  # Wonjong
    ("sonbong", (130.38972, 42.34)),  # en, the district
    ("sonbong", (degrees(130, 24), degrees(42, 21))),  # en, the county
    ("sonbong", (130.38444, 42.34444)),  # GeoNames, Rason
    ("hunchun", (degrees(130, 21), degrees(42, 51))),  # pl
    ("vladivostok", (degrees(131, 54), degrees(43, 8))),  # en, older
    ("moscow", (37.617494, 55.750446)),
    ("pyongyang", (125.7625, 39.0392)),
    ("pyongyang", (125.753765, 39.031859)),  # en, older
    ("seoul-station", (degrees(126, 58, 15), degrees(37, 33, 17))),  # ru
]


@pytest.mark.parametrize(("place", "rival"), RIVALS)
def test_an_accuracy_covers_other_published_positions(
    story: Story, place: str, rival: tuple[float, float]
) -> None:
    """Of the same place, so that nobody is told a position surer than its sources agree."""
    feature = story.features[place]
    here = (feature.geometry.x, feature.geometry.y)
    assert metres(here, rival) <= feature.accuracy_m


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        ("pyongyang", (degrees(125, 44, 17), degrees(39, 1, 10))),
        ("vladivostok", (degrees(131, 53, 7), degrees(43, 6, 54))),
        ("moscow", (degrees(37, 37, 2), degrees(55, 45, 21))),
        ("kyiv", (degrees(30, 31, 24), degrees(50, 27))),
        ("seoul-station", (126.9726, 37.55319)),
        ("khasan-station", (degrees(130, 38, 41.7), degrees(42, 25, 48.2))),
        ("khasan", (degrees(130, 38, 44), degrees(42, 25, 42))),
        ("kraskino", (degrees(130, 46, 55), degrees(42, 42, 30))),
        ("lake-khasan", (degrees(130, 36, 29), degrees(42, 26, 55))),
        ("tumen-mouth", (130.6963, 42.2943)),
        ("rajin", (130.28917, 42.24972)),
        ("rason", (130.38444, 42.34444)),
        ("sonbong", (130.3794, 42.3527)),
        ("hunchun", (130.366, 42.863)),
        ("quanhe-wonjong-bridge", (130.5225, 42.5678)),
    ],
)
def test_a_place_lies_where_the_page_it_cites_has_it(
    story: Story, place: str, cited: tuple[float, float]
) -> None:
    """Within 2 m of the coordinate there, of which the last digit may be a tenth of a second."""
    feature = story.features[place]
    assert metres((feature.geometry.x, feature.geometry.y), cited) < 2


@pytest.mark.parametrize(
    ("feature", "forms"),
    [
        ("khasan", ("하싼", "하산")),
        ("khasan-station", ("하싼역", "하산역")),
        ("land-russia", ("로씨야", "러시아")),
        ("land-north-korea", ("조선", "북한")),
        ("sea-of-japan", ("조선동해", "동해")),
        ("kyiv", ("끼예브", "키이우")),
        ("vladivostok", ("울라지보스또크", "블라디보스토크")),
    ],
)
def test_north_korea_s_form_of_a_name_comes_before_south_korea_s(
    story: Story, feature: str, forms: tuple[str, ...]
) -> None:
    """The map is of a place where its form is the local one."""
    assert story.features[feature].names["ko"] == forms


def test_a_bridge_has_no_name_of_another_thing(story: Story) -> None:
    """One is listed among the road bridges, one is the port beside the bridge."""
    assert "조러친선다리" not in story.features["rail-bridge"].names["ko"]
    assert "圈河" not in story.features["quanhe-wonjong-bridge"].names["zh"]


def test_no_text_says_what_nobody_can_know() -> None:
    """That nothing has been published; what can be said is that we found nothing."""
    kinds = {".md", ".py", ".toml", ".json", ".geojson"}
    for path in [*DATA.glob("*"), *(DATA / "facts").glob("*")]:
        if path.suffix in kinds:
            assert "has been published" not in path.read_text("utf-8"), path.name


def test_the_river_passes_under_the_next_bridge_upstream() -> None:
    """Both banks, 141 and 215 m from the bridge at Quanhe; the centreline within 100 m of it."""
    bridge, water = utm(Point(130.5225, 42.5678)), utm(geometries("water")["tumen-water"])
    river = utm(geometries("river")["tumen-river"])
    assert water.contains(bridge)
    assert river.distance(bridge) <= 100
    along = shapely.get_parts(river)[-1]
    station = along.project(bridge)
    ahead, behind = along.interpolate(station + 100), along.interpolate(station - 100)
    x, y = (ahead.y - behind.y) / 200, (behind.x - ahead.x) / 200
    banks = sorted(
        LineString([(bridge.x, bridge.y), (bridge.x + side * x * 900, bridge.y + side * y * 900)])
        .intersection(water.boundary)
        .distance(bridge)
        for side in (-1, 1)
    )
    assert banks == pytest.approx([141, 216], abs=5)


def test_the_mapped_water_ends_at_the_tripoint_and_has_19_islands() -> None:
    """A cut of 315 m from bank to bank, through the tripoint, where the estimated water begins."""
    water, estimated = (utm(geometries("water")[f"tumen-water{n}"]) for n in ("", "-estimated"))
    assert len(water.interiors) == 19
    assert water.area == pytest.approx(50.6e6, abs=0.1e6)
    cut = shapely.line_merge(water.boundary.intersection(estimated.boundary))
    assert cut.length == pytest.approx(315, abs=5)
    assert cut.distance(utm(TRIPOINT)) < 50


def test_the_estimated_water_is_as_wide_as_the_mapped_and_open_to_the_sea() -> None:
    """It holds both bridges' crossings and the mouth, and shares an edge with the sea."""
    estimated = utm(geometries("water")["tumen-water-estimated"])
    mouth = utm(Point(130.6963, 42.2943))
    assert estimated.contains(utm(geometries("rail-bridge")["rail-bridge"]))
    assert estimated.distance(mouth) < 100
    shared = estimated.boundary.intersection(utm(geometries("sea")["sea-of-japan"]).boundary)
    assert shared.length > 300
    along = lower_river()
    for station in (1500, 8000, 14000):
        here = along.interpolate(along.project(utm(TRIPOINT)) + station)
        assert estimated.boundary.distance(here) == pytest.approx(157, abs=3)


def test_the_centreline_runs_inside_the_water() -> None:
    """Everywhere between the upper end of the mapped water and the mouth."""
    water = shapely.union_all([utm(g) for g in geometries("water").values()]).buffer(0.2)
    sea = utm(geometries("sea")["sea-of-japan"])
    river, (west, *_) = utm(geometries("river")["tumen-river"]), water.bounds
    below = shapely.clip_by_rect(river, west + 1, *water.bounds[1:3], 1e7)
    outside = below.difference(water).difference(sea)
    upper = utm(geometries("borders")["border-china-north-korea-above"])
    assert shapely.difference(outside, upper.buffer(3000)).is_empty


def test_possible_water_is_land_and_as_wide_as_it_is_reported(story: Story) -> None:
    """About a kilometre at the road bridge's site, and by a claim that says so."""
    possible = story.features["tumen-water-possible"]
    claims = [story.claims[key] for key in possible.claims]
    assert {(c.attribute, c.value, c.unit) for c in claims} == {("water-width", 1, "km")}
    whole = utm(shapely.union(possible.geometry, geometries("water")["tumen-water-estimated"]))
    site = utm(geometries("road-bridge")["road-bridge"]).centroid
    assert whole.boundary.distance(site) == pytest.approx(500, abs=25)
    land = shapely.union_all(list(geometries("land").values()))
    assert square_metres(possible.geometry.difference(land)) < 10  # rounded on its own


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
    """We found no published coordinate, so what is drawn is how far it may be off."""
    features = {f.id: f for f in story.layers["road-bridge"].features}
    assert features["road-bridge"].role == "uncertainty area"
    assert features["road-bridge"].geometry.geom_type == "Polygon"
    assert {f.role for f in features.values()} == {
        "uncertainty area",
        "derived axis",
        "reported site",
        "reported length",
        "reported reach",
        "possible extent",
        "joined",
        "completed",
        "open",
    }
    sites = [f for f in features.values() if f.role == "reported site"]
    assert [f.offset_m for f in sites] == [400, 415, 500]
    assert all(features["road-bridge"].geometry.contains(f.geometry) for f in sites)


@pytest.mark.parametrize("length", [800, 830, 850, 900, 1000, 1005])
def test_a_length_is_drawn_to_scale(story: Story, length: int) -> None:
    """Within 1 m on the ground, across the site, after claims that give just that length."""
    features = {f.id: f for f in story.layers["road-bridge"].features}
    line = features[f"road-bridge-length-{length}"]
    assert GEOD.geometry_length(line.geometry) == pytest.approx(length, abs=1)
    assert line.geometry.intersects(features["road-bridge"].geometry)
    assert line.claims
    for claim in (story.claims[key] for key in line.claims):
        assert (claim.about, claim.attribute) == ("road-bridge", "length")
        assert (claim.value, claim.unit) == (length, "m")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all that the build makes from facts/ and seeds/ alone."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "data/build.py", "--offline", "--out", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=600)
    return folder


def cited(file: Path) -> set[str]:
    """The claims that a layer's features name."""
    features = json.loads(file.read_text("utf-8"))["features"]
    return {key for f in features for key in f["properties"].get("claims", ())}


def test_every_length_that_may_be_the_bridge_s_has_a_line(story: Story, built: Path) -> None:
    """A line is built for each reported length; above 1,500 m the roads are counted in."""
    reports = {
        c.key
        for c in story.claims.values()
        if c.group == "road-bridge.length" and isinstance(c.value, int) and c.value <= 1500
    }
    features = json.loads((built / "road-bridge.geojson").read_text("utf-8"))["features"]
    lines = [f["properties"] for f in features if f["properties"]["role"] == "reported length"]
    assert {key for line in lines for key in line["claims"]} == reports
    drawn = [f for f in story.layers["road-bridge"].features if f.role == "reported length"]
    assert {key for f in drawn for key in f.claims} <= reports


def test_a_sum_made_here_is_not_drawn_as_a_report(story: Story) -> None:
    """424 and 581 m are reported, 1,005 m stands on no page."""
    layer = story.layers["road-bridge"].features
    lines = {f.length_m: f for f in layer if f.role == "reported length"}
    assert lines[1005].name == "Length computed here, 1005 m (424 + 581)"
    assert "computed here as the sum of 424 m and 581 m" in lines[1005].method
    assert "reported" not in lines[1005].name
    for length in lines.keys() - {1005}:
        assert lines[length].name.startswith("Length as reported, ")
        assert "computed" not in lines[length].method


# How areas fit


@pytest.mark.parametrize(
    ("one", "other"),
    list(
        combinations(
            [
                *("land-china", "land-north-korea", "land-russia", "sea"),
                *("tumen-water", "tumen-water-estimated"),
            ],
            2,
        )
    ),
)
def test_no_two_countries_nor_land_and_sea_overlap(one: str, other: str) -> None:
    """They share their borders' vertices, so less than a square metre is of both."""
    areas = geometries("land") | geometries("water") | {"sea": geometries("sea")["sea-of-japan"]}
    assert square_metres(shapely.intersection(areas[one], areas[other])) < 1


def test_land_and_sea_cover_the_extent() -> None:
    """No hole is left between them, and nothing lies outside."""
    whole = shapely.union_all([g for n in ("land", "sea", "water") for g in geometries(n).values()])
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
        assert all(terms) and "OpenStreetMap" not in entry["attribution"]


def test_the_build_gives_the_committed_files_byte_for_byte(built: Path) -> None:
    """Unless there are claims since for which `make data` would draw more than is committed."""
    names = {path.name for path in built.glob("*.geojson")}
    assert names >= {
        "far-places.geojson",
        "places.geojson",
        "rail-bridge.geojson",
        "road-bridge.geojson",
    }
    for name in names:
        new, old = cited(built / name), cited(DATA / name)
        assert new >= old, name
        if new == old:
            same = (built / name).read_bytes() == (DATA / name).read_bytes()
            assert same, f"data/{name} is old: `make data ARGS=--offline` builds it anew"
