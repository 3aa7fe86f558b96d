"""References between records: every name that one record uses must be another's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Problem, shown
from .claim_references import Names, claim_link_problems, leads
from .dates import date_range, day
from .features import Feature
from .geodata import Geodata
from .records import STORY
from .seeds import STORY_FILE, Seeds
from .units import METRE, measure

FARTHEST = (84.5, 179.99)  # degrees north or south, east or west
WIDEST = 20.0  # degrees of longitude in one UTM zone, well beyond which it is no map any more


@dataclass(frozen=True)
class _Known:
    """The targets a reference may lead to: names that are written down, right or wrong.

    What is wrong is reported where it stands, so whatever refers to it is not reported as well.
    """

    places: Names
    claims: Names
    about: Names


def link_problems(seeds: Seeds, geodata: Geodata) -> Iterator[Problem]:
    """Duplicate feature ids and every reference that leads nowhere."""
    known = _known(seeds, geodata)
    yield from _feature_links(geodata.features, known)
    yield from _drawn_otherwise(seeds, geodata)
    yield from _far_apart(seeds, geodata)
    yield from _story_links(seeds, geodata.names, known)
    yield from _account_links(seeds)
    yield from _measure_links(seeds, geodata)
    yield from _late_sources(seeds)
    yield from claim_link_problems(seeds, known.about, known.claims)


def _far_apart(seeds: Seeds, geodata: Geodata) -> Iterator[Problem]:
    """Problems of an extent too wide to draw: a picture is in one UTM zone, nothing is split."""
    north, east = FARTHEST
    switched = {f.id for layer in geodata.layers.values() if layer.switch for f in layer.features}
    for file, feature in geodata.features:
        if feature.id not in switched:
            continue
        west, south, right, top = feature.geometry.bounds
        if max(-west, right) > east or max(-south, top) > north:
            value = f"{west:.4f} to {right:.4f} east, {south:.4f} to {top:.4f} north"
            expected = f"within {east} degrees of longitude and {north} of latitude"
            yield Problem(file, feature.id, "geometry", value, expected)
    home = set(seeds.info.home) if seeds.info else set()
    xs = [x for _, f in geodata.features if f.id in home for x in f.geometry.bounds[::2]]
    if xs and max(xs) - min(xs) > WIDEST:
        value = f"{min(xs):.1f} to {max(xs):.1f} degrees east"
        expected = f"places at most {WIDEST:.0f} degrees of longitude apart, for one picture"
        yield Problem(f"seeds/{STORY_FILE}", "story", "home", value, expected)


def _known(seeds: Seeds, geodata: Geodata) -> _Known:
    parts = {f.id for _, f in geodata.features if f.of_place != f.id}
    places = frozenset(geodata.names - parts) if geodata.whole else None
    story_file = {file for file in seeds.unread if file.endswith(f"/{STORY_FILE}")}
    return _Known(
        places=places,
        claims=frozenset(seeds.claim_keys) if seeds.unread == story_file else None,
        about=None if story_file or places is None else places | {*seeds.subject_names, STORY},
    )


def _feature_links(features: list[tuple[str, Feature]], known: _Known) -> Iterator[Problem]:
    files: dict[str, str] = {}
    for file, feature in features:
        if feature.id in files:
            yield Problem(file, feature.id, "id", feature.id, f"stands also in {files[feature.id]}")
        files.setdefault(feature.id, file)
        if not leads(feature.of_place, known.places):
            yield Problem(file, feature.id, "place", feature.of_place, "no feature has this id")
        for claim in feature.claims:
            if not leads(claim, known.claims):
                yield Problem(file, feature.id, "claims", shown(claim), "no claim has this id")


def _drawn_otherwise(seeds: Seeds, geodata: Geodata) -> Iterator[Problem]:
    """Features drawn to another distance or length than a claim they are drawn after."""
    for file, feature in geodata.features:
        drawn = {"offset_m": feature.offset_m, "length_m": feature.length_m}
        given = {field: metres for field, metres in drawn.items() if metres is not None}
        for key in feature.claims if given else ():
            claim = seeds.claims.get(key)
            if claim is None or not isinstance(claim.value, int | float):
                continue
            name, factor = measure(claim.unit or "")
            said = claim.value * factor
            if name != METRE or any(math.isclose(m, said, rel_tol=1e-9) for m in given.values()):
                continue
            expected = f"the claim {key} says {claim.value:,} {claim.unit}"
            for field, metres in given.items():
                yield Problem(file, feature.id, field, f"{metres:.12g}", expected)


def _story_links(seeds: Seeds, features: set[str], known: _Known) -> Iterator[Problem]:
    file = f"seeds/{STORY_FILE}"
    if seeds.info is not None:
        for field, names in (("main_place", (seeds.info.main_place,)), ("home", seeds.info.home)):
            for name in names:
                if not leads(name, known.places):
                    yield Problem(file, "story", field, name, "no place on the map has this id")
    for name, subject in seeds.subjects.items():
        record = f"subjects.{name}"
        if name in features or name == STORY:
            yield Problem(file, record, "", name, "a place or the story has this id already")
        if subject.place is not None and not leads(subject.place, known.places):
            yield Problem(file, record, "place", subject.place, "no place on the map has this id")


def _account_links(seeds: Seeds) -> Iterator[Problem]:
    """Accounts of those who assert nothing."""
    if seeds.unread or len(seeds.claims) < len(seeds.claim_keys):
        return  # a claim that could not be read may be theirs
    asserters = {claim.asserted_by for claim in seeds.claims.values()}
    for name, account in seeds.accounts.items():
        for asserter in account.asserters:
            if asserter not in asserters:
                expected = "no claim is asserted by this name"
                yield Problem(
                    f"seeds/{STORY_FILE}",
                    f"accounts.{name}",
                    "asserters",
                    shown(asserter),
                    expected,
                )


def _measure_links(seeds: Seeds, geodata: Geodata) -> Iterator[Problem]:
    """Measures and jumps of features that are not there; distances of more or less than two."""
    file = f"seeds/{STORY_FILE}"
    measures = {f"measures.{name}": asked.of for name, asked in seeds.measures.items()}
    jumps = {f"jumps.{name}": jump.of for name, jump in seeds.jumps.items()}
    for record, features in (measures | jumps).items():
        for feature in features:
            if geodata.whole and feature not in geodata.names:
                yield Problem(file, record, "of", feature, "no feature on the map has this id")
    for name, asked in seeds.measures.items():
        record = f"measures.{name}"
        if asked.kind == "distance" and len(asked.of) != 2:
            yield Problem(file, record, "of", ", ".join(asked.of), "a distance needs two features")


def _late_sources(seeds: Seeds) -> Iterator[Problem]:
    """Sources from after the story's own date, or known before they were published."""
    if seeds.info is None:
        return
    last = date_range(seeds.info.date)[1]
    for source in seeds.sources.values():
        if source.known_from and day(source.known_from) < day(source.published):
            expected = f"must not lie before the source was published, {source.published}"
            yield Problem(
                seeds.files[source.id], "source", "known_from", source.known_from, expected
            )
        field = "known_from" if source.known_from else "published"
        given = str(source.known_from or source.published)
        if date_range(given)[1] <= last:
            continue
        expected = f"must not lie after the story's own date, {seeds.info.date} in {STORY_FILE}"
        if not source.known_from and day(given) <= last:
            expected = f"ends after the story's date, {seeds.info.date}: add known_from, a day"
        yield Problem(seeds.files[source.id], "source", field, given, expected)
