"""The ground on the web map: generalised at first, whole round the home, whole where one looks."""

from __future__ import annotations

import json
import re

import pytest
import shapely
from shapely.geometry import shape

from layers.story import Story, load_story
from layers.view.shores import ESTIMATED, shores
from layers.webmap.drawing_script import drawing
from layers.webmap.ground_detail import detail_script, fine_shapes, first_drawn, near_home
from tests.conftest import ROOT

AREAS = ("land-china", "land-north-korea", "land-russia", "tumen-water", "tumen-water-estimated")
BEFORE = 559_099  # characters of the first script before the water had banks


@pytest.fixture(scope="module")
def story() -> Story:
    """The project's story."""
    return load_story(ROOT)


def test_what_is_drawn_at_first_is_less_than_half_as_much_again(story: Story) -> None:
    """As the script for the frame goes: of the whole of it, cards and all."""
    assert len(drawing(story)) < 1.5 * BEFORE
    first = sum(shapely.get_num_coordinates(g) for g in first_drawn(story).values())
    assert first < 0.6 * sum(shapely.get_num_coordinates(g) for g in fine_shapes(story).values())


def test_nothing_is_left_out_round_the_home(story: Story) -> None:
    """Each shape has the same part there as in the data, to a square metre."""
    near = shapely.box(*near_home(story))
    whole = fine_shapes(story)
    for name, drawn in first_drawn(story).items():
        there, kept = whole[name].intersection(near), drawn.intersection(near)
        assert shapely.symmetric_difference(there, kept).area * 1e10 < 1, name


def test_generalised_areas_still_share_their_edges(story: Story) -> None:
    """Neither gap nor overlap between land, water and sea wider than the grid of coordinates."""
    first = first_drawn(story)
    areas = [first[name] for name in AREAS if name in first]
    assert shapely.area(areas).sum() == pytest.approx(shapely.union_all(areas).area, rel=1e-6)
    for name in AREAS:
        assert name not in first or first[name].is_valid


def test_the_detail_is_the_data_to_a_metre(story: Story) -> None:
    """By the number of a feature or the name of a shore, five decimals, nothing else in it."""
    script = detail_script(story)
    assert script.isascii()
    found = re.fullmatch(r"claimmap\.detail\((.*)\);\n", script)
    assert found
    shapes = {of: shape(geometry) for of, geometry in json.loads(found.group(1))}
    whole = fine_shapes(story)
    assert len(shapes) == len(whole)
    assert shapes["coast"].hausdorff_distance(whole["coast"]) < 1e-5


def test_shores_are_where_land_meets_water_and_say_which_is_estimated(story: Story) -> None:
    """No line between two countries, none at the edge of the data, none across the river."""
    lines = shores(story)
    assert set(lines) == {"coast", "estimated-bank"}
    estimated = next(f for f in story.features.values() if f.role == ESTIMATED).geometry
    assert lines["estimated-bank"].difference(estimated.boundary).length < 1e-9
    borders = shapely.union_all(
        [story.features[n].geometry for n in ("border-china-russia", "border-north-korea-russia")]
    )
    assert lines["coast"].intersection(borders).length < 1e-9
    west, south, east, north = shapely.total_bounds(
        [story.features[name].geometry for name in AREAS[:3]]
    )
    frame = shapely.box(west, south, east, north).exterior
    assert lines["coast"].intersection(frame.buffer(1e-8)).length < 1e-6
