"""Problems of features: each with its feature's number, and one for all of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import Problem
from ..story.wording import runs

RANGES = 20  # of numbers named in one line; the verdict has the numbers of all that are dropped


@dataclass(frozen=True)
class NumberedProblem(Problem):
    """A problem of one feature: its record is a word, as "feature" or "line", and a number."""

    word: str
    number: int


def numbered(
    file: str, word: str, number: int, field: str, value: str, expected: str
) -> NumberedProblem:
    """A problem of the feature with this number."""
    return NumberedProblem(file, f"{word} {number}", field, value, expected, word, number)


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of single features put together where they are the same, in the order they came.

    Those are the same that differ only in the feature, the value and the indices in the field.
    """
    kinds: dict[object, list[Problem]] = {}
    for problem in problems:
        # A problem that is not of one feature stays by itself, whatever its value.
        kind: object = problem
        if isinstance(problem, NumberedProblem):
            kind = problem.word, _indexless(problem.field), problem.expected
        kinds.setdefault(kind, []).append(problem)
    return tuple(_together(each) for each in kinds.values())


def parted(
    problems: Iterable[Problem], dropped: Iterable[int]
) -> tuple[list[Problem], list[Problem]]:
    """Those of features that are dropped, and the others."""
    numbers = set(dropped)
    why: list[Problem] = []
    others: list[Problem] = []
    for one in problems:
        left_out = isinstance(one, NumberedProblem) and one.number in numbers
        (why if left_out else others).append(one)
    return why, others


def _indexless(field: str) -> str:
    """A field without the numbers of positions in it."""
    return re.sub(r"\[\d+\]", "[…]", field)


def _together(same: Sequence[Problem]) -> Problem:
    """One problem for those of a kind, which names their features, and the first one's value."""
    first = same[0]
    numbers = sorted({one.number for one in same if isinstance(one, NumberedProblem)})
    record, field, value = first.record, first.field, first.value
    if isinstance(first, NumberedProblem) and len(numbers) > 1:
        record = f"{first.word}s {ranges(numbers)}"
        if any(one.field != field for one in same):
            field = _indexless(field)
        if any(one.value != value for one in same):
            value = f"{value} and others"
    return Problem(first.file, record, field, value, first.expected)


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as a reader is told them: "3, 5–9"; how many more there are at the end."""
    found = runs(numbers)
    told = (str(first) if first == last else f"{first}–{last}" for first, last in found[:RANGES])
    text, left = ", ".join(told), sum(last - first + 1 for first, last in found[RANGES:])
    return f"{text} and {left:,} more" if left else text
