"""Colours of the table of symbols: letters are read on land and water, and layers told apart.

By everybody: as people see whose eyes lack one kind of cone, and in shades of grey.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from layers.symbols import table
from layers.symbols.symbol import Colour, Look

THEMES = ("light", "dark")
GROUND = (table.SEA, table.LAND, table.FAR)
LETTERS = (
    *(table.INK, table.SOFT, table.LINK, table.SELECT, table.ROAD),
    *(by.colour for by in table.ASSERTERS),
)
# Severity 1.0 of Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of
# Color Vision Deficiency, IEEE TVCG 15 (6), 2009, table 1; on linear RGB.
EYES = {
    "most": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(  # IEC 61966-2-1, white D65
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
APART = 10.0  # CIE 1976: some four times what is just seen side by side

Numbers = npt.NDArray[np.float64]


def linear(colour: str) -> Numbers:
    """Red, green, blue of a colour, in proportion to light."""
    values = np.array(list(bytes.fromhex(colour[1:7]))) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Numbers) -> Numbers:
    """Linear RGB in CIE L*a*b*."""
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / 3 / (6 / 29) ** 2 + 4 / 29)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, eyes: str) -> float:
    """The distance between two colours in somebody's eyes."""
    seen = [lab(EYES[eyes] @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("letters", LETTERS, ids=lambda colour: colour.name)
def test_letters_are_read_on_land_and_on_water(letters: Colour, theme: str) -> None:
    """Names, values, and the numbers of sources: 4.5 to 1, as WCAG 2 asks of small text."""
    for ground in (*GROUND, table.PAPER):
        assert contrast(getattr(letters, theme), getattr(ground, theme)) >= 4.5, ground.name


@pytest.mark.parametrize("theme", THEMES)
def test_water_and_land_are_told_apart_in_grey(theme: str) -> None:
    """In print without colours, too, and the line between them is seen on both."""
    sea, land, far, coast = (getattr(c, theme) for c in (*GROUND, table.COAST))
    assert contrast(sea, land) >= 1.3 and contrast(sea, far) >= 1.2
    for ground in (sea, land):
        assert contrast(coast, ground) >= 2.4
    assert abs(lab(linear(sea))[0] - lab(linear(land))[0]) >= 7


def colour_of(name: str, theme: str) -> str:
    """A colour of paper as it is in a theme."""
    every = {c.light: c for c in vars(table).values() if isinstance(c, Colour)}
    return str(getattr(every[name], theme))


def signs(theme: str) -> dict[str, tuple[object, str]]:
    """What can be seen of each symbol but its colour, and its colour, by what it is of.

    An outline shows where a fill does not; an area without one, its fill.
    """
    found: dict[str, tuple[object, str]] = {}
    looks: dict[str, Look] = {}
    for name, symbol in table.LAYERS.items():
        looks |= {f"{name}: {role}": look for role, look in symbol.roles.items()}
        if symbol.look not in symbol.roles.values():
            looks[name] = symbol.look
    looks |= {f"shore: {name}": look for name, look in table.SHORES.items()}
    for name, look in looks.items():
        paper = look.paper
        if paper.stroke and not name.startswith("land"):
            shape = paper.dashes, bool(paper.fill), paper.width > 3
            found[name] = shape, colour_of(paper.stroke, theme)
        elif paper.fill:
            found[name] = "area", colour_of(paper.fill, theme)
    for number, by in enumerate(table.ASSERTERS, 1):
        found[f"asserter {number}"] = (by.paper_dashes, False, False), getattr(by.colour, theme)
    for number, own in enumerate(table.OWN, 1):
        shape = own.paper_dashes, "round", own.corners
        found[f"own {number}"] = shape, getattr(own.colour, theme)
    return found


SAME = (  # what is one thing in two records: water, and land near and far
    {"sea", "water", "context: sea outline", "water: estimated water"},
    {"land", "context"},
    {"place", "derived"},  # the second is drawn by its roles alone
)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_symbol_is_told_from_every_other(theme: str, eyes: str) -> None:
    """By its dashes, its shape or its width; where all are the same, by its colour in any eyes."""
    for (one, (shape, colour)), (other, (shape_2, colour_2)) in combinations(
        signs(theme).items(), 2
    ):
        if shape != shape_2 or any({one, other} <= same for same in SAME):
            continue
        assert apart(colour, colour_2, eyes) >= APART, (one, other)


def test_eyes_that_lack_a_cone_take_red_for_green() -> None:
    """The simulation does what it is for: two colours that most tell apart become one."""
    red, green = "#a8552a", "#6f7a1e"
    assert apart(red, green, "most") > 40
    assert apart(red, green, "deutan") < 20
