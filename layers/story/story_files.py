"""Files of a story: the paths of its records and layers."""

from __future__ import annotations

import os
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

SEEDS, CHECKS, DATA = "seeds/*.toml", "checks/*.toml", "data/*json"
CORRECTIONS = "corrections.toml"  # no version of the data: it says what changed between two
Stamp = tuple[tuple[str, int, int], ...]


def story_files(folder: Path) -> tuple[Path, ...]:
    """The seeds, the readings and then the layers in a story's folder, each by name."""
    return tuple(p for pattern in (SEEDS, CHECKS, DATA) for p in matching_files(folder, pattern))


def matching_files(folder: Path, pattern: str) -> tuple[Path, ...]:
    """The files of one kind, by name, without hidden ones: editors leave those beside a file."""
    return tuple(p for p in sorted(folder.glob(pattern)) if not p.name.startswith("."))


def stamp(folder: Path) -> Stamp:
    """Name, time of the last change in nanoseconds and size of each: another when one was edited.

    A file that goes away meanwhile is left out; what is missing is told when the story is loaded.
    """
    found = []
    for pattern in (SEEDS, CHECKS, DATA, CORRECTIONS):
        inside, _, name = pattern.rpartition("/")
        # Not by `matching_files`, which takes nearly twice as long: every press asks for it.
        with suppress(OSError), os.scandir(folder / inside) as entries:
            for entry in entries:
                if fnmatch(entry.name, name) and not entry.name.startswith("."):
                    with suppress(OSError):
                        status = entry.stat()
                        path = f"{inside}/{entry.name}"
                        found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))
