"""How fast a reader's own file is: read, answered in the dialog, drawn on the map."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Event, Thread
from urllib.parse import urlsplit

import xstatic.pkg.leaflet
from playwright.sync_api import Browser, Page, sync_playwright

from layers.uploads import check
from layers.uploads.sandbox import child
from tests.bench import ROOT, opened, told
from tests.chromium import find, launch_args
from tests.hostile_archives import kml
from tests.load import layer
from tests.server import serve
from tests.session_client import SessionClient

LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
PLACES = [(round(130.6 + i % 100 / 900, 5), round(42.4 + i // 100 / 900, 5)) for i in range(10_000)]
RUNS = 5
# As a script without us would draw them; what it draws with is loaded before.
PLAIN = """(places) => new Promise((drawn) => {
  const map = L.map(document.body.appendChild(Object.assign(document.createElement('div'),
    { style: 'height: 500px' }))).setView([42.45, 130.65], 11);
  for (const [x, y] of places) L.circleMarker([y, x]).bindPopup('e').addTo(map);
  requestAnimationFrame(() => requestAnimationFrame(() => drawn(true)));
})"""


def main() -> int:
    """Print the medians and their ratios; 1 when one is over its limit."""
    as_geojson, as_kml = reading()
    good = told("5,000 points as GeoJSON", as_geojson, "as KML", as_kml, 3, RUNS)
    with serve(ROOT / "app.py") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=launch_args())
        page = opened(browser, address)
        answer = answering(page)
        print(f"{'first answer of the dialog':28}{answer:7.1f} ms  (at most 300)", flush=True)
        ours, theirs = drawing(browser, page)
        good &= told("10,000 points, plain Leaflet", theirs, "as CSV on our map", ours, 2, 1)
        browser.close()
        held = holding(address)
        print(f"{'held by a layer of 9 MB':28}{held:7.1f} ms  (at most 100)", flush=True)
    return int(not (good and answer <= 300 and held <= 100))


def reading() -> tuple[float, float]:
    """Milliseconds that 5,000 points take as GeoJSON and as KML."""
    mark = "<Placemark><name>p{}</name><Point><coordinates>{},{}</coordinates></Point></Placemark>"
    marks = "".join(mark.format(i, x, y) for i, (x, y) in enumerate(PLACES[:5_000]))
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"p{i}"},
            "geometry": {"type": "Point", "coordinates": [x, y]},
        }
        for i, (x, y) in enumerate(PLACES[:5_000])
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    as_kml = kml(marks)
    child.prepare()  # as where a reader opens the dialog
    return _middle(lambda: check(text, "a.geojson")), _middle(lambda: check(as_kml, "a.kml"))


def answering(page: Page) -> float:
    """Milliseconds from the drop of a GeoJSON of 700 kB to the dialog's first answer."""
    features = ",".join(
        f'{{"type":"Feature","properties":{{"name":"p{i}"}},"geometry":{{"type":"Point",'
        f'"coordinates":[{x},{y}]}}}}'
        for i, (x, y) in enumerate(PLACES[:6_000])
    )
    content = f'{{"type":"FeatureCollection","features":[{features}]}}'.encode()
    page.get_by_role("button", name="Add a layer", exact=True).click()
    box = page.get_by_role("dialog")
    box.locator("input[type=file]").wait_for(state="attached")
    page.wait_for_timeout(1_000)
    page.evaluate(
        "() => new MutationObserver(() => { if (!window.answered && document.querySelector("
        "'[role=dialog] .cm-check, [role=dialog] [data-testid=stSpinner]'))"
        " window.answered = performance.now(); })"
        ".observe(document.body, { childList: true, subtree: true })"
    )
    page.evaluate(
        "() => document.querySelector('input[type=file]')"
        ".addEventListener('change', () => { window.dropped = performance.now(); }, true)"
    )
    file = {"name": "a.geojson", "mimeType": "application/json", "buffer": content}
    box.locator("input[type=file]").set_input_files(files=[file])
    box.locator(".cm-check").wait_for()
    found: float = page.evaluate("() => window.answered - window.dropped")
    page.get_by_role("button", name="Close", exact=True).click()
    return found


def drawing(browser: Browser, page: Page) -> tuple[float, float]:
    """Milliseconds until 10,000 events of a CSV are on the map, and on a plain Leaflet page."""
    rows = "\n".join(f"e{i},{y},{x}" for i, (x, y) in enumerate(PLACES))
    page.get_by_role("button", name="Add a layer", exact=True).click()
    box = page.get_by_role("dialog")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": f"name,lat,lon\n{rows}".encode()}
    box.locator("input[type=file]").set_input_files(files=[file])
    button = box.get_by_role("button", name="Draw it on the map")
    button.wait_for()
    start = time.perf_counter()
    button.click()
    page.frame_locator("iframe").first.locator(".cm-own-count").first.wait_for()
    ours = 1000 * (time.perf_counter() - start)
    plain = browser.new_page()
    plain.add_style_tag(path=LEAFLET / "leaflet.css")
    plain.add_script_tag(path=LEAFLET / "leaflet.js")
    start = time.perf_counter()
    plain.evaluate(PLAIN, PLACES)
    theirs = 1000 * (time.perf_counter() - start)
    plain.close()
    return ours, theirs


def holding(address: str) -> float:
    """The longest that the process is held up while a layer of 9 MB is checked and drawn.

    Seen from outside: the longest answer to one who asks for its health all the time.
    """
    over, waits = Event(), list[float]()

    def ask() -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        while not over.wait(0.005):
            start = time.perf_counter()
            connection.request("GET", "/_stcore/health")
            connection.getresponse().read()
            waits.append(1000 * (time.perf_counter() - start))
        connection.close()

    async def bring() -> None:
        one = SessionClient(address)
        await one.open()
        await layer(one)
        await one.close()

    asking = Thread(target=ask)
    asking.start()
    worker = Thread(target=asyncio.run, args=(bring(),))
    worker.start()
    worker.join()
    over.set()
    asking.join()
    return max(waits)


def _middle(action: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        time.sleep(0.5)  # a reader takes longer from one file to the next
        start = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)


if __name__ == "__main__":
    raise SystemExit(main())
