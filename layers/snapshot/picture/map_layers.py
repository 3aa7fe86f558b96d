"""The map itself: layers in their order, each over the areas within which it may lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from ...story import Feature, Layer, Story
from ...story.features import STAGES
from ...symbols.asserters import report_signs, teller_of
from ...symbols.label_ranks import CROWDED_ZOOM_ON_PAPER, UNLABELLED
from ...symbols.paper import (
    CASING,
    INK,
    PAPER,
    PICKED,
    RADIUS,
    SHORES,
    Style,
    accuracy_style,
    emphasised,
    style_of,
)
from ...symbols.table import REPORTED
from ...view.numbers import feature_numbers
from ...view.uncertain_areas import areas
from ..snapshot import Snapshot
from .canvas import Canvas
from .map_frame import Frame
from .projection import Shapes, discs, in_frame, outline, shapes
from .rectangles import path_of
from .upload_layers import OwnDrawn, draw_own

# Lines that a label should not cover, and that lie over other lines.
STRONG = CASED = ("axis", "derived axis", "reported length", "reported reach", *STAGES)
SEEN = 8  # units that a place with its parts takes at least, or one sign stands for all of it


@dataclass(frozen=True)
class Drawn:
    """A feature as it is on the sheet: its shape in units, cut at the frame, and its style.

    The style is that of what is looked at, as the legend has it: `shown` is what is drawn.
    """

    layer: Layer
    feature: Feature
    shape: BaseGeometry
    style: Style
    disc: BaseGeometry | None
    asserter: str | None
    faint: bool
    selected: bool
    picked: bool
    small: bool = False  # it is a line or an area, and its sign is larger than it is

    @property
    def shown(self) -> Style:
        """The style that it is drawn in."""
        return self.style.faint if self.faint else self.style

    @property
    def main(self) -> bool:
        """True of its place's main feature."""
        return self.feature.id == self.feature.of_place

    @property
    def sign(self) -> bool:
        """True when it has the style of who asserts what it is drawn after."""
        return bool(self.asserter) and self.feature.role in REPORTED

    @property
    def told(self) -> bool:
        """True when its label is a report and not a name."""
        return bool(self.asserter) and self.feature.role in (*REPORTED, *STAGES)

    @property
    def point(self) -> bool:
        """True of a point."""
        return self.shape.geom_type in ("Point", "MultiPoint")


def drawn_in(snapshot: Snapshot, frame: Frame, detail: float) -> tuple[Drawn, ...]:
    """Everything that is drawn in a frame, in drawing order: areas, lines, points in each layer."""
    return tuple(_drawn(snapshot, frame, detail))


def _drawn(snapshot: Snapshot, frame: Frame, detail: float) -> Iterator[Drawn]:
    story, left = snapshot.story, snapshot.seen
    found, around = shapes(story, frame.epsg), discs(story, frame.epsg)
    signs, numbers, partly = report_signs(story), feature_numbers(story), areas(left)
    picked, small = frozenset(f.id for f in snapshot.scene.picked), _small(story, found, frame)
    for layer in snapshot.layers:
        for feature in _seen(snapshot, layer, frame.zoom, picked):
            shape = found[feature.id]
            if (points := partly.get(numbers[feature.id])) is not None:
                shape = outline(points, frame.epsg)
            tiny = layer.switch and feature.of_place in small
            if tiny:
                if feature.id != feature.of_place or feature.kind in UNLABELLED:
                    continue
                shape = shape.centroid
            cut = in_frame(shape, frame, detail)
            disc = around.get(feature.id)
            disc = in_frame(disc, frame, detail) if disc is not None else None
            if cut is None and disc is None:
                continue
            asserter = teller_of(story, feature) if feature.id != feature.of_place else None
            faint = feature.of_place in left.faint
            chosen = feature.of_place == snapshot.view.place, feature.id in picked
            style = style_of(layer, feature, signs.get(feature.id))
            style = emphasised(style, feature, *chosen)
            tiny = tiny and feature.role != "point"
            yield Drawn(
                layer,
                feature,
                cut if cut is not None else shapely.Point(),
                _for_all_of_it(style) if tiny else style,
                disc,
                asserter,
                faint,
                *chosen,
                tiny,
            )


def _seen(
    snapshot: Snapshot, layer: Layer, zoom: float, picked: frozenset[str]
) -> Iterator[Feature]:
    """A layer's features that are drawn at a zoom, after claims that are known: areas first."""
    left = snapshot.seen
    hidden = left.absent
    if zoom < CROWDED_ZOOM_ON_PAPER:
        hidden |= left.crowded - picked
    for feature in sorted(layer.features, key=lambda f: -shapely.get_dimensions(f.geometry)):
        if feature.id not in hidden and feature.role != "area label":
            yield feature.after(left.known.keys)


def _for_all_of_it(style: Style) -> Style:
    """The style of the sign that stands for a place too small to be told from its parts."""
    return replace(style, fill=style.fill or PAPER, dashes=(), radius=RADIUS + 0.8)


def _small(story: Story, found: Shapes, frame: Frame) -> frozenset[str]:
    """Ids of places that are too small at a frame's scale to be told from their parts."""
    extents = {}
    for place in story.places.values():
        west, south, east, north = shapely.total_bounds(
            [found[f.id] for f in (place.main, *place.parts)]
        )
        extents[place.id] = max(east - west, north - south) / frame.metres
    return frozenset(name for name, units in extents.items() if units < SEEN)


def in_sight(frame: Frame, drawn: tuple[Drawn, ...]) -> tuple[Drawn, ...]:
    """The part that can be seen, without what is kept because it lies just outside the frame."""
    box = shapely.box(*frame.box.bounds)
    return tuple(
        replace(
            each,
            shape=each.shape if each.shape.intersects(box) else shapely.Point(),
            disc=each.disc if each.disc is not None and each.disc.intersects(box) else None,
        )
        for each in drawn
    )


def draw_map(
    canvas: Canvas,
    frame: Frame,
    drawn: tuple[Drawn, ...],
    shore: Shapes,
    own: tuple[OwnDrawn, ...] = (),
) -> None:
    """Draw what is in the frame, the story below own layers, and the frame.

    `shore` has the lines between land and water by their kind, in the sheet's units.
    """
    ground = next((d.layer.id for d in reversed(drawn) if not d.layer.switch), None)
    for layer in dict.fromkeys(d.layer.id for d in drawn):
        here = [d for d in drawn if d.layer.id == layer]
        for each in here:
            if each.disc is not None and (path := path_of(each.disc)):
                style = accuracy_style(each.layer)
                canvas.path(path, style.faint if each.faint else style, frame.box)
        _draw_layer(canvas, frame, here)
        if layer == ground:
            for kind, line in shore.items():
                if path := path_of(line):
                    canvas.path(path, SHORES[kind], frame.box)
    for each in drawn:
        if each.small and each.selected:  # over the signs of places that lie beside it
            _draw(canvas, frame, each)
    for layer_of_own in own:
        draw_own(canvas, frame, layer_of_own)
    canvas.box(frame.box, Style(stroke=INK, width=0.6))


def _draw_layer(canvas: Canvas, frame: Frame, here: list[Drawn]) -> None:
    """Areas; under all lines the bands and casings that they have; lines and points."""
    lines = [d for d in here if not d.faint and d.shape.geom_type.endswith("LineString")]
    for each in here:
        if each.shape.geom_type.endswith("Polygon"):
            _draw(canvas, frame, each)
    for each in lines:
        if each.picked and (path := path_of(each.shape)):
            canvas.path(path, replace(PICKED, width=each.style.width + 7), frame.box)
    for each in lines:
        if each.feature.role in CASED and (path := path_of(each.shape)):
            canvas.path(path, replace(CASING, width=each.style.width + 1.2), frame.box)
    for each in here:
        if not each.shape.geom_type.endswith("Polygon"):
            _draw(canvas, frame, each)


def _draw(canvas: Canvas, frame: Frame, each: Drawn) -> None:
    if each.point:
        for point in shapely.get_parts(each.shape):
            if not point.is_empty:
                canvas.dot((point.x, point.y), each.shown, frame.box)
        return
    if path := path_of(each.shape):
        canvas.path(path, each.shown, frame.box)
