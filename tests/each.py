"""A test of every file at once: thousands of tests of a millisecond take a minute to hand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def of_each(files: Iterable[T]) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """Make a test of one file a test of all, which names each that fails and says why."""

    def whole(test: Callable[[T], None]) -> Callable[[], None]:
        def run() -> None:
            wrong = []
            for file in files:
                try:
                    test(file)
                except AssertionError as error:
                    wrong.append(f"{file}: {error}")
            assert not wrong, "\n\n".join(wrong)

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        run.__module__ = test.__module__
        return run

    return whole
