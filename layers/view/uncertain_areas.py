"""Areas of uncertainty drawn anew where a view has only some of the claims behind them."""

from __future__ import annotations

from functools import lru_cache

from shapely.geometry import LineString, Point

from ..story.accuracy import within
from .numbers import feature_numbers
from .seen import Seen


@lru_cache(maxsize=128)
def areas(seen: Seen) -> dict[int, list[list[float]]]:
    """The outlines, by feature number, of areas of which only some claims are known.

    Lat lon in degrees, EPSG:4326, as Leaflet has it. All within the stated accuracy of the line
    through those reported sites whose claims are known.
    """
    story, numbers = seen.story, feature_numbers(seen.story)
    areas = {}
    for area in seen.partly:
        if area.geometry.geom_type != "Polygon":
            continue
        sites = [
            part.geometry.coords[0]
            for part in story.places[area.of_place].parts
            if part.geometry.geom_type == "Point"
            and seen.known.keys.intersection(part.claims, area.claims)
        ]
        if sites:
            line = LineString(sites) if len(sites) > 1 else Point(sites[0])
            outline = within([line], [area.accuracy_m])[0].exterior.coords
            areas[numbers[area.id]] = [[round(y, 6), round(x, 6)] for x, y in outline]
    return areas
