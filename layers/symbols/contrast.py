"""The contrast of colours that others chose against the ground they would be drawn on (WCAG 2)."""

from __future__ import annotations

from . import table

LEAST = 3.0  # of a shape that has to be seen
GROUND = (table.LAND, table.SEA, table.FAR)


def seen_on(colour: str) -> tuple[str, str]:
    """The colour, #rrggbb, for the light and the dark theme; empty where it would not be seen."""
    light = all(ratio(colour, ground.light) >= LEAST for ground in GROUND)
    dark = all(ratio(colour, ground.dark) >= LEAST for ground in GROUND)
    return colour * light, colour * dark


def ratio(one: str, other: str) -> float:
    """The ratio of two colours' luminances, the lighter first, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
