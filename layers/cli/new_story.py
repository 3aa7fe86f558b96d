"""Begin a story of one's own, and keep its catalogue in step with its layers."""

from __future__ import annotations

import json
import math
import shlex
import shutil
import tempfile
from pathlib import Path

import click

from ..home import editor_rules, in_checkout
from ..story import Story, load_story
from ..story.catalogue import renew_catalogue
from ..story.schemas import schema_files
from ..story.wording import counted
from .command_group import main
from .reading_files import toml_text
from .terminal import fail, say

STARTER = Path(__file__).resolve().parent / "starter"
TITLE = "An example of a story: everything in it is invented"
AT = (-40.0, -20.0)  # latitude, longitude: open sea, where nothing is claimed of anything
FARTHEST = (84.0, 179.9)  # pictures are in UTM, and no example reaches over the date line
APART = 700  # metres between the two places of the example, north and east
DEGREE = 111_320  # metres of a degree of latitude, near enough for an example


class Position(click.ParamType[tuple[float, float]]):
    """Latitude and longitude in degrees, with a comma between them."""

    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """The two numbers; anything else is a usage error that says what is right."""
        if isinstance(value, tuple):
            return value
        try:
            lat, lon = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"'{value}' is not latitude, a comma and longitude, such as -33.9,18.4")
        for number, most, what in zip((lat, lon), FARTHEST, ("latitude", "longitude"), strict=True):
            if not abs(number) <= most:  # nor is NaN
                self.fail(f"{what} {number:g} is not between -{most:g} and {most:g}")
        return lat, lon


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default=TITLE, help="What the story is called.")
@click.option("--at", type=Position(), default=AT, help="Where its places are, in degrees.")
def new(folder: Path, title: str, at: tuple[float, float]) -> None:
    """Write a small story into DIR, to be replaced: every record of it says what it is for."""
    target = folder.resolve()
    try:
        _room_for(target, folder)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-story-") as beside:
            story = _write(Path(beside) / "story", title, at)
            _move(Path(beside) / "story", target)
    except OSError as error:
        fail(f"{folder}: {error.strerror or 'it cannot be written'}")
    _say_what_next(folder, story)


def _room_for(target: Path, named: Path) -> None:
    if not target.parent.is_dir():
        fail(f"{target.parent}: there is no such folder to make {target.name} in")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        fail(f"{named}: is there already and not an empty folder; name one that is not there yet")


def _write(draft: Path, title: str, at: tuple[float, float]) -> Story:
    """Write the example and read it back. Raises StoryError when the title is none."""
    shutil.copytree(STARTER, draft, ignore=shutil.ignore_patterns("__pycache__"))
    lat, lon = at
    north = APART / DEGREE
    east = north / math.cos(math.radians(lat))
    filled = {
        "seeds/story.toml": {"@TITLE@": toml_text(title)},
        "data/places.geojson": {
            "@TOWER@": json.dumps([round(lon, 6), round(lat, 6)]),
            "@WELL@": json.dumps([round(lon + east, 6), round(lat + north, 6)]),
        },
    }
    for name, values in filled.items():
        text = (draft / name).read_text("utf-8")
        for mark, value in values.items():
            text = text.replace(mark, value)
        (draft / name).write_bytes(text.encode("utf-8", "backslashreplace"))
    _help_editors(draft)
    renew_catalogue(draft)
    return load_story(draft)


def _help_editors(draft: Path) -> None:
    """Write the schemas of its files beside them, and the rules by which editors find them."""
    folder = draft / "docs" / "schemas"
    folder.mkdir(parents=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    (draft / ".taplo.toml").write_text(editor_rules(), "utf-8", newline="\n")


def _move(draft: Path, target: Path) -> None:
    """Put what was written where it belongs: at once, or into the empty folder that is there."""
    if not target.exists():
        draft.rename(target)
        return
    for path in draft.iterdir():
        path.rename(target / path.name)


def _say_what_next(folder: Path, story: Story) -> None:
    name = shlex.quote(str(folder))
    say(f"{folder}: a story of {counted(len(story.sources), 'source')} to replace with your own")
    shows = f"make run STORY={name}" if in_checkout() else f"tumen-map serve --story {name}"
    say(f"  {shows}    shows it")
    say(f"  tumen-map --story {name} check    says what is wrong with it")
    say(f"  tumen-map --story {name} catalogue    after every change of a layer in data/")
    say(f"{folder / 'README.md'} says what stands where.")


@main.command()
@click.pass_obj
def catalogue(folder: Path) -> None:
    """Write anew what data/catalogue.json says of the content of each layer's file."""
    try:
        changes = renew_catalogue(folder)
    except OSError as error:
        fail(f"{folder / 'data'}: {error.strerror or 'it cannot be written'}")
    for file, names in changes.items():
        say(f"{file}: {', '.join(names)} written anew")
    if not changes:
        say("nothing to change: the catalogue says what the layers' files hold")
