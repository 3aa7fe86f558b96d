"""The command itself, and the story that its commands are about."""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from typing import Any

import click

from .. import home
from ..errors import MapError, StoryError

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
texts_option = click.option(
    "--texts",
    type=FOLDER,
    multiple=True,
    help="A folder with full texts of sources, beside seeds/ itself. May be given again.",
)
NAMES = (
    *("catalogue", "check", "claims", "diff", "findings", "inspect", "layer", "new", "open"),
    *("places", "review", "schemas", "serve", "site", "snapshot", "todo", "watch"),
)
# A command makes records by the ten thousand and ends; looking for garbage among them after every
# 700th, as Python does by itself, takes a tenth of its time.
OBJECTS = 100_000


class Commands(click.Group):
    """Commands, each loaded when it is asked for: what one needs may take a second to import."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Run as a program, which the process is there for."""
        gc.set_threshold(OBJECTS)
        return super().__call__(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what is wrong with a story or a file is said, with exit status 1."""
        try:
            return super().invoke(ctx)
        except MapError as error:
            from .terminal import fail, stop  # later than what may need no story at all

            if isinstance(error, StoryError):
                stop(error.problems, to_stderr=True)
            fail(str(error))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        _load(cmd_name)
        return super().get_command(ctx, cmd_name)


def _load(name: str) -> None:
    """Import the module that a command is in, which adds it to the group."""
    match name:
        case "check":
            from . import check  # noqa: F401
        case "claims" | "findings" | "places":
            from . import claims  # noqa: F401
        case "diff":
            from . import diff  # noqa: F401
        case "layer":
            from . import layer  # noqa: F401
        case "new" | "catalogue":
            from . import new_story  # noqa: F401
        case "review":
            from . import review  # noqa: F401
        case "schemas":
            from . import schemas  # noqa: F401
        case "serve":
            from . import serve  # noqa: F401
        case "site":
            from . import site  # noqa: F401
        case "snapshot" | "inspect" | "open":
            from . import snapshots  # noqa: F401
        case "todo":
            from . import todo  # noqa: F401
        case "watch":
            from . import watch  # noqa: F401


@click.group(cls=Commands)
@click.option(
    "--story",
    "folder",
    type=FOLDER,
    envvar=home.VARIABLE,
    default=home.folder,
    show_envvar=True,
    show_default="the project's own",
    help="The story's folder, which holds seeds/ and data/.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """A map of one news story, in a shell."""
    # A library of the map's says that no page is served; that is so.
    logging.disable(logging.WARNING)
    context.obj = folder
