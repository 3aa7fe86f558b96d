"""The words round a map: title, date, numbered sources, attribution."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from layers.snapshot.picture.box import Box
from layers.snapshot.picture.canvas import Canvas
from layers.snapshot.picture.fonts import Face, ended, width, wrapped
from layers.snapshot.picture.styles import INK, ROAD, SOFT
from layers.snapshot.view import Snapshot, SnapshotError
from layers.story import Source
from layers.story.wording import citation, counted

SOURCE, ATTRIBUTION = 6.3, 6.3  # sizes in units
LEADING = 1.24
SMALLEST = 3.0
ADDRESS = 46  # characters of an address that are printed


@dataclass(frozen=True)
class Lines:
    """Lines of one kind of text."""

    lines: tuple[str, ...]
    size: float
    face: Face = "sans"
    colour: str = INK
    bold: bool = False

    @property
    def height(self) -> float:
        """In units."""
        return len(self.lines) * self.size * LEADING

    def draw(self, canvas: Canvas, left: float, top: float) -> float:
        """Draw them from a top left corner; the height below them."""
        for number, line in enumerate(self.lines):
            y = top - self.size * (LEADING * number + 0.92)
            canvas.text(
                (left, y), line, self.size, face=self.face, colour=self.colour, bold=self.bold
            )
        return top - self.height


def heading(snapshot: Snapshot, wide: float, most: float) -> tuple[Lines, ...]:
    """Title, subtitle and dateline in a width, no higher than `most` if that can be.

    Smaller, then without the subtitle, where there is less room.
    """
    found: tuple[Lines, ...] = ()
    for scale in (1.0, 0.8, 0.62, 0.45):
        for with_subtitle in (True, False):
            found = _heading(snapshot, wide, scale, with_subtitle)
            if sum(lines.height + PARAGRAPH for lines in found) <= most:
                return found
    return found


def _heading(
    snapshot: Snapshot, wide: float, scale: float, with_subtitle: bool
) -> tuple[Lines, ...]:
    large = wide > 400
    size = (21.0 if large else 13.0) * scale
    title = wrapped(snapshot.title, "title", size, wide, 2)
    if len(title) > 1:  # a long one is set smaller
        size *= 0.78
        title = wrapped(snapshot.title, "title", size, wide, 2)
    most = (3 if large else 2 if wide > 260 else 1) * with_subtitle
    body = (8.8 if large else 7.2) * scale
    under = wrapped(snapshot.subtitle, "sans", body, min(wide, 620), most) if most else []
    count = counted(len(snapshot.claims), "claim"), counted(len(snapshot.sources), "source")
    facts = f"{snapshot.dateline}  ·  {count[0]} from {count[1]}"
    small = (7.8 if large else 6.4) * scale
    if width(facts, "sans", small) > wide:
        facts = snapshot.dateline
    return (
        Lines(tuple(title), size, "title"),
        Lines(tuple(under), body, colour=SOFT),
        Lines(tuple(wrapped(facts, "sans", small, wide, 2)), small, bold=True),
    )


def attribution(snapshot: Snapshot, facts: str, wide: float, most: float) -> Lines:
    """The whole attribution, and facts on the map, in a width; smaller where it must be.

    Raises SnapshotError when there is no room for it: a picture without it cannot be had.
    """
    text = " · ".join(snapshot.attributions)
    for told in (f"Map data: {text} · {facts}", f"Map data: {text}"):
        size = ATTRIBUTION
        while size >= SMALLEST:
            lines = Lines(tuple(wrapped(told, "sans", size, wide)), size, colour=SOFT)
            if lines.height <= most:
                return lines
            size *= 0.9
    raise SnapshotError(
        "the attribution of what is drawn has no room in so small a picture; "
        "make it larger or leave out layers"
    )


@dataclass(frozen=True)
class SourceList:
    """Numbered sources in columns, and a note on those that are not printed."""

    columns: tuple[tuple[tuple[int, tuple[str, ...]], ...], ...]
    room: float
    note: str
    height: float

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw it from a top left corner."""
        for number, column in enumerate(self.columns):
            x, y = left + number * (self.room + GAP), top
            for source, lines in column:
                canvas.text(
                    (x + GUTTER - 3, y - SOURCE * 0.92),
                    str(source),
                    SOURCE,
                    colour=ROAD,
                    align="right",
                    bold=True,
                )
                y = Lines(lines, SOURCE).draw(canvas, x + GUTTER, y) - BETWEEN
        if self.note:
            y = top - self.height + SOURCE * LEADING
            Lines((self.note,), SOURCE, colour=SOFT).draw(canvas, left, y)


GAP, GUTTER, BETWEEN = 12, 13, 1.2
COLUMN = 190  # units that a column of sources is wide, about


def source_list(snapshot: Snapshot, wide: float, most: float) -> SourceList:
    """The numbered sources, as many as have room in a width and at most so high."""
    count = max(1, int((wide + GAP) / (COLUMN + GAP)))
    room = (wide - GAP * (count - 1)) / count
    entries = [
        (snapshot.numbers[s.id], tuple(wrapped(_told(s), "sans", SOURCE, room - GUTTER, 5)))
        for s in snapshot.sources
    ]
    line = SOURCE * LEADING
    for printed in range(len(entries), -1, -1):
        left_out = len(entries) - printed
        note = _note(left_out, len(entries), wide) if left_out else ""
        rest = most - (line + 1 if note else 0)
        # As even as the columns can be: the lowest height in which all of them have room.
        low = sum(_high(lines) for _, lines in entries[:printed]) / count
        if low > rest:
            continue
        while low <= rest:
            if columns := _columns(entries[:printed], count, low):
                high = max(sum(_high(lines) for _, lines in c) for c in columns)
                return SourceList(columns, room, note, high + (line + 1 if note else 0))
            low += line / 2
    return SourceList((), room, "", 0)


def _columns(
    entries: list[tuple[int, tuple[str, ...]]], count: int, height: float
) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], ...] | None:
    """Entries in columns no higher than `height`; None when they have no room."""
    columns: list[list[tuple[int, tuple[str, ...]]]] = [[]]
    used = 0.0
    for entry in entries:
        high = _high(entry[1])
        if used + high > height + 0.01 and columns[-1]:
            columns.append([])
            used = 0.0
        if len(columns) > count or high > height + 0.01:
            return None
        columns[-1].append(entry)
        used += high
    return tuple(tuple(column) for column in columns)


def _high(lines: tuple[str, ...]) -> float:
    return len(lines) * SOURCE * LEADING + BETWEEN


def _note(left_out: int, of: int, wide: float) -> str:
    which = f"{left_out} of {of}" if left_out < of else f"The {of}"
    text = f"{which} sources are not printed here; the provenance in this file has all."
    return ended(text, "sans", SOURCE, wide)


def _told(source: Source) -> str:
    """A source as it is printed: its citation and its address, short."""
    if not source.url:
        return f"{citation(source)}. No link recorded."
    parts = urlsplit(source.url)
    address = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    if len(address) > ADDRESS:
        address = address[: ADDRESS - 1] + "…"
    return f"{citation(source)}. {address}"


def draw_heading(canvas: Canvas, lines: tuple[Lines, ...], box: Box) -> None:
    """Draw title, subtitle and dateline from the top of a box."""
    y = box.top
    for each in lines:
        y = each.draw(canvas, box.left, y) - PARAGRAPH


PARAGRAPH = 3.0
