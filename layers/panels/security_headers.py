"""What the server says with every answer, so that a text that got through the gate can do little.

The page runs only scripts that are files of this server. The map's frame, where folium writes a
script into the document, is sandboxed: its origin is nobody's, it reaches neither the page around
it nor the network, but for the pictures of an online basemap that a reader may choose.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.file_util import get_static_dir
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from ..html.basemaps import ONLINE, tile_layer

# ASGI's own words: what a connection is, what comes from it, what is sent to it.
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

COMPONENT, MEDIA = "/component/", "/media/"
HEALTH, METRICS = "/_stcore/health", "/_stcore/metrics"
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")


def _policy(**directives: str) -> str:
    return "; ".join(
        f"{name.replace('_', '-')} {value}".rstrip() for name, value in directives.items()
    )


@cache
def page_policy() -> str:
    """The content policy of Streamlit's page and everything it loads."""
    return _policy(
        default_src="'self'",
        # Streamlit reads its messages with WebAssembly.
        script_src=f"'self' 'wasm-unsafe-eval' {_inline_scripts()}",
        style_src="'self' 'unsafe-inline'",  # Streamlit writes its styles as it goes
        img_src="'self' data: blob:",
        font_src="'self' data:",
        worker_src="'self' blob:",
        object_src="'none'",
        base_uri="'self'",
        form_action="'self'",
        frame_ancestors="'self'",
    )


@cache
def component_policy() -> str:
    """The content policy of the map's frame and the files it loads.

    Without `allow-same-origin` its origin is opaque, whatever the page's iframe element allows. A
    link opens what it points at as any link would, outside the sandbox.
    """
    return _policy(
        sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox",
        default_src="'none'",
        # streamlit-folium writes the map's script inline and evaluates what changes in it.
        script_src="'self' 'unsafe-inline' 'unsafe-eval'",
        style_src="'self' 'unsafe-inline'",
        img_src=f"'self' data: {' '.join(_tile_origins())}",
        font_src="data:",
        base_uri="'none'",
        form_action="'none'",
        frame_ancestors="'self'",
    )


# A file that was made here or uploaded: looked at, never run.
MEDIA_POLICY = _policy(sandbox="", default_src="'none'", style_src="'unsafe-inline'")


def _inline_scripts() -> str:
    """Hashes of the scripts that stand in Streamlit's own page."""
    page = Path(get_static_dir(), "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _tile_origins() -> list[str]:
    parts = [urlsplit(layer["url"]) for name in ONLINE if (layer := tile_layer(name))]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


@cache
def _headers(kind: str) -> tuple[tuple[bytes, bytes], ...]:
    headers = {
        "Content-Security-Policy": page_policy(),
        "X-Content-Type-Options": "nosniff",
        # A publisher learns which host a reader comes from, never which view; what the frame asks
        # for tells nobody anything.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if kind == MEDIA:
        headers["Content-Security-Policy"] = MEDIA_POLICY
    elif kind == COMPONENT:
        headers["Content-Security-Policy"] = component_policy()
        # The frame that loads these files is of no origin, so of another one.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


class Guard:
    """ASGI middleware around Streamlit's server: closes what is nobody's business, adds headers.

    Streamlit holds `server.allowedHosts` against its websocket only; here it holds for all but the
    health page, which whoever watches a server asks for by its number.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send
    ) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "websocket" and not _same_site(scope["headers"]):
            # Before Streamlit looks: it asks another host for its own address to compare.
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"]
        kind = next((part for part in (COMPONENT, MEDIA) if part in path), "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_headers(kind)]
            await send(message)

        if not path.endswith(HEALTH) and not is_host_allowed(_host(scope["headers"])):
            await _answer(with_headers, 400, "This host is not one of server.allowedHosts.\n")
        elif path.rstrip("/").endswith(METRICS):
            await _answer(with_headers, 404, "Not found.\n")
        else:
            await self.app(scope, receive, with_headers)


def _same_site(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a page that asks is one of this server; what is no browser says of none."""
    origin = next((value.decode("latin-1") for name, value in headers if name == b"origin"), None)
    return origin is None or is_host_allowed(urlsplit(origin).netloc)


def _host(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name == b"host"), None)


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
