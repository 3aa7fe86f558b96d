"""Weighing claims as readers do, in Chromium, without a connection.

Whatever is done, the map's frame is never mounted anew, and position, layers and selection stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Route

from layers.findings.known import first_day, known, last_day
from layers.findings.measures import computed_in
from layers.findings.status import status_of
from layers.findings.timeline import events, forecast_findings, outcomes
from layers.html.basemaps import TITLES
from layers.story import Story
from layers.story.dates import in_words
from layers.view import Scope, from_query, seen, selectable
from tests.conftest import LATE, ROOT, Reader, looking, until
from tests.crowded_story import crowded_story
from tests.expecting import expect
from tests.server import free_port, serve
from tests.told import drawn, left_of, line_of, main_conflicts
from tests.weighed_story import weighed_story

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]

CARD = ".st-key-card-box"
SITE, LENGTH = "reported site", "reported length"  # roles of what is drawn
SITES = "path.cm-reported-site:not(.cm-absent)"
LENGTHS = "path.cm-reported-length:not(.cm-absent)"
WHERE = [42.41, 130.65, 14.5]
MAY_DAY = date(2025, 5, 1)
RIVER = "두만강"


def moved(reader: Open, query: str = "") -> Reader:
    """A reader who has moved the map and switched the borders off, with the frame marked."""
    one = reader()
    one.open(query)
    one.map.locator("#map_div").press("ArrowRight")
    one.in_map(
        f"(window.mark = 'same', map.setView({WHERE[:2]}, {WHERE[2]}, {{animate: false}}), 0)"
    )
    one.page.locator(".st-key-stage label", has_text="State borders").click()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    assert near(one.view(), WHERE)
    return one


def near(found: list[float], wanted: list[float]) -> bool:
    """True if two positions are the same to a few metres, as an address has them."""
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


def pick(one: Reader, part: str, text: str | re.Pattern[str]) -> Locator:
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


def test_the_slider_goes_back_to_what_was_known(visitor: Open, story: Story) -> None:
    """On 1 May 2025 it is under construction and due at several times; today it is open."""
    one = moved(visitor)
    main = story.info.main_place
    now, then = known(story), known(story, MAY_DAY)
    today, earlier = status_of(now, main), status_of(then, main)
    assert today and earlier and (today.state, earlier.state) == ("opened", "planned")
    sites = drawn(story, SITE), drawn(story, SITE, as_of=MAY_DAY)
    assert sites[0] > sites[1] > 0
    expect(one.map.locator(SITES)).to_have_count(sites[0])
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text(today.text)
    slide_to(one, "2025-05-01")
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text(earlier.text)
    expect(left(one)).to_have_text(f"{left_of(story, as_of=MAY_DAY)}, as known on 1 May 2025.")
    expect(one.map.locator(SITES)).to_have_count(sites[1])
    due = then.findings[f"{main}.completion"].values
    assert 1 < len(due) < len(now.findings[f"{main}.completion"].values)
    for value in due:
        expect(one.page.locator(CARD).get_by_text(value.text, exact=True).first).to_be_visible()
    expect(one.page.locator(".cm-forecasts").first).to_contain_text("is not known to have opened")
    assert_nothing_lost(one)
    slide_to(one, last_day(story).isoformat())
    expect(left(one)).to_have_text(f"{left_of(story)}.")
    wait_for_query(one, "as-of", None)


def test_the_slider_works_from_the_keyboard(visitor: Open, story: Story) -> None:
    """Each arrow is a day; the day is said in words."""
    one = visitor()
    one.open()
    slider = one.bar.get_by_role("slider", name="As known on")
    slider.focus()
    one.page.keyboard.press("ArrowLeft")
    before = in_words(str(last_day(story) - timedelta(days=1)))
    expect(slider).to_have_attribute("aria-valuetext", before)
    expect(left(one)).to_contain_text(f"as known on {before}")


def test_the_area_of_the_site_follows_the_day(visitor: Open, story: Story) -> None:
    """With fewer reported sites known it is smaller than with all, and as before afterwards."""
    one = visitor()
    one.open()
    height = "document.querySelector('path.cm-uncertainty-area').getBBox().height"
    whole = one.in_map(height)
    slide_to(one, "2025-05-01")
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE, as_of=MAY_DAY))
    assert one.in_map(height) < whole * 0.95
    slide_to(one, last_day(story).isoformat())
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE))
    assert one.in_map(height) == pytest.approx(whole, rel=0.01)


def test_a_search_in_hangul_finds_the_river(visitor: Open) -> None:
    """The river and what bears its name stay; everything else is faint and without a label."""
    one = moved(visitor)
    one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
    expect(one.page.locator(".cm-chips")).to_contain_text("Tumen River")
    wait_for_query(one, "search", RIVER)
    until(lambda: one.map.locator("path.cm-point.cm-faint").count() > 5)
    assert one.map.locator("path.cm-f.cm-centreline.cm-faint").count() == 0
    labels = one.map.locator(".cm-label:not(.cm-hidden) .cm-tip-name").all_inner_texts()
    assert "Tumen River" in labels and "Boundary marker 423" not in labels
    assert_nothing_lost(one)
    one.page.locator(".cm-chips").get_by_role("button", name="Tumen River", exact=True).click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen River")


def test_every_name_of_the_river_finds_it(visitor: Open) -> None:
    """A search in the address for any name of the river, in whatever script, finds the river."""
    one = visitor()
    one.open("?search=zzzz")
    found = one.page.locator(".cm-chips")
    for name in ("Tumen", "Tumangan", "Туманная", "두만강", "图们江"):
        one.go_to("?search=zzzz")
        expect(found).not_to_contain_text("Tumen River")
        one.go_to(f"?search={quote(name)}")
        expect(found).to_contain_text("Tumen River")


def test_a_filter_narrows_map_table_timeline_and_conflicts(visitor: Open, story: Story) -> None:
    """One source: its claims, its conflicts, its events; taken away again by its chip."""
    one = moved(visitor)
    source = "korea-daily-2025-05"
    found = seen(story, Scope(sources=frozenset({source})))
    of_it = found.claims
    assert {claim.source for claim in of_it} == {source} and found.conflicts
    one.page.locator("#cm-filters summary").click()
    one.bar.get_by_label("Source", exact=True).select_option(source)
    expect(left(one)).to_contain_text(f"{len(of_it)} of {len(story.claims)} claims, 1 source")
    shown = one.page.locator("#cm-conflicts > .cm-conflicts").first.locator(".cm-conflict")
    expect(shown).to_have_count(len(found.conflicts))
    expect(one.page.locator("#cm-conflicts")).to_contain_text(
        "The Korea Daily gives values that contradict each other."
    )
    expect(one.page.locator("#cm-claims h2")).to_have_text(f"Claims ({len(of_it)})")
    told = len(events(story, of_it))
    expect(one.page.locator("#cm-timeline h2")).to_have_text(f"Timeline ({told})")
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE, sources=frozenset({source})))
    assert_nothing_lost(one)
    one.bar.get_by_role("button", name="Remove the filter Source").click()
    expect(left(one)).to_have_text(f"{left_of(story)}.")
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE))
    assert_nothing_lost(one)


def test_a_filter_that_leaves_nothing_says_so_and_offers_to_clear_itself(
    visitor: Open, story: Story
) -> None:
    """A filter that leaves nothing is said to do so, beside a button that clears it."""
    one = moved(visitor)
    one.bar.get_by_role("searchbox", name="Search").fill("zzzz")
    alert = one.bar.get_by_role("alert")
    expect(alert).to_contain_text("Nothing here answers to that.")
    alert.get_by_role("button", name="Clear all filters").click()
    expect(left(one)).to_have_text(f"{left_of(story)}.")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_have_value("")
    assert_nothing_lost(one)


def placeless(story: Story, says_how_long: bool) -> str:
    """Whoever says something of the main place, how long it is or not, and nothing of where."""
    main = story.places[story.info.main_place].main.id
    lengths = {key for f in story.features.values() if f.role == LENGTH for key in f.claims}
    for name in (*story.accounts, *(claim.asserted_by for claim in story.claims.values())):
        world = seen(story, Scope(account=name)).known
        about = {claim.key for claim in world.by_place.get(story.info.main_place, ())}
        if about and main in world.absent and bool(about & lengths) == says_how_long:
            return name
    raise AssertionError("nobody")


def test_by_whose_account_redraws_the_page(visitor: Open, story: Story) -> None:
    """Who gives no site: none is drawn; the card, the conflicts and the count follow."""
    one = moved(visitor)
    account = placeless(story, says_how_long=False)
    found = seen(story, Scope(account=account))
    name = story.accounts[account].name if account in story.accounts else account
    silent = found.known.silent_since
    silence = f", which says nothing after {in_words(str(silent))}" if silent else ""
    nowhere = ", ".join(place.main.name for place in found.unplaced)
    one.bar.get_by_label("By whose account").select_option(account)
    expect(left(one)).to_have_text(
        f"{left_of(story, account=account)}, by the account of {name}{silence}. "
        f"Not on the map, since no claim here says where it is: {nowhere}."
    )
    assert "Tumen road bridge site" in nowhere
    expect(one.map.locator("path.cm-uncertainty-area.cm-absent")).to_have_count(1)
    expect(one.map.locator(SITES)).to_have_count(0)
    expect(one.page.locator(CARD)).to_contain_text(
        "Not drawn: no claim in this view says where it is."
    )
    expect(one.page.locator("#cm-conflicts h2")).to_have_text(f"Conflicts ({len(found.conflicts)})")
    assert_nothing_lost(one)
    account = placeless(story, says_how_long=True)
    one.bar.get_by_label("By whose account").select_option(account)
    expect(left(one)).to_contain_text(left_of(story, account=account))
    expect(one.map.locator(LENGTHS)).to_have_count(0)  # how long, and nobody here says where
    one.bar.get_by_label("By whose account").select_option("")
    expect(one.map.locator(LENGTHS)).to_have_count(drawn(story, LENGTH))
    assert_nothing_lost(one)


def test_a_conflict_is_shown_side_by_side_and_drawn_to_scale(visitor: Open, story: Story) -> None:
    """Every length, who asserts it, where and when; a line on the map as long as each drawn one."""
    one = moved(visitor)
    finding = known(story).findings["road-bridge.length"]
    lengths = sorted(
        float(story.claims[f.claims[0]].value or 0)
        for f in story.features.values()
        if f.role == LENGTH
    )
    assert lengths[0] == 800 and lengths[-1] == 1005 and len(finding.values) >= len(lengths)
    pick(one, "conflicts", re.compile("^Length$")).click()
    expect(one.map.locator("path.cm-picked")).to_have_count(len(lengths))
    box = one.page.locator(".cm-conflict.cm-is-picked")
    rows = box.locator(".cm-values > li:not(.cm-computed)")
    expect(rows).to_have_count(len(finding.values))
    expect(box.locator(".cm-computed")).to_have_count(len(finding.computed))
    for row, value in zip(rows.all(), finding.values, strict=True):
        expect(row.locator(".cm-value")).to_have_text(value.text)
        folded = len(value.claims) - 3
        for claim in value.claims[:3]:
            expect(row.get_by_text(line_of(story, claim)).first).to_be_visible()
        more = row.get_by_text(f"{folded} more say so", exact=True)
        expect(more).to_have_count(int(folded > 0))
        for claim in value.claims[3:]:
            expect(row.get_by_text(line_of(story, claim)).last).to_be_hidden()
        if folded > 0:
            more.click()
        for claim in value.claims:
            expect(row.get_by_text(line_of(story, claim)).last).to_be_visible()
        linked = [claim for claim in value.claims if story.sources[claim.source].url]
        expect(row.get_by_role("link")).to_have_count(len(linked))
    measured = one.in_map(
        "[...Object.values(map._layers)]"
        ".filter((l) => l.options.className?.includes('reported-length'))"
        ".map((l) => { const [a, b] = l.getLatLngs(); return a.distanceTo(b); })"
    )
    # Leaflet's own distance is on a sphere: some tenths of a per cent off.
    assert sorted(measured) == pytest.approx(lengths, abs=5)
    assert_nothing_lost(one)


def test_a_click_on_a_far_conflict_goes_there(visitor: Open) -> None:
    """Who held an office in Pyongyang: the map shows Pyongyang, the card begins with it."""
    one = moved(visitor)
    pick(one, "conflicts", "Office held").click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Pyongyang")
    first = one.page.locator(f"{CARD} section").first
    expect(first).to_contain_text("Pak Thae-song: Office held ≠ in conflict")
    until(lambda: np.allclose(one.view(), (39, 125.75, 4), rtol=0, atol=1.01))
    assert one.in_map("window.mark") == "same"
    expect(one.map.locator("path.cm-border")).to_have_count(0)


def test_an_event_selects_its_place_and_claims(visitor: Open) -> None:
    """The rail bridge's opening, in sight: selected without a move, its claims first."""
    one = moved(visitor)
    event = pick(one, "timeline", "Opening: Khasan–Tumangang rail bridge")
    event.click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Khasan–Tumangang rail bridge")
    expect(one.page.locator(f"{CARD} section").first).to_contain_text("August 1959")
    expect(event).to_have_attribute("aria-pressed", "true")
    assert_nothing_lost(one, "Khasan–Tumangang rail bridge")


def test_an_event_can_be_selected_from_the_keyboard(visitor: Open) -> None:
    """It is a button: focus, then Enter; the focus stays on it."""
    one = visitor()
    one.open()
    event = pick(one, "timeline", "Opening: Khasan–Tumangang rail bridge")
    event.focus()
    one.page.keyboard.press("Enter")
    expect(event).to_have_attribute("aria-pressed", "true")
    expect(event).to_be_focused()


def test_forecasts_are_held_against_the_outcome_in_words(visitor: Open, story: Story) -> None:
    """Each forecast says how early or late it was, beside its value and a line where it opened."""
    one = visitor()
    one.open()
    world = known(story)
    found = [*outcomes(world, forecast_findings(story, world.findings.values()))]
    boxes = one.page.locator(".cm-forecasts")
    expect(boxes).to_have_count(len(found))
    for box, outcome in zip(boxes.all(), found, strict=True):
        expect(box.locator(".cm-verdict")).to_have_text([f.words for f in outcome.forecasts])
        told = box.locator(".cm-values > li .cm-value").all_text_contents()
        for text, forecast in zip(told, outcome.forecasts, strict=True):
            assert text.startswith(forecast.value.text) and text.endswith(forecast.words)
        expect(box.locator(".cm-line")).to_have_count(int(outcome.happened is not None))


@pytest.mark.parametrize("query", ["", "?layers=borders,river&basemap=topo"])
def test_switches_that_come_late_are_as_the_view_is(reader: Open, story: Story, query: str) -> None:
    """A run comes before the browser has the script of a switch: it is not off when it has it.

    A press of one would otherwise switch all others off.
    """
    one = reader(alone=True)
    held: list[Route] = []
    for script in ("Checkbox", "Radio"):
        one.page.route(f"**/static/js/{script}.*.js", lambda route: held.append(route))
    one.open(query)
    one.map.locator(f"{SITES}, path.cm-border").first.dispatch_event("click")
    one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
    wait_for_query(one, "search", RIVER)
    expect(one.stage.get_by_role("checkbox", name="State borders")).to_have_count(0)
    for route in held:
        route.continue_()
    one.page.unroute_all()
    wanted = from_query(parse_qs(query.lstrip("?")), story)[0]
    switches = [each for each in story.layers.values() if each.switch]
    boxes = one.page.locator(".st-key-switch-box").get_by_role("checkbox")
    expect(boxes).to_have_count(len(switches))
    are = [each.id in wanted.layers for each in switches]
    assert any(are)
    assert [box.is_checked() for box in boxes.all()] == are
    one.stage.get_by_role("button", name="Basemap").click()
    expect(
        one.page.locator("[data-testid=stPopoverBody]").get_by_role(
            "radio", name=TITLES[wanted.basemap]
        )
    ).to_be_checked()


def test_marks_stand_at_places_with_conflicts(visitor: Open, story: Story) -> None:
    """As many as the road bridge is in; a press on the mark selects the place."""
    one = visitor()
    one.open("?place=none")
    mark = one.map.locator(".cm-mark", has_text=f"≠ {main_conflicts(story)}")
    expect(mark).to_have_count(1)
    mark.locator("span").click()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")


def test_the_back_button_goes_back_step_by_step(reader: Open, story: Story) -> None:
    """Search, then day, then layer: each comes back, with its fields, without a new frame."""
    one = moved(reader)
    one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
    wait_for_query(one, "search", RIVER)
    slide_to(one, "2025-05-01")
    expect(left(one)).to_contain_text("as known on 1 May 2025")
    wait_for_query(one, "as-of", "2025-05-01")
    one.page.go_back()
    expect(left(one)).to_have_text(f"{left_of(story, search=RIVER)}.")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_have_value(RIVER)
    assert_nothing_lost(one)
    one.page.go_back()
    expect(left(one)).to_have_text(f"{left_of(story)}.")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_have_value("")
    assert_nothing_lost(one)
    one.page.go_back()
    expect(one.map.locator("path.cm-border").first).to_be_attached()
    expect(one.stage.get_by_role("checkbox", name="State borders")).to_be_checked()
    one.page.go_forward()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    assert one.in_map("window.mark") == "same"


def test_steps_back_and_forth_on_a_slow_line(reader: Open, story: Story) -> None:
    """Each press as soon as the last is seen, while the answer to its other half is under way."""
    one = reader()
    one.page.add_init_script(LATE % 500)
    one.open()
    one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
    wait_for_query(one, "search", RIVER)
    slide_to(one, "2025-05-01")
    wait_for_query(one, "as-of", "2025-05-01")
    step = one.page.evaluate
    everything, searched = left_of(story), left_of(story, search=RIVER)
    then = left_of(story, search=RIVER, as_of=MAY_DAY)
    assert len({everything, searched, then}) == 3
    for _ in range(2):
        for move, found in ((-1, searched), (-1, everything), (1, searched), (1, then)):
            step(f"history.go({move})")
            expect(left(one)).to_contain_text(found)
    assert one.errors == one.outside == []


HOLDING = """(() => {
  const held = [];
  const { addEventListener: add } = WebSocket.prototype;
  const later = (heard) => (event) =>
    window.holding ? held.push(() => heard(event)) : heard(event);
  WebSocket.prototype.addEventListener = function (type, heard, ...rest) {
    return add.call(this, type, type === "message" ? later(heard) : heard, ...rest);
  };
  const old = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    get: old.get, set(heard) { old.set.call(this, heard && later(heard)); },
  });
  window.letGo = () => {
    window.holding = false;
    for (const one of held.splice(0)) one();
    return true;
  };
})()"""


@pytest.mark.parametrize("wait", [0, 100, 400])
def test_who_goes_back_before_an_answer_is_where_the_address_says(reader: Open, wait: int) -> None:
    """A choice made before going back is not written over the address that was gone back to."""
    one = reader()
    one.page.add_init_script(HOLDING)
    one.open()
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator("path.cm-river")).to_have_count(0)
    one.page.wait_for_url(lambda url: "layers=" in url)
    one.page.evaluate("window.holding = true")
    pick(one, "conflicts", "Office held").click()
    one.page.wait_for_timeout(wait)
    one.page.go_back()
    one.page.wait_for_url(lambda url: "layers=" not in url)
    assert one.page.evaluate("window.holding && letGo()")
    expect(one.stage.get_by_role("checkbox", name="Tumen River")).to_be_checked()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")
    one.page.wait_for_timeout(1000)
    assert set(asked(one)) <= {"at"}
    expect(one.stage.get_by_role("checkbox", name="Tumen River")).to_be_checked()
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")


def test_a_field_keeps_what_is_typed_while_an_earlier_answer_comes(reader: Open) -> None:
    """And has what was asked for last when all are answered; the slider, too."""
    one = reader()
    one.page.add_init_script(LATE % 700)
    one.open()
    one.page.locator("#cm-filters summary").click()
    one.bar.get_by_label("Source", exact=True).select_option("al-jazeera-2025-04-30")
    field = one.bar.get_by_role("searchbox", name="Search")
    field.press_sequentially("bridge")
    wait_for_query(one, "search", "bridge")
    expect(field).to_have_value("bridge")
    slide_to(one, "2025-05-01")
    field.press_sequentially("s")
    wait_for_query(one, "search", "bridges")
    wait_for_query(one, "as-of", "2025-05-01")
    one.page.wait_for_timeout(1500)
    expect(field).to_have_value("bridges")
    expect(one.bar.get_by_label("As known on, as a date")).to_have_value("2025-05-01")
    one.page.locator("#cm-filters summary").focus()
    one.page.locator(".cm-chips").get_by_role("button", name="bridges").click()
    expect(field).to_have_value("")


def test_the_same_choice_can_be_made_again(reader: Open) -> None:
    """After it was taken back elsewhere."""
    one = reader()
    one.open()
    one.page.locator("#cm-filters summary").click()
    account = one.bar.get_by_label("By whose account")
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


def test_a_press_that_is_lost_on_the_way_is_done_nevertheless(reader: Open, story: Story) -> None:
    """As when the line is down for a moment."""
    one = reader()
    one.page.add_init_script(DROPPING)
    one.open()
    one.page.evaluate("window.dropping = true")
    one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
    one.page.wait_for_timeout(1000)
    one.page.evaluate("window.dropping = false")
    expect(left(one)).to_have_text(f"{left_of(story, search=RIVER)}.")
    wait_for_query(one, "search", RIVER)
    assert one.errors == one.outside == []


def test_a_press_after_the_server_was_started_anew_is_done(reader: Open, story: Story) -> None:
    """It knows nothing of the reader then; the address still tells the view."""
    port = free_port()
    with serve(ROOT / "app.py", port=port) as started:
        one = reader(started)
        one.open(seconds=60)
        slide_to(one, "2025-05-01")
        wait_for_query(one, "as-of", "2025-05-01")
    with serve(ROOT / "app.py", port=port):
        one.bar.get_by_role("searchbox", name="Search").fill(RIVER)
        found = left_of(story, search=RIVER, as_of=MAY_DAY)
        expect(left(one)).to_contain_text(found, timeout=60_000)
        wait_for_query(one, "search", RIVER)


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
    one.bar.get_by_role("searchbox", name="Search").fill("bridge")
    wait_for_query(one, "search", "bridge")
    slide_to(one, "2025-05-01")
    wait_for_query(one, "as-of", "2025-05-01")
    pick(one, "conflicts", "Width").click()
    wait_for_query(one, "pick", "road-bridge.width")
    (at,) = asked(one)["at"]
    assert near([float(part) for part in at.split(",")], WHERE)
    one.bar.get_by_role("button", name="Copy link", exact=True).click()
    expect(one.bar.get_by_text("Link copied.")).to_be_visible()
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
        (
            "?as-of=2025-02-30&account=%3Cscript%3E&finding=maybe&at=NaN,1,1&pick=__proto__"
            "&source=%7B%7B%207*7%20%7D%7D&source=tass-2025-04-30",
            "pick, at, as-of, account, source, finding",
        ),
        ("?at=99,200,40", "at"),
    ],
)
def test_a_mangled_link_gives_what_it_can_with_a_notice(
    visitor: Open, query: str, name: str
) -> None:
    """The notice names what was not understood; the map stands."""
    one = visitor()
    one.open(query)
    expect(one.bar.get_by_role("alert")).to_contain_text(
        f"The address asks for something this map does not have ({name})."
    )
    expect(one.page.locator(f"{CARD} .cm-title")).to_have_text("Tumen road bridge site")
    assert one.errors == []


def test_a_hostile_search_is_text(visitor: Open) -> None:
    """It stands in the field and in its chip, and nothing runs."""
    one = visitor()
    text = "<img src=x onerror=window.fired=1>${7*7}{{ 7*7 }}"
    one.open(f"?search={quote(text)}")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_have_value(text)
    expect(one.page.locator(".cm-chip")).to_contain_text(text)
    assert one.page.evaluate("window.fired") is None
    assert one.errors == []


def test_what_is_computed_here_is_marked_so(visitor: Open, story: Story) -> None:
    """With the method; in the fold and in the card of the place."""
    one = visitor()
    one.open()
    measures = computed_in(known(story))
    assert [m.text for m in measures][:2] == ["220 to 680 m", "34.0 to 34.9 km"]
    one.page.get_by_text(f"Computed here ({len(measures)})").click()
    box = one.page.locator("#cm-measures")
    for measure in measures:
        expect(box).to_contain_text(f"{measure.label}: {measure.text}.")
        expect(box).to_contain_text(f"Computed here, claimed by no source: {measure.method}")
    expect(one.page.locator(CARD)).to_contain_text("geodesic distance (WGS84)")


def test_a_phone_has_all_of_it_behind_one_button(reader: Open) -> None:
    """Day, account and filters unfold; nothing sticks out."""
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True)
    one.open()
    expect(one.page.locator("#cm-asof")).to_be_hidden()
    one.bar.get_by_text("Day, account, filters").click()
    expect(one.page.locator("#cm-asof")).to_be_visible()
    expect(one.bar.get_by_label("By whose account")).to_be_visible()
    wide = one.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    )
    assert wide <= 0


def test_two_quick_choices_are_both_kept(visitor: Open) -> None:
    """An account and, before it has come, a conflict: both stand, also in the address."""
    one = moved(visitor)
    button = one.page.locator("#cm-conflicts .cm-pick").first
    _, name, picked = json.loads(button.get_attribute("data-ask") or "")
    assert name == "pick"
    one.page.evaluate(
        """() => {
          const account = document.querySelector("#cm-account");
          account.value = "russian-government";
          account.dispatchEvent(new Event("change", { bubbles: true }));
          setTimeout(() => document.querySelector("#cm-conflicts .cm-pick").click(), 20);
        }"""
    )
    wait_for_query(one, "account", "russian-government")
    wait_for_query(one, "pick", picked)
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


def test_every_press_of_the_slider_counts(reader: Open, story: Story) -> None:
    """Twenty arrows are twenty days, and one step to go back by."""
    one = reader()
    one.open()
    steps = one.page.evaluate("history.length")
    slider = one.bar.get_by_role("slider", name="As known on")
    slider.focus()
    for _ in range(20):
        one.page.keyboard.press("ArrowLeft")
        one.page.wait_for_timeout(60)
    before = last_day(story) - timedelta(days=20)
    expect(slider).to_have_attribute("aria-valuetext", in_words(str(before)))
    wait_for_query(one, "as-of", str(before))
    expect(left(one)).to_contain_text(f"as known on {in_words(str(before))}")
    assert slider.input_value() == str((before - first_day(story)).days)
    assert one.page.evaluate("history.length") == steps + 1


def test_a_date_can_be_typed_at_leisure(visitor: Open) -> None:
    """A date half typed is not taken for a date of long ago."""
    one = visitor()
    one.open()
    field = one.bar.get_by_label("As known on, as a date")
    field.focus()
    for key in "05012025":
        one.page.keyboard.press(key)
        one.page.wait_for_timeout(350)
    expect(left(one)).to_contain_text("as known on 1 May 2025")
    assert field.input_value() == "2025-05-01"


def test_a_day_before_all_sources_is_not_there(visitor: Open, story: Story) -> None:
    """Nothing was published yet: the notice says so, and the page shows today."""
    one = visitor()
    one.open("?as-of=1999-01-01")
    expect(one.bar.get_by_role("alert")).to_contain_text("(as-of)")
    expect(left(one)).to_have_text(f"{left_of(story)}.")


def test_typing_goes_on_when_a_notice_goes(visitor: Open) -> None:
    """The field keeps the focus and every letter."""
    one = visitor()
    one.open("?by=zzz")
    one.bar.get_by_role("searchbox", name="Search").focus()
    for key in "Tumangang":
        one.page.keyboard.press(key)
        one.page.wait_for_timeout(150)
    expect(one.page.locator("#cm-notice")).to_have_count(0)
    wait_for_query(one, "search", "Tumangang")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_have_value("Tumangang")
    expect(one.bar.get_by_role("searchbox", name="Search")).to_be_focused()


def test_open_folds_stay_open(reader: Open, story: Story) -> None:
    """Folds that a reader opened stay open, also when a part above them goes."""
    names = (place.main.name for place in story.places.values() if selectable(story, place.id))
    found = ((name, seen(story, Scope(search=name))) for name in names)
    name = next(n for n, s in found if s.claims and not forecast_findings(story, s.findings))
    one = reader()
    one.open()
    expect(one.page.locator(".cm-forecasts")).not_to_have_count(0)
    one.page.locator("#cm-places summary").click()
    one.bar.get_by_role("searchbox", name="Search").fill(name)
    expect(one.page.locator(".cm-forecasts")).to_have_count(0)
    assert one.page.locator("#cm-places").get_attribute("open") is not None
    assert one.page.locator("#cm-claims").get_attribute("open") is None
    assert one.page.locator("#cm-sources").get_attribute("open") is not None


def name_of_surroundings(story: Story) -> str:
    """A name, in some script, of what is drawn and no place to go to; no claim tells of it."""
    for place in story.places.values():
        for name in (form for forms in place.main.names.values() for form in forms):
            found = seen(story, Scope(search=name))
            nowhere = not any(selectable(story, place) for place in found.places)
            if found.places and nowhere and not found.claims:
                return name
    raise AssertionError("of all that is named some claim tells")


def test_only_what_can_be_selected_is_offered(visitor: Open, story: Story) -> None:
    """A shape of the surroundings is found by its name and is no place to go to."""
    one = visitor()
    one.open(f"?search={quote(name_of_surroundings(story))}")
    expect(one.page.locator("#cm-empty")).to_contain_text("Nothing here answers to that.")
    assert one.page.locator(".cm-chips .cm-link").count() == 0


def test_the_focus_goes_on_where_the_view_is_chosen(visitor: Open) -> None:
    """When the button that was pressed goes, by keyboard."""
    one = visitor()
    one.open("?finding=conflict")
    one.page.locator(".cm-chip").focus()
    one.page.keyboard.press("Enter")
    expect(one.page.locator(".cm-chip")).to_have_count(0)
    expect(one.bar.get_by_role("searchbox", name="Search")).to_be_focused()


def test_an_event_of_no_place_shows_its_claims(visitor: Open, story: Story) -> None:
    """Soldiers hang nowhere on the map: the card shows what is claimed of them."""
    told = events(story, story.claims.values())
    event = next(e for e in told if story.place_of(e.claims[0]) is None)
    one = visitor()
    one.open()
    pick(one, "timeline", event.title).click()
    card = one.page.locator(CARD)
    expect(card.locator(".cm-title")).to_have_text(story.subject_name(event.claims[0]))
    for claim in event.claims:
        expect(card).to_contain_text(claim.says)
        expect(card).to_contain_text(claim.asserted_by)


def test_what_is_drawn_and_computed_follows_what_is_known(visitor: Open, story: Story) -> None:
    """Before anybody says where it is: no axis of a later claim, and no distance to the area."""
    (axis,) = (f for f in story.features.values() if f.role == "derived axis")
    known_from = min(story.known_from[story.claims[key].source] for key in axis.claims)
    day = known_from - timedelta(days=1)
    measures = len(computed_in(known(story, day)))
    assert measures < len(computed_in(known(story)))
    one = visitor()
    one.open(f"?as-of={day}")
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE, as_of=day))
    expect(one.map.locator("path.cm-derived-axis.cm-absent")).to_have_count(1)
    expect(one.page.locator("#cm-measures h2")).to_have_text(f"Computed here ({measures})")
    slide_to(one, str(known_from))
    expect(one.map.locator("path.cm-derived-axis:not(.cm-absent)")).to_have_count(1)
    expect(one.map.locator(SITES)).to_have_count(drawn(story, SITE, as_of=known_from))


def test_the_bridge_grows_with_the_slider(visitor: Open, story: Story) -> None:
    """Reaches of October as they are known, joined in spring, open at last; told on the card."""
    one, there = visitor(), ":not(.cm-absent)"
    one.open("?as-of=2025-11-30")
    for role in ("reported reach", "possible extent"):
        shapes = one.map.locator(f"path.cm-{role.replace(' ', '-')}{there}")
        expect(shapes).to_have_count(drawn(story, role, as_of=date(2025, 11, 30)))
    card = one.page.locator(f"{CARD} .cm-progress")
    expect(card).to_contain_text("from the Russian bank: about 110 m 14 October 2025, CSIS")
    slide_to(one, "2026-03-31")
    expect(one.map.locator(f"path.cm-joined{there}")).to_have_count(1)
    expect(one.map.locator(f"path.cm-reported-reach{there}")).to_have_count(0)
    expect(card).to_contain_text("Joined in the middle published March 2026, 38 North")
    slide_to(one, "2026-09-07")
    expect(one.map.locator(f"path.cm-open{there}")).to_have_count(1)
    expect(one.map.locator(f"path.cm-joined{there}")).to_have_count(0)
    tip = one.in_map(
        "Object.values(map._layers).find((l) => l.options.className?.includes('cm-open'))"
        ".getTooltip()._content()"
    )
    assert "TASS" in tip and "published 7 September 2026;" in tip
    assert "The Korea Times" not in tip  # it tells of it on the next day


def test_from_afar_the_least_and_the_greatest_length_are_drawn(visitor: Open, story: Story) -> None:
    """All of them from the zoom at which they do not run into each other."""
    one = visitor()
    one.open("")
    lengths, every = one.map.locator("path.cm-reported-length"), drawn(story, LENGTH)
    expect(lengths.filter(visible=True)).to_have_count(2)  # as the map opens
    for zoom, seen_there in ((13, 2), (14.5, every), (14, 2)):
        one.in_map(f"(map.setView({WHERE[:2]}, {zoom}, {{animate: false}}), 0)")
        expect(lengths.filter(visible=True)).to_have_count(seen_there)


def test_a_position_in_an_address_is_numbers_or_nothing(reader: Open) -> None:
    """It cannot bring other parameters with it."""
    one = reader()
    one.open("?at=1%26account%3DKommersant")
    one.bar.get_by_label("By whose account").select_option("kommersant")
    wait_for_query(one, "account", "kommersant")
    assert asked(one).get("at") is None


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a story of 10,000 claims on 500 places."""
    folder: Path = crowded_story(tmp_path_factory.mktemp("crowded") / "story")
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as address:
        yield address


def test_a_page_of_ten_thousand_claims_stays_usable(reader: Open, crowded: str) -> None:
    """It opens, filters, pages its table and fills a popup."""
    one = reader(crowded)
    one.open(seconds=120)  # the first reader waits until the server has read it all
    expect(left(one)).to_contain_text("10,000 claims")
    one.bar.get_by_role("searchbox", name="Search").fill("site 17")
    expect(left(one)).to_contain_text("of 10,000 claims")
    one.bar.get_by_role("searchbox", name="Search").fill("")
    expect(left(one)).to_contain_text("10,000 claims, ")
    one.page.locator("#cm-claims summary").click()
    expect(one.page.locator("#cm-claims tbody tr")).to_have_count(100)
    one.page.get_by_role("button", name="Show more claims").click()
    expect(one.page.locator("#cm-claims tbody tr")).to_have_count(200)
    # On the point itself, and not where it is: other points cover it.
    one.map.locator("path.cm-point").first.dispatch_event("click")
    expect(one.map.locator(".leaflet-popup .cm-card .cm-count").first).to_be_visible()
    assert one.errors == []


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a story in which values are rebutted, retold and read a second time."""
    folder = weighed_story(tmp_path_factory.mktemp("weighed") / "story")
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as address:
        yield address


@pytest.fixture(scope="module")
def unfolded(browser: Browser, weighed: str) -> Iterator[Reader]:
    """Its page, for tests that only look at it; each opens other folds."""
    with looking(browser, weighed) as one:
        yield one


def conflict_on(one: Reader, attribute: str) -> Locator:
    """The conflict on an attribute of the bridge."""
    return one.page.locator(f"[id='cm-conflict-ossa-bridge.{attribute}']")


def test_a_conflict_tells_voices_from_origins_and_who_goes_back_to_whom(unfolded: Reader) -> None:
    """Six say it; for all that is told they have it from two, of whom one was there."""
    one = unfolded
    box = conflict_on(one, "length")
    expect(box.locator(".cm-weight")).to_have_text(
        "6 voices, 2 origins at most: independence not established"
    )
    rows = box.locator(".cm-values > li")
    expect(rows.locator(".cm-value")).to_have_text(["120 m", "150 m"])
    expect(rows.nth(1).locator(".cm-source:visible")).to_have_count(3)
    rows.nth(1).get_by_text("2 more say so", exact=True).click()
    expect(rows.nth(1).locator(".cm-source:visible")).to_have_count(5)
    expect(rows.nth(1)).to_contain_text("Tribune, 18 May 2031; read in excerpt; cites Velm Herald")
    tree = box.locator(".cm-branches", has_text="Who goes back to whom").locator("li")
    expect(tree.first).to_be_hidden()
    box.get_by_text("Who goes back to whom", exact=True).click()
    expect(tree).to_have_text(
        [
            "Velm Herald (own reporting) ← Post, Star, Times, Tribune",
            "Without a stated basis, or the basis itself: The Velm Courier",
        ]
    )
    expect(tree.first).to_be_visible()
    assert one.errors == one.outside == []


def test_a_rebutted_value_says_by_whom_and_why_and_has_no_bar(reader: Open, weighed: str) -> None:
    """It stands under the conflicts and is none; the value that is left has its bar."""
    one = reader(weighed)
    one.open(seconds=60)
    box = conflict_on(one, "span")
    left_over, rebutted = box.locator(".cm-values > li").all()
    expect(rebutted.locator(".cm-value")).to_have_text("60 m rebutted")
    expect(rebutted.locator(".cm-fate")).to_have_text(
        "Rebutted by Ada Lund on 15 May 2031: The drawings have 40 metres."
    )
    expect(rebutted.locator(".cm-track")).to_have_count(0)
    expect(left_over.locator(".cm-value")).to_have_text("40 m")
    expect(left_over.locator(".cm-track")).to_have_count(1)
    part = one.page.locator("#cm-conflicts")
    expect(part.locator("h2")).to_have_text("Conflicts (3)")
    expect(part.get_by_role("heading", name="A value and its rebuttal (1)")).to_be_visible()
    group = one.page.locator(CARD).locator("section", has=one.page.get_by_text("Span"))
    expect(group.locator(".cm-finding")).to_have_text("rebutted")
    expect(group).to_contain_text("Rebutted by Ada Lund on 15 May 2031")
    assert one.map.locator(".cm-mark", has_text="≠ 3").count() == 1
    # Nobody had rebutted it yet on the day before.
    slide_to(one, "2031-05-14")
    expect(one.page.locator("#cm-rebutted")).to_have_count(0)
    expect(group.locator(".cm-finding")).to_have_count(0)
    expect(group).to_contain_text("60 m")
    expect(group).not_to_contain_text("Rebutted")


def test_forecasts_are_as_exact_as_their_dates(unfolded: Reader) -> None:
    """By a month, within a month, within a year, so many months from an event."""
    one = unfolded
    told = one.page.locator(".cm-forecasts .cm-values > li .cm-value").all_inner_texts()
    assert told == [
        "2031 right",
        "by March 2031 late: opened 44 days after",
        "April 2031 late: opened 14 to 43 days after",
        "18 months from opening that is 14 November 2032 early: opened 550 days before",
    ]
    expect(one.page.locator(".cm-forecasts")).to_contain_text(
        "Ossa Bridge opened on 14 May 2031. Each forecast is held against that day"
    )
    hedged = one.page.locator(".cm-forecasts .cm-values > li", has_text="April 2031")
    expect(hedged.locator(".cm-hedge")).to_have_text("expected")


def test_the_timeline_says_how_vague_a_date_is(unfolded: Reader) -> None:
    """An event dated by its publication alone had happened by then, and nobody says when."""
    one = unfolded
    event = one.page.locator(".cm-events > li", has_text="Picture shown: Ossa Bridge")
    expect(event.locator(".cm-when")).to_have_text("on or just before 18 May 2031")
    opened = one.page.locator(".cm-events > li", has_text="Opening: Ossa Bridge")
    expect(opened.locator(".cm-when")).to_have_text("14 May 2031")


def test_silence_is_said_as_silence(reader: Open, weighed: str) -> None:
    """By an account that told of plans alone, the bridge is planned, and nothing is told since."""
    one = reader(weighed)
    one.open(seconds=60)
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text("Opened 14 May 2031")
    one.bar.get_by_label("By whose account").select_option("Mirror")
    expect(one.page.locator(f"{CARD} .cm-status")).to_contain_text(
        "Planned; nothing by this account after 1 May 2031"
    )
    expect(left(one)).to_contain_text(
        "by the account of Mirror, which says nothing after 1 May 2031."
    )
    forecast = one.page.locator(".cm-forecasts")
    expect(forecast).to_contain_text("Ossa Bridge: nothing by this account after 1 May 2031.")
    expect(forecast).not_to_contain_text("not known to have opened")
    expect(forecast.locator(".cm-line")).to_have_count(0)


def test_what_would_settle_it_opens_and_leads_on(unfolded: Reader) -> None:
    """By kind, the open conflicts first, each with why and the addresses to look at."""
    one = unfolded
    part = one.page.locator("#cm-leads")
    kinds = part.locator("section h3")
    expect(kinds.first).to_be_hidden()
    part.get_by_role("heading", name="What would settle it").click()
    expect(kinds.first).to_be_visible()
    numbers = [
        int(number) for text in kinds.all_inner_texts() for number in re.findall(r"\d+", text)
    ]
    expect(part.locator("h2")).to_have_text(f"What would settle it ({sum(numbers)})")
    assert kinds.all_inner_texts()[:2] == ["Open conflict (3)", "Single voice (3)"]
    lead = part.locator("li", has_text="Ossa Bridge: Height")
    expect(lead).to_have_text(
        "Ossa Bridge: Height 12 m against about 21 m. Look: herald.example, post.example."
    )
    links = [link.get_attribute("href") for link in lead.get_by_role("link").all()]
    assert links == ["https://herald.example/bridge", "https://post.example/"]
    expect(part).to_contain_text("Mirror, 1 May 2031 read the text.")
    expect(part).to_contain_text("2 claims of herald, by the recorder.")  # the third is read twice
    assert one.outside == []


def test_a_retelling_says_what_changed_and_a_reading_who_has_read(unfolded: Reader) -> None:
    """Beside the claim, in the card, the conflict and the table."""
    one = unfolded
    changed = "On the way from Velm Herald: value: 12 m → about 21 m; hedge: none → about."
    card = one.page.locator(CARD)
    retold = card.locator("li", has_text="about 21 metres above the river")
    expect(retold.locator(".cm-fate")).to_have_text(changed)
    expect(retold.locator(".cm-readers")).to_have_text("read once")
    first = card.locator("li", has_text="12 metres above the Ossa")
    expect(first.locator(".cm-readers")).to_have_text("✓ read by 2")
    expect(first.locator(".cm-fate")).to_have_count(0)
    rows = conflict_on(one, "height").locator(".cm-values > li")
    expect(rows.nth(1).locator(".cm-fate")).to_have_text(changed)
    expect(rows.locator(".cm-readers")).to_have_text(["✓ read by 2", "read once"])
    one.page.locator("#cm-claims summary").click()
    told = one.page.locator("#cm-claims tr", has_text="about 21 metres above the river")
    expect(told).to_contain_text(changed)
    expect(told).to_contain_text("cites Velm Herald")
