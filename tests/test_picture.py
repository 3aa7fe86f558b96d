"""Pictures of a snapshot: read by other programs, measured, and with odd things in them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import math
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, zip_longest
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
import shapely
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from pyproj import Geod

from layers.findings.known import LENGTH
from layers.snapshot import zip_archive
from layers.snapshot.files import make, view_at
from layers.snapshot.picture import fonts, picture, read_provenance
from layers.snapshot.picture.canvas import HALO, Canvas
from layers.snapshot.picture.fonts import MISSING, drawable, width, wrapped
from layers.snapshot.picture.frame_ticks import frame_ticks
from layers.snapshot.picture.label_placement import leader
from layers.snapshot.picture.label_texts import ASCENT, DESCENT, Row, numbers_text
from layers.snapshot.picture.labels import BETWEEN
from layers.snapshot.picture.layout import Sheet, compose, letters
from layers.snapshot.picture.legend import entries
from layers.snapshot.picture.map_frame import projected
from layers.snapshot.picture.map_layers import STRONG, drawn_in
from layers.snapshot.picture.map_only import short_credit
from layers.snapshot.picture.picture_files import SETTINGS
from layers.snapshot.picture.source_list import address_lines, bare
from layers.snapshot.picture_forms import PICTURE_FORMS, PictureForm
from layers.snapshot.provenance import provenance_from, provenance_of
from layers.snapshot.snapshot import Snapshot, SnapshotError, snapshot_of
from layers.story import Claim, Feature, Story, load_story
from layers.story.accuracy import utm_zone
from layers.story.dates import in_words
from layers.story.wording import counted, value_text
from layers.symbols.asserters import report_signs, teller_of
from layers.symbols.paper import ASSERTERS
from layers.uploads.verdict import OwnLayer
from layers.view import Scope, View, default_view, seen
from tests.conftest import ROOT
from tests.few_sources import FEW
from tests.small_story import catalogue, change, small_story
from tests.test_hostile import PAYLOADS

FORMS = ("png", "svg", "pdf")
Opinion = Callable[[Claim], bool]
SIZE, DPI = (1600, 1200), 150
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def snapshot(story: Story) -> Snapshot:
    """A snapshot of the view that a reader sees first."""
    return snapshot_of(story, default_view(story))


@pytest.fixture(scope="module")
def few(story: Story) -> Snapshot:
    """A snapshot of few sources: all of it has room in a picture."""
    return of_view(story, FEW)


def report_label(story: Story, feature: Feature) -> str:
    """The label of what is drawn after reports: the value, and who tells it."""
    told = value_text(story, story.claims[feature.claims[0]])
    return f"{told}, {teller_of(story, feature)}"


def plain_text(content: bytes) -> str:
    """All text of a PDF in one line of plain blanks."""
    return " ".join(pdf_text(content).replace("\u00a0", " ").split())


def sheet_of(
    snapshot: Snapshot, size: tuple[float, float] = SIZE, dpi: float = DPI, form: str = "png"
) -> Sheet:
    """A picture's sheet, as `picture` has it drawn."""
    with matplotlib.rc_context(SETTINGS):
        return compose(snapshot, size, dpi, form)


def run(*command: str | Path, given: bytes = b"") -> str:
    """The output of a tool; a complaint of its own fails the test."""
    done = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    return done.stdout.decode()


def pdf_text(content: bytes) -> str:
    """All text of a PDF, in lines."""
    return run("pdftotext", "-", "-", given=content)


def words_in(sheet: Sheet) -> str:
    """Everything that labels and marks of a sheet say."""
    return "\n".join(row.text for placed in sheet.labels for row in placed.rows)


def crossings(sheet: Sheet) -> list[tuple[str, str]]:
    """Labels whose leader runs through another label, and that label."""
    return [
        (one.of, other.of)
        for one in sheet.labels
        for other in sheet.labels
        if one.spot.foot and one is not other and leader(one.spot).intersects(other.spot.area)
    ]


def of_view(story: Story, query: str, **words: str) -> Snapshot:
    """A snapshot of the view at a query."""
    return snapshot_of(story, view_at(story, query), **words)


def svg_texts(content: bytes) -> list[str]:
    """The lines of an SVG, in the order they are drawn, without their halos."""
    root = ElementTree.fromstring(content)
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(e.itertext()) for e in texts if not e.get("aria-hidden")]


def in_map(sheet: Sheet, content: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """The pixels (h, w, 3) of a PNG within the frame of its map, whose own line is left out."""
    pixels = np.asarray(Image.open(io.BytesIO(content)), dtype=np.int16)
    box = sheet.frame.box.grown(-2)
    left, right = (round(x / sheet.canvas.pixel) for x in (box.left, box.right))
    top, bottom = (round(pixels.shape[0] - y / sheet.canvas.pixel) for y in (box.top, box.bottom))
    return pixels[top:bottom, left:right]


# -- other programs read them


def test_pdf_has_its_fonts_and_its_text(few: Snapshot) -> None:
    """Every font is embedded, and title, sources, attribution and all scripts can be copied."""
    snapshot, content = few, picture(few, "pdf", SIZE, DPI)
    fonts = run("pdffonts", "-", given=content).splitlines()[2:]
    assert fonts and all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts
    text = " ".join(pdf_text(content).split())
    assert snapshot.title in text
    assert snapshot.dateline in text
    placed = sheet_of(snapshot).labels
    upright = {row.text for p in placed if not p.spot.angle for row in p.rows}
    turned = {row.text for p in placed if p.spot.angle for row in p.rows}
    assert "두만강 · Туманная · 图们江" in turned
    # A program that reads a PDF may take what stands side by side for columns, and each letter of a
    # turned line for a word.
    assert {word for label in upright for word in label.split()} <= set(text.split())
    assert set("".join(turned)) <= set(text)
    for said in snapshot.attributions:
        assert said in text
    for source in snapshot.sources:
        assert source.publisher in text
    info = run("pdfinfo", "-", given=content)
    assert re.search(rf"^Title: +{re.escape(snapshot.title)}$", info, re.MULTILINE)
    assert re.search(r"^Page size: +768 x 576 pts", info, re.MULTILINE)
    assert "CreationDate" not in info


def test_svg_is_well_formed_and_its_text_is_text(snapshot: Snapshot, tmp_path: Path) -> None:
    """With its fonts inside, names of those that others know, and nothing to fetch or to run."""
    content = picture(snapshot, "svg", SIZE, DPI)
    file = tmp_path / "picture.svg"
    file.write_bytes(content)
    run("xmllint", "--noout", "--nonet", file)
    root = ElementTree.fromstring(content)
    texts = {"".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {snapshot.title, "두만강 · Туманная · 图们江", "Khasan–Tumangang rail bridge"} <= texts
    assert b"font-family: snapshot-sans, snapshot-signs, 'Noto Sans CJK SC'" in content
    assert not re.search(rb"<script|<a |<image|href=.(?!#)|url\((?!#|.data:font/woff)", content)


def test_a_font_in_an_svg_has_every_letter_of_its_text(snapshot: Snapshot) -> None:
    """And few others: whoever opens it may have no font for Korean."""
    content = picture(snapshot, "svg", SIZE, DPI).decode()
    packed = re.search(r'"snapshot-sans";[^"]*"data:font/woff;base64,([^"]*)"', content)
    assert packed
    with TTFont(io.BytesIO(base64.b64decode(packed.group(1)))) as font:
        has = set(map(chr, font.getBestCmap()))
    root = ElementTree.fromstring(content)
    texts = "".join("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))
    assert {c for c in texts if c > "⺀"} <= has and len(has) < 400


def test_a_label_stands_on_the_ground_of_its_state(story: Story) -> None:
    """A town's name on the other bank would say that it lies there."""
    view = replace(default_view(story), at=(42.42, 130.62, 10.0))
    sheet = sheet_of(snapshot_of(story, view), (1240, 1754))
    grounds = {
        d.feature.name: d.shape
        for d in drawn_in(snapshot_of(story, view), sheet.frame, 0.1)
        if d.feature.kind == "country"
    }
    placed = {label.of: shapely.box(*label.box.bounds) for label in sheet.labels if not label.mark}
    for name, state in (("tumangang-station", "North Korea"), ("khasan-station", "Russia")):
        others = [ground for other, ground in grounds.items() if other != state]
        on_others = sum(placed[name].intersection(ground).area for ground in others)
        assert on_others / placed[name].area <= 0.4, name


def test_no_halo_cuts_the_letters_above_it() -> None:
    """Between two rows of a label is more room than a halo takes."""
    for size in (8.2, 9.6):
        first, second = Row("g", size, "#000000"), Row("다", 6.9, "#000000")
        below, above = 0.21 * size, 0.88 * second.size  # how far the letters reach from their lines
        between = first.size * DESCENT + BETWEEN + second.size * ASCENT
        assert between - below - above >= HALO / 2


def test_a_place_that_nobody_gives_a_position_is_said_to_be_nowhere(story: Story) -> None:
    """A length alone is drawn at no spot: it would look like a claim of one."""
    view = view_at(story, "?account=russian-government")
    snapshot = snapshot_of(story, view)
    sheet = sheet_of(snapshot)
    drawn = drawn_in(snapshot, sheet.frame, 0.1)
    assert [d.feature.id for d in drawn if d.feature.of_place == "road-bridge"] == []
    text = " ".join(pdf_text(picture(snapshot, "pdf", SIZE, DPI)).split())
    told = "Tumen road bridge site: not on the map, since no claim here says where it is; sources"
    conflicts = len(snapshot.seen.known.conflicts_by_place.get("road-bridge", ()))
    assert told in text
    assert conflicts == 0 or f"; {counted(conflicts, 'conflict')} of claims" in text
    page = make(snapshot, "html").decode()
    assert "Not on the map, since no claim here says where it is: Tumen road bridge site." in page


def test_where_only_coarse_outlines_are_known_it_is_said(story: Story) -> None:
    """The edge of the finer data would else be taken for something."""
    wide = snapshot_of(story, replace(default_view(story), at=(42.5, 130.6, 9.0)))
    assert "coarse outline of the land" in pdf_text(picture(wide, "pdf", (1200, 900), DPI))
    near = snapshot_of(story, default_view(story))
    assert "coarse outline" not in pdf_text(picture(near, "pdf", (1200, 900), DPI))


@pytest.mark.parametrize("dpi", [72, 96, 150])
def test_a_small_letter_of_straight_lines_is_whole(dpi: int) -> None:
    """Moved onto pixels, two sides of a box were the same as the others."""
    for step in range(10):
        canvas = Canvas((800, 600), dpi, "png")
        canvas.text((20 + step / 10, 20 + step / 10), MISSING, 7, colour="#000000")
        agg = FigureCanvasAgg(canvas.figure)
        agg.draw()
        ink = 255.0 - np.asarray(agg.buffer_rgba())[..., 0]
        sides = [ink.sum(axis=axis) for axis in (0, 1)]
        for side in sides:  # at both ends there is more than in the middle, where one sees through
            (found,) = np.nonzero(side > 0.5 * side.max())
            assert found[-1] - found[0] > 4, (step, side[side > 0])


def test_a_sign_of_who_asserts_has_what_is_drawn(snapshot: Snapshot) -> None:
    """A line for a length, a ring for a site, both for both."""
    sheet = sheet_of(snapshot)
    drawn = drawn_in(snapshot, sheet.frame, 0.1)
    signs, roles = report_signs(snapshot.story), {"reported length": "line", "reported site": "dot"}
    kinds: dict[tuple[str, int], set[str]] = {}
    for each in drawn:
        if each.sign:
            of = str(each.asserter), signs[each.feature.id]
            kinds.setdefault(of, set()).add(roles[each.feature.role])
    told = entries(snapshot, drawn, sheet.labels)
    names = tuple(f"{name}: " for name, _ in kinds)
    assert sorted(e.sign for e in told if e.text.startswith(names)) == sorted(
        "asserter" if len(found) > 1 else min(found) for found in kinds.values()
    )
    assert {"line", "dot", "line dot"} == {
        " ".join(sorted(found)[::-1]) for found in kinds.values()
    }


def test_small_pictures_shorten_every_source_before_they_leave_one_out(few: Snapshot) -> None:
    """Publisher and date: the numbers on the map lead to all of them."""
    sheet, content = sheet_of(few, (700, 460)), picture(few, "pdf", (700, 460), 150)
    assert "sources are printed by publisher and date alone" in sheet.lacks
    text = plain_text(content)
    assert "not printed here" not in text
    for source in few.sources:
        assert f"{few.numbers[source.id]} {source.publisher}" in text
    assert "6 ASIAPRESS, Sep 2025" in text and "2 FCS News, 17 Apr 2025" in text


@pytest.mark.parametrize("size", [(1600, 1200), (1920, 1080), (1200, 630), (900, 675)])
def test_the_inset_has_a_place(few: Snapshot, snapshot: Snapshot, size: tuple[int, int]) -> None:
    """Also where the legend is as high as the map, or in two columns; only a full one takes it."""
    inset = sheet_of(few, size).inset
    assert inset is not None and min(inset.width, inset.height) > 28
    inset = sheet_of(snapshot, size).inset
    assert inset is None or min(inset.width, inset.height) > 28


def test_a_map_alone_has_a_short_credit_and_its_evidence(snapshot: Snapshot) -> None:
    """No heading, legend, list or number of a source; a mark says in words what it counts."""
    form = PICTURE_FORMS["map-only"]
    content = picture(snapshot, "pdf", (1000, 700), DPI, contents=form.contents)
    text = plain_text(content)
    day = in_words(snapshot.seen.known.as_of.isoformat())
    assert f"© OpenStreetMap contributors · tumen-map · {day}" in text
    assert "500 m" in text or "1 km" in text
    assert re.search(r"≠ \d+ conflicts", text)
    for said in (snapshot.title, snapshot.amount, "State borders", "Coordinates: source", "94"):
        assert said not in text
    assert read_provenance(content) == provenance_of(snapshot).text


def test_an_own_layer_is_said_to_be_unchecked_on_a_map_alone(story: Story) -> None:
    """It has no legend that could say so."""
    own = OwnLayer("wells.kml", "KML", "EPSG:4326", "0" * 64, (), (0, 0, 1, 1))
    shot = snapshot_of(story, default_view(story), own=[own])
    assert "own layer, not checked against any source: wells.kml" in short_credit(shot)


@pytest.mark.parametrize("form", PICTURE_FORMS.values(), ids=PICTURE_FORMS)
def test_letters_are_large_enough_for_what_a_form_is_for(form: PictureForm) -> None:
    """In points in print, on A3 for an arm's length; in pixels on the web, shown at half size."""
    smallest, legend, _ = letters(form.size, form.dpi)
    assert smallest >= {"a4": 6.5, "a3": 8.5}.get(form.id, 4)
    if form.id == "16x9":
        assert legend / 72 * form.dpi / 2 >= 8.5


def test_coordinates_stand_along_the_frame_where_they_are(story: Story) -> None:
    """Each tick at the position that it tells."""
    for at in (None, (42.5, 130.5, 9.0), (-33.9, 18.4, 12.0), (60.0, 25.0, 5.0)):
        frame = sheet_of(snapshot_of(story, replace(default_view(story), at=at))).frame
        ticks = frame_ticks(frame, [])
        assert len(ticks) >= 6
        for tick in ticks:
            number, letter = tick.text.split("° ")
            found = frame.to_degrees(tick.foot)[letter in "NS"]
            sign = -1 if letter in "WS" else 1
            assert found == pytest.approx(sign * float(number), abs=frame.metres / 100_000)
            assert tick.box.inside(frame.box.grown(0.2))


def test_png_has_its_size_and_names_its_origin(snapshot: Snapshot) -> None:
    """A PNG has its size in pixels, its dots an inch, and the name of what made it."""
    image = Image.open(io.BytesIO(picture(snapshot, "png", SIZE, DPI)))
    image.load()
    assert image.size == SIZE
    assert round(image.info["dpi"][0]) == DPI
    assert image.info["Title"] == snapshot.title
    assert image.info["provenance"] == provenance_of(snapshot).text


# -- sizes


@pytest.mark.parametrize(
    ("size", "dpi"),
    [
        ((200, 200), 300),
        ((200, 5000), 72),
        ((5000, 200), 150),
        ((800, 600), 96),
        ((1000, 1400), 150),
    ],
)
def test_any_size_that_is_allowed_has_its_attribution(
    snapshot: Snapshot, size: tuple[int, int], dpi: int
) -> None:
    """The smallest, long ones, and upright ones."""
    text = " ".join(pdf_text(picture(snapshot, "pdf", size, dpi)).split())
    for said in snapshot.attributions:
        assert said in text
    assert Image.open(io.BytesIO(picture(snapshot, "png", size, dpi))).size == size


def test_a3_at_300_dpi(snapshot: Snapshot) -> None:
    """The largest that a newspaper asks for."""
    image = Image.open(io.BytesIO(picture(snapshot, "png", (4961, 3508), 300)))
    assert image.size == (4961, 3508)


@pytest.mark.parametrize("side", [0, -1, 199, 5001, 1_000_000, math.nan, math.inf, -math.inf])
def test_another_size_is_refused_in_words(snapshot: Snapshot, side: float) -> None:
    """A picture too small or too large is refused before anything is drawn."""
    for size in ((side, 600), (800, side)):
        with pytest.raises(SnapshotError, match="200 to 5000 pixels wide and high"):
            picture(snapshot, "png", size, DPI)


@pytest.mark.parametrize("dpi", [0, -300, 35, 601, 1e6, math.nan, math.inf])
def test_another_resolution_is_refused_in_words(snapshot: Snapshot, dpi: float) -> None:
    """A number of dots an inch that no printer has is refused in words."""
    with pytest.raises(SnapshotError, match="36 to 600 dpi"):
        picture(snapshot, "png", SIZE, dpi)


def test_an_unknown_format_is_refused(snapshot: Snapshot) -> None:
    """The message on an unknown format lists those that there are."""
    with pytest.raises(SnapshotError, match="png, svg, pdf"):
        picture(snapshot, "gif", SIZE, DPI)


# -- measured


VIEWS = [None, (42.41, 130.64, 16.0), (43.0, 131.5, 10.0), (60.0, 25.0, 5.0), (-33.9, 18.4, 12.0)]


@pytest.mark.parametrize("at", VIEWS)
def test_the_scale_bar_is_true(story: Story, at: tuple[float, float, float] | None) -> None:
    """Within one per cent of the geodesic at the middle of the frame, in any zone."""
    sheet = sheet_of(snapshot_of(story, replace(default_view(story), at=at)))
    frame, bar = sheet.frame, sheet.bar
    x, y = frame.box.middle
    half = (bar.right - bar.left) / 2
    (a, b), (c, d) = frame.to_degrees((x - half, y)), frame.to_degrees((x + half, y))
    assert GEOD.inv(a, b, c, d)[2] == pytest.approx(bar.metres, rel=0.01)


@pytest.mark.parametrize("at", VIEWS[1:])
def test_the_frame_is_where_the_view_is(story: Story, at: tuple[float, float, float]) -> None:
    """In the zone of its middle, as close as the page, with true north at the arrow's head."""
    frame = sheet_of(snapshot_of(story, replace(default_view(story), at=at))).frame
    assert frame.epsg == utm_zone(at[1], at[0])
    assert frame.zone.endswith("N" if at[0] > 0 else "S")
    longitude, latitude = frame.to_degrees(frame.box.middle)
    assert (latitude, longitude) == pytest.approx(at[:2], abs=1e-6)
    assert frame.zoom == pytest.approx(at[2], abs=0.02)
    turn = math.radians(frame.north)
    x, y = frame.box.middle
    up = frame.to_degrees((x + math.sin(turn), y + math.cos(turn)))
    azimuth = GEOD.inv(longitude, latitude, *up)[0]
    assert azimuth == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(("size", "dpi"), [(SIZE, DPI), ((800, 600), 96), ((4961, 3508), 300)])
@pytest.mark.parametrize("at", [None, (42.412, 130.645, 16.0), (42.5, 130.5, 9.0)])
def test_labels_have_room(
    story: Story, size: tuple[int, int], dpi: int, at: tuple[float, float, float] | None
) -> None:
    """None lies on another, on the scale bar or outside the frame; and there are some."""
    sheet = sheet_of(snapshot_of(story, replace(default_view(story), at=at)), size, dpi)
    assert len(sheet.labels) > 5
    for one, other in combinations([*(p.boxes for p in sheet.labels), (sheet.bar.box,)], 2):
        assert not any(a.overlaps(b) for a in one for b in other)
    assert crossings(sheet) == []
    assert all(placed.box.inside(sheet.frame.box) for placed in sheet.labels)


def test_letters_are_as_wide_as_they_were_measured(snapshot: Snapshot) -> None:
    """So that boxes that do not overlap are labels that do not."""
    sheet = sheet_of(snapshot, form="pdf")
    canvas = sheet.canvas
    with matplotlib.rc_context(SETTINGS):
        canvas.figure.canvas.draw()
        for text in canvas.figure.texts[:60]:
            face = "title" if "snapshot-title" in text.get_fontfamily() else "sans"
            if "snapshot-water" in text.get_fontfamily() or text.get_path_effects():
                continue
            drawn = text.get_window_extent().width / DPI * 72
            assert drawn <= width(text.get_text(), face, text.get_fontsize()) * 1.02 + 1


# -- what is on it


def test_what_was_not_known_is_not_drawn(story: Story) -> None:
    """By some sources on the day before the last of their lengths: the others are drawn, it is not.

    By few, since of many lengths a picture has no room for any label.
    """
    reported = [feature for feature in story.features.values() if feature.role == LENGTH]
    first, *_, last = sorted(reported, key=lambda feature: first_known(story, feature))
    told = [story.claims[key] for feature in (first, last) for key in feature.claims]
    sources = frozenset(claim.source for claim in told)
    day = first_known(story, last) - timedelta(days=1)
    whole = Scope(sources=sources)
    view = replace(default_view(story), at=(42.412, 130.645, 16.0), scope=whole)
    early = replace(view, scope=replace(whole, as_of=day))
    now, then = sheet_of(snapshot_of(story, view)), sheet_of(snapshot_of(story, early))
    labels, before = (
        {report_label(story, f.after(left.known.keys)) for f in reported if f.id not in left.absent}
        for left in (seen(story, view.scope), seen(story, early.scope))
    )
    assert 0 < len(before) < len(labels) and labels <= set(words_in(now).split("\n"))
    assert (labels | before) & set(words_in(then).split("\n")) == before
    text = plain_text(picture(snapshot_of(story, early), "pdf", SIZE, DPI))
    assert f"As known on {in_words(day.isoformat())}" in text
    assert not any(label in text for label in labels - before)


def first_known(story: Story, feature: Feature) -> date:
    """The day from which something is known that a feature is drawn after."""
    claims = [story.claims[key] for key in feature.claims]
    parts = [[story.claims[key] for key in claim.computed] or [claim] for claim in claims]
    return min(max(story.known_from[part.source] for part in told) for told in parts)


def test_conflicts_and_numbers_stand_at_their_place(snapshot: Snapshot) -> None:
    """The mark says how many, and the place's label whose sources speak of it."""
    sheet = sheet_of(snapshot)
    place = snapshot.story.info.main_place
    conflicts = len(snapshot.seen.known.conflicts_by_place[place])
    assert [p.rows[0].text for p in sheet.labels if p.mark and p.of == place] == [f"≠ {conflicts}"]
    numbers = {
        snapshot.numbers[c.source] for c in snapshot.claims if snapshot.story.place_of(c) == place
    }
    label = next(p for p in sheet.labels if p.of == place and not p.mark)
    assert label.rows[0].numbers == numbers_text(numbers)
    assert numbers_text([3, 1, 2, 7, 9, 8, 5, 5]) == "1–3, 5, 7–9"


def test_the_legend_tells_who_says_what(few: Snapshot) -> None:
    """Every sign on the map is explained, on a large sheet."""
    sheet = sheet_of(few)
    assert sheet.unexplained == ()
    text = plain_text(picture(few, "pdf", SIZE, DPI))
    told = entries(few, drawn_in(few, sheet.frame, 0.1), sheet.labels)
    assert [
        e.text for e in told if " ".join(e.text.replace("\u00a0", " ").split()) not in text
    ] == []
    reported = {
        f.of_place: teller_of(few.story, f) for f in few.story.features.values() if f.claims
    }
    assert any(e.text.startswith(f"{teller}: ") for e in told for teller in reported.values())
    assert "the stated accuracy of a position" in text


@pytest.mark.parametrize("size", [SIZE, (900, 600), (3000, 600), (800, 1600)])
def test_what_of_a_whole_story_has_no_room_is_said(
    snapshot: Snapshot, size: tuple[int, int]
) -> None:
    """Of its sources and of its signs, on the picture and in words for who had it made."""
    sheet, text = sheet_of(snapshot, size), plain_text(picture(snapshot, "pdf", size, DPI))
    of = len(snapshot.sources)
    counts = re.findall(rf"(\d+) of {of} sources are not printed here", text)
    assert [f"{n} of {of} sources are not printed" in sheet.lacks for n in counts] == [True] * len(
        counts
    )
    printed = of - int(counts[0]) if counts else of
    for source in snapshot.sources[:printed]:
        assert f"{snapshot.numbers[source.id]} " in text and source.publisher[:12] in text
    unexplained = len(sheet.unexplained)
    assert (f"{counted(unexplained, 'sign')} of the map not explained" in sheet.lacks) == bool(
        unexplained
    )
    assert ("not explained here" in text) == bool(unexplained)


def test_layers_that_are_off_are_not_drawn(story: Story) -> None:
    """A layer that is off is neither drawn nor named in the attribution."""
    bare = snapshot_of(story, View(layers=frozenset()))
    text = pdf_text(picture(bare, "pdf", SIZE, DPI))
    assert "두만강" not in text and "Coordinates: source with each place" not in text
    assert bare.attributions[0] in text


def test_a_narrowed_view_is_drawn_and_says_so(story: Story) -> None:
    """Places out of the view are faint; the picked claims are drawn strong."""
    view = replace(
        default_view(story), pick="road-bridge.length", scope=Scope(search="length", account=None)
    )
    narrowed = snapshot_of(story, view)
    text = " ".join(pdf_text(picture(narrowed, "pdf", SIZE, DPI)).split())
    assert f"{len(narrowed.claims)} of {len(story.claims)} claims" in text


def test_sources_that_have_no_room_are_counted(snapshot: Snapshot) -> None:
    """A small picture says how many it leaves out, and where they are."""
    text = " ".join(pdf_text(picture(snapshot, "pdf", (300, 200), 150)).split())
    of = len(snapshot.sources)
    assert re.search(rf"\d+ of {of} sources are not printed here|The {of} sources are not", text)


@pytest.mark.parametrize(
    ("query", "told", "tells"),
    [
        ("?account=Interfax", "by the account of Interfax", lambda c: c.asserted_by == "Interfax"),
        (
            "?source=tass-2025-04-30",
            "source: TASS, 2025-04-30",
            lambda c: c.source == "tass-2025-04-30",
        ),
        ("?search=length", "search: “length”", None),
        ("?finding=conflict", "finding: In conflict", None),
        ("?as-of=2025-03-31", "As known on 31 March 2025", None),
    ],
)
def test_a_restricted_view_says_what_leaves_claims_out(
    story: Story, query: str, told: str, tells: Opinion | None
) -> None:
    """In every format that has words for a reader, in the same words; on a small picture, too."""
    shot = of_view(story, query)
    if tells:
        assert len(shot.claims) == len([c for c in story.claims.values() if tells(c)])
    left, of = counted(len(shot.sources), "source"), len(story.claims)
    assert 0 < len(shot.claims) < of
    assert f"{told} · {len(shot.claims)} of {of} claims from {left}" in shot.scope_line
    for size in (SIZE, (400, 300), (300, 800)):
        assert shot.scope_line in plain_text(picture(shot, "pdf", size, DPI))
    texts = svg_texts(picture(shot, "svg", SIZE, DPI))
    assert shot.scope_line in texts
    about = json.loads(make(shot, "geojson"))["description"]
    assert shot.scope_line in about
    assert shot.scope_line in make(shot, "kml").decode()
    assert shot.scope_line in "\n".join(zip_archive._readme(shot, "of a ZIP"))


def test_an_unrestricted_view_counts_its_claims(snapshot: Snapshot) -> None:
    """And says nothing of what is left out."""
    story = snapshot.story
    day, claims, of = in_words(story.info.date), len(story.claims), len(story.sources)
    assert snapshot.scope_line == f"As known on {day} · {claims} claims from {of} sources"


def test_addresses_are_printed_whole(few: Snapshot) -> None:
    """With their queries, over several lines, where there is room; in a PDF they lead there."""
    snapshot = few
    texts = "".join(svg_texts(picture(snapshot, "svg", SIZE, DPI)))
    urls = [source.url for source in snapshot.sources if source.url]
    assert "fcs.news/View.aspx?No=3617701" in texts
    for url in urls:
        assert re.sub("^https?://", "", url) in texts
    links = run("pdfinfo", "-url", "-", given=picture(snapshot, "pdf", SIZE, DPI))
    assert {line.split()[-1] for line in links.splitlines()[1:]} == set(urls)
    assert b"<a " not in picture(snapshot, "svg", SIZE, DPI)


def test_an_address_is_cut_where_it_can_be_seen() -> None:
    """Its host stays whole, and a piece of it never ends without an ellipsis."""
    url = "https://global.espreso.tv/news/bridge-to-connect?No=3617701&page=2"
    for room in range(40, 400, 7):
        assert "".join(address_lines(url, room, 99)) == bare(url)
        for most in (1, 2):
            lines = address_lines(url, room, most)
            assert all(width(line, "sans", 6.3) <= room for line in lines)
            whole = "".join(lines)
            assert whole == bare(url) or (
                whole.endswith("…") and whole.startswith("global.espreso.tv")
            )


def test_a_link_in_a_pdf_is_ascii_and_cannot_end_early(tmp_path: Path) -> None:
    """Brackets and letters of other scripts are written as addresses have them."""
    folder = small_story(tmp_path / "story")
    url = 'read = "excerpt"\nurl = "https://example.org/a)b(?q=ж&r=1#z"'
    change(folder, "seeds/gazette.toml", 'read = "excerpt"', url)
    story = load_story(folder)
    content = picture(snapshot_of(story, default_view(story)), "pdf", SIZE, DPI)
    links = run("pdfinfo", "-url", "-", given=content)
    assert "https://example.org/a%29b%28?q=%D0%B6&r=1#z" in links


@pytest.mark.parametrize("size", [(400, 300), (300, 300), (3000, 400)])
def test_signs_that_the_legend_has_no_room_for_are_counted(
    snapshot: Snapshot, size: tuple[int, int]
) -> None:
    """The legend counts the signs for which it has no room, as the list counts sources."""
    left_out = len(sheet_of(snapshot, size).unexplained)
    assert left_out > 1
    text = " ".join(pdf_text(picture(snapshot, "pdf", size, DPI)).split())
    assert f"{left_out} signs are not explained here." in text


def test_a_wide_picture_has_its_legend_in_columns(few: Snapshot) -> None:
    """A wide picture has the whole legend, in columns."""
    sheet = sheet_of(few, (3000, 600))
    assert sheet.unexplained == ()
    assert sheet.frame.box.width > 400
    assert "not explained" not in pdf_text(picture(few, "pdf", (3000, 600), DPI))


def test_from_far_away_the_storys_place_comes_first(story: Story) -> None:
    """One sign stands for all of it; the legend has what is seen and where the data ends."""
    far = of_view(story, "?at=42.41,130.65,4")
    sheet = sheet_of(far)
    place = story.info.main_place
    for mark in (True, False):
        assert next(p.of for p in sheet.labels if p.mark is mark) == place
    assert crossings(sheet) == []
    text = " ".join(pdf_text(picture(far, "pdf", SIZE, DPI)).split())
    assert "Road bridge site near Rason: smaller than its sign" in text
    assert "outside this map’s data" in text
    assert "Towns, stations, landmarks" in text
    tellers = {teller_of(story, f) for f in story.features.values() if f.claims} - {None}
    reports = [f"{teller}: " for teller in tellers]
    assert reports and "Road bridge site near Rason" in text
    for small in (*reports, "Direction across", "not surveyed", "may lie"):
        assert small not in text
    near = pdf_text(picture(of_view(story, ""), "pdf", SIZE, DPI))
    assert "outside this map’s data" not in near


def test_a_frame_without_the_story_says_so(story: Story) -> None:
    """Not one whose layers are off, of which that could not be known."""
    said = "Nothing of this story lies in this frame"
    for size in (SIZE, (200, 200)):
        for query, there in (("?at=-40,10,6", True), ("", False), ("?layers=none", False)):
            text = pdf_text(picture(of_view(story, query), "pdf", size, DPI))
            assert (said in " ".join(text.split())) == there


def test_picked_claims_are_drawn_equally_strong(story: Story) -> None:
    """None of the lines side by side covers another, and none is wider."""
    at = "at=42.412,130.645,15"
    colours = [tuple(bytes.fromhex(colour[1:])) for colour, _ in ASSERTERS[:3]]
    seen = []
    for query in (f"?{at}", f"?{at}&pick=road-bridge.length"):
        shot = of_view(story, query)
        pixels = in_map(sheet_of(shot), picture(shot, "png", SIZE, DPI))
        seen.append([int((pixels == colour).all(axis=2).sum()) for colour in colours])
    plain, picked = seen
    assert min(plain) > 300
    assert picked == pytest.approx(plain, rel=0.05)
    drawn = drawn_in(shot, sheet_of(shot).frame, 1)
    assert len({d.style.width for d in drawn if d.picked}) == 1
    text = " ".join(pdf_text(picture(shot, "pdf", SIZE, DPI)).split())
    assert "under what is drawn after claims chosen" in text


def test_what_is_faint_has_a_sign_that_can_be_seen(story: Story) -> None:
    """A search that finds nothing leaves the legend as it was, with one sign more."""
    signs = []
    for query in ("", "?search=zzz"):
        shot = of_view(story, query)
        drawn = drawn_in(shot, sheet_of(shot).frame, 1)
        signs.append([(e.sign, e.style.alpha, e.text) for e in entries(shot, drawn, ())])
    assert signs[1][:-1] == signs[0]
    assert signs[1][-1][2] == "faint: not among what is looked at"


@pytest.mark.parametrize("size", [(800, 1600), (700, 2000), (1080, 1920), (3508, 4961)])
def test_a_tall_picture_explains_every_sign(few: Snapshot, size: tuple[int, int]) -> None:
    """Under the map its legend has the height that it needs."""
    sheet = compose(few, size, DPI, "png")
    assert sheet.unexplained == ()
    assert not any("not explained" in lack for lack in sheet.lacks)


SIZES = [SIZE, (1200, 1200), (1080, 1920), (800, 600), (400, 300), (4961, 3508), (3508, 4961)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["", "?at=42.412,130.645,16", "?pick=road-bridge.length", FEW])
def test_values_in_conflict_have_labels_all_or_none(
    story: Story, size: tuple[int, int], query: str
) -> None:
    """Neither side of a conflict is named alone; no label lies on a line of one or on a bridge."""
    shot = of_view(story, query)
    sheet = sheet_of(shot, size)
    sides: dict[str, list[bool]] = {}
    placed = {p.of: p for p in sheet.labels if not p.mark}
    drawn = drawn_in(shot, sheet.frame, sheet.canvas.pixel / 3)
    for each in drawn:
        if each.sign and sheet.frame.zoom >= 13.5:
            group = story.claims[each.feature.claims[0]].group
            sides.setdefault(group, []).append(each.feature.id in placed)
    assert all(len(set(labelled)) == 1 for labelled in sides.values()), sides
    assert crossings(sheet) == []
    lines = [d.shape for d in drawn if d.feature.role in STRONG]
    values = {d.feature.id for d in drawn if d.sign}
    for name in values & placed.keys():
        box = shapely.box(*placed[name].box.bounds)
        assert not any(box.intersects(line) for line in lines)
    if size == SIZE:
        labelled = values & placed.keys()
        assert labelled == values if query == FEW else labelled


def test_land_has_a_line_at_the_sea_and_none_at_a_border(story: Story) -> None:
    """So that no border shows when borders are off."""
    inland = of_view(story, "?layers=none&at=42.55,130.7,14")
    pixels = in_map(sheet_of(inland), picture(inland, "png", SIZE, DPI))
    assert not (pixels[..., 2] > pixels[..., 0] + 4).any()  # nothing in it is blue
    at_sea = of_view(story, "?layers=none&at=42.29,130.72,12")
    pixels = in_map(sheet_of(at_sea), picture(at_sea, "png", SIZE, DPI))
    coast = np.array(tuple(bytes.fromhex("86a7b6")))
    assert (abs(pixels - coast).max(axis=2) < 12).sum() > 200


def test_the_sources_of_coordinates_are_named(story: Story) -> None:
    """Those of the places that are shown, behind the attribution."""
    near, far = of_view(story, ""), of_view(story, "?at=45,130,4")
    named = []
    for shot in (near, far):
        drawn = drawn_in(shot, sheet_of(shot).frame, 1)
        here = [d.feature.source for d in drawn if d.layer.style == "place" and d.feature.source]
        named.append(list(dict.fromkeys(re.split("[,;:]", source)[0] for source in here)))
        text = plain_text(picture(shot, "pdf", SIZE, DPI))
        assert f"Coordinates: source with each place, here: {', '.join(named[-1])} ·" in text
    assert named[0] and set(named[0]) != set(named[1])


def test_numbers_of_sources_are_strong_enough_to_be_read(snapshot: Snapshot) -> None:
    """On any ground: bold, with a halo."""
    content = picture(snapshot, "svg", SIZE, DPI).decode()
    rows = [row for placed in sheet_of(snapshot).labels for row in placed.rows]
    numbers = [row.numbers for row in rows if row.numbers]
    assert numbers
    for text in numbers:
        bold = rf'<g id="text-\d+-sans-halo-bold">(?:(?!</g>).)*>{re.escape(text)}<'
        assert re.search(bold, content, re.DOTALL)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_holds_what_the_story_opens_on(
    snapshot: Snapshot, size: tuple[int, int]
) -> None:
    """And a place that may be where one of these is."""
    frame = sheet_of(snapshot, size).frame
    story = snapshot.story
    for name in (*story.info.home, "tumangang"):
        middle = story.places[name].main.geometry.centroid
        (x, y), *_ = frame.to_sheet(projected(frame.epsg, np.array([[middle.x, middle.y]])))
        assert frame.box.grown(-5).holds((x, y)), name


# -- other stories, and odd ones


def test_another_story_in_the_south(tmp_path: Path) -> None:
    """Another zone and hemisphere, no outline of surroundings, a place without local forms."""
    folder = small_story(tmp_path / "story")
    for file in ("data/sites.geojson", "data/rivers.geojson"):
        path = folder / file
        text = re.sub(
            r"\[(1[01]\d(?:\.\d+)?), (5\d(?:\.\d+)?)\]", r"[\1, -\2]", path.read_text("utf-8")
        )
        path.write_text(text, "utf-8", newline="\n")
    catalogue(folder)
    story = load_story(folder)
    snapshot = snapshot_of(story, default_view(story))
    sheet = sheet_of(snapshot)
    assert sheet.frame.epsg == 32749
    assert sheet.frame.to_degrees(sheet.frame.box.middle)[1] < -50
    for form in FORMS:
        assert picture(snapshot, form, SIZE, DPI)
    assert "Ossa Bridge" in pdf_text(picture(snapshot, "pdf", SIZE, DPI))


def test_text_of_a_story_is_text(tmp_path: Path) -> None:
    """Mathematics, markup and templates appear as they are written, and nothing falls over."""
    story = load_story(small_story(tmp_path / "story"))  # few letters, so that a font is soon made
    for title, subtitle in zip_longest(PAYLOADS[::2], PAYLOADS[1::2], fillvalue="the last"):
        hostile = snapshot_of(story, default_view(story), title=title, subtitle=subtitle)
        content = picture(hostile, "svg", (300, 200), 150)
        root = ElementTree.fromstring(content)
        texts = ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]
        shown = "".join("".join(texts).split())
        assert all("".join(text.split())[:12] in shown for text in (title, subtitle))
        assert read_provenance(content) == provenance_of(hostile).text
        assert root.find(".//{*}script") is None
    both = snapshot_of(story, default_view(story), title=" ".join(PAYLOADS)[:200], subtitle="$x^2$")
    assert "$x^2$" in pdf_text(picture(both, "pdf", SIZE, DPI))
    assert picture(both, "png", SIZE, DPI)


def test_hostile_names_are_drawn(tmp_path: Path) -> None:
    """In labels, sources and attribution, too."""
    folder = small_story(tmp_path / "story")
    change(folder, "data/sites.geojson", '"Ossa Bridge"', '"<b>$x^2$ {{ 7*7 }}"')
    change(folder, "seeds/gazette.toml", 'publisher = "Gazette"', "publisher = '$\\frac{1}{0}$ %'")
    catalogue(folder)
    path = folder / "data" / "catalogue.json"
    path.write_text(path.read_text("utf-8").replace('"Nobody"', '"© $a_b$ & <i>"'), "utf-8")
    story = load_story(folder)
    text = pdf_text(picture(snapshot_of(story, default_view(story)), "pdf", SIZE, DPI))
    for said in ("<b>$x^2$ {{ 7*7 }}", "$\\frac{1}{0}$ %", "© $a_b$ & <i>"):
        assert said in text


@pytest.mark.parametrize(
    "title",
    [
        "\x00\x1b[31m\u202eab\ud800",
        "שלום عربي Ελληνικά",
        "",
        "　",
        "e\u0301\u200d",
    ],
)
def test_odd_letters_do_no_harm(story: Story, title: str) -> None:
    """Odd letters in a title leave every file readable."""
    odd = snapshot_of(story, default_view(story), title=title, subtitle=title)
    ElementTree.fromstring(picture(odd, "svg", (300, 200), 150))
    run("pdfinfo", "-", given=picture(odd, "pdf", (300, 200), 150))
    assert picture(odd, "png", (300, 200), 150)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("ไทย", "ไ, ท, ย"),
        ("हिन्दी here", "ह, ि, न, द, ी"),
        ("\ufffe\uffff", "U+FFFE, U+FFFF"),
        ("The 🌉 of 🌉", "🌉"),
        ("a\U0010fffd", "U+10FFFD"),
        ("".join(map(chr, range(0x0E01, 0x0E20))), "ก, ข, ฃ, ค, ฅ, ฆ, ง, จ, ฉ, ช, …"),
    ],
)
def test_letters_that_no_font_has_are_named_before_anything_is_drawn(
    story: Story, title: str, named: str
) -> None:
    """In what was typed for the picture; each once, and at most ten."""
    for field in ("title", "subtitle"):
        odd = of_view(story, "", **{field: title})
        for form in FORMS:
            with pytest.raises(SnapshotError) as error:
                picture(odd, form, (400, 300), 96)
            assert f"the {field} has letters that no font of a picture has: {named}; " in str(
                error.value
            )


def test_letters_and_lines() -> None:
    """Letters of no font are shown as missing; lines are as wide as their room and end in dots."""
    assert drawable("a\U0010ffff\ufeff\x07") in (f"a{MISSING}", f"a{MISSING}\ufeff")
    assert drawable("Ж가汉é", "title") == "Ж가汉é"
    lines = wrapped("word " * 60, "sans", 8, 100, 3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(width(line, "sans", 8) <= 100.1 for line in wrapped("x" * 300, "sans", 8, 100))
    assert "".join(wrapped("x" * 300, "sans", 8, 100)) == "x" * 300


def test_attribution_that_has_no_room_is_an_error(tmp_path: Path) -> None:
    """If the attribution has no room, an error is raised and no picture made."""
    folder = small_story(tmp_path / "story")
    path = folder / "data" / "catalogue.json"
    for number in (1, 2):
        long = f"{number} " + "W" * 115
        path.write_text(path.read_text("utf-8").replace('"Nobody"', f'"{long}"', 1), "utf-8")
    story = load_story(folder)
    snapshot = snapshot_of(story, default_view(story))
    try:
        text = "".join(pdf_text(picture(snapshot, "pdf", (200, 200), 150)).split())
    except SnapshotError as error:
        assert "larger" in str(error)
    else:
        assert all("".join(said.split()) in text for said in snapshot.attributions)


# -- the same bytes


SCRIPT = """
import hashlib, sys
from pathlib import Path
from layers.snapshot.picture import picture
from layers.snapshot.snapshot import snapshot_of
from layers.story import load_story
from layers.view import default_view
story = load_story(Path(sys.argv[1]))
snapshot = snapshot_of(story, default_view(story))
for form in ("png", "svg", "pdf"):
    print(hashlib.sha256(picture(snapshot, form, (800, 600), 96)).hexdigest())
"""


def test_the_same_input_is_the_same_bytes_in_another_process(snapshot: Snapshot) -> None:
    """And none of this machine is in them."""
    mine = [picture(snapshot, form, (800, 600), 96) for form in FORMS]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, str(ROOT)],
        cwd=ROOT,
        env={
            "PYTHONHASHSEED": "7",
            "PATH": "/usr/bin:/bin",
            "HOME": str(Path.home()),
            "TZ": "Asia/Tokyo",
        },
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.decode().split() == [hashlib.sha256(c).hexdigest() for c in mine]
    for content in mine:
        assert str(ROOT).encode() not in content and b"site-packages" not in content


# -- provenance


@pytest.mark.parametrize("form", FORMS)
def test_provenance_comes_back(snapshot: Snapshot, form: str) -> None:
    """Letter for letter, and its checksum holds."""
    text = read_provenance(picture(snapshot, form, (800, 600), 96))
    assert text == provenance_of(snapshot).text
    assert provenance_from(text).fields == provenance_of(snapshot).fields


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_was_cut_off_or_changed_does_no_harm(snapshot: Snapshot, form: str) -> None:
    """It has its provenance whole, or none, or an error in words."""
    content = picture(snapshot, form, (400, 300), 96)
    text = provenance_of(snapshot).text
    for end in range(0, len(content), max(1, len(content) // 120)):
        try:
            assert read_provenance(content[:end]) in (None, text)
        except SnapshotError as error:
            assert str(error)
    changed = content.replace(b'"story"', b'"stary"').replace(b"&quot;story", b"&quot;stary")
    if changed == content:  # where it is packed a letter of it is not to be found
        at = content.index(b"zTXt") + 200
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    with pytest.raises(SnapshotError):
        provenance_from(read_provenance(changed) or "")


def bomb_png() -> bytes:
    """A PNG with a text that unpacks to more than any provenance has."""
    body = b"provenance\0\0" + zlib.compress(b"a" * 200_000_000, 9)
    chunk = len(body).to_bytes(4) + b"zTXt" + body + zlib.crc32(b"zTXt" + body).to_bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk


def entities_svg() -> bytes:
    """An SVG whose entities would fill the memory, and one of which is a file."""
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<!DOCTYPE svg [<!ENTITY e0 "aaaaaaaaaa">{more}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<svg><metadata id="provenance">&e11;&f;</metadata></svg>'
    ).encode()


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"\x89PNG\r\n\x1a\n",
        lambda: b"%PDF-1.4 no more",
        lambda: b"<html><body>provenance</body></html>",
        lambda: b"<svg",
        lambda: b"\0" * 1_000_000,
        lambda: b"%PDF-1.4 /Provenance (" + b"(" * 3_000_000,
        lambda: b"%PDF-1.4 " + b"/Type /ObjStm stream\n" * 100_000,
        lambda: b"<svg>" + b"<g>" * 500_000,
        bomb_png,
        entities_svg,
    ],
)
def test_a_foreign_file_has_none(make: Callable[[], bytes]) -> None:
    """Of a file that was not made here no provenance is read, or an error says why in words."""
    try:
        assert read_provenance(make()) is None
    except SnapshotError as error:
        assert str(error)


def test_provenance_in_a_pdf_that_another_program_packed_is_found() -> None:
    """With escapes, in a stream of objects."""
    packed = zlib.compress(rb"<< /Title (/Provenance \(x\)) /Provenance (a\)b\050\\) >>")
    whole = b"%PDF-1.5\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed
    assert read_provenance(whole + b"\nendstream endobj\n%%EOF\n") == "a)b(\\"


def test_a_title_that_looks_like_provenance_is_not_taken_for_it(story: Story) -> None:
    """A title that looks like provenance is read back as a title, in each of the formats."""
    for title in ("/Provenance (x)", '<metadata id="provenance">x</metadata>', "provenance\0x"):
        odd = snapshot_of(story, default_view(story), title=title)
        for form in FORMS:
            content = picture(odd, form, (400, 300), 96)
            assert read_provenance(content) == provenance_of(odd).text


def test_no_line_of_a_reader_is_kept(story: Story) -> None:
    """A title may be what one reader knows; the next picture is another's."""
    make(snapshot_of(story, default_view(story), "سري"), "png", (400, 300), 96)
    assert fonts._joined_width.cache_info().currsize == 0
