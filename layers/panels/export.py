"""The dialog that makes snapshots of the view, and opens one again."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from layers.errors import MapError
from layers.panels import session
from layers.snapshot import Snapshot, snapshot_of
from layers.snapshot.files import DPI, FORMS, SIZE, file_stem, inspect, make, reopen
from layers.story import Story
from layers.view import View
from layers.webmap.text import markdown

PICTURES = ("png", "svg", "pdf")
# Width and height in pixels, pixels an inch.
SIZES = {
    "1600 × 1200 pixels": (SIZE, DPI),
    "1200 × 1200 pixels": ((1200, 1200), 150),
    "A4 at 300 dpi": ((3508, 2480), 300),
    "A3 at 300 dpi": ((4961, 3508), 300),
    "Other": (SIZE, DPI),
}
PREVIEW = ((900, 675), 96)
MADE = "export-made"


@st.dialog("Export this view", width="large")
def export_dialog(story: Story) -> None:
    """Format, words, size; a preview; the file. Below, a snapshot to open again."""
    left, right = st.columns([2, 3])
    with left:
        suffix = st.selectbox(
            "Format",
            list(FORMS),
            format_func=lambda name: markdown(FORMS[name].title),
            key="export-form",
        )
        title = st.text_input("Title", story.info.title, max_chars=200, key="export-title")
        subtitle = st.text_area(
            "Under it", story.info.summary, max_chars=600, height=120, key="export-subtitle"
        )
        size, dpi = _size() if suffix in (*PICTURES, "zip") else (SIZE, DPI)
    snapshot = snapshot_of(story, session.view(), title or None, subtitle)
    with right:
        st.image(_preview(story, session.view(), snapshot.title, snapshot.subtitle))
        _file(snapshot, suffix, size, dpi)
    st.divider()
    _reopening(story)


def _size() -> tuple[tuple[float, float], float]:
    chosen = st.selectbox("Size", list(SIZES), key="export-size")
    size, dpi = SIZES[chosen]
    if chosen != "Other":
        return size, dpi
    width = st.number_input("Width, pixels", 200, 5000, int(size[0]), key="export-width")
    height = st.number_input("Height, pixels", 200, 5000, int(size[1]), key="export-height")
    return (width, height), st.number_input("Dots an inch", 36, 600, DPI, key="export-dpi")


@lru_cache(maxsize=32)
def _preview(story: Story, view: View, title: str, subtitle: str) -> bytes:
    return make(snapshot_of(story, view, title, subtitle), "png", *PREVIEW)


def _file(snapshot: Snapshot, suffix: str, size: tuple[float, float], dpi: float) -> None:
    """Make the file when asked, say how large it is, and hand it over."""
    asked = (snapshot.view, snapshot.title, snapshot.subtitle, suffix, size, dpi)
    if st.button("Make the file", type="secondary", key="export-make"):
        try:
            with st.spinner("Drawing and writing …"):
                st.session_state[MADE] = (asked, make(snapshot, suffix, size, dpi))
        except MapError as error:
            st.error(markdown(str(error)))
            return
    made = st.session_state.get(MADE)
    if made and made[0] == asked:
        name = f"{file_stem(snapshot)}.{suffix}"
        st.download_button(
            markdown(f"Download {name}, {_readable(len(made[1]))}"),
            made[1],
            file_name=name,
            mime=FORMS[suffix].mime,
            on_click="ignore",
            key="export-download",
        )


def _readable(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"


def _reopening(story: Story) -> None:
    """A snapshot dropped here restores its view; what stands in the way is said."""
    file = st.file_uploader("Open a snapshot again: drop the file here", key="export-open")
    if file is None:
        return
    try:
        found = reopen(story, inspect(file.getvalue()))
    except MapError as error:
        st.error(markdown(str(error)))
        return
    if found.changed:
        st.warning("The data has changed since this was made; the view is of the data as it is.")
    if found.unknown:
        st.warning(markdown(f"Not there any more: {', '.join(found.unknown)}."))
    if st.button("Show its view", key="export-restore"):
        session.restore(story, found.view)
        st.rerun(scope="app")
