"""Files made from a view that can be read without the app, and carry their evidence with them."""

from layers.snapshot.provenance import Provenance, provenance_of
from layers.snapshot.view import Snapshot, snapshot_of

__all__ = ["Provenance", "Snapshot", "provenance_of", "snapshot_of"]
