"""Own layers as the browser fetches them: to whom they are offered, and for how long."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

from starlette.responses import PlainTextResponse

from layers.panels.asgi import ask
from layers.panels.layer_files import FOLDER, LayerFile, LayerFiles

APP = LayerFiles(PlainTextResponse("the app"))


def answer(address: str) -> tuple[int, bytes]:
    """Status and body; the browser's tests have the main thread's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask(APP, address)).result()


def test_a_layer_is_offered_for_as_long_as_it_is_held() -> None:
    """Under its own address alone; then nobody has it any more."""
    one, other = (LayerFile(gzip.compress(text), 2) for text in (b"{}", b"[]"))
    assert one.token != other.token and len(one.token) >= 32
    assert answer(f"{FOLDER}/{one.token}") == (200, one.packed)
    assert answer(f"a/path/{FOLDER}/{other.token}") == (200, other.packed)
    token = one.token
    del one
    assert answer(f"{FOLDER}/{token}")[0] == 404
    assert answer(f"{FOLDER}/{other.token}")[0] == 200


def test_nothing_else_is_answered_for() -> None:
    """A name that was guessed, the folder, and what is the app's."""
    for guessed in ("", "x", "own-1"):
        assert answer(f"{FOLDER}/{guessed}")[0] == 404
    assert answer("elsewhere")[1] == b"the app"
    assert answer(f"{FOLDER}")[1] == b"the app"
