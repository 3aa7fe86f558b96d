"""A map of one news story: sources, claims, places, and their drawing.

For notebooks and scripts the package has the functions of docs/notebook.md, loaded when first asked
for: to import it costs nothing.
"""

from __future__ import annotations

from typing import Any

PUBLIC = ("claims_frame", "findings_frame", "open_story", "picture", "places_frame", "scene")


def __getattr__(name: str) -> Any:
    """A function of PUBLIC, by its name."""
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .snapshot import notebook

    return getattr(notebook, name)


def __dir__() -> list[str]:
    """The names of the module and of what it loads when asked."""
    return sorted({*globals(), *PUBLIC})
