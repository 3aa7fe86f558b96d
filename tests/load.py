"""Many readers at once, each a real session that presses real switches. Run by `make load`.

Fifty come at once; fifty in a minute, on one process; a hundred in a minute, on two. Then the same
while ten make A3 pictures and ten bring layers of 9 MB. Prints the rows of the table in
deploy/README.md; 1 when a goal is missed. The readers share the machine with the servers, so what
they wait is more than from elsewhere. All is on loopback, and has an end.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from layers.panels.memory import EVERY
from tests.server import free_port, running
from tests.session_client import SessionClient

ROOT = Path(__file__).resolve().parent.parent
PAUSE = 6.0  # seconds between two presses of a reader, on average
HEAVY = 10  # who make pictures, and as many who bring layers
FEATURES, LETTERS = 20_000, 330  # of a layer of 9 MB
MOST_MB, BACK_MB = 600, 50
LONGEST = 400  # seconds of a run, whatever happens
AFTER = 4.0  # seconds for which the last of a run stay
# Seconds in which a server comes to rest: server.disconnectedSessionTTL, and a little.
REST = 0 if "--no-rest" in sys.argv else 150
HEAD = (
    "run",
    "readers",
    "processes",
    "opened p95",
    "pressed median",
    "p95",
    "most",
    "heavy median",
)
HEAD += ("lost", "MB before", "most", "after")


ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "1000000"}  # as in deploy/


@dataclass(frozen=True)
class Run:
    """So many readers within so many seconds, on so many processes; the most p95 in ms."""

    readers: int
    seconds: float
    processes: int
    goal: float
    heavy: int = 0


RUNS = {
    "burst": Run(50, 0, 1, 1e6),
    "class": Run(50, 60, 1, 300),
    "two": Run(100, 60, 2, 500),
    "class-heavy": Run(50, 60, 1, 600, HEAVY),
    "two-heavy": Run(100, 60, 2, 1000, HEAVY),
}


@dataclass
class Seen:
    """The waits of all readers of a run, in milliseconds, and what went wrong."""

    opened: list[float] = field(default_factory=list)
    pressed: list[float] = field(default_factory=list)
    heavy: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def main() -> int:
    """Print a row for each run that is named, or for all; 1 when a goal is missed."""
    chosen = [name for name in sys.argv[1:] if name in RUNS] or list(RUNS)
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}", flush=True)
    return int(not all({name: row(name, RUNS[name]) for name in chosen}.values()))


def row(name: str, run: Run) -> bool:
    """Do a run, print its row, and tell whether it keeps to the goals."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server()) for _ in range(run.processes)]
        addresses = [address for address, _ in servers]
        asyncio.run(asyncio.wait_for(crowd(addresses, Run(2, 1, 1, 0), Seen()), LONGEST))
        before = sum(memory(process.pid) for _, process in servers)
        seen = Seen()

        def watch() -> None:
            seen.memory.append(sum(memory(process.pid) for _, process in servers))

        asyncio.run(asyncio.wait_for(crowd(addresses, run, seen, watch), LONGEST))
        time.sleep(REST)
        asyncio.run(crowd(addresses, Run(1, 0, 1, 0), Seen()))  # who comes has the gone forgotten
        time.sleep(REST and 1.5 * EVERY)
        watch()
        after = seen.memory.pop()
    most = max(seen.memory)
    heavy = f"{statistics.median(seen.heavy) / 1000:.1f} s" if seen.heavy else ""
    pressed = seen.pressed or [0.0]
    cells = (name, run.readers, run.processes, f"{p95(seen.opened):.0f} ms")
    cells += (f"{statistics.median(pressed):.0f} ms", f"{p95(pressed):.0f} ms")  # type: ignore[assignment]
    cells += (f"{max(pressed):.0f} ms", heavy, len(seen.lost))  # type: ignore[assignment]
    cells += tuple(f"{mb:.0f}" for mb in (before, most, after))  # type: ignore[assignment]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    for what in sorted(set(seen.lost)):
        print(f"lost: {seen.lost.count(what)} × {what}", flush=True)
    return (
        p95(pressed) <= run.goal
        and not seen.lost
        and most <= MOST_MB * run.processes
        and (not REST or after <= before + BACK_MB * run.processes)
    )


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A process as a host runs it: its address, and the process."""
    port = free_port()
    command = [sys.executable, "-m", "layers.cli", "serve", "--no-browser", "--port", str(port)]
    command += ["--host", str(ROOT / "deploy" / "host.toml")]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | ENVIRONMENT
        )
        try:
            running(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(timeout=30)
            log.seek(0)
            if b"Traceback" in (said := log.read()):
                print(said.decode("utf-8", "replace")[-3000:], flush=True)


async def crowd(
    addresses: list[str], run: Run, seen: Seen, watch: Callable[[], None] = lambda: None
) -> None:
    """All readers of a run, spread over the servers, and an eye on what these take."""
    chance = random.Random(1)  # the same in every run
    end = time.monotonic() + run.seconds + AFTER
    waits = [chance.uniform(0, run.seconds) for _ in range(run.readers)]
    works = [picture] * run.heavy + [layer] * run.heavy
    readers = [
        asyncio.create_task(reader(addresses[n % len(addresses)], n, wait, end, seen))
        for n, wait in enumerate(waits)
    ]
    readers += [
        asyncio.create_task(
            busy(addresses[n % len(addresses)], work, chance.uniform(0, run.seconds / 2), seen)
        )
        for n, work in enumerate(works)
    ]
    while not all(task.done() for task in readers):
        watch()
        await asyncio.sleep(0.5)


async def reader(address: str, number: int, wait: float, end: float, seen: Seen) -> None:
    """One who comes, presses a switch, a search, a day or a filter now and then, and stays."""
    chance = random.Random(number)
    await asyncio.sleep(wait)
    one = SessionClient(address)
    try:
        seen.opened.append(await timed(one.open()))
        switches = [name for name, kind in one.kinds.items() if kind == "checkbox"]
        on = dict.fromkeys(switches, True)
        while time.monotonic() < end:
            await asyncio.sleep(chance.uniform(0, 2 * PAUSE))
            if chance.random() < 0.6:
                name = chance.choice(switches)
                on[name] = not on[name]
                seen.pressed.append(await timed(one.switch(name, on[name])))
            else:
                name, value = chance.choice(ASKED)
                seen.pressed.append(await timed(one.ask("set", name, value)))
    except Exception as error:  # whatever it is, a reader is lost
        seen.lost.append(f"a reader: {type(error).__name__}: {error}"[:200])
    finally:
        await one.close()


ASKED = [("search", "bridge"), ("search", None), ("as-of", "2025-05-01"), ("as-of", None)]
ASKED += [
    ("attribute", "length"),
    ("attribute", None),
    ("account", "kommersant"),
    ("account", None),
]


async def busy(
    address: str, work: Callable[[SessionClient], object], wait: float, seen: Seen
) -> None:
    """One who asks for heavy work, once."""
    await asyncio.sleep(wait)
    one = SessionClient(address)
    try:
        await one.open()
        seen.heavy.append(await timed(work(one)))
    except Exception as error:
        seen.lost.append(f"{work.__name__}: {type(error).__name__}: {error}"[:200])
    finally:
        await one.close()


async def picture(one: SessionClient) -> None:
    """Make an A3 picture of the view."""
    await one.ask("export", "")
    await one.choose("Form", "A3 for print, 300 dpi")
    await one.press("Make the file")
    assert any(name.startswith("Download") for name in one.kinds), one.texts[-3:]


async def layer(one: SessionClient) -> None:
    """Have a layer of 9 MB checked, and fetch it for the map."""
    await one.ask("own", "")
    await one.upload("Files with places", "own.geojson", CONTENT)
    await one.press("Draw it on the map")
    (own,) = one.own
    status, _ = await asyncio.to_thread(one.fetch, "GET", f"/own-layers/{own['at']}")
    assert status == 200, status


def content() -> bytes:
    """A layer of 9 MB."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"no. {n}", "text": "x" * LETTERS},
            "geometry": {"type": "Point", "coordinates": [130.6 + n * 1e-6, 42.4]},
        }
        for n in range(FEATURES)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


CONTENT = content()


async def timed(action: object) -> float:
    """Milliseconds that something takes."""
    start = time.perf_counter()
    await action  # type: ignore[misc]
    return 1000 * (time.perf_counter() - start)


def p95(values: list[float]) -> float:
    """The value that one of twenty is above."""
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0


def memory(pid: int) -> float:
    """MB that a process and those that it has started have, shared parts divided among them."""
    total = 0.0
    for process in (pid, *children(pid)):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
        except OSError:
            continue  # it has ended meanwhile
        total += int(text.split("Pss:")[1].split()[0]) / 1000
    return total


def children(pid: int) -> list[int]:
    """The processes that one has started, and those that these have."""
    try:
        threads = [path.name for path in Path(f"/proc/{pid}/task").iterdir()]
        found = [
            int(child)
            for thread in threads
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text("ascii").split()
        ]
    except OSError:
        return []
    return [*found, *(below for child in found for below in children(child))]


if __name__ == "__main__":
    raise SystemExit(main())
