"""The dialog in which a reader's own layers are checked, drawn and removed."""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st

from ..errors import MapError
from ..html.gate import markdown
from ..html.upload_tables import verdict_list
from ..story.wording import counted
from ..uploads import LIMITS, Verdict
from . import session, uploads
from .byte_sizes import readable
from .waiting import work

CHECKED, REFUSED, CHECK = "own-checked", "own-refused", "own-check"
Asked = tuple[str, str | None]  # the id of an upload, and the layer of it that is chosen


@st.dialog("Your own layers", width="large", on_dismiss=session.close_dialog)
def own_dialog() -> None:
    """A file to check and to draw; below it, the layers that are there.

    What a button does is done in its callback, at the start of the run that it asks for: in the
    middle of one it would be lost when another run is asked for in the same moment.
    """
    if st.session_state.pop(session.BELOW, False):
        st.rerun(scope="app")  # which closes the dialog and draws the map
    st.markdown(
        "GeoJSON, KML, KMZ, GPX, GeoPackage, a zipped shapefile, or CSV with coordinates; at most "
        f"{readable(LIMITS.file_bytes)}. It is checked and drawn over the story, for you alone: "
        "it goes to the server of this page and nowhere else, no file of it stays there, and it is "
        "forgotten when the page is closed or loaded anew."
    )
    # Another one after each layer: a file that is drawn would stand in it until the browser has
    # heard of it, and who opens the dialog at once would draw it again.
    file = st.file_uploader("A file with places", key=f"own-file-{uploads.count()}")
    if file is not None:
        try:
            _checked(file.file_id, file.name, file.getvalue())
        except MapError as error:
            st.error(markdown(str(error)))
    for one in uploads.held():
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(markdown(f"{one.layer.name}: {counted(len(one.layer.features), 'feature')}"))
        right.button(
            markdown(f"Remove {one.layer.name}"),
            key=f"own-remove-{one.id}",
            on_click=_remove,
            args=(one.id,),
        )


def _remove(name: str) -> None:
    uploads.remove(name)
    session.close_dialog()
    st.session_state[session.BELOW] = True


def _checked(file: str, name: str, content: bytes) -> None:
    """The verdict on a file; where several layers are in it, a choice; then whether to draw it."""
    waiting = st.empty()  # always there, or what follows would move up when the check is done
    verdict = _verdict((file, None), name, content, waiting)
    asked: Asked = (file, None)
    if verdict.choices:
        asked = (
            file,
            st.selectbox(
                "The file has several layers. Which one?",
                list(verdict.choices),
                index=None,
                format_func=markdown,
                key=f"own-choice-{file}",
            ),
        )
        if asked[1] is None:
            return
        verdict = _verdict(asked, name, content, waiting)
    st.html(str(verdict_list(verdict)))
    if verdict.layer is None:
        return
    key = f"own-draw-{file}-{asked[1]}"  # a press is meant for the verdict that was seen
    st.button("Draw it on the map", key=key, on_click=_draw, args=(asked, len(content)))
    if why := st.session_state.pop(REFUSED, None):
        st.error(markdown(why))


def _draw(asked: Asked, size: int) -> None:
    """Draw a layer that was checked, or say why that cannot be."""
    verdict, written = st.session_state.get(CHECKED, {}).get(asked, (None, ""))
    if verdict is None or verdict.layer is None:
        return  # a second press, when it is drawn already
    if why := uploads.add(verdict.layer, size, written):
        st.session_state[REFUSED] = why
    else:
        del st.session_state[CHECKED]
        session.close_dialog()
        st.session_state[session.BELOW] = True


def _verdict(
    asked: Asked, name: str, content: bytes, waiting: AbstractContextManager[object]
) -> Verdict:
    """The check of an upload, once for it and not again when the dialog is drawn anew."""
    kept: dict[Asked, tuple[Verdict, str]] = st.session_state.get(CHECKED, {})
    if asked not in kept:
        with waiting:
            # Those of other uploads are let go.
            kept = {k: v for k, v in kept.items() if k[0] == asked[0]}
            kept[asked] = work(CHECK, asked, "Checking …", "check_layer", content, name, asked[1])
        st.session_state[CHECKED] = kept
    return kept[asked][0]
