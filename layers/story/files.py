"""Which files a story is made of."""

from __future__ import annotations

from pathlib import Path

SEEDS, DATA = "seeds/*.toml", "data/*json"
Stamp = tuple[tuple[str, int, int], ...]


def story_files(folder: Path) -> tuple[Path, ...]:
    """The seeds and then the layers in a story's folder, each by name.

    Without hidden ones, which editors leave beside a file while it is open.
    """
    return tuple(
        path
        for pattern in (SEEDS, DATA)
        for path in sorted(folder.glob(pattern))
        if not path.name.startswith(".")
    )


def stamp(folder: Path) -> Stamp:
    """Name, time of the last change in nanoseconds and size of each: another when one was edited.

    A file that goes away meanwhile is left out; what is missing is told when the story is loaded.
    """
    found = []
    for path in story_files(folder):
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((f"{path.parent.name}/{path.name}", status.st_mtime_ns, status.st_size))
    return tuple(found)
