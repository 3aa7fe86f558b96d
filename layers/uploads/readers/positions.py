"""Positions as people write them: degrees with minutes and sides, two in a cell, UTM and MGRS."""

from __future__ import annotations

import math
import re
from functools import cache

import mgrs
import pyproj

from ..guesses import guesses

NUMBER = re.compile(r"[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_PLAIN = r"\d+(?:[.,]\d*)?"
_ANGLE = re.compile(
    rf"(?P<sign>[-+−]?)\s*(?P<deg>{_PLAIN})\s*(?:(?:[°ºd˚*:]|度|도|град\.?|\s)\s*"
    rf"(?:(?P<min>{_PLAIN})\s*(?:(?:['′’´m:]|分|분|мин\.?|\s)\s*"
    rf"(?:(?P<sec>{_PLAIN})\s*(?:[\"″”s]|''|′′|’’|秒|초|сек\.?)?)?)?)?)?",
    re.ASCII,
)
_UTM = re.compile(rf"(\d{{1,2}})\s*([C-HJ-NP-X])[\s,]+({_PLAIN})m?E?[\s,]+({_PLAIN})m?N?", re.ASCII)
_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z]{2})((?:\d\d){1,5})", re.ASCII)
_SPLITS = (r"(?<=[NSEWnsew])[\s,;]+", r"\s*;\s*", r",\s+", r"\s*,\s*", r"\s*/\s*", r"\s+")
_WKT = re.compile(r"(?:SRID=\d+;\s*)?[A-Za-z]+\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)", re.IGNORECASE)
MOST = 80  # letters of a position that is no geometry

Pair = tuple[float, float]  # longitude, latitude


@cache
def _sides() -> dict[str, tuple[str, int]]:
    """An axis and a sign, by what people write for a side."""
    meant = {"north": ("y", 1), "south": ("y", -1), "east": ("x", 1), "west": ("x", -1)}
    words = guesses("columns")["sides"]
    return {word: meant[side] for side in meant for word in words[side]}


@cache
def _side() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_sides(), key=len, reverse=True)))
    return re.compile(
        rf"(?P<before>{words})?\s*(?P<angle>.*?)\s*(?P<after>{words})?", re.IGNORECASE
    )


def is_geometry(text: str) -> bool:
    """True for what begins as WKT or GeoJSON does."""
    return text.startswith("{") or _WKT.match(text) is not None


def angle(text: str) -> tuple[float, str] | None:
    """Degrees, and the axis that a side beside them names, x or y; else an empty one."""
    found = (
        _side().fullmatch(text.strip(" s" if "d" in text else None)) if len(text) < MOST else None
    )
    parts = found and _ANGLE.fullmatch(found["angle"])
    if not found or not parts or (found["before"] and found["after"]):
        return None
    degrees, minutes, seconds = (
        float((parts[one] or "0").replace(",", ".")) for one in ("deg", "min", "sec")
    )
    if minutes >= 60 or seconds >= 60 or (parts["min"] and degrees % 1):
        return None
    axis, side = _sides().get((found["before"] or found["after"] or "").lower(), ("", 1))
    if parts["sign"] and axis:
        return None  # -42 N: which of the two counts?
    sign = -side if parts["sign"] in ("-", "−") and parts["sign"] else side
    return sign * (degrees + minutes / 60 + seconds / 3600), axis


def pair(text: str, longitude_first: bool) -> Pair | None:
    """Longitude and latitude from a cell with both, in this order or by their sides; else None."""
    text = text.strip().strip("()[]").strip()
    if not text or len(text) > 2 * MOST:
        return None
    if found := _grid(text.upper()):
        return found
    for split in _SPLITS:
        parts = re.split(split, text)
        if not 2 <= len(parts) <= 4 or not all(map(NUMBER.fullmatch, parts[2:])):
            continue
        if "," in split and len(parts) > 2 and "." not in text:
            continue  # decimal commas among commas
        first, second = angle(parts[0]), angle(parts[1])
        if first and second and (not first[1] or first[1] != second[1]):
            turned = (
                first[1] == "x" or second[1] == "y" if first[1] or second[1] else longitude_first
            )
            return (first[0], second[0]) if turned else (second[0], first[0])
    return None


def _grid(text: str) -> Pair | None:
    """Longitude and latitude from UTM or MGRS."""
    if found := _MGRS.fullmatch(re.sub(r"\s", "", text)):
        try:
            lat, lon = mgrs.MGRS().toLatLon("".join(found.groups()))
        except mgrs.core.MGRSError:
            return None
        return lon, lat
    found = _UTM.fullmatch(text)
    if not found or not 1 <= (zone := int(found[1])) <= 60:
        return None
    east, north = (float(found[at].replace(",", ".")) for at in (3, 4))
    lon, lat = _way(zone, True).transform(east, north)
    # "S" is a band of the north, and often meant for the southern half.
    if found[2] < "N" or (found[2] == "S" and not 32 <= lat < 40):
        lon, lat = _way(zone, False).transform(east, north)
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


@cache
def _way(zone: int, north: bool) -> pyproj.Transformer:
    code = f"EPSG:{32600 + zone if north else 32700 + zone}"
    return pyproj.Transformer.from_crs(code, "EPSG:4326", always_xy=True)
