"""Labels of a picture: each stands at what it names, whatever the frame, its size and its zoom."""

from __future__ import annotations

from dataclasses import replace

import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layers.snapshot.picture.label_spots import part_in
from layers.snapshot.picture.labels import Placed, place_labels
from layers.snapshot.picture.map_frame import Frame, frame_of
from layers.snapshot.picture.map_layers import Drawn, drawn_in
from layers.snapshot.picture.rectangles import Box
from layers.snapshot.snapshot import snapshot_of
from layers.story import Story, load_story
from layers.view import default_view
from tests.conftest import ROOT

FROM_DOT, FROM_EDGE = 7.0, 4.1  # units that a label without a leader is from what it names at most


def labels_at(
    story: Story, at: tuple[float, float, float] | None, size: tuple[float, float]
) -> tuple[Frame, dict[str, Drawn], tuple[Placed, ...]]:
    """The frame of a map of a size in units at a position, what is drawn in it, and its labels."""
    snapshot = snapshot_of(story, replace(default_view(story), at=at))
    frame = frame_of(snapshot, Box(0, 0, *size))
    drawn = drawn_in(snapshot, frame, 0.2)
    return frame, {d.feature.id: d for d in drawn}, place_labels(snapshot, frame, drawn, [])


STORY = load_story(ROOT)


@settings(derandomize=True, max_examples=20, deadline=None, database=None)
@given(
    st.tuples(st.floats(42.2, 42.7), st.floats(130.2, 130.9), st.floats(7, 17)),
    st.tuples(st.floats(160, 900), st.floats(120, 700)),
)
@example((42.5, 130.5, 10.0), (560, 350))  # "Tumen River" stood 1.7 km from the river
@example((42.6, 130.3, 11.0), (560, 350))
@example((42.41, 130.64, 14.5), (560, 350))
def test_a_label_stands_at_what_it_names(
    at: tuple[float, float, float], size: tuple[float, float]
) -> None:
    """It touches its shape, or a line leads from it to that; so does the mark of a conflict."""
    frame, drawn, labels = labels_at(STORY, at, size)
    for label in labels:
        named = drawn[label.of]
        seen = part_in(named.shape, frame)
        if label.spot.foot:
            assert seen.distance(shapely.Point(label.spot.foot)) < 1, label.of
        else:
            far = FROM_DOT if named.point else FROM_EDGE
            assert seen.distance(label.spot.area) <= far, label.of


def test_a_river_is_named_in_its_water(story: Story) -> None:
    """Turned along it, where it is wide enough; never upside down."""
    frame, drawn, labels = labels_at(story, (42.42, 130.62, 15.0), (560, 400))
    river = next(p for p in labels if p.of == "tumen-river" and not p.mark)
    water = shapely.union_all([d.shape for d in drawn.values() if d.layer.style == "water"])
    area = river.spot.area
    assert water.intersection(area).area > 0.93 * area.area
    assert 10 < abs(river.spot.angle) <= 90
    assert all(box.inside(frame.box) for box in river.boxes)
