"""Every place, claim and source in tables: for reading, for keyboards and for screen readers.

Claims and sources are plain HTML that folds by itself: Streamlit draws every widget on the page
anew whenever any of them is used, tabs and data grids most slowly, and a reader's switch waits
for all of them. So the grid of places is there only while its fold is open.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st
from markupsafe import Markup

from layers.panels import desk, session
from layers.story import Place, Story
from layers.story.status import status_of
from layers.story.wording import names
from layers.view import Seen, seen
from layers.webmap.cards import source_list
from layers.webmap.viewbar import claims_table
from layers.webmap.weighing import conflict_list, forecasts, measure_list, timeline

TABLE = "places-table"
MOVED = "moved"


def weighing(story: Story) -> None:
    """Conflicts, forecasts and timeline, as far as the view goes."""
    view = session.view()
    desk.show(_weighing(seen(story, view.scope), view.pick), key="weighing")


@st.fragment
def places(story: Story) -> None:
    """The fold with the table of places."""
    shown = _shown(story)
    fold = st.expander(f"Places ({len(shown)})", key="places-fold", on_change="rerun")
    if fold.open:
        with fold:
            places_table(story, shown)
    if st.session_state.pop(MOVED, False):
        st.rerun(scope="app")


def records(story: Story) -> None:
    """The folds with claims, measures, sources and map data."""
    rows = st.session_state[session.TABLE_ROWS]
    desk.show(_records(seen(story, session.view().scope), rows), key="records")


def _shown(story: Story) -> list[Place]:
    left = seen(story, session.view().scope)
    shown = [p for p in story.places.values() if story.layers[p.layer].switch]
    return [p for p in shown if p.id in left.places]


def places_table(story: Story, shown: list[Place]) -> None:
    """Places in sight; selecting one selects it on the map and moves the map there."""
    known = seen(story, session.view().scope).known
    status = [status_of(known, p.id) for p in shown]
    frame = pd.DataFrame(
        {
            "Place": [p.main.name for p in shown],
            "Other names": [" · ".join(form for _, form in names(p.main)) for p in shown],
            "Kind": [p.main.kind for p in shown],
            "Status": [s.text if s else "" for s in status],
            "Claims": [len(known.by_place.get(p.id, ())) for p in shown],
            "Conflicts": [len(known.conflicts_by_place.get(p.id, ())) for p in shown],
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
        alt="All places in sight with names, kind, status, claims, conflicts and accuracy",
    )


def _selected(story: Story, places: list[str]) -> None:
    rows = st.session_state[TABLE].selection.rows
    if rows and rows[0] < len(places):
        session.select(story, places[rows[0]], always=True)
        st.session_state[MOVED] = True


@lru_cache(maxsize=64)
def _weighing(left: Seen, pick: str | None) -> Markup:
    return conflict_list(left, pick) + forecasts(left, pick) + timeline(left, pick)


@lru_cache(maxsize=64)
def _records(left: Seen, rows: int) -> Markup:
    story = left.story
    return claims_table(left, rows) + measure_list(story) + source_list(story)
