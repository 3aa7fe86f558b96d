"""KML and GPX as text: what they hold, checked, and nothing else of it. Runs in the child.

The reader of each format, in kml.py and gpx.py, finds the features, checks every coordinate as it
is written, and makes the geometries: no link and no style is looked at.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers import expat

from shapely.geometry.base import BaseGeometry

from ...errors import Problem, shown
from ..readers import encoding
from ..verdict import Asked, Limits, Refused

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_MARKUP = re.compile(
    r"</?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|su[bp]|table|tbody"
    r"|t[dhr]|u|ul)\b[^<>]*>|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)"
)
_MENDED = ("XML", "HTML in a text", "CDATA around it: it was mended")
R = TypeVar("R", bound="Reader")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
# XML tells UTF-16 without a mark by how its first letter is written.
_FIRST = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))


@dataclass
class Found:
    """A feature of the file: its properties and geometry, and what is said of it."""

    properties: dict[str, str] = field(default_factory=dict)
    geometry: BaseGeometry | None = None
    bad: tuple[str, str, str] | None = None  # field, value, what would be right
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    style: str = ""  # the name of how it looks

    def refuse(self, where: str, value: str, expected: str) -> None:
        """It is not taken; the first reason stands."""
        self.bad = self.bad or (where, value, expected)

    def note(self, where: str, value: str, expected: str) -> None:
        """Something was done to it; what was done often is said once."""
        if (where, value, expected) not in self.notes:
            self.notes.append((where, value, expected))

    def say(self, key: str, value: str, most: int) -> None:
        """A property; the second of one name gets a number, so that neither is lost."""
        if not (value := value.strip()):
            return
        if len(self.properties) >= most:
            self.refuse("properties", f"over {most}", f"at most {most}")
            return
        name, number = key, 2
        while name in self.properties:
            name, number = f"{key} ({number})", number + 1
        self.properties[name] = value


class Reader:
    """The elements of an XML text as they come: `path` are the names down to the present one."""

    root = ""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.path: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.left_out: Counter[str] = Counter()
        self.said: list[tuple[str, str, str]] = []  # of the whole file
        self._texts: list[list[str]] = []
        self._vertices = 0

    def start(self, tag: str) -> None:
        """An element begins; it is the last of `path`."""

    def end(self, tag: str, text: str) -> None:
        """An element ends, with the text directly in it; it still is the last of `path`."""

    def read(self, text: str) -> None:
        """Go through a text. Raises Refused, and ExpatError for what is not well-formed."""
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.Parse(text.encode("utf-8"), True)

    def colour_of(self, found: Found) -> str:
        """The colour that the file gives a feature, as #rrggbb; empty where it gives none."""
        return ""

    def refused(self, where: str, value: str, expected: str, record: str = "") -> Refused:
        """A refusal of the file."""
        return Refused(Problem(self.name, record, where, value, expected))

    def say(self, found: Found, key: str, value: str) -> None:
        """A property of a feature, within the limit."""
        found.say(key, value, self.limits.properties)

    def _few(self, found: Sized, what: str) -> None:
        """One more is to come. Raises Refused when that is more than there may be."""
        if len(found) >= self.limits.features:
            most = f"at most {self.limits.features:,}"
            raise self.refused(what, f"over {self.limits.features:,}", most)

    def count(self, vertices: int) -> None:
        """Add to the vertices of the file. Raises Refused at the limit."""
        self._vertices += vertices
        if self._vertices > self.limits.vertices:
            most = f"at most {self.limits.vertices:,}"
            raise self.refused("vertices", f"more than {self.limits.vertices:,}", most)

    @property
    def line(self) -> int:
        """The line that is being read, from 1."""
        return self._parser.CurrentLineNumber

    def _doctype(self, *_: object) -> None:
        raise self.refused(
            "DOCTYPE", "there is one", "no document type and no entities: remove the line"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if not self.path and tag != self.root:
            raise self.refused("root", shown(tag), f"<{self.root}>: this is another format")
        self.path.append(tag)
        if len(self.path) > self.limits.depth:
            record = f"line {self.line}"
            raise self.refused("depth", f"over {self.limits.depth}", "elements less nested", record)
        self.attributes.append(attributes)
        self._texts.append([])
        self.start(tag)

    def _end(self, _tag: str) -> None:
        self.end(self.path[-1], "".join(self._texts.pop()))
        self.path.pop()
        self.attributes.pop()

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)


def read(kind: type[R], content: bytes, name: str, asked: Asked, limits: Limits) -> R:
    """A reader that has gone through a file. Raises Refused.

    Blanks before the declaration are left out, and HTML that is no XML is taken as text.
    """
    reader = kind(name, limits)
    found = _decoded(content, reader, asked)
    text = found.text.lstrip()
    before = found.text[: len(found.text) - len(text)].count("\n")
    reader.said += found.notes
    try:
        reader.read(text)
        return reader
    except expat.ExpatError as error:
        mended = _MARKUP.sub(lambda tag: tag[0].replace("&", "&amp;").replace("<", "&lt;"), text)
        if mended != text:
            again = kind(name, limits)
            again.said += [*found.notes, _MENDED]
            with contextlib.suppress(expat.ExpatError):
                again.read(mended)
                return again
        what = expat.errors.messages.get(error.code, "not well-formed")
        line = f"line {error.lineno + before}"
        raise reader.refused("XML", what, "well-formed XML", line) from error


def _decoded(content: bytes, reader: Reader, asked: Asked) -> encoding.Text:
    if not content.strip():
        raise reader.refused("", "", f"a {reader.root.upper()} file: this one is empty")
    if asked.encoding:
        return encoding.chosen(content, asked.encoding, reader.name)
    if found := encoding.marked(content, reader.name):
        return found
    for start, of in _FIRST:
        if content.startswith(start):
            return encoding.chosen(content, of, reader.name)
    declared = _ENCODING.match(content)
    named = declared[1].decode("ascii") if declared else "UTF-8"
    try:
        stated = encoding.codec(named)
    except (LookupError, UnicodeError, ValueError) as error:
        expected = "text in the encoding it declares, or UTF-8"
        raise reader.refused("encoding", f"not {shown(named)}", expected) from error
    return encoding.settled(content, (stated,), reader.name)


def is_number(text: str) -> bool:
    """True for a finite decimal number as XML Schema has it."""
    return bool(_NUMBER.fullmatch(text)) and math.isfinite(float(text))
