"""The settings of a host, all in one file: names, base path, who may embed, limits.

Without a file the page is for this machine alone. `deploy/host.toml` has every setting with the
value that it has without one.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import MapError, Problem, shown

VARIABLE = "TUMEN_HOST"  # names the file
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(\*\.)?({LABEL}\.)*{LABEL}", re.IGNORECASE)
ORIGIN = re.compile(rf"https://(\*\.)?({LABEL}\.)*{LABEL}(:\d{{1,5}})?", re.IGNORECASE)
LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)(:\d{1,5})?")
BASE_PATH = re.compile(r"([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?")
MOST = {"port": 65535, "upload_megabytes": 10, "workers": 64, "worker_megabytes": 64_000}


class HostError(MapError):
    """The settings of a host are not in order; the text has every problem on a line."""


@dataclass(frozen=True)
class Host:
    """The settings of a host; each field has a default that is safe on one's own machine."""

    address: str = "127.0.0.1"
    port: int = 8501
    names: tuple[str, ...] = ("127.0.0.1", "localhost")
    base_path: str = ""
    embedders: tuple[str, ...] = ()
    upload_megabytes: int = 10
    workers: int = 1
    worker_megabytes: int = 1_200
    waiting: int = 30

    def options(self) -> dict[str, Any]:
        """The same as Streamlit has it, by dotted names."""
        return {
            "server.address": self.address,
            "server.port": self.port,
            "server.allowedHosts": list(self.names),
            "server.baseUrlPath": self.base_path,
            "server.maxUploadSize": self.upload_megabytes,
        }


def named_file() -> Path | None:
    """The file that the environment names."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


@cache
def host() -> Host:
    """The settings of this server. Raises HostError."""
    file = named_file()
    return read(file) if file else Host()


def read(file: Path) -> Host:
    """The settings in a file. Raises HostError with everything that is wrong."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise HostError(f"{shown(str(file), 200)}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:  # of TOML, or no UTF-8
        raise HostError(f"{shown(str(file), 200)}: is no TOML: {error}") from error
    known = {one.name: one for one in fields(Host)}
    wrong = [
        Problem(
            file.name, "", name, shown(table[name]), f"no setting; known are {', '.join(known)}"
        )
        for name in table
        if name not in known
    ]
    for name in known:
        if name in table and (expected := _wrong(name, table[name])):
            wrong.append(Problem(file.name, "", name, shown(table[name]), expected))
    if wrong:
        raise HostError("\n".join(map(str, wrong)))
    given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in table.items()}
    return Host(**given)


def _wrong(name: str, value: Any) -> str:
    """The words that say what would be right; empty where the value is."""
    default = getattr(Host(), name)
    if isinstance(default, int):
        most = MOST.get(name, 10_000)
        right = type(value) is int and 1 <= value <= most
        return "" if right else f"a whole number from 1 to {most:,}"
    if isinstance(default, tuple):
        return _wrong_list(name, value)
    if not isinstance(value, str):
        return "a text in quotes"
    if name == "address":
        try:
            ipaddress.ip_address(value)
        except ValueError:
            return "the number of an address of this machine, such as 127.0.0.1; 0.0.0.0 is all"
        return ""
    if BASE_PATH.fullmatch(value):
        return ""
    return 'letters, digits, "-" and "_" between slashes, without one at the ends: news/map'


def _wrong_list(name: str, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "a list of texts in quotes"
    if name == "names":
        right = bool(value) and all(NAME.fullmatch(one) for one in value)
        return "" if right else 'names without scheme and port: ["map.example"]'
    right = all(ORIGIN.fullmatch(one) or LOCAL.fullmatch(one) for one in value)
    return "" if right else 'origins of sites, without a path: ["https://news.example"]'
