"""The time a reader waits, as ratios within one run. Run by `make bench`.

The map as it opens beside a bare Streamlit page; a switch of a layer beside a bare checkbox; a
filter on 10,000 claims beside the same filter on the project's story; a picture of the map beside a
screenshot of it, and beside one without the whole records; what others may send beside half as much
of it. All servers run at once, what is compared alternates, and only ratios of medians count: the
machine may be slow or busy, but it is so for all.
"""

from __future__ import annotations

import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, Frame, Page, Playwright, sync_playwright

from layers.findings.known import known
from layers.findings.retellings import retellings
from layers.snapshot import SnapshotError, snapshot_of
from layers.snapshot.files import SIZE, inspect, make
from layers.snapshot.provenance import RECORDS, Provenance, provenance_of
from layers.story import Story, load_story
from layers.uploads import check
from layers.view import default_view
from tests.chromium import find, launch_args
from tests.crowded_story import CLAIMS, crowded_story
from tests.server import serve

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import streamlit as st
st.write("shown" if st.checkbox("bare", value=True) else "hidden")
"""
# The bare page is as Streamlit has it; .streamlit/config.toml is the map's.
DEFAULTS = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true", "STREAMLIT_RUNNER_FAST_RERUNS": "true"}
Changes = dict[Frame, str]  # a script that says something of each document
RUNS = 21
VISITS, FIRSTS = 7, 3
# 1.5 Mbit/s, 150 ms.
PHONE_LINE = {"offline": False, "latency": 150, "downloadThroughput": 187_500}
PHONE_LINE |= {"uploadThroughput": 93_750}
PICTURES = 5
SWITCH_LIMIT, FILTER_LIMIT, PICTURE_LIMIT = 1.3, 2.0, 0.2
GROWTH_LIMIT = 3.0  # of what is sent twice as much; four would be the square
SMALL = ((800, 600), 96)
RECORDS_LIMIT = 1.05, 1.10  # bytes and time of a picture with the whole records in it
# Starts of files that hold no snapshot and keep a parser busy, so many bytes of each.
PIECES = {
    "unfinished scripts": (b"<!doctype html>", b"<script "),
    "unfinished comments": (b"<!doctype html>", b"<!--"),
    "streams that go on": (b"%PDF-1.4\n", b"/Type/ObjStm stream\n\x78\x9c"),
    "no stream at all": (b"%PDF-1.4\n", b"/Type/ObjStm"),
}
MOST_BYTES = 8_000_000
AREAS, TURNS, LETTERS = 20_000, 40_000, 600

# Page and frame are documents of different origins, each with a clock of its own; what both know is
# the time of day. Notes when an event comes to an element.
START = """([selector, text, event]) => {
  const box = [...document.querySelectorAll(selector)].find((l) => l.textContent.includes(text));
  const note = () => { window.began = performance.timeOrigin + performance.now(); };
  box.addEventListener(event, note, { once: true, capture: true });
}"""
# Resolves with the time at which what a script says of a document changes.
WATCH = """(changed) => {
  const holds = new Function("return " + changed);
  const before = holds();
  window.ended = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (holds() === before) return;
      watch.disconnect();
      done(performance.timeOrigin + performance.now());
    });
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    watch.observe(document, all);
  });
}"""
# Notes when the map has been drawn, or the words of the bare page are there.
THERE = """new MutationObserver(() => {
  if (!window.thereAt && document.querySelector("[data-ready=yes], [data-testid=stMarkdown] p"))
    window.thereAt = performance.timeOrigin + performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true })"""
BARE_SHOWN = "document.querySelector('[data-testid=stMarkdown] p').textContent === 'shown'"
RIVER_SHOWN = "document.querySelector('path.cm-f.cm-centreline') !== null"
# The count above the map and the table below it, and the map itself: whichever is last.
FILTERED = "document.querySelector('.cm-left').textContent.includes(' of ')"
COUNTED = "document.querySelector('#cm-claims h2').textContent"
FAINT = "document.querySelector('.cm-faint') !== null"
EVERYTHING = "#cm-everything"


def main() -> int:
    """Print the medians and their ratios; 1 when a ratio is over its limit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=launch_args())
        good = opening(browser) & switching(browser) & filtering(browser)
        browser.close()
        good &= picturing(playwright)
    good &= keeping() & growing()
    return int(not good)


def opening(browser: Browser) -> bool:
    """The map beside a bare page: the first reader after a start, later ones, and a phone line.

    Each comes with an empty cache.
    """
    bare_file = ROOT / "test-results" / "bare.py"
    bare_file.parent.mkdir(exist_ok=True)
    bare_file.write_text(BARE, "utf-8")
    first: list[list[float]] = []
    for _ in range(FIRSTS):
        with serve(bare_file, **DEFAULTS) as bare, serve(ROOT / "app.py") as own:
            first.append([visit(browser, bare, bare_is_there), visit(browser, own, map_is_there)])
    bare_first, own_first = (statistics.median(times) for times in zip(*first, strict=True))
    good = told("first reader, bare", bare_first, "first reader, map", own_first, 1.3, FIRSTS)
    with serve(bare_file, **DEFAULTS) as bare, serve(ROOT / "app.py") as own:
        for line, limit, runs in ((False, 1.2, VISITS), (True, 1.3, FIRSTS)):
            bare_ms, own_ms = alternating(
                lambda line=line: visit(browser, bare, bare_is_there, line),  # type: ignore[misc]
                lambda line=line: visit(browser, own, map_is_there, line),  # type: ignore[misc]
                runs=runs,
            )
            words = "phone line" if line else "warm"
            good &= told(f"{words}, bare page", bare_ms, f"{words}, map", own_ms, limit, runs)
    return good


def bare_is_there(page: Page) -> Frame:
    """Wait for the bare page."""
    page.get_by_text("shown").wait_for()
    return page.main_frame


def map_is_there(page: Page) -> Frame:
    """Wait for the map."""
    page.frame_locator("iframe").locator("[data-ready=yes]").wait_for()
    return map_frame(page)


def visit(
    browser: Browser, address: str, there: Callable[[Page], Frame], line: bool = False
) -> float:
    """Milliseconds until somebody who comes with an empty cache sees what is there.

    The documents take the time: whoever looks from outside looks twice a second.
    """
    context = browser.new_context()
    context.add_init_script(THERE)
    page = context.new_page()
    if line:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", PHONE_LINE)
    page.goto(address)
    seen = float(there(page).evaluate("window.thereAt"))
    took = seen - float(page.evaluate("performance.timeOrigin"))
    context.close()
    return took


def switching(browser: Browser) -> bool:
    """A layer switch beside a bare checkbox."""
    bare_file = ROOT / "test-results" / "bare.py"
    bare_file.parent.mkdir(exist_ok=True)
    bare_file.write_text(BARE, "utf-8")
    with serve(bare_file, **DEFAULTS) as bare, serve(ROOT / "app.py") as own:
        bare_page, own_page = browser.new_page(), opened(browser, own)
        bare_page.goto(bare)
        bare_page.get_by_text("shown").wait_for()
        bare_page.locator("label").wait_for()
        bare_ms, own_ms = alternating(
            lambda: click(bare_page, "bare", {bare_page.main_frame: BARE_SHOWN}),
            lambda: click(own_page, "Tumen River", {map_frame(own_page): RIVER_SHOWN}),
        )
    return told("bare Streamlit checkbox", bare_ms, "layer switch to map", own_ms, SWITCH_LIMIT)


def filtering(browser: Browser) -> bool:
    """The claims of one attribute, of 10,000 claims on 500 places and of the project's story."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "crowd"
        crowd = stack.enter_context(serve(ROOT / "app.py", TUMEN_STORY=str(crowded_story(folder))))
        pages = [
            opened(browser, stack.enter_context(serve(ROOT / "app.py"))),
            opened(browser, crowd),
        ]
        small_ms, large_ms = alternating(
            *(lambda page=page: choose(page, "length") for page in pages)  # type: ignore[misc]
        )
    return told(
        "filter, the story's claims", small_ms, "filter, 10,000 claims", large_ms, FILTER_LIMIT
    )


def picturing(playwright: Playwright) -> bool:
    """A PNG drawn here beside a screenshot of the page's map, the start of the browser included."""
    story = load_story(ROOT)
    snapshot = snapshot_of(story, default_view(story))
    with serve(ROOT / "app.py") as address:
        screenshot_ms, picture_ms = alternating(
            lambda: timed(lambda: screenshot(playwright, address)),
            lambda: timed(lambda: make(snapshot, "png")),
            runs=PICTURES,
        )
    return told(
        "screenshot by Chromium", screenshot_ms, "picture, PNG", picture_ms, PICTURE_LIMIT, PICTURES
    )


def keeping() -> bool:
    """The whole records in a picture: what they add to its bytes, and their part of its making.

    Without them it has the same evidence as it had before there were any: not packed.
    """
    story = load_story(ROOT)
    snapshot = snapshot_of(story, default_view(story))
    whole, notes, out = make(snapshot, "png"), PngImagePlugin.PngInfo(), io.BytesIO()
    with Image.open(io.BytesIO(whole)) as image:
        texts: dict[str, str] = dict(image.text)  # type: ignore[attr-defined]
        fields = provenance_of(snapshot).fields
        told_before = {name: value for name, value in fields.items() if name != RECORDS}
        for name, text in (texts | {"provenance": Provenance(told_before).text}).items():
            notes.add_text(name, text)
        image.save(out, "PNG", pnginfo=notes, dpi=image.info["dpi"], compress_level=3)
    before = len(out.getvalue())
    print(f"picture, PNG: {before:,} bytes, with the whole records {len(whole):,}")
    records_ms, picture_ms = alternating(
        lambda: timed(lambda: provenance_of(snapshot)),
        lambda: timed(lambda: make(snapshot, "png")),
        runs=PICTURES,
    )
    good = len(whole) <= RECORDS_LIMIT[0] * before
    rest = picture_ms - records_ms
    return told("picture, without", rest, "with", picture_ms, RECORDS_LIMIT[1], PICTURES) and good


def growing() -> bool:
    """Files made to harm, dense own layers, a long word and many claims, beside half of each."""
    story = load_story(ROOT)
    word = "ب" * LETTERS
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "areas of an own layer": (own(story, areas(AREAS // 2)), own(story, areas(AREAS))),
        "turns of an own line": (own(story, line(TURNS // 2)), own(story, line(TURNS))),
        "letters that join": (titled(story, word[::2]), titled(story, word)),
        "claims and whom they retell": (retold(CLAIMS // 2), retold(CLAIMS)),
    }
    for name, (start, piece) in PIECES.items():
        whole = start + piece * (MOST_BYTES // len(piece))
        pairs[name] = refused(whole[: MOST_BYTES // 2]), refused(whole)
    good = True
    for name, (half, all_of_it) in pairs.items():
        half_ms, whole_ms = alternating(
            lambda half=half: timed(half),  # type: ignore[misc]
            lambda whole=all_of_it: timed(whole),  # type: ignore[misc]
            runs=PICTURES,
        )
        good &= told(f"half: {name}"[:28], half_ms, name[:28], whole_ms, GROWTH_LIMIT, PICTURES)
    return good


def retold(claims: int) -> Callable[[], object]:
    """The retellings among so many claims of an invented story."""
    with tempfile.TemporaryDirectory() as folder:
        story = load_story(crowded_story(Path(folder) / "story", claims))
    return lambda: retellings(replace(known(story)))


def areas(number: int) -> list[dict[str, object]]:
    """Squares spread evenly over the map's frame."""
    corners = ((0, 0), (0.0003, 0), (0.0003, 0.0003), (0, 0.0003), (0, 0))
    return [
        {
            "type": "Polygon",
            "coordinates": [
                [
                    [130.60 + 0.045 * (n % 141) / 141 + x, 42.405 + 0.025 * n / number + y]
                    for x, y in corners
                ]
            ],
        }
        for n in range(number)
    ]


def line(turns: int) -> list[dict[str, object]]:
    """A line that goes to and fro across the map's frame."""
    points = [[130.6 + 0.05 * (n % 2), 42.405 + 0.02 * n / turns] for n in range(turns)]
    return [{"type": "LineString", "coordinates": points}]


def own(story: Story, geometries: list[dict[str, object]]) -> Callable[[], object]:
    """Make a picture of the story with an own layer of these geometries."""
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    collection = {"type": "FeatureCollection", "features": features}
    layer = check(json.dumps(collection).encode(), "own.geojson").layer
    assert layer is not None
    snapshot = snapshot_of(story, default_view(story), own=(layer,))
    return lambda: make(snapshot, "png", *SMALL)


def titled(story: Story, subtitle: str) -> Callable[[], object]:
    """Make a picture of the story with a subtitle."""
    snapshot = snapshot_of(story, default_view(story), subtitle=subtitle)
    return lambda: make(snapshot, "png", *SMALL)


def refused(content: bytes) -> Callable[[], object]:
    """Look for a snapshot in a file that holds none."""

    def look() -> None:
        with suppress(SnapshotError):
            inspect(content)

    return look


def screenshot(playwright: Playwright, address: str) -> bytes:
    """A picture of the map as large as the snapshot's, as a script without us would take it."""
    browser = playwright.chromium.launch(executable_path=find(), args=launch_args())
    page = browser.new_page(viewport={"width": int(SIZE[0]), "height": int(SIZE[1])})
    page.goto(address)
    page.frame_locator("iframe").locator("[data-ready=yes]").wait_for()
    taken = page.screenshot()
    browser.close()
    return taken


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def opened(browser: Browser, address: str) -> Page:
    """A page with its map drawn."""
    page = browser.new_page()
    page.goto(address)
    page.frame_locator("iframe").locator("[data-ready=yes]").wait_for()
    page.wait_for_timeout(500)
    return page


def alternating(*actions: Callable[[], float], runs: int = RUNS) -> list[float]:
    """The median of what each action takes, done in turns; the first two warm them up."""
    rounds = [[action() for action in actions] for _ in range(runs + 2)][2:]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def map_frame(page: Page) -> Frame:
    """The frame in which the map is."""
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def click(page: Page, label: str, changes: Changes) -> float:
    """Milliseconds from a real click on a switch to the change in the documents."""
    watch(page, ["label", label, "click"], changes)
    page.locator("label", has_text=label).click()
    return settled(page, changes)


def choose(page: Page, attribute: str) -> float:
    """Milliseconds from the choice of an attribute to the change; then all is shown again."""
    counted = f"{COUNTED} !== {json.dumps(page.evaluate(COUNTED))}"
    changes = {page.main_frame: f"{FILTERED} && {counted}", map_frame(page): FAINT}
    watch(page, ["#cm-facet-attribute", "", "change"], changes)
    page.locator("#cm-facet-attribute").select_option(attribute, force=True)
    took = settled(page, changes)
    page.locator(EVERYTHING).first.click()
    page.locator(EVERYTHING).first.wait_for(state="detached")
    map_frame(page).locator(".cm-faint").first.wait_for(state="detached")
    page.wait_for_timeout(600)
    return took


def watch(page: Page, start: list[str], changes: Changes) -> None:
    """Wait for an event on an element of the page, and for what it changes in each document."""
    page.bring_to_front()
    page.wait_for_timeout(300)  # it is painted anew first
    page.evaluate(START, start)
    for frame, changed in changes.items():
        frame.evaluate(WATCH, changed)


def settled(page: Page, changes: Changes) -> float:
    """The milliseconds until all had changed; returned when the script's run has ended."""
    ended = max(float(frame.evaluate("window.ended")) for frame in changes)
    page.wait_for_timeout(400)
    return ended - float(page.evaluate("window.began"))


def told(
    one: str, one_ms: float, other: str, other_ms: float, limit: float, runs: int = RUNS
) -> bool:
    """Print two medians and their ratio; whether it keeps to the limit."""
    ratio = other_ms / one_ms
    print(f"{one:28}{one_ms:7.1f} ms  (median of {runs})")
    print(f"{other:28}{other_ms:7.1f} ms  (median of {runs})")
    print(f"{'ratio':28}{ratio:7.2f}     (at most {limit})", flush=True)
    return ratio <= limit


if __name__ == "__main__":
    raise SystemExit(main())
