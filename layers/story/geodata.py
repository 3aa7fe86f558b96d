"""Reader of `data/`: the catalogue and one GeoJSON file a layer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely

from ..errors import Problem, shown
from . import strict_json
from .features import Feature, Layer
from .fields import FILE_NAME
from .geojson import read_features
from .story_files import story_files
from .validation import record_of

CATALOGUE = "catalogue.json"
CRS = "EPSG:4326"
OR_RENEW = "as the catalogue says; if the file is right, the command `catalogue` renews that"


@dataclass
class Geodata:
    """The layers read so far; geometry is EPSG:4326, lon lat in degrees.

    `features` are the good ones with their files; `names` are the ids of all that are written
    down, right or wrong; `whole` is false when there may be more. So a reference to what is wrong
    is not wrong, too.
    """

    layers: dict[str, Layer] = field(default_factory=dict)
    features: list[tuple[str, Feature]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    whole: bool = True


def read_layers(folder: Path, problems: list[Problem]) -> Geodata:
    """Every layer the catalogue names, in its order; what is wrong goes to `problems`."""
    file = f"{folder.name}/{CATALOGUE}"
    entries = _catalogue_entries(folder, file, problems)
    read = Geodata(whole=bool(entries))
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        named = isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"]
        record = str(named or f"layer {number}")
        if record in seen:
            problems.append(Problem(file, record, "id", record, "stands twice in the catalogue"))
            read.whole = False
            continue
        seen.add(record)
        _read_layer(folder, entry, file, record, read, problems)
    listed = [e.get("file") for e in entries if isinstance(e, dict)]
    for path in story_files(folder.parent) if entries else ():
        if path.parent == folder and path.suffix == ".geojson" and path.name not in listed:
            problems.append(
                Problem(f"{folder.name}/{path.name}", "", "", "", f"needs an entry in {file}")
            )
    return read


def _catalogue_entries(folder: Path, file: str, problems: list[Problem]) -> list[Any]:
    try:
        catalogue = strict_json.loads((folder / CATALOGUE).read_bytes())
    except OSError:
        problems.append(Problem(file, "", "", "", "the file is missing"))
        return []
    except ValueError as error:
        problems.append(Problem(file, "", "", shown(str(error), 200), "must be JSON in UTF-8"))
        return []
    if not isinstance(catalogue, dict):
        problems.append(Problem(file, "", "", shown(catalogue), 'needs "crs" and "layers"'))
        return []
    if catalogue.get("crs") != CRS:
        problems.append(Problem(file, "", "crs", shown(catalogue.get("crs", "")), f"must be {CRS}"))
    entries = catalogue.get("layers")
    if not isinstance(entries, list) or not entries:
        problems.append(
            Problem(file, "", "layers", shown(entries or ""), "needs at least one layer")
        )
        return []
    return entries


def _read_layer(
    folder: Path, entry: Any, file: str, record: str, read: Geodata, problems: list[Problem]
) -> None:
    if not isinstance(entry, dict):
        problems.append(Problem(file, record, "", shown(entry), "must be an object of fields"))
        read.whole = False
        return
    features = _read_file(folder, entry, read, problems)
    # How many features there are is a promise; the record has the features themselves.
    promised = {k: v for k, v in entry.items() if k != "features"}
    layer = record_of(Layer, promised | {"features": features}, file, record, problems)
    if layer is not None:
        read.layers[layer.id] = layer


def _read_file(
    folder: Path, entry: dict[str, Any], read: Geodata, problems: list[Problem]
) -> tuple[Feature, ...]:
    """The good features of the file that an entry names; none when it names none."""
    name = entry.get("file")
    if not isinstance(name, str) or not re.fullmatch(FILE_NAME, name):
        read.whole = False
        return ()
    file = f"{folder.name}/{name}"
    found: list[Problem] = []
    content, features = read_features_of(folder, name, found)
    found = found or _broken_promises(entry, content, features, file)
    problems += found
    read.features += [(file, feature) for feature in features]
    read.names |= {f.id for f in features} | {p.record for p in found}
    lost = any(p.field == "id" or (not features and not p.record) for p in found)
    read.whole = read.whole and not lost
    return features


def read_features_of(
    folder: Path, name: str, problems: list[Problem]
) -> tuple[bytes, tuple[Feature, ...]]:
    """The bytes of a layer's file and its good features; what is wrong goes to `problems`."""
    file = f"{folder.name}/{name}"
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, "", "", "", "the file is missing"))
        return b"", ()
    except OSError as error:
        problems.append(Problem(file, "", "", shown(error.strerror or ""), "a file we may read"))
        return b"", ()
    found = []
    for record, properties, geometry in read_features(content, file, problems):
        made = record_of(Feature, properties | {"geometry": geometry}, file, record, problems)
        if made is not None:
            found.append(made)
    return content, tuple(found)


def facts_of(content: bytes, features: tuple[Feature, ...]) -> dict[str, Any]:
    """The catalogue's facts on a layer's file that follow from its content, as JSON has them.

    The bounding box is west, south, east, north in degrees, EPSG:4326, to six decimals.
    """
    bounds = shapely.total_bounds([f.geometry for f in features])
    return {
        "features": len(features),
        "geometry_types": sorted({f.geometry.geom_type for f in features}),
        "bbox": [round(float(v), 6) for v in bounds],
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _broken_promises(
    entry: dict[str, Any], content: bytes, features: tuple[Feature, ...], file: str
) -> list[Problem]:
    """Differences of a file without a fault of its own from its catalogue entry."""
    return [
        Problem(file, "", name, shown(fact), f"{shown(entry.get(name))}, {OR_RENEW}")
        for name, fact in facts_of(content, features).items()
        if entry.get(name) != fact
    ]
