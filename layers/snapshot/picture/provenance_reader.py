"""The provenance in a picture, read back: strictly, and from no more than a picture has of it.

What comes in may be anything: cut off, made to harm, or another program's. Nothing is unpacked
past a bound, no entity is expanded and nothing is fetched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from ..provenance import LARGEST
from ..snapshot import SnapshotError

KEY = "provenance"
PNG = b"\x89PNG\r\n\x1a\n"
CUT = "its provenance is cut off: the file is not whole"
PART = "the picture is cut off behind its provenance; take the whole file"


def read_provenance(content: bytes) -> str | None:
    """The provenance in a PNG, SVG or PDF; None when it is none of these or has none.

    Raises SnapshotError when there was one that cannot be read whole.
    """
    if content.startswith(PNG):
        return _from_png(content)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _from_pdf(content)
    return _from_svg(content)


# -- PNG


def _from_png(content: bytes) -> str | None:
    text, kind = None, b""
    for kind, body in _chunks(content):
        if text is None and kind in (b"tEXt", b"zTXt", b"iTXt"):
            name, found, rest = body.partition(b"\0")
            if found and name == KEY.encode():
                text = _png_text(kind, rest)
    if text is not None and kind != b"IEND":
        raise SnapshotError(PART)
    return text


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each checked against its sum."""
    at = len(PNG)
    while at + 12 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + size]
        stated = content[at + 8 + size : at + 12 + size]
        of_text = kind.endswith(b"Xt")
        if len(stated) < 4:
            if of_text:
                raise SnapshotError(CUT)
            return
        if of_text and zlib.crc32(kind + body) != int.from_bytes(stated):
            raise SnapshotError("a text in the PNG was changed after it was made: its sum is wrong")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + size


def _png_text(kind: bytes, rest: bytes) -> str:
    if kind == b"zTXt":
        return _decoded(_unpacked(rest[1:]), "latin-1")
    if kind == b"iTXt":
        packed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
        if len(parts) != 3:
            raise SnapshotError(CUT)
        return _decoded(_unpacked(parts[2]) if packed else parts[2], "utf-8")
    return _decoded(rest, "latin-1")


def _unpacked(packed: bytes) -> bytes:
    """The bytes that zlib packed, at most LARGEST of them."""
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(packed, LARGEST + 1)
    except zlib.error as error:
        raise SnapshotError(CUT) from error
    return found


def _decoded(text: bytes, encoding: str) -> str:
    if len(text) > LARGEST:
        raise SnapshotError(f"its provenance is too long; at most {LARGEST:,} characters")
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        raise SnapshotError("its provenance was changed: it is no text") from error


# -- PDF

_INFO = re.compile(rb"/Provenance[\0\t\n\f\r ]*\(")
_PACKED = b"/ObjStm"  # says that a stream of objects follows
_STREAM = re.compile(rb"stream\r?\n")
NEAR = 400  # bytes between the two, at most
DEEPEST = 64  # parentheses within parentheses; ours are all escaped
_MOST_PACKED = 2000  # streams of objects that are looked into
_STEP = 1 << 16  # bytes that are unpacked at once
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PART = re.compile(rb"[^\\()]+|\\(?:[0-7]{1,3}|\r\n|[\s\S])|[()]")


def _from_pdf(content: bytes) -> str | None:
    """The last one written, as a later version of a PDF stands behind the earlier.

    In a string of other text a parenthesis has a backslash before it, so a title that looks like
    the key is not taken for it.
    """
    if b"%%EOF" not in content[-1024:]:
        raise SnapshotError(PART)
    text = _last_string(content)
    if text is not None:
        return text
    budget, at = 4 * LARGEST, 0
    for _ in range(_MOST_PACKED):
        at = content.find(_PACKED, at) + 1
        if at == 0 or budget <= 0:
            break
        if (stream := _STREAM.search(content, at, at + NEAR)) is None:
            continue
        objects, cost = _unpacked_stream(content, stream.end(), budget)
        budget -= cost
        if (text := _last_string(objects)) is not None:
            return text
    return None


def _unpacked_stream(content: bytes, start: int, budget: int) -> tuple[bytes, int]:
    """The stream that begins at `start`, and the bytes that were read and made for it.

    Read a little at a time, and paid for when it is none: what follows may be megabytes.
    """
    machine, made, read = zlib.decompressobj(), bytearray(), 0
    while not machine.eof and read + len(made) < budget and len(made) <= LARGEST:
        part = content[start + read : start + read + _STEP]
        if not part:
            break
        read += len(part)
        try:
            made += machine.decompress(part, LARGEST + 1 - len(made))
        except zlib.error:
            return b"", read
    return bytes(made), read + len(made)


def _last_string(content: bytes) -> str | None:
    found = list(_INFO.finditer(content))
    return _decoded(_pdf_string(content, found[-1].end()), "latin-1") if found else None


def _pdf_string(content: bytes, start: int) -> bytes:
    """The literal string whose opening parenthesis ends at `start`."""
    depth, parts = 1, []
    for found in _PART.finditer(content, start, start + LARGEST + LARGEST // 4):
        part = found.group()
        if part[:1] == b"\\":
            parts.append(_unescaped(part[1:]))
            continue
        depth += {b"(": 1, b")": -1}.get(part, 0)
        if depth > DEEPEST:
            break
        if depth == 0:
            return b"".join(parts)
        parts.append(part)
    raise SnapshotError(CUT)


def _unescaped(escape: bytes) -> bytes:
    if escape[:1].isdigit():
        return bytes([int(escape, 8) & 255])
    return b"" if escape in (b"\n", b"\r", b"\r\n") else _ESCAPES.get(escape, escape)


# -- SVG


class _Stop(Exception):
    """There is no more to read."""


class _Reader:
    """Collects the text of the metadata of an SVG, without elements that others put there."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.root = self.done = False
        self.length = self.depth = 0  # 1 within our metadata, more within what others put there

    @property
    def reading(self) -> bool:
        """True within our metadata."""
        return self.depth > 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self.root:
            self.root = name.rpartition(":")[2] == "svg"
            if not self.root:
                raise _Stop
        ours = name.rpartition(":")[2] == "metadata" and attributes.get("id") == KEY
        self.depth += int(self.reading or ours)

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= int(self.reading)
        self.done = not self.reading and bool(self.parts)
        if self.done:
            raise _Stop

    def text(self, text: str) -> None:
        """Some text of an element."""
        if self.depth == 1:
            self.length += len(text)
            if self.length > LARGEST:
                raise SnapshotError(f"its provenance is too long; at most {LARGEST:,} characters")
            self.parts.append(text)

    def entity(self, *_: object) -> None:
        """An entity is declared, which no picture of ours does."""
        raise _Stop


def _from_svg(content: bytes) -> str | None:
    reader, parser = _Reader(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(content, True)
    except _Stop:
        pass
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: of its encoding
        if reader.reading:
            raise SnapshotError(CUT) from error
    if reader.done and not content.rstrip().endswith(b"</svg>"):
        raise SnapshotError(PART)
    return "".join(reader.parts).strip() if reader.done else None
