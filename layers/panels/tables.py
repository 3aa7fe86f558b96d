"""Every claim and every place in a table: what the map shows, for keyboards and screen readers."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from layers.panels import session
from layers.story import Story
from layers.story.evidence import statements
from layers.story.status import status_of


def claims_table(story: Story) -> None:
    """All claims; selecting one selects the place it hangs on."""
    rows = statements(story)
    frame = pd.DataFrame(
        {
            "About": [s.subject for s in rows],
            "Attribute": [s.attribute for s in rows],
            "Value": [s.value for s in rows],
            "What is claimed": [s.claim.says for s in rows],
            "Asserted by": [s.claim.asserted_by for s in rows],
            "Published in": [s.source.publisher for s in rows],
            "Published": [s.source.published for s in rows],
            "Where": [s.where for s in rows],
            "Link": [s.source.url for s in rows],
        }
    )
    places = [story.place_of(s.claim) for s in rows]
    _table(story, frame, places, "claims-table")


def places_table(story: Story) -> None:
    """All places; selecting one moves the map there."""
    shown = [p for p in story.places.values() if story.layers[p.layer].switch]
    status = [status_of(story, p.id) for p in shown]
    frame = pd.DataFrame(
        {
            "Place": [p.main.name for p in shown],
            "Other names": [
                ", ".join(n for lang, ns in p.main.names.items() if lang != "en" for n in ns)
                for p in shown
            ],
            "Kind": [p.main.kind for p in shown],
            "Status": [s.text if s else "" for s in status],
            "Claims": [len(story.claims_by_place.get(p.id, ())) for p in shown],
            "Accuracy, m": [p.main.accuracy_m for p in shown],
            "Position from": [p.main.method for p in shown],
            "Link": [p.main.url for p in shown],
        }
    )
    _table(story, frame, [p.id for p in shown], "places-table")


def _table(story: Story, frame: pd.DataFrame, places: list[str | None], key: str) -> None:
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=420,
        on_select=_selected(story, places, key),
        selection_mode="single-row",
        column_config={"Link": st.column_config.LinkColumn(display_text="open")},
    )


def _selected(story: Story, places: list[str | None], key: str) -> Callable[[], None]:
    def select() -> None:
        rows = st.session_state[key].selection.rows
        place = places[rows[0]] if rows else None
        if place is not None:
            session.select(story, place, move=True)

    return select
