"""Private parts of Streamlit: one file uses them, and what would no longer hold without each."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from layers.panels.streamlit_internals import from_the_top
from tests.conftest import ROOT, Reader
from tests.expecting import expect
from tests.server import serve

Open = Callable[..., Reader]
# The modules that Streamlit documents; of every other one it may change all in any release.
PUBLIC = {
    "streamlit",
    "streamlit.components.v1",
    "streamlit.components.v2",
    "streamlit.starlette",
    "streamlit.testing.v1",
}
INTERNALS = "layers/panels/streamlit_internals.py"
SOURCES = [
    path.relative_to(ROOT).as_posix()
    for part in ("app.py", "layers/**/*.py", "data/**/*.py", "checks/**/*.py", "tests/**/*.py")
    for path in sorted(ROOT.glob(part))
]


def private(source: str) -> Iterator[str]:
    """Whatever of Streamlit a file takes that is not documented, by dotted names."""
    nodes = list(ast.walk(ast.parse((ROOT / source).read_text("utf-8"), source)))
    given = {}  # what a name of the file stands for
    for node in nodes:
        if isinstance(node, ast.Import):
            given |= {n.asname or n.name.split(".")[0]: n.name for n in node.names if n.asname}
            taken = [n.name for n in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            given |= {n.asname or n.name: f"{node.module}.{n.name}" for n in node.names}
            # A module's name may be taken from its package, too.
            taken = [
                full if (full := f"{node.module}.{n.name}") in PUBLIC else node.module
                for n in node.names
            ]
            taken += [f"{node.module}.{n.name}" for n in node.names if n.name.startswith("_")]
        else:
            continue
        yield from (n for n in taken if n.split(".")[0] == "streamlit" and n not in PUBLIC)
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            full = f"{given.get(node.value.id, node.value.id)}.{node.attr}"
            if full.split(".")[0] == "streamlit" and re.search(r"\._|\.runtime$|\.proto$", full):
                yield full


def test_one_file_uses_private_parts_of_streamlit() -> None:
    """And this one, which tests them, and a reader without a browser, who speaks its messages."""
    users = {source: taken for source in SOURCES if (taken := set(private(source)))}
    assert users.keys() == {INTERNALS, "tests/test_runs.py", "tests/session_client.py"}


def test_each_private_part_is_reported() -> None:
    """With what is asked for, so that it need not stay."""
    reports = (ROOT / "docs" / "streamlit.md").read_text("utf-8")
    parts = set(private(INTERNALS))
    assert len(parts) == 7
    assert {part for part in parts if f"`{part}`" not in reports} == set()


def test_streamlit_still_drops_what_a_page_drew() -> None:
    """The queue as it is without the change; once this fails, the change can go."""
    from_the_top()
    queue = ForwardMsgQueue()
    queue.enqueue(drawn([0, 1], "map", "stage"))
    queue.enqueue(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
    unchanged = ForwardMsgQueue.clear.__wrapped__  # type: ignore[attr-defined]
    unchanged(queue, True, ["stage"])
    kept = queue.flush()
    assert texts(kept) == ["script_finished"]
    assert kept[0].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


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
        one.bar.get_by_label("By whose account").select_option("kommersant")
        expect(one.page.locator(".cm-left").last).to_contain_text("by the account of Kommersant")
        expect(one.page.locator(".st-key-stage")).to_have_count(1)
        assert one.in_map("window.mark") == "same"


@pytest.mark.browser
def test_a_components_script_is_a_file(reader: Open) -> None:
    """Served by this server, so that the page's policy need not allow scripts of elsewhere."""
    one = reader()
    loaded: list[str] = []
    one.page.on("request", lambda request: loaded.append(request.url))
    one.open()
    assert any("/_stcore/bidi-components/claimmap.desk-" in url for url in loaded)
    assert [url for url in loaded if url.startswith("blob:")] == []
