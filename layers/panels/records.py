"""Every place, claim and source in tables: for reading, for keyboards and for screen readers.

Claims and sources are plain HTML that folds by itself: Streamlit draws every widget on the page
anew whenever any of them is used, tabs and data grids most slowly, and a reader's switch waits
for all of them. So the grid of places is there only while its fold is open.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from layers.panels import session
from layers.story import Place, Story
from layers.story.evidence import names
from layers.story.status import status_of
from layers.webmap.cards import claims_table, source_list

TABLE = "places-table"
MOVED = "moved"


@st.fragment
def records(story: Story) -> None:
    """The folds below the map."""
    fold = st.expander(f"Places ({len(_shown(story))})", key="places-fold", on_change="rerun")
    if fold.open:
        with fold:
            places_table(story)
    st.html(_folds(story.digest, story))
    if st.session_state.pop(MOVED, False):
        st.rerun(scope="app")


def _shown(story: Story) -> list[Place]:
    return [p for p in story.places.values() if story.layers[p.layer].switch]


def places_table(story: Story) -> None:
    """All places; selecting one selects it on the map and moves the map there."""
    shown = _shown(story)
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
    st.html(
        "<p>Select a row to go to its place on the map; on a keyboard with Shift and Space.</p>"
    )
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
def _folds(digest: str, _story: Story) -> str:
    return str(claims_table(_story) + source_list(_story))
