"""The command `diff`: what has changed between two editions of a story."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path, PurePath

import click

from ..errors import shown
from ..findings.difference import Difference, difference
from ..findings.edition import edition_of
from ..findings.known import known
from ..findings.rows import json_text
from ..snapshot import SnapshotError
from ..snapshot.files import LARGEST, since
from ..snapshot.provenance import Provenance
from ..story import Story, load_story
from ..story.story_files import CHECKS, CORRECTIONS, DATA, SEEDS
from ..story.wording import counted
from .command_group import main
from .snapshots import read_file
from .terminal import say, say_table, write

COLUMNS = ("kind", "id", "field", "was", "now")
STORY = "seeds/story.toml"
FILES = (SEEDS, CHECKS, DATA, CORRECTIONS)
MEMBERS = 20_000  # of a ZIP that are looked at for a story
EDITION = click.Path(exists=True, path_type=Path)


@main.command()
@click.argument("old", type=EDITION)
@click.argument("new", type=EDITION)
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table")
def diff(old: Path, new: Path, form: str) -> None:
    """Say what has changed from OLD to NEW, each a story's folder, a ZIP of one or a snapshot.

    A snapshot is held against a story in the snapshot's own view.
    """
    changed = difference_between(old, new)
    if form == "json":
        write(json_text(changed.row))
    elif form == "html":
        from ..snapshot.page.difference_page import difference_page

        write(difference_page(changed, old.name))
    else:
        say_difference(changed)


def say_difference(changed: Difference) -> None:
    """A line for each entry, and what cannot be told."""
    for lack in changed.lacks:
        say(lack, to_stderr=True)
    if not changed.entries:
        say("unchanged")
        return
    rows = [vars(entry) for entry in changed.entries]
    say_table([row | {"now": _now(row["now"], row["metres"])} for row in rows], COLUMNS)
    say(f"{counted(len(rows), 'change')}; {len(changed.unsound)} of what was no longer hold")


def _now(text: str | None, metres: float | None) -> str | None:
    return text if metres is None else f"{metres:,.1f} m away: {text}"


def difference_between(old: Path, new: Path) -> Difference:
    """The difference of two editions. Raises MapError when one cannot be read."""
    was, now = edition_in(old), edition_in(new)
    if isinstance(was, Provenance) and isinstance(now, Provenance):
        return difference(was.edition, now.edition)
    if isinstance(was, Provenance) and isinstance(now, Story):
        return since(was, now)
    if isinstance(was, Story) and isinstance(now, Provenance):
        return turned(since(now, was))
    assert isinstance(was, Story) and isinstance(now, Story)
    return difference(edition_of(known(was)), edition_of(known(now)))


def turned(changed: Difference) -> Difference:
    """The difference the other way."""
    return difference(changed.new, changed.old)


def edition_in(path: Path) -> Story | Provenance:
    """The story in a folder or a ZIP, or what a snapshot says of itself. Raises MapError."""
    if path.is_dir():
        return load_story(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) <= LARGEST and content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if (root := _root(archive)) is not None:
                    return _story_in(archive, root)
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise SnapshotError(f"{shown(str(path), 200)}: {why}") from error
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as error:
        why = f"the ZIP is damaged: {shown(str(error))}"
        raise SnapshotError(f"{shown(str(path), 200)}: {why}") from error
    found, whole = read_file(path)
    if whole is False:
        say(f"{path.name} is not as it was made; what it says of itself is compared.", True)
    return found


def _root(archive: zipfile.ZipFile) -> str | None:
    """The folder of the story in an archive, as the beginning of its members' names."""
    names = archive.namelist()[:MEMBERS]
    found = min((n for n in names if f"/{n}".endswith(f"/{STORY}")), key=len, default=None)
    return None if found is None else found.removesuffix(STORY)


def _story_in(archive: zipfile.ZipFile, root: str) -> Story:
    """The story in an archive, of which nothing but a story's files is unpacked."""
    members = [
        member
        for member in archive.infolist()
        if member.filename.startswith(root)
        and any(map(PurePath(member.filename.removeprefix(root)).match, FILES))
        and ".." not in member.filename
    ]
    if sum(member.file_size for member in members) > 4 * LARGEST:
        raise ValueError(f"its story has more than {4 * LARGEST:,} bytes")
    with tempfile.TemporaryDirectory(prefix="story-") as folder:
        archive.extractall(folder, members)
        return load_story(Path(folder, root))
