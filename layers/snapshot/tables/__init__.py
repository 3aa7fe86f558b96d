"""A snapshot as tables and citations for other programs; each writer gives a whole file's bytes."""

from collections.abc import Callable

from ..snapshot import Snapshot
from .citations import bibtex, csl_json, ris
from .claims_csv import spreadsheet
from .corrections_feed import corrections_feed
from .geojson import geojson
from .geopackage import geopackage
from .jsonld import jsonld
from .kml import kml
from .provenance_reader import read_provenance

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
    "atom": corrections_feed,
}
