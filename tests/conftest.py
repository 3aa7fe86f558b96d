"""A real server on loopback and a real browser that is refused everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from layers.story import Story, load_story
from tests.chromium import find, launch_args
from tests.server import assert_nothing_failed, serve

ROOT = Path(__file__).resolve().parent.parent
expect.set_options(timeout=20_000)  # what is right comes at once; on a busy machine that is later
# Files whose tests share what takes long to make: each runs in one process.
TOGETHER = ("tests/test_own_foreign.py", "tests/test_payloads.py")


class Scheduling(LoadScopeScheduling):
    """Which tests go to one process: by files or one by one.

    The marks of `--dist loadgroup` are not heeded by pytest-xdist 3.8 under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Hand the tests out as above."""
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def story() -> Story:
    """The story this project ships."""
    return load_story(ROOT)


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server of the shipped story prints."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def address(server_log: Path) -> Iterator[str]:
    """Where the page of the shipped story is served."""
    with serve(ROOT / "app.py", server_log) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a missing one fails the tests, it does not skip them."""
    path = find()
    assert path, "no Chromium: run `make test`, which finds or installs one"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=launch_args())
        yield started
        started.close()


# Every message, of the server to the page and of the page to the map, comes this much later.
LATE = """(() => {
  const later = (heard) => heard && ((event) => setTimeout(() => heard(event), %d));
  const known = new WeakMap();
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const late = (type, heard) => type === "message" && typeof heard === "function";
  EventTarget.prototype.addEventListener = function (type, heard, ...rest) {
    if (!late(type, heard)) return add.call(this, type, heard, ...rest);
    if (!known.has(heard)) known.set(heard, later(heard));
    return add.call(this, type, known.get(heard), ...rest);
  };
  EventTarget.prototype.removeEventListener = function (type, heard, ...rest) {
    return remove.call(this, type, late(type, heard) ? known.get(heard) ?? heard : heard, ...rest);
  };
  const old = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    get: old.get, set(heard) { old.set.call(this, later(heard)); },
  });
})()"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--late 700` finds what looks before the page can have answered."""
    parser.addoption("--late", type=int, default=0, metavar="MS", help="messages come later")


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@dataclass
class Reader:
    """A reader's page, and what it tried to fetch from elsewhere or complained of."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def map(self) -> FrameLocator:
        """The map's frame."""
        return self.page.frame_locator("iframe")

    def open(self, query: str = "", seconds: int = 30) -> None:
        """Open the page and wait until the map is drawn."""
        self.page.goto(f"{self.address}/{query}")
        self.map.locator("[data-ready=yes]").wait_for(timeout=1000 * seconds)
        self.page.wait_for_timeout(300)

    def in_map(self, script: str) -> Any:
        """The value of a JavaScript expression in the map's frame."""
        frame = next(f for f in self.page.frames if "streamlit_folium" in f.url)
        return frame.evaluate(script)

    def view(self) -> list[float]:
        """Latitude and longitude of the map's centre, and its zoom."""
        found = self.in_map("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
        return [round(value, 5) for value in found]


@pytest.fixture
def reader(
    browser: Browser, address: str, server_log: Path, pytestconfig: pytest.Config
) -> Iterator[Callable[..., Reader]]:
    """Open readers: `reader()`, or with options of a browser context, or at another address.

    The server may have nothing to complain of afterwards: what it fails at is not always seen.
    """
    contexts = []
    before = server_log.stat().st_size

    def start(at: str = address, **options: Any) -> Reader:
        options = {"viewport": {"width": 1440, "height": 900}} | options
        context = browser.new_context(**options)
        contexts.append(context)
        if late := pytestconfig.getoption("late"):
            context.add_init_script(LATE % late)
        found = Reader(context.new_page(), at)

        def guard(route: Route) -> None:
            if route.request.url.startswith(at):
                route.continue_()
            else:
                found.outside.append(route.request.url)
                route.abort()

        context.route("**/*", guard)
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        return found

    yield start
    for context in contexts:
        context.close()
    assert_nothing_failed(server_log, before)
