"""The text of a file, from its bytes."""

from __future__ import annotations

import codecs
import re

from ...errors import Problem
from ..verdict import Refused

# Each mark at a file's start, the codec of Python that it means, and what that is called.
MARKS = (  # the longer first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Encodings of Python alone: no other program writes them, and to decode some takes the square of
# the length.
_PYTHONS = re.compile("charmap|idna|mbcs|oem|palmos|punycode|(raw[-_])?unicode[-_]escape")
AGAIN = "save the file as UTF-8"
TABLE_AGAIN = f"{AGAIN}; in Excel: Save as, CSV UTF-8"


def codec(name: str) -> str:
    """Python's name of the encoding that a file names, in which ASCII's letters are as ever.

    Raises LookupError, UnicodeError or ValueError for what is none, or none of text.
    """
    found = codecs.lookup(name).name
    if _PYTHONS.fullmatch(found) or b"A1".decode(found) != "A1":
        raise LookupError(f"unknown encoding: {name}")
    return found


def decoded(content: bytes, name: str, again: str = AGAIN) -> tuple[str, str]:
    """The text and its encoding: UTF-8, or UTF-16 or UTF-32 that say so in a mark at the start.

    Raises Refused that names the first byte which is not in it, and with `again` what to do.
    """
    codec, shown = "utf-8", "UTF-8"
    for mark, *named in MARKS:
        if content.startswith(mark):
            codec, shown = named
            break
    try:
        return content.decode(codec), shown
    except UnicodeDecodeError as error:
        what = f"not {shown} at byte {error.start + 1:,}"
        raise Refused(Problem(name, "", "encoding", what, again)) from error


def guessed(content: bytes, name: str) -> tuple[str, str]:
    """The text as by `decoded`, or in Windows-1252 where it may be that. Raises Refused."""
    try:
        return decoded(content, name, TABLE_AGAIN)
    except Refused as refused:
        if b"\0" in content or not in_latin(content):
            raise
        try:
            return content.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            raise refused from None


def in_latin(content: bytes) -> bool:
    """True for text that is not UTF-8 and may be in the Latin alphabet, as in Windows-1252.

    There accented letters stand among plain ones, no more than two together; text in which more do
    is in another alphabet, whose encoding no one can know.
    """
    high = len(re.findall(rb"[\x80-\xff]", content))
    together = sum(map(len, re.findall(rb"[\x80-\xff]{3,}", content)))
    return 2 * together <= high
