"""A snapshot as one HTML file with everything inside: map, tables, sources and provenance."""

from .document import page
from .provenance_script import read_provenance

__all__ = ["page", "read_provenance"]
