"""Facts of a story for the script of a site: what can be chosen, and what each claim is of."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from ..findings.known import first_day, last_day
from ..story import Story
from ..story.search import WORDS, texts
from ..view import FACETS, default_view, selectable
from ..view.address import PARAMETERS, facet_names
from ..view.numbers import feature_numbers


def facts(story: Story) -> dict[str, Any]:
    """Everything about a story that does not depend on a view; numbers are in the story's order."""
    claims, first = story.claims.values(), default_view(story)
    names = facet_names(story)
    groups = list(dict.fromkeys(claim.group for claim in claims))
    places = list(story.places)
    at = {group: _index(places, story.place_of_group(group)) for group in groups}
    return {
        "first": first_day(story).isoformat(),
        "last": last_day(story).isoformat(),
        "place": first.place,
        "layers": _layers(story, first.layers),
        "places": _places(story),
        "groups": groups,
        "of": at,
        "names": {PARAMETERS[facet]: list(names[facet].items()) for facet in FACETS},
        "titles": {PARAMETERS[facet]: title for facet, title in FACETS.items()},
        "accounts": [
            {"id": name, "name": account.name, "by": sorted(account.asserters)}
            for name, account in story.accounts.items()
        ],
        "keys": list(story.claims),
        "claims": {
            "source": _indices(list(names["sources"]), (claim.source for claim in claims)),
            "by": _indices(list(names["asserters"]), (claim.asserted_by for claim in claims)),
            "attribute": _indices(list(names["attributes"]), (c.attribute for c in claims)),
            "where": _indices(places, (story.place_of(claim) for claim in claims)),
            "group": _indices(groups, (claim.group for claim in claims)),
        },
        "drawn": _drawn(story),
    }


def _layers(story: Story, shown: frozenset[str]) -> dict[str, list[str]]:
    every = [layer.id for layer in story.layers.values() if layer.switch]
    return {"all": every, "shown": [name for name in every if name in shown]}


def _places(story: Story) -> list[dict[str, Any]]:
    features = feature_numbers(story)
    return [
        {
            "id": name,
            "name": place.main.name,
            "switch": selectable(story, name),
            "main": features[name],
        }
        for name, place in story.places.items()
    ]


def _drawn(story: Story) -> list[list[int]]:
    """The features that are drawn after claims, beside a place's own: their number, the claims'."""
    features, claims = feature_numbers(story), list(story.claims)
    return [
        [features[f.id], *(claims.index(key) for key in f.claims)]
        for f in story.features.values()
        if f.of_place != f.id and f.claims
    ]


def _index(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else -1


def _indices(names: Sequence[str], found: Iterable[str | None]) -> list[int]:
    number = {name: n for n, name in enumerate(names)}
    return [number.get(name or "", -1) for name in found]


def search_index(story: Story) -> dict[str, Any]:
    """The texts that are searched, folded, and what the script needs to fold a question alike.

    `folds` are the letters that are folded to something else than their small letter, `marks` the
    class, of a regular expression, of the marks that are left out.
    """
    claims, sources, places = texts(story)
    return {
        "claims": list(claims.values()),
        "sources": list(sources.values()),
        "places": [places[place] for place in story.places],
        "words": WORDS,
        "folds": _folds(),
        "marks": _marks(),
    }


def _folds() -> dict[str, str]:
    letters = map(chr, range(sys.maxunicode + 1))
    return {c: c.casefold() for c in letters if c.casefold() != c.lower()}


def _marks() -> str:
    runs: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.combining(chr(code)):
            if runs and runs[-1][1] == code - 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
    return "[" + "".join(f"\\u{{{a:x}}}-\\u{{{b:x}}}" for a, b in runs) + "]"
