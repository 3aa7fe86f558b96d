"""Styles of a picture's shapes, as the table of symbols has them for paper."""

from __future__ import annotations

from dataclasses import replace

from ..story import Feature, Layer
from . import table
from .symbol import RADIUS, Style

__all__ = ["RADIUS", "Style"]  # and what is below

INK, SOFT, RULE, PAPER = (c.light for c in (table.INK, table.SOFT, table.RULE, table.PAPER))
FAR, ROAD, DOT, SELECT = (c.light for c in (table.FAR, table.ROAD, table.DOT, table.SELECT))
UNKNOWN = table.UNKNOWN  # where the map has no data
HATCH = Style(stroke=table.HATCHING, width=0.5)
ACCURACY, RIVER_BAND = table.ACCURACY.paper, table.RIVER_BAND.paper
SHORES = {name: look.paper for name, look in table.SHORES.items()}
PICKED = Style(stroke=SELECT, alpha=0.35)  # under what is drawn after the claims picked
CASING = Style(stroke=PAPER, width=4.0, alpha=0.9)
ASSERTERS = tuple((by.colour.light, by.paper_dashes) for by in table.ASSERTERS)
OWN = tuple((own.colour.light, own.paper_dashes, own.corners) for own in table.OWN)


def accuracy_style(layer: Layer) -> Style:
    """The style of the area within which something of a layer may lie."""
    return (table.LAYERS[layer.style].accuracy or table.ACCURACY).paper


def style_of(layer: Layer, feature: Feature, sign: int | None) -> Style:
    """A feature's style; `sign` is the number of who asserts what it is drawn after."""
    if feature.role in table.REPORTED and sign:
        colour, dashes = asserter_style(sign)
        return replace(table.REPORTED[feature.role].paper, stroke=colour, dashes=dashes)
    symbol = table.LAYERS[layer.style]
    if feature.role in symbol.roles:
        return symbol.roles[feature.role].paper
    if feature.role == "point":
        return replace(symbol.look.paper, fill=PAPER, fill_alpha=1.0)
    return symbol.look.paper


def asserter_style(number: int) -> tuple[str, tuple[float, ...]]:
    """The colour and the dashes of an asserter's style by its number from 1."""
    return ASSERTERS[(number - 1) % len(ASSERTERS)]


def own_style(number: int) -> tuple[Style, int]:
    """The style of the own layer of a number, from 1, and how many corners its points have."""
    colour, dots, corners = OWN[(number - 1) % len(OWN)]
    return replace(table.OWN_LOOK.paper, fill=colour, stroke=colour, dashes=dots), corners


def emphasised(style: Style, feature: Feature, selected: bool, picked: bool) -> Style:
    """A style as the selected place has it, and what is drawn after picked claims.

    Lines after picked claims lie side by side: a wider one would hide the next, so they keep their
    width and have a band under them (see map_layers.py).
    """
    if picked and feature.role == "reported site":
        style = replace(style, radius=style.radius + 1)
    if not selected or feature.role in table.REPORTED:
        return style
    if feature.role == "uncertainty area":
        return replace(style, fill_alpha=0.3, width=1.8, dashes=())
    if feature.role == "point":
        return replace(style, width=2.6, stroke=SELECT, radius=style.radius + 0.8)
    return replace(style, width=style.width * 1.4)
