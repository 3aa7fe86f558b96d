"""Make snapshots, say what one holds, and open the view it was made from."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import click

from ..errors import MapError, shown
from ..snapshot import SnapshotError, snapshot_of
from ..snapshot.files import (
    LARGEST,
    as_made,
    inspect,
    is_folder,
    make,
    reopen,
    suffix_of,
    view_at,
)
from ..snapshot.files import write as write_file
from ..snapshot.formats import FORMS
from ..snapshot.picture_forms import DPI, PICTURE_FORMS
from ..snapshot.provenance import RECORDS, Provenance
from ..snapshot.seal import SAYS, Intact
from ..story import load_story
from ..uploads import Asked, OwnLayer, Verdict, checked
from ..view import address_of
from .command_group import main
from .layer import content_of, found, meant
from .picture_size import dimensions
from .terminal import say, stop, write

PAGE = "http://127.0.0.1:8501"


def _web(_context: click.Context, _option: click.Parameter, at: str) -> str:
    """An address of the web: a browser would obey some others."""
    if not re.match(r"https?://[^\s/]", at):
        raise click.BadParameter(f"{shown(at)} is no address that begins with http:// or https://")
    return at


@main.command()
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--view", "address", default="", help="The address of a view, or its query alone.")
@click.option("--size", metavar="WxH", help="Width and height of a picture, in pixels.")
@click.option("--dpi", type=float, show_default=str(DPI), help="Pixels an inch.")
@click.option(
    "--form",
    "sheet",
    type=click.Choice(list(PICTURE_FORMS)),
    default="sheet",
    show_default=True,
    help="The form of a picture, with its size; sheet and map-only may have any.",
)
@click.option("--ticks", is_flag=True, help="Coordinates along the frame of a picture's map.")
@click.option("--title", help="In place of the story's own title.")
@click.option("--subtitle", help="In place of the story's own summary.")
@click.option(
    "--own",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A file of your own to draw over the story; may be given again.",
)
@click.option(
    "--choose",
    multiple=True,
    metavar="NAME",
    help="The layer or folder of an own file that has several; may be given again.",
)
@click.option("--format", "form", help=f"One of {', '.join(FORMS)}; needed when OUT is -.")
@click.pass_obj
def snapshot(
    folder: Path,
    /,
    out: Path,
    address: str,
    size: str | None,
    dpi: float | None,
    sheet: str,
    ticks: bool,
    title: str | None,
    subtitle: str | None,
    own: tuple[Path, ...],
    choose: tuple[str, ...],
    form: str | None,
) -> None:
    """Write a view with its evidence to OUT; the format follows from the name. - is the output."""
    story = load_story(folder)
    suffix, view, lacks = _suffix(out, form), view_at(story, address), list[str]()
    made = snapshot_of(story, view, title, subtitle, _own_layers(own, choose))
    pixels, dots, contents = dimensions(sheet, size, dpi, ticks)
    content = make(made, suffix, pixels, dots, note=lacks.append, contents=contents)
    if str(out) == "-":
        _to_output(content)
    else:
        write_file(out, content)
        say(f"{out}: {len(content):,} bytes, {len(made.claims)} claims", to_stderr=True)
    if made.ground_note:
        say(made.ground_note, to_stderr=True)
    for lack in lacks:
        say(lack, to_stderr=True)


@main.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--claims", "whole", is_flag=True, help="The whole records of what it shows, too.")
def inspect_file(file: Path, whole: bool) -> None:
    """Print as JSON what a snapshot says of itself.

    `intact` is whether all of it is there as it was made: false ends with status 1, null is of a
    file that was made before files were sealed. `added` is what other programs put beside it.
    """
    found, intact = read_file(file)
    added = intact if isinstance(intact, str) else None
    told = {name: value for name, value in found.fields.items() if name != RECORDS}
    told |= {"intact": bool(intact) if added else intact, "added": added}
    if whole:
        told |= _records(found)
    # Only ASCII: a terminal would obey some of what a file from elsewhere may hold.
    write(json.dumps(told, ensure_ascii=True, indent=1) + "\n")
    if intact is not True:
        say(SAYS[intact], to_stderr=True)
    if intact is False:
        sys.exit(1)


def _records(found: Provenance) -> dict[str, Any]:
    """The records in a file, said to be missing where it was made before files had them."""
    if RECORDS in found.fields:
        return {RECORDS: found.edition.json}
    say(f"The file, of {shown(found.fields['software'])}, has no records of its claims.", True)
    return {RECORDS: None}


@main.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--at", default=PAGE, show_default=True, callback=_web, help="Where the page is served."
)
@click.option("--browser/--no-browser", default=True, help="Whether to open the address.")
@click.pass_obj
def open_file(folder: Path, file: Path, at: str, browser: bool) -> None:
    """Restore the view that a snapshot was made from: its address, in a browser.

    What has changed since, of the data or of the file, is said.
    """
    story = load_story(folder)
    provenance, whole = read_file(file)
    found = reopen(story, provenance)
    if whole is not True:
        say(SAYS[whole], to_stderr=True)
    if found.changed:
        say("The data has changed since this was made; the view is of the data as it is now.", True)
    for name in found.unknown:
        say(f"What it asks for under {shown(name)} is not there any more.", True)
    for name in found.own:
        say(f"An own layer belonged to it: {shown(name)}; add its file again on the page.", True)
    address = f"{at.rstrip('/')}/{address_of(found.view, story)}"
    say(address)
    if browser:
        click.launch(address)


def read_file(file: Path) -> tuple[Provenance, Intact]:
    """A file's own account and whether it is intact. Raises SnapshotError, which names it."""
    try:
        with file.open("rb") as opened:  # what is no regular file has no size to ask for
            content = opened.read(LARGEST + 1)
        found = inspect(content)
        return found, as_made(content, found)
    except (OSError, MapError) as error:
        unread = isinstance(error, OSError) and (error.strerror or "it cannot be read")
        raise SnapshotError(f"{shown(str(file), 200)}: {unread or error}") from error


def _own_layers(files: tuple[Path, ...], choose: tuple[str, ...]) -> list[OwnLayer]:
    """Checked files of the reader's, each with all of the names in `choose` that it has."""
    layers: list[OwnLayer] = []
    unused = set(choose)
    for file in files:
        content = content_of(file)
        verdicts = checked(content, file.name)
        if named := tuple(one for one in choose if meant(one, verdicts[0].choices)):
            verdicts = found(content, file.name, Asked(named))
            unused -= set(named)
        layers += map(_layer_of, verdicts)
    if unused:
        raise SnapshotError(f"--choose is {shown(min(unused))}, which no own file has")
    return layers


def _layer_of(verdict: Verdict) -> OwnLayer:
    """A verdict's layer, its warnings said on the way. Ends when the file is refused."""
    if verdict.layer is None:
        for name in verdict.choices:
            say(f"{verdict.file}: has {shown(name)}; --choose names one", to_stderr=True)
        stop(verdict.problems, to_stderr=True)
    for warning in verdict.warnings:
        say(str(warning), to_stderr=True)
    return verdict.layer


def _suffix(out: Path, form: str | None) -> str:
    """The format that is asked for, by the option or by the name."""
    if str(out) == "-":
        if form is None:
            raise SnapshotError(f"the output has no name: give --format, one of {', '.join(FORMS)}")
        return form
    if is_folder(out):
        raise SnapshotError(f"{shown(str(out), 200)}: this is a folder; name a file in it")
    if form is not None and not out.suffix:
        return form
    named = suffix_of(out.name)
    if form not in (None, named):
        raise SnapshotError(f"--format is {shown(form)}, but the name {shown(out.name)} is {named}")
    return named


def _to_output(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise SnapshotError(f"the output cannot be written: {why}") from error
