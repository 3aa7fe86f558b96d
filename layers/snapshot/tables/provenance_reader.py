"""Provenance out of a GeoJSON, GeoPackage, KML or JSON-LD file, which may come from anywhere.

No file is taken at its word: sizes and counts are limited, and nothing in it is run or fetched.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from ..provenance import LARGEST
from ..snapshot import SnapshotError
from .geopackage import STANDARD
from .kml import PROVENANCE

LARGEST_FILE = 50_000_000  # bytes
MEMBERS = 3_000_000  # of a JSON text, at most; each takes up to 100 bytes of memory
ELEMENTS = 1_000_000  # of a KML file
DEPTH = 100  # of its elements; ours are at most 10 deep
STEPS = 2_000_000  # of SQLite's machine: a row of ours takes a few dozen
SQLITE = b"SQLite format 3\0"


def read_provenance(content: bytes) -> str | None:
    """The JSON text of a file's provenance; None when it is none of these formats or holds none.

    Raises SnapshotError when it is one of them and is too large, cut off, damaged or hostile.
    """
    start = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    readers = {b"{": _from_json, b"<": _from_kml, SQLITE[:1]: _from_geopackage}
    if not (start.startswith((b"{", b"<")) or content.startswith(SQLITE)):
        return None
    if len(content) > LARGEST_FILE:
        raise SnapshotError(f"the file has {len(content):,} bytes; at most {LARGEST_FILE:,}")
    return readers[start[:1]](content)


def _from_json(content: bytes) -> str | None:
    """The text in a member `provenance` of a FeatureCollection, or of a node of a JSON-LD graph."""
    if sum(map(content.count, (b"[", b"{", b","))) > MEMBERS:
        raise SnapshotError(f"the file has more than {MEMBERS:,} members: it was not made here")
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
        if not isinstance(found, dict):
            return None
        nodes = [found] if found.get("type") == "FeatureCollection" else found.get("@graph")
        for node in nodes if isinstance(nodes, list) else ():
            if isinstance(node, dict) and PROVENANCE in node:
                # As provenance.py writes it, so that the checksum is of the same text.
                return json.dumps(node[PROVENANCE], sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError) as error:
        raise SnapshotError(
            "the file begins as GeoJSON or JSON-LD does, but is no JSON: cut off or damaged"
        ) from error
    return None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


class _OtherFormatError(Exception):
    """XML that is no KML."""


class _Kml:
    """A search for one text in a KML file while expat reads it; no DTD, so no entities either."""

    PATH = ("kml", "Document", "ExtendedData", "Data", "value")

    def __init__(self) -> None:
        self.path: list[str] = []
        self.named = False
        self.elements = self.size = 0
        self.found: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, name: str, *_: object) -> NoReturn:
        if _local(name) != "kml":
            raise _OtherFormatError
        raise SnapshotError("the KML file declares a document type, which no file of ours does")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self.path and name != "kml":
            raise _OtherFormatError
        self.elements += 1
        if self.elements > ELEMENTS or len(self.path) >= DEPTH:
            raise SnapshotError(
                f"the KML file has more than {ELEMENTS:,} elements, or more than {DEPTH} deep"
            )
        self.path.append(name)
        if tuple(self.path) == self.PATH[:-1]:
            self.named = attributes.get("name") == PROVENANCE

    def _end(self, tag: str) -> None:
        self.path.pop()

    def _text(self, text: str) -> None:
        if self.named and tuple(self.path) == self.PATH:
            self.size += len(text)
            if self.size > LARGEST:
                raise SnapshotError(f"its provenance has more than {LARGEST:,} characters")
            self.found.append(text)


def _local(tag: str) -> str:
    """A tag without its prefix."""
    return tag.rpartition(":")[2]


def _from_kml(content: bytes) -> str | None:
    reader = _Kml()
    try:
        reader.parser.Parse(content, True)
    except _OtherFormatError:
        return None
    except (expat.ExpatError, ValueError, LookupError) as error:
        if not reader.path and not reader.elements:
            return None  # broken before it said what it is
        raise SnapshotError("the KML file cannot be read: it is cut off or damaged") from error
    return "".join(reader.found).strip() or None


def _from_geopackage(content: bytes) -> str | None:
    """The text in the metadata of the whole file, read-only, from a copy in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="snapshot-") as folder:
        path = Path(folder) / "read.gpkg"
        path.write_bytes(content)
        try:
            # Immutable: no journal beside it is looked for or made.
            uri = f"{path.as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(uri, uri=True)) as database:
                return _from_database(database)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            raise SnapshotError(
                "the GeoPackage cannot be read: it is cut off, damaged or not made here"
            ) from error


def _from_database(database: sqlite3.Connection) -> str | None:
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    steps = iter(range(STEPS // 1000))
    # A view or a generated column could compute for ever.
    database.set_progress_handler(lambda: next(steps, -1) == -1, 1000)
    database.set_authorizer(_only_reading)
    kind = database.execute(
        "SELECT type, rootpage FROM sqlite_master WHERE name = 'gpkg_metadata'"
    ).fetchone()
    if kind is None:
        return None
    if kind[0] != "table" or not kind[1]:  # a view or a virtual table has no page of its own
        raise SnapshotError("the GeoPackage's metadata is no table: it was not made here")
    row = database.execute(
        "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ? "
        "AND mime_type = 'application/json' LIMIT 1",
        (STANDARD,),
    ).fetchone()
    return row[0] if row and isinstance(row[0], str) else None


def _only_reading(action: int, table: str | None, *_: str | None) -> int:
    """The permission SQLite asks for: it may read two tables, and call no function."""
    if action == sqlite3.SQLITE_SELECT:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and table in ("gpkg_metadata", "sqlite_master"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
