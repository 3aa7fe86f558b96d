"""The project's own files: the story that is shown where none is named, and the page's settings.

They lie beside the package in a checkout, and in this folder of an installed one (setup.py).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

VARIABLE = "TUMEN_STORY"  # names another story's folder
_INSIDE = Path(__file__).resolve().parent
SCRIPT = _INSIDE / "script.py"


def in_checkout() -> bool:
    """True where the files lie beside the package, and make is there to use them."""
    return not (_INSIDE / "seeds").is_dir()


def folder() -> Path:
    """The folder that holds the project's own seeds/, checks/ and data/."""
    return _INSIDE.parents[1] if in_checkout() else _INSIDE


def named_story() -> Path:
    """The folder of the story that the environment names; without one, the project's own."""
    return Path(os.environ.get(VARIABLE) or folder()).absolute()


def editor_rules() -> str:
    """The text of .taplo.toml: the schema, in docs/schemas/, of each of a story's files."""
    return (folder() / ".taplo.toml").read_text("utf-8")


def settings() -> dict[str, Any]:
    """The settings in .streamlit/config.toml by their dotted names, such as `server.address`.

    What the host has set stands over them. Raises HostError when that is not in order.
    """
    from ..panels.host_settings import host  # here: commands that show no page need no panels

    text = (folder() / ".streamlit" / "config.toml").read_text("utf-8")
    return dict(_dotted(tomllib.loads(text))) | host().options()


def _dotted(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
