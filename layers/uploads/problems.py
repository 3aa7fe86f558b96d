"""What is said of features: one problem a kind, naming the features it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..errors import Problem
from ..story.wording import runs

RANGES = 20  # of numbers named in one line; the verdict has the numbers of all that are dropped
_ONE = re.compile(r"(feature|line) (\d+)")


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems on single features put together where they are the same, in the order they came.

    Those are the same that differ only in the feature, the value and the indices in the field.
    """
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        one = _ONE.fullmatch(problem.record)
        # What is not about one feature stays by itself, whatever its value.
        what = (one[1], "") if one else (problem.record, problem.value)
        field = re.sub(r"\[\d+\]", "[…]", problem.field) if one else problem.field
        kinds.setdefault((problem.file, *what, field, problem.expected), []).append(problem)
    return tuple(_together(each) for each in kinds.values())


def parted(
    problems: Iterable[Problem], dropped: Iterable[int]
) -> tuple[list[Problem], list[Problem]]:
    """Those on features that are dropped, and the others."""
    numbers = {str(number) for number in dropped}
    why: list[Problem] = []
    others: list[Problem] = []
    for problem in problems:
        one = _ONE.fullmatch(problem.record)
        (why if one and one[2] in numbers else others).append(problem)
    return why, others


def _together(same: Sequence[Problem]) -> Problem:
    first = same[0]
    numbers = sorted({int(one[2]) for p in same if (one := _ONE.fullmatch(p.record))})
    if len(numbers) < 2:
        return first
    field = first.field
    if any(problem.field != field for problem in same):
        field = re.sub(r"\[\d+\]", "[…]", field)
    others = any(problem.value != first.value for problem in same)
    word = first.record.split()[0]
    return Problem(
        first.file,
        f"{word}s {ranges(numbers)}",
        field,
        f"{first.value} and others" if others else first.value,
        first.expected,
    )


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as a reader is told them: "3, 5–9"; how many more there are at the end."""
    found = runs(numbers)
    told = (str(first) if first == last else f"{first}–{last}" for first, last in found[:RANGES])
    text, left = ", ".join(told), sum(last - first + 1 for first, last in found[RANGES:])
    return f"{text} and {left:,} more" if left else text
