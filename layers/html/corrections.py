"""HTML of the story's own corrections, escaped: a part that no page leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ..story import Story
from ..story.changes import Change
from .gate import html

FIRST = 3  # entries that no fold hides


def correction_list(story: Story, changes: Sequence[Change] | None = None) -> Markup:
    """Every correction of the story, or some, the last first."""
    told = story.changes if changes is None else changes
    groups = {change.name: _groups(story, change) for change in told}
    return html("corrections.html", story=story, changes=told, groups=groups, first=FIRST)


def _groups(story: Story, change: Change) -> list[str]:
    """The groups of the claims that were corrected, as far as they are there."""
    there = (story.claims[key].group for key in change.claims if key in story.claims)
    return list(dict.fromkeys(there))
