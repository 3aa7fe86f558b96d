"""The program of a process that does the heavy work of readers, and its tasks.

It reads jobs from standard input, pickled by the server that started it and by nobody else, and
answers on standard output. What a reader has sent is only ever data in a job.
"""

from __future__ import annotations

import gzip
import json
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any, NamedTuple

from ..errors import MapError
from ..story import Story
from ..uploads import NOTHING, Asked, Verdict
from ..uploads.packed_features import packed, unpacked
from .memory import give_back

OUT_OF_MEMORY = 3  # a status
_stories: dict[str, Story] = {}


class Written(NamedTuple):
    """A layer as JSON for the browser, gzipped, and the number of its letters."""

    packed: bytes
    letters: int


def main() -> None:
    """Do jobs until there is none any more."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of an answer
    _limit(int(sys.argv[2]))
    if hasattr(os, "nice"):
        os.nice(10)  # the page comes first where cores are few
    while (job := read(jobs)) is not None:
        task, given = job
        try:
            send(
                answers, ("done", TASKS[task](lambda *told: send(answers, ("told", told)), *given))
            )
        except MapError as error:
            send(answers, ("error", error))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        del job, given
        give_back()  # a sheet of A3 is 70 MB, and part of a ring


def _limit(memory: int) -> None:
    """Bound the memory of this process; the child that it may start bounds itself anew."""
    try:
        import resource
    except ImportError:  # only where there is no Unix
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def send(to: IO[bytes], value: object) -> None:
    """Write a value, with its length."""
    piece = pickle.dumps(value, 5)
    to.write(len(piece).to_bytes(4, "big"))
    to.write(piece)
    to.flush()


def read(source: IO[bytes]) -> Any:
    """The value that was sent; None at the end. Raises EOFError when it ends in the middle."""
    size = source.read(4)
    if len(size) < 4:
        return None
    piece = source.read(int.from_bytes(size, "big"))
    if len(piece) < int.from_bytes(size, "big"):
        raise EOFError
    return pickle.loads(piece)


# -- tasks: each is given a function that tells how far it is, and what it works on

Tell = Callable[..., None]


def know(_tell: Tell, story: Story) -> None:
    """Keep a story for the jobs that come, in place of any other."""
    _stories.clear()
    _stories[story.digest] = story


def check_layers(
    _tell: Tell, content: bytes, name: str, asked: Asked
) -> list[tuple[Verdict, Written]]:
    """The verdicts on a file, and each layer as the browser is sent it."""
    from ..uploads import checked
    from ..webmap.upload_data import own_data

    found = []
    for verdict in checked(content, name, asked):
        if verdict.layer is None:
            found.append((verdict, Written(b"", 0)))
            continue
        (data,) = own_data([("", 0, verdict.layer)])  # which it is there is told beside it
        text = json.dumps(data)
        written = Written(gzip.compress(text.encode(), 5, mtime=0), len(text))
        found.append((replace(verdict, layer=packed(verdict.layer)), written))
    return found


def prepare(_tell: Tell) -> None:
    """Check a file, as the first takes longer: what it needs is loaded for it."""
    from ..uploads.sandbox import child

    child.prepare()
    check_layers(_tell, b'{"type": "Point", "coordinates": [0, 1]}', "a.geojson", NOTHING)


def make_file(
    tell: Tell,
    digest: str,
    given: dict[str, Any],
    suffix: str,
    size: tuple[float, float],
    dpi: float,
    contents: Any,
) -> tuple[bytes, list[str]]:
    """A snapshot's file, and what a larger picture would have room for."""
    from ..snapshot import snapshot_of
    from ..snapshot.files import make

    lacks: list[str] = []
    given = given | {"own": [unpacked(layer) for layer in given["own"]]}
    shown = snapshot_of(_stories[digest], **given)
    made = make(shown, suffix, size, dpi, tell, lacks.append, contents)
    return made, lacks


def inspect_file(_tell: Tell, content: bytes) -> tuple[Any, Any]:
    """The provenance that a file carries, and whether it is as it was made."""
    from ..snapshot.files import as_made, inspect

    provenance = inspect(content)
    return provenance, as_made(content, provenance)


TASKS: dict[str, Callable[..., Any]] = {
    task.__name__: task for task in (know, prepare, check_layers, make_file, inspect_file)
}
