"""Online basemaps, from xyzservices; none is used unless a reader chooses it."""

from __future__ import annotations

from typing import Any

import xyzservices.providers as providers

from ..view import OWN_BASEMAP
from .gate import safe

ONLINE = {
    "osm": ("OpenStreetMap", providers.OpenStreetMap.Mapnik),
    "topo": ("OpenTopoMap", providers.OpenTopoMap),
    "satellite": ("Esri World Imagery", providers.Esri.WorldImagery),
}
TITLES = {OWN_BASEMAP: "Own, works offline"} | {
    name: f"{title} (online)" for name, (title, _) in ONLINE.items()
}


def tile_layer(basemap: str) -> dict[str, Any] | None:
    """Address template, limits and attribution of an online basemap; None for the own one."""
    if basemap not in ONLINE:
        return None
    title, provider = ONLINE[basemap]
    return {
        "title": str(safe(title)),
        "url": provider.build_url(x="{x}", y="{y}", z="{z}"),
        "max": provider.get("max_zoom", 18),
        "attribution": str(safe(provider.attribution.replace("(C)", "©"))),
    }
