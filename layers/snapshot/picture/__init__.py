"""The picture of a snapshot, to print: PNG, SVG and PDF, drawn by matplotlib."""

from .picture_files import picture
from .provenance_reader import read_provenance

__all__ = ["picture", "read_provenance"]
