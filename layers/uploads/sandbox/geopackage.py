"""The tables of a GeoPackage, seen by SQLite before GDAL opens it. Runs in the child."""

from __future__ import annotations

import re
import sqlite3
import struct
from dataclasses import dataclass
from typing import Any

from ...errors import Problem, shown
from ..verdict import Limits, Refused, refused

APPLICATIONS = (b"GPKG", b"GP10", b"GP11")
VERSIONS = range(10_000, 10_500)  # user_version: 1.0 to 1.4, of "GPKG" alone
# The triggers that keep a spatial index, a count or the standard's own rules; a file that is only
# read runs none of them. Any other, and every view, is somebody's program.
_OWN_TRIGGERS = re.compile(
    r"rtree_.+_(insert|update\d?|delete)|trigger_(insert|delete)_feature_count_.+"
    r"|gpkg_(tile_matrix|metadata|metadata_reference)_\w+|f[a-z]{2}i_.+"
)
_NAME = r"""("([^"]|"")*"|'([^']|'')*'|`[^`]*`|\[[^\]]*\]|\w+)"""
_INDEX = re.compile(rf"CREATE\s+VIRTUAL\s+TABLE\s+{_NAME}\s+USING\s+rtree\s*\(", re.IGNORECASE)
# By the beginning of a column's type, which of its values are not of that type.
_WRONG = (
    (r"BOOL", "{0} IS NOT NULL AND {0} NOT IN (0, 1)"),
    (r"(TINY|SMALL|MEDIUM)?INT", "typeof({0}) NOT IN ('integer', 'null')"),
    (r"FLOAT|DOUBLE|REAL|NUMERIC", "typeof({0}) NOT IN ('real', 'integer', 'null')"),
    # A day more or less lets SQLite reckon, and find that there is no 31 February.
    (r"DATE$", "{0} IS NOT NULL AND date({0}, '+0 days') IS NOT {0}"),
    (
        r"DATETIME|TIMESTAMP",
        "{0} IS NOT NULL AND (datetime({0}) IS NULL OR date(substr({0}, 1, 10), '+0 days') IS NOT"
        " substr({0}, 1, 10))",
    ),
)
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the flags' three bits
OTHERS = 20  # tables without features that are named
UNDEFINED = (-1, 0, 99999)  # the last is how GDAL writes that a table has none
CURVES = range(8, 15)  # of WKB: CircularString to Surface


@dataclass(frozen=True)
class Table:
    """A table of features: its rows' ids in order, and of which the geometry is none or curved."""

    name: str
    id: str | None  # the column that is the row's id, no property
    columns: tuple[str, ...]
    srs: int  # its CRS in gpkg_spatial_ref_sys
    rows: tuple[int, ...]
    without: frozenset[int]
    curved: frozenset[int]

    def crs(self, found: str | None, name: str) -> str | None:
        """The CRS, as GDAL found it; None where the file says that it is not known.

        Raises Refused where the file names one that nobody can know.
        """
        if self.srs in UNDEFINED:
            return None
        if found is None:
            expected = "a CRS that gpkg_spatial_ref_sys defines: export the table in EPSG:4326"
            raise refused(name, shown(self.name, 60), "srs_id", shown(self.srs), expected)
        return found


def examine(
    path: str, name: str, limits: Limits
) -> tuple[dict[str, Table], list[tuple[str, str, str]]]:
    """The tables of features in a GeoPackage, by name, and a warning for each other table of it.

    Raises Refused.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - a name within the child's own folder
        head = file.read(100)
    version = int.from_bytes(head[60:64], "big")
    if not head.startswith(b"SQLite format 3\0"):
        raise refused(name, "", "file", "no SQLite database", "a GeoPackage")
    if head[68:72] not in APPLICATIONS or (head[68:72] == b"GPKG" and version not in VERSIONS):
        value = f"{shown(head[68:72].decode('latin-1'))} {version}"
        expected = "application id GPKG and version 1.0 to 1.4: save it as GeoPackage again"
        raise refused(name, "", "version", value, expected)
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            _schema(database, name)
            return {t.name: t for t in _tables(database, name, limits)}, _others(database)
    except (sqlite3.Error, struct.error) as error:
        expected = "a whole GeoPackage: open it in a GIS and export it again"
        raise refused(name, "", "database", shown(str(error)), expected) from error


def _schema(database: sqlite3.Connection, name: str) -> None:
    """Refuse what would compute something when it is read or written."""
    problems = []
    for kind, table, sql in database.execute("SELECT type, name, sql FROM sqlite_schema"):
        sql = sql or ""
        virtual = bool(re.match(r"\s*CREATE\s+VIRTUAL", sql, re.IGNORECASE))
        if kind == "view":
            problems.append((kind, table, "tables only: export what it shows as a table"))
        elif kind == "trigger" and not _OWN_TRIGGERS.fullmatch(table.lower()):
            problems.append((kind, table, "no triggers but those of the spatial index"))
        elif virtual and not (_INDEX.match(sql.strip()) and table.lower().startswith("rtree_")):
            problems.append(("virtual table", table, "no virtual tables but the spatial index"))
    if problems:
        found = (
            Problem(name, shown(t, 60), k, shown(t, 60), expected) for k, t, expected in problems
        )
        raise Refused(*list(found)[:20])


def _tables(database: sqlite3.Connection, name: str, limits: Limits) -> list[Table]:
    listed = database.execute(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents AS c"
        " JOIN gpkg_geometry_columns AS g ON lower(c.table_name) = lower(g.table_name)"
        " WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT ?",
        (limits.layers + 1,),
    ).fetchall()
    if len(listed) > limits.layers:
        raise refused(name, "", "layers", f"over {limits.layers}", f"at most {limits.layers}")
    return [_table(database, name, limits, *row) for row in listed]


def _others(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Of each table that is no layer of features: its name, what it is, and that it is not drawn.

    Of many the first, and how many more there are. Styles, which QGIS keeps so, are not looked at.
    """
    listed = database.execute(
        "SELECT c.table_name, c.data_type FROM gpkg_contents AS c"
        " LEFT JOIN gpkg_geometry_columns AS g ON lower(c.table_name) = lower(g.table_name)"
        " WHERE (c.data_type IS NOT 'features' OR g.table_name IS NULL)"
        " AND c.table_name IS NOT 'layer_styles'"
    ).fetchall()
    found = [(shown(t, 40), f"a table of {shown(k, 20)}", "not drawn") for t, k in listed[:OTHERS]]
    if (more := len(listed) - OTHERS) > 0:
        found.append(("tables", f"{more:,} more that hold no features", "not drawn"))
    return found


def _table(
    database: sqlite3.Connection, name: str, limits: Limits, table: str, geometry: str, srs: Any
) -> Table:
    columns = database.execute(
        "SELECT name, hidden, pk FROM pragma_table_xinfo(?)", (table,)
    ).fetchall()
    if geometry not in [column for column, _, _ in columns]:
        value, expected = shown(geometry), "the table and column that gpkg_geometry_columns names"
        raise refused(name, shown(table, 60), "geometry column", value, expected)
    if computed := [column for column, hidden, _ in columns if hidden]:
        expected = "columns that are stored: export the table again"
        raise refused(name, shown(table, 60), "computed column", shown(computed[0]), expected)
    if len(columns) > limits.properties + 2:  # and the id and the geometry
        value, most = f"{len(columns):,}", f"at most {limits.properties}"
        raise refused(name, shown(table, 60), "columns", value, most)
    row_id = _row_id([(column, key) for column, _, key in columns], name, table)
    _typed(database, name, table, row_id)
    rows = database.execute(
        # The first bytes hold the kind of the geometry, after at most 64 of its envelope.
        f"SELECT {row_id}, typeof({_quoted(geometry)}), substr({_quoted(geometry)}, 1, 80)"
        f" FROM {_quoted(table)} ORDER BY {row_id} LIMIT ?",
        (limits.features + 1,),
    ).fetchall()
    if len({row for row, _, _ in rows}) != len(rows) or not all(type(r[0]) is int for r in rows):
        expected = "a whole number of its own for each row: export the table again"
        raise refused(name, shown(table, 60), "row ids", "not each once", expected)
    kinds = {row: _kind(blob) if kind == "blob" else None for row, kind, blob in rows}
    return Table(
        table,
        next((column for column, _, key in columns if key), None),
        tuple(column for column, _, _ in columns if column != geometry),
        srs,
        tuple(kinds),
        frozenset(row for row, kind, _ in rows if kind == "null" or kinds[row] == 0),
        frozenset(row for row, kind in kinds.items() if kind in CURVES),
    )


def _row_id(columns: list[tuple[str, int]], name: str, table: str) -> str:
    """The name of a row's id in SQL: a column may have the usual name. Raises Refused."""
    taken = {column.lower() for column, _ in columns}
    for called in ("rowid", "oid", "_rowid_"):
        if called not in taken:
            return called
    value, expected = "rowid, oid and _rowid_", "other names of columns: SQLite needs one of these"
    raise refused(name, shown(table, 60), "columns", value, expected)


def _typed(database: sqlite3.Connection, name: str, table: str, row_id: str) -> None:
    """Refuse values that are not of their column's type, which GDAL turns into others.

    SQLite lets any value stand in any column; no GIS writes such a table.
    """
    columns = database.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    problems = []
    for column, kind in columns:
        wrong = next((sql for types, sql in _WRONG if re.match(types, kind, re.IGNORECASE)), None)
        if wrong is None:
            continue
        found = database.execute(
            f"SELECT {row_id}, {_quoted(column)} FROM {_quoted(table)}"
            f" WHERE {wrong.format(_quoted(column))} LIMIT 1"
        ).fetchone()
        if found:
            where = f"row {found[0]} of {table}"
            expected = f"a value of its type, {shown(kind, 20)}: set it right, or make it a text"
            problems.append(Problem(name, shown(where, 80), column, shown(found[1]), expected))
    if problems:
        raise Refused(*problems[:20])


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _kind(blob: bytes) -> int | None:
    """The WKB code of a geometry's kind; 0 when it says it is empty, None when it is damaged."""
    if len(blob) < 8 or blob[:2] != b"GP":
        return None
    if blob[3] & 0x10:
        return 0
    at = 8 + _ENVELOPES.get(blob[3] >> 1 & 7, 0)
    if len(blob) < at + 5:
        return None
    code: int = struct.unpack_from("<I" if blob[at] == 1 else ">I", blob, at + 1)[0]
    return (code & 0xFFFF) % 1000
