"""Requests of the page about own layers: what is seen of their tables, and files that were kept."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ..html.upload_tables import Filter

TABLE, TABLES = "own-table", "own-tables-chosen"  # what is asked of a table, and was
GONE = "gone"  # the reader had own layers in a session that this server knows no more
KEPT = "own-kept"  # what the browser has kept of own layers, until it is drawn


def taken(op: str, name: str, text: str) -> bool:
    """Do what is asked of own layers; False for what is about something else."""
    if TABLE in (op, name.partition(" ")[0]):
        _filter(name.removeprefix(f"{TABLE} "), text)
    elif op == KEPT:
        st.session_state[KEPT] = text
    elif op == GONE:
        st.session_state[GONE] = True
    else:
        return False
    return True


def _filter(name: str, value: str) -> None:
    """Change a field of the filter of an own layer's table; without one, nothing is filtered."""
    layer, _, field = name.partition(" ")
    chosen: dict[str, Filter] = st.session_state.setdefault(TABLES, {})
    if not field:
        chosen.pop(layer, None)
    elif field in Filter.__dataclass_fields__:
        page = {} if field in ("page", "sort") else {"page": ""}
        chosen[layer] = replace(chosen.get(layer, Filter()), **{field: value[:200]}, **page)
