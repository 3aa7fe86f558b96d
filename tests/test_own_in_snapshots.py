"""A reader's own layers in snapshots: in every format, marked as unchecked, and kept nowhere."""

from __future__ import annotations

import gc
import html
import io
import json
import os
import sqlite3
import subprocess
import sys
import weakref
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Page
from pyld import jsonld

from layers.cli import main
from layers.snapshot import Snapshot, SnapshotError, provenance_of, snapshot_of
from layers.snapshot.files import inspect, make, reopen
from layers.snapshot.page import page_uploads as page_own
from layers.snapshot.provenance import Provenance, provenance_from
from layers.snapshot.zip_archive import file_stem
from layers.story import Story
from layers.symbols.paper import own_style
from layers.uploads import OwnLayer, check
from layers.view import default_view
from tests.conftest import ROOT
from tests.test_snapshots import unlike

UNCHECKED = "own layer, not checked against any source"
SMALL = ((500, 400), 96)
HOLDS = ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "jsonld", "zip")
NAME = "두만강 $a$ {{ 7*7 }} <b>"
HOSTILE = (
    "<script>tripped = 1</script>",
    "<img src=x onerror='tripped = 1'>",
    "{{ 7*7 }} {% raw %} {# a #}",
    "${tripped = 1} `x` C:\\users",
    "=1+1",
    "$\\frac{1}{2}$ ]]> &amp; $[name]",
    "שלום two\nlines",
)
MOST_LAYERS = 5  # that a snapshot has of a reader's own
XML_NAMES = {"k": "http://www.opengis.net/kml/2.2"}


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


POINT = feature("Point", [130.62, 42.42], name="Post", height="7")
LINE = feature("LineString", [[130.601, 42.416], [130.612, 42.424], [130.626, 42.428]])
AREA = feature(
    "Polygon",
    [
        [[130.61, 42.412], [130.63, 42.412], [130.63, 42.42], [130.61, 42.42], [130.61, 42.412]],
        [
            [130.615, 42.414],
            [130.615, 42.417],
            [130.62, 42.417],
            [130.62, 42.414],
            [130.615, 42.414],
        ],
    ],
)


def content(*features: dict[str, Any]) -> bytes:
    """A GeoJSON file."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return text.encode()


def own(*features: dict[str, Any], name: str = NAME) -> OwnLayer:
    """A layer as the check lets it through."""
    layer = check(content(*features), f"{name}.geojson").layer
    assert layer is not None
    return layer


def squares(number: int, side: float) -> OwnLayer:
    """Squares spread evenly over the map's frame."""
    places = [
        (130.60 + 0.045 * (n % 141) / 141, 42.405 + 0.025 * n / number) for n in range(number)
    ]
    rings = (
        [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]] for x, y in places
    )
    return own(*(feature("Polygon", [[*ring]]) for ring in rings), name="squares")


def of(story: Story, *layers: OwnLayer, **options: Any) -> Snapshot:
    """A snapshot of the default view with own layers."""
    return snapshot_of(story, default_view(story), own=layers, **options)


def text_of_pdf(pdf: bytes) -> str:
    """The words of a PDF, on one line."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def ogrinfo(*arguments: object) -> str:
    """The words of GDAL on a file, without a warning."""
    command = ["ogrinfo", "-ro", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def run(*args: str) -> Result:
    """The command on the project's story."""
    return CliRunner().invoke(main, ["--story", str(ROOT), *args])


# -- pictures


def pixels(picture: bytes) -> Any:
    """A picture's pixels, (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)


def near(found: Any, colour: str) -> int:
    """The number of pixels of about a colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((np.abs(found - wanted).max(axis=2) < 24).sum())


def test_a_picture_draws_an_own_layer_in_its_own_colour(story: Story) -> None:
    """Points, lines and areas; nothing of the story has that colour."""
    colour = own_style(1)[0].stroke
    assert colour is not None
    assert near(pixels(make(of(story), "png")), colour) == 0
    alone = [near(pixels(make(of(story, own(f)), "png")), colour) for f in (POINT, LINE, AREA)]
    assert min(alone) > 100


def test_a_picture_says_that_an_own_layer_is_unchecked(story: Story) -> None:
    """In the legend, under its own name, and with the attribution, which is never left out."""
    found = text_of_pdf(make(of(story, own(POINT)), "pdf"))
    assert f"{NAME}: own layer, not" in found  # the legend, whose lines are in a column
    assert f"{UNCHECKED}: {NAME} · " in found
    svg = make(of(story, own(POINT)), "svg").decode()
    assert html.escape(NAME, quote=False) in "".join(ET.fromstring(svg).itertext()).replace(
        "<b>", "&lt;b&gt;"
    )
    smallest = text_of_pdf(make(of(story, own(POINT)), "pdf", (300, 300), 96))
    assert UNCHECKED in smallest


def test_own_layers_are_told_apart_without_colour() -> None:
    """By their dots and by the corners of their points."""
    styles = [own_style(number) for number in (1, 2, 3)]
    assert len({style.dashes for style, _ in styles}) == 3
    assert len({corners for _, corners in styles}) == 3
    assert all(style.round_ends for style, _ in styles)


def test_a_layer_outside_the_frame_is_said_to_be(story: Story) -> None:
    """On the other side of the world, too; the frame stays where the view is."""
    far = own(feature("Point", [-58.4, -34.6]), feature("LineString", [[-179, 80], [179, 84]]))
    assert "none of it is in this frame" in text_of_pdf(make(of(story, far), "pdf"))
    assert "none of it" not in text_of_pdf(make(of(story, own(POINT)), "pdf"))


def test_twenty_thousand_areas_are_drawn(story: Story) -> None:
    """A picture shows so many areas of an own layer in the layer's colour."""
    found = pixels(make(of(story, squares(20_000, 0.0003)), "png"))
    colour = own_style(1)[0].stroke
    assert colour is not None and near(found, colour) > 10_000


def test_what_is_too_dense_is_drawn_as_its_extent(story: Story) -> None:
    """A line that goes to and fro 40,000 times is shown by its extent, and the legend says so."""
    zigzag = [[130.6 + 0.05 * (n % 2), 42.405 + 0.02 * n / 40_000] for n in range(40_000)]
    found = text_of_pdf(make(of(story, own(feature("LineString", zigzag))), "pdf"))
    assert "too dense to be drawn, so its extent is" in found


COORDINATE = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)
GEOMETRIES = st.one_of(
    COORDINATE.map(lambda c: feature("Point", c)),
    st.lists(COORDINATE, min_size=2, max_size=6).map(lambda c: feature("LineString", c)),
    st.lists(COORDINATE, min_size=3, max_size=6).map(lambda c: feature("Polygon", [[*c, c[0]]])),
    st.lists(COORDINATE, min_size=1, max_size=6).map(lambda c: feature("MultiPoint", c)),
)


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(features=st.lists(GEOMETRIES, min_size=1, max_size=4))
def test_whatever_the_check_lets_through_can_be_drawn_and_written(
    story: Story, features: list[dict[str, Any]]
) -> None:
    """Over poles and the antimeridian, too."""
    layer = check(content(*features), "any.geojson").layer
    if layer is not None:
        snapshot = of(story, layer)
        for suffix in ("png", "geojson", "gpkg", "kml"):
            assert make(snapshot, suffix, *SMALL)


# -- the page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Snapshot], Page]]:
    """Open snapshots as pages from disk, without a network; nothing is complained of."""
    contexts, errors = [], []

    def start(snapshot: Snapshot) -> Page:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_bytes(make(snapshot, "html"))
        contexts.append(context := browser.new_context(offline=True))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text))
        page.goto(file.as_uri())
        page.locator("#map[data-ready=yes]").wait_for()
        return page

    yield start
    for context in contexts:
        context.close()
    assert errors == []


def test_a_page_has_own_layers_with_switches_popups_and_tables(
    story: Story, opened: Callable[[Snapshot], Page]
) -> None:
    """Each can be switched off without the other, and without the story's."""
    page = opened(of(story, own(AREA, POINT), own(LINE, name="second")))
    drawn = page.locator("#map path.cm-own")
    assert (drawn.count(), page.locator("#map").get_attribute("data-own")) == (3, "2")
    page.locator("#map path.cm-own-1").nth(1).click(force=True)
    card = page.locator(".cm-own-card")
    assert card.locator(".cm-kind").inner_text().lower() == UNCHECKED
    assert card.locator(".cm-title").inner_text() == "Post"
    assert card.locator(".cm-count").inner_text().startswith(NAME)
    assert card.locator("dl").inner_text().split() == ["name", "Post", "height", "7"]
    page.get_by_role("checkbox", name=NAME).uncheck()
    assert (drawn.count(), page.locator("#map path.cm-own-2").count()) == (1, 1)
    page.get_by_role("checkbox", name="Tumen River").uncheck()
    assert drawn.count() == 1
    page.get_by_role("checkbox", name=NAME).check()
    assert drawn.count() == 3
    rows = page.locator("#cm-own table").first.locator("tbody tr")
    assert [row.inner_text().split() for row in rows.all()] == [
        ["1", "Polygon"],
        ["2", "Point", "Post", "7"],
    ]
    said = page.locator(".cm-foot").inner_text()
    assert f"own layers, not checked against any source: {NAME}, second" in said


def test_a_table_has_at_most_a_thousand_rows_and_says_how_many_more(
    story: Story, opened: Callable[[Snapshot], Page]
) -> None:
    """The table of an own layer shows a thousand rows and counts the rest; the map has all."""
    page = opened(of(story, squares(2500, 0.0003)))
    table = page.locator("#cm-own table")
    assert table.locator("tbody tr").count() == 1000
    said = table.locator("caption").inner_text()
    assert said == "The first 1000 of 2500 features; 1500 more are on the map."
    assert (
        page.evaluate("JSON.parse(document.getElementById('own').textContent)[0].features.length")
        == 2500
    )


def test_what_a_page_has_no_room_for_is_named_in_it(
    story: Story, opened: Callable[[Snapshot], Page]
) -> None:
    """A page names the own layer that it has no room for, and has the others."""
    long = [feature("Point", [130.6, 42.4], text="두" * 9000) for _ in range(200)]
    page = opened(of(story, own(*long, name="long"), own(POINT)))
    said = page.locator("#cm-own .cm-warning").inner_text()
    assert said.startswith("long is left out here: it would take some 10,8")
    assert "own layers have at most 10,000,000 in this format" in said
    assert page.locator("#map path.cm-own").count() == 1
    assert page_own.MOST_BYTES == 10_000_000


def test_hostile_text_stays_text_in_the_page(
    story: Story, opened: Callable[[Snapshot], Page]
) -> None:
    """As a layer's name, as an attribute's name and as its value."""
    for start in range(0, len(HOSTILE), MOST_LAYERS):
        texts = HOSTILE[start : start + MOST_LAYERS]
        layers = [
            own(
                feature("Point", [130.61 + 0.005 * n, 42.42], **{text: text}),
                name=text.replace("/", "|"),
            )
            for n, text in enumerate(texts)
        ]
        page = opened(of(story, *layers))
        for n, text in enumerate(texts):
            page.locator("#map path.cm-own").nth(n).dispatch_event("click")
            assert page.locator(".cm-own-card dd").text_content() == text
            assert page.locator(".cm-own-card dt").text_content() == " ".join(text.split())
            cell = page.locator("#cm-own table").nth(n).locator("td").last
            assert (cell.text_content() or "").split() == text.split()
            assert page.locator("#cm-own h3").nth(n).inner_text() == f"{layers[n].name} (1)"
        assert page.evaluate("typeof tripped") == "undefined"


# -- tables


def test_geojson_has_features_of_own_layers_beside_the_storys(story: Story, tmp_path: Path) -> None:
    """With ids that no feature of a story has, and marked as unchecked."""
    file = tmp_path / "own.geojson"
    file.write_bytes(make(of(story, own(POINT, AREA)), "geojson"))
    found = json.loads(file.read_bytes())
    mine = [f for f in found["features"] if "own_layer" in f["properties"]]
    assert [f["id"] for f in mine] == ["own-1/1", "own-1/2"]
    assert mine[0]["geometry"] == {"type": "Point", "coordinates": [130.62, 42.42]}
    assert mine[0]["properties"] == {
        "own_layer": NAME,
        "checked": False,
        "number": 1,
        "attributes": {"name": "Post", "height": "7"},
    }
    assert shapely.geometry.shape(mine[1]["geometry"]).exterior.is_ccw
    assert not any("claims" in f["properties"] for f in mine)
    assert "/" not in "".join(f["id"] for f in found["features"] if f not in mine)
    without = len(json.loads(make(of(story), "geojson"))["features"])
    said = ogrinfo("-al", "-so", file)
    assert f"Feature Count: {without + 2}" in said


def test_a_geopackage_has_a_table_for_each_own_layer(story: Story, tmp_path: Path) -> None:
    """A column for each attribute, as text, whatever it is called; the names are kept."""
    names = ("fid", "Name", "name", "name-2", "name 2", "7 wells", "lon", "이름", "paragraph")
    layer = own(feature("Point", [130.62, 42.42], **dict.fromkeys(names, "x")), LINE)
    file = tmp_path / "own.gpkg"
    file.write_bytes(make(of(story, layer, own(AREA, name="second")), "gpkg"))
    said = ogrinfo("-al", "-nomd", file, "own_1")
    columns = [line.split(":")[0] for line in said.splitlines() if "String (0.0)" in line]
    assert columns == [
        *("fid_2", "Name", "name_2", "name_2_2", "name_2_3"),
        *("_7_wells", "lon", "이름", "paragraph"),
    ]
    assert "number: Integer" in said and "lon (String) = x" in said and "Feature Count: 2" in said
    with closing(sqlite3.connect(file)) as database:
        described = database.execute(
            "SELECT description FROM gpkg_contents WHERE table_name LIKE 'own_%' ORDER BY 1"
        ).fetchall()
        kept = database.execute(
            "SELECT metadata FROM gpkg_metadata WHERE metadata LIKE ?", (f"{NAME}%",)
        ).fetchone()
    assert described == [(f"second: {UNCHECKED}",), (f"{NAME}: {UNCHECKED}",)]
    assert "\n_7_wells: 7 wells\n" in kept[0]


def test_attributes_that_have_no_column_are_in_one_together(story: Story, tmp_path: Path) -> None:
    """SQLite has no room for a column each."""
    layer = own(*(feature("Point", [130.6, 42.4], **{f"a{n}": f"v{n}"}) for n in range(600)))
    file = tmp_path / "own.gpkg"
    file.write_bytes(make(of(story, layer), "gpkg"))
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT other_attributes FROM own_1 ORDER BY number").fetchall()
    assert (rows[499], rows[500], rows[599]) == ((None,), ("a500: v500",), ("a599: v599",))


def test_kml_has_a_folder_for_each_own_layer(story: Story, tmp_path: Path) -> None:
    """Styled placemarks; attributes under names that a placemark does not have itself."""
    layer = own(feature("Point", [130.62, 42.42], id="i", name="n", Color="c"), AREA)
    file = tmp_path / "own.kml"
    file.write_bytes(make(of(story, layer), "kml"))
    assert ogrinfo("-al", "-so", file).count("Layer name: 두만강") == 1
    folder = ET.parse(file).find(".//k:Folder[@id='own-1']", XML_NAMES)
    assert folder is not None
    data = {
        each.get("name"): each.findtext("k:value", "", XML_NAMES)
        for each in folder.findall("k:Placemark[1]//k:Data", XML_NAMES)
    }
    assert data == {"own_layer": NAME, "checked": "false", "id_2": "i", "name_2": "n", "Color": "c"}
    assert folder.findtext("k:Placemark/k:styleUrl", "", XML_NAMES) == "#own-1-style"
    assert ET.parse(file).find(".//k:Style[@id='own-1-style']", XML_NAMES) is not None


@pytest.mark.parametrize("suffix", [*HOLDS, "csv"])
def test_a_collection_of_several_kinds_goes_into_every_format(story: Story, suffix: str) -> None:
    """Google Earth writes one where a placemark has a point and a line."""
    parts = [POINT["geometry"], LINE["geometry"], AREA["geometry"]]
    mixed = {"type": "GeometryCollection", "geometries": parts}
    layer = own({"type": "Feature", "properties": {}, "geometry": mixed})
    assert make(of(story, layer), suffix, *SMALL)


def test_kml_has_each_part_of_a_collection(story: Story) -> None:
    """All parts of a geometry collection are in one placemark of a KML file."""
    mixed = {"type": "GeometryCollection", "geometries": [POINT["geometry"], LINE["geometry"]]}
    layer = own({"type": "Feature", "properties": {}, "geometry": mixed})
    root = ET.fromstring(make(of(story, layer), "kml"))
    found = root.find(".//k:Folder[@id='own-1']/k:Placemark/k:MultiGeometry", XML_NAMES)
    assert found is not None
    assert [part.tag.rpartition("}")[2] for part in found] == ["Point", "LineString"]


def test_jsonld_names_own_layers_as_data_that_the_map_used(story: Story) -> None:
    """A PROV entity with the file's digest, and no claim."""
    layer = own(POINT)
    found = json.loads(make(of(story, layer), "jsonld"))
    nodes = {node["@id"]: node for node in jsonld.flatten(found)}
    node = nodes["urn:x-claim-map:tumen-road-bridge:own:own-1"]
    schema = "https://schema.org/"
    assert node["@type"] == [f"{schema}Dataset", "http://www.w3.org/ns/prov#Entity"]
    assert node[f"{schema}identifier"] == [{"@value": f"sha256:{layer.digest}"}]
    assert node[f"{schema}description"] == [{"@value": UNCHECKED}]
    made = nodes["urn:x-claim-map:tumen-road-bridge:activity:snapshot"]
    assert {"@id": node["@id"]} in made["http://www.w3.org/ns/prov#used"]


@pytest.mark.parametrize("suffix", ["csv", "bib", "ris", "csl.json"])
def test_formats_of_claims_and_sources_know_no_own_layer(story: Story, suffix: str) -> None:
    """It claims nothing and cites nothing."""
    assert make(of(story, own(POINT)), suffix) == make(of(story), suffix)


def test_long_names_on_many_features_are_too_large_for_texts(story: Story) -> None:
    """A table has such a name once; JSON and XML repeat it for each feature."""
    point = check(content(POINT), "a.geojson").layer
    assert point is not None
    one = point.features[0]
    pairs = tuple((f"{'n' * 95}{n}", "1") for n in range(100))
    many = replace(point, name="many", features=(replace(one, properties=pairs),) * 8000)
    snapshot = of(story, many)
    for suffix in ("geojson", "kml", "html"):
        made = make(snapshot, suffix)
        assert b"many is left out here" in made
        assert len(made) < len(make(of(story), suffix)) + 20_000
        assert [layer["name"] for layer in inspect(made).own] == ["many"]


def test_layers_too_large_to_be_read_back_are_named_instead(story: Story) -> None:
    """GeoJSON and KML that this software could not open again are not made."""
    wide = {f"a{n}": ",,,," for n in range(100)}
    layers = [own(*[feature("Point", [130.6, 42.4], **wide)] * 3000, name=f"w{n}") for n in (1, 2)]
    snapshot = of(story, *layers, own(POINT))
    made = make(snapshot, "geojson")
    found = json.loads(made)
    assert [text.split(" ")[0] for text in found["left_out"]] == ["w2"]
    assert {f["properties"].get("own_layer") for f in found["features"]} == {None, "w1", NAME}
    assert len(inspect(made).own) == 3
    kml = make(snapshot, "kml")
    assert b"w1 is left out" not in kml and b"w2 is left out here" in kml
    assert len(inspect(kml).own) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_tables(story: Story, text: str) -> None:
    """As a name and as a value, read back by readers of the formats."""
    layer = own(feature("Point", [130.62, 42.42], key=text), name=text.replace("/", "|"))
    snapshot = of(story, layer)
    found = json.loads(make(snapshot, "geojson"))["features"][-1]["properties"]
    assert (found["own_layer"], found["attributes"]) == (layer.name, {"key": text})
    folder = ET.fromstring(make(snapshot, "kml")).find(".//k:Folder[@id='own-1']", XML_NAMES)
    assert folder is not None and folder.findtext("k:name", "", XML_NAMES) == layer.name
    assert folder.findtext(".//k:Data[@name='key']/k:value", "", XML_NAMES) == text
    balloon = folder.findtext("k:Placemark/k:description", "", XML_NAMES)
    assert "<" not in balloon and "$[" not in balloon
    assert html.unescape(balloon).endswith("key: " + text.replace("\n", ""))
    assert layer.name in text_of_pdf(make(snapshot, "pdf")).replace(" <", "<") or "שלום" in text


# -- provenance


@pytest.mark.parametrize("suffix", HOLDS)
def test_provenance_names_own_layers_and_a_file_says_that_they_are_to_be_added(
    story: Story, suffix: str
) -> None:
    """Provenance names each own layer; its view holds none, so they are to be added again."""
    layer = own(POINT, LINE)
    found = inspect(make(of(story, layer, own(AREA, name="second")), suffix, *SMALL))
    assert found.fields["own_layers"][0] == {
        "name": NAME,
        "form": "geojson",
        "file": f"{NAME}.geojson",
        "sha256": layer.digest,
        "features": 2,
        "crs": "EPSG:4326",
    }
    assert reopen(story, found).own == (f"{NAME} ({NAME}.geojson)", "second (second.geojson)")
    assert reopen(story, found).view == default_view(story)


def test_files_made_before_there_were_own_layers_open(story: Story) -> None:
    """They have no such field; files without own layers have an empty one."""
    now = provenance_of(of(story))
    assert now.fields["own_layers"] == []
    before = Provenance({k: v for k, v in now.fields.items() if k != "own_layers"})
    assert reopen(story, provenance_from(before.text)).own == ()


@pytest.mark.parametrize("wrong", [None, {}, [1], [{"name": "a"}], [{"name": 1, "form": ""}]])
def test_own_layers_of_no_known_shape_are_refused(story: Story, wrong: Any) -> None:
    """A checksum can be computed by anybody."""
    changed = Provenance(provenance_of(of(story)).fields | {"own_layers": wrong})
    with pytest.raises(SnapshotError, match="changed"):
        provenance_from(changed.text)


def test_a_zip_names_own_layers_in_its_readme(story: Story) -> None:
    """And has another name than one without them."""
    layer = own(POINT)
    with zipfile.ZipFile(io.BytesIO(make(of(story, layer), "zip", *SMALL))) as archive:
        readme = archive.read("README.txt").decode()
    assert f"{NAME}: {UNCHECKED} (geojson, 1 features, SHA-256 {layer.digest})" in readme
    assert file_stem(of(story, layer)) != file_stem(of(story))


# -- the shell


def test_the_shell_takes_own_files_into_a_snapshot(tmp_path: Path) -> None:
    """Several; opening the snapshot says that they are to be added again."""
    one, two = tmp_path / "one.geojson", tmp_path / "two.csv"
    one.write_bytes(content(POINT))
    two.write_text("lat,lon,name\n42.42,130.62,Post\n")
    out = tmp_path / "map.html"
    made = run("snapshot", str(out), "--own", str(one), "--own", str(two))
    assert made.exit_code == 0, made.output
    said = run("open", str(out), "--no-browser")
    assert said.exit_code == 0
    for told in ("one (one.geojson)", "two (two.csv)"):
        expected = f"An own layer belonged to it: {told}; add its file again on the page."
        assert expected in said.stderr


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("bad.geojson", content(feature("Point", ["a", 1])).decode(), "bad.geojson: feature 1"),
        ("bad.txt.exe", "x", "the name ends in one of"),
        (None, "", "not there: a file"),
    ],
)
def test_a_refused_file_makes_no_snapshot(
    tmp_path: Path, name: str | None, text: str, expected: str
) -> None:
    """Its problems, exit status 1, and nothing is written."""
    file = tmp_path / (name or "missing.geojson")
    if name:
        file.write_text(text)
    out = tmp_path / "map.png"
    made = run("snapshot", str(out), "--own", str(file))
    assert made.exit_code == 1 and expected in made.stderr
    assert "Traceback" not in made.output and not out.exists()


def test_a_layer_is_chosen_where_a_file_has_several(tmp_path: Path) -> None:
    """Without a choice the layers are named."""
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>p</name><Point><coordinates>130.62,42.42"
        "</coordinates></Point></Placemark></Folder>"
        for name in ("first", "second")
    )
    file = tmp_path / "two.kml"
    file.write_text(f'<kml xmlns="{XML_NAMES["k"]}"><Document>{folders}</Document></kml>')
    out = tmp_path / "map.kml"
    refused = run("snapshot", str(out), "--own", str(file))
    assert refused.exit_code == 1 and "Document 1 / second; --choose names one" in refused.stderr
    other = run("snapshot", str(out), "--own", str(file), "--choose", "first", "--choose", "third")
    assert other.exit_code == 1 and not out.exists()
    assert other.stderr == "--choose is third, which no own file has\n"
    made = run("snapshot", str(out), "--own", str(file), "--choose", "Document 1 / second")
    assert made.exit_code == 0, made.output
    assert json.loads(run("inspect", str(out)).stdout)["own_layers"][0]["name"].endswith("second")


def test_a_layer_keeps_its_sign(story: Story) -> None:
    """As the page drew it, though the one before it was removed."""
    layer = own(AREA)
    for form in ("geojson", "kml", "html", "gpkg"):
        assert b"own-4" in make(of(story, layer, signs=[4]), form).replace(b"own_4", b"own-4")
    drawn = pixels(make(of(story, layer, signs=[4]), "png", *SMALL))
    assert near(drawn, "#b71c5c") > 20 and near(drawn, "#8e24aa") == 0


def test_lines_of_a_table_are_called_lines(story: Story) -> None:
    """As in its popups: the first feature of a CSV is on line 2."""
    layer = check(b"name,lat,lon\nhere,42.42,130.62\n", "rows.csv").layer
    assert layer is not None
    page = make(of(story, layer), "html").decode()
    assert '<thead><tr><th scope="col">Line</th>' in page


def test_six_own_layers_are_too_many(story: Story) -> None:
    """A snapshot takes no more own layers than a session may have."""
    with pytest.raises(SnapshotError, match="there are 6 own layers; at most 5"):
        of(story, *[own(POINT)] * 6)


# -- nothing is kept


def test_the_same_layers_give_the_same_bytes_in_another_process(
    story: Story, tmp_path: Path
) -> None:
    """In every format: the archive of all of them is compared file by file and as a whole."""
    file = tmp_path / "one.geojson"
    file.write_bytes(content(POINT, AREA))
    out = tmp_path / "map.zip"
    command = [sys.executable, "-m", "layers.cli", "snapshot", str(out), "--own", str(file)]
    command += ["--size", "500x400", "--dpi", "96"]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Seoul"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    layer = check(content(POINT, AREA), "one.geojson").layer
    assert layer is not None
    here = make(of(story, layer), "zip", *SMALL)
    assert unlike(out.read_bytes(), here) == []
    assert out.read_bytes() == here


def test_nothing_keeps_an_own_layer(story: Story) -> None:
    """Once its snapshots are made, no cache and no name of a module leads to it."""
    layer = own(POINT, LINE, AREA)
    left = [weakref.ref(layer), *(weakref.ref(each.geometry) for each in layer.features)]
    snapshot = of(story, layer)
    make(snapshot, "zip", *SMALL)  # and every other format in it
    del snapshot, layer
    gc.collect()
    assert [ref() for ref in left] == [None] * 4


def test_a_snapshot_without_own_layers_has_none_of_anothers(story: Story) -> None:
    """A snapshot made right after one with own layers has none of them."""
    secret = own(feature("Point", [130.62, 42.42], word="QXJ4Zz"), name="QXJ4Zz")
    for suffix in ("svg", "html", "geojson", "gpkg", "kml", "jsonld", "csv"):
        assert b"QXJ4Zz" in make(of(story, secret), suffix, *SMALL) or suffix == "csv"
        assert b"QXJ4Zz" not in make(of(story), suffix, *SMALL)
