"""Check a reader's own file as the page does before it draws it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from ..errors import Problem, printable, shown
from ..uploads import FORMS, LIMITS, Asked, OwnLayer, Verdict, checked
from .command_group import main
from .terminal import say, stop, write


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--choose", metavar="NAME", multiple=True, help="A layer or folder, of several.")
@click.option("--all", "every", is_flag=True, help="All layers or folders, of several.")
@click.option("--together", is_flag=True, help="Folders, or kinds of a GPX, as one layer.")
@click.option("--x", metavar="COLUMN", default="", help="Longitude, or x, or all of a place.")
@click.option("--y", metavar="COLUMN", default="", help="Latitude, or y.")
@click.option("--crs", metavar="CODE", default="", help="The CRS, as EPSG:5179.")
@click.option("--encoding", metavar="NAME", default="", help="The encoding, as cp949.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def layer(file: Path, choose: tuple[str, ...], every: bool, form: str, **asked: Any) -> None:
    """Check a file of your own, as the page does: GeoJSON, KML, GPX, CSV and others."""
    content = content_of(file)
    verdicts = found(content, file.name, Asked(choose, **asked), every)
    if form == "json":
        facts = [_facts(verdict) for verdict in verdicts]
        told = facts[0] if len(facts) == 1 else facts
        write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        sys.exit(all(verdict.layer is None for verdict in verdicts))
    for verdict in verdicts:
        if verdict.layer is None:
            for choice in verdict.choices:
                say(f"{verdict.file}: has {shown(choice)}; --choose names one, --all takes all")
            stop(verdict.problems, to_stderr=False)
        for line in _summary(verdict, verdict.layer):
            say(line)
        for warning in verdict.warnings:
            say(str(warning))


def found(content: bytes, name: str, asked: Asked, every: bool = False) -> tuple[Verdict, ...]:
    """The verdicts on a file; of several layers in it, on `every` one or those that are asked for.

    By the names that the verdict gives them, or by the last part of one when only one has it.
    """
    verdicts = checked(content, name, asked)
    choices = verdicts[0].choices
    named = [meant(one, choices) for one in asked.layers]
    layers = choices if every else tuple(one for one in named if one)
    if not choices or not layers or None in named:
        return verdicts
    return checked(content, name, replace(asked, layers=layers))


def meant(name: str, choices: tuple[str, ...]) -> str | None:
    """The choice of this name, or the only one whose last part it is."""
    ends = [one for one in choices if one == name or one.endswith(f" / {name}")]
    return name if name in choices else ends[0] if len(ends) == 1 else None


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
