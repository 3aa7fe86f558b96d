"""The table of symbols: one place for every colour, style and rank, and what is made from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from layers.snapshot.picture import labels
from layers.story import Layer
from layers.symbols import label_ranks, paper, sld_qml, table
from layers.symbols.symbol import Colour
from layers.uploads import LIMITS
from layers.webmap.asset_files import BEGIN, END, OWN, with_symbols
from layers.webmap.upload_data import SIGNS

ASSETS = sorted(path.name for path in OWN.iterdir() if path.suffix in (".css", ".js"))
TOGETHER = [("map.css", "card.css"), ("palette.css", "card.css", "page.css", "weighing.css")]
GROUND = {"context", "sea", "land", "water"}  # which nobody switches
COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6})\b", re.IGNORECASE)


def written_by_hand(name: str) -> str:
    """The text of a style sheet or script without the part that is made."""
    before, _, rest = (OWN / name).read_text("utf-8").partition(BEGIN)
    return before + rest.partition(END)[2]


@pytest.mark.parametrize("path", with_symbols(), ids=lambda path: path.name)
def test_what_is_made_from_the_table_is_current(path: Path) -> None:
    """From layers/symbols/."""
    made = path.read_text("utf-8") == with_symbols()[path]
    assert made, f"layers/webmap/assets/{path.name} is old: `make renew` writes it anew"


@pytest.mark.parametrize("sheets", TOGETHER, ids=" ".join)
def test_a_colour_that_is_drawn_is_declared(sheets: tuple[str, ...]) -> None:
    """In one of the style sheets that are read together: else nothing is drawn, without a word."""
    made = {path.name: text for path, text in with_symbols().items()}
    text = "".join(made.get(name) or (OWN / name).read_text("utf-8") for name in sheets)
    unknown = set(re.findall(r"var\((--cm-[\w-]+)", text)) - set(
        re.findall(r"(--cm-[\w-]+):", text)
    )
    assert unknown == set(), "enter them in MAP_COLOURS and PAGE_COLOURS of layers/symbols/table.py"


@pytest.mark.parametrize("name", ASSETS)
def test_a_colour_stands_in_the_table_alone(name: str) -> None:
    """Style sheets and scripts that are written by hand name colours by variables."""
    assert COLOUR.findall(written_by_hand(name)) == []


def test_no_module_has_a_colour_of_its_own() -> None:
    """Whatever draws, in whichever format, takes its colours from the table."""
    modules = Path(table.__file__).parents[1].rglob("*.py")
    found = [path.name for path in modules if COLOUR.search(path.read_text("utf-8"))]
    assert found == ["table.py"]


def test_every_style_of_a_layer_has_an_entry() -> None:
    """The catalogue gives a layer no style that the table does not have, nor the other way."""
    styles = get_args(Layer.model_fields["style"].annotation)
    places = "`style` in layers/story/features.py and LAYERS in layers/symbols/table.py"
    assert set(styles) == table.LAYERS.keys(), f"{places} differ"


def test_a_layer_that_is_switched_has_a_sign_beside_its_switch() -> None:
    """The ground has none."""
    signed = {style for style, symbol in table.LAYERS.items() if symbol.sign}
    assert signed == table.LAYERS.keys() - GROUND


def test_a_colour_has_one_name() -> None:
    """The map and the page have variables of one name for one record."""
    found: dict[str, Colour] = {}
    for colour in (*table.MAP_COLOURS, *table.PAGE_COLOURS):
        assert found.setdefault(colour.name, colour) is colour


@pytest.mark.parametrize("dashes", ["screen_dashes", "paper_dashes"])
@pytest.mark.parametrize("styles", [table.ASSERTERS, table.OWN], ids=["asserters", "own layers"])
def test_styles_are_told_apart_without_their_colours(
    styles: tuple[object, ...], dashes: str
) -> None:
    """No two have the same dashes, on the web map and on paper."""
    assert len({getattr(style, dashes) for style in styles}) == len(styles)


def test_asserters_are_told_apart_where_css_has_only_words_for_dashes() -> None:
    """Under a label and before a name."""
    assert len({(by.line, by.thin) for by in table.ASSERTERS}) == len(table.ASSERTERS)


def test_every_own_layer_of_a_session_has_a_style_of_its_own() -> None:
    """In one colour on the map, on paper and in other programs."""
    assert len(table.OWN) == SIGNS == LIMITS.session_layers
    for number, own in enumerate(table.OWN, 1):
        assert paper.own_style(number)[0].stroke == own.colour.light
        assert sld_qml.own_style(number).stroke is own.colour


def test_a_colour_in_kml_is_turned_round() -> None:
    """Opacity, blue, green, red."""
    assert sld_qml.kml_colour(Colour("any", "#010203", "#000000"), 0.5) == "80030201"


def test_dashes_in_other_programs_are_those_of_the_web_map() -> None:
    """By role; what is reported has one kind of dashes."""
    assert sld_qml.DASHES == {
        "disputed line": (1, 6),
        "line in shared water": (1.75, 7),
        "possible water": (1, 5),
        "uncertainty area": (4, 4),
        "derived axis": (2, 7),
        "reported site": (9, 3),
        "reported length": (9, 3),
        "reported reach": (9, 3),
        "possible extent": (8, 5),
        "joined": (5, 2),
        "completed": (14, 2),
    }


def test_a_layer_s_own_dashes_are_those_of_the_web_map_in_other_programs() -> None:
    """In SLD and in QGIS; a role that has its own keeps them."""
    border = sld_qml.layer_style("border")
    made = sld_qml.sld("borders", border, {"line": "Line", "disputed line": "Line"})
    assert re.findall(r'stroke-dasharray">([^<]*)<', made) == ["9 3 2 3", "1 6"]
    assert 'name="customdash" value="9;3;2;3"' in sld_qml.qml(border)
    assert "dash" not in sld_qml.qml(sld_qml.layer_style("river"))


def test_both_label_engines_have_the_numbers_of_the_ranks() -> None:
    """Neither the script nor the module that places labels has one of its own."""
    script = (OWN / "map.js").read_text("utf-8")
    assert script.count(f"const MOST_LABELS = {label_ranks.MOST_LABELS};") == 1
    assert "MOST_LABELS =" not in written_by_hand("map.js")
    assert labels.MOST_LABELS is label_ranks.MOST_LABELS
    assert labels.REPORTED_ON_PAPER < label_ranks.MAIN < label_ranks.CHOSEN
