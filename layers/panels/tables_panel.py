"""Below the map: what is weighed, and every place, claim and source in tables.

One piece of HTML that folds by itself: Streamlit draws every element of the page anew whenever
any is used, tabs and data grids most slowly, and a reader's switch waits for all of them.
"""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from markupsafe import Markup

from ..findings.difference import Difference
from ..html.conflicts import conflict_list
from ..html.difference import difference_part
from ..html.gate import html
from ..html.leads import lead_list
from ..html.tables import claims_table, correction_list, places_table, source_list
from ..html.timeline import forecasts, measure_list, timeline
from ..snapshot.provenance import software
from ..story import Story
from ..view import Scene, Seen
from . import component, session


def compared(story: Story) -> tuple[str, Difference] | None:
    """An old file's name and what has changed since, when one is held against this version."""
    found: tuple[str, Difference] | None = st.session_state.get(session.COMPARED)
    return found if found and found[1].new.data == story.digest else None


def records(scene: Scene) -> None:
    """Conflicts, forecasts, timeline and tables, as far as the view goes."""
    held = compared(scene.story)
    changed = frozenset(held[1].claims.items() if held else ())
    first = [difference_part(held[1], held[0], dismiss=True)] if held else []
    parts = _claims(scene.seen, scene.view.pick, session.table_rows(), changed)
    component.show(*first, *parts, key="records")
    # By themselves: most filters leave these as they are, and what a browser has is not sent again.
    component.show(*_sources(scene.seen), key="sources")


@lru_cache(maxsize=64)
def _claims(
    seen: Seen, pick: str | None, rows: int, changed: frozenset[tuple[str, str]]
) -> tuple[Markup, ...]:
    return (
        *_weighed(seen, pick),
        places_table(seen, rows),
        claims_table(seen, rows, changed=dict(changed)),
    )


@lru_cache(maxsize=64)
def _sources(seen: Seen) -> tuple[Markup, ...]:
    return (
        measure_list(seen),
        lead_list(seen),
        correction_list(seen.story),
        source_list(seen.story),
        html("footer.html", software=software(), data=seen.story.digest[:8]),
    )


@lru_cache(maxsize=64)
def _weighed(seen: Seen, pick: str | None) -> tuple[Markup, ...]:
    return conflict_list(seen, pick), forecasts(seen, pick), timeline(seen, pick)
