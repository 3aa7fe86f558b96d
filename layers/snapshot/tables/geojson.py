"""GeoJSON (RFC 7946): the features in sight, each with its claims; provenance beside them."""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.geometry import mapping

from layers.snapshot.provenance import provenance_of
from layers.snapshot.tables.rows import DECIMALS, Shape, Sheet
from layers.snapshot.tables.text import clean, json_text
from layers.snapshot.view import Snapshot


def geojson(snapshot: Snapshot) -> bytes:
    """One FeatureCollection, EPSG:4326, longitude before latitude.

    Members of ours: `title`, `description`, `attribution`, `provenance`, and in `other_claims`
    those in sight that hang on none of the features.
    """
    sheet = Sheet(snapshot)
    shapes = [shape for _, shapes in sheet.layers for shape in shapes]
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": clean(snapshot.title),
        "description": clean(f"{snapshot.subtitle} {snapshot.dateline}.".strip()),
        "attribution": list(snapshot.attributions),
        "provenance": json.loads(provenance_of(snapshot).text),
        "other_claims": list(sheet.elsewhere),
    }
    if shapes:  # no box goes round nothing
        bounds = shapely.total_bounds([shape.geometry for shape in shapes])
        collection["bbox"] = [round(float(degrees), DECIMALS) for degrees in bounds]
    collection["features"] = [_feature(shape) for shape in shapes]
    return (json_text(collection) + "\n").encode("utf-8")


def _feature(shape: Shape) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": shape.feature.id,
        "geometry": mapping(shape.geometry),
        "properties": shape.row | {"claims": list(shape.claims)},
    }
