"""Provenance inside a page: a script of JSON-LD that nothing runs, written and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..provenance import FORMAT, LARGEST, provenance_of
from ..snapshot import Snapshot, SnapshotError
from ..tables.corrections_feed import correction_comment

ID, KIND = "provenance", "application/ld+json"
# schema.org has words for a map and its sources; what is ours goes with it as it is.
CONTEXT = [
    "https://schema.org",
    {ID: {"@id": "http://www.w3.org/ns/prov#has_provenance", "@type": "@json"}},
]
HEAD = 4000  # bytes within which a page of ours says that it is one

_OPENS = re.compile(rb"<script\b([^<>]*)>", re.IGNORECASE)
_OURS = re.compile(rb"\bid\s*=\s*[\"']?provenance(?=[\"'\s/]|$)", re.IGNORECASE)
_CLOSES = re.compile(rb"</script", re.IGNORECASE)
_CUT_OFF = "the page was cut off, or changed within its provenance; take the whole file"


def linked_data(snapshot: Snapshot) -> dict[str, Any]:
    """The page in JSON-LD: a map, what it cites, and its provenance."""
    return {
        "@context": CONTEXT,
        "@type": "Map",
        "name": snapshot.title,
        "abstract": snapshot.subtitle,
        "creditText": "; ".join(snapshot.attributions),
        "citation": [
            {
                "@type": "CreativeWork",
                "position": snapshot.numbers[source.id],
                "name": source.title,
                "author": source.author,
                "publisher": {"@type": "Organization", "name": source.publisher},
                "datePublished": source.published,
                "url": source.url,
            }
            for source in snapshot.sources
        ],
        "correction": [*map(correction_comment, snapshot.changes)],
        ID: json.loads(provenance_of(snapshot).text),
    }


def read_provenance(content: bytes) -> str | None:
    """The provenance inside a page, or None when it is no page of a snapshot.

    Raises SnapshotError when there was one that is cut off, changed, or not alone.
    """
    # Not html.parser: before Python 3.14 a hostile file of some megabytes keeps it busy for hours.
    # What this finds where a browser would not, in a comment say, is held against its checksum.
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:HEAD].lower()
    if not start.startswith((b"<!doctype html", b"<html", b"<!--")):
        return None
    found = list(_scripts(content))
    if len(found) > 1:
        raise SnapshotError("the page holds the provenance of more than one snapshot")
    if not found:
        if f'data-format="{FORMAT}"'.encode() in start:
            raise SnapshotError(_CUT_OFF)
        return None
    text = _canonical(found[0])
    if text is not None and not content.rstrip().endswith(b"</html>"):
        raise SnapshotError(_CUT_OFF)
    return text


def _scripts(content: bytes) -> Iterator[bytes]:
    """The contents of the scripts that are named as ours is."""
    at = 0
    while opens := _OPENS.search(content, at):
        closes = _CLOSES.search(content, opens.end())
        ours = _OURS.search(opens.group(1))
        if ours and not closes:
            raise SnapshotError(_CUT_OFF)
        if not closes:
            return
        if ours:
            yield content[opens.end() : closes.start()]
        at = closes.end()


def _canonical(script: bytes) -> str | None:
    if len(script) > 2 * LARGEST:
        raise SnapshotError(f"its provenance has {len(script):,} bytes; at most {2 * LARGEST:,}")
    try:
        found = json.loads(script)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(_CUT_OFF) from error
    inner = found.get(ID) if isinstance(found, dict) else None
    if not isinstance(inner, dict):
        return None
    return json.dumps(inner, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
