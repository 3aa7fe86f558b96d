"""A page of what has changed between two editions, in one file that asks for nothing."""

from __future__ import annotations

from ...findings.difference import Difference
from ...html.difference import difference_part
from ...html.gate import html
from .contents import STYLES, asset
from .inline import style


def difference_page(changed: Difference, since: str) -> str:
    """The page's HTML; `since` is the name of the old edition."""
    made = html(
        "difference_page.html",
        title=f"{changed.new.story}: changed since {since}",
        style=style(map(asset, STYLES)),
        part=difference_part(changed, since),
    )
    return f"{made}\n"
