"""A reader's own layers: checked, drawn over the story, and gone with the session.

They live in the session's state and nowhere else: no cached function takes them, no file holds
them, and what an address carries does not name them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ..html.gate import markdown
from ..html.upload_tables import Filter, own_tables
from ..uploads.verdict import LIMITS, OwnLayer
from ..webmap.upload_data import SIGNS
from . import component, kept_uploads, session, upload_requests
from .byte_sizes import readable
from .kept_uploads import KeptFile
from .layer_files import LayerFile
from .worker import Written

HELD, COUNT, SENT = "own-layers", "own-count", "own-sent"
MOST_SENT = 20_000_000  # letters of JSON


@dataclass(frozen=True, eq=False)
class Held:
    """A layer of this session: the number of its style, from 1; its file's size in bytes.

    `file` is what the browser fetches of it.
    """

    id: str
    sign: int
    layer: OwnLayer
    size: int
    file: LayerFile
    kept: KeptFile | None = None  # where the reader wants it kept
    on: bool = True


def count() -> int:
    """The number of layers this session has ever had."""
    found: int = st.session_state.get(COUNT, 0)
    return found


def held() -> tuple[Held, ...]:
    """The session's own layers, in the order in which they came."""
    found: tuple[Held, ...] = st.session_state.get(HELD, ())
    return found


def shown() -> tuple[Held, ...]:
    """Those that are switched on."""
    return tuple(one for one in held() if one.on)


def in_snapshots() -> dict[str, Any]:
    """The layers that are switched on, and their signs, as `snapshot_of` takes them along."""
    on = shown()
    return {"own": [one.layer for one in on], "signs": [one.sign for one in on]}


def ids_shown() -> list[str]:
    """Their ids."""
    return [one.id for one in shown()]


def add(layer: OwnLayer, size: int, written: Written, kept: KeptFile | None = None) -> str | None:
    """Draw a layer whose file has so many bytes; or why that cannot be.

    `written` is the layer as the worker has written it for the browser.
    """
    if why := _full(size):
        return why
    number = count() + 1
    sign = min(free_signs())  # no other layer has it
    name = f"own-{number}"
    if sum(one.file.letters for one in held()) + written.letters > MOST_SENT:
        return (
            f"Drawn, it would be {readable(written.letters)}, and a browser is sent at most "
            f"{readable(MOST_SENT)} of own layers: leave attributes or features out."
        )
    st.session_state[COUNT] = number
    st.session_state.pop(upload_requests.GONE, None)
    _hold((*held(), Held(name, sign, layer, size, LayerFile(*written), kept)))
    return None


def restore() -> None:
    """Draw what the browser has kept from before the page was loaded anew."""
    text = st.session_state.pop(upload_requests.KEPT, None)
    if text and not held():
        with st.spinner("Your own layers are checked …"):
            for layer, written, origin in kept_uploads.read(text):
                add(layer, len(origin.content), written, origin)


def _full(size: int) -> str | None:
    if len(held()) >= LIMITS.session_layers:
        return f"There are {LIMITS.session_layers} own layers, and no more can be: remove one."
    if sum(one.size for one in held()) + size > LIMITS.session_bytes:
        most = readable(LIMITS.session_bytes)
        return f"The files of own layers would have more than {most} together: remove one."
    return None


def free_signs() -> set[int]:
    """The numbers of styles that no layer has."""
    return set(range(1, SIGNS + 1)) - {one.sign for one in held()}


def restyle(name: str, sign: int) -> None:
    """Draw a layer in the style of another number; it is a new one for the map."""
    found = []
    for one in held():
        if one.id == name:
            number = count() + 1
            st.session_state[COUNT], new = number, f"own-{number}"
            one = replace(one, id=new, sign=sign)
        found.append(one)
    _hold(tuple(found))


def remove(name: str) -> None:
    """Forget a layer, and what was made of it."""
    for key in (session.MADE, session.PREVIEWED):
        st.session_state.pop(key, None)
    _hold(tuple(one for one in held() if one.id != name))


def _hold(layers: tuple[Held, ...]) -> None:
    st.session_state[HELD] = layers
    told = [{"id": one.id, "sign": one.sign, "at": one.file.token} for one in layers]
    st.session_state[SENT] = json.dumps(told)


def send_to_map() -> None:
    """Hand the layers to the page, which hands them to the map's frame."""
    if SENT in st.session_state:
        kept = kept_uploads.written(one.kept for one in held() if one.kept)
        component.tell_map(st.session_state[SENT], kept, key="own-on-map")


def tables() -> None:
    """The attributes of the layers that are switched on, below the story's tables."""
    if held():
        chosen: dict[str, Filter] = st.session_state.get(upload_requests.TABLES, {})
        layers = {one.id: one.layer for one in shown()}
        component.show(own_tables(layers, chosen), key="own-tables")


def switches() -> None:
    """A switch for each layer; its key lets the style sheet draw its sign."""
    for one in held():
        key = f"switch-own-{one.sign}-{one.layer.kind}-{one.id}"
        st.checkbox(
            markdown(f"{one.layer.name} (own layer)"),
            one.on,
            key=key,
            on_change=_switched,
            args=(one.id, key),
        )


def _switched(name: str, key: str) -> None:
    on = st.session_state[key]
    st.session_state[HELD] = tuple(replace(o, on=on) if o.id == name else o for o in held())
    st.session_state[session.BELOW] = True
