"""The features that are still in, while a layer is cleaned; what was said, and which are out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ...errors import Problem
from ..problems import grouped, numbered, parted
from ..verdict import Limits, RawLayer

Mask = NDArray[np.bool_]
Value = str | Callable[[BaseGeometry], str]


class Kept:
    """Features by their place in `numbers`, `places` and `geometries`, which go together.

    `places` are indices into the raw layer's features.
    """

    def __init__(self, raw: RawLayer, file: str, word: str, limits: Limits) -> None:
        self.file, self.word, self.limits = file, word, limits
        self.dropped = list(raw.dropped)
        # Why features were left out; what else there is to say.
        self.why, self.said = parted(raw.warnings, raw.dropped)
        self.numbers = np.array([one.number for one in raw.features], np.int64)
        self.places = np.arange(len(raw.features))
        self.geometries: NDArray[np.object_] = np.empty(len(raw.features), object)
        self.geometries[:] = [one.geometry for one in raw.features]

    def say(self, which: Mask, field: str, value: Value, expected: str) -> None:
        """Warn of those features; `value` may be had from each one's geometry."""
        self.said += self._problems(which, field, value, expected)

    def drop(self, which: Mask, field: str, value: Value, expected: str) -> None:
        """Leave those features out, and say why."""
        if not which.any():
            return
        self.why += self._problems(which, field, value, expected)
        self.dropped += self.numbers[which].tolist()
        self.numbers, self.places = self.numbers[~which], self.places[~which]
        self.geometries = self.geometries[~which]

    def problem(self, at: int | None, field: str, value: str, expected: str) -> Problem:
        """A problem of the feature in a place, or of the file."""
        if at is None:
            return Problem(self.file, "", field, value, expected)
        return numbered(self.file, self.word, int(self.numbers[at]), field, value, expected)

    def told(self) -> tuple[Problem, ...]:
        """All there is to say, why features are not drawn first."""
        left_out = [
            one
            if "left out" in one.expected
            else replace(one, expected=f"{one.expected}; left out")
            for one in self.why
        ]
        return grouped([*left_out, *self.said])

    def _problems(self, which: Mask, field: str, value: Value, expected: str) -> Iterator[Problem]:
        for at in np.flatnonzero(which).tolist():
            told = value if isinstance(value, str) else value(self.geometries[at])
            yield self.problem(at, field, told, expected)
