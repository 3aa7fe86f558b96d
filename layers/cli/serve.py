"""Show the page: a server on this machine, and a browser at it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import click

from .. import home
from ..errors import shown
from ..panels import host_settings
from ..panels.events import LOG
from .command_group import main
from .terminal import fail, say


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where it listens; 8501 where none is given."
)
@click.option(
    "--story",
    "other",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of another story, which holds seeds/ and data/.",
)
@click.option(
    "--host",
    "host_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The settings of a host; deploy/host.toml has them all.",
)
@click.option("--browser/--no-browser", default=True, help="Whether to open the page.")
@click.pass_obj
def serve(
    folder: Path, port: int | None, other: Path | None, host_file: Path | None, browser: bool
) -> None:
    """Show the story in a browser, on this machine alone, until Ctrl-C.

    With the settings of a host, which TUMEN_HOST may name as well, it is there for others.
    """
    story = (other or folder).resolve()
    _expect_story(story)
    settings = _settings(host_file)
    host = settings["server.address"]
    settings["server.port"] = port = port or settings.get("server.port", 8501)
    settings["logger.hideWelcomeMessage"] = True  # said here, once the page is there
    _expect_free(host, port)
    os.environ[home.VARIABLE] = str(story)  # the script that draws the page asks there
    _log_events(hosted=host_file is not None)
    from ..home.server import run  # takes a second: later than what may be wrong

    try:
        run(settings, lambda: _tell(host, port, browser))
    except KeyboardInterrupt:
        say("", to_stderr=True)


def _settings(host_file: Path | None) -> dict[str, Any]:
    """The settings of the page and the server, or why they are not in order."""
    if host_file is not None:
        os.environ[host_settings.VARIABLE] = str(host_file.absolute())
    try:
        return home.settings()
    except host_settings.HostError as error:
        for line in str(error).splitlines():
            say(line, to_stderr=True)
        sys.exit(1)


def _log_events(hosted: bool) -> None:
    """Let the log have our events, a line each with its time, where there is a host to read it."""
    logging.disable(logging.NOTSET if hosted else logging.INFO)
    if not hosted:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    events = logging.getLogger(LOG)
    events.addHandler(handler)
    events.setLevel(logging.INFO)


def _expect_story(folder: Path) -> None:
    """Stop where there is no story at all; what is wrong with one is said on the page."""
    if not folder.is_dir():
        fail(f"{shown(str(folder), 200)}: there is no such folder")
    if missing := [name for name in ("seeds", "data") if not (folder / name).is_dir()]:
        lacks = " or ".join(f"{name}/" for name in missing)
        fail(f"{shown(str(folder), 200)}: has no {lacks}, so it is no story; `new` begins one")


def _expect_free(host: str, port: int) -> None:
    """Stop when nothing can listen there; Streamlit would say so in the middle of its start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)  # its own text says more
        fail(f"port {port} of {host}: {why}; --port names another")


def _tell(host: str, port: int, browser: bool) -> None:
    """Say where the page is, and open it: by now the port is listened at."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(f"The map is at {address} (Ctrl-C stops it).")
    sys.stdout.flush()
    if browser:
        threading.Thread(target=click.launch, args=(address,), daemon=True).start()
