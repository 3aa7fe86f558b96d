"""HTML of what has changed between two editions of a story, escaped."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from ..findings.difference import SOUND, Difference
from ..story import Story
from .gate import html

MOST = 200  # entries of one kind on the page; the command `diff` has all


def difference_part(changed: Difference, since: str, dismiss: bool = False) -> Markup:
    """Entries of what no longer holds, then of what is new, `since` naming the old edition.

    With `dismiss`, a button that ends the comparison.
    """
    in_order = sorted(changed.entries, key=lambda e: (e.kind in SOUND, e.kind))
    return html(
        "difference.html",
        changed=changed,
        kinds=[(kind, [*entries]) for kind, entries in groupby(in_order, lambda e: e.kind)],
        since=since,
        most=MOST,
        dismiss=dismiss,
    )


def changed_places(changed: Difference, story: Story) -> dict[str, int]:
    """The number of things that no longer hold of each place, by its id."""
    found: dict[str, int] = {}
    for entry in changed.unsound:
        if place := story.place_of_group(entry.about):
            found[place] = found.get(place, 0) + 1
    return found
