"""A child process for files that are not trusted: few resources, one GDAL driver, no way out.

The child is a fresh interpreter with an environment of its own, which does one task; it may have
been started before there was one. It gets the file in a private folder that is removed whatever
happens, and answers in frames: JSON, which runs nothing, and WKB.
It runs as the same user: that it opens no other file and no connection rests on what GDAL is told
(no other driver, no plug-in, a proxy where nobody listens), not on the operating system.
"""

from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from .. import deadline
from ..deadline import WALL_SECONDS
from ..verdict import LIMITS, Limits
from .frames import OUT_OF_MEMORY, Frame, frame, frames_of

CPU_SECONDS = 10
MEMORY_BYTES = 1_500_000_000
OPEN_FILES = 64
ANSWER_BYTES = 40_000_000
AT_ONCE = 2  # children of all sessions together: each may take MEMORY_BYTES

_ROOT = str(Path(__file__).resolve().parents[3])
_START = (
    f"import sys; sys.path.append(sys.argv[1]); from {__package__} import worker; worker.main()"
)
_places = threading.BoundedSemaphore(AT_ONCE)
_ready: deque[subprocess.Popen[bytes]] = deque(maxlen=1)
_prepared = threading.Event()


def prepare() -> None:
    """Have a child ready from now on, so that no reader waits until it has started.

    It has loaded what every task needs and waits for one; it ends with this process.
    """
    _prepared.set()
    if not _ready:
        with contextlib.suppress(OSError):
            _ready.append(_started())


def run(
    task: str, files: Mapping[str, bytes], driver: str | None = None, **job: Any
) -> tuple[list[Frame], str | None]:
    """The child's answer to a task of `worker.TASKS`, and why it ended early, if it did.

    `files` are names of ours and contents; `job` is handed over as JSON. With a `driver` GDAL
    knows that one alone. Never raises for what the child does; RuntimeError as `drivers`.
    """
    with deadline.paused():
        found = _places.acquire(timeout=WALL_SECONDS)
    if not found:
        return [], "other files are being read at the moment; try again in a minute"
    try:
        with tempfile.TemporaryDirectory(prefix="own-layer-") as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            skip = "" if driver is None else ",".join(sorted(drivers() - {driver}))
            return _ask(job | {"task": task, "driver": driver}, folder, skip)
    except OSError:
        return [], "there is no room or no process for it; try again in a minute"
    finally:
        _places.release()


@functools.cache
def drivers() -> frozenset[str]:
    """The names of GDAL's vector drivers, asked of a child that is given no file.

    Raises RuntimeError when it does not say: without them nothing can be switched off.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="own-layer-") as folder:
            job = {"task": "drivers", "driver": None}
            frames, failure = _ask(job, folder, "")
    except OSError as error:
        raise RuntimeError("GDAL's drivers are not known: no process can be started") from error
    if failure or not frames:
        raise RuntimeError(f"GDAL's drivers are not known: {failure}")
    return frozenset(map(str, frames[0][0]["drivers"]))


def repair(
    geometries: Sequence[BaseGeometry], limits: Limits = LIMITS
) -> tuple[list[BaseGeometry | None], int, str | None]:
    """Each geometry made valid by its structure, in the child; in its own CRS and order.

    None where nothing was left. Then how many the child came to, and why it ended early, if it
    did: from there on there is None too.
    """
    content = b"".join(frame({}, shapely.to_wkb(one)) for one in geometries)
    frames, failure = run("repair", {"geometries": content})
    mended: list[BaseGeometry | None] = [None] * len(geometries)
    for index, (_, wkb) in enumerate(frames[: len(geometries)]):
        found = shapely.from_wkb(wkb, on_invalid="ignore") if wkb else None
        if found is not None and not found.is_empty:
            mended[index] = found
    return mended, min(len(frames), len(geometries)), failure


def _environment() -> dict[str, str]:
    """All that the child knows of its surroundings: nothing of ours, no way out."""
    nowhere = "127.0.0.1:9"  # the discard port: nothing listens
    return {
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # each would set aside memory for every core
        "OMP_NUM_THREADS": "1",
        "CPL_DEBUG": "OFF",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "GDAL_DRIVER_PATH": "disable",  # no plug-ins
        "GDAL_CONFIG_FILE": "",
        "GDAL_HTTP_PROXY": nowhere,
        "GDAL_HTTPS_PROXY": nowhere,
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_CONNECTTIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_NUM_THREADS": "1",
        "GDAL_PAM_ENABLED": "NO",
        "OGR_XLSX_HEADERS": "DISABLE",  # the first row is a row
        "OGR_XLSX_FIELD_TYPES": "STRING",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "PROJ_NETWORK": "OFF",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "all_proxy": nowhere,
    }


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -I: no PYTHON* variable, no user site, no current folder; -B: it writes no bytecode.
        [sys.executable, "-I", "-B", "-c", _START, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what it says there may quote the file or a path
        cwd=tempfile.gettempdir(),
        env=_environment(),
        start_new_session=True,
    )


def _ask(job: dict[str, Any], folder: str, skip: str) -> tuple[list[Frame], str | None]:
    """Give a child its task and its folder, read its answer, see to it that nothing is left."""
    job["folder"] = folder
    job["environment"] = dict.fromkeys(("HOME", "TMPDIR", "CPL_TMPDIR"), folder)
    job["environment"]["OGR_SKIP"] = skip
    job["rlimits"] = {"memory": MEMORY_BYTES, "cpu": CPU_SECONDS, "files": OPEN_FILES}
    left = deadline.seconds_left(WALL_SECONDS)
    if left < 1:
        return [], _cause(-signal.SIGALRM)
    job["wall"] = math.ceil(left)
    child = _ready.pop() if _ready else _started()
    if child.poll() is not None:  # it ended while it waited
        _close(child)
        child = _started()
    try:
        answer, failure = _answer(child, json.dumps(job).encode(), left)
    finally:
        # The group, whatever it may have started too; before the child is waited for, so that its
        # number is still its own. It changes nothing about how a child ended that has ended.
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        _close(child)
    if _prepared.is_set():
        prepare()
    frames, whole = frames_of(answer)
    return frames, None if whole else failure or _cause(child.returncode)


def _close(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()


def _answer(child: subprocess.Popen[bytes], job: bytes, seconds: float) -> tuple[bytes, str | None]:
    """The bytes that the child writes within its time and bounds, and which of these it passed."""
    assert child.stdin is not None and child.stdout is not None
    end = time.monotonic() + seconds
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(job)
        child.stdin.close()
    answer = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0:
            if not waiting.select(left):
                continue
            part = os.read(child.stdout.fileno(), 1 << 16)
            answer += part
            if not part:
                return bytes(answer), None
            if len(answer) > ANSWER_BYTES:
                return b"", f"what it holds comes to more than {ANSWER_BYTES:,} bytes"
    return bytes(answer), _cause(-signal.SIGALRM)


def _cause(status: int) -> str:
    """The reason why the child ended before it had said everything."""
    if status == -signal.SIGALRM:
        return f"it was not finished after {WALL_SECONDS} seconds"
    if status == -signal.SIGXCPU:
        return f"it takes more than {CPU_SECONDS} seconds of computing"
    if status == OUT_OF_MEMORY:
        return f"it takes more than {MEMORY_BYTES:,} bytes of memory"
    return f"it broke off: it is damaged, or takes more than {MEMORY_BYTES:,} bytes of memory"
