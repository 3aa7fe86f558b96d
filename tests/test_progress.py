"""Progress of the bridge as it was reported, on each day: what is drawn, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from layers.findings.known import Known, known
from layers.findings.progress import EXTENT, shows_progress
from layers.html.cards import card
from layers.snapshot.files import view_at
from layers.snapshot.picture.layout import compose
from layers.snapshot.picture.legend import entries
from layers.snapshot.picture.map_layers import drawn_in
from layers.snapshot.picture.picture_files import SETTINGS
from layers.snapshot.snapshot import snapshot_of
from layers.story import Feature, load_story
from layers.story.features import STAGES
from layers.view import default_view, scene_of
from layers.view.numbers import feature_numbers
from layers.webmap.overlay import Move, frame_state

STORY = load_story(Path(__file__).resolve().parent.parent)
BRIDGE = "road-bridge"
GEOD = Geod(ellps="WGS84")
UTM = Transformer.from_crs(4326, 32652, always_xy=True)


def on(*day: int, sources: str = "") -> Known:
    """What is known on a day, from some sources, which stand with blanks between them, or all."""
    return known(STORY, date(*day), frozenset(sources.split()) or None)


def drawn(world: Known) -> set[str]:
    """What is drawn of the bridge's progress, without the beginning that all ids have."""
    shown = (f for f in world.progress.features if f.id not in world.absent)
    return {feature.id.removeprefix(f"{BRIDGE}-") for feature in shown}


def utm(geometry: shapely.Geometry) -> shapely.Geometry:
    """A geometry in metres."""
    return shapely.transform(geometry, lambda c: np.column_stack(UTM.transform(*c.T)))


# What is drawn


def test_before_anybody_reports_progress_nothing_is_drawn() -> None:
    """Not even how far a bank may be off."""
    world = on(2025, 3, 11)
    assert drawn(world) == set()
    assert f"{BRIDGE}-extent" in world.absent
    assert world.progress.of(BRIDGE) == ()


def test_the_works_of_14_october_are_drawn_from_the_day_they_are_reported() -> None:
    """The images are of the 14th, the first report of them is of the 28th."""
    assert drawn(on(2025, 10, 27)) == {"reach-from-russia-300-2025-03-12"}
    world = on(2025, 10, 28)
    assert drawn(world) == {"reach-from-russia-110-2025-10-14", "reach-from-korea-150-2025-10-14"}
    assert f"{BRIDGE}-extent" not in world.absent


def test_reports_of_one_day_that_differ_lie_side_by_side() -> None:
    """About 110 m, and at least 100 m; 15 m apart, of one day and side."""
    world = on(2025, 11, 30)
    assert drawn(world) == {
        "reach-from-russia-110-2025-10-14",
        "reach-from-russia-100-2025-10-14",
        "reach-from-korea-150-2025-10-14",
        "structure-korea-152",
    }
    one, other = (
        utm(STORY.features[f"{BRIDGE}-reach-from-russia-{m}-2025-10-14"].geometry)
        for m in (100, 110)
    )
    assert one.distance(other) == pytest.approx(15, abs=0.5)


def test_in_spring_2026_it_is_joined_and_in_september_open() -> None:
    """A stage takes the place of what was reported before, and says nothing of a length."""
    assert drawn(on(2026, 3, 31)) == drawn(on(2026, 5, 1)) == {"joined"}
    assert drawn(on(2026, 8, 31)) == {"completed"}
    assert drawn(on(2026, 9, 7)) == drawn(known(STORY)) == {"open"}
    assert all(STORY.features[f"{BRIDGE}-{stage}"].length_m is None for stage in STAGES)


def test_what_is_drawn_follows_the_sources_that_are_considered() -> None:
    """The last that is known of them, however old it is, where one of them says where it is."""
    where = "fcs-news-2025-04-17 "
    works = on(2026, 9, 8, sources=where + "sbs-2025-10-28")
    assert drawn(works) == {"reach-from-russia-110-2025-10-14", "reach-from-korea-150-2025-10-14"}
    assert drawn(on(2026, 9, 8, sources=where + "sbs-2025-10-28 38-north-2026-03")) == {"joined"}
    assert drawn(on(2026, 9, 8, sources=where + "sbs-2025-10-28 ap-2026-09-07")) == {"open"}
    # Nobody of them says how wide the river is: how far the bank may be off is not drawn.
    assert f"{BRIDGE}-extent" in works.absent
    nowhere = on(2026, 9, 8, sources="sbs-2025-10-28")
    assert drawn(nowhere) == set()
    assert [r.value for r in nowhere.progress.of(BRIDGE)][:2] == ["about 110 m", "about 150 m"]


DAYS = sorted(set(STORY.known_from.values()))


def test_on_no_day_is_a_value_drawn_or_told_that_nobody_has_reported() -> None:
    """Nor one that a later report has overtaken; on each day on which something is published."""
    for day in DAYS:
        world = known(STORY, day)
        values = {
            (c.group, float(c.value)) for c in world.standing if isinstance(c.value, int | float)
        }
        told = {claim.key for report in world.progress.of(BRIDGE) for claim in report.claims}
        assert told <= {claim.key for claim in world.standing}, day
        for feature in world.progress.features:
            if feature.id in world.absent:
                continue
            claims = [STORY.claims[key] for key in feature.claims if key in told]
            assert claims, (day, feature.id)
            assert feature.length_m is None or all(
                (claim.group, feature.length_m) in values for claim in claims
            ), (day, feature.id)
            sides = [c.when or STORY.sources[c.source].published for c in claims]
            later = [
                c
                for c in world.standing
                if c.group == claims[0].group
                and STORY.attributes[c.attribute].progress
                and (c.when or STORY.sources[c.source].published) > max(sides)
            ]
            assert not later, (day, feature.id)


# Where it is drawn


def reaches() -> list[Feature]:
    """All that is reported to be built into the river from a bank."""
    return [f for f in STORY.features.values() if f.id.startswith(f"{BRIDGE}-reach-")]


@pytest.mark.parametrize("feature", reaches(), ids=lambda f: f.id)
def test_a_reach_is_to_scale_from_the_bank_inwards(feature: Feature) -> None:
    """It begins at the estimated bank of its side, and says that this may be further out."""
    water = utm(STORY.features["tumen-water-estimated"].geometry)
    line = utm(feature.geometry)
    bank, tip = (shapely.Point(xy) for xy in line.coords)
    assert GEOD.geometry_length(feature.geometry) == pytest.approx(feature.length_m or 0, abs=1)
    assert bank.distance(water.boundary) < 1
    assert water.buffer(0.5).contains(line)
    near = "russia" if "from-russia" in feature.id else "north-korea"
    lands = {n: utm(STORY.features[f"land-{n}"].geometry) for n in ("russia", "north-korea")}
    assert min(lands, key=lambda name: lands[name].distance(bank)) == near
    assert feature.accuracy_m == 350
    assert "it may be 350 m further out" in feature.method
    for key in feature.claims:
        assert STORY.claims[key].value == feature.length_m
    assert tip.distance(bank) > 0


def test_how_far_a_bank_may_be_off_goes_to_the_widest_river_reported() -> None:
    """500 m from the middle on either side, after the claim that says about 1 km."""
    extent = STORY.features[f"{BRIDGE}-extent"]
    middle = utm(STORY.features[f"{BRIDGE}-axis"].geometry).centroid
    ends = [utm(part).coords for part in extent.geometry.geoms]
    assert [shapely.Point(far).distance(middle) for _, far in ends] == pytest.approx(
        [500, 500], abs=1
    )
    assert extent.role == EXTENT
    assert {STORY.claims[key].attribute for key in extent.claims} == {"water-width"}


def test_the_rail_bridge_s_ends_show_by_how_much_they_may_be_off() -> None:
    """175 m beyond either end of its axis, on all days."""
    axis, extent = STORY.features["rail-bridge-axis"], STORY.features["rail-bridge-extent"]
    for part in extent.geometry.geoms:
        assert GEOD.geometry_length(part) == pytest.approx(axis.accuracy_m, abs=0.5)
        assert utm(part).distance(utm(axis.geometry)) < 0.5
    assert extent.id not in on(2025, 3, 11).absent


def test_a_length_longer_than_the_water_says_so() -> None:
    """By how much, and how wide the estimated water is."""
    line = STORY.features[f"{BRIDGE}-length-850"]
    assert line.note == "535 m longer than the estimated water is wide, 315 m"


def test_from_afar_only_the_least_and_the_greatest_length_is_drawn() -> None:
    """What is computed here is no report."""
    view = default_view(STORY)
    lengths = {f.id for f in STORY.features.values() if f.role == "reported length"}
    left = lengths - scene_of(STORY, view).seen.crowded
    assert {name.removeprefix(f"{BRIDGE}-length-") for name in left} == {"800", "1000"}


# What is said


def test_the_card_says_progress_with_its_day_and_by_whose_account() -> None:
    """Numbers of piers, too, which have no position and are not drawn."""
    text = str(card(on(2025, 11, 30), BRIDGE))
    progress = text[text.index("cm-progress") : text.index("</section>")]
    for words in (
        "Built into the river from the Russian bank: about 110 m</b>",
        "Built into the river from the North Korean bank: about 150 m</b>",
        "14 October 2025, CSIS Beyond Parallel (in SBS, Newsweek)",
        "Built into the river, no side named: about 110 m</b>",
        "14 October 2025, URA.RU",
        "Piers in the river, North Korean side: 2 piers</b>",
        "Finished length of structure: 152 m</b>",
    ):
        assert words in progress
    assert "Joined" not in progress
    spring = str(card(on(2026, 5, 1), BRIDGE))
    assert 'Joined in the middle</b> <span class="cm-soft">published March 2026, 38 North' in spring
    assert "about 110 m</b>" not in spring


def test_a_tooltip_names_those_alone_whose_claims_are_known() -> None:
    """On 28 October CSIS has reported 110 m, and NSN has not yet."""
    name = f"{BRIDGE}-reach-from-russia-110-2025-10-14"
    number = feature_numbers(STORY)[name]
    scene = scene_of(STORY, view_at(STORY, "?as-of=2025-10-28"))
    tip, label = frame_state(scene, "light", Move())["told"][number]
    assert "after CSIS Beyond Parallel; as reported, 14 October 2025; " in tip
    assert "NSN" not in tip
    assert "about 110 m, CSIS Beyond Parallel, 14 October 2025" in label
    assert frame_state(scene_of(STORY, default_view(STORY)), "light", Move())["told"] == {}


def texts_of_picture(query: str) -> tuple[list[str], str]:
    """The labels of a picture of a view, and its legend in one line."""
    snapshot = snapshot_of(STORY, view_at(STORY, query))
    with matplotlib.rc_context(SETTINGS):
        sheet = compose(snapshot, (1600, 1200), 150, "png")
    told = entries(snapshot, drawn_in(snapshot, sheet.frame, 0.1), sheet.labels)
    labels = [row.text for placed in sheet.labels for row in placed.rows]
    return labels, " ".join(entry.text for entry in told).replace("\u00a0", " ")


def test_a_picture_has_the_progress_of_its_day() -> None:
    """Labels say value, account and day; the legend also what has no position."""
    labels, legend = texts_of_picture("?as-of=2025-10-28")
    assert "about 110 m, CSIS Beyond Parallel, 14 October 2025" in labels
    assert "about 150 m, CSIS Beyond Parallel, 14 October 2025" in labels
    assert "Russian bank, 14 October 2025, about 110 m" in legend
    for words in ("14 October 2025, not drawn: piers on land", "Russian side 3 piers"):
        assert words in legend
    labels, legend = texts_of_picture("?as-of=2026-05-01")
    assert "Joined in the middle, 38 North, published March 2026" in labels
    assert "Joined in the middle: 38 North, published March 2026" in legend
    labels, legend = texts_of_picture("")
    assert "Open, as reported, published 7 September 2026 to 8 September 2026" in labels
    assert "not drawn" not in legend


def test_stages_and_reaches_are_all_of_progress() -> None:
    """No other feature of the story is."""
    roles = {f.role for f in STORY.features.values() if shows_progress(STORY, f)}
    assert roles == {"reported reach", *STAGES}
