"""Playwright's `expect`, which waits for an element to be there before it looks at it.

Playwright 1.65 draws up the accessibility tree of the whole page each time that it looks at an
element which is not there yet. Of this page that takes a quarter of a second, and was half of what
the browser did in a test.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, overload

from playwright.sync_api import Locator, LocatorAssertions, Page, PageAssertions, TimeoutError
from playwright.sync_api import expect as at_once

TIMEOUT = 20_000  # ms: what is right comes at once; on a busy machine that is later
at_once.set_options(timeout=TIMEOUT)


@overload
def expect(actual: Locator, message: str | None = None) -> LocatorAssertions: ...
@overload
def expect(actual: Page, message: str | None = None) -> PageAssertions: ...
def expect(actual: Locator | Page, message: str | None = None) -> Any:
    """What is expected of an element, of how many there are, or of a page."""
    return _Patient(actual, message) if isinstance(actual, Locator) else at_once(actual, message)


class _Patient:
    def __init__(self, actual: Locator, message: str | None) -> None:
        self.actual, self.message = actual, message

    def __getattr__(self, name: str) -> Any:
        found = getattr(at_once(self.actual, self.message), name)
        if name.startswith("not_") or name in ("to_have_count", "to_be_hidden"):
            return found

        def patiently(*given: Any, **options: Any) -> None:
            absent = False in options.values() or (given and isinstance(given[0], list))
            if not absent:
                with suppress(TimeoutError):
                    wait = options.get("timeout", TIMEOUT)
                    self.actual.first.wait_for(state="attached", timeout=wait)
            found(*given, **options)

        return patiently
