"""Forms of a picture: a size and what stands on it, each for one use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """Parts that a picture has besides its map with scale bar, north arrow and attribution.

    Without `words` it has no heading, legend or sources, and a short credit. Without `sources` the
    file names them, and the sheet says how many they are. `ticks` are coordinates at the frame.
    """

    words: bool = True
    sources: bool = True
    ticks: bool = False


@dataclass(frozen=True)
class PictureForm:
    """A size in pixels at so many dpi, for one use; another may be asked of one that `varies`."""

    id: str
    title: str
    size: tuple[float, float]
    dpi: float
    contents: Contents = Contents()
    varies: bool = False


SIZE, DPI = (1600, 1200), 150
WHOLE = Contents()
# The dots an inch of those for the web are what makes their letters so large that they are still
# read where a page shows the picture at half its size.
PICTURE_FORMS = {
    form.id: form
    for form in (
        PictureForm("sheet", "1600 × 1200 pixels", SIZE, DPI, varies=True),
        PictureForm("a4", "A4 for print, 300 dpi", (3508, 2480), 300),
        PictureForm("a3", "A3 for print, 300 dpi", (4961, 3508), 300),
        PictureForm(
            "16x9", "16:9 for the web, 1920 × 1080", (1920, 1080), 200, Contents(sources=False)
        ),
        PictureForm(
            "square", "Square for the web, 1200 × 1200", (1200, 1200), 180, Contents(sources=False)
        ),
        PictureForm(
            "map-only",
            "Map only, with a short credit",
            SIZE,
            DPI,
            Contents(words=False, sources=False),
            varies=True,
        ),
    )
}
