"""KML 2.2: a folder a layer, styled placemarks, claims and provenance as ExtendedData.

A description is shown as HTML by those who read KML, whatever its escapes in XML: text of the
story is escaped twice there, once for each.
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

from ...findings.rows import Row
from ...symbols.sld_qml import kml_colour, layer_style, own_style
from ...symbols.symbol import Exchange
from ...symbols.table import PAPER
from ...uploads.verdict import OwnLayer
from ..provenance import provenance_of
from ..seal import BLANK, NAME
from ..snapshot import UNCHECKED, Snapshot
from ..uploads import count_of, fitting, text_bytes, vertices
from .plain_text import clean, clean_lines, json_text
from .story_rows import Shape, Sheet, told
from .upload_tables import attributes, geometries_of

NAMESPACE = "http://www.opengis.net/kml/2.2"
PROVENANCE = "provenance"  # the name of the Document's Data that holds it
ELSEWHERE = "Other claims"
# At most this of own layers, so that provenance_reader.py takes the file: it counts elements, too.
OWN_BYTES, OWN_ELEMENTS = 40_000_000, 800_000
# What a Data of a placemark is not called: its own fields, and those that say what it is of.
TAKEN = (
    *("id", "name", "description", "timestamp", "begin", "end", "altitudemode", "tessellate"),
    *("extrude", "visibility", "draworder", "icon", "own_layer", "checked"),
)


def kml(snapshot: Snapshot) -> bytes:
    """The file's bytes. Coordinates are longitude, latitude in degrees (EPSG:4326)."""
    sheet = Sheet(snapshot)
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", snapshot.title)
    _description(document, _about(snapshot, sheet))
    for layer, _ in sheet.layers:
        if document.find(f"Style[@id='{layer.style}']") is None:
            _style(document, layer.style, layer_style(layer.style))
    held = ET.SubElement(document, "ExtendedData")
    _data(held, PROVENANCE, provenance_of(snapshot).text)
    _data(held, NAME, BLANK)
    _data(held, "attribution", "; ".join(snapshot.attributions))
    for layer, shapes in sheet.layers:
        folder = ET.SubElement(document, "Folder", id=f"layer-{layer.id}")
        _text(folder, "name", layer.title)
        _description(folder, [layer.description, layer.attribution, layer.licence])
        for shape in shapes:
            _placemark(folder, shape, layer.style)
    _own_folders(document, snapshot)
    if sheet.elsewhere:
        folder = ET.SubElement(document, "Folder", id="other-claims")
        _text(folder, "name", ELSEWHERE)
        _description(folder, ["Claims in sight that hang on none of the places above."])
        for claim in sheet.elsewhere:
            _other_claim(folder, claim)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _about(snapshot: Snapshot, sheet: Sheet) -> list[str]:
    """The lines under the title: the subtitle, the day, the attribution, the sources."""
    sources = (f"[{row['number']}] {row['citation']} {row['url'] or ''}" for row in sheet.sources)
    return [snapshot.subtitle, f"{snapshot.scope_line}.", *snapshot.attributions, *sources]


def _placemark(folder: ET.Element, shape: Shape, style: str) -> None:
    row = shape.row
    placemark = ET.SubElement(folder, "Placemark", id=f"feature-{row['id']}")
    _text(placemark, "name", row["name"])
    about = f"{row['kind']}, {row['role']}, within {row['accuracy_m']} m: {row['method']}"
    lines = [row["name"], row["status"] or "", about, row["note"] or ""]
    _description(placemark, [*lines, *(told(claim) for claim in shape.claims)])
    _text(placemark, "styleUrl", f"#{style}")
    held = ET.SubElement(placemark, "ExtendedData")
    for name, value in row.items():
        if name != "name" and value is not None:
            # A field called `id` would be taken for the placemark's own.
            plain = value if isinstance(value, str) else json_text(value)
            _data(held, "feature" if name == "id" else name, plain)
    _data(held, "claims", json_text(list(shape.claims)))
    _geometry(placemark, shape.geometry)


def _own_folders(document: ET.Element, snapshot: Snapshot) -> None:
    """A folder for each own layer; of one that is too large, only words that say so."""
    own = fitting(snapshot, _bytes, OWN_BYTES)
    for signed in own.layers:
        name, layer = signed.id, signed.layer
        _style(document, f"{name}-style", own_style(signed.sign))
        folder = ET.SubElement(document, "Folder", id=name)
        _text(folder, "name", layer.name)
        _description(folder, [f"{layer.name}: {UNCHECKED}"])
        for feature, geometry in zip(layer.features, geometries_of(layer), strict=True):
            placemark = ET.SubElement(folder, "Placemark", id=f"{name}.{feature.number}")
            _text(placemark, "name", f"{layer.name} {feature.number}")
            held = attributes(feature, TAKEN)
            lines = [f"{key}: {value}" for key, value in held.items()]
            _description(placemark, [f"{layer.name}: {UNCHECKED}", *lines])
            _text(placemark, "styleUrl", f"#{name}-style")
            data = ET.SubElement(placemark, "ExtendedData")
            for key, value in (("own_layer", layer.name), ("checked", "false"), *held.items()):
                _data(data, key, value)
            _geometry(placemark, geometry)
    for words in own.left_out:
        folder = ET.SubElement(document, "Folder")
        _text(folder, "name", "Own layer left out")
        _description(folder, [words])


def _bytes(layer: OwnLayer) -> int:
    """The bytes a layer has as KML, about; many elements are as bad as many bytes."""
    parts = int(shapely.get_num_geometries([f.geometry for f in layer.features]).sum())
    features, pairs = len(layer.features), sum(len(f.properties) for f in layer.features)
    elements = 12 * features + 6 * parts + 2 * pairs
    # Each text stands there twice, once escaped for XML and once for HTML, too.
    text = 2 * text_bytes(layer) + 12 * count_of("<>&", layer)
    written = 25 * vertices(layer) + text + 60 * pairs + (700 + 12 * len(layer.name)) * features
    return max(written, elements * OWN_BYTES // OWN_ELEMENTS)


def _other_claim(folder: ET.Element, claim: Row) -> None:
    """A claim without a geometry: a placemark need not have one."""
    placemark = ET.SubElement(folder, "Placemark", id=f"claim-{claim['id'].replace('/', '.')}")
    _text(placemark, "name", f"{claim['about_name']}: {claim['attribute_label']}")
    _description(placemark, [claim["about_name"], told(claim)])
    held = ET.SubElement(placemark, "ExtendedData")
    _data(held, "claims", json_text([claim]))


def _style(document: ET.Element, name: str, style: Exchange) -> None:
    made = ET.SubElement(document, "Style", id=name)
    icon = ET.SubElement(made, "IconStyle")  # without an Icon, which would be fetched
    _text(icon, "color", kml_colour(style.stroke))
    _text(icon, "scale", "0.8")
    label = ET.SubElement(made, "LabelStyle")
    _text(label, "color", kml_colour(PAPER))
    line = ET.SubElement(made, "LineStyle")
    _text(line, "color", kml_colour(style.stroke))
    _text(line, "width", str(style.width))
    area = ET.SubElement(made, "PolyStyle")
    _text(area, "color", kml_colour(style.fill, style.opacity))
    # Else a balloon shows names and ExtendedData, as HTML that nobody escaped.
    _text(ET.SubElement(made, "BalloonStyle"), "text", "$[description]")


def _geometry(parent: ET.Element, geometry: BaseGeometry) -> None:
    kind = geometry.geom_type
    if hasattr(geometry, "geoms"):  # several of one kind, or a collection of any
        several = ET.SubElement(parent, "MultiGeometry")
        for part in geometry.geoms:
            _geometry(several, part)
    elif kind == "Polygon":
        polygon = ET.SubElement(parent, "Polygon")
        rings = [("outerBoundaryIs", geometry.exterior)]
        rings += [("innerBoundaryIs", ring) for ring in geometry.interiors]
        for side, ring in rings:
            drawn = ET.SubElement(ET.SubElement(polygon, side), "LinearRing")
            _coordinates(drawn, ring.coords)
    else:
        drawn = ET.SubElement(parent, kind)
        if kind == "LineString":
            _text(drawn, "tessellate", "1")  # along the ground, not through a hill
        _coordinates(drawn, geometry.coords)


def _coordinates(parent: ET.Element, coordinates: Iterable[tuple[float, ...]]) -> None:
    _text(parent, "coordinates", " ".join(f"{x:.6f},{y:.6f}" for x, y in coordinates))


def _description(parent: ET.Element, lines: Iterable[str]) -> None:
    """Lines of text for HTML; `$` as an entity where `$[…]` would be replaced in balloons."""
    escaped = (html.escape(clean(line), quote=False) for line in lines if line)
    shown = (line.replace("$[", "&#36;[") for line in escaped)
    ET.SubElement(parent, "description").text = "\n".join(shown)


def _data(parent: ET.Element, name: str, value: str) -> None:
    held = ET.SubElement(ET.SubElement(parent, "Data", name=name), "value")
    held.text = clean_lines(value)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = clean(text)
