"""The Chromium that the browser tests use: Playwright's own, or one that the system has.

Run as a script it makes sure that there is one, and the tools that read snapshots in the tests.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Chromium without what a window needs: a page costs it a quarter less of the processor.
HEADLESS = "chromium-headless-shell"
ON_PATH = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
# Independent readers of snapshots, and the Debian packages that have them.
TOOLS = {
    "ogrinfo": "gdal-bin",
    "xmllint": "libxml2-utils",
    "pdfinfo": "poppler-utils",
}
DOWNLOAD_SECONDS = 180
PACKAGE_SECONDS = 900
ADVICE = """\
The browser tests need Chromium, and none could be found or installed. Install one of these:
  any system      .venv/bin/python -m playwright install --with-deps chromium
  Debian, Ubuntu  sudo apt-get install chromium
  Fedora          sudo dnf install chromium
  Alpine          sudo apk add chromium
  macOS           brew install --cask google-chrome
Without a browser, the other tests run with: .venv/bin/python -m pytest -m 'not browser'"""


@cache
def find() -> str | None:
    """Path of a Chromium that starts; None if there is none.

    A headless shell before Playwright's own, and that before any other of the system.

    For `playwright.chromium.launch(executable_path=find(), args=launch_args())`. What was found
    is remembered; `find.cache_clear()` forgets it.
    """
    light, *on_path = (shutil.which(name) for name in ON_PATH)
    candidates = (light, playwrights_own(), *on_path, *ON_MACOS)
    return next((path for path in candidates if path and starts(path)), None)


def launch_args() -> list[str]:
    """Flags for a Chromium that may run as root, needs no GPU and asks nothing of the network."""
    return [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]


def playwrights_own() -> str | None:
    """The path of the Chromium that Playwright downloads, if it did.

    Asked in a process of its own: Playwright refuses to start where an event loop already runs.
    """
    answer = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if path and Path(path).is_file() else None


def starts(path: str) -> bool:
    """True if the executable starts: libraries can be missing, and Ubuntu's is a mere signpost."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ways_to_install() -> Iterator[tuple[int, list[str]]]:
    """Commands worth trying here, in order, each with the seconds that it may take."""
    playwright = [sys.executable, "-m", "playwright"]
    yield DOWNLOAD_SECONDS, [*playwright, "install", "chromium"]
    root = as_root()
    if root is not None and shutil.which("apt-get"):
        if playwrights_own():  # it came, but did not start
            yield PACKAGE_SECONDS, [*root, *playwright, "install-deps", "chromium"]
        apt_get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        yield PACKAGE_SECONDS, [*apt_get, "update"]
        yield PACKAGE_SECONDS, [*apt_get, "install", "-y", HEADLESS]
        yield PACKAGE_SECONDS, [*apt_get, "install", "-y", "chromium"]
    elif root is not None and shutil.which("dnf"):
        yield PACKAGE_SECONDS, [*root, "dnf", "install", "-y", "chromium"]
    elif root is not None and shutil.which("apk"):
        yield PACKAGE_SECONDS, [*root, "apk", "add", "chromium"]
    elif shutil.which("brew"):
        yield PACKAGE_SECONDS, ["brew", "install", "--cask", "google-chrome"]


def as_root() -> list[str] | None:
    """The words before a command that run it as root without a question; None if that cannot be."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install() -> str | None:
    """Try the ways to install until a Chromium starts, and return its path; None if none does."""
    for seconds, command in ways_to_install():
        print("Chromium for the browser tests:", *command, flush=True)
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, timeout=seconds, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            print(error, flush=True)
        find.cache_clear()
        if path := find():
            return path
    return None


def missing_tools() -> list[str]:
    """Packages of the independent readers of snapshots that are not here."""
    return [package for tool, package in TOOLS.items() if not shutil.which(tool)]


def lighter() -> list[str]:
    """The package of a lighter Chromium than the one that is here, if the system offers it."""
    offer = ["apt-cache", "show", HEADLESS]
    if shutil.which(HEADLESS) or playwrights_own() or not shutil.which(offer[0]):
        return []
    return [] if subprocess.run(offer, capture_output=True).returncode else [HEADLESS]


def install_tools() -> None:
    """Install those readers where the system has a package manager that asks no question."""
    root, wanted = as_root(), [*missing_tools(), *lighter()]
    if not wanted or root is None or not shutil.which("apt-get"):
        return
    apt_get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    for command in ([*apt_get, "update"], [*apt_get, "install", "-y", *wanted]):
        print("For the tests:", *command, flush=True)
        subprocess.run(command, stdin=subprocess.DEVNULL, timeout=PACKAGE_SECONDS, check=False)
    find.cache_clear()


def main() -> int:
    """Print which Chromium the tests will use; install it and the other tools if need be."""
    path = find() or install()
    install_tools()
    path = find() or path
    print(f"Chromium for the browser tests: {path}" if path else ADVICE, flush=True)
    if missing := missing_tools():
        print(f"The tests of snapshots need {', '.join(missing)} (Debian's names).", flush=True)
    return int(not path or bool(missing))


if __name__ == "__main__":
    sys.exit(main())
