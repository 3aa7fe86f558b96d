"""Files made from a view that can be read without the app, and carry their evidence with them."""

from .provenance import Provenance, provenance_of
from .snapshot import Snapshot, SnapshotError, snapshot_of

__all__ = ["Provenance", "Snapshot", "SnapshotError", "provenance_of", "snapshot_of"]
