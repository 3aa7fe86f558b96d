"""HTML on the page that a reader can press, type into and choose from.

One component shows it, changing in place what has changed, and tells what is asked. Streamlit's
own widgets would each be drawn anew on every run, and a switch of a layer waits for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import streamlit as st
from markupsafe import Markup

from ..webmap.asset_files import OWN
from .streamlit_internals import allow_component_files

PROJECT, NAME = "claimmap", "desk"


@cache
def _component() -> Callable[..., object]:
    """The component, its script a file of ours: an inline one would need a looser page policy."""
    allow_component_files(PROJECT, NAME, OWN)
    return st.components.v2.component(f"{PROJECT}.{NAME}", js="page.js", isolate_styles=False)


def show(
    *parts: Markup, key: str, on_ask: Callable[[], None] | None = None, answered: int = 0
) -> None:
    """Show parts of HTML, of which the browser changes those that differ from what it has.

    What any of it asks goes to `on_ask`, which one place of the page has.

    The page asks one thing at a time: the next when `answered` is the number of the last.
    """
    data = {"html": [*map(str, parts)], "asks": on_ask is not None, "answered": answered}
    if on_ask is None:
        _component()(key=key, data=data)
    else:
        _component()(key=key, data=data, on_ask_change=on_ask)


def tell_map(own: str, key: str) -> None:
    """Hand the reader's own layers, as JSON, to the page, which hands them to the map's frame."""
    _component()(key=key, data={"own": own})


def asked(key: str) -> object:
    """The last thing asked: an operation, a name, a value and a number in a list, if right."""
    value = st.session_state.get(key)
    return getattr(value, "ask", None)
