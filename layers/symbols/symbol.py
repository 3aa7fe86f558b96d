"""Records of the table of symbols: colours, and a shape on the web map, on paper and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Line = Literal["solid", "dashed", "dotted", "double"]  # as CSS has them
FAINT = 0.25
RADIUS = 3.4


@dataclass(frozen=True)
class Colour:
    """A colour by name, for the light theme and the dark one, each as #rrggbb or #rrggbbaa.

    Paper and other programs have the light one. `page` is the pair of the page round the map,
    where it is another: what stands on paper there stands on land or water here.
    """

    name: str
    light: str
    dark: str
    page: tuple[str, str] | None = None


NOTHING = Colour(
    "none", "none", "none"
)  # a fill or stroke that is not drawn, said to a style sheet


@dataclass(frozen=True)
class Screen:
    """A shape on the web map: what is None is left to the rule of the style sheet before it.

    Widths and dashes are in pixels; `dashes` are lengths on and off.
    """

    stroke: Colour | None = None
    width: float | None = None
    dashes: tuple[float, ...] | None = None
    alpha: float | None = None
    ends: Literal["butt", "round"] | None = None
    fill: Colour | None = None
    fill_alpha: float | None = None


@dataclass(frozen=True)
class Style:
    """A shape on paper: a colour None is not drawn, `dashes` are lengths on and off."""

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


@dataclass(frozen=True)
class Look:
    """A shape on the web map and on paper."""

    screen: Screen
    paper: Style


@dataclass(frozen=True)
class Exchange:
    """A shape in other programs: its stroke's width in pixels, its fill's opacity from 0 to 1.

    `dashes` are lengths on and off in pixels: those of the layer on the web map.
    """

    stroke: Colour
    width: float
    fill: Colour
    opacity: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the sign beside a switch: a box in pixels, or a line where it has no height.

    `share` is how much of the fill shows, of 1, before what lies under it; `opacity` is that of the
    whole part.
    """

    left: float
    top: float
    width: float
    height: float = 0
    fill: Colour | None = None
    share: float = 1
    opacity: float = 1
    edge: tuple[float, Line, Colour] | None = None
    corners: str = ""
    turn: float = 0  # degrees


@dataclass(frozen=True)
class LayerSymbol:
    """A style that the catalogue can give a layer, and what differs from it by a feature's role.

    `accuracy` is the area within which its points and lines may lie, where it has one of its own;
    `sign` stands beside its switch, which the ground has not.
    """

    look: Look
    exchange: Exchange
    roles: Mapping[str, Look] = field(default_factory=dict)
    accuracy: Look | None = None
    sign: tuple[Part, ...] = ()


@dataclass(frozen=True)
class AsserterSymbol:
    """A style of what is drawn after claims of one and the same asserter.

    `line` and `thin` are the same dashes where CSS has only words for them: under a label, and
    before a name.
    """

    colour: Colour
    screen_dashes: tuple[float, ...]
    paper_dashes: tuple[float, ...]
    line: Line
    thin: bool = False


@dataclass(frozen=True)
class OwnSymbol:
    """A style of a reader's own layer, whose points on paper have corners."""

    colour: Colour
    screen_dashes: tuple[float, ...]
    paper_dashes: tuple[float, ...]
    corners: int
