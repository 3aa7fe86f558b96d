"""The story without a browser: begin one, check it, hand out what is in it, make snapshots."""

from . import claims, layer, leads, new_story, review, snapshots  # noqa: F401  # each registers its commands
from .command_group import main

__all__ = ["layer", "main", "new", "records", "review", "snapshots", "todo"]
