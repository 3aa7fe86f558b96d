"""The stage: map, switches and the selected place, rerun on their own when one of them changes.

A fragment: a switch or a click sends these few elements and not the tables below. The map comes
first in the script, so that it is the first to change; where it stands is the style sheet's.
"""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from markupsafe import Markup

from ..findings.known import Known
from ..html.cards import card, group_card
from ..html.gate import html
from ..story import Story
from ..view import Scene, scene_of
from . import component, session
from .map_panel import map_panel
from .switches import switches_panel


@st.fragment
def stage(story: Story) -> None:
    """Map, layer switches and card of the selected place."""
    # Before the map is told to move: the page writes where it comes to rest into the address as it
    # is then, and in the one before, going back would lead to the wrong place.
    session.write_address(story)
    scene = scene_of(story, session.view())
    with st.container(key="map-box"):
        map_panel(scene)
    with st.container(key="switch-box"):
        switches_panel(scene)
    with st.container(key="card-box"):
        card_panel(scene)
    if st.session_state.pop(session.BELOW, False):
        st.rerun(scope="app")


def card_panel(scene: Scene) -> None:
    """The card of the selected place: all that is known of it."""
    component.show(_card_of(scene), key="card")


def _card_of(scene: Scene) -> Markup:
    pick = scene.view.pick
    nowhere = pick if pick and scene.story.place_of_group(pick) is None else None
    if nowhere and (shown := group_card(scene.known, nowhere)) is not None:
        return shown
    if scene.place is None:
        return html("note.html", text="Select something on the map or in a table.")
    return _card(scene.known, scene.place, pick)


@lru_cache(maxsize=1000)
def _card(known: Known, place: str, pick: str | None) -> Markup:
    return card(known, place, pick=pick, heading="h2")
