"""Time zones of three countries as polygons, from the packages timezonefinder and its data.

Both packages hold what timezone-boundary-builder makes of OpenStreetMap. In early 2024 the zones of
China and North Korea both reached to the far bank of the Tumen, so what they share is its water;
since then they end where OpenStreetMap has the border. Polygons are EPSG:4326, lon lat.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from features import EXTENT
from packages import member
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

ZONES = {"CHN": "Asia/Shanghai", "PRK": "Asia/Pyongyang", "RUS": "Asia/Vladivostok"}
OLD, NEW = "timezonefinder==6.5.4", "timezonefinder-data==3.2026.3.post1"
BLOCK = 128  # vertices of a ring that are packed together
STEP = 10  # units of 1e-7 degrees in which a packed vertex counts
Array = npt.NDArray[Any]


def zones_2024() -> dict[str, BaseGeometry]:
    """The zones of early 2024 within the extent, by country."""
    names = json.loads(member(OLD, "timezonefinder/timezone_names.json"))
    numbers, counts, starts, coordinates, hole_counts, hole_starts, hole_coordinates = (
        np.frombuffer(member(OLD, f"timezonefinder/{name}.bin"), kind)
        for name, kind in (
            ("poly_zone_ids", "<u2"),
            ("poly_coord_amount", "<u4"),
            ("poly_adr2data", "<u4"),
            ("poly_data", "<i4"),
            ("hole_coord_amount", "<u2"),
            ("hole_adr2data", "<u4"),
            ("hole_data", "<i4"),
        )
    )
    registry = json.loads(member(OLD, "timezonefinder/hole_registry.json"))

    def rings(number: int) -> Iterator[Array]:
        yield _ring(coordinates, starts[number], counts[number])
        amount, first = registry.get(str(number), (0, 0))
        for hole in range(first, first + amount):
            yield _ring(hole_coordinates, hole_starts[hole], hole_counts[hole])

    return {
        code: _area(rings(int(n)) for n in np.flatnonzero(numbers == names.index(zone)))
        for code, zone in ZONES.items()
    }


def _ring(coordinates: Array, start: int, count: int) -> Array:
    """One ring (n, 2); `start` is in bytes, x come before y."""
    begin = int(start) // 4
    flat: Array = coordinates[begin : begin + 2 * int(count)]
    return flat.reshape(2, -1).T


def zones_2026() -> dict[str, BaseGeometry]:
    """The zones of September 2026 within the extent, by country; without holes, which none has."""
    folder = "timezonefinder_data/data"
    names = member(NEW, f"{folder}/timezone_names.txt").decode().split("\n")
    numbers = _npy(f"{folder}/zone_ids")
    boundaries = f"{folder}/boundaries"
    packed = np.frombuffer(member(NEW, f"{boundaries}/coordinates.bin"), "<u4")
    bases, widths, ranges, offsets, counts = (
        _npy(f"{boundaries}/{name}")
        for name in ("block_bases", "block_widths", "block_ranges", "block_offsets", "nr_vertices")
    )

    def ring(number: int) -> Array:
        blocks = slice(int(offsets[number]), int(offsets[number + 1]))
        frames = np.column_stack([bases[blocks], ranges[blocks, 0]])
        return _unpacked(
            packed, _first_word(packed, number), frames, widths[blocks], counts[number]
        )

    return {
        code: _area([ring(int(n))] for n in np.flatnonzero(numbers == names.index(zone)))
        for code, zone in ZONES.items()
    }


def _npy(name: str) -> Array:
    found: Array = np.load(io.BytesIO(member(NEW, f"{name}.npy")))
    return found


def _first_word(packed: Array, number: int) -> int:
    """The word of a FlatBuffers file, of 32 bits each, at which a polygon's payload begins.

    A root table has a vector of tables, and each of those a vector of words; references are in
    bytes from where they stand.
    """
    vector = int(packed[0]) // 4 + 2  # the root keeps its version before its only reference
    vector += int(packed[vector]) // 4
    entry = vector + 1 + number
    table = entry + int(packed[entry]) // 4
    payload = table + 1 + int(packed[table + 1]) // 4
    return payload + 1  # after its length


def _unpacked(packed: Array, word: int, frames: Array, widths: Array, count: int) -> Array:
    """A ring (n, 2) of whole degrees times 1e7.

    A block holds, first of all x and then of all y, what is to be added to its frame, in so many
    bits each, from a word on; and after its own vertices the first of the next block.
    """
    parts = []
    for block, (frame, bits) in enumerate(zip(frames, widths, strict=True)):
        own = min(BLOCK, int(count) - block * BLOCK)
        axes = []
        for origin, width in zip(frame, bits, strict=True):
            words = -(-(own + 1) * int(width) // 32)
            stream = np.unpackbits(packed[word : word + words].view(np.uint8), bitorder="little")
            fields = stream[: own * int(width)].reshape(own, int(width)).astype(np.int64)
            axes.append(fields @ (1 << np.arange(int(width), dtype=np.int64)) * STEP + int(origin))
            word += words
        parts.append(np.column_stack(axes))
    return np.concatenate(parts)


def _area(polygons: Any) -> BaseGeometry:
    """The part of polygons, each given by its rings of degrees times 1e7, within the extent."""
    found = []
    for rings in polygons:
        outer, *holes = (np.asarray(ring) / 1e7 for ring in rings)
        (west, south), (east, north) = outer.min(axis=0), outer.max(axis=0)
        if shapely.box(west, south, east, north).intersects(EXTENT):
            found.append(shapely.make_valid(Polygon(outer, holes)).intersection(EXTENT))
    return shapely.union_all(found)
