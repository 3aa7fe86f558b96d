"""KML and GPX answered in frames: the layer, then its features one by one. Runs in the child.

The first frame has `layer`, `crs` and `warnings`; each of the others a feature's number with its
properties and WKB, with why it is dropped, or with a note on it. GDAL is not loaded for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely

from ...errors import Problem
from ..verdict import Limits, Refused
from . import gpx, kml
from .frames import Frame
from .layer_choice import layer_frame, pick
from .xml_text import Found


def read_kml(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    """The Placemarks of one folder. Raises Refused."""
    reader = kml.KmlReader(name, limits)
    reader.read(Path("layer.kml").read_bytes())
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
        title, folder = pick(folders, full, "folder", choose, name, limits)
    except Refused as refused:
        # A file of links alone: what it holds is said with what it lacks.
        more = (Problem(name, "", *reason) for reason in left)
        raise Refused(*refused.problems, *more, choices=refused.choices) from refused
    yield layer_frame(title if folder.named or choose else "", "EPSG:4326", left)
    yield from _features(folder.found)


def read_gpx(name: str, choose: str | None, limits: Limits) -> Iterator[Frame]:
    """The waypoints, the routes or the tracks. Raises Refused."""
    reader = gpx.GpxReader(name, limits)
    reader.read(Path("layer.gpx").read_bytes())
    kinds = {title: reader.kinds[kind] for kind, title in gpx.KINDS.items()}
    full = [title for title, found in kinds.items() if found]
    _, found = pick(kinds, full, "layer", choose, name, limits)
    yield layer_frame(choose or "", "EPSG:4326", [])
    yield from _features(found)


def _features(found: list[Found]) -> Iterator[Frame]:
    for number, one in enumerate(found, start=1):
        if one.bad is not None:
            yield {"drop": number, "why": one.bad}, b""
            continue
        shape = b"" if one.geometry is None else shapely.to_wkb(one.geometry)
        yield {"n": number, "p": one.properties}, shape
        yield from (({"note": number, "why": note}, b"") for note in one.notes)


FORMS = {"kml": read_kml, "gpx": read_gpx}
