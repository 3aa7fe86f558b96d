"""HTML of findings side by side: conflicts, rebuttals, agreements and retellings, escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from ..findings.finding import Finding, Value
from ..findings.known import Known
from ..findings.origins import Origin
from ..findings.statements import Statement, statement
from ..findings.values import DATE, TEXT
from ..story import Claim, Story
from ..story.dates import in_words
from ..story.wording import cited_names, counted
from ..symbols.asserters import report_signs
from ..view import Seen
from .gate import UNNUMBERED, html
from .time_axis import Axis, time_axis

MOST = 60  # of findings of one kind on the page; a filter leads to the others


@dataclass(frozen=True)
class Row:
    """A value beside others: where its bar begins and how wide it is, and who says so."""

    text: str
    bar: tuple[float, float] | None
    sign: int | None
    statements: tuple[Statement, ...]
    ends: str = ""
    verdict: str = ""
    words: str = ""
    rebutted: bool = False
    computed: bool = False


@dataclass(frozen=True)
class Branch:
    """An origin and those who tell what it says, each with whom they have it from."""

    name: str
    stated: bool
    tellers: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A finding as it is shown, with the axis of its bars when they are dates."""

    finding: Finding
    subject: str
    attribute: str
    place: str | None
    rows: tuple[Row, ...]
    axis: Axis | None
    drawn: bool
    within: tuple[str, ...]
    not_comparable: tuple[Statement, ...]
    weight: str
    branches: tuple[Branch, ...]


def conflict_list(
    seen: Seen,
    pick: str | None,
    numbers: Mapping[str, int] = UNNUMBERED,
    most: int | None = MOST,
) -> Markup:
    """Every finding of more than one voice that is looked at, value against value.

    At most so many of a kind; None is all.
    """
    # The most widely disputed first.
    conflicts = sorted(seen.conflicts, key=lambda f: -len(f.origins))
    told = {f.key: f for f in (*conflicts, *seen.not_comparable)}
    listed = list(told.values())[:most]
    of_status = {
        status: [f for f in seen.findings if f.status == status][:most]
        for status in ("rebutted", "agreed", "voices")
    }

    def shown(finding: Finding, side_by_side: bool = True) -> Markup:
        picked = finding.key == pick
        return _finding(seen.known, finding.key, picked, side_by_side, tuple(numbers.items()))

    return html(
        "conflicts.html",
        conflicts=[shown(finding) for finding in listed],
        count=len(seen.conflicts),
        left_out=len(told) - len(listed),
        **{s: [shown(f, s == "rebutted") for f in found] for s, found in of_status.items()},
    )


@lru_cache(maxsize=2048)  # a filter only chooses among them
def _finding(
    known: Known, key: str, picked: bool, side_by_side: bool, numbers: tuple[tuple[str, int], ...]
) -> Markup:
    return html(
        "finding.html",
        c=_compared(known, known.findings[key]),
        pick=key if picked else None,
        side_by_side=side_by_side,
        numbers=dict(numbers),
    )


def _compared(known: Known, finding: Finding) -> Compared:
    story, claim = known.story, finding.claims[0]
    axis = _axis_of(finding)
    return Compared(
        finding=finding,
        subject=story.subject_name(claim),
        attribute=story.attributes[claim.attribute].label,
        place=story.place_name(claim),
        rows=tuple(_rows(known, finding, axis)),
        axis=axis,
        drawn=any(_drawn_after(story, value.claims) for value in finding.values),
        within=tuple(dict.fromkeys(story.sources[s].publisher for s in finding.within_one_source)),
        not_comparable=tuple(statement(known, c) for c in finding.not_comparable),
        weight=weight(finding),
        branches=tuple(_branch(story, origin) for origin in finding.origins),
    )


def weight(finding: Finding) -> str:
    """The voices of a value and their origins: "3 voices, independence not established"."""
    said = counted(len(finding.voices), "voice")
    if finding.independence == "one origin":
        return f"{said}, one origin: {finding.origins[0].name}" if finding.origins else said
    origins = counted(len(finding.origins), "origin")
    if finding.independence == "stated":
        stated = sum(origin.stated for origin in finding.origins)
        return f"{said}, {origins}, {stated} of them stated to report on their own"
    return f"{said}, {origins} at most: independence not established"


def _branch(story: Story, origin: Origin) -> Branch:
    tellers = []
    for claim in origin.claims:
        publisher = story.sources[claim.source].publisher
        after = [name for name in cited_names(story, claim) if name not in origin.names]
        if publisher not in origin.names:
            tellers.append(f"{publisher} (after {', '.join(after)})" if after else publisher)
    return Branch(origin.name, origin.stated, tuple(dict.fromkeys(tellers)))


def _rows(known: Known, finding: Finding, axis: Axis | None) -> Iterator[Row]:
    signs = report_signs(known.story)
    for value in (*finding.values, *finding.computed):
        drawn = _drawn_after(known.story, value.claims)
        yield Row(
            text=value.text,
            bar=None if value.rebutted else _bar(finding, value, axis),
            sign=signs.get(drawn or ""),
            statements=tuple(statement(known, claim) for claim in value.claims),
            ends=ends(value),
            rebutted=bool(value.rebutted),
            computed=value in finding.computed,
        )


def ends(value: Value) -> str:
    """The days that a duration ends on, in words; nothing for what is no duration."""
    return span_words(*value.covers.days) if value.claims[0].runs_from else ""


def span_words(first: date, last: date) -> str:
    """Two days, both included, in words; one when they are the same."""
    return in_words(str(first)) if first == last else in_words(f"{first}/{last}")


def _axis_of(finding: Finding) -> Axis | None:
    values = (*finding.values, *finding.computed)
    dates = [value.covers.days for value in values if value.covers.measure == DATE]
    return time_axis(dates) if dates else None


def _bar(finding: Finding, value: Value, axis: Axis | None) -> tuple[float, float] | None:
    """Dates on the axis; sizes from nought, so that twice as long is twice as much."""
    if value.covers.measure == TEXT:
        return None
    if axis:
        return axis.bar(*value.covers.days)
    sizes = [v.covers.size for v in (*finding.values, *finding.computed)]
    most = max(sizes)
    return (0.0, round(100 * value.covers.size / most, 2)) if min(sizes) >= 0 and most > 0 else None


def _drawn_after(story: Story, claims: Iterable[Claim]) -> str | None:
    """The id of the site or length on the map that is drawn after one of these claims."""
    drawn = _reported(story)
    return next((drawn[claim.key] for claim in claims if claim.key in drawn), None)


@lru_cache(maxsize=8)
def _reported(story: Story) -> dict[str, str]:
    """The ids of what is drawn to a reported measure, by the claims that report it."""
    signs = report_signs(story)
    return {key: f.id for f in story.features.values() if f.id in signs for key in f.claims}
