"""Parameters of an address and their values, in words for whoever wrote a wrong one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from ..findings.known import first_day
from ..story import Story
from .address import NAMES, PARAMETERS, ZOOMS, facet_names
from .choice import selectable

LISTED = 12  # names in a message


def expected(name: str, story: Story, basemaps: Collection[str]) -> str:
    """The values that would be right for a parameter, or the parameters there are."""
    facets = {parameter: facet for facet, parameter in PARAMETERS.items()}
    if name in facets:
        return f"must be {_one_of(facet_names(story)[facets[name]])}"
    if name == "as-of":
        return f"must be a day such as {first_day(story)}, and not before that"
    if name == "at":
        zooms = f"from {ZOOMS[0]} to {ZOOMS[1]}"
        return f"must be latitude,longitude,zoom: three numbers, the zoom {zooms}"
    if name == "layers":
        switches = (layer.id for layer in story.layers.values() if layer.switch)
        return f"must be none, or with commas between them {_one_of(switches)}"
    if name == "place":
        return f"must be none or {_one_of(p for p in story.places if selectable(story, p))}"
    if name == "basemap":
        return f"must be {_one_of(basemaps)}"
    if name == "account":
        return f"must be {_one_of([*story.accounts, *facet_names(story)['asserters']])}"
    if name == "pick":
        return f"must be {_one_of(dict.fromkeys(c.group for c in story.claims.values()))}"
    return f"is no parameter: there are {', '.join(sorted(NAMES))}"


def _one_of(names: Iterable[str]) -> str:
    first = [*islice(names, LISTED + 1)]
    more = ", …" if len(first) > LISTED else ""
    return f"one of {', '.join(first[:LISTED])}{more}"
