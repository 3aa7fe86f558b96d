"""The parts of a shapefile, their headers held against each other before GDAL reads them.

A shapefile's parts count its records three times. Runs in the child.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from ...errors import shown
from ..readers.encoding import codec, in_latin
from ..verdict import Limits, refused

SHAPES = {0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28}  # 31, MultiPatch, is a solid
# Code pages by the language driver byte of a .dbf, those that are met with. Not 0x57, "ANSI": that
# is the code page of whichever Windows wrote it.
PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x4D: "cp936", 0x4E: "cp949", 0x4F: "cp950",
    0x64: "cp852", 0x65: "cp866", 0x79: "cp949", 0x7A: "cp936", 0x7B: "cp932",
    0x78: "cp950", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
# What GDAL calls an encoding, where it does not know Python's name of it.
GDALS = {"euc_kr": "cp949", "euc_jp": "EUC-JP"}
_WKT = re.compile(
    r"(GEOGCS|PROJCS|COMPD_CS|LOCAL_CS|GEOGCRS|GEODCRS|PROJCRS|BOUNDCRS|COMPOUNDCRS|ENGCRS)\s*\["
)


@dataclass(frozen=True)
class Shapefile:
    """The headers' content: records, and those without geometry or deleted (from 0)."""

    records: int
    without: frozenset[int]
    deleted: frozenset[int]
    crs: str | None
    encoding: str
    warnings: tuple[tuple[str, str, str], ...]  # field, value, what would be right


def examine(parts: Mapping[str, bytes], name: str, limits: Limits) -> Shapefile:
    """The content of the headers of a shapefile's parts, which are by ending. Raises Refused."""
    shape = _header(parts["shp"], ".shp", name)
    _header(parts["shx"], ".shx", name)
    if shape not in SHAPES:
        kinds = "points, lines or areas" if shape == 31 else "a shape type of the format"
        raise refused(name, ".shp", "shape type", str(shape), kinds)
    index = struct.unpack(f">{(len(parts['shx']) - 100) // 8 * 2}i", _even(parts["shx"][100:]))
    records, deleted = _table(parts["dbf"], name, limits)
    if len(index) // 2 != records:
        value = f"{len(index) // 2:,} in the .shx, {records:,} in the .dbf"
        raise refused(name, "", "records", value, "the same in both: they are not of one shapefile")
    without = _places(parts["shp"], index, shape, name)
    encoding, warnings = _encoding(parts, name)
    return Shapefile(records, without, deleted, _crs(parts.get("prj"), name), encoding, warnings)


def _even(content: bytes) -> bytes:
    return content[: len(content) // 8 * 8]


def _header(content: bytes, part: str, name: str) -> int:
    """The shape type of a .shp or .shx whose length is what it says."""
    if len(content) < 100 or content[:4] != b"\0\0\x27\x0a":
        raise refused(name, part, "header", "not that of a shapefile", "a whole shapefile")
    said = 2 * struct.unpack_from(">i", content, 24)[0]
    if said < 100 or said > len(content):
        value = f"{len(content):,} bytes, {said:,} in its header"
        raise refused(name, part, "length", value, "a whole file: this one is cut off")
    kind: int = struct.unpack_from("<i", content, 32)[0]
    return kind


def _table(content: bytes, name: str, limits: Limits) -> tuple[int, frozenset[int]]:
    """The number of records in a .dbf, and those of them that are deleted."""
    if len(content) < 33:
        raise refused(name, ".dbf", "header", f"{len(content)} bytes", "a whole .dbf")
    records, head, width = struct.unpack_from("<IHH", content, 4)
    if head < 33 or width < 1 or head + records * width > len(content):
        value = f"{len(content):,} bytes, {head + records * width:,} by its header"
        raise refused(name, ".dbf", "length", value, "a whole file: this one is cut off")
    if records > limits.features:
        raise refused(name, "", "features", f"{records:,}", f"at most {limits.features:,}")
    if (fields := (head - 33) // 32) > limits.properties:
        raise refused(name, ".dbf", "fields", f"{fields:,}", f"at most {limits.properties}")
    flags = content[head : head + records * width : width]
    return records, frozenset(at for at, flag in enumerate(flags) if flag == 0x2A)


def _places(content: bytes, index: tuple[int, ...], shape: int, name: str) -> frozenset[int]:
    """The records that have no shape; each has to be where the .shx says and of one kind."""
    without = set()
    for at, (offset, length) in enumerate(zip(index[::2], index[1::2], strict=True)):
        if offset < 50 or length < 2 or 2 * offset + 8 + 2 * length > len(content):
            value = f"{2 * length:,} bytes at {2 * offset:,}"
            expected = f"a place in the .shp, which has {len(content):,} bytes"
            raise refused(name, f"feature {at + 1}", "place in the .shx", value, expected)
        kind = struct.unpack_from("<i", content, 2 * offset + 8)[0]
        if kind == 0:
            without.add(at)
        elif kind != shape:
            raise refused(
                name, f"feature {at + 1}", "shape type", str(kind), f"{shape}, as the file"
            )
    return frozenset(without)


def _crs(projection: bytes | None, name: str) -> str | None:
    """The WKT of a .prj. GDAL is not given it: it would take names of files and addresses too."""
    if projection is None or not projection.strip():
        return None
    text = projection.decode("utf-8-sig", "replace").strip()
    if not _WKT.match(text) or len(text) > 20_000:
        raise refused(name, ".prj", "CRS", shown(text, 40), "WKT, as PROJCS[…] or GEOGCS[…]")
    return text


def _encoding(
    parts: Mapping[str, bytes], name: str
) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The encoding of the .dbf: of the .cpg, else of its header, else UTF-8 where it is that.

    Windows-1252 with a warning where it may be that. Raises Refused where it cannot be known.
    """
    said = parts.get("cpg", b"").decode("ascii", "replace").strip()
    if said:
        number = re.sub(r"\D", "", said)
        for named in (said, f"cp{number}", f"iso{number[:4]}-{number[4:]}"):
            try:
                return GDALS.get(found := codec(named), found), ()
            except (LookupError, UnicodeError, ValueError):
                continue
        raise refused(name, ".cpg", "encoding", shown(said, 40), "one that is known, as UTF-8")
    if (page := PAGES.get(parts["dbf"][29])) is not None:
        return page, ()
    rows = parts["dbf"][struct.unpack_from("<H", parts["dbf"], 8)[0] :]
    try:
        rows.decode("utf-8")
        return "utf-8", ()
    except UnicodeDecodeError as error:
        if not in_latin(rows):
            expected = "missing; the text is not UTF-8: put a .cpg in the ZIP with it, as CP1251"
            raise refused(name, ".cpg", "encoding", "", expected) from error
        expected = "read as windows-1252; if letters are wrong, add a .cpg that says what it is"
        return "cp1252", ((".cpg", "no encoding is named", expected),)
