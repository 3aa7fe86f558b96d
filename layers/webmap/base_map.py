"""The folium base map: empty, the same for all views, it starts the frame's own script.

It must come out equal on every run, or the frame is mounted anew and the reader's place is lost;
so it takes nothing but the story. A fresh one is needed each run, because `st_folium` alters it.
"""

from __future__ import annotations

from collections.abc import Sequence

import folium

from ..story import Story
from ..view.extent import home_bounds
from .map_start import map_start
from .script_call import Call

Links = Sequence[tuple[str, str]]


def base_map(story: Story, scripts: Links, styles: Links, detail: str = "") -> folium.Map:
    """The base of a story's map. `scripts` and `styles` are (name, address) pairs to load.

    `detail` is the address of the script that has all the detail of the ground.
    """
    west, south, east, north = home_bounds(story)
    base = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=13,
        tiles=None,
        zoom_control="bottomright",
        min_zoom=4,
        max_zoom=18,
        zoom_snap=0.5,
        fade_animation=False,
    )
    base.default_js = list(scripts)
    base.default_css = list(styles)
    # The digest is there so that other data is another base: its script is loaded anew.
    start = map_start(story, detail) | {"data": story.digest}
    base.add_child(Call("claimmap.start", start, on_map=True))
    return base
