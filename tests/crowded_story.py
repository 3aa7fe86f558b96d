"""A story of 10,000 invented claims on 500 places, to see that the page stays usable."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

PLACES, SOURCES, CLAIMS = 500, 50, 10_000
WEST, SOUTH, STEP = 110.0, 50.0, 0.02  # the first place, and degrees between two

STORY = """\
[story]
id = "crowd"
title = "Five hundred sites"
summary = "It is invented."
date = "2031-12-31"
main_place = "site-0"
home = ["site-0", "site-499"]

[attributes]
opening = { label = "Opening", kind = "date", marks = "opened" }
completion = { label = "Completion", kind = "date", marks = "planned" }
length = { label = "Length", kind = "quantity", units = ["m", "km"] }
reading = { label = "What it is taken to be", kind = "text" }
event = { label = "Event", kind = "statement" }
"""


def crowded_story(folder: Path, claims: int = CLAIMS) -> Path:
    """Write the story into a folder that is made for it."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "seeds" / "story.toml").write_text(STORY, "utf-8")
    for source in range(SOURCES):
        lines = [
            "[source]",
            f'id = "source-{source}"',
            f'publisher = "Paper {source}"',
            f'published = "2031-{source % 12 + 1:02}-{source % 28 + 1:02}"',
            'read = "excerpt"',
        ]
        for number in range(source, claims, SOURCES):
            lines += _claim(number)
        (folder / "seeds" / f"source-{source}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    _layer(folder / "data")
    return folder


def _claim(number: int) -> list[str]:
    """Each place has twenty claims, some of which contradict each other; half have a length."""
    site = number // 20
    kind = 4 if number % 5 == 2 and site % 2 else number % 5
    value = (
        ['attribute = "opening"', f'value = "2031-{number % 12 + 1:02}"'],
        [
            'attribute = "completion"',
            f'value = "2031-{number % 11 + 1:02}"',
            'hedges = ["deadline"]',
        ],
        ['attribute = "length"', f"value = {100 + site + number % 3}", 'unit = "m"'],
        [
            'attribute = "reading"',
            f'value = "{("a bridge", "a big bridge", "a ferry")[number % 3]}"',
        ],
        ['attribute = "event"'],
    )[kind]
    return [
        "",
        "[[claim]]",
        f'id = "claim-{number}"',
        f'about = "site-{site}"',
        *value,
        f'says = "What is said of site {site}, for the {number}th time."',
        f'asserted_by = "Witness {number % 97}"',
    ]


def _layer(data: Path) -> None:
    positions = [
        [round(WEST + STEP * (n % 25), 6), round(SOUTH + STEP * (n // 25), 6)]
        for n in range(PLACES)
    ]
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": f"site-{n}",
            "properties": {
                "id": f"site-{n}",
                "role": "point",
                "kind": "bridge",
                "names": {"en": [f"Site {n}"]},
                "accuracy_m": 30,
                "method": "invented",
            },
            "geometry": {"type": "Point", "coordinates": position},
        }
        for n, position in enumerate(positions)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    (data / "sites.geojson").write_bytes(content)
    entry = {
        "id": "sites",
        "file": "sites.geojson",
        "title": "Sites",
        "description": "Invented.",
        "style": "place",
        "switch": True,
        "shown": True,
        "accuracy_m": 30,
        "licence": "CC0-1.0",
        "attribution": "Nobody",
        "source": "invented",
        "date": "2031",
        "features": PLACES,
        "geometry_types": ["Point"],
        "bbox": [WEST, SOUTH, max(x for x, _ in positions), max(y for _, y in positions)],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    catalogue = {"crs": "EPSG:4326", "layers": [entry]}
    (data / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
