"""A page of what has changed between two editions, in one file that asks for nothing."""

from __future__ import annotations

from ...findings.difference import Difference
from ...html.difference import difference_part
from ...html.gate import html
from ...webmap.asset_files import OWN
from .inline import style

STYLES = ("palette.css", "page.css", "snapshot.css")


def difference_page(changed: Difference, since: str) -> str:
    """The page's HTML; `since` is the name of the old edition."""
    made = html(
        "difference_page.html",
        title=f"{changed.new.story}: changed since {since}",
        style=style((OWN / name).read_text("utf-8") for name in STYLES),
        part=difference_part(changed, since),
    )
    return f"{made}\n"
