"""Which labels a map has, where they stand, and which stays when two would overlap."""

from __future__ import annotations

from ..story import Feature, Story

# Kinds whose label stands inside them; all others have it beside them.
INSIDE = (
    *("country", "region", "province", "district", "municipality", "island", "park"),
    *("ocean", "sea", "gulf", "bay", "strait", "channel", "lake", "river"),
)
# Kinds of water, whose names are set as names of water are.
WATER = ("ocean", "sea", "gulf", "bay", "strait", "channel", "lake", "river", "river mouth")
UNLABELLED = ("outline", "border")
# Which labels stay when two would overlap: a larger number wins.
MAIN, OTHER = 90, 50
RANK = {"river": 80, "country": 70, "station": 60, "boundary marker": 40}
REPORTED = 20  # the rank of what is drawn after one claim


def of_main_kind(story: Story, feature: Feature) -> bool:
    """Whether it is of the kind that the story is about: a bridge in the story of a bridge."""
    return feature.kind == story.places[story.info.main_place].main.kind


def rank_of(story: Story, feature: Feature) -> int:
    """The rank of a place's label; the story's main place comes before others of its kind."""
    rank = MAIN if of_main_kind(story, feature) else RANK.get(feature.kind, OTHER)
    return rank + (feature.id == story.info.main_place)
