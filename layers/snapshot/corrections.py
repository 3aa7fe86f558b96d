"""Corrections in words and in schema.org's, for files that other programs read."""

from __future__ import annotations

from typing import Any

from ..story.changes import Change


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
