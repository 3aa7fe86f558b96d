"""The reader's view between runs of the script: kept in the session, written in the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex
from time import monotonic

import streamlit as st

from ..html.tables import ROWS
from ..story import Layer, Story
from ..view import View, default_view, from_query, query_of, to_query
from ..view.address import position
from ..view.extent import Box
from ..webmap.overlay import Move
from .upload_requests import GONE, taken

VIEW, MOVE, NOTICES, WRITTEN, TABLE_ROWS = "view", "move", "notices", "written", "table-rows"
# The dialog that is open, EXPORT or OWN: every run opens it again, as any may come meanwhile.
DIALOG, EXPORT, OWN = "dialog", "export", "own"
ANSWERED = "answered"  # the number of what the page has asked for last
SESSION, DATA = "session", "data"  # a name for this session, and the data it has shown last
SAID, SAID_AT = "said", "said-at"  # what a reader has to know of the server, and since when
LEGIBLE = 10  # seconds: a change of the view ends it, but what no server heard is pressed again
COMPARED = "compared"  # the name of an old file, and what has changed since
BELOW = "below"  # what was done on the map or to a switch changes what stands below, too
# Files made in the dialog of exports, and its preview: gone with any layer that is in them.
MADE, PREVIEWED = "export-made", "export-preview"
Query = dict[str, list[str]]
RESUMED = (
    "The server was started anew, or another one has taken over. The view is as it was; what you "
    "selected on the map in that moment, select again."
)
OTHER_DATA = "The data of this map has changed since you opened it; this is the new one."
NOT_IN_CLASS = re.compile(r"[^a-zA-Z0-9_-]")  # of a key, in the class that Streamlit makes of it


def begin(story: Story) -> None:
    """On a session's first run, take the view from the address."""
    if VIEW in st.session_state:
        if st.session_state[DATA] != story.digest:
            st.session_state[DATA] = story.digest
            _say(OTHER_DATA)
        return
    st.session_state[SESSION], st.session_state[DATA] = token_hex(8), story.digest
    _say()
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    found = _take(story, query)
    st.session_state[WRITTEN] = _without_position(query)
    st.session_state[TABLE_ROWS], st.session_state[ANSWERED] = ROWS, 0
    elsewhere = found.place not in (None, default_view(story).place)
    st.session_state[MOVE] = Move(int(bool(elsewhere or found.at)), True, bool(found.at))


def _take(story: Story, query: Query) -> View:
    """Make the view that an address asks for the reader's."""
    found, unknown = from_query(query, story)
    st.session_state[VIEW] = found
    st.session_state[NOTICES] = unknown
    st.session_state.pop(GONE, None)
    return found


def go_back(story: Story, query: Query) -> None:
    """Show what an address of before shows.

    The browser tells when a reader goes back. A run's own idea of the address does not: it may be
    older than what this session has written since.
    """
    found = _take(story, query)
    # It stands in the address already; to write it would add a step to go back from.
    st.session_state[WRITTEN] = _without_position(to_query(found, story))
    # Where the map was then; an address without a position is from before it first moved.
    st.session_state[MOVE] = Move(move().number + 1, to_position=True)
    _set_widgets(story, found)


def resume(story: Story, session: str, seen: str) -> None:
    """Go on with a session that only a server knows that is gone, or another one.

    The address had its view. `seen` are the digest of the data on the screen, and the keys of the
    layers that were switched on there: the last press may not have reached the address.
    """
    if session == st.session_state[SESSION]:
        return
    data, *on = seen.split() or [""]
    layers = {
        layer.id
        for layer in story.layers.values()
        if layer.switch and NOT_IN_CLASS.sub("-", switch_key(layer)) in on
    }
    change(replace(view(), layers=frozenset(layers)))
    _set_widgets(story, view())
    _say(RESUMED, *((OTHER_DATA,) if data != story.digest else ()))


def _say(*texts: str) -> None:
    st.session_state[SAID], st.session_state[SAID_AT] = texts, monotonic()


def restore(story: Story, found: View) -> None:
    """Make a view that was kept elsewhere the reader's, its position too."""
    change(found)
    st.session_state[MOVE] = Move(move().number + 1, to_position=True)
    _set_widgets(story, found)


def move_to(bounds: Box) -> None:
    """Move the map to an area."""
    st.session_state[MOVE] = Move(move().number + 1, bounds=bounds)


def view() -> View:
    """The view as it is now."""
    return st.session_state[VIEW]


def move() -> Move:
    """The last move that was asked of the map."""
    return st.session_state[MOVE]


def close_dialog() -> None:
    """The next run opens no dialog."""
    st.session_state.pop(DIALOG, None)


def table_rows() -> int:
    """The number of rows that the tables have."""
    return st.session_state[TABLE_ROWS]


def told(story: Story) -> dict[str, object]:
    """The facts by which the page knows that another server answers, or has other data."""
    return {
        "answered": answered(),
        "session": st.session_state[SESSION],
        "data": story.digest,
    }


def answered() -> int:
    """The number of what the page has asked for last and was done."""
    return st.session_state[ANSWERED]


def change(new: View) -> None:
    """Make another view the reader's."""
    st.session_state[VIEW] = new
    st.session_state[NOTICES] = ()
    if monotonic() - st.session_state[SAID_AT] > LEGIBLE:
        st.session_state[SAID] = ()
        st.session_state.pop(GONE, None)


def ask(story: Story, asked: object) -> None:
    """Do what a button or a field of the page asks: read it as an address would be read.

    Each thing that is asked has a number, and is done once, however often it comes.
    """
    if not (isinstance(asked, list) and len(asked) == 4 and isinstance(asked[1], str)):
        return
    op, name, value, number = asked
    if type(number) is not int or number == answered():
        return
    st.session_state[ANSWERED] = number
    text = value if isinstance(value, str) else ""
    if op == "rows":
        st.session_state[TABLE_ROWS] = int(name) if name.isdecimal() and len(name) < 7 else ROWS
        return
    if op == "compare":
        st.session_state.pop(COMPARED, None)
        return
    if taken(op, name, text):
        return
    if op in (EXPORT, OWN):
        if op == EXPORT:  # where the map is, only the browser knows
            st.session_state[VIEW] = replace(view(), at=position(name))
        st.session_state[DIALOG] = op
        return
    if op in ("back", "resume"):
        go_back(story, query_of(name)) if op == "back" else resume(story, name, text)
        return
    now = view()
    query = _asked_query(to_query(now, story), op, name, text)
    found, unknown = from_query(query, story)
    change(replace(found, at=now.at))
    st.session_state[NOTICES] = unknown
    if op != "set":
        return
    if name == "place" and found.place and "place" not in unknown:
        select(story, found.place, always=True)
    if name == "pick" and found.pick and (place := story.place_of_group(found.pick)):
        select(story, place, always=False, pick=found.pick)


def _asked_query(query: Query, op: str, name: str, value: str) -> Query:
    others = {other: values for other, values in query.items() if other != name}
    kept = [old for old in query.get(name, []) if old != value]
    if op == "set":
        return others | ({name: [value]} if value else {})
    if op == "add":
        return others | {name: [*kept, value]}
    if op == "drop":
        return others | ({name: kept} if kept else {})
    if op == "clear":
        return {n: v for n, v in query.items() if n in ("layers", "place", "basemap", "pick")}
    return query


def select(story: Story, place: str, *, always: bool | None, pick: str | None = None) -> None:
    """Select a place and switch its layer on.

    The map moves there `always`, or only when it is out of sight, or with None not at all.
    """
    layer = story.layers[story.places[place].layer]
    chosen = view()
    layers = chosen.layers | {layer.id} if layer.switch else chosen.layers
    change(replace(chosen, layers=layers, place=place, pick=pick))
    if layer.switch:
        st.session_state[switch_key(layer)] = True
    if always is not None:
        st.session_state[MOVE] = Move(move().number + 1, always=always)


def switch_key(layer: Layer) -> str:
    """The key of a layer's switch; the style sheet finds the layer's sign by its beginning."""
    return f"switch-{layer.style}-{layer.id}"


def write_address(story: Story) -> None:
    """Let the address carry the view; where the map is, the page itself keeps in it."""
    wanted = _without_position(to_query(view(), story))
    if st.session_state[WRITTEN] != wanted:
        st.session_state[WRITTEN] = wanted
        st.query_params.from_dict(wanted)


def _without_position(query: Mapping[str, list[str]]) -> Query:
    return {name: values for name, values in query.items() if name != "at"}


def _set_widgets(story: Story, found: View) -> None:
    for layer in story.layers.values():
        if layer.switch:
            st.session_state[switch_key(layer)] = layer.id in found.layers
    st.session_state["basemap"] = found.basemap
