"""The place of features on the Earth: longitude and latitude, whatever the file has.

Swapped axes and projected coordinates are recognised where the numbers show them. They are not
put right: which of two ways is meant is for whoever made the file to say.
"""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ..verdict import Refused
from . import crs, shapes
from .remaining import Kept, Mask

FAR = 1000  # no degrees are so many, nor typing errors in them
FEW = 10  # of so many features one may be wrong without a doubt about the others
NEAR = 1  # degrees around the area that a CRS is made for
METRES = "degrees of EPSG:4326; these look like metres: export it so, or name the CRS in the file"
SWAPPED = "longitude first, then latitude: these look swapped"
TURNED = "x (east) first, then y (north): these look swapped, the other way round they are in"
ROUGH = "a datum that PROJ knows: positions may be off by hundreds of metres; export in EPSG:4326"
RANGE = "longitude from -180 to 180, latitude from -90 to 90"
IN_DEGREES = "metres, as the CRS has them; these look like degrees: name the right CRS"
DEFINED = "a position for which the CRS is defined: is it the right one?"


def in_degrees(kept: Kept, named: str | None) -> str:
    """Bring geometries to EPSG:4326, longitudes up to 360 either way; what their CRS is called.

    Raises Refused for a CRS that cannot be used, and for coordinates that cannot be in it.
    """
    if named is None:
        expected = "the file's CRS: it was taken as longitude and latitude, EPSG:4326"
        kept.said.append(kept.problem(None, "CRS", "none is named", expected))
    called, found = crs.resolved(named or crs.DEGREES, kept.file)
    if found.is_geographic:
        _check_degrees(kept)
    else:
        _check_metres(kept, called)
    if called not in crs.SAME:
        expected = "converted to longitude and latitude (EPSG:4326)"
        kept.said.append(kept.problem(None, "CRS", called, expected))
        _reproject(kept, found, called)
        _check_degrees(kept)
    # A last digit beyond the range is what computing leaves.
    kept.geometries = shapely.transform(kept.geometries, _within_range)
    return called


def _check_degrees(kept: Kept) -> None:
    """Leave out what is no longitude and latitude; refuse the file where all seems to be so."""
    west, south, east, north = shapely.bounds(kept.geometries).T
    x, y = np.maximum(-west, east), np.maximum(-south, north)
    # 0 to 360 is a way to write longitudes too; a last digit more is what computing leaves.
    wrong = ~((x <= 360 + 1e-9) & (y <= 90 + 1e-9))
    far = wrong & (np.maximum(x, y) > FAR)
    swapped = wrong & ~far & (x <= 90) & (y <= 180)
    if 2 * far.sum() > len(far):
        raise Refused(kept.problem(int(np.argmax(far)), "coordinates", _first(kept, far), METRES))
    # A few among many are slips of the pen; to be in doubt of all it takes more.
    if FEW * swapped.sum() > len(swapped) and (x[~far] <= 90).all():
        value = _first(kept, swapped)
        raise Refused(kept.problem(int(np.argmax(swapped)), "coordinates", value, SWAPPED))
    hints = np.select([far, swapped], [METRES, SWAPPED], RANGE)
    for hint in (METRES, SWAPPED, RANGE):
        which = wrong & (hints == hint)
        kept.drop(which, "coordinates", _farthest, hint)
        wrong, hints = wrong[~which], hints[~which]


def _check_metres(kept: Kept, called: str) -> None:
    """Refuse degrees in a CRS that has metres. Raises Refused."""
    west, south, east, north = shapely.bounds(kept.geometries).T
    small = (west >= -360) & (east <= 360) & (south >= -90) & (north <= 90)
    if len(small) and small.all():
        value = f"{_first(kept, small)} in {called}"
        raise Refused(kept.problem(0, "coordinates", value, IN_DEGREES))


def _reproject(kept: Kept, found: pyproj.CRS, called: str) -> None:
    at, of = shapely.get_coordinates(kept.geometries, return_index=True)
    way, rough = crs.way_to_degrees(found, called, kept.file)
    if rough:
        kept.said.append(kept.problem(None, "datum", f"that of {called}, not known", ROUGH))
    written, at = at, crs.to_degrees(at, way)
    inside = _inside(at, found)
    if not inside.all() and _inside(crs.to_degrees(written[:, ::-1], way), found).all():
        first = int(np.argmin(inside))
        value = f"[{written[first, 0]:.10g}, {written[first, 1]:.10g}]"
        expected = f"{TURNED} the area of {called} ({_area(found)})"
        raise Refused(kept.problem(int(of[first]), "coordinates", value, expected))
    lost: Mask = np.logical_not(np.isfinite(at).all(axis=1))
    at = at[~np.isin(of, of[lost])]
    shapes.drop_where(kept, lost, of, f"not in {called}", DEFINED)
    kept.geometries = shapely.set_coordinates(kept.geometries.copy(), at)
    if (away := ~_inside(at, found)).any():
        value = f"{int(away.sum()):,} of {len(at):,} positions far from its area ({_area(found)})"
        kept.said.append(kept.problem(None, "CRS", value, f"the right CRS: is it {called}?"))


def _area(found: pyproj.CRS) -> str:
    """The name of the area that a CRS is made for."""
    return "" if found.area_of_use is None else found.area_of_use.name[:60]


def _inside(at: NDArray[np.float64], found: pyproj.CRS) -> Mask:
    """Positions in degrees that are about in the area that a CRS is made for, if it has one."""
    area = found.area_of_use
    if area is None:
        return np.ones(len(at), bool)
    east = area.east + 360 * (area.east < area.west)
    lon = np.where(at[:, 0] < area.west - NEAR, at[:, 0] + 360, at[:, 0])
    lat = at[:, 1]
    about: Mask = (lon >= area.west - NEAR) & (lon <= east + NEAR)
    return about & (lat >= area.south - NEAR) & (lat <= area.north + NEAR)


def _within_range(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions whose last digits are within ±90, and ±180 where they are about that."""
    lon, lat = at.T
    lon = np.where((abs(lon) > 180) & (abs(lon) < 180 + 1e-9), np.sign(lon) * 180, lon)
    return np.column_stack([lon, np.clip(lat, -90, 90)])


def _first(kept: Kept, which: NDArray[np.bool_]) -> str:
    return _farthest(kept.geometries[np.argmax(which)])


def _farthest(geometry: BaseGeometry) -> str:
    """The position of a geometry that is farthest from 0, 0."""
    found = shapely.get_coordinates(geometry)
    x, y = found[np.abs(found).max(axis=1).argmax()].tolist()
    return f"[{x:.10g}, {y:.10g}]"
