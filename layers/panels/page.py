"""The page as a whole: map first, the selected place beside it, tables and sources below."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ..errors import StoryError
from ..html.cards import masthead, problem_list
from ..html.view_bar import facet_fields, view_bar
from ..story import Story, load_story
from ..story.story_files import Stamp, stamp
from ..view import scene_of
from ..webmap.asset_files import OWN
from ..webmap.template_selftest import self_test
from . import component, session, upload_requests, uploads
from .frame_files import page_style
from .stage import stage
from .streamlit_internals import from_the_top
from .tables_panel import records

BAR = "view-bar"


def show(folder: Path) -> None:
    """Draw the page of the story in `folder`, or what is wrong with its files."""
    from_the_top()
    st.set_page_config(page_title="Map", layout="wide")
    st.html(f"<style>{_style()}</style>")
    _checked()
    try:
        story = _story(folder, stamp(folder))
    except StoryError as error:
        st.html(problem_list(error))
        return
    st.set_page_config(page_title=story.info.title)
    session.begin(story)
    scene = scene_of(story, session.view())
    head, bar = st.container(key="head"), st.container(key="bar")
    uploads.restore()
    # The container is outside the fragment: a switch then sends only what is in it.
    with st.container(key="stage"):
        stage(story)
    # Above the map, but sent after it: its frame takes longest to come.
    head.html(masthead(story))
    with bar:
        component.show_bar(
            view_bar(
                scene.seen,
                st.session_state[session.NOTICES],
                upload_requests.GONE in st.session_state,
                st.session_state[session.SAID],
            ),
            *facet_fields(scene.seen),
            told=session.told(story) | {"style": page_style(story)},
            key=BAR,
            on_ask=lambda: session.ask(story, component.asked(BAR)),
        )
    uploads.send_to_map()
    records(scene)
    uploads.tables()
    _dialog(story)


def _dialog(story: Story) -> None:
    """The dialog that is open. Loaded only then: what draws a picture takes a second."""
    asked = st.session_state.get(session.DIALOG)
    if asked == session.EXPORT:
        from .snapshot_dialog import export_dialog

        export_dialog(story)
    elif asked == session.OWN:
        from .upload_dialog import own_dialog

        own_dialog()


@st.cache_resource(show_spinner=False)
def _checked() -> None:
    self_test()


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={"builtins.tuple": hash})
def _story(folder: Path, stamp: Stamp) -> Story:
    return load_story(folder)


@st.cache_resource(show_spinner=False)
def _style() -> str:
    names = ("palette.css", "card.css", "page.css", "weighing.css")
    return "\n".join((OWN / name).read_text("utf-8") for name in names)
