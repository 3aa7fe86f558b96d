"""A picture of a view that a notebook shows in place: sealed, with its evidence, as any other."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..html.gate import html
from .files import make, write
from .snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class InlinePicture:
    """A snapshot as a picture; drawn when it is first shown. `size` is in pixels."""

    snapshot: Snapshot
    size: tuple[float, float]
    dpi: float

    @cached_property
    def png(self) -> bytes:
        """The PNG. Raises SnapshotError for a size that no picture has."""
        return make(self.snapshot, "png", self.size, self.dpi)

    def write(self, path: str | Path) -> None:
        """Write the PNG into a file; `inspect` reads it back. Raises SnapshotError."""
        write(Path(path), self.png)

    def _repr_png_(self) -> bytes:
        return self.png

    def _repr_html_(self) -> str:
        return str(
            html(
                "inline_picture.html",
                png=base64.b64encode(self.png).decode("ascii"),
                width=self.size[0],
                title=self.snapshot.title,
                scope=self.snapshot.scope_line,
            )
        )
