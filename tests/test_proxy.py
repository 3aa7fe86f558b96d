"""Two processes behind Debian's nginx, with deploy/nginx.conf: names, TLS, frames, ends."""

from __future__ import annotations

import http.client
import http.server
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import BAR, DIALOG, ROOT, STAGE, Reader, until
from tests.expecting import expect
from tests.server import free_port, running

NAME, BASE = "map.localhost", "news/map"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")),
    reason="nginx and openssl are not installed: apt-get install nginx-light openssl",
)
SWITCH = "Tumen River"
RIVER = "path.cm-river"
FRAME = '<!doctype html><title>news</title><iframe width=1200 height=900 src="{}"></iframe>'


@dataclass
class Hosted:
    """The proxy's address, its log, and the processes behind it by their ports."""

    port: int
    folder: Path
    friend: int
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page, below a path of a name."""
        return f"https://{NAME}:{self.port}/{BASE}"

    def start(self, port: int) -> None:
        """Start a process, and wait until it is ready."""
        command = [sys.executable, "-m", "layers.cli", "serve", "--no-browser", "--port", str(port)]
        command += ["--host", str(self.folder / "host.toml")]
        with (self.folder / f"log-{port}").open("ab") as log:
            self.processes[port] = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        running(f"http://127.0.0.1:{port}/{BASE}", self.processes[port])

    def end(self, port: int, how: signal.Signals) -> None:
        """End a process."""
        self.processes[port].send_signal(how)
        self.processes[port].wait(timeout=30)

    def ask(
        self, path: str, method: str = "GET", come_from: str = "127.0.0.1", **headers: str
    ) -> tuple[int, Any, bytes]:
        """Status, headers and body of the proxy's answer."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1",
            self.port,
            context=ssl._create_unverified_context(),
            source_address=(come_from, 0),
        )
        connection.request(method, path, headers={"Host": f"{NAME}:{self.port}"} | headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """Two processes and the proxy, which has the site in deploy/ with ports and paths of here."""
    folder = tmp_path_factory.mktemp("hosted")
    one = Hosted(free_port(), folder, free_port())
    settings = (ROOT / "deploy" / "host.toml").read_text("utf-8")
    for name, value in {
        "names": f'["{NAME}", "127.0.0.1"]',
        "base_path": f'"{BASE}"',
        "embedders": f'["http://localhost:{one.friend}"]',
    }.items():
        settings = re.sub(rf"(?m)^{name} = \S+( \S+\])?", f"{name} = {value}", settings)
    (folder / "host.toml").write_text(settings, "utf-8")
    ports = free_port(), free_port()
    try:
        for port in ports:
            one.start(port)
        with proxy(one, ports):
            yield one
    finally:
        for process in one.processes.values():
            process.kill()
            process.wait(timeout=30)


@contextmanager
def proxy(one: Hosted, ports: tuple[int, int]) -> Iterator[None]:
    """The proxy, until the context ends."""
    folder = one.folder
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    key += ["-keyout", str(folder / "map.key"), "-out", str(folder / "map.pem"), "-days", "2"]
    subprocess.run(key, check=True, capture_output=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{one.port} ssl"),
        ("map.example", NAME),
        ("/etc/ssl", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("SameSite=Lax", "SameSite=None; Partitioned"),  # as its comment says: it is framed
    ):
        assert old in site, old
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site, "utf-8")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid;\nerror_log {folder}/errors;\n"
        f"events {{}}\nhttp {{\n{temporary}include {folder}/site.conf;\n}}\n",
        "utf-8",
    )
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "said").open("wb") as said:
        nginx = subprocess.Popen(command, stderr=said)
    try:
        end = time.monotonic() + 20
        while not (folder / "pid").exists() and time.monotonic() < end and nginx.poll() is None:
            time.sleep(0.05)
        assert nginx.poll() is None, (folder / "said").read_text("utf-8")
        yield
    finally:
        nginx.terminate()
        nginx.wait(timeout=20)


@contextmanager
def watched(browser: Browser, at: Hosted, **options: Any) -> Iterator[tuple[Reader, list[str]]]:
    """A reader of the hosted page, and what the console complains of."""
    size: Any = {"width": 1440, "height": 900}
    context = browser.new_context(ignore_https_errors=True, viewport=size, **options)
    one, said = Reader(context.new_page(), at.address), []
    one.page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else 0
    )
    one.page.on("pageerror", lambda error: said.append(str(error)))
    yield one, said
    context.close()


# -- over HTTP


def test_cookies_are_for_tls_and_for_frames_of_who_may(hosted: Hosted) -> None:
    """Those of the page, and the one by which the proxy knows the process."""
    _, headers, _ = hosted.ask(f"/{BASE}/_stcore/health")
    cookies = headers.get_all("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"map_node", "_streamlit_xsrf"}
    for cookie in cookies:
        words = {word.strip().lower() for word in cookie.split(";")}
        assert words >= {"secure", "samesite=none", "partitioned"}, cookie
    again = hosted.ask(f"/{BASE}/_stcore/health", Cookie="map_node=1")[1]
    assert "map_node" not in str(again.get_all("Set-Cookie"))


def test_any_process_has_the_files_of_the_frame(hosted: Hosted) -> None:
    """Which comes without cookies, before anybody has looked at the page of that process."""
    for _ in range(8):
        status, _, _ = hosted.ask(f"/{BASE}/component/streamlit_folium.st_folium/index.html")
        assert status == 200


def test_what_is_closed_stays_closed(hosted: Hosted) -> None:
    """Metrics, runs for nobody, and another host's name."""
    assert hosted.ask(f"/{BASE}/_stcore/metrics")[0] == 404
    assert hosted.ask(f"/{BASE}/_stcore/script-health-check")[0] == 404
    assert hosted.ask(f"/{BASE}/", Host="evil.example")[0] == 400


def test_uploads_have_a_rate_and_no_address_in_the_log(hosted: Hosted) -> None:
    """A session's name is in it, and a reader's view in a query."""
    path = f"/{BASE}/_stcore/upload_file/the-session/the-file"
    # The rate is an address's: the readers of the other tests have another one.
    statuses = {hosted.ask(path, "PUT", come_from="127.0.0.2")[0] for _ in range(40)}
    assert statuses == {403, 429}
    hosted.ask(f"/{BASE}/?place=secret")
    log = (hosted.folder / "map.log").read_text("utf-8")
    assert "/_stcore/upload_file/*" in log
    assert "the-session" not in log and "secret" not in log


# -- in Chromium


def test_a_walk_behind_the_proxy(browser: Browser, hosted: Hosted, tmp_path: Path) -> None:
    """Page, switch, search, export, own layer: below a path, under another name, over TLS."""
    own = tmp_path / "own.geojson"
    own.write_text('{"type": "Point", "coordinates": [130.6, 42.42]}', "utf-8")
    with watched(browser, hosted) as (one, said):
        one.open(seconds=60)
        press(one.page)
        expect(one.map.locator(RIVER)).to_have_count(0)
        one.bar.get_by_label("Search").fill("bridge")
        expect(one.page).to_have_url(re.compile("search=bridge"))
        one.bar.get_by_role("button", name="Export", exact=True).click()
        one.dialog.get_by_role("button", name="Make the file", exact=True).click(timeout=60_000)
        button = one.dialog.get_by_role("button", name="Download ")
        with one.page.expect_download(timeout=90_000) as download:
            button.click(timeout=90_000)
        assert download.value.path().stat().st_size > 10_000
        one.page.keyboard.press("Escape")
        # It has a field for files, too.
        expect(one.dialog).to_have_count(0)
        add(one.page, own)
        assert said == []


def press(page: Page) -> None:
    """The river's switch."""
    label = page.locator(".st-key-stage label", has_text=SWITCH)
    expect(label.locator("input")).to_be_enabled()  # it is not, while there is no connection
    label.click()


def add(page: Any, own: Path) -> None:
    """Add an own layer."""
    page.locator(BAR).get_by_role("button", name="Add a layer").click()
    page.locator("input[type=file]").set_input_files(own)
    page.locator(DIALOG).get_by_role("button", name="Draw it on the map").click(timeout=60_000)
    expect(page.locator(STAGE).get_by_text("own (own layer)")).to_be_visible(timeout=60_000)


def test_processes_end_under_a_reader(browser: Browser, hosted: Hosted) -> None:
    """Killed, or restarted in turn: the same view on another; a switch pressed in vain is done."""
    with watched(browser, hosted) as (one, said):
        one.open("?as-of=2025-05-01&search=bridge", seconds=60)
        before = one.page.locator(".cm-left").first.inner_text()
        shown = expect(one.map.locator(RIVER))
        first, second = hosted.processes
        hosted.end(first, signal.SIGTERM)
        press(one.page)  # on the second, whichever had the reader before
        shown.to_have_count(0)
        hosted.start(first)
        press(one.page)
        shown.not_to_have_count(0)
        hosted.processes[second].send_signal(signal.SIGSTOP)  # it hears the press no more
        press(one.page)
        hosted.end(second, signal.SIGKILL)
        told = expect(one.page.locator("#cm-said"))
        told.to_contain_text("The view is as it was")
        shown.to_have_count(0)
        expect(one.page.locator(".cm-left").first).to_have_text(before)
        one.bar.get_by_role("searchbox").fill("rail")
        expect(one.page.locator(".cm-left").first).not_to_have_text(before)
        told.to_contain_text("The view is as it was")
        assert "as-of=2025-05-01" in one.page.url and "search=rail" in one.page.url
        hosted.start(second)
        assert [text for text in said if "WebSocket" not in text and "ERR_" not in text] == []


@contextmanager
def site(port: int, page: str) -> Iterator[None]:
    """A page of another site."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def test_in_a_frame_of_another_site(browser: Browser, hosted: Hosted, tmp_path: Path) -> None:
    """Of one that is named all works, own layers too; any other shows nothing."""
    own = tmp_path / "own.geojson"
    own.write_text('{"type": "Point", "coordinates": [130.6, 42.42]}', "utf-8")
    with ExitStack() as stack:
        stack.enter_context(site(hosted.friend, FRAME.format(f"{hosted.address}/")))
        one, _ = stack.enter_context(watched(browser, hosted))
        one.page.goto(f"http://localhost:{hosted.friend}/")
        framed = one.page.frame_locator("iframe")
        framed.frame_locator("iframe").locator("[data-ready=yes]").wait_for(timeout=60_000)
        expect(framed.locator(".cm-masthead")).to_have_count(1)
        add(framed, own)
        one.page.goto(f"http://127.0.0.1:{hosted.friend}/")
        until(lambda: one.page.evaluate("frames.length === 1"))
        expect(one.page.frame_locator("iframe").locator(".cm-masthead")).to_have_count(0)
