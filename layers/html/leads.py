"""HTML of the reporting list: open questions and where to look, escaped."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from ..findings.known import Known
from ..findings.leads import leads
from ..view import Seen
from .gate import html

MOST = 40  # of one kind on the page; the command `todo` has all


def lead_list(seen: Seen) -> Markup:
    """The open questions of all that is known, by kind, the most disputed first."""
    return _lead_list(seen.known)


@lru_cache(maxsize=16)  # a filter, which only chooses what is looked at, leaves it as it is
def _lead_list(known: Known) -> Markup:
    found = leads(known)
    kinds = [(kind, [*group]) for kind, group in groupby(found, key=lambda lead: lead.kind)]
    return html("leads.html", kinds=kinds, count=len(found), most=MOST)
