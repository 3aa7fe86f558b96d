"""The settings of a host: what the file in deploy/ says, and what is said of a bad one."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from layers.panels.host_settings import Host, HostError, read
from tests.conftest import ROOT
from tests.server import free_port


def test_the_file_in_deploy_has_every_setting_with_its_default() -> None:
    """So that whoever copies it changes nothing but what is to be another."""
    written = tomllib.loads((ROOT / "deploy" / "host.toml").read_text("utf-8"))
    defaults = {n: list(v) if isinstance(v, tuple) else v for n, v in asdict(Host()).items()}
    assert written == defaults
    assert read(ROOT / "deploy" / "host.toml") == Host()
    assert read(ROOT / "deploy" / "container.toml").address == "0.0.0.0"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('base_path = "a/../b"', 'base_path = a/../b: letters, digits, "-" and "_" between'),
        ('base_path = "/map"', "base_path = /map: letters"),
        ('embedders = ["news.example"]', "origins of sites, without a path"),
        ('embedders = ["https://news.example/page"]', '["https://news.example"]'),
        ('embedders = ["*"]', "origins of sites"),
        ('embedders = ["https://a.example; script-src *"]', "origins of sites"),
        ("names = []", "names without scheme and port"),
        ('names = ["https://map.example"]', "names without scheme and port"),
        ('names = "map.example"', "a list of texts in quotes"),
        ("port = 0", "port = 0: a whole number from 1 to 65,535"),
        ("port = true", "a whole number"),
        ("upload_megabytes = 11", "upload_megabytes = 11: a whole number from 1 to 10"),
        ('address = "everywhere"', "0.0.0.0 is all"),
        ("workers = 1.5", "workers = 1.5: a whole number from 1 to 64"),
        ("wokers = 1", "wokers = 1: no setting; known are address, port, names"),
        ("port = ", "is no TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, line: str, said: str) -> None:
    """File, setting, value, and what would be right."""
    file = tmp_path / "host.toml"
    file.write_text(f"{line}\n", "utf-8")
    with pytest.raises(HostError) as caught:
        read(file)
    assert "host.toml" in str(caught.value) and said in str(caught.value)


def test_every_problem_is_said_before_anything_starts(tmp_path: Path) -> None:
    """On a line each, without a trace."""
    file = tmp_path / "host.toml"
    file.write_text("port = 0\nnames = []\n", "utf-8")
    command = [sys.executable, "-m", "layers.cli", "serve", "--no-browser", "--host"]
    for named, lines in ((file, 2), (tmp_path / "none.toml", 1)):
        done = subprocess.run(
            [*command, str(named), "--port", str(free_port())],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == lines and "Traceback" not in done.stderr
