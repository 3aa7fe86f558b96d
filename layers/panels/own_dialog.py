"""The dialog in which a reader's own layers are checked, drawn and removed."""

from __future__ import annotations

import streamlit as st

from layers.own import LIMITS, Verdict, check
from layers.panels import own
from layers.panels.readable import readable
from layers.story.wording import counted
from layers.webmap.own_tables import verdict_list
from layers.webmap.text import markdown

CHECKED = "own-checked"


@st.dialog("Your own layers", width="large")
def own_dialog() -> None:
    """A file to check and to draw; below it, the layers that are there."""
    st.markdown(
        "GeoJSON, KML, KMZ, GPX, GeoPackage, a zipped shapefile, or CSV with coordinates; at most "
        f"{readable(LIMITS.file_bytes)}. It is checked and drawn over the story, for you alone: "
        "it stays in this session, is sent to nobody, and goes when the page is closed or loaded "
        "anew."
    )
    file = st.file_uploader("A file with places", key="own-file")
    if file is not None:
        _checked(file.file_id, file.name, file.getvalue())
    for one in own.held():
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(markdown(f"{one.layer.name}: {counted(len(one.layer.features), 'feature')}"))
        if right.button(markdown(f"Remove {one.layer.name}"), key=f"own-remove-{one.id}"):
            own.remove(one.id)
            st.rerun(scope="app")


def _checked(file: str, name: str, content: bytes) -> None:
    """The verdict on a file; where several layers are in it, a choice; then whether to draw it."""
    verdict = _verdict(file, name, content, None)
    if verdict.choices:
        chosen = st.selectbox(
            "The file has several layers. Which one?",
            list(verdict.choices),
            index=None,
            format_func=markdown,
            key=f"own-choice-{file}",
        )
        if chosen is None:
            return
        verdict = _verdict(file, name, content, chosen)
    st.html(str(verdict_list(verdict)))
    if verdict.layer is None:
        return
    if st.button("Draw it on the map", type="secondary", key="own-draw"):
        if why := own.add(verdict.layer, len(content)):
            st.error(markdown(why))
        else:
            st.session_state.pop(CHECKED, None)
            st.rerun(scope="app")


def _verdict(file: str, name: str, content: bytes, choose: str | None) -> Verdict:
    """The check of an upload, once for it and not again when the dialog is drawn anew."""
    asked = (file, choose)
    kept: dict[tuple[str, str | None], Verdict] = st.session_state.get(CHECKED, {})
    if asked not in kept:
        with st.spinner("Checking …"):
            # Those of other uploads are let go.
            kept = {k: v for k, v in kept.items() if k[0] == file}
            kept[asked] = check(content, name, choose)
        st.session_state[CHECKED] = kept
    return kept[asked]
