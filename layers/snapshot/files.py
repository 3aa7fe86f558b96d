"""Snapshots as files: every format by its name, written whole or not at all, and read back."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import shown
from ..findings.difference import Difference, difference
from ..story import Story
from ..view import View, from_query, query_of
from ..view.address import NAMES, expected
from .formats import FORMS, SILENT, Note, silent
from .picture_forms import DPI, SIZE, WHOLE, Contents
from .provenance import Provenance, edition_shown, provenance_from
from .seal import Intact, beside_additions, sealed
from .snapshot import Snapshot, SnapshotError, snapshot_of
from .zip_archive import Tell, all_of_it

LARGEST = 50_000_000  # bytes of a file that is opened
_BARE = re.compile(r"\??|https?://[^\s?#\[\]]+\??(#.*)?")  # an address without a query


@dataclass(frozen=True)
class Reopened:
    """A view that a file was made from, and what stands in the way of its being the same.

    `own` are the names of own layers that were drawn, which no view holds: their files have to be
    added again.
    """

    view: View
    unknown: tuple[str, ...]
    changed: bool
    own: tuple[str, ...] = ()


def view_at(story: Story, address: str) -> View:
    """The view of an address, or of its query alone.

    Raises SnapshotError when it asks for anything that is not there.
    """
    query = query_of(address)
    view, unknown = from_query(query, story)
    wrong = [
        f"{shown(name)}={shown(','.join(query[name]))} {expected(name, story)}"
        for name in dict.fromkeys((*unknown, *(name for name in query if name not in NAMES)))
    ]
    if not query and not _BARE.fullmatch(address):
        wrong.append(f"{shown(address)}, which is no address and no query of one")
    if wrong:
        raise SnapshotError(f"the view asks for what is not there: {'; '.join(wrong)}")
    return view


def make(
    snapshot: Snapshot,
    suffix: str,
    size: tuple[float, float] = SIZE,
    dpi: float = DPI,
    tell: Tell = lambda done, of: None,
    note: Note = silent,
    contents: Contents = WHOLE,
) -> bytes:
    """A snapshot in a format of FORMS, sealed but for those of SILENT.

    `size` in pixels, `dpi` and `contents` are for pictures.

    `tell` is told how many files of a ZIP are done, and of how many; `note` what a picture has no
    room for.

    Raises SnapshotError for an unknown format and for a size that no picture has.
    """
    return sealed(_made(snapshot, suffix, size, dpi, tell, note, contents))


def _made(
    snapshot: Snapshot,
    suffix: str,
    size: tuple[float, float],
    dpi: float,
    tell: Tell,
    note: Note,
    contents: Contents,
) -> bytes:
    # What draws and writes is loaded when it is wanted: matplotlib and GDAL take a second.
    if suffix in ("png", "svg", "pdf"):
        from .picture import picture

        return picture(snapshot, suffix, size, dpi, note, contents)
    if suffix == "html":
        from .page import page

        return page(snapshot)
    if suffix == "zip":
        return all_of_it(
            snapshot, lambda form: make(snapshot, form, size, dpi, contents=contents), tell
        )
    if suffix not in FORMS:
        raise SnapshotError(_unknown(suffix))
    from . import tables

    return tables.FORMS[suffix](snapshot)


def suffix_of(name: str) -> str:
    """The format that a file's name asks for by its end. Raises SnapshotError when by none."""
    for suffix in sorted(FORMS, key=len, reverse=True):
        if name.lower().endswith(f".{suffix}"):
            return suffix
    end = Path(name).suffix.removeprefix(".")
    known = ", ".join(FORMS)
    if not end:
        named = f"the name {shown(name)}" if name else "an empty name"
        raise SnapshotError(f"{named} tells no format: end it with a point and one of {known}")
    raise SnapshotError(_unknown(end))


def _unknown(suffix: str) -> str:
    known = ", ".join(FORMS)
    return f"{shown(suffix)} is no format of a snapshot; known are {known}"


def write(path: Path, content: bytes) -> None:
    """Write a file whole: under another name first, so that no half of it is ever found.

    A link stays one, and what it leads to is written; a device is written to as it is. Raises
    SnapshotError when it cannot be written.
    """
    try:
        real = path.resolve()
        if real.exists() and not real.is_file():
            real.write_bytes(content)
            return
        handle, draft = tempfile.mkstemp(dir=real.parent, prefix=".snapshot-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).chmod(_mode(real))
            Path(draft).replace(real)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SnapshotError(f"{shown(str(path), 200)}: {_unwritable(path, error)}") from error


def _mode(path: Path) -> int:
    """The permissions of a file: as it was, or as a new one would be, which a draft is not."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0o077)  # there is no way to ask for it without setting it
        os.umask(mask)
        return 0o666 & ~mask


def is_folder(path: Path) -> bool:
    """True when a path leads to a folder; one that the system cannot even look at does not."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that is too long, or with a NUL in it
        return False


def _unwritable(path: Path, error: OSError | ValueError) -> str:
    if is_folder(path):
        return "this is a folder; name a file in it"
    if not is_folder(path.parent):
        return f"there is no folder {shown(str(path.parent), 200)}; make it first"
    why = getattr(error, "strerror", None) or "it cannot be written"
    return f"{why}; name a file that can be written"


def inspect(content: bytes) -> Provenance:
    """A file's own account of itself.

    Raises SnapshotError when it says nothing, or when what it says was cut off or changed.
    """
    if len(content) > LARGEST:
        raise SnapshotError(f"the file has {len(content):,} bytes; at most {LARGEST:,}")
    from . import page, picture, tables, zip_archive

    for form in (zip_archive, picture, page, tables):
        if (text := form.read_provenance(content)) is not None:
            return provenance_from(text)
    raise SnapshotError(
        "this file holds no provenance of a snapshot: it was not made here, that was cut off, or "
        f"its format has no place for it ({', '.join(SILENT)})"
    )


def as_made(content: bytes, provenance: Provenance) -> Intact:
    """True when a file is byte for byte as it was made; None when it was not sealed then.

    A word, when all that was made is there, and other programs have added something.
    """
    found = beside_additions(content)
    return False if found is None and provenance.sealed else found


def reopen(story: Story, provenance: Provenance) -> Reopened:
    """The view a file was made from, in the story as it is now.

    Raises SnapshotError when it is of another story.
    """
    if provenance.fields["story"] != story.info.id:
        raise SnapshotError(
            f"the file is of the story {shown(provenance.fields['story'])}; this is "
            f"{shown(story.info.id)}"
        )
    view, unknown = from_query(query_of(provenance.address), story)
    own = tuple(_named(layer) for layer in provenance.own)
    return Reopened(view, unknown, provenance.fields["data"] != story.digest, own)


def since(provenance: Provenance, story: Story) -> Difference:
    """The difference of a file and the story as it is now, in the file's view.

    Raises SnapshotError when it is of another story, or its records are damaged.
    """
    found = reopen(story, provenance)
    lacks = [f"Not there any more is what its view asks for: {', '.join(found.unknown)}."]
    now = edition_shown(snapshot_of(story, found.view))
    # An address may ask for less now, since what it asked for is gone: the same scope is meant.
    return difference(
        provenance.edition,
        replace(now, scope=provenance.edition.scope),
        *(lacks if found.unknown else ()),
    )


def _named(layer: Mapping[str, Any]) -> str:
    """An own layer by its name, and by that of its file where the snapshot tells it."""
    file = layer.get("file")
    return f"{layer['name']} ({file})" if isinstance(file, str) and file else str(layer["name"])
