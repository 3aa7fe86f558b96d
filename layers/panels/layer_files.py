"""Own layers as the browser fetches them: compressed, under addresses that nobody can guess.

With the page's messages they would be written, counted and sent anew in every run, and hold up all
readers of the process. Each is offered for as long as the session holds it, and to nobody else: the
address has no name of a session or a file, and is not told to any other page.
"""

from __future__ import annotations

import secrets
from weakref import WeakValueDictionary

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = "own-layers"  # below the root of the server
HEADERS = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}


class LayerFile:
    """A layer for the browser: JSON, gzipped, of so many letters."""

    def __init__(self, packed: bytes, letters: int) -> None:
        self.packed, self.letters = packed, letters
        self.token = secrets.token_urlsafe(24)
        _offered[self.token] = self


_offered: WeakValueDictionary[str, LayerFile] = WeakValueDictionary()


class LayerFiles:
    """ASGI middleware that answers for the files on offer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        answer = self.app
        folder, _, token = scope.get("path", "").rpartition("/")
        if scope["type"] == "http" and folder.endswith(f"/{FOLDER}"):
            file = _offered.get(token) if scope["method"] == "GET" else None
            answer = (
                Response(file.packed, headers=HEADERS, media_type="application/json")
                if file
                else PlainTextResponse("Not found.\n", 404)
            )
        await answer(scope, receive, send)
