"""The text of a file, from its bytes: in the encoding that it states, where it is that."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import Problem
from ..guesses import guesses
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
AGAIN = "save the file as UTF-8, or choose the encoding it is in"
TABLE_AGAIN = (
    "save the file as UTF-8, in Excel: Save as, CSV UTF-8; or choose the encoding it is in"
)
# Before these a letter can have been cut by a program that counts bytes; NUL parts a table's cells.
_ENDS = b'\0,;\t|"\r\n<'
_CUT = "\ufdd0"  # no letter: for the rest of one, until it is counted
UTF_8 = "utf-8"
LATIN = "cp1252"

Note = tuple[str, str, str]  # field, value, what would be right


@dataclass(frozen=True)
class Text:
    """A text, the encoding it was in, and what is said of that."""

    text: str
    codec: str
    notes: tuple[Note, ...] = ()


def codec(name: str) -> str:
    """Python's name of the encoding that a file names, in which ASCII's letters are as ever.

    Of several that share a name the one with more letters. Raises LookupError, UnicodeError or
    ValueError for what is none, or none of text.
    """
    found = codecs.lookup(name).name
    found = guesses("encodings")["wider"].get(found, found)
    if _PYTHONS.fullmatch(found) or b"A1".decode(found) != "A1":
        raise LookupError(f"unknown encoding: {name}")
    return found


def settled(content: bytes, stated: Sequence[str], name: str, again: str = AGAIN) -> Text:
    """The text of bytes that state such encodings, the first to be believed most; maybe none.

    UTF-8 where it can be nothing else, whatever is stated; Windows-1252 where nothing that is
    stated is so and it may be that. A letter that was cut at a cell's end is left out. All that is
    told. Raises Refused with `again`, what to do, where the encoding cannot be known.
    """
    utf8 = _whole(content, UTF_8)
    for one in stated:
        found = utf8 if one == UTF_8 else _whole(content, one)
        if one != UTF_8 and utf8 and not utf8[0].isascii() and not (found and _wide(one, utf8[0])):
            expected = f"UTF-8, which all of it is: it was read so, and not as {one}"
            return _text(utf8, UTF_8, ("encoding", f"said to be {one}", expected))
        if found:
            notes = [("encoding", f"said to be {stated[0]}", f"read as {one}: it is not that")]
            return _text(found, one, *notes[: one != stated[0]])
    if utf8:
        return _text(utf8, UTF_8)
    if in_latin(content) and (found := _whole(content, LATIN)):
        said = f"said to be {stated[0]}" if stated else "none is named"
        expected = "UTF-8: read as windows-1252; if letters are wrong, choose what it is"
        return _text(found, LATIN, ("encoding", said, expected))
    wanted = stated[0] if stated else "UTF-8"
    raise Refused(Problem(name, "", "encoding", f"not {wanted} {_where(content, wanted)}", again))


def chosen(content: bytes, asked: str, name: str) -> Text:
    """The text in the encoding that a reader asks for. Raises Refused."""
    try:
        found = _whole(content, wanted := codecs.lookup(asked).name)
        if not _PYTHONS.fullmatch(wanted) and found:
            return _text(found, wanted)
    except (LookupError, UnicodeError, ValueError):
        pass
    raise Refused(Problem(name, "", "encoding", f"not {asked}", "another one: it is not in this"))


def decoded(content: bytes, asked: str, name: str) -> Text:
    """The text as asked for, as its mark says, or UTF-8. Raises Refused."""
    if asked:
        return chosen(content, asked, name)
    if found := marked(content, name):
        return found
    if whole := _whole(content, UTF_8):
        return _text(whole, UTF_8)
    raise Refused(Problem(name, "", "encoding", f"not UTF-8 {_where(content, UTF_8)}", AGAIN))


def marked(content: bytes, name: str) -> Text | None:
    """The text of bytes that begin with a mark of their encoding. Raises Refused."""
    for mark, found, shown in MARKS:
        if content.startswith(mark):
            try:
                return Text(content.decode(found), shown)
            except UnicodeDecodeError as error:
                value = f"not {shown} at byte {error.start + 1:,}"
                raise Refused(Problem(name, "", "encoding", value, AGAIN)) from error
    return None


def in_latin(content: bytes) -> bool:
    """True for text that is not UTF-8 and may be in the Latin alphabet, as in Windows-1252.

    There accented letters stand among plain ones, no more than two together; text in which more do
    is in another alphabet, whose encoding no one can know.
    """
    high = len(re.findall(rb"[\x80-\xff]", content))
    together = sum(map(len, re.findall(rb"[\x80-\xff]{3,}", content)))
    return 2 * together <= high


def _whole(content: bytes, codec: str) -> tuple[str, int] | None:
    """A text and how many of its letters were cut; None where it is not in that encoding."""
    codecs.register_error("left-out", _left_out)
    try:
        found = content.decode(codec, "left-out")
    except UnicodeDecodeError:
        return None
    cut = found.count(_CUT)
    # Where no more letters are whole than cut, it is another encoding.
    if cut and sum(sign > "\x7f" for sign in found) < 2 * cut + 1:
        return None
    return found.replace(_CUT, ""), cut


def _left_out(error: UnicodeError) -> tuple[str, int]:
    """The sign for the rest of a letter at a cell's end; anything else is an error as ever."""
    assert isinstance(error, UnicodeDecodeError)
    after = error.object[error.end : error.end + 1]
    if after and after not in _ENDS:
        raise error
    return _CUT, error.end


def _text(found: tuple[str, int], codec: str, *notes: Note) -> Text:
    text, cut = found
    if cut:
        expected = "whole letters: what was left of each was left out"
        notes = (*notes, ("encoding", f"{cut:,} cut in the middle of a letter", expected))
    return Text(text, codec, notes)


def _wide(codec: str, text: str) -> bool:
    """True where two bytes that are a letter of that encoding can happen to be one of UTF-8 too."""
    return len("한字あ".encode(codec, "ignore")) > 1 and max(text) < "\u0800"


def _where(content: bytes, codec: str) -> str:
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return f"at byte {error.start + 1:,}"
    return ""
