"""The page as a whole: map first, the selected place beside it, tables and sources below."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from layers.errors import StoryError
from layers.panels import session
from layers.panels.stage import stage
from layers.panels.tables import claims_table, places_table
from layers.story import Story, load_story
from layers.webmap.assets import OWN
from layers.webmap.cards import masthead, problem_list, source_list
from layers.webmap.selftest import self_test
from layers.webmap.text import markdown


def show(folder: Path) -> None:
    """Draw the page of the story in `folder`, or what is wrong with its files."""
    st.set_page_config(page_title="Map", layout="wide")
    st.html(f"<style>{_style()}</style>")
    _checked()
    try:
        story = _story(folder, _stamp(folder))
    except StoryError as error:
        st.html(problem_list(error))
        return
    st.set_page_config(page_title=story.info.title)
    session.begin(story)
    _theme_mark()
    st.html(masthead(story))
    _notices()
    stage(story)
    _tables(story)


def _tables(story: Story) -> None:
    claims, places, sources = st.tabs(
        [f"Claims ({len(story.claims)})", "Places", f"Sources ({len(story.sources)})"]
    )
    with claims:
        claims_table(story)
    with places:
        places_table(story)
    with sources:
        st.html(source_list(story))


def _notices() -> None:
    if unknown := st.session_state[session.NOTICES]:
        st.warning(
            markdown(
                f"The address asks for something this map does not have ({', '.join(unknown)}). "
                "It shows what it has."
            )
        )


def _theme_mark() -> None:
    """Let the page's own style know the theme: an element of a class that it looks for."""
    st.html(f'<div class="cm-theme-{st.context.theme.type or "light"}"></div>')


@st.cache_resource(show_spinner=False)
def _checked() -> None:
    self_test()


@st.cache_resource(show_spinner=False, max_entries=4)
def _story(folder: Path, _stamp: tuple[float, ...]) -> Story:
    return load_story(folder)


def _stamp(folder: Path) -> tuple[float, ...]:
    """When the story's files were last written, so that an edited one is loaded anew."""
    paths = [*folder.glob("seeds/*.toml"), *folder.glob("data/*json")]
    return tuple(sorted(path.stat().st_mtime for path in paths))


@st.cache_resource(show_spinner=False)
def _style() -> str:
    return "\n".join((OWN / name).read_text("utf-8") for name in ("card.css", "page.css"))
