"""What axe-core finds in a page or a frame."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

# Of the rest, which is thousands of elements, nobody here reads anything.
ONLY = {"resultTypes": ["violations"]}


def violations(of: Page | Frame) -> list[dict[str, Any]]:
    """All of them, whatever their weight."""
    found: list[dict[str, Any]] = Axe().run(of, options=ONLY).response["violations"]
    return found


def serious(of: Page | Frame) -> list[str]:
    """The serious and critical ones, with where they are."""
    return [
        f"{v['id']} ({v['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for v in violations(of)
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]
