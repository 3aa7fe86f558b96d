"""A reader's own layers on the page, in Chromium: checked, drawn, said, and nobody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator

from layers.cli import main
from layers.uploads import check
from tests.conftest import ROOT, Reader, until
from tests.expecting import expect
from tests.hostile_archives import CASES as FOREIGN
from tests.hostile_case import Case
from tests.hostile_files import CASES as OWN
from tests.payloads import PAYLOADS, REFUSED
from tests.server import free_port, serve
from tests.test_payloads import SEEN, TRIPWIRE

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]

SHAPES = "path.cm-own"
SAMPLE = 6  # of the hostile files of each kind; their verdicts are tested without a page
SECRET = "nobody else may read this 5d1f"
AREA = [[130.62, 42.40], [130.66, 42.40], [130.66, 42.41], [130.62, 42.41], [130.62, 42.40]]


def geojson(*rows: dict[str, object]) -> bytes:
    """An area and, for each further row of attributes, a point."""
    shapes = [
        {"type": "Point", "coordinates": [130.6 + 0.01 * i, 42.42]}
        if i
        else {"type": "Polygon", "coordinates": [AREA]}
        for i in range(len(rows))
    ]
    features = [
        {"type": "Feature", "properties": row, "geometry": shape}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def dialog(one: Reader) -> Locator:
    """The dialog of own layers, opened."""
    one.bar.get_by_role("button", name="Add a layer", exact=True).click()
    box = one.dialog
    expect(box.locator("input[type=file]")).to_be_attached(timeout=30_000)
    return box


def drop(box: Locator, name: str, content: bytes) -> Locator:
    """Drop a file; the verdict on it."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    box.locator("input[type=file]").set_input_files(files=[file])
    return box.locator(".cm-check").last


def draw(one: Reader, name: str, content: bytes) -> None:
    """Drop a file and have it drawn."""
    box = dialog(one)
    expect(drop(box, name, content)).to_contain_text("accepted", timeout=30_000)
    box.get_by_role("button", name="Draw it on the map").click()
    expect(box).to_have_count(0, timeout=30_000)


def test_a_layer_is_checked_drawn_and_said(reader: Open) -> None:
    """Its verdict, its shapes over the story's, a popup and a table, a switch; nothing is lost."""
    one = reader()
    one.open()
    one.in_map("(window.mark = 'same', 0)")
    box = dialog(one)
    said = drop(box, "mine.geojson", geojson({"name": "quay", "a": 1}, {"name": "pier"}))
    expect(said).to_contain_text("mine.geojson: accepted. 2 of 2 features can be drawn.")
    box.get_by_role("button", name="Draw it on the map").dblclick()  # it is drawn once
    expect(one.map.locator(SHAPES)).to_have_count(2)
    one.map.locator(SHAPES).first.click()
    popup = one.map.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Own layer, not checked against any source")
    expect(popup.locator("dd")).to_have_text(["quay", "1"])
    one.page.locator("#cm-own-1 summary").click()
    expect(one.page.locator("#cm-own-1 tbody tr").first).to_have_text("1Polygonquay1")
    one.page.locator("label", has_text="mine (own layer)").click()
    expect(one.map.locator(SHAPES)).to_have_count(0)
    expect(one.page.locator("#cm-own-1")).to_have_count(0)
    one.page.locator("label", has_text="mine (own layer)").click()
    expect(one.map.locator(SHAPES)).to_have_count(2)
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator("path.cm-f.cm-centreline")).to_have_count(0)
    expect(one.map.locator(SHAPES)).to_have_count(2)
    assert one.in_map("window.mark") == "same"
    assert "own" not in one.page.url and "mine" not in one.page.url
    box = dialog(one)
    box.get_by_role("button", name="Remove mine").click()
    expect(one.map.locator(SHAPES)).to_have_count(0)
    expect(one.page.locator("label", has_text="mine (own layer)")).to_have_count(0)
    assert one.outside == [] and one.errors == []


def test_a_click_on_a_layer_selects_nothing_of_the_story(reader: Open) -> None:
    """Its numbers are those of the file, not those of the story's features."""
    one = reader()
    one.open()
    draw(one, "mine.geojson", geojson(*({"n": n} for n in range(4))))
    one.page.locator(".st-key-stage label", has_text="State borders").click()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    for number in (1, 2, 3):
        one.map.locator(SHAPES).nth(number).click()
        expect(one.map.locator(".cm-own-card .cm-count")).to_have_text(f"Feature {number + 1}")
        one.page.wait_for_timeout(500)
        expect(one.page.locator(".st-key-card-box .cm-title")).to_have_text(
            "Tumen road bridge site"
        )
    assert "place=" not in one.page.url


def test_an_area_lets_clicks_through_to_the_story(reader: Open) -> None:
    """A district over all of it would else take every click; elsewhere it tells of itself."""
    wide = [[130.5, 42.3], [130.8, 42.3], [130.8, 42.5], [130.5, 42.5], [130.5, 42.3]]
    area = {"type": "Polygon", "coordinates": [wide]}
    feature = {"type": "Feature", "properties": {"name": "district"}, "geometry": area}
    one = reader()
    one.open("?at=42.4155,130.6405,15")
    draw(one, "district.geojson", json.dumps(feature).encode())
    until(lambda: one.view()[2] < 14)
    one.page.wait_for_timeout(500)
    one.in_map("(map.setView([42.4155, 130.6405], 15, {animate: false}), 0)")
    point = one.map.locator("path.cm-built.cm-point").bounding_box()
    frame = one.map.locator("#map_div").bounding_box()
    assert point and frame
    one.page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(one.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")
    expect(one.map.locator(".leaflet-popup-content .cm-title")).to_contain_text("rail bridge")
    one.page.mouse.click(frame["x"] + 40, frame["y"] + frame["height"] * 0.6)
    expect(one.map.locator(".leaflet-popup-content dd")).to_have_text(["district"])


def test_the_map_moves_to_a_layer_that_is_elsewhere(reader: Open) -> None:
    """A layer drawn far from the map's view brings the map to it."""
    one = reader()
    one.open()
    draw(one, "far.csv", b"name,lat,lon\nhere,-33.9,18.4\n")
    expect(one.map.locator(SHAPES)).to_have_count(1)
    expect(one.map.locator(SHAPES)).to_be_in_viewport()
    assert one.view()[:2] == pytest.approx([-33.9, 18.4], abs=0.01)


def test_a_layer_lies_clear_of_the_edge_and_of_what_stands_there(reader: Open) -> None:
    """Of the overview and the buttons; a picture of the same place, which is lower, has it too."""
    one = reader()
    one.open()
    draw(one, "two.csv", b"name,lat,lon\ngate,42.4301,130.7102\ndepot,42.4412,130.69\n")
    expect(one.map.locator(SHAPES)).to_have_count(2)
    until(lambda: one.view()[:2] == pytest.approx([42.43565, 130.7001], abs=0.001))
    one.page.wait_for_timeout(500)  # the move is animated
    frame = one.map.locator("#map_div").bounding_box()
    assert frame
    for shape in one.map.locator(SHAPES).all():
        box = shape.bounding_box()
        assert box
        across = (box["x"] + box["width"] / 2 - frame["x"]) / frame["width"]
        down = (box["y"] + box["height"] / 2 - frame["y"]) / frame["height"]
        assert 0.18 < across < 0.82 and 0.18 < down < 0.82


def test_all_layers_of_all_files_are_drawn_at_once_or_as_one(reader: Open) -> None:
    """Two files in one drop; the file's own names are offered, and can be taken away."""
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>p</name><Point><coordinates>130.6,42.4"
        "</coordinates></Point></Placemark></Folder>"
        for name in ("Wells", "Roads", "Gates")
    )
    kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>'
    one = reader()
    one.open()
    box = dialog(one)
    made = (("three.kml", kml.encode()), ("more.csv", b"a,b,c\n1,42.4,131.6\n"))
    files = [{"name": n, "mimeType": "text/plain", "buffer": content} for n, content in made]
    box.locator("input[type=file]").set_input_files(files=files)
    expect(box.get_by_role("button", name="Draw 3 layers on the map")).to_be_visible(timeout=30_000)
    # Of the other nobody can tell where its places are: the reader does.
    for label, name in (("Longitude, or x, or all of a place", "c"), ("Latitude, or y", "b")):
        box.get_by_role("combobox", name=label).click()
        one.page.locator("[role=listbox]").get_by_role("option", name=name, exact=True).click()
    expect(box.get_by_role("button", name="Draw 4 layers on the map")).to_be_visible(timeout=30_000)
    box.get_by_text("All of them as one layer").click()
    box.get_by_role("button", name="Draw 2 layers on the map").click(timeout=30_000)
    labels = one.page.locator(".st-key-stage label", has_text="own layer")
    expect(labels).to_have_text(["three (own layer)", "more (own layer)"])
    until(lambda: one.view()[:2] == pytest.approx([42.4, 131.1], abs=0.01))  # all of them


def test_in_the_shell_the_last_part_of_a_name_chooses(tmp_path: Path) -> None:
    """As long as only one has it; a name that none has is refused."""
    point = "<Placemark><Point><coordinates>130.6,42.4</coordinates></Point></Placemark>"
    folders = "".join(f"<Folder><name>{n}</name>{point}</Folder>" for n in ("Wells", "Roads"))
    kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>'
    (tmp_path / "two.kml").write_text(kml, "utf-8")
    command = ["layer", str(tmp_path / "two.kml")]
    asked = CliRunner().invoke(main, command)
    assert asked.exit_code == 1
    assert "two.kml: has Document 1 / Wells; --choose names one" in asked.stdout
    told = CliRunner().invoke(main, [*command, "--choose", "Wells"])
    assert told.exit_code == 0
    assert "features  1 in the file, 1 drawn" in told.stdout
    assert CliRunner().invoke(main, [*command, "--choose", "Ways"]).exit_code == 1


def test_a_session_has_five_layers_at_most_each_from_a_dialog_without_the_file_before(
    reader: Open,
) -> None:
    """The dialog opens empty while the map is still drawn; a sixth layer is refused in words."""
    one = reader()
    one.open()
    for number in range(5):
        box = dialog(one)
        assert box.locator(".cm-check").count() == 0
        drop(box, f"layer{number}.geojson", geojson({"n": number}))
        draw_it = box.get_by_role("button", name="Draw it on the map")
        draw_it.click(timeout=30_000)
        one.stage.get_by_text(f"layer{number} (own layer)").wait_for(timeout=30_000)
    assert one.page.locator(".st-key-stage label", has_text="own layer").count() == 5
    box = dialog(one)
    drop(box, "sixth.geojson", geojson({"n": 6}))
    box.get_by_role("button", name="Draw it on the map").click()
    expect(box.get_by_role("alert")).to_contain_text("There are 5 own layers, and no more can be")


def test_a_dialog_stays_until_it_is_closed(reader: Open) -> None:
    """Whatever else is asked meanwhile; a run of the page would close one that it does not open."""
    one = reader()
    one.open()
    box = dialog(one)
    day = "document.querySelector('.cm-desk input[type=date]')"
    one.page.evaluate(
        f"() => {{ {day}.value = '2025-05-01';"
        f" {day}.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
    )
    expect(one.page.locator(".cm-left")).to_contain_text("as known on 1 May 2025", timeout=30_000)
    expect(box.locator("input[type=file]")).to_be_attached()
    one.dialog.get_by_role("button", name="Close", exact=True).click()
    expect(box).to_have_count(0)
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator("path.cm-f.cm-centreline")).to_have_count(0)
    expect(box).to_have_count(0)


def test_a_press_counts_though_another_run_begins(reader: Open) -> None:
    """A full run that is asked for in the same moment takes the place of the dialog's own."""
    one = reader()
    one.open()
    box = dialog(one)
    expect(drop(box, "mine.geojson", geojson({"n": 1}))).to_contain_text("accepted", timeout=30_000)
    expect(box.get_by_role("button", name="Draw it on the map")).to_be_visible()
    one.page.evaluate(
        "() => {"
        " [...document.querySelectorAll('[role=dialog] button')]"
        "   .find((b) => b.textContent.includes('Draw it')).click();"
        " const day = document.querySelector('.cm-desk input[type=date]');"
        " day.value = '2025-05-01'; day.dispatchEvent(new Event('change', { bubbles: true }));"
        "}"
    )
    expect(one.map.locator(SHAPES)).to_have_count(1, timeout=30_000)
    expect(box).to_have_count(0, timeout=30_000)


def test_a_browser_is_not_sent_more_than_it_bears(reader: Open) -> None:
    """A small file whose names of attributes come again with every feature."""
    names = ",".join(f"a-name-of-an-attribute-that-goes-on-and-on-{i}" for i in range(90))
    rows = "".join(f"42.4,130.6{',1' * 90}\n" for i in range(5000))
    one = reader()
    one.open()
    box = dialog(one)
    drop(box, "wide.csv", f"lat,lon,{names}\n{rows}".encode())
    box.get_by_role("button", name="Draw it on the map").click(timeout=30_000)
    expect(box.get_by_role("alert")).to_contain_text(
        "a browser is sent at most 20 MB of own layers", timeout=60_000
    )
    assert one.map.locator(SHAPES).count() == 0


def test_many_points_are_counted_open_and_stand_in_a_table(reader: Open) -> None:
    """Ten thousand events; those of one place come one after the other, and can all be found."""
    rows = [f"event {i},2025-0{i % 9 + 1}-01,{42.40 + i % 100 / 900},{130.60 + i // 100 / 900}"
            for i in range(9967)]  # fmt: skip
    rows += [f"here {i},2026-01-0{i % 9 + 1},42.3,130.5" for i in range(33)]
    one = reader()
    one.open()
    draw(one, "events.csv", ("name,day,lat,lon\n" + "\n".join(rows)).encode())
    counts = one.map.locator(".cm-own-count")
    expect(counts.first).to_be_visible()
    assert counts.count() < 400 and one.map.locator(SHAPES).count() < 400
    one.page.wait_for_timeout(500)  # the move is animated
    zoom = one.view()[2]
    counts.first.click()
    until(lambda: one.view()[2] > zoom)
    one.in_map("(map.setView([42.3, 130.5], 18, {animate: false}), 0)")
    expect(counts).to_have_text(["33"])
    counts.click()
    popup = one.map.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("1 of 33 here")
    popup.get_by_role("button", name="Next").click()
    popup.get_by_role("button", name="Next").click()
    expect(popup).to_contain_text("3 of 33 here")
    expect(popup.locator(".cm-title")).to_have_text("here 2")
    table = one.page.locator("#cm-own-1")
    table.locator("summary").click()
    table.get_by_role("searchbox").fill("here")
    expect(table.locator("caption")).to_contain_text("of 33 found among 10000 are listed")
    table.get_by_role("button", name="name", exact=True).click()
    expect(table.locator("tbody tr").first).to_contain_text("here 0")
    table.get_by_role("button", name="name ▲").click()
    expect(table.locator("tbody tr").first).to_contain_text("here 9")
    table.get_by_label("day from").fill("2026-01-09")
    table.get_by_label("day from").blur()
    expect(table.locator("caption")).to_contain_text("3 of 3 found", timeout=30_000)
    table.get_by_role("button", name="Show all").click()
    expect(table.locator("[role=status]")).to_have_text(re.compile("Page 1 of"))
    table.get_by_role("button", name="Next page").click()
    expect(table.locator("[role=status]")).to_have_text(re.compile("Page 2 of"))
    assert one.outside == [] and one.errors == []


def test_many_features_are_drawn_on_a_canvas_and_still_tell(reader: Open) -> None:
    """More than a browser holds well as elements; the story's shapes can still be clicked."""
    places = [(130.60 + i % 60 / 2000, 42.40 + i // 60 / 2000) for i in range(3000)]
    rows = "".join(
        f'{i},"LINESTRING ({x} {y}, {x + 1e-4} {y})"\n' for i, (x, y) in enumerate(places)
    )
    one = reader()
    one.open()
    draw(one, "many.csv", f"id,wkt\n{rows}".encode())
    expect(one.map.locator(".leaflet-cm-own-pane canvas")).to_be_visible()
    until(lambda: one.view()[:2] == pytest.approx([42.4125, 130.615], abs=0.001))
    one.page.wait_for_timeout(500)  # the move is animated
    one.in_map("(map.setView([42.40, 130.60], 18, {animate: false}), 0)")
    box = one.map.locator("#map_div").bounding_box()
    assert box
    one.map.locator("#map_div").click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(one.map.locator(".leaflet-popup-content dd")).to_have_text(["0"])
    one.in_map("(map.closePopup(), map.setView([42.4155, 130.6405], 15, {animate: false}), 0)")
    one.map.locator("path.cm-built.cm-point").first.click()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")


def sample(cases: tuple[Case, ...] | list[Case]) -> list[Case]:
    """Some of the files, of every verdict: evenly from first to last."""
    cases = [case for case in cases if case.choose is None]
    places = (i * len(cases) // SAMPLE for i in range(SAMPLE))
    small = (
        next((c for c in cases[place:] if len(c.make()) < 1_000_000), None) for place in places
    )
    return [case for case in small if case]


def test_hostile_files_get_their_verdict_on_the_page(reader: Open) -> None:
    """One after the other, and the page works on afterwards."""
    one = reader()
    one.page.add_init_script(TRIPWIRE)
    heard: list[str] = []
    one.page.on("console", lambda message: heard.append(message.text))
    one.open()
    box = dialog(one)
    for case in (*sample(OWN), *sample(FOREIGN)):
        verdict = check(case.make(), case.file)
        said = drop(box, case.file, case.make())
        if verdict.choices:
            expect(box.get_by_text(f"Layers of {case.file}")).to_be_visible(timeout=30_000)
            continue
        expect(said, case.id).to_contain_text(f"{verdict.file}: {verdict.words}", timeout=30_000)
    one.dialog.get_by_role("button", name="Close", exact=True).click()
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator("path.cm-f.cm-centreline")).to_have_count(0)
    assert one.outside == [] and one.errors == [] and "it fired" not in heard


def test_text_of_a_layer_is_text(reader: Open) -> None:
    """Every payload as a name and as a value of an attribute, and as a file's name."""
    texts = [*PAYLOADS, *(text for text in REFUSED if "\x00" not in text)]
    rows = [{f"{text} @key": f"{text} @value"} for text in texts]
    one = reader()
    one.page.add_init_script(TRIPWIRE)
    heard: list[str] = []
    one.page.on("console", lambda message: heard.append(message.text))
    one.open()
    for name in (f"{PAYLOADS[0]}{PAYLOADS[3]}.geojson", f"{PAYLOADS[20]}.geojson"):
        draw(one, name, geojson(*rows))
        expect(one.map.locator(SHAPES).first).to_be_visible()
    seen = one.page.evaluate(SEEN)
    verdict = check(geojson(*rows), "x.geojson")
    assert verdict.layer
    shown = [pair for feature in verdict.layer.features for pair in feature.properties]
    assert [v for _, v in shown[: len(PAYLOADS)]] == [f"{text} @value" for text in PAYLOADS]
    # The table has the columns of the first attributes; the popups have all.
    for key, value in shown[:12]:
        assert key in seen and value in seen
    one.in_map(
        "(map.eachLayer((l) => { if (l.feature?.properties.own) {"
        " l.fire('click', {latlng: map.getCenter()});"
        " (window.texts ??= []).push(document.querySelector('.leaflet-popup-content').textContent);"
        " } }), 0)"
    )
    popups = "\n".join(one.in_map("window.texts"))
    assert [pair for pair in shown if pair[0] not in popups or pair[1] not in popups] == []
    assert one.outside == [] and one.errors == [] and "it fired" not in heard


def test_a_layer_that_went_with_its_server_is_said_to_be_gone(reader: Open) -> None:
    """It is kept nowhere else; the notice is there until it is added again, or something chosen."""
    port = free_port()
    with serve(ROOT / "app.py", port=port) as started:
        one = reader(started)
        one.open()
        draw(one, "mine.geojson", geojson({"name": "quay"}))
        expect(one.map.locator(SHAPES)).to_have_count(1)
    with serve(ROOT / "app.py", port=port):
        gone, account = one.page.locator("#cm-gone"), one.bar.get_by_label("By whose account")
        account.select_option("kommersant")
        expect(gone).to_contain_text("Your own layers are gone", timeout=60_000)
        expect(one.map.locator(SHAPES)).to_have_count(0)
        expect(one.page.locator(".cm-left")).to_contain_text("by the account of Kommersant")
        draw(one, "mine.geojson", geojson({"name": "quay"}))
        expect(one.map.locator(SHAPES)).to_have_count(1)
        expect(gone).to_have_count(0)


def test_a_layer_that_is_to_be_kept_is_there_again_until_it_is_removed(reader: Open) -> None:
    """In the browser's storage; another that is not to be kept is gone with the page."""
    one = reader()
    one.open()
    draw(one, "other.geojson", geojson({"name": "pier"}))
    expect(one.map.locator(SHAPES)).to_have_count(1)
    box = dialog(one)
    drop(box, "mine.csv", b"a,b,c\nquay,42.4,130.6\n")
    for label, name in (("Longitude, or x, or all of a place", "c"), ("Latitude, or y", "b")):
        box.get_by_role("combobox", name=label).click()
        one.page.locator("[role=listbox]").get_by_role("option", name=name, exact=True).click()
    box.get_by_text("Keep it in this browser").click(timeout=30_000)
    box.get_by_role("button", name="Draw it on the map").click()
    expect(one.map.locator(SHAPES)).to_have_count(2, timeout=30_000)
    one.page.reload()
    labels = one.page.locator(".st-key-stage label", has_text="own layer")
    expect(labels).to_have_text(["mine (own layer)"], timeout=60_000)
    expect(one.map.locator(SHAPES)).to_have_count(1)
    dialog(one).get_by_role("button", name="Remove mine").click()
    expect(labels).to_have_count(0)
    until(lambda: one.page.evaluate("localStorage.getItem('claimmap-own-kept')") is None)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server whose output, home and temporary files are in one folder."""
    folder = tmp_path / "server"
    folder.mkdir()
    with serve(ROOT / "app.py", log=folder / "log", TMPDIR=str(folder), HOME=str(folder)) as at:
        yield at, folder


def test_a_layer_is_in_its_own_session_alone(
    reader: Open, watched: tuple[str, Path], tmp_path: Path
) -> None:
    """Not in another that is open beside it, nor in its snapshots, nor on disk, nor in the log."""
    at, folder = watched
    mine, other = reader(at, accept_downloads=True), reader(at, accept_downloads=True)
    mine.open()
    other.open()
    with mine.page.expect_response("**/own-layers/*") as fetched:
        draw(mine, f"{SECRET}.geojson", geojson({SECRET: SECRET}))
    expect(mine.map.locator(SHAPES)).to_have_count(1)
    assert SECRET not in fetched.value.url and SECRET in fetched.value.text()
    assert fetched.value.headers["cache-control"] == "no-store"
    other.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(other.map.locator("path.cm-f.cm-centreline")).to_have_count(0)
    assert other.map.locator(SHAPES).count() == 0
    assert SECRET not in other.page.evaluate(SEEN)
    assert SECRET.encode() in exported(mine, tmp_path)
    assert SECRET.encode() not in exported(other, tmp_path)
    mine.page.close()
    other.page.close()
    found = [path for path in folder.rglob("*") if path.is_file() and holds(path)]
    assert found == []


def exported(one: Reader, folder: Path) -> bytes:
    """The page as HTML, from the dialog."""
    one.bar.get_by_role("button", name="Export", exact=True).click()
    box = one.dialog
    expect(box.locator("img").first).to_be_visible(timeout=60_000)
    box.get_by_role("combobox", name="Format").click()
    one.page.locator("[role=listbox]").get_by_role(
        "option", name="Page that opens anywhere"
    ).click()
    box.get_by_role("button", name="Make the file").click()
    with one.page.expect_download(timeout=60_000) as download:
        box.get_by_role("button", name="Download").click(timeout=60_000)
    download.value.save_as(folder / "other.html")
    return (folder / "other.html").read_bytes()


def holds(path: Path) -> bool:
    """True if a file has the secret in its name or in it."""
    return SECRET in path.name or SECRET.encode() in path.read_bytes()
