"""Serve the map frame's scripts and styles from this server, beside the frame itself.

A declared component's folder is served under its name next to every other component's, so an
address relative to the frame reaches it under any base path, and no other host is asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st
import streamlit.components.v1 as components

from ..story import Story
from ..webmap.asset_files import asset_folders, version
from ..webmap.drawing_script import drawing
from ..webmap.ground_detail import detail_script
from .east_asian_font import letters
from .preloading import frame_will_need
from .temporary_folder import scratch_folder

Links = tuple[tuple[str, str], ...]


# Cached by Streamlit, which lets one of the readers that come at once make it: a component that two
# had declared would serve the folder of one of them.
@st.cache_resource(show_spinner=False)
def _fixed_links() -> tuple[Links, Links]:
    scripts: list[tuple[str, str]] = []
    styles: list[tuple[str, str]] = []
    for folder in asset_folders():
        served = components.declare_component(f"frame_{folder.name}", path=folder.path).name
        for names, links in ((folder.scripts, scripts), (folder.styles, styles)):
            links += [(n, f"../{served}/{n}?v={version(folder.path / n)}") for n in names]
    return tuple(scripts), tuple(styles)


@st.cache_resource(show_spinner=False)
def _drawings() -> tuple[Path, str]:
    """A folder of this process for the stories' scripts, and the name it is served under."""
    folder = scratch_folder()
    return folder, components.declare_component("frame_drawing", path=folder).name


def page_style(story: Story) -> str:
    """The address, from the root of the server, of the letters that the page needs as well."""
    return frame_links(story)[1][-1][1].replace("..", "component", 1)


def frame_links(story: Story) -> tuple[Links, Links, str]:
    """Scripts and styles the frame loads, as (name, address) pairs; the story's own last.

    Then the address of the script with all the detail of the ground, which it loads when needed.
    """
    scripts, styles = _fixed_links()
    drawn = ("drawing", _link(story.digest, "js", drawing, story))
    lettered = ("letters", _link(story.digest, "css", letters, story))
    detail = _link(story.digest, "detail.js", detail_script, story)
    links = (*scripts, drawn), (*styles, lettered)
    frame_will_need(*([address for _, address in part] for part in links))
    return *links, detail


# Cached for the same reason: one of those that come at once makes it, and the others wait.
@st.cache_resource(show_spinner=False, max_entries=8)
def _link(digest: str, suffix: str, _text: Callable[[Story], str], _story: Story) -> str:
    folder, served = _drawings()
    path = folder / f"{digest}.{suffix}"
    # Written whole under a name of its own first: nobody loads half of one that is made again.
    draft = Path(tempfile.mkdtemp(dir=folder)) / path.name
    draft.write_text(_text(_story), "utf-8")
    draft.replace(path)
    return f"../{served}/{path.name}?v={version(path)}"
