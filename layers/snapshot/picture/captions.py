"""The words round a map: title, what is in sight, attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...symbols.paper import INK, SOFT
from ..snapshot import Snapshot, SnapshotError
from .canvas import Canvas
from .fonts import Face, wrapped
from .map_layers import Drawn
from .rectangles import Box

ATTRIBUTION, TITLE = 6.3, 21.0  # sizes in units
LEADING = 1.24
SMALL, SMALLEST = 4.6, 3.0
PARAGRAPH = 3.0
FACTS = 6  # lines of what is in sight, at most


@dataclass(frozen=True)
class Lines:
    """Lines of one kind of text, and in words what of it has no room."""

    lines: tuple[str, ...]
    size: float
    face: Face = "sans"
    colour: str = INK
    bold: bool = False
    lacks: str = ""

    @property
    def height(self) -> float:
        """The height in units."""
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
    size = (TITLE if large else 13.0) * scale
    title = _lines("title", snapshot.title, wide, 2, Lines((), size, "title"))
    if len(title.lines) > 1:  # a long one is set smaller
        title = _lines("title", snapshot.title, wide, 2, replace(title, size=size * 0.78))
    most = (3 if large else 2 if wide > 260 else 1) * with_subtitle
    body = Lines((), (8.8 if large else 7.2) * scale, colour=SOFT)
    small = Lines((), (7.8 if large else 6.4) * scale, bold=True)
    return (
        title,
        _lines("subtitle", snapshot.subtitle, min(wide, 620), most, body),
        _lines("line on what is in the view", snapshot.scope_line, wide, FACTS, small),
    )


def _lines(what: str, text: str, wide: float, most: int, look: Lines) -> Lines:
    """A text in at most so many lines that look like these."""
    whole = wrapped(text, look.face, look.size, wide)
    if len(whole) <= most:
        return replace(look, lines=tuple(whole), lacks="")
    shown = wrapped(text, look.face, look.size, wide, most) if most else []
    lacks = f"the {what} is {'cut' if most else 'left out'}"
    return replace(look, lines=tuple(shown), lacks=lacks)


def attribution(
    snapshot: Snapshot, drawn: tuple[Drawn, ...], facts: str, wide: float, most: float
) -> Lines:
    """The whole attribution, and facts on the map, in a width; smaller where it must be.

    Raises SnapshotError when there is no room for it: a picture without it cannot be had.
    """
    bare = f"Map data: {' · '.join(snapshot.credits(snapshot.layers))}"
    named = f"Map data: {' · '.join(_credits(snapshot, drawn))}"
    for told, least in ((f"{named} · {facts}", SMALL), (f"{bare} · {facts}", SMALL), (bare, 0)):
        size = ATTRIBUTION
        while size >= max(least, SMALLEST):
            lines = Lines(tuple(wrapped(told, "sans", size, wide)), size, colour=SOFT)
            if lines.height <= most:
                return lines
            size *= 0.9
    raise SnapshotError(
        "the attribution of what is drawn has no room in so small a picture; "
        "make it larger or leave out layers"
    )


def _credits(snapshot: Snapshot, drawn: tuple[Drawn, ...]) -> Iterator[str]:
    """Each attribution; where every feature under it has a source of its own, those on the map."""
    for credit in snapshot.credits(snapshot.layers):
        features = [f for x in snapshot.layers if x.attribution == credit for f in x.features]
        here = {d.feature.id for d in drawn}
        named = [_collection(f.source) for f in features if f.source and f.id in here]
        whole = features and all(f.source for f in features)
        yield f"{credit}, here: {', '.join(dict.fromkeys(named))}" if whole and named else credit


def _collection(source: str) -> str:
    """The collection that a coordinate is from, without the entry in it: "Wikipedia (fr)"."""
    return re.split(r"[,;:]", source)[0].strip()


def draw_heading(canvas: Canvas, lines: tuple[Lines, ...], box: Box) -> None:
    """Draw title, subtitle and dateline from the top of a box."""
    y = box.top
    for each in lines:
        y = each.draw(canvas, box.left, y) - PARAGRAPH
