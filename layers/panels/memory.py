"""Memory: what stays is set apart, and what is not used any more is given back to the system."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys

EVERY = 20.0  # seconds


def set_apart() -> None:
    """Keep what is there now out of the search for garbage, for as long as the process lives.

    Going through all that was ever imported and the story takes a tenth of a second, in which
    every reader waits. Later there would be sessions among it, which are to go.
    """
    gc.collect()
    gc.freeze()


async def give_back_again_and_again() -> None:
    """Until it is cancelled. Streamlit would search for garbage after every run of the script.

    That was two thirds of the work of a server with fifty readers, ten pictures and ten layers of
    9 MB (`runner.postScriptGC`); what Python does by itself, without it, does not take long.
    """
    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(give_back)


def give_back() -> None:
    """Let go of garbage, and of the pages that the allocator keeps for later (glibc alone does)."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
