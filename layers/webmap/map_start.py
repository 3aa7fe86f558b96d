"""Start options of the frame's script: where the map opens, and where readers can jump to."""

from __future__ import annotations

from typing import Any

from ..html.gate import safe
from ..story import Story
from ..view.extent import Box, home_bounds, jump_bounds


def map_start(story: Story) -> dict[str, Any]:
    """Corners south-west and north-east, lat lon in degrees; labels have passed the gate."""
    jumps = [[str(safe(label)), corners(box)] for label, box in jump_bounds(story).items()]
    return {"home": corners(home_bounds(story)), "jumps": jumps}


def corners(box: Box) -> list[list[float]]:
    """An extent as Leaflet has it."""
    west, south, east, north = box
    return [[south, west], [north, east]]
