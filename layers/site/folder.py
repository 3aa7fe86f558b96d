"""The folder of a site: written whole or not at all, and never over anything else."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types

from ..errors import MapError, shown

MANIFEST = "site.json"  # the files of a site, by which its folder is known as one
FORMAT = "claim-map-site"
PACKED = (
    ".atom",
    ".css",
    ".csv",
    ".geojson",
    ".html",
    ".js",
    ".json",
    ".jsonld",
    ".kml",
    ".svg",
    ".xml",
)
TWINS = (".br", ".gz")
FIRST = (".css", ".html", ".js")  # what every reader waits for is packed as well as can be, slowly


class SiteError(MapError):
    """A site cannot be made or written; the text says what would be right."""


def manifest(files: Mapping[str, bytes]) -> bytes:
    """The list of a site's files with the SHA-256 of each."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return json.dumps({"format": FORMAT, "files": digests}, indent=1).encode() + b"\n"


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a site and a packed twin of each that gains by it.

    A site that is there already is replaced. Raises SiteError when there is anything else, or when
    it cannot be written; what was there then stays as it was.
    """
    folder = folder.resolve()
    expect_site(folder)
    draft = old = None
    try:
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".site-"))
        draft.chmod(0o755)
        for name, content in (*files.items(), (MANIFEST, manifest(files))):
            _write(draft / name, content)
        if folder.exists():
            old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".site-")) / folder.name
            folder.replace(old)
        draft.replace(folder)
    except OSError as error:
        if old is not None and old.exists():
            old.replace(folder)
        raise SiteError(f"{_named(folder)}: {_why(folder, error)}") from error
    finally:
        for path in (draft, old.parent if old else None):
            if path is not None:
                shutil.rmtree(path, ignore_errors=True)


def expect_site(folder: Path) -> None:
    """Raise SiteError unless a site may be written there: a new folder, an empty one, or a site."""
    try:
        if not folder.exists():
            if not folder.parent.is_dir():
                above = _named(folder.parent)
                raise SiteError(f"{_named(folder)}: there is no folder {above}; make it first")
            return
        if not folder.is_dir():
            raise SiteError(f"{_named(folder)}: this is a file; name a folder, or a new one")
        if any(folder.iterdir()):
            _expect_only_a_site(folder)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or "it cannot be read"
        raise SiteError(f"{_named(folder)}: {why}; name another folder") from error


def _expect_only_a_site(folder: Path) -> None:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        listed = set(found["files"]) if found["format"] == FORMAT else set()
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        listed = set()
    if not listed:
        raise SiteError(
            f"{_named(folder)}: this folder holds something and is no site (it has no {MANIFEST} "
            "of one), so it is left as it is; name a new or an empty folder"
        )
    known = {MANIFEST, *listed}
    known |= {f"{name}{twin}" for name in known for twin in TWINS}
    files = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    if strange := sorted(name for name in files if name not in known):
        raise SiteError(
            f"{_named(folder)}: this site holds {shown(strange[0])}, which is none of its files "
            "and would be lost; move it away, or name another folder"
        )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    if path.suffix not in PACKED:
        return
    packed = {
        ".gz": gzip.compress(content, 9, mtime=0),
        ".br": brotli.compress(content, quality=11 if path.suffix in FIRST else 9),
    }
    for twin, smaller in packed.items():
        if len(smaller) < len(content):
            path.with_name(path.name + twin).write_bytes(smaller)


def _named(path: Path) -> str:
    return shown(str(path), 200)


def _why(folder: Path, error: OSError) -> str:
    if folder.is_mount():
        return "a disk is mounted there, which cannot be replaced; name a folder inside it"
    return f"{error.strerror or 'it cannot be written'}; nothing was changed"
