"""A second, quite different story through the whole chain: nothing is made for the first alone.

Invented, in the South Atlantic: another hemisphere and UTM zone, Arabic, Spanish and Hindi names,
feet, miles and acres, a harbour and a pipeline, and no outline of the surroundings.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest
from click.testing import CliRunner
from matplotlib.text import Text
from PIL import Image, ImageOps
from pyproj import Geod

from layers.cli import main
from layers.findings.known import known
from layers.findings.measures import computed
from layers.findings.status import status_of
from layers.findings.timeline import forecast_findings, outcomes
from layers.html.cards import card
from layers.snapshot import snapshot_of
from layers.snapshot.files import inspect, make, reopen, view_at
from layers.snapshot.formats import FORMS
from layers.snapshot.picture.canvas import Canvas
from layers.snapshot.picture.fonts import width
from layers.snapshot.picture.layout import Sheet, compose
from layers.snapshot.picture.picture_files import SETTINGS
from layers.snapshot.snapshot import SnapshotError
from layers.story import Story, load_story
from layers.story.records import Measure
from layers.symbols.label_ranks import rank_of
from layers.view import View, default_view
from layers.view.extent import home_bounds
from tests.conftest import ROOT, Reader
from tests.expecting import expect
from tests.server import serve

FOLDER = ROOT / "tests" / "second_story"
GEOD = Geod(ellps="WGS84")
LIGHTHOUSE, QUARRY, MARSA = (-28.46, -41.2185), (-28.44, -41.35), (-28.47, -41.325)
PIPELINE = ([-28.475, -28.47, -28.488, -28.487], [-41.2185, -41.245, -41.282, -41.3105])
OPENABLE = ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "jsonld")
SIZE, DPI = (1600, 1200), 150
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def second() -> Story:
    """The second story."""
    return load_story(FOLDER)


def run(*args: str) -> str:
    """The result of a command on the second story."""
    result = CliRunner().invoke(main, ["--story", str(FOLDER), *args])
    assert result.exit_code == 0, result.output
    return result.output


def sheet_of(story: Story, view: View, form: str = "png") -> Sheet:
    """A picture's sheet, as it is drawn."""
    with matplotlib.rc_context(SETTINGS):
        return compose(snapshot_of(story, view), SIZE, DPI, form)


def written(sheet: Sheet) -> list[str]:
    """Every line of text on a sheet for SVG, where all of it stays text."""
    return [text.get_text() for text in sheet.canvas.figure.findobj(Text)]


def placed_at(story: Story, *at: float) -> View:
    """The default view at latitude, longitude and zoom."""
    lat, lon, zoom = at
    return View(default_view(story).layers, default_view(story).place, at=(lat, lon, zoom))


# -- what it says


def test_check_finds_nothing_wrong() -> None:
    """The same check that the project's own story passes."""
    assert run("check").endswith(
        "no problem: 22 claims of 4 sources, 0 of them proved; 11 places\n"
    )


def test_findings_across_feet_miles_acres_and_dollars(second: Story) -> None:
    """Values are brought to one unit; a status is what follows, of which nobody keeps a list."""
    found = {
        key: (finding.status, [value.text for value in finding.values])
        for key, finding in known(second).findings.items()
        if finding.status != "single"
    }
    assert found == {
        "ferry-harbour.ready": (
            "conflict",
            ["by November 2033", "18 months from beginning of work"],
        ),
        "ferry-harbour.offset": ("conflict", ["10,000 ft", "2.1 mi", "3.5 km"]),
        "ferry-harbour.breakwater": ("conflict", ["1,200 ft", "450 m"]),
        "ferry-harbour.depth": ("agreed", ["10 m", "33 ft"]),
        "salt-quarry.area": ("agreed", ["120 acres", "49 hectares"]),
        "ferry-harbour.cost": ("conflict", ["about 90 million USD", "0.12 billion USD"]),
    }


def test_forecasts_meet_the_outcome(second: Story) -> None:
    """The first ferry came on 10 February 2034: days after 30 November and 1 December 2033."""
    world = known(second)
    (outcome,) = outcomes(world, forecast_findings(second, world.findings.values()))
    assert [f.words for f in outcome.forecasts] == [
        "late: opened 72 days after",
        "late: opened 71 days after",
    ]
    status = status_of(world, "ferry-harbour")
    assert status and status.text == "Opened 10 February 2034"


def test_measures_are_those_of_the_ellipsoid(second: Story) -> None:
    """In the southern hemisphere and another zone, against pyproj's own geodesics."""
    found = {measure.id: measure for measure in computed(second)}
    metres = GEOD.inv(*LIGHTHOUSE, *QUARRY)[2]
    apart = found["lighthouse-to-quarry"]
    # 60 m and 900 m are the two points' accuracies.
    assert (apart.low, apart.high) == pytest.approx((metres - 960, metres + 960), abs=0.01)
    assert found["pipeline-length"].low == pytest.approx(GEOD.line_length(*PIPELINE), abs=0.01)
    corners = second.features["ferry-harbour"].geometry.exterior.coords
    farthest = max(GEOD.inv(*corner, *MARSA)[2] for corner in corners)
    assert found["harbour-to-marsa"].high == pytest.approx(farthest + 300, abs=1)


def test_a_distance_between_long_lines_is_from_nearest_to_farthest(second: Story) -> None:
    """Two lines of 15 km that meet: 0 m at the least, at the most from end to end."""
    asked = Measure(label="x", kind="distance", of=("agreed-boundary", "disputed-boundary"))
    (found,) = computed(replace(second, measures={"x": asked}))
    assert found.low == 0
    assert found.high == pytest.approx(GEOD.inv(-28.70, -41.255, -28.32, -41.281)[2], abs=0.01)


@pytest.mark.parametrize(
    ("site", "metres"), [("site-feet", 3048.0), ("site-miles", 3379.6), ("site-km", 3500.0)]
)
def test_reported_sites_lie_as_far_from_the_lighthouse_as_is_claimed(
    second: Story, site: str, metres: float
) -> None:
    """10,000 feet, 2.1 miles and 3.5 km to the west; and all within the area of uncertainty."""
    point = second.features[site].geometry
    azimuth, _, distance = GEOD.inv(*LIGHTHOUSE, point.x, point.y)
    assert distance == pytest.approx(metres, abs=0.2)
    assert azimuth % 360 == pytest.approx(270, abs=0.1)
    assert second.features["ferry-harbour"].geometry.contains(point)


def test_the_area_of_uncertainty_holds_what_is_within_400_m_of_the_sites(second: Story) -> None:
    """Its ends are 400 m beyond the nearest and the farthest site."""
    west, _, east, _ = second.features["ferry-harbour"].geometry.bounds
    nearest, farthest = (second.features[n].geometry for n in ("site-feet", "site-km"))
    assert GEOD.inv(nearest.x, nearest.y, east, nearest.y)[2] == pytest.approx(400, abs=3)
    assert GEOD.inv(farthest.x, farthest.y, west, farthest.y)[2] == pytest.approx(400, abs=3)


def test_the_label_of_what_the_story_is_about_comes_first(second: Story, story: Story) -> None:
    """A harbour here, a bridge there; both before rivers and countries."""
    assert rank_of(second, second.features["ferry-harbour"]) == 91
    assert rank_of(second, second.features["lighthouse"]) == 50
    assert rank_of(story, story.features["road-bridge"]) == 91
    assert rank_of(story, story.features["rail-bridge"]) == 90
    assert rank_of(story, story.features["tumen-river"]) == 80


def test_names_in_arabic_are_kept_from_turning_what_follows(second: Story) -> None:
    """An element of its own round each name, and marks in lines of plain text."""
    html = str(card(known(second), "ferry-harbour"))
    assert "<bdi>مجلس بريفا</bdi>" in html
    assert '<span lang="ar">ميناء العبّارات</span>' in html
    row = inspect(make(snapshot_of(second, default_view(second)), "jsonld")).fields["sources"][2]
    assert row["citation"] == "“الميناء: أين ومتى؟”\u200e, بريد مرسى المختلق\u200e, 15 January 2033"


# -- snapshots


def test_a_picture_is_in_the_zone_of_the_story(second: Story) -> None:
    """UTM 26 South, which it names; the position is south and west."""
    sheet = sheet_of(second, default_view(second))
    assert sheet.frame.epsg == 32726
    text = make(snapshot_of(second, default_view(second)), "svg").decode()
    assert re.search(r"UTM zone 26S, WGS 84, about 41\.\d+° S, 28\.\d+° W", text)


@pytest.mark.parametrize("at", [None, (-41.2185, -28.46, 15.0), (-41.26, -28.5, 9.0)])
def test_the_scale_bar_is_right_within_one_percent(
    second: Story, at: tuple[float, float, float] | None
) -> None:
    """Both its ends taken back to the ground and measured geodesically, at three scales."""
    sheet = sheet_of(second, placed_at(second, *at) if at else default_view(second))
    bar, middle = sheet.bar, sheet.frame.box.middle
    half = (bar.right - bar.left) / 2
    ends = [sheet.frame.to_degrees((middle[0] + side * half, middle[1])) for side in (-1, 1)]
    assert GEOD.inv(*ends[0], *ends[1])[2] == pytest.approx(bar.metres, rel=0.01)


def test_names_in_arabic_are_in_the_picture(second: Story) -> None:
    """As text in SVG, as text that can be copied in PDF, and as labels of the PNG."""
    svg = make(snapshot_of(second, default_view(second)), "svg").decode()
    assert "ميناء" in svg and "مرسى بريفا" in svg
    pdf = make(snapshot_of(second, default_view(second)), "pdf")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert "بريفا" in done.stdout.decode()
    rows = [r.text for p in sheet_of(second, default_view(second)).labels for r in p.rows]
    assert "Puerto de transbordadores · ميناء العبّارات\u200e" in rows


@pytest.mark.parametrize("name", ["ميناء العبّارات", "مرسى بريفا", "נמל", "Faro"])
def test_a_name_takes_the_room_it_is_measured_to_take(name: str) -> None:
    """Letters of Arabic are narrower when they join; the ink on the paper is as wide as said."""
    size, buffer = 40.0, io.BytesIO()
    with matplotlib.rc_context(SETTINGS):
        canvas = Canvas((800, 200), 72, "png")
        canvas.text((20, 60), name, size, colour="#000000")
        canvas.figure.savefig(buffer, format="png")
    left, _, right, _ = ImageOps.invert(Image.open(buffer).convert("L")).point(
        lambda level: 255 * (level > 60)
    ).getbbox() or (0, 0, 0, 0)
    assert (right - left) * canvas.pixel == pytest.approx(width(name, "sans", size), abs=8)


def test_a_line_of_english_that_begins_in_arabic_still_runs_to_the_right(second: Story) -> None:
    """The mark that says so stands before it, in the list of sources and in the legend."""
    lines = written(sheet_of(second, default_view(second), "svg"))
    assert any(line.startswith("\u200eمجلس بريفا\u200e: length of the") for line in lines)
    assert "\u200e“الميناء: أين ومتى؟”\u200e, بريد مرسى المختلق\u200e, 15 January 2033." in lines


def test_a_script_without_a_font_is_never_drawn_as_boxes_in_silence(second: Story) -> None:
    """The name in Hindi is left out, and the legend says so; the Spanish one stays."""
    text = " ".join(written(sheet_of(second, placed_at(second, -41.345, -28.46, 13.0), "svg")))
    assert "Salina del Sur" in text
    assert "□" not in text
    assert "names that no font here can write are left out: hi" in text


def test_a_title_without_a_font_is_explained(second: Story) -> None:
    """Its boxes are seen, and what they stand for."""
    snapshot = snapshot_of(second, default_view(second), title="नमक")
    with matplotlib.rc_context(SETTINGS):
        text = " ".join(written(compose(snapshot, SIZE, DPI, "svg")))
    assert "□□□" in text
    assert "stands for a letter that no font here has" in text


@pytest.mark.parametrize("suffix", [form for form in FORMS if form != "zip"])
def test_every_format_is_written(second: Story, tmp_path: Path, suffix: str) -> None:
    """The command writes a snapshot of the second story in every format."""
    out = tmp_path / f"map.{suffix}"
    run("snapshot", str(out), "--size", "500x400", "--dpi", "96")
    assert out.stat().st_size > 300


@pytest.mark.parametrize("suffix", OPENABLE)
def test_a_snapshot_gives_its_view_again(second: Story, suffix: str) -> None:
    """The same view, of a day, an account and a position south of the equator."""
    query = "?place=salt-quarry&as-of=2033-01-15&account=breva-assembly&at=-41.35,-28.44,13"
    view = view_at(second, query)
    found = reopen(second, inspect(make(snapshot_of(second, view), suffix, (400, 300), 96)))
    assert (found.view, found.unknown, found.changed) == (view, (), False)


def test_a_snapshot_of_another_story_is_refused(second: Story, story: Story) -> None:
    """Neither of two stories opens the other's snapshot; the message names both."""
    of_first = inspect(make(snapshot_of(story, default_view(story)), "geojson"))
    of_second = inspect(make(snapshot_of(second, default_view(second)), "geojson"))
    with pytest.raises(SnapshotError) as one:
        reopen(second, of_first)
    assert str(one.value) == (
        "the file is of the story tumen-road-bridge; this is invented-channel"
    )
    with pytest.raises(SnapshotError) as other:
        reopen(story, of_second)
    assert str(other.value) == (
        "the file is of the story invented-channel; this is tumen-road-bridge"
    )


# -- the page


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of the second story's page."""
    with serve(ROOT / "app.py", TUMEN_STORY=str(FOLDER)) as started:
        yield started


@pytest.mark.browser
def test_the_page_opens_where_the_story_is(reader: Open, served: str, second: Story) -> None:
    """Its title, shapes and labels, in sight; with nothing asked of any other host."""
    one = reader(served)
    one.open()
    expect(one.page.locator("h1")).to_have_text(second.info.title)
    lat, lon, zoom = one.view()
    west, south, east, north = home_bounds(second)
    assert south < lat < north and west < lon < east and 10 <= zoom <= 13
    for shape in ("path.cm-land", "path.cm-f.cm-sea", "path.cm-uncertainty-area"):
        assert one.map.locator(shape).count() > 0, shape
    assert one.map.locator("path.cm-disputed-line").count() == 1
    assert one.map.locator("path.cm-reported-site").count() == 3
    labels = one.map.locator(".cm-label:not(.cm-hidden)")
    assert "Proposed ferry harbour" in labels.locator(".cm-tip-name").all_inner_texts()
    expect(labels.locator("[lang=ar]", has_text="ميناء العبّارات")).to_be_visible()
    scale = one.map.locator(".leaflet-control-scale-line")
    expect(scale).to_have_text("2 km")
    assert one.outside == [] and one.errors == []


@pytest.mark.browser
def test_popup_conflicts_and_day(reader: Open, served: str) -> None:
    """A click opens the sourced card; the conflicts stand side by side; an earlier day has less."""
    one = reader(served)
    one.open("?place=none")
    one.map.locator("path.cm-reported-site").first.click()
    popup = one.map.locator(".leaflet-popup .cm-card")
    expect(popup.locator(".cm-title")).to_have_text("Proposed ferry harbour")
    expect(popup).to_contain_text("10,000 ft")
    expect(popup).to_contain_text("مجلس بريفا, in بريد مرسى المختلق, 15 January 2033")
    expect(one.page.locator(".cm-left")).to_have_text(
        "22 claims, 4 sources, 5 places, 4 conflicts."
    )
    one.open("?as-of=2032-07-01")
    expect(one.page.locator(".cm-left")).to_contain_text("8 of 22 claims, 1 source, 2 places")
    expect(one.page.locator(".st-key-card-box")).to_contain_text(
        "Planned; under construction since 1 June 2032"
    )
    assert one.map.locator("path.cm-reported-site:not(.cm-absent)").count() == 1
    assert one.errors == []


@pytest.mark.browser
def test_the_exported_page_opens_in_the_same_place(
    reader: Open, served: str, second: Story, tmp_path: Path
) -> None:
    """The exported page, opened from disk, shows the place that the view had."""
    content = make(snapshot_of(second, default_view(second)), "html")
    (tmp_path / "map.html").write_bytes(content)
    one = reader((tmp_path / "map.html").as_uri())
    one.page.goto(one.address)
    expect(one.page.locator("h1").first).to_have_text(second.info.title)
    expect(one.page.locator("body")).to_contain_text("ميناء العبّارات")
    assert one.page.locator("path.cm-reported-site").count() == 3
    assert one.outside == [] and one.errors == []


def test_nothing_in_it_is_real() -> None:
    """Every address is one that nobody can have, and every source and layer says it is invented."""
    for path in sorted(FOLDER.glob("seeds/*.toml")):
        assert set(re.findall(r"https?://([^/\"]+)", path.read_text("utf-8"))) <= {"example.org"}
    catalogue = json.loads((FOLDER / "data" / "catalogue.json").read_bytes())
    assert {layer["licence"] for layer in catalogue["layers"]} == {"CC0-1.0"}
    assert {layer["attribution"] for layer in catalogue["layers"]} == {
        "Invented for tests, no real place"
    }
