"""The package as it is installed: built, put into an environment of its own, and run elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from layers import home
from tests.expecting import expect
from tests.server import free_port

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "corrections.toml")
SETTINGS = (".streamlit", ".taplo.toml")
STORY = ("seeds/*.toml", "checks/*.toml", "data/*.geojson", "data/catalogue.json")
DATA = ("uploads/*.toml", "*.html", "*.css", "*.js", "py.typed", "cli/starter/**/*")
SECONDS = 120  # nothing here takes that long; what hangs is ended


@dataclass(frozen=True)
class Installed:
    """An environment with the package in it, the wheel it came from, and a folder elsewhere."""

    wheel: Path
    scripts: Path
    elsewhere: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of somebody who has no checkout."""
        ours = ("PYTHONPATH", "PYTHONHOME", home.VARIABLE)
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {"HOME": str(self.elsewhere)}

    def run(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        """A program of the environment, to its end."""
        return subprocess.run(
            [str(self.scripts / program), *args],
            cwd=self.elsewhere,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout in a fresh environment, with the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed")
    source, elsewhere = folder / "source", folder / "elsewhere"
    source.mkdir()
    elsewhere.mkdir()
    for name in (*SOURCES, *SETTINGS):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, source / name)
    unwanted = shutil.ignore_patterns("__pycache__", ".cache", "*.txt")
    for name in ("layers", "seeds", "checks", "data"):
        shutil.copytree(PROJECT / name, source / name, ignore=unwanted)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), "."]
    subprocess.run(build, cwd=source, check=True, timeout=SECONDS)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    install = [*pip, "--python", str(python), "install", *offline, str(wheel)]
    subprocess.run(install, cwd=elsewhere, check=True, timeout=SECONDS)
    (packages,) = (folder / "venv" / "lib").glob("*/site-packages")
    # Only the folder's own packages: its .pth files, one of which leads to this checkout, are not
    # read when it is named in one.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Installed(wheel, python.parent, elsewhere)


# What is in it


def test_every_package_is_listed() -> None:
    """One that is not would be missing where the project is installed."""
    listed = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = (path.parent for path in (PROJECT / "layers").rglob("__init__.py"))
    names = sorted(
        ".".join(("tumen_map", *path.relative_to(PROJECT / "layers").parts)) for path in found
    )
    assert listed["packages"] == names


def test_the_wheel_has_the_code_what_it_reads_and_the_story(installed: Installed) -> None:
    """All of it under one name, and nothing else."""
    layers = PROJECT / "layers"
    wanted = {path.relative_to(layers) for path in layers.rglob("*.py")}
    wanted |= {path.relative_to(layers) for form in DATA for path in layers.rglob(form)}
    wanted = {Path("tumen_map", path) for path in wanted if (layers / path).is_file()}
    story = {path.relative_to(PROJECT) for form in STORY for path in PROJECT.glob(form)}
    story |= {Path("corrections.toml"), Path(".streamlit/config.toml"), Path(".taplo.toml")}
    names = {Path(name) for name in zipfile.ZipFile(installed.wheel).namelist()}
    about = {name for name in names if name.parts[0].endswith(".dist-info")}
    assert names - about == wanted | {Path("tumen_map/home", path) for path in story}
    assert len(story) > 100


def test_it_is_imported_under_its_own_name_alone(installed: Installed) -> None:
    """`layers` is a word that others use, too."""
    done = installed.run("python", "-c", "import tumen_map; print(tumen_map.__file__)")
    assert str(installed.scripts.parent) in done.stdout
    assert installed.run("python", "-c", "import layers").returncode == 1


def test_settings_are_read_by_their_dotted_names() -> None:
    """Those that keep the page on this machine among them."""
    found = home.settings()
    assert found["server.address"] == "127.0.0.1"
    assert found["server.allowedHosts"] == ["127.0.0.1", "localhost"]
    assert found["theme.light.primaryColor"] == "#0b5a76"


# Its commands


def test_commands_are_about_the_story_that_came_with_it(installed: Installed) -> None:
    """Checked, drawn, and read back from the picture."""
    done = installed.run("tumen-map", "check")
    here = subprocess.run(
        [sys.executable, "-m", "layers.cli", "check"],
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if name != home.VARIABLE},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == here.stdout.splitlines()[-1]
    made = installed.run("tumen-map", "snapshot", "map.png", "--size", "800x600")
    assert made.returncode == 0, made.stderr
    assert (installed.elsewhere / "map.png").read_bytes().startswith(b"\x89PNG")
    told = installed.run("tumen-map", "inspect", "map.png")
    assert '"intact": true' in told.stdout
    table = installed.run("tumen-map", "snapshot", "map.gpkg")
    assert table.returncode == 0, table.stderr


def test_a_story_is_begun_and_an_own_file_is_read(installed: Installed) -> None:
    """With the example that came with it, and the child process that reads foreign files."""
    begun = installed.run("tumen-map", "new", "square").stdout.splitlines()
    assert begun[1] == "  tumen-map serve --story square    shows it"
    schemas = (installed.elsewhere / "square/docs/schemas").iterdir()
    rules = tomllib.loads((installed.elsewhere / "square/.taplo.toml").read_text("utf-8"))["rule"]
    named = {rule["schema"]["path"] for rule in rules}
    assert named < {f"docs/schemas/{path.name}" for path in schemas}
    checked = installed.run("tumen-map", "--story", "square", "check")
    assert checked.stdout.splitlines()[-1].startswith("no problem: ")
    (installed.elsewhere / "a.gpx").write_text(
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="42" lon="130"><name>a</name></wpt></gpx>',
        "utf-8",
    )
    layer = installed.run("tumen-map", "layer", "a.gpx")
    assert "1 Point" in layer.stdout, layer.stderr


# Its page


@contextmanager
def serving(
    installed: Installed, *args: str
) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """The page's address as `serve` says it, its process, and the file of what it prints."""
    log = installed.elsewhere / f"log-{free_port()}"
    command = [str(installed.scripts / "tumen-map"), "serve", "--no-browser"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, *args],
            cwd=installed.elsewhere,
            env=installed.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield said_address(log, server), server, log
    finally:
        server.kill()
        server.wait(timeout=SECONDS)


def said_address(log: Path, server: subprocess.Popen[bytes]) -> str:
    """The address in what a server says, as soon as the health page answers there."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8")):
            try:
                if ask(f"{found[0]}/_stcore/health")[2] == b"ok":
                    return found[0]
            except OSError:
                pass
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def ask(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.browser
def test_the_page_is_served_guarded_and_drawn(
    installed: Installed, reader: Callable[..., Any]
) -> None:
    """With the headers, hosts and port that the checkout has it by; Ctrl-C ends it quietly."""
    port = str(free_port())
    with serving(installed, "--port", port) as (address, server, log):
        assert address == f"http://127.0.0.1:{port}"
        status, headers, body = ask(f"{address}/")
        assert status == 200 and b"<title>" in body
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert ask(f"{address}/", Host="evil.example")[0] == 400
        assert ask(f"{address}/_stcore/metrics")[0] == 404
        one = reader(address)
        one.open(seconds=SECONDS)
        title = tomllib.loads((PROJECT / "seeds/story.toml").read_text("utf-8"))["story"]["title"]
        expect(one.page.locator("h1")).to_have_text(title)
        assert one.outside == [] and one.errors == []
        used = installed.run("tumen-map", "serve", "--no-browser", "--port", port)
        assert (used.returncode, used.stdout) == (1, "")
        assert used.stderr == (
            f"port {port} of 127.0.0.1: Address already in use; --port names another\n"
        )
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=SECONDS) == 0
        assert log.read_text("utf-8").split() == (
            f"The map is at {address} (Ctrl-C stops it).".split()
        )


@pytest.mark.browser
def test_another_story_is_served(installed: Installed, reader: Callable[..., Any]) -> None:
    """The one that is named, after the command or before it."""
    assert installed.run("tumen-map", "new", "other", "--title", "Our square").returncode == 0
    with serving(installed, "--port", str(free_port()), "--story", "other") as (address, _, _):
        one = reader(address)
        one.open(seconds=SECONDS)
        expect(one.page.locator("h1")).to_have_text("Our square")


def test_a_folder_that_is_no_story_is_named_on_one_line(installed: Installed) -> None:
    """Before any server is started."""
    (installed.elsewhere / "empty").mkdir()
    for folder, said in (
        ("nowhere", "there is no such folder"),
        ("empty", "has no seeds/ or data/, so it is no story; `new` begins one"),
    ):
        done = installed.run("tumen-map", "serve", "--no-browser", "--story", folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"{installed.elsewhere / folder}: {said}\n"
