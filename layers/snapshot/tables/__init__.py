"""A snapshot as tables and citations for other programs; each writer gives a whole file's bytes."""

from collections.abc import Callable

from layers.snapshot.tables.citations import bibtex, csl_json, ris
from layers.snapshot.tables.geojson import geojson
from layers.snapshot.tables.geopackage import geopackage
from layers.snapshot.tables.jsonld import jsonld
from layers.snapshot.tables.kml import kml
from layers.snapshot.tables.reading import read_provenance
from layers.snapshot.tables.spreadsheet import spreadsheet
from layers.snapshot.view import Snapshot

__all__ = ["FORMS", "read_provenance"]

# By the end of the file's name.
FORMS: dict[str, Callable[[Snapshot], bytes]] = {
    "geojson": geojson,
    "gpkg": geopackage,
    "kml": kml,
    "csv": spreadsheet,
    "jsonld": jsonld,
    "bib": bibtex,
    "ris": ris,
    "csl.json": csl_json,
}
