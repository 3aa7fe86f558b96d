"""axe-core on the page and on the map's frame, in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.axe import serious
from tests.conftest import Reader

pytestmark = pytest.mark.browser
PAGE = "[data-testid=stMain]"  # scrolls inside: axe looks at no more of it than is in sight

HEIGHT = "(page) => page.scrollHeight"
FITS = "(page) => page.scrollHeight <= page.clientHeight"
UNFOLD = """() => {
  const folds = [...document.querySelectorAll("details:not([open]) > summary")];
  const seen = folds.filter((fold) => fold.checkVisibility());
  for (const fold of seen) fold.click();
  return seen.length;
}"""
# A view with something in every part of the page, and a tenth of the claims: axe looks at each.
FEWER = "?search=CSIS"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neither_map_nor_page_has_a_serious_violation(
    reader: Callable[..., Reader], theme: str
) -> None:
    """The frame in the theme's colours with a popup, then the page with every fold open."""
    one = reader(color_scheme=theme)
    one.open(FEWER)
    one.map.locator("path.cm-built.cm-point").click()
    one.page.wait_for_timeout(1000)
    assert one.in_map("document.documentElement.dataset.theme") == theme
    frame = next(f for f in one.page.frames if "streamlit_folium" in f.url)
    assert serious(frame) == []
    while one.page.evaluate(UNFOLD):
        pass
    for _ in range(9):  # what comes into sight may be higher than it was taken to be
        height = one.page.locator(PAGE).evaluate(HEIGHT)
        one.page.set_viewport_size({"width": 1440, "height": height + 1000})
        one.page.wait_for_timeout(1500)
        if one.page.locator(PAGE).evaluate(FITS):
            break
    assert one.page.locator(PAGE).evaluate(FITS)
    assert serious(one.page) == []


def test_the_switches_work_from_the_keyboard(visitor: Callable[..., Reader]) -> None:
    """Tab reaches a switch and the space bar uses it."""
    one = visitor()
    one.open()
    one.stage.get_by_role("checkbox", name="Tumen River").focus()
    one.page.keyboard.press("Space")
    one.map.locator("path.cm-f.cm-centreline").wait_for(state="detached")


def test_a_place_can_be_selected_from_the_keyboard(visitor: Callable[..., Reader]) -> None:
    """The fold opens with Enter; each place's name is a button that Tab reaches."""
    one = visitor()
    one.open()
    one.page.locator("#cm-places summary").focus()
    one.page.keyboard.press("Enter")
    reached: list[str] = []
    while (
        "Tumen River" not in reached and len(reached) < 20
    ):  # the table's scroll box, names, links
        one.page.keyboard.press("Tab")
        reached.append(one.page.evaluate("document.activeElement.textContent"))
    names = one.page.locator("#cm-places .cm-link").all_inner_texts()
    before = names[: names.index("Tumen River") + 1]
    assert [text for text in reached if text in names] == before
    one.page.keyboard.press("Enter")
    one.page.locator(".st-key-card-box .cm-title", has_text="Tumen River").wait_for()
