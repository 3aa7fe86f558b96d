"""Differences between two editions of a story: what is new, gone or otherwise, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from pyproj import Geod

from ..errors import MapError, shown
from ..story.records import Claim, Record
from .edition import Edition, Spot
from .rows import Row, flat

Kind = Literal[
    "claim gone",
    "claim changed",
    "claim new",
    "finding changed",
    "place gone",
    "place moved",
    "place changed",
    "place new",
    "source gone",
    "source changed",
    "source new",
]
SOUND = ("claim new", "place new", "source new", "source changed", "source gone")
# Fields of a claim that say where it stands in its source, and not what it means.
WHEREABOUTS = ("paragraph", "quote", "passage")
LEAST = 0.05  # metres: coordinates are of six decimals
_GEOD = Geod(ellps="WGS84")
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One thing that is not as it was, in words; `field` is empty of what is new or gone.

    `about` is a group of claims, subject.attribute, or a place; `metres` how far a place moved.
    """

    kind: Kind
    id: str
    of: str
    field: str = ""
    was: str | None = None
    now: str | None = None
    about: str = ""
    metres: float | None = None


@dataclass(frozen=True)
class Difference:
    """Everything that is not the same in two editions, and what cannot be told of them."""

    old: Edition
    new: Edition
    entries: tuple[Entry, ...]
    lacks: tuple[str, ...] = ()

    @cached_property
    def unsound(self) -> tuple[Entry, ...]:
        """The entries of what no longer holds; another quote or source leaves it as it was."""
        return tuple(
            entry
            for entry in self.entries
            if entry.kind not in SOUND and entry.field not in WHEREABOUTS
        )

    @cached_property
    def claims(self) -> Mapping[str, str]:
        """New and changed claims by their keys: "new" or "changed"."""
        told = (entry for entry in self.entries if entry.kind in ("claim new", "claim changed"))
        return {entry.id: entry.kind.removeprefix("claim ") for entry in told}

    @property
    def row(self) -> Row:
        """It all as JSON."""
        return {
            "story": self.new.story,
            "old": self.old.data,
            "new": self.new.data,
            "unchanged": not self.entries,
            "lacks": list(self.lacks),
            "entries": [asdict(entry) for entry in self.entries],
        }


def difference(old: Edition, new: Edition, *lacks: str) -> Difference:
    """Everything that is not the same; what only one shows counts where both are of one scope.

    Raises MapError when they are of two stories.
    """
    if old.story != new.story:
        raise MapError(f"one is of the story {shown(old.story)}, one of {shown(new.story)}")
    told = [*lacks]
    if narrowed := old.scope != new.scope:
        told.append("They are of different views: only what both show is compared.")
    for edition, which in ((old, "old"), (new, "new")):
        if edition.findings is None:
            told.append(
                f"The {which} one was made before files had whole records: it tells which claims "
                "and sources it shows, not what they said, what that amounted to, where places lay."
            )
    found = [*_claims(old, new), *_findings(old, new), *_spots(old, new), *_sources(old, new)]
    if narrowed:
        found = [entry for entry in found if not entry.kind.endswith((" new", " gone"))]
    return Difference(old, new, tuple(found), tuple(told))


def changes_of_meaning(changed: Difference) -> dict[str, tuple[str, ...]]:
    """The claims that are gone or mean something else, by their keys, with the fields that do."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in changed.entries:
        if entry.kind == "claim gone":
            found[entry.id] = ()
        elif entry.kind == "claim changed" and entry.field not in WHEREABOUTS:
            found[entry.id] = (*found.get(entry.id, ()), entry.field)
    return found


def _split(
    old: Mapping[str, T], new: Mapping[str, T]
) -> tuple[list[str], list[tuple[str, T, T]], list[str]]:
    """Names that are gone, pairs that are in both and not equal, names that are new."""
    both = [(name, old[name], new[name]) for name in new if name in old]
    unlike = [pair for pair in both if pair[1] != pair[2]]
    return [name for name in old if name not in new], unlike, [n for n in new if n not in old]


def _claims(old: Edition, new: Edition) -> Iterator[Entry]:
    gone, unlike, added = _split(old.claims, new.claims)
    for key in gone:
        yield _claim("claim gone", key, old, was=_says(old.claims[key]))
    for key, was, now in unlike:
        if was and now:
            blank = _claim("claim changed", key, new)
            yield from _fields(blank, was, now)
    for key in added:
        yield _claim("claim new", key, new, now=_says(new.claims[key]))


def _claim(kind: Kind, key: str, edition: Edition, **more: Any) -> Entry:
    claim = edition.claims[key]
    group = claim.group if claim else ""
    return Entry(kind, key, edition.words(group), about=group, **more)


def _says(claim: Claim | None) -> str | None:
    return claim.says if claim else None


def _fields(blank: Entry, was: Record, now: Record) -> Iterator[Entry]:
    """An entry for each field that two records do not share."""
    old, new = (flat(record.model_dump(mode="json")) for record in (was, now))
    for name in new:
        if old[name] != new[name]:
            yield replace(blank, field=name, was=_cell(old[name]), now=_cell(new[name]))


def _cell(value: object) -> str | None:
    return None if value is None else str(value)


def _findings(old: Edition, new: Edition) -> Iterator[Entry]:
    if old.findings is None or new.findings is None:
        return
    for key in dict.fromkeys((*old.findings, *new.findings)):
        was, now = old.findings.get(key), new.findings.get(key)
        if was and now and was.status != now.status:
            before, after = (f"{one.status}: {one.values}" for one in (was, now))
            yield Entry("finding changed", key, new.words(key), "status", before, after, key)


def _spots(old: Edition, new: Edition) -> Iterator[Entry]:
    if old.spots is None or new.spots is None:
        return
    gone, unlike, added = _split(old.spots, new.spots)
    for name, was, now in unlike:
        yield from _moves(name, was, now)
    for name in gone:
        spot = old.spots[name]
        yield Entry("place gone", name, spot.name, was=_at(spot), about=spot.place)
    for name in added:
        spot = new.spots[name]
        yield Entry("place new", name, spot.name, now=_at(spot), about=spot.place)


def _moves(name: str, was: Spot, now: Spot) -> Iterator[Entry]:
    blank = Entry("place changed", name, now.name, about=now.place)
    metres = round(float(_GEOD.inv(was.lon, was.lat, now.lon, now.lat)[2]), 1)
    if metres > LEAST:
        told = replace(blank, kind="place moved", field="position", metres=metres)
        yield replace(told, was=_at(was), now=_at(now))
    elif was.shape != now.shape:
        yield replace(blank, field="outline", was="as it was drawn", now="drawn otherwise")
    if was.accuracy_m != now.accuracy_m:
        before, after = (f"within {one.accuracy_m:,.0f} m" for one in (was, now))
        yield replace(blank, field="accuracy", was=before, now=after)
    if was.name != now.name:
        yield replace(blank, field="name", was=was.name, now=now.name)


def _at(spot: Spot) -> str:
    return f"{spot.lat:.6f}, {spot.lon:.6f}"


def _sources(old: Edition, new: Edition) -> Iterator[Entry]:
    gone, unlike, added = _split(old.sources, new.sources)
    yield from (Entry("source gone", name, _source(old, name)) for name in gone)
    for name, was, now in unlike:
        if was and now:
            yield from _fields(Entry("source changed", name, _source(new, name)), was, now)
    yield from (Entry("source new", name, _source(new, name)) for name in added)


def _source(edition: Edition, name: str) -> str:
    source = edition.sources[name]
    return source.publisher if source else name


def by_kind(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by their kinds, those of what no longer holds first."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.kind in SOUND):
        found.setdefault(entry.kind, []).append(entry)
    return found
