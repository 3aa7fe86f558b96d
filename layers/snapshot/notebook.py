"""A story in a notebook: opened, its claims, findings and places as tables, a view of it shown.

A view is given by its address, as the page has it, or the query of one, or as a View. The package
itself has these functions, too; docs/notebook.md shows them.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd  # type: ignore[import-untyped]

from ..findings.frames import frame_of_claims, frame_of_findings, frame_of_places
from ..findings.known import known
from ..story import Story, load_story
from ..view import Scene, View, scene_of
from .files import view_at
from .inline_picture import InlinePicture
from .snapshot import snapshot_of

SIZE, DPI = (1200, 900), 120


def open_story(folder: str | Path) -> Story:
    """The story in a folder. Raises StoryError, which names all that is wrong in its files."""
    return load_story(Path(folder))


def scene(story: Story, view: str | View = "") -> Scene:
    """Everything that a view shows: `seen` has its claims and findings, `layers` what is drawn.

    Raises SnapshotError when an address asks for what is not there; so do all that take a view.
    """
    return scene_of(story, view_at(story, view) if isinstance(view, str) else view)


def claims_frame(story: Story, view: str | View = "") -> pd.DataFrame:
    """The claims in sight, a row each; without a view, all."""
    return frame_of_claims(story, scene(story, view).seen.claims)


def findings_frame(story: Story, view: str | View = "") -> pd.DataFrame:
    """The findings on the claims in sight, a row for each subject and attribute."""
    return frame_of_findings(story, scene(story, view).seen.findings)


def places_frame(story: Story, view: str | View | None = None) -> gpd.GeoDataFrame:
    """The places that a view draws, EPSG:4326, with their status in it; without a view, all."""
    if view is None:
        return frame_of_places(known(story), story.places.values())
    shown = scene(story, view)
    layers = {layer.id for layer in shown.layers}
    chosen = [
        place
        for place in story.places.values()
        if place.layer in layers
        and place.id in shown.seen.places
        and place.main.id not in shown.seen.absent
    ]
    return frame_of_places(shown.known, chosen)


def picture(
    story: Story,
    view: str | View = "",
    size: tuple[float, float] = SIZE,
    dpi: float = DPI,
    title: str | None = None,
    subtitle: str | None = None,
) -> InlinePicture:
    """A picture of a view, which a notebook shows when it is the last value of a cell."""
    made = snapshot_of(story, scene(story, view).view, title, subtitle)
    return InlinePicture(made, size, dpi)
