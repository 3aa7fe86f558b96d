"""A time axis in per cent of a width, on which long spells without anything are cut out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GAP = 400  # days without anything, from which on the axis is cut
CUT = 4.0  # per cent that a cut takes
CUTS = 40.0  # per cent that all cuts take together at most, however many they are
LEAST = 150  # days that a piece of the axis counts for at least
TICKS = 8  # at most about so many


@dataclass(frozen=True)
class Axis:
    """Days (proleptic ordinals) and where they are; between two knots the axis is even.

    `cuts` are where time is left out, `ticks` where a year begins, with its number.
    """

    knots: tuple[tuple[int, float], ...]
    cuts: tuple[float, ...]
    ticks: tuple[tuple[float, str], ...]

    def at(self, day: date) -> float:
        """The position of the beginning of a day, in per cent."""
        return self._at(day.toordinal())

    def _at(self, ordinal: int) -> float:
        upper = min(max(bisect_right(self.knots, (ordinal, 101.0)), 1), len(self.knots) - 1)
        (low, start), (high, end) = self.knots[upper - 1], self.knots[upper]
        share = (ordinal - low) / (high - low)
        return round(start + (end - start) * min(max(share, 0.0), 1.0), 2)

    def bar(self, first: date, last: date) -> tuple[float, float]:
        """Left end and width, in per cent, of the days from first to last."""
        left = self.at(first)
        return left, round(self._at(last.toordinal() + 1) - left, 2)


def time_axis(spans: Iterable[tuple[date, date]]) -> Axis:
    """The axis on which all spans of days have room. Needs at least one span."""
    pieces: list[list[int]] = []
    for first, last in sorted(spans):
        start, end = first.toordinal(), last.toordinal() + 1
        if pieces and start - pieces[-1][1] < GAP:
            pieces[-1][1] = max(pieces[-1][1], end)
        else:
            pieces.append([start, end])
    weights = [max(end - start, LEAST) for start, end in pieces]
    cut = min(CUT, CUTS / len(pieces))
    room = 100.0 - cut * (len(pieces) - 1)
    knots, cuts, at = [], [], 0.0
    for (start, end), weight in zip(pieces, weights, strict=True):
        spare = (weight - (end - start)) // 2  # a short piece stands in the middle of its room
        wide = room * weight / sum(weights)
        knots += [(start - spare, at), (end + spare, at + wide)]
        cuts.append(at + wide + cut / 2)
        at += wide + cut
    axis = Axis(tuple(knots), tuple(cuts[:-1]), ())
    return Axis(axis.knots, axis.cuts, tuple(_ticks(axis)))


def _ticks(axis: Axis) -> list[tuple[float, str]]:
    """The first days of years, as many as there is room for; else the year a piece lies in."""
    ticks: list[tuple[float, str]] = []
    starts = axis.knots[::2]
    for (start, left), (end, _) in zip(starts, axis.knots[1::2], strict=True):
        # A year that begins where a piece ends has no room: the cut's sign stands there.
        years = range(_year(start) + 1, _year(end - (end < axis.knots[-1][0])) + 1)
        step = max(1, -(-len(years) * len(starts) // TICKS))
        if years:
            ticks += [(axis.at(date(y, 1, 1)), str(y)) for y in years[::step]]
        else:
            ticks.append((left, str(_year(start))))
    return ticks


def _year(ordinal: int) -> int:
    """The year of a day; one beyond the calendar, where a piece has room to spare, is its end's."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).year
