"""Scripts and styles that the map's frame loads, Leaflet's and ours, all from this server.

folium asks for Leaflet and eight other files on four hosts, and without a connection the map
stays blank without a word. Leaflet comes from the XStatic package instead, in the version folium
is written for; the rest is not needed without `folium.Icon` and `folium.Popup`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent

from xstatic.pkg import leaflet  # type: ignore[import-untyped]  # XStatic ships no types

from ..symbols.label_ranks import constants
from ..symbols.stylesheet import map_css, page_css

OWN = Path(__file__).resolve().parent / "assets"
BEGIN, END = "/* made from layers/symbols/: */\n", "/* end of what is made */"


@dataclass(frozen=True)
class AssetFolder:
    """A folder to serve beside the map's frame, and the files of it that the frame loads."""

    name: str
    path: Path
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def asset_folders() -> tuple[AssetFolder, ...]:
    """The folders that have to be served, in loading order."""
    return (
        AssetFolder("leaflet", Path(leaflet.BASE_DIR), ("leaflet.js",), ("leaflet.css",)),
        AssetFolder("map", OWN, ("own.js", "controls.js", "map.js"), ("map.css", "card.css")),
    )


@cache
def version(path: Path) -> str:
    """A short digest of a file, so that a browser never keeps an old one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def with_symbols() -> dict[Path, str]:
    """The files that have a part made from the tables of layers/symbols/, with it as it should be.

    They are kept with that part in it, so that each is served as it is and read in one piece.
    """
    made = {
        "palette.css": page_css(),
        "map.css": map_css(),
        "map.js": constants(),
    }
    return {OWN / name: _with(OWN / name, text) for name, text in made.items()}


def write_symbols() -> None:
    """Write these parts anew, after a change of the tables."""
    for path, text in with_symbols().items():
        path.write_text(text, "utf-8")


def _with(path: Path, made: str) -> str:
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    margin = before[before.rindex("\n") + 1 :]
    return f"{before}{BEGIN}{indent(made, margin)}\n{margin}{END}{after}"
