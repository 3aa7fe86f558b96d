"""The names of an archive's members in letters, whichever Windows packed it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

from ..guesses import guesses
from . import encoding


def in_letters(path: str, stated: Sequence[bytes] = ()) -> str:
    """A member's path in letters: where it is not UTF-8, zipfile takes it for DOS' own encoding."""
    try:
        raw = path.encode("cp437")
    except UnicodeEncodeError:
        return path  # it was UTF-8 by its own word
    scripts = guesses("encodings")["scripts"]
    said = [{"codec": one.decode("ascii", "replace").strip()} for one in stated]
    for script in [{"codec": "utf-8"}, *said, *scripts]:
        with contextlib.suppress(UnicodeError, LookupError, ValueError):
            wide = "letters" not in script  # as a file names it
            found = raw.decode(encoding.codec(script["codec"]) if wide else script["codec"])
            letters = [sign for sign in found if sign > "\x7f"]
            needed = re.search(script.get("needs", ""), found)
            if (
                found.isprintable()
                and needed
                and re.fullmatch(f"{script['letters']}*", "".join(letters))
            ):
                return found
    return path
