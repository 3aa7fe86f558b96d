"""KML and GPX answered in frames: each layer, then its features one by one. Runs in the child.

A layer's first frame has `layer`, `crs` and `warnings`; each of the others
a feature's number with its properties and WKB, with why it is dropped, or with a note on it. GDAL
is not loaded for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import shapely

from ...errors import Problem
from ..verdict import Asked, Limits, Refused
from . import gpx, kml, xml_text
from .frames import Frame
from .layer_choice import Reason, layer_frame, pick
from .xml_text import Found


def read_kml(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    """The Placemarks of a folder, or of several. Raises Refused."""
    reader = xml_text.read(kml.KmlReader, Path("layer.kml").read_bytes(), name, asked, limits)
    folders: dict[str, kml.Folder] = {}
    for folder in reader.folders:
        stem = title = folder.full_name or "(no folder)"
        number = 1
        while title in folders:
            title = f"{stem} ({(number := number + 1)})"
        folders[title] = folder
    left = [(tag, f"{count} of them", "not drawn, and no address is followed")
            for tag, count in sorted(reader.left_out.items())]  # fmt: skip
    full = [title for title, folder in folders.items() if folder.found]
    try:
        chosen = pick(folders, full, "folder", asked, name)
    except Refused as refused:
        # A file of links alone: what it holds is said with what it lacks.
        more = (Problem(name, "", *reason) for reason in left)
        raise Refused(*refused.problems, *more, choices=refused.choices) from refused
    said = [*reader.said, *left]
    named = len(full) > 1
    last = [folders[title].own_name.rpartition(" / ")[2] for title in full]
    alone = named and len({*last}) == len(full)  # then the names above them say nothing more
    layers = [
        ((f.name if alone and f.named else f.own_name) or title * named, title, f.found)
        for title, f in chosen
    ]
    yield from _layers(layers, asked, said, reader.colour_of)


def read_gpx(name: str, asked: Asked, limits: Limits) -> Iterator[Frame]:
    """The waypoints, the routes or the tracks, or several of these. Raises Refused."""
    reader = xml_text.read(gpx.GpxReader, Path("layer.gpx").read_bytes(), name, asked, limits)
    kinds = {title: reader.kinds[kind] for kind, title in gpx.KINDS.items()}
    full = [title for title, found in kinds.items() if found]
    chosen = pick(kinds, full, "layer", asked, name)
    named = len(full) > 1
    layers = [(title * named, title, found) for title, found in chosen]
    yield from _layers(layers, asked, reader.said, reader.colour_of)


def _layers(
    layers: list[tuple[str, str, list[Found]]],
    asked: Asked,
    said: list[Reason],
    colour_of: Callable[[Found], str],
) -> Iterator[Frame]:
    """The frames of layers: what they are called, how they are chosen, their features."""
    if not asked.together:
        for called, _, found in layers:
            yield layer_frame(called, "EPSG:4326", said)
            yield from _features(found, colour_of)
        return
    for _, title, found in layers:
        for one in found:
            one.properties.setdefault("layer", title)
    yield layer_frame("", "EPSG:4326", said)
    yield from _features([one for _, _, found in layers for one in found], colour_of)


def _features(found: list[Found], colour_of: Callable[[Found], str]) -> Iterator[Frame]:
    shapes = shapely.to_wkb([one.geometry for one in found]) if found else ()
    for number, (one, shape) in enumerate(zip(found, shapes, strict=True), start=1):
        if one.bad is not None:
            yield {"drop": number, "why": one.bad}, b""
            continue
        yield {"n": number, "p": one.properties, "c": colour_of(one)}, shape or b""
        yield from (({"note": number, "why": note}, b"") for note in one.notes)


FORMS = {"kml": read_kml, "gpx": read_gpx}
