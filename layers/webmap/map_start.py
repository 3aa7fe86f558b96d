"""Start options of the frame's script: where the map opens, and where readers can jump to."""

from __future__ import annotations

from typing import Any

from ..html.gate import safe
from ..story import Story
from ..view.extent import Box, home_bounds, jump_bounds
from .ground_detail import near_home


def map_start(story: Story, detail: str = "") -> dict[str, Any]:
    """Corners south-west and north-east, lat lon in degrees; labels have passed the gate.

    `detail` is the address of the script that has all the detail of the ground.
    """
    jumps = [[str(safe(label)), corners(box)] for label, box in jump_bounds(story).items()]
    fine = {"detail": detail, "near": corners(near_home(story))} if detail else {}
    return {"home": corners(home_bounds(story)), "jumps": jumps} | fine


def corners(box: Box) -> list[list[float]]:
    """An extent as Leaflet has it."""
    west, south, east, north = box
    return [[south, west], [north, east]]
