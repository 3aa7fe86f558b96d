"""Tables and citations of a snapshot, read by programs that are not ours.

GDAL's ogrinfo, xmllint, pyogrio, SQLite, pyld, a BibTeX and a RIS parser. A missing tool fails.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import bibtexparser
import numpy as np
import pyogrio
import pytest
import rispy
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.findings.finding import Status
from layers.findings.known import known
from layers.findings.rows import csv_cell
from layers.proof.sums import HERE
from layers.snapshot import Snapshot, provenance_of, snapshot_of
from layers.snapshot.provenance import provenance_from
from layers.snapshot.seal import BLANK
from layers.snapshot.snapshot import SnapshotError
from layers.snapshot.tables import FORMS, provenance_reader, read_provenance
from layers.snapshot.tables.geopackage import STANDARD
from layers.snapshot.tables.jsonld import CONTEXT
from layers.story import Claim, Source, Story, load_story
from layers.story.dates import in_words
from layers.view import Scope, View, default_view
from tests.conftest import ROOT
from tests.invented import cites, claim, own, story_of
from tests.small_story import change, small_story
from tests.test_hostile import PAYLOADS, hostile_story

KML = "{http://www.opengis.net/kml/2.2}"
HOLDING = ("geojson", "gpkg", "kml", "jsonld")  # formats that can hold provenance
Told = dict[str, tuple[Any, ...]]


@pytest.fixture(scope="module")
def snapshot(story: Story) -> Snapshot:
    """A snapshot of the view that opens first, of the shipped story."""
    return snapshot_of(story, default_view(story))


@pytest.fixture(scope="module")
def files(snapshot: Snapshot) -> dict[str, bytes]:
    """All of its tables."""
    return {name: write(snapshot) for name, write in FORMS.items()}


@pytest.fixture
def small(tmp_path: Path) -> Snapshot:
    """A snapshot of the small story."""
    made = load_story(small_story(tmp_path / "story"))
    return snapshot_of(made, default_view(made))


def viewed(story: Story, layers: set[str] | None = None, **scope: Any) -> Snapshot:
    """A snapshot of a scope."""
    view = default_view(story)
    on = view.layers if layers is None else frozenset(layers)
    return snapshot_of(story, View(layers=on, scope=Scope(**scope)))


def invented(*claims: Claim) -> Snapshot:
    """A snapshot of a few claims without a map."""
    return snapshot_of(story_of(*claims), View(layers=frozenset()))


def run(*command: str) -> str:
    """The output of a tool; it must be there, succeed, and complain of nothing."""
    assert shutil.which(command[0]), f"{command[0]} is missing: `make test` installs it"
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def saved(folder: Path, content: bytes, suffix: str) -> str:
    """The path of a file with these bytes."""
    path = folder / f"saved.{suffix}"
    path.write_bytes(content)
    return str(path)


def tables_of(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Every table of a GeoPackage as GDAL reads it, rows as objects."""
    with tempfile.TemporaryDirectory() as folder:
        path = saved(Path(folder), content, "gpkg")
        return {
            str(name): pyogrio.read_dataframe(path, layer=name).to_dict("records")
            for name, _ in pyogrio.list_layers(path)
        }


# What each format says of each claim: wording, asserter, source's number, longitude, latitude.


def told_in_geojson(content: bytes) -> Told:
    """By the features, the same claim always the same, and by those without one."""
    found = json.loads(content)
    rows = [c for f in found["features"] for c in f["properties"]["claims"]]
    return told_by(rows + found["other_claims"])


def told_by(rows: list[dict[str, Any]]) -> Told:
    """Of rows; a claim that stands twice stands there with the same words."""
    told: Told = {}
    for row in rows:
        parts = tuple(row[k] for k in ("says", "asserted_by", "source_number", "lon", "lat"))
        assert told.setdefault(row["id"], parts) == parts
    return told


def told_in_kml(content: bytes) -> Told:
    """By the placemarks' data, whose descriptions say the same in words."""
    rows = []
    for placemark in ET.fromstring(content).iter(f"{KML}Placemark"):
        data = data_of(placemark)
        here = json.loads(data["claims"])
        described = html.unescape(placemark.findtext(f"{KML}description") or "")
        assert all(
            f"{c['says']} ({c['asserted_by']}) [{c['source_number']}]" in described for c in here
        )
        rows += here
    return told_by(rows)


def data_of(element: ET.Element) -> dict[str, str]:
    """ExtendedData by name."""
    found = element.findall(f"{KML}ExtendedData/{KML}Data")
    return {d.attrib["name"]: d.findtext(f"{KML}value") or "" for d in found}


def told_in_gpkg(content: bytes) -> Told:
    """By the table of claims; NaN is none."""
    rows = tables_of(content)["claims"]
    return told_by([{k: None if v != v else v for k, v in row.items()} for row in rows])


def told_in_csv(content: bytes) -> Told:
    """By a reader of CSV; no text of the stories used here needs an apostrophe."""
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    for row in rows:
        row["source_number"] = int(row["source_number"])
        row |= {k: float(row[k]) if row[k] else None for k in ("lon", "lat")}
    return told_by(rows)


def told_in_jsonld(content: bytes) -> Told:
    """By the nodes: the claim's text, its place's coordinates."""
    nodes = {node["@id"]: node for node in json.loads(content)["@graph"]}
    told: Told = {}
    for name, node in nodes.items():
        if "Claim" in node["@type"]:
            geo = nodes[node["contentLocation"]].get("geo", {}) if "contentLocation" in node else {}
            told[name.partition(":claim:")[2]] = (
                node["text"],
                node["author"]["name"],
                node["sourceNumber"],
                geo.get("longitude"),
                geo.get("latitude"),
            )
    return told


TOLD: dict[str, Callable[[bytes], Told]] = {
    "geojson": told_in_geojson,
    "gpkg": told_in_gpkg,
    "kml": told_in_kml,
    "csv": told_in_csv,
    "jsonld": told_in_jsonld,
}


def shapes_in_geojson(content: bytes) -> dict[str, BaseGeometry]:
    """Geometries by feature."""
    return {f["id"]: shape(f["geometry"]) for f in json.loads(content)["features"]}


def shapes_in_gpkg(content: bytes) -> dict[str, BaseGeometry]:
    """Geometries by feature."""
    rows = [row for rows in tables_of(content).values() for row in rows]
    return {row["id"]: row["geometry"] for row in rows if "geometry" in row}


def shapes_in_kml(content: bytes) -> dict[str, BaseGeometry]:
    """Geometries by feature, with a reader of our own."""
    found = {}
    for placemark in ET.fromstring(content).iter(f"{KML}Placemark"):
        if name := data_of(placemark).get("feature"):
            parts = [part for child in placemark for part in kml_parts(child)]
            found[name] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    return found


def kml_parts(element: ET.Element) -> Iterator[BaseGeometry]:
    """The simple geometries of a KML element."""
    kind = element.tag.removeprefix(KML)
    if kind == "MultiGeometry":
        for child in element:
            yield from kml_parts(child)
    elif kind == "Polygon":
        outer, *inner = ([*positions(ring)] for ring in element.iter(f"{KML}LinearRing"))
        yield shapely.Polygon(outer, inner)
    elif kind in ("Point", "LineString"):
        yield getattr(shapely, kind)([*positions(element)])


def positions(element: ET.Element) -> Iterator[tuple[float, ...]]:
    """The positions of an element's coordinates."""
    for position in (element.findtext(f"{KML}coordinates") or "").split():
        yield tuple(map(float, position.split(",")))


def scopes(story: Story) -> st.SearchStrategy[dict[str, Any]]:
    """Choices of a reader of the story: days, sources, asserters, kinds, places, words."""

    def some(names: Any) -> st.SearchStrategy[frozenset[str]]:
        return st.frozensets(st.sampled_from(sorted(names)), max_size=4)

    return st.fixed_dictionaries(
        {"layers": some(lay.id for lay in story.layers.values() if lay.switch)},
        optional={
            "as_of": st.dates(date(2025, 3, 1), date(2026, 9, 9)),
            "sources": some(story.sources),
            "asserters": some({c.asserted_by for c in story.claims.values()}),
            "attributes": some(story.attributes),
            "findings": some([*get_args(Status), "statement", "not-comparable"]),
            "places": some(story.places),
            "search": st.sampled_from(["bridge", "metres", "train", "xyzzy"]),
        },
    )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_format_says_the_same_of_what_is_in_sight(story: Story, data: st.DataObject) -> None:
    """Same claims, wording, coordinates, geometry, and the view comes back, whatever the view."""
    made = viewed(story, **data.draw(scopes(story)))
    content = {name: FORMS[name](made) for name in TOLD}
    in_sight = [claim.key for claim in made.claims]
    first = told_in_geojson(content["geojson"])
    for name, told in TOLD.items():
        assert (found := told(content[name])) == first, name
        assert sorted(found) == sorted(in_sight)
        assert name == "csv" or back(content[name]) == provenance_of(made)
    shapes = shapes_in_geojson(content["geojson"])
    assert set(shapes).isdisjoint(made.seen.absent)
    assert {story.features[name].of_place for name in shapes} <= made.seen.places
    for found in (shapes_in_gpkg(content["gpkg"]), shapes_in_kml(content["kml"])):
        assert found.keys() == shapes.keys()
        assert all(found[name].equals(shapes[name]) for name in shapes)


def back(content: bytes) -> Any:
    """The provenance that comes out of a file."""
    text = read_provenance(content)
    assert text is not None
    return provenance_from(text)


def test_a_place_is_where_its_point_is(files: dict[str, bytes], story: Story) -> None:
    """A claim about a point has that point's coordinates."""
    found = json.loads(files["geojson"])["features"]
    points = [f for f in found if f["geometry"]["type"] == "Point" and f["properties"]["claims"]]
    own = [f for f in points if f["properties"]["place"] == f["id"]]
    assert own
    for feature in own:
        told = {(c["lon"], c["lat"]) for c in feature["properties"]["claims"]}
        assert told == {tuple(feature["geometry"]["coordinates"])}


# Readers that are not ours.


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml"])
def test_gdal_reads_it_without_a_warning(
    files: dict[str, bytes], snapshot: Snapshot, tmp_path: Path, suffix: str
) -> None:
    """Every feature, in its place, in the layer it belongs to."""
    said = run("ogrinfo", "-ro", "-al", "-so", saved(tmp_path, files[suffix], suffix))
    counts = dict(re.findall(r"Layer name: (.*)\n(?:.*\n)*?Feature Count: (\d+)", said))
    on = [lay for lay in snapshot.layers if lay.switch]
    drawn = [sum(f.id not in snapshot.seen.absent for f in lay.features) for lay in on]
    assert on and "WGS 84" in said
    if suffix == "geojson":
        assert list(counts.values()) == [str(sum(drawn))]
        return
    for layer, number in zip(on, drawn, strict=True):
        assert counts[layer.title if suffix == "kml" else layer.id] == str(number)
    if suffix == "gpkg":
        assert int(counts["claims"]) == len(snapshot.claims)
        assert int(counts["sources"]) == len(snapshot.sources)


def test_geojson_is_as_rfc_7946_has_it(files: dict[str, bytes]) -> None:
    """No crs, a box, 6 decimals, rings by the right hand, ids as texts."""
    text = files["geojson"].decode("utf-8")
    found = json.loads(text)
    assert next(iter(found)) == "type" and "crs" not in found and "null" not in found
    assert not re.search(r'"coordinates":[^"]*\d\.\d{7}', text)
    shapes = [shape(f["geometry"]) for f in found["features"]]
    assert found["bbox"] == [round(float(n), 6) for n in shapely.total_bounds(shapes)]
    areas = [part for s in shapes for part in shapely.get_parts(s) if part.geom_type == "Polygon"]
    assert areas
    for area in areas:
        assert area.exterior.is_ccw and not any(ring.is_ccw for ring in area.interiors)
    for feature in found["features"]:
        assert feature["id"] == feature["properties"]["id"]
        assert feature["properties"].keys() >= {"method", "accuracy_m", "layer", "status"}
    assert found["attribution"] and found["provenance"]["sha256"]


def test_geojson_of_nothing_has_no_box(story: Story) -> None:
    """A view without a layer still holds its claims."""
    found = json.loads(FORMS["geojson"](viewed(story, set())))
    assert (found["features"], "bbox" in found) == ([], False)
    assert len(found["other_claims"]) == len(story.claims)


def test_rings_are_turned_and_holes_the_other_way(small: Snapshot) -> None:
    """A feature whose rings run the wrong way is written the right way."""
    old = small.story.layers["sites"]
    ring = shapely.Polygon(
        [(110.4, 50.2), (110.4, 50.3), (110.6, 50.3), (110.4, 50.2)],
        [[(110.44, 50.26), (110.47, 50.27), (110.45, 50.28), (110.44, 50.26)]],
    )
    assert not ring.exterior.is_ccw and ring.interiors[0].is_ccw
    area = old.features[1].model_copy(update={"geometry": ring})
    layer = old.model_copy(update={"features": (old.features[0], area)})
    story = replace(small.story, layers=small.story.layers | {"sites": layer})
    made = snapshot_of(story, default_view(story))
    for found in (
        shapes_in_geojson(FORMS["geojson"](made)),
        shapes_in_gpkg(FORMS["gpkg"](made)),
        shapes_in_kml(FORMS["kml"](made)),
    ):
        assert found["site"].exterior.is_ccw and not found["site"].interiors[0].is_ccw


def test_a_geopackage_holds_styles_metadata_and_no_clock(
    files: dict[str, bytes], snapshot: Snapshot, tmp_path: Path
) -> None:
    """As the specification and QGIS look for them; SQLite finds nothing wrong."""
    with closing(sqlite3.connect(saved(tmp_path, files["gpkg"], "gpkg"))) as database:
        ask = lambda sql: database.execute(sql).fetchall()  # noqa: E731
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("PRAGMA foreign_key_check") == []
        kinds = dict(ask("SELECT table_name, data_type FROM gpkg_contents"))
        on = [layer.id for layer in snapshot.layers if layer.switch]
        assert [name for name, kind in kinds.items() if kind == "features"] == on
        assert {n for n, k in kinds.items() if k == "attributes"} == {
            "claims",
            "sources",
            "layer_styles",
        }
        styles = ask("SELECT f_table_name, useAsDefault, styleQML, styleSLD FROM layer_styles")
        assert [(name, used) for name, used, *_ in styles] == [(name, 1) for name in on]
        for _, _, qml, sld in styles:
            assert ET.fromstring(qml).find("renderer-v2/symbols/symbol/layer") is not None
            assert "Symbolizer" in sld and ET.fromstring(sld).tag.endswith("Descriptor")
        of_file = ask(
            "SELECT metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference r "
            "ON r.md_file_id = m.id WHERE r.reference_scope = 'geopackage'"
        )
        assert of_file == [(provenance_of(snapshot).text,), (BLANK,)]
        told = ask("SELECT table_name FROM gpkg_metadata_reference WHERE table_name IS NOT NULL")
        assert [name for (name,) in told] == on
        times = ask(
            "SELECT last_change FROM gpkg_contents UNION "
            "SELECT timestamp FROM gpkg_metadata_reference UNION "
            "SELECT update_time FROM layer_styles"
        )
        assert times == [("1970-01-01T00:00:00.000Z",)]


def test_kml_is_well_formed_and_fetches_nothing(
    files: dict[str, bytes], snapshot: Snapshot, tmp_path: Path
) -> None:
    """Styled placemarks in a folder a layer; no icon, no link, no markup of a text."""
    run("xmllint", "--noout", "--nonet", saved(tmp_path, files["kml"], "kml"))
    root = ET.fromstring(files["kml"])
    styles = {style.attrib["id"] for style in root.iter(f"{KML}Style")}
    used = {url.text for url in root.iter(f"{KML}styleUrl")}
    assert used == {f"#{name}" for name in styles}
    folders = root.findall(f"{KML}Document/{KML}Folder")
    assert [f.findtext(f"{KML}name") for f in folders[:-1]] == [
        layer.title for layer in snapshot.layers if layer.switch
    ]
    assert {e.tag.removeprefix(KML) for e in root.iter()}.isdisjoint(
        {"Icon", "href", "NetworkLink", "Link", "Model", "Schema"}
    )
    assert all("<" not in (d.text or "") for d in root.iter(f"{KML}description"))
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[a-z][\w.-]*", i) for i in ids)
    about = html.unescape(root.findtext(f"{KML}Document/{KML}description") or "")
    assert all(text in about for text in (*snapshot.attributions, snapshot.dateline))


def test_csv_opens_in_a_spreadsheet(files: dict[str, bytes], snapshot: Snapshot) -> None:
    """A byte order mark, CRLF, a head, one row a claim, no newline in a cell."""
    content = files["csv"]
    assert content.startswith(b"\xef\xbb\xbfsource_number,")
    assert content.count(b"\n") == content.count(b"\r\n") == len(snapshot.claims) + 1
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [claim.key for claim in snapshot.claims]
    for row in rows:
        assert None not in row and None not in row.values()
        source = snapshot.sources[int(row["source_number"]) - 1]
        assert (row["publisher"], row["url"]) == (source.publisher, source.url or "")


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(1)"])
def test_no_cell_is_a_formula(tmp_path: Path, formula: str) -> None:
    """Also one that a claim begins with; numbers stay numbers."""
    made = load_story(hostile_story(tmp_path / "story", formula))
    text = FORMS["csv"](snapshot_of(made, default_view(made))).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{formula}" in cells
    for cell in cells:
        assert not cell.startswith(("=", "+", "-", "@")) or float(cell) < 0


def refuse(url: str, *_: object) -> Any:
    """A loader of contexts that has no network."""
    raise AssertionError(f"{url} was fetched")


def test_jsonld_expands_without_the_network(files: dict[str, bytes], snapshot: Snapshot) -> None:
    """Every word is one of the context: an unknown one would be dropped in silence."""
    found = json.loads(files["jsonld"])
    assert words_of(found["@graph"]) <= CONTEXT.keys()
    expanded = jsonld.expand(found, {"documentLoader": refuse})
    kinds = [kind for node in expanded for kind in node["@type"]]
    assert kinds.count("https://schema.org/Claim") == len(snapshot.claims)
    assert kinds.count("https://schema.org/CreativeWork") == len(snapshot.sources)
    known_nodes = {node["@id"] for node in expanded}
    for node in expanded:
        for name in ("about", "contentLocation", "appearance", "itemReviewed", "hasPart"):
            linked = {link["@id"] for link in node.get(f"https://schema.org/{name}", ())}
            assert linked <= known_nodes
    triples = jsonld.to_rdf(found, {"documentLoader": refuse, "format": "application/n-quads"})
    assert "<http://www.w3.org/ns/prov#wasGeneratedBy>" in triples
    vague = [source.published for source in snapshot.sources if re.search("[~/]", source.published)]
    assert vague
    for edtf in vague:
        assert f'"{edtf}"^^<http://id.loc.gov/datatypes/edtf/EDTF>' in triples


def words_of(value: Any) -> set[str]:
    """Every key and type of nodes that is no keyword; what is plain JSON is left out."""
    if isinstance(value, list):
        return set().union(*map(words_of, value))
    if not isinstance(value, dict):
        return set()
    kinds = value.get("@type", [])
    found = {k for k in value if not k.startswith("@")}
    if "@value" not in value:
        found |= {kinds} if isinstance(kinds, str) else set(kinds)
    return found.union(*(words_of(v) for k, v in value.items() if k != "provenance"))


def test_no_review_rates_and_no_side_is_left_out(story: Story) -> None:
    """A conflict tells all its sides, also when one of them alone is looked at."""
    conflict = next(f for f in known(story).findings.values() if f.status == "conflict")
    one = conflict.values[0].claims[0]
    text = FORMS["jsonld"](viewed(story, attributes=frozenset([one.attribute]))).decode("utf-8")
    assert "Rating" not in text
    reviews = [n for n in json.loads(text)["@graph"] if "ClaimReview" in n["@type"]]
    found = next(n for n in reviews if n["@id"].endswith(conflict.key))
    assert all(value.text in found["reviewBody"] for value in conflict.values)


def test_jsonld_tells_on_what_a_claim_rests() -> None:
    """Its source and what it cites; what is computed here is of its parts, and in no source."""
    made = invented(
        own("post/all", "length", 850, unit="m", hedges=("approximate", "capacity")),
        own("post/half", "span", 400, unit="m"),
        cites("echo/half", ("post/half", "The builder"), "span", 400, unit="m"),
        cites("echo/all", "post", "length", 850, unit="m"),
        claim(
            "echo/rest", "span", 450, unit="m", asserted_by=HERE, computed=("post/all", "post/half")
        ),
        own("times/all", "length", 900, unit="m", rebuts=("post/all",), reason="It was measured."),
    )
    nodes = {node["@id"]: node for node in json.loads(FORMS["jsonld"](made))["@graph"]}
    told = {name.partition(":claim:")[2]: node for name, node in nodes.items()}
    ends = {
        key: [name.split(":", 3)[3] for name in node["wasDerivedFrom"]]
        for key, node in told.items()
        if key
    }
    assert ends == {
        "post/all": ["source:post"],
        "post/half": ["source:post"],
        "echo/half": ["source:echo", "claim:post/half"],
        "echo/all": ["source:echo", "source:post", "claim:post/all"],
        "echo/rest": ["claim:post/all", "claim:post/half"],
        "times/all": ["source:times"],
    }
    assert told["post/all"]["hedges"] == ["approximate", "capacity"]
    assert told["echo/half"]["cites"] == ["Post", "The builder"]
    assert {key: node["basis"] for key, node in told.items() if key} == {
        "post/all": "own reporting",
        "post/half": "own reporting",
        "echo/half": "cites",
        "echo/all": "cites",
        "echo/rest": "computed here",
        "times/all": "own reporting",
    }
    computed = told["echo/rest"]
    assert computed["author"] == {"@type": "SoftwareAgent", "name": HERE}
    assert computed.keys().isdisjoint({"appearance", "datePublished"})
    rebuttal = told["times/all"]
    assert [name.partition(":claim:")[2] for name in rebuttal["rebuts"]] == ["post/all"]
    assert rebuttal["reason"] == "It was measured."
    review = nodes["urn:x-claim-map:s:finding:bridge.length"]
    assert review["reviewBody"] == (
        "rebutted (3 voices, 2 origins, 2 of them stated to report on their own): "
        "about 850 m (Post) | 850 m (Echo) | 900 m (Times)"
    )


# Citations.


def with_source(snapshot: Snapshot, **fields: Any) -> Snapshot:
    """A snapshot whose first source is another."""
    story, first = snapshot.story, snapshot.sources[0]
    # Not checked anew: what a record does not allow must not break a file either.
    changed = first.model_copy(update=fields)
    made = replace(story, sources=story.sources | {first.id: changed})
    return snapshot_of(made, snapshot.view)


def bib_of(content: bytes) -> list[dict[str, str]]:
    """Entries of a BibTeX file: fields without the braces around them."""
    library = bibtexparser.parse_string(content.decode("utf-8"))
    assert library.failed_blocks == []
    return [{f.key: f.value for f in e.fields} | {"ID": e.key} for e in library.entries]


def ris_of(content: bytes) -> list[dict[str, Any]]:
    """Records of a RIS file."""
    found: list[dict[str, Any]] = rispy.loads(content.decode("utf-8"))
    return found


def from_latex(text: str) -> str:
    """The text that BibTeX's markup stands for: braces off, escapes undone."""
    for sign, name in (
        ("{", "braceleft"),
        ("}", "braceright"),
        ("~", "asciitilde"),
        ("^", "asciicircum"),
        ("\\", "backslash"),
    ):
        text = text.replace(f"\\text{name}{{}}", f"\0{ord(sign):04}")
    text = re.sub(r"[{}]", "", text)
    assert not re.search(r"(?<!\\)[%&#_$~^]", text), "an escape is missing"
    text = re.sub(r"\\([%&#_$])", r"\1", text)
    return re.sub(r"\0(\d{4})", lambda m: chr(int(m[1])), text)


def test_citations_are_of_every_source_by_number(
    files: dict[str, bytes], snapshot: Snapshot
) -> None:
    """Three readers find each source once, with its title, publisher, day, address."""
    bib, records = bib_of(files["bib"]), ris_of(files["ris"])
    items = json.loads(files["csl.json"])
    for number, (source, entry, record, item) in enumerate(
        zip(snapshot.sources, bib, records, items, strict=True), 1
    ):
        assert entry["ID"] == record["id"] == item["id"] == source.id
        untitled = f"[{source.publisher}, {in_words(source.published)}: title not recorded]"
        title = source.title or untitled
        assert from_latex(entry["title"]) == record["title"] == item["title"] == title
        assert from_latex(entry["publisher"]) == record["publisher"] == item["publisher"]
        assert item["publisher"] == source.publisher
        assert entry["date"] == source.published
        assert entry.get("url") == record.get("urls", [None])[0] == item.get("URL") == source.url
        read = {
            "full text": "read in full",
            "excerpt": "read in excerpt",
            "listed only": "known from a list only, not seen",
        }.get(source.read)
        for note in (from_latex(entry["note"]), record["notes"][0], item["note"]):
            assert note.startswith(f"Source {number}; {read or source.read}")


@pytest.mark.parametrize(
    ("edtf", "ris", "csl", "month"),
    [
        ("2025-04-30", "2025/04/30/", {"date-parts": [[2025, 4, 30]]}, "apr"),
        ("2025-09", "2025/09//", {"date-parts": [[2025, 9]]}, "sep"),
        ("2025", "2025///", {"date-parts": [[2025]]}, None),
        ("2025-05~", "2025/05//about May 2025", {"date-parts": [[2025, 5]], "circa": True}, "may"),
        ("2025?", "2025///about 2025", {"date-parts": [[2025]], "circa": True}, None),
        ("2026-22", "2026///summer 2026", {"date-parts": [[2026]], "season": 2}, None),
        (
            "2025-04-21/2025-04-27",
            "2025/04/21/21 April 2025 to 27 April 2025",
            {"date-parts": [[2025, 4, 21], [2025, 4, 27]]},
            "apr",
        ),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_known(
    small: Snapshot, edtf: str, ris: str, csl: dict[str, Any], month: str | None
) -> None:
    """A month or a year only, seasons, spans, and "about"."""
    made = with_source(small, published=edtf)
    number = [s.published for s in made.sources].index(edtf)
    entry = bib_of(FORMS["bib"](made))[number]
    assert (entry["date"], entry["year"], entry.get("month")) == (edtf, edtf[:4], month)
    assert ris_of(FORMS["ris"](made))[number]["date"] == ris
    assert json.loads(FORMS["csl.json"](made))[number]["issued"] == csl


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.sampled_from("\\{}%&#_$~^@\"',=ab é橋"), min_size=1, max_size=20))
def test_no_text_breaks_a_citation(snapshot: Snapshot, text: str) -> None:
    """Whatever the letters, three readers read the title and author as they were."""
    text = f"x{text}x"  # blanks at the ends are nobody's concern
    made = with_source(snapshot, title=text, author=text)
    entries = bib_of(FORMS["bib"](made))
    assert len(entries) == len(made.sources)
    assert from_latex(entries[0]["title"]) == from_latex(entries[0]["author"]) == text
    record = ris_of(FORMS["ris"](made))[0]
    assert (record["title"], record["authors"]) == (text, [text])
    assert json.loads(FORMS["csl.json"](made))[0]["author"] == [{"literal": text}]


# Same input, same bytes.

PRINT = """
import hashlib, sys
from pathlib import Path
from layers.snapshot import snapshot_of
from layers.snapshot.tables import FORMS
from layers.story import load_story
from layers.view import default_view
story = load_story(Path(sys.argv[1]))
made = snapshot_of(story, default_view(story))
for name, write in FORMS.items():
    print(name, hashlib.sha256(write(made)).hexdigest())
"""


def test_another_process_writes_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    """Under another name, at another time, in another zone and folder."""
    other = {
        "HOME": str(tmp_path), "USER": "somebody", "TZ": "Asia/Seoul", "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(ROOT)],
        env=other, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert dict(line.split() for line in done.stdout.splitlines()) == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def test_nothing_of_the_machine_is_inside(files: dict[str, bytes]) -> None:
    """No path, no user, no year of the clock beside the story's."""
    marks = [tempfile.gettempdir(), str(ROOT), str(Path.home()), "snapshot-", os.uname().nodename]
    for name, content in files.items():
        text = content.replace(b"claim-map-snapshot", b"")
        assert [m for m in marks if len(m) > 4 and m.encode() in text] == [], name


def test_many_at_once_do_not_meet(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight GeoPackages written and read at a time are the same, and leave nothing behind."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    one = FORMS["gpkg"](small)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: FORMS["gpkg"](small), range(16)))
        read = list(pool.map(read_provenance, made))
    assert set(made) == {one} and set(read) == {provenance_of(small).text}
    assert list(room.iterdir()) == []


# Only what is in sight.


def test_as_of_a_day_nothing_later_is_told(story: Story) -> None:
    """No claim, source or drawing of later is in the bytes of any file."""
    made = viewed(story, as_of=date(2025, 3, 20))
    assert made.claims and made.seen.absent
    told = " ".join(claim.says for claim in made.claims)
    later = [c for c in story.claims.values() if c not in made.claims]
    says = [re.escape(c.says) for c in later if c.says not in told]
    # No id is a part of another: news-1 is not news-1-2025.
    names = {c.key for c in later} | {s for s in story.sources if s not in made.numbers}
    hidden = re.compile("|".join([*says, rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])"]).encode())
    drawn = shapes_in_geojson(FORMS["geojson"](made))
    assert drawn and made.seen.absent.isdisjoint(drawn)
    for name, write in FORMS.items():
        assert hidden.findall(write(made)) == [], name


def test_before_a_place_is_known_it_has_no_coordinates(small: Snapshot) -> None:
    """If a place is drawn after a claim, what else is said of it has no point before that."""
    story = small.story
    old = story.layers["sites"]
    main = old.features[0].model_copy(update={"claims": ("courier/opened",)})
    layer = old.model_copy(update={"features": (main, old.features[1])})
    story = replace(story, layers=story.layers | {"sites": layer})
    made = viewed(story, sources=frozenset(["gazette"]))
    for name, told in TOLD.items():
        assert {parts[3:] for parts in told(FORMS[name](made)).values()} == {(None, None)}, name


def test_a_layer_that_is_off_is_not_there(story: Story) -> None:
    """Its claims are, since they are in sight; a layer without features in sight is empty."""
    made = viewed(story, {"places"}, places=frozenset(["road-bridge"]))
    assert made.claims
    tables = tables_of(FORMS["gpkg"](made))
    assert set(tables) == {"places", "claims", "sources", "layer_styles"}
    assert (len(tables["places"]), len(tables["claims"])) == (0, len(made.claims))
    found = json.loads(FORMS["geojson"](made))
    assert found["features"] == [] and len(found["other_claims"]) == len(made.claims)


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml"])
def test_gdal_reads_a_file_of_nothing(story: Story, tmp_path: Path, suffix: str) -> None:
    """A table of a view without layers and claims is a file that GDAL reads."""
    made = viewed(story, set(), search="xyzzy")
    assert made.claims == ()
    content = FORMS[suffix](made)
    run("ogrinfo", "-ro", "-al", "-so", saved(tmp_path, content, suffix))
    assert back(content) == provenance_of(made)


# Text that would be more than text.


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_come_out_as_they_went_in(tmp_path: Path, payload: str) -> None:
    """In every format, as its own readers read it."""
    made = load_story(hostile_story(tmp_path / "story", payload))
    shot = snapshot_of(made, default_view(made), title=payload)
    content = {name: write(shot) for name, write in FORMS.items()}
    found = json.loads(content["geojson"])
    assert found["title"] == payload and found["attribution"] == [payload]
    bridge = next(f["properties"] for f in found["features"] if f["id"] == "ossa-bridge")
    assert (bridge["name"], bridge["names"]["zh"]) == (payload, [payload])
    title = " ".join(payload.split())
    for name in HOLDING:
        assert back(content[name]).fields["title"] == title
    for name in ("geojson", "gpkg", "kml", "jsonld"):
        told = TOLD[name](content[name])
        assert told["courier/length"][0] == told["courier/played"][1] == payload, name
    here = next(f["properties"] for f in found["features"] if f["id"] == "ossa-bridge")
    rows = {row["id"]: row for row in [*here["claims"], *found["other_claims"]]}
    rebuttal = rows["gazette/rebuttal"]
    assert rebuttal["cites"] == rebuttal["reason"] == rebuttal["value"] == payload
    assert rows["courier/length"]["readings"] == f"right: {payload}, 2031-05-17"
    cells = csv.reader(io.StringIO(content["csv"].decode("utf-8-sig")))
    assert csv_cell(payload) in {cell for row in cells for cell in row}
    tables = tables_of(content["gpkg"])
    assert payload in [row["name"] for row in tables["sites"]]
    assert payload in [row["publisher"] for row in tables["sources"]]
    root = ET.fromstring(content["kml"])
    assert [f.findtext(f"{KML}name") for f in root.iter(f"{KML}Folder")][:2] == [payload] * 2
    for described in root.iter(f"{KML}description"):
        assert not re.search(r"[<>]|\$\[", described.text or "")
    number = [s.id for s in shot.sources].index("courier")
    assert from_latex(bib_of(content["bib"])[number]["publisher"]) == payload
    assert ris_of(content["ris"])[number]["publisher"] == payload
    assert json.loads(content["csl.json"])[number]["publisher"] == payload


def test_gdal_and_xmllint_read_all_payloads_at_once(tmp_path: Path) -> None:
    """Two layers of one hostile name stay two."""
    made = load_story(
        hostile_story(tmp_path / "story", "".join(PAYLOADS[i] for i in (0, 3, 4, 5, 7, 11)))
    )
    shot = snapshot_of(made, default_view(made))
    for suffix in ("geojson", "gpkg", "kml"):
        path = saved(tmp_path, FORMS[suffix](shot), suffix)
        said = run("ogrinfo", "-ro", "-al", "-so", path)
        counts = [int(n) for n in re.findall(r"Feature Count: (\d+)", said)]
        assert sum(counts[:2]) == 3, suffix
    run("xmllint", "--noout", "--nonet", str(tmp_path / "saved.kml"))


def test_a_title_of_controls_and_halves_breaks_no_file(small: Snapshot) -> None:
    """A title from a shell may be no text at all; the view comes back with it."""
    made = replace(small, title="a\x00\x1b[31m\udcff\u202eb\uffff", subtitle="\ud800")
    for name, write in FORMS.items():
        content = write(made)
        if name not in ("gpkg",):
            content.decode("utf-8")
        assert name not in HOLDING or back(content) == provenance_of(made), name
    ET.fromstring(FORMS["kml"](made))
    assert json.loads(FORMS["geojson"](made))["title"] == "a[31mb"


def test_a_layer_may_be_called_as_a_table_is(tmp_path: Path) -> None:
    """Layers called claims or gpkg-1 take other tables."""
    folder = small_story(tmp_path / "story")
    for old, new in (("rivers", "claims"), ("sites", "gpkg-1")):
        change(folder, "data/catalogue.json", f'"id": "{old}"', f'"id": "{new}"')
    made = load_story(folder)
    tables = tables_of(FORMS["gpkg"](snapshot_of(made, default_view(made))))
    assert {name: len(rows) for name, rows in tables.items()} == {
        "layer_claims": 1, "layer_gpkg-1": 2, "claims": 5, "sources": 2, "layer_styles": 2,
    }  # fmt: skip


# Files that were not made here, or not left as they were.


@pytest.mark.parametrize(
    "content",
    [
        b"", b" ", b"\0" * 100, b"plain text", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04",
        b"SQLite format", b"[]", b"[1, 2]", b"{}", b'{"type": "FeatureCollection"}',
        b'{"@graph": 1}', b'{"@graph": [1, {"provenances": 1}]}', b"<", b"<a", b"<svg/>",
        b"<!DOCTYPE html><html></html>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
        b"<kml/>", b"<kml><Document><name>x</name></Document></kml>",
        b"<kml><Placemark><ExtendedData><Data name='provenance'><value>1</value></Data>"
        b"</ExtendedData></Placemark></kml>",
        b"<?xml version='1.0' encoding='x'?><kml/>",
    ],
)  # fmt: skip
def test_a_file_without_provenance_has_none(content: bytes) -> None:
    """Nor does it raise: another reader may know it."""
    assert read_provenance(content) is None


def database(*statements: str) -> bytes:
    """A SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with closing(sqlite3.connect(path)) as made:
            for statement in statements:
                made.execute(statement)
            made.commit()
        return path.read_bytes()


META = "CREATE TABLE gpkg_metadata (md_standard_uri, mime_type, metadata)"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
MINE = f"'{STANDARD}' AS md_standard_uri, 'application/json' AS mime_type"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep": lambda: b'{"a":' * 100_000,
    "many": lambda: b'{"a": [' + b"[]," * 3_000_001 + b"[]]}",
    "cut": lambda: b'{"type": "FeatureCollection", "provenance": {"a": ',
    "nan": lambda: b'{"type": "FeatureCollection", "provenance": {"a": NaN}}',
    "long": lambda: b'{"type": "FeatureCollection", "provenance": ' + b"9" * 5000 + b"}",
    "latin": lambda: b'{"type": "\xe9"}',
    "doctype": lambda: b"<!DOCTYPE kml SYSTEM 'http://198.51.100.7/x.dtd'><kml/>",
    "laughs": lambda: b"<!DOCTYPE kml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><kml>&b;</kml>",
    "outside": lambda: b"<!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><kml>&a;</kml>",
    "entity": lambda: b"<kml><Document>&nbsp;</Document></kml>",
    "open": lambda: b"<kml><Document>",
    "nested": lambda: b"<kml>" + b"<a>" * 900_000,
    "elements": lambda: b"<kml>" + b"<a/>" * 1_000_001 + b"</kml>",
    "value": lambda: b"<kml><Document><ExtendedData><Data name='provenance'><value>"
    + b"x" * 5_000_001 + b"</value></Data></ExtendedData></Document></kml>",
    "view": lambda: database(
        f"CREATE VIEW gpkg_metadata AS {ENDLESS} SELECT {MINE}, i AS metadata FROM n"
    ),
    "virtual": lambda: database(
        "CREATE VIRTUAL TABLE gpkg_metadata USING fts5(md_standard_uri, metadata)"
    ),
    "computed": lambda: database(
        f"CREATE TABLE gpkg_metadata (a, md_standard_uri AS ('{STANDARD}'), "
        "mime_type AS ('application/json'), metadata AS (hex(zeroblob(a))))",
        "INSERT INTO gpkg_metadata (a) VALUES (3000000)",
    ),
    "columns": lambda: database("CREATE TABLE gpkg_metadata (a)"),
    "vast": lambda: database(
        META, f"INSERT INTO gpkg_metadata SELECT {MINE}, hex(zeroblob(3000000)) AS metadata"
    ),
    "header": lambda: b"SQLite format 3\0" + b"\xff" * 5000,
    "short": lambda: b"SQLite format 3\0",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(name: str) -> None:
    """In a moment, without fetching, reading or computing what it asks for."""
    content = HOSTILE[name]()
    with pytest.raises(SnapshotError, match=r"file|provenance|GeoPackage") as caught:
        read_provenance(content)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


@pytest.mark.parametrize("start", [b"{", b"<kml>", b"SQLite format 3\0"])
def test_a_huge_file_is_refused_unread(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table larger than the limit is refused for its size, before any of it is read."""
    monkeypatch.setattr(provenance_reader, "LARGEST_FILE", 1000)
    with pytest.raises(SnapshotError, match="at most 1,000"):
        read_provenance(start + bytes(1000))


def test_triggers_and_other_tables_are_left_alone(small: Snapshot, tmp_path: Path) -> None:
    """A GeoPackage that somebody added to still says where it is from."""
    path = saved(tmp_path, FORMS["gpkg"](small), "gpkg")
    with closing(sqlite3.connect(path)) as made:
        made.execute(f"CREATE VIEW endless AS {ENDLESS} SELECT i FROM n")
        made.execute(
            "CREATE TRIGGER t AFTER UPDATE ON gpkg_metadata BEGIN DELETE FROM gpkg_metadata; END"
        )
        made.commit()
    assert back(Path(path).read_bytes()) == provenance_of(small)


@pytest.mark.parametrize("suffix", HOLDING)
def test_a_file_that_was_cut_off_says_so(files: dict[str, bytes], suffix: str) -> None:
    """A table that was cut off, wherever it was, is said to be cut off or changed."""
    content = files[suffix]
    for part in np.linspace(200, len(content) - 3, 12).astype(int):
        with pytest.raises(SnapshotError, match=r"cut off|changed"):
            back(content[:part])


@pytest.mark.parametrize("suffix", HOLDING)
def test_a_changed_provenance_is_seen(files: dict[str, bytes], suffix: str) -> None:
    """One letter of the day it is as known on."""
    content = files[suffix]
    changed = re.sub(rb'(as_known_on\\?(?:"|&quot;): ?\\?(?:"|&quot;)20)2', rb"\g<1>3", content)
    assert changed != content
    with pytest.raises(SnapshotError, match="changed"):
        back(changed)


@pytest.mark.parametrize("suffix", HOLDING)
def test_broken_bytes_raise_nothing_else(tmp_path: Path, suffix: str) -> None:
    """Bytes changed at random: the provenance, none, or a sentence."""
    made = load_story(small_story(tmp_path / "story"))
    content = FORMS[suffix](snapshot_of(made, default_view(made)))
    chance = np.random.default_rng(4)
    for _ in range(150):
        broken = bytearray(content)
        for place in chance.integers(0, len(content), 20):
            broken[place] = chance.integers(0, 256)
        try:
            assert isinstance(read_provenance(bytes(broken)), str | None)
        except SnapshotError as error:
            assert str(error)


def test_a_bare_source_is_cited_all_the_same(small: Snapshot) -> None:
    """With no title, author, address: what is known, and that the rest is not."""
    bare = Source(id=small.sources[0].id, publisher="P", published="2030", read="headline only")
    made = with_source(small, **bare.model_dump())
    at = made.numbers[bare.id] - 1
    entry, record = bib_of(FORMS["bib"](made))[at], ris_of(FORMS["ris"](made))[at]
    note = f"Source {at + 1}; headline only"
    untitled = "[P, 2030: title not recorded]"
    assert from_latex(entry["title"]) == untitled and "author" not in entry and "url" not in entry
    assert (record["type_of_reference"], record["notes"]) == ("GEN", [note])
    assert json.loads(FORMS["csl.json"](made))[at] == {
        "id": bare.id, "type": "document", "title": untitled, "container-title": "P",
        "publisher": "P", "issued": {"date-parts": [[2030]]}, "note": note,
    }  # fmt: skip
