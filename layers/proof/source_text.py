"""The texts of sources, which stay outside the project: found, read and cut into paragraphs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ..errors import Problem
from ..story import Source

MAX_BYTES = 4_000_000


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not empty; people count them from 1."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def find_text(source: Source, folders: Sequence[Path]) -> Path | None:
    """The source's `text_file` in the first folder that has it."""
    if source.text_file is None:
        return None
    paths = (folder / source.text_file for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def read_text(path: Path, source: Source, file: str, problems: list[Problem]) -> str:
    """The text in a file, or nothing; what is wrong with it goes to `problems`."""

    def wrong(field: str, value: str, expected: str) -> str:
        problems.append(Problem(file, "source", field, value, expected))
        return ""

    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        return wrong("text_file", path.name, f"a file we may read: {error.strerror}")
    if size > MAX_BYTES:
        return wrong("text_file", path.name, f"{size} bytes; at most {MAX_BYTES} are read")
    digest = hashlib.sha256(content).hexdigest()
    if digest != source.text_sha256:
        wrong("text_sha256", digest, f"of {path.name}; the record has {source.text_sha256}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return wrong("text_file", path.name, f"must be UTF-8; byte {error.start} is not")
    return text if text.strip() else wrong("text_file", path.name, "has no text")
