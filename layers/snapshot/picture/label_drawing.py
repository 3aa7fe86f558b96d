"""Labels and marks of conflicts, once placed, as they are drawn."""

from __future__ import annotations

from ...symbols.paper import DOT, PAPER, ROAD, Style, asserter_style
from .canvas import Canvas
from .label_placement import leader
from .label_texts import ASCENT, DESCENT, NUMBER, Row
from .labels import BETWEEN, Placed


def draw_labels(canvas: Canvas, placed: tuple[Placed, ...]) -> None:
    """Draw labels and marks, with lines from those that stand apart to what they name."""
    for each in placed:
        if each.spot.foot:
            _leader(canvas, each)
    for each in placed:
        box = each.spot.flat
        if each.mark:
            canvas.box(box.grown(-0.5), Style(PAPER, stroke=ROAD, width=1.1))
        x = {"left": box.left + 1, "right": box.right - 1}.get(each.spot.align, box.middle[0])
        y = box.top - (1 if each.mark else 0)
        for row in each.rows:
            y -= row.size * ASCENT
            _row(canvas, row, x, y, each)
            y -= row.size * DESCENT + BETWEEN
        if each.sign:
            colour, dashes = asserter_style(each.sign)
            style = Style(stroke=colour, width=1.7, dashes=dashes)
            ends = [(box.left + 1, box.bottom + 1.8), (box.right - 1, box.bottom + 1.8)]
            canvas.line(ends, Style(stroke=PAPER, width=3.2, alpha=0.9))
            canvas.line(ends, style)


def _row(canvas: Canvas, row: Row, x: float, y: float, each: Placed) -> None:
    left = x - {"left": 0.0, "right": row.width}.get(each.spot.align, row.width / 2)
    bold, halo = row.bold, not each.mark
    canvas.text(
        each.spot.turn((left, y)),
        row.text,
        row.size,
        face=row.face,
        colour=row.colour,
        halo=halo,
        bold=bold,
        angle=each.spot.angle,
        spaced=row.spaced,
    )
    if row.numbers:
        canvas.text(
            each.spot.turn((left + row.width - row.raised + 1, y + row.size * 0.34)),
            row.numbers,
            row.size * NUMBER,
            colour=ROAD,
            halo=True,
            bold=True,
            angle=each.spot.angle,
        )


def _leader(canvas: Canvas, each: Placed) -> None:
    ends = [(float(x), float(y)) for x, y in leader(each.spot).coords]
    canvas.line(ends, Style(stroke=PAPER, width=1.8, alpha=0.9))
    canvas.line(ends, Style(stroke=DOT, width=0.6))
