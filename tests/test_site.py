"""The static site: from a plain file server, every view of it equal to the server's finding."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlencode

import pytest
from playwright.sync_api import Browser, Page

from layers.findings.finding import Finding
from layers.html.cards import card
from layers.site import site_files, write_site
from layers.site.views import scopes
from layers.snapshot.files import inspect
from layers.snapshot.formats import FORMS, SILENT
from layers.snapshot.page.contents import weighed
from layers.story import Story
from layers.story.search import folded
from layers.view import Scope, address_of, from_query, query_of, seen
from layers.view.address import facet_names
from tests.axe import violations
from tests.expecting import expect

pytestmark = pytest.mark.browser
URL = "https://example.org/map/"
FIRST_LOAD = 300_000  # bytes on the line
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Site:
    """The site of the shipped story: its files, its folder, and where that is served."""

    files: dict[str, bytes]
    folder: Path
    address: str

    @property
    def loaded(self) -> str:
        """The folder of the files that its pages load."""
        return next(name for name in self.files if name.endswith("/now.json")).split("/")[0]

    def json(self, name: str) -> Any:
        """One of these files, read."""
        return json.loads(self.files[f"{self.loaded}/{name}.json"])


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep it."""


@pytest.fixture(scope="module")
def site(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The shipped story's site below a path of a plain file server."""
    root = tmp_path_factory.mktemp("server")
    files = site_files(story, URL, lambda done, of: None)
    write_site(root / "map", files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(files, root / "map", f"http://127.0.0.1:{server.server_port}/map/")
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Visit:
    """A page of the site in a browser, what it asked for, and what went wrong."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> None:
        """Open it and wait until the view of the address is there."""
        self.page.goto(f"{self.address}{query}")
        self.page.locator("#map[data-ready=yes]").wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked is shown."""
        self.page.wait_for_timeout(50)
        expect(self.page.locator("body[aria-busy]")).to_have_count(0)

    def part(self, name: str) -> str:
        """The words of a part."""
        return words(self.page.locator(f"[data-part={name}]").inner_html())


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Any]:
    """Open pages; at the end nothing was asked of elsewhere, and nothing complained."""
    contexts, made = [], []

    def start(width: int = 1440, height: int = 900, **options: Any) -> Visit:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        one = Visit(context.new_page(), site.address)
        made.append(one)
        one.page.on("request", lambda r: one.asked.append(r.url))
        one.page.on("pageerror", lambda error: one.errors.append(str(error)))
        one.page.on("console", lambda message: one.errors.append(message.text))
        return one

    yield start
    for context in contexts:
        context.close()
    for one in made:
        assert one.errors == []
        assert [url for url in one.asked if not url.startswith(site.address)] == []


def words(html: str) -> str:
    """The words of some HTML, as a reader has them."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = found.append  # type: ignore[method-assign]
    parser.feed(html)
    return " ".join(" ".join(found).split())


def row(finding: Finding, numbers: dict[str, int]) -> list[Any]:
    """A finding as a site has it."""
    claims = [numbers[claim.key] for claim in finding.claims]
    return [finding.status, claims, [numbers[claim.key] for claim in finding.not_comparable]]


# -- every day, every account


def test_every_day_of_every_account_has_the_servers_findings(site: Site, story: Story) -> None:
    """On each day on which any source becomes known, and on the days beside it."""
    now = site.json("now")
    numbers = {key: number for number, key in enumerate(story.claims)}
    known_from = set(story.known_from.values())
    days = sorted({day + n * DAY for day in known_from for n in (-1, 0, 1)})
    days = [day for day in days if min(known_from) <= day <= max(known_from)]
    compared = 0
    for name, scope in scopes(story):
        table = site.json(name)
        pieces = dict(now["pieces"]) | dict(table["pieces"])
        view: dict[str, Any] = {}
        changes = iter([*table["days"], ["9999-12-31", {}]])
        when, next_change = next(changes)
        for day in days:
            while when <= day.isoformat():
                view |= next_change
                view = {key: value for key, value in view.items() if value is not None}
                when, next_change = next(changes)
            known = seen(story, Scope(day, scope.account, scope.sources)).known
            told = {key[2:]: value for key, value in view.items() if key.startswith("f:")}
            assert told.keys() == known.findings.keys(), (name, day)
            for key, finding in known.findings.items():
                assert json.loads("".join(pieces[told[key]])) == row(finding, numbers), (name, day)
                compared += 1
            claims = {int(key[2:]) for key in view if key.startswith("k:")}
            assert claims == {numbers[claim.key] for claim in known.claims}, (name, day)
            silent = known.silent_since
            assert view.get("s") == (silent.isoformat() if silent else None), (name, day)
    assert compared > len(story.claims)


def test_a_view_is_what_the_server_would_write(visit: Any, story: Story) -> None:
    """Word for word, parts and card, on a day without news too, by accounts and from a source."""
    one = visit()
    numbers = {source: number for number, source in enumerate(story.sources, 1)}
    source = next(iter(story.sources))
    place = story.info.main_place
    assert place
    for scope in (
        Scope(as_of=date(2025, 5, 1)),
        Scope(as_of=date(2026, 8, 20)),
        Scope(as_of=date(2026, 7, 4), account=next(iter(story.accounts))),
        Scope(account=max(facet_names(story)["asserters"], key=str)),
        Scope(sources=frozenset({source})),
    ):
        view, _ = from_query({}, story)
        shown = seen(story, scope)
        one.open(address_of(type(view)(view.layers, view.place, scope=scope), story))
        for name, html in weighed(shown, numbers).items():
            assert one.part(name) == words(str(html)), (scope, name)
        assert words(one.page.locator(".cm-chosen").inner_html()) == words(
            str(card(shown.known, place, heading="h2", numbers=numbers))
        ), scope
        claims = int(re.findall(r"[\d,]+", one.page.locator(".cm-left").inner_text())[0])
        assert claims == len(shown.claims)


QUERIES = (
    "?search=두만강",
    "?search=мост дружбы&finding=conflict",
    "?attribute=length&as-of=2025-05-01",
    "?finding=conflict&finding=rebutted",
    "?finding=statement&account=tass",
    "?finding=not-comparable",
    "?search=nobody says this",
)


def test_a_filter_leaves_what_the_server_leaves(visit: Any, story: Story) -> None:
    """Claims, places, findings, events and their counts, in every script."""
    one = visit()
    numbers = {source: number for number, source in enumerate(story.sources, 1)}
    for query in QUERIES:
        view, unknown = from_query(query_of(query), story)
        assert not unknown
        shown = seen(story, view.scope)
        one.open(query)
        for name, html in weighed(shown, numbers).items():
            there, here = one.part(name), words(str(html))
            if name == "claims":  # a subject's rows are in another order of groups there
                there, here = " ".join(sorted(there.split())), " ".join(sorted(here.split()))
            assert there == here, (query, name)
        expect(one.page.locator("#cm-empty")).to_have_count(0 if shown.claims else 1)
        faint = one.page.evaluate("document.querySelectorAll('#map .cm-f.cm-faint').length")
        assert bool(faint) == bool(shown.faint)


def test_a_search_is_folded_as_the_server_folds_it(site: Site) -> None:
    """Letters that fold to others and the marks that are left out are Python's own."""
    index = site.json("search")
    assert index["folds"]["ß"] == "ss" and "é" not in index["folds"]
    marks = re.compile(re.sub(r"\\u\{(\w+)\}", lambda m: f"\\U{m[1]:>08}", index["marks"]))
    for text in ("Ёлка", "ﬃ", "Straße", "두만강", "ĄÇñ", "Ὀδυσσεύς"):
        plain = unicodedata.normalize("NFKD", text)
        there = "".join(index["folds"].get(c, c.lower()) for c in plain)
        assert marks.sub("", there) == folded(text)


# -- a reader


def test_a_reader_walks_through_the_page(visit: Any, site: Site, story: Story) -> None:
    """Switch, place, finding, day, account, filter, search: the address keeps all."""
    one = visit()
    one.open()
    page = one.page
    layer = next(layer for layer in story.layers.values() if layer.switch)
    page.get_by_role("checkbox", name=layer.title).uncheck()
    one.settle()
    assert "layers=" in page.url
    page.locator("#cm-places > summary").click()
    page.get_by_role("button", name="Boundary marker 423").first.click()
    one.settle()
    expect(page.locator(".cm-chosen h2")).to_have_text("Boundary marker 423")
    expect(page.locator(".leaflet-popup .cm-title")).to_have_text("Boundary marker 423")
    page.locator("#cm-conflicts .cm-pick").first.click()
    one.settle()
    assert "pick=" in page.url
    expect(page.locator(".cm-pick[aria-pressed=true]").first).to_be_visible()
    slider = page.get_by_role("slider", name="As known on")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".cm-left")).to_contain_text("as known on")
    one.settle()
    assert "as-of=" in page.url
    page.get_by_role("button", name="Show everything").click()
    one.settle()
    page.get_by_label("By whose account").select_option(next(iter(story.accounts)))
    one.settle()
    expect(page.locator(".cm-left")).to_contain_text("by the account of")
    page.locator("#cm-filters > summary").click()
    page.get_by_label("Finding").select_option("conflict")
    one.settle()
    expect(
        page.get_by_role("button", name="Remove the filter Finding: In conflict")
    ).to_be_visible()
    there = page.locator(".cm-left").inner_text()
    page.get_by_role("searchbox").fill("bridge")
    expect(page.get_by_role("button", name="Remove the search for bridge")).to_be_visible()
    page.go_back()
    expect(page.locator(".cm-left")).to_have_text(there)
    page.reload()
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.locator(".cm-left")).to_have_text(there)


def test_addresses_are_those_of_the_app(visit: Any, site: Site, story: Story) -> None:
    """Read and written as the app does, and what is not there is said."""
    one = visit()
    one.open("?pick=x&as-of=2025-05-01&basemap=osm")  # whose tiles would come from elsewhere
    expect(one.page.locator("#cm-notice")).to_contain_text("(basemap, pick)")
    sources = list(story.sources)
    first = next(iter(story.accounts))
    for query in (
        "",
        "layers=none&place=none",
        f"as-of=2025-05-01&account={first}&search=%EB%91%90+x",
        "as-of=2099-01-01&search=%20a%20%20b",
        f"source={sources[0]}&finding=conflict&finding=agreed",
        "as-of=1066-01-01&place=nowhere&layers=a,b&account=nobody&where=moon&at=1,2",
    ):
        view, unknown = from_query(query_of(query), story)
        written, lost = one.page.evaluate(
            """async (query) => {
              const facts = await siteViews(JSON.parse(setup.textContent).data).now();
              const address = siteAddress(facts, JSON.parse(setup.textContent));
              const { choice, unknown } = address.read(query);
              return [address.query(choice), unknown];
            }""",
            query,
        )
        assert f"?{written}" == (address_of(view, story) or "?"), query
        assert sorted(lost) == sorted(unknown), query
    one.open(f"?{urlencode({'source': sources[:2]}, doseq=True)}")
    expect(one.page.locator("#cm-notice")).to_contain_text("(source)")


def test_a_page_that_was_replaced_says_so(visit: Any, site: Site) -> None:
    """Its views are gone with it; nothing of another version is mixed in."""
    one = visit()
    one.open()
    one.page.route("**/everybody.json", lambda route: route.fulfill(status=404))
    one.page.get_by_label("As known on, as a date").fill("2025-05-01")
    expect(one.page.get_by_role("alert")).to_contain_text("replaced by a newer one")
    one.errors = [error for error in one.errors if "404" not in error]


@pytest.mark.parametrize(
    ("width", "height", "scheme", "pages"),
    [
        (1440, 900, "light", ["?search=CSIS", "embed.html"]),
        (390, 844, "dark", ["?as-of=2025-05-01&finding=conflict"]),
    ],
)
def test_nothing_keeps_anybody_out(
    visit: Any, width: int, height: int, scheme: str, pages: list[str]
) -> None:
    """Not one finding of axe, of any weight; nothing wider than the window."""
    one = visit(width, height, color_scheme=scheme)
    for query in pages:
        one.open(query)
        found = violations(one.page)
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], query
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_load_is_small(visit: Any, site: Site) -> None:
    """At most 300 kB as a server sends it to a browser of today, and no view before it is asked."""
    one = visit()
    one.open()
    one.page.wait_for_load_state("networkidle")
    paths = [site.folder / (url.removeprefix(site.address) or "index.html") for url in one.asked]
    sizes = {
        path.name: (twin if (twin := Path(f"{path}.br")).exists() else path).stat().st_size
        for path in paths
    }
    assert sizes.keys() <= {"index.html", "page.js", "story.js", "page.css", "font.woff2"}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes


def test_the_rest_of_the_detail_comes_when_it_can_be_seen(visit: Any) -> None:
    """Upstream, and near enough; not from far away."""
    one = visit()
    one.open("?at=42.93,129.86,10")
    assert not [url for url in one.asked if url.endswith("detail.js")]
    with one.page.expect_response(lambda answer: answer.url.endswith("detail.js")) as answer:
        for _ in range(4):
            one.page.get_by_role("button", name="Zoom in").click()
    assert answer.value.ok


def test_everything_is_readable_without_a_script(visit: Any, story: Story) -> None:
    """Claims, sources, findings and downloads; nothing that could not be used."""
    one = visit(java_script_enabled=False)
    one.page.goto(one.address)
    assert one.page.locator("#cm-claims tbody tr").count() == len(story.claims)
    assert one.page.locator("#cm-sources > ol > li").count() == len(story.sources)
    expect(one.page.locator(".cm-bar")).to_be_hidden()
    expect(one.page.locator("#cm-conflicts .cm-conflict").first).to_be_visible()
    instead = one.page.locator("main > noscript").text_content() or ""
    assert "in the tables below" in instead


def test_on_paper_the_map_is_there_and_controls_are_not(visit: Any) -> None:
    """White, without the bar."""
    one = visit()
    one.open()
    one.page.emulate_media(media="print")
    expect(one.page.locator("#map")).to_be_visible()
    expect(one.page.locator("#cm-controls")).to_be_hidden()
    expect(one.page.locator("#cm-downloads")).to_be_hidden()


def test_a_page_around_the_embedded_one_learns_its_height(visit: Any, site: Site) -> None:
    """By a message, whenever it changes; its title leads to the whole page with its view."""
    one = visit()
    one.page.goto(f"{site.address}site.json")  # a page without a policy
    one.page.evaluate(
        """(src) => {
          addEventListener("message", ({ data: { claimmap } }) => {
            if (claimmap?.height) window.told = claimmap.height;
          });
          document.body.append(Object.assign(document.createElement("iframe"), { src }));
        }""",
        f"{site.address}embed.html?as-of=2025-05-01",
    )
    assert 400 < one.page.wait_for_function("window.told").json_value() < 3000
    frame = one.page.frame_locator("iframe")
    expect(frame.locator(".cm-chosen .cm-status")).to_contain_text("under construction")
    link = frame.get_by_role("link", name=re.compile("bridge")).first
    link.dispatch_event("click")
    expect(link).to_have_attribute("href", "./?as-of=2025-05-01")
    one.errors = [error for error in one.errors if "404" not in error]  # a favicon


# -- the files


class Links(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is called, and what it leads to or loads."""
        found = {name: value or "" for name, value in attrs}
        self.links += [found[name] for name in ("href", "src") if name in found]
        self.ids += [found["id"]] if "id" in found else []


def test_every_link_of_the_site_leads_somewhere(site: Site) -> None:
    """To files and to places in a page; what begins with a scheme is a source's, or data."""
    whole = Links(site.files["index.html"])
    for page in (whole, Links(site.files["embed.html"])):
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            path, fragment = urldefrag(link)
            if path.startswith(("https://", "http://", "data:")):
                continue
            ids = page.ids if path == "" else whole.ids
            assert not fragment or unquote(fragment) in ids, link
            assert path in ("", "./") or path in site.files, link


def test_the_site_has_every_format_whole(site: Site, story: Story) -> None:
    """Each download is the snapshot of everything, with its evidence."""
    downloads = {name for name in site.files if name.startswith("downloads/")}
    assert {name.partition(".")[2] for name in downloads} == set(FORMS)
    for name in downloads:
        if name.partition(".")[2] not in SILENT:
            assert inspect(site.files[name]).fields["data"] == story.digest


def test_a_link_to_the_site_has_a_picture(site: Site, story: Story) -> None:
    """Title, summary, picture with its size, and the one address of the page."""
    page = site.files["index.html"].decode()
    assert f'<link rel="canonical" href="{URL}">' in page
    assert f'<meta property="og:image" content="{URL}preview.png">' in page
    assert site.files["preview.png"][16:24] == (1200).to_bytes(4) + (630).to_bytes(4)
    assert f"<loc>{URL}</loc>" in site.files["sitemap.xml"].decode()
    assert site.files["corrections.atom"].startswith(b"<?xml")
    assert 'type="application/atom+xml" href="corrections.atom"' in page
    told = json.loads(site.files["oembed.json"])
    assert told["type"] == "rich" and f'src="{URL}embed.html"' in told["html"]
    assert f'href="{URL}oembed.json"' in page


def test_a_validator_finds_no_fault_in_the_pages(site: Site, tmp_path: Path) -> None:
    """html-validate, from npm where that can be asked; bars are as wide as attributes say."""
    npx = shutil.which("npx")
    command = [npx or "", "--yes", "html-validate@10"]
    try:
        ready = npx and subprocess.run([*command, "--version"], capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        ready = None
    if not ready or ready.returncode:
        pytest.skip("npx, which comes with Node.js, cannot get html-validate")
    rules = {"no-inline-style": "off", "no-trailing-whitespace": "off", "long-title": "off"}
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"extends": ["html-validate:standard"], "rules": rules}))
    pages = [site.folder / "index.html", site.folder / "embed.html"]
    ran = subprocess.run([*command, "--config", config, *pages], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
