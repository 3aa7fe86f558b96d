"""A snapshot as one HTML file with everything inside: map, tables, sources and provenance."""

from layers.snapshot.page.document import page
from layers.snapshot.page.inside import read_provenance

__all__ = ["page", "read_provenance"]
