"""The comparison with an old file that a reader has opened, until it is ended."""

from __future__ import annotations

import streamlit as st

from ..findings.difference import Difference
from ..story import Story
from .session import COMPARED


def compared(story: Story) -> tuple[str, Difference] | None:
    """An old file's name and what has changed since, when one is held against this version."""
    found: tuple[str, Difference] | None = st.session_state.get(COMPARED)
    return found if found and found[1].new.data == story.digest else None
