"""Hand out a story's claims, findings and places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..errors import listed, printable
from ..findings.known import Known, known
from ..findings.rows import (
    claim_row,
    claim_words,
    csv_text,
    finding_row,
    finding_words,
    flat,
    json_text,
    place_row,
)
from ..story import Story, load_story
from ..story.search import matching
from ..view import Scope, seen
from ..view.address import facet_names
from .command_group import main
from .terminal import say_table, write

CLAIM_COLUMNS = ("published", "publisher", "about", "attribute", "value", "asserted_by", "says")
FINDING_COLUMNS = (
    "about",
    "attribute",
    "status",
    "claims",
    "voices",
    "origins",
    "independence",
    "values",
)
PLACE_COLUMNS = ("id", "name", "kind", "status", "lon", "lat", "accuracy_m", "claims")


def of_what_is_known(command: Callable[..., None]) -> Callable[..., None]:
    """Options that choose what is known: by the end of which day, from which sources."""
    command = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="Only what was published by the end of this day, such as 2025-05-01.",
    )(command)
    command = click.option(
        "--account",
        metavar="NAME",
        help="Only what is said by this account, or by this asserter.",
    )(command)
    return click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="ID",
        help="Only what this source says. May be given again.",
    )(command)


@main.command()
@click.option("--format", "form", type=click.Choice(["json", "csv", "table"]), default="table")
@click.option("--search", metavar="TEXT", help="Only claims in which every word is found.")
@of_what_is_known
@click.pass_obj
def claims(folder: Path, /, form: str, search: str | None, **choice: Any) -> None:
    """Every claim with its source, in the order of publication."""
    story = load_story(folder)
    chosen = what_is_known(story, **choice).claims
    if search:
        found = matching(story, search)[0]
        chosen = tuple(claim for claim in chosen if claim.key in found)
    if form == "table":
        say_table([claim_words(story, claim) for claim in chosen], CLAIM_COLUMNS)
    else:
        rows = [claim_row(story, claim) for claim in chosen]
        columns = claim_row(story, next(iter(story.claims.values())))  # also when none is left
        write(json_text(rows) if form == "json" else csv_text(map(flat, rows), columns))


@main.command()
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table")
@of_what_is_known
@click.pass_obj
def findings(folder: Path, /, form: str, **choice: Any) -> None:
    """Say what the claims amount to: a single origin, agreed, or in conflict."""
    story = load_story(folder)
    found = what_is_known(story, **choice).findings.values()
    if form == "table":
        say_table([finding_words(story, finding) for finding in found], FINDING_COLUMNS)
    else:
        write(json_text([finding_row(story, finding) for finding in found]))


@main.command()
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table")
@click.pass_obj
def places(folder: Path, form: str) -> None:
    """Every place with its position, how that was obtained, and its status as known today."""
    story = load_story(folder)
    rows = [place_row(known(story), place) for place in story.places.values()]
    if form == "table":
        say_table(rows, PLACE_COLUMNS)
    else:
        write(json_text(rows))


def what_is_known(
    story: Story, as_of: datetime | None, sources: Sequence[str], account: str | None
) -> Known:
    """The choice of the options; for what is not there, a usage error names what is."""
    accounts = [*story.accounts, *facet_names(story)["asserters"]]
    if account is not None and account not in accounts:
        raise click.BadParameter(
            f"'{printable(account)}' is no account of this story: {', '.join(accounts)}",
            param_hint="--account",
        )
    for source in sources:
        if source not in story.sources:
            raise click.BadParameter(
                f"'{printable(source)}' is no source of this story: "
                f"{listed(story.sources, source)}",
                param_hint="--source",
            )
    scope = Scope(as_of.date() if as_of else None, account, frozenset(sources))
    return seen(story, scope).known
