"""The dialog that makes snapshots of the view, and opens one again."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ..errors import MapError
from ..findings.difference import Difference
from ..html.gate import markdown
from ..snapshot import Snapshot, snapshot_of
from ..snapshot.files import LARGEST, reopen, since
from ..snapshot.formats import FORMS
from ..snapshot.picture.layout import DPI as DOTS
from ..snapshot.picture.layout import PIXELS, checked, letters
from ..snapshot.picture_forms import DPI, PICTURE_FORMS, SIZE, WHOLE, Contents
from ..snapshot.seal import SAYS
from ..snapshot.zip_archive import file_stem
from ..story import Story
from ..view import View
from . import session, uploads
from .byte_sizes import readable
from .waiting import forget, work

PICTURES = ("png", "svg", "pdf")
OTHER = "other"
FORM_NAMES = {**{form.id: form.title for form in PICTURE_FORMS.values()}, OTHER: "Another size"}
# Width and height in pixels, pixels an inch, and what stands on it.
Sheet = tuple[tuple[float, float], float, Contents]
PREVIEW = 900  # pixels of a preview's longer side
MAKE, MAKING, PREVIEW_WORK, INSPECT = "export-work", "export-making", "export-draw", "export-read"
INSPECTED = "export-inspected"
RESTORED = "export-restored"  # a view was just opened: the dialog has done its work
NAMED = 5  # own layers, at most, that are named of a file from elsewhere


@st.dialog("Export this view", width="large", on_dismiss=session.close_dialog)
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
            "Subtitle", story.info.summary, max_chars=600, height=120, key="export-subtitle"
        )
        sheet = _sheet() if suffix in (*PICTURES, "zip") else (SIZE, DPI, WHOLE)
    with right:
        try:
            snapshot = snapshot_of(
                story, session.view(), title or None, subtitle, **uploads.in_snapshots()
            )
        except MapError as error:
            st.error(markdown(str(error)))
        else:
            if snapshot.ground_note:
                st.caption(markdown(snapshot.ground_note))
            _previewed(snapshot, suffix, sheet)
            _file(snapshot, suffix, sheet)
    st.divider()
    _reopening(story)


def _previewed(snapshot: Snapshot, suffix: str, sheet: Sheet) -> None:
    """The view as a picture; what speaks against one is in the way of pictures alone."""
    try:
        st.image(_preview(snapshot, sheet))
    except MapError as error:
        (st.error if suffix in (*PICTURES, "zip") else st.caption)(markdown(str(error)))
    else:
        if suffix not in (*PICTURES, "zip"):
            st.caption("The same view as a picture.")


def _sheet() -> Sheet:
    chosen = st.selectbox(
        "Form", list(FORM_NAMES), format_func=lambda name: FORM_NAMES[name], key="export-size"
    )
    form = PICTURE_FORMS.get(chosen, PICTURE_FORMS["sheet"])
    ticks = st.checkbox("Coordinates along the frame", key="export-ticks")
    size, contents = form.size, replace(form.contents, ticks=ticks)
    if chosen not in (OTHER, "map-only"):
        points = letters(size, form.dpi)
        told = f"Letters from {min(points):.1f} to {max(points):.1f} points."
        st.caption(markdown(told))
        return size, form.dpi, contents
    # Without bounds of its own a field hands on what stands in it, and a picture says its bounds.
    width = st.number_input("Width, pixels", value=int(size[0]), key="export-width")
    height = st.number_input("Height, pixels", value=int(size[1]), key="export-height")
    return (width, height), st.number_input("Dots an inch", value=DPI, key="export-dpi"), contents


def _preview(snapshot: Snapshot, sheet: Sheet) -> bytes:
    """The picture, smaller: drawn once for what is asked, and kept with the session."""
    asked = (snapshot.view, snapshot.title, snapshot.subtitle, snapshot.own, *sheet)
    size, dpi, contents = sheet
    kept = st.session_state.get(session.PREVIEWED)
    if not kept or kept[0] != asked:
        checked(size, dpi)
        part = min(PREVIEW / max(size), 1.0)
        small = max(size[0] * part, PIXELS[0]), max(size[1] * part, PIXELS[0])
        how = "png", small, max(dpi * part, DOTS[0]), contents
        made, _ = _made(PREVIEW_WORK, asked, snapshot, *how)
        st.session_state[session.PREVIEWED] = kept = (asked, made)
    return kept[1]


def _file(snapshot: Snapshot, suffix: str, sheet: Sheet) -> None:
    """Make the file when asked, say how large it is, and hand it over."""
    asked = (snapshot.view, snapshot.title, snapshot.subtitle, snapshot.own, suffix, *sheet)
    if st.button("Make the file", type="secondary", key="export-make"):
        forget(MAKE)
        st.session_state[MAKING] = asked
    if st.session_state.get(MAKING) == asked:  # pressed in this run, or in one that was ended
        try:
            made, lacks = _made(MAKE, asked, snapshot, suffix, *sheet)
        except MapError as error:
            st.error(markdown(str(error)))
            return
        st.session_state[session.MADE] = (asked, made, lacks)
        del st.session_state[MAKING]
    kept = st.session_state.get(session.MADE)
    if kept and kept[0] == asked:
        name = f"{file_stem(snapshot)}.{suffix}"
        st.download_button(
            markdown(f"Download {name}, {readable(len(kept[1]))}"),
            kept[1],
            file_name=name,
            mime=FORMS[suffix].mime,
            on_click="ignore",
            key="export-download",
        )
        for lack in kept[2]:
            st.caption(markdown(lack))


def _made(key: str, asked: object, snapshot: Snapshot, *how: object) -> tuple[bytes, list[str]]:
    """A file that the pool makes, and what it has no room for. Raises MapError."""
    names = ("view", "title", "subtitle", "own", "signs")
    given = {name: getattr(snapshot, name) for name in names}
    story, doing = snapshot.story, "Drawing and writing …"
    found: tuple[bytes, list[str]] = work(
        key, asked, doing, "make_file", story.digest, given, *how, story=story, told=_progress
    )
    return found


def _progress(done: int, of: int) -> str:
    return f"Drawing and writing file {done + 1} of {of} …"


def _reopening(story: Story) -> None:
    """A snapshot dropped here restores its view; what stands in the way is said."""
    if st.session_state.pop(RESTORED, False):
        st.rerun(scope="app")
    file = st.file_uploader(
        "Open a snapshot again: drop the file here",
        key="export-open",
        max_upload_size=LARGEST // 1_000_000,  # with own layers it may be larger than these
    )
    if file is None:
        return
    try:
        if st.session_state.get(INSPECTED, ("",))[0] != file.file_id:
            read = work(INSPECT, file.file_id, "Reading …", "inspect_file", file.getvalue())
            st.session_state[INSPECTED] = (file.file_id, *read)
        _, provenance, whole = st.session_state[INSPECTED]
        found, changed = reopen(story, provenance), since(provenance, story)
    except MapError as error:
        st.error(markdown(str(error)))
        return
    (st.caption if whole else st.warning)(markdown(SAYS[whole]))
    if found.changed:
        told = f"{len(changed.unsound)} things no longer hold, of {len(changed.entries)} changes"
        words = f"The data has changed since this was made: {told}. Its view shows them."
        st.warning(markdown(words))
    if found.unknown:
        st.warning(markdown(f"Not there any more: {', '.join(found.unknown)}."))
    if found.own:
        names = ", ".join(found.own[:NAMED]) + (" …" if len(found.own) > NAMED else "")
        st.warning(markdown(f"Own layers belonged to it; add their files again: {names}."))
    compared = (file.name, changed) if found.changed else None
    args = (story, found.view, compared)
    st.button("Show its view", key="export-restore", on_click=_restore, args=args)


def _restore(story: Story, view: View, compared: tuple[str, Difference] | None) -> None:
    session.restore(story, view)
    st.session_state[session.COMPARED] = compared
    session.close_dialog()
    st.session_state[RESTORED] = True
