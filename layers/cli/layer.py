"""Check a reader's own file as the page does before it draws it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..errors import Problem, printable, shown
from ..uploads import FORMS, LIMITS, OwnLayer, Verdict, check
from .command_group import main
from .terminal import say, stop, write


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--choose", metavar="NAME", help="The layer or folder, where there are several.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def layer(file: Path, choose: str | None, form: str) -> None:
    """Check a file of your own: GeoJSON, KML, KMZ, GPX, GeoPackage, zipped shapefile or CSV."""
    verdict = checked(content_of(file), file.name, choose)
    if form == "json":
        write(json.dumps(_facts(verdict), ensure_ascii=False, indent=1) + "\n")
        sys.exit(verdict.layer is None)
    if verdict.layer is None:
        for choice in verdict.choices:
            say(f"{verdict.file}: has {shown(choice)}; --choose names one")
        stop(verdict.problems, to_stderr=False)
    for line in _summary(verdict, verdict.layer):
        say(line)
    for warning in verdict.warnings:
        say(str(warning))


def checked(content: bytes, name: str, choose: str | None) -> Verdict:
    """The verdict on a file; of several layers in it, on the one that is chosen.

    By the name that the verdict gives it, or by the last part of that when only one has it.
    """
    verdict = check(content, name, choose)
    found = [one for one in verdict.choices if one.endswith(f" / {choose}")]
    return check(content, name, found[0]) if len(found) == 1 else verdict


def content_of(file: Path) -> bytes:
    """The file's bytes; no more of them than show that there are too many."""
    try:
        if not file.is_file():
            what = "a folder or a device" if file.exists() else "not there"
            stop([Problem(str(file), "", "", what, "a file")], to_stderr=True)
        with file.open("rb") as opened:
            return opened.read(LIMITS.file_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        what = getattr(error, "strerror", None) or "no name of a file"
        stop([Problem(str(file), "", "", what, "a file that can be read")], to_stderr=True)


def _kinds(layer: OwnLayer) -> dict[str, int]:
    """Numbers of features by kinds of geometry, the most first."""
    return dict(Counter(feature.geometry.geom_type for feature in layer.features).most_common())


def _summary(verdict: Verdict, layer: OwnLayer) -> Iterator[str]:
    west, south, east, north = layer.bbox
    kinds = (f"{number:,} {kind}" for kind, number in _kinds(layer).items())
    yield f"{verdict.file}: {verdict.words}"
    yield f"layer     {layer.name} ({FORMS[layer.form]})"
    yield f"features  {verdict.read:,} in the file, {len(layer.features):,} drawn"
    yield f"geometry  {', '.join(kinds)}"
    yield f"extent    {west:.6f} to {east:.6f} east, {south:.6f} to {north:.6f} north"
    yield f"CRS       {layer.crs}"
    yield f"SHA-256   {layer.digest}"


def _facts(verdict: Verdict) -> dict[str, Any]:
    """The verdict for a program."""
    layer = verdict.layer
    found: dict[str, Any] = {
        "file": verdict.file,
        "verdict": "refused" if layer is None else "warnings" if verdict.warnings else "accepted",
        "layer": None,
        "features": {"read": verdict.read, "dropped": list(verdict.dropped)},
    }
    if layer is not None:
        found["layer"] = {
            "name": layer.name,
            "format": FORMS[layer.form],
            "crs": layer.crs,
            "sha256": layer.digest,
            "bbox": list(layer.bbox),
            "geometry": _kinds(layer),
        }
        found["features"]["drawn"] = len(layer.features)
    for told in ("warnings", "problems"):
        found[told] = [_told(problem) for problem in getattr(verdict, told)]
    return found | {"choices": [printable(choice) for choice in verdict.choices]}


def _told(problem: Problem) -> dict[str, str]:
    return {key: printable(value) for key, value in asdict(problem).items() if key != "file"}
