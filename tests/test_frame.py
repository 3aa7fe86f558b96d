"""The script that all readers of a story share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from layers.panels.frame_files import frame_links
from layers.snapshot.font_files import SANS, font_face
from layers.story import Story
from layers.webmap.drawing_script import drawing
from tests.conftest import ROOT, Reader
from tests.server import serve


def test_first_readers_who_come_at_once_all_get_the_script(story: Story) -> None:
    """Twelve threads ask before it is written; each gets the same address and none an error."""
    with ThreadPoolExecutor(12) as pool:
        links = list(pool.map(lambda _: frame_links(story), range(12)))
    assert len(set(links)) == 1
    scripts, styles, detail = links[0]
    assert "detail.js" in detail
    ours = ["own.js", "controls.js", "map.js"]
    assert [name for name, _ in scripts] == ["leaflet.js", *ours, "drawing"]
    assert [name for name, _ in styles] == ["leaflet.css", "map.css", "card.css", "letters"]
    assert all(address.startswith("../") for _, address in (*scripts, *styles))


@pytest.mark.browser
def test_a_server_leaves_no_file_behind(reader: Callable[..., Reader], tmp_path: Path) -> None:
    """Stopped by a signal, as hosts do, after somebody looked at the page."""
    with serve(ROOT / "app.py", TMPDIR=str(tmp_path)) as started:
        reader(started).open()
        assert list(tmp_path.glob("map-drawing-*/*.js"))
    assert list(tmp_path.iterdir()) == []


def test_letters_taken_from_fewer_are_the_same_letters() -> None:
    """As those taken from the whole font, to the byte; none come of letters that it has not."""
    few, more = "두만강", "두만강图们江"
    assert font_face("x", SANS, few, "", more) == font_face("x", SANS, few) != ""
    assert font_face("x", SANS, "\u2e9a", "", "\u2e9a") == ""


def test_the_same_story_gives_the_same_script(story: Story) -> None:
    """Equal input, equal bytes: folium's random names do not get in."""
    assert drawing(story) == drawing(story)
