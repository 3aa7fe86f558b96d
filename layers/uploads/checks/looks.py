"""A feature's own name, its description as text, and the colour that its file gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from itertools import islice
from typing import Any

from ..guesses import guesses
from ..verdict import RawFeature

LETTERS = 10_000  # of HTML that is read; a value has no more
BLOCKS = {"p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
SILENT = {"script", "style", "head", "title"}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|[a-z]+);")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
# uMap's own marks: pictures, links with and without a name, bold.
_WIKI = (
    (re.compile(r"\{\{([^{}|]+)[^{}]*\}\}"), r"[picture: \1]"),
    (re.compile(r"\[\[([^\[\]|]+)\|([^\[\]]+)\]\]"), r"\2 (\1)"),
    (re.compile(r"\[\[([^\[\]|]+)\]\]"), r"\1"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"\1"),
)


def title_key(features: Sequence[RawFeature]) -> str | None:
    """The attribute that has the features' own names, if one has."""
    rules = guesses("features")
    keys = list(dict.fromkeys(key for one in islice(features, 100) for key in one.properties))
    plain = {key: " ".join(key.split()).casefold() for key in keys}
    for name in rules["title"]:
        if found := [key for key in keys if plain[key] == name]:
            return found[0]
    return next((key for key in keys if plain[key].endswith(tuple(rules["title_ends"]))), None)


@lru_cache(1000)
def is_description(key: str) -> bool:
    """True for an attribute that may have HTML in it."""
    return key.strip().casefold() in guesses("features")["description"]


def readable(text: str) -> str:
    """HTML, or the marks of uMap, as text: links with their addresses, pictures said to be some."""
    for mark, word in _WIKI:
        text = mark.sub(word, text)
    if not _TAG.search(text):
        return text
    reader = _Text()
    reader.feed(text[:LETTERS])
    reader.close()
    lines = (
        re.sub(r"[ \t\xa0]+", " ", line).strip(" :") for line in "".join(reader.parts).split("\n")
    )
    return "\n".join(line for line in lines if line)


def colour_of(properties: Mapping[str, Any], kind: str) -> str | None:
    """The colour, as #rrggbb, that simplestyle or uMap gives a point, a line or an area."""
    for key in guesses("features")[kind]:
        value = properties.get(key)
        if isinstance(value, dict):
            value = value.get("color")
        if isinstance(value, str) and (found := hexadecimal(value)):
            return found
    return None


def hexadecimal(colour: str) -> str | None:
    """A colour as #rrggbb; None for what is none."""
    found = colour.strip().lower()
    found = guesses("features")["colours"].get(found, found)
    found = found if found.startswith("#") else f"#{found}"
    if not _COLOUR.fullmatch(found):
        return None
    return found if len(found) == 7 else "#" + "".join(2 * sign for sign in found[1:])


class _Text(HTMLParser):
    """HTML as it comes: `parts` are its text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._links: list[tuple[str, int]] = []  # addresses, and where the text of each begins
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a cell or a link; name a picture."""
        given = dict(attrs)
        self._silent += tag in SILENT
        if tag == "br" or tag in BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(": ")
        elif tag == "img" and given.get("src"):
            self.parts.append(f" [picture: {given['src']}] ")
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        """End a line; say where a link leads."""
        if tag in SILENT and self._silent:
            self._silent -= 1
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag == "a" and self._links:
            address, begin = self._links.pop()
            if address and address not in "".join(self.parts[begin:]):
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        """Take text as one line."""
        if not self._silent:
            self.parts.append(data.replace("\r", "") if "<" not in data else data)
