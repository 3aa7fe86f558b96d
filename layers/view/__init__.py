"""The reader's view: the choice, its web address, and the scene of what it leaves to see."""

from .address import address_of, from_query, query_of, to_query
from .choice import FACETS, OWN_BASEMAP, Position, Scope, View, default_view, selectable
from .scene import Scene, scene_of
from .seen import Seen, seen

__all__ = [
    "FACETS",
    "OWN_BASEMAP",
    "Position",
    "Scene",
    "Scope",
    "Seen",
    "View",
    "address_of",
    "default_view",
    "from_query",
    "query_of",
    "scene_of",
    "seen",
    "selectable",
    "to_query",
]
