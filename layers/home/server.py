"""The server around the page."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from streamlit.starlette import App

from ..panels.security_headers import Guard
from ..panels.temporary_folder import tidied
from . import SCRIPT


def around_page() -> dict[str, Any]:
    """The arguments of Streamlit's App beside its script: what guards it, what ends with it."""
    return {"middleware": [Middleware(Guard)], "lifespan": tidied}


def run(settings: Mapping[str, Any], tell: Callable[[], None]) -> None:
    """Serve the page until a signal comes; `tell` is called when it can be asked for."""

    @asynccontextmanager
    async def told(app: object) -> AsyncIterator[None]:
        async with tidied(app):
            tell()
            yield

    app = App(SCRIPT, **around_page() | {"lifespan": told})
    # Streamlit puts the folder of the program's name where Python looks for modules; of no name it
    # takes the script's, in which there is nothing that another module could be meant by.
    sys.argv = ["-"]
    app.run(config=settings)
