"""Write the JSON Schemas of a story's files, for editors, and the data dictionary."""

from __future__ import annotations

from pathlib import Path

import click

from ..snapshot.files import write
from ..story.data_dictionary import dictionary
from ..story.schemas import schema_files
from .command_group import main
from .terminal import fail, say


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--dictionary",
    "document",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also write the data dictionary, in Markdown, into this file.",
)
def schemas(folder: Path, document: Path | None) -> None:
    """Write the JSON Schemas of seeds, checks, corrections and the catalogue into DIR."""
    texts = {folder / name: text for name, text in schema_files().items()}
    if document is not None:
        texts[document] = dictionary()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            write(path, text.encode("utf-8"))
            say(str(path))
    except OSError as error:
        fail(f"{folder}: {error.strerror or 'no folder that can be written to'}")
