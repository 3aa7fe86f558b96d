"""What labels say, and the numbers of the sources behind what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from layers.snapshot.picture.box import Box, around
from layers.snapshot.picture.canvas import Canvas
from layers.snapshot.picture.drawing import STRONG, Drawn
from layers.snapshot.picture.fonts import Face, drawable, width
from layers.snapshot.picture.frame import Frame
from layers.snapshot.picture.placing import Room, Spot, along, beside, leader, within
from layers.snapshot.picture.styles import ASSERTERS, DOT, INK, PAPER, ROAD, SELECT, SOFT, Style
from layers.snapshot.view import Snapshot
from layers.story.wording import value_text
from layers.webmap.drawing import INSIDE, RANK, REPORTED, UNLABELLED
from layers.webmap.features import asserter_signs

MOST = 60  # more have no room on any sheet
REPORTED_ZOOM = 13.5  # from here on what is drawn after one claim has its label
GAPS = (6.5, 15, 26, 42)
NUMBER = 0.68  # the size of a source's number, as a part of the name's
ASCENT, DESCENT = 0.86, 0.24  # of a line, as parts of its size


@dataclass(frozen=True)
class Row:
    """One line of a label, and the numbers of sources that stand raised at its end."""

    text: str
    size: float
    colour: str
    face: Face = "sans"
    bold: bool = False
    numbers: str = ""

    @property
    def width(self) -> float:
        """In units."""
        raised = width(self.numbers, "sans", self.size * NUMBER) + 1 if self.numbers else 0
        bolder = 0.012 * len(self.text) * self.size * self.bold
        return width(self.text, self.face, self.size) + raised + bolder

    @property
    def height(self) -> float:
        """In units."""
        return self.size * (ASCENT + DESCENT)


@dataclass(frozen=True)
class Placed:
    """A label or a mark where it stands."""

    of: str
    rows: tuple[Row, ...]
    spot: Spot
    sign: int | None = None
    mark: bool = False
    faint: bool = False

    @property
    def box(self) -> Box:
        """The room it takes."""
        return self.spot.box


def place_labels(
    snapshot: Snapshot, frame: Frame, drawn: tuple[Drawn, ...], taken: list[Box]
) -> tuple[Placed, ...]:
    """Marks of conflicts, then labels by rank, where each has room; `taken` has none."""
    room = Room(frame.box, list(taken))
    for each in drawn:
        if each.point and not each.shape.is_empty:
            xy = (each.shape.centroid.x, each.shape.centroid.y)
            room.dots.setdefault(each.feature.id, []).append(around(xy, each.style.radius + 1.5))
        elif each.feature.role in STRONG:
            room.strong.append(each.shape)
        elif each.shape.geom_type.endswith("LineString"):
            room.weak.append(each.shape)
    marks = list(_marks(snapshot, frame, drawn, room))
    return (*marks, *_labels(snapshot, frame, drawn, room))


def _marks(
    snapshot: Snapshot, frame: Frame, drawn: tuple[Drawn, ...], room: Room
) -> Iterator[Placed]:
    left = snapshot.seen
    shown = {finding.key for finding in left.conflicts}
    found = [
        (len([f for f in left.known.conflicts_by_place.get(d.feature.id, ()) if f.key in shown]), d)
        for d in drawn
        if d.main and d.layer.switch and not d.faint and not d.shape.is_empty
    ]
    for count, each in sorted(found, key=lambda pair: -pair[0]):
        if not count:
            continue
        row = Row(f"≠ {count}", 8, INK, bold=True)
        size = row.width + 8, row.height + 2
        west, _, east, north = each.shape.bounds
        top = ((west + east) / 2, north)
        if not frame.box.holds(top):
            top = each.shape.representative_point().coords[0]
        spots = sorted(beside(top, size, (4, 12)), key=lambda s: (-s.box.top, s.cost))
        spots = [Spot(s.box, n) for n, s in enumerate(spots)]
        if spot := room.place(spots, each.feature.id):
            yield Placed(each.feature.id, (row,), spot, mark=True)


def _labels(
    snapshot: Snapshot, frame: Frame, drawn: tuple[Drawn, ...], room: Room
) -> Iterator[Placed]:
    signs = asserter_signs(snapshot.story)
    wanted = [(_rank(snapshot, each), each) for each in drawn if _labelled(each, frame)]
    for _, each in sorted(wanted, key=lambda pair: -pair[0])[:MOST]:
        rows = _rows(snapshot, each)
        underline = 3.2 if each.sign else 0
        size = max(r.width for r in rows) + 2, sum(r.height for r in rows) + underline
        spot = room.place(list(_spots(each, size, frame)), each.feature.id)
        if spot is None and len(rows) > 1:  # the name alone may still have room
            rows = rows[:1]
            size = rows[0].width + 2, rows[0].height + underline
            spot = room.place(list(_spots(each, size, frame)), each.feature.id)
        if spot:
            sign = signs.get(each.asserter or "") if each.sign else None
            yield Placed(each.feature.id, rows, spot, sign)


def _labelled(each: Drawn, frame: Frame) -> bool:
    if each.faint or each.shape.is_empty or each.layer.style == "context":
        return False
    if each.point and not frame.box.holds((each.shape.centroid.x, each.shape.centroid.y)):
        return False
    if each.main:
        return each.feature.kind not in UNLABELLED
    return each.sign and (each.picked or frame.zoom >= REPORTED_ZOOM)


def _rank(snapshot: Snapshot, each: Drawn) -> float:
    if not each.main:
        return REPORTED + 100 * each.picked
    main = each.feature.id == snapshot.story.info.main_place
    return RANK.get(each.feature.kind, 50) + main + 100 * each.selected


def _rows(snapshot: Snapshot, each: Drawn) -> tuple[Row, ...]:
    """The name and its forms in the languages of the place; or a value and who asserts it."""
    feature, story = each.feature, snapshot.story
    if each.asserter and not each.main:
        claims = [story.claims[key] for key in feature.claims]
        text = f"{value_text(story, claims[0])}, {each.asserter}"
        numbers = numbers_text(snapshot.numbers[c.source] for c in claims if c in snapshot.claims)
        return (Row(drawable(text), 7.6, INK, bold=True, numbers=numbers),)
    kind = feature.kind
    water = kind in ("sea", "river", "lake", "river mouth")
    face: Face = "water" if water else "sans"
    name = drawable(feature.name.upper() if kind in ("country", "municipality") else feature.name)
    big = kind == "bridge" or each.selected
    colour = SELECT if water else SOFT if kind in ("country", "municipality") else INK
    numbers = numbers_text(
        snapshot.numbers[c.source] for c in snapshot.claims if story.place_of(c) == feature.of_place
    )
    size = 9.6 if big else 9.4 if water or kind == "country" else 8.2
    rows = [Row(name, size, colour, face, big or kind == "country", numbers)]
    local = [feature.names[lang][0] for lang in feature.local if lang in feature.names]
    if local:
        rows.append(Row(drawable(" · ".join(local)), 6.9, SOFT))
    return tuple(rows)


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers of sources in order, runs of three or more as a range: "1, 4–6"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = []
    for run in runs:
        texts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run]
    return ", ".join(texts[:12]) + (" …" if len(texts) > 12 else "")


def _spots(each: Drawn, size: tuple[float, float], frame: Frame) -> Iterator[Spot]:
    shape = each.shape
    if each.point:
        yield from beside((shape.centroid.x, shape.centroid.y), size, GAPS)
    elif each.feature.kind in INSIDE and shape.geom_type.endswith("Polygon"):
        yield from within(shape, size, frame.box)
    elif shape.geom_type.endswith("LineString"):
        if each.feature.kind in INSIDE:
            yield from along(shape, size, frame.box)
            return
        ends = shape.boundary.geoms if shape.geom_type == "LineString" else ()
        for end in (e for e in ends if frame.box.holds((e.x, e.y))):
            yield from beside((end.x, end.y), size, (2.5, 12, 24, 40))
    else:
        west, south, east, north = shape.bounds
        x, y = (west + east) / 2, (south + north) / 2
        edges = ((east, y), (x, south), (west, y), (x, north))
        for number, edge in enumerate(edges):
            yield from beside(edge, size, (3, 12), number)


def draw_labels(canvas: Canvas, placed: tuple[Placed, ...]) -> None:
    """Draw labels and marks, with lines from those that stand apart to what they name."""
    for each in placed:
        if each.spot.foot:
            _leader(canvas, each)
    for each in placed:
        box = each.box
        if each.mark:
            canvas.box(box.grown(-0.5), Style(PAPER, stroke=ROAD, width=1.1))
        x = {"left": box.left + 1, "right": box.right - 1}.get(each.spot.align, box.middle[0])
        y = box.top - (1 if each.mark else 0)
        for row in each.rows:
            y -= row.size * ASCENT
            _row(canvas, row, x, y, each)
            y -= row.size * DESCENT
        if each.sign:
            colour, dashes = ASSERTERS[(each.sign - 1) % len(ASSERTERS)]
            style = Style(stroke=colour, width=1.7, dashes=dashes)
            ends = [(box.left + 1, box.bottom + 1.8), (box.right - 1, box.bottom + 1.8)]
            canvas.line(ends, Style(stroke=PAPER, width=3.2, alpha=0.9))
            canvas.line(ends, style)


def _row(canvas: Canvas, row: Row, x: float, y: float, each: Placed) -> None:
    raised = width(row.numbers, "sans", row.size * NUMBER) + 1 if row.numbers else 0.0
    left = x - {"left": 0.0, "right": row.width}.get(each.spot.align, row.width / 2)
    bold, halo = row.bold, not each.mark
    canvas.text(
        (left, y), row.text, row.size, face=row.face, colour=row.colour, halo=halo, bold=bold
    )
    if raised:
        canvas.text(
            (left + row.width - raised + 1, y + row.size * 0.34),
            row.numbers,
            row.size * NUMBER,
            colour=ROAD,
            halo=True,
        )


def _leader(canvas: Canvas, each: Placed) -> None:
    ends = [(float(x), float(y)) for x, y in leader(each.spot).coords]
    canvas.line(ends, Style(stroke=PAPER, width=1.8, alpha=0.9))
    canvas.line(ends, Style(stroke=DOT, width=0.6))
