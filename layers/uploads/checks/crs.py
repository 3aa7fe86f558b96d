"""The coordinate reference system of a reader's file, and the way from it to degrees."""

from __future__ import annotations

import re

import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.exceptions import CRSError, ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from ...errors import Problem, shown
from ..verdict import Refused

DEGREES = "EPSG:4326"
# Longitude and latitude in degrees of WGS 84 under other names; those of the axes do not count.
SAME = {"EPSG:4326", "OGC:CRS84", "EPSG:4979", "OGC:CRS84h"}
_NAME = re.compile(
    r"(?:urn:(?:ogc|x-ogc):def:crs:)?(EPSG|ESRI|OGC|IAU_2015):(?:[\d.]*:)?([A-Za-z0-9]{2,20})"
    r"|https?://www\.opengis\.net/(?:def/crs|gml/srs)/(EPSG|OGC)(?:/[\d.]+/|\.xml#)(\w{2,20})",
    re.IGNORECASE,
)
# PROJ opens the grids that a definition names, and they may be named anything.
_GRID = re.compile(r"grids=(?!@null)|PARAMETERFILE|\.(?:gsb|gtx|tif|tiff|las|los|ct2|gri)\b", re.I)
_CERTAIN = 70  # of 100: the parameters are those of the CRS, only words differ
EXPECTED = "a CRS that PROJ knows: export the file in EPSG:4326"


def authority(name: str) -> str | None:
    """A CRS by an authority's code, as "EPSG:3857", from any way to write that; else None."""
    found = _NAME.fullmatch(name.strip())
    if found is None:
        return None
    code = found[2] or found[4]
    return f"{(found[1] or found[3]).upper()}:{code if code.isdigit() else code.upper()}"


def resolved(name: str, file: str) -> tuple[str, pyproj.CRS]:
    """A CRS and what it is called: from an authority's code, or from WKT without grids.

    Raises Refused.
    """
    set_network_enabled(active=False)  # PROJ would fetch grids where it may
    code = authority(name)
    problem = Problem(file, "", "CRS", shown(code or name), EXPECTED)
    try:
        found = pyproj.CRS.from_user_input(code) if code else pyproj.CRS.from_wkt(name)
        known = found.to_authority(min_confidence=_CERTAIN)
        if known is not None:
            found = pyproj.CRS.from_authority(*known)  # and not what the file says of it
        elif _GRID.search(name):
            raise Refused(problem)
        if found.is_compound:  # with heights, which are not drawn
            found = found.sub_crs_list[0]
        if not (found.is_geographic or found.is_projected):
            raise Refused(problem)
        return ":".join(known) if known else shown(found.name), found.to_2d()
    except CRSError as error:
        raise Refused(problem) from error


def way_to_degrees(found: pyproj.CRS, called: str, file: str) -> tuple[pyproj.Transformer, bool]:
    """The way from x and y in a CRS to longitude and latitude in EPSG:4326.

    And whether it is a rough one, which leaves out the datum because PROJ does not know it. Raises
    Refused for a CRS that is not of the Earth.
    """
    problem = Problem(file, "", "CRS", shown(called), EXPECTED)
    for rough in (False, True):
        try:
            way = pyproj.Transformer.from_crs(found, DEGREES, always_xy=True, allow_ballpark=rough)
        except ProjError as error:
            if rough:
                raise Refused(problem) from error
        else:
            return way, rough
    raise Refused(problem)


def to_degrees(at: NDArray[np.float64], way: pyproj.Transformer) -> NDArray[np.float64]:
    """Positions (n, 2), x and y, as longitude and latitude; infinite where the CRS has no such."""
    return np.column_stack(way.transform(at[:, 0], at[:, 1]))
