"""Layer switches that are the legend too, and the choice of a basemap."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ..html.basemaps import TITLES
from ..html.gate import markdown
from ..story import Story
from ..view import Scene
from . import session, uploads


def switches_panel(scene: Scene) -> None:
    """One switch a layer, whose key lets the style sheet draw its sign; then the basemap.

    Each is given its value on every run: the browser may not have got the script of a widget when
    a second run replaces what the first has told of it, and would then begin with what is given.
    """
    st.html('<h2 class="cm-heading">Layers</h2>')
    for layer in scene.story.layers.values():
        if layer.switch:
            st.checkbox(
                markdown(layer.title),
                layer.id in scene.view.layers,
                key=session.switch_key(layer),
                on_change=_switched,
                args=(scene.story, layer.id),
            )
    uploads.switches()
    with st.popover("Basemap"):  # not drawn until it is opened, so a switch need not wait for it
        st.radio(
            "Basemap",
            list(TITLES),
            list(TITLES).index(scene.view.basemap),
            key="basemap",
            format_func=lambda name: markdown(TITLES[name]),
            on_change=_rebased,
            label_visibility="collapsed",
        )


def _switched(story: Story, layer: str) -> None:
    on = st.session_state[session.switch_key(story.layers[layer])]
    session.change(session.view().with_layer(layer, on))


def _rebased() -> None:
    session.change(replace(session.view(), basemap=st.session_state["basemap"]))
