"""Serve the map frame's scripts and styles from this server, beside the frame itself.

A declared component's folder is served under its name next to every other component's, so an
address relative to the frame reaches it under any base path, and no other host is asked.
"""

from __future__ import annotations

from functools import cache

import streamlit.components.v1 as components

from layers.webmap.assets import asset_folders, version

Links = tuple[tuple[str, str], ...]


@cache
def frame_links() -> tuple[Links, Links]:
    """Scripts and styles the frame loads, as (name, address) pairs."""
    scripts: list[tuple[str, str]] = []
    styles: list[tuple[str, str]] = []
    for folder in asset_folders():
        served = components.declare_component(f"tumen_{folder.name}", path=folder.path).name
        for names, links in ((folder.scripts, scripts), (folder.styles, styles)):
            links += [(n, f"../{served}/{n}?v={version(folder.path / n)}") for n in names]
    return tuple(scripts), tuple(styles)
