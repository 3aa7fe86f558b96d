"""The story's corrections as an Atom feed (RFC 4287), and in the words of schema.org."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from ...story import Story
from ...story.changes import Change
from ..provenance import software
from ..snapshot import Snapshot
from .plain_text import clean

NAMESPACE = "http://www.w3.org/2005/Atom"


def corrections_feed(snapshot: Snapshot) -> bytes:
    """The corrections of what is in sight, the last first."""
    story = snapshot.story
    root = ET.Element("feed", xmlns=NAMESPACE)
    _text(root, "id", f"urn:x-claim-map:{story.info.id}:corrections")
    _text(root, "title", f"Corrections: {story.info.title}")
    last = max((c.date for c in snapshot.changes), default=str(snapshot.seen.known.as_of))
    _text(root, "updated", f"{last}T00:00:00Z")
    _text(ET.SubElement(root, "author"), "name", story.info.title)
    _text(root, "generator", software())
    for change in snapshot.changes:
        _entry(root, story, change)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(root: ET.Element, story: Story, change: Change) -> None:
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", f"urn:x-claim-map:{story.info.id}:correction:{change.name}")
    _text(entry, "title", f"Corrected: {', '.join(change.claims) or change.data}")
    _text(entry, "updated", f"{change.date}T00:00:00Z")
    _text(entry, "content", correction_text(change))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = clean(text)


def correction_text(change: Change) -> str:
    """A correction in a line: of what, what was wrong, what is right, and why."""
    of = ", ".join(change.claims) or change.data
    return f"{of}: was: {change.was}. Right: {change.right}. Why: {change.why}."


def correction_comment(change: Change) -> dict[str, Any]:
    """A correction as a CorrectionComment."""
    return {
        "@type": "CorrectionComment",
        "identifier": change.name,
        "datePublished": change.date,
        "text": correction_text(change),
    }
