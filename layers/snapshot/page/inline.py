"""Scripts, styles and data inside a page that loads nothing, and the policy that lets no other run.

A script is let in by its digest, so what would slip through the gate still could not run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ...errors import UnsafeOutputError
from ...webmap.asset_files import asset_folders

_ENDS = re.compile(r"</(script|style)|<!--|\r|\0", re.IGNORECASE)
_AFAR = re.compile(r"url\((?!['\"]?data:)[^)]*\)")  # images of Leaflet's that nothing here uses
_FOLD = re.compile(r'(<details class="cm-fold"[^>]*?)(?: open)?>')
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def script(text: str) -> Markup:
    """A script as an element of a page."""
    return Markup("<script>{}</script>").format(_whole(text))


def style(texts: Iterable[str]) -> Markup:
    """Style sheets as one element of a page; what they would load is left out."""
    return Markup("<style>{}</style>").format(_whole(bare(texts)))


def bare(texts: Iterable[str]) -> str:
    """Style sheets in one, without what they would load."""
    return _AFAR.sub("none", "\n".join(texts))


def data(name: str, kind: str, value: Any) -> Markup:
    """JSON as an element of a page that nothing runs: `name` is its id, `kind` its MIME type."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    for letter in "<>&":  # only within strings, where it is the same letter as an escape
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup('<script type="{}" id="{}">{}</script>').format(kind, name, Markup(text))


def unfolded(part: Markup) -> Markup:
    """A part of the page with every fold open: a file is read from end to end, and printed."""
    return Markup(_FOLD.sub(r"\1 open>", str(part)))


def policy(scripts: Iterable[str]) -> str:
    """The content security policy of a page with these scripts and no request."""
    digests = " ".join(f"'sha256-{_digest(text)}'" for text in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


@cache
def frame_assets() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of the scripts and of the styles that the map's frame loads, in loading order."""
    scripts: list[str] = []
    styles: list[str] = []
    for folder in asset_folders():
        scripts += [_SOURCE_MAP.sub("", _read(folder.path / name)) for name in folder.scripts]
        styles += [_read(folder.path / name) for name in folder.styles]
    return tuple(scripts), tuple(styles)


def _read(path: Path) -> str:
    return path.read_text("utf-8")  # which makes every end of a line the same


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _whole(text: str) -> Markup:
    """Text that stays inside its element. Raises UnsafeOutputError when it would not."""
    if found := _ENDS.search(text):
        raise UnsafeOutputError(f"{found.group()!r} would end a script or style of the page early")
    return Markup(text)
