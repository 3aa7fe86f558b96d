"""The colours that a KML's styles give to its features. Runs in the child."""

from __future__ import annotations

from .xml_text import Found

STYLES = ("Style", "StyleMap")
COLOURED = ("IconStyle", "LineStyle", "PolyStyle")


class Styles:
    """Styles of a document, and of single Placemarks; no picture or address of theirs is kept."""

    def __init__(self) -> None:
        self._open = ""  # the name of the style or map that is read
        self._key = ""  # of the pair in a map that is read
        self._colours: dict[tuple[str, str], str] = {}  # by the style's name, and what is coloured
        self._same: dict[str, str] = {}  # the style that a map has for what is not pointed at

    def start(self, name: str, now: Found | None) -> None:
        """Begin a style of a name, or that of a Placemark."""
        self._open = name if now is None else f" {id(now)}"
        if now is not None:
            now.style = self._open

    def end(self, tag: str, inside: str, text: str, now: Found | None) -> None:
        """End an element."""
        name = text.removeprefix("#")
        if (tag, inside) == ("styleUrl", "Placemark") and now is not None and not now.style:
            now.style = name
        elif (tag, inside) == ("key", "Pair"):
            self._key = text
        elif (tag, inside, self._key) == ("styleUrl", "Pair", "normal"):
            self._same[self._open] = name
        elif tag == "color" and inside in COLOURED and len(text) == 8:  # as aabbggrr
            self._colours[self._open, inside] = f"#{text[6:8]}{text[4:6]}{text[2:4]}"

    def colour_of(self, found: Found) -> str:
        """The colour that the file gives a feature; empty where it gives none."""
        style = self._same.get(found.style, found.style)
        kind = found.geometry.geom_type if found.geometry is not None else ""
        parts = COLOURED if kind.endswith("Point") else COLOURED[1:]
        return next((c for part in parts if (c := self._colours.get((style, part)))), "")
