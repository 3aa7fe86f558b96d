"""The sheet: where everything of a picture stands, for any size it is asked in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ...story.wording import counted
from ...symbols.paper import RULE, Style
from ..picture_forms import WHOLE, Contents
from ..provenance import software
from ..snapshot import Snapshot, SnapshotError
from .canvas import Canvas, unit_of
from .captions import ATTRIBUTION, PARAGRAPH, TITLE, attribution, draw_heading, heading
from .empty_map import beyond_data, coarse_ground, draw_blank, draw_nothing, nothing_here
from .frame_ticks import draw_ticks, frame_ticks
from .label_drawing import draw_labels
from .labels import Placed, place_labels
from .legend import entries
from .legend_columns import (
    GAP,
    columns_for,
    draw_unexplained,
    height_for,
    heights,
)
from .legend_side import draw_side, free_edge, under
from .legend_sign import LEADING, TEXT, Entry
from .map_frame import Frame, frame_of
from .map_layers import Drawn, draw_map, drawn_in, in_sight
from .map_only import draw_credit
from .marginalia import (
    ScaleBar,
    draw_inset,
    draw_north,
    draw_scale_bar,
    north_box,
    outlines,
    position_text,
    scale_bar,
)
from .projection import in_frame, shore_lines
from .rectangles import Box
from .source_list import source_count, source_list
from .upload_layers import OwnDrawn, own_drawn_in

PIXELS, DPI = (200, 5000), (36, 600)  # what is allowed
SIDE = 158  # units that a column of legend and inset takes
WIDER = (185, 215, 245)  # that it may take where it is then the only one
NARROW = 640  # units of width from which on the sources go under the legend, too
APART = 10  # units between the map and what is beside or under it
MOST_HEAD = 0.36  # of the height, that the words over the map have at most
LEAST_MAP = 0.37  # of the height, that the map has at least
UNDER, MOST_UNDER = 0.34, 0.5  # of the height of both, that a legend under the map has
MOST_INSET = 130  # units of height that a legend under the map has though it needs less
MOST_SIDE = 0.6  # of the width, that a legend in columns beside the map has at most


@dataclass(frozen=True)
class Sheet:
    """A picture that is drawn, and where on it things are."""

    canvas: Canvas
    frame: Frame
    labels: tuple[Placed, ...]
    bar: ScaleBar
    unexplained: tuple[Entry, ...]  # what the legend had no room for
    inset: Box | None = None
    lacks: tuple[str, ...] = ()  # what there was no room for, in words
    outside: tuple[str, ...] = ()  # the names of own layers that are not in the frame


def checked(size: tuple[float, float], dpi: float) -> None:
    """Raises SnapshotError when a picture cannot have this size in pixels or these dpi."""
    least, most = PIXELS
    if not all(math.isfinite(n) and least <= n <= most for n in size):
        given = " × ".join(f"{n:,.0f}" if math.isfinite(n) else str(n) for n in size)
        raise SnapshotError(
            f"a picture is {least} to {most} pixels wide and high, not {given}; "
            "A3 at 300 dpi is 4961 × 3508"
        )
    if not (math.isfinite(dpi) and DPI[0] <= dpi <= DPI[1]):
        raise SnapshotError(f"a picture has {DPI[0]} to {DPI[1]} dpi, not {dpi:g}")


def letters(size: tuple[float, float], dpi: float) -> tuple[float, float, float]:
    """The sizes in points of attribution and sources, of the legend, and of a large title."""
    unit = unit_of(size, dpi)
    return ATTRIBUTION * unit, TEXT * unit, TITLE * unit


def compose(
    snapshot: Snapshot,
    size: tuple[float, float],
    dpi: float,
    form: str,
    contents: Contents = WHOLE,
) -> Sheet:
    """Draw a snapshot on a sheet; `form` as in Canvas."""
    canvas = Canvas(size, dpi, form)
    plan = _plan(canvas, snapshot, contents)
    frame = frame_of(snapshot, plan.map)
    detail = canvas.pixel / 3
    drawn = drawn_in(snapshot, frame, detail)
    own = own_drawn_in(snapshot, frame, detail)
    bar, beyond = scale_bar(frame), beyond_data(snapshot, frame, drawn)
    taken = [bar.box, north_box(frame)]
    ticks = frame_ticks(frame, taken) if contents.ticks else ()
    taken += [tick.box for tick in ticks]
    placed = place_labels(snapshot, frame, drawn, taken, contents)
    draw_blank(canvas, frame.box, beyond)
    _draw_ground(canvas, snapshot, frame, drawn, own)
    draw_ticks(canvas, ticks)
    draw_labels(canvas, placed)
    if nothing_here(snapshot, frame, drawn):
        draw_nothing(canvas, frame)
    draw_scale_bar(canvas, bar)
    draw_north(canvas, frame)
    if not contents.words:
        return Sheet(canvas, frame, placed, bar, ())
    seen = in_sight(frame, drawn)
    found = entries(snapshot, seen, placed, own, beyond, coarse_ground(frame, seen))
    sheet = _explained(Sheet(canvas, frame, placed, bar, ()), snapshot, plan, found)
    if sheet.inset is None and not plan.note and outlines(snapshot):
        others = [*taken, *(b for p in placed for b in p.boxes)]
        corner = free_edge(frame, others, seen)
        if corner:
            draw_inset(canvas, snapshot, frame, corner)
            return replace(sheet, inset=corner)
    return sheet


def _draw_ground(
    canvas: Canvas,
    snapshot: Snapshot,
    frame: Frame,
    drawn: tuple[Drawn, ...],
    own: tuple[OwnDrawn, ...],
) -> None:
    lines = shore_lines(snapshot.story, frame.epsg).items()
    cut = {name: in_frame(line, frame, canvas.pixel / 3) for name, line in lines}
    draw_map(canvas, frame, drawn, {name: line for name, line in cut.items() if line}, own)


def _explained(sheet: Sheet, snapshot: Snapshot, plan: Plan, found: tuple[Entry, ...]) -> Sheet:
    """A sheet with its legend and inset."""
    outside = tuple(one.own.name for one in found if one.own and one.own.outside)
    canvas, inset = sheet.canvas, None
    if plan.note and found:
        draw_unexplained(canvas, len(found), plan.note)
    elif plan.side:
        found, inset = draw_side(canvas, snapshot, sheet.frame, plan.side, plan.beside, found)
    else:
        found = ()
    signs = f"{counted(len(found), 'sign')} of the map not explained" if found else ""
    lacks = (*plan.lacks, signs) if signs else plan.lacks
    return replace(sheet, unexplained=found, inset=inset, lacks=lacks, outside=outside)


@dataclass(frozen=True)
class Plan:
    """The places of the map and its legend: in so many columns `beside` it, or under it.

    Where there is room for neither there is a `note` on it. `lacks` is what of the words over the
    map and of the sources has no room, in words.
    """

    map: Box
    side: Box | None = None
    beside: int = 0
    note: Box | None = None
    lacks: tuple[str, ...] = ()


def _plan(canvas: Canvas, snapshot: Snapshot, contents: Contents) -> Plan:
    """Draw the words from the top and the bottom; the map and its legend have what is left."""
    if not contents.words:
        return Plan(draw_credit(canvas, snapshot))
    margin = 18.0 if min(canvas.width, canvas.height) > 300 else 6.0
    page = Box(0, 0, canvas.width, canvas.height).grown(-margin)
    head = heading(snapshot, page.width, page.height * MOST_HEAD)
    draw_heading(canvas, head, page)
    page = replace(page, top=page.top - sum(lines.height + PARAGRAPH for lines in head) - 3)
    cut = [lines.lacks for lines in head]
    rough = frame_of(snapshot, page)
    drawn = in_sight(rough, drawn_in(snapshot, rough, 1))
    page = replace(page, bottom=_credit(canvas, snapshot, page, rough, drawn))
    most = page.height - canvas.height * LEAST_MAP if contents.sources else None
    beside = page.width > 430 and page.width > page.height * 1.15
    side = replace(page, left=page.right - SIDE)
    if beside and canvas.width < NARROW:  # the legend takes the room beside the sources, too
        inside, of = _sources(canvas, snapshot, replace(page, right=side.left - APART), most)
        return Plan(inside, side, 1, lacks=tuple(filter(None, (*cut, of))))
    inside, of = _sources(canvas, snapshot, page, most)
    lacks = tuple(filter(None, (*cut, of)))
    # Labels, not yet placed, bring two entries more.
    far = beyond_data(snapshot, rough, drawn), coarse_ground(rough, drawn)
    found = entries(snapshot, drawn, (), own_drawn_in(snapshot, rough, 1), *far)
    found = (*found, *(found[-1:] * 2))
    if beside:
        return _beside(inside, found, lacks)
    if inside.height < (150 if inside.width >= 300 else 300):
        note = replace(inside, top=inside.bottom + LEADING)
        return Plan(replace(inside, bottom=note.top + 1), note=note, lacks=lacks)
    _, band, columns = under(inside)
    high = height_for(found, band.width, columns, inside.height * MOST_UNDER)
    high = max(high, min(inside.height * UNDER, MOST_INSET))
    side = replace(inside, top=inside.bottom + high)
    return Plan(replace(inside, bottom=side.top + APART), side, lacks=lacks)


def _beside(inside: Box, found: tuple[Entry, ...], lacks: tuple[str, ...]) -> Plan:
    """A map with its legend beside it: in one column, wider where that will do, or in several."""
    widths = (SIDE, *(w for w in WIDER if w <= inside.width * MOST_SIDE))
    wide = next((w for w in widths if heights(found, w) <= inside.height), SIDE)
    columns = columns_for(found, wide, inside.height, inside.width * MOST_SIDE)
    side = replace(inside, left=inside.right - columns * (wide + GAP) + GAP)
    return Plan(replace(inside, right=side.left - APART), side, columns, lacks=lacks)


def _credit(
    canvas: Canvas, snapshot: Snapshot, page: Box, rough: Frame, drawn: tuple[Drawn, ...]
) -> float:
    """Draw the attribution at the bottom of a page; the height at which it ends."""
    facts = (
        f"UTM zone {rough.zone}, WGS 84, about {position_text(rough)} · "
        f"data {snapshot.story.digest[:8]} · {software()}"
    )
    credit = attribution(snapshot, drawn, facts, page.width, page.height * 0.35)
    credit.draw(canvas, page.left, page.bottom + credit.height)
    top = page.bottom + credit.height + 4
    canvas.line([(page.left, top), (page.right, top)], Style(stroke=RULE, width=0.7))
    return top + 5


def _sources(canvas: Canvas, snapshot: Snapshot, page: Box, most: float | None) -> tuple[Box, str]:
    """Draw the sources at the bottom of a page, at most so high; None: only how many they are.

    What is left above them, and what of them had no room.
    """
    if most is None:
        listed = source_count(snapshot, page.width)
    else:
        listed = source_list(snapshot, page.width, most)
    listed.draw(canvas, page.left, page.bottom + listed.height)
    bottom = page.bottom + listed.height + (6 if listed.height else 0)
    return replace(page, bottom=bottom), listed.lacks
