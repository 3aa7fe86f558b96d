"""The layer to read of several that a file has, and the frame that begins the answer on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ...errors import Problem, shown
from ..verdict import Limits, Refused
from .frames import Frame

Reason = tuple[str, str, str]  # field, value, what would be right
T = TypeVar("T")


def pick(
    layers: Mapping[str, T],
    full: list[str],
    noun: str,
    choose: str | None,
    name: str,
    limits: Limits,
) -> tuple[str, T]:
    """The only layer with features, or the one that is asked for. Raises Refused."""
    if choose is not None and choose in layers:
        return choose, layers[choose]
    if choose is not None:
        problem = Problem(name, "", noun, shown(choose), "one that the file holds")
        raise Refused(problem, choices=tuple(full))
    if len(full) > limits.layers:
        problem = Problem(name, "", noun, f"{len(full)} of them", f"at most {limits.layers}")
        raise Refused(problem)
    if len(full) > 1:
        problem = Problem(name, "", noun, f"{len(full)} of them", "one: choose which is to be read")
        raise Refused(problem, choices=tuple(full))
    if not full:
        raise Refused(Problem(name, "", noun, "no features", f"a {noun} with at least one feature"))
    return full[0], layers[full[0]]


def layer_frame(title: str, crs: str | None, warnings: list[Reason]) -> Frame:
    """The first frame of an answer: the layer's name and CRS, and what is said of all of it."""
    return {"layer": title, "crs": crs, "warnings": warnings}, b""
