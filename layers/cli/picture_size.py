"""The size and contents of a picture, as the options of a command ask for them."""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import shown
from ..snapshot import SnapshotError
from ..snapshot.picture_forms import PICTURE_FORMS, Contents


def dimensions(
    sheet: str, size: str | None, dpi: float | None, ticks: bool
) -> tuple[tuple[float, float], float, Contents]:
    """Pixels, pixels an inch and contents of a form, and of what was asked besides."""
    form = PICTURE_FORMS[sheet]
    for option, given in (("--size", size), ("--dpi", dpi)):
        if given is not None and not form.varies:
            raise SnapshotError(
                f"{option} is {shown(str(given))}, but --form {sheet} has its own: leave {option} "
                "out, or take --form sheet or map-only"
            )
    pixels = form.size if size is None else _size(size)
    return pixels, form.dpi if dpi is None else dpi, replace(form.contents, ticks=ticks)


def _size(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"([0-9]{1,9})[x×]([0-9]{1,9})", text)
    if not match:
        raise SnapshotError(f"--size is {shown(text)}; write width and height, such as 1600x1200")
    width, height = map(int, match.groups())
    return width, height
