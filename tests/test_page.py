"""The page as readers use it, in Chromium, without a connection."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from layers.story import Story
from layers.story.dates import in_words
from layers.story.wording import how_read
from tests.conftest import Reader, until
from tests.expecting import expect

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]

RAIL = "path.cm-built.cm-point"
ROAD = "path.cm-uncertainty-area"
SITE = "path.cm-reported-site >> nth=2"
RIVER = "path.cm-f.cm-centreline"
# A PNG of one grey pixel.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154"
    "789c636800000082008177cd72b60000000049454e44ae426082"
)
RAIL_OPENED = "korea-joongang-daily-2025-04-30/rail-bridge-opened"
LABELS = ".cm-label:not(.cm-hidden) .cm-tip-name"


def test_nothing_is_asked_of_any_other_host(looked_at: Reader) -> None:
    """With every other host refused, the page does not even try one, and nothing fails."""
    assert looked_at.outside == []
    assert looked_at.errors == []


def test_the_map_shows_land_sea_river_bridges_and_labels(looked_at: Reader) -> None:
    """The own basemap and the story's layers are drawn, with names beside them."""
    one = looked_at
    for shape in (
        "path.cm-land",
        "path.cm-f.cm-sea",
        "path.cm-context",
        RIVER,
        RAIL,
        ROAD,
        "path.cm-built.cm-axis",
        "path.cm-derived-axis",
        "path.cm-border.cm-disputed-line",
    ):
        assert one.map.locator(shape).count() > 0, shape
    assert one.map.locator("path.cm-reported-site").count() == 3
    names = set(one.map.locator(LABELS).all_inner_texts())
    assert {"Tumen River", "Khasan–Tumangang rail bridge", "Tumen road bridge site"} <= names
    assert {"RUSSIA", "CHINA", "NORTH KOREA"} <= names


def test_the_road_bridge_is_never_a_pin(looked_at: Reader) -> None:
    """Its site is an area and three hollow reported sites; no marker image is used anywhere."""
    assert looked_at.map.locator("path.cm-derived.cm-point").count() == 0
    assert looked_at.map.locator("img.leaflet-marker-icon").count() == 0


def test_a_click_opens_a_sourced_popup_and_fills_the_panel(visitor: Open, story: Story) -> None:
    """The popup tells of the claims, as the panel does, and stays open; it gives all of a source.

    That is who asserts a claim, publisher, date, link, paragraph, how it was read, the fragment.
    """
    one = visitor()
    one.open("?place=none")
    expect(one.page.get_by_text("Select something on the map")).to_be_visible()
    popup = one.map.locator(".leaflet-popup .cm-card")
    for shape, name, key in (
        (RAIL, "Khasan–Tumangang rail bridge", RAIL_OPENED),
        (SITE, "Tumen road bridge site", "al-jazeera-2025-04-30/ready-mid-2026"),
    ):
        said = story.claims[key].says
        one.map.locator(shape).click()
        expect(popup.locator(".cm-title")).to_have_text(name)
        expect(popup).to_contain_text(said)
        expect(popup).to_contain_text("Accuracy")
        expect(one.page.locator(".st-key-card-box .cm-title")).to_have_text(name)
        expect(one.page.locator(".st-key-card-box")).to_contain_text(said)
        one.page.wait_for_timeout(1500)
        expect(popup).to_be_visible()
    assert one.errors == []
    claim = one.map.locator(".leaflet-popup li", has_text="ready by mid-2026").first
    expect(claim).to_contain_text("about June 2026")
    expect(claim.locator(".cm-source")).to_contain_text("Kommersant, in Al Jazeera, 30 April 2025")
    expect(claim.locator(".cm-source")).to_contain_text("paragraph 15, read in full")
    expect(claim.locator("q")).to_have_text("ready by mid-2026")
    link = claim.get_by_role("link")
    assert link.get_attribute("href").startswith("https://www.aljazeera.com/news/2025/4/30/")


def test_another_place_is_read_from_its_start(visitor: Open) -> None:
    """Its card is another one, however far the one before was read; a switch moves nothing."""
    one = visitor()
    one.open()
    card = one.page.locator(".st-key-card-box .cm-card")
    card.evaluate("card => { card.scrollTop = 300; }")
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator(RIVER)).to_have_count(0)
    assert card.evaluate("card => card.scrollTop") == 300
    one.page.locator("#cm-places summary").click()
    table = one.page.get_by_role("region", name="Table of places")
    table.get_by_role("button", name="Khasan", exact=True).click()
    expect(card.locator(".cm-title")).to_have_text("Khasan")
    assert card.evaluate("card => card.scrollTop") == 0


def test_a_switch_keeps_the_frame_and_the_view(visitor: Open) -> None:
    """A layer goes and comes; the frame is the same one, and centre and zoom stay."""
    one = visitor()
    one.open()
    one.in_map("(window.mark = 'same', map.setView([42.41, 130.66], 13, {animate: false}), 0)")
    before = one.view()
    switch = one.page.locator(".st-key-stage label", has_text="Tumen River")
    for shown in (0, 1):
        switch.click()
        expect(one.map.locator(RIVER)).to_have_count(shown)
    assert one.in_map("window.mark") == "same"
    assert one.view() == before


def test_layers_keep_their_order_when_one_comes_back(visitor: Open) -> None:
    """The river, switched off and on again, still lies under the bridges."""
    one = visitor()
    one.open()
    switch = one.page.locator(".st-key-stage label", has_text="Tumen River")
    for shown in (0, 1):
        switch.click()
        expect(one.map.locator(RIVER)).to_have_count(shown)
    order = one.in_map(
        "[...document.querySelectorAll('path')].map((p) => p.classList.contains('cm-f') &&"
        " p.classList.contains('cm-centreline') ? 'river' : p.classList.contains('cm-axis') ?"
        " 'bridge' : '').filter(Boolean)"
    )
    assert order == ["river", "bridge"]


def test_a_popup_stays_open_while_another_layer_is_switched(visitor: Open) -> None:
    """Switching borders off does not close what a visitor is reading."""
    one = visitor()
    one.open()
    one.map.locator(RAIL).click()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")
    one.page.locator(".st-key-stage label", has_text="State borders").click()
    expect(one.map.locator("path.cm-border")).to_have_count(0)
    expect(one.map.locator(".leaflet-popup .cm-card")).to_be_visible()


def test_selecting_in_the_table_moves_the_map_there(visitor: Open) -> None:
    """A name in the places table selects its place; the frame is not mounted anew."""
    one = visitor()
    one.open()
    one.in_map("(window.mark = 'same', 0)")
    one.page.locator("#cm-places summary").click()
    table = one.page.get_by_role("region", name="Table of places")
    table.get_by_role("button", name="Khasan", exact=True).click()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_have_text("Khasan")
    until(
        lambda: one.in_map(
            "(() => { const s = document.querySelector('path.cm-selected.cm-point');"
            " const { x, y, width, height } = s?.getBoundingClientRect() ?? {};"
            " return Math.abs(x + width / 2 - innerWidth / 2) < innerWidth / 4"
            " && Math.abs(y + height / 2 - innerHeight / 2) < innerHeight / 4; })()"
        )
    )
    assert one.in_map("window.mark") == "same"


def test_the_address_carries_the_view(reader: Open) -> None:
    """Switches and selection are in the address; opening it elsewhere shows the same."""
    one = reader()
    one.open()
    one.page.locator(".st-key-stage label", has_text="Tumen River").click()
    expect(one.map.locator(RIVER)).to_have_count(0)
    one.map.locator(RAIL).click()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")
    expect(one.page).to_have_url(re.compile("[?&]place=rail-bridge"))
    query = one.page.evaluate("location.search")
    other = reader()
    other.open(query)
    expect(other.map.locator(RIVER)).to_have_count(0)
    expect(other.page.locator(".st-key-card-box .cm-title")).to_contain_text("rail bridge")


@pytest.mark.parametrize(
    "query",
    ["?place=%7B%7B%207*7%20%7D%7D&layers=%3Cscript%3E&basemap=..%2Fx", "?place=%00&x=%ff"],
)
def test_a_mangled_address_gives_the_default_with_a_notice(visitor: Open, query: str) -> None:
    """A place, layers and a basemap that are not there are said; the map is the default one."""
    one = visitor()
    one.open(query)
    expect(one.bar.get_by_text("does not have")).to_be_visible()
    expect(one.page.locator(".st-key-card-box .cm-title")).to_have_text("Tumen road bridge site")


def test_attribution_is_always_there_and_shows_no_flag(visitor: Open) -> None:
    """© OpenStreetMap contributors with every layer off; Leaflet's flag is not drawn."""
    one = visitor()
    one.open("?layers=none")
    credit = one.map.locator(".leaflet-control-attribution")
    expect(credit).to_contain_text("© OpenStreetMap contributors")
    assert credit.locator("svg").count() == 0
    expect(one.map.locator(".leaflet-control-scale-line")).to_be_visible()


def test_an_online_basemap_that_does_not_come_is_said(reader: Open) -> None:
    """Tiles are asked for only when chosen; when they fail, the own basemap stays."""
    one = reader()
    one.open()
    assert one.outside == []
    one.stage.get_by_role("button", name="Basemap", exact=True).click()
    one.page.locator("[data-testid=stPopoverBody]").get_by_text("OpenStreetMap (online)").click()
    expect(one.map.get_by_role("status")).to_contain_text("OpenStreetMap did not come")
    assert one.outside and all("tile.openstreetmap.org" in url for url in one.outside)
    fill = one.in_map("getComputedStyle(document.querySelector('path.cm-land')).fillOpacity")
    assert fill == "1"


@pytest.mark.parametrize(("served", "opacity"), [(1, "1"), (10_000, "0")])
def test_the_own_basemap_gives_way_only_to_a_whole_one(
    reader: Open, served: int, opacity: str
) -> None:
    """One tile that comes among many that do not leaves land and sea as they are, and is said."""
    one = reader()
    one.open()
    came: list[str] = []

    def tile(route: Route) -> None:
        came.append(route.request.url)
        if len(came) <= served:
            route.fulfill(body=TILE, content_type="image/png")
        else:
            route.abort()

    one.page.route("**/tile.openstreetmap.org/**", tile)
    one.stage.get_by_role("button", name="Basemap", exact=True).click()
    one.page.locator("[data-testid=stPopoverBody]").get_by_text("OpenStreetMap (online)").click()
    land = one.map.locator("path.cm-land").first
    if served == 1:
        expect(one.map.get_by_role("status")).to_contain_text("did not come")
    expect(land).to_have_css("fill-opacity", opacity)


def test_the_scale_is_true_at_this_latitude(looked_at: Reader) -> None:
    """The scale bar's length is that distance on the ground, not in Mercator's metres."""
    drawn = looked_at.in_map(
        "(() => { const bar = document.querySelector('.leaflet-control-scale-line');"
        " const y = map.getSize().y / 2;"
        " const across = map.containerPointToLatLng([0, y])"
        ".distanceTo(map.containerPointToLatLng([bar.offsetWidth, y]));"
        " const [n, unit] = bar.textContent.split(' ');"
        " return across / (n * (unit === 'km' ? 1000 : 1)); })()"
    )
    assert drawn == pytest.approx(1, abs=0.03)


def test_a_phone_sees_the_map_first_and_nothing_sticks_out(reader: Open) -> None:
    """At 390 × 844 the map is in the first screen and the page is no wider than the screen."""
    one = reader(viewport={"width": 390, "height": 844})
    one.open()
    box = one.page.locator("iframe").bounding_box()
    assert box is not None
    assert box["y"] < 300 and box["height"] > 400
    assert box["width"] > 340
    names = one.map.locator(LABELS).all_inner_texts()
    assert "Khasan–Tumangang rail bridge" in names and "Tumen road bridge site" in names
    wide = one.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    )
    assert wide <= 0


def test_every_claim_and_source_is_in_plain_tables(reader: Open, story: Story) -> None:
    """All claims stand in an HTML table with headers, all sources in a list with links."""
    one = reader()
    one.open()
    listed = one.page.locator("#cm-sources li")
    expect(listed).to_have_count(len(story.sources))
    for entry, source in zip(listed.all_text_contents(), story.sources.values(), strict=True):
        read = how_read(source)
        assert f"{read[0].upper()}{read[1:]}" in entry and (source.url or "") in entry
    month = one.page.locator("#source-korea-daily-2025-05")
    expect(month).to_contain_text("about May 2025")
    first = in_words(str(story.known_from["korea-daily-2025-05"]))
    expect(month).to_contain_text(f"Counts as known from {first}.")
    one.page.get_by_text(f"Claims ({len(story.claims)})").click()
    table = one.page.locator("#cm-claims table")
    expect(table.get_by_role("columnheader").first).to_have_text("About")
    for shown in range(100, len(story.claims), 100):
        expect(table.locator("tbody tr")).to_have_count(shown)
        one.page.get_by_role("button", name="Show more claims").click()
    expect(table.locator("tbody tr")).to_have_count(len(story.claims))
    expect(one.page.get_by_role("button", name="Show more claims")).to_have_count(0)


LOADED = """(text) => document.fonts.ready.then(() => [...document.fonts]
  .filter((font) => font.status === "loaded" && [...text].every((letter) =>
    document.fonts.check(`12px ${font.family}`, letter)))
  .map((font) => font.family.replaceAll('"', "") + " " + font.unicodeRange.slice(0, 6)))"""


def test_korean_and_chinese_letters_come_with_the_page(reader: Open) -> None:
    """To the map as to the page, so that a machine without a font of them shows no boxes."""
    one = reader()
    one.open("?place=river")
    assert "Source Sans U+1100" in one.page.evaluate(LOADED, "두만강图们江")
    assert "Noto Sans CJK KR U+0-10" in one.in_map(f"({LOADED})('두만강图们江')")
    assert one.outside == []


def test_labels_do_not_overlap(visitor: Open) -> None:
    """At every zoom from the region to the bridge no two labels lie over each other."""
    one = visitor()
    one.open()
    for zoom in (7, 9, 11, 13, 14.5, 16):
        one.in_map(f"(map.setView([42.42, 130.63], {zoom}, {{animate: false}}), 0)")
        one.page.wait_for_timeout(200)
        boxes = one.in_map(
            "[...document.querySelectorAll('.cm-label:not(.cm-hidden)')].map((e) => {"
            " const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"
        )
        assert boxes, zoom
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
                assert apart, (zoom, a, b)


def test_the_page_and_the_map_follow_a_change_of_theme(reader: Open) -> None:
    """When the system goes dark while the page is open, title and map do too, without a click."""
    one = reader(color_scheme="light")
    one.open()
    heading = one.page.locator(".cm-masthead h1")
    expect(heading).to_have_css("color", "rgb(28, 27, 25)")
    one.page.emulate_media(color_scheme="dark")
    expect(heading).to_have_css("color", "rgb(236, 233, 226)")
    one.map.locator(".leaflet-container[data-theme=dark]").wait_for()


NEVER_BY_ITSELF = """const plain = setTimeout;
window.setTimeout = (call, after, ...given) => after === 6000 ? 0 : plain(call, after, ...given);"""


def test_a_map_that_starts_before_the_page_s_script_is_heard_of(reader: Open) -> None:
    """Card and tables wait for the map; they do not wait on when it was there first."""
    one = reader(alone=True)
    one.page.add_init_script(NEVER_BY_ITSELF)  # the page's last resort
    held: list[Route] = []
    one.page.route("**/page.js", lambda route: held.append(route))
    one.page.goto(one.address)
    one.map.locator("[data-ready=yes]").wait_for()
    assert held
    expect(one.page.locator(".cm-card")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(one.page.locator(".cm-card")).to_have_count(1)
    expect(one.page.locator(".cm-footer")).to_have_count(1)


def test_far_places_are_shown_from_afar(reader: Open) -> None:
    """The map does not go closer to a place than it has something to show around it."""
    one = reader()
    one.open("?place=moscow")
    one.page.wait_for_timeout(1000)
    lat, lon, zoom = one.view()
    assert zoom <= 5
    assert abs(lat - 55.76) < 1 and abs(lon - 37.62) < 1


def test_shapes_are_no_nameless_stops_for_the_keyboard(looked_at: Reader) -> None:
    """Tab passes over the shapes, which have no names; the tables have them all."""
    assert looked_at.map.locator("path[tabindex='0']").count() == 0
