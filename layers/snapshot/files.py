"""Snapshots as files: every format by its name, written whole or not at all, and read back."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from layers.errors import printable, shown
from layers.snapshot.provenance import Provenance, provenance_from, provenance_of
from layers.snapshot.view import Snapshot, SnapshotError
from layers.story import Story
from layers.view import View, from_query, query_of
from layers.view.address import NAMES
from layers.webmap.tiles import TITLES

SIZE, DPI = (1600, 1200), 150
LARGEST = 50_000_000  # bytes of a file that is opened
README = "README.txt"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: a clock would change its bytes


@dataclass(frozen=True)
class Form:
    """A format: the end of its files' names, its MIME type, and what it is for."""

    suffix: str
    mime: str
    title: str


FORMS = {
    form.suffix: form
    for form in (
        Form("png", "image/png", "Picture, PNG"),
        Form("svg", "image/svg+xml", "Picture with editable text, SVG"),
        Form("pdf", "application/pdf", "Picture to print, PDF"),
        Form("html", "text/html", "Page that opens anywhere, HTML"),
        Form("geojson", "application/geo+json", "Places with claims, GeoJSON"),
        Form("gpkg", "application/geopackage+sqlite3", "Places with claims, GeoPackage"),
        Form("kml", "application/vnd.google-earth.kml+xml", "Places with claims, KML"),
        Form("csv", "text/csv", "Claims for a spreadsheet, CSV"),
        Form("jsonld", "application/ld+json", "Claims and sources, JSON-LD"),
        Form("bib", "application/x-bibtex", "Sources, BibTeX"),
        Form("ris", "application/x-research-info-systems", "Sources, RIS"),
        Form("csl.json", "application/vnd.citationstyles.csl+json", "Sources, CSL-JSON"),
        Form("zip", "application/zip", "All of it, ZIP"),
    )
}


@dataclass(frozen=True)
class Reopened:
    """A view that a file was made from, and what stands in the way of its being the same."""

    view: View
    unknown: tuple[str, ...]
    changed: bool


def view_at(story: Story, address: str) -> View:
    """The view of an address, or of its query alone.

    Raises SnapshotError when it asks for anything that is not there.
    """
    query = query_of(address)
    view, unknown = from_query(query, story, frozenset(TITLES))
    strange = [*unknown, *(name for name in query if name not in NAMES)]
    if strange or (address.strip("?") and not query and "://" not in address):
        asked = ", ".join(map(shown, strange)) or shown(address)
        raise SnapshotError(f"the view asks for what is not there: {asked}")
    return view


def make(
    snapshot: Snapshot, suffix: str, size: tuple[float, float] = SIZE, dpi: float = DPI
) -> bytes:
    """A snapshot in a format of FORMS; `size` in pixels and `dpi` are for pictures.

    Raises SnapshotError for an unknown format and for a size that no picture has.
    """
    # What draws and writes is loaded when it is wanted: matplotlib and GDAL take a second.
    if suffix in ("png", "svg", "pdf"):
        from layers.snapshot.picture import picture

        return picture(snapshot, suffix, size, dpi)
    if suffix == "html":
        from layers.snapshot.page import page

        return page(snapshot)
    if suffix == "zip":
        return _all_of_it(snapshot, size, dpi)
    if suffix not in FORMS:
        raise SnapshotError(_unknown(suffix))
    from layers.snapshot import tables

    return tables.FORMS[suffix](snapshot)


def suffix_of(name: str) -> str:
    """The format that a file's name asks for. Raises SnapshotError when it asks for none."""
    for suffix in sorted(FORMS, key=len, reverse=True):
        if name.lower().endswith(f".{suffix}"):
            return suffix
    raise SnapshotError(_unknown(Path(name).suffix.removeprefix(".")))


def _unknown(suffix: str) -> str:
    known = ", ".join(FORMS)
    return f"{shown(suffix)} is no format of a snapshot; known are {known}"


def _all_of_it(snapshot: Snapshot, size: tuple[float, float], dpi: float) -> bytes:
    """Every format in a ZIP, with a text that says what each is."""
    name, buffer = file_stem(snapshot), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(README, ZIP_TIME), "\n".join(_readme(snapshot, name)))
        for suffix in FORMS:
            if suffix != "zip":
                entry = zipfile.ZipInfo(f"{name}.{suffix}", ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, make(snapshot, suffix, size, dpi))
    return buffer.getvalue()


def _readme(snapshot: Snapshot, name: str) -> Iterator[str]:
    found = provenance_of(snapshot).fields
    yield printable(snapshot.title)
    yield f"{snapshot.dateline}; {len(snapshot.claims)} claims of {len(snapshot.sources)} sources."
    yield ""
    for form in FORMS.values():
        if form.suffix != "zip":
            yield f"{name}.{form.suffix}  {form.title}"
    yield ""
    yield f"Made by {found['software']} from data {found['data']}."
    yield "Each file says what it shows, from which sources and as known on which day;"
    yield "dropped on the page or given to `inspect` and `open`, it gives the view again."
    yield ""
    yield from (printable(text) for text in snapshot.attributions)
    yield ""


def file_stem(snapshot: Snapshot) -> str:
    """A file's name without its end: the story and the day it is as known on."""
    return f"{snapshot.story.info.id}-{snapshot.seen.known.as_of.isoformat()}"


def write(path: Path, content: bytes) -> None:
    """Write a file whole: under another name first, so that no half of it is ever found.

    Raises SnapshotError when it cannot be written.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".snapshot-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).chmod(0o644)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise SnapshotError(f"{shown(str(path), 200)}: {why}; name a file in a folder") from error


def inspect(content: bytes) -> Provenance:
    """What a file says of itself. Raises SnapshotError when it says nothing, or was changed."""
    if len(content) > LARGEST:
        raise SnapshotError(f"the file has {len(content):,} bytes; at most {LARGEST:,}")
    from layers.snapshot import page, picture, tables

    for read in (picture.read_provenance, page.read_provenance, tables.read_provenance):
        if (text := read(content)) is not None:
            return provenance_from(text)
    raise SnapshotError(
        "this file holds no provenance of a snapshot: it was not made here, or that was cut off"
    )


def reopen(story: Story, provenance: Provenance) -> Reopened:
    """The view a file was made from, in the story as it is now.

    Raises SnapshotError when it is of another story.
    """
    if provenance.fields["story"] != story.info.id:
        raise SnapshotError(
            f"the file is of the story {shown(provenance.fields['story'])}; this is "
            f"{shown(story.info.id)}"
        )
    view, unknown = from_query(query_of(provenance.address), story, frozenset(TITLES))
    return Reopened(view, unknown, provenance.fields["data"] != story.digest)
