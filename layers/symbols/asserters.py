"""Styles of reported sites and lengths, one for each asserter; style classes of the map."""

from __future__ import annotations

from functools import lru_cache

from ..story import Feature, Story
from ..story.features import STAGES
from .table import ASSERTERS

AS_REPORTED = "as reported"  # by several, of whom some may not be known on a day


def teller_of(story: Story, feature: Feature) -> str | None:
    """The asserter of the site, length or stage that a feature is; AS_REPORTED of several."""
    if feature.offset_m is None and feature.length_m is None and feature.role not in STAGES:
        return None
    tellers = {story.claims[key].asserted_by for key in feature.claims}
    return AS_REPORTED if len(tellers) > 1 else next(iter(tellers), None)


@lru_cache(maxsize=8)
def report_signs(story: Story) -> dict[str, int]:
    """The number of the style in which each reported site or length is drawn, from 1, by its id.

    Of what one and the same tells, all is drawn alike; else each in a style of its own.
    """
    drawn = [
        f
        for f in story.features.values()
        if f.of_place != f.id and f.role not in STAGES and teller_of(story, f)
    ]
    found: dict[str, int] = {}
    for role in dict.fromkeys(feature.role for feature in drawn):
        styles: dict[frozenset[str], int] = {}
        for feature in (f for f in drawn if f.role == role):
            tellers = frozenset(story.claims[key].asserted_by for key in feature.claims)
            found[feature.id] = styles.setdefault(tellers, len(styles) % len(ASSERTERS) + 1)
    return found


def class_word(text: str) -> str:
    """A text as a part of a style class: letters and digits of ASCII, joined by hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
