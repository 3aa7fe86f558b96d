"""Pieces of HTML, each kept once, so that views which differ in a line share all the rest.

HTML that has passed the gate has no bare `<` in a text and no bare `>` in an attribute, so its
elements are found without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Elements that become pieces of their own. Where another is wanted, the script of the page has to
# know it, too: it reads this list from its data.
ELEMENTS = ("article", "details", "li", "ol", "p", "section", "table", "tbody", "tr", "ul")
Piece = tuple[str | int, ...]  # text, and the numbers of the pieces inside

_EDGE = re.compile(rf"<(/?)(?:{'|'.join(ELEMENTS)})\b[^>]*>")


class Pieces:
    """Pieces by number, from 0 in the order in which they are first met."""

    def __init__(self) -> None:
        self._numbers: dict[Piece, int] = {}
        self._pieces: list[Piece] = []

    def number(self, html: str) -> int:
        """The number of some HTML; its elements are pieces inside it."""
        return self.cut(html)[0]

    def cut(self, html: str) -> tuple[int, list[int]]:
        """The number of some HTML, and those of the elements in it, in the order they begin."""
        html = str(html)  # Markup would make text of the pieces that are put together
        open_: list[tuple[list[str | int], int]] = [([], -1)]
        order: list[int] = []
        at = 0
        for edge in _EDGE.finditer(html):
            inside = open_[-1][0]
            if not edge.group(1):
                inside.append(html[at : edge.start()])
                open_.append(([edge.group()], len(order)))
                order.append(-1)
            else:
                inside.append(html[at : edge.end()])
                whole, place = open_.pop()
                order[place] = self._kept(whole)
                open_[-1][0].append(order[place])
            at = edge.end()
        ((root, _),) = open_
        return self._kept([*root, html[at:]]), order

    def _kept(self, parts: Iterable[str | int]) -> int:
        piece = tuple(_joined(parts))
        number = self._numbers.setdefault(piece, len(self._pieces))
        if number == len(self._pieces):
            self._pieces.append(piece)
        return number

    def letters(self) -> set[str]:
        """Every letter in the pieces."""
        texts = (part for piece in self._pieces for part in piece if isinstance(part, str))
        return set().union(*texts)

    def needed(self, roots: Iterable[int], had: Iterable[int] = ()) -> dict[int, Piece]:
        """The pieces that some are made of, themselves among them, without those that are had."""
        done, waiting = set(had), list(roots)
        found: dict[int, Piece] = {}
        while waiting:
            if (number := waiting.pop()) not in done:
                done.add(number)
                found[number] = self._pieces[number]
                waiting += [part for part in found[number] if isinstance(part, int)]
        return dict(sorted(found.items()))


def _joined(parts: Iterable[str | int]) -> Iterator[str | int]:
    """The same with texts that follow each other made one, and none empty."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
