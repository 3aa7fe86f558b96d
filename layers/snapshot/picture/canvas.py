"""A sheet of paper to draw on, in its own units with y upwards; matplotlib is behind it.

A unit is a point (1/72 inch) on a picture of 1600 × 1200 at 150 dpi. On a smaller one it shrinks
with the square root of the diagonal; on a larger one it grows faster, since that is read from
farther off, but not as fast as the sheet, or a poster would be a magnified postcard.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from ...story.wording import LEFT_TO_RIGHT
from ...symbols.paper import PAPER, Style
from .fonts import FEATURES, Face, drawable, outline, properties, simple, width
from .rectangles import Box, Point

DESIGNED_FOR = 960.0  # points of diagonal at which a unit is a point
SHORT = 576.0  # points of its shorter side
WITH, GROWS = 0.5, 0.25  # powers with which a unit grows, and grows besides on a large sheet
Strokes = list[tuple[float, str]]  # how wide and in which colour
Align = Literal["left", "center", "right"]
HALO, BOLD = 2.2, 0.28  # widths of the strokes round letters


@dataclass(frozen=True)
class Lettering:
    """A line of text that stays text in a file: its face and the strokes round it."""

    face: Face
    colour: str
    halo: bool
    bold: bool
    spaced: float = 0.0

    def strokes(self, size: float) -> Strokes:
        """The strokes round its letters: the halo, and under bold ones their own colour."""
        halo = [(HALO, PAPER)] if self.halo else []
        return halo + ([(BOLD * size / 9, self.colour)] if self.bold else [])


class Canvas:
    """A sheet: `width` and `height` are in units, `unit` is in points.

    In a picture of pixels text is drawn as outlines, which is several times as fast and stands
    exactly as it was measured. In SVG it stays text, and the strokes round it are added to the file
    (see picture_files.py), because matplotlib would draw them as outlines that no one can edit:
    `letterings` has them by the id of the text.
    """

    def __init__(self, size: tuple[float, float], dpi: float, form: str) -> None:
        inches = size[0] / dpi, size[1] / dpi
        self.unit = unit_of(size, dpi)
        self.width, self.height = inches[0] * 72 / self.unit, inches[1] * 72 / self.unit
        self.pixel = 72 / dpi / self.unit  # in units
        self.figure = Figure(figsize=inches, dpi=dpi, facecolor=PAPER, edgecolor="none")
        self._form = form
        self.letterings: dict[str, Lettering] = {}
        self._to_figure: Transform = Affine2D().scale(self.unit / 72) + self.figure.dpi_scale_trans

    def path(
        self, path: Path, style: Style, clip: Box | None = None, snap: bool | None = None
    ) -> None:
        """Draw a path; with `snap` False its straight edges are not moved onto pixels."""
        dashes = [length / style.width for length in style.dashes]
        self._add(
            PathPatch(
                path,
                facecolor=to_rgba(style.fill, style.fill_alpha) if style.fill else "none",
                edgecolor=to_rgba(style.stroke, style.alpha) if style.stroke else "none",
                linewidth=style.width * self.unit if style.stroke else 0,
                linestyle=(0, dashes) if dashes and style.stroke else "solid",
                joinstyle="round",
                capstyle="round" if style.round_ends else "butt",
                snap=snap,
            ),
            clip,
        )

    def line(self, points: list[Point], style: Style, clip: Box | None = None) -> None:
        """Draw a line through points."""
        self.path(Path(points), style, clip)

    def box(self, box: Box, style: Style, clip: Box | None = None) -> None:
        """Draw a rectangle."""
        left, bottom, right, top = box.bounds
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        self.path(Path(corners, closed=True), style, clip)

    def dot(self, middle: Point, style: Style, clip: Box | None = None) -> None:
        """Draw a circle of the style's radius."""
        self.path(Path.circle(middle, style.radius), style, clip)

    def text(
        self,
        at: Point,
        text: str,
        size: float,
        *,
        face: Face = "sans",
        colour: str,
        align: Align = "left",
        halo: bool = False,
        bold: bool = False,
        angle: float = 0.0,
        spaced: float = 0.0,
        url: str | None = None,
    ) -> None:
        """Write one line with its baseline at a point; its size is in units.

        It is turned by an angle in degrees, against the clock, about where it begins. In a PDF it
        leads to `url`, an address of the web in ASCII.
        """
        if not (line := _in_order(drawable(text, face))).strip():
            return
        look = Lettering(face, colour, halo, bold, spaced)
        if spaced and self._form == "pdf":
            self._letters(at, line, size, look)
            return
        if self._form == "png" and simple(line):
            before = {"center": 0.5, "right": 1.0}.get(align, 0.0) * width(line, face, size)
            path = outline(line, face, size, spaced)
            self._outlined((at[0] - before, at[1]), path, look, size, angle)
            return
        for wide, paint in look.strokes(size) if self._form != "svg" else ():
            under = self._line(at, line, face, size, paint, align, angle)
            stroke = Stroke(linewidth=wide * self.unit, foreground=paint, joinstyle="round")
            under.set_path_effects([stroke])
        written = self._line(at, line, face, size, colour, align, angle)
        if self._form == "pdf":
            written.set_url(url)
        self._keep(written, look)

    def _letters(self, at: Point, line: str, size: float, look: Lettering) -> None:
        """Write a line letter by letter: a PDF of matplotlib has no other room between them."""
        x, y = at
        for letter in line:
            self.text(
                (x, y),
                letter,
                size,
                face=look.face,
                colour=look.colour,
                halo=look.halo,
                bold=look.bold,
            )
            x += width(letter, look.face, size) + look.spaced * size

    def _keep(self, written: Text, look: Lettering) -> None:
        marks = f"{'-halo' * look.halo}{'-bold' * look.bold}"
        name = f"text-{len(self.letterings) + 1}-{look.face}{marks}"
        self.letterings[name] = look
        written.set_gid(name)

    def _outlined(self, at: Point, path: Path, look: Lettering, size: float, angle: float) -> None:
        moved = path.transformed(Affine2D().rotate_deg(angle).translate(*at))
        for wide, paint in look.strokes(size):
            self.path(moved, Style(paint, stroke=paint, width=wide), snap=False)
        self.path(
            moved, Style(look.colour), snap=False
        )  # a small letter of straight lines loses some

    def _line(
        self,
        at: Point,
        line: str,
        face: Face,
        size: float,
        colour: str,
        align: Align,
        angle: float,
    ) -> Text:
        text = Text(
            *at,
            line,
            color=colour,
            fontproperties=properties(face, round(size * self.unit, 3)),
            horizontalalignment=align,
            verticalalignment="baseline",
            rotation=angle,
            rotation_mode="anchor",
            parse_math=False,  # a dollar sign of a story is one
        )
        text.set_fontfeatures(FEATURES)
        self._add(text, None)
        return text

    def _add(self, artist: Artist, clip: Box | None) -> None:
        artist.set_transform(self._to_figure)
        self.figure.add_artist(artist)
        if clip:
            left, bottom, right, top = clip.bounds
            bounds = Bbox.from_extents(left, bottom, right, top)
            artist.set_clip_box(TransformedBbox(bounds, self._to_figure))


def unit_of(size: tuple[float, float], dpi: float) -> float:
    """The points in a unit of a sheet of so many pixels at so many dpi."""
    diagonal, short = (points / dpi * 72 for points in (math.hypot(*size), min(size)))
    larger = min(diagonal / DESIGNED_FOR, short / SHORT)  # a long strip is no large sheet
    return (diagonal / DESIGNED_FOR) ** WITH * max(larger, 1.0) ** GROWS


def _in_order(line: str) -> str:
    """A line of English that begins with a name in Arabic still runs from left to right."""
    if not simple(line) and any(unicodedata.bidirectional(c) == "L" for c in line):
        return LEFT_TO_RIGHT + line
    return line
