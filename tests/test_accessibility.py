"""axe-core on the page and on the map's frame, in both themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import Reader

pytestmark = pytest.mark.browser
# Tall enough that all of the page is in sight: axe looks at no more, for the page scrolls inside.
TALL = {"width": 1440, "height": 9000}


def serious(violations: list[dict[str, Any]]) -> list[str]:
    """The serious and critical ones, with where they are."""
    return [
        f"{v['id']} ({v['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for v in violations
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_has_no_serious_violation(reader: Callable[..., Reader], theme: str) -> None:
    """The whole page with every fold open, and a popup on the map."""
    one = reader(viewport=TALL, color_scheme=theme)
    one.open()
    one.map.locator("path.cm-built.cm-point").click()
    folded = one.page.locator("details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    one.page.wait_for_timeout(1500)
    assert serious(Axe().run(one.page).response["violations"]) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_maps_frame_has_no_serious_violation(reader: Callable[..., Reader], theme: str) -> None:
    """The frame by itself, with a popup open and labels drawn in the theme's colours."""
    one = reader(color_scheme=theme)
    one.open()
    one.map.locator("path.cm-built.cm-point").click()
    one.page.wait_for_timeout(1000)
    assert one.in_map("document.documentElement.dataset.theme") == theme
    frame = next(f for f in one.page.frames if "streamlit_folium" in f.url)
    assert serious(Axe().run(frame).response["violations"]) == []


def test_the_switches_work_from_the_keyboard(reader: Callable[..., Reader]) -> None:
    """Tab reaches a switch and the space bar uses it."""
    one = reader()
    one.open()
    one.page.get_by_role("checkbox", name="Tumen River").focus()
    one.page.keyboard.press("Space")
    one.map.locator("path.cm-f.cm-river").wait_for(state="detached")


def test_a_place_can_be_selected_from_the_keyboard(reader: Callable[..., Reader]) -> None:
    """The fold opens with Enter; each place's name is a button that Tab reaches."""
    one = reader()
    one.open()
    one.page.locator("#cm-places summary").focus()
    one.page.keyboard.press("Enter")
    for _ in range(6):  # the table's own scroll box, then the fifth name
        one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    one.page.locator(".st-key-card-box .cm-title", has_text="Tumen River").wait_for()
