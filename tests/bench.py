"""Time from a click on a switch to the change it makes, beside a bare Streamlit checkbox.

Both servers run at once, the clicks alternate, and only the ratio of the medians counts: the
machine may be slow or busy, but it is so for both. Run by `make bench`.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import find, launch_args
from tests.server import serve

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import streamlit as st
st.write("shown" if st.checkbox("bare", value=True) else "hidden")
"""
RUNS = 21
LIMIT = 1.3

# Resolves with the milliseconds from the click on a checkbox to the change in the document.
WATCH = """([label, changed]) => {
  const holds = new Function("return " + changed);
  const frame = document.querySelector("iframe")?.contentDocument;
  const box = [...document.querySelectorAll("label")].find((l) => l.textContent.includes(label));
  const before = holds();
  let start;
  box.addEventListener("click", (e) => { start = e.timeStamp; }, { once: true });
  window.took = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (holds() === before) return;
      watch.disconnect();
      done(performance.now() - start);
    });
    for (const root of [document, frame])
      if (root) watch.observe(root, { subtree: true, childList: true, characterData: true });
  });
}"""
BARE_SHOWN = "document.querySelector('[data-testid=stMarkdown] p').textContent === 'shown'"
RIVER_SHOWN = (
    "document.querySelector('iframe').contentDocument.querySelector('path.cm-f.cm-river') !== null"
)


def main() -> int:
    """Print both medians and their ratio; 1 when the ratio is over the limit."""
    bare_file = ROOT / "test-results" / "bare.py"
    bare_file.parent.mkdir(exist_ok=True)
    bare_file.write_text(BARE, "utf-8")
    with sync_playwright() as playwright, serve(bare_file) as bare, serve(ROOT / "app.py") as own:
        browser = playwright.chromium.launch(executable_path=find(), args=launch_args())
        bare_page, own_page = browser.new_page(), browser.new_page()
        bare_page.goto(bare)
        bare_page.get_by_text("shown").wait_for()
        own_page.goto(own)
        own_page.frame_locator("iframe").locator("[data-ready=yes]").wait_for()
        times: dict[str, list[float]] = {"bare": [], "own": []}
        for run in range(RUNS + 2):
            for name, page, label, changed in (
                ("bare", bare_page, "bare", BARE_SHOWN),
                ("own", own_page, "Tumen River", RIVER_SHOWN),
            ):
                took = click(page, label, changed)
                if run > 1:  # the first two warm both up
                    times[name].append(took)
        browser.close()
    bare_ms, own_ms = (statistics.median(times[name]) for name in ("bare", "own"))
    ratio = own_ms / bare_ms
    print(f"bare Streamlit checkbox  {bare_ms:7.1f} ms  (median of {RUNS})")
    print(f"layer switch to map      {own_ms:7.1f} ms  (median of {RUNS})")
    print(f"ratio                    {ratio:7.2f}     (at most {LIMIT})")
    return int(ratio > LIMIT)


def click(page: Page, label: str, changed: str) -> float:
    """Milliseconds from a real click to the change in the document."""
    page.bring_to_front()
    page.evaluate(WATCH, [label, changed])
    page.locator("label", has_text=label).click()
    took = page.evaluate("window.took")
    page.wait_for_timeout(400)  # let the script's run end before the next click
    return float(took)


if __name__ == "__main__":
    raise SystemExit(main())
