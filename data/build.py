"""GeoJSON layers and the catalogue, built from packages of open data and facts kept by hand.

Run by `make data`. Everything written is EPSG:4326, lon lat, at most 6 decimals, exterior rings
counter-clockwise (RFC 7946). Same input, same bytes: no clock and no randomness; the
packages are named by version and checked against their SHA-256.

Input    facts/layers.toml, facts/places.toml, facts/tumen_centreline.json, ../seeds/*.toml (what
         is reported of the road bridge), and the wheels that packages.py names.
Output   one NAME.geojson a layer, and catalogue.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely
from borders import border_features
from bridges import rail_bridge_axis, road_bridge, site_along
from features import FACTS, HERE, Feature, feature, lonlat, toml
from ground import ground_layers, land_area
from river import osm_line, possible_water, river_feature
from shapely.geometry import shape


def main() -> None:
    """Build every layer, or with --offline only those that need no package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--offline", action="store_true", help="leave out what needs a package")
    args = parser.parse_args()
    built = {} if args.offline else open_data_layers()
    water = (
        built.get("water") or json.loads((HERE / "water.geojson").read_text("utf-8"))["features"]
    )
    write(built | hand_kept_layers(water), args.out)


def hand_kept_layers(water: list[Feature]) -> dict[str, list[Feature]]:
    """Layers that need nothing but facts/, seeds/ and the estimated water, with its banks."""
    estimated = next(f for f in water if f["id"] == "tumen-water-estimated")
    places = toml(FACTS / "places.toml")["places"]
    river = osm_line()
    layers: dict[str, list[Feature]] = {
        "rail-bridge": rail_bridge_axis(places["rail-bridge"]),
        "road-bridge": road_bridge(river, places["rail-bridge"], shape(estimated["geometry"])),
    }
    for name, place in places.items():
        layers.setdefault(place["layer"], []).append(point_feature(name, place))
    return layers


def open_data_layers() -> dict[str, list[Feature]]:
    """Layers from the packages."""
    rail = toml(FACTS / "places.toml")["places"]["rail-bridge"]
    river = osm_line()
    site = river.interpolate(site_along(river, rail)[2])
    return ground_layers() | {
        "borders": border_features(),
        "river": [river_feature(), *possible_water(land_area(), site)],
    }


def point_feature(name: str, place: dict[str, Any]) -> Feature:
    """A place that facts/places.toml gives as a point."""
    kept = ("role", "kind", "names", "local", "accuracy_m", "source", "url", "note")
    fields = {k: place[k] for k in kept if k in place}
    method = place.get("method", f"coordinate as published: {place['source']}")
    return feature(name, lonlat(place), method=method, **fields)


def write(layers: dict[str, list[Feature]], out: Path) -> None:
    """Write the layers, then the catalogue over all layer files that are in the folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, features in layers.items():
        (out / f"{name}.geojson").write_bytes(geojson(features))
    entries = []
    for name, kept in toml(FACTS / "layers.toml")["layers"].items():
        path = out / f"{name}.geojson"
        if path.exists():
            entries.append({"id": name, "file": path.name, **kept, **counted(path)})
    catalogue = {"crs": "EPSG:4326", "layers": entries}
    text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    (out / "catalogue.json").write_bytes(text.encode())


def geojson(features: Iterable[Feature]) -> bytes:
    """A FeatureCollection with one feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def counted(path: Path) -> dict[str, Any]:
    """The catalogue's facts on a file's content."""
    content = path.read_bytes()
    shapes = [shape(f["geometry"]) for f in json.loads(content)["features"]]
    return {
        "features": len(shapes),
        "geometry_types": sorted({s.geom_type for s in shapes}),
        "bbox": [round(float(v), 6) for v in shapely.total_bounds(shapes)],
        "sha256": hashlib.sha256(content).hexdigest(),
    }


if __name__ == "__main__":
    main()
