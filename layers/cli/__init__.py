"""The story without a browser: begin one, check it, hand out what is in it, make snapshots."""

from layers.cli import layer, new, records, review, snapshots, todo
from layers.cli.group import main

__all__ = ["layer", "main", "new", "records", "review", "snapshots", "todo"]
