"""The folder of a site: whole or not at all, and never over anything else."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

from layers.site import SiteError, canonical, write_site
from layers.site.folder import MANIFEST
from layers.site.pieces import Pieces
from tests.conftest import ROOT
from tests.small_story import change, small_story

FILES = {"index.html": b"<p>new</p>" * 100, "files-1/page.js": b"1"}


def everything(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, hidden files too."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def run(*args: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command, in a process that may write files of so many bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "layers.cli", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limited)


def test_a_site_has_its_files_and_smaller_twins(tmp_path: Path) -> None:
    """Each file, a list of them, and what gains by being packed twice more."""
    write_site(tmp_path / "site", FILES)
    found = everything(tmp_path / "site")
    assert found.keys() == {
        *("index.html", "index.html.br", "index.html.gz", "files-1/page.js"),
        *(MANIFEST, f"{MANIFEST}.br", f"{MANIFEST}.gz"),
    }
    assert gzip.decompress(found["index.html.gz"]) == FILES["index.html"]
    assert brotli.decompress(found["index.html.br"]) == FILES["index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_replaces_an_older_one_and_an_empty_folder(tmp_path: Path) -> None:
    """Nothing of the older one is left."""
    (tmp_path / "site").mkdir()
    write_site(tmp_path / "site", {"old.html": b"old"})
    write_site(tmp_path / "site", FILES)
    assert "old.html" not in everything(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("diary.txt", "mine", "is no site"),
        (MANIFEST, "{}", "is no site"),
        (MANIFEST, "[", "is no site"),
        (MANIFEST, '{"format": "another", "files": {"a": "b"}}', "is no site"),
    ],
)
def test_a_folder_with_anything_else_is_left_alone(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    """Whatever it is, and whatever its list of files says."""
    (tmp_path / name).write_text(content)
    with pytest.raises(SiteError, match=says):
        write_site(tmp_path, FILES)
    assert everything(tmp_path) == {name: content.encode()}


def test_a_file_that_somebody_put_into_a_site_is_not_lost(tmp_path: Path) -> None:
    """It is named; the site stays as it was."""
    write_site(tmp_path / "site", FILES)
    (tmp_path / "site" / "CNAME").write_text("example.org")
    before = everything(tmp_path)
    with pytest.raises(SiteError, match="holds CNAME, which is none of its files"):
        write_site(tmp_path / "site", {"index.html": b"newer"})
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("a/b/site", "there is no folder"),
        ("file", "this is a file"),
        ("no\0name", "cannot be read"),
    ],
)
def test_a_path_that_is_no_folder_is_explained(tmp_path: Path, path: str, says: str) -> None:
    """A missing one above it, a file, a name that no system takes."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises((SiteError, ValueError), match=f"{says}|null"):
        write_site(tmp_path / path, FILES)
    assert everything(tmp_path) == {"file": b"mine"}


BAD_ADDRESSES = """
example.org
ftp://example.org/
https://
https://example.org/a/../b
https://example.org/./
https://example.org/?a=1
https://example.org/#a
https://user@example.org/
https://example.org/a b/
https://example.org/"><script>
http://[::
"""


@pytest.mark.parametrize("url", BAD_ADDRESSES.split("\n")[:-1])
def test_an_address_that_leads_nowhere_is_refused(url: str) -> None:
    """With one that would be right."""
    with pytest.raises(SiteError, match=r"--url .*must be such as https://example\.org/map/"):
        canonical(url)


def test_an_address_is_that_of_a_folder() -> None:
    """With a slash at its end, whether one was given or not."""
    assert canonical("https://Example.org") == "https://example.org/"
    assert canonical("https://example.org/a/b") == "https://example.org/a/b/"
    assert canonical("http://[::1]:80/a/") == "http://[::1]:80/a/"


def test_the_command_writes_all_or_nothing(tmp_path: Path) -> None:
    """No room, a story with faults, a folder of something else: said in a line, and nothing there.

    In place of a full disk, one on which no file may be larger than some bytes.
    """
    story, out = small_story(tmp_path / "story"), tmp_path / "site"
    ran = run("--story", str(story), "snapshot", str(out / "map.gpkg"), limit=20_000)
    assert ran.returncode == 1 and "make room there" in ran.stderr, ran.stderr
    ran = run("--story", str(story), "site", str(out), limit=200_000)
    assert ran.returncode == 1 and "nothing was changed" in ran.stderr, ran.stderr
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["story"]

    ran = run("--story", str(story), "site", str(tmp_path))
    assert ran.returncode == 1 and "is no site" in ran.stderr
    ran = run("--story", str(story), "site", str(out), "--url", "https://example.org/../x")
    assert ran.returncode == 1 and "none of them . or .." in ran.stderr

    change(story, "seeds/courier.toml", 'published = "2031-05-15"', 'published = "soon"')
    ran = run("--story", str(story), "site", str(out))
    assert ran.returncode == 1 and "problem" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["story"]


def test_pieces_make_what_they_were_cut_from() -> None:
    """Put together again; what two views share is kept once."""
    pieces = Pieces()
    one, order = pieces.cut("<ul><li>a <b>b</b></li>\n<li>c</li></ul> <p>d</p>")
    other = pieces.number("<ul><li>c</li></ul>")

    def whole(number: int) -> str:
        parts = pieces.needed([number])[number]
        return "".join(part if isinstance(part, str) else whole(part) for part in parts)

    assert whole(one) == "<ul><li>a <b>b</b></li>\n<li>c</li></ul> <p>d</p>"
    assert [whole(number)[:4] for number in order] == ["<ul>", "<li>", "<li>", "<p>d"]
    assert set(pieces.needed([other])) & set(order) == {order[2]}
