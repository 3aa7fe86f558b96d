"""Places of a name along a line, as of a river: in its water, beside it, or at least touching it.

A name that stands free of its line says, at the scale of a region, that something lies kilometres
from where it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .label_spot import Spot, centred, turned
from .rectangles import Box

CLEAR = 1.8  # units from a line to the text beside it
STEPS = 40  # places that are tried on each part of a line
HELD = 0.94  # of a name that is set in water, which has no letters in its corners
BENT, SHORTER = 3.0, 0.94  # units that a line may leave its chord, and how short that may be
BESIDE, UPRIGHT, ACROSS = 6.0, 14.0, 18.0  # costs of what is worse than a name within the water


def along(
    shape: BaseGeometry, size: tuple[float, float], frame: Box, water: BaseGeometry
) -> Iterator[Spot]:
    """Spots along the part of a line that is in the frame, its middle first."""
    seen = shapely.intersection(shape, shapely.box(*frame.bounds))
    parts = [p for p in shapely.get_parts(seen) if p.geom_type == "LineString" and p.length]
    shapely.prepare(water)
    for part in sorted(parts, key=lambda p: -p.length)[:4]:
        for share in np.linspace(0.04, 0.96, STEPS):
            yield from _at(part, float(share), size, frame, water)


def _at(
    line: BaseGeometry, share: float, size: tuple[float, float], frame: Box, water: BaseGeometry
) -> Iterator[Spot]:
    wide, high = size
    at = line.interpolate(share, normalized=True)
    middle = frame.middle
    far = abs(at.x - middle[0]) / frame.width + abs(at.y - middle[1]) / frame.height
    for side in (1, -1):
        beside_it = at.x + side * (wide / 2 + CLEAR), at.y
        align = "left" if side > 0 else "right"
        yield Spot(centred(beside_it, size), 12 * far + UPRIGHT, align)
    yield Spot(centred((at.x, at.y), size), 12 * far + ACROSS)
    run = share * line.length
    if run < wide / 2 or run > line.length - wide / 2:
        return
    start, end = line.interpolate(run - wide / 2), line.interpolate(run + wide / 2)
    chord = shapely.LineString([start, end])
    bent = max(
        line.interpolate(run + wide * part).distance(chord) for part in (-0.35, -0.2, 0, 0.2, 0.35)
    )
    if bent > high / 2 or chord.length < wide * SHORTER:
        return
    angle = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    angle = (angle + 90) % 180 - 90  # never upside down
    centre = chord.interpolate(0.5, normalized=True)
    inside = turned((centre.x, centre.y), size, angle, 12 * far + bent / 2)
    area = inside.area
    if water.intersection(area).area > HELD * area.area:
        yield replace(inside, within=True)
    if bent > BENT:
        return
    away = high / 2 + CLEAR
    right, up = -math.sin(math.radians(angle)), math.cos(math.radians(angle))
    for side in (1, -1):
        beside = centre.x + side * right * away, centre.y + side * up * away
        yield turned(beside, size, angle, 12 * far + bent + BESIDE)
