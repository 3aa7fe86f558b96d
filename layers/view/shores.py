"""Shores: the lines at which a story's land ends at water, mapped or estimated."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from ..story import Story

ESTIMATED = "estimated water"  # the role of water whose banks nobody has mapped
NEGLIGIBLE = 1e-7  # degrees, a centimetre


@lru_cache(maxsize=8)
def shores(story: Story) -> dict[str, BaseGeometry]:
    """The coast with mapped banks, and estimated banks; lines in EPSG:4326, lon lat in degrees.

    Neither where two areas of land meet nor where the data ends, at its outermost coordinates.
    """
    land = [f.geometry for x in story.layers.values() if x.style == "land" for f in x.features]
    whole = shapely.union_all(land)
    if whole.is_empty:
        return {}
    inner = shapely.box(*whole.bounds).buffer(-NEGLIGIBLE, join_style="mitre")
    lines = whole.boundary.intersection(inner)
    water = [f.geometry for f in story.features.values() if f.role == ESTIMATED]
    banks = shapely.union_all([area.boundary for area in water])
    found = {"coast": lines.difference(banks), "estimated-bank": lines.intersection(banks)}
    return {name: line for name, line in found.items() if not line.is_empty}
