"""A view of the project's story by seven of its sources: what has room in a picture of it stays so.

The story grows, and what a picture of all of it has no room for grows with it.
"""

from __future__ import annotations

FEW = "?" + "&".join(
    f"source={source}"
    for source in (
        "al-jazeera-2025-04-30",
        "korea-herald-2025-03-12",
        "fcs-news-2025-04-17",
        "tass-2025-04-30",
        "korea-daily-2025-05",
        "asiapress-2025-09",
        "tass-2025-11-27",
    )
)
