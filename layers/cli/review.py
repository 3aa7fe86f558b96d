"""Walk a second reader through a source, claim by claim, and keep what they find."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click

from ..errors import Problem, StoryError, listed, printable
from ..proof.source_text import find_text, paragraphs, read_text
from ..story import Claim, Story, load_story
from ..story.readings import Reading, digest_of, is_writer, role
from ..story.validation import record_of
from ..story.wording import counted
from .command_group import main, texts_option
from .reading_files import checks_of, keep, reading_faults, readings_in
from .source_reading import Desk, of_claim, of_source
from .terminal import TABLE_WIDTH, fail, say

VERDICTS: tuple[str, ...] = get_args(Reading.model_fields["verdict"].annotation)
AGAINST: tuple[str, ...] = get_args(Reading.model_fields["against"].annotation)
INDENT = 15  # columns before what a field says


@main.command()
@click.argument("source")
@click.option(
    "--reader",
    required=True,
    metavar="ROLE",
    help="Who reads: a role, such as 'second reader', never a person's name. "
    "Not the role that wrote the source's record.",
)
@texts_option
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of reading; today where none is given.",
)
@click.option("--all", "again", is_flag=True, help="Also what this reader has read already.")
@click.option(
    "--verdicts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Ask nothing: a table of claim, verdict, against and note, with tabs between them.",
)
@click.pass_obj
def review(
    folder: Path,
    source: str,
    reader: str,
    texts: tuple[Path, ...],
    on: datetime | None,
    again: bool,
    verdicts: Path | None,
) -> None:
    """Read the claims of SOURCE a second time, and keep what is found in checks/.

    A reading holds for the wording that was read: a later edit of the claim voids it.
    """
    story = load_story(folder)
    _allow(story, source, reader)
    day = (on.date() if on else date.today()).isoformat()
    try:
        text = _text_of(story, source, [*texts, folder / "seeds"])
        desk = Desk(folder, story, story.sources[source], reader, day, text)
        made = _hand_in(desk, verdicts) if verdicts else _walk(desk, again)
        _say_sum(desk, made)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")


def _allow(story: Story, source: str, reader: str) -> None:
    """Nobody reads what is not there, without a role, or what they have written."""
    if source not in story.sources:
        there = listed(story.sources, source)
        message = f"'{printable(source)}' is no source of this story: {there}"
        raise click.BadParameter(message, param_hint="SOURCE")
    if not reader.strip() or not reader.isprintable() or len(reader) > 200:
        raise click.BadParameter("needed is a role in words on one line", param_hint="--reader")
    if is_writer(story.sources[source], reader):
        message = f"'{printable(reader)}' wrote {source}; a second reader is somebody else"
        raise click.BadParameter(message, param_hint="--reader")


def _text_of(story: Story, source: str, folders: Sequence[Path]) -> tuple[str, ...]:
    """The paragraphs of a source's text, none where it is not here. Raises StoryError."""
    path, problems = find_text(story.sources[source], folders), list[Problem]()
    if path is None:
        return ()
    text = read_text(path, story.sources[source], story.files[source], problems)
    if problems:
        raise StoryError(problems)
    return tuple(paragraphs(text))


def _hand_in(desk: Desk, file: Path) -> list[Reading]:
    """Keep a whole table of verdicts, or raise StoryError and keep nothing of it."""
    problems: list[Problem] = []
    digests = {claim.id: digest_of(claim) for claim in desk.claims}
    usual = "full text" if desk.text else None
    made = readings_in(file, digests, desk.common, usual, problems)
    if not made and not problems:
        problems.append(Problem(file.name, "", "", "", "needs a line for each claim that was read"))
    if problems:
        raise StoryError(problems)
    keep(desk.folder, desk.source.id, made)
    return made


def _walk(desk: Desk, again: bool) -> list[Reading]:
    """Ask for a verdict on each claim, and keep each as soon as it is given."""
    made: list[Reading] = []
    claims = desk.claims if again else desk.unread()
    earlier = desk.earlier()
    _say_fields(of_source(desk))
    try:
        for number, claim in enumerate(claims, 1):
            say("")
            say(f"{number} of {len(claims)}: {claim.key}")
            _say_fields(of_claim(desk, claim, earlier.get(claim.id)))
            verdict = _choice("verdict", (*VERDICTS, "skip", "quit"))
            if verdict == "quit":
                break
            if verdict != "skip":
                made.append(_reading(desk, claim, verdict, made))
                keep(desk.folder, desk.source.id, made[-1:])
    except (click.Abort, KeyboardInterrupt):  # the end of the input, or Ctrl-C
        pass
    say("")
    return made


def _reading(desk: Desk, claim: Claim, verdict: str, made: Sequence[Reading]) -> Reading:
    """A reading with what it was read against, and a note unless the claim is right."""
    seen = [name for name in AGAINST if (verdict, name) != ("page not seen", "full text")]
    usual = "full text" if desk.text else made[-1].against if made else None
    against = _choice("read against", seen, usual if usual in seen else None)
    data = desk.common | {"claim": claim.id, "digest": digest_of(claim)}
    while True:
        given = {"verdict": verdict, "against": against}
        if verdict != "right":
            note = str(click.prompt("note", default="", show_default=False)).strip()
            given |= {"note": note} if note else {}
        problems: list[Problem] = []
        reading = record_of(Reading, data | given, "", claim.id, problems)
        faults = list(reading_faults(reading)) if reading else []
        if reading is not None and not faults:
            return reading
        for expected in (*(p.expected for p in problems), *(fault[2] for fault in faults)):
            say(expected)


def _choice(question: str, choices: Sequence[str], usual: str | None = None) -> str:
    """One of some answers; as much of it is enough as tells it from the others."""
    while True:
        given = str(click.prompt(f"{question} ({', '.join(choices)})", default=usual))
        answer = role(given)
        found = [choice for choice in choices if choice.startswith(answer)]
        if len(found) == 1 and answer:
            return found[0]
        say(f"'{given}' is none of these; the first letter is enough")


def _say_fields(fields: Iterator[tuple[str, str]]) -> None:
    """Names and what they say, in two columns as wide as the terminal."""
    room = max(shutil.get_terminal_size((TABLE_WIDTH, 24)).columns - INDENT, 20)
    for name, value in fields:
        first, *rest = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
        say(f"{name:<{INDENT}}{first}")
        for line in rest:
            say(" " * INDENT + line)


def _say_sum(desk: Desk, made: Sequence[Reading]) -> None:
    """Say what was written, and what is left to read."""
    left, path = len(desk.unread()), checks_of(desk.folder, desk.source.id)
    number = counted(len(desk.claims), "claim")
    if made:
        verdicts = Counter(reading.verdict for reading in made)
        told = ", ".join(f"{verdicts[v]} {v}" for v in VERDICTS if v in verdicts)  # type: ignore[index]
        say(f"checks/{path.name}: {counted(len(made), 'reading')} by {desk.reader}: {told}")
    rest = f"{left} of them left" if left else "none of them left; --all reads them again"
    say(f"{desk.source.id} has {number}, {rest}")
