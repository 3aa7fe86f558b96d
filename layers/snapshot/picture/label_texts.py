"""Texts of labels: names, values with who asserts them, and the numbers of their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...findings.progress import report_label
from ...story.wording import kept_apart, local_names, runs
from ...symbols.label_ranks import CAPITALS, WATER, of_main_kind
from ...symbols.paper import INK, SELECT, SOFT
from ..snapshot import Snapshot
from .fonts import MISSING, Face, drawable, width
from .map_layers import Drawn

NUMBER = 0.74  # the size of a source's number, as a part of the name's
BOLDER = 0.012  # how much wider a bold letter is, as a part of its size
SPACED = 0.16  # room behind each capital of a state's name, as a part of its size
ASCENT, DESCENT = 0.86, 0.24  # of a line, as parts of its size


@dataclass(frozen=True)
class Row:
    """One line of a label, and the numbers of sources that stand raised at its end."""

    text: str
    size: float
    colour: str
    face: Face = "sans"
    bold: bool = False
    numbers: str = ""
    spaced: float = 0.0  # room behind each letter, in parts of the size

    @property
    def width(self) -> float:
        """The width in units."""
        bolder = (BOLDER * self.bold + self.spaced) * len(self.text) * self.size
        return width(self.text, self.face, self.size) + self.raised + bolder

    @property
    def raised(self) -> float:
        """The width of its numbers, with the room before them, in units."""
        if not self.numbers:
            return 0.0
        size = self.size * NUMBER
        return width(self.numbers, "sans", size) + BOLDER * len(self.numbers) * size + 1.4

    @property
    def height(self) -> float:
        """The height in units."""
        return self.size * (ASCENT + DESCENT)


def rows_of(snapshot: Snapshot, each: Drawn, numbered: bool) -> tuple[Row, ...]:
    """The name and its forms in the languages of the place; or a value and who asserts it.

    `numbered`: with the numbers of the sources.
    """
    feature, story = each.feature, snapshot.story
    if each.asserter and not each.main:
        claims = [story.claims[key] for key in feature.claims]
        text = report_label(story, feature, each.asserter)
        numbers = numbers_text(
            snapshot.numbers[c.source] for c in claims if numbered and c in snapshot.claims
        )
        return (Row(drawable(text), 7.6, INK, bold=True, numbers=numbers),)
    kind = feature.kind
    water = kind in WATER
    face: Face = "water" if water else "sans"
    name = drawable(feature.name.upper() if kind in CAPITALS else feature.name)
    big = of_main_kind(story, feature) or each.selected
    colour = SELECT if water else SOFT if kind in CAPITALS else INK
    numbers = numbers_text(
        snapshot.numbers[c.source]
        for c in snapshot.claims
        if numbered and story.place_of(c) == feature.of_place
    )
    size = 9.6 if big else 9.4 if water or kind == "country" else 8.2
    spaced = SPACED if kind in CAPITALS else 0.0
    rows = [Row(name, size, colour, face, big or kind == "country", numbers, spaced)]
    local = [kept_apart(name) for _, name in local_names(feature) if MISSING not in drawable(name)]
    if local:
        rows.append(Row(drawable(" · ".join(local)), 6.9, SOFT))
    return tuple(rows)


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers of sources in order, runs of three or more as a range: "1, 4–6"."""
    texts: list[str] = []
    for first, last in runs(sorted(set(numbers))):
        short = range(first, last + 1)
        texts += map(str, short) if len(short) < 3 else [f"{first}–{last}"]
    return ", ".join(texts[:12]) + (" …" if len(texts) > 12 else "")
