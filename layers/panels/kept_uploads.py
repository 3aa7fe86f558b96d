"""Own layers that a reader wants kept: their files, in the reader's browser and nowhere else.

The page has them in the browser's storage (assets/page.js), hands them back when it is loaded anew,
and they are checked as they were at first.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ..errors import MapError
from ..uploads import LIMITS, Asked, OwnLayer
from .worker import Written
from .worker_pool import pool

SECONDS = 30  # until what is kept has been checked
MOST_BYTES = 2_000_000  # of all kept files: a browser has some 5 MB of letters


@dataclass(frozen=True, eq=False)
class KeptFile:
    """The file of a layer, what was asked of it, and the layer's place among those it gave."""

    name: str
    content: bytes
    asked: Asked
    place: int


def written(origins: Iterable[KeptFile]) -> str:
    """The files that layers came from, as the browser keeps them: each once, with its layers."""
    files: dict[tuple[str, Asked, bytes], list[int]] = {}
    for one in origins:
        files.setdefault((one.name, one.asked, one.content), []).append(one.place)
    return json.dumps(
        [
            {
                "name": name,
                "content": base64.b64encode(content).decode(),
                "asked": asdict(asked),
                "places": places,
            }
            for (name, asked, content), places in files.items()
        ]
    )


def read(text: str) -> Iterator[tuple[OwnLayer, Written, KeptFile]]:
    """The layers of what a browser hands back, checked anew; nothing of what is not in order."""
    try:
        files = json.loads(text)[: LIMITS.session_layers]
        for file in files:
            content = base64.b64decode(file["content"], validate=True)
            asked = Asked(**file["asked"] | {"layers": tuple(map(str, file["asked"]["layers"]))})
            name = str(file["name"])
            ticket = pool().submit("check_layers", content, name, asked)
            ticket.job.done.wait(SECONDS)
            found = ticket.result()
            for place in map(int, file["places"]):
                verdict, sent = found[place]
                if verdict.layer:
                    yield verdict.layer, sent, KeptFile(name, content, asked, place)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, MapError):
        return
