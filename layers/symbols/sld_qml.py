"""Styles of layers for other programs: colours of the map's light theme, as SLD, QML and KML's.

Written by us from fixed strings and numbers; nothing of a story comes into them but names and
roles, which are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from xml.sax.saxutils import escape

from . import table
from .symbol import Colour, Exchange

POINT = 9  # pixels across
# By role, as on the web map. What is reported has one line for all who assert it.
DASHES = {
    role: look.screen.dashes
    for symbol in table.LAYERS.values()
    for role, look in symbol.roles.items()
    if look.screen.dashes
} | dict.fromkeys(table.REPORTED, table.ASSERTERS[1].screen_dashes)
KINDS = {"Point": "marker", "Line": "line", "Polygon": "fill"}


def layer_style(style: str) -> Exchange:
    """The style of a layer by the style that the catalogue gives it."""
    symbol = table.LAYERS[style]
    return replace(symbol.exchange, dashes=symbol.look.screen.dashes or ())


def own_style(number: int) -> Exchange:
    """The style of the own layer of a number, from 1."""
    colour = table.OWN[(number - 1) % len(table.OWN)].colour
    return Exchange(colour, table.OWN_WIDTH, colour, table.OWN_FILL)


def sld(name: str, style: Exchange, roles: Mapping[str, str]) -> str:
    """A Styled Layer Descriptor 1.0 for a layer, with the kind of geometry, of KINDS, of each role.

    A rule a role: one rule for all would put a point's mark into the middle of an area. What is
    derived or reported, as its role says, has a dashed line; the rest has the layer's.
    """
    rules = "".join(_rule(style, role, kind) for role, kind in roles.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<StyledLayerDescriptor version="1.0.0" '
        'xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer>'
        f"<Name>{escape(name)}</Name><UserStyle><FeatureTypeStyle>{rules}"
        "</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


def _rule(style: Exchange, role: str, kind: str) -> str:
    parameters = {"stroke": style.stroke.light, "stroke-width": style.width}
    if dashes := DASHES.get(role, style.dashes):
        parameters["stroke-dasharray"] = " ".join(f"{length:g}" for length in dashes)
    stroke = _parameters("Stroke", parameters)
    fill = _parameters("Fill", {"fill": style.fill.light, "fill-opacity": style.opacity})
    paper = _parameters("Fill", {"fill": table.PAPER.light})
    symbolizer = {
        "Polygon": f"<PolygonSymbolizer>{fill}{stroke}</PolygonSymbolizer>",
        "Line": f"<LineSymbolizer>{stroke}</LineSymbolizer>",
        "Point": "<PointSymbolizer><Graphic><Mark><WellKnownName>circle</WellKnownName>"
        f"{paper}{stroke}</Mark><Size>{POINT}</Size></Graphic></PointSymbolizer>",
    }[kind]
    return (
        f"<Rule><Title>{escape(role)}</Title><ogc:Filter><ogc:PropertyIsEqualTo>"
        f"<ogc:PropertyName>role</ogc:PropertyName><ogc:Literal>{escape(role)}</ogc:Literal>"
        f"</ogc:PropertyIsEqualTo></ogc:Filter>{symbolizer}</Rule>"
    )


def _parameters(tag: str, parameters: Mapping[str, object]) -> str:
    inner = "".join(
        f'<CssParameter name="{name}">{value}</CssParameter>' for name, value in parameters.items()
    )
    return f"<{tag}>{inner}</{tag}>"


def qml(style: Exchange) -> str:
    """A style of QGIS 3: a rule for each kind of geometry, since a layer may hold several."""
    ink, fill = _rgba(style.stroke), _rgba(style.fill, style.opacity)
    unit = {"outline_width_unit": "Pixel", "line_width_unit": "Pixel", "size_unit": "Pixel"}
    layers = {
        "Point": (
            "SimpleMarker",
            {"name": "circle", "size": str(POINT), "color": _rgba(table.PAPER)},
        ),
        "Line": ("SimpleLine", {"line_color": ink, "line_width": str(style.width)}),
        "Polygon": ("SimpleFill", {"color": fill, "style": "solid"}),
    }
    if style.dashes:
        pattern = ";".join(f"{length:g}" for length in style.dashes)
        dashed = {"use_custom_dash": "1", "customdash": pattern, "customdash_unit": "Pixel"}
        layers["Line"][1].update(dashed)
    rules, symbols = "", ""
    for number, (kind, (name, own)) in enumerate(layers.items()):
        options = own | unit | {"outline_color": ink, "outline_width": str(style.width)}
        rules += (
            f'<rule key="{kind}" symbol="{number}" label="{kind}" '
            f"filter=\"geometry_type($geometry) = '{kind}'\"/>"
        )
        symbols += (
            f'<symbol type="{KINDS[kind]}" name="{number}" alpha="1" clip_to_extent="1">'
            f'<layer class="{name}" enabled="1" locked="0" pass="0"><Option type="Map">'
            + "".join(
                f'<Option type="QString" name="{key}" value="{value}"/>'
                for key, value in options.items()
            )
            + "</Option></layer></symbol>"
        )
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n'
        '<qgis version="3.28" styleCategories="Symbology">'
        f'<renderer-v2 type="RuleRenderer" symbollevels="0"><rules key="all">{rules}</rules>'
        f"<symbols>{symbols}</symbols></renderer-v2></qgis>"
    )


def kml_colour(colour: Colour, opacity: float = 1) -> str:
    """A colour as KML writes it: opacity, blue, green, red, two hexadecimal digits each."""
    red, green, blue = _channels(colour)
    return f"{round(opacity * 255):02x}{blue:02x}{green:02x}{red:02x}"


def _rgba(colour: Colour, opacity: float = 1) -> str:
    red, green, blue = _channels(colour)
    return f"{red},{green},{blue},{round(opacity * 255)}"


def _channels(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.light.removeprefix("#"))
    return red, green, blue
