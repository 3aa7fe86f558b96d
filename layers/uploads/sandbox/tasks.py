"""Each format read, and answered in frames: what the layer is, then its features one by one.

The first frame has `layer`, `crs` and `warnings`; each of the others a feature's number with its
properties and WKB, with why it is dropped, or with a note on it. Runs in the child.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from ...errors import Problem, shown
from ..verdict import Limits, Refused
from . import gdal, geopackage, gpx, kml, shapefile
from .child import Frame
from .xml_text import Found

Reason = tuple[str, str, str]  # field, value, what would be right
T = TypeVar("T")


def read(form: str, driver: str, name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    """The frames of the file in this folder. Raises Refused."""
    if gdal.drivers() != [driver]:  # it must not depend on a variable having been heeded
        raise Refused(Problem(name, "", "driver", driver, "the only one: this GDAL has others"))
    yield from FORMS[form](name, choose, limits)


def _pick(
    layers: Mapping[str, T],
    full: list[str],
    what: str,
    choose: str | None,
    name: str,
    limits: Limits,
) -> tuple[str, T]:
    """The layer to read: the one with features, or the one that is asked for. Raises Refused."""
    if choose is not None and choose in layers:
        return choose, layers[choose]
    if choose is not None:
        problem = Problem(name, "", what, shown(choose), "one that the file holds")
        raise Refused(problem, choices=tuple(full))
    if len(full) > limits.layers:
        problem = Problem(name, "", what, f"{len(full)} of them", f"at most {limits.layers}")
        raise Refused(problem)
    if len(full) > 1:
        problem = Problem(name, "", what, f"{len(full)} of them", "one: choose which is to be read")
        raise Refused(problem, choices=tuple(full))
    if not full:
        raise Refused(Problem(name, "", what, "no features", f"a {what} with at least one feature"))
    return full[0], layers[full[0]]


def _kml(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    reader = kml.KmlReader(name, limits)
    reader.read(Path("layer.kml").read_bytes())
    folders: dict[str, kml.Folder] = {}
    for folder in reader.folders:
        stem = title = folder.full_name or "(no folder)"
        number = 1
        while title in folders:
            title = f"{stem} ({(number := number + 1)})"
        folders[title] = folder
    left = [(tag, f"{count} of them", "not drawn, and no address is followed")
            for tag, count in sorted(reader.left_out.items())]  # fmt: skip
    full = [title for title, folder in folders.items() if folder.found]
    try:
        title, folder = _pick(folders, full, "folder", choose, name, limits)
    except Refused as refused:
        # A file of links alone: what it holds is said with what it lacks.
        more = (Problem(name, "", *reason) for reason in left)
        raise Refused(*refused.problems, *more, choices=refused.choices) from refused
    taken = [one for one in folder.found if one.bad is None and one.pieces]
    yield _layer(title if folder.named or choose else "", "EPSG:4326", left)
    yield from _features(folder.found, _shapes(kml.anew(taken), name, len(taken), layer=0))


def _gpx(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    reader = gpx.GpxReader(name, limits)
    reader.read(Path("layer.gpx").read_bytes())
    kinds = {title: (kind, reader.kinds[kind]) for kind, title in gpx.KINDS.items()}
    full = [title for title, (_, found) in kinds.items() if found]
    title, (kind, found) = _pick(kinds, full, "layer", choose, name, limits)
    taken = [one for one in found if one.bad is None and one.pieces]
    yield _layer(choose or "", "EPSG:4326", [])
    content = gpx.anew(kind, taken)
    yield from _features(found, _shapes(content, name, len(taken), layer=title))


def _shapes(content: bytes, name: str, expected: int, layer: int | str) -> list[bytes | None]:
    """The WKB of features written anew: as many as were written. Raises Refused."""
    if not expected:
        return []
    _, _, found, _ = gdal.read(content, name, expected, layer=layer, columns=[])
    if len(found) != expected:
        value = f"{len(found):,} of {expected:,}"
        raise Refused(
            Problem(name, "", "features read", value, "all of them: export it as GeoJSON")
        )
    return list(found)


def _features(found: list[Found], shapes: list[bytes | None]) -> Iterator[Frame]:
    """The features of an XML file: those that are taken with their shape, in order."""
    left = iter(shapes)
    for number, one in enumerate(found, start=1):
        if one.bad is not None:
            yield {"drop": number, "why": one.bad}, b""
            continue
        shape = next(left) if one.pieces else None
        if not shape and one.pieces:
            yield _unreadable(number)
            continue
        yield {"n": number, "p": one.properties}, shape or b""
        yield from (({"note": number, "why": note}, b"") for note in one.notes)


def _gpkg(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    tables, others = geopackage.examine("layer.gpkg", name, limits)
    full = [title for title, table in tables.items() if table.rows]
    title, table = _pick(tables, full, "layer", choose, name, limits)
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
    yield _layer(title, table.crs(about["crs"], name), [*others, *warnings])
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
    yield _layer(choose or "", found.crs, [*found.warnings, *warnings])
    for at in sorted(found.deleted):
        yield {"drop": at + 1, "why": ("record", "deleted in the .dbf", "left out")}, b""
    rows = gdal.records(values, len(ids))
    for at, shape, properties in zip(ids.tolist(), shapes, rows, strict=True):
        if not shape and at not in found.without:
            yield _unreadable(at + 1)
        else:
            yield {"n": at + 1, "p": properties}, shape or b""


def _layer(title: str, crs: str | None, warnings: list[Reason]) -> Frame:
    return {"layer": title, "crs": crs, "warnings": warnings}, b""


def _unreadable(number: int) -> Frame:
    why = ("geometry", "GDAL cannot read it", "a geometry of the format: draw it again")
    return {"drop": number, "why": why}, b""


FORMS = {"kml": _kml, "gpx": _gpx, "gpkg": _gpkg, "shp": _shp}
