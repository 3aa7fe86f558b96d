"""Passages of sources in a normal form, and digests of them that keep no sentence."""

from __future__ import annotations

import hashlib
import unicodedata

PASSAGE_DIGITS = 16  # of a digest


def normal(text: str) -> str:
    """Text in a normal form: letters and digits alone, in lower case, a blank between words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def passage_digest(passage: str) -> str:
    """The digest of a passage in its normal form."""
    return hashlib.sha256(normal(passage).encode()).hexdigest()[:PASSAGE_DIGITS]
