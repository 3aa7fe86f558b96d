"""Lines that the commands say, and how they stop."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from ..errors import Problem, printable
from ..story.wording import counted

TABLE_WIDTH = 120  # where the output is no terminal


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
    from ..findings.rows import aligned  # what makes no table starts without

    for line in aligned(rows, columns, shutil.get_terminal_size((TABLE_WIDTH, 24)).columns):
        say(line)


def write(text: str) -> None:
    """Text for a program: UTF-8 on any system, line ends as they are."""
    click.echo(text.encode("utf-8"), nl=False)
