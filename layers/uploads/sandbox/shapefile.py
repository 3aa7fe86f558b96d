"""The parts of a shapefile, their headers held against each other before GDAL reads them.

A shapefile's parts count its records three times. Runs in the child.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import shown
from ..guesses import guesses
from ..readers import encoding
from ..verdict import Limits, refused

SHAPES = {0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28}  # 31, MultiPatch, is a solid
CPG = "choose the encoding, or put a .cpg in the ZIP that names it, as CP1251"
NO_PRJ = ("CRS", "", "missing: choose the CRS, or put the .prj in the ZIP")
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
    stated: tuple[str, ...]  # encodings, the first to be believed most


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
    stated = tuple(_stated(parts, name))
    return Shapefile(records, without, deleted, _crs(parts.get("prj"), name), stated)


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


def _stated(parts: Mapping[str, bytes], name: str) -> Iterator[str]:
    """The encodings that the .cpg and the header of the .dbf state. Raises Refused."""
    said = parts.get("cpg", b"").decode("ascii", "replace").strip()
    number = re.sub(r"\D", "", said)
    tried = (said, f"cp{number}", f"iso{number[:4]}-{number[4:]}") if said else ()
    for named in tried:
        try:
            yield encoding.codec(named)
            break
        except (LookupError, UnicodeError, ValueError):
            continue
    else:
        if said:
            expected = "one that is known, as UTF-8; or choose it"
            raise refused(name, ".cpg", "encoding", shown(said, 40), expected)
    if page := guesses("encodings")["pages"].get(f"0x{parts['dbf'][29]:02x}"):
        yield page


def in_letters(
    columns: Sequence[tuple[str, list[Any]]], stated: Sequence[str], asked: str, name: str
) -> tuple[list[tuple[str, list[Any]]], tuple[encoding.Note, ...]]:
    """Columns whose names and texts are bytes, as letters; and what is said of that.

    Raises Refused where their encoding cannot be known.
    """
    texts = [field for field, _ in columns]
    texts += [v for _, values in columns for v in values if isinstance(v, str)]
    content = "\0".join(texts).encode("latin-1")
    if asked:
        found = encoding.chosen(content, asked, name)
    else:
        found = encoding.settled(content, stated, name, CPG)
    letters = iter(found.text.split("\0"))
    names = [next(letters) for _ in columns]
    made = [[next(letters) if isinstance(v, str) else v for v in values] for _, values in columns]
    return list(zip(names, made, strict=True)), found.notes
