"""The letters of East Asia that a story has, for readers whose machine has no font with them."""

from __future__ import annotations

from functools import lru_cache

from ..snapshot.font_files import EAST_ASIAN, FAMILY, SANS, font_face
from ..story import Story

# Streamlit's own family gets these letters as well: what is set in it needs no other name then.
OWN = "Source Sans"


@lru_cache(maxsize=4)
def letters(story: Story) -> str:
    """Rules of CSS that bring them, for the page and for the map's frame; made once a story.

    The names of places come also for Streamlit's own family. Quotes and titles, which have far
    more letters, come once: the style sheets name their family.
    """
    records = (*story.claims.values(), *story.sources.values())
    names = [str(f.names) for layer in story.layers.values() for f in layer.features]
    names.append(str(story.info))
    told = "\n".join((*names, *(record.model_dump_json() for record in records)))
    # Of the same weights, or it would stand in for that family, not beside them.
    only = "font-weight: 100 900; font-style: normal; "
    only += "unicode-range: U+1100-11FF, U+2E80-9FFF, U+AC00-D7AF, U+F900-FAFF, U+FF00-FFEF;"
    named, letters_told = (set(EAST_ASIAN.findall(text)) for text in ("\n".join(names), told))
    return font_face(FAMILY, SANS, letters_told) + font_face(OWN, SANS, named, only, letters_told)
