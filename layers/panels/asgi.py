"""A request that a server asks of itself."""

from __future__ import annotations

import asyncio

import streamlit as st
from starlette.types import ASGIApp, Message, Scope

ITSELF = "claimmap.itself"  # a key of the scope of such a request, which none from outside has


async def ask(app: ASGIApp, path: str, scope: Scope | None = None) -> tuple[int, bytes]:
    """Status and body of the server's answer to a request for a path under its base path.

    `scope` is a request that it is asked on behalf of. Status 0 when it does not answer.
    """
    outer: Scope = scope or {"type": "http", "http_version": "1.1", "scheme": "http"}
    base = st.get_option("server.baseUrlPath").strip("/")
    whole = f"{outer.get('root_path', '')}/{base}/{path}".replace("//", "/")
    asked = {"method": "GET", "path": whole, "raw_path": whole.encode(), "query_string": b""}
    answers: list[Message] = []

    async def receive() -> Message:
        """Nothing more comes: the request has no body, and nobody hangs up."""
        return await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        answers.append(message)

    await app({**outer, **asked, "headers": [], "extensions": {}, ITSELF: True}, receive, send)
    body = b"".join(answer.get("body", b"") for answer in answers)
    return (answers[0]["status"] if answers else 0), body
