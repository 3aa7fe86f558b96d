"""The road bridge's progress as claims in ../seeds/ report it, to scale along its derived axis.

A line a value, side and day, from the bank inwards; lines across once it is reported to be joined,
completed, open. Nothing lies between two reports. The bank is the estimated one, and a feature of
its own says how much further out a report of the river's width has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from claims import Claims, all_claims, day_of, hedged, metres_of, reported
from features import FACTS, GEOD, Feature, feature, to_utm, toml
from river import BANK_ACCURACY
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

APART = 15  # metres between reports of one side and day
PLACE: dict[str, Any] = {"place": "road-bridge", "kind": "bridge", "accuracy_m": BANK_ACCURACY}
BANKS = {"russia": "Russian", "korea": "North Korean"}
STAGES = {"joined": "Joined in the middle", "completed": "Completed", "open": "Open"}
WHERE = "in the derived direction across the site"
UNSURE = (
    f"the estimated bank: nobody has published where it lies, and it may be {BANK_ACCURACY} m "
    "further out"
)


@dataclass(frozen=True)
class Axis:
    """The road bridge's derived axis: its middle, lon lat in degrees, and the river's direction.

    `flow` is in degrees true; Russia lies on the left of it. `water` is the estimated water,
    EPSG:32652.
    """

    middle: Point
    flow: float
    water: BaseGeometry

    def towards(self, side: str) -> float:
        """The direction from the middle to a side's bank, in degrees true."""
        return self.flow + (-90 if side == "russia" else 90)

    def point(self, along: float, side: str, across: float) -> Point:
        """The point so many metres down the river from the middle and then towards a side."""
        lon, lat, _ = GEOD.fwd(self.middle.x, self.middle.y, self.flow, along)
        return Point(GEOD.fwd(lon, lat, self.towards(side), across)[:2])

    def bank(self, side: str, along: float = 0) -> float:
        """Metres from the middle to a side's estimated bank, so many metres down the river."""
        ray = [self.point(along, side, across) for across in (0, 1000)]
        inside = shapely.get_parts(to_utm(LineString(ray)).intersection(self.water))
        start = to_utm(ray[0])
        return float(min(inside, key=start.distance).length)

    @property
    def width(self) -> float:
        """Metres between the estimated banks."""
        return sum(map(self.bank, BANKS))


def progress(axis: Axis, longest: float) -> list[Feature]:
    """Everything reported of the bridge's progress; nothing above `longest` metres."""
    return [*extents(axis), *structures(axis), *reaches(axis, longest), *stages(axis)]


def reaches(axis: Axis, longest: float) -> Iterator[Feature]:
    """The metres that are built into the river from each bank, a line a value and day."""
    for side, bank in BANKS.items():
        for day, values in by_day(reported(f"reach-from-{side}"), longest).items():
            for along, (metres, claims) in side_by_side(values):
                start = axis.bank(side, along)
                ends = [axis.point(along, side, start - inwards) for inwards in (0, metres)]
                yield report(
                    f"reach-from-{side}-{metres}-{re.sub('[^0-9]+', '-', day)}",
                    LineString(ends),
                    claims,
                    f"Built from the {bank} bank, {hedged(metres, claims)}",
                    f"{hedged(metres, claims)} as reported, to scale, {WHERE}, from {UNSURE}, and "
                    "the whole line with it",
                )


def structures(axis: Axis) -> Iterator[Feature]:
    """Finished lengths of structure, of which no report says where on its side they begin."""
    sides = toml(FACTS / "progress.toml")["sides"]
    for metres, claims in reported("structure-built").items():
        if missing := claims.keys() - sides.keys():
            names = ", ".join(sorted(missing))
            raise SystemExit(
                f"build.py: facts/progress.toml: sides: {names}: missing; a finished length of "
                f"structure is on the side of one of {', '.join(BANKS)}"
            )
        for side in dict.fromkeys(sides[key] for key in claims):
            told = {key: claim for key, claim in claims.items() if sides[key] == side}
            middle = axis.bank(side, -2 * APART)
            ends = [axis.point(-2 * APART, side, middle + end / 2) for end in (metres, -metres)]
            yield report(
                f"structure-{side}-{metres}",
                LineString(ends),
                told,
                f"Finished structure on the {BANKS[side]} side, {hedged(metres, told)}",
                f"{hedged(metres, told)} as reported, to scale, {WHERE}. How much of it is on land "
                "is not reported; half is drawn on either side of the estimated bank",
            )


def report(name: str, line: LineString, claims: Claims, title: str, method: str) -> Feature:
    """A line to a reported length."""
    return feature(
        f"road-bridge-{name}",
        line,
        **PLACE,
        role="reported reach",
        names={"en": [title]},
        length_m=metres_of(next(iter(claims.values()))),
        claims=list(claims),
        method=method,
    )


def stages(axis: Axis) -> Iterator[Feature]:
    """A line from bank to bank for each stage that a report says is reached."""
    told = toml(FACTS / "progress.toml")["stages"]
    told["open"] = [
        key
        for key, claim in all_claims().items()
        if (claim["about"], claim["attribute"]) == ("road-bridge", "opening")
    ]
    across = LineString([axis.point(0, side, axis.bank(side)) for side in BANKS])
    for stage, title in STAGES.items():
        yield feature(
            f"road-bridge-{stage}",
            across,
            **PLACE,
            role=stage,
            names={"en": [title]},
            claims=told[stage],
            method=f"{title.lower()}, as reported; drawn {WHERE} between the estimated banks, "
            f"{axis.width:.0f} m apart. Where it begins and ends on land is not known to us",
        )


def extents(axis: Axis) -> Iterator[Feature]:
    """The stretch on each side in which the bank may lie, by the widest report of the river."""
    widths = reported("water-width")
    if widths and (widest := max(widths)) > axis.width:
        stretches = [
            [axis.point(0, side, across) for across in (axis.bank(side), widest / 2)]
            for side in BANKS
        ]
        yield feature(
            "road-bridge-extent",
            shapely.MultiLineString([LineString(ends) for ends in stretches]),
            **PLACE,
            role="possible extent",
            names={"en": ["Where the bank may lie from which the bridge is built"]},
            claims=list(widths[widest]),
            method=f"from the estimated bank to that of a river {widest:,} m wide, as is reported. "
            "What is built into the river may begin anywhere in it",
        )


def by_day(values: dict[int, Claims], longest: float) -> dict[str, dict[int, Claims]]:
    """Reported values apart by the day that their claims speak of.

    None above `longest` metres, and none that is only expected.
    """
    found: dict[str, dict[int, Claims]] = {}
    for metres, claims in values.items():
        for key, claim in claims.items():
            if metres > longest or "expected" in claim.get("hedges", ()):
                continue
            found.setdefault(day_of(key), {}).setdefault(metres, {})[key] = claim
    return dict(sorted(found.items()))


def side_by_side(values: dict[int, Claims]) -> Iterator[tuple[float, tuple[int, Claims]]]:
    """Values with the metres down the river at which each lies beside the others."""
    first = -APART * (len(values) - 1) / 2
    for number, item in enumerate(values.items()):
        yield first + APART * number, item
