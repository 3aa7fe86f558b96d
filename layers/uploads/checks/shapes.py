"""The shapes of uploaded geometries: plain parts, two ordinates, finite, valid."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry

from ..sandbox import child
from ..verdict import Refused
from .remaining import Kept, Mask

_MULTI = {
    GeometryType.POINT: shapely.multipoints,
    GeometryType.LINESTRING: shapely.multilinestrings,
    GeometryType.POLYGON: shapely.multipolygons,
}
_LARGE = 500  # vertices: fewer are looked at quickly, however they lie
_PAIRS = 40_000_000  # of segments in all large geometries together: about a second
INVOLVED = "rings side by side: these are too involved to be checked, simplify them"
Indices = NDArray[np.intp]


def plain(kept: Kept) -> None:
    """Leave out what is no geometry or empty; take collections apart, drop third ordinates."""
    kinds = shapely.get_type_id(kept.geometries)
    kept.drop(kinds < 0, "geometry", "null", "a geometry: without one there is nothing to draw")
    kept.drop(
        shapely.is_empty(kept.geometries),
        "geometry",
        "empty",
        "a geometry with a position at least",
    )
    kept.say(_high(kept.geometries), "coordinates", "heights", "two ordinates: they were left out")
    kept.geometries = shapely.force_2d(kept.geometries)
    _take_apart(kept)


def _high(geometries: NDArray[np.object_]) -> Mask:
    """Geometries with a height or a measure; 0 throughout is how programs write that of none."""
    deep: Mask = shapely.has_z(geometries) | shapely.has_m(geometries)
    at, of = shapely.get_coordinates(geometries, include_z=True, return_index=True)
    above = np.bincount(of[np.nan_to_num(at[:, 2]) != 0], minlength=len(geometries)) > 0
    found: Mask = deep & (above | shapely.has_m(geometries))
    return found


def simple_parts(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """Points, lines and polygons in geometries, without empty ones; the place of each one's."""
    of = np.arange(len(geometries))
    while (shapely.get_type_id(geometries) >= GeometryType.MULTIPOINT).any():
        geometries, index = shapely.get_parts(geometries, return_index=True)
        of = of[index]
    full = ~(shapely.is_empty(geometries) | shapely.is_missing(geometries))
    return geometries[full], of[full]


def gathered(parts: NDArray[np.object_], of: Indices, number: int) -> NDArray[np.object_]:
    """So many geometries from points, lines and polygons; `of`, ascending, has each one's place.

    A collection only where they are of two kinds; None where there is no part.
    """
    found = np.full(number, None, object)
    kinds = shapely.get_type_id(parts)
    least, most = np.full(number, 99), np.full(number, -1)
    np.minimum.at(least, of, kinds)
    np.maximum.at(most, of, kinds)
    alone = np.bincount(of, minlength=number) == 1
    found[of[alone[of]]] = parts[alone[of]]
    for kind, make in _MULTI.items():
        same = (~alone & (least == most) & (most == kind))[of]
        if same.any():
            whole, index = np.unique(of[same], return_inverse=True)
            found[whole] = make(parts[same], indices=index)
    mixed = (least < most)[of]
    if mixed.any():
        whole, index = np.unique(of[mixed], return_inverse=True)
        found[whole] = shapely.geometrycollections(parts[mixed], indices=index)
    return found


def _take_apart(kept: Kept) -> None:
    """Collections within collections, and parts that are empty."""
    several = shapely.get_type_id(kept.geometries) >= GeometryType.MULTIPOINT
    if not several.any():
        return
    parts, index = shapely.get_parts(kept.geometries[several], return_index=True)
    of = np.flatnonzero(several)[index]
    nested = np.zeros(len(kept.geometries), bool)
    nested[of[shapely.get_type_id(parts) == GeometryType.GEOMETRYCOLLECTION]] = True
    inner, of_inner = shapely.get_parts(parts, return_index=True)
    gaps = np.zeros(len(kept.geometries), bool)
    gaps[of[shapely.is_empty(parts)]] = True
    gaps[of[of_inner[shapely.is_empty(inner)]]] = True
    kept.say(nested, "geometry", "nested collections", "one collection: they were taken apart")
    kept.say(gaps & ~nested, "geometry", "an empty part", "positions: it was left out")
    if (both := nested | gaps).any():
        whole, of = simple_parts(kept.geometries[both])
        kept.geometries[both] = gathered(whole, of, int(both.sum()))


def check_sizes(kept: Kept) -> None:
    """Vertices of all and of each ring. Raises Refused at the limits."""
    limits = kept.limits
    if (parts := int(shapely.get_num_geometries(kept.geometries).sum())) > limits.parts:
        most = f"at most {limits.parts:,} in a file"
        raise Refused(kept.problem(None, "parts", f"{parts:,}", most))
    if (number := int(shapely.get_num_coordinates(kept.geometries).sum())) > limits.vertices:
        most = f"at most {limits.vertices:,} in a file"
        raise Refused(kept.problem(None, "vertices", f"{number:,}", most))
    long = np.flatnonzero(shapely.get_num_coordinates(kept.geometries) > limits.ring_vertices)
    rings, of = rings_of(kept.geometries[long])
    sizes = shapely.get_num_coordinates(rings)
    if (large := np.flatnonzero(sizes > limits.ring_vertices)).size:
        most = f"at most {limits.ring_vertices:,} in a ring: simplify it"
        at = large[0]
        raise Refused(kept.problem(int(long[of[at]]), "vertices of a ring", f"{sizes[at]:,}", most))


def rings_of(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """Every ring of polygons in geometries, and the place of the geometry that each is of."""
    parts, of = simple_parts(geometries)
    areas = shapely.get_type_id(parts) == GeometryType.POLYGON
    rings, index = shapely.get_rings(parts[areas], return_index=True)
    return rings, of[areas][index]


def drop_where(kept: Kept, wrong: Mask, of: Indices, value: str, expected: str) -> None:
    """Leave out features that have a wrong vertex; `of` has each vertex's feature."""
    which = np.zeros(len(kept.geometries), bool)
    which[of[wrong]] = True
    kept.drop(which, "coordinates", value, expected)


def drop_infinite(kept: Kept) -> None:
    """Leave out features with a vertex that is no number."""
    at, of = shapely.get_coordinates(kept.geometries, return_index=True)
    drop_where(kept, ~np.isfinite(at).all(axis=1), of, "NaN or infinity", "finite numbers")


def repair(kept: Kept) -> None:
    """Mend rings that cross themselves, in the child; leave out what cannot be mended."""
    most = kept.limits.repaired_vertices
    kept.drop(involved(kept.geometries), "geometry", "rings over one another", INVOLVED)
    invalid = ~shapely.is_valid(kept.geometries)
    large = invalid & (shapely.get_num_coordinates(kept.geometries) > most)
    expected = f"valid rings, or at most {most:,} vertices in a geometry that is to be mended"
    kept.drop(large, "geometry", _reason, expected)
    invalid = invalid[~large]
    if not invalid.any():
        return
    before = kept.geometries[invalid]
    found = np.empty(len(before), object)
    found[:], reached, failure = child.repair(list(before), kept.limits)
    # Mending makes a vertex of every crossing: there can be many more than before.
    room = kept.limits.vertices - shapely.get_num_coordinates(kept.geometries[~invalid]).sum()
    good = _within(found, before) & (np.cumsum(shapely.get_num_coordinates(found)) <= room)
    mended, lost = invalid.copy(), invalid.copy()
    mended[invalid], lost[invalid] = good, ~good
    kept.say(mended, "geometry", _reason, "valid rings: they were mended, look at them")
    parts, of = simple_parts(found[good])
    kept.geometries[mended] = gathered(parts, of, int(good.sum()))
    late = np.zeros(len(invalid), bool)
    late[np.flatnonzero(invalid)[reached:]] = failure is not None
    expected = f"rings that can be mended in time: {failure}; simplify it"
    kept.drop(late, "geometry", _reason, expected)
    kept.drop((lost & ~late)[~late], "geometry", _reason, "rings that can be mended: draw it again")


def involved(geometries: NDArray[np.object_]) -> Mask:
    """Geometries whose rings lie over one another so often that looking at all takes long.

    GEOS compares the segments whose ranges of x and of y overlap; a ring of 50,000 can be drawn so
    that all do, and GEOS cannot be stopped. Told by the lesser of the two numbers of overlaps.
    """
    sizes = shapely.get_num_coordinates(geometries)
    large = np.flatnonzero((sizes > _LARGE) & (shapely.get_dimensions(geometries) == 2))
    pairs = np.array([_pairs(geometries[at : at + 1]) for at in large], np.int64)
    order = np.argsort(pairs)
    found = np.zeros(len(geometries), bool)
    found[large[order][np.cumsum(pairs[order]) > _PAIRS]] = True
    return found


def _pairs(geometry: NDArray[np.object_]) -> int:
    """The number of pairs of segments of a geometry's rings that overlap, in x or in y."""
    at, ring = shapely.get_coordinates(rings_of(geometry)[0], return_index=True)
    same = ring[1:] == ring[:-1]
    low, high = np.minimum(at[:-1], at[1:])[same], np.maximum(at[:-1], at[1:])[same]
    number = len(low)
    return min(
        int(np.searchsorted(np.sort(low[:, axis]), high[:, axis], "right").sum())
        - number * (number + 1) // 2
        for axis in (0, 1)
    )


def _within(found: NDArray[np.object_], before: NDArray[np.object_]) -> Mask:
    """Those of the child's answers that are valid, and where the geometry was."""
    inside, outside = shapely.bounds(found), shapely.bounds(before)
    within = (inside[:, :2] >= outside[:, :2]) & (inside[:, 2:] <= outside[:, 2:])
    valid: Mask = shapely.is_valid(found) & within.all(axis=1)
    return valid


def _reason(geometry: BaseGeometry) -> str:
    """The reason why a geometry is not valid, without the position."""
    return str(shapely.is_valid_reason(geometry)).partition("[")[0].strip()
