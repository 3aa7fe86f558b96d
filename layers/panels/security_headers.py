"""Headers of every answer, so that a text that got through the gate can do little.

The page runs only scripts that are files of this server. The map's frame, where folium writes a
script into the document, is sandboxed: its origin is nobody's, it reaches neither the page around
it nor the network, but for the pictures of an online basemap that a reader may choose.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..html.basemaps import ONLINE, tile_layer
from .asgi import ITSELF, ask
from .host_settings import host
from .preloading import FRAME, frame_needs, page_needs

COMPONENT, MEDIA = "/component/", "/media/"
HEALTH, CLOSED = "/_stcore/health", ("/_stcore/metrics", "/_stcore/script-health-check")
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
SAME_SITE = re.compile(rb"; *samesite=\w+(; *secure)?", re.IGNORECASE)
LOCAL = ("127.0.0.1", "localhost", "::1")
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")


def _policy(**directives: str) -> str:
    return "; ".join(
        f"{name.replace('_', '-')} {value}".rstrip() for name, value in directives.items()
    )


def _framers() -> str:
    """Who may show the page in a frame: itself, and whom the host has named."""
    return " ".join(("'self'", *host().embedders))


def page_policy(inline: str) -> str:
    """The content policy of Streamlit's page and everything it loads.

    `inline` are the hashes of the scripts that stand in the page itself.
    """
    return _policy(
        default_src="'self'",
        # Streamlit reads its messages with WebAssembly.
        script_src=f"'self' 'wasm-unsafe-eval' {inline}",
        style_src="'self' 'unsafe-inline'",  # Streamlit writes its styles as it goes
        img_src="'self' data: blob:",
        font_src="'self' data:",
        worker_src="'self' blob:",
        object_src="'none'",
        base_uri="'self'",
        form_action="'self'",
        frame_ancestors=_framers(),
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
        frame_ancestors=_framers(),
    )


# A file that was made here or uploaded: looked at, never run.
MEDIA_POLICY = _policy(sandbox="", default_src="'none'", style_src="'unsafe-inline'")


def _tile_origins() -> list[str]:
    parts = [urlsplit(layer["url"]) for name in ONLINE if (layer := tile_layer(name))]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


@cache
def _headers(kind: str, inline: str) -> tuple[tuple[bytes, bytes], ...]:
    headers = {
        "Content-Security-Policy": page_policy(inline),
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
        self.inline: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "websocket" and not (
            _same_site(Headers(scope=scope)) and _is_near(scope)
        ):
            # Before Streamlit looks: it asks another host for its own address to compare.
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if self.inline is None:
            self.inline = await _inline_scripts(self.app, scope)
        path = scope["path"]
        kind = next((part for part in (COMPONENT, MEDIA) if part in path), "")
        added = _headers(kind, self.inline or "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*map(_for_frames, message["headers"]), *added]
                if needs := _needs(path, Headers(raw=message["headers"])):
                    message["headers"].append((b"link", needs.encode()))
            await send(message)

        answer = self.app
        asks_itself = ITSELF in scope
        host_is_free = asks_itself or path.endswith(HEALTH)
        if not host_is_free and not is_allowed(Headers(scope=scope).get("host")):
            answer = PlainTextResponse("This host is not one of server.allowedHosts.\n", 400)
        elif not _is_near(scope):
            answer = PlainTextResponse("Without server.address it is for this machine.\n", 403)
        elif path.rstrip("/").endswith(CLOSED) and not asks_itself:
            answer = PlainTextResponse("Not found.\n", 404)
        await answer(scope, receive, with_headers)


async def _inline_scripts(app: ASGIApp, scope: Scope) -> str | None:
    """Hashes of the scripts in Streamlit's own page, which it is asked for; None without a page."""
    status, page = await ask(app, "", scope)
    if status != 200:
        return None
    scripts = re.findall(r"<script>(.*?)</script>", page.decode(), re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def is_allowed(asked: str | None) -> bool:
    """Tell whether a host is one of `server.allowedHosts`, under any port: a proxy may be ahead."""
    # Without a setting, as Streamlit comes, it is for this machine alone.
    allowed: list[str] = st.get_option("server.allowedHosts") or [*LOCAL]
    found = HOST.fullmatch(asked or "")
    if found is None:
        return False
    name = _plain(found[1] or found[2])
    return any(
        one in ("*", name) or (one.startswith("*.") and name.endswith(one[1:]))
        for one in map(_plain, allowed)
    )


def _is_near(scope: Message) -> bool:
    """Tell whether who asks may: where no address is set, Streamlit listens at all there are."""
    client = scope.get("client")
    return bool(st.get_option("server.address")) or not client or _plain(client[0]) in LOCAL


def _plain(name: str) -> str:
    return name.strip().lower().rstrip(".")


def _same_site(headers: Headers) -> bool:
    """Tell whether host and page that ask are of this server; what is no browser names no page."""
    origin = headers.get("origin")
    return is_allowed(headers.get("host")) and (
        origin is None or is_allowed(urlsplit(origin).netloc)
    )


def _needs(path: str, headers: Headers) -> str:
    """The header that names what a page is going to need; empty where it is none."""
    if not headers.get("content-type", "").startswith("text/html"):
        return ""
    return frame_needs() if path.endswith(FRAME) else "" if COMPONENT in path else page_needs()


def _for_frames(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A header as it has to be where other sites may frame the page.

    In their frames a browser sends only cookies that say so, and keeps them apart for each site.
    """
    name, value = header
    if name != b"set-cookie" or not host().embedders:
        return header
    return name, SAME_SITE.sub(b"; SameSite=None; Secure; Partitioned", value)
