"""What stands in popups, in the panel beside the map and in the list of sources: HTML, safe."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from layers.errors import StoryError
from layers.story import Feature, Source, Story
from layers.story.dates import in_words
from layers.story.evidence import Statement, citation, place_evidence, statements
from layers.webmap.text import html


@dataclass(frozen=True)
class CitedSource:
    """A source and how the story uses it."""

    source: Source
    citation: str
    read: str
    claims: int


def card(story: Story, place: str, as_of: date | None = None, *, heading: str = "h3") -> Markup:
    """Everything known of a place: names, status, every claim with its source, the position."""
    return html("card.html", place=place_evidence(story, place, as_of), heading=heading)


def tip(story: Story, feature: Feature) -> Markup:
    """A label: the name, its first form in each language of the place, and the accuracy."""
    own = feature.claims or story.claims_by_place.get(feature.of_place, ())
    counted = f"{len(own)} claim{'' if len(own) == 1 else 's'}; " if own else ""
    return html(
        "tip.html",
        name=feature.name,
        local=[(lang, feature.names[lang][0]) for lang in feature.local if lang in feature.names],
        more=f"{counted}position accurate to {feature.accuracy_m:,.0f} m",
    )


def claims_table(story: Story) -> Markup:
    """Every claim in a table, in groups of what it is about."""
    groups: dict[str, list[Statement]] = {}
    for statement in statements(story):
        groups.setdefault(statement.subject, []).append(statement)
    return html("claims.html", groups=groups.items(), count=len(story.claims))


def source_list(story: Story) -> Markup:
    """Every source with its full citation, by date, then every layer with its data's origin."""
    claims = Counter(claim.source for claim in story.claims.values())
    cited = [
        CitedSource(
            s,
            citation(s),
            "read in full" if s.read == "full text" else f"read as {s.read}",
            claims[s.id],
        )
        for s in story.sources.values()
    ]
    return html("sources.html", sources=cited, layers=story.layers.values())


def masthead(story: Story) -> Markup:
    """The story's title, what it is, its date, and what it rests on."""
    facts = [
        f"As known on {in_words(story.info.date)}",
        f"{len(story.claims)} claims from {len(story.sources)} sources",
        f"data version {story.digest[:8]}",
    ]
    return html("masthead.html", title=story.info.title, summary=story.info.summary, facts=facts)


def problem_list(error: StoryError) -> Markup:
    """Everything that is wrong with a story's files."""
    return html("problems.html", problems=error.problems)
