"""Leads, the reporting list: the questions that a story's records leave open, and where to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, get_args

from ..errors import Problem
from ..story import Claim, Source, Story
from ..story.dates import in_words
from ..story.readings import role
from ..story.wording import counted
from .known import Known
from .timeline import forecast_findings, outcomes

Kind = Literal[
    "open conflict",
    "independence not established",
    "single voice",
    "forecast past due",
    "headline only",
    "read once",
    "no address",
    "found wrong",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 6  # values, and places to look, that one lead names


@dataclass(frozen=True)
class Lead:
    """One thing to find out: its kind, what it is of, why, and where to look next.

    `group` is the findings' key, subject.attribute, where it is of one; `where` are addresses and
    bodies that the records name.
    """

    kind: Kind
    of: str
    why: str
    group: str | None = None
    where: tuple[str, ...] = ()


def leads(known: Known) -> tuple[Lead, ...]:
    """Everything that is open, the most disputed first, in the order of `KINDS`."""
    found = (
        *_of_findings(known),
        *_of_forecasts(known),
        *_of_sources(known),
        *_of_readings(known),
    )
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda lead: order[lead.kind]))


def unread_problems(story: Story, second_readers: int) -> Iterator[Problem]:
    """Claims that fewer than so many others than whoever wrote them have read and found right."""
    for claim in story.claims.values():
        if claim.computed:
            continue
        readings = story.readings_of.get(claim.key, ())
        readers = {role(r.reader): r.reader for r in readings if r.verdict == "right"}
        if len(readers) < second_readers:
            expected = f"read by {counted(second_readers, 'second reader')} in its present wording"
            file = story.files.get(claim.source, "seeds/")
            told = ", ".join(sorted(readers.values())) or "nobody"
            yield Problem(file, claim.id, "readings", told, f"needed is that it is {expected}")


def _of_findings(known: Known) -> Iterator[Lead]:
    story = known.story
    conflicts = [f for f in known.findings.values() if f.status == "conflict"]
    for finding in sorted(conflicts, key=lambda f: -len(f.values)):
        told = list(dict.fromkeys(value.text for value in finding.values))
        more = len(told) - MOST
        why = " against ".join(told[:MOST]) + (f" and {more} more" if more > 0 else "")
        sides = (_where(story, value.claims) for value in finding.values)
        yield _lead(story, "open conflict", finding.claims, why, *sides)
    for finding in known.findings.values():
        claims = [claim for claim in finding.claims if not claim.computed]
        voices, names = finding.voices, "; ".join(origin.name for origin in finding.origins)
        where = _where(story, claims)
        if finding.status == "voices":
            why = f"{counted(len(voices), 'voice')}, whose origins may be one: {names}"
            yield _lead(story, "independence not established", claims, why, where)
        elif finding.status == "single":
            only = f"only {voices[0]}"
            why = only if len(voices) == 1 else f"{len(voices)} voices of one origin: {names}"
            yield _lead(story, "single voice", claims, why, where)


def _lead(
    story: Story, kind: Kind, claims: Sequence[Claim], why: str, *where: Sequence[str]
) -> Lead:
    """A lead on what claims of one subject and attribute state."""
    claim = claims[0]
    of = f"{story.subject_name(claim)}: {story.attributes[claim.attribute].label}"
    # Of each side something, before any has more than the rest.
    turns = [name for turn in zip_longest(*where) for name in turn if name is not None]
    return Lead(kind, of, why, claim.group, tuple(dict.fromkeys(turns))[:MOST])


def _where(story: Story, claims: Sequence[Claim]) -> list[str]:
    """Bodies that claims cite and whose own word on the matter is not recorded; or addresses.

    A text that was read in full has told what it knows, so its address comes when all are such.
    """
    sources = [story.sources[claim.source] for claim in claims]
    here = {source.publisher for source in sources}
    cited = dict.fromkeys(name for claim in claims for name in claim.cites)
    bodies = [
        name
        for name in cited
        if not {name, name.partition("/")[0]} & story.sources.keys() and name not in here
    ]
    partly = [source for source in sources if source.read != "full text"] or sources
    return bodies or list(dict.fromkeys(at for source in partly for at in _address(source)))


def _of_forecasts(known: Known) -> Iterator[Lead]:
    """Forecasts whose last day has passed without a word that they came true."""
    story = known.story
    for outcome in outcomes(known, forecast_findings(story, known.findings.values())):
        for forecast in outcome.forecasts if outcome.happened is None else ():
            if forecast.last < known.as_of:
                value = forecast.value
                why = f"{value.text} ({', '.join(value.voices)}), {forecast.words}"
                where = _where(story, value.claims)
                yield _lead(story, "forecast past due", value.claims, why, where)


def _of_sources(known: Known) -> Iterator[Lead]:
    used = {claim.source for claim in known.claims}
    for source in known.story.sources.values():
        if source.id not in used:
            continue
        name = _name(source)
        if source.read in ("headline only", "listed only"):
            yield Lead("headline only", name, "read the text", None, _address(source))
        if source.url is None:
            why = source.url_note or "find where it is published"
            yield Lead("no address", name, why, None, _address(source))


def _name(source: Source) -> str:
    return f"{source.publisher}, {in_words(source.published)}"


def _address(source: Source) -> tuple[str, ...]:
    """The address to read a source at: its own, or else its copy's or its publisher's site."""
    if source.url:
        return (source.url,)
    return tuple(at for at in (source.seen_at, source.site) if at)


def _of_readings(known: Known) -> Iterator[Lead]:
    """Claims that a second reader found wrong, and those that none has seen the page of."""
    story = known.story
    once: dict[str, int] = {}
    for claim in known.claims:
        source = story.sources[claim.source]
        readings = [r for r in story.readings_of.get(claim.key, ()) if r.verdict != "page not seen"]
        for reading in readings:
            if reading.verdict != "right":
                why = f"{reading.verdict}: {reading.note or reading.reader}"
                yield Lead("found wrong", claim.key, why, claim.group, _address(source))
        if not readings and not claim.computed:
            once[source.id] = once.get(source.id, 0) + 1
    for name, number in once.items():
        source = story.sources[name]
        why = f"{counted(number, 'claim')} of {name}, by the recorder"
        yield Lead("read once", _name(source), why, None, _address(source))
