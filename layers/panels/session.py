"""The reader's view between runs of the script: kept in the session, written in the address."""

from __future__ import annotations

import streamlit as st

from layers.story import Layer, Story
from layers.view import View, default_view, from_query, to_query
from layers.webmap.tiles import TITLES

VIEW, FOCUS, NOTICES = "view", "focus", "notices"


def begin(story: Story) -> None:
    """On a session's first run, take the view from the address."""
    if VIEW in st.session_state:
        return
    view, unknown = from_query(st.query_params, story, frozenset(TITLES))
    st.session_state[VIEW] = view
    st.session_state[NOTICES] = unknown
    st.session_state[FOCUS] = int(view.place not in (None, default_view(story).place))


def view() -> View:
    """The view as it is now."""
    found: View = st.session_state[VIEW]
    return found


def change(new: View) -> None:
    """Make another view the reader's."""
    st.session_state[VIEW] = new


def select(story: Story, place: str, *, move: bool) -> None:
    """Select a place, switch its layer on, and move the map there when it was not clicked on it."""
    layer = story.layers[story.places[place].layer]
    chosen = view()
    layers = chosen.layers | {layer.id} if layer.switch else chosen.layers
    change(View(layers, place, chosen.basemap))
    if layer.switch:
        st.session_state[switch_key(layer)] = True
    if move:
        st.session_state[FOCUS] += 1


def switch_key(layer: Layer) -> str:
    """The key of a layer's switch; the style sheet finds the layer's sign by its beginning."""
    return f"switch-{layer.style}-{layer.id}"


def write_address(story: Story) -> None:
    """Let the address carry the view."""
    wanted = to_query(view(), story)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
