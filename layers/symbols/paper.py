"""How a picture's shapes are drawn: the colours of layers/webmap/assets/map.css, on paper.

Widths and dashes are in the sheet's units, three quarters of the page's pixels. Nothing is told
by its colour alone: what must be told apart differs in its dashes or its lightness too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..story import Feature, Layer

INK, SOFT, RULE, PAPER = "#1c1b19", "#5a564e", "#d8d3c7", "#fffefb"
SEA, LAND, FAR, COAST, WATER = "#d5e3ea", "#f5f2ea", "#ebe8de", "#9fb4be", "#6fa3bd"
BORDER, RAIL, ROAD, DOT, SELECT = "#7d7468", "#26241f", "#b3400b", "#4a463f", "#0b5a76"
ASSERTERS: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("#1b5e20", ()),
    ("#4527a0", (7, 2.4)),
    ("#a3123e", (2.4, 2)),
    ("#00507a", (10, 2, 2, 2)),
    ("#7a4b00", (4.5, 3.5)),
    ("#37474f", (1.2, 2.4)),
)
# Own layers are dotted with round dots, as nothing of a story's is, and their points have corners.
OWN: tuple[tuple[str, tuple[float, ...], int], ...] = (
    ("#8e24aa", (0.01, 3.4), 4),
    ("#00796b", (0.01, 3.4, 0.01, 7.0), 3),
    ("#6d5c00", (5.0, 3.6, 0.01, 3.6), 5),
    ("#b71c5c", (0.01, 6.4), 6),
    ("#3f51b5", (0.01, 3.4, 0.01, 3.4, 0.01, 9.0), 8),
)
FAINT = 0.25
RADIUS = 3.4


@dataclass(frozen=True)
class Style:
    """Fill and stroke; a colour None is not drawn, `dashes` are lengths on and off."""

    fill: str | None = None
    fill_alpha: float = 1.0
    stroke: str | None = None
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    alpha: float = 1.0
    radius: float = RADIUS
    round_ends: bool = False  # of dashes, which makes dots of the shortest

    @property
    def faint(self) -> Style:
        """The same, hardly seen."""
        return replace(self, fill_alpha=self.fill_alpha * FAINT, alpha=self.alpha * FAINT)


ACCURACY = Style(DOT, 0.07, DOT, 0.75, (1.5, 2.6), 0.6)
SHORE = Style(stroke=COAST, width=0.6)
UNKNOWN, HATCH = "#e6e3db", Style(stroke="#c2bcae", width=0.5)  # where the map has no data
PICKED = Style(stroke=SELECT, alpha=0.35)  # under what is drawn after the claims picked
RIVER_BAND = Style(WATER, 0.28)
CASING = Style(stroke=PAPER, width=4.0, alpha=0.9)

_BY_STYLE = {
    "context": Style(FAR),
    "sea": Style(SEA),
    "land": Style(LAND, stroke=LAND, width=0.3),  # a stroke, or a seam shows where two meet
    "border": Style(stroke=BORDER, width=1.1, dashes=(7, 2.4, 1.6, 2.4), alpha=0.9),
    "river": Style(stroke=WATER, width=2.4),
    "built": Style(stroke=DOT, width=1.5),
    "derived": Style(ROAD, 0.15, ROAD, 1.5),
    "place": Style(DOT, 0.15, DOT, 1.5),
}
_BY_STYLE_AND_ROLE = {
    ("context", "sea outline"): Style(SEA),
    ("border", "disputed line"): Style(stroke=BORDER, width=2.2, dashes=(0.8, 3.6)),
    ("built", "axis"): Style(stroke=RAIL, width=3.4),
    ("built", "point"): Style(RAIL, stroke=PAPER, width=1.4, radius=3.8),
    ("derived", "uncertainty area"): Style(ROAD, 0.22, ROAD, 1.2, (3, 2.4)),
    ("derived", "derived axis"): Style(stroke=ROAD, width=1.8, dashes=(1.5, 5)),
}


def accuracy_style(layer: Layer) -> Style:
    """How the area is drawn within which something of a layer may lie."""
    return RIVER_BAND if layer.style == "river" else ACCURACY


def style_of(layer: Layer, feature: Feature, sign: int | None) -> Style:
    """How a feature is drawn; `sign` is the number of who asserts what it is drawn after."""
    if feature.role in ("reported site", "reported length") and sign:
        colour, dashes = ASSERTERS[(sign - 1) % len(ASSERTERS)]
        site = feature.role == "reported site"
        fill = PAPER if site else None
        return Style(fill, 0.92, colour, 1.7 if site else 2.3, dashes, radius=3.8)
    base = _BY_STYLE_AND_ROLE.get((layer.style, feature.role), _BY_STYLE[layer.style])
    if feature.role == "point" and layer.style != "built":
        return replace(base, fill=PAPER, fill_alpha=1.0)
    return base


def own_style(number: int) -> tuple[Style, int]:
    """How the own layer of a number, from 1, is drawn, and how many corners its points have."""
    colour, dots, corners = OWN[(number - 1) % len(OWN)]
    return Style(colour, 0.14, colour, 2.0, dots, radius=4.2, round_ends=True), corners


def emphasised(style: Style, feature: Feature, selected: bool, picked: bool) -> Style:
    """A style as the selected place has it, and what is drawn after picked claims.

    Lines after picked claims lie side by side: a wider one would hide the next, so they keep their
    width and have a band under them (see map_layers.py).
    """
    if picked and feature.role == "reported site":
        style = replace(style, radius=style.radius + 1)
    if not selected or feature.role in ("reported site", "reported length"):
        return style
    if feature.role == "uncertainty area":
        return replace(style, fill_alpha=0.3, width=1.8, dashes=())
    if feature.role == "point":
        return replace(style, width=2.6, stroke=SELECT, radius=style.radius + 0.8)
    return replace(style, width=style.width * 1.4)
