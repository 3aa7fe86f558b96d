"""Every claim, place and source in tables: for reading, for keyboards and for screen readers.

Only the open tab is drawn. Streamlit draws every table on the page anew whenever any switch is
used, and two of its data grids cost more than the map.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from layers.panels import session
from layers.story import Story
from layers.story.evidence import names
from layers.story.status import status_of
from layers.webmap.cards import claims_table, source_list

TABLE = "places-table"
MOVED = "moved"


@st.fragment
def records(story: Story) -> None:
    """The tabs below the map."""
    sources, claims, places = st.tabs(
        [f"Sources ({len(story.sources)})", f"Claims ({len(story.claims)})", "Places"],
        key="records",
        on_change="rerun",
    )
    if sources.open:
        sources.html(_sources(story.digest, story))
    if claims.open:
        claims.html(_claims(story.digest, story))
    if places.open:
        with places:
            places_table(story)
    if st.session_state.pop(MOVED, False):
        st.rerun(scope="app")


def places_table(story: Story) -> None:
    """All places; selecting one selects it on the map and moves the map there."""
    shown = [p for p in story.places.values() if story.layers[p.layer].switch]
    status = [status_of(story, p.id) for p in shown]
    frame = pd.DataFrame(
        {
            "Place": [p.main.name for p in shown],
            "Other names": [" · ".join(form for _, form in names(p.main)) for p in shown],
            "Kind": [p.main.kind for p in shown],
            "Status": [s.text if s else "" for s in status],
            "Claims": [len(story.claims_by_place.get(p.id, ())) for p in shown],
            "Accuracy, m": [p.main.accuracy_m for p in shown],
            "Position from": [p.main.method for p in shown],
            "Link": [p.main.url for p in shown],
        }
    )
    st.html("<p>Select a row to go to its place on the map.</p>")
    st.dataframe(
        frame,
        key=TABLE,
        hide_index=True,
        height=420,
        on_select=lambda: _selected(story, [p.id for p in shown]),
        selection_mode="single-row",
        column_config={"Link": st.column_config.LinkColumn(display_text="open")},
        alt="All places with their names, kind, status, number of claims and accuracy",
    )


def _selected(story: Story, places: list[str]) -> None:
    rows = st.session_state[TABLE].selection.rows
    if rows:
        session.select(story, places[rows[0]], move=True)
        st.session_state[MOVED] = True


@st.cache_data(show_spinner=False, max_entries=4)
def _claims(digest: str, _story: Story) -> str:
    return str(claims_table(_story))


@st.cache_data(show_spinner=False, max_entries=4)
def _sources(digest: str, _story: Story) -> str:
    return str(source_list(_story))
