"""A request that a server asks of itself."""

from __future__ import annotations

import asyncio

import streamlit as st
from starlette.types import ASGIApp, Message, Scope

ITSELF = "claimmap.itself"  # a key of the scope of such a request, which none from outside has


async def ask(
    app: ASGIApp, address: str, scope: Scope | None = None, **headers: str
) -> tuple[int, bytes]:
    """Status and body of the server's answer to a request for an address under its base path.

    `scope` is a request that it is asked on behalf of; `headers` are by name, `_` for `-`. Status 0
    when it does not answer.
    """
    outer: Scope = scope or {"type": "http", "http_version": "1.1", "scheme": "http"}
    base = st.get_option("server.baseUrlPath").strip("/")
    path, _, query = address.partition("?")
    whole = f"{outer.get('root_path', '')}/{base}/{path}".replace("//", "/")
    asked = {"method": "GET", "path": whole, "raw_path": whole.encode(), ITSELF: True}
    asked |= {"query_string": query.encode(), "extensions": {}}
    asked["headers"] = [(n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()]
    answers: list[Message] = []

    async def receive() -> Message:
        """Nothing more comes: the request has no body, and nobody hangs up."""
        return await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        answers.append(message)

    await app({**outer, **asked}, receive, send)
    body = b"".join(answer.get("body", b"") for answer in answers)
    return (answers[0]["status"] if answers else 0), body
