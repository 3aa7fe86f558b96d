"""References of claims and corrections: what they are about, cite, rebut and are computed from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import Problem, meant
from .dates import date_range, day
from .fields import CLAIM_KEY, SLUG
from .records import Claim, Correction
from .seeds import STORY_FILE, Seeds

Names = frozenset[str] | None  # None when a file that may hold more could not be read


def leads(name: str, names: Names) -> bool:
    """True when a name leads to something that is written down, or may."""
    return names is None or name in names


def claim_link_problems(seeds: Seeds, about: Names, claims: Names) -> Iterator[Problem]:
    """Every claim and correction that names what is not there, and every circle of citing.

    `about` is what claims can be about, `claims` the keys of all that are written down.
    """
    yield from _references(seeds, about, claims)
    yield from _citing_circles(seeds)
    yield from _correction_links(seeds)


def _references(seeds: Seeds, about: Names, claims: Names) -> Iterator[Problem]:
    for claim in seeds.claims.values():
        file = seeds.files.get(claim.source, "seeds/")
        if not leads(claim.about, about):
            expected = f"must be a place on the map, a subject of {STORY_FILE}, or story"
            expected += meant(claim.about, about or ())
            yield Problem(file, claim.id, "about", claim.about, expected)
        yield from _claim_references(claim, file, seeds, claims)


def _claim_references(claim: Claim, file: str, seeds: Seeds, claims: Names) -> Iterator[Problem]:
    """Other claims and sources that a claim names and that are not there."""
    for field in ("cites", "computed", "rebuts"):
        for key in getattr(claim, field):
            if field == "cites" and not re.fullmatch(CLAIM_KEY, key):
                # A source's id is told from a body's name by its hyphens.
                unknown = key not in seeds.files and claims is not None
                if re.fullmatch(SLUG, key) and "-" in key and unknown:
                    expected = "no source has this id; a body is named as it is printed"
                    yield Problem(file, claim.id, field, key, expected + meant(key, seeds.files))
            elif key == claim.key:
                yield Problem(file, claim.id, field, key, "is this claim itself; name another")
            elif not leads(key, claims):
                expected = f"no claim has this id{meant(key, claims or ())}"
                yield Problem(file, claim.id, field, key, expected)


def _citing_circles(seeds: Seeds) -> Iterator[Problem]:
    """Claims that rest on each other in a ring, so that none rests on anything."""
    told: set[str] = set()
    for start, claim in seeds.claims.items():
        ring = () if start in told else _ring(seeds, start)
        if ring:
            told.update(ring)
            expected = f"a circle of citing: {' -> '.join([*ring, start])}; say who came first"
            file = seeds.files.get(claim.source, "seeds/")
            yield Problem(file, claim.id, "cites", ring[1], expected)


def _ring(seeds: Seeds, start: str) -> tuple[str, ...]:
    """The shortest way from a claim over what it rests on back to itself; empty when none is."""
    ways: list[tuple[str, ...]] = [(start,)]
    reached = {start}
    for way in ways:  # grows meanwhile
        for key in _rests_on(seeds, way[-1]):
            if key == start and len(way) > 1:
                return way
            if key not in reached:
                reached.add(key)
                ways.append((*way, key))
    return ()


def _rests_on(seeds: Seeds, key: str) -> Iterator[str]:
    """The claims that a claim cites, by their keys or by their source, or is computed from."""
    claim = seeds.claims[key]
    for name in (*claim.cites, *claim.computed):
        if name in seeds.claims:
            yield name
        elif name in seeds.sources:
            theirs = (c for c in seeds.claims.values() if c.source == name)
            yield from (c.key for c in theirs if c.group == claim.group)


def _correction_links(seeds: Seeds) -> Iterator[Problem]:
    """Corrections of claims that are not there, and of a day before their source."""
    for correction in seeds.corrections:
        file, record = seeds.files.get(correction.source, "seeds/"), f"correction {correction.date}"
        for field, names in (("claims", correction.claims), ("now", (correction.now,))):
            for name in names:
                key = f"{correction.source}/{name}"
                if name is not None and key not in seeds.claim_keys and file not in seeds.unread:
                    yield Problem(file, record, field, name, "no claim of this source has this id")
        yield from _correction_faults(seeds, correction, file, record)


def _correction_faults(
    seeds: Seeds, correction: Correction, file: str, record: str
) -> Iterator[Problem]:
    """Corrections that contradict themselves, their source's date or the story's."""
    if correction.now in correction.claims:
        yield Problem(file, record, "now", str(correction.now), "is what it corrects; name another")
    if correction.now and correction.kind == "retraction":
        expected = "must be left out: what is retracted has nothing in its place"
        yield Problem(file, record, "now", correction.now, expected)
    source = seeds.sources.get(correction.source)
    if source is not None and day(correction.date) < day(source.published):
        expected = f"must not lie before the source's own date, {source.published}"
        yield Problem(file, record, "date", correction.date, expected)
    if seeds.info is not None and day(correction.date) > date_range(seeds.info.date)[1]:
        expected = f"must not lie after the story's own date, {seeds.info.date} in {STORY_FILE}"
        yield Problem(file, record, "date", correction.date, expected)
