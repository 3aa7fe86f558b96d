"""A small story that is right in every file, to break one thing of.

An invented bridge over an invented river Ossa: a source read in full and one read in excerpt, five
claims, a layer of sites and one of lines. Its coordinates lie east of 90 degrees, where longitude
and latitude cannot be taken for each other.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import shapely

TEXT = """\
The bridge over the Ossa
It opened on 14 May 2031 and is 120 metres long.
“The band played all day,” Ada Lund said.
"""

STORY = """\
[story]
id = "ossa"
title = "The bridge over the Ossa"
summary = "It is invented."
date = "2031-05-20"
main_place = "ossa-bridge"
home = ["ossa-bridge"]

[subjects.band]
name = "The band"
place = "ossa-bridge"

[attributes]
opening = { label = "Opening", kind = "date", marks = "opened" }
completion = { label = "Completion", kind = "date", marks = "planned" }
length = { label = "Length", kind = "quantity", units = ["m", "km"] }
reading = { label = "What it is taken to be", kind = "text" }
event = { label = "Event", kind = "statement" }
"""

COURIER = f"""\
[source]
id = "courier"
publisher = "The Velm Courier"
published = "2031-05-15"
language = "en"
url = "https://courier.example/ossa"
read = "full text"
text_file = "courier.txt"
text_sha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"

[[claim]]
id = "opened"
about = "ossa-bridge"
attribute = "opening"
value = "2031-05-14"
says = "It opened on 14 May 2031."
asserted_by = "The Velm Courier"
paragraph = 2
quote = "opened on 14 May 2031"

[[claim]]
id = "length"
about = "ossa-bridge"
attribute = "length"
value = 120
unit = "m"
says = "It is 120 metres long."
asserted_by = "The Velm Courier"
paragraph = 2
quote = "120 metres long"

[[claim]]
id = "played"
about = "band"
attribute = "event"
says = "The band played all day."
asserted_by = "Ada Lund"
paragraph = 3
quote = "The band played all day"
"""

GAZETTE = """\
[source]
id = "gazette"
publisher = "Gazette"
published = "2030-01"
read = "excerpt"

[[claim]]
id = "months"
about = "ossa-bridge"
attribute = "completion"
value = 18
unit = "months"
runs_from = "opening"
says = "It will be complete 18 months after it opens."
asserted_by = "Gazette"

[[claim]]
id = "retold"
about = "story"
attribute = "reading"
value = "a footbridge"
says = "It is a footbridge."
asserted_by = "The Velm Courier"
basis = "cites"
cites = ["courier/opened"]
"""

SITES = """\
{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "ossa-bridge", "properties": {"id": "ossa-bridge", "role": "point", \
"kind": "bridge", "names": {"en": ["Ossa Bridge"], "zh": ["奥萨桥"]}, "accuracy_m": 30, \
"method": "invented"}, "geometry": {"type": "Point", "coordinates": [110.5, 50.25]}},
{"type": "Feature", "id": "site", "properties": {"id": "site", "place": "ossa-bridge", \
"role": "area", "kind": "bridge", "names": {"en": ["Site"]}, "accuracy_m": 150, \
"method": "invented", "claims": ["courier/length"]}, "geometry": {"type": "Polygon", \
"coordinates": [[[110.4, 50.2], [110.6, 50.2], [110.6, 50.3], [110.4, 50.2]]]}}
]}
"""

RIVERS = """\
{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "ossa-river", "properties": {"id": "ossa-river", "role": "line", \
"kind": "river", "names": {"en": ["Ossa"]}, "accuracy_m": 70, "method": "invented"}, \
"geometry": {"type": "LineString", "coordinates": [[110, 50], [110.5, 50.25], [111, 51]]}}
]}
"""


def small_story(folder: Path) -> Path:
    """Write the story into a folder that is made for it; without the courier's text."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "data").mkdir()
    for file, text in {
        "seeds/story.toml": STORY,
        "seeds/courier.toml": COURIER,
        "seeds/gazette.toml": GAZETTE,
        "data/sites.geojson": SITES,
        "data/rivers.geojson": RIVERS,
    }.items():
        (folder / file).write_text(text, "utf-8", newline="\n")
    catalogue(folder)
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace what stands in a file once."""
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1, f"{text.count(old)} × {old!r} in {file}"
    (folder / file).write_text(text.replace(old, new), "utf-8", newline="\n")


def catalogue(folder: Path) -> None:
    """Write the catalogue that the layer files as they are need."""
    entries = [_entry(folder / "data" / f"{name}.geojson") for name in ("rivers", "sites")]
    text = json.dumps({"crs": "EPSG:4326", "layers": entries}, indent=1)
    (folder / "data" / "catalogue.json").write_text(text, "utf-8", newline="\n")


def _entry(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    shapes = [
        shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(content)["features"]
    ]
    return {
        "id": path.stem,
        "file": path.name,
        "title": path.stem.title(),
        "description": "Invented.",
        "style": "place",
        "switch": True,
        "shown": True,
        "accuracy_m": 150,
        "licence": "CC0-1.0",
        "attribution": "Nobody",
        "source": "invented",
        "date": "2031",
        "features": len(shapes),
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "bbox": [round(float(n), 6) for n in shapely.total_bounds(shapes)],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
