"""Heavy work beside the server: the same results, its bounds, the queue, and a way out of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from layers.html.gate import markdown
from layers.panels import worker_pool
from layers.panels.worker_pool import Pool, WorkError
from layers.snapshot import SnapshotError, snapshot_of
from layers.snapshot.files import make
from layers.snapshot.picture_forms import WHOLE
from layers.story import Story
from layers.uploads import NOTHING, check
from layers.uploads.packed_features import AT_ONCE, PackedFeatures, packed, unpacked
from layers.view import default_view
from layers.webmap.upload_data import own_data
from tests.conftest import ROOT, until
from tests.load import CONTENT, layer
from tests.server import free_port, running
from tests.session_client import SessionClient

MB = 1_000_000
SMALL = ((800.0, 600.0), 96.0)
A3 = ((4961.0, 3508.0), 300.0)


def points(number: int) -> bytes:
    """A layer of points."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"no. {n}"},
            "geometry": {"type": "Point", "coordinates": [130.6 + n * 1e-6, 42.4]},
        }
        for n in range(number)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One process, as a server has it."""
    made = Pool(1, 1_200 * MB, 3)
    yield made
    made.close()


def given(story: Story) -> dict[str, object]:
    """The view as it opens, as a job has it."""
    return {"view": default_view(story), "title": None, "subtitle": None, "own": (), "signs": ()}


def test_a_check_beside_the_server_is_the_same(pool: Pool) -> None:
    """Verdict, features and what the browser is sent, for a good file and a bad one."""
    content = points(AT_ONCE + 1)
    verdict, written = pool.submit("check_layers", content, "a.geojson", NOTHING).result()[0]
    here = check(content, "a.geojson").layer
    assert here is not None and verdict.words == "accepted"
    assert tuple(verdict.layer.features) == here.features
    text = gzip.decompress(written.packed).decode()
    assert json.loads(text) == json.loads(json.dumps(own_data([("", 0, here)])[0]))
    assert written.letters == len(text)
    bad, nothing = pool.submit("check_layers", b"{", "b.geojson", NOTHING).result()[0]
    assert (bad, nothing.letters) == (check(b"{", "b.geojson"), 0)


def test_a_file_made_beside_the_server_is_the_same(pool: Pool, story: Story) -> None:
    """With an own layer in it; of a format that is none, the same error."""
    layer = check(points(3), "a.geojson").layer
    assert layer is not None
    how = given(story) | {"own": (packed(layer),), "signs": (2,)}
    job = pool.submit("make_file", story.digest, how, "png", *SMALL, WHOLE, story=story)
    here = snapshot_of(story, default_view(story), own=(layer,), signs=(2,))
    assert job.result()[0] == make(here, "png", *SMALL)
    wrong = pool.submit("make_file", story.digest, given(story), "doc", *SMALL, WHOLE, story=story)
    with pytest.raises(SnapshotError, match="doc is no format of a snapshot"):
        wrong.result()


def test_packed_features_are_a_sequence() -> None:
    """By number, from the end, in part and whole."""
    layer = check(points(2 * AT_ONCE + 5), "a.geojson").layer
    assert layer is not None
    small = packed(layer)
    assert isinstance(small.features, PackedFeatures) and len(small.features) == 2 * AT_ONCE + 5
    for index in (0, AT_ONCE, -1):
        assert small.features[index] == layer.features[index]
    for part in (slice(3), slice(AT_ONCE - 1, AT_ONCE + 2), slice(None, None, 150), slice(9, 2)):
        assert small.features[part] == layer.features[part]
    assert unpacked(small).features == layer.features
    with pytest.raises(IndexError):
        _ = small.features[len(layer.features)]


def test_the_queue_has_places_an_end_and_a_way_out(pool: Pool, story: Story) -> None:
    """What is cancelled in the middle is ended; what comes after it is done all the same."""
    first = pool.submit("make_file", story.digest, given(story), "png", *A3, WHOLE, story=story)
    until(lambda: first.place == 0)
    others = [pool.submit("check_layers", points(1), "a.geojson", NOTHING) for _ in range(3)]
    assert [one.place for one in others] == [1, 2, 3]
    with pytest.raises(WorkError, match="the server is busy: 3 are waiting already"):
        pool.submit("check_layers", b"", "a.geojson", NOTHING)
    others[0].cancel()
    job = others.pop(1).job  # nobody holds it any more
    assert job.cancelled and others[-1].place == 1
    first.cancel()
    for one in (first, others[0]):
        with pytest.raises(WorkError, match="cancelled"):
            one.result()
    assert others[-1].result()[0][0].words == "accepted"


def test_a_process_that_ends_is_replaced(pool: Pool, story: Story) -> None:
    """The job it had is told so."""
    job = pool.submit("make_file", story.digest, given(story), "png", *A3, WHOLE, story=story)
    until(lambda: job.job.process is not None)
    assert job.job.process is not None
    job.job.process.send_signal(signal.SIGKILL)
    with pytest.raises(WorkError, match="it broke off; nothing was kept"):
        job.result()
    assert (
        pool.submit("check_layers", points(1), "a.geojson", NOTHING).result()[0][0].layer
        is not None
    )


def test_a_process_has_bounded_memory() -> None:
    """And the server is not it."""
    small = Pool(1, 150 * MB, 3)
    with pytest.raises(WorkError, match=r"it (takes more than 150 MB of memory|broke off)"):
        small.submit("check_layers", points(20_000), "a.geojson", NOTHING).result()[0]
    small.close()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a process has")
def test_a_picture_leaves_nothing_in_the_process(pool: Pool, story: Story) -> None:
    """A sheet of A3 is 70 MB."""

    def draw() -> int:
        made = pool.submit(
            "make_file", story.digest, given(story), "png", *A3, WHOLE, story=story
        ).result()
        assert made[0]
        (process,) = pool.running
        assert process.process
        return resident(process.process.pid)

    first = draw()
    assert draw() < first + 40 * MB


def test_without_work_no_process_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server at rest is as small as before."""
    monkeypatch.setattr(worker_pool, "REST_SECONDS", 0.2)
    made = Pool(1, 1_200 * MB, 3)
    assert (
        made.submit("check_layers", points(1), "a.geojson", NOTHING).result()[0][0].layer
        is not None
    )
    (process,) = made.running
    until(lambda: not made.running and process.process is None)


# -- as readers have it


@contextmanager
def hosted(log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server as a host has it: its address, and its process."""
    port = free_port()
    command = [sys.executable, "-m", "layers.cli", "serve", "--no-browser", "--port", str(port)]
    command += ["--host", str(ROOT / "deploy" / "host.toml")]
    with log.open("wb") as said:
        server = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
    try:
        running(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def apart(readers: Coroutine[Any, Any, None]) -> None:
    """Readers in a thread of their own: in this one other tests may have a loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, readers).result()


def test_readers_see_the_queue_and_leave_their_files_behind(tmp_path: Path) -> None:
    """While one makes a picture another waits, and goes; the log tells of nobody.

    Of a layer that is drawn the server keeps what the map is sent, and not the file.
    """
    log = tmp_path / "log"
    with hosted(log) as (address, server):
        apart(queue_up(address))
        if sys.platform == "linux":
            apart(bring(address, 1))
            before = resident(server.pid)
            apart(bring(address, 4))
            assert resident(server.pid) < before + 2 * len(CONTENT)  # two of each, it kept before
    lines = log.read_text("utf-8").splitlines()
    events = {line.split()[2] for line in lines if line and not line.startswith("The map is at")}
    assert events == {"ready", "work", "stopped"}
    assert "secret" not in log.read_text("utf-8")


def resident(pid: int) -> int:
    """Bytes of memory that a process has."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


async def bring(address: str, number: int) -> None:
    """So many readers, who each draw a layer of 9 MB and stay until the last has."""
    readers = [SessionClient(address) for _ in range(number)]
    for one in readers:
        await one.open()
        await layer(one)
    for one in readers:
        await one.close()


async def queue_up(address: str) -> None:
    """One makes an A3 picture; the other has to wait for it, and goes."""
    artist, other = SessionClient(address), SessionClient(address)
    await asyncio.gather(artist.open(), other.open("search=secret"))
    await artist.ask("export", "")
    await artist.choose("Form", "A3 for print, 300 dpi")
    await other.ask("own", "")  # before: the picture takes only seconds
    artist.texts.clear()  # the preview said the same words
    picture = asyncio.create_task(artist.press("Make the file"))
    await told(artist, "Drawing and writing …")
    file = asyncio.create_task(other.upload("Files with places", "secret.geojson", points(3)))
    await told(other, markdown("In the queue: 1 other is first …"))
    await other.press("Cancel", wait=False)
    await asyncio.wait_for(file, 60)
    assert any("Cancelled" in text for text in other.texts), other.texts[-8:]
    await asyncio.wait_for(picture, 60)
    assert any(name.startswith("Download") for name in artist.kinds)
    await artist.close()
    await other.close()


async def told(one: SessionClient, text: str) -> None:
    """Wait until the page has said something."""
    async with asyncio.timeout(60):
        while text not in one.texts:
            await asyncio.sleep(0.05)
