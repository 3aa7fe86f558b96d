"""The small story with everything that is weighed: a value and its rebuttal, a retelling, readings.

Of its bridge's length there are six voices and, for all that is told, two origins; its span is
given once and rebutted; its height changes on the way; four forecasts come before its opening.
"""

from __future__ import annotations

from pathlib import Path

from layers.story import load_story
from layers.story.readings import digest_of
from tests.small_story import change, small_story

HERALD = """\
[source]
id = "herald"
publisher = "Velm Herald"
published = "2031-05-15"
url = "https://herald.example/bridge"
read = "excerpt"
recorded_by = "recorder"

[[claim]]
id = "length"
about = "ossa-bridge"
attribute = "length"
value = 150
unit = "m"
says = "A walk over the bridge is 150 metres long."
asserted_by = "Velm Herald"
basis = "own reporting"

[[claim]]
id = "height"
about = "ossa-bridge"
attribute = "height"
value = 12
unit = "m"
says = "Its deck lies 12 metres above the Ossa."
asserted_by = "Velm Herald"
basis = "own reporting"

[[claim]]
id = "span"
about = "ossa-bridge"
attribute = "span"
value = 40
unit = "m"
says = "The middle span measures 40 metres, and not 60."
asserted_by = "Ada Lund"
rebuts = ["mirror/span"]
reason = "The drawings have 40 metres."
"""

MIRROR = """\
[source]
id = "mirror"
publisher = "Mirror"
published = "2031-05-01"
read = "headline only"

[[claim]]
id = "span"
about = "ossa-bridge"
attribute = "span"
value = 60
unit = "m"
says = "The middle span is 60 metres long."
asserted_by = "Mirror"

[[claim]]
id = "by-march"
about = "ossa-bridge"
attribute = "completion"
value = "2031-03"
hedges = ["deadline"]
says = "It will be complete by March 2031."
asserted_by = "Mirror"

[[claim]]
id = "in-april"
about = "ossa-bridge"
attribute = "completion"
value = "2031-04"
hedges = ["expected"]
says = "It is to be complete in April 2031."
asserted_by = "Nils Berg"

[[claim]]
id = "in-2031"
about = "ossa-bridge"
attribute = "completion"
value = "2031"
says = "It will be complete in 2031."
asserted_by = "Mirror"
"""

# Papers that have its length from the Herald; one has its height from there, too, but not right.
RETOLD = ("Post", "Star", "Times", "Tribune")
PAPER = """\
[source]
id = "{id}"
publisher = "{name}"
published = "2031-05-18"
url = "https://{id}.example/"
read = "excerpt"

[[claim]]
id = "length"
about = "ossa-bridge"
attribute = "length"
value = 150
unit = "m"
says = "The bridge is 150 metres long, the Herald finds."
asserted_by = "{name}"
basis = "cites"
cites = ["herald/length"]
"""
PICTURE = """
[[claim]]
id = "picture"
about = "ossa-bridge"
attribute = "pictured"
value = "2031-05-18"
hedges = ["day of publication"]
says = "A picture of the bridge is shown to the papers."
asserted_by = "Star"
"""
HEIGHT = """
[[claim]]
id = "height"
about = "ossa-bridge"
attribute = "height"
value = 21
unit = "m"
hedges = ["approximate"]
says = "Its deck lies about 21 metres above the river, the Herald finds."
asserted_by = "Post"
basis = "cites"
cites = ["herald/height"]
"""

READ = """\
source = "herald"

[[reading]]
claim = "height"
reader = "second reader"
on = "2031-05-19"
verdict = "right"
against = "excerpt"
digest = "{digest}"
"""


def weighed_story(folder: Path) -> Path:
    """Write the story into a folder that is made for it."""
    small_story(folder)
    length = 'length = { label = "Length", kind = "quantity", units = ["m", "km"] }\n'
    more = "".join(
        length.replace("length", name).replace("Length", name.capitalize())
        for name in ("span", "height")
    )
    more += 'pictured = { label = "Picture shown", kind = "date" }\n'
    change(folder, "seeds/story.toml", length, length + more)
    papers = {name.lower(): PAPER.format(id=name.lower(), name=name) for name in RETOLD}
    papers["post"] += HEIGHT
    papers["star"] += PICTURE
    for name, text in {"herald": HERALD, "mirror": MIRROR, **papers}.items():
        (folder / "seeds" / f"{name}.toml").write_text(text, "utf-8", newline="\n")
    read = READ.format(digest=digest_of(load_story(folder).claims["herald/height"]))
    (folder / "checks").mkdir()
    (folder / "checks" / "herald.toml").write_text(read, "utf-8", newline="\n")
    return folder
