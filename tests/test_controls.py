"""The map's controls in a browser: jumps, home, grid, overview, full screen, the pointer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conftest import Reader, looking, until
from tests.expecting import expect

pytestmark = pytest.mark.browser
OVER = """(() => {
  const missed = [];
  for (const path of document.querySelectorAll('path.cm-f.leaflet-interactive')) {
    if (path.closest('.cm-overview') || getComputedStyle(path).display === 'none') continue;
    const box = document.querySelector('#map_div').getBoundingClientRect();
    const whole = path.getTotalLength();
    let hit = false;
    for (let n = 0; n <= 60 && !hit; n++) {
      const at = path.getPointAtLength(whole * n / 60), m = path.getScreenCTM();
      const x = at.x * m.a + m.e, y = at.y * m.d + m.f;
      if (x < 0 || y < 0 || x > box.width || y > box.height) continue;
      hit = document.elementsFromPoint(x, y).find((e) => e.tagName === 'path') === path;
    }
    if (!hit && path.getBoundingClientRect().width) missed.push(path.getAttribute('class'));
  }
  return missed;
})()"""


@pytest.fixture(scope="module")
def one(browser: Browser, address: str) -> Iterator[Reader]:
    """A page whose map is pressed about."""
    with looking(browser, address) as reader:
        yield reader


def test_jumps_lead_to_their_extents_and_home_leads_back(one: Reader) -> None:
    """The frame is not mounted anew, and the address has where the map is."""
    one.in_map("(window.mark = 'same', 0)")
    lat, lon, zoom = one.view()
    one.map.get_by_role("button", name="Whole story").click()
    until(lambda: one.view()[2] < zoom - 2)
    one.page.wait_for_url("**/?*at=*")
    one.map.get_by_role("button", name="The bridges").click()
    until(lambda: one.view()[2] > zoom)
    one.map.get_by_role("button", name="Back to where the map began").click()
    until(lambda: one.view() == pytest.approx([lat, lon, zoom], abs=0.003))
    assert one.in_map("window.mark") == "same"
    assert one.errors == []


def test_the_rest_of_the_detail_comes_when_it_can_be_seen(one: Reader) -> None:
    """Not at first; once, when the map leaves what it has whole at a near zoom."""
    wanted = (
        "performance.getEntriesByType('resource').filter((e) => e.name.includes('detail')).length"
    )
    assert one.in_map(wanted) == 0
    points = "document.querySelector('path.cm-land.cm-country').getAttribute('d').length"
    one.in_map("(map.setView([42.5678, 130.5225], 14, { animate: false }), 0)")
    until(lambda: one.in_map(wanted) == 1)
    one.in_map("(map.setView([42.7, 130.3], 13, { animate: false }), 0)")
    assert one.in_map(wanted) == 1
    assert one.in_map(points) > 0
    one.map.get_by_role("button", name="Back to where the map began").click()


def test_the_grid_has_its_coordinates_at_the_edges(one: Reader) -> None:
    """On request, and gone when it is pressed again."""
    button = one.map.get_by_role("button", name="Grid with coordinates")
    edges = one.map.locator(".cm-grid-edges span")
    expect(edges).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    told = edges.all_inner_texts()
    assert any(text.endswith("° N") for text in told) and any(text.endswith("° E") for text in told)
    assert one.map.locator("path.cm-grid").count() == len(told)
    button.click()
    expect(edges).to_have_count(0)


def test_the_place_under_the_pointer_is_named(one: Reader) -> None:
    """Its position and whose land or what water it is."""
    one.in_map("(map.setView([42.4300, 130.6000], 14, { animate: false }), 0)")
    here = one.map.locator(".cm-here")
    box = one.map.locator("#map_div")
    size = box.bounding_box()
    assert size
    middle = {"x": size["width"] / 2, "y": size["height"] / 2}
    box.hover(position=middle)
    expect(here).to_contain_text("42.43")
    expect(here).to_contain_text("Tumen")
    one.in_map("(map.setView([42.30, 130.90], 12, { animate: false }), 0)")
    box.hover(position={"x": middle["x"] + 2, "y": middle["y"] + 2})
    expect(here).to_contain_text("Sea of Japan / East Sea")
    one.map.get_by_role("button", name="Back to where the map began").click()


def test_an_overview_shows_where_the_map_is(one: Reader) -> None:
    """Outlines of the surroundings, cities by name, and a ring; nothing for a screen reader."""
    overview = one.map.locator(".cm-overview")
    expect(overview).to_have_attribute("aria-hidden", "true")
    assert overview.locator("path.cm-context").count() == 2
    expect(overview.get_by_text("Vladivostok")).to_be_attached()
    assert overview.locator("path.cm-overview-here").count() == 2


def test_full_screen_is_of_the_map_and_ends(one: Reader) -> None:
    """The frame may not ask for it itself; the page does, for the press in the frame."""
    button = one.map.get_by_role("button", name="Full screen")
    button.click()
    until(lambda: one.page.evaluate("document.fullscreenElement?.tagName === 'IFRAME'"))
    button.click()
    until(lambda: one.page.evaluate("document.fullscreenElement === null"))


def test_every_feature_in_sight_can_be_clicked_somewhere(one: Reader) -> None:
    """Areas lie under lines, and lines under points, of all layers."""
    one.map.get_by_role("button", name="The bridges").click()
    until(lambda: one.in_map("map.getZoom()") > 15)
    until(lambda: one.in_map(OVER) == [])
