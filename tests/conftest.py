"""A real server on loopback and a real browser that is refused everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    FrameLocator,
    Locator,
    Page,
    Request,
    Route,
    sync_playwright,
)
from xdist.scheduler import LoadScopeScheduling

from layers.story import Story, load_story
from tests.chromium import find, launch_args
from tests.server import assert_nothing_failed, free_port, serve

ROOT = Path(__file__).resolve().parent.parent
# Files whose tests share what takes long to make: each runs in one process, and they begin.
TOGETHER = (
    "tests/test_headers.py",
    "tests/test_installed.py",
    "tests/test_own_foreign.py",
    "tests/test_payloads.py",
    "tests/test_proxy.py",
    "tests/test_seal.py",
    "tests/test_site.py",
)
# Files whose tests change the browser's context, which therefore no other test may have.
ALONE = ("test_headers.py",)
WINDOW: Any = {"width": 1440, "height": 900}


class Scheduling(LoadScopeScheduling):
    """The tests that go to one process: those of a file, or the cases of one function.

    The marks of `--dist loadgroup` are not heeded by pytest-xdist 3.8 under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid.partition("[")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Hand the tests out as above, in the order of the collection."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first, so that no process is left with it at the end.

    The tests of a file stay beside each other: they share what is made once for the file.
    """
    browsing = {item.path for item in items if item.get_closest_marker("browser")}

    def turn(item: pytest.Item) -> int:
        if item.nodeid.startswith(TOGETHER):
            return 0
        return 1 if item.path in browsing else 2

    items.sort(key=turn)


@pytest.fixture(scope="session")
def story() -> Story:
    """The story this project ships."""
    return load_story(ROOT)


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the server of the shipped story."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def address(server_log: Path) -> Iterator[str]:
    """The address of the shipped story's page."""
    with serve(ROOT / "app.py", server_log) as started:
        yield started


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Headless Chromium with a profile of its own, for one reader after the other.

    What the page consists of is fetched and compiled once; a context without a profile would do
    both for every page. Elsewhere than on loopback there is only a proxy that does not answer. (A
    route that refuses such requests, as other contexts have it, would switch the cache off.) A
    missing Chromium fails the tests, it does not skip them.
    """
    path = find()
    assert path, "no Chromium: run `make test`, which finds or installs one"
    nobody: Any = {"server": f"http://127.0.0.1:{free_port()}", "bypass": "127.0.0.1"}
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=path,
            args=launch_args(),
            viewport=WINDOW,
            proxy=nobody,
        )
        yield context
        context.close()


@pytest.fixture(scope="session")
def browser(shared: BrowserContext) -> Browser:
    """The browser around it, for contexts that know nothing of each other."""
    assert shared.browser is not None
    return shared.browser


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


# The browser's own pushState: the page's makes no step while one back is under way.
GO = """(query) => {
  History.prototype.pushState.call(history, {}, "", query);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--late 700` finds what looks before the page can have answered."""
    parser.addoption("--late", type=int, default=0, metavar="MS", help="messages come later")


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


# Parts of the page. A role or a text that is looked for in the whole of it costs more than what the
# page itself does: every element's name is computed anew each time.
BAR, STAGE, DIALOG = ".st-key-bar", ".st-key-stage", "[role=dialog]"


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

    @property
    def bar(self) -> Locator:
        """The controls above the map."""
        return self.page.locator(BAR)

    @property
    def stage(self) -> Locator:
        """Switches, map and card."""
        return self.page.locator(STAGE)

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator(DIALOG)

    def open(self, query: str = "", seconds: int = 30) -> None:
        """Open the page and wait until the map is drawn, and what follows it is there."""
        self.page.goto(f"{self.address}/{query}")
        self.map.locator("[data-ready=yes]").wait_for(timeout=1000 * seconds)
        self.page.locator(".cm-footer").wait_for(timeout=1000 * seconds)

    def go_to(self, query: str) -> None:
        """Go to an address as the back button does; controls are dropped on the way."""
        self.page.evaluate(GO, query)

    def in_map(self, script: str) -> Any:
        """The value of a JavaScript expression in the map's frame."""
        frame = next(f for f in self.page.frames if "streamlit_folium" in f.url)
        return frame.evaluate(script)

    def view(self) -> list[float]:
        """Latitude and longitude of the map's centre, and its zoom."""
        found = self.in_map("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
        return [round(value, 5) for value in found]


# Folds, popups and places on the page as they are when it opens.
AFRESH = """(folds) => {
  document.activeElement?.blur();
  for (const fold of document.querySelectorAll("details")) fold.open = folds.includes(fold.id);
  document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
}"""
FOLDS = "[...document.querySelectorAll('details[open]')].map((fold) => fold.id)"


@dataclass
class Visitor(Reader):
    """A reader who stays from test to test: to go to an address costs a fifth of opening it.

    The session, the frame and the browser's history are those of the tests before.
    """

    folds: list[str] = field(default_factory=list)

    def open(self, query: str = "", seconds: int = 30) -> None:
        """Show what an address shows, with nothing open, pressed or moved."""
        if self.page.url.startswith(self.address):
            with suppress(Error):  # what a failed test has left may be a ruin
                return self._go(query)
        super().open(query, seconds)
        self.folds = self.page.evaluate(FOLDS)

    def _go(self, query: str) -> None:
        self.page.evaluate(AFRESH, self.folds)
        self.in_map("(map.closePopup(), 0)")
        self.go_to(query or "?")
        for quiet in (
            "html:not([data-asked])",
            "[data-test-script-state=notRunning]",
            "body:not(:has([aria-busy=true]))",
        ):
            self.page.locator(quiet).wait_for(state="attached")
        self.in_map("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def by_itself(one: Reader, context: BrowserContext) -> None:
    """Whatever is not at the reader's address is noted and refused."""

    def guard(route: Route) -> None:
        if route.request.url.startswith(one.address):
            route.continue_()
        else:
            one.outside.append(route.request.url)
            route.abort()

    context.route("**/*", guard)


def among_others(one: Reader, color_scheme: Any = None) -> None:
    """A request to another address than the reader's is noted; the context refuses it."""

    def note(request: Request) -> None:
        if not request.url.startswith((one.address, "blob:")):
            one.outside.append(request.url)

    one.page.on("request", note)
    if color_scheme:
        one.page.emulate_media(color_scheme=color_scheme)


@contextmanager
def looking(browser: Browser, address: str, kind: type[Reader] = Reader) -> Iterator[Reader]:
    """A page as it opens, for several tests that only look at it."""
    context = browser.new_context(viewport=WINDOW)
    one = kind(context.new_page(), address)
    by_itself(one, context)
    one.page.on("pageerror", lambda error: one.errors.append(str(error)))
    one.open(seconds=60)
    yield one
    context.close()


@pytest.fixture(scope="module")
def looked_at(browser: Browser, address: str) -> Iterator[Reader]:
    """The page of the shipped story, for the tests of a module that only look at it."""
    with looking(browser, address) as one:
        yield one


@pytest.fixture(scope="session")
def visiting(browser: Browser, address: str) -> Iterator[Reader]:
    """The visitor of this process."""
    with looking(browser, address, Visitor) as one:
        yield one


@pytest.fixture
def visitor(visiting: Reader, server_log: Path) -> Iterator[Callable[..., Reader]]:
    """Open one reader as `reader` does, whose page stays for the next test.

    For what does not depend on how the page began, and leaves nothing that an address does not
    have: no layers, rows, files, sizes or settings.
    """
    before = server_log.stat().st_size
    visiting.errors.clear()
    visiting.outside.clear()
    yield lambda: visiting
    assert_nothing_failed(server_log, before)


@pytest.fixture
def reader(
    browser: Browser,
    shared: BrowserContext,
    address: str,
    server_log: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Reader]]:
    """Open readers: `reader()`, or with options of a browser context, or at another address.

    The first of a test has the shared context, unless it is to be `alone` or has options that
    a page cannot have; any further one has a context of its own. The server may have nothing to
    complain of afterwards: what it fails at is not always seen.
    """
    late = request.config.getoption("late")
    before = server_log.stat().st_size
    contexts: list[BrowserContext] = []
    guest: list[Page] = []

    def start(at: str = address, *, alone: bool = False, **options: Any) -> Reader:
        alone = alone or bool(guest) or request.path.name in ALONE
        if alone or not options.keys() <= {"color_scheme"}:
            context = browser.new_context(**({"viewport": WINDOW} | options))
            contexts.append(context)
            if late:
                context.add_init_script(LATE % late)
            found = Reader(context.new_page(), at)
            by_itself(found, context)
        else:
            shared.clear_cookies()
            found = Reader(shared.new_page(), at)
            guest.append(found.page)
            if late:
                found.page.add_init_script(LATE % late)
            among_others(found, **options)
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        return found

    yield start
    for page in guest:
        if page.url.startswith("http"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()
    shared.clear_permissions()
    for context in contexts:
        context.close()
    assert_nothing_failed(server_log, before)
