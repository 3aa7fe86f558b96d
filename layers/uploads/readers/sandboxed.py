"""A reader's file in a format that GDAL reads: handed to the child, its answer checked here."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

import shapely

from ...errors import Problem, printable
from ..sandbox import child
from ..verdict import FORMS, Limits, RawFeature, RawLayer, Refused
from . import archive

# The driver of each, the first that this GDAL has.
DRIVERS = {
    "kml": ("LIBKML", "KML"),
    "gpx": ("GPX",),
    "gpkg": ("GPKG",),
    "shp": ("ESRI Shapefile",),
}

_AGAIN = "a file that a GIS opens: export it again, smaller or as GeoJSON"


def read(content: bytes, form: str, name: str, choose: str | None, limits: Limits) -> RawLayer:
    """The features of a KML, KMZ, GPX, GeoPackage or zipped shapefile, in the file's CRS.

    `form` is one of kml, kmz, gpx, gpkg, shp; `name` what the reader calls the file, for messages
    alone; `choose` one of several folders, layers or shapefiles in it. Properties are text,
    numbers, truth values and lists; those that are null are left out. Raises Refused, with
    `choices` when one has to be chosen. Takes at most some 15 seconds.
    """
    warnings: tuple[Problem, ...] = ()
    title = PurePath(name).stem
    if form == "kmz":
        content, warnings = archive.kml_of(content, name, limits)
        form = "kml"
    if form == "shp":
        title, parts = archive.shapefile_of(content, name, choose, limits)
        files, choose = {f"layer.{part}": data for part, data in parts.items()}, title
    else:
        files = {f"layer.{form}": content}
    frames, failure = child.run(
        "foreign",
        files,
        _driver(form, name),
        form=form,
        name=name[:255],
        choose=None if choose is None else choose[:1_000],
        limits=asdict(limits),
    )
    if failure is not None:
        raise Refused(Problem(name, "", FORMS[form], failure, _AGAIN))
    return checked(frames, name, form, title, warnings)


def checked(
    frames: list[child.Frame], name: str, form: str, title: str, warnings: tuple[Problem, ...]
) -> RawLayer:
    """The raw layer that the child's frames tell of, nothing in them believed. Raises Refused."""
    try:
        if "refused" in frames[-1][0]:
            raise _refused(name, frames[-1][0])
        return _layer(name, title, frames, warnings)
    # NotImplementedError: shapely knows no curves.
    except (KeyError, TypeError, ValueError, IndexError, NotImplementedError) as error:
        raise Refused(
            Problem(name, "", FORMS[form], "its answer is not in order", _AGAIN)
        ) from error


def _driver(form: str, name: str) -> str:
    try:
        known = child.drivers()
    except RuntimeError as error:
        problem = Problem(name, "", FORMS[form], "GDAL does not start", "GeoJSON or CSV for now")
        raise Refused(problem) from error
    for driver in DRIVERS[form]:
        if driver in known:
            return driver
    problem = Problem(name, "", FORMS[form], "this GDAL cannot read it", "GeoJSON or CSV")
    raise Refused(problem)


def _refused(name: str, header: dict[str, Any]) -> Refused:
    """A refusal as the child tells it: texts, of which no more than is read."""
    found = [[printable(str(text))[:300] for text in told][:4] for told in header["refused"][:20]]
    choices = tuple(printable(str(choice))[:300] for choice in header.get("choices", ())[:1000])
    return Refused(*(Problem(name, *(told + [""] * 4)[:4]) for told in found), choices=choices)


def _layer(
    name: str, title: str, frames: list[child.Frame], warnings: tuple[Problem, ...]
) -> RawLayer:
    head = frames[0][0]
    noted = [*warnings, *(_problem(name, "", why) for why in head["warnings"])]
    features, dropped = [], []
    for header, wkb in frames[1:]:
        number = header.get("n") or header.get("drop") or header["note"]
        if not isinstance(number, int) or number < 1:
            raise ValueError("no number of a feature")
        geometry = shapely.from_wkb(wkb, on_invalid="ignore") if wkb else None
        if wkb and geometry is None:
            header = {"why": ("geometry", "it is none", "two points in a line, four in a ring")}
        if "n" in header:
            properties = dict(header["p"])
            features.append(RawFeature(number, geometry, properties))
            continue
        noted.append(_problem(name, f"feature {number}", header["why"]))
        if "note" not in header:
            dropped.append(number)
    layer = printable(str(head["layer"]))[:300] or title
    crs = None if head["crs"] is None else str(head["crs"])
    return RawLayer(layer, tuple(features), crs, tuple(noted), tuple(dropped))


def _problem(name: str, record: str, why: Any) -> Problem:
    field, value, expected = (printable(str(text))[:300] for text in why)
    return Problem(name, record, field, value, expected)
