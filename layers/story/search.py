"""Free text over claims, places and sources, in every script that the names have."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from .dates import in_words
from .records import Claim, Source
from .story import Place, Story
from .wording import value_text

WORDS, LETTERS = 12, 200  # more than this of a question says nothing more


def words_of(question: str) -> tuple[str, ...]:
    """A question as the words that are looked for; all of them must be found."""
    return tuple(folded(question[:LETTERS]).split()[:WORDS])


def folded(text: str) -> str:
    """Text without what readers type differently: case, width, accents, kinds of quotes."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'")).casefold()
    # Hangul falls apart into its letters here, in texts and questions alike.
    return "".join(c for c in plain if not unicodedata.combining(c))


def matching(story: Story, question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of the claims and ids of the places in which every word of the question is found.

    A claim is found by its own words, its source, who asserts it, and the names of what it is
    about and where that is; a place by its names and kind.
    """
    words = words_of(question)
    claims, places = _index(story)
    return (
        frozenset(key for key, text in claims.items() if all(w in text for w in words)),
        frozenset(name for name, text in places.items() if all(w in text for w in words)),
    )


@lru_cache(maxsize=4)
def _index(story: Story) -> tuple[dict[str, str], dict[str, str]]:
    own, sources, places = texts(story)
    claims = {
        key: "\n".join(
            (
                text,
                sources[story.claims[key].source],
                places.get(story.place_of(story.claims[key]) or "", ""),
            )
        )
        for key, text in own.items()
    }
    return claims, places


def texts(story: Story) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The folded texts of claims by key, of sources and of places by id, each its own alone."""
    return (
        {claim.key: _claim_text(story, claim) for claim in story.claims.values()},
        {source.id: _source_text(source) for source in story.sources.values()},
        {place.id: _place_text(place) for place in story.places.values()},
    )


def _place_text(place: Place) -> str:
    names = (form for forms in place.main.names.values() for form in forms)
    return folded("\n".join((*names, place.main.kind)))


def _source_text(source: Source) -> str:
    when = (source.published, in_words(source.published))
    parts = (source.publisher, source.title, source.author, source.credit, *when)
    return folded("\n".join(part for part in parts if part))


def _claim_text(story: Story, claim: Claim) -> str:
    parts = (
        claim.says,
        claim.quote or "",
        claim.asserted_by,
        value_text(story, claim),
        "" if claim.value is None else str(claim.value),
        story.subject_name(claim),
        story.attributes[claim.attribute].label,
    )
    return folded("\n".join(parts))
