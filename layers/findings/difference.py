"""Differences between two editions of a story: what is new, gone or otherwise, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from pyproj import Geod

from ..errors import MapError, shown
from ..story.records import Claim, Record, Source
from .edition import Edition, Spot
from .rows import Row, flat

SOUND = ("claim new", "place new", "source new", "source changed", "source gone")
# Fields of a claim that say where it stands in its source, and not what it means.
WHEREABOUTS = ("paragraph", "quote", "passage")
LEAST = 0.05  # metres: coordinates are of six decimals
_GEOD = Geod(ellps="WGS84")
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One thing that is not as it was, in words; `field` is empty of what is new or gone.

    `kind` is claim, place or source with gone, changed or new, place moved or finding changed;
    `about` is a group of claims, subject.attribute, or a place; `metres` how far a place moved.
    """

    kind: str
    id: str
    of: str
    field: str = ""
    was: str | None = None
    now: str | None = None
    about: str = ""
    metres: float | None = None

    @property
    def now_text(self) -> str:
        """As it is now, and how far from where it was."""
        return f"{self.now or ''}{f', {self.metres:,.1f} m away' if self.metres else ''}"


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


def _compared(
    old: Mapping[str, T],
    new: Mapping[str, T],
    blank: Callable[[str, T], Entry],
    unlike: Callable[[Entry, Any, Any], Iterator[Entry]],
) -> Iterator[Entry]:
    """Entries of what is gone, otherwise and new; `blank` makes one of a thing by its name."""
    for name, was in old.items():
        if name not in new:
            gone = blank(name, was)
            yield replace(gone, kind=f"{gone.kind} gone", now=None, was=gone.now)
    for name, now in new.items():
        entry = blank(name, now)
        if name not in old:
            yield replace(entry, kind=f"{entry.kind} new")
        elif old[name] and now and old[name] != now:
            yield from unlike(replace(entry, kind=f"{entry.kind} changed"), old[name], now)


def _claims(old: Edition, new: Edition) -> Iterator[Entry]:
    names = {**old.names, **new.names}

    def blank(key: str, claim: Claim | None) -> Entry:
        if claim is None:
            return Entry("claim", key, "")
        return Entry("claim", key, names.get(claim.group, ""), now=claim.says, about=claim.group)

    return _compared(old.claims, new.claims, blank, _fields)


def _sources(old: Edition, new: Edition) -> Iterator[Entry]:
    def blank(name: str, source: Source | None) -> Entry:
        return Entry("source", name, source.publisher if source else name)

    return _compared(old.sources, new.sources, blank, _fields)


def _fields(blank: Entry, was: Record, now: Record) -> Iterator[Entry]:
    """An entry for each field that two records do not share."""
    before, after = (flat(record.model_dump(mode="json")) for record in (was, now))
    for name in after:
        if before[name] != after[name]:
            was_told, told = (v if v is None else str(v) for v in (before[name], after[name]))
            yield replace(blank, field=name, was=was_told, now=told)


def _findings(old: Edition, new: Edition) -> Iterator[Entry]:
    if old.findings is None or new.findings is None:
        return
    for key, now in new.findings.items():
        was = old.findings.get(key)
        if was and was.status != now.status:
            before, after = (f"{one.status}: {one.values}" for one in (was, now))
            of = new.names.get(key, key)
            yield Entry("finding changed", key, of, "status", before, after, about=key)


def _spots(old: Edition, new: Edition) -> Iterator[Entry]:
    def blank(name: str, spot: Spot) -> Entry:
        at = f"{spot.lat:.6f}, {spot.lon:.6f}"
        return Entry("place", name, spot.name, now=at, about=spot.place)

    def moves(entry: Entry, was: Spot, now: Spot) -> Iterator[Entry]:
        metres = round(float(_GEOD.inv(was.lon, was.lat, now.lon, now.lat)[2]), 1)
        if metres > LEAST and not (was.shape or now.shape):
            told = replace(entry, kind="place moved", field="position", metres=metres)
            yield replace(told, was=blank("", was).now)
        elif was.shape != now.shape:
            yield replace(entry, field="outline", was="as it was drawn", now="drawn otherwise")
        if was.accuracy_m != now.accuracy_m:
            before, after = (f"within {one.accuracy_m:,.0f} m" for one in (was, now))
            yield replace(entry, field="accuracy", was=before, now=after)
        if was.name != now.name:
            yield replace(entry, field="name", was=was.name, now=now.name)

    if old.spots is None or new.spots is None:
        return iter(())
    return _compared(old.spots, new.spots, blank, moves)
