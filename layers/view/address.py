"""Web addresses of views, read and written; any address at all gives a view.

Of a wrong parameter `expected` says what would be right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ..errors import listed
from ..findings.known import first_day, last_day
from ..story import Story
from ..story.search import LETTERS
from .choice import BASEMAPS, FACETS, Position, Scope, View, default_view, selectable

Query = Mapping[str, str | Sequence[str]]

FINDINGS = {
    "conflict": "In conflict",
    "rebutted": "Rebutted",
    "agreed": "Agreed",
    "voices": "Several voices",
    "single": "One origin",
    "not-comparable": "Not comparable",
    "statement": "Statement, not compared",
}
# What a facet is called in an address.
PARAMETERS = dict(zip(FACETS, ("source", "by", "attribute", "finding", "where"), strict=True))
ONES = ("layers", "place", "basemap", "pick", "at", "as-of", "account", "search")
NAMES = frozenset(ONES) | frozenset(PARAMETERS.values())  # of all parameters
_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,7})?"
_AT = re.compile(rf"({_NUMBER}),({_NUMBER}),([0-9]{{1,2}}(?:\.[0-9]{{1,2}})?)")
ZOOMS = (4, 18)


def to_query(view: View, story: Story) -> dict[str, list[str]]:
    """The view as query parameters, each a list; what is as by default is left out."""
    default, scope = default_view(story), view.scope
    query = {}
    if view.layers != default.layers:
        query["layers"] = [",".join(n for n in story.layers if n in view.layers) or "none"]
    if view.place != default.place:
        query["place"] = [view.place or "none"]
    if view.basemap != default.basemap:
        query["basemap"] = [view.basemap]
    if scope.as_of:
        query["as-of"] = [scope.as_of.isoformat()]
    for name, value in (("account", scope.account), ("search", scope.search), ("pick", view.pick)):
        if value:
            query[name] = [value]
    for facet, parameter in PARAMETERS.items():
        if names := scope.names(facet):
            query[parameter] = sorted(names)
    if view.at:
        query["at"] = [position_text(view.at)]
    return query


def address_of(view: View, story: Story) -> str:
    """The view as the query of an address, with its question mark; empty for the default view."""
    query = urlencode(to_query(view, story), doseq=True)
    return f"?{query}" if query else ""


def scope_of(address: str) -> frozenset[str]:
    """The part of an address that decides which claims are in sight, as name=value."""
    query, look = query_of(address), ("layers", "place", "basemap", "pick", "at")
    return frozenset(f"{n}={value}" for n, v in query.items() if n not in look for value in v)


def query_of(address: str) -> dict[str, list[str]]:
    """The parameters of an address, or of its query alone; none when it is no address."""
    try:
        whole = "?" in address or "://" in address
        query = urlsplit(address).query if whole else address.partition("#")[0]
        return parse_qs(query, keep_blank_values=True, errors="replace", max_num_fields=200)
    except ValueError:
        return {}


def from_query(query: Query, story: Story) -> tuple[View, tuple[str, ...]]:
    """The view that query parameters ask for, and the names of those that ask for nothing here."""
    view, unknown = default_view(story), []
    asked = {name: _texts(value) for name, value in query.items()}
    one = {name: values[-1] for name, values in asked.items() if values}
    for name, taken in (
        ("layers", _layers(one.get("layers"), story)),
        ("place", _place(one.get("place"), story)),
        ("basemap", _among(one.get("basemap"), BASEMAPS, "basemap")),
        ("pick", _among(one.get("pick"), _groups(story), "pick")),
        ("at", _position(one.get("at"))),
    ):
        if taken is not None:
            view = replace(view, **taken)
        elif name in one:
            unknown.append(name)
    scope, faults = _scope(one, asked, story)
    return replace(view, scope=scope), (*unknown, *faults)


def _texts(value: object) -> list[str]:
    """A parameter's values as texts, whatever was handed over in their place."""
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value])]


Taken = dict[str, Any] | None  # fields of a view, or None when what is asked is not there


def _layers(text: str | None, story: Story) -> Taken:
    if text is None:
        return None
    wanted = frozenset() if text == "none" else frozenset(text.split(","))
    switches = {layer.id for layer in story.layers.values() if layer.switch}
    return {"layers": wanted} if wanted <= switches else None


def _place(text: str | None, story: Story) -> Taken:
    if text is None or not (text == "none" or selectable(story, text)):
        return None
    return {"place": None if text == "none" else text}


def _among(text: str | None, names: Collection[str], field: str) -> Taken:
    return {field: text} if text in names else None


def _position(text: str | None) -> Taken:
    return {"at": found} if (found := position(text or "")) else None


def position(text: str) -> Position | None:
    """Latitude, longitude and zoom from three numbers with commas between them, or None."""
    if not (match := _AT.fullmatch(text)):
        return None
    lat, lon, zoom = map(float, match.groups())
    right = abs(lat) <= 85 and abs(lon) <= 180 and ZOOMS[0] <= zoom <= ZOOMS[1]
    return (lat, lon, zoom) if right and math.isfinite(lat + lon + zoom) else None


def position_text(at: Position) -> str:
    """A position as an address has it."""
    return f"{at[0]:.5f},{at[1]:.5f},{at[2]:g}"


@lru_cache(maxsize=8)
def _groups(story: Story) -> frozenset[str]:
    return frozenset(claim.group for claim in story.claims.values())


def _scope(
    one: Mapping[str, str], asked: Mapping[str, list[str]], story: Story
) -> tuple[Scope, list[str]]:
    """The scope asked for, and the names of what is not there."""
    faults: list[str] = []
    scope = Scope(search=" ".join(one.get("search", "")[:LETTERS].split()))
    if "as-of" in one:
        try:
            as_of = date.fromisoformat(one["as-of"])
        except ValueError:
            as_of = date.min
        if as_of < first_day(story):  # nothing was published yet, so there is nothing to show
            faults.append("as-of")
        else:
            scope = replace(scope, as_of=as_of if as_of < last_day(story) else None)
    names = facet_names(story)
    if "account" in one:
        if one["account"] in story.accounts or one["account"] in names["asserters"]:
            scope = replace(scope, account=one["account"])
        else:
            faults.append("account")
    for facet, parameter in PARAMETERS.items():
        wanted = frozenset(asked.get(parameter, ()))
        there: dict[str, Any] = {facet: wanted & frozenset(names[facet])}
        scope = replace(scope, **there)
        if wanted - frozenset(names[facet]):
            faults.append(parameter)
    return scope, faults


@lru_cache(maxsize=8)
def facet_names(story: Story) -> dict[str, dict[str, str]]:
    """Everything that can be chosen of each facet, by the name in the address, with its title."""
    claims = story.claims.values()
    told_by = sorted({claim.asserted_by for claim in claims if not claim.computed})
    used = {claim.attribute for claim in claims}
    places = {story.place_of(claim) for claim in claims}
    return {
        "sources": {s.id: f"{s.publisher}, {s.published}" for s in story.sources.values()},
        "asserters": {name: name for name in told_by},
        "attributes": {n: a.label for n, a in story.attributes.items() if n in used},
        "findings": FINDINGS,
        "places": {n: p.main.name for n, p in story.places.items() if n in places},
    }


def expected(name: str, story: Story) -> str:
    """The values that would be right for a parameter, or the parameters there are."""
    facets = {parameter: facet for facet, parameter in PARAMETERS.items()}
    if name in facets:
        return f"must be one of {listed(facet_names(story)[facets[name]])}"
    if name == "as-of":
        return f"must be a day such as {first_day(story)}, and not before that"
    if name == "at":
        zooms = f"from {ZOOMS[0]} to {ZOOMS[1]}"
        return f"must be latitude,longitude,zoom: three numbers, the zoom {zooms}"
    if name == "layers":
        switches = (layer.id for layer in story.layers.values() if layer.switch)
        return f"must be none, or with commas between them one of {listed(switches)}"
    if name == "place":
        return f"must be none or one of {listed(p for p in story.places if selectable(story, p))}"
    if name == "basemap":
        return f"must be one of {listed(BASEMAPS)}"
    if name == "account":
        return f"must be one of {listed([*story.accounts, *facet_names(story)['asserters']])}"
    if name == "pick":
        return f"must be one of {listed(dict.fromkeys(c.group for c in story.claims.values()))}"
    return f"is no parameter: there are {', '.join(sorted(NAMES))}"
