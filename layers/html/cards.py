"""HTML of map popups, labels, tooltips, the panel beside the map and the page's head, escaped."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ..errors import StoryError
from ..findings.known import Known, Names
from ..findings.measures import computed_in
from ..findings.progress import report_label, shows_progress
from ..findings.statements import place_evidence, statement
from ..story import Feature, Story
from ..story.dates import in_words
from ..story.wording import local_names, told_on
from .gate import UNNUMBERED, html

CARDS = 1500  # claims up to which every reader gets every card; of more, those that are asked for


def card(
    known: Known,
    place: str,
    *,
    pick: str | None = None,
    heading: str = "h3",
    numbers: Mapping[str, int] = UNNUMBERED,
    only: Names | None = None,
) -> Markup:
    """Everything known of a place: names, status, every claim with its source, the position.

    `pick` is the group of claims to begin with; `numbers` are those of a list of sources on the
    same page, by source; `only` the keys of the claims to show, when not all that are known.
    """
    return html(
        "card.html",
        place=place_evidence(known, place, pick, only),
        pick=pick,
        measures=[m for m in computed_in(known) if place in m.places],
        heading=heading,
        numbers=numbers,
    )


def group_card(known: Known, group: str, numbers: Mapping[str, int] = UNNUMBERED) -> Markup | None:
    """The known claims on one subject and attribute, for a subject that is nowhere on the map."""
    claims = [claim for claim in known.claims if claim.group == group]
    if not claims:
        return None
    told = [statement(known, claim) for claim in claims]
    return html(
        "group.html",
        statements=told,
        finding=known.findings.get(group),
        numbers=numbers,
    )


def cards_are_shared(story: Story) -> bool:
    """True when the script holds all cards as everything is known, not only those asked for."""
    return len(story.claims) <= CARDS


def tip(story: Story, feature: Feature) -> Markup:
    """The tooltip: label, who asserts what the feature is drawn after, and accuracy in metres.

    Of progress also the day that it was of; of a reported length what is to be noted of it.
    """
    claims = [story.claims[key] for key in feature.claims]
    told = f"after {', '.join(dict.fromkeys(c.asserted_by for c in claims))}; " if claims else ""
    if claims and shows_progress(story, feature):
        told += f"as reported, {told_on(story, claims)}; "
    if feature.length_m and feature.note:
        told += f"{feature.note}; "
    return html(
        "tip.html",
        name=feature.name,
        local=local_names(feature),
        more=f"{told}position accurate to {feature.accuracy_m:,.0f} m",
    )


def label(story: Story, feature: Feature, asserter: str | None) -> Markup:
    """The name and its first form in each language of the place; or a value and who asserts it."""
    if asserter:
        return html("tip.html", name=report_label(story, feature, asserter), local=[], more=None)
    return html("tip.html", name=feature.name, local=local_names(feature), more=None)


def masthead(story: Story) -> Markup:
    """The story's title, what it is, its date, and what it rests on."""
    facts = story_facts(story)
    return html("masthead.html", title=story.info.title, summary=story.info.summary, facts=facts)


def story_facts(story: Story) -> list[str]:
    """The date of the story's record, how much is in it, and its data's version."""
    return [
        f"Record up to {in_words(story.info.date)}",
        f"{len(story.claims)} claims from {len(story.sources)} sources",
        f"data version {story.digest[:8]}",
    ]


def problem_list(error: StoryError) -> Markup:
    """Everything that is wrong with a story's files."""
    return html("problems.html", problems=error.problems)
