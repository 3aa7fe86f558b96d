"""Write the map as a static site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..story import load_story
from ..story.wording import counted
from .command_group import main
from .terminal import say


@main.command()
@click.argument("out", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--url", help="The address that DIR will have, for links from elsewhere.")
@click.pass_obj
def site(folder: Path, /, out: Path, url: str | None) -> None:
    """Write the map with every view of it to DIR, for any file server.

    DIR is written whole or not at all; a site that is there is replaced, anything else is not.
    """
    from ..site import canonical, site_files, write_site  # takes a second: --help need not wait
    from ..site.folder import expect_site

    at = canonical(url) if url is not None else None
    expect_site(out.resolve())
    files = site_files(load_story(folder), at, _tell)
    write_site(out, files)
    size = sum(map(len, files.values()))
    say(f"{out}: {counted(len(files), 'file')}, {size:,} bytes", to_stderr=True)
    if at is None:
        say("Without --url no page tells where it is: links have no picture.", to_stderr=True)


def _tell(done: int, of: int) -> None:
    """The share that is done, on a line of its own at a terminal alone."""
    if sys.stderr.isatty():
        click.echo(f"\r{100 * done // of} % \r", nl=False, err=True)
