"""Sources asked whether they still say it: a server on loopback that does all that servers do."""

from __future__ import annotations

import gzip
import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from layers.cli import main
from layers.story import Story
from layers.story.readings import passage_digest as digest
from layers.watch.fetching import Fetcher, Limits, is_public
from layers.watch.passages import page_of, verdict
from layers.watch.watching import Proposal, QuoteFinding, watch
from layers.watch.web_archive import web_archive
from tests.invented import claim, story_of
from tests.small_story import change, small_story

QUOTE = "a new footbridge of stone"
PAGE = """<!doctype html><html><head><title>The {name} over the Ossa</title></head><body>
<nav>Home News Weather</nav><article><h1>The {name} over the Ossa</h1>
<p>On Monday the town opened {quote}, which was said to be the longest in the valley so far.</p>
<p>The band played until the evening, and the mayor spoke of the years in which it was built.</p>
</article></body></html>"""
GOOD = PAGE.format(name="bridge", quote="a new <b>footbridge</b> of\nStone")
EDITED = PAGE.format(name="bridge", quote="a new footbridge of steel")
OTHER = PAGE.format(name="bridge", quote="nothing at all")
LONGER = GOOD.replace("so far", "so far, if the gauge is right")
WALL = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
WALLED = OTHER.replace("<head>", f"<head>{WALL}")
PAGES = {"/edited": EDITED, "/other": OTHER, "/walled": WALLED, "/longer": LONGER}
CODES = {"/none": 404, "/gone": 410, "/login": 401, "/paid": 402, "/broken": 503}
LEADS = {
    "/moved": (301, "/good"),
    "/elsewhere": (302, "/good"),
    "/round": (302, "/round"),
    "/private": (302, "http://127.0.0.2:1/secret"),
    "/mapped": (302, "http://[::ffff:10.0.0.1]/secret"),
    "/file": (302, "file:///etc/hostname"),
}
TWO_GB = 2 << 30
LIMITS = Limits(seconds=1.5, size=200_000, pause=0)


@dataclass
class Web:
    """A server, what it was asked, and how many bytes of a body without an end it got rid of."""

    port: int
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def fetcher(self, **more: Any) -> Fetcher:
        """A fetcher for which this server is the open web, and nothing else of loopback."""
        return Fetcher("test-agent", LIMITS, lambda address: address == "127.0.0.1", **more)


def answers(web: Web) -> type[BaseHTTPRequestHandler]:
    """Every kind of answer, by its path."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            web.agents.add(self.headers["User-Agent"])
            if self.path == "/robots.txt":
                return self.answer(200, "User-agent: *\nDisallow: /forbidden\n")
            if self.path in LEADS:
                code, where = LEADS[self.path]
                self.send_response(code)
                self.send_header("Location", where)
                self.end_headers()
            elif self.path == "/endless":
                self.endless()
            elif self.path == "/stalls":
                self.dribble(b"", 0.3)
            elif self.path == "/dribbles":
                self.dribble(b"HTTP/1.0 200 OK\r\nX-Slow: " + b"x" * 500, 0.05)
            elif self.path == "/cut":
                self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 900\r\n\r\n<p>")
            elif self.path == "/noise":
                self.wfile.write(bytes(range(256)))
            else:
                self.answer(CODES.get(self.path, 200), PAGES.get(self.path, GOOD))

        def answer(self, code: int, text: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def endless(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while web.sent < TWO_GB:
                    web.sent += self.wfile.write(bytes(1 << 16))
            except OSError:
                pass

        def dribble(self, content: bytes, pause: float) -> None:
            over = threading.Event()
            try:
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    over.wait(pause)
                over.wait(4)
            except OSError:
                pass

        def log_message(self, *args: object) -> None:
            pass

    return Answers


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    """One server for all tests."""
    web = Web(0)
    with ThreadingHTTPServer(("127.0.0.1", 0), answers(web)) as made:
        web.port = made.server_address[1]
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield web
        made.shutdown()
        thread.join()


@pytest.fixture
def web(server: Web) -> Web:
    """The server, which has been asked nothing yet."""
    server.asked.clear()
    server.sent = 0
    return server


def story_at(url: str, **fields: Any) -> Story:
    """A story of one source at an address, with one quote."""
    made = claim("a/bridge", "event", quote=QUOTE, **fields)
    return story_of(made, sources={"a": {"url": url, "title": "A title"}})


def findings(story: Story, fetcher: Fetcher) -> list[QuoteFinding]:
    """What has become of its quotes."""
    told = watch(story, story.sources.values(), fetcher)
    return [one for one in told if isinstance(one, QuoteFinding)]


def found(story: Story, fetcher: Fetcher) -> QuoteFinding:
    """What has become of its quote."""
    (one,) = findings(story, fetcher)
    return one


@pytest.mark.parametrize(
    ("path", "said", "why"),
    [
        ("good", "same", ""),
        ("elsewhere", "same", ""),
        ("moved", "moved", "it is here now"),
        ("edited", "changed", "of it stand there"),
        ("other", "gone", "no longer has it"),
        ("none", "gone", "404 Not Found"),
        ("gone", "gone", "410 Gone"),
        ("login", "behind a wall", "401"),
        ("paid", "behind a wall", "402"),
        ("walled", "behind a wall", "not all of it is free to read"),
        ("broken", "unreachable", "503"),
        ("round", "unreachable", "more than 5 redirects"),
        ("private", "unreachable", "127.0.0.2 is a private address"),
        ("mapped", "unreachable", "is a private address"),
        ("file", "unreachable", "no address of the web"),
        ("forbidden", "unreachable", "robots.txt asks not to"),
        ("endless", "unreachable", "more than 200,000 bytes"),
        ("stalls", "unreachable", ""),
        ("dribbles", "unreachable", ""),
        ("cut", "unreachable", "no answer"),
        ("noise", "unreachable", "no answer"),
    ],
)
def test_each_answer_has_its_verdict(web: Web, path: str, said: str, why: str) -> None:
    """And nothing is asked but the address, where it leads and the rules of the host."""
    told = found(story_at(web.url(path)), web.fetcher())
    assert told.verdict == said and why in told.why, told
    led = {"elsewhere": "/good", "moved": "/good"}.get(path)
    wanted = ["/robots.txt", f"/{path}", *([led] if led else [])]
    if path == "forbidden":
        wanted = ["/robots.txt"]
    assert web.asked == (wanted if path != "round" else ["/robots.txt", *["/round"] * 6])
    assert web.agents == {"test-agent"}


def test_of_what_has_no_end_little_is_read(web: Web) -> None:
    """A few buffers more than the bound."""
    found(story_at(web.url("endless")), web.fetcher())
    assert web.sent < 20_000_000


def test_a_name_that_leads_to_a_private_address_is_not_asked(web: Web) -> None:
    """What counts is the address that it is connected to."""
    told = found(story_at(f"http://localhost:{web.port}/good"), Fetcher("test", LIMITS))
    assert told.verdict == "unreachable" and "private address" in told.why
    assert web.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::"),
        *("::ffff:10.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1"),
    ],
)
def test_no_private_address_passes_for_the_open_web(address: str) -> None:
    """Loopback, link-local, shared, multicast and what maps to them."""
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_open_address_passes(address: str) -> None:
    """As those of sources are."""
    assert is_public(address) is True


@pytest.mark.parametrize("url", ["http://", "https:///a", "ftp://a.example/", "http://a:b/", "x"])
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    """Whatever a record has."""
    story = story_at("https://a.example/")
    story.sources["a"] = story.sources["a"].model_copy(update={"url": url})
    assert found(story, Fetcher("test", LIMITS)).verdict == "unreachable"


def test_a_host_that_nobody_answers_at_is_unreachable() -> None:
    """A port of loopback that is bound and not listened at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        told = found(story_at(url), Fetcher("test", LIMITS, allowed=lambda at: True))
    assert told.verdict == "unreachable" and "refused" in told.why


def test_a_host_whose_rules_cannot_be_had_is_not_asked(web: Web) -> None:
    """A server in trouble is left in peace."""

    class Trouble(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(b"HTTP/1.0 500 Trouble\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Trouble) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        url = f"http://127.0.0.1:{made.server_address[1]}/good"
        told = found(story_at(url), web.fetcher())
        made.shutdown()
        thread.join()
    assert (told.verdict, told.why) == ("unreachable", "its robots.txt asks not to")


def test_rules_are_asked_for_once_and_requests_come_one_by_one(web: Web) -> None:
    """A quote more of the same source asks nothing more."""
    story = story_of(
        claim("a/x", "event", quote=QUOTE),
        claim("a/y", "event", quote="The band played"),
        claim("b/x", "event", quote=QUOTE),
        sources={name: {"url": web.url(f"good?{name}"), "title": "A"} for name in "ab"},
    )
    told = findings(story, web.fetcher())
    assert [(one.source, one.claim, one.verdict) for one in told] == [
        ("a", "x", "same"),
        ("a", "y", "same"),
        ("b", "x", "same"),
    ]
    assert web.asked == ["/robots.txt", "/good?a", "/good?b"]


def test_what_a_record_lacks_is_proposed(web: Web) -> None:
    """A title, and a digest of each passage, by which a change around a quote shows later."""
    story = story_of(claim("a/x", "event", quote=QUOTE), sources={"a": {"url": web.url("good")}})
    told = [*watch(story, story.sources.values(), web.fetcher())]
    passage, title = (one for one in told if isinstance(one, Proposal))
    assert title == Proposal("a", "title", "The bridge over the Ossa")
    assert (passage.source, passage.field) == ("a", "x.passage")
    assert found(story_at(web.url("good"), passage=passage.value), web.fetcher()).verdict == "same"
    changed = found(story_at(web.url("longer"), passage=passage.value), web.fetcher())
    assert (changed.verdict, changed.why[:17]) == ("changed", "the quote stands,")


# Passages


def test_a_passage_that_is_another_around_its_quote_has_changed() -> None:
    """Told by a digest of its normal form, which keeps no sentence."""
    page = page_of(GOOD.encode())
    (passage,) = [one for one in page.passages if "footbridge" in one]
    assert verdict(QUOTE, digest(passage), page)[0] == "same"
    assert verdict(QUOTE, digest(passage.upper().replace(" ", " - ")), page)[0] == "same"
    assert verdict(QUOTE, digest(f"{passage} no"), page)[0] == "changed"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("the town opened … the longest in the valley", "same"),
        ("THE TOWN opened [...] in the valley", "same"),
        ("the longest in the valley … the town opened", "gone"),
        ("The bridge over the Ossa", "same"),
        ("the mayor speaks of the years in which it was built", "changed"),
        ("a ferry will be lost in a storm at night", "gone"),
    ],
)
def test_a_quote_may_leave_words_out_and_is_told_from_another(quote: str, said: str) -> None:
    """In the order in which they stand."""
    assert verdict(quote, None, page_of(GOOD.encode()))[0] == said


@pytest.mark.parametrize("body", [b"", b"\0" * 100, b"<" * 1000, b"\xff\xfe<p>", b"<html>"])
def test_what_is_no_page_has_no_quote(body: bytes) -> None:
    """And breaks nothing."""
    assert verdict(QUOTE, None, page_of(body))[0] == "gone"


# The command


def test_the_command_asks_no_private_address_and_writes_nothing(web: Web, tmp_path: Path) -> None:
    """A record that leads to loopback: said, status 0, every file as it was."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/courier.toml", "https://courier.example/ossa", web.url("good"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = CliRunner().invoke(main, ["--story", str(folder), "watch", "--format", "json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert {row["verdict"] for row in told["quotes"]} == {"unreachable"} and not told["proposed"]
    assert web.asked == []
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before anything is asked."""
    folder = small_story(tmp_path / "story")
    ran = CliRunner().invoke(main, ["--story", str(folder), "watch", "nobody"])
    assert ran.exit_code == 2 and "nobody is no source of this story" in ran.stderr


def test_what_is_fetched_is_kept_in_a_web_archive(web: Web, tmp_path: Path) -> None:
    """As it came, redirects and rules too; another program reads it."""
    path = tmp_path / "kept.warc.gz"
    with web_archive(path) as keep:
        found(story_at(web.url("moved")), web.fetcher(kept=keep))
    with path.open("rb") as file:
        records = [
            (
                record.rec_headers["WARC-Target-URI"],
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]
    assert [(url, status) for url, status, _ in records] == [
        (web.url("robots.txt"), "200"),
        (web.url("moved"), "301"),
        (web.url("good"), "200"),
    ]
    assert records[2][2] == GOOD.encode()
    with gzip.open(path) as file:
        assert file.read(8) == b"WARC/1.0"


def test_an_archive_is_not_written_over(tmp_path: Path) -> None:
    """It may be the only copy."""
    folder = small_story(tmp_path / "story")
    kept = tmp_path / "kept.warc.gz"
    kept.write_bytes(b"kept")
    ran = CliRunner().invoke(
        main, ["--story", str(folder), "watch", "courier", "--archive", str(kept)]
    )
    assert ran.exit_code == 1 and "File exists" in ran.stderr
    assert kept.read_bytes() == b"kept"
