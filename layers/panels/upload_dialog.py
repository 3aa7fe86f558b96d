"""The dialog in which a reader's own layers are checked, drawn and removed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace

import streamlit as st

from ..errors import MapError
from ..html.gate import markdown
from ..html.upload_tables import first_rows, verdict_list
from ..story.wording import counted
from ..uploads import FORMS, LIMITS, Asked, OwnLayer, Verdict
from ..uploads.guesses import guesses
from . import session, uploads
from .byte_sizes import readable
from .kept_uploads import MOST_BYTES, KeptFile
from .streamlit_internals import forget_uploads
from .waiting import work
from .worker import Written
from .worker_pool import pool

CHECKED, REFUSED, CHECK = "own-checked", "own-refused", "own-check"
ONE = (".kml", ".kmz", ".gpx")  # whose layers can be drawn as one
AS_IT_IS = "as the file says"
Key = tuple[str, Asked]  # the id of an upload, and what is asked of it
# A layer, its share of its file's bytes, as the browser is sent it, and its place among the file's.
Accepted = list[tuple[OwnLayer, int, Written, tuple[Key, int]]]
Found = list[tuple[Verdict, Written]]  # with the layer as the browser is sent it
KEEP = "own-keep"


@st.dialog("Your own layers", width="large", on_dismiss=session.close_dialog)
def own_dialog() -> None:
    """Files to check and to draw; below them, the layers that are there.

    What a button does is done in its callback, at the start of the run that it asks for: in the
    middle of one it would be lost when another run is asked for in the same moment.
    """
    if st.session_state.pop(session.BELOW, False):
        st.rerun(scope="app")  # which closes the dialog and draws the map
    pool().prepare()
    st.markdown(
        f"{markdown(', '.join(FORMS.values()))}; at most {readable(LIMITS.file_bytes)} a file. "
        "They are checked and drawn over the story, for you alone: they go to the server of this "
        "page and nowhere else, no file of them stays there, and they are forgotten when the page "
        "is closed or loaded anew, unless you have this browser keep them."
    )
    # Another one after each layer: a file that is drawn would stand in it until the browser has
    # heard of it, and who opens the dialog at once would draw it again.
    files = st.file_uploader("Files with places", key=_field(), accept_multiple_files=True)
    _forget({file.file_id for file in files})
    accepted: Accepted = []
    asked: list[Key] = []
    for file in files:
        try:
            key, layers = _checked(file.file_id, file.name, file.getvalue())
        except MapError as error:
            st.error(markdown(str(error)))
            continue
        asked.append(key)
        accepted += [
            (layer, file.size // len(layers), sent, (key, at)) for at, layer, sent in layers
        ]
    if accepted:
        _offer(accepted, asked)
    if why := st.session_state.pop(REFUSED, None):
        st.error(markdown(why))
    _list()


def _field() -> str:
    return f"own-file-{uploads.count()}"


def _offer(accepted: Accepted, asked: list[Key]) -> None:
    """A button that draws what was accepted, and whether it is to be kept."""
    number = len(accepted)
    st.checkbox(
        f"Keep it in this browser, until you remove it here; up to {readable(MOST_BYTES)} of files",
        key=KEEP,
    )
    st.button(
        "Draw it on the map" if number == 1 else markdown(f"Draw {number} layers on the map"),
        key=f"own-draw-{hash(tuple(asked))}",  # a press is meant for what was seen
        on_click=_draw,
        args=(accepted,),
    )


def _list() -> None:
    """The layers that there are, each with its style and a button that removes it."""
    for one in uploads.held():
        left, middle, right = st.columns([3, 1, 1], vertical_alignment="center")
        key = f"own-style-{one.id}"
        signs = sorted({one.sign, *uploads.free_signs()})
        middle.selectbox(
            markdown(f"Style of {one.layer.name}"),
            signs,
            index=signs.index(one.sign),
            format_func=lambda sign: f"Style {sign}",
            key=key,
            on_change=_restyle,
            args=(one.id, key),
            label_visibility="collapsed",
        )
        left.markdown(markdown(f"{one.layer.name}: {counted(len(one.layer.features), 'feature')}"))
        right.button(
            markdown(f"Remove {one.layer.name}"),
            key=f"own-remove-{one.id}",
            on_click=_remove,
            args=(one.id,),
        )


def _restyle(name: str, key: str) -> None:
    uploads.restyle(name, st.session_state[key])
    st.session_state[session.BELOW] = True


def _remove(name: str) -> None:
    uploads.remove(name)
    session.close_dialog()
    st.session_state[session.BELOW] = True


def _checked(
    file: str, name: str, content: bytes
) -> tuple[Key, list[tuple[int, OwnLayer, Written]]]:
    """All that is asked of a file, and its layers; the verdict on it, and a choice, are shown."""
    waiting = st.empty()  # always there, or what follows would move up when the check is done
    asked = _asked(file)
    found = _found((file, asked), name, content, waiting)
    if found[0][0].choices and (chosen := _choice(file, name, found[0][0].choices)):
        asked = replace(asked, layers=chosen[0], together=chosen[1])
        found = _found((file, asked), name, content, waiting)
    for verdict, _ in found:
        if not verdict.choices:
            st.html(str(verdict_list(verdict, named=len(found) > 1)))
    _how(file, name, [verdict for verdict, _ in found])
    layers = [(at, verdict.layer, sent) for at, (verdict, sent) in enumerate(found)]
    return (file, asked), [(at, layer, sent) for at, layer, sent in layers if layer]


def _choice(file: str, name: str, choices: tuple[str, ...]) -> tuple[tuple[str, ...], bool] | None:
    """The layers of a file that are wanted, and whether they are to be one; None for none."""
    room = LIMITS.session_layers - len(uploads.held())
    together = name.lower().endswith(ONE) and st.checkbox(
        "All of them as one layer", value=len(choices) > room, key=f"own-together-{file}"
    )
    chosen = st.multiselect(
        markdown(f"Layers of {name}: at most {room} more" if not together else f"Layers of {name}"),
        choices,
        default=choices if together or len(choices) <= room else (),
        format_func=markdown,
        max_selections=None if together else max(room, 1),
        key=f"own-choice-{file}-{together}",
    )
    return (tuple(chosen), together) if chosen else None


def _asked(file: str) -> Asked:
    """A reader's own word on a file, as the fields of `_how` have it."""
    said = {one: st.session_state.get(f"own-{one}-{file}") for one in ("x", "y", "crs", "encoding")}
    return Asked(**{one: word for one, word in said.items() if word and word != AS_IT_IS})


def _how(file: str, name: str, verdicts: list[Verdict]) -> None:
    """Fields for the columns, the CRS and the encoding of a file, with its first rows."""
    table = next((verdict.table for verdict in verdicts if verdict.table), None)
    refused = not any(verdict.layer or verdict.choices for verdict in verdicts)
    with st.expander(markdown(f"Columns, CRS and encoding of {name}"), expanded=refused):
        if table:
            left, right = st.columns(2)
            for column, axis, label in (
                (left, "x", "Longitude, or x, or all of a place"),
                (right, "y", "Latitude, or y"),
            ):
                names = [AS_IT_IS, *table.columns]
                column.selectbox(label, names, format_func=markdown, key=f"own-{axis}-{file}")
            st.html(str(first_rows(table)))
        st.text_input("CRS, as a number of EPSG, where the file names none", key=f"own-crs-{file}")
        known = dict(guesses("encodings")["offered"])
        st.selectbox(
            "Encoding",
            [AS_IT_IS, *known],
            format_func=lambda one: known.get(one, one),
            key=f"own-encoding-{file}",
        )


def _draw(accepted: Accepted) -> None:
    """Draw layers that were checked, or say why one cannot be."""
    # Looked up now: held by the button, each file would stay in memory with the session.
    files = {file.file_id: file for file in st.session_state.get(_field(), ())}
    wanted = {key[0] for *_, (key, _) in accepted}
    if not wanted <= files.keys():
        return  # they are drawn: it was pressed twice
    before = {one.kept.content for one in uploads.held() if one.kept}
    size = sum(files[file].size for file in wanted) + sum(map(len, before))
    keep = st.session_state.get(KEEP) and size <= MOST_BYTES
    if st.session_state.get(KEEP) and not keep:
        st.session_state[REFUSED] = f"A browser keeps at most {readable(MOST_BYTES)} of files."
        return
    contents = {file: files[file].getvalue() for file in wanted} if keep else {}
    for layer, share, sent, ((file, asked), place) in accepted:
        kept = KeptFile(files[file].name, contents[file], asked, place) if keep else None
        if why := uploads.add(layer, share, sent, kept):
            st.session_state[REFUSED] = why
            return
    forget_uploads(files)
    west, south, east, north = zip(*(layer.bbox for layer, *_ in accepted), strict=True)
    session.move_to((min(west), min(south), max(east), max(north)))
    st.session_state.pop(CHECKED, None)
    session.close_dialog()
    st.session_state[session.BELOW] = True


def _forget(files: set[str]) -> None:
    """Let the verdicts on other uploads go."""
    kept: dict[Key, Found] = st.session_state.get(CHECKED, {})
    st.session_state[CHECKED] = {key: found for key, found in kept.items() if key[0] in files}


def _found(asked: Key, name: str, content: bytes, waiting: AbstractContextManager[object]) -> Found:
    """The check of an upload, once for it and not again when the dialog is drawn anew."""
    kept: dict[Key, Found] = st.session_state[CHECKED]
    if asked not in kept:
        with waiting:
            kept[asked] = work(CHECK, asked, "Checking …", "check_layers", content, name, asked[1])
    return kept[asked]
