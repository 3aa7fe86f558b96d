"""CSV of the claims in sight, to be opened in a spreadsheet."""

from __future__ import annotations

from ...findings.rows import csv_text
from ..snapshot import Snapshot
from .story_rows import Sheet

# In the order in which a person reads a table: the statement, where, from whom, the rest.
COLUMNS = (
    "source_number",
    "about_name",
    "attribute_label",
    "value_text",
    "says",
    "asserted_by",
    "finding",
    "place_name",
    "lon",
    "lat",
    "accuracy_m",
    "position",
    "attribution",
    "publisher",
    "published",
    "title",
    "paragraph",
    "quote",
    "read",
    "url",
    "id",
    "source",
    "about",
    "place",
    "attribute",
    "value",
    "unit",
    "hedges",
    "runs_from",
    "when",
    "basis",
    "cites",
    "computed",
    "rebuts",
    "reason",
    "seen_at",
    "readings",
)


def spreadsheet(snapshot: Snapshot) -> bytes:
    """RFC 4180 in UTF-8, lines ended by CRLF, first row the columns' names.

    With a byte order mark: Excel takes a file without one for the computer's own code page, and
    names in other scripts come out as rubbish. Readers that do not know it see it before the first
    name only. `lon` and `lat` are degrees (EPSG:4326), `accuracy_m` is in metres.
    """
    rows = [{name: row[name] for name in COLUMNS} for row in Sheet(snapshot).claims.values()]
    return csv_text(rows, COLUMNS).encode("utf-8-sig")
