"""The story in a shell: begin one, check it, show it, hand out what is in it, make snapshots."""

from .command_group import main

__all__ = ["main"]
