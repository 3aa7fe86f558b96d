"""Frames, in which the child answers: JSON, which runs nothing, and WKB."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

FRAME = struct.Struct("<II")  # bytes of JSON, bytes of WKB; then both
END = {"end": True}  # the last frame of an answer
OUT_OF_MEMORY = 3  # the child's exit status

Frame = tuple[dict[str, Any], bytes]


def frame(header: Mapping[str, Any], wkb: bytes = b"") -> bytes:
    """A frame as it goes over the pipe. NaN and infinity have no JSON: ValueError."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return FRAME.pack(len(text), len(wkb)) + text + wkb


def frames_of(content: bytes) -> tuple[list[Frame], bool]:
    """The frames of an answer as far as they can be read, and whether the last says the end."""
    found: list[Frame] = []
    at = 0
    while at + FRAME.size <= len(content):
        text, wkb = FRAME.unpack_from(content, at)
        at += FRAME.size
        try:
            header = json.loads(content[at : at + text])
        except (ValueError, RecursionError):
            return found, False
        if not isinstance(header, dict) or at + text + wkb > len(content):
            return found, False
        if header == END:
            return found, at + text == len(content)
        found.append((header, content[at + text : at + text + wkb]))
        at += text + wkb
    return found, False
