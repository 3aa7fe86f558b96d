"""Check the story: every record and layer, and every claim whose source's text is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ..errors import Problem, StoryError
from ..findings.difference import changes_of_meaning
from ..findings.finding import comparison_problems
from ..findings.known import Known, known
from ..findings.leads import unread_problems
from ..findings.retellings import retellings
from ..proof.claim_proof import ProofReport, prove_story
from ..story import Story, load_story
from ..story.readings import stale_problems
from ..story.story_files import CORRECTIONS
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
@click.option(
    "--since",
    "published",
    type=click.Path(exists=True, path_type=Path),
    metavar="OLD",
    help="What was published last, a folder or a snapshot: what means something else is to "
    "stand in corrections.toml.",
)
@click.pass_obj
def check(folder: Path, texts: Sequence[Path], readers: int, published: Path | None) -> None:
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
    unsaid = uncorrected(published, folder, story) if published else []
    if problems := [*report.problems, *incomparable, *stale, *unread, *unsaid]:
        stop(problems, to_stderr=False)
    say(
        f"no problem: {len(story.claims)} claims of {len(story.sources)} sources, "
        f"{sum(report.proved.values())} of them proved; {len(story.places)} places"
    )


def uncorrected(published: Path, folder: Path, story: Story) -> list[Problem]:
    """Published claims that are gone or mean something else, and no correction since names."""
    from .diff import difference_between  # what asks for no snapshot starts without

    changed = difference_between(published, folder)
    since = [c for c in story.changes if c.name not in changed.old.corrections]
    named = {key for change in since for key in change.claims}
    return [
        Problem(
            CORRECTIONS,
            key,
            ", ".join(fields),
            "" if fields else "gone",
            "add a [[correction]] that names this published claim: what was wrong, is right, why",
        )
        for key, fields in changes_of_meaning(changed).items()
        if key not in named
    ]


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
