"""The scripts and styles the map's frame loads, all from this machine.

folium asks for Leaflet and eight other files on four hosts, and without a connection the map
stays blank without a word. Leaflet comes from the XStatic package instead, in the version folium
is written for; the rest is not needed without `folium.Icon` and `folium.Popup`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet  # type: ignore[import-untyped]  # XStatic ships no types

OWN = Path(__file__).resolve().parent / "assets"


@dataclass(frozen=True)
class AssetFolder:
    """A folder to serve beside the map's frame, and the files of it that the frame loads."""

    name: str
    path: Path
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def asset_folders() -> tuple[AssetFolder, ...]:
    """What has to be served, in loading order."""
    return (
        AssetFolder("leaflet", Path(leaflet.BASE_DIR), ("leaflet.js",), ("leaflet.css",)),
        AssetFolder("map", OWN, ("own.js", "map.js"), ("map.css", "card.css")),
    )


@cache
def version(path: Path) -> str:
    """A short digest of a file, so that a browser never keeps an old one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
