"""A seal: whether a snapshot's bytes are those that were written, whoever changed them and how."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from layers.cli import main
from layers.snapshot import snapshot_of
from layers.snapshot.files import inspect, make, suffix_of
from layers.snapshot.formats import FORMS, SILENT
from layers.snapshot.provenance import Provenance
from layers.snapshot.seal import BLANK, MARK, SAYS, intact
from layers.story import Story, load_story
from layers.uploads import check
from layers.view import default_view
from tests.conftest import ROOT
from tests.small_story import change, small_story

SEALED = tuple(suffix for suffix in FORMS if suffix not in SILENT)
SMALL = ((400, 300), 96)


@pytest.fixture(scope="module")
def files(story: Story) -> dict[str, bytes]:
    """A snapshot in every format that can be sealed."""
    snapshot = snapshot_of(story, default_view(story))
    return {suffix: make(snapshot, suffix, *SMALL) for suffix in SEALED}


def run(*args: str) -> Result:
    """The command on the project's story."""
    return CliRunner().invoke(main, ["--story", str(ROOT), *args])


@pytest.mark.parametrize("suffix", SEALED)
def test_a_file_as_it_was_written_is_intact(files: dict[str, bytes], suffix: str) -> None:
    """And has one seal, which is not the blank."""
    assert intact(files[suffix]) is True
    assert len(re.findall(MARK.encode() + rb"[0-9a-f]{64}", files[suffix])) == 1
    assert BLANK.encode() not in files[suffix]


@pytest.mark.parametrize("suffix", SILENT)
def test_a_format_without_a_place_for_it_has_no_seal(story: Story, suffix: str) -> None:
    """Nothing is said of it that is not so."""
    assert intact(make(snapshot_of(story, default_view(story)), suffix)) is None


@pytest.mark.parametrize("suffix", SEALED)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_other_byte_breaks_it(
    files: dict[str, bytes], suffix: str, data: st.DataObject
) -> None:
    """Changed, added or taken away, wherever; of the seal itself, too."""
    content = files[suffix]
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.binary(max_size=3).filter(lambda b: b != content[at : at + 1]))
    assert intact(content[:at] + other + content[at + 1 :]) is not True


def test_a_picture_that_was_painted_over_says_so(files: dict[str, bytes], tmp_path: Path) -> None:
    """Its evidence is whole, and every text of it is kept."""
    with Image.open(io.BytesIO(files["png"])) as image:
        notes = PngImagePlugin.PngInfo()
        for name in ("Title", "Software", "provenance", "seal"):
            notes.add_text(name, image.info[name])
        painted = image.copy()
    painted.putpixel((200, 150), (255, 0, 0))
    file = tmp_path / "painted.png"
    painted.save(file, pnginfo=notes)
    assert inspect(file.read_bytes()) == inspect(files["png"])
    told = run("inspect", str(file))
    assert told.exit_code == 1 and told.stderr == f"{SAYS[False]}\n"
    assert json.loads(told.stdout)["intact"] is False
    opened = run("open", str(file), "--no-browser")
    assert opened.exit_code == 0 and opened.stderr == f"{SAYS[False]}\n"


def test_an_edited_table_says_so(files: dict[str, bytes], tmp_path: Path) -> None:
    """One word of one claim, by SQLite itself."""
    file = tmp_path / "map.gpkg"
    file.write_bytes(files["gpkg"])
    assert run("inspect", str(file)).exit_code == 0
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE claims SET says = 'another' WHERE fid = 3")
    assert run("inspect", str(file)).exit_code == 1


def test_to_read_a_geopackage_does_not_break_it(files: dict[str, bytes], tmp_path: Path) -> None:
    """A GeoPackage that was opened and read is still intact."""
    file = tmp_path / "map.gpkg"
    file.write_bytes(files["gpkg"])
    subprocess.run(["ogrinfo", "-al", "-so", str(file)], check=True, capture_output=True)
    assert intact(file.read_bytes()) is True


def test_each_file_of_a_zip_is_sealed(files: dict[str, bytes]) -> None:
    """Each file in a ZIP has the seal that it would have if it were made alone."""
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as archive:
        for name in archive.namelist()[3:]:
            known = any(name.endswith(f".{suffix}") for suffix in SEALED)
            assert intact(archive.read(name)) is (True if known else None)


def test_without_its_seal_a_file_is_not_as_it_was_made(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    """Its provenance says that it had one: whoever takes it away does not make it an old file."""
    file = tmp_path / "map.geojson"
    found = json.loads(files["geojson"])
    del found["seal"]
    file.write_text(json.dumps(found), "utf-8")
    told = run("inspect", str(file))
    assert told.exit_code == 1 and told.stderr == f"{SAYS[False]}\n"


def test_of_a_file_from_before_there_were_seals_nothing_is_promised(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    """A file from before there were seals is read, and nothing is said of its bytes."""
    file = tmp_path / "map.geojson"
    found = json.loads(files["geojson"])
    del found["seal"], found["provenance"]["sealed"], found["provenance"]["sha256"]
    found["provenance"] = json.loads(Provenance(found["provenance"]).text)
    file.write_text(json.dumps(found), "utf-8")
    told = run("inspect", str(file))
    assert told.exit_code == 0 and told.stderr == f"{SAYS[None]}\n"
    assert json.loads(told.stdout)["intact"] is None
    assert run("open", str(file), "--no-browser").stderr == f"{SAYS[None]}\n"


LIKE = (
    *(BLANK, MARK + "ab" * 32, f'"seal": "{BLANK}"', f"/Seal ({BLANK})", f"<!-- {BLANK} -->"),
    *(f'<meta name="seal" content="{BLANK}">', f'<Data name="seal"><value>{BLANK}</value></Data>'),
)


@pytest.mark.parametrize("text", LIKE)
def test_a_text_that_looks_like_a_seal_is_none(tmp_path: Path, text: str) -> None:
    """Typed as title and subtitle, in a claim, in a layer: it stays as it is, and files open."""
    folder = small_story(tmp_path / "story")
    change(folder, "seeds/gazette.toml", '"a footbridge"', json.dumps(text))
    story = load_story(folder)
    rows = "".join(
        f'{n},"{text.replace(chr(34), chr(34) * 2)}",50.5,{110 + n}\n' for n in range(20)
    )
    own = check(f"id,seal,lat,lon\n{rows}".encode(), "own.csv").layer
    assert own is not None
    snapshot = snapshot_of(story, default_view(story), text, text * 5, [own])
    whole = make(snapshot, "zip", (900, 600), 96)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        made = {suffix_of(name): archive.read(name) for name in archive.namelist()[3:]}
    made["zip"] = whole
    assert made.keys() == set(FORMS)
    for suffix, content in made.items():
        if suffix in SILENT:
            assert intact(content) is None
            continue
        assert intact(content) is True, suffix
        assert inspect(content).fields["title"] == text, suffix
    with Image.open(io.BytesIO(made["png"])) as image:
        image.load()


@pytest.mark.parametrize("suffix", SEALED)
def test_no_byte_near_the_seal_is_free(files: dict[str, bytes], suffix: str) -> None:
    """The sum behind it in a PNG is one of them."""
    content = files[suffix]
    at = content.index(MARK.encode())
    for n in range(at - 30, min(at + len(BLANK) + 16, len(content))):
        changed = bytearray(content)
        changed[n] ^= 1
        assert intact(bytes(changed)) is not True, n


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"<", b"<!-- " + MARK.encode() + 63 * b"0"),
        (b"<", b'<Data name="seal">      '),
        (b"{", b'"seal": "' + MARK.encode()),
        (b"SQLite format 3\0", b"dataset"),
        (b"%PDF-", b"/Seal ("),
        (b"\x89PNG\r\n\x1a\n", b"tEXtseal\0" + MARK.encode()),
        (b"PK\x03\x04", b"L\0" + BLANK.encode()),
    ],
)
def test_a_file_of_many_false_seals_is_not_taken_for_intact(start: bytes, part: bytes) -> None:
    """A file of very many false seals is read to its end, and is not taken for intact."""
    content = start + part * (3_000_000 // len(part))
    command = "import sys; from layers.snapshot import seal; "
    command += "print(seal.intact(sys.stdin.buffer.read()))"
    done = subprocess.run(
        [sys.executable, "-c", command], input=content, capture_output=True, cwd=ROOT
    )
    assert done.stdout in (b"None\n", b"False\n")
