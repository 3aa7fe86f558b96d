"""Pictures as files that carry their provenance: the same bytes for the same input.

No date, no path and no random id goes into them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape, unescape
from threading import Lock
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.backends.backend_svg import FigureCanvasSVG
from PIL import Image, PngImagePlugin

from ...symbols.paper import PAPER
from ..font_files import font_face
from ..formats import Note, silent
from ..picture_forms import WHOLE, Contents
from ..provenance import provenance_of, software
from ..seal import BLANK, NAME
from ..snapshot import Snapshot, SnapshotError
from .canvas import BOLD, HALO, Canvas, Lettering
from .fonts import FACES, FAMILIES, Face, drawable, forget_lines, unwritable
from .layout import checked, compose

PROVENANCE = "provenance"  # what it is kept under in each of the formats
MOST_LETTERS = 10  # that an error names
SETTINGS: Any = {  # matplotlib's type for it lists every setting there is
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "snapshot",
    # Type 3: outlines that every printer draws, with the characters that they stand for. As type
    # 42 matplotlib calls OpenType outlines TrueType, which readers warn of.
    "pdf.fonttype": 3,
    "pdf.compression": 6,
    "text.hinting": "none",  # the same widths in every format
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": False,
    "axes.unicode_minus": False,
}
# matplotlib keeps settings and fonts for the whole process: one picture is drawn at a time.
_DRAWING = Lock()


def picture(
    snapshot: Snapshot,
    form: str,
    size: tuple[float, float],
    dpi: float,
    note: Note = silent,
    contents: Contents = WHOLE,
) -> bytes:
    """A picture of a snapshot in a format, `size` in pixels wide and high at so many dpi.

    `note` is told what there is no room for, and which own layers are elsewhere, in sentences.

    Raises SnapshotError when there is no such format, a picture cannot have that size, or no font
    has a letter of the title or subtitle that it was given.
    """
    checked(size, dpi)
    _check_letters(snapshot)
    if form not in ("png", "svg", "pdf"):
        raise SnapshotError("a picture is in one of the formats png, svg, pdf")
    pixels = round(size[0]), round(size[1])
    with _DRAWING, matplotlib.rc_context(SETTINGS):
        try:
            sheet = compose(snapshot, pixels, dpi, form, contents)
            for lack in sheet.lacks:
                note(f"A larger picture would have room: {lack}.")
            for name in sheet.outside:
                note(f"{name}, an own layer, is not in the frame of the picture.")
            if form == "svg":
                return _svg(sheet.canvas, snapshot)
            if form == "pdf":
                return _pdf(sheet.canvas, snapshot)
            return _png(sheet.canvas, snapshot, dpi)
        finally:
            forget_lines()


def _check_letters(snapshot: Snapshot) -> None:
    """Words that were typed for a picture can be typed otherwise; those of a story cannot."""
    info = snapshot.story.info
    own: tuple[tuple[str, str, str, Face], ...] = (
        ("title", snapshot.title, info.title, "title"),
        ("subtitle", snapshot.subtitle, info.summary, "sans"),
    )
    for field, text, of_story, face in own:
        if text != of_story and (missing := unwritable(text, face)):
            told = [c if c.isprintable() else f"U+{ord(c):04X}" for c in missing[:MOST_LETTERS]]
            more = ", …" if len(missing) > MOST_LETTERS else ""
            raise SnapshotError(
                f"the {field} has letters that no font of a picture has: {', '.join(told)}{more}; "
                "write it without them, or take HTML, which has the fonts of whoever opens it"
            )


def _title(snapshot: Snapshot) -> str:
    return drawable(snapshot.title)


def _png(canvas: Canvas, snapshot: Snapshot, dpi: float) -> bytes:
    agg = FigureCanvasAgg(canvas.figure)
    agg.draw()  # type: ignore[no-untyped-call]
    pixels = agg.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", agg.get_width_height(), pixels).convert("RGB")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Title", _title(snapshot))
    notes.add_text("Software", software())
    notes.add_text(PROVENANCE, provenance_of(snapshot).text, zip=True)
    notes.add_text(NAME, BLANK)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=notes, dpi=(dpi, dpi), compress_level=3)
    return buffer.getvalue()


def _pdf(canvas: Canvas, snapshot: Snapshot) -> bytes:
    FigureCanvasPdf(canvas.figure)
    buffer = io.BytesIO()
    about = {
        "Title": _title(snapshot),
        "Subject": drawable(snapshot.subtitle),
        "Creator": software(),
        "Producer": f"matplotlib {matplotlib.__version__}",
        "CreationDate": None,
    }
    with PdfPages(buffer, metadata=about) as pages:
        pages.infodict()[PROVENANCE.title()] = provenance_of(snapshot).text
        pages.infodict()[NAME.title()] = BLANK
        pages.savefig(canvas.figure, facecolor=PAPER)
    return buffer.getvalue()


_TEXT = re.compile(
    r'<g id="(?P<id>text-[a-z0-9-]+)">\s*'
    r'<text style="(?P<style>[^"<>]*)"(?P<rest>[^<>]*)>(?P<text>[^<>]*)</text>\s*</g>'
)
_FAMILY = re.compile(r"font-family: [^;\"]*")
# What a font of ours is by itself, for one that is taken in its place.
_AS_WELL: dict[Face, str] = {"title": "; font-weight: bold", "water": "; font-style: italic"}


def _svg(canvas: Canvas, snapshot: Snapshot) -> bytes:
    buffer = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    FigureCanvasSVG(canvas.figure).print_figure(
        buffer, format="svg", facecolor=PAPER, metadata=nothing
    )
    # Text between tags has no "<" of its own, so only real tags are found.
    written = buffer.getvalue().decode()
    letterings, unit = canvas.letterings, canvas.unit
    drawn = _TEXT.sub(lambda found: _live_text(found, letterings[found["id"]], unit), written)
    start = drawn.index(">", drawn.index("<svg")) + 1
    about = (
        f"\n <title>{escape(_title(snapshot))}</title>"
        f"\n <desc>{escape(drawable(snapshot.scope_line))}. {escape(software())}</desc>"
        f'\n <metadata id="{PROVENANCE}">{escape(provenance_of(snapshot).text, quote=False)}'
        f"</metadata>\n <!-- {BLANK} -->"
        f"\n <style>{_faces(written, letterings)}</style>"
    )
    return (drawn[:start] + about + drawn[start:]).encode()


def _faces(written: str, letterings: Mapping[str, Lettering]) -> str:
    """The fonts of all text, with what it needs of them."""
    needed: dict[str, set[str]] = {}
    for found in _TEXT.finditer(written):
        for font in FACES[letterings[found["id"]].face]:
            needed.setdefault(font, set()).update(unescape(found["text"]))
    return "".join(font_face(font, font, chars) for font, chars in sorted(needed.items()))


def _live_text(found: re.Match[str], lettering: Lettering, unit: float) -> str:
    """A text with fonts that other programs know, over a copy that is the halo round it."""
    gid, style, rest, text = found.group("id", "style", "rest", "text")
    face = lettering.face
    families = ", ".join((*FACES[face], FAMILIES[face]))
    # Quotation marks as narrow as they were measured.
    families += f"{_AS_WELL.get(face, '')}; font-feature-settings: 'pwid'"
    style = _FAMILY.sub(lambda _: f"font-family: {families}", style)
    if lettering.spaced:
        style += f"; letter-spacing: {lettering.spaced}em"
    halo = ""
    if lettering.halo:
        halo = (
            f'<text aria-hidden="true" style="{style}; fill: {PAPER}; stroke: {PAPER}; '
            f'stroke-width: {HALO * unit:.2f}; stroke-linejoin: round"{rest}>{text}</text>'
        )
    if lettering.bold:
        style += f"; stroke: {lettering.colour}; stroke-width: {BOLD * unit:.2f}"
    return f'<g id="{gid}">{halo}<text style="{style}"{rest}>{text}</text></g>'
