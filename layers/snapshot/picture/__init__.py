"""The picture of a snapshot, to print: PNG, SVG and PDF, drawn by matplotlib."""

from layers.snapshot.picture.output import picture
from layers.snapshot.picture.reading import read_provenance

__all__ = ["picture", "read_provenance"]
