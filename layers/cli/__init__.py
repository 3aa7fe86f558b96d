"""The story without a browser: check it, hand out what is in it, make and open snapshots."""

from layers.cli import records, snapshots
from layers.cli.group import main

__all__ = ["main", "records", "snapshots"]
