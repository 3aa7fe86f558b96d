"""The server around the page."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from streamlit.starlette import App

from ..panels.compression import Compression
from ..panels.events import note
from ..panels.layer_files import LayerFiles
from ..panels.listening_sockets import send_at_once
from ..panels.memory import give_back_again_and_again
from ..panels.readiness import warm
from ..panels.security_headers import Guard
from ..panels.temporary_folder import tidied
from ..panels.worker_pool import pool
from . import SCRIPT


@asynccontextmanager
async def life(app: App) -> AsyncIterator[None]:
    """A server from the moment it is ready to the end of what it had."""
    async with tidied(app):
        send_at_once()
        await warm(app)
        note("ready")
        tidying = asyncio.create_task(give_back_again_and_again())
        try:
            yield
        finally:
            tidying.cancel()
            pool().close()
            note("stopped")


def around_page() -> dict[str, Any]:
    """The arguments of Streamlit's App beside its script: what guards it, its start and end."""
    inside = [Middleware(part) for part in (Guard, LayerFiles, Compression)]
    return {"middleware": inside, "lifespan": life}


def run(settings: Mapping[str, Any], tell: Callable[[], None]) -> None:
    """Serve the page until a signal comes; `tell` is called when it can be asked for."""

    @asynccontextmanager
    async def told(app: App) -> AsyncIterator[None]:
        async with life(app):
            tell()
            yield

    app = App(SCRIPT, **around_page() | {"lifespan": told})
    # Streamlit puts the folder of the program's name where Python looks for modules; of no name it
    # takes the script's, in which there is nothing that another module could be meant by.
    sys.argv = ["-"]
    app.run(config=settings)
