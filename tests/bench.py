"""How long a reader waits, as ratios within one run. Run by `make bench`.

A switch of a layer beside a bare Streamlit checkbox; a filter on 10,000 claims beside the same
filter on the project's story. All servers run at once, the clicks alternate, and only ratios of
medians count: the machine may be slow or busy, but it is so for all.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import find, launch_args
from tests.crowded_story import crowded_story
from tests.server import serve

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import streamlit as st
st.write("shown" if st.checkbox("bare", value=True) else "hidden")
"""
RUNS = 21
SWITCH_LIMIT, FILTER_LIMIT = 1.3, 2.0

# Resolves with the milliseconds from an event on an element to the change in the document.
WATCH = """([selector, text, event, changed]) => {
  const holds = new Function("return " + changed);
  const frame = document.querySelector("iframe")?.contentDocument;
  const box = [...document.querySelectorAll(selector)].find((l) => l.textContent.includes(text));
  const before = holds();
  let start;
  box.addEventListener(event, () => { start = performance.now(); }, { once: true, capture: true });
  window.took = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (holds() === before) return;
      watch.disconnect();
      done(performance.now() - start);
    });
    for (const root of [document, frame])
      if (root) watch.observe(root, { subtree: true, childList: true,
        characterData: true, attributes: true });
  });
}"""
BARE_SHOWN = "document.querySelector('[data-testid=stMarkdown] p').textContent === 'shown'"
RIVER_SHOWN = (
    "document.querySelector('iframe').contentDocument.querySelector('path.cm-f.cm-river') !== null"
)
# The count above the map, the table below it and the map itself, whichever is last.
FILTERED = (
    "document.querySelector('.cm-left').textContent.includes(' of ') &&"
    " document.querySelector('#cm-timeline') !== null &&"
    " document.querySelector('iframe').contentDocument.querySelector('.cm-faint') !== null"
)
EVERYTHING = "[data-ask*=clear]"


def main() -> int:
    """Print the medians and their ratios; 1 when a ratio is over its limit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=launch_args())
        good = switching(browser) & filtering(browser)
        browser.close()
    return int(not good)


def switching(browser: Browser) -> bool:
    """A layer switch beside a bare checkbox."""
    bare_file = ROOT / "test-results" / "bare.py"
    bare_file.parent.mkdir(exist_ok=True)
    bare_file.write_text(BARE, "utf-8")
    with serve(bare_file) as bare, serve(ROOT / "app.py") as own:
        bare_page, own_page = browser.new_page(), opened(browser, own)
        bare_page.goto(bare)
        bare_page.get_by_text("shown").wait_for()
        bare_page.locator("label").wait_for()
        bare_ms, own_ms = alternating(
            lambda: click(bare_page, "bare", BARE_SHOWN),
            lambda: click(own_page, "Tumen River", RIVER_SHOWN),
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


def opened(browser: Browser, address: str) -> Page:
    """A page with its map drawn."""
    page = browser.new_page()
    page.goto(address)
    page.frame_locator("iframe").locator("[data-ready=yes]").wait_for()
    page.wait_for_timeout(500)
    return page


def alternating(*actions: Callable[[], float]) -> list[float]:
    """The median of what each action takes, done in turns; the first two warm them up."""
    rounds = [[action() for action in actions] for _ in range(RUNS + 2)][2:]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def click(page: Page, label: str, changed: str) -> float:
    """Milliseconds from a real click on a switch to the change in the document."""
    page.bring_to_front()
    page.evaluate(WATCH, ["label", label, "click", changed])
    page.locator("label", has_text=label).click()
    return settled(page)


def choose(page: Page, attribute: str) -> float:
    """Milliseconds from the choice of an attribute to the change; then all is shown again."""
    page.bring_to_front()
    page.evaluate(WATCH, ["#cm-facet-attribute", "", "change", FILTERED])
    page.locator("#cm-facet-attribute").select_option(attribute, force=True)
    took = settled(page)
    page.locator(f"{EVERYTHING}").first.click()
    page.wait_for_function(f"!({FILTERED})")
    page.wait_for_timeout(600)
    return took


def settled(page: Page) -> float:
    """What the watch took; returned when the script's run has ended."""
    took = page.evaluate("window.took")
    page.wait_for_timeout(400)
    return float(took)


def told(one: str, one_ms: float, other: str, other_ms: float, limit: float) -> bool:
    """Print two medians and their ratio; whether it keeps to the limit."""
    ratio = other_ms / one_ms
    print(f"{one:28}{one_ms:7.1f} ms  (median of {RUNS})")
    print(f"{other:28}{other_ms:7.1f} ms  (median of {RUNS})")
    print(f"{'ratio':28}{ratio:7.2f}     (at most {limit})", flush=True)
    return ratio <= limit


if __name__ == "__main__":
    raise SystemExit(main())
