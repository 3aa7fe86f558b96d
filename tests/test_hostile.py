"""Text of a story is text: in the gate, in what folium makes of it, and in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from layers.html.cards import card, masthead
from layers.html.conflicts import conflict_list
from layers.html.gate import html, markdown, plain, safe
from layers.html.leads import lead_list
from layers.html.tables import claims_table, places_table, source_list
from layers.html.timeline import forecasts, measure_list, timeline
from layers.html.view_bar import view_bar
from layers.story import load_story
from layers.story.readings import digest_of
from layers.view import Scope, default_view, scene_of, seen
from layers.webmap.drawing_script import drawing
from layers.webmap.overlay import Move, frame_state
from layers.webmap.template_selftest import self_test
from tests.conftest import ROOT, Reader
from tests.expecting import expect
from tests.payloads import PAYLOADS
from tests.server import serve
from tests.small_story import catalogue, change, small_story


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_gate_leaves_nothing_that_any_layer_would_read(payload: str) -> None:
    """A text has no markup, brace, dollar, backtick or backslash then, and reads the same."""
    out = str(safe(payload))
    assert not re.search(r"[<>\"'\\`${}]", out)
    assert Markup(out).unescape() == payload


def test_the_gate_lets_finished_markup_pass_once() -> None:
    """Text is escaped once, however often it is handed on."""
    assert safe(safe("a < b")) == "a &lt; b"


def test_every_expression_of_a_template_passes_the_gate() -> None:
    """A template has no way to forget it."""
    assert html("note.html", text="{{ 7*7 }}`<b>") == (
        '<p class="cm-note" role="status">&#123;&#123; 7*7 &#125;&#125;&#96;&lt;b&gt;</p>'
    )


def test_control_and_direction_characters_are_dropped() -> None:
    """They could hide or turn the text around them, on a page and in a terminal."""
    assert plain("a\x1b[31mb\u202ec\u2066d\ud800e\nf") == "a[31mbcde f"


def test_markdown_labels_show_their_text_literally() -> None:
    """Links, images, icons and mathematics of Markdown stay text."""
    assert markdown("![x](http://a) :red[b] $c$") == (
        "\\!\\[x\\](http\\://a) \\:red\\[b\\] \\$c\\$"
    )


def test_the_self_test_passes_here() -> None:
    """With the pinned libraries no text of a story is evaluated."""
    self_test()


REBUTTAL = """
[[claim]]
id = "rebuttal"
about = "story"
attribute = "reading"
value = "TEXT"
says = "TEXT"
asserted_by = "Gazette"
basis = "cites"
cites = ["TEXT"]
rebuts = ["gazette/retold"]
reason = "TEXT"

[[correction]]
date = "2031-05-16"
kind = "correction"
claims = ["months"]
says = "TEXT"
"""
READING = """
source = "courier"

[[reading]]
claim = "length"
reader = "TEXT"
on = "2031-05-17"
verdict = "right"
against = "full text"
digest = "DIGEST"
note = "TEXT"
"""


def hostile_story(folder: Path, payload: str) -> Path:
    """The small story with a payload in every text a reader is shown."""
    small_story(folder)
    toml = json.dumps(payload, ensure_ascii=False)[1:-1]
    for file, old in (
        ("seeds/story.toml", 'title = "The bridge over the Ossa"'),
        ("seeds/story.toml", 'summary = "It is invented."'),
        ("seeds/story.toml", 'label = "Length"'),
        ("seeds/courier.toml", 'publisher = "The Velm Courier"'),
        ("seeds/courier.toml", 'says = "It is 120 metres long."'),
        ("seeds/courier.toml", 'asserted_by = "Ada Lund"'),
        ("seeds/courier.toml", 'quote = "120 metres long"'),
        ("data/sites.geojson", '"en": ["Ossa Bridge"]'),
        ("data/sites.geojson", '"zh": ["奥萨桥"]'),
        ("data/rivers.geojson", '"method": "invented"'),
    ):
        new = re.sub(r'"[^"]*"(\]?)$', lambda m: f'"{toml}"{m.group(1)}', old)
        change(folder, file, old, new)
    gazette = folder / "seeds" / "gazette.toml"
    gazette.write_text(gazette.read_text("utf-8") + REBUTTAL.replace("TEXT", toml), "utf-8")
    catalogue(folder)
    path = folder / "data" / "catalogue.json"
    entries = json.loads(path.read_text("utf-8"))
    for layer in entries["layers"]:
        layer |= {"title": payload, "description": payload, "attribution": payload}
    path.write_text(json.dumps(entries), "utf-8")
    digest = digest_of(load_story(folder).claims["courier/length"])
    (folder / "checks").mkdir()
    reading = READING.replace("TEXT", toml).replace("DIGEST", digest)
    (folder / "checks" / "courier.toml").write_text(reading, "utf-8")
    return folder


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives_in_what_the_page_is_made_of(tmp_path: Path, payload: str) -> None:
    """Cards, tables, the frame's script and its state carry the text only behind the gate."""
    story = load_story(hostile_story(tmp_path / "story", payload))
    left = seen(story, Scope())
    made = [
        str(masthead(story)),
        str(source_list(story)),
        str(claims_table(left) + places_table(left)),
        str(view_bar(left, (payload,))),
        str(conflict_list(left, None) + forecasts(left, None) + timeline(left, None)),
        str(measure_list(left) + lead_list(left)),
        *(str(card(left.known, place)) for place in story.places),
        json.dumps(frame_state(scene_of(story, default_view(story)), "light", Move())),
    ]
    for text in [*made, drawing(story)]:
        # Without markup or template characters it is the same text on both sides of the gate.
        assert payload not in text or safe(payload) == payload
    for text in made:
        assert not re.search(r"(href|src)=.?javascript", text)
        assert not re.search(r"<(img|script|svg|iframe|style|b on)", text)


@pytest.mark.browser
def test_a_broken_story_is_a_list_of_what_is_wrong(
    reader: Callable[..., Reader], tmp_path: Path
) -> None:
    """No traceback: each problem with file, record, field, value and what would be right."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/courier.toml", 'value = "2031-05-14"', 'value = "2031-02-30"')
    change(folder, "seeds/gazette.toml", 'about = "story"', 'about = "<b>nowhere</b>"')
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as address:
        one = reader(address)
        one.page.goto(address)
        box = one.page.get_by_role("alert")
        expect(box).to_contain_text("2 things are wrong")
        expect(box).to_contain_text("seeds/courier.toml, opened, value is 2031-02-30")
        expect(box).to_contain_text("<b>nowhere</b>")
        assert "Traceback" not in one.page.content()
        assert one.page.locator("iframe").count() == 0
