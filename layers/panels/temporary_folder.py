"""A temporary folder of this process, and its end.

By itself, since a server loads this before Streamlit's runtime is there: a component that is
declared so early is not served.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_FOLDERS: list[Path] = []


def scratch_folder() -> Path:
    """A new folder that is gone when the process has ended."""
    _FOLDERS.append(Path(tempfile.mkdtemp(prefix="map-drawing-")))
    return _FOLDERS[-1]


@atexit.register
def tidy() -> None:
    """Remove the folders."""
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


@asynccontextmanager
async def tidied(_app: object) -> AsyncIterator[None]:
    """The life of a server, which tidies up at its end: a signal ends it without `atexit`."""
    yield
    tidy()
