"""Weighing claims as readers do, in Chromium, without a connection.

Whatever is done, the map's frame is never mounted anew, and position, layers and selection stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.conftest import LATE, ROOT, Reader, until
from tests.crowded_story import crowded_story
from tests.server import free_port, serve

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]

CARD = ".st-key-card-box"
SITES = "path.cm-reported-site:not(.cm-absent)"
LENGTHS = "path.cm-reported-length:not(.cm-absent)"
WHERE = [42.41, 130.65, 14.5]


def moved(reader: Open, query: str = "") -> Reader:
    """A reader who has moved the map and switched the borders off, with the frame marked."""
    one = reader()
    one.open(query)
    one.map.locator(".leaflet-container").click(position={"x": 60, "y": 60})
    one.in_map(
        f"(window.mark = 'same', map.setView({WHERE[:2]}, {WHERE[2]}, {{animate: false}}), 0)"
    )
    one.page.locator(".st-key-stage label", has_text="State borders").click()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    assert near(one.view(), WHERE)
    return one


def near(found: list[float], wanted: list[float]) -> bool:
    """Whether two positions are the same to a few metres, as an address has them."""
    return all(abs(a - b) < 0.0005 for a, b in zip(found, wanted, strict=True))


def assert_nothing_lost(one: Reader, place: str = "Tumen road bridge site") -> None:
    """The same frame, where it was, with the borders still off and the same place selected."""
    assert one.in_map("window.mark") == "same"
    assert near(one.view(), WHERE)
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text(place)
    assert one.errors == [] and one.outside == []


def asked(one: Reader) -> dict[str, list[str]]:
    """The query of the address."""
    return parse_qs(urlsplit(one.page.evaluate("location.href")).query)


def wait_for_query(one: Reader, name: str, value: str | None) -> None:
    """Wait until the address has a parameter, or has it no more."""
    one.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name, [None]) == [value])


def left(one: Reader) -> Locator:
    """The line that says how much is left."""
    return one.page.locator(".cm-left")


def pick(one: Reader, part: str, text: str) -> Locator:
    """The button of a conflict or an event."""
    return one.page.locator(f"#cm-{part} .cm-pick", has_text=text).first


def slide_to(one: Reader, day: str) -> None:
    """Drag the slider to a day, as its own events tell it."""
    one.page.locator("#cm-asof").evaluate(
        """(slider, day) => {
          slider.value = Math.round((Date.parse(day) - Date.parse(slider.dataset.days)) / 864e5);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        day,
    )


def test_the_slider_goes_back_to_what_was_known(reader: Open) -> None:
    """On 1 May 2025 under construction, due at several times, two sites; today open, three."""
    one = moved(reader)
    expect(one.map.locator(SITES)).to_have_count(3)
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text("Opened 7 September 2026")
    slide_to(one, "2025-05-01")
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text(
        "Planned; under construction since 30 April 2025"
    )
    expect(left(one)).to_have_text(
        "87 of 94 claims, 11 sources, 11 places, 8 conflicts, as known on 1 May 2025."
    )
    expect(one.map.locator(SITES)).to_have_count(2)
    card = one.page.locator(CARD)
    for due in ("by about June 2026", "18 months from start of construction", "by December 2025"):
        expect(card.get_by_text(due, exact=True)).to_be_visible()
    expect(one.page.locator(".cm-forecasts")).to_contain_text("is not known to have opened")
    assert_nothing_lost(one)
    slide_to(one, "2026-09-08")
    expect(left(one)).to_have_text("94 claims, 16 sources, 11 places, 8 conflicts.")
    wait_for_query(one, "as-of", None)


def test_the_slider_works_from_the_keyboard(reader: Open) -> None:
    """Each arrow is a day; the day is said in words."""
    one = reader()
    one.open()
    slider = one.page.get_by_role("slider", name="As known on")
    slider.focus()
    one.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "7 September 2026")
    expect(left(one)).to_contain_text("as known on 7 September 2026")


def test_the_area_of_the_site_follows_the_day(reader: Open) -> None:
    """With two reported sites known it is smaller than with three, and as before afterwards."""
    one = reader()
    one.open()
    height = "document.querySelector('path.cm-uncertainty-area').getBBox().height"
    whole = one.in_map(height)
    slide_to(one, "2025-05-01")
    expect(one.map.locator(SITES)).to_have_count(2)
    assert one.in_map(height) < whole * 0.95
    slide_to(one, "2026-09-08")
    expect(one.map.locator(SITES)).to_have_count(3)
    assert one.in_map(height) == pytest.approx(whole, rel=0.01)


def test_a_search_in_hangul_finds_the_river(reader: Open) -> None:
    """The river and what bears its name stay; everything else is faint and without a label."""
    one = moved(reader)
    one.page.get_by_role("searchbox", name="Search").fill("두만강")
    expect(one.page.locator(".cm-chips")).to_contain_text("Tumen River")
    wait_for_query(one, "search", "두만강")
    until(lambda: one.map.locator("path.cm-point.cm-faint").count() > 5)
    assert one.map.locator("path.cm-f.cm-river.cm-faint").count() == 0
    labels = one.map.locator(".cm-label:not(.cm-hidden) .cm-tip-name").all_inner_texts()
    assert "Tumen River" in labels and "Boundary marker 423" not in labels
    assert_nothing_lost(one)
    one.page.locator(".cm-chips").get_by_role("button", name="Tumen River", exact=True).click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen River")


@pytest.mark.parametrize("name", ["Tumen", "Tumangan", "Туманная", "두만강", "图们江"])
def test_every_name_of_the_river_finds_it(reader: Open, name: str) -> None:
    """In whatever script it is written."""
    one = reader()
    one.open(f"?search={quote(name)}")
    expect(one.page.locator(".cm-chips")).to_contain_text("Tumen River")


def test_a_filter_narrows_map_table_timeline_and_conflicts(reader: Open) -> None:
    """One source: its claims, its conflicts, its events; taken away again by its chip."""
    one = moved(reader)
    one.page.locator("#cm-filters summary").click()
    one.page.get_by_label("Source", exact=True).select_option("korea-daily-2025-05")
    expect(left(one)).to_contain_text("30 of 94 claims, 1 source")
    expect(one.page.locator("#cm-conflicts .cm-conflict")).to_have_count(1)
    expect(one.page.locator("#cm-conflicts")).to_contain_text(
        "The Korea Daily gives values that contradict each other."
    )
    expect(one.page.locator("#cm-claims h2")).to_have_text("Claims (30)")
    expect(one.page.locator("#cm-timeline h2")).to_have_text("Timeline (3)")
    expect(one.map.locator(SITES)).to_have_count(0)
    assert_nothing_lost(one)
    one.page.get_by_role("button", name="Remove the filter Source").click()
    expect(left(one)).to_contain_text("94 claims, 16 sources")
    expect(one.map.locator(SITES)).to_have_count(3)
    assert_nothing_lost(one)


def test_a_filter_that_leaves_nothing_says_so_and_offers_to_clear_itself(reader: Open) -> None:
    """Not an empty page without a word."""
    one = moved(reader)
    one.page.get_by_role("searchbox", name="Search").fill("zzzz")
    alert = one.page.get_by_role("alert")
    expect(alert).to_contain_text("Nothing here answers to that.")
    alert.get_by_role("button", name="Clear all filters").click()
    expect(left(one)).to_contain_text("94 claims, 16 sources")
    expect(one.page.get_by_role("searchbox", name="Search")).to_have_value("")
    assert_nothing_lost(one)


def test_by_whose_account_redraws_the_page(reader: Open) -> None:
    """Kommersant gives no site: none is drawn; the card, the conflicts and the count follow."""
    one = moved(reader)
    one.page.get_by_label("By whose account").select_option("kommersant")
    expect(left(one)).to_have_text(
        "2 of 94 claims, 2 sources, 1 place, 0 conflicts, by the account of Kommersant. "
        "Not on the map, since no claim here says where it is: Tumen road bridge site."
    )
    expect(one.map.locator("path.cm-uncertainty-area.cm-absent")).to_have_count(1)
    expect(one.page.locator(CARD)).to_contain_text(
        "Not drawn: no claim in this view says where it is."
    )
    expect(one.page.locator("#cm-conflicts h2")).to_have_text("Conflicts (0)")
    assert_nothing_lost(one)
    one.page.get_by_label("By whose account").select_option("russian-government")
    expect(one.page.locator("#cm-conflicts")).to_contain_text("1,005 m")
    expect(one.map.locator(LENGTHS)).to_have_count(0)  # how long, and nobody here says where
    one.page.get_by_label("By whose account").select_option("")
    expect(one.map.locator(LENGTHS)).to_have_count(3)
    assert_nothing_lost(one)


def test_a_conflict_is_shown_side_by_side_and_drawn_to_scale(reader: Open) -> None:
    """800, 850 and 1,005 m: who asserts each, where, when; three lines of these lengths."""
    one = moved(reader)
    pick(one, "conflicts", "Length").click()
    expect(one.map.locator("path.cm-picked")).to_have_count(3)
    box = one.page.locator(".cm-conflict.cm-is-picked")
    for text in (
        "800 m", "Interfax, in The Korea Herald, 12 March 2025",
        "850 m", "Russia’s transport minister, in TASS, 30 April 2025",
        "1,005 m", "Russian government, in Espreso, 30 April 2025",
    ):  # fmt: skip
        expect(box).to_contain_text(text)
    assert box.get_by_role("link").count() == 3
    lengths = one.in_map(
        "[...Object.values(map._layers)]"
        ".filter((l) => l.options.className?.includes('reported-length'))"
        ".map((l) => { const [a, b] = l.getLatLngs(); return Math.round(a.distanceTo(b)); }).sort()"
    )
    # Leaflet's own distance is on a sphere: some tenths of a per cent off.
    assert [round(n / 10) for n in sorted(lengths)] == [
        pytest.approx(metres / 10, abs=0.5) for metres in (800, 850, 1005)
    ]
    assert_nothing_lost(one)


def test_a_click_on_a_far_conflict_goes_there(reader: Open) -> None:
    """Who held an office in Pyongyang: the map shows Pyongyang, the card begins with it."""
    one = moved(reader)
    pick(one, "conflicts", "Office held").click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Pyongyang")
    first = one.page.locator(f"{CARD} section").first
    expect(first).to_contain_text("Pak Thae-song: Office held ≠ in conflict")
    until(lambda: np.allclose(one.view(), (39, 125.75, 4), rtol=0, atol=1.01))
    assert one.in_map("window.mark") == "same"
    expect(one.map.locator("path.cm-border")).to_have_count(0)


def test_an_event_selects_its_place_and_claims(reader: Open) -> None:
    """The rail bridge's opening, in sight: selected without a move, its claims first."""
    one = moved(reader)
    event = pick(one, "timeline", "Opening: Khasan–Tumangang rail bridge")
    event.click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Khasan–Tumangang rail bridge")
    expect(one.page.locator(f"{CARD} section").first).to_contain_text("August 1959")
    expect(event).to_have_attribute("aria-pressed", "true")
    assert_nothing_lost(one, "Khasan–Tumangang rail bridge")


def test_an_event_can_be_selected_from_the_keyboard(reader: Open) -> None:
    """It is a button: focus, then Enter; the focus stays on it."""
    one = reader()
    one.open()
    event = pick(one, "timeline", "Opening: Khasan–Tumangang rail bridge")
    event.focus()
    one.page.keyboard.press("Enter")
    expect(event).to_have_attribute("aria-pressed", "true")
    expect(event).to_be_focused()


def test_forecasts_are_held_against_the_outcome_in_words(reader: Open) -> None:
    """How early or late each was, beside its value and a line where it opened."""
    one = reader()
    one.open()
    told = one.page.locator(".cm-forecasts .cm-values > li .cm-value").all_inner_texts()
    assert told == [
        "by December 2025 late: opened 250 days after",
        "2026 right",
        "by about June 2026 late: opened 69 days after",
        "summer 2026 late: opened 7 days after",
        "18 months from start of construction that is 30 October 2026 early: opened 53 days before",
        "by December 2026 right, with 115 days to spare",
    ]
    expect(one.page.locator(".cm-forecasts .cm-line")).to_have_count(1)


def test_marks_stand_at_places_with_conflicts(reader: Open) -> None:
    """Six at the road bridge; a press on the mark selects the place."""
    one = reader()
    one.open("?place=none")
    mark = one.map.locator(".cm-mark", has_text="≠ 6")
    expect(mark).to_have_count(1)
    mark.locator("span").click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")


def test_the_back_button_goes_back_step_by_step(reader: Open) -> None:
    """Search, then day, then layer: each comes back, with its fields, without a new frame."""
    one = moved(reader)
    one.page.get_by_role("searchbox", name="Search").fill("두만강")
    wait_for_query(one, "search", "두만강")
    slide_to(one, "2025-05-01")
    expect(left(one)).to_contain_text("as known on 1 May 2025")
    wait_for_query(one, "as-of", "2025-05-01")
    one.page.go_back()
    expect(left(one)).to_have_text("58 of 94 claims, 15 sources, 4 places, 6 conflicts.")
    expect(one.page.get_by_role("searchbox", name="Search")).to_have_value("두만강")
    assert_nothing_lost(one)
    one.page.go_back()
    expect(left(one)).to_have_text("94 claims, 16 sources, 11 places, 8 conflicts.")
    expect(one.page.get_by_role("searchbox", name="Search")).to_have_value("")
    assert_nothing_lost(one)
    one.page.go_back()
    expect(one.map.locator("path.cm-border").first).to_be_attached()
    expect(one.page.get_by_role("checkbox", name="State borders")).to_be_checked()
    one.page.go_forward()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    assert one.in_map("window.mark") == "same"


def test_steps_back_and_forth_on_a_slow_line(reader: Open) -> None:
    """Each press as soon as the last is seen, while the answer to its other half is under way."""
    one = reader()
    one.page.context.add_init_script(LATE % 500)
    one.open()
    one.page.get_by_role("searchbox", name="Search").fill("두만강")
    wait_for_query(one, "search", "두만강")
    slide_to(one, "2025-05-01")
    wait_for_query(one, "as-of", "2025-05-01")
    step = one.page.evaluate
    for _ in range(4):
        for move, found in ((-1, "58 of"), (-1, "94 claims"), (1, "58 of"), (1, "51 of")):
            step(f"history.go({move})")
            expect(left(one)).to_contain_text(found)
    assert one.errors == one.outside == []


@pytest.mark.parametrize("wait", [0, 100, 400])
def test_who_goes_back_before_an_answer_is_where_the_address_says(reader: Open, wait: int) -> None:
    """What was pressed before is not written over the address that was gone back to."""
    one = reader()
    one.page.context.add_init_script(LATE % 500)
    one.open()
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator("path.cm-river")).to_have_count(0)
    one.page.wait_for_url(lambda url: "layers=" in url)
    pick(one, "conflicts", "Office held").click()
    one.page.wait_for_timeout(wait)
    one.page.go_back()
    expect(one.page.get_by_role("checkbox", name="Tumen River")).to_be_checked()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")
    one.page.wait_for_timeout(1500)
    assert set(asked(one)) <= {"at"}
    expect(one.page.get_by_role("checkbox", name="Tumen River")).to_be_checked()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")


def test_a_field_keeps_what_is_typed_while_an_earlier_answer_comes(reader: Open) -> None:
    """And has what was asked for last when all are answered; the slider, too."""
    one = reader()
    one.page.context.add_init_script(LATE % 700)
    one.open()
    one.page.locator("#cm-filters summary").click()
    one.page.get_by_label("Source", exact=True).select_option("al-jazeera-2025-04-30")
    field = one.page.get_by_role("searchbox", name="Search")
    field.press_sequentially("bridge")
    wait_for_query(one, "search", "bridge")
    expect(field).to_have_value("bridge")
    slide_to(one, "2025-05-01")
    field.press_sequentially("s")
    wait_for_query(one, "search", "bridges")
    wait_for_query(one, "as-of", "2025-05-01")
    one.page.wait_for_timeout(1500)
    expect(field).to_have_value("bridges")
    expect(one.page.get_by_label("As known on, as a date")).to_have_value("2025-05-01")
    one.page.locator("#cm-filters summary").focus()
    one.page.locator(".cm-chips").get_by_role("button", name="bridges").click()
    expect(field).to_have_value("")


def test_the_same_choice_can_be_made_again(reader: Open) -> None:
    """After it was taken back elsewhere."""
    one = reader()
    one.open()
    one.page.locator("#cm-filters summary").click()
    account = one.page.get_by_label("By whose account")
    for _ in range(2):
        account.select_option(index=2)
        wait_for_query(one, "account", account.input_value())
        one.page.go_back()
        wait_for_query(one, "account", None)
        expect(account).to_have_value("")


DROPPING = """(() => {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) { if (!window.dropping) send.call(this, data); };
})()"""


def test_a_press_that_is_lost_on_the_way_is_done_nevertheless(reader: Open) -> None:
    """As when the line is down for a moment."""
    one = reader()
    one.page.context.add_init_script(DROPPING)
    one.open()
    one.page.evaluate("window.dropping = true")
    one.page.get_by_role("searchbox", name="Search").fill("두만강")
    one.page.wait_for_timeout(1000)
    one.page.evaluate("window.dropping = false")
    expect(left(one)).to_contain_text("58 of 94 claims")
    wait_for_query(one, "search", "두만강")
    assert one.errors == one.outside == []


def test_a_press_after_the_server_was_started_anew_is_done(reader: Open) -> None:
    """It knows nothing of the reader then; the address still tells the view."""
    port = free_port()
    with serve(ROOT / "app.py", port=port) as started:
        one = reader(started)
        one.open()
        slide_to(one, "2025-05-01")
        wait_for_query(one, "as-of", "2025-05-01")
    with serve(ROOT / "app.py", port=port):
        one.page.get_by_role("searchbox", name="Search").fill("두만강")
        expect(left(one)).to_contain_text("51 of 94 claims", timeout=60_000)
        wait_for_query(one, "search", "두만강")


def test_going_back_from_a_far_place_brings_the_map_back(reader: Open) -> None:
    """Also when the address before had no position: then the map is as it began."""
    one = reader()
    one.open()
    one.page.wait_for_timeout(1000)  # the frame has its height after the map
    begun = one.view()
    pick(one, "conflicts", "Office held").click()
    wait_for_query(one, "place", "pyongyang")
    one.page.wait_for_url(lambda url: "at" in parse_qs(urlsplit(url).query))
    one.page.wait_for_timeout(800)
    one.page.go_back()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")
    until(lambda: near(one.view(), begun))


def test_a_link_opens_the_same_page_elsewhere(reader: Open) -> None:
    """Layers, filters, day, position and selection; the button copies just that address."""
    one = moved(reader)
    one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.page.get_by_role("searchbox", name="Search").fill("bridge")
    wait_for_query(one, "search", "bridge")
    slide_to(one, "2025-05-01")
    wait_for_query(one, "as-of", "2025-05-01")
    pick(one, "conflicts", "Width").click()
    wait_for_query(one, "pick", "road-bridge.width")
    assert asked(one)["at"] == ["42.40998,130.64995,14.5"]
    one.page.get_by_role("button", name="Copy link").click()
    expect(one.page.get_by_text("Link copied.")).to_be_visible()
    link = one.page.evaluate("navigator.clipboard.readText()")
    assert link == one.page.evaluate("location.href")
    other = reader()
    other.open(f"?{urlsplit(link).query}")
    expect(left(other)).to_have_text(left(one).inner_text().removesuffix(" Link copied.") + " ")
    expect(other.page.locator(f"{CARD} section").first).to_contain_text("Width")
    expect(other.map.locator("path.cm-border")).to_have_count(0)
    assert near(other.view(), WHERE)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?as-of=2025-02-30", "as-of"),
        ("?account=%3Cscript%3E", "account"),
        ("?finding=maybe", "finding"),
        ("?source=%7B%7B%207*7%20%7D%7D&source=tass-2025-04-30", "source"),
        ("?at=NaN,1,1", "at"),
        ("?at=99,200,40", "at"),
        ("?pick=__proto__", "pick"),
    ],
)
def test_a_mangled_link_gives_what_it_can_with_a_notice(
    reader: Open, query: str, name: str
) -> None:
    """The notice names what was not understood; the map stands."""
    one = reader()
    one.open(query)
    expect(one.page.get_by_role("alert")).to_contain_text(
        f"The address asks for something this map does not have ({name})."
    )
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")
    assert one.errors == []


def test_a_hostile_search_is_text(reader: Open) -> None:
    """It stands in the field and in its chip, and nothing runs."""
    one = reader()
    text = "<img src=x onerror=window.fired=1>${7*7}{{ 7*7 }}"
    one.open(f"?search={quote(text)}")
    expect(one.page.get_by_role("searchbox", name="Search")).to_have_value(text)
    expect(one.page.locator(".cm-chip")).to_contain_text(text)
    assert one.page.evaluate("window.fired") is None
    assert one.errors == []


def test_what_is_computed_here_is_marked_so(reader: Open) -> None:
    """With the method; in the fold and in the card of the place."""
    one = reader()
    one.open()
    one.page.get_by_text("Computed here (3)").click()
    box = one.page.locator("#cm-measures")
    expect(box).to_contain_text("Rail bridge to the road bridge’s site: 220 to 680 m.")
    expect(box).to_contain_text("Road bridge’s site to Rajin: 34.0 to 34.9 km.")
    expect(box).to_contain_text("13.9 km")
    expect(box).to_contain_text("Computed here, claimed by no source: geodesic")
    expect(one.page.locator(CARD)).to_contain_text("geodesic distance (WGS84)")


def test_a_phone_has_all_of_it_behind_one_button(reader: Open) -> None:
    """Day, account and filters unfold; nothing sticks out."""
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True)
    one.open()
    expect(one.page.locator("#cm-asof")).to_be_hidden()
    one.page.get_by_text("Day, account, filters").click()
    expect(one.page.locator("#cm-asof")).to_be_visible()
    expect(one.page.get_by_label("By whose account")).to_be_visible()
    wide = one.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    )
    assert wide <= 0


def test_two_quick_choices_are_both_kept(reader: Open) -> None:
    """An account and, before it has come, a conflict: both stand, also in the address."""
    one = moved(reader)
    one.page.evaluate(
        """() => {
          const account = document.querySelector("#cm-account");
          account.value = "russian-government";
          account.dispatchEvent(new Event("change", { bubbles: true }));
          setTimeout(() => document.querySelector("#cm-conflicts .cm-pick").click(), 20);
        }"""
    )
    wait_for_query(one, "account", "russian-government")
    wait_for_query(one, "pick", "road-bridge.completion")
    expect(left(one)).to_contain_text("by the account of The Russian government")
    assert near(one.view(), WHERE)


def test_another_size_of_the_window_keeps_the_middle_of_the_map(reader: Open) -> None:
    """A reader's position is what is in the middle, whatever is round it."""
    one = moved(reader)
    size = "[map.getSize().x, map.getSize().y].join()"
    before = one.in_map(size)
    one.page.set_viewport_size({"width": 1100, "height": 700})
    until(lambda: one.in_map(size) != before)
    one.page.wait_for_timeout(500)
    assert near(one.view(), WHERE)
    before = one.in_map(size)
    # As when a style sheet is late: the window stays as it is.
    one.in_map("map.getContainer().style.setProperty('height', '250px', 'important')")
    until(lambda: one.in_map(size) != before)
    one.page.wait_for_timeout(500)
    assert near(one.view(), WHERE)


def test_every_press_of_the_slider_counts(reader: Open) -> None:
    """Twenty arrows are twenty days, and one step to go back by."""
    one = reader()
    one.open()
    steps = one.page.evaluate("history.length")
    slider = one.page.get_by_role("slider", name="As known on")
    slider.focus()
    for _ in range(20):
        one.page.keyboard.press("ArrowLeft")
        one.page.wait_for_timeout(60)
    expect(slider).to_have_attribute("aria-valuetext", "19 August 2026")
    wait_for_query(one, "as-of", "2026-08-19")
    expect(left(one)).to_contain_text("as known on 19 August 2026")
    assert slider.input_value() == "525"
    assert one.page.evaluate("history.length") == steps + 1


def test_a_date_can_be_typed_at_leisure(reader: Open) -> None:
    """What is half typed is not taken for a date of long ago."""
    one = reader()
    one.open()
    field = one.page.get_by_label("As known on, as a date")
    field.focus()
    for key in "05012025":
        one.page.keyboard.press(key)
        one.page.wait_for_timeout(350)
    expect(left(one)).to_contain_text("as known on 1 May 2025")
    assert field.input_value() == "2025-05-01"


def test_a_day_before_all_sources_is_not_there(reader: Open) -> None:
    """Nothing was published yet: the notice says so, and the page shows today."""
    one = reader()
    one.open("?as-of=1999-01-01")
    expect(one.page.get_by_role("alert")).to_contain_text("(as-of)")
    expect(left(one)).to_have_text("94 claims, 16 sources, 11 places, 8 conflicts.")


def test_typing_goes_on_when_a_notice_goes(reader: Open) -> None:
    """The field keeps the focus and every letter."""
    one = reader()
    one.open("?by=zzz")
    one.page.get_by_role("searchbox", name="Search").focus()
    for key in "Tumangang":
        one.page.keyboard.press(key)
        one.page.wait_for_timeout(150)
    expect(one.page.locator("#cm-notice")).to_have_count(0)
    wait_for_query(one, "search", "Tumangang")
    expect(one.page.get_by_role("searchbox", name="Search")).to_have_value("Tumangang")
    expect(one.page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_open_folds_stay_open(reader: Open) -> None:
    """Also when a part above them goes."""
    one = reader()
    one.open()
    one.page.locator("#cm-places summary").click()
    one.page.get_by_role("searchbox", name="Search").fill("Хасан")
    expect(one.page.locator(".cm-forecasts")).to_have_count(0)
    assert one.page.locator("#cm-places").get_attribute("open") is not None
    assert one.page.locator("#cm-claims").get_attribute("open") is None
    assert one.page.locator("#cm-sources").get_attribute("open") is not None


def test_only_what_can_be_selected_is_offered(reader: Open) -> None:
    """A country is found by its name and is no place to go to."""
    one = reader()
    one.open(f"?search={quote('러시아')}")
    expect(one.page.locator("#cm-empty")).to_contain_text("Nothing here answers to that.")
    assert one.page.locator(".cm-chips .cm-link").count() == 0


def test_the_focus_goes_on_where_the_view_is_chosen(reader: Open) -> None:
    """When the button that was pressed goes, by keyboard."""
    one = reader()
    one.open("?finding=conflict")
    one.page.locator(".cm-chip").focus()
    one.page.keyboard.press("Enter")
    expect(one.page.locator(".cm-chip")).to_have_count(0)
    expect(one.page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_an_event_of_no_place_shows_its_claims(reader: Open) -> None:
    """Soldiers hang nowhere on the map: the card shows what is claimed of them."""
    one = reader()
    one.open()
    pick(one, "timeline", "About 600 North Korean soldiers").click()
    card = one.page.locator(CARD)
    expect(card.locator(".cm-title")).to_have_text("North Korean soldiers in the war")
    expect(card).to_contain_text("South Korean lawmakers")


def test_what_is_drawn_and_computed_follows_what_is_known(reader: Open) -> None:
    """On 12 March 2025 one site is known: no axis of a later claim, and no distance to the area."""
    one = reader()
    one.open("?as-of=2025-03-12")
    expect(one.map.locator(SITES)).to_have_count(1)
    expect(one.map.locator("path.cm-derived-axis.cm-absent")).to_have_count(1)
    expect(one.page.locator("#cm-measures h2")).to_have_text("Computed here (1)")


def test_a_position_in_an_address_is_numbers_or_nothing(reader: Open) -> None:
    """It cannot bring other parameters with it."""
    one = reader()
    one.open("?at=1%26account%3DKommersant")
    one.page.get_by_label("By whose account").select_option("kommersant")
    wait_for_query(one, "account", "kommersant")
    assert asked(one).get("at") is None


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a story of 10,000 claims on 500 places is served."""
    folder: Path = crowded_story(tmp_path_factory.mktemp("crowded") / "story")
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as address:
        yield address


def test_a_page_of_ten_thousand_claims_stays_usable(reader: Open, crowded: str) -> None:
    """It opens, filters, pages its table and fills a popup."""
    one = reader(crowded)
    one.open(seconds=120)  # the first reader waits until the server has read it all
    expect(left(one)).to_contain_text("10,000 claims")
    one.page.get_by_role("searchbox", name="Search").fill("site 17")
    expect(left(one)).to_contain_text("of 10,000 claims")
    one.page.get_by_role("searchbox", name="Search").fill("")
    expect(left(one)).to_contain_text("10,000 claims, ")
    one.page.locator("#cm-claims summary").click()
    expect(one.page.locator("#cm-claims tbody tr")).to_have_count(100)
    one.page.get_by_role("button", name="Show more claims").click()
    expect(one.page.locator("#cm-claims tbody tr")).to_have_count(200)
    # On the point itself, and not where it is: other points cover it.
    one.map.locator("path.cm-point").first.dispatch_event("click")
    expect(one.map.locator(".leaflet-popup .cm-card .cm-count").first).to_be_visible()
    assert one.errors == []
