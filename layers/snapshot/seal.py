"""A seal on the whole of a snapshot: whether its bytes are those that were written.

Where a format has a place for a text, the SHA-256 of the file stands there, made of the file with
zeros in that place. It shows that a picture was painted over, a page edited or a table saved
again; it is no signature: whoever changes a file on purpose can seal it anew.
"""

from __future__ import annotations

import hashlib
import re
import zlib

MARK = "seal-sha256-"
BLANK = MARK + 64 * "0"  # what the writers of the formats put where the seal goes
NAME = "seal"  # what it is kept under
MOST = 10  # texts of a file that look like a seal are tried
# What is said of a file by whether it is intact.
SAYS = {
    False: "The file was changed after it was made, or saved anew by another program: what it "
    "shows may not be what it says of itself.",
    None: "The file has no seal: whether it was changed after it was made cannot be told.",
}
_SEAL = re.compile(MARK.encode() + rb"([0-9a-f]{64})(?![0-9a-f])")
_PNG = b"\x89PNG"


def sealed(content: bytes) -> bytes:
    """A file that has BLANK in it, with its seal there; one that has none as it is."""
    at = content.find(BLANK.encode())
    if at < 0:
        return content
    place = at + len(MARK)
    blank = _with(content, place, 64 * b"0")
    return _with(content, place, _sum(blank))


def intact(content: bytes) -> bool | None:
    """Whether a file is byte for byte as it was written; None when it has no seal.

    A text of a story can look like a seal, so each is tried until one is right.
    """
    found = None
    for number, seal in enumerate(_SEAL.finditer(content)):
        if number == MOST:
            break
        found = _sum(_with(content, seal.start(1), 64 * b"0")) == seal.group(1)
        if found:
            break
    return found


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _with(content: bytes, at: int, digits: bytes) -> bytes:
    """A file with other digits at a place; in a PNG the sum of their chunk follows them."""
    end = at + len(digits)
    changed = content[:at] + digits + content[end:]
    if not content.startswith(_PNG):
        return changed
    kind = content.rfind(b"tEXt", 0, at)
    return changed[:end] + zlib.crc32(changed[kind:end]).to_bytes(4) + changed[end + 4 :]
