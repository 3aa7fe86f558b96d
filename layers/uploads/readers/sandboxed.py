"""A file of a format that is read in the sandbox: handed over, and the answer checked here."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any

import shapely

from ...errors import Problem, printable
from ..checks import looks
from ..guesses import guesses
from ..problems import numbered
from ..sandbox import child
from ..sandbox.frames import Frame
from ..verdict import FORMS, LIMITS, NOTHING, Asked, Limits, RawFeature, RawLayer, Refused
from . import archive, table_rows
from .coordinate_columns import names_coordinates

# Of GDAL, which reads no other form.
DRIVERS = {
    "gpkg": "GPKG",
    "shp": "ESRI Shapefile",
    "fgb": "FlatGeobuf",
    "topojson": "TopoJSON",
    "xlsx": "XLSX",
}

_AGAIN = "a file that a GIS opens: export it again, smaller or as GeoJSON"


def read(content: bytes, form: str, name: str, asked: Asked, limits: Limits) -> list[RawLayer]:
    """The layers of a file of any of these forms, in the file's CRS.

    `form` is kml, kmz, gpx, parquet or one of DRIVERS; `name` what the reader calls the file, for
    messages alone; `asked` says which of several folders, layers or shapefiles in it. Properties
    are text, numbers, truth values and lists; those that are null are left out. Raises Refused,
    with `choices` when some have to be chosen. Takes at most some 15 seconds.
    """
    warnings: tuple[Problem, ...] = ()
    stem = PurePath(name).stem
    if form == "kmz":
        content, warnings = archive.kml_of(content, name, limits)
        form = "kml"
    if form != "shp":
        return _read({f"layer.{form}": content}, form, name, stem, asked, warnings, limits)
    found = []
    for title, parts in archive.shapefiles_of(content, name, asked.layers, limits):
        files = {f"layer.{part}": data for part, data in parts.items()}
        found += _read(files, form, name, title, asked, (), limits)
    return found


def _read(
    files: dict[str, bytes],
    form: str,
    name: str,
    title: str,
    asked: Asked,
    warnings: tuple[Problem, ...],
    limits: Limits,
) -> list[RawLayer]:
    """The layers of what one child reads."""
    frames, failure = child.run(
        "foreign",
        files,
        _driver(form, name),
        form=form,
        name=name[:255],
        asked=asdict(asked),
        limits=asdict(limits),
    )
    if failure is not None:
        raise Refused(Problem(name, "", FORMS[form], failure, _AGAIN))
    return checked(frames, name, form, title, warnings, asked, limits)


def checked(
    frames: list[Frame],
    name: str,
    form: str,
    title: str,
    warnings: tuple[Problem, ...],
    asked: Asked = NOTHING,
    limits: Limits = LIMITS,
) -> list[RawLayer]:
    """The raw layers that the child's frames tell of, nothing in them believed. Raises Refused."""
    try:
        if "refused" in frames[-1][0]:
            raise _refused(name, frames[-1][0])
        starts = [at for at, (header, _) in enumerate(frames) if "layer" in header]
        if starts[0] != 0:
            raise ValueError("no layer first")
        parts = [frames[at:end] for at, end in zip(starts, [*starts[1:], len(frames)], strict=True)]
        if form == "xlsx":
            return [_sheet(name, title, part, asked, limits) for part in parts]
        return [_layer(name, title, part, warnings) for part in parts]
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
            colour = looks.hexadecimal(str(header.get("c", ""))) or ""
            features.append(RawFeature(number, geometry, properties, colour))
            continue
        noted.append(numbered(name, "feature", number, *_reason(header["why"])))
        if "note" not in header:
            dropped.append(number)
    layer = _called(printable(str(head["layer"]))[:300], title)
    crs = None if head["crs"] is None else str(head["crs"])
    return RawLayer(layer, tuple(features), crs, tuple(noted), tuple(dropped))


def _sheet(name: str, title: str, frames: list[Frame], asked: Asked, limits: Limits) -> RawLayer:
    """The layer that the rows of a sheet make. Raises Refused."""
    rows = [(int(head["n"]), [*map(str, head["cells"])]) for head, _ in frames[1:]]
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if len(rows) < 2:
        raise Refused(Problem(name, "", "rows", f"{len(rows)}", "one with names, and one below"))
    if len(rows) > limits.rows:
        raise Refused(Problem(name, "", "rows", f"{len(rows):,}", f"at most {limits.rows:,}"))
    # Above the names of the columns there may be a title.
    named = [at for at, (_, cells) in enumerate(rows[:10]) if names_coordinates(cells)]
    at = named[0] if named else 0
    layer = table_rows.layer_of("", rows[at][1], iter(rows[at + 1 :]), name, asked, limits)
    return replace(layer, name=_called(printable(str(frames[0][0]["layer"]))[:300], title))


def _called(own: str, title: str) -> str:
    """A layer's name: after the file's, where by itself it says nothing."""
    vague = re.fullmatch(guesses("names")["vague"], own, re.IGNORECASE)
    return f"{title}: {own}" if own and vague else own or title


def _reason(why: Any) -> tuple[str, str, str]:
    """Field, value, and what would be right, as the child tells them."""
    field, value, expected = (printable(str(text))[:300] for text in why)
    return field, value, expected
