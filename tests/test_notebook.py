"""The story in a notebook: the blocks of docs/notebook.md run, and frames and picture are right."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from click.testing import CliRunner

import layers as tm
from layers.cli import main
from layers.errors import StoryError
from layers.findings.finding import Finding
from layers.findings.frames import FINDING_COLUMNS
from layers.findings.known import known
from layers.findings.rows import finding_row
from layers.snapshot import SnapshotError
from layers.snapshot.files import as_made, inspect
from layers.story import Story
from tests.small_story import small_story

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENT = (PROJECT / "docs" / "notebook.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
VIEW = "?as-of=2025-10-14"
PNG = b"\x89PNG\r\n\x1a\n"


def rows(command: str, *args: str) -> list[dict[str, Any]]:
    """What a command prints as JSON."""
    result = CliRunner().invoke(main, [command, "--format", "json", *args], catch_exceptions=False)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


# The document


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    """The names that the document's blocks leave, run in their order at the top of the project."""
    found: dict[str, Any] = {"__name__": "notebook"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        for number, block in enumerate(BLOCKS, 1):
            exec(compile(block, f"docs/notebook.md, block {number}", "exec"), found)
    return found


def test_the_blocks_of_the_document_run(ran: dict[str, Any]) -> None:
    """Each after the one before it, with nothing else."""
    assert len(BLOCKS) == DOCUMENT.count("```python") == 7
    assert isinstance(ran["story"], Story)
    assert type(ran["claims"]) is pd.DataFrame and type(ran["findings"]) is pd.DataFrame
    assert type(ran["places"]) is gpd.GeoDataFrame
    assert ran["then"].shape[0] < ran["claims"].shape[0]
    assert ran["picture"]._repr_png_().startswith(PNG)


def test_what_the_document_computes_is_right(ran: dict[str, Any]) -> None:
    """Conflicts have at least two values each, and a site that is an area has one."""
    table = ran["table"]
    assert table.groupby(["about", "attribute"]).size().min() >= 2
    assert len(table) > len(ran["conflicts"]) > 5
    assert set(ran["lengths"]["attribute"]) == {"length"}
    assert 10_000 < ran["metric"].geometry.iloc[0].area < 1_000_000


def test_every_public_name_is_in_the_document() -> None:
    """And none besides."""
    assert set(re.findall(r"\btm\.(\w+)", DOCUMENT)) == set(tm.PUBLIC)


# The package


def test_importing_the_package_loads_nothing() -> None:
    """Neither pandas nor pydantic, nor any room of its own."""
    script = "import sys; old = set(sys.modules); import layers; dir(layers); "
    script += "print(*{name.split('.')[0] for name in set(sys.modules) - old}, "
    script += "*(name for name in sys.modules if name.startswith('layers.')))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) - sys.stdlib_module_names == {"layers"}


def test_public_names_are_listed_and_others_are_missing_as_ever() -> None:
    """As of any module."""
    assert set(tm.PUBLIC) <= set(dir(tm))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tm.nothing


@pytest.mark.parametrize("name", tm.PUBLIC)
def test_no_public_name_is_a_room(name: str) -> None:
    """A room, once loaded, would stand in its place."""
    package = PROJECT / "layers"
    assert not (package / name).exists() and not (package / f"{name}.py").exists()


# Frames


def cells(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as JSON has them: what there is nothing of is None."""
    return [
        {k: None if not isinstance(v, list | dict) and pd.isna(v) else v for k, v in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def test_claims_are_those_of_the_json(story: Story) -> None:
    """Row for row and key for key."""
    assert cells(tm.claims_frame(story)) == rows("claims")


def test_findings_are_those_of_the_json(story: Story) -> None:
    """Row for row and key for key."""
    assert cells(tm.findings_frame(story)) == rows("findings")


def test_places_are_those_of_the_json_with_their_geometry(story: Story) -> None:
    """In EPSG:4326, each the shape that stands on the map."""
    frame = tm.places_frame(story)
    assert frame.crs.to_epsg() == 4326
    told = json.loads(json.dumps(cells(frame.drop(columns="geometry"))))  # tuples as lists
    assert told == rows("places")
    assert list(frame.geometry) == [place.main.geometry for place in story.places.values()]


def test_a_paragraph_is_a_whole_number_or_none(story: Story) -> None:
    """And no 3.0."""
    assert str(tm.claims_frame(story)["paragraph"].dtype) == "Int64"


def test_a_view_leaves_what_was_known(story: Story) -> None:
    """By its day, in claims and in what follows from them."""
    assert cells(tm.claims_frame(story, VIEW)) == rows("claims", "--as-of", "2025-10-14")
    assert cells(tm.findings_frame(story, VIEW)) == rows("findings", "--as-of", "2025-10-14")
    shown = tm.places_frame(story, VIEW).set_index("id")["status"]
    assert shown["road-bridge"].startswith("Planned; under construction since")


def test_a_view_draws_only_the_places_of_its_layers(story: Story) -> None:
    """What always is drawn, and what is switched on."""
    drawn = {p.layer for p in story.places.values() if not story.layers[p.layer].switch}
    assert set(tm.places_frame(story, "?layers=none")["layer"]) == drawn
    assert set(tm.places_frame(story, "?layers=places")["layer"]) == {*drawn, "places"}


def test_a_search_leaves_what_it_finds(story: Story) -> None:
    """And a view may also be the record of one."""
    view = tm.scene(story, "?search=piers").view
    found = tm.claims_frame(story, view)
    assert 0 < len(found) < len(story.claims)
    assert found.equals(tm.claims_frame(story, "?search=piers"))


def test_a_view_of_nothing_has_all_columns(story: Story) -> None:
    """So that what works on a full frame works on an empty one."""
    view = "?search=nowhere-to-be-found"
    for frame in (tm.claims_frame, tm.findings_frame, tm.places_frame):
        assert len(frame(story, view)) == 0
        assert list(frame(story, view).columns) == list(frame(story).columns)
    assert tm.places_frame(story, view).crs.to_epsg() == 4326


def test_the_columns_of_findings_are_the_keys_of_their_rows(story: Story) -> None:
    """They are written down for frames without any."""
    finding: Finding = next(iter(known(story).findings.values()))
    assert tuple(finding_row(story, finding)) == FINDING_COLUMNS


def test_what_is_not_there_is_refused_with_what_would_be_right(story: Story) -> None:
    """As the commands refuse it."""
    with pytest.raises(SnapshotError, match="as-of=2025-13-01"):
        tm.claims_frame(story, "?as-of=2025-13-01")


def test_a_story_with_a_mistake_is_not_opened(tmp_path: Path) -> None:
    """The error names it; a right one is opened by a text or a path."""
    folder = small_story(tmp_path / "story")
    assert tm.open_story(str(folder)).info.id == tm.open_story(folder).info.id == "ossa"
    (folder / "seeds" / "story.toml").write_text("[story]\n", "utf-8")
    with pytest.raises(StoryError, match=r"seeds/story\.toml"):
        tm.open_story(folder)


# The picture


@pytest.fixture(scope="module")
def picture(story: Story) -> Any:
    """A small picture of a view."""
    return tm.picture(story, VIEW, size=(640, 480), title="A <b>tower</b> & a “well”")


def test_a_picture_is_a_sealed_snapshot_of_the_view(picture: Any, tmp_path: Path) -> None:
    """With its evidence inside, also when it is written into a file."""
    picture.write(tmp_path / "map.png")
    content = (tmp_path / "map.png").read_bytes()
    assert content == picture._repr_png_() == picture.png
    found = inspect(content)
    assert found.fields["address"] == "as-of=2025-10-14"
    assert as_made(content, found) is True


def test_a_picture_in_html_is_the_png_with_its_text(picture: Any) -> None:
    """A title is text, whatever stands in it; nothing is fetched."""
    told = picture._repr_html_()
    (inside,) = re.findall(r'src="data:image/png;base64,([^"]*)"', told)
    assert base64.b64decode(inside) == picture.png
    assert 'alt="Map: A &lt;b&gt;tower' in told and "<b>" not in told
    assert "As known on 14 October 2025" in told


def test_a_picture_is_drawn_when_it_is_first_shown(story: Story) -> None:
    """So that a mistake in a view is told at once, and no time is lost on what nobody looks at."""
    made = tm.picture(story, VIEW)
    assert "png" not in vars(made)
    with pytest.raises(SnapshotError):
        tm.picture(story, "?place=atlantis")
