"""A reader's session without a browser: Streamlit's own messages over its websocket.

It presses what the page shows and waits for the run to end, as a browser would. What a browser then
takes to draw is not in it.
"""

from __future__ import annotations

import asyncio
import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

MOST = 60_000_000  # bytes of a message
LASTING = (
    "bool_value",
    "string_value",
    "file_uploader_state_value",
)  # what a browser says again with each run


@dataclass
class SessionClient:
    """One reader: what the page has shown, and what was pressed."""

    address: str
    cookies: str = ""
    socket: ClientConnection | None = None
    id: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)  # by label or key, their elements
    fragments: dict[str, str] = field(default_factory=dict)  # the fragment of each
    kinds: dict[str, str] = field(default_factory=dict)  # checkbox, button, and so on
    states: dict[str, WidgetState] = field(default_factory=dict)
    looks: tuple[float, str] | tuple[()] = ()  # the page asks by itself, so often, for a fragment
    under_way: bool = False  # a run
    query: str = ""
    asked: int = 0
    texts: list[str] = field(default_factory=list)  # of the last run
    own: list[dict[str, Any]] = field(default_factory=list)  # own layers: id, sign, and where

    async def open(self, query: str = "") -> None:
        """Connect, and wait for the first page."""
        at = urlsplit(self.address)
        self.query = query
        self.cookies = await asyncio.to_thread(self._cookies)
        token = self.cookies.partition("_streamlit_xsrf=")[2].partition(";")[0]
        self.socket = await connect(
            f"ws://{at.netloc}/_stcore/stream",
            origin=self.address,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookies},
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            max_size=MOST,
            compression=None,
            open_timeout=60,
            ping_timeout=None,
        )
        await self.run()

    def _cookies(self) -> str:
        _, headers = self.fetch("GET", "/_stcore/health")
        return "; ".join(value.partition(";")[0] for value in headers.get_all("Set-Cookie") or ())

    def fetch(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and headers of an answer over HTTP."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, path, body, {"Cookie": self.cookies} | headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers
        finally:
            connection.close()

    async def run(self, *changed: WidgetState, fragment: str = "") -> None:
        """Ask for a run with what was pressed, and wait until it has ended."""
        self.texts = []
        await self.tell(*changed, fragment=fragment)
        while not await self._ended():
            pass

    async def _ended(self) -> bool:
        """Take in a message; whether a run has ended and none is asked for by the page itself."""
        if not self._heard(await self._next()):
            return False
        while self.looks:
            try:
                self._heard(await asyncio.wait_for(self._next(), self.looks[0]))
            except TimeoutError:
                await self.tell(fragment=self.looks[1])
                return False
        return not self.under_way

    async def tell(self, *changed: WidgetState, fragment: str = "") -> None:
        """Ask for a run with what was pressed."""
        assert self.socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.fragment_id = self.query, fragment
        lasting = [one for one in changed if one.WhichOneof("value") in LASTING]
        self.states |= {one.id: one for one in lasting}
        passing = [one for one in changed if one not in lasting]
        state.widget_states.widgets.extend([*self.states.values(), *passing])
        await self.socket.send(message.SerializeToString())

    async def _next(self) -> ForwardMsg:
        assert self.socket is not None
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv())  # type: ignore[arg-type]
        return message

    def _heard(self, message: ForwardMsg) -> bool:
        """Take in a message; whether a run that is not followed by another has ended."""
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self.looks = message.auto_rerun.interval, message.auto_rerun.fragment_id
        elif kind == "stop_auto_rerun":
            self.looks = ()
        elif kind == "script_finished":
            self.under_way = False
        if kind == "new_session":
            self.under_way = True
            if not message.metadata.run.fragment_ids:
                self.looks = ()
            self.id = message.new_session.initialize.session_id or self.id
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._shown(message.delta.new_element, message.delta.fragment_id)
        return kind == "script_finished" and message.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        )

    def _shown(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        self.texts.append(str(getattr(shown, "body", "")) or str(getattr(shown, "label", "")))
        data = shown.bytes.decode() if kind == "bidi_component" else ""
        if '"own"' in data:
            self.own = json.loads(json.loads(data)["own"])
        if '"told"' in data:
            name = "bar"
        elif kind in ("checkbox", "button", "file_uploader", "download_button", "selectbox"):
            name = shown.label
        else:
            return
        self.widgets[name], self.fragments[name], self.kinds[name] = shown, fragment, kind

    async def switch(self, label: str, on: bool) -> None:
        """Press a layer's switch."""
        state = WidgetState(id=self.widgets[label].id, bool_value=on)
        await self.run(state, fragment=self.fragments[label])

    async def press(self, label: str, wait: bool = True) -> None:
        """Press a button; without waiting where another run is waited for."""
        state = WidgetState(id=self.widgets[label].id, trigger_value=True)
        await (self.run if wait else self.tell)(state, fragment=self.fragments[label])

    async def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        state = WidgetState(id=self.widgets[label].id, string_value=option)
        await self.run(state, fragment=self.fragments[label])

    async def ask(self, op: str, name: str, value: str | None = None) -> None:
        """Ask what a button or a field of the page asks."""
        self.asked += 1
        told = [{"event": "ask", "value": [op, name, value, self.asked]}]
        trigger = f"$$STREAMLIT_INTERNAL_KEY_{self.widgets['bar'].id}__events"
        await self.run(WidgetState(id=trigger, json_trigger_value=json.dumps(told)))

    async def upload(self, label: str, name: str, content: bytes) -> None:
        """Put a file into a field for one, and wait for what the page says of it."""
        assert self.socket is not None
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.id
        await self.socket.send(message.SerializeToString())
        while (answer := await self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = answer.file_urls_response.file_urls[0]
        edge = "a-border-that-no-file-has"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = head.encode() + b"Content-Type: application/json\r\n\r\n" + content
        status, _ = await asyncio.to_thread(
            self.fetch,
            "PUT",
            urls.upload_url,
            body + f"\r\n--{edge}--\r\n".encode(),
            **{
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "X-Xsrftoken": self.cookies.partition("_streamlit_xsrf=")[2].partition(";")[0],
            },
        )
        assert status == 204, status
        state = WidgetState(id=self.widgets[label].id)
        told = state.file_uploader_state_value.uploaded_file_info.add()
        told.name, told.size, told.file_id = name, len(content), urls.file_id
        told.file_urls.CopyFrom(urls)
        await self.run(state, fragment=self.fragments[label])

    async def close(self) -> None:
        """Leave."""
        if self.socket is not None:
            await self.socket.close()
