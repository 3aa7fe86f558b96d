"""Compression and age of files that do not change, once for all readers.

Streamlit leaves its scripts as they are, which a proxy is to compress; there may be none. What has
a digest in its address is compressed once a process, in a thread of its own, and kept. So are our
own files, which a browser may keep for a year: with another content they have another address.
"""

from __future__ import annotations

import asyncio
import gzip
import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .component import PROJECT

FOREVER = "public, max-age=31536000, immutable"
# Addresses with a digest of which Streamlit does not know that they have one: files of the map's
# frame, that component's own script, and the page's component.
OURS = re.compile(
    rf"(/component/[^?]*(\?v=[0-9a-f]{{12}}|\.[0-9a-f]{{8}}\.js\?)"
    rf"|/bidi-components/{PROJECT}\.\w+-[0-9a-f]{{12}}/[^?]*\?)$"
)
TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST = 1_000  # bytes; less is not worth it
MOST_BYTES = 16_000_000  # kept, compressed; all that a page loads is a tenth of it


class Compression:
    """ASGI middleware that sends immutable texts compressed to whoever takes gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[Message, bytes]] = {}
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or hand on and keep what comes."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        query = scope["query_string"].decode("latin-1")
        address = f"{scope.get('root_path', '')}{scope['path']}?{query}"
        if OURS.search(address):
            send = _lasting(send)
        if not _takes_packed(Headers(scope=scope)):
            return await self.app(scope, receive, send)
        if address in self.kept:
            start, body = self.kept[address]
            await send({**start, "headers": [*start["headers"]]})
            return await send({"type": "http.response.body", "body": body})
        if OURS.search(address):  # or Streamlit would compress it, each time anew
            kept = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, _Answer(self, address, send))

    def keep(self, address: str, start: Message, body: bytes) -> None:
        """Keep a compressed answer, as long as there is room."""
        if address not in self.kept and self.size + len(body) <= MOST_BYTES:
            self.kept[address] = (start, body)
            self.size += len(body)


class _Answer:
    """Collects an answer that is to be compressed; passes on any other."""

    def __init__(self, keeper: Compression, address: str, send: Send) -> None:
        self.keeper, self.address, self.send = keeper, address, send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_worth_it(
            message, bool(OURS.search(self.address))
        ):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._pack(self.start)

    async def _pack(self, start: Message) -> None:
        packed = await asyncio.to_thread(gzip.compress, b"".join(self.parts), 6, mtime=0)
        changed = (b"content-length", b"content-encoding", b"accept-ranges")
        headers = [(name, value) for name, value in start["headers"] if name not in changed]
        headers += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
        headers += [(b"content-length", str(len(packed)).encode())]
        start = {**start, "headers": headers}
        self.keeper.keep(self.address, start, packed)
        await self.send({**start, "headers": [*headers]})
        await self.send({"type": "http.response.body", "body": packed})


def _lasting(send: Send) -> Send:
    """Send what is found with the age of a file that does not change."""

    async def aged(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            kept = [pair for pair in message["headers"] if pair[0] != b"cache-control"]
            message["headers"] = [*kept, (b"cache-control", FOREVER.encode())]
        await send(message)

    return aged


def _takes_packed(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def _is_worth_it(start: Message, ours: bool) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and (ours or "immutable" in headers.get("cache-control", ""))
        and "content-encoding" not in headers
        and headers.get("content-type", "").startswith(TEXTS)
        and int(headers.get("content-length", SMALLEST)) >= SMALLEST
    )
