"""Start a Streamlit server on a free loopback port, and stop it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 240


@contextmanager
def serve(
    script: Path, log: Path | None = None, port: int | None = None, **environment: str
) -> Iterator[str]:
    """The address of a server that runs `script`, for as long as the context lasts.

    What it prints goes to `log`; without one it may not fail at anything, and AssertionError is
    raised at the end if it did. Without a port it has a free one.
    """
    if log is None:
        with tempfile.TemporaryDirectory() as folder:
            said = Path(folder) / "log"
            with serve(script, said, port, **environment) as address:
                yield address
            assert_nothing_failed(said)
        return
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=Path(__file__).resolve().parent.parent,
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        running(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def assert_nothing_failed(log: Path, after: int = 0) -> None:
    """A server has printed no traceback after so many bytes of its log."""
    said = log.read_bytes()[after:].decode("utf-8", "replace")
    assert "Traceback" not in said, said


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the health page says ok; its status alone does not tell."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.read().strip() == b"ok":
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} s")
