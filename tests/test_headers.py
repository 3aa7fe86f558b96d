"""What the server says with every answer, and what it keeps a hostile script from, in Chromium."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from playwright.sync_api import Page, Route
from starlette.types import Message, Send

from layers.html.basemaps import ONLINE, tile_layer
from layers.panels.compression import Compression
from layers.panels.listening_sockets import send_at_once
from layers.panels.security_headers import Guard, component_policy, is_allowed
from layers.snapshot import snapshot_of
from layers.snapshot.files import make
from layers.story import Story
from layers.view import default_view
from layers.webmap.asset_files import OWN, version
from tests.conftest import BAR, DIALOG, ROOT, Reader
from tests.expecting import expect
from tests.server import serve
from tests.test_page import RAIL, RIVER, TILE

Open = Callable[..., Reader]
FRAME = "/component/streamlit_folium.st_folium/index.html"
SENT = ("referrer-policy", "permissions-policy", "cross-origin-opener-policy")


def ask(
    address: str, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def directives(policy: str) -> dict[str, list[str]]:
    """A content policy's directives, each with its words."""
    words = (directive.split() for directive in policy.split(";"))
    return {name: rest for name, *rest in words}


@pytest.mark.parametrize("path", ["/", "/index.html", "/favicon.png", "/media/none", FRAME, "/x"])
def test_every_answer_has_the_headers(address: str, path: str) -> None:
    """Whatever is asked for, found or not: one content policy, no sniffing, nothing switched on."""
    _, headers, _ = ask(address, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].count("default-src") == 1
    assert all(headers[name] for name in SENT)


def test_the_page_runs_only_scripts_that_are_files(address: str) -> None:
    """But for the one that stands in Streamlit's page, by its hash; nobody else may frame it."""
    _, headers, page = ask(address, "/")
    policy = directives(headers["content-security-policy"])
    (script,) = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{digest}'"]
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert "sandbox" not in policy


def test_the_frame_is_of_no_origin_and_asks_no_other_host_but_for_tiles(address: str) -> None:
    """The sandbox, and the hosts of the online basemaps as a reader's choice makes them."""
    status, headers, _ = ask(address, FRAME)
    policy = directives(headers["content-security-policy"])
    assert status == 200  # before anybody has looked at the page
    assert headers["content-security-policy"] == component_policy()
    assert policy["default-src"] == ["'none'"] and "connect-src" not in policy
    assert policy["sandbox"] == ["allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox"]
    layers = [layer for name in ONLINE if (layer := tile_layer(name))]
    assert len(layers) == len(policy["img-src"]) - 2 == 3
    for layer, host in zip(layers, policy["img-src"][2:], strict=True):
        assert host.startswith("https://") and layer["url"].startswith(f"{host}/")
        assert "{" not in host and "*" not in host


def test_media_are_looked_at_and_never_run(address: str) -> None:
    """A file that was made or uploaded may run nothing, wherever it is opened."""
    policy = directives(ask(address, "/media/none")[1]["content-security-policy"])
    assert policy["sandbox"] == [] and policy["default-src"] == ["'none'"]
    assert "script-src" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a@127.0.0.1", ""])
@pytest.mark.parametrize("path", ["/", FRAME, "/_stcore/host-config", "/static/none.js"])
def test_another_host_is_refused(address: str, path: str, host: str) -> None:
    """A name that was rebound to this machine gets nothing, the page no more than its files."""
    status, headers, body = ask(address, path, Host=host)
    assert status == 400 and b"server.allowedHosts" in body
    assert headers["content-security-policy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST"])
def test_an_allowed_host_is_served(address: str, host: str) -> None:
    """Under any port: a proxy may be in front."""
    assert ask(address, "/", Host=host)[0] == 200


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("map.example", True),
        ("Map.Example.:8501", True),
        ("a.b.example.org", True),
        ("example.org", False),
        ("badexample.org", False),
        ("[::1]:8501", True),
        ("::1", False),
        ("map.example:x", False),
        ("map.example/..", False),
        ("me@map.example", False),
        ("map.example\n", False),
        ("", False),
        (None, False),
    ],
)
def test_a_host_is_compared_whole(
    monkeypatch: pytest.MonkeyPatch, host: str | None, allowed: bool
) -> None:
    """Without its port, whatever the case of its letters; a star stands for names before a dot."""
    hosts = ["map.example", "*.example.org", "::1"]
    monkeypatch.setattr(st, "get_option", {"server.allowedHosts": hosts}.__getitem__)
    assert is_allowed(host) is allowed


@pytest.mark.parametrize(
    ("hosts", "host", "allowed"),
    [
        (["*"], "any.example", True),
        ([], "localhost:8501", True),
        ([], "[::1]", True),
        ([], "any.example", False),
        ([], None, False),
    ],
)
def test_hosts_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch, hosts: list[str], host: str | None, allowed: bool
) -> None:
    """A star is any; an empty setting, as Streamlit comes, is this machine."""
    monkeypatch.setattr(st, "get_option", {"server.allowedHosts": hosts}.__getitem__)
    assert is_allowed(host) is allowed


@pytest.mark.parametrize("base", ["", "news/map"])
def test_the_page_is_asked_for_its_script_once(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """Under the base path, plain, and again only while there is no page."""
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    asked, statuses = [], iter([503, 200])

    async def server(scope: Message, _receive: object, send: Send) -> None:
        asked.append((scope["method"], scope["path"], scope["headers"]))
        status = next(statuses) if scope["path"] != "/x" else 404
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"<script>1", "more_body": True})
        await send({"type": "http.response.body", "body": b"+1</script>"})

    answers: list[Message] = []

    async def told(message: Message) -> None:
        answers.append(message)

    async def use() -> None:
        guard = Guard(server)
        for _ in range(3):
            scope = {
                "type": "http",
                "method": "HEAD",
                "path": "/x",
                "headers": [(b"host", b"localhost")],
            }
            await guard(scope, told, told)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as thread:  # in this one, a browser of another test has its loop
        thread.submit(asyncio.run, use()).result()
    page = ("GET", f"/{base}/".replace("//", "/"), [])
    itself = ("HEAD", "/x", [(b"host", b"localhost")])
    assert asked == [page, itself, page, itself, itself]
    digest = base64.b64encode(hashlib.sha256(b"1+1").digest())
    policies = [dict(a["headers"])[b"content-security-policy"] for a in answers if "status" in a]
    assert [digest in policy for policy in policies] == [False, True, True]


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 101), ("evil.example", 403)])
def test_the_websocket_asks_who_it_was_taken_for(address: str, host: str, status: int) -> None:
    """The setting still holds under the server that the page is run with."""
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    upgrade["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    port = urlsplit(address).port
    lines = [f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\n"]
    lines += [f"{name}: {value}\r\n" for name, value in upgrade.items()]
    with socket.create_connection(("127.0.0.1", port or 0), timeout=10) as connection:
        connection.sendall("".join([*lines, "\r\n"]).encode())
        assert int(connection.recv(4096).split()[1]) == status


def test_a_websocket_from_another_page_is_refused(address: str) -> None:
    """Only the page itself may speak to a session; so may no frame of no origin."""
    for origin in ("http://evil.example", "null"):
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Origin": origin}
        headers |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        assert ask(address, "/_stcore/stream", **headers)[0] == 403


def test_no_other_host_is_asked_about_a_page_of_elsewhere(tmp_path: Path) -> None:
    """Streamlit would ask one for its own address, to compare it with the page's."""
    log = tmp_path / "log"
    with serve(ROOT / "app.py", log=log) as at:
        test_a_websocket_from_another_page_is_refused(at)
        assert ask(at, "/_stcore/health")[0] == 200
    assert "external IP" not in log.read_text("utf-8")


def test_an_upload_without_the_pages_token_is_refused(address: str) -> None:
    """The protection against forged requests is on."""
    assert ask(address, "/_stcore/upload_file/session/file", "PUT")[0] == 403


def test_only_this_machine_is_listened_to(address: str) -> None:
    """The server's address is a setting of the project's, and it is kept."""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", urlsplit(address).port or 0), timeout=2)


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/a/_stcore/metrics",
        "/_stcore/script-health-check",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_metrics_are_closed(address: str, path: str, method: str) -> None:
    """How many sessions there are, and what they hold, is the host's business.

    So is a run of the page for nobody, which costs what a reader costs.
    """
    status, _, body = ask(address, path, method)
    assert status == 404 and b"session" not in body


def scripts(page: bytes) -> list[str]:
    """The addresses of the scripts that Streamlit's page begins with."""
    return re.findall(r'(?:src|href)="\./(static/js/[^"]+\.js)"', page.decode())


def test_files_are_sent_compressed_and_kept_for_a_year(address: str) -> None:
    """Without any proxy: what has a digest in its address; whole for whoever takes no gzip."""
    found = scripts(ask(address, "/")[2])
    assert len(found) > 5
    whole = packed = 0
    for script in found:
        _, _, plain = ask(address, f"/{script}")
        for _ in range(2):  # made, and kept
            _, headers, body = ask(address, f"/{script}", **{"Accept-Encoding": "gzip, br"})
            assert "immutable" in headers["cache-control"]
            if len(plain) >= 1_000:
                assert headers["content-encoding"] == "gzip" and "default-src" in str(headers)
                assert headers["content-length"] == str(len(body))
                assert gzip.decompress(body) == plain
        whole, packed = whole + len(plain), packed + len(body)
    assert packed < whole / 2


def test_the_parts_of_the_page_have_an_age_by_their_digest(address: str) -> None:
    """The map's frame and the page's own script; what is not found has none."""
    page_js = f"/_stcore/bidi-components/claimmap.desk-{version(OWN / 'page.js')}/page.js"
    for path in (f"/component/layers.panels.frame_files.frame_map/map.js?v={'0' * 12}", page_js):
        status, headers, body = ask(address, path, **{"Accept-Encoding": "gzip"})
        assert (status, headers["content-encoding"]) == (200, "gzip") and gzip.decompress(body)
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
    missing = ask(address, f"/component/layers.panels.frame_files.frame_map/no.js?v={'0' * 12}")
    assert missing[0] == 404 and "max-age" not in missing[1].get("cache-control", "")
    assert "max-age" not in ask(address, FRAME)[1]["cache-control"]


def test_what_listens_sends_at_once() -> None:
    """What is accepted waits for no acknowledgement, on a socket as Streamlit makes it, too."""
    with socket.socket(socket.AF_INET) as listening:  # its `proto` is 0
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        before = sorted(Path("/dev/fd").iterdir())
        assert send_at_once() >= 1
        assert sorted(Path("/dev/fd").iterdir()) == before
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_is_kept_compressed_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever addresses are thought of; what finds no room is sent all the same."""
    monkeypatch.setattr("layers.panels.compression.MOST_BYTES", 60)

    async def server(_scope: Message, _receive: object, send: Send) -> None:
        headers = [(b"content-type", b"text/css"), (b"cache-control", b"immutable")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"a" * 5_000})

    bodies: list[bytes] = []

    async def told(message: Message) -> None:
        bodies.append(message.get("body", b""))

    async def use() -> Compression:
        packing = Compression(server)
        for number in range(5):
            scope = {"type": "http", "method": "GET", "path": f"/{number}", "query_string": b""}
            scope["headers"] = [(b"accept-encoding", b"gzip")]
            await packing(scope, told, told)  # type: ignore[arg-type]
        return packing

    with ThreadPoolExecutor(1) as thread:
        packing = thread.submit(asyncio.run, use()).result()
    assert {gzip.decompress(body) for body in bodies if body} == {b"a" * 5_000}
    assert 0 < packing.size <= 60 and len(packing.kept) < 5


def test_health_is_open_under_any_name(address: str) -> None:
    """Whoever watches a server may know it by its number only."""
    assert ask(address, "/_stcore/health", Host="10.0.0.7")[2] == b"ok"


# -- in Chromium

WATCH = (
    "addEventListener('securitypolicyviolation', (e) => console.error("
    "'policy violated', e.effectiveDirective, e.blockedURI, location.pathname))"
)


def watched(one: Reader) -> list[str]:
    """A list that gets every violation of a policy that the page or a frame of it reports."""
    found: list[str] = []

    def note(text: str) -> None:
        if "policy violated" in text or "Content Security Policy" in text:
            found.append(text)

    one.page.context.add_init_script(WATCH)
    one.page.on("console", lambda message: note(message.text))
    return found


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


# What a script in the frame would try: an expression, and the name of the error it gets.
REACHES = [
    ("parent.document.title", "SecurityError"),
    ("top.location.href", "SecurityError"),
    ("parent.fetch", "SecurityError"),
    ("frameElement.id", "TypeError"),
    ("document.cookie", "SecurityError"),
    ("localStorage.length", "SecurityError"),
    ("sessionStorage.length", "SecurityError"),
    ("top.location = 'http://127.0.0.1/taken'", "SecurityError"),
    ("fetch('/_stcore/host-config').then((a) => a.text())", "TypeError"),
    ("fetch('LISTENER/fetch').then((a) => a.text())", "TypeError"),
    ("new Promise((_, no) => new WebSocket(`ws://${location.host}/_stcore/stream`)"
     ".onerror = () => no(new Error('refused')))", "Error"),
    ("new Promise((yes, no) => { const i = new Image(); i.onload = yes;"
     " i.onerror = () => no(new Error('refused')); i.src = 'LISTENER/image'; })", "Error"),
    ("new Promise((yes, no) => { const s = document.createElement('script'); s.onload = yes;"
     " s.onerror = () => no(new Error('refused')); s.src = 'LISTENER/script';"
     " document.head.append(s); })", "Error"),
]  # fmt: skip


@pytest.mark.browser
def test_a_script_in_the_frame_reaches_neither_the_page_nor_the_network(reader: Open) -> None:
    """Run there as if it had got through: each attempt fails, and a listener hears nothing."""
    one = reader()
    one.open()
    assert one.in_map("origin") == "null"
    with listener() as (host, asked):
        one.page.context.route(f"{host}/**", lambda route: route.continue_())
        for attempt, error in REACHES:
            tried = attempt.replace("LISTENER", host)
            got = one.in_map(f"(async () => {tried})().then((g) => `got ${{g}}`, (e) => e.name)")
            assert got == error, attempt
        one.in_map(
            "(() => { const f = document.createElement('form'); f.method = 'post';"
            f" f.action = '{host}/form'; document.body.append(f); f.submit();"
            f" navigator.sendBeacon('{host}/beacon'); }})()"
        )
        one.in_map(f"(location.href = '{host}/navigate', 0)")
        one.page.wait_for_timeout(700)
        assert asked == []
        # The same listener is heard when nothing stands in the way.
        bare = one.page.context.new_page()
        bare.goto(f"{host}/bare")
        assert "/bare" in asked


@pytest.mark.browser
def test_a_script_in_the_page_is_not_run(reader: Open) -> None:
    """Markup that got through the gate into the page would stay dead."""
    one = reader()
    found = watched(one)
    one.open()
    assert found == []
    one.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.fired=1>'"
        " + '<iframe srcdoc=\"<script>top.fired=1</scr' + 'ipt>\"></iframe>'"
        " + '<a id=t href=\"javascript:window.fired=1\">t</a>');"
        "document.body.append(Object.assign(document.createElement('script'),"
        " { textContent: 'window.fired=1' })); document.querySelector('#t').click()"
    )
    one.page.wait_for_timeout(700)
    assert one.page.evaluate("window.fired") is None
    assert len([text for text in found if "policy violated script-src" in text]) >= 4


def use_the_map(one: Reader) -> None:
    """Click, switch, search, drag, go back, choose an online basemap, go dark."""
    one.map.locator(RAIL).click()
    expect(one.map.locator(".leaflet-popup .cm-card")).to_be_visible()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")
    one.in_map("(window.mark = 'same', 0)")
    switches = one.page.locator(".st-key-stage label", has_text="Tumen River")
    if not switches.is_visible():  # folded on a phone
        one.stage.get_by_role("button", name="Layers", exact=True).click()
    switches.click()
    expect(one.map.locator(RIVER)).to_have_count(0)
    expect(one.map.locator(".leaflet-popup .cm-card")).to_be_visible()
    one.page.locator("#cm-search").fill("bridge")
    expect(one.page).to_have_url(re.compile("[?&]search=bridge"))
    one.map.locator("#map_div").press("ArrowRight")
    expect(one.page).to_have_url(re.compile("[?&]at="))
    one.page.route("**/tile.openstreetmap.org/**", lambda r: tile(r))
    one.stage.get_by_role("button", name="Basemap", exact=True).click()
    one.page.locator("[data-testid=stPopoverBody]").get_by_text("OpenStreetMap (online)").click()
    expect(one.map.locator("path.cm-land").first).to_have_css("fill-opacity", "0")
    one.page.go_back()
    expect(one.map.locator("path.cm-land").first).to_have_css("fill-opacity", "1")
    one.page.emulate_media(color_scheme="dark")
    one.map.locator(".leaflet-container[data-theme=dark]").wait_for()
    assert one.in_map("window.mark") == "same"


UNFOLD = """() => {
  const folds = [...document.querySelectorAll("summary")].filter((fold) => fold.checkVisibility());
  for (const fold of folds) fold.click();
  return folds.length;
}"""


def tile(route: Route) -> None:
    """One grey pixel, as if it came from a tile server."""
    route.fulfill(body=TILE, content_type="image/png")


def use_the_dialog(page: Page, snapshot: Path) -> None:
    """Preview, make, download, open a snapshot again."""
    page.locator(BAR).get_by_role("button", name="Export", exact=True).click()
    box = page.locator(DIALOG)
    expect(box.locator("img").first).to_be_visible(timeout=60_000)
    page.locator(DIALOG).get_by_role("button", name="Make the file", exact=True).click()
    button = page.locator(DIALOG).get_by_role("button", name="Download ")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        button.click()
    assert download.value.path().stat().st_size > 10_000
    page.locator("input[type=file]").set_input_files(snapshot)
    page.locator(DIALOG).get_by_role("button", name="Show its view", exact=True).click()
    expect(page.locator(DIALOG)).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nobody_who_uses_everything_meets_the_policy(
    reader: Open, story: Story, tmp_path: Path, size: tuple[int, int]
) -> None:
    """Desk and phone, light and dark: all works, and no violation is reported."""
    (tmp_path / "map.html").write_bytes(make(snapshot_of(story, default_view(story)), "html"))
    one = reader(
        viewport={"width": size[0], "height": size[1]}, color_scheme="light", accept_downloads=True
    )
    found = watched(one)
    one.open()
    use_the_map(one)
    assert one.page.evaluate(UNFOLD) > 10
    use_the_dialog(one.page, tmp_path / "map.html")
    assert found == []
    assert one.errors == [] and one.outside == []


@pytest.mark.browser
def test_a_link_in_the_frame_opens_an_ordinary_page(reader: Open) -> None:
    """A publisher's page is not sandboxed because a map led to it, and gets no hold of the map."""
    one = reader()
    one.open()
    site = "https://www.aljazeera.com"
    one.page.context.route(
        f"{site}/**", lambda r: r.fulfill(body="<title>x</title>", content_type="text/html")
    )
    one.map.locator(RAIL).click()
    link = one.map.locator(f".leaflet-popup a[href^='{site}']").first
    with one.page.expect_popup() as opened:
        link.click()
    assert opened.value.evaluate("[origin, String(opener)]") == [site, "null"]
