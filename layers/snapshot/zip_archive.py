"""All formats of a snapshot in one ZIP, with a README and the provenance of the whole."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from ..errors import printable
from ..view import Scope, address_of, default_view
from .formats import FORMS, SILENT
from .provenance import LARGEST, provenance_of
from .seal import BLANK
from .snapshot import UNCHECKED, Snapshot, SnapshotError

README, PROVENANCE, CITATION = "README.txt", "provenance.json", "CITATION.cff"
MEMBERS = 100  # more are in no ZIP of ours
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: a clock would change its bytes
Tell = Callable[[int, int], None]


def all_of_it(snapshot: Snapshot, make: Callable[[str], bytes], tell: Tell) -> bytes:
    """Every format in a ZIP, as `make` makes it, with a text that says what each is.

    `tell` is told how many files are done, and of how many.
    """
    name, buffer = file_stem(snapshot), io.BytesIO()
    suffixes = [suffix for suffix in FORMS if suffix != "zip"]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(README, ZIP_TIME), "\n".join(_readme(snapshot, name)))
        archive.writestr(zipfile.ZipInfo(PROVENANCE, ZIP_TIME), provenance_of(snapshot).text)
        archive.writestr(zipfile.ZipInfo(CITATION, ZIP_TIME), citation_file(snapshot))
        for done, suffix in enumerate(suffixes):
            tell(done, len(suffixes))
            entry = zipfile.ZipInfo(f"{name}.{suffix}", ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, make(suffix))
        archive.comment = BLANK.encode()
    return buffer.getvalue()


def _readme(snapshot: Snapshot, name: str) -> Iterator[str]:
    found = provenance_of(snapshot).fields
    yield printable(snapshot.title)
    yield printable(f"{snapshot.scope_line}.")
    yield ""
    for form in FORMS.values():
        if form.suffix != "zip":
            yield f"{name}.{form.suffix}  {form.title}"
    yield ""
    yield f"{CITATION}  How to cite this, for programs that manage references"
    yield ""
    yield f"Made by {found['software']} from data {found['data']}."
    yield "The ZIP, and each file in it but for those named below, says what it shows, from which"
    yield "sources and as known on which day; dropped on the page or given to `inspect` and `open`,"
    yield "it gives the view again; whether the file is still as it was made is said, too."
    yield f"These formats have no place for that by themselves: {', '.join(SILENT)}."
    yield ""
    yield from (printable(text) for text in snapshot.attributions)
    yield ""
    if snapshot.own:
        yield "Own layers go with the files and are in no view: to see one again, add its file too."
        yield "Pages, GeoJSON and KML say which of them are too large to be in there."
        for layer in found["own_layers"]:
            told = f"{layer['form']}, {layer['features']} features, SHA-256 {layer['sha256']}"
            yield printable(f"{layer['name']}: {UNCHECKED} ({told})")
        yield ""


def citation_file(snapshot: Snapshot) -> str:
    """A citation of the story in this version, as CFF 1.2, whose YAML takes JSON's values."""
    story = snapshot.story
    told = {
        "cff-version": "1.2.0",
        "message": "Cite the story with its version, and its sources for what they say.",
        "type": "dataset",
        "title": printable(snapshot.title),
        "abstract": printable(snapshot.subtitle) or None,
        "authors": [{"name": f"Those who recorded {story.info.id}"}],
        "version": story.digest[:8],
        "date-released": snapshot.seen.known.as_of.isoformat(),
        "identifiers": [{"type": "other", "value": f"sha256:{story.digest}"}],
    }
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in told.items() if value)


def file_stem(snapshot: Snapshot) -> str:
    """A file's name without its end: the story, the day it is as known on, and what else chooses.

    That is told by a short digest, so that another choice, own layers among it, has another name.
    """
    stem = f"{snapshot.story.info.id}-{snapshot.seen.known.as_of.isoformat()}"
    chosen = replace(snapshot.view.scope, as_of=None)
    if chosen == Scope() and not snapshot.own:
        return stem
    query = address_of(replace(default_view(snapshot.story), scope=chosen), snapshot.story)
    told = "\n".join((query, *(layer.digest for layer in snapshot.own)))
    return f"{stem}-{hashlib.sha256(told.encode()).hexdigest()[:6]}"


def read_provenance(content: bytes) -> str | None:
    """The provenance in a ZIP of ours, of which nothing else is unpacked; None when there is none.

    Raises SnapshotError when the ZIP is damaged.
    """
    if not content.startswith(b"PK\x03\x04"):
        return None
    # Before zipfile makes an object of each: a directory of some megabytes has 200,000 members.
    if content.count(b"PK\x01\x02") > MEMBERS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if PROVENANCE not in archive.namelist():
                return None
            with archive.open(PROVENANCE) as file:
                return file.read(LARGEST + 1).decode("utf-8")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
        # RuntimeError: one that asks for a password; NotImplementedError, a kind of it, for a way
        # of packing that is unknown.
        raise SnapshotError("the ZIP is cut off or damaged; take the whole file") from error
