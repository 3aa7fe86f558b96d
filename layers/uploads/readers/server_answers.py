"""Answers of servers that are no GeoJSON, or not all of it, by their own word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import Problem, shown
from ..checks.coordinates import kind_expected
from ..guesses import guesses

# Where servers say what of a result is not in an answer.
CREDITS = ("copyright", "attribution", "licence", "license")
COUNTS = ("numberMatched", "totalFeatures", "count")


def incomplete(value: dict[str, Any], features: int) -> str | None:
    """The words in which a server says that an answer has not all of its features; else None."""
    inner = value.get("properties")
    for said in (value, inner if isinstance(inner, dict) else {}):
        if said.get("exceededTransferLimit") is True:
            return "exceededTransferLimit"
        if isinstance(said.get("remark"), str):  # as Overpass has it
            return shown(said["remark"])
    links = value.get("links")
    for link in [value.get("next"), *(links if isinstance(links, list) else ())]:
        if (isinstance(link, str) and link) or (
            isinstance(link, dict) and link.get("rel") == "next"
        ):
            return "a link to the next page"
    for name in COUNTS:
        if type(count := value.get(name)) is int and count > features:
            return f"{name} = {count:,}"
    return None


def credit(value: dict[str, Any]) -> str:
    """The notice of a licence that a file has at its top; empty where it has none."""
    inner = value.get("properties")
    for said in (value, inner if isinstance(inner, dict) else {}):
        for name in CREDITS:
            if isinstance(text := said.get(name), str) and text.strip():
                return text.strip()
    return ""


def no_geojson(value: Any, name: str, kinds: Sequence[str]) -> Problem:
    """The problem of a JSON text that is no GeoJSON: what it seems to be."""
    if not isinstance(value, dict):
        return Problem(name, "", "", shown(value), "a FeatureCollection, an object")
    for row in guesses("formats")["members"]:
        if row["member"] in value:
            return Problem(name, "", "", f"it seems to be {row['what']}", row["then"])
    if said := value.get("error", value.get("errors", value.get("message"))):
        text = said.get("message", said) if isinstance(said, dict) else said
        expected = "GeoJSON: this is a server's message on an error; ask it again"
        return Problem(name, "", "error", shown(text), expected)
    kind = value.get("type", "")
    expected = kind_expected(kind, kinds) if kind else "FeatureCollection, which is missing"
    return Problem(name, "", "type", shown(kind), expected)
