"""Ranks of labels: those a map has, and the one that stays when two would overlap.

Both engines take their numbers from here: the map's own (layers/webmap/assets/map.js, which has
`constants` written into it) and that of pictures (layers/snapshot/picture/labels.py).
"""

from __future__ import annotations

from ..story import Feature, Story

# Kinds whose label stands inside them; all others have it beside them.
INSIDE = (
    *("country", "region", "province", "district", "municipality", "island", "park"),
    *("ocean", "sea", "gulf", "bay", "strait", "channel", "lake", "river"),
)
# Kinds of water, whose names are set as names of water are; on the web map some in italics alone.
WATER = ("ocean", "sea", "gulf", "bay", "strait", "channel", "lake", "river", "river mouth")
SERIF = tuple(kind for kind in WATER if kind not in ("lake", "river mouth"))
CAPITALS = ("country", "municipality")
UNLABELLED = ("outline", "border")
# Which labels stay when two would overlap: a larger number wins.
MAIN, OTHER = 90, 50
RANK = {"river": 80, "country": 70, "station": 60, "boundary marker": 40}
# The rank of what is drawn after one claim. A picture cannot be moved or asked: there what does not
# agree comes right after what the map is about.
REPORTED, REPORTED_ON_PAPER = 20, MAIN - 4
CHOSEN = 100  # how much more it is for what is selected or picked, in a picture
# The zoom from which what is drawn after one claim has its label; a picture has more pixels.
REPORTED_ZOOM, REPORTED_ZOOM_ON_PAPER = 15.5, 13.5
# The zoom from which reported lengths that lie side by side are nine pixels apart, in a picture
# seven units; from further away only the least and the greatest of them is drawn.
CROWDED_ZOOM, CROWDED_ZOOM_ON_PAPER = 14.5, 14.5
MOST_LABELS = 60  # more have no room on any screen or sheet


def of_main_kind(story: Story, feature: Feature) -> bool:
    """True of the kind that the story is about: a bridge in the story of a bridge."""
    return feature.kind == story.places[story.info.main_place].main.kind


def rank_of(story: Story, feature: Feature) -> int:
    """The rank of a place's label; the story's main place comes before others of its kind."""
    rank = MAIN if of_main_kind(story, feature) else RANK.get(feature.kind, OTHER)
    return rank + (feature.id == story.info.main_place)


def constants() -> str:
    """The numbers of the web map's own engine, as JavaScript."""
    numbers = {
        "REPORTED_ZOOM": REPORTED_ZOOM,
        "CROWDED_ZOOM": CROWDED_ZOOM,
        "MOST_LABELS": MOST_LABELS,
    }
    return "\n".join(f"const {name} = {number};" for name, number in numbers.items())
