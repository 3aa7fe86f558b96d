"""Snapshots through the shell: written, inspected, opened again; and every way that goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from layers.cli import main
from layers.snapshot import SnapshotError, provenance_of, snapshot_of
from layers.snapshot.files import inspect, make, reopen, suffix_of, view_at
from layers.snapshot.formats import FORMS
from layers.snapshot.provenance import edition_shown, provenance_from
from layers.story import Story
from layers.view import Scope, View, address_of, default_view
from tests.conftest import ROOT
from tests.few_sources import FEW
from tests.small_story import change, small_story

OPENABLE = ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "jsonld")
SMALL = ((400, 300), 96)


def run(*args: str) -> Result:
    """The command on the project's story."""
    return CliRunner().invoke(main, ["--story", str(ROOT), *args])


@pytest.mark.parametrize("suffix", FORMS)
def test_every_format_is_written_by_the_end_of_its_name(tmp_path: Path, suffix: str) -> None:
    """And nothing else is left beside it."""
    out = tmp_path / f"map.{suffix}"
    result = run("snapshot", str(out), "--size", "500x400", "--dpi", "96")
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.stat().st_size > 500


@pytest.mark.parametrize("suffix", OPENABLE)
def test_a_snapshot_is_inspected_and_opened_again(
    story: Story, tmp_path: Path, suffix: str
) -> None:
    """The same address comes out that went in."""
    query = (
        "?place=rail-bridge&as-of=2025-05-01&search=%EB%91%90%EB%A7%8C%EA%B0%95&at=42.41,130.65,14"
    )
    out = tmp_path / f"map.{suffix}"
    options = ("--view", query, "--size", "500x400", "--dpi", "96", "--title", "Ein Titel")
    assert run("snapshot", str(out), *options).exit_code == 0
    said = json.loads(run("inspect", str(out)).stdout)
    assert (said["title"], said["as_known_on"]) == ("Ein Titel", "2025-05-01")
    sources = [source.id for source in snapshot_of(story, view_at(story, query)).sources]
    assert 0 < len(sources) < len(story.sources)
    assert [source["id"] for source in said["sources"]] == sources
    opened = run("open", str(out), "--no-browser")
    assert opened.exit_code == 0
    assert opened.stdout.startswith("http://127.0.0.1:8501/?place=rail-bridge&as-of=2025-05-01")
    assert "changed" not in opened.stderr


NAMES = ("river", "rail-bridge", "road-bridge", "places", "borders")
VIEWS = st.builds(
    View,
    layers=st.frozensets(st.sampled_from(NAMES)),
    place=st.sampled_from([None, "rail-bridge", "road-bridge", "khasan"]),
    pick=st.sampled_from([None, "road-bridge.length"]),
    at=st.sampled_from([None, (42.41, 130.65, 14.5), (42.4, 130.6, 9.0)]),
    scope=st.builds(
        Scope,
        as_of=st.none() | st.dates(date(2025, 3, 12), date(2026, 9, 7)),
        account=st.sampled_from([None, "kommersant", "russian-government"]),
        findings=st.sampled_from([frozenset(), frozenset({"conflict"})]),
        search=st.sampled_from(["", "bridge", "두만강", "{{ 7*7 }}", "a\"b'<c>&\\"]),
    ),
)


@pytest.mark.parametrize("suffix", (*OPENABLE, "zip"))
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(view=VIEWS)
def test_a_view_goes_through_a_file_and_comes_out_equal(
    story: Story, suffix: str, view: View
) -> None:
    """And so do all records of what it shows, from the file alone, whatever is chosen in it."""
    snapshot = snapshot_of(story, view)
    provenance = inspect(make(snapshot, suffix, *SMALL))
    found = reopen(story, provenance)
    assert (found.view, found.unknown, found.changed) == (view, (), False)
    assert [*provenance.edition.claims.values()] == [*snapshot.claims]
    assert [*provenance.edition.sources.values()] == [*snapshot.sources]
    assert provenance.edition == edition_shown(snapshot)


def unlike(one: bytes, other: bytes) -> list[str]:
    """The names of files that two archives do not both have with the same bytes."""
    with zipfile.ZipFile(io.BytesIO(one)) as a, zipfile.ZipFile(io.BytesIO(other)) as b:
        names, others = set(a.namelist()), set(b.namelist())
        return sorted((names ^ others) | {n for n in names & others if a.read(n) != b.read(n)})


@pytest.fixture(scope="module")
def whole(story: Story) -> bytes:
    """The archive of every format of the view that the page opens with."""
    return make(snapshot_of(story, default_view(story)), "zip", *SMALL)


def test_the_same_view_gives_the_same_bytes_in_another_process(
    whole: bytes, tmp_path: Path
) -> None:
    """In every format: the archive of all of them is compared file by file and as a whole."""
    out = tmp_path / "map.zip"
    command = [sys.executable, "-m", "layers.cli", "snapshot", str(out), "--size", "400x300"]
    subprocess.run([*command, "--dpi", "96"], cwd=ROOT, check=True, capture_output=True)
    assert unlike(out.read_bytes(), whole) == []
    assert out.read_bytes() == whole


def test_all_of_it_is_a_zip_with_a_readme(story: Story, whole: bytes) -> None:
    """One file a format, and what each is."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        readme = archive.read("README.txt").decode()
        citation = archive.read("CITATION.cff").decode()
    assert names[:3] == ["README.txt", "provenance.json", "CITATION.cff"]
    assert len(names[3:]) == len(FORMS) - 1
    assert all(name in readme for name in names[2:])
    fields = dict(line.split(": ", 1) for line in citation.splitlines())
    told = {name: json.loads(value) for name, value in fields.items()}
    assert (told["title"], told["version"]) == (story.info.title, story.digest[:8])
    assert told["cff-version"] == "1.2.0" and told["authors"][0]["name"] and told["message"]
    assert inspect(whole) == provenance_of(snapshot_of(story, default_view(story)))
    assert "© OpenStreetMap contributors" in readme


def test_a_form_has_its_size_and_may_be_the_map_alone(tmp_path: Path) -> None:
    """The forms for the web have a fixed size; a map alone has the size that is asked for."""
    out = tmp_path / "map.png"
    for options, size in (
        (("--form", "16x9", "--ticks"), (1920, 1080)),
        (("--form", "map-only", "--size", "500x400", "--dpi", "96"), (500, 400)),
    ):
        assert run("snapshot", str(out), *options).exit_code == 0
        with Image.open(out) as image:
            assert image.size == size
        assert inspect(out.read_bytes()).fields["story"] == "tumen-road-bridge"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["map.xyz"], "xyz is no format of a snapshot; known are png, svg, pdf"),
        (["map"], "the name map tells no format: end it with a point and one of png, svg"),
        (["-"], "the output has no name: give --format, one of png"),
        (
            ["map.png", "--size", "0x400"],
            "a picture is 200 to 5000 pixels wide and high, not 0 × 400",
        ),
        (["map.png", "--size", "1000000x1000000"], "a picture is 200 to 5000 pixels"),
        (
            ["map.png", "--size", "wide"],
            "--size is wide; write width and height, such as 1600x1200",
        ),
        (
            ["map.png", "--form", "a4", "--size", "800x600"],
            "--size is 800x600, but --form a4 has its own: leave --size out, or take --form sheet",
        ),
        (["."], ".: this is a folder; name a file in it"),
        (["map.png", "--format", "svg"], "--format is svg, but the name map.png is png"),
        (
            ["map.csv", "--view", "http://["],
            "the view asks for what is not there: http://[, which is no address",
        ),
        (
            ["map.csv", "--view", "?as-of=banana&layers=moon"],
            "layers=moon must be none, or with commas between them one of river, borders",
        ),
        (["map.png", "--dpi", "0"], "36 to 600"),
        (["map.png", "--dpi", "nan"], "36 to 600"),
        (["map.png", "--view", "?as-of=never"], "the view asks for what is not there: as-of"),
        (["map.png", "--view", "nonsense"], "the view asks for what is not there: nonsense"),
        (["map.png", "--title", "x" * 201], "the title has 201 characters; at most 200"),
        (["nowhere/map.csv"], "nowhere/map.csv: there is no folder nowhere; make it first"),
    ],
)
def test_what_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], said: str
) -> None:
    """Exit status 1, no traceback, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    result = run("snapshot", *args)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", OPENABLE)
def test_a_changed_file_is_found_out(story: Story, suffix: str, tmp_path: Path) -> None:
    """One day changed in what a file says of itself."""
    content = make(snapshot_of(story, default_view(story)), suffix, *SMALL)
    if suffix == "png":  # where it is packed
        with Image.open(io.BytesIO(content)) as image:
            notes, out = PngImagePlugin.PngInfo(), io.BytesIO()
            notes.add_text("provenance", image.info["provenance"])
            image.save(out, "PNG", pnginfo=notes)
        content = out.getvalue()
    assert b"2026-09-08" in content
    (tmp_path / "map").write_bytes(content.replace(b"2026-09-08", b"2026-09-07"))
    result = run("inspect", str(tmp_path / "map"))
    assert result.exit_code == 1
    assert "changed after it was made" in result.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"<svg/>", b"{}", b"PK\x03\x04", b"\x00" * 99],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """With what is missing, and exit status 1."""
    (tmp_path / "map").write_bytes(content)
    result = run("inspect", str(tmp_path / "map"))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith(f"{tmp_path / 'map'}: ")


def zip_of(members: int) -> bytes:
    """Nothing but a directory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(members):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    return file.getvalue()


HARMFUL: dict[str, Callable[[], bytes]] = {
    "streams that are none": lambda: (
        b"%PDF-1.4\n" + b"/Type/ObjStm stream\nxxxx" * 2000 + b" " * 9_900_000 + b"%%EOF"
    ),
    "streams that go on": lambda: (
        b"%PDF-1.4\n" + b"/Type/ObjStm stream\n\x78\x9c" * 400_000 + b"%%EOF"
    ),
    "no stream at all": lambda: b"%PDF-1.4\n" + b"/Type/ObjStm" * 800_000 + b"%%EOF",
    "an encoding that is none": lambda: b'<?xml version="1.0" encoding="foo"?><svg/>',
    "an encoding of bytes": lambda: b'<?xml version="1.0" encoding="zip"?><svg/>',
    "a directory of a ZIP": lambda: zip_of(60_000),
}


@pytest.mark.parametrize("make_file", HARMFUL.values(), ids=HARMFUL)
def test_a_file_made_to_harm_is_refused(make_file: Callable[[], bytes]) -> None:
    """Megabytes of what looks like the start of a snapshot hold no provenance, and it is said."""
    with pytest.raises(SnapshotError, match="this file holds no provenance of a snapshot"):
        inspect(make_file())


def test_what_a_file_says_of_itself_moves_no_terminal(story: Story, tmp_path: Path) -> None:
    """Anybody can make a file whose checksum is right."""
    title = "\x9b31mRED \u202eevil"
    file = tmp_path / "map.geojson"
    file.write_bytes(make(snapshot_of(story, default_view(story), title), "geojson"))
    result = run("inspect", str(file))
    assert result.exit_code == 0 and result.stdout.isascii()
    assert json.loads(result.stdout)["title"].endswith("evil")


def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    """One that was there; a new one is as any program would make it."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("mine")
    old.chmod(0o600)
    before = os.umask(0o027)
    try:
        assert run("snapshot", str(old)).exit_code == run("snapshot", str(new)).exit_code == 0
    finally:
        os.umask(before)
    assert oct(old.stat().st_mode & 0o777) == "0o600" and len(old.read_bytes()) > 10_000
    assert oct(new.stat().st_mode & 0o777) == "0o640"


@pytest.mark.parametrize("suffix", ["csv", "geojson", "kml", "jsonld", "html"])
def test_coordinates_never_come_without_whom_to_credit(story: Story, suffix: str) -> None:
    """Whatever is switched on: a table of claims has points of places on every layer."""
    told = make(snapshot_of(story, View(frozenset())), suffix).decode("utf-8-sig")
    assert "© OpenStreetMap contributors" in told or "\\u00a9 OpenStreetMap contributors" in told
    assert "Coordinates: source with each place" in told


def test_a_row_of_a_claim_credits_its_coordinates(story: Story) -> None:
    """In the table that is opened without the rest."""
    rows = csv.DictReader(
        make(snapshot_of(story, default_view(story)), "csv").decode("utf-8-sig").splitlines()
    )
    found = {(row["place"], row["attribution"]) for row in rows if row["lon"]}
    assert ("rail-bridge", "© OpenStreetMap contributors") in found
    assert all(attribution for _, attribution in found)


def test_a_link_stays_one_and_a_device_a_device(tmp_path: Path) -> None:
    """The file that a name leads to is written, and nothing is put in its place."""
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run("snapshot", str(tmp_path / "link.csv")).exit_code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert b"rail-bridge" in (tmp_path / "real.csv").read_bytes()
    assert run("snapshot", "/dev/null", "--format", "csv").exit_code == 0
    assert Path("/dev/null").is_char_device()
    full = run("snapshot", "/dev/full", "--format", "csv")
    assert full.exit_code == 1 and full.stderr.startswith("/dev/full: No space left on device;")


def test_what_a_picture_has_no_room_for_is_said(tmp_path: Path) -> None:
    """In the shell, too, where nobody looks at it yet."""
    whole = run("snapshot", str(tmp_path / "a.png"), "--view", FEW)
    assert whole.exit_code == 0 and "room" not in whole.stderr
    small = run("snapshot", str(tmp_path / "b.png"), "--view", FEW, "--size", "700x460")
    room = "A larger picture would have room: "
    first, *others = small.stderr.splitlines()[1:]
    assert first == f"{room}sources are printed by publisher and date alone."
    assert all(line.startswith(room) and "source" not in line for line in others)
    tiny = run("snapshot", str(tmp_path / "c.png"), "--size", "300x200")
    assert "sources are not printed" in tiny.stderr and "of the map not explained" in tiny.stderr
    assert "the subtitle is" in tiny.stderr


def test_an_online_basemap_is_said_to_be_in_no_file(tmp_path: Path) -> None:
    """The view has it again when it is opened; the file is drawn without a connection."""
    out = str(tmp_path / "map.geojson")
    said = run("snapshot", out, "--view", "?basemap=topo").stderr
    assert "online basemap of this view is in no file" in said
    assert "basemap=topo" in run("open", out, "--no-browser").stdout
    assert "online" not in run("snapshot", out).stderr.partition(": ")[2]


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    """The system cannot even look whether it is there."""
    result = run("snapshot", str(tmp_path / f"{'x' * 300}.csv"))
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert "File name too long; name a file that can be written" in result.stderr


def test_a_message_is_no_longer_than_a_sentence(story: Story) -> None:
    """A message shortens what it quotes, however long that is."""
    text = provenance_of(snapshot_of(story, default_view(story))).text
    with pytest.raises(SnapshotError) as caught:
        provenance_from(text.replace('"version":1', f'"version":"{"x" * 1_000_000}"'))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("suffix", ["png", "svg", "html", "pdf", "kml", "geojson", "gpkg", "zip"])
def test_a_file_that_was_cut_off_is_found_out(story: Story, suffix: str, tmp_path: Path) -> None:
    """A file without its last 300 bytes, behind its provenance, is said to be cut off."""
    content = make(snapshot_of(story, default_view(story)), suffix, *SMALL)
    (tmp_path / "map").write_bytes(content[:-300])
    result = run("inspect", str(tmp_path / "map"))
    assert result.exit_code == 1
    assert "cut off" in result.stderr or "not whole" in result.stderr


def test_what_has_no_end_is_not_read_to_its_end() -> None:
    """A device says that it has no bytes."""
    result = run("inspect", "/dev/zero")
    assert result.exit_code == 1
    assert "/dev/zero: the file has 50,000,001 bytes; at most 50,000,000" in result.stderr


def test_an_output_that_is_full_is_said() -> None:
    """An output to a device that takes no byte ends in an error that says so."""
    command = [sys.executable, "-m", "layers.cli", "snapshot", "-", "--format", "csv"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("the output cannot be written: ")
    assert b"Traceback" not in done.stderr


def test_only_addresses_of_the_web_are_opened(tmp_path: Path) -> None:
    """A browser would run some others."""
    result = run("open", "--no-browser", "--at", "javascript:alert(1)", str(tmp_path / "map"))
    assert result.exit_code == 2
    assert "is no address that begins with http:// or https://" in result.stderr


def test_a_point_of_an_area_is_as_accurate_as_the_area_is_wide(story: Story) -> None:
    """In the table of claims, where a place is one point: its farthest edge is 200.05 m away."""
    rows = csv.DictReader(
        make(snapshot_of(story, default_view(story)), "csv").decode("utf-8-sig").splitlines()
    )
    (found,) = {(r["accuracy_m"], r["position"][:15]) for r in rows if r["place"] == "road-bridge"}
    assert found == ("201", "within 150 m of")


def test_a_file_of_changed_data_says_so(tmp_path: Path) -> None:
    """The view is restored all the same."""
    folder = small_story(tmp_path / "story")
    out = tmp_path / "map.geojson"
    command = ["--story", str(folder)]
    assert CliRunner().invoke(main, [*command, "snapshot", str(out)]).exit_code == 0
    change(folder, "seeds/courier.toml", "It is 120 metres long.", "It is 120 metres in length.")
    result = CliRunner().invoke(main, [*command, "open", "--no-browser", str(out)])
    assert result.exit_code == 0
    assert "The data has changed since this was made" in result.stderr
    other = run("open", "--no-browser", str(out))
    assert other.exit_code == 1
    assert "the file is of the story ossa; this is tumen-road-bridge" in other.stderr


def test_provenance_knows_no_clock_and_no_machine(story: Story) -> None:
    """Its fields are these; its checksum is of them."""
    found = provenance_of(snapshot_of(story, default_view(story)))
    assert provenance_from(found.text) == found
    assert str(ROOT) not in found.text
    assert address_of(default_view(story), story) == ""
    with pytest.raises(SnapshotError, match="checksum"):
        provenance_from(found.text.replace("2026-09-08", "2026-09-07", 1))


def test_the_longest_end_of_a_name_counts() -> None:
    """`csl.json` is not `json`."""
    assert suffix_of("a.b.CSL.JSON") == "csl.json"
