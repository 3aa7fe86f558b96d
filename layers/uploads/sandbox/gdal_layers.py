"""GeoPackages and shapefiles read by GDAL, answered in frames as in `xml_layers`.

Runs in the child.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...errors import Problem, shown
from ..verdict import Asked, Limits, Refused
from . import gdal, geopackage, shapefile
from .frames import Frame
from .layer_choice import Reason, layer_frame, pick


def read(form: str, driver: str, name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    """The frames of the file in this folder. Raises Refused."""
    if gdal.drivers() != [driver]:  # it must not depend on a variable having been heeded
        raise Refused(Problem(name, "", "driver", driver, "the only one: this GDAL has others"))
    yield from FORMS[form](name, asked, limits)


def _gpkg(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    tables, others = geopackage.examine("layer.gpkg", name, limits)
    full = [title for title, table in tables.items() if table.rows]
    for title, table in pick(tables, full, "layer", asked, name):
        yield from _table(title, table, others, name, limits)


def _table(
    title: str, table: geopackage.Table, others: list[Reason], name: str, limits: Limits
) -> Iterator[Frame]:
    if len(table.rows) > limits.features:
        most = f"at most {limits.features:,}"
        raise Refused(Problem(name, "", "features", f"over {limits.features:,}", most))
    about, ids, shapes, data = gdal.read("layer.gpkg", name, len(table.rows), layer=title)
    if sorted(ids.tolist()) != sorted(table.rows):
        value = f"{len(ids):,} of {len(table.rows):,}"
        raise Refused(Problem(name, "", "features read", value, "all of them: export it again"))
    values, warnings = gdal.columns(about, data, len(ids), name, limits)
    taken = {*about["fields"], table.id}
    lost = [column for column in table.columns if column not in taken]
    warnings += [(shown(column, 40), "a type that GDAL has not", "left out") for column in lost]
    yield layer_frame(title, table.crs(about["crs"], name), [*others, *warnings])
    at = {row: index for index, row in enumerate(ids.tolist())}
    rows = list(gdal.records(values, len(ids)))
    for number, row in enumerate(table.rows, start=1):
        shape = shapes[at[row]]
        if not shape and row not in table.without:
            yield _unreadable(number)
            continue
        yield {"n": number, "p": rows[at[row]]}, shape or b""
        if row in table.curved:
            yield {"note": number, "why": ("geometry", "a curve", "drawn as straight pieces")}, b""


def _shp(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    parts = {path.suffix[1:]: path for path in Path().glob("layer.*")}
    if asked.encoding and "cpg" in parts:
        parts.pop("cpg").unlink()
    found = shapefile.examine({e: path.read_bytes() for e, path in parts.items()}, name, limits)
    for ending in ("prj", "cpg"):  # read above, and more strictly than GDAL would
        if ending in parts:
            parts[ending].unlink()
    # In which each byte is a letter: what the bytes are is settled here.
    about, ids, shapes, data = gdal.read(
        "layer.shp", name, found.records - len(found.deleted), encoding="ISO-8859-1"
    )
    if len(ids) != found.records - len(found.deleted):
        value = f"{len(ids):,} of {found.records:,}"
        raise Refused(Problem(name, "", "features read", value, "all of them: export it again"))
    values, warnings = gdal.columns(about, data, len(ids), name, limits)
    try:
        values, notes = shapefile.in_letters(values, found.stated, asked.encoding, name)
    except Refused as refused:  # with what else is missing, so that nobody has to come twice
        lost = () if found.crs or asked.crs else (Problem(name, ".prj", *shapefile.NO_PRJ),)
        raise Refused(*refused.problems, *lost) from None
    yield layer_frame("", found.crs, [*notes, *warnings])
    for at in sorted(found.deleted):
        yield {"drop": at + 1, "why": ("record", "deleted in the .dbf", "left out")}, b""
    rows = gdal.records(values, len(ids))
    for at, shape, properties in zip(ids.tolist(), shapes, rows, strict=True):
        if not shape and at not in found.without:
            yield _unreadable(at + 1)
        else:
            yield {"n": at + 1, "p": properties}, shape or b""


def _any(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    """The layers of a format of which GDAL says all that there is to say."""
    file = next(path.name for path in Path().glob("layer.*"))
    found = {title: gdal.about(file, title, name) for title in gdal.layers(file, name)}
    full = [title for title, info in found.items() if info["features"]]
    for title, info in pick(found, full, "layer", asked, name):
        if (rows := info["features"]) > limits.features:
            most = f"at most {limits.features:,}"
            raise Refused(Problem(name, "", "features", f"{rows:,}", most))
        about, ids, shapes, data = gdal.read(file, name, rows, layer=title)
        values, warnings = gdal.columns(about, data, len(ids), name, limits)
        degrees = "EPSG:4326" if file.endswith(".topojson") else None  # which has no other
        yield layer_frame(title, about["crs"] or degrees, warnings)
        rows_of = gdal.records(values, len(ids))
        for number, (shape, row) in enumerate(zip(shapes, rows_of, strict=True), start=1):
            yield {"n": number, "p": row}, shape or b""


def _xlsx(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    """The rows of a workbook's sheet: each its number and its cells, as text."""
    sheets = {title: title for title in gdal.layers("layer.xlsx", name)}
    for title, _ in pick(sheets, list(sheets), "sheet", asked, name):
        about, ids, _, data = gdal.read(
            "layer.xlsx", name, limits.rows + 50, layer=title, read_geometry=False
        )
        if len(about["fields"]) > limits.columns:
            raise Refused(Problem(name, title, "columns", "many", f"at most {limits.columns}"))
        yield layer_frame(title * (len(sheets) > 1), None, [])
        for number, cells in zip(ids.tolist(), zip(*data, strict=True), strict=True):
            yield {"n": number, "cells": ["" if one is None else str(one) for one in cells]}, b""


def _unreadable(number: int) -> Frame:
    why = ("geometry", "GDAL cannot read it", "a geometry of the format: draw it again")
    return {"drop": number, "why": why}, b""


FORMS = {"gpkg": _gpkg, "shp": _shp, "fgb": _any, "topojson": _any, "xlsx": _xlsx}
