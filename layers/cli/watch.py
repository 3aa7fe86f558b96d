"""The command `watch`: asks sources whether they still say what is quoted of them."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from pathlib import Path

import click

from ..errors import shown
from ..findings.rows import json_text
from ..snapshot.provenance import software
from ..story import load_story
from ..story.wording import counted
from .command_group import main
from .terminal import fail, say, say_table, write

COLUMNS = ("source", "claim", "verdict", "why", "url")
AGENT = f"{software()} (asks at its user's word whether quoted passages still stand)"
DEEPER = "For what a WARC of one answer misses, such as pictures and video, see auto-archiver."


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A new WARC file (.warc.gz) of everything that is fetched, for whoever may keep it.",
)
@click.pass_obj
def watch(folder: Path, sources: tuple[str, ...], form: str, archive: Path | None) -> None:
    """Ask each SOURCE, or every one that is quoted, whether it still says so.

    This goes to the web: to each address once, and to the robots.txt of its host. Of a quote it
    says: same, moved, changed, gone, unreachable or behind a wall. Nothing is written into the
    records. Status 1 when a quote is changed or gone.
    """
    story = load_story(folder)
    for name in {*sources} - story.sources.keys():
        raise click.BadParameter(f"{shown(name)} is no source of this story")
    try:
        from ..watch.fetching import Fetcher
        from ..watch.watching import Proposal, QuoteFinding, watch
        from ..watch.web_archive import web_archive
    except ImportError as error:
        fail(f"watch needs {error.name}: pip install 'tumen-map[watch]'")
    logging.disable(logging.ERROR)  # what a page is not, a verdict says
    quoted = [s for s in story.sources if any(c.quote for c in story.claims_of(s))]
    asked = [story.sources[name] for name in sources or quoted]
    with ExitStack() as stack:
        fetcher = Fetcher(AGENT)
        if archive:
            try:
                fetcher.kept = stack.enter_context(web_archive(archive))
            except OSError as error:
                fail(f"{archive}: {error.strerror}; name a new file in a folder that is there")
        told = [*watch(story, asked, fetcher, lambda s: say(f"asking {s.url}", to_stderr=True))]
    rows = [vars(one) for one in told if isinstance(one, QuoteFinding)]
    proposed = [vars(one) for one in told if isinstance(one, Proposal)]
    if form == "json":
        write(json_text({"quotes": rows, "proposed": proposed}))
    else:
        say_table(rows, COLUMNS)
        for one in proposed:
            say(f"proposed for {one['source']}: {one['field']} = {one['value']}")
        say(f"{counted(len(rows), 'quote')} of {counted(len(asked), 'source')} asked for")
    if archive:
        say(DEEPER, to_stderr=True)
    if any(row["verdict"] in ("changed", "gone") for row in rows):
        raise SystemExit(1)
