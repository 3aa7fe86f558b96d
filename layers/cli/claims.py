"""Check the story, and hand out its claims, findings and places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..errors import StoryError, printable
from ..findings.finding import comparison_problems
from ..findings.known import Known, known
from ..findings.leads import unread_problems
from ..findings.retellings import retellings
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
from ..proof.claim_proof import ProofReport, prove_story
from ..story import Story, load_story
from ..story.readings import stale_problems
from ..story.search import matching
from ..story.wording import counted
from .command_group import FOLDER, main
from .terminal import load_or_stop, say, say_table, stop, write

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


@main.command()
@click.option(
    "--texts",
    type=FOLDER,
    multiple=True,
    help="A folder with full texts of sources, beside seeds/ itself. May be given again.",
)
@click.option(
    "--readers",
    type=click.IntRange(1, 9),
    default=1,
    show_default=True,
    help="How many people must have read every claim; whoever wrote it is one of them.",
)
@click.pass_obj
def check(folder: Path, texts: Sequence[Path], readers: int) -> None:
    """Check every record and layer, and prove every claim whose source's text is at hand."""
    try:
        story = load_story(folder)
    except StoryError as error:
        stop(error.problems, to_stderr=False)
    report = prove_story(story, [*texts, folder / "seeds"], story.files.__getitem__)
    for line in proof_lines(story, report):
        say(line)
    incomparable = comparison_problems(story, known(story).findings.values())
    stale = stale_problems(story.claims, story.readings)
    unread = unread_problems(story, readers - 1)
    for line in retelling_lines(known(story)):
        say(line)
    if problems := [*report.problems, *incomparable, *stale, *unread]:
        stop(problems, to_stderr=False)
    say(
        f"no problem: {len(story.claims)} claims of {len(story.sources)} sources, "
        f"{sum(report.proved.values())} of them proved; {len(story.places)} places"
    )


def of_what_is_known(command: Callable[..., None]) -> Callable[..., None]:
    """Options that choose what is known: by the end of which day, from which sources."""
    command = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="Only what was published by the end of this day, such as 2025-05-01.",
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
    story = load_or_stop(folder)
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
    """What the claims amount to: a single origin, agreed, or in conflict."""
    story = load_or_stop(folder)
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
    story = load_or_stop(folder)
    rows = [place_row(known(story), place) for place in story.places.values()]
    if form == "table":
        say_table(rows, PLACE_COLUMNS)
    else:
        write(json_text(rows))


def what_is_known(story: Story, as_of: datetime | None, sources: Sequence[str]) -> Known:
    """What the options choose; a source that is not there is a usage error that names those."""
    for source in sources:
        if source not in story.sources:
            raise click.BadParameter(
                f"'{printable(source)}' is no source of this story: {', '.join(story.sources)}",
                param_hint="--source",
            )
    return known(story, as_of.date() if as_of else None, frozenset(sources) or None)


def retelling_lines(known: Known) -> Iterator[str]:
    """What changed between a claim and the one it retells or stands beside, a line each."""
    for told in retellings(known):
        if told.changes:
            changes = "; ".join(f"{c.field}: {c.was} -> {c.now}" for c in told.changes)
            how = "retells" if told.named else "beside"
            yield f"{told.claim.key} {how} {told.origin.key}: {changes}"


def proof_lines(story: Story, report: ProofReport) -> Iterator[str]:
    """What was proved of each source, and what could not be."""
    made = [claim.source for claim in story.claims.values()]
    for source, proved in report.proved.items():
        partly = " (not in English: only quotes and digits)" if source in report.partly else ""
        yield f"{source}: {proved} of {counted(made.count(source), 'claim')} proved{partly}"
    for source in report.absent:
        number = counted(made.count(source), "claim")
        yield f"text of {source} is not here; its {number} were checked without it"
    other = [s for s, source in story.sources.items() if source.read != "full text"]
    if other:
        number = counted(sum(made.count(source) for source in other), "claim")
        yield f"{counted(len(other), 'source')} not read in full: {number} checked without a text"
