"""Requests to the web, polite and bounded: one at a time, none to a private address.

The address that a host's name stands for is looked up once, checked, and connected to, after each
redirect anew; size and time are bounded whatever a server sends, and robots.txt is heeded.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import cast
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ..errors import MapError, shown

PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
PART = 1 << 16  # bytes that are read at once
SAFE = "/%:=&?~#+!$,;'@()*[]"  # of an address, besides letters and digits


class NotFetchedError(MapError):
    """An address cannot be asked, or does not answer within its bounds; the text says why."""


@dataclass(frozen=True)
class Limits:
    """Bounds of a request: its seconds and bytes, its redirects, seconds between two to a host."""

    seconds: float = 30
    size: int = 5_000_000
    redirects: int = 5
    pause: float = 2


@dataclass(frozen=True)
class Answer:
    """The answer of an address; `url` is the last one asked, `moved` that it says so for good."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    moved: bool = False


def is_public(address: str) -> bool:
    """True when an IP address is one of the open web."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return found.is_global and not (found.is_multicast or found.is_reserved)


class Fetcher:
    """Asks addresses, one after the other. `allowed` says which IP addresses may be connected to.

    `kept` is told every answer, redirects and robots.txt too.
    """

    def __init__(
        self,
        agent: str,
        limits: Limits | None = None,
        allowed: Callable[[str], bool] = is_public,
        kept: Callable[[Answer], object] = lambda answer: None,
    ) -> None:
        """Nothing is asked yet."""
        self.agent, self.limits, self.allowed, self.kept = agent, limits or Limits(), allowed, kept
        self._rules: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str) -> Answer:
        """The answer of an address, redirects followed. Raises NotFetchedError."""
        return self._follow(url, heed=True)

    def _follow(self, url: str, heed: bool) -> Answer:
        moved = False
        for _ in range(self.limits.redirects + 1):
            if heed and not self._rules_of(url).can_fetch(self.agent, url):
                raise NotFetchedError("its robots.txt asks not to")
            answer = self._ask(url)
            to = dict(answer.headers).get("location")
            if answer.status not in REDIRECTS or not to:
                return Answer(**vars(answer) | {"moved": moved})
            moved |= answer.status in (301, 308)
            url = urljoin(url, to)
        raise NotFetchedError(f"more than {self.limits.redirects} redirects")

    def _rules_of(self, url: str) -> RobotFileParser:
        """The rules of a host; one that cannot tell them asks for nothing to be fetched."""
        root = urljoin(url, "/robots.txt")
        if root not in self._rules:
            rules, answer = RobotFileParser(), self._follow(root, heed=False)
            if answer.status == 200:
                rules.parse(answer.body.decode("utf-8", "replace").splitlines())
            elif answer.status >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse([])
            self._rules[root] = rules
        return self._rules[root]

    def _ask(self, url: str) -> Answer:
        """One request and its answer, whatever it is."""
        parts = urlsplit(quote(url, safe=SAFE))
        try:
            host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            host, port = "", 0
        if not host:
            raise NotFetchedError(f"no address of the web: {shown(url)}")
        time.sleep(max(0.0, self._last.get(host, 0.0) + self.limits.pause - time.monotonic()))
        path = f"{parts.path or '/'}?{parts.query}".removesuffix("?")
        try:
            return self._exchange(url, host, port, parts.scheme, path)
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = shown(str(error) or type(error).__name__)
            raise NotFetchedError(f"no answer: {why}") from error
        finally:
            self._last[host] = time.monotonic()

    def _exchange(self, url: str, host: str, port: int, scheme: str, path: str) -> Answer:
        connection = http.client.HTTPConnection(host, port, timeout=self.limits.seconds)
        connection.default_port = PORTS[scheme]  # which a request does not name
        line = self._connected(host, port)
        if scheme == "https":
            secure = ssl.create_default_context()
            line = secure.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        connection.sock = line
        # Whatever dribbles in: the line is cut when the time is over.
        over = Event()
        clock = Timer(self.limits.seconds, _cut, [line, over])
        clock.start()
        try:
            with closing(connection), closing(line):
                if isinstance(line, ssl.SSLSocket):
                    line.do_handshake()
                headers = {"User-Agent": self.agent, "Accept": "text/html, */*;q=0.5"}
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                told = tuple((name.lower(), value) for name, value in response.getheaders())
                body = self._body(response)
                if over.is_set():  # what was read until then looks whole
                    raise NotFetchedError(f"no whole answer in {self.limits.seconds:g} seconds")
                answer = Answer(url, response.status, response.reason, told, body)
        finally:
            clock.cancel()
        self.kept(answer)
        return answer

    def _connected(self, host: str, port: int) -> socket.socket:
        found = cast(str, socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        if not self.allowed(found):
            raise NotFetchedError(f"{shown(host)} is a private address, which is never asked")
        return socket.create_connection((found, port), self.limits.seconds)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while part := response.read1(PART):
            body += part
            if len(body) > self.limits.size:
                raise NotFetchedError(f"more than {self.limits.size:,} bytes")
        if len(body) != int(response.headers.get("Content-Length", len(body))):
            raise NotFetchedError("no answer: it is cut off")
        return bytes(body)


def _cut(line: socket.socket, over: Event) -> None:
    over.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
