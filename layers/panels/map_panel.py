"""The map: draws the view, and tells which place was clicked."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from ..html.difference import changed_places
from ..story import Story
from ..view import Scene
from ..view.numbers import feature_numbers
from ..webmap.base_map import base_map
from ..webmap.overlay import overlay
from . import session, uploads
from .frame_files import frame_links
from .tables_panel import compared

KEY = "map"
HEIGHT = 640  # the page's style gives the frame its real height


def map_panel(scene: Scene) -> None:
    """The map with the view's layers; a click on a feature selects its place."""
    held = compared(scene.story)
    theme = st.context.theme.type or "light"
    st_folium(
        base_map(scene.story, *frame_links(scene.story)),
        key=KEY,
        render=False,  # the component renders what it needs by itself; twice is 5 ms a switch
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=overlay(
            scene,
            theme=theme,
            move=session.move(),
            own=uploads.ids_shown(),
            changed=changed_places(held[1], scene.story) if held else {},
        ),
        on_change=lambda: _clicked(scene.story),
    )


def _clicked(story: Story) -> None:
    value = st.session_state.get(KEY) or {}
    count = value.get("last_object_clicked_count")
    drawing = value.get("last_active_drawing")
    if not drawing or count == st.session_state.get("clicks"):
        return
    st.session_state["clicks"] = count
    number = drawing.get("properties", {}).get("n")
    numbers = feature_numbers(story)
    clicked = next((f for f in story.features.values() if numbers[f.id] == number), None)
    if clicked is not None:
        picked = session.view().pick
        session.select(story, clicked.of_place, always=None)
        st.session_state[session.BELOW] = picked is not None
