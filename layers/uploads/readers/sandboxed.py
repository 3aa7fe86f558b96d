"""A file of a format that is read in the sandbox: handed over, and the answer checked here."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

import shapely

from ...errors import Problem, printable
from ..problems import numbered
from ..sandbox import child
from ..sandbox.frames import Frame
from ..verdict import FORMS, Limits, RawFeature, RawLayer, Refused
from . import archive

DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile"}  # of GDAL, which reads no other form

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
    frames: list[Frame], name: str, form: str, title: str, warnings: tuple[Problem, ...]
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


def _driver(form: str, name: str) -> str | None:
    """The driver of GDAL that a form needs, if any. Raises Refused where it is not to be had."""
    driver = DRIVERS.get(form)
    try:
        if driver is None or driver in child.drivers():
            return driver
    except RuntimeError as error:
        problem = Problem(name, "", FORMS[form], "GDAL does not start", "GeoJSON or CSV for now")
        raise Refused(problem) from error
    raise Refused(Problem(name, "", FORMS[form], "this GDAL cannot read it", "GeoJSON or CSV"))


def _refused(name: str, header: dict[str, Any]) -> Refused:
    """A refusal as the child tells it: texts, of which no more than is read."""
    found = [[printable(str(text))[:300] for text in told][:4] for told in header["refused"][:20]]
    choices = tuple(printable(str(choice))[:300] for choice in header.get("choices", ())[:1000])
    return Refused(*(Problem(name, *(told + [""] * 4)[:4]) for told in found), choices=choices)


def _layer(name: str, title: str, frames: list[Frame], warnings: tuple[Problem, ...]) -> RawLayer:
    head = frames[0][0]
    noted = [*warnings, *(Problem(name, "", *_reason(why)) for why in head["warnings"])]
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
        noted.append(numbered(name, "feature", number, *_reason(header["why"])))
        if "note" not in header:
            dropped.append(number)
    layer = printable(str(head["layer"]))[:300] or title
    crs = None if head["crs"] is None else str(head["crs"])
    return RawLayer(layer, tuple(features), crs, tuple(noted), tuple(dropped))


def _reason(why: Any) -> tuple[str, str, str]:
    """Field, value, and what would be right, as the child tells them."""
    field, value, expected = (printable(str(text))[:300] for text in why)
    return field, value, expected
