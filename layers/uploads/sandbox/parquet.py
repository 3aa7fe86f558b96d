"""GeoParquet as columns and WKB. Runs in the child, without GDAL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import Problem, shown
from ..verdict import Limits, Refused
from .frames import Frame
from .layer_choice import layer_frame

DEGREES = "OGC:CRS84"  # where a file says nothing of its CRS


def read(name: str, limits: Limits) -> Iterator[Frame]:
    """The frames of the file in this folder. Raises Refused."""
    try:
        file = pq.ParquetFile("layer.parquet")
        geometry, crs = _described(file.schema_arrow.metadata or {}, name)
        rows, columns = file.metadata.num_rows, file.metadata.num_columns
        for field, number, most in (
            ("features", rows, limits.features),
            ("columns", columns, limits.properties),
            ("attributes", rows * columns, limits.values),
        ):
            if number > most:
                raise Refused(Problem(name, "", field, f"{number:,}", f"at most {most:,}"))
        table = file.read()
        shapes = table.column(geometry).to_pylist()
    except (pa.ArrowException, OSError, KeyError, ValueError, NotImplementedError) as error:
        expected = "what a GIS reads: export it again, best as GeoJSON"
        raise Refused(Problem(name, "", "content", "no whole GeoParquet", expected)) from error
    kept, left = {}, []
    for field in table.column_names:
        kind = table.schema.field(field).type
        if field == geometry:
            continue
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            left.append((shown(field, 40), "bytes", "left out: only text and numbers are shown"))
        else:
            kept[field] = [_plain(value) for value in table.column(field).to_pylist()]
    yield layer_frame("", crs, left)
    for at, shape in enumerate(shapes):
        row = {field: values[at] for field, values in kept.items() if values[at] is not None}
        yield {"n": at + 1, "p": row}, shape if isinstance(shape, bytes) else b""


def _described(metadata: dict[bytes, bytes], name: str) -> tuple[str, str | None]:
    """The column of geometries, and their CRS, as the file describes them. Raises Refused."""
    about = json.loads(metadata.get(b"geo", b"{}"))
    column = about.get("primary_column")
    if not isinstance(column, str):
        expected = "GeoParquet, which names its column of geometries: this is a plain table"
        raise Refused(Problem(name, "", "metadata", "nothing on geometries", expected))
    described = about["columns"][column]
    if (encoding := described.get("encoding")) != "WKB":
        raise Refused(Problem(name, "", "encoding", shown(encoding), "WKB: export it so"))
    crs = described.get("crs", DEGREES)
    if isinstance(crs, dict):
        known = crs.get("id")
        if not isinstance(known, dict):
            raise Refused(Problem(name, "", "CRS", shown(crs.get("name", "")), "one with a code"))
        crs = f"{known.get('authority')}:{known.get('code')}"
    return column, crs


def _plain(value: Any) -> Any:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)
