"""GeoPackage 1.2: a table a layer, tables of claims and sources, styles and provenance.

GDAL writes the tables; what it has no interface for, styles and metadata that are no XML, is added
with SQLite. Every time in the file is the first of GeoPackage's epoch, since a clock would change
its bytes.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from pyogrio.errors import DataSourceError, FeatureError

from ...findings.rows import Row
from ...story import Layer
from ...symbols.sld_qml import KINDS, layer_style, own_style, qml, sld
from ...uploads.verdict import OwnLayer
from ..provenance import FORMAT, VERSION, provenance_of
from ..seal import BLANK
from ..snapshot import UNCHECKED, SignedLayer, Snapshot, SnapshotError
from .claims_csv import COLUMNS
from .geopackage_schema import TABLES
from .plain_text import clean, json_text
from .story_rows import Shape, Sheet, told
from .upload_tables import columns_of, geometries_of, rows_of

STANDARD = f"urn:x-{FORMAT}:{VERSION}"  # what the metadata is, as the specification asks
EPOCH = "1970-01-01T00:00:00.000Z"
NUMBERS = {"lon", "lat", "accuracy_m", "offset_m", "length_m"}
WHOLE = {"source_number", "number", "paragraph"}
FEATURE = (
    *("id", "name", "names", "role", "kind", "layer", "place", "status", "accuracy_m", "method"),
    *("offset_m", "length_m", "source", "url", "note", "drawn_after", "claims", "told"),
)
EXTENSION = "http://www.geopackage.org/spec121/#extension_metadata"


def geopackage(snapshot: Snapshot) -> bytes:
    """The file's bytes. Geometry is EPSG:4326, longitude before latitude.

    Raises SnapshotError when there is no room for it among the temporary files.
    """
    try:
        # In a folder of its own that nobody else can read, so that two at once do not meet.
        with tempfile.TemporaryDirectory(prefix="snapshot-") as folder:
            path = Path(folder) / "snapshot.gpkg"
            _write(path, snapshot)
            return _uncounted(path.read_bytes())
    except (OSError, sqlite3.OperationalError, DataSourceError, FeatureError) as error:
        raise SnapshotError(
            "a GeoPackage is written among the temporary files first, and there it failed; make "
            "room there, or let TMPDIR name another folder"
        ) from error


def _write(path: Path, snapshot: Snapshot) -> None:
    sheet = Sheet(snapshot)
    for layer, shapes in sheet.layers:
        _write_layer(path, layer, shapes)
    _write_table(path, "claims", list(sheet.claims.values()), COLUMNS)
    for own in snapshot.signed:
        _write_own(path, own_table(own), own.layer)
    columns = list(sheet.sources[0]) if sheet.sources else ["number", "id", "citation"]
    _write_table(path, "sources", sheet.sources, columns)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        _finish(database, snapshot, sheet)


def _uncounted(content: bytes) -> bytes:
    """The file without the count of changes while it was written, which may vary.

    SQLite keeps it at two places of its header, which have to be the same.
    """
    counted, once = (slice(24, 28), slice(92, 96)), (1).to_bytes(4)
    made = bytearray(content)
    for place in counted:
        made[place] = once
    return bytes(made)


def table_of(layer: Layer) -> str:
    """The table of a layer: its id, unless that is what another table is called.

    No id has an underscore, so none of the names meet.
    """
    taken = layer.id in ("claims", "sources") or layer.id.startswith("gpkg")
    return f"layer_{layer.id}" if taken else layer.id


def _write_layer(path: Path, layer: Layer, shapes: Sequence[Shape]) -> None:
    rows = [
        shape.row
        | {
            "names": json_text(shape.row["names"]),
            "drawn_after": json_text(shape.row["drawn_after"]),
            "claims": json_text([claim["id"] for claim in shape.claims]),
            "told": "\n".join(told(claim) for claim in shape.claims),
        }
        for shape in shapes
    ]
    kinds = {shape.geometry.geom_type for shape in shapes} | set(layer.geometry_types)
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(shape.geometry) for shape in shapes], dtype=object),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs="EPSG:4326",
        **_fields(rows, FEATURE),
        **_place_in(path, table_of(layer), f"{layer.title}. {layer.description}"),
    )


def own_table(own: SignedLayer) -> str:
    """The table of an own layer: own_1. No id of a layer has an underscore."""
    return f"own_{own.sign}"


def _write_own(path: Path, table: str, layer: OwnLayer) -> None:
    columns = columns_of(layer)
    rows = rows_of(layer, columns)
    geometries = geometries_of(layer)
    kinds = {geometry.geom_type for geometry in geometries}
    more = ["other_attributes"] if any(row["other_attributes"] for row in rows) else []
    pyogrio.raw.write(
        path,
        geometry=np.array(shapely.to_wkb(geometries), dtype=object),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs="EPSG:4326",
        # Whatever an attribute is called, it is text.
        **_fields(rows, ["number", *columns.values(), *more], (), ("number",)),
        **_place_in(path, table, f"{layer.name}: {UNCHECKED}"),
    )


def _write_table(path: Path, name: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    pyogrio.raw.write(
        path,
        geometry=None,
        **_fields(rows, columns),
        **_place_in(path, name, f"The {name} in sight"),
    )


def _place_in(path: Path, table: str, description: str) -> dict[str, Any]:
    # 1.2, since GDAL before 3.7 warns of later versions.
    created = {"VERSION": "1.2", "ADD_GPKG_OGR_CONTENTS": "NO"}
    return {
        "layer": table,
        "driver": "GPKG",
        "encoding": "UTF-8",
        "layer_options": {"DESCRIPTION": clean(description)},
        "dataset_options": None if path.exists() else created,
    }


def _fields(
    rows: Sequence[Row],
    columns: Sequence[str],
    numbers: Collection[str] = NUMBERS,
    whole: Collection[str] = WHOLE,
) -> dict[str, Any]:
    """Rows as columns of one type each: text, real or whole numbers; None is null."""
    data, masks = [], []
    for name in columns:
        values = [row[name] for row in rows]
        missing = np.array([value is None for value in values], dtype=bool)
        if name in numbers:
            data.append(np.array([np.nan if v is None else v for v in values], dtype="float64"))
        elif name in whole:
            data.append(np.array([v or 0 for v in values], dtype="int32"))
        else:
            data.append(np.array([None if v is None else str(v) for v in values], dtype=object))
        masks.append(missing if name in whole else None)
    return {"field_data": data, "field_mask": masks, "fields": list(columns)}


def _finish(database: sqlite3.Connection, snapshot: Snapshot, sheet: Sheet) -> None:
    """Styles, provenance, licences; then no clock, and the pages in order."""
    # The file is read back at once and removed: nothing of it has to outlast a power cut.
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA journal_mode = MEMORY")
    database.executescript(TABLES)
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
        [("gpkg_metadata", EXTENSION), ("gpkg_metadata_reference", EXTENSION)],
    )
    _describe(database, None, "application/json", provenance_of(snapshot).text)
    _describe(database, None, "text/plain", BLANK)
    for layer, shapes in sheet.layers:
        table, style = table_of(layer), layer_style(layer.style)
        licence = f"{layer.attribution}. Licence: {layer.licence}. Source: {layer.source}"
        _describe(database, table, "text/plain", licence)
        roles = {
            s.feature.role: kind for s in shapes for kind in KINDS if kind in s.geometry.geom_type
        }
        _style(database, table, qml(style), sld(table, style, roles))
    for own in snapshot.signed:
        table = own_table(own)
        columns = "".join(f"\n{to}: {of}" for of, to in columns_of(own.layer).items())
        _describe(
            database, table, "text/plain", f"{own.layer.name}: {UNCHECKED}. Columns:{columns}"
        )
        _style(database, table, qml(own_style(own.sign)), None)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles')"
    )
    database.execute("UPDATE gpkg_contents SET last_change = ?", (EPOCH,))
    database.execute("VACUUM")


def _style(database: sqlite3.Connection, table: str, of_qgis: str, of_others: str | None) -> None:
    """Add a table's style, for QGIS and for those who read SLD."""
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, 'geom', 'default', ?, ?, 1, '', '', ?)",
        (table, of_qgis, of_others, EPOCH),
    )


def _describe(database: sqlite3.Connection, table: str | None, mime: str, text: str) -> None:
    """Metadata of a table, or of the whole file."""
    added = database.execute(
        "INSERT INTO gpkg_metadata (md_standard_uri, mime_type, metadata) VALUES (?, ?, ?)",
        (STANDARD, mime, text),
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) "
        "VALUES (?, ?, ?, ?)",
        ("table" if table else "geopackage", table, EPOCH, added.lastrowid),
    )
