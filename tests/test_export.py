"""Snapshots on the page: the dialog that makes them and opens them again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.snapshot import snapshot_of
from layers.snapshot.files import inspect, make
from layers.snapshot.seal import SAYS
from layers.story import Story
from layers.view import default_view, query_of
from tests.conftest import Reader
from tests.told import left_of

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]


def dialog(one: Reader) -> Page:
    """The page with the dialog open and its preview drawn."""
    one.page.get_by_role("button", name="Export", exact=True).click()
    box = one.page.get_by_role("dialog")
    expect(box.get_by_role("button", name="Make the file")).to_be_visible(timeout=60_000)
    expect(box.locator("img").first).to_be_visible(timeout=60_000)
    return one.page


def test_a_file_is_made_of_the_view_in_sight(reader: Open, tmp_path: Path) -> None:
    """Day and position of the page are in it; its name and size are said before it is fetched."""
    one = reader(accept_downloads=True)
    one.open("?as-of=2025-05-01&at=42.41,130.65,14")
    page = dialog(one)
    page.get_by_role("button", name="Make the file", exact=True).click()
    button = page.get_by_role("button", name="Download tumen-road-bridge-2025-05-01.png")
    expect(button).to_contain_text("kB", timeout=60_000)
    with page.expect_download() as download:
        button.click()
    download.value.save_as(tmp_path / "map.png")
    query = query_of(inspect((tmp_path / "map.png").read_bytes()).address)
    assert query["as-of"] == ["2025-05-01"]
    lat, lon, zoom = map(float, query["at"][0].split(","))
    assert (lat, lon) == pytest.approx((42.41, 130.65), abs=0.0005) and zoom == 14
    assert one.outside == [] and one.errors == []


def test_a_snapshot_dropped_on_the_page_gives_its_view_again(
    reader: Open, story: Story, tmp_path: Path
) -> None:
    """And a foreign picture is refused in words; of a page that was edited it is said."""
    content = make(snapshot_of(story, default_view(story)), "html")
    (tmp_path / "map.html").write_bytes(content)
    (tmp_path / "edited.html").write_bytes(content.replace(b"1,005 m", b"1,500 m"))
    (tmp_path / "foreign.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    one = reader()
    one.open("?search=bridge")
    one.in_map("(window.mark = 'same', 0)")
    page = dialog(one)
    field = page.locator("input[type=file]")
    field.set_input_files(tmp_path / "foreign.png")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    field.set_input_files(tmp_path / "edited.html")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(SAYS[False])
    field.set_input_files(tmp_path / "map.html")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Show its view", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".cm-left")).to_have_text(f"{left_of(story)}.")
    assert one.in_map("window.mark") == "same"
