"""A story of one's own: begun by `tumen-map new`, checked, shown, and made a snapshot of."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from layers.cli import main, new_story
from layers.errors import StoryError
from layers.findings.known import known
from layers.findings.retellings import retellings
from layers.snapshot.files import inspect
from layers.story import load_story
from layers.story.readings import stale_problems
from layers.story.records import Basis, Claim, Source
from layers.story.schemas import schema_files
from layers.story.story_files import stamp
from layers.symbols import table
from tests.conftest import ROOT, Reader
from tests.expecting import expect
from tests.server import serve
from tests.small_story import change

Open = Callable[..., Reader]


def run(*args: str) -> Result:
    """The command, on the project's own story where no other is named."""
    return CliRunner().invoke(main, args)


def begun(folder: Path, *args: str) -> Path:
    """A new story in a folder."""
    result = run("new", str(folder), *args)
    assert result.exit_code == 0, result.output
    return folder


# -- what is written


def test_a_new_story_passes_check_and_has_a_conflict_and_a_forecast(tmp_path: Path) -> None:
    """A conflict across units; points with their accuracy; all of it said to be invented."""
    folder = begun(tmp_path / "mine")
    checked = run("--story", str(folder), "check")
    assert checked.exit_code == 0, checked.output
    assert checked.output.endswith(
        "no problem: 14 claims of 4 sources, 0 of them proved; 2 places\n"
    )
    story = load_story(folder)
    found = {key: finding.status for key, finding in known(story).findings.items()}
    assert found["clock-tower.height"] == "conflict"
    assert found["clock-tower.steps"] == "rebutted"
    assert [f.accuracy_m for f in story.features.values()] == [30, 120]
    assert "invented" in story.info.title and "invented" in story.info.summary
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.*")) == [
        ".taplo.toml",
        "README.md",
        "checks/example-gazette.toml",
        "data/catalogue.json",
        "data/places.geojson",
        *sorted(f"docs/schemas/{name}" for name in schema_files()),
        "seeds/example-bulletin.toml",
        "seeds/example-digest.toml",
        "seeds/example-gazette.toml",
        "seeds/example-herald.toml",
        "seeds/story.toml",
    ]


def test_a_new_story_shows_every_part_of_the_format(tmp_path: Path) -> None:
    """Each field that a claim or a source can have, but those of a text read in full."""
    story = load_story(begun(tmp_path / "mine"))
    written = {f for c in story.claims.values() for f in c.model_dump(exclude_defaults=True)}
    assert Claim.model_fields.keys() - written == {"paragraph", "passage"}
    written = {f for s in story.sources.values() for f in s.model_dump(exclude_defaults=True)}
    full = {"text_file", "text_sha256"}
    rare = {"archived", "author", "credit", "retrieved", "site", "url_note"}
    assert Source.model_fields.keys() - written == full | rare
    assert {claim.basis for claim in story.claims.values()} == {*get_args(Basis)}
    (correction,) = story.corrections
    assert (correction.claims, correction.now) == (("band",), "choir")
    assert story.claims["example-herald/first-quarter"].value == "2031-01/2031-03"


def test_what_a_new_story_teaches_is_told_of_it(tmp_path: Path) -> None:
    """Its rebuttal, its sum, its correction and its retelling do what the comments say."""
    folder = begun(tmp_path / "mine")
    of = known(load_story(folder))
    (told,) = [r for r in retellings(of) if r.changes]
    assert (told.claim.key, told.changes[0].now) == ("example-digest/height", "about")
    assert of.findings["clock-tower.height"].computed[0].text == "30 m"
    assert [c.key for c in of.rebutted["example-herald/steps"]] == ["example-bulletin/steps"]
    assert [*of.corrected] == ["example-gazette/band"]


def test_the_second_readings_of_a_new_story_are_of_its_present_wording(tmp_path: Path) -> None:
    """So `check` has nothing to say of them; one claim is left to a reader who sees the page."""
    story = load_story(begun(tmp_path / "mine"))
    assert [*stale_problems(story.claims, story.readings)] == []
    assert len(story.readings_of) == len(story.readings) == 4
    assert {reading.reader for reading in story.readings} == {"second reader"}
    checked = run("--story", str(tmp_path / "mine"), "check", "--readers", "2")
    assert checked.exit_code == 1
    assert checked.output.endswith("10 problems in 4 files\n")


@pytest.mark.parametrize("quarter", ["2031-Q2", "2031q2", "2031 Q2"])
def test_a_quarter_is_told_how_it_is_written(tmp_path: Path, quarter: str) -> None:
    """The months are given, so that they can be copied."""
    folder = begun(tmp_path / "mine")
    change(folder, "seeds/example-digest.toml", '"2031-05-16"', f'"{quarter}"')
    result = run("--story", str(folder), "check")
    assert result.exit_code == 1
    assert f'{quarter} is no EDTF date; a quarter is its months, "2031-04/2031-06"' in result.output


def test_a_layer_without_a_description_is_told_so(tmp_path: Path) -> None:
    """As the README of a new story says."""
    folder = begun(tmp_path / "mine")
    change(folder, "data/catalogue.json", ' "description": "An invented example.",', "")
    result = run("--story", str(folder), "check")
    assert "description = (nothing): missing" in result.output
    assert "`description`: the description is required" in (folder / "README.md").read_text("utf-8")


def test_the_readme_of_a_new_story_lists_every_style() -> None:
    """That the catalogue can give a layer."""
    (line,) = re.findall(
        r"^- `style`: (.*?)^- ", (new_story.STARTER / "README.md").read_text("utf-8"), re.M | re.S
    )
    told = set(re.findall(r"`(\w+)`", line)) - {"style"}
    assert told == table.LAYERS.keys(), "layers/cli/starter/README.md lists other styles"


def test_it_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words that a shell takes, also where the folder's name has a blank."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "my story").output.splitlines() == [
        "my story: a story of 4 sources to replace with your own",
        "  make run STORY='my story'    shows it",
        "  tumen-map --story 'my story' check    says what is wrong with it",
        "  tumen-map --story 'my story' catalogue    after every change of a layer in data/",
        "my story/README.md says what stands where.",
    ]


@pytest.mark.parametrize("at", ["-33.9,18.4", "0,0", "84,179.9", "-84,-179.9", " 51.5 , -0.1 "])
def test_it_begins_where_it_is_asked_to(tmp_path: Path, at: str) -> None:
    """On either hemisphere; the two places lie 700 m apart each way, so they can be told apart."""
    story = load_story(begun(tmp_path / "mine", "--at", at))
    latitude, longitude = (float(part) for part in at.split(","))
    tower, well = story.features["clock-tower"].geometry, story.features["old-well"].geometry
    assert (tower.y, tower.x) == (latitude, longitude)
    assert 0.006 < well.y - tower.y < 0.0065 and 0.006 < well.x - tower.x < 0.07


@pytest.mark.parametrize(
    "title", ['A "quoted" \\ title', "{{ 7*7 }} <b>&amp;</b> ${x}", "Ποτάμι 🌊 ميناء", "# = [x]"]
)
def test_any_title_is_a_title(tmp_path: Path, title: str) -> None:
    """A title, whatever letters it has, comes out of the new story's file as it went in."""
    assert load_story(begun(tmp_path / "mine", "--title", title)).info.title == title


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the one that a shell stands in."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    begun(Path())
    assert load_story(folder).info.id == "an-example"
    assert Path("seeds/story.toml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


# -- what is refused, and then nothing is written


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["full"], 1, "full: is there already and not an empty folder; name one"),
        (["file"], 1, "file: is there already and not an empty folder; name one"),
        (["none/mine"], 1, "none: there is no such folder to make mine in"),
        (["mine", "--at", "91,0"], 2, "latitude 91 is not between -84 and 84"),
        (["mine", "--at", "0,180"], 2, "longitude 180 is not between -179.9 and 179.9"),
        (["mine", "--at", "nan,0"], 2, "latitude nan is not between -84 and 84"),
        (["mine", "--at", "here"], 2, "'here' is not latitude, a comma and longitude, such as"),
        (["mine", "--at", "1,2,3"], 2, "'1,2,3' is not latitude, a comma and longitude, such as"),
        (["mine", "--title", " "], 1, "seeds/story.toml: story: title =  : nothing but blanks"),
        (["mine", "--title", "x" * 201], 1, "seeds/story.toml: story: title = xxx"),
        (["mine", "--title", "a\nb"], 1, r"the character \n must not stand in a text"),
        (["mine", "--title", "a\x7fb"], 1, r"the character \x7f must not stand in a text"),
        (["mine", "--title", "a\udcffb"], 1, "seeds/story.toml"),
        ([], 2, "Missing argument 'DIR'"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], status: int, said: str
) -> None:
    """A message, a status, no traceback, and the folder as it was."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    monkeypatch.chdir(tmp_path)
    result = run("new", *args)
    assert result.exit_code == status, result.output
    assert said in result.output
    assert isinstance(result.exception, SystemExit)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "full", "notes.txt"]


def test_a_folder_that_the_system_refuses_is_named(tmp_path: Path) -> None:
    """With what the system says, and no traceback."""
    folder = tmp_path / ("x" * 300)
    result = run("new", str(folder))
    assert (result.exit_code, result.output) == (1, f"{folder}: File name too long\n")
    assert isinstance(result.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


# -- its catalogue


def test_the_catalogue_follows_a_changed_layer(tmp_path: Path) -> None:
    """`check` says what the file holds; `catalogue` writes that, and nothing else anew."""
    folder = begun(tmp_path / "mine")
    layer, catalogue = folder / "data" / "places.geojson", folder / "data" / "catalogue.json"
    before = json.loads(catalogue.read_bytes())
    layer.write_text(layer.read_text("utf-8").replace("[-20.0, -40.0]", "[-20.5, -40.0]"), "utf-8")
    checked = run("--story", str(folder), "check")
    assert checked.exit_code == 1
    assert "data/places.geojson: (file): bbox = [-20.5, -40.0, -19.991791, -39.993712]" in (
        checked.output
    )
    renewed = run("--story", str(folder), "catalogue")
    assert renewed.output == "data/places.geojson: bbox, sha256 written anew\n"
    assert run("--story", str(folder), "check").exit_code == 0
    after = json.loads(catalogue.read_bytes())
    facts = ("bbox", "sha256")
    assert {k: v for k, v in after["layers"][0].items() if k not in facts} == {
        k: v for k, v in before["layers"][0].items() if k not in facts
    }
    assert run("--story", str(folder), "catalogue").output == (
        "nothing to change: the catalogue says what the layers' files hold\n"
    )
    assert sorted(p.name for p in (folder / "data").iterdir()) == [
        "catalogue.json",
        "places.geojson",
    ]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            [-20.0, -40.0],
            [160.0, 60.0],
            "home = -20.0 to 160.0 degrees east: places at most",
        ),
        ([179.995, -40.0], [179.99, -40.0], "geometry = 179.9950 to 179.9950 east"),
        ([10.0, 89.99], [10.0, 84.0], "89.9900 to 89.9900 north: within 179.99 degrees"),
    ],
)
def test_a_story_that_no_picture_holds_is_refused(
    tmp_path: Path, first: list[float], second: list[float], told: str
) -> None:
    """Places half a world apart, at a pole, on the date line."""
    folder = begun(tmp_path / "mine")
    file = folder / "data" / "places.geojson"
    layer = json.loads(file.read_text("utf-8"))
    for feature, at in zip(layer["features"], (first, second), strict=True):
        feature["geometry"] = {"type": "Point", "coordinates": at}
    file.write_text(json.dumps(layer), "utf-8")
    assert run("--story", str(folder), "catalogue").exit_code in (0, 1)
    result = run("--story", str(folder), "check")
    assert result.exit_code == 1 and told in result.output


def test_a_file_of_windows_begins_with_a_mark(tmp_path: Path) -> None:
    """Its editor puts one before everything."""
    folder = begun(tmp_path / "mine")
    file = folder / "seeds" / "story.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run("--story", str(folder), "check").exit_code == 0


def test_what_an_editor_leaves_beside_a_file_is_none_of_the_story(tmp_path: Path) -> None:
    """Emacs's lock is a link to nowhere; the page looks at the files on every run."""
    folder = tmp_path / "mine"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    before = load_story(folder).digest, stamp(folder)
    (folder / "seeds" / ".#story.toml").symlink_to("user@host.123:456")
    (folder / "seeds" / ".story.toml.swp.toml").write_bytes(b"\0")
    (folder / "data" / ".places.geojson").write_text("{")
    assert (load_story(folder).digest, stamp(folder)) == before
    (folder / "seeds" / "gone.toml").symlink_to("nowhere")
    assert stamp(folder) == before[1]
    with pytest.raises(StoryError, match=r"seeds/gone\.toml: .*the file is missing"):
        load_story(folder)


def test_the_project_s_own_catalogue_is_as_it_should_be() -> None:
    """The command has nothing to change in it."""
    assert run("--story", str(ROOT), "catalogue").output.startswith("nothing to change")


@pytest.mark.parametrize(
    ("file", "old", "new_text", "said"),
    [
        ("places.geojson", '"accuracy_m":30', '"accuracy_m":-1', "clock-tower: accuracy_m = -1"),
        ("places.geojson", "[-20.0, -40.0]", "[null]", "clock-tower: coordinates = [null]"),
        ("catalogue.json", '"crs"', "crs", "data/catalogue.json: (file): (whole) = not JSON"),
        ("catalogue.json", '"layers": [', '"layers": 3, "x": [', 'needs "layers", a list'),
        ("catalogue.json", '"layers": [', '"layers": [3, ', 'needs "layers", a list'),
        ("catalogue.json", "places.geojson", "none.geojson", "the file is missing"),
    ],
)
def test_a_catalogue_is_not_written_while_something_is_wrong(
    tmp_path: Path, file: str, old: str, new_text: str, said: str
) -> None:
    """The problem is named, and the catalogue stays as it was."""
    folder = begun(tmp_path / "mine")
    path = folder / "data" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new_text), "utf-8")
    before = (folder / "data" / "catalogue.json").read_bytes()
    result = run("--story", str(folder), "catalogue")
    assert result.exit_code == 1
    assert said in result.output
    assert isinstance(result.exception, SystemExit)
    assert (folder / "data" / "catalogue.json").read_bytes() == before


# -- from the beginning to a snapshot


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            ROOT / "CONTRIBUTING.md",
            ["new", "check", "todo", "catalogue", "snapshot", "open"],
        ),
        (new_story.STARTER / "README.md", ["check", "review", "todo", "catalogue", "snapshot"]),
    ],
)
def test_every_command_that_the_texts_tell_of_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: Path, wanted: list[str]
) -> None:
    """In their order, from a folder beside the story or in it."""
    here = tmp_path / "here"
    here.mkdir() if text.name == "CONTRIBUTING.md" else begun(here)
    monkeypatch.chdir(here)
    told = re.findall(
        r"^ {4,}((?:\.venv/bin/)?tumen-map|make) (.*)$", text.read_text("utf-8"), re.M
    )
    ran = []
    for program, rest in told:
        words = shlex.split(rest, comments=True)
        if program == "make":
            target, story = words[0], words[1].removeprefix("STORY=")
            words = ["--story", story, "check"]  # `run` needs a story that passes, too
            assert target in ("run", "check")
        result = run(*words)
        assert result.exit_code == 0, (words, result.output)
        ran.append(words[2] if words[0] == "--story" else words[0])
    assert set(ran) == set(wanted)


@pytest.mark.browser
def test_a_new_story_is_shown_and_a_snapshot_of_it_opens_again(
    reader: Open, tmp_path: Path
) -> None:
    """The page draws it where it is; the picture holds its claims; `open` gives its address."""
    folder = begun(tmp_path / "my story", "--at", "-33.9,-58.4", "--title", "Our square")
    with serve(ROOT / "app.py", TUMEN_STORY=str(folder)) as address:
        one = reader(address)
        one.open()
        expect(one.page.locator("h1")).to_have_text("Our square")
        latitude, longitude, _ = one.view()
        assert (latitude, longitude) == pytest.approx((-33.897, -58.396), abs=0.01)
        names = one.map.locator(".cm-label:not(.cm-hidden) .cm-tip-name").all_inner_texts()
        assert set(names) == {"Example clock tower", "Example old well"}
        one.map.locator("path.cm-point").first.click()
        popup = one.map.locator(".leaflet-popup .cm-card")
        expect(popup).to_contain_text("Example clock tower")
        expect(popup).to_contain_text("≠ in conflict")
        expect(popup).to_contain_text("Accuracy: 30 m")
        assert one.outside == [] and one.errors == []
    out = tmp_path / "map.png"
    story = ("--story", str(folder))
    assert run(*story, "snapshot", str(out)).exit_code == 0
    assert inspect(out.read_bytes()).fields["title"] == "Our square"
    assert run(*story, "open", str(out), "--no-browser").output == "http://127.0.0.1:8501/\n"
    other = run("open", str(out), "--no-browser")
    assert other.exit_code == 1
    assert "the file is of the story an-example; this is tumen-road-bridge" in other.output


@pytest.mark.browser
@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("nowhere", "nowhere: there is no such folder; a story is a folder with seeds/ and data/"),
        ("empty", "seeds/: the folder is missing"),
    ],
)
def test_a_folder_that_is_no_story_is_named_on_the_page(
    reader: Open, tmp_path: Path, folder: str, said: str
) -> None:
    """The page says that the folder is no story, and shows no traceback."""
    (tmp_path / "empty").mkdir()
    with serve(ROOT / "app.py", TUMEN_STORY=str(tmp_path / folder)) as address:
        one = reader(address)
        one.page.goto(address)
        problems = one.page.get_by_role("alert")
        expect(problems).to_contain_text("This story cannot be shown yet", timeout=30_000)
        expect(problems).to_contain_text(said)
        expect(one.page.locator("body")).not_to_contain_text("Traceback")


def test_a_missing_folder_is_named_in_the_shell() -> None:
    """A folder that is not there is a usage error of the command."""
    result = run("--story", "nowhere", "check")
    assert result.exit_code == 2
    assert "'nowhere' does not exist" in result.output
