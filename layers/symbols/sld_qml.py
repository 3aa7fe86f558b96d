"""How layers are drawn in other programs: colours of the map's light theme, as SLD and QML.

Written by us from fixed strings and numbers; nothing of a story comes into them but names and
roles, which are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Style:
    """Colours as RRGGBB, the stroke's width in pixels, the fill's opacity from 0 to 1."""

    stroke: str
    width: float
    fill: str
    opacity: float


# By the style that the catalogue gives a layer; as in webmap/assets/map.css.
STYLES = {
    "context": Style("b3c4cc", 0.5, "ebe8de", 1),
    "sea": Style("b3c4cc", 0.5, "d5e3ea", 1),
    "land": Style("b3c4cc", 0.75, "f5f2ea", 1),
    "border": Style("7d7468", 1.5, "7d7468", 0.1),
    "river": Style("6fa3bd", 4, "6fa3bd", 0.3),
    "built": Style("26241f", 4, "26241f", 0.15),
    "derived": Style("b3400b", 2.5, "b3400b", 0.22),
    "place": Style("4a463f", 2, "4a463f", 0.15),
}
_OWN = ("8e24aa", "00796b", "6d5c00", "b71c5c", "3f51b5")
OWN = tuple(Style(colour, 2.5, colour, 0.14) for colour in _OWN)
PAPER = "fffefb"
POINT = 9  # pixels across
DASHES = {"uncertainty": "4 4", "derived": "2 7", "reported": "9 3", "disputed": "1 6"}
KINDS = {"Point": "marker", "Line": "line", "Polygon": "fill"}


def own_style(name: str) -> Style:
    """The style of an own layer by its id in a file, own- and a number from 1."""
    return OWN[(int(name.removeprefix("own-")) - 1) % len(OWN)]


def sld(name: str, style: Style, roles: Mapping[str, str]) -> str:
    """A Styled Layer Descriptor 1.0 for a layer, with the kind of geometry, of KINDS, of each role.

    A rule a role: one rule for all would put a point's mark into the middle of an area. What is
    derived or reported, as its role says, has a dashed line.
    """
    rules = "".join(_rule(style, role, kind) for role, kind in roles.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<StyledLayerDescriptor version="1.0.0" '
        'xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer>'
        f"<Name>{escape(name)}</Name><UserStyle><FeatureTypeStyle>{rules}"
        "</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


def _rule(style: Style, role: str, kind: str) -> str:
    dashes = next((dash for word, dash in DASHES.items() if role.startswith(word)), None)
    parameters = {"stroke": f"#{style.stroke}", "stroke-width": style.width}
    stroke = _parameters("Stroke", parameters | ({"stroke-dasharray": dashes} if dashes else {}))
    fill = _parameters("Fill", {"fill": f"#{style.fill}", "fill-opacity": style.opacity})
    paper = _parameters("Fill", {"fill": f"#{PAPER}"})
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


def qml(style: Style) -> str:
    """A style of QGIS 3: a rule for each kind of geometry, since a layer may hold several."""
    ink, fill = _rgba(style.stroke, 1), _rgba(style.fill, style.opacity)
    unit = {"outline_width_unit": "Pixel", "line_width_unit": "Pixel", "size_unit": "Pixel"}
    layers = {
        "Point": ("SimpleMarker", {"name": "circle", "size": str(POINT), "color": _rgba(PAPER, 1)}),
        "Line": ("SimpleLine", {"line_color": ink, "line_width": str(style.width)}),
        "Polygon": ("SimpleFill", {"color": fill, "style": "solid"}),
    }
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


def kml_colour(colour: str, opacity: float = 1) -> str:
    """A colour as KML writes it: opacity, blue, green, red, two hexadecimal digits each."""
    return f"{round(opacity * 255):02x}{colour[4:]}{colour[2:4]}{colour[:2]}"


def _rgba(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return f"{red},{green},{blue},{round(opacity * 255)}"
