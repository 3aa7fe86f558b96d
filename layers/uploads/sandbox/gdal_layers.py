"""GeoPackages and shapefiles read by GDAL, answered in frames as in `xml_layers`.

Runs in the child.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...errors import Problem, shown
from ..verdict import Limits, Refused
from . import gdal, geopackage, shapefile
from .frames import Frame
from .layer_choice import layer_frame, pick


def read(form: str, driver: str, name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    """The frames of the file in this folder. Raises Refused."""
    if gdal.drivers() != [driver]:  # it must not depend on a variable having been heeded
        raise Refused(Problem(name, "", "driver", driver, "the only one: this GDAL has others"))
    yield from FORMS[form](name, choose, limits)


def _gpkg(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    tables, others = geopackage.examine("layer.gpkg", name, limits)
    full = [title for title, table in tables.items() if table.rows]
    title, table = pick(tables, full, "layer", choose, name, limits)
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


def _shp(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    parts = {path.suffix[1:]: path for path in Path().glob("layer.*")}
    found = shapefile.examine({e: path.read_bytes() for e, path in parts.items()}, name, limits)
    for ending in ("prj", "cpg"):  # read above, and more strictly than GDAL would
        if ending in parts:
            parts[ending].unlink()
    about, ids, shapes, data = gdal.read(
        "layer.shp", name, found.records - len(found.deleted), encoding=found.encoding
    )
    if len(ids) != found.records - len(found.deleted):
        value = f"{len(ids):,} of {found.records:,}"
        raise Refused(Problem(name, "", "features read", value, "all of them: export it again"))
    values, warnings = gdal.columns(about, data, len(ids), name, limits)
    yield layer_frame(choose or "", found.crs, [*found.warnings, *warnings])
    for at in sorted(found.deleted):
        yield {"drop": at + 1, "why": ("record", "deleted in the .dbf", "left out")}, b""
    rows = gdal.records(values, len(ids))
    for at, shape, properties in zip(ids.tolist(), shapes, rows, strict=True):
        if not shape and at not in found.without:
            yield _unreadable(at + 1)
        else:
            yield {"n": at + 1, "p": properties}, shape or b""


def _unreadable(number: int) -> Frame:
    why = ("geometry", "GDAL cannot read it", "a geometry of the format: draw it again")
    return {"drop": number, "why": why}, b""


FORMS = {"gpkg": _gpkg, "shp": _shp}
