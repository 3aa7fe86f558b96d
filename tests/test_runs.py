"""Runs of the script that follow one another closely, and what of them reaches the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from layers.panels.runs import from_the_top
from tests.conftest import ROOT, Reader
from tests.server import serve

Open = Callable[..., Reader]


def drawn(path: list[int], text: str, fragment: str = "") -> ForwardMsg:
    """An element for a place of the page, of a fragment or of none."""
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.new_element.markdown.body = text
    message.delta.fragment_id = fragment
    return message


def ended(status: ForwardMsg.ScriptFinishedStatus.ValueType) -> ForwardMsg:
    """What tells the browser that a run has ended."""
    return ForwardMsg(script_finished=status)


def texts(messages: list[ForwardMsg]) -> list[str]:
    """What they draw, or that they end a run."""
    return [m.delta.new_element.markdown.body or m.WhichOneof("type") or "" for m in messages]


def test_a_whole_page_reaches_the_browser_whole() -> None:
    """Also when a fragment's run begins before it was sent: its end would take the fragment away.

    What an earlier run of the fragment drew, or a page before another page, is still dropped.
    """
    from_the_top()
    queue = ForwardMsgQueue()
    for message in (drawn([0, 0], "bar"), drawn([0, 1], "map", "stage")):
        queue.enqueue(message)
    queue.enqueue(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
    queue.clear(True, ["stage"])
    queue.enqueue(drawn([0, 1], "map again", "stage"))
    assert texts(queue.flush()) == ["bar", "map", "script_finished", "map again"]
    queue.enqueue(drawn([0, 1], "map", "stage"))
    queue.enqueue(ended(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    queue.clear(True, ["stage"])
    assert texts(queue.flush()) == ["script_finished"]
    queue.enqueue(drawn([0, 0], "bar"))
    queue.enqueue(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
    queue.clear(True)
    assert texts(queue.flush()) == ["script_finished"]


# A server that takes a while between what a run draws last and the next run.
SLOW_END = """
import gc, threading, time
def slow(generation=2, collect=gc.collect):
    if "ScriptRunner" in threading.current_thread().name: time.sleep(1)
    return collect(generation)
gc.collect = slow
"""


@pytest.mark.browser
def test_a_choice_in_the_moment_after_a_switch(reader: Open, tmp_path: Path) -> None:
    """Its run, in the thread of the switch's, draws the page and not a page inside the stage."""
    (tmp_path / "sitecustomize.py").write_text(SLOW_END, "utf-8")
    with serve(ROOT / "app.py", PYTHONPATH=str(tmp_path)) as started:
        one = reader(started)
        one.open(seconds=60)
        one.in_map("(window.mark = 'same', 0)")
        one.page.locator(".st-key-stage label", has_text="State borders").click()
        expect(one.map.locator("path.cm-border")).to_have_count(0)
        one.page.get_by_label("By whose account").select_option("kommersant")
        expect(one.page.locator(".cm-left").last).to_contain_text("by the account of Kommersant")
        expect(one.page.locator(".st-key-stage")).to_have_count(1)
        assert one.in_map("window.mark") == "same"
