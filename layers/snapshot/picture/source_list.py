"""The numbered sources under a map, each with its address, in columns."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from ...story import Source
from ...story.dates import in_words
from ...story.wording import citation, counted
from ...symbols.paper import INK, ROAD, SOFT
from ..snapshot import Snapshot
from .canvas import Canvas
from .fonts import drawable, ended, width, wrapped

SOURCE = 6.3  # size in units
LINE = SOURCE * 1.24
GAP, GUTTER, BETWEEN = 12, 13, 1.2
CITED = 4  # lines that a citation has at most
SHORT = -1  # of a source only its publisher and date
_MONTHS = rf"\b({'|'.join(name[:3] for name in month_name[1:])})[a-z]*"
# How many lines of an address are printed: all of them, or fewer where there is less room; 0 is
# what there is room for behind the citation. And how wide a column of sources is, about.
WAYS = ((99, 190), (2, 190), (1, 190), (0, 190), (SHORT, 96))

LACKS = {
    2: "addresses of sources are cut",
    1: "addresses of sources are cut",
    0: "addresses of sources are cut",
    SHORT: "sources are printed by publisher and date alone",
}

Piece = tuple[str, str | None]  # text, and the address it leads to
Line = tuple[Piece, ...]
Numbered = tuple[int, tuple[Line, ...]]


@dataclass(frozen=True)
class SourceList:
    """Numbered sources in columns, and a note on those that are not printed."""

    columns: tuple[tuple[Numbered, ...], ...]
    room: float
    note: str
    height: float
    lacks: str = ""  # what of them is not printed, in words

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw it from a top left corner."""
        for number, column in enumerate(self.columns):
            x, y = left + number * (self.room + GAP) + GUTTER, top
            for source, lines in column:
                at = x - 3, y - SOURCE * 0.92
                canvas.text(at, str(source), SOURCE, colour=ROAD, align="right", bold=True)
                for line in lines:
                    _draw_line(canvas, line, x, y - SOURCE * 0.92)
                    y -= LINE
                y -= BETWEEN
        if self.note:
            y = top - self.height + LINE - SOURCE * 0.92
            canvas.text((left, y), self.note, SOURCE, colour=SOFT)


def _draw_line(canvas: Canvas, line: Line, x: float, y: float) -> None:
    for text, url in line:
        canvas.text((x, y), text, SOURCE, colour=INK, url=url)
        x += width(f"{text} ", "sans", SOURCE)


def source_list(snapshot: Snapshot, wide: float, most: float) -> SourceList:
    """The numbered sources, as many as have room in a width and at most so high.

    Addresses are whole where all of them have room; then they end in an ellipsis; then there are
    none, nor titles; then sources are left out.
    """
    of = len(snapshot.sources)
    for addresses, column in WAYS:
        count = max(1, int((wide + GAP) / (column + GAP)))
        room = (wide - GAP * (count - 1)) / count
        entries = _entries(snapshot, room - GUTTER, addresses)
        if found := _listed(entries, room, count, "", most):
            return replace(found, lacks=LACKS.get(addresses, "")) if of else found
    for printed in range(of - 1, -1, -1):
        note = _note(of - printed, of, wide)
        if found := _listed(entries[:printed], room, count, note, most):
            return replace(found, lacks=f"{of - printed} of {of} sources are not printed")
    return SourceList((), room, "", 0, "no source is printed" if of else "")


def source_count(snapshot: Snapshot, wide: float) -> SourceList:
    """No source, but how many they are, where the form of a picture lists none."""
    told = (
        f"From {counted(len(snapshot.sources), 'source')}; the provenance in this file names all."
    )
    return SourceList((), wide, ended(told, "sans", SOURCE, wide), LINE + 1)


def _entries(snapshot: Snapshot, room: float, addresses: int) -> list[Numbered]:
    return [(snapshot.numbers[s.id], _lines(s, room, addresses)) for s in snapshot.sources]


def _lines(source: Source, room: float, addresses: int) -> tuple[Line, ...]:
    """A source in lines: its citation, and its address behind or under it."""
    if addresses == SHORT:
        return (((ended(short(source), "sans", SOURCE, room), _link(source.url or "")),),)
    if not source.url:
        text = f"{citation(source)}. No link recorded."
        return tuple(((line, None),) for line in wrapped(text, "sans", SOURCE, room, CITED))
    link = _link(source.url)
    told = wrapped(f"{citation(source)}.", "sans", SOURCE, room, CITED)
    lines: list[Line] = [((line, None),) for line in told]
    rest = room - width(f"{told[-1]} ", "sans", SOURCE)
    address = address_lines(source.url, room, max(addresses, 1))
    if not addresses:
        behind = ended(bare(source.url), "sans", SOURCE, rest)
        address = [behind] if len(behind) > len(urlsplit(source.url).netloc) else address
    if len(address) == 1 and width(address[0], "sans", SOURCE) <= rest:
        lines[-1] = ((told[-1], None), (address[0], link))
        return tuple(lines)
    return (*lines, *(((line, link),) for line in address))


def short(source: Source) -> str:
    """A source by its publisher and date alone, months by their first letters."""
    date = re.sub(_MONTHS, r"\1", in_words(source.published))
    return f"{source.publisher}, {date}"


def bare(url: str) -> str:
    """An address as it is printed: without its scheme, but with its query."""
    address = drawable(re.sub(r"^https?://", "", url))
    return address[:-1] if urlsplit(url).path == "/" and address.endswith("/") else address


def address_lines(url: str, room: float, most: int) -> list[str]:
    """An address in lines no wider than `room`.

    The last of at most `most` ends in an ellipsis; the host is always whole.
    """
    lines = [""]
    for part in re.findall(r".*?(?:[/?&=_.-]+|$)", bare(url)):
        for piece in [part] if width(part, "sans", SOURCE) <= room else part:
            if lines[-1] and width(lines[-1] + piece, "sans", SOURCE) > room:
                lines.append("")
            lines[-1] += piece
    host = urlsplit(url).netloc
    for number in range(most, len(lines)):
        cut = [*lines[: number - 1], ended(lines[number - 1] + lines[number], "sans", SOURCE, room)]
        if "".join(cut).startswith(host):
            return cut
    return lines


def _link(url: str) -> str | None:
    """An address as a PDF may hold one: of the web, in ASCII, without what could end it there."""
    if not re.match(r"https?://[^/]", url):
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@[]-._*")


def _listed(
    entries: list[Numbered], room: float, count: int, note: str, most: float
) -> SourceList | None:
    """Entries in columns as even as they can be; None when they are higher than `most`."""
    extra = LINE + 1 if note else 0.0
    low = sum(_high(lines) for _, lines in entries) / count
    while low <= most - extra:
        if columns := _columns(entries, count, low):
            high = max(sum(_high(lines) for _, lines in c) for c in columns)
            return SourceList(columns, room, note, high + extra)
        low += LINE / 2
    return None


def _columns(
    entries: list[Numbered], count: int, height: float
) -> tuple[tuple[Numbered, ...], ...] | None:
    """Entries in columns no higher than `height`; None when they have no room."""
    columns: list[list[Numbered]] = [[]]
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


def _high(lines: tuple[Line, ...]) -> float:
    return len(lines) * LINE + BETWEEN


def _note(left_out: int, of: int, wide: float) -> str:
    which = f"{left_out} of {of}" if left_out < of else f"The {of}"
    text = f"{which} sources are not printed here; the provenance in this file has all."
    return ended(text, "sans", SOURCE, wide)
