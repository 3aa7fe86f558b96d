"""Every hostile text in every place where a text can appear, in Chromium: it stays a text.

One story holds them all, so a few pages show each payload in each place. A tripwire is set in
every window and frame; what each place shows is compared to the letter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Frame, Page

from layers.errors import StoryError, shown
from layers.html.gate import plain
from layers.snapshot import snapshot_of
from layers.snapshot.files import make
from layers.story import load_story
from layers.view import default_view, from_query
from layers.view.address import NAMES
from tests.conftest import ROOT, Reader
from tests.expecting import expect
from tests.payloads import PAYLOADS, REFUSED
from tests.server import serve
from tests.small_story import catalogue, change, small_story

# All in one process: the server of their story is started once.
Open = Callable[..., Reader]

# Says in the console that something ran, from whatever window or frame.
TRIPWIRE = "Object.defineProperty(window, 'fired', { set() { console.error('it fired'); } })"
# What a reader of a document can see or hear of it, and what no text of a story may have become.
SEEN = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll("script, style, template").forEach((e) => e.remove());
  const said = ["title", "aria-label", "placeholder", "value", "alt", "content"];
  const attributes = [...document.querySelectorAll("*")].flatMap((e) =>
    said.map((name) => e.getAttribute(name)).filter(Boolean));
  return [document.title, body.textContent, ...attributes].join("\\n");
}"""
MADE = """() => [...document.querySelectorAll("*")].filter((e) =>
  [...e.attributes].some(({ name, value }) => name.startsWith("on") || name === "srcdoc" ||
    ["href", "src", "action"].includes(name) && /^\\W*javascript:/i.test(value) ||
    ["src", "style", "action"].includes(name) && value.includes("198.51")) ||
  e.matches("math, iframe[srcdoc], h1 ~ h1, b[onmouseover]")).map((e) => e.outerHTML)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story with every payload in every place."""
    return every_place(tmp_path_factory.mktemp("payloads") / "story")


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Iterator[str]:
    """The address of the hostile story's page."""
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as started:
        yield started


# Where a payload stands, as the text beside it says.
CLAIM = ("says", "asserted", "quote", "value", "publisher", "label", "subject")
CLAIM = (*CLAIM, "cites", "reason", "correction")
SOURCE = ("source-title", "author", "credit", "url-note", "published-note", "seen-at")
PLACE = ("name-en", "name-ko", "kind", "method", "note", "feature-source")
LAYER = ("layer-title", "attribution")
STORY = ("title", "summary")
CHOICES = ("account", "measure")


def put(number: int, place: str) -> str:
    """A payload, and where it stands."""
    return f"{PAYLOADS[number]} @{place}"


def toml(**fields: str | int | list[str]) -> str:
    """Fields as lines of TOML; what JSON writes is TOML, too."""
    return "".join(f"{n} = {json.dumps(v, ensure_ascii=False)}\n" for n, v in fields.items())


def every_place(folder: Path) -> Path:
    """The small story, and beside what it has each payload in each place of a story."""
    small_story(folder)
    numbers = range(len(PAYLOADS))
    # There is one title and one summary: they have some of each kind.
    change(folder, "seeds/story.toml", '"The bridge over the Ossa"', quoted(joined(200, "title")))
    change(folder, "seeds/story.toml", '"It is invented."', quoted(joined(600, "summary")))
    with (folder / "seeds" / "story.toml").open("a", encoding="utf-8", newline="\n") as story:
        for i in numbers:
            story.write(f"a{i} = {{ label = {quoted(put(i, 'label'))}, kind = 'text' }}\n")
        for i in numbers:
            story.write(f"\n[subjects.s{i}]\n" + toml(name=put(i, "subject"), place=f"p{i}"))
            story.write(f"[accounts.c{i}]\n")
            story.write(toml(name=put(i, "account"), asserters=[put(i, "asserted")]))
            story.write(f"[measures.m{i}]\n")
            story.write(toml(label=put(i, "measure"), kind="distance", of=["ossa-bridge", f"p{i}"]))
    for i in numbers:
        (folder / "seeds" / f"p{i}.toml").write_text(source(i), "utf-8", newline="\n")
    catalogue(folder)
    path = folder / "data" / "catalogue.json"
    entries = json.loads(path.read_text("utf-8"))
    entries["layers"] += [layer(folder, i, entries["layers"][1]) for i in numbers]
    path.write_text(json.dumps(entries), "utf-8")
    return folder


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def joined(limit: int, place: str) -> str:
    """As many payloads in one text as it may hold."""
    text = ""
    for i in range(len(PAYLOADS)):
        if len(f"{text} {put(i, place)}") <= limit:
            text = f"{text} {put(i, place)}".strip()
    return text


def source(i: int) -> str:
    """A source with a payload in each field, and two claims that contradict each other.

    One of them cites, one is rebutted, and a third has been retracted.
    """
    says = {"says": put(i, "says"), "asserted_by": put(i, "asserted"), "quote": put(i, "quote")}
    head = toml(
        id=f"p{i}",
        publisher=put(i, "publisher"),
        title=put(i, "source-title"),
        author=put(i, "author"),
        credit=put(i, "credit"),
        published="2031-05-16",
        published_note=put(i, "published-note"),
        url=address(i),
        url_note=put(i, "url-note"),
        read="excerpt",
        seen_at=put(i, "seen-at"),
    )
    after = {"basis": "cites", "cites": [put(i, "cites")]}
    wrong = {"rebuts": [f"p{i}/one"], "reason": put(i, "reason")}
    claims = [
        toml(id="one", about=f"p{i}", attribute=f"a{i}", value=put(i, "value"), **says),
        toml(id="other", about=f"p{i}", attribute=f"a{i}", value="something else", **says, **after),
        toml(id="subject", about=f"s{i}", attribute="event", **says, **wrong),
        toml(id="old", about=f"p{i}", attribute="event", **says),
    ]
    taken_back = toml(
        date="2031-05-17", kind="retraction", claims=["old"], says=put(i, "correction")
    )
    told = [f"\n[[claim]]\n{claim}" for claim in claims]
    return "".join([f"[source]\n{head}", *told, f"\n[[correction]]\n{taken_back}"])


def address(i: int) -> str:
    """An address with a payload in it, as an address may hold one."""
    return f"https://courier.example/?q={quote(PAYLOADS[i])}"


def layer(folder: Path, i: int, like: dict[str, Any]) -> dict[str, Any]:
    """A layer of one place with a payload in each text, and its entry in the catalogue."""
    at = [110 + 0.1 * (i % 8), 50 + 0.1 * (i // 8)]
    names = {"en": [put(i, "name-en")], "ko": [put(i, "name-ko")]}
    properties = {"id": f"p{i}", "role": "point", "kind": put(i, "kind"), "names": names}
    properties |= {"accuracy_m": 30, "method": put(i, "method"), "note": put(i, "note")}
    properties |= {"source": put(i, "feature-source"), "url": address(i)}
    geometry = {"type": "Point", "coordinates": at}
    feature = {"type": "Feature", "id": f"p{i}", "properties": properties, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    (folder / "data" / f"l{i}.geojson").write_text(text, "utf-8", newline="\n")
    return like | {
        "id": f"l{i}",
        "file": f"l{i}.geojson",
        "title": put(i, "layer-title"),
        "description": put(i, "description"),
        "licence": put(i, "licence"),
        "attribution": put(i, "attribution"),
        "source": put(i, "layer-source"),
        "features": 1,
        "geometry_types": ["Point"],
        "bbox": [*at, *at],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


# -- looking


def trip(page: Page) -> list[str]:
    """Set the tripwire in every document the page will load; what it catches."""
    caught: list[str] = []
    page.add_init_script(TRIPWIRE)
    page.on("console", lambda m: caught.append(m.text) if "it fired" in m.text else None)
    page.on("dialog", lambda dialog: caught.append(dialog.message))
    page.on("popup", lambda popup: caught.append(popup.url))
    return caught


def missing(text: str, places: tuple[str, ...]) -> list[str]:
    """The payloads of the places that are not in a text to the letter."""
    wanted = [put(i, place) for place in places for i in range(len(PAYLOADS))]
    return [each for each in wanted if each not in text]


def frame_of(one: Reader) -> Frame:
    """The map's frame."""
    return next(f for f in one.page.frames if "streamlit_folium" in f.url)


def test_the_tripwire_is_heard(browser: Browser) -> None:
    """In a page that escapes nothing, eight payloads run and is caught, by the same listeners."""
    page = browser.new_page()
    caught = trip(page)
    page.goto("about:blank")
    heard = 0
    for payload in PAYLOADS:
        page.set_content(f"<body>{payload}</body>")
        page.wait_for_timeout(20)
        heard += bool(caught)
        caught.clear()
    page.close()
    assert heard == 8


POPUPS = """() => {
  const said = [];
  map.eachLayer((layer) => {
    if (!layer.getPopup?.() || !layer.feature) return;
    layer.openPopup();
    const popup = document.querySelector(".leaflet-popup-content");
    if (popup) said.push(popup.textContent);
  });
  map.closePopup();
  return said.join("\\n");
}"""


CLICKED = """() => [...document.querySelectorAll("path.cm-point")].map((point) => {
  const { x, y } = point.getBoundingClientRect();
  point.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: x, clientY: y }));
  return document.querySelector(".leaflet-popup-content")?.textContent;
}).join("\\n")"""
# Where the page shows what, where the map does, and where the exported page does.
ON_PAGE = (*CLAIM, *SOURCE, "name-en", "name-ko", "kind", "method", *LAYER, *CHOICES)
ON_MAP = (*CLAIM, "name-en", "name-ko", "kind", "note", "feature-source", "attribution", "measure")
IN_FILE = (*CLAIM, *SOURCE, "name-en", "name-ko", "kind", "method", *LAYER, "measure")
IN_FILE = (*IN_FILE, "description", "licence", "layer-source")


@pytest.mark.browser
def test_the_page_and_the_map_show_every_payload_to_the_letter(reader: Open, hostile: str) -> None:
    """In tables, lists, switches, choices, labels, popups; nothing runs, and the map draws."""
    one = reader(hostile)
    caught = trip(one.page)
    one.open(seconds=60)
    frame = frame_of(one)
    assert missing(one.page.evaluate(SEEN), ON_PAGE) == []
    assert missing(frame.evaluate(SEEN) + frame.evaluate(POPUPS), ON_MAP) == []
    assert one.page.evaluate(MADE) == frame.evaluate(MADE) == []
    assert one.map.locator("path.cm-point").count() == len(PAYLOADS) + 1
    assert caught == one.errors == one.outside == []


@pytest.mark.browser
def test_the_exported_page_shows_every_payload_to_the_letter(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    """Opened from disk, where no server's header stands in the way."""
    story = load_story(folder)
    file = tmp_path / "map.html"
    file.write_bytes(make(snapshot_of(story, default_view(story)), "html"))
    page = browser.new_page()
    caught = trip(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.locator("path.cm-point").first.wait_for()
    assert missing(page.evaluate(SEEN), IN_FILE) == []
    assert missing(page.evaluate(CLICKED), ("note", "feature-source")) == []
    assert page.evaluate(MADE) == []
    assert page.locator("path.cm-point").count() == len(PAYLOADS) + 1
    assert caught == [] and {url.partition(":")[0] for url in asked} <= {"file", "data"}
    page.close()


@pytest.mark.browser
def test_no_parameter_of_an_address_is_more_than_a_text(reader: Open, hostile: str) -> None:
    """Each payload in each parameter, and as a parameter's name, as many at once as there is room.

    What each comes to by itself is tested without a page, below.
    """
    one = reader(hostile)
    caught = trip(one.page)
    one.open(seconds=60)
    one.in_map("(window.mark = 'same', 0)")
    texts, names = [*groups(), *REFUSED], sorted(NAMES)
    for shift in range(len(texts)):
        turned = [*texts[shift:], *texts[:shift]]
        query = dict(zip([*names, turned[-1]], turned, strict=False))
        one.go_to(f"?{urlencode(query)}")
        search = " ".join(plain(query["search"]).split())
        expect(one.page.locator("#cm-search")).to_have_value(search)
        assert one.page.evaluate(MADE) == []
    assert one.in_map("window.mark") == "same"
    assert caught == one.errors == one.outside == []


@pytest.mark.browser
def test_steps_that_overtake_each_other_end_at_the_last(
    reader: Open, folder: Path, tmp_path: Path
) -> None:
    """However fast a reader goes from address to address; no run of the page fails meanwhile.

    Each step asks the server twice, Streamlit's own way and ours, and this story has many switches.
    """
    log = tmp_path / "server.log"
    with serve(ROOT / "app.py", log, TUMEN_STORY=str(folder)) as started:
        one = reader(started)
        one.open(seconds=60)
        field = one.page.locator("#cm-search")
        for storm in range(3):
            for step in range(8):
                one.go_to(f"?search=n{storm}x{step}{'&layers=river' * (step % 2)}")
                one.page.wait_for_timeout((0, 3, 20, 80, 200)[(storm + step * step) % 5])
            expect(field).to_have_value(f"n{storm}x7")
    assert "Traceback" not in log.read_text("utf-8")
    assert one.errors == one.outside == []


@pytest.mark.browser
def test_title_and_summary_show_every_payload_to_the_letter(
    reader: Open, hostile: str, folder: Path
) -> None:
    """There is one of each in a story, so as many payloads at a time as a title holds."""
    file = folder / "seeds" / "story.toml"
    before = file.read_text("utf-8")
    one = reader(hostile)
    caught = trip(one.page)
    old = {place: joined(limit, place) for place, limit in (("title", 200), ("summary", 600))}
    try:
        for text in groups():
            new = before
            for place in old:
                new = new.replace(quoted(old[place]), quoted(f"{text} @{place}"))
            file.write_text(new, "utf-8", newline="\n")
            one.page.goto(hostile)
            expect(one.page.locator("h1")).to_have_text(" ".join(f"{text} @title".split()))
            expect(one.page).to_have_title(f"{text} @title")
            expect(one.page.locator(".cm-masthead")).to_contain_text(f"{text} @summary")
            assert one.page.evaluate(MADE) == []
    finally:
        file.write_text(before, "utf-8", newline="\n")
    assert caught == one.errors == one.outside == []


def groups(limit: int = 190) -> Iterator[str]:
    """All payloads, as many in one text as it may hold."""
    text = ""
    for payload in PAYLOADS:
        if text and len(f"{text} {payload}") > limit:
            yield text
            text = ""
        text = f"{text} {payload}".strip()
    yield text


@pytest.mark.browser
def test_the_names_of_files_are_texts(reader: Open, tmp_path: Path) -> None:
    """In the list of what is wrong with a story's files, whatever they are called."""
    folder = small_story(tmp_path / "story")
    names = [p.replace("/", "∕") for p in (*PAYLOADS, *REFUSED) if "\0" not in p]
    for name in names:
        (folder / "seeds" / f"{name}.toml").write_text("x = \n", "utf-8")
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as started:
        one = reader(started)
        caught = trip(one.page)
        one.page.goto(started)
        box = one.page.get_by_role("alert")
        box.wait_for(timeout=60_000)
        text = box.evaluate("(e) => e.textContent")
        assert [n for n in names[: len(PAYLOADS)] if f"seeds/{n}.toml" not in text] == []
        assert set(text) & set("\x07\x1b\x7f\x9b\u202e\u2066") == set()
        assert one.page.evaluate(MADE) == []
    assert caught == one.errors == one.outside == []


@pytest.mark.browser
def test_the_name_of_a_dropped_file_is_a_text(reader: Open, hostile: str) -> None:
    """The name of a file dropped to be opened again is shown, what is wrong is said."""
    one = reader(hostile)
    caught = trip(one.page)
    one.open(seconds=60)
    one.page.get_by_role("button", name="Export").click()
    box = one.page.get_by_role("dialog")
    expect(box.locator("img").first).to_be_visible(timeout=60_000)
    for name in groups():
        file = {"name": f"{name}.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
        box.locator("input[type=file]").set_input_files(files=[file])
        expect(box.get_by_role("alert")).to_be_visible()
        expect(box.get_by_title(f"{name}.png")).to_be_visible()
        assert one.page.evaluate(MADE) == []
    assert caught == one.errors == one.outside == []


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("field", ["publisher", "title", "url"])
def test_a_record_with_a_control_is_refused_in_words(tmp_path: Path, text: str, field: str) -> None:
    """And what is said of it holds none."""
    folder = small_story(tmp_path / "story")
    escaped = json.dumps(f"https://{text}" if field == "url" else text).replace("\x7f", "\\u007f")
    change(folder, "seeds/gazette.toml", 'publisher = "Gazette"', f"{field} = {escaped}")
    with pytest.raises(StoryError) as caught:
        load_story(folder)
    said = "\n".join(map(str, caught.value.problems))
    assert f"seeds/gazette.toml: source: {field} = " in said
    assert shown(text) in said
    assert all(line.isprintable() for line in said.splitlines())


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if quote(p, safe=":/") != p])
def test_an_address_is_one_or_is_refused(tmp_path: Path, payload: str) -> None:
    """No text of the list is a source's address as it stands."""
    folder = small_story(tmp_path / "story")
    change(
        folder, "seeds/gazette.toml", 'read = "excerpt"', f"read = 'excerpt'\n{toml(url=payload)}"
    )
    with pytest.raises(StoryError, match=r"seeds/gazette\.toml: source: url = "):
        load_story(folder)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_address_of_the_page_gives_a_view_whatever_it_holds(tmp_path: Path, name: str) -> None:
    """Each payload in each parameter: a view comes out, and none but a search holds the text."""
    story = load_story(small_story(tmp_path / "story"))
    for text in (*PAYLOADS, *REFUSED):
        view, unknown = from_query({name: [text]}, story)
        if name != "search":
            assert unknown == (name,)
        assert replace(view, scope=replace(view.scope, search="")) == default_view(story)
