"""Faults planted into the story's real claims, each of which the checks must refuse.

None is picked by hand: for every kind a generator makes all that the records allow, wherever a
program can see them. The text decides for a source that was read in full; for the others the quote
does, or what the attribute allows. Kinds that need a text are skipped where the texts are absent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from layers.proof.claim_proof import prove_claim
from layers.proof.quotes import DAY, Number, numbers_in, plain_quote, quote_faults, quoted_hedges
from layers.proof.source_text import find_text, paragraphs
from layers.proof.speakers import credited
from layers.proof.sums import HERE, computed_faults
from layers.proof.words import ARTICLES, MOST_COPIED, fold, parts, place_of
from layers.story import Claim, Story, load_story
from layers.story.claim_checks import claim_problems
from layers.story.records import TIME_UNITS, Hedge

ROOT = Path(__file__).parents[1]
HEDGES: tuple[Hedge, ...] = get_args(Hedge)
ENOUGH = 12  # of a kind, where the real claims have so many places for it


@dataclass(frozen=True)
class Bench:
    """The story and the texts of its sources, by their ids, as paragraphs."""

    story: Story
    texts: dict[str, list[str]]

    @property
    def in_full(self) -> list[Claim]:
        """The claims whose texts are here, but for those that no source makes."""
        return [c for c in self.story.claims.values() if c.source in self.texts and not c.computed]

    @property
    def in_part(self) -> list[Claim]:
        """The claims that only their quotes speak for."""
        return [c for c in self.story.claims.values() if c.source not in self.texts and c.quote]

    def faults(self, claim: Claim) -> set[tuple[str, str]]:
        """Field and what would be right, for all that the checks find in a claim."""
        source, story = self.story.sources[claim.source], self.story
        names = list(story.attributes)
        loading = claim_problems(claim, source, story.attributes, names, "")
        found = {(problem.field, problem.expected) for problem in loading}
        told = list(computed_faults(claim, story.claims))
        if claim.source in self.texts:
            place = story.places.get(claim.about)
            about = [story.subject_name(claim)]
            about += [n for many in place.main.names.values() for n in many] if place else []
            told += prove_claim(claim, source, self.texts[claim.source], about)
        else:
            told += quote_faults(claim, source)
        return found | {(field, right) for field, _, right in told}


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The project's story with the texts that are here."""
    named = [Path(os.environ["TUMEN_TEXTS"])] if "TUMEN_TEXTS" in os.environ else []
    folders = [*named, ROOT / "seeds", ROOT.parent / "shared" / "seeds"]
    story = load_story(ROOT)
    found = {s.id: find_text(s, folders) for s in story.sources.values() if s.read == "full text"}
    texts = {s: paragraphs(path.read_text("utf-8")) for s, path in found.items() if path}
    return Bench(story, texts)


Plant = tuple[str, Claim]  # the key of the claim it was made from, and the faulty claim


def changed(claim: Claim, **fields: object) -> Plant:
    """A claim with some fields otherwise, and its key."""
    return claim.key, claim.model_copy(update=fields)


def numbers_of(claim: Claim) -> list[Number]:
    """The numbers of its quote that are its value and say of what."""
    if not isinstance(claim.value, int | float) or claim.quote is None:
        return []
    return [n for n in numbers_in(plain_quote(claim.quote)) if n.thing and n.is_value(claim)]


def shifted(edtf: str) -> Iterator[str]:
    """A date a year, a month or a day earlier and later."""
    for step in (-1, 1):
        yield "/".join(f"{int(part[:4]) + step}{part[4:]}" for part in edtf.split("/"))
        if day := re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
            yield (date.fromisoformat(day[0]) + timedelta(step)).isoformat()
        if month := re.fullmatch(r"(\d{4})-(0[2-9]|1[01])(\D?|-\d\d)", edtf):
            yield f"{month[1]}-{int(month[2]) + step:02d}{month[3]}"


# Kinds that need the texts


def hedge_removed(bench: Bench) -> Iterator[Plant]:
    """Each hedge of each claim, left out."""
    for claim in bench.in_full:
        for hedge in claim.hedges:
            yield changed(claim, hedges=tuple(h for h in claim.hedges if h != hedge))


def hedge_added(bench: Bench) -> Iterator[Plant]:
    """Each hedge that a claim has not, put in."""
    for claim in bench.in_full:
        for hedge in HEDGES:
            if hedge not in claim.hedges:
                yield changed(claim, hedges=(*claim.hedges, hedge))


def asserter_swapped(bench: Bench) -> Iterator[Plant]:
    """Each claim, asserted by each other whom its source has; a caption is also its credit's."""
    for claim in bench.in_full:
        source = bench.story.sources[claim.source]
        credit = credited(fold(bench.texts[claim.source][(claim.paragraph or 1) - 1]))
        free = {n.casefold() for n in (source.publisher, *credit)} if credit is not None else set()
        others = {c.asserted_by for c in bench.story.claims_of(source.id)} | {source.publisher}
        for other in sorted(others - {claim.asserted_by, HERE}):
            if other.casefold() not in free:
                yield changed(claim, asserted_by=other)


def value_of_a_text_changed(bench: Bench) -> Iterator[Plant]:
    """Numbers one more, one less and ten times as much; texts with words of another claim's."""
    words = {c.value for c in bench.in_full if _is_text(c)}
    for claim in bench.in_full:
        if isinstance(claim.value, int | float):
            for other in (claim.value + 1, claim.value - 1, claim.value * 10):
                yield changed(claim, value=other)
        elif _is_text(claim):
            for text in sorted(map(str, words - {claim.value})):
                if not {*parts(fold(text))} <= {*parts(fold(str(claim.value))), *ARTICLES}:
                    yield changed(claim, value=text)


def date_of_a_text_shifted(bench: Bench) -> Iterator[Plant]:
    """Every date of a value and of a time spoken of, a year, a month or a day off."""
    for claim in bench.in_full:
        if isinstance(claim.value, str) and not _is_text(claim):
            yield from (changed(claim, value=edtf) for edtf in shifted(claim.value))
        if claim.when:
            yield from (changed(claim, when=edtf) for edtf in shifted(claim.when))


def unit_of_a_text_changed(bench: Bench) -> Iterator[Plant]:
    """Every unit that the story counts in, for every other."""
    units = {unit for a in bench.story.attributes.values() for unit in a.units} | {*TIME_UNITS}
    for claim in bench.in_full:
        if claim.unit:
            yield from (changed(claim, unit=unit) for unit in sorted(units - {claim.unit}))


def quote_moved(bench: Bench) -> Iterator[Plant]:
    """Each claim, said to stand in each other paragraph that has not its quote."""
    for claim in bench.in_full:
        for number, text in enumerate(bench.texts[claim.source], 1):
            if place_of(claim.quote, fold(text)) is None:
                yield changed(claim, paragraph=number)


def wording_copied(bench: Bench) -> Iterator[Plant]:
    """The first eight words of each claim's paragraph, as if they were ours."""
    for claim in bench.in_full:
        words = bench.texts[claim.source][(claim.paragraph or 1) - 1].split()
        if len(words) > MOST_COPIED:
            yield changed(claim, says=" ".join(words[: MOST_COPIED + 1]))


# Kinds that need none


def quoted_hedge_removed(bench: Bench) -> Iterator[Plant]:
    """Each hedge that a quote has, left out of the record."""
    for claim in bench.in_part:
        for hedge in quoted_hedges(claim, bench.story.sources[claim.source]):
            if hedge in claim.hedges:
                yield changed(claim, hedges=tuple(h for h in claim.hedges if h != hedge))


def day_of_publication_claimed(bench: Bench) -> Iterator[Plant]:
    """The hedge of a headline's day, at every value that is none."""
    for claim in bench.story.claims.values():
        if claim.value != bench.story.sources[claim.source].published:
            yield changed(claim, hedges=(*claim.hedges, DAY))


def day_without_its_hedge(bench: Bench) -> Iterator[Plant]:
    """Each day that a headline was only published on, as if the headline named it."""
    for claim in bench.story.claims.values():
        if DAY in claim.hedges and bench.story.sources[claim.source].read == "headline only":
            yield changed(claim, hedges=tuple(h for h in claim.hedges if h != DAY))


def quoted_value_changed(bench: Bench) -> Iterator[Plant]:
    """A number that the quote has, one more, one less and ten times as much."""
    for claim in bench.in_part:
        for _ in numbers_of(claim)[:1]:
            number = float(str(claim.value))
            others = [number + 1, number - 1, number * 10]
            kept = numbers_in(plain_quote(str(claim.quote)))
            for value in others:
                other = claim.model_copy(update={"value": value})
                if not any(n.is_value(other) for n in kept):
                    yield claim.key, other


def quoted_number_changed(bench: Bench) -> Iterator[Plant]:
    """The first digit of a value in its quote, made another."""
    for claim in bench.in_part:
        numbers = numbers_of(claim)
        if len(numbers) == 1:
            quote, at = plain_quote(str(claim.quote)), numbers[0].place[0]
            for digit in sorted(set("123456789") - {quote[at]})[:3]:
                other = claim.model_copy(update={"quote": quote[:at] + digit + quote[at + 1 :]})
                if not any(n.is_value(claim) for n in numbers_in(str(other.quote))):
                    yield claim.key, other


def quoted_year_shifted(bench: Bench) -> Iterator[Plant]:
    """A date whose year the quote has, a year off."""
    for claim in bench.in_part:
        if isinstance(claim.value, str) and not _is_text(claim):
            for edtf in shifted(claim.value):
                years = re.findall(r"\d{4}", edtf)
                quote = plain_quote(str(claim.quote))
                if claim.value[:4] in quote and not any(year in quote for year in years):
                    yield changed(claim, value=edtf)


def unit_changed(bench: Bench) -> Iterator[Plant]:
    """Every unit, for one that the attribute does not have or that the quote speaks against."""
    units = {unit for a in bench.story.attributes.values() for unit in a.units} | {*TIME_UNITS}
    for claim in bench.in_part:
        attribute = bench.story.attributes[claim.attribute]
        own = attribute.units or TIME_UNITS
        for unit in sorted(units - {claim.unit}) if claim.unit else ():
            if unit not in own or any(n.thing in ("m", "km") for n in numbers_of(claim)):
                yield changed(claim, unit=unit)


def sum_changed(bench: Bench) -> Iterator[Plant]:
    """Each computed value, one more, one less and ten times as much."""
    for claim in bench.story.claims.values():
        if claim.computed and isinstance(claim.value, int | float):
            for value in (claim.value + 1, claim.value - 1, claim.value * 10):
                yield changed(claim, value=value)


def computed_left_out(bench: Bench) -> Iterator[Plant]:
    """Each computed value without what it is computed from, or with somebody who says it."""
    for claim in bench.story.claims.values():
        if claim.computed:
            yield changed(claim, computed=())
            yield changed(claim, asserted_by=bench.story.sources[claim.source].publisher)
            for hedge in HEDGES:
                yield changed(claim, hedges=(hedge,))


def claimed_to_be_computed(bench: Bench) -> Iterator[Plant]:
    """Each claim of a source, as if it were ours."""
    for claim in bench.story.claims.values():
        if not claim.computed:
            yield changed(claim, asserted_by=HERE)


def _is_text(claim: Claim) -> bool:
    return isinstance(claim.value, str) and any(map(str.isalpha, claim.value))


Kind = Callable[[Bench], Iterator[Plant]]
OF_TEXTS: list[Kind] = [
    hedge_removed,
    hedge_added,
    asserter_swapped,
    value_of_a_text_changed,
    date_of_a_text_shifted,
    unit_of_a_text_changed,
    quote_moved,
    wording_copied,
]
OF_RECORDS: list[Kind] = [
    quoted_hedge_removed,
    day_of_publication_claimed,
    quoted_value_changed,
    quoted_number_changed,
    quoted_year_shifted,
    unit_changed,
    claimed_to_be_computed,
]
# Of these a story has as few as it has headlines and sums.
OF_SOME: list[Kind] = [day_without_its_hedge, sum_changed, computed_left_out]


def survivors(bench: Bench, plants: list[Plant]) -> list[str]:
    """The planted faults that are not refused: the claim, and the fields that differ."""
    return [
        f"{key}: {_difference(bench.story.claims[key], faulty)}"
        for key, faulty in plants
        if not bench.faults(faulty) - bench.faults(bench.story.claims[key])
    ]


def _difference(claim: Claim, faulty: Claim) -> dict[str, object]:
    now = faulty.model_dump()
    return {field: now[field] for field, was in claim.model_dump().items() if now[field] != was}


@pytest.mark.parametrize("kind", OF_TEXTS)
def test_a_fault_that_the_text_shows_is_refused(bench: Bench, kind: Kind) -> None:
    """Every one of a kind, of which there are enough."""
    for source in bench.story.sources.values():
        if source.read == "full text" and source.id not in bench.texts:
            pytest.skip(
                f"{source.text_file}, the text of {source.id}, is not here: put it into seeds/ or "
                "set TUMEN_TEXTS to its folder"
            )
    plants = list(kind(bench))
    assert len(plants) >= ENOUGH, f"{len(plants)} planted, {ENOUGH} needed"
    assert survivors(bench, plants) == []


@pytest.mark.parametrize("kind", OF_RECORDS)
def test_a_fault_that_the_record_shows_is_refused(bench: Bench, kind: Kind) -> None:
    """Without any text, every one of a kind, of which there are enough."""
    plants = list(kind(bench))
    assert len(plants) >= ENOUGH, f"{len(plants)} planted, {ENOUGH} needed"
    assert survivors(bench, plants) == []


@pytest.mark.parametrize("kind", OF_SOME)
def test_a_fault_of_what_a_story_has_little_of_is_refused(bench: Bench, kind: Kind) -> None:
    """Every one of a kind, of which there is at least one."""
    plants = list(kind(bench))
    assert plants, "none planted"
    assert survivors(bench, plants) == []


@pytest.mark.parametrize("kind", [*OF_TEXTS, *OF_RECORDS, *OF_SOME])
def test_what_is_planted_is_a_change(bench: Bench, kind: Kind) -> None:
    """No generator hands back a claim as it is."""
    assert [key for key, faulty in kind(bench) if faulty == bench.story.claims[key]] == []
