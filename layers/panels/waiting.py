"""A reader's view of the pool at work: the place in the queue, how far it is, a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ..story import Story
from .worker_pool import Ticket, WorkError, pool

EVERY = 0.3  # seconds between two looks
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
    """The result of a task of the pool, for which this run of the script waits.

    `asked` is what it is about: another one cancels it. A press on the page ends the run that
    waits; the next one goes on waiting for the same job. `doing` says what is done, or `told`, of
    what the task tells. Raises MapError when there is no result; then the same is not asked again
    by itself.
    """
    held: tuple[object, Ticket] | None = st.session_state.get(key)
    if held is None or held[0] != asked:
        forget(key)
        held = (asked, pool().submit(task, *given, story=story))
        st.session_state[key] = held
    ticket = held[1]
    if not ticket.job.done.wait(EVERY):
        _wait(key, ticket, doing, told)
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


def _wait(key: str, ticket: Ticket, doing: str, told: Callable[..., str] | None) -> None:
    box = st.empty()
    with box.container():
        line = st.empty()
        st.button("Cancel", key=f"{key}-cancel", on_click=ticket.cancel)
    while not ticket.job.done.is_set():
        # Each look is an element: at one, the run ends when the reader has pressed something.
        line.markdown(_state(ticket, doing, told))
        ticket.job.done.wait(EVERY)
    box.empty()


def _state(ticket: Ticket, doing: str, told: Callable[..., str] | None) -> str:
    if place := ticket.place:
        others = "1 other is" if place == 1 else f"{place} others are"
        return f"In the queue: {others} first …"
    return told(*ticket.job.told) if told and ticket.job.told else doing
