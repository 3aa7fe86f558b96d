"""Snapshots on the page: the dialog that makes them and opens them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from layers.findings.known import known
from layers.findings.statements import statements
from layers.html.tables import ROWS
from layers.snapshot import snapshot_of
from layers.snapshot.files import inspect, make
from layers.snapshot.seal import SAYS
from layers.story import Story
from layers.view import default_view, query_of
from tests.conftest import DIALOG, Reader
from tests.expecting import expect
from tests.told import left_of

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]


def dialog(one: Reader) -> Page:
    """The page with the dialog open and its preview drawn."""
    one.bar.get_by_role("button", name="Export", exact=True).click()
    box = one.dialog
    expect(box.get_by_role("button", name="Make the file")).to_be_visible(timeout=60_000)
    expect(box.locator("img").first).to_be_visible(timeout=60_000)
    return one.page


def test_a_file_is_made_of_the_view_in_sight(reader: Open, tmp_path: Path) -> None:
    """Day and position of the page are in it; its name and size are said before it is fetched."""
    one = reader(accept_downloads=True)
    one.open("?as-of=2025-05-01&at=42.41,130.65,14")
    page = dialog(one)
    page.locator(DIALOG).get_by_role("button", name="Make the file", exact=True).click()
    button = page.locator(DIALOG).get_by_role(
        "button", name="Download tumen-road-bridge-2025-05-01.png"
    )
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
    expect(page.locator(DIALOG).get_by_role("alert")).to_be_visible()
    field.set_input_files(tmp_path / "edited.html")
    expect(page.locator(DIALOG).get_by_role("alert")).to_contain_text(SAYS[False])
    field.set_input_files(tmp_path / "map.html")
    expect(page.locator(DIALOG).get_by_role("alert")).to_have_count(0)
    page.locator(DIALOG).get_by_role("button", name="Show its view", exact=True).click()
    expect(page.locator(DIALOG)).to_have_count(0)
    expect(page.locator(".cm-left")).to_have_text(f"{left_of(story)}.")
    assert one.in_map("window.mark") == "same"


def test_an_old_picture_shows_what_no_longer_holds(
    reader: Open, story: Story, tmp_path: Path
) -> None:
    """Beside the place on the map, in a table of its own and in that of the claims; until ended."""
    main, first = story.info.main_place, statements(known(story), story.claims.values(), ROWS)
    claim = next(s.claim for s in first if story.place_of(s.claim) == main)
    was = claim.model_copy(update={"says": "It was worded otherwise."})
    gone = claim.model_copy(update={"id": "gone", "says": "It is claimed no more."})
    claims = story.claims | {was.key: was, gone.key: gone}
    old = replace(story, claims=claims, digest="0" * 64)
    (tmp_path / "old.png").write_bytes(make(snapshot_of(old, default_view(old)), "png"))
    one = reader()
    one.open()
    page = dialog(one)
    page.locator("input[type=file]").set_input_files(tmp_path / "old.png")
    alert = page.locator(DIALOG).get_by_role("alert")
    expect(alert).to_contain_text("2 things no longer hold, of 2 changes")
    page.locator(DIALOG).get_by_role("button", name="Show its view", exact=True).click()
    expect(page.locator(DIALOG)).to_have_count(0)
    part = page.locator("#cm-difference")
    expect(part.get_by_role("heading", level=2)).to_have_text("Changed since old.png (2)")
    expect(part.locator("del")).to_have_text([was.says, "It is claimed no more."])
    expect(part.locator("ins")).to_have_text([claim.says])
    expect(page.locator("#cm-claims .cm-changed")).to_have_text(["changed"])
    expect(one.map.locator(".cm-mark > span", has_text="Δ 2")).to_be_visible()
    part.get_by_role("button", name="End the comparison").click()
    expect(part).to_have_count(0)
    expect(page.locator("#cm-claims")).to_have_count(1)
    expect(one.map.locator(".cm-mark > span", has_text="Δ")).to_have_count(0)
    assert one.outside == [] and one.errors == []
