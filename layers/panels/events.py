"""Events of a server, one line each, with nothing of a reader's.

No address, no session, no name of a file, no view: counts, sizes and seconds.
"""

from __future__ import annotations

import logging

LOG = "map"
_log = logging.getLogger(LOG)


def note(event: str, **numbers: float | str) -> None:
    """Log an event with its numbers, as `event name=value …`."""
    _log.info(" ".join((event, *(f"{name}={value}" for name, value in numbers.items()))))
