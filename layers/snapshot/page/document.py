"""The page itself: the app's own map, tables and styles in one file that asks for nothing."""

from __future__ import annotations

import re

from ...html.cards import card
from ...html.gate import html
from ...html.tables import correction_list, source_list
from ...html.view_bar import unplaced
from ...view import selectable
from ..font_files import EAST_ASIAN, FAMILY, SANS, font_face
from ..provenance import FORMAT, software
from ..seal import BLANK
from ..snapshot import Snapshot
from .contents import CONTENTS, STYLES, asset, weighed
from .inline import data, frame_assets, policy, script, style, unfolded
from .page_uploads import own_parts
from .provenance_script import ID, KIND, linked_data
from .visible_story import layers_of, map_script, setup

FONTS = "/* fonts */"  # where the rule of a font goes


def page(snapshot: Snapshot) -> bytes:
    """A snapshot as an HTML file; the same snapshot is the same bytes."""
    layers, own = layers_of(snapshot), own_parts(snapshot)
    scripts, styles = frame_assets()
    # The page's own script comes before the story's, whose calls it listens to.
    scripts = (*scripts, asset("standalone.js"), map_script(snapshot, layers))
    made = html(
        "snapshot.html",
        form=FORMAT,
        policy=policy(scripts),
        software=software(),
        seal=BLANK,
        title=snapshot.title,
        summary=snapshot.subtitle,
        version=snapshot.story.digest[:8],
        attributions=snapshot.attributions,
        layers_on=snapshot.view.layers,
        own_count=len(snapshot.own),
        facts=_facts(snapshot),
        restrictions=snapshot.restrictions,
        unplaced=unplaced(snapshot.seen),
        provenance=data(ID, KIND, linked_data(snapshot)),
        setup=data("setup", "application/json", setup(snapshot, layers, own.ids)),
        own=own,
        style=style([FONTS, *styles, *map(asset, STYLES)]),
        scripts=[script(text) for text in scripts],
        switches=[layer for layer in layers if layer.switch],
        card=_card(snapshot),
        contents=(*CONTENTS, *([("cm-own", "Own layers")] if snapshot.own else [])),
        records=_records(snapshot),
    )
    return f"{made}\n".replace(FONTS, _letters(str(made)), 1).encode()


def _letters(made: str) -> str:
    """A font for the letters of East Asia in a page, which not every machine has."""
    letters = {c for c in made if EAST_ASIAN.match(c)}
    # In the data of a script they are escapes.
    escaped = {chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-f]{4})", made)}
    letters |= {c for c in escaped if EAST_ASIAN.match(c)}
    return font_face(FAMILY, SANS, letters)


def _facts(snapshot: Snapshot) -> list[str]:
    """The day, how much is in sight, and of which data."""
    return [snapshot.dateline, snapshot.amount, f"data version {snapshot.story.digest[:8]}"]


def _card(snapshot: Snapshot) -> str | None:
    """The selected place's card, for whoever reads without a script."""
    place = snapshot.view.place
    if place is None or not selectable(snapshot.story, place):
        return None
    known, pick = snapshot.seen.known, snapshot.view.pick
    return card(known, place, pick=pick, numbers=snapshot.numbers, only=snapshot.keys)


def _records(snapshot: Snapshot) -> list[str]:
    """The findings weighed and every table, as the app has them, whole and unfolded."""
    seen = snapshot.seen
    parts = weighed(seen, snapshot.numbers, snapshot.view.pick)
    corrections = correction_list(snapshot.story, snapshot.changes)
    last = (corrections, source_list(seen.story, seen.claims))
    return [unfolded(part) for part in (*parts.values(), *last)]
