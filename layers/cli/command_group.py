"""The command itself, and the story that its commands are about."""

from __future__ import annotations

import logging
from pathlib import Path

import click

HERE = Path(__file__).resolve().parents[2]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
@click.option(
    "--story",
    "folder",
    type=FOLDER,
    envvar="TUMEN_STORY",
    default=HERE,
    show_envvar=True,
    show_default="the project's own",
    help="The story's folder, which holds seeds/ and data/.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """A map of one news story, without a browser."""
    # A library of the map's says that no page is served; that is so.
    logging.disable(logging.WARNING)
    context.obj = folder
