"""Packages of open data that the build reads: fetched once by pip, each checked by its SHA-256."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

CACHE = Path(__file__).resolve().parent / ".cache"
# By project and version; every file is the wheel for Linux on x86-64, of which no code is run.
WHEELS = {
    "timezonefinder==6.5.4": "7735f9c4841e5e90fa64b52be2e53591dfbc2796ee5017cd45b648019cdffe1d",
    "timezonefinder-data==3.2026.3.post1": (
        "d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606"
    ),
    "roaring-landmask==0.11.0": "e11b1e180ce28e2366f5238aa261db2b2d68007ee72800c4eccc70330f4608dd",
}
PLATFORMS = ("manylinux_2_17_x86_64", "manylinux2014_x86_64")


def member(package: str, name: str) -> bytes:
    """A file in a package's wheel.

    Stops the build with SystemExit when pip has no such wheel, or another than the one pinned here.
    """
    with zipfile.ZipFile(_wheel(package)) as wheel:
        return wheel.read(name)


def _wheel(package: str) -> Path:
    CACHE.mkdir(exist_ok=True)
    project, version = package.split("==")
    pattern = f"{project.replace('-', '_')}-{version}-*.whl"
    if not any(CACHE.glob(pattern)):
        platforms = [word for name in PLATFORMS for word in ("--platform", name)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version=3.11", *platforms]
        done = subprocess.run([*command, "--dest", str(CACHE), package], check=False)
        if done.returncode:
            raise SystemExit(f"build.py: pip did not bring {package}; see its message above")
    (wheel,) = CACHE.glob(pattern)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != WHEELS[package]:
        raise SystemExit(
            f"build.py: {wheel.name} is not the file pinned here; remove it from {CACHE.name}/: "
            f"its SHA-256 is {digest}, and {WHEELS[package]} is expected"
        )
    return wheel
