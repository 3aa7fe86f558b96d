"""The page of a snapshot: one file from disk that shows the view, asks for nothing, and is safe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page, Route

from layers.findings.known import LENGTH, known
from layers.snapshot import Snapshot, SnapshotError, provenance_of, snapshot_of
from layers.snapshot.page import page, read_provenance
from layers.snapshot.provenance import provenance_from
from layers.story import Story, load_story
from layers.story.search import matching
from layers.view import Scope, View, default_view
from tests.axe import serious
from tests.conftest import ROOT
from tests.expecting import expect
from tests.small_story import small_story
from tests.test_hostile import PAYLOADS, hostile_story

LARGEST, EACH = 800_000, 3_500  # bytes of a page, and of each claim in it
AS_OF = Scope(as_of=date(2025, 5, 1))
MAKE = """
import sys
from pathlib import Path
from layers.snapshot import snapshot_of
from layers.snapshot.page import page
from layers.story import load_story
from layers.view import default_view
story = load_story(Path(sys.argv[1]))
sys.stdout.buffer.write(page(snapshot_of(story, default_view(story))))
"""


@dataclass
class Opened:
    """A page in a browser, what it asked for besides itself, and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def rows(self) -> int:
        """The number of claims that the table of claims has."""
        return self.page.locator("#cm-claims tbody tr").count()


Opener = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open snapshots from disk, without a network; at the end nothing was asked or complained."""
    contexts, pages = [], []

    def start(snapshot: Snapshot, **options: Any) -> Opened:
        file = tmp_path / f"page{len(pages)}.html"
        file.write_bytes(page(snapshot))
        options = {"viewport": {"width": 1440, "height": 900}, "offline": True} | options
        context = browser.new_context(**options)
        contexts.append(context)
        found = Opened(context.new_page())
        pages.append(found)

        def guard(route: Route) -> None:
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                route.abort()

        context.route("**/*", guard)
        found.page.on(
            "request", lambda r: None if r.url == file.as_uri() else found.asked.append(r.url)
        )
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        found.page.on("console", lambda message: found.errors.append(message.text))
        found.page.goto(file.as_uri())
        if options.get("java_script_enabled", True):
            found.page.locator("#map[data-ready=yes]").wait_for()
            found.page.wait_for_timeout(200)
        return found

    yield start
    for context in contexts:
        context.close()
    for each in pages:
        assert (each.asked, each.errors) == ([], [])


def of(story: Story, scope: Scope | None = None, **fields: Any) -> Snapshot:
    """A snapshot of the story's default view, in a scope."""
    view = replace(default_view(story), scope=scope or Scope(), **fields)
    return snapshot_of(story, view)


# -- what is in the file


def test_the_file_has_everything_inside_and_is_no_larger_than_it_must(story: Story) -> None:
    """No address that a browser would load is in it, nor anything of this machine."""
    content = page(of(story))
    assert len(content) <= LARGEST + EACH * len(story.claims)
    assert len(page(of(story, Scope(as_of=date(2000, 1, 1))))) <= LARGEST
    text = content.decode("utf-8")
    assert text.startswith("<!doctype html>")
    assert not re.search(r"<(img|iframe|object|embed|audio|video|base)\b", text)
    assert re.findall(r"<link[^>]*>", text) == ['<link rel="icon" href="data:,">']
    assert not re.search(r"<script[^>]*\bsrc=", text)
    for style in re.findall(r"<style>(.*?)</style>", text, re.DOTALL):
        assert not re.search(r"@import|url\((?!.?data:)", style)
    assert str(ROOT) not in text and str(Path.home()) + "/" not in text
    assert "sourceMappingURL" not in text


def test_the_policy_lets_only_the_scripts_of_the_page_run(story: Story) -> None:
    """Digests, no 'unsafe-inline' for scripts, no connection, no base, no form."""
    text = page(of(story)).decode("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = dict(
        rule.strip().split(" ", 1) for rule in policy.group(1).replace("&#39;", "'").split(";")
    )
    assert rules.pop("script-src").count("'sha256-") == text.count("<script>") == 6
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_two_processes_make_the_same_bytes(story: Story) -> None:
    """Whatever the order of sets, and wherever and when the process runs."""
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Seoul", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MAKE, str(ROOT)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, cwd="/")
    assert page(of(story)) == done.stdout


def test_sources_are_numbered_as_everywhere(story: Story) -> None:
    """In the list by their order, at the claims by a link to it."""
    snapshot = of(story, AS_OF)
    text = page(snapshot).decode("utf-8")
    listed = re.findall(r'<li id="source-([^"]+)">', text)
    assert listed == list(snapshot.numbers)
    links = set(re.findall(r'class="cm-number" href="#source-([^"]+)">\[(\d+)\]', text))
    assert links == {(name, str(number)) for name, number in snapshot.numbers.items()}


@pytest.mark.parametrize("scope", [AS_OF, Scope(account="Al Jazeera")])
def test_what_is_not_known_is_nowhere_in_the_file(story: Story, scope: Scope) -> None:
    """Not in tables, popups, labels or tooltips: neither what it says nor who says it."""
    snapshot = of(story, scope)
    text = page(snapshot).decode("utf-8")
    known = snapshot.seen.known
    said = {claim.says for claim in known.claims}
    asserters = {claim.asserted_by for claim in known.claims}
    told = " ".join([*said, *asserters, *(s.publisher for s in snapshot.sources)])
    hidden = [claim for claim in story.claims.values() if claim.key not in known.keys]
    assert hidden
    for claim in hidden:
        assert claim.says in told or claim.says not in text
        assert claim.asserted_by in told or f"after {claim.asserted_by}" not in text
        assert f'"{claim.key}"' not in text


# -- provenance


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"scope": AS_OF},
        {"scope": Scope(search="</script><!-- ]]> &amp; \u2028")},
        {"at": (1.0, 2.0, 9.5), "place": None, "layers": frozenset()},
    ],
)
def test_provenance_comes_back_as_it_went_in(story: Story, fields: dict[str, Any]) -> None:
    """The same text, with a title that would end the script it stands in."""
    view: View = replace(default_view(story), **fields)
    snapshot = snapshot_of(story, view, title="</script><!--<script>{{ 7*7 }}\\u003c", subtitle="")
    content = page(snapshot)
    assert read_provenance(content) == provenance_of(snapshot).text
    assert provenance_from(read_provenance(content) or "") == provenance_of(snapshot)
    linked = re.search(rb'<script type="application/ld\+json"[^>]*>(.*?)</script>', content)
    assert linked and json.loads(linked.group(1))["@type"] == "Map"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"<!doctype html><p>no snapshot",
        b"\x89PNG\r\n\x1a\n<script id=provenance>{}</script>",
        b"<!doctype html><script>1",
        b'<!doctype html><script id="other">{}</script>',
        b'<!doctype html><script id="provenance">[1]</script>',
        b'<!doctype html><script id="provenance">{"provenance":3}</script>',
    ],
)
def test_a_foreign_file_has_no_provenance(content: bytes) -> None:
    """None, not an error: it may be of another format."""
    assert read_provenance(content) is None


def test_a_page_that_was_cut_off_says_so(story: Story) -> None:
    """Wherever within what it says of itself; a page that lacks only its end still tells."""
    content = page(of(story))
    start = content.index(b'id="provenance"')
    end = content.index(b"</script", start)
    for length in (1000, start + 5, start + 20, (start + end) // 2, end):
        with pytest.raises(SnapshotError, match="cut off"):
            read_provenance(content[:length])
    for middle in (b"", b"{", b'{"a":', b"[" * 100_000, b"\xff"):
        with pytest.raises(SnapshotError, match="cut off"):
            read_provenance(content[: start + 16] + middle + content[end:])
    with pytest.raises(SnapshotError, match="cut off"):
        read_provenance(content[:-10])
    with pytest.raises(SnapshotError, match="more than one"):
        read_provenance(content + content)
    with pytest.raises(SnapshotError, match="at most"):
        read_provenance(content[: start + 16] + b" " * 10_000_001 + content[end:])


@pytest.mark.parametrize(
    "piece",
    [b"<", b"<!--", b"<script>", b"<script ", b'<script id="provenance"', b"</script", b"&"],
)
def test_no_provenance_is_read_from_a_file_that_keeps_a_parser_busy(piece: bytes) -> None:
    """Three megabytes of unfinished markup are read to their end and hold no provenance."""
    content = b"<!doctype html>" + piece * (3_000_000 // len(piece))
    assert read_provenance(content) is None


# -- in a browser


@pytest.mark.browser
def test_the_map_draws_and_its_popup_tells_what_is_known(story: Story, opened: Opener) -> None:
    """From disk: shapes, labels, the selected place's card, a popup with numbered sources."""
    one = opened(of(story))
    assert one.page.locator("#map path.cm-f").count() > 25
    assert one.page.locator(".cm-label:not(.cm-hidden)").count() > 3
    assert one.page.locator("#map .cm-selected").count() > 0
    main = story.places[story.info.main_place].main.name
    expect(one.page.locator(".cm-chosen .cm-title")).to_have_text(main)
    one.page.locator("path.cm-built.cm-point").click()
    popup = one.page.locator(".leaflet-popup")
    name = story.places["rail-bridge"].main.name
    expect(popup.locator(".cm-title")).to_have_text(name)
    expect(one.page.locator(".cm-chosen .cm-title")).to_have_text(name)
    assert popup.locator(".cm-number").count() > 0
    assert one.rows() == len(story.claims)


@pytest.mark.browser
def test_switches_and_tables_work_the_map(story: Story, opened: Opener) -> None:
    """A layer goes and comes; a place's name switches its layer on, goes there and opens it."""
    one = opened(of(story))
    switch = one.page.get_by_role("checkbox", name=story.layers["rail-bridge"].title)
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(one.page.locator("path.cm-built")).to_have_count(0)
    one.page.locator("#cm-places .cm-link", has_text=story.places["rail-bridge"].main.name).click()
    expect(switch).to_be_checked()
    name = story.places["rail-bridge"].main.name
    expect(one.page.locator(".leaflet-popup .cm-title")).to_have_text(name)
    pick = one.page.locator("[id='cm-conflict-road-bridge.length'] .cm-pick")
    pick.click()
    expect(pick).to_have_attribute("aria-pressed", "true")
    expect(one.page.locator(".leaflet-popup section:not(.cm-progress)").first).to_have_class(
        "cm-is-picked"
    )
    keys = {claim.key for claim in known(story).findings["road-bridge.length"].claims}
    drawn = [f for f in story.features.values() if f.role == LENGTH and keys.issuperset(f.claims)]
    assert len(drawn) > 1
    expect(one.page.locator("path.cm-picked")).to_have_count(len(drawn))
    pick.click()
    expect(pick).to_have_attribute("aria-pressed", "false")
    expect(one.page.locator("path.cm-picked")).to_have_count(0)


@pytest.mark.browser
def test_the_views_position_layers_and_pick_are_as_they_were(story: Story, opened: Opener) -> None:
    """Position, layers and picked claims of a view are those that the page opens with."""
    middle = story.places["rail-bridge"].main.geometry
    view = View(
        layers=frozenset({"rail-bridge"}),
        place="road-bridge",
        pick="road-bridge.length",
        at=(round(middle.y, 5), round(middle.x, 5), 12.5),
    )
    one = opened(snapshot_of(story, view, title="Mine", subtitle="Own words"))
    assert one.page.locator("#map path.cm-centreline").count() == 0
    boxes = [one.page.locator(name).bounding_box() for name in ("#map", "path.cm-built.cm-point")]
    (x, y), (dot_x, dot_y) = [
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box
    ]
    assert abs(x - dot_x) < 3 and abs(y - dot_y) < 3
    expect(one.page.locator(".cm-layers input:checked")).to_have_count(1)
    expect(one.page.locator("h1")).to_have_text("Mine")
    expect(one.page.locator(".cm-chosen section").first).to_have_class("cm-is-picked")
    expect(one.page.locator("#cm-conflicts .cm-pick[aria-pressed=true]")).to_have_count(1)
    expect(one.page.locator(".leaflet-control-scale-line")).to_have_text("1 km")


@pytest.mark.browser
@pytest.mark.parametrize(
    "scope", [AS_OF, Scope(search="length"), Scope(account="Interfax")], ids=("day", "search", "by")
)
def test_a_narrower_view_shows_only_its_claims(story: Story, opened: Opener, scope: Scope) -> None:
    """In the table; on the map what is absent is not drawn, and what is not looked at is faint."""
    snapshot = of(story, scope)
    one = opened(snapshot)
    assert 0 < one.rows() == len(snapshot.claims) < len(story.claims)
    expect(one.page.locator(".cm-dateline")).to_contain_text(snapshot.dateline)
    expect(one.page.locator("#cm-sources li")).to_have_count(len(snapshot.sources))
    sites = {f.id for f in story.features.values() if f.role == "reported site"}
    assert one.page.locator("path.cm-reported-site").count() == len(sites - snapshot.seen.absent)
    assert (one.page.locator("path.cm-faint").count() > 0) == bool(scope.search)
    assert one.page.locator(".cm-only > div").count() == (1 if scope.search or scope.account else 0)


def test_a_card_tells_only_what_the_view_has_in_sight(story: Story) -> None:
    """Claims that a filter leaves out stand in no card, and each card says that there is more."""
    content = page(of(story, Scope(attributes=frozenset({"length"})))).decode()
    kept = [c for c in story.claims.values() if c.attribute == "length"]
    left_out = [c for c in story.claims.values() if c.attribute != "length"]
    assert all(str(escape(claim.says)) in content for claim in kept)
    told = " ".join(claim.says for claim in kept)  # one sentence may be a part of another
    hidden = [c for c in left_out if c.says not in told]
    assert hidden and [c.key for c in hidden if str(escape(c.says)) in content] == []
    assert "in this view, of" in content


def test_no_side_of_a_conflict_is_left_out(story: Story) -> None:
    """A search that finds one side only hands on the other too, with its source."""
    (one,) = [f for f in known(story).findings.values() if f.key == "road-bridge.length"]
    texts = [claim.says for claim in one.claims]
    search = next(t for t in texts if len(matching(story, t)[0]) == 1)
    snapshot = of(story, Scope(search=search))
    assert {claim.key for claim in one.claims} == snapshot.keys
    assert {claim.source for claim in one.claims} == {s.id for s in snapshot.sources}


@pytest.mark.browser
def test_nothing_that_slips_in_could_run_or_fetch(story: Story, opened: Opener) -> None:
    """The policy holds in the browser: injected script and image do nothing."""
    one = opened(of(story))
    blocked: list[str | None] = []
    one.page.on("requestfailed", lambda request: blocked.append(request.failure))
    one.page.evaluate(
        """() => {
            const box = document.createElement("div");
            box.innerHTML = "<img src='https://198.51.100.7/x.png' onerror='window.fired=1'>";
            const script = document.createElement("script");
            script.textContent = "window.fired=2";
            document.body.append(box, script);
        }"""
    )
    one.page.wait_for_timeout(200)
    assert one.page.evaluate("window.fired") is None
    assert len(one.errors) >= 2 and all("Content Security Policy" in e for e in one.errors)
    assert blocked == ["csp"] * len(one.asked)  # Chromium tells of what it did not send
    one.errors.clear()
    one.asked.clear()


@pytest.mark.browser
def test_without_a_script_everything_is_there_to_read(story: Story, opened: Opener) -> None:
    """Tables and the selected card; the map says what it needs."""
    one = opened(of(story), java_script_enabled=False)
    expect(one.page.locator("main .cm-warning")).to_contain_text("The map needs JavaScript")
    expect(one.page.locator("#map")).to_be_hidden()
    expect(one.page.locator("#cm-claims tbody tr").last).to_be_visible()
    expect(one.page.locator(".cm-chosen .cm-title")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation(story: Story, opened: Opener, theme: str) -> None:
    """With a popup open, in both themes; with a search, as axe looks at each of all claims."""
    one = opened(of(story, Scope(search="length")), color_scheme=theme)
    assert one.page.evaluate("document.documentElement.dataset.theme") == theme
    one.page.locator("#cm-places .cm-link").first.click()
    one.page.locator(".leaflet-popup").wait_for()
    assert serious(one.page) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen(story: Story, opened: Opener, width: int) -> None:
    """No scrolling sideways, with a popup open, and the map in sight without scrolling."""
    one = opened(of(story), viewport={"width": width, "height": 844})
    one.page.locator("path.cm-built.cm-point").click()
    assert one.page.evaluate("document.documentElement.scrollWidth") == width
    expect(one.page.locator("#map")).to_be_in_viewport(ratio=0.9)


def in_one(payloads: list[str]) -> Iterator[str]:
    """Payloads joined, as many as a name and a quote may be long."""
    joined = ""
    for payload in payloads:
        if len(joined + payload) > 100 or len((joined + payload).split()) > 12:
            yield joined
            joined = ""
        joined += payload
    yield joined


@pytest.mark.browser
def test_hostile_text_is_text(opened: Opener, tmp_path: Path) -> None:
    """Every payload in every field, and in the title: literal, and nothing runs."""
    for number, text in enumerate(in_one(PAYLOADS)):
        story = load_story(hostile_story(tmp_path / f"story{number}", text))
        one = opened(snapshot_of(story, default_view(story), title=text, subtitle=text))
        shown = " ".join(text.split())
        expect(one.page.locator("h1")).to_have_text(shown)
        expect(one.page.locator(".cm-summary")).to_have_text(shown)
        one.page.locator("path.cm-point").first.click()
        expect(one.page.locator(".leaflet-popup .cm-title")).to_have_text(shown)
        expect(one.page.locator("#cm-claims")).to_contain_text(shown)
        expect(one.page.locator(".cm-layers")).to_contain_text(shown)
        one.page.wait_for_timeout(100)
        assert one.page.evaluate("window.fired") is None
        assert "49" not in one.page.inner_text("h1")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a story that has no payload in it."""
    story = load_story(small_story(tmp_path_factory.mktemp("plain") / "story"))
    return page(of(story)).decode("utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_in_the_file_as_itself(tmp_path: Path, plain: str, payload: str) -> None:
    """Outside the JSON, which no browser takes for markup, it has passed the gate."""
    story = load_story(hostile_story(tmp_path / "story", payload))
    text = page(snapshot_of(story, default_view(story), title=payload)).decode("utf-8")
    for tag in ("<script", "</script", "<style", "<img", "<iframe", "<svg", "<h1", "<!--"):
        assert text.count(tag) == plain.count(tag)
    assert not re.search(r"(href|src)=.?javascript", text)


@pytest.mark.browser
def test_a_story_of_which_nothing_is_known_has_a_page(tmp_path: Path, opened: Opener) -> None:
    """A day before the first source: empty tables, and the map all the same."""
    folder = small_story(tmp_path / "story")
    one = opened(of(load_story(folder), Scope(as_of=date(2001, 1, 1))))
    assert one.rows() == 0
    assert one.page.locator("#map path.cm-f").count() > 0
