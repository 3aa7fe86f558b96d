"""The files of the fonts that snapshots have, and as much of one as a file's text needs.

Latin, Cyrillic, Hangul and Han come from one file of the package mplfonts, whose code is not run;
serifs and signs from those that matplotlib brings.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from .snapshot import SnapshotError

# The family that the style sheets name for the letters of East Asia, and which these are.
FAMILY = "Noto Sans CJK KR"
EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
RANGES = "U+1100-11FF, U+2E80-9FFF, U+AC00-D7AF, U+F900-FAFF, U+FF00-FFEF"  # the same, in CSS
SANS, TITLE, WATER, SIGNS = "snapshot-sans", "snapshot-title", "snapshot-water", "snapshot-signs"
# Of a font's features those that a picture asks for, and those that join and place letters.
FEATURES = ("pwid", "ccmp", "kern", "mark", "mkmk", "init", "medi", "fina", "liga", "ljmo", "vjmo")


def font_files() -> dict[str, Path]:
    """The file of each font, by its name here.

    Found where a package is, without running it. Raises SnapshotError when one is not installed.
    """
    own = _folder("matplotlib") / "mpl-data" / "fonts" / "ttf"
    files = {
        SANS: _folder("mplfonts") / "fonts" / "NotoSansCJKsc-Regular.otf",
        TITLE: own / "STIXGeneralBol.ttf",
        WATER: own / "STIXGeneralItalic.ttf",
        SIGNS: own / "DejaVuSans.ttf",
    }
    for file in files.values():
        if not file.is_file():
            raise SnapshotError(f"the font {file.name} is missing: install its package again")
    return files


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SnapshotError(f"snapshots need the fonts of {package}: pip install {package}")
    return Path(found.origin).parent


def font_face(
    family: str, name: str, characters: Iterable[str], rest: str = "", among: Iterable[str] = ()
) -> str:
    """A rule of CSS for a font with so many of the characters as it has.

    The font is WOFF in the rule itself; `rest` are further descriptors. Nothing when it has none.
    To take few characters of a large font takes half a second: `among` more of them, for which
    there is a rule already, it takes a tenth of that.
    """
    content = font(name, frozenset(characters), "woff", frozenset(among))
    if content is None:
        return ""
    packed = base64.b64encode(content).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; {rest} '
        f'src: url("data:font/woff;base64,{packed}") format("woff"); }}\n'
    )


@lru_cache(maxsize=8)  # half a second each, and two families of a page have the same letters
def font(
    name: str, characters: frozenset[str], flavor: str, among: frozenset[str] = frozenset()
) -> bytes | None:
    """A font with so many of the characters as it has; None when it has none.

    `name` is one of `font_files`, `flavor` "woff" or "woff2".
    """
    source: Path | io.BytesIO = font_files()[name]
    if among:
        if not (larger := font(name, among, flavor)):
            return None
        source = io.BytesIO(larger)
    content = io.BytesIO()
    with TTFont(source, lazy=True, recalcTimestamp=False) as made:
        if not (wanted := {ord(c) for c in characters} & made.getBestCmap().keys()):
            return None
        options = subset.Options(layout_features=list(FEATURES), hinting=False, name_IDs=[])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(made)
        made.flavor = flavor
        made.save(content)
    return content.getvalue()
