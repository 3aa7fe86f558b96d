"""The 180th meridian: what goes across it is split there, as RFC 7946 asks for."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

from .remaining import Kept
from .shapes import INVOLVED, Indices, gathered, involved, simple_parts

SPLIT = "a geometry split at the 180th meridian: it was split there, and goes the shorter way"
MOVED = "a longitude from -180 to 180: it was moved by 360°, to the same place"
OVER = "areas side by side, once brought within ±180°: these lie over one another, draw it again"
POLE = "a ring that does not go round a pole: split it at the 180th meridian, down to the pole"
ROUND = "a line that goes round the Earth at most once: split it"


def unwrap(kept: Kept) -> None:
    """Let lines and rings that jump from one side of the world to the other go on beyond 180°.

    A ring that does not come back to where it began goes round a pole: it is left out.
    """
    jumping = np.zeros(len(kept.geometries), bool)
    bounds = shapely.bounds(kept.geometries)
    wide = np.flatnonzero(bounds[:, 2] - bounds[:, 0] > 180)
    paths, _, of = _paths(kept.geometries[wide])
    at, path = shapely.get_coordinates(paths, return_index=True)
    jumping[wide[of[path[_turns(at, path) != 0]]]] = True
    if not jumping.any():
        return
    paths, parts, of = _paths(kept.geometries[jumping])
    at, path = shapely.get_coordinates(paths, return_index=True)
    at[:, 0] += 360 * _so_far(_turns(at, path), path)
    first = np.flatnonzero(np.diff(path, prepend=-1))
    last = np.append(first[1:], len(at)) - 1
    west, east = (f.reduceat(at[:, 0], first) for f in (np.minimum, np.maximum))
    rings = shapely.get_type_id(paths) == GeometryType.LINEARRING
    polar = rings & (np.abs(at[first, 0] - at[last, 0]) > 1)
    middle = (west + east) / 2
    # A hole may have begun on the other side than the ring that it is in, the part's first.
    outer = middle[np.searchsorted(parts, parts)]
    # And one that begins beyond 180° may go on to more than one turn from there.
    turns = np.round((outer - middle) / 360) - np.round(outer / 360)
    at[:, 0] += (360 * turns)[path]
    places = np.flatnonzero(jumping)[of]  # of each path's geometry
    round_pole, too_far = jumping & False, jumping & False
    round_pole[places[polar]] = True
    too_far[places[east - west > 360]] = True
    out = round_pole | too_far
    good = jumping & ~out
    kept.geometries[good] = shapely.set_coordinates(kept.geometries[good], at[~out[places[path]]])
    kept.drop(round_pole, "coordinates", "a ring round a pole", POLE)
    kept.drop(too_far[~round_pole], "coordinates", "more than once round the Earth", ROUND)


def split(kept: Kept) -> None:
    """Bring what lies beyond 180° to the other side of the map, cut at the meridian."""
    bounds = shapely.bounds(kept.geometries)
    beyond = (bounds[:, 0] < -180) | (bounds[:, 2] > 180)
    if not beyond.any():
        return
    parts, of = simple_parts(kept.geometries[beyond])
    west, _, east, _ = shapely.bounds(parts).T
    over = (west < -180) | (east > 180)
    cut = beyond & False
    across = ((west < -180) & (east > -180)) | ((west < 180) & (east > 180))
    cut[np.flatnonzero(beyond)[of[across]]] = True
    kept.say(cut, "longitude", "beyond 180°", SPLIT)
    kept.say(beyond & ~cut, "longitude", "beyond 180°", MOVED)
    kinds = shapely.get_type_id(parts)
    pieces, owners = [parts[~over]], [of[~over]]
    for kind, brought in _BROUGHT.items():
        which = over & (kinds == kind)
        found, index = brought(parts[which])
        pieces.append(found)
        owners.append(of[which][index])
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    split_up = gathered(np.concatenate(pieces)[order], owner[order], int(beyond.sum()))
    kept.geometries[beyond] = split_up
    _drop_overlapping(kept, beyond)


def _drop_overlapping(kept: Kept, beyond: NDArray[np.bool_]) -> None:
    """Leave out areas that were apart in the file, and are the same place on the Earth."""
    which = beyond.copy()
    which[beyond] = involved(kept.geometries[beyond])  # before GEOS is asked
    kept.drop(which, "geometry", "rings over one another", INVOLVED)
    beyond = beyond[~which]
    which = beyond.copy()
    found = kept.geometries[beyond]
    which[beyond] = ~(shapely.is_valid(found) | shapely.is_missing(found))
    kept.drop(which, "geometry", "areas over one another", OVER)


def _areas(areas: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """The pieces of polygons, each within ±180, and the place of the polygon that each is of."""
    pieces, owners = [], []
    for turn in (-1, 0, 1):
        here = shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)
        parts, of = simple_parts(shapely.intersection(areas, here))
        # A polygon may touch the meridian in a line or a point: that is no piece of it.
        flat = shapely.get_type_id(parts) == GeometryType.POLYGON
        pieces.append(shapely.transform(parts[flat], lambda at, by=360 * turn: at - (by, 0)))
        owners.append(of[flat])
    return np.concatenate(pieces), np.concatenate(owners)


def _points(points: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """Points within ±180."""
    at = shapely.get_coordinates(points)
    at[:, 0] -= 360 * _turn_of(at[:, 0])
    return shapely.points(at), np.arange(len(points))


def _lines(lines: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """The pieces of lines, cut at the meridian alone, not as by GEOS where they cross themselves.

    All at once: there can be as many lines as a file may have vertices.
    """
    at, path = shapely.get_coordinates(lines, return_index=True)
    for meridian in (-180, 180):  # `unwrap` leaves no line that goes further than the next
        west, ahead = at[:, 0] < meridian, at[:, 0] > meridian
        across = (west[:-1] & ahead[1:]) | (ahead[:-1] & west[1:])
        cross = np.flatnonzero(across & (path[:-1] == path[1:]))
        part = (meridian - at[cross, 0]) / (at[cross + 1, 0] - at[cross, 0])
        lat = at[cross, 1] + part * (at[cross + 1, 1] - at[cross, 1])
        new = np.column_stack([np.full(len(cross), float(meridian)), lat])
        at, path = np.insert(at, cross + 1, new, axis=0), np.insert(path, cross + 1, path[cross])
    step = np.flatnonzero(path[:-1] == path[1:])  # from this position to the one after it
    turn = _turn_of((at[step, 0] + at[step + 1, 0]) / 2)
    begins = (np.diff(path[step], prepend=-1) != 0) | (np.diff(turn, prepend=np.nan) != 0)
    piece = np.cumsum(begins) - 1
    ends = np.flatnonzero(np.append(begins[1:], True)[: len(step)])
    # A piece has the positions that its steps come from, and the one that its last step goes to.
    place = np.concatenate([step, step[ends] + 1])
    owner = np.concatenate([piece, piece[ends]])
    by = np.concatenate([turn, turn[ends]])
    order = np.lexsort((place, owner))
    moved = at[place] - np.column_stack([360 * by, np.zeros(len(by))])
    found = shapely.linestrings(moved[order], indices=owner[order])
    long = shapely.length(found) > 0  # a position that is there twice is no piece
    return found[long], path[step[begins]][long]


def _turn_of(longitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The number of times that 360° is to be taken away: 0 within ±180, both of which are in it."""
    turns: NDArray[np.float64] = np.floor((longitudes + 180) / 360)
    return np.where(longitudes == 180, 0, turns)


def _paths(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices, Indices]:
    """Points, lines and rings in the order of their coordinates; the part and geometry of each."""
    parts, of = simple_parts(geometries)
    areas = shapely.get_type_id(parts) == GeometryType.POLYGON
    rings, index = shapely.get_rings(parts[areas], return_index=True)
    part = np.concatenate([np.flatnonzero(~areas), np.flatnonzero(areas)[index]])
    order = np.argsort(part, kind="stable")
    return np.concatenate([parts[~areas], rings])[order], part[order], of[part[order]]


def _turns(at: NDArray[np.float64], path: Indices) -> NDArray[np.int64]:
    """At each position 1 or -1 where the step to it is more than half of the way round, else 0.

    A step of the whole way is none: rings along the meridian down to a pole have it.
    """
    step = np.diff(at[:, 0], prepend=at[:1, 0])
    jumps = (np.diff(path, prepend=-1) == 0) & (np.abs(step) > 180) & (np.abs(step) < 360)
    return np.where(jumps, -np.sign(step), 0).astype(np.int64)


def _so_far(turns: NDArray[np.int64], path: Indices) -> NDArray[np.int64]:
    """The sum of turns from the beginning of each path on; at a beginning there is none."""
    total = np.cumsum(turns)
    first = np.flatnonzero(np.diff(path, prepend=-1))
    return total - total[first][np.cumsum(np.diff(path, prepend=-1) != 0) - 1]


_BROUGHT = {
    GeometryType.POINT: _points,
    GeometryType.LINESTRING: _lines,
    GeometryType.POLYGON: _areas,
}
