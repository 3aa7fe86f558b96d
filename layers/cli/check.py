"""Check the story: every record and layer, and every claim whose source's text is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ..errors import StoryError
from ..findings.finding import comparison_problems
from ..findings.known import Known, known
from ..findings.leads import unread_problems
from ..findings.retellings import retellings
from ..proof.claim_proof import ProofReport, prove_story
from ..story import Story, load_story
from ..story.readings import stale_problems
from ..story.wording import counted
from .command_group import main, texts_option
from .terminal import say, stop


@main.command()
@texts_option
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


def retelling_lines(known: Known) -> Iterator[str]:
    """Changes between a claim and the one it retells or stands beside, a line each."""
    for told in retellings(known):
        if told.changes:
            changes = "; ".join(f"{c.field}: {c.was} -> {c.now}" for c in told.changes)
            how = "retells" if told.named else "beside"
            yield f"{told.claim.key} {how} {told.origin.key}: {changes}"


def proof_lines(story: Story, report: ProofReport) -> Iterator[str]:
    """Lines on what was proved of each source, and what could not be."""
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
