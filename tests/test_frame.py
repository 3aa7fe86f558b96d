"""The script that all readers of a story share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from layers.panels.frame import frame_links
from layers.story import Story
from layers.webmap.drawing import drawing


def test_first_readers_who_come_at_once_all_get_the_script(story: Story) -> None:
    """Twelve threads ask before it is written; each gets the same address and none an error."""
    with ThreadPoolExecutor(12) as pool:
        links = list(pool.map(lambda _: frame_links(story), range(12)))
    assert len(set(links)) == 1
    scripts, styles = links[0]
    assert [name for name, _ in scripts] == ["leaflet.js", "own.js", "map.js", "drawing"]
    assert [name for name, _ in styles] == ["leaflet.css", "map.css", "card.css"]
    assert all(address.startswith("../") for _, address in (*scripts, *styles))


def test_the_same_story_gives_the_same_script(story: Story) -> None:
    """Equal input, equal bytes: folium's random names do not get in."""
    assert drawing(story) == drawing(story)
