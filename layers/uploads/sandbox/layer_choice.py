"""The layers to read of several that a file has, and the frame that begins the answer on each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ...errors import Problem, shown
from ..verdict import Asked, Refused
from .frames import Frame

Reason = tuple[str, str, str]  # field, value, what would be right
T = TypeVar("T")


def pick(
    layers: Mapping[str, T], full: list[str], noun: str, asked: Asked, name: str
) -> list[tuple[str, T]]:
    """The only layer with features, or those that are asked for. Raises Refused."""
    for one in asked.layers:
        if one not in layers:
            problem = Problem(name, "", noun, shown(one), "one that the file holds")
            raise Refused(problem, choices=tuple(full))
    if not asked.layers and len(full) > 1:
        problem = Problem(name, "", noun, f"{len(full)} of them", "choose which are to be read")
        raise Refused(problem, choices=tuple(full))
    if not full:
        raise Refused(Problem(name, "", noun, "no features", f"a {noun} with at least one feature"))
    return [(one, layers[one]) for one in asked.layers or full]


def layer_frame(title: str, crs: str | None, warnings: list[Reason]) -> Frame:
    """The first frame of an answer: the layer's name and CRS, and what is said of all of it."""
    return {"layer": title, "crs": crs, "warnings": warnings}, b""
