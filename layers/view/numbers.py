"""Numbers of features and places, by which the page and the map name them to each other."""

from __future__ import annotations

from functools import lru_cache

from ..story import Story


@lru_cache(maxsize=8)
def feature_numbers(story: Story) -> dict[str, int]:
    """A number for each feature, in drawing order."""
    return {name: number for number, name in enumerate(story.features)}


@lru_cache(maxsize=8)
def place_numbers(story: Story) -> dict[str, int]:
    """A number for each place, in the story's order."""
    return {name: number for number, name in enumerate(story.places)}
