"""A bounded pool of processes for the heavy work of readers, and the queue before it.

A check of a file or a drawing in the server's own process would hold up every other reader: Python
does one thing at a time. A process is started when there is work, has bounded memory and time, and
ends when there was none for a while, so that a server at rest is small.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import MapError
from ..story import Story
from . import worker
from .events import note
from .host_settings import host
from .memory import give_back

SECONDS = 120  # a job that takes longer is ended
REST_SECONDS = 60  # without work a process ends
NOT_YET = "the server is busy: {} are waiting already; try again in a minute"
_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    f"import sys; sys.path.append(sys.argv[1]); from {__package__} import worker; worker.main()"
)


class WorkError(MapError):
    """A job was not done; the text says why, and what to do."""


@dataclass(eq=False)
class Job:
    """Work that waits, is being done, or is done; `told` is how far it says it is."""

    task: str
    given: tuple[Any, ...]
    story: Story | None
    told: tuple[Any, ...] = ()
    result: Any = None
    error: MapError | None = None
    done: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False
    process: subprocess.Popen[bytes] | None = None

    def end(self, error: MapError | None = None) -> None:
        """Be done, in vain if there is an error."""
        self.error, self.given = error, ()
        self.done.set()


class Ticket:
    """A reader's hold of a job. When nobody holds it any more, the job is cancelled."""

    def __init__(self, pool: Pool, job: Job) -> None:
        self.pool, self.job = pool, job
        weakref.finalize(self, pool.cancel, job)

    @property
    def place(self) -> int:
        """The number of jobs that come first; 0 when it is being done."""
        return self.pool.place(self.job)

    def cancel(self) -> None:
        """Do without it."""
        self.pool.cancel(self.job)

    def result(self) -> Any:
        """Its result, waited for. Raises the MapError that it ended with."""
        self.job.done.wait()
        if self.job.error is not None:
            raise self.job.error
        return self.job.result


class Pool:
    """So many processes at most, and a queue of bounded length."""

    def __init__(self, processes: int, memory: int, waiting: int) -> None:
        self.processes, self.memory, self.most = processes, memory, waiting
        self.queue: deque[Job] = deque()
        self.changed = threading.Condition()
        self.running: set[_Process] = set()
        self.idle = 0

    def submit(self, task: str, *given: Any, story: Story | None = None) -> Ticket:
        """Put a job into the queue; with a `story` the process is handed it before, if it has not.

        Raises WorkError when the queue is full.
        """
        job = Job(task, given, story)
        self._queue(job)
        return Ticket(self, job)

    def prepare(self) -> None:
        """Have a process ready for what a reader is about to ask, unless there is none to spare."""
        if not self.idle and not self.queue and len(self.running) < self.processes:
            with suppress(WorkError):
                self._queue(Job("prepare", (), None))

    def _queue(self, job: Job) -> None:
        with self.changed:
            if len(self.queue) >= self.most:
                raise WorkError(NOT_YET.format(len(self.queue)))
            self.queue.append(job)
            if self.idle < len(self.queue) and len(self.running) < self.processes:
                self.running.add(one := _Process(self.memory))
                threading.Thread(target=self._serve, args=(one,), daemon=True).start()
            self.changed.notify()

    def cancel(self, job: Job) -> None:
        """Take a job out of the queue, or end the process that does it."""
        with self.changed:
            job.cancelled = True
            if job in self.queue:
                self.queue.remove(job)
                job.end(WorkError("cancelled"))
            elif job.process is not None:
                job.process.kill()

    def place(self, job: Job) -> int:
        """The number of jobs that come before one."""
        with self.changed:
            return self.queue.index(job) + 1 if job in self.queue else 0

    def close(self) -> None:
        """End all processes, with the server."""
        for process in tuple(self.running):
            process.close()

    def _serve(self, process: _Process) -> None:
        """Do jobs, one after the other, in a process that is started for the first."""
        try:
            while (job := self._next(process)) is not None:
                began = time.monotonic()
                process.do(job)
                note("work", task=job.task, seconds=round(time.monotonic() - began, 2))
        finally:
            process.close()
            give_back()

    def _next(self, process: _Process) -> Job | None:
        with self.changed:
            self.idle += 1
            self.changed.wait_for(lambda: bool(self.queue), REST_SECONDS)
            self.idle -= 1
            if not self.queue:
                self.running.discard(process)
                return None
            return self.queue.popleft()


class _Process:
    """A process that does the jobs of one thread; it is started anew when it was ended."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.process: subprocess.Popen[bytes] | None = None
        self.story = ""

    def do(self, job: Job) -> None:
        """Do a job; whatever happens, it is done then."""
        error: MapError | None = WorkError("it broke off; nothing was kept, try it again")
        watch = None
        try:
            job.process = process = self._started()
            watch = threading.Timer(SECONDS, process.kill)
            watch.daemon = True
            watch.start()
            if job.cancelled:
                process.kill()
            if job.story is not None and job.story.digest != self.story:
                self._ask("know", job.story)
                self.story = job.story.digest
            tell = functools.partial(setattr, job, "told")
            job.result, error = self._ask(job.task, *job.given, tell=tell), None
        except MapError as wrong:
            error = wrong
        except (OSError, EOFError, ValueError):
            error = self._ended(watch is not None and watch.finished.is_set(), job.cancelled)
        finally:
            if watch is not None:
                watch.cancel()
            job.process = None
            job.end(error)

    def _ask(self, task: str, *given: Any, tell: Callable[[Any], None] = lambda told: None) -> Any:
        process = self.process
        assert process is not None and process.stdin is not None and process.stdout is not None
        worker.send(process.stdin, (task, given))
        while (answer := worker.read(process.stdout)) is not None:
            kind, value = answer
            if kind == "done":
                return value
            if kind == "error":
                raise value
            tell(value)
        raise EOFError

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            command = [sys.executable, "-c", _START, _ROOT, str(self.memory)]
            pipe = subprocess.PIPE
            few = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}  # each takes memory
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=os.environ | few)
        return self.process

    def _ended(self, late: bool, cancelled: bool) -> WorkError:
        """The reason why there is no answer."""
        status = self.process.wait() if self.process else 0
        self.close()
        if cancelled:
            return WorkError("cancelled")
        if late:
            return WorkError(f"it was not finished after {SECONDS} seconds; try something smaller")
        if status == worker.OUT_OF_MEMORY:
            most = f"{self.memory // 1_000_000:,} MB"
            return WorkError(f"it takes more than {most} of memory; try something smaller")
        return WorkError("it broke off; nothing was kept, try something smaller")

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        self.process, self.story = None, ""


@functools.cache
def pool() -> Pool:
    """The pool of this server, as its host has set it."""
    chosen = host()
    return Pool(chosen.workers, chosen.worker_megabytes * 1_000_000, chosen.waiting)
