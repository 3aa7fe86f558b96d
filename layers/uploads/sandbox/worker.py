"""The program that runs in the child: it limits itself, does one task and answers in frames."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..verdict import Refused
from .frames import END, OUT_OF_MEMORY, Frame, frame, frames_of


def main() -> None:
    """Read a job from standard input, do it, write the answer to standard output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    job = json.load(sys.stdin.buffer)
    os.chdir(job["folder"])
    os.environ.update(job["environment"])  # before what reads it is loaded
    _limit(**job["rlimits"], wall=job["wall"])
    try:
        for header, wkb in TASKS[job["task"]](job):
            answer.write(frame(header, wkb))
            if job["task"] == "repair":  # what was mended counts, whatever the next one does
                answer.flush()
    except Refused as refused:
        problems = [[p.record, p.field, p.value, p.expected] for p in refused.problems]
        answer.write(frame({"refused": problems, "choices": list(refused.choices)}))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there may be too little left to do more
    answer.write(frame(END))
    answer.flush()
    os._exit(0)  # without GDAL's own cleaning up: there is nothing to keep


def _limit(memory: int, cpu: int, files: int, wall: int) -> None:
    """Bound what this process may take, before it looks at the file."""
    signal.alarm(wall)  # should whoever started it be gone
    try:
        import resource
    except ImportError:  # only where there is no Unix: the time is bounded there, nothing else
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, 1_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            # The hard limit of computing time is later: at it the signal is one of many others.
            resource.setrlimit(limit, (value, value + (limit == resource.RLIMIT_CPU)))
        except (ValueError, OSError):  # macOS does not bound the address space
            continue


def _without_frames() -> None:
    """See to it that pyogrio does without what it can: to import it takes most of the time."""
    for name in ("pandas", "geopandas", "pyarrow"):
        sys.modules[name] = None  # type: ignore[assignment]


def _drivers(job: dict[str, Any]) -> Iterator[Frame]:
    _without_frames()
    from .gdal import drivers

    yield {"drivers": drivers()}, b""


def _repair(job: dict[str, Any]) -> Iterator[Frame]:
    import shapely

    frames, _ = frames_of(Path("geometries").read_bytes())
    for _, wkb in frames:
        geometry = shapely.from_wkb(wkb)
        try:
            mended = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
            yield {}, shapely.to_wkb(mended)
        except (shapely.errors.GEOSException, MemoryError):
            yield {}, b""


def _foreign(job: dict[str, Any]) -> Iterator[Frame]:
    # Later than the limits, and no more than the form needs: to import GDAL takes most of the time.
    from ..verdict import Asked, Limits

    limits = Limits(**job["limits"])
    asked = Asked(**job["asked"] | {"layers": tuple(job["asked"]["layers"])})
    if job["form"] in ("kml", "gpx"):
        from .xml_layers import FORMS

        yield from FORMS[job["form"]](job["name"], asked, limits)
    elif job["form"] == "parquet":
        from . import parquet

        yield from parquet.read(job["name"], limits)
    else:
        _without_frames()
        from .gdal_layers import read

        yield from read(job["form"], job["driver"], job["name"], asked, limits)


TASKS = {"drivers": _drivers, "repair": _repair, "foreign": _foreign}
