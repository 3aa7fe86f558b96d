"""The wanted files of an archive, unpacked: its directory is read first and not believed.

Nothing of it is written under a name of its own, and no header decides how much is unpacked.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from ...errors import Problem, shown
from ..verdict import Limits, Refused, refused
from .member_names import in_letters

ARCHIVES = (".zip", ".kmz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst")
PARTS = ("shp", "shx", "dbf", "prj", "cpg")  # of a shapefile; there are others that are not read
NEEDED = PARTS[:3]
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SMALL = 1_000_000  # bytes: a table of blanks packs well, and is no attack
_AGAIN = "pack the files anew, as a plain ZIP"
_NOT_READ = (  # what zipfile raises for what it cannot take, besides what it says it raises
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


def kml_of(content: bytes, name: str, limits: Limits) -> tuple[bytes, tuple[Problem, ...]]:
    """The KML in a KMZ: doc.kml, or the only one; others are named. Raises Refused.

    GDAL writes a doc.kml that only links to the others: where it has no place, and there is one
    other, that is the one.
    """
    with _opened(content, name, limits) as archive:
        found = [one for one in _members(archive) if one.filename.lower().endswith(".kml")]
        main = [one for one in found if one.filename.lower() == "doc.kml"] or found
        if len(main) != 1:
            has = ", ".join(shown(one.filename, 40) for one in main[:5]) or "no .kml"
            raise refused(name, "", "member", has, "a KMZ has doc.kml, or one .kml")
        content = _unpack(archive, main[0], name, limits, 0)
        beside = [one for one in found if one is not main[0]]
        if beside and b"<NetworkLink" in content and b"<Placemark" not in content:
            if len(beside) > 1:
                has = ", ".join(shown(one.filename, 40) for one in beside[:5])
                expected = "a KMZ with one KML: doc.kml only links to these; unpack it, drop one"
                raise refused(name, "", "member", has, expected)
            return _unpack(archive, beside[0], name, limits, len(content)), ()
        others = tuple(
            Problem(name, shown(one.filename, 60), "member", "not read", "its KML is doc.kml")
            for one in beside
        )
        return content, others


def shapefiles_of(
    content: bytes, name: str, chosen: tuple[str, ...], limits: Limits
) -> list[tuple[str, dict[str, bytes]]]:
    """The names of shapefiles in an archive, and the parts of each by ending, of PARTS.

    Raises Refused; with choices when there are several and none of them is named.
    """
    with _opened(content, name, limits) as archive:
        sets: dict[str, dict[str, zipfile.ZipInfo]] = {}
        for one in _members(archive):
            path = PurePosixPath(one.filename)
            ending = path.suffix[1:].lower()
            if ending in PARTS:
                sets.setdefault(str(path.with_suffix("")).lower(), {})[ending] = one
        codecs = [_unpack(archive, s["cpg"], name, limits, 0) for s in sets.values() if "cpg" in s]
        shapes = {
            in_letters(_stem(parts["shp"]), codecs): parts
            for parts in sets.values()
            if "shp" in parts
        }
        found, before = [], 0
        for stem in _chosen(tuple(sorted(shapes)), chosen, name):
            parts = shapes[stem]
            if missing := [f".{part}" for part in NEEDED if part not in parts]:
                expected = "a shapefile is .shp, .shx and .dbf of one name, best with .prj and .cpg"
                raise refused(name, stem, "member", f"no {', '.join(missing)}", expected)
            unpacked: dict[str, bytes] = {}
            for part, one in sorted(parts.items()):
                unpacked[part] = _unpack(archive, one, name, limits, before)
                before += len(unpacked[part])
            found.append((PurePosixPath(stem).name, unpacked))
    return found


def inner_of(
    content: bytes, name: str, chosen: tuple[str, ...], limits: Limits, endings: Collection[str]
) -> tuple[str, bytes] | None:
    """The only file of a known ending in an archive without shapefiles, or the one asked for."""
    with _opened(content, name, limits) as archive:
        found = {in_letters(one.filename): one for one in _members(archive)}
        if any(path.lower().endswith(".shp") for path in found):
            return None
        known = [path for path in found if PurePosixPath(path).suffix.lower() in endings]
        if not known:
            return None
        path = _chosen(tuple(known), chosen[:1], name)[0]
        return PurePosixPath(path).name, _unpack(archive, found[path], name, limits, 0)


def _chosen(stems: tuple[str, ...], chosen: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The one shapefile, or those that are asked for."""
    if not stems:
        raise refused(name, "", "member", "no .shp", "a zipped shapefile holds .shp, .shx and .dbf")
    for one in chosen:
        if one not in stems:
            problem = Problem(name, "", "shapefile", shown(one), "one that the file holds")
            raise Refused(problem, choices=stems)
    if not chosen and len(stems) > 1:
        value = f"{len(stems)} of them"
        problem = Problem(name, "", "shapefile", value, "choose which are to be read")
        raise Refused(problem, choices=stems)
    return chosen or stems


def _stem(shape: zipfile.ZipInfo) -> str:
    return str(PurePosixPath(shape.filename).with_suffix(""))


def _opened(content: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """The archive, its directory found to be in order."""
    # Before zipfile makes an object of each: a directory of the largest file has 200,000 members.
    if (entries := content.count(b"PK\x01\x02")) > 2 * limits.members:
        raise refused(name, "", "members", f"{entries:,}", f"at most {limits.members:,}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _NOT_READ as error:
        empty = "it is empty" if not content else "no ZIP, or a damaged one"
        raise refused(name, "", "archive", empty, _AGAIN) from error
    members = archive.infolist()
    if not members:
        raise refused(name, "", "archive", "it holds nothing", _AGAIN)
    if len(members) > limits.members:
        raise refused(name, "", "members", f"{len(members):,}", f"at most {limits.members:,}")
    problems = [
        Problem(name, shown(one.filename, 60), field, value, expected)
        for one in members
        for field, value, expected in _member_problems(one, limits)
    ]
    problems += _together(members, name, limits)
    if problems:
        raise Refused(*problems[:20])
    return archive


def _member_problems(one: zipfile.ZipInfo, limits: Limits) -> Iterator[tuple[str, str, str]]:
    """Faults of a member as the directory has it: field, value, what would be right."""
    # orig_filename: zipfile itself cuts a name at its first NUL and turns separators round.
    path, raw = one.filename, one.orig_filename
    if not path:
        yield "name", "", "a name"
    if path.startswith("/") or "\\" in raw or re.match(r"[A-Za-z]:", path):
        yield "name", shown(raw, 60), "a path inside the archive, with /"
    if ".." in re.split(r"[/\\]", raw):
        yield "name", shown(raw, 60), "a path that does not leave the archive"
    if not raw.isprintable():
        yield "name", shown(raw, 60), "a name without control characters"
    if len(raw) > 255:
        yield "name", f"{len(raw)} letters", "at most 255 letters"
    mode = one.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield "type", "a link or a device", "files and folders only"
    if one.flag_bits & 0x41:
        yield "encryption", "encrypted", "a file without a password"
    if one.compress_type not in METHODS:
        yield "compression", f"method {one.compress_type}", "stored or deflated, as a plain ZIP has"
    if path.lower().endswith(ARCHIVES):
        yield "type", "an archive in the archive", "unpack it and pack its files by themselves"
    if one.file_size > _room(one, limits):
        yield "ratio", f"{one.file_size // max(one.compress_size, 1):,}", f"at most {limits.ratio}"


def _room(one: zipfile.ZipInfo, limits: Limits) -> int:
    """The bytes that a member may have by its ratio, which says nothing of small ones."""
    return max(SMALL, limits.ratio * one.compress_size)


def _together(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> Iterator[Problem]:
    """Faults of members taken together: names that are one, bytes used twice, size."""
    lower = Counter(one.filename.lower() for one in members)
    for twice in sorted(path for path, number in lower.items() if number > 1):
        yield Problem(name, shown(twice, 60), "name", "stands twice", "each name once")
    if (size := sum(one.file_size for one in members)) > limits.unpacked_bytes:
        expected = f"at most {limits.unpacked_bytes:,} bytes"
        yield Problem(name, "", "unpacked size", f"{size:,} bytes", expected)
    end = 0
    for one in sorted(members, key=lambda one: one.header_offset):
        if one.header_offset < end:
            yield Problem(name, shown(one.filename, 60), "place", "overlaps another", _AGAIN)
        end = one.header_offset + 30 + one.compress_size


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in it, without what macOS adds to every archive."""
    return [
        one
        for one in archive.infolist()
        if not one.is_dir() and "__MACOSX" not in one.filename.split("/")
    ]


def _unpack(
    archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str, limits: Limits, before: int
) -> bytes:
    """A member's bytes, counted as they come; `before` is what others have taken."""
    room = min(limits.unpacked_bytes - before, _room(one, limits))
    try:
        with archive.open(one) as file:
            found = file.read(room + 1)
            whole = len(found) == one.file_size
    except _NOT_READ as error:
        raise refused(name, shown(one.filename, 60), "content", "damaged", _AGAIN) from error
    if len(found) > room:
        expected = f"at most {limits.unpacked_bytes:,} bytes unpacked, {limits.ratio} times packed"
        raise refused(name, shown(one.filename, 60), "unpacked size", f"over {room:,}", expected)
    if not whole:
        said = f"{len(found):,} bytes instead of {one.file_size:,}"
        raise refused(name, shown(one.filename, 60), "content", said, _AGAIN)
    return found
