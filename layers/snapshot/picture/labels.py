"""Labels and marks of conflicts: which there are, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from ...story.wording import counted
from ...symbols.asserters import report_signs
from ...symbols.label_ranks import (
    CHOSEN,
    MAIN,
    MOST_LABELS,
    REPORTED_ON_PAPER,
    REPORTED_ZOOM_ON_PAPER,
    UNLABELLED,
    WATER,
    rank_of,
)
from ...symbols.paper import INK
from ..picture_forms import WHOLE, Contents
from ..snapshot import Snapshot
from .label_placement import Room, beside
from .label_spot import Spot
from .label_spots import part_in, spots_of, top_of
from .label_texts import Row, rows_of
from .map_frame import Frame
from .map_layers import STRONG, Drawn
from .rectangles import Box, Point, around

BETWEEN = 1.3  # units between rows: the halo of one must not cut the letters of the one above
HIDDEN = 3.0  # units between two dots of which one hides the other


@dataclass(frozen=True)
class Placed:
    """A label or a mark where it stands: on or beside what it is `of`, or with a line to that."""

    of: str
    rows: tuple[Row, ...]
    spot: Spot
    sign: int | None = None
    mark: bool = False
    faint: bool = False

    @property
    def box(self) -> Box:
        """The upright box round it."""
        return self.spot.box

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The room it takes."""
        return self.spot.boxes


def place_labels(
    snapshot: Snapshot,
    frame: Frame,
    drawn: tuple[Drawn, ...],
    taken: list[Box],
    contents: Contents = WHOLE,
) -> tuple[Placed, ...]:
    """Marks of conflicts, then labels by rank, where each has room; `taken` has none.

    Without words round the map a mark says what it counts; without sources there are no numbers.
    """
    water = [d.shape for d in drawn if d.layer.style == "water"]
    room = Room(frame.box, list(taken), water=shapely.union_all(water))
    for each in drawn:
        if each.point and not each.shape.is_empty:
            xy = (each.shape.centroid.x, each.shape.centroid.y)
            room.dots.setdefault(each.feature.id, []).append(around(xy, each.style.radius + 1.5))
        elif each.layer.style == "land" and each.feature.kind == "country":
            room.grounds.append(each.shape)
        elif each.feature.role in STRONG:
            room.strong.append(each.shape)
        elif each.shape.geom_type.endswith("LineString"):
            room.weak.append(each.shape)
    ranked = sorted(drawn, key=lambda d: -_rank(snapshot, d))
    seen = _not_hidden(ranked)
    marks = list(_marks(snapshot, frame, seen, room, contents.words))
    return (*marks, *_labels(snapshot, frame, seen, room, contents.sources))


def _not_hidden(ranked: list[Drawn]) -> list[Drawn]:
    """Without points so near one of a higher rank that nobody can tell which a label is of."""
    points: list[Point] = []
    left = []
    for each in ranked:
        if each.point and each.main and not each.shape.is_empty:
            x, y = each.shape.centroid.x, each.shape.centroid.y
            if any(abs(x - a) < HIDDEN and abs(y - b) < HIDDEN for a, b in points):
                continue
            points.append((x, y))
        left.append(each)
    return left


def _marks(
    snapshot: Snapshot, frame: Frame, ranked: list[Drawn], room: Room, brief: bool
) -> Iterator[Placed]:
    for each in ranked:
        if not (each.main and each.layer.switch) or each.faint or each.shape.is_empty:
            continue
        count = snapshot.scene.conflicts_by_place.get(each.feature.id)
        if not count:
            continue
        row = Row(f"≠ {count}" if brief else f"≠ {counted(count, 'conflict')}", 8, INK, bold=True)
        size = row.width + 8, row.height + 2
        shape = part_in(each.shape, frame)
        if shape.is_empty:
            continue
        top = top_of(shape)
        spots = sorted(beside(top, size, (4, 14, 28)), key=lambda s: (-s.box.top, s.cost))
        spots = [Spot(s.box, n, foot=s.foot) for n, s in enumerate(spots)]
        if spot := room.place(spots, each.feature.id) or room.place(spots, each.feature.id, True):
            yield Placed(each.feature.id, (row,), spot, mark=True)


def _labels(
    snapshot: Snapshot, frame: Frame, ranked: list[Drawn], room: Room, numbered: bool
) -> Iterator[Placed]:
    """Labels by rank, those of the values of one finding all together or not at all."""
    wanted = [each for each in ranked if _labelled(each, frame)][:MOST_LABELS]
    groups: dict[tuple[str, str], list[Drawn]] = {}
    for each in wanted:
        finding = snapshot.story.claims[each.feature.claims[0]].group if each.sign else ""
        groups.setdefault((finding, "" if finding else each.feature.id), []).append(each)
    for group in groups.values():
        yield from _together(snapshot, frame, group, room, numbered)


def _together(
    snapshot: Snapshot, frame: Frame, group: list[Drawn], room: Room, numbered: bool
) -> tuple[Placed, ...]:
    """Labels of a group; none when one of them has no room, in whichever order they are placed."""
    order = list(group)
    for _ in group:
        before, found = room.state, []
        for each in order:
            if (placed := _label(snapshot, frame, each, room, numbered)) is None:
                order.remove(each)
                order.insert(0, each)  # the next time it chooses first
                break
            found.append(placed)
        else:
            return tuple(found)
        room.back_to(before)
    return ()


def _label(
    snapshot: Snapshot, frame: Frame, each: Drawn, room: Room, numbered: bool
) -> Placed | None:
    rows, name = rows_of(snapshot, each, numbered), each.feature.id
    important = rank_of(snapshot.story, each.feature) >= MAIN or each.selected
    # First a name of water in it. The name alone may still have room; and what the map is about is
    # told even over a line.
    both = rows, rows[:1]
    tries = [(lines, False, True) for lines in both] if each.feature.kind in WATER else []
    tries += [(lines, False, False) for lines in both]
    tries += [(lines, True, False) for lines in both] if important and each.main else []
    for lines, over, within in tries:
        underline = 3.2 if each.sign else 0
        high = sum(r.height for r in lines) + BETWEEN * (len(lines) - 1)
        size = max(r.width for r in lines) + 2, high + underline
        middle = each.shape.centroid
        at = (middle.x, middle.y) if each.point and each.main else None
        spots = [s for s in spots_of(each, size, frame, room.water) if s.within >= within]
        if spot := room.place(spots, name, over, at, each.shape):
            signs = report_signs(snapshot.story)
            return Placed(name, lines, spot, signs.get(each.feature.id) if each.sign else None)
    return None


def _labelled(each: Drawn, frame: Frame) -> bool:
    if each.faint or each.shape.is_empty or each.layer.style == "context":
        return False
    if each.point and not frame.box.holds((each.shape.centroid.x, each.shape.centroid.y)):
        return False
    if each.main:
        return each.feature.kind not in UNLABELLED
    return each.told and (each.picked or frame.zoom >= REPORTED_ZOOM_ON_PAPER)


def _rank(snapshot: Snapshot, each: Drawn) -> float:
    if not each.main:
        return (REPORTED_ON_PAPER if each.told else 0) + CHOSEN * each.picked
    return rank_of(snapshot.story, each.feature) + CHOSEN * each.selected
