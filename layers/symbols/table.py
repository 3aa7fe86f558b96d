"""The table of symbols: every colour, and every style of layers, asserters and own layers.

Style sheets, paper, SLD, QML and KML are made from it. Nothing is told by its colour alone: what
must be told apart differs in its dashes or its lightness too. Paper's widths and dashes are in the
sheet's units, about three quarters of a pixel; they are rounded to what prints well.
"""

from __future__ import annotations

from .symbol import (
    NOTHING,
    AsserterSymbol,
    Colour,
    Exchange,
    LayerSymbol,
    Look,
    OwnSymbol,
    Part,
    Screen,
    Style,
)

# Words and surfaces.
INK = Colour("ink", "#1c1b19", "#ece9e2")
SOFT = Colour("soft", "#5a564e", "#b6b2a8")
RULE = Colour("rule", "#d8d3c7", "#3d444a")
WASH = Colour("wash", "#f1eee6", "#2a3137")
LINK = Colour("link", "#0b5a76", "#7cc7dd")
PAPER = Colour("paper", "#fffefb", "#1b2024")
EDGE = Colour("edge", "#88837a", "#75797d")
PAGE = Colour("page", "#ffffff", "#14171a")
HALO = Colour("halo", "#fffefbe0", "#14171ae0")
SELECT = Colour("select", "#0b5a76", "#7cc7dd")
# The ground.
SEA = Colour("sea", "#bcd7e4", "#0a2531")
LAND = Colour("land", "#f6f3ea", "#33393c")
FAR = Colour("far", "#ebe8de", "#30363a")
COAST = Colour("coast", "#4d7f96", "#7fb1c6")
# What a story is about.
WATER = Colour("water", "#6fa3bd", "#4b87a3", page=("#4b87a3", "#6fa3bd"))
BORDER = Colour("border", "#7d7468", "#a3998a")
RAIL = Colour("rail", "#26241f", "#f2efe8")
ROAD = Colour("road", "#9e3708", "#ff9b62")
DOT = Colour("dot", "#4a463f", "#cfcac0")
# On paper and in other programs alone.
UNKNOWN, HATCHING = "#e6e3db", "#c2bcae"

# Within which a point, or the line of a river, may lie.
ACCURACY = Look(
    Screen(DOT, 1, (2, 4), 0.45, fill=DOT, fill_alpha=0.07),
    Style(DOT.light, 0.07, DOT.light, 0.75, (1.5, 2.6), 0.6),
)
RIVER_BAND = Look(Screen(NOTHING, fill=WATER, fill_alpha=0.28), Style(WATER.light, 0.28))
# Where land ends: at the sea and at mapped banks, and at banks that are estimated.
SHORES = {
    "coast": Look(
        Screen(COAST, 1, (), 1, fill=NOTHING),
        Style(stroke=COAST.light, width=0.6),
    ),
    "estimated-bank": Look(
        Screen(COAST, 1.25, (3, 4), 1, fill=NOTHING),
        Style(stroke=COAST.light, width=0.7, dashes=(2.4, 2.4)),
    ),
}
EXTENTS = [  # as far as which something may reach
    Look(
        Screen(colour, 1.5, (8, 5), 0.6, fill=NOTHING),
        Style(stroke=colour.light, width=0.9, dashes=(5, 3), alpha=0.6),
    )
    for colour in (RAIL, ROAD)
]
STAGES = {  # of a work
    stage: Look(
        Screen(ROAD, 6, on_screen, 1, "butt", NOTHING),
        Style(stroke=ROAD.light, width=4, dashes=on_paper),
    )
    for stage, on_screen, on_paper in (
        ("joined", (5, 2), (3.6, 1.4)),
        ("completed", (14, 2), (10, 1.4)),
        ("open", (), ()),
    )
}
ANY = Screen(DOT, 2, alpha=1, fill=DOT, fill_alpha=0.15)  # what no style says otherwise

# By the style that the catalogue gives a layer. A role's own record says only, on the web map, what
# is not as in the rest of the layer; on paper it is whole.
LAYERS: dict[str, LayerSymbol] = {
    "place": LayerSymbol(
        Look(Screen(), Style(DOT.light, 0.15, DOT.light, 1.5)),
        Exchange(DOT, 2, DOT, 0.15),
        sign=(
            Part(8, 3, 18, 18, DOT, 0.1, edge=(1, "dashed", DOT), corners="50%"),
            Part(12.5, 7.5, 9, 9, PAPER, edge=(2, "solid", DOT), corners="50%"),
        ),
    ),
    "context": LayerSymbol(
        Look(Screen(NOTHING, fill=FAR, fill_alpha=1), Style(FAR.light)),
        Exchange(COAST, 0.5, FAR, 1),
        {"sea outline": Look(Screen(fill=SEA), Style(SEA.light))},
    ),
    "sea": LayerSymbol(
        Look(Screen(NOTHING, fill=SEA, fill_alpha=1), Style(SEA.light)),
        Exchange(COAST, 0.5, SEA, 1),
    ),
    "land": LayerSymbol(  # with a stroke, or a seam shows where two meet
        Look(
            Screen(LAND, 0.75, fill=LAND, fill_alpha=1),
            Style(LAND.light, stroke=LAND.light, width=0.3),
        ),
        Exchange(COAST, 0.75, LAND, 1),
    ),
    "water": LayerSymbol(
        Look(Screen(NOTHING, fill=SEA, fill_alpha=1), Style(SEA.light)),
        Exchange(COAST, 0.75, SEA, 1),
        {"estimated water": Look(Screen(fill_alpha=0.72), Style(SEA.light, 0.72))},
    ),
    "border": LayerSymbol(
        Look(
            Screen(BORDER, 1.5, (9, 3, 2, 3), 0.9, fill=NOTHING),
            Style(stroke=BORDER.light, width=1.1, dashes=(7, 2.4, 1.6, 2.4), alpha=0.9),
        ),
        Exchange(BORDER, 1.5, BORDER, 0.1),
        {
            "disputed line": Look(
                Screen(width=3, dashes=(1, 6)),
                Style(stroke=BORDER.light, width=2.2, dashes=(0.8, 3.6)),
            ),
            "line in shared water": Look(
                Screen(width=1.75, dashes=(1.75, 7)),
                Style(stroke=BORDER.light, width=1.3, dashes=(1.3, 5)),
            ),
        },
        sign=(
            Part(0, 8, 34, edge=(2, "dashed", BORDER)),
            Part(0, 15, 34, edge=(3, "dotted", BORDER)),
        ),
    ),
    "river": LayerSymbol(
        Look(
            Screen(WATER, 1.5, alpha=0.95, fill=NOTHING),
            Style(stroke=WATER.light, width=0.9),
        ),
        Exchange(WATER, 2, WATER, 0.3),
        {
            "possible water": Look(
                Screen(WATER, 1, (1, 5), 1, fill=WATER, fill_alpha=0.14),
                Style(WATER.light, 0.14, WATER.light, 0.7, (0.8, 3.4)),
            )
        },
        accuracy=RIVER_BAND,
        sign=(
            Part(0, 8, 34, 8, WATER, opacity=0.35, corners="4px"),
            Part(0, 11, 34, 1.5, WATER),
        ),
    ),
    "built": LayerSymbol(
        Look(Screen(), Style(stroke=DOT.light, width=1.5)),
        Exchange(RAIL, 4, RAIL, 0.15),
        {
            "axis": Look(
                Screen(RAIL, 5, alpha=1, ends="butt"), Style(stroke=RAIL.light, width=3.4)
            ),
            "point": Look(
                Screen(PAPER, fill=RAIL),
                Style(RAIL.light, stroke=PAPER.light, width=1.4, radius=3.8),
            ),
            "possible extent": EXTENTS[0],
        },
        sign=(
            Part(0, 10, 34, 4, RAIL, turn=-14),
            Part(12, 7, 10, 10, RAIL, edge=(1.5, "solid", PAPER), corners="50%"),
        ),
    ),
    "derived": LayerSymbol(
        Look(Screen(ROAD), Style(ROAD.light, 0.15, ROAD.light, 1.5)),
        Exchange(ROAD, 2.5, ROAD, 0.22),
        {
            "uncertainty area": Look(
                Screen(ROAD, 1.5, (4, 4), 1, fill=ROAD, fill_alpha=0.22),
                Style(ROAD.light, 0.22, ROAD.light, 1.2, (3, 2.4)),
            ),
            "derived axis": Look(
                Screen(ROAD, 3, (2, 7), 1, fill=NOTHING),
                Style(stroke=ROAD.light, width=1.8, dashes=(1.5, 5)),
            ),
            "possible extent": EXTENTS[1],
            **STAGES,
        },
        sign=(
            Part(3, 4, 28, 16, ROAD, 0.24, edge=(1.5, "dashed", ROAD), corners="9px"),
            Part(13, 8, 8, 8, PAPER, edge=(1.5, "solid", ROAD), corners="50%"),
        ),
    ),
}

# What is drawn after one claim, in the colour and the dashes of who asserts it.
REPORTED = {
    "reported site": Look(
        Screen(width=2.5, alpha=1, fill=PAPER, fill_alpha=0.9),
        Style(PAPER.light, 0.92, width=1.7, radius=3.8),
    ),
    "reported length": Look(
        Screen(width=3, ends="butt", fill=NOTHING),
        Style(None, 0.92, width=2.3, radius=3.8),
    ),
    "reported reach": Look(
        Screen(width=7, alpha=1, ends="butt", fill=NOTHING),
        Style(width=4.6),
    ),
}
ASSERTERS = (
    AsserterSymbol(Colour("by-1", "#1b5e20", "#8fd694"), (), (), "solid"),
    AsserterSymbol(Colour("by-2", "#4527a0", "#b9a6ff"), (9, 3), (7, 2.4), "dashed"),
    AsserterSymbol(Colour("by-3", "#a3123e", "#ff9fb6"), (3, 3), (2.4, 2), "dotted"),
    AsserterSymbol(Colour("by-4", "#00507a", "#7cc7f2"), (14, 3, 3, 3), (10, 2, 2, 2), "double"),
    AsserterSymbol(Colour("by-5", "#7a4b00", "#f0c060"), (6, 5), (4.5, 3.5), "dashed", thin=True),
    AsserterSymbol(Colour("by-6", "#37474f", "#c5ced3"), (1, 4), (1.2, 2.4), "dotted", thin=True),
)

# Own layers are dotted with round dots, as nothing of a story's is, and never filled dark.
OWN_FILL = 0.14
OWN_LOOK = Look(
    Screen(width=2.5, alpha=1, ends="round", fill_alpha=OWN_FILL),
    Style(fill_alpha=OWN_FILL, width=2.0, radius=4.2, round_ends=True),
)
OWN_WIDTH = 2.5  # in other programs
OWN = (
    OwnSymbol(Colour("own-1", "#8e24aa", "#e29bf2"), (1, 5), (0.01, 3.4), 4),
    OwnSymbol(Colour("own-2", "#00796b", "#62d2c3"), (4, 5), (0.01, 3.4, 0.01, 7.0), 3),
    OwnSymbol(Colour("own-3", "#6d5c00", "#d9c65a"), (6, 4, 1, 4), (5.0, 3.6, 0.01, 3.6), 5),
    OwnSymbol(Colour("own-4", "#b71c5c", "#ff9ac1"), (1, 9), (0.01, 6.4), 6),
    OwnSymbol(
        Colour("own-5", "#3f51b5", "#a9b6ff"),
        (1, 4, 1, 10),
        (0.01, 3.4, 0.01, 3.4, 0.01, 9.0),
        8,
    ),
)

_NUMBERED = (*(own.colour for own in OWN), *(by.colour for by in ASSERTERS))
_WORDS = (INK, SOFT, RULE, WASH, LINK, PAPER)
_GROUND = (SEA, LAND, FAR, COAST, WATER)
MAP_COLOURS = (*_WORDS, *_GROUND, BORDER, RAIL, ROAD, DOT, HALO, SELECT, *_NUMBERED)
PAGE_COLOURS = (*_WORDS, DOT, WATER, BORDER, EDGE, PAGE, *_NUMBERED, RAIL, ROAD)
