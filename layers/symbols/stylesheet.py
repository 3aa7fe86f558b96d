"""Style sheets made from the table of symbols: that of the page, and a part of the map's.

They stand in layers/webmap/assets/, written there by layers/webmap/asset_files.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import table
from .asserters import class_word
from .label_ranks import SERIF, WATER
from .symbol import NOTHING, AsserterSymbol, Colour, Line, Part, Screen

FACE = 'font-family: Georgia, "Times New Roman", serif; font-size: .875rem'
DARK = '[data-theme="dark"], [data-theme="dark"] .leaflet-container'


def page_css() -> str:
    """The page's colours, the sign beside each switch, and that of each asserter."""
    colours = (
        f"{_name(colour)}: light-dark({', '.join(colour.page or (colour.light, colour.dark))})"
        for colour in table.PAGE_COLOURS
    )
    rules = [
        # Streamlit sets the color-scheme of the theme in use.
        _rule(":root", colours),
        *(r for style, symbol in table.LAYERS.items() for r in _sign(f"{style}-", symbol.sign)),
        *(r for own in table.OWN for r in _sign(own.colour.name, (_own_sign(own.colour),))),
        _rule(_of_kind("line"), ["top: 11px; height: 0; border-width: 2.5px 0 0"]),
        _rule(
            _of_kind("point"),
            ["left: 12px; top: 7px; width: 10px; height: 10px; border-radius: 50%"],
        ),
        *(_rule(f".cm-sign.cm-sign-{n}", [_bar(by)]) for n, by in enumerate(table.ASSERTERS, 1)),
    ]
    return "\n".join(rules)


def map_css() -> str:
    """The map's colours in both themes, and how shapes and labels of each style are drawn."""
    light = (f"{_name(colour)}: {colour.light}" for colour in table.MAP_COLOURS)
    dark = (f"{_name(colour)}: {colour.dark}" for colour in table.MAP_COLOURS)
    rules = [
        _rule(":root, .leaflet-container", light),
        _rule(DARK, dark),
        _rule(".cm-f", _shape(table.ANY)),
        *_layers(),
        *(_rule(f".cm-{name}", _shape(look.screen)) for name, look in table.SHORES.items()),
        _rule(".cm-accuracy", _shape(table.ACCURACY.screen)),
        *(
            _rule(f".cm-accuracy.cm-{style}", _shape(symbol.accuracy.screen))
            for style, symbol in table.LAYERS.items()
            if symbol.accuracy
        ),
        *_asserters(),
        _rule(".cm-own", _shape(table.OWN_LOOK.screen)),
        *(
            _rule(
                f".cm-{own.colour.name}",
                _shape(Screen(own.colour, dashes=own.screen_dashes, fill=own.colour)),
            )
            for own in table.OWN
        ),
        _rule(_of_kinds(WATER), ["font-style: italic"]),
        _rule(
            f"{_of_kinds(SERIF)} .cm-tip-name",
            [f"color: {_value(table.LINK)}", FACE],
        ),
    ]
    return "\n".join(rule for rule in rules if rule)


def _layers() -> Iterator[str]:
    for style, symbol in table.LAYERS.items():
        yield _rule(f".cm-{style}", _shape(symbol.look.screen))
        for role, look in symbol.roles.items():
            yield _rule(f".cm-{style}.cm-{class_word(role)}", _shape(look.screen))


def _asserters() -> Iterator[str]:
    for role, look in table.REPORTED.items():
        yield _rule(f".cm-f.cm-{class_word(role)}", _shape(look.screen))
    roles = ", ".join(f".cm-{class_word(role)}" for role in table.REPORTED)
    for number, by in enumerate(table.ASSERTERS, 1):
        shape = _shape(Screen(by.colour, dashes=by.screen_dashes or None))
        yield _rule(f":is({roles}).cm-by-{number}", shape)
        yield _rule(f".cm-label.cm-label-by-{number} .cm-tip-name", [_underline(by)])


def _sign(key: str, parts: Iterable[Part]) -> Iterator[str]:
    for side, part in zip(("before", "after"), parts, strict=False):
        yield _rule(f'[class*="st-key-switch-{key}"]::{side}', _box(part))


def _of_kind(kind: str) -> str:
    """The sign of an own layer that has nothing wider than lines, or than points."""
    return f'[class*="st-key-switch-own-"][class*="-{kind}-own-"]::before'


def _own_sign(colour: Colour) -> Part:
    edge: tuple[float, Line, Colour] = (table.OWN_WIDTH, "dotted", colour)
    return Part(3, 4, 28, 16, colour, table.OWN_FILL, edge=edge, corners="4px")


def _box(part: Part) -> Iterator[str]:
    yield f"left: {part.left:g}px; top: {part.top:g}px; width: {part.width:g}px"
    if part.height:
        yield f"height: {part.height:g}px"
    if part.edge:
        width, line, colour = part.edge
        yield f"border{'' if part.height else '-top'}: {width:g}px {line} {_value(colour)}"
    if part.fill and part.share < 1:
        share = f"{_value(part.fill)} {part.share:.0%}"
        yield f"background: color-mix(in srgb, {share}, transparent)"
    elif part.fill:
        yield f"background: {_value(part.fill)}"
    if part.opacity < 1:
        yield f"opacity: {part.opacity:g}"
    if part.corners:
        yield f"border-radius: {part.corners}"
    if part.turn:
        yield f"transform: rotate({part.turn:g}deg)"


def _bar(by: AsserterSymbol) -> str:
    width = 5 if by.line == "double" else 2 if by.thin else 4
    return f"border-top: {width}px {by.line} {_value(by.colour)}"


def _underline(by: AsserterSymbol) -> str:
    width = "" if by.line == "double" else " 2px" if by.thin else " 3px"
    return f"text-decoration: underline {by.line}{width} {_value(by.colour)}"


def _shape(screen: Screen) -> Iterator[str]:
    if screen.stroke:
        yield f"stroke: {_value(screen.stroke)}"
    if screen.width is not None:
        yield f"stroke-width: {screen.width:g}"
    if screen.dashes is not None:
        yield f"stroke-dasharray: {' '.join(f'{n:g}' for n in screen.dashes) or 'none'}"
    if screen.alpha is not None:
        yield f"stroke-opacity: {screen.alpha:g}"
    if screen.ends:
        yield f"stroke-linecap: {screen.ends}"
    if screen.fill:
        yield f"fill: {_value(screen.fill)}"
    if screen.fill_alpha is not None:
        yield f"fill-opacity: {screen.fill_alpha:g}"


def _of_kinds(kinds: Iterable[str]) -> str:
    return f":is({', '.join(f'.cm-label-{class_word(kind)}' for kind in kinds)})"


def _rule(selector: str, declarations: Iterable[str]) -> str:
    """A rule on a line of its own; nothing when it would declare nothing."""
    declared = "; ".join(declarations)
    return f"{selector} {{ {declared}; }}" if declared else ""


def _name(colour: Colour) -> str:
    return f"--cm-{colour.name}"


def _value(colour: Colour) -> str:
    return "none" if colour is NOTHING else f"var({_name(colour)})"
