"""Contents of a page without a server: parts in their order, and the files of its style."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ...html.conflicts import conflict_list
from ...html.leads import lead_list
from ...html.tables import claims_table, places_table
from ...html.timeline import forecasts, measure_list, timeline
from ...view import Seen
from ...webmap.asset_files import OWN

STYLES = ("palette.css", "page.css", "weighing.css", "standalone.css")
CONTENTS = (
    ("cm-conflicts", "Conflicts"),
    ("cm-timeline", "Timeline"),
    ("cm-places", "Places"),
    ("cm-claims", "Claims"),
    ("cm-measures", "Computed here"),
    ("cm-leads", "What would settle it"),
    ("cm-corrections", "Corrections"),
    ("cm-sources", "Sources"),
    ("cm-layers", "Map data"),
)


def weighed(seen: Seen, numbers: Mapping[str, int], pick: str | None = None) -> dict[str, Markup]:
    """The findings weighed and every table of what is seen, as the app has them, whole.

    `numbers` are those of the sources in their list.
    """
    rows = max(len(seen.claims), len(seen.places), 1)
    return {
        "conflicts": conflict_list(seen, pick, numbers, most=None),
        "forecasts": forecasts(seen, pick, numbers, most=None),
        "timeline": timeline(seen, pick, most=None),
        "places": places_table(seen, rows),
        "claims": claims_table(seen, rows, numbers),
        "measures": measure_list(seen),
        "leads": lead_list(seen),
    }


def asset(name: str) -> str:
    """The text of a script or a style sheet of ours."""
    return (OWN / name).read_text("utf-8")
