"""HTML on the page that a reader can press, type into and choose from.

One component shows it, changing in place what has changed, and tells what is asked. Streamlit's
own widgets would each be drawn anew on every run, and a switch of a layer waits for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache

import streamlit as st
from markupsafe import Markup

from ..webmap.asset_files import OWN, version
from .streamlit_internals import allow_component_files

PROJECT, NAME, SCRIPT = "claimmap", "desk", "page.js"


def _name() -> str:
    return f"{NAME}-{version(OWN / SCRIPT)}"  # another script has another address


def script_address() -> str:
    """The address of the page's script, from the root of the server."""
    return f"_stcore/bidi-components/{PROJECT}.{_name()}/{SCRIPT}"


@cache
def _component() -> Callable[..., object]:
    """The component, its script a file of ours: an inline one would need a looser page policy."""
    name = _name()
    allow_component_files(PROJECT, name, OWN)
    return st.components.v2.component(f"{PROJECT}.{name}", js=SCRIPT, isolate_styles=False)


def show(*parts: Markup, key: str) -> None:
    """Show parts of HTML, of which the browser changes those that differ from what it has.

    They follow when the map is there, as it is what a reader came for.
    """
    _component()(key=key, data=_packed({"html": parts}))


def _packed(data: Mapping[str, object]) -> bytes:
    """JSON as bytes: of anything else Streamlit would make JSON twice, at every run.

    Kept nowhere: it may be of what one reader has brought.
    """
    return json.dumps(data, ensure_ascii=False).encode()


def show_bar(
    *parts: Markup, told: Mapping[str, object], key: str, on_ask: Callable[[], None]
) -> None:
    """Show the part that asks on behalf of all; what any of them asks goes to `on_ask`.

    A part after the first stands where the first has a place for it. `told` is what else the page
    has to know: `Claimmap.Told` in webmap/types.
    """
    data = {"html": parts, "told": dict(told)}
    _component()(key=key, data=_packed(data), on_ask_change=on_ask)


def tell_map(own: str, kept: str, key: str) -> None:
    """Tell the page which own layers there are, as JSON; it fetches them for the map's frame.

    `kept` are the files that the browser is to keep until it is told others.
    """
    _component()(key=key, data=_packed({"own": own, "kept": kept}))


def asked(key: str) -> object:
    """The last thing asked: an operation, a name, a value and a number in a list, if right."""
    value = st.session_state.get(key)
    return getattr(value, "ask", None)
