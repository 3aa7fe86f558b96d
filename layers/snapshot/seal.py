"""A seal on the whole of a snapshot: whether its bytes are those that were written.

Where a format has a place for it stands the SHA-256 of the file, in hexadecimal digits: of the file
with zeros for these digits, and in a PNG for the four bytes behind them, which are the sum of their
chunk. It shows that a picture was painted over, a page edited, a table saved anew. It is no
signature: whoever changes a file on purpose can seal it anew. A signature of others (C2PA) or texts
that they have put beside what a PNG or SVG shows are taken out again before it is looked at.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Literal

MARK = "seal-sha256-"
DIGITS = 64
BLANK = MARK + DIGITS * "0"  # what the writers of the formats put where the seal goes
NAME = "seal"  # what it is kept under
SUM = 4  # bytes of the sum of a chunk of a PNG
Intact = bool | Literal["signature", "metadata"] | None  # a word is what others have added
# What is said of a file by whether it is intact.
SAYS: dict[Intact, str] = {
    "signature": "The file is unchanged but for a signature added by another program.",
    "metadata": "The file is unchanged but for metadata added by another program.",
    True: "The file is byte for byte as it was made.",
    False: "The file is not byte for byte as it was made: it was changed, or a program that opened "
    "or copied it wrote to it. What it shows may differ from what its evidence says.",
    None: "The file is of before files were sealed: whether it was changed cannot be told.",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK = b"tEXtseal\0"
_HEX = rb"(?P<digits>[0-9a-f]{64})"
# By how a file begins, what stands right before the seal and behind it. A text of a story cannot
# look like that: there quotation marks, brackets and angles are escaped.
_PLACES = {
    _PNG: (_CHUNK, b""),
    b"%PDF-": (rb"/Seal \(", rb"\)"),
    b"SQLite format 3\0": (rb"dataset[\w:-]{1,60}text/plain", b""),
    b"PK\x03\x04": (rb"L\0", rb"\Z"),  # the comment at the end, of 76 characters, which is an L
    b"{": (rb'"seal": ?"', b'"'),
    b"<": (rb'(?:<!-- |<meta name="seal" content="|<Data name="seal">\s*<value>)', b""),
}
_SIGNED = b"caBX"  # the chunk of a PNG that C2PA has
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_OURS = (b"Title", b"Software", b"provenance", NAME.encode())  # texts, each once
# As c2pa-rs writes them into an SVG: base64 in an element that nothing draws, and its namespace.
_MANIFEST = re.compile(
    rb"<c2pa:manifest>[A-Za-z0-9+/=\s]*</c2pa:manifest>| xmlns:c2pa=\"http://c2pa\.org/manifest\""
)


def sealed(content: bytes) -> bytes:
    """A file whose format has a place for a seal, with its seal there; another as it is."""
    at = _place(content)
    if at is None:
        return content
    made = bytearray(content)
    made[at : at + DIGITS] = _digest(content, at)
    if content.startswith(_PNG):
        end = at + DIGITS
        made[end : end + SUM] = _sum(made, at)
    return bytes(made)


def intact(content: bytes) -> bool | None:
    """True when a file is byte for byte as it was written; None when no seal is in its place."""
    at = _place(content)
    if at is None:
        return None
    end = at + DIGITS
    if content.startswith(_PNG) and content[end : end + SUM] != _sum(content, at):
        return False
    return content[at:end] == _digest(content, at)


def beside_additions(content: bytes) -> Intact:
    """As `intact`, for which a signature or metadata of other programs break no seal."""
    found = intact(content)
    if found is True:
        return found
    if content.startswith(_PNG):
        own, added = _own_chunks(content)
    else:
        own, count = _MANIFEST.subn(b"", content)
        added = {_SIGNED} if count else set()
    if not added or not intact(own):
        return found
    return "signature" if _SIGNED in added else "metadata"


def _own_chunks(content: bytes) -> tuple[bytes, set[bytes]]:
    """A PNG without what others have put into it and no program draws, and the kinds of that."""
    own, added, seen, at = [_PNG], set(), set(), len(_PNG)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : end - 4]
        name = body[:80].partition(b"\0")[0] if kind in _TEXTS else b""
        if kind in (_SIGNED, b"tIME") or (kind in _TEXTS and (name not in _OURS or name in seen)):
            added.add(kind)
        else:
            own.append(content[at:end])
            seen.add(name)
        at = end
    return b"".join(own), added


def _place(content: bytes) -> int | None:
    """The place where the digits of the seal begin."""
    start = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    for begins, (before, behind) in _PLACES.items():
        if start.startswith(begins):
            found = re.search(before + MARK.encode() + _HEX + behind, content)
            return found.start("digits") if found else None
    return None


def _digest(content: bytes, at: int) -> bytes:
    """The digits that belong at a place."""
    blank = DIGITS * b"0" + (SUM * b"\0" if content.startswith(_PNG) else b"")
    whole, view = hashlib.sha256(), memoryview(content)
    for part in (view[:at], blank, view[at + len(blank) :]):
        whole.update(part)
    return whole.hexdigest().encode()


def _sum(content: bytes | bytearray, at: int) -> bytes:
    """The sum of the PNG's chunk whose last characters are the digits at a place."""
    chunk = content[at - len(_CHUNK + MARK.encode()) : at + DIGITS]
    return zlib.crc32(chunk).to_bytes(SUM)
