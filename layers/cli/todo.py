"""The command `todo`: everything that the records leave open, and where to look next."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..findings.leads import KINDS, leads
from ..findings.rows import json_text
from ..story import load_story
from ..story.wording import counted
from .claims import of_what_is_known, what_is_known
from .command_group import main
from .terminal import cut, say, say_table, write

COLUMNS = ("kind", "of", "why", "where")
WHERE = 36  # columns for where to look: an address takes its site only, JSON has it whole


@main.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only what is of this kind. May be given again.",
)
@of_what_is_known
@click.pass_obj
def todo(folder: Path, /, form: str, kinds: tuple[str, ...], **choice: Any) -> None:
    """List what is open: conflicts, single voices, overdue forecasts, what nobody read twice."""
    found = leads(what_is_known(load_story(folder), **choice))
    rows = [asdict(lead) for lead in found if not kinds or lead.kind in kinds]
    if form == "json":
        write(json_text(rows))
        return
    say_table([row | {"where": _short(row["where"])} for row in rows], COLUMNS)
    say(f"{counted(len(rows), 'thing')} to find out")


def _short(where: tuple[str, ...]) -> str:
    """Places to look, in a few words."""
    sites = (re.sub(r"^https?://(www\.)?([^/?#]+).*", r"\2", name) for name in where)
    return cut(", ".join(dict.fromkeys(sites)), WHERE)
