"""A reader's view of the pool at work: the place in the queue, how far it is, a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ..html.gate import markdown
from ..story import Story
from .worker_pool import Ticket, WorkError, pool

AT_ONCE = 0.3  # seconds in which what is quickly done is waited for
EVERY = 0.5  # seconds between two looks
CANCELLED = "Cancelled. Choose again to start anew."


def work(
    key: str,
    asked: object,
    doing: str,
    task: str,
    *given: Any,
    story: Story | None = None,
    told: Callable[..., str] | None = None,
) -> Any:
    """The result of a task of the pool; where there is none yet, this run of the script ends here.

    `asked` is what it is about: another one cancels it. The run that follows when it is done, or
    when something else is pressed, asks for the same and goes on with it. `doing` says what is
    done, or `told`, of what the task tells. Raises MapError when there is no result; then the same
    is not asked again by itself.
    """
    held: tuple[object, Ticket] | None = st.session_state.get(key)
    if held is None or held[0] != asked:
        forget(key)
        held = (asked, pool().submit(task, *given, story=story))
        st.session_state[key] = held
    ticket = held[1]
    if not ticket.job.done.wait(AT_ONCE):
        _wait(key, doing, told)
        st.stop()
    if ticket.job.cancelled:
        raise WorkError(CANCELLED)
    result = ticket.result()
    forget(key)
    return result


def forget(key: str) -> None:
    """Let go of a job, and cancel it if it is not done."""
    held = st.session_state.pop(key, None)
    if held is not None:
        held[1].cancel()


@st.fragment(run_every=EVERY)
def _wait(key: str, doing: str, told: Callable[..., str] | None) -> None:
    """The state of a job, looked at now and then; the page is drawn anew when it is done.

    Nothing waits meanwhile: a press on the page is heard at once.
    """
    held = st.session_state.get(key)
    if held is None or held[1].job.done.is_set():
        st.rerun()
    st.markdown(markdown(_state(held[1], doing, told)))
    st.button("Cancel", key=f"{key}-cancel", on_click=held[1].cancel)


def _state(ticket: Ticket, doing: str, told: Callable[..., str] | None) -> str:
    if place := ticket.place:
        others = "1 other is" if place == 1 else f"{place} others are"
        return f"In the queue: {others} first …"
    return told(*ticket.job.told) if told and ticket.job.told else doing
