"""The command `diff`: what has changed between two editions of a story."""

from __future__ import annotations

from pathlib import Path

import click

from ..findings.difference import Difference, difference
from ..findings.edition import edition_of
from ..findings.known import known
from ..findings.rows import json_text
from ..snapshot.files import since
from ..snapshot.provenance import Provenance
from ..story import Story, load_story
from ..story.wording import counted
from .command_group import main
from .snapshots import read_file
from .terminal import say, say_table, write

COLUMNS = ("kind", "id", "field", "was", "now")
EDITION = click.Path(exists=True, path_type=Path)


@main.command()
@click.argument("old", type=EDITION)
@click.argument("new", type=EDITION)
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table")
def diff(old: Path, new: Path, form: str) -> None:
    """Say what has changed from OLD to NEW, each a story's folder or a snapshot.

    A snapshot is held against a story in the snapshot's own view.
    """
    changed = difference_between(old, new)
    if form == "json":
        write(json_text(changed.row))
    elif form == "html":
        from ..snapshot.page.difference_page import difference_page

        write(difference_page(changed, old.name))
    else:
        for lack in changed.lacks:
            say(lack, to_stderr=True)
        rows = [vars(entry) | {"now": entry.now_text} for entry in changed.entries]
        if rows:
            say_table(rows, COLUMNS)
        told = f"{counted(len(rows), 'change')}; {len(changed.unsound)} of what was no longer hold"
        say(told if rows else "unchanged")


def difference_between(old: Path, new: Path) -> Difference:
    """The difference of two editions. Raises MapError when one cannot be read."""
    was, now = edition_in(old), edition_in(new)
    if isinstance(was, Provenance) and isinstance(now, Provenance):
        return difference(was.edition, now.edition)
    if isinstance(was, Provenance) and isinstance(now, Story):
        return since(was, now)
    if isinstance(was, Story) and isinstance(now, Provenance):
        changed = since(now, was)
        return difference(changed.new, changed.old)
    assert isinstance(was, Story) and isinstance(now, Story)
    return difference(edition_of(known(was)), edition_of(known(now)))


def edition_in(path: Path) -> Story | Provenance:
    """The story in a folder, or what a snapshot says of itself. Raises MapError."""
    if path.is_dir():
        return load_story(path)
    found, whole = read_file(path)
    if whole is False:
        say(f"{path.name} is not as it was made; what it says of itself is compared.", True)
    return found
