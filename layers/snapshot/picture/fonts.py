"""The fonts of a picture: found by their files, never by what a machine happens to have.

They are known to matplotlib under names of our own (snapshot/font_files.py), or it would take a
font of the system that has the same name, and every machine its own.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Outline
from matplotlib.textpath import text_to_path

from ...html.gate import plain
from ..font_files import SANS, SIGNS, TITLE, WATER, font_files

Face = Literal["sans", "title", "water"]

MISSING = "□"  # stands for a character that no font has; better seen than left out
ELLIPSIS = "…"
# Quotation marks are as wide as a Chinese character unless this feature of the font is asked for.
FEATURES = ("pwid",)
QUOTES = {"‘": 0.278, "’": 0.278, "“": 0.475, "”": 0.475}  # how wide they are then
# Which fonts a face takes a character from: the first that has it.
FACES: dict[Face, tuple[str, ...]] = {
    "sans": (SANS, SIGNS),
    "title": (TITLE, SANS, SIGNS),
    "water": (WATER, SANS, SIGNS),
}
# What an SVG, which brings as much of these as it needs, names besides, for a program that does not
# read the fonts in a file.
FAMILIES: dict[Face, str] = {
    "sans": "'Noto Sans CJK SC', 'Noto Sans KR', 'Source Sans 3', 'Noto Sans', 'Malgun Gothic', "
    "'Apple SD Gothic Neo', 'Microsoft YaHei', Arial, sans-serif",
    "title": "STIXGeneral, 'STIX Two Text', 'Times New Roman', 'Noto Serif', 'Noto Serif CJK SC', "
    "'Batang', serif",
    "water": "STIXGeneral, 'STIX Two Text', 'Times New Roman', 'Noto Serif', "
    "'Noto Sans CJK SC', serif",
}


@lru_cache(maxsize=1)
def _fonts() -> dict[str, tuple[FT2Font, frozenset[int]]]:
    """Each font, told to matplotlib once a process, and the characters it has."""
    fonts = {}
    for name, file in font_files().items():
        font_manager.fontManager.ttflist.append(font_manager.FontEntry(fname=str(file), name=name))
        font = FT2Font(str(file))
        font.set_size(1000, 72)  # so that an advance is in thousandths of the size
        fonts[name] = font, frozenset(font.get_charmap())
    return fonts


@lru_cache(maxsize=1024)
def properties(face: Face, size: float) -> font_manager.FontProperties:
    """A face in a size in points, for matplotlib."""
    _fonts()
    return font_manager.FontProperties(family=list(FACES[face]), size=size)


def drawable(text: object, face: Face = "sans") -> str:
    """Text on one line of which some font has every character.

    Marks and joiners that none has are left out; any other becomes MISSING.
    """
    return "".join(c if _advance(c, face) is not None else _instead(c) for c in plain(text))


def unwritable(text: str, face: Face = "sans") -> tuple[str, ...]:
    """The characters of a text that would be drawn as MISSING, each once."""
    without = (c for c in plain(text) if _advance(c, face) is None and _instead(c) == MISSING)
    return tuple(dict.fromkeys(without))


def _instead(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("Z"):
        return " "
    return "" if category in ("Cf", "Mn", "Me") else MISSING


@lru_cache(maxsize=20_000)
def _advance(character: str, face: Face) -> float | None:
    """A character's width as a part of the size; None when no font has it."""
    for name in FACES[face]:
        font, has = _fonts()[name]
        if name == SANS and character in QUOTES:
            return QUOTES[character]
        if ord(character) in has:
            glyph = font.load_char(ord(character), LoadFlags.NO_HINTING)
            return glyph.linearHoriAdvance / 65536 / 1000
    return None


def width(text: str, face: Face, size: float) -> float:
    """A line's width in the unit of the size; without kerning, which only narrows it."""
    if not simple(text):
        return size * _joined_width(text, face)
    return size * sum(_advance(c, face) or 0.0 for c in text)


@lru_cache(maxsize=4096)
def _joined_width(text: str, face: Face) -> float:
    """The width, as a part of the size, of a line whose letters join, as in Arabic."""
    line = drawable(text, face)
    vertices, _ = text_to_path.get_text_path(properties(face, 10), line, features=FEATURES)
    edges = [x for x, _ in vertices]
    return float(max(edges, default=0.0)) / text_to_path.FONT_SCALE


def forget_lines() -> None:
    """Forget the lines that were measured: they may be a reader's own, of one session."""
    _joined_width.cache_clear()


def simple(text: str) -> bool:
    """True of a line of one character after the other, none joined to or turned before another."""
    return text.isascii() or not any(
        unicodedata.bidirectional(c) in ("R", "AL", "AN", "NSM") or unicodedata.combining(c)
        for c in text
    )


def outline(text: str, face: Face, size: float, spaced: float = 0.0) -> Outline:
    """The outlines of a simple line that begins at the origin, in the unit of the size.

    Behind each letter is room of `spaced` parts of the size.
    """
    x, vertices, codes = 0.0, [np.zeros((0, 2))], [np.zeros(0, dtype=Outline.code_type)]
    for character in text:
        points, kinds = _glyph(character, face)
        vertices.append(points * size + (x, 0.0))
        codes.append(kinds)
        x += size * ((_advance(character, face) or 0.0) + spaced)
    return Outline(np.concatenate(vertices), np.concatenate(codes))


@lru_cache(maxsize=20_000)
def _glyph(character: str, face: Face) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """The points (n, 2) of a character's outline in a size of 1, and what each is (n)."""
    vertices, codes = text_to_path.get_text_path(properties(face, 10), character, features=FEATURES)
    points = np.asarray(vertices, dtype=float).reshape(-1, 2) / text_to_path.FONT_SCALE
    return points, np.asarray(codes, dtype=Outline.code_type)


def wrapped(text: object, face: Face, size: float, room: float, most: int = 1000) -> list[str]:
    """Text in lines no wider than `room`; the last of at most `most` ends in an ellipsis."""
    lines, line = [], ""
    for word in filter(None, drawable(text, face).split(" ")):
        for piece in _pieces(word, face, size, room):
            longer = f"{line} {piece}" if line and piece is word else line + piece
            if line and width(longer, face, size) > room:
                lines.append(line)
                line = piece
            else:
                line = longer
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], ended(lines[most - 1] + ELLIPSIS, face, size, room)]
    return lines


def _pieces(word: str, face: Face, size: float, room: float) -> list[str]:
    """A word, in pieces where it is wider than a line."""
    if width(word, face, size) <= room:
        return [word]
    pieces = []
    while word:
        letters = max(_fitting(word, face, size, room), 1)
        pieces.append(word[:letters])
        word = word[letters:]
    return pieces


def _fitting(text: str, face: Face, size: float, room: float, end: str = "") -> int:
    """The number of letters of a text that, with an end behind them, are no wider than `room`.

    By halves: to measure letters that join takes milliseconds.
    """
    lengths = range(len(text) + 1)
    return max(bisect_right(lengths, room, key=lambda n: width(text[:n] + end, face, size)) - 1, 0)


def ended(text: str, face: Face, size: float, room: float) -> str:
    """A line no wider than `room`, cut short with an ellipsis where it is."""
    if width(text, face, size) <= room:
        return text
    text = text[: _fitting(text, face, size, room, ELLIPSIS)]
    return text.rstrip(" ,;" + ELLIPSIS) + ELLIPSIS
