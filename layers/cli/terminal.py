"""Lines that the commands say, and how they stop."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from ..errors import Problem, printable
from ..story.wording import counted

TABLE_WIDTH = 120  # where the output is no terminal
GAP = "  "
NARROW = 12  # a column narrower than this says nothing


def stop(problems: Sequence[Problem], *, to_stderr: bool) -> NoReturn:
    """Say every problem and how many there are; exit status 1."""
    for problem in problems:
        say(str(problem), to_stderr)
    files = len({problem.file for problem in problems})
    say(f"{counted(len(problems), 'problem')} in {counted(files, 'file')}", to_stderr)
    sys.exit(1)


def fail(message: str) -> NoReturn:
    """Say what is wrong; exit status 1."""
    say(message, to_stderr=True)
    sys.exit(1)


def say(line: str, to_stderr: bool = False) -> None:
    """One line for a person: nothing in it that a terminal obeys, or that it cannot write."""
    encoding = (sys.stderr if to_stderr else sys.stdout).encoding or "utf-8"
    text = printable(line).encode(encoding, "backslashreplace").decode(encoding)
    click.echo(text, err=to_stderr)


def say_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Rows as aligned columns, as wide as the terminal."""
    for line in aligned(rows, columns, shutil.get_terminal_size((TABLE_WIDTH, 24)).columns):
        say(line)


def write(text: str) -> None:
    """Text for a program: UTF-8 on any system, line ends as they are."""
    click.echo(text.encode("utf-8"), nl=False)


def aligned(rows: Sequence[dict[str, Any]], columns: Sequence[str], room: int) -> Iterator[str]:
    """Lines of aligned columns under a head, at most `room` wide; long cells are cut."""
    lines = [[column.replace("_", " ").upper() for column in columns]]
    lines += [["" if row[c] is None else in_line(str(row[c])) for c in columns] for row in rows]
    widths = _fitted([max(map(width, column)) for column in zip(*lines, strict=True)], room)
    for line in lines:
        cells = [cut(cell, most) for cell, most in zip(line, widths, strict=True)]
        padded = [cell + " " * (m - width(cell)) for cell, m in zip(cells, widths, strict=True)]
        yield cut(GAP.join(padded).rstrip(), room)


def _fitted(widths: list[int], room: int) -> list[int]:
    """The widest columns narrowed until all fit; the last one, where sentences are, comes last."""
    *first, last = widths
    gaps = len(GAP) * len(first)
    while sum(first) + gaps + last > room and max(first) > NARROW:
        first[first.index(max(first))] -= 1
    return [*first, max(min(last, room - sum(first) - gaps), 1)]


def in_line(text: str) -> str:
    """Text for a cell: printable, every kind of blank a plain one."""
    return printable("".join(" " if unicodedata.category(c) == "Zs" else c for c in text))


def width(text: str) -> int:
    """The columns of a terminal that a text takes: the letters of East Asia take two each."""
    return sum(
        0 if unicodedata.category(c) == "Mn" else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def cut(text: str, most: int) -> str:
    """Text of at most so many columns; what is cut ends with an ellipsis."""
    if width(text) <= most:
        return text
    while width(text) >= most and text:
        text = text[:-1]
    return f"{text}…"
