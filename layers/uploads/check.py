"""The check of a reader's own file: one of three verdicts, whatever the file is."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePath

from ..errors import Problem, printable, shown
from .deadline import in_time
from .verdict import FORMS, LIMITS, Limits, RawLayer, Refused, Verdict

# The end of a file's name, and the form that it stands for.
ENDINGS = {f".{form}": form for form in FORMS if form != "shp"} | {
    ".json": "geojson",
    ".zip": "shp",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
}
# How a file begins that is called GeoJSON or CSV, and is something else.
_OTHERS = (
    (rb"\s*\x1e", "a GeoJSON text sequence: put its features into one FeatureCollection"),
    (rb"PK[\x03\x05]", "a ZIP archive: a KMZ, a zipped shapefile or a workbook of Excel"),
    (rb"SQLite format 3\0", "a GeoPackage, or another SQLite database"),
    (
        rb"\s*<(?:\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<?OGRVRT",
        "a VRT of GDAL, which names other files",
    ),
    (rb"\s*<(?i:!doctype html|html)", "a web page"),
    (rb"\s*<[?!A-Za-z]", "XML, such as KML or GPX"),
    (rb"%PDF", "a PDF"),
    (rb"\0\0\x27\x0a", "a part of a shapefile"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!", "a packed file"),
    (rb"\xd0\xcf\x11\xe0", "a workbook of an older Excel"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*", "a picture"),
    (rb"PAR1", "GeoParquet"),
    (rb"fgb\x03", "FlatGeobuf"),
)
_KNOWN = ", ".join(FORMS.values())


def check(content: bytes, name: str, choose: str | None = None, limits: Limits = LIMITS) -> Verdict:
    """The verdict on a file from outside: `name` tells its form, and is otherwise only shown.

    `choose` is one of the verdict's `choices`, where a first check found several layers in it.
    Never raises for what is in a file. Takes at most some 15 seconds, GeoJSON and CSV about one;
    more while files of other sessions are read.
    """
    # Not above: the sandbox's child, which is within this package, would load all of it each time.
    from .cleaning import clean
    from .problems import grouped

    file = printable(PurePath(name).name)[:100] or "(no name)"
    try:
        form = _form(content, file, limits)
        with in_time():
            raw = _read(content, form, file, choose, limits)
            return clean(raw, form, file, hashlib.sha256(content).hexdigest(), limits)
    except Refused as refused:
        problems = grouped(refused.problems)
        return Verdict(file, None, problems=problems, choices=refused.choices)


def _form(content: bytes, file: str, limits: Limits) -> str:
    """The form of a file by the end of its name. Raises Refused."""
    if (size := len(content)) > (most := limits.file_bytes):
        raise Refused(Problem(file, "", "size", f"{size:,} bytes", f"at most {most:,} bytes"))
    ending = PurePath(file).suffix.lower()
    if ending in (".shp", ".shx", ".dbf", ".prj"):
        expected = "a ZIP with its .shp, .shx, .dbf and .prj together"
        raise Refused(Problem(file, "", "name", f"a part of a shapefile, {ending}", expected))
    if ending not in ENDINGS:
        expected = f"{_KNOWN}; the name ends in one of {', '.join(ENDINGS)}"
        raise Refused(Problem(file, "", "name", shown(ending), expected))
    return ENDINGS[ending]


def _read(content: bytes, form: str, file: str, choose: str | None, limits: Limits) -> RawLayer:
    """The features that the form's own reader finds. Raises Refused."""
    from .readers import csv_table, geojson, sandboxed  # here: as above

    if form not in ("geojson", "csv"):
        return sandboxed.read(content, form, file, choose, limits)
    if choose is not None:
        expected = f"no choice: {FORMS[form]} is one layer"
        raise Refused(Problem(file, "", "layer", shown(choose), expected))
    _refuse_other(content, form, file)
    with _without_collector():
        return (geojson if form == "geojson" else csv_table).read(content, file, limits)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Lists by the hundred thousand start it again and again; there are no cycles among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_other(content: bytes, form: str, file: str) -> None:
    """Refuse a file that begins like something else than its name says."""
    start = content[:1000].removeprefix(b"\xef\xbb\xbf")
    for pattern, what in _OTHERS:
        if re.match(pattern, start, re.DOTALL):
            expected = f"{FORMS[form]}, as its name says; name it for what it is"
            raise Refused(Problem(file, "", "", f"it seems to be {what}", expected))
    if form == "csv" and re.match(rb'\s*[\[{]\s*["\[{]', start):
        expected = "CSV, as its name says; GeoJSON is named .geojson"
        raise Refused(Problem(file, "", "", "it seems to be JSON", expected))
