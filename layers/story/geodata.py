"""Read `data/`: the catalogue and one GeoJSON file a layer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import shapely

from layers.errors import Problem, shown
from layers.story import strictjson
from layers.story.geojson import read_features
from layers.story.records import Feature, Layer
from layers.story.validate import record_of

CATALOGUE = "catalogue.json"
CRS = "EPSG:4326"


def read_layers(folder: Path, problems: list[Problem]) -> dict[str, Layer]:
    """Every layer the catalogue names, in its order; what is wrong goes to `problems`."""
    file = f"{folder.name}/{CATALOGUE}"
    entries = _catalogue_entries(folder, file, problems)
    layers: dict[str, Layer] = {}
    for number, entry in enumerate(entries, 1):
        named = isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"]
        record = str(named or f"layer {number}")
        if record in layers:
            problems.append(Problem(file, record, "id", record, "stands twice in the catalogue"))
            continue
        layer = _read_layer(folder, entry, file, record, problems)
        if layer is not None:
            layers[layer.id] = layer
    if folder.is_dir():
        listed = {e.get("file") for e in entries if isinstance(e, dict)}
        for path in sorted(folder.glob("*.geojson")):
            if entries and path.name not in listed:
                problems.append(
                    Problem(f"{folder.name}/{path.name}", "", "", "", f"needs an entry in {file}")
                )
    return layers


def _catalogue_entries(folder: Path, file: str, problems: list[Problem]) -> list[Any]:
    try:
        catalogue = strictjson.loads((folder / CATALOGUE).read_bytes())
    except OSError:
        problems.append(Problem(file, "", "", "", "the file is missing"))
        return []
    except ValueError as error:
        problems.append(Problem(file, "", "", str(error), "must be JSON in UTF-8"))
        return []
    if not isinstance(catalogue, dict):
        problems.append(Problem(file, "", "", shown(catalogue), 'needs "crs" and "layers"'))
        return []
    if catalogue.get("crs") != CRS:
        problems.append(Problem(file, "", "crs", shown(catalogue.get("crs", "")), f"must be {CRS}"))
    entries = catalogue.get("layers")
    if not isinstance(entries, list) or not entries:
        problems.append(Problem(file, "", "layers", shown(entries), "needs at least one layer"))
        return []
    return entries


def _read_layer(
    folder: Path, entry: Any, file: str, record: str, problems: list[Problem]
) -> Layer | None:
    if not isinstance(entry, dict):
        problems.append(Problem(file, record, "", shown(entry), "must be an object of fields"))
        return None
    promised = {k: v for k, v in entry.items() if k != "features"}
    name = entry.get("file")
    features: tuple[Feature, ...] = ()
    content = b""
    if isinstance(name, str) and "/" not in name and "\\" not in name:
        data_file = f"{folder.name}/{name}"
        try:
            content = (folder / name).read_bytes()
        except OSError:
            problems.append(Problem(data_file, "", "", "", "the file is missing"))
        else:
            features = _features(content, data_file, problems)
            problems += _broken_promises(entry, content, features, data_file, problems)
    layer = record_of(Layer, promised | {"features": features}, file, record, problems)
    return layer if content else None


def _features(content: bytes, file: str, problems: list[Problem]) -> tuple[Feature, ...]:
    found = []
    for number, (properties, geometry) in enumerate(read_features(content, file, problems), 1):
        name = properties.get("id")
        record = name if isinstance(name, str) and name else f"feature {number}"
        made = record_of(Feature, properties | {"geometry": geometry}, file, record, problems)
        if made is not None:
            found.append(made)
    return tuple(found)


def _broken_promises(
    entry: dict[str, Any],
    content: bytes,
    features: tuple[Feature, ...],
    file: str,
    problems: list[Problem],
) -> list[Problem]:
    """Where a file is not what its catalogue entry says, unless the file itself is at fault."""
    if any(p.file == file for p in problems):
        return []
    types = sorted({f.geometry.geom_type for f in features})
    bbox = [round(float(v), 6) for v in shapely.total_bounds([f.geometry for f in features])]
    facts = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "features": len(features),
        "geometry_types": types,
        "bbox": bbox,
    }
    return [
        Problem(file, "", name, shown(fact), f"the catalogue says {shown(entry.get(name))}")
        for name, fact in facts.items()
        if entry.get(name) != fact
    ]
