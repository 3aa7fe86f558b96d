"""A reader's KML, KMZ, GPX, GeoPackage or shapefile: its verdict, and what it cannot do."""

from __future__ import annotations

import math
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.errors import Problem
from layers.uploads import deadline
from layers.uploads.check import check, form_of, layers_in
from layers.uploads.sandbox import child, frames
from layers.uploads.verdict import LIMITS, Asked, RawLayer, Refused
from tests import hostile_archives as files
from tests import hostile_files
from tests.hostile_archives import ACCEPTED, CASES, PLANTED, PORT, REFUSED, WARNED
from tests.hostile_case import Case

# All in one process: they share what was read once, and one port of loopback.
HOLES = (
    "POLYGON ((130 42, 131 42, 131 43, 130 42), (130.5 42.1, 130.6 42.1, 130.6 42.2, 130.5 42.1),"
    " (130.7 42.1, 130.8 42.1, 130.8 42.2, 130.7 42.1))"
)
SECRET = "a line of a local file"


@dataclass
class Outcome:
    """What came of a file."""

    layer: RawLayer | None
    problems: tuple[Problem, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """One of three."""
        if self.layer is None:
            return REFUSED
        return WARNED if self.layer.warnings else ACCEPTED

    @property
    def said(self) -> str:
        """All that a reader is told."""
        return "\n".join(map(str, self.layer.warnings if self.layer else self.problems))


def outcome(content: bytes, file: str, choose: str | None = None) -> Outcome:
    """Read a file."""
    asked = Asked(() if choose is None else (choose,))
    try:
        form = form_of(content, file, LIMITS)
        return Outcome(layers_in(content, form, file, asked, LIMITS)[0])
    except Refused as refused:
        return Outcome(None, refused.problems, refused.choices)


@dataclass
class Everything:
    """What came of every file, and what the files did meanwhile."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)  # contents by file name
    requests: int = 0
    left: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """Read every file, two at a time, with a planted file and a listener where they look."""
    found, scratch = Everything(), tmp_path_factory.mktemp("scratch")
    cases = [(case, case.make()) for case in CASES]
    found.large = {case.file: made for case, made in cases if len(made) > 1_000_000}
    PLANTED.write_text(f"x,y,name\n130,42,{SECRET}\n", "utf-8")
    before, tempfile.tempdir = tempfile.tempdir, str(scratch)
    try:
        with socket.create_server(("127.0.0.1", PORT)) as listener, ThreadPoolExecutor(2) as pool:
            listener.settimeout(0.2)

            def read(made: tuple[Case, bytes]) -> Outcome:
                case, content = made
                return outcome(content, case.file, case.choose)

            found.outcomes = dict(
                zip([case.id for case, _ in cases], pool.map(read, cases), strict=True)
            )
            try:
                listener.accept()[0].close()
                found.requests += 1
            except TimeoutError:
                pass
        found.left = [path.name for path in scratch.rglob("*")]
        yield found
    finally:
        tempfile.tempdir = before
        PLANTED.unlink(missing_ok=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_file_gets_its_verdict(case: Case, everything: Everything) -> None:
    """Accepted, accepted with what was found, or refused with what is wrong."""
    found = everything.outcomes[case.id]
    assert (found.verdict, case.says in found.said) == (case.verdict, True), found.said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_feature_is_lost_silently(case: Case, everything: Everything) -> None:
    """Features are numbered from 1, rows of a sheet from below its names; others are dropped."""
    layer = everything.outcomes[case.id].layer
    if layer is None:
        assert everything.outcomes[case.id].problems
        return
    numbers = sorted([*(one.number for one in layer.features), *layer.dropped])
    first, word = (numbers[0], "row") if case.file.endswith(".xlsx") else (1, "feature")
    assert numbers == list(range(first, first + len(numbers)))
    named = {one.record for one in layer.warnings}
    assert {f"{word} {number}" for number in layer.dropped} <= named


@pytest.mark.parametrize("case", CASES[::8], ids=lambda case: case.id)
def test_the_whole_check_says_the_same(case: Case) -> None:
    """Of some of them: what every format goes through afterwards adds nothing to these files."""
    found = check(case.make(), case.file, case.choose)
    said = "\n".join(map(str, found.problems + found.warnings))
    given = REFUSED if found.layer is None else WARNED if found.warnings else ACCEPTED
    assert (given, case.says in said) == (case.verdict, True), said


def test_at_least_as_many_files_as_formats_have_weak_places() -> None:
    """The table is not emptied by accident; ids are given once."""
    assert len({case.id for case in CASES}) == len(CASES) >= 130


def test_nothing_is_fetched(everything: Everything) -> None:
    """Links, icons, document types, VRT and .prj name an address on loopback: nobody asks it."""
    assert everything.requests == 0


def test_no_local_file_is_read(everything: Everything) -> None:
    """Entities, VRT, GDALG, virtual tables, links and .prj name a local file."""
    told = [str(one.layer) + one.said for one in everything.outcomes.values()]
    assert [text for text in told if SECRET in text] == []


def test_nothing_is_left_on_disk(everything: Everything) -> None:
    """Whatever became of a file, its folder is gone."""
    assert everything.left == []


def test_messages_name_no_folder_of_the_server(everything: Everything) -> None:
    """What a library says of the file it was given is not passed on."""
    told = "\n".join(one.said for one in everything.outcomes.values())
    assert "own-layer-" not in told.replace(PLANTED.name, "")
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("case", "choices"),
    [
        ("kml-two-folders", ("Document 1 / A", "Document 1 / B")),
        ("kml-nested-folders", ("Document 1 / A", "Document 1 / A / A")),
        ("gpx-waypoints-and-tracks", ("waypoints", "tracks")),
        ("gpkg-two-layers", ("a", "b")),
        ("zip-two", ("b", "places")),
    ],
)
def test_one_of_several_has_to_be_chosen(
    case: str, choices: tuple[str, ...], everything: Everything
) -> None:
    """Folders, layers and shapefiles, by their names."""
    assert everything.outcomes[case].choices == choices


@pytest.mark.parametrize(
    ("case", "value"),
    [
        ("kml-windows-1251", {"name": "Мост"}),
        ("kml-euc-kr", {"name": "다리"}),
        ("kml-utf-16", {"name": "다리"}),
        ("kml-braces", {"name": "{{ 7*7 }}"}),
        ("kml-data-twice", {"a": "1", "a (2)": "2"}),
        ("gpx-good", {"name": "one"}),
        ("zip-cp949", {"name": "다리"}),
        ("gpkg-good", {"name": "place 1"}),
    ],
)
def test_values_come_as_they_are_written(
    case: str, value: dict[str, str], everything: Everything
) -> None:
    """In every encoding; nothing is evaluated, nothing overwritten."""
    layer = everything.outcomes[case].layer
    assert layer is not None and layer.features[-1].properties == value


@pytest.mark.parametrize(
    ("case", "wkt"),
    [
        ("kml-good", "POINT (130.5 42.5)"),
        ("kml-data-twice", "LINESTRING (130 42, 131 42, 131 43, 130 42)"),
        ("kml-rings-in-one-boundary", HOLES),
        ("kml-track", "LINESTRING (130 42, 131 43)"),
        ("kml-ring-open", "POLYGON ((130 42, 131 42, 131 43, 130 42))"),
        ("gpx-segment-of-one", "MULTILINESTRING ((130 42, 131 43))"),
        ("gpkg-good", "POINT (131 42)"),
        ("zip-good", "POINT (130.001 42)"),
    ],
)
def test_geometries_are_where_the_file_has_them(
    case: str, wkt: str, everything: Everything
) -> None:
    """Longitude first, whatever the format."""
    layer = everything.outcomes[case].layer
    assert layer is not None and layer.features[-1].geometry is not None
    last = layer.features[-1].geometry
    assert shapely.equals_exact(last, shapely.from_wkt(wkt), normalize=True)


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("kml-good", "good"),
        ("kml-folder-chosen", "folder: B"),
        ("gpx-good", "good"),
        ("gpx-layer-chosen", "layer: tracks"),
        ("gpkg-good", "places"),
        ("zip-upper-case", "PLACES"),
    ],
)
def test_a_layer_is_named_as_in_the_file_or_after_it(
    case: str, name: str, everything: Everything
) -> None:
    """Its own name, the chosen one, or the file's."""
    layer = everything.outcomes[case].layer
    assert layer is not None and layer.name == name


def test_a_folder_is_named_after_its_parents() -> None:
    """One of its name without features has no layer of its own."""
    nested = files.folder("A", "<Folder><name>B</name></Folder>" + files.folder("B"))
    found = outcome(files.kml("<name>Doc</name>" + nested), "a.kml").layer
    assert found is not None and found.name == "Doc / A / B"


def test_a_shapefile_without_prj_has_no_crs() -> None:
    """Where it is has to be found out by who knows how."""
    found = outcome(files.shp(prj=None), "a.zip").layer
    assert found is not None and found.crs is None


def test_types_of_a_geopackage() -> None:
    """Truth values, numbers and days keep what they are; what is null is left out."""
    content = files.gpkg(
        "ALTER TABLE places ADD COLUMN open BOOLEAN",
        "ALTER TABLE places ADD COLUMN day DATE",
        "ALTER TABLE places ADD COLUMN long INTEGER",
        "UPDATE places SET open = 1, day = '2025-04-30', long = 7 WHERE fid = 2",
    )
    layer = outcome(content, "a.gpkg").layer
    assert layer is not None
    assert [dict(one.properties) for one in layer.features] == [
        {"name": "place 0"},
        {"name": "place 1", "open": True, "day": "2025-04-30", "long": 7},
    ]


def test_a_number_that_a_float_has_not_is_named() -> None:
    """Beside a null, GDAL's way out of the child makes floats of whole numbers."""
    content = files.gpkg(
        "ALTER TABLE places ADD COLUMN long INTEGER",
        f"UPDATE places SET long = {2**53 + 1} WHERE fid = 2",
    )
    assert "long = numbers of 9,007,199,254,740,992" in outcome(content, "a.gpkg").said


def test_a_file_may_not_take_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text as long as an archive may be, in letters that take much of it."""
    lot = bin(int.from_bytes(random.Random(1).randbytes(5_200_000)))
    wide = files.kml(files.POINT.replace("one", f"{lot}\U0001f30d"))  # four bytes a letter, read
    monkeypatch.setattr(child, "MEMORY_BYTES", 400_000_000)
    found = outcome(files.kmz(content=wide), "a.kmz")
    assert "more than 400,000,000 bytes of memory" in found.said


# A child that limits itself as ever, and then never ends what it was asked to do.
FOREVER = """import sys; sys.path.append(sys.argv[1]); from layers.uploads.sandbox import worker
def forever(job):
    while True: pass
worker.TASKS = dict.fromkeys(worker.TASKS, forever); worker.main()"""


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("WALL_SECONDS", "it was not finished after 2 seconds"),
        ("CPU_SECONDS", "it takes more than 2 seconds of computing"),
    ],
)
def test_a_file_may_not_take_the_time(
    limit: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock on the wall, and by what it computes, which a busy machine does not shorten."""
    monkeypatch.setattr(child, "_START", FOREVER)
    monkeypatch.setattr(child, limit, 2)
    found = outcome(files.kml(files.POINT), "a.kml")
    assert says in found.said and "export it again, smaller" in found.said


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("import os; os.abort()", "broke off"),
        ("import sys; sys.exit(0)", "broke off"),
        ("print('garbage' * 1000)", "broke off"),
        ("import os; os.write(1, b'\\2\\0\\0\\0\\0\\0\\0\\0[]' * 9)", "broke off"),
        ("import os; os.write(1, b'\\xff' * 8 + b'x' * 99)", "broke off"),
        ("import os\nwhile 1: os.write(1, b'x' * 65536)", "more than 40,000,000 bytes"),
        ("import os, time; os.fork(); time.sleep(60)", "not finished after 2 seconds"),
        ("import os, time; os.close(1); time.sleep(60)", "broke off"),
    ],
)
def test_whatever_the_child_does_is_a_refusal(
    does: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies, says nothing, or anything; it goes on for ever, and so do its own children."""
    monkeypatch.setattr(child, "_START", does)
    monkeypatch.setattr(child, "WALL_SECONDS", 2)
    found = outcome(files.kml(files.POINT), "a.kml")
    assert says in found.said


@pytest.mark.parametrize(
    "answered",
    [
        [{"layer": "x", "crs": None}],
        [{"layer": "x", "crs": None, "warnings": []}, {"n": "1", "p": {}}],
        [{"layer": "x", "crs": None, "warnings": []}, {"n": -1, "p": {}}],
        [{"layer": "x", "crs": None, "warnings": []}, {"n": 1, "p": 5}],
        [{"layer": "x", "crs": None, "warnings": [["too", "short"]]}],
        [{"refused": 5}],
        [{"refused": [[1, 2, 3, 4]], "choices": 7}],
    ],
)
def test_an_answer_of_another_shape_is_a_refusal(
    answered: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that was taken over says what it likes."""
    answer = b"".join(frames.frame(one) for one in [*answered, frames.END])
    monkeypatch.setattr(child, "_START", f"import os; os.write(1, {answer!r})")
    assert "not in order" in outcome(files.kml(files.POINT), "a.kml").said


# A child that says of itself what it knows, in place of reading a file.
TELLING = """import os, stat, sys; sys.path.append(sys.argv[1])
from layers.uploads.sandbox import worker
def told(job):
    mode = stat.S_IMODE(os.stat('.').st_mode)
    yield dict(os.environ) | {'mode': mode, 'here': os.getcwd(), 'files': os.listdir()}, b''
worker.TASKS['foreign'] = told; worker.main()"""


@pytest.mark.parametrize("early", [False, True])
def test_the_child_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, early: bool) -> None:
    """No variable, no proxy, no search path; its home is its folder, and that is private."""
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://elsewhere.invalid")
    monkeypatch.setattr(child, "_START", TELLING)
    monkeypatch.setattr(child, "_prepared", threading.Event())
    monkeypatch.setattr(child, "_ready", deque(maxlen=1))
    if early:
        child.prepare()
    [(told, _)], failure = child.run("foreign", {"layer.kml": b"x"})
    assert failure is None
    assert {"SECRET_OF_OURS", "PYTHONPATH", "HTTPS_PROXY", "PATH"} & told.keys() == set()
    assert (told["mode"], told["files"]) == (0o700, ["layer.kml"])
    assert Path(told["HOME"]).resolve() == Path(told["here"]).resolve()
    assert len(child._ready) == early  # the next one
    for waiting in child._ready:
        assert waiting.stdin is not None and waiting.stdout is not None
        waiting.stdin.close()  # as when we end
        assert waiting.wait(timeout=60) != 0
        waiting.stdout.close()


def test_a_child_that_ended_while_it_waited_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system may end it where memory is short."""
    monkeypatch.setattr(child, "_prepared", threading.Event())
    monkeypatch.setattr(child, "_ready", deque(maxlen=1))
    child.prepare()
    (waiting,) = child._ready
    waiting.kill()
    waiting.wait(timeout=60)
    child._prepared.clear()
    bow = shapely.from_wkt("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))")
    found, reached, failure = child.repair([bow])
    assert (found[0] is not None, reached, failure) == (True, 1, None)


def test_gdal_has_one_driver_or_reads_nothing() -> None:
    """The others are switched off by a variable; that it was heeded is looked at."""
    job: dict[str, Any] = {"form": "gpkg", "name": "a.gpkg", "asked": {"layers": []}, "limits": {}}
    answered, _ = child.run("foreign", {"layer.gpkg": files.gpkg()}, None, **job)
    assert "this GDAL has others" in str(answered)


@pytest.mark.parametrize(
    ("form", "made"), [("kml", files.kml(files.POINT)), ("gpx", files.gpx(files.WPT))]
)
def test_no_gdal_is_loaded_for_xml(form: str, made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor anything else of this project's libraries but shapely: the child starts quickly."""
    tell = (
        "import sys; sys.path.append(sys.argv[1]); from layers.uploads.sandbox import worker;"
        "task = worker.TASKS['foreign']; names = {'pyogrio', 'pyproj', 'pydantic', 'pandas'};"
        "told = lambda job: [*task(job), ({'loaded': sorted(names & sys.modules.keys())}, b'')];"
        "worker.TASKS = {'foreign': told}; worker.main()"
    )
    monkeypatch.setattr(child, "_START", tell)
    job: dict[str, Any] = {"form": form, "name": f"a.{form}", "asked": {"layers": []}}
    job["limits"] = {}
    (_, (feature, _), (loaded, _)), failure = child.run("foreign", {f"layer.{form}": made}, **job)
    assert (failure, feature["n"], loaded) == (None, 1, {"loaded": []})


def test_repair_is_by_structure() -> None:
    """A bow tie becomes its two halves; what has no area is nothing."""
    bow, flat = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "POLYGON ((0 0, 1 1, 2 2, 0 0))"
    (mended, nothing), reached, failure = child.repair(
        [shapely.from_wkt(bow), shapely.from_wkt(flat)]
    )
    assert mended is not None and mended.is_valid and mended.area == pytest.approx(0.5)
    assert (nothing, reached, failure) == (None, 2, None)


# A child in which GEOS comes to no end with what has more than a few vertices.
ENDLESS = """import sys; sys.path.append(sys.argv[1]); from layers.uploads.sandbox import worker
import shapely
def make_valid(geometry, mend=shapely.make_valid, **options):
    while shapely.get_num_coordinates(geometry) > 100: pass
    return mend(geometry, **options)
shapely.make_valid = make_valid; worker.main()"""


def star() -> list[tuple[float, float]]:
    """The vertices of a ring that lies over itself everywhere."""
    wild = random.Random(1)
    return [(wild.random(), math.sqrt(wild.random())) for _ in range(200)]


def test_repair_that_comes_to_no_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before it is kept."""
    monkeypatch.setattr(child, "_START", ENDLESS)
    monkeypatch.setattr(child, "WALL_SECONDS", 3)
    bow = shapely.from_wkt("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))")
    found, reached, failure = child.repair([bow, *[shapely.Polygon(star())] * 20])
    assert found[0] is not None and found[1:] == [None] * 20
    assert (reached, failure) == (1, "it was not finished after 3 seconds")


def test_what_was_not_mended_in_time_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not said of it that it cannot be mended."""
    monkeypatch.setattr(child, "_START", ENDLESS)
    for module in (child, deadline):
        monkeypatch.setattr(module, "WALL_SECONDS", 2)
    ring = [*star(), star()[0]]
    stars = [hostile_files.feature(hostile_files.shape("Polygon", [ring]))] * 3
    found = check(hostile_files.beside(*stars), "a.geojson")
    assert found.dropped == (2, 3, 4)
    assert "mended in time: it was not finished after 2 seconds" in str(found.warnings[0])


GROWTH = """
import os, resource, sys
from layers.uploads.readers import sandboxed
from layers.uploads.verdict import LIMITS, NOTHING, Refused

scale = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        content = file.read()
    try:
        sandboxed.read(content, path.rpartition(".")[2].replace("zip", "shp"), "x", NOTHING, LIMITS)
    except Refused:
        pass
try:
    os.waitpid(-1, os.WNOHANG)
    print("a child is left")
except ChildProcessError:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * scale)
"""


def test_the_own_process_does_not_grow(everything: Everything, tmp_path: Path) -> None:
    """By less than 200 MB over the largest files, and no child of it is left."""
    everything.large["full.zip"] = files.shp(points=20_000)
    for name, content in everything.large.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in everything.large]
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, *paths],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert int(done.stdout) < 200_000_000


@pytest.mark.parametrize("number", [-1, 0, 99_999])
def test_a_geopackage_that_knows_no_crs_is_taken_as_degrees(number: int) -> None:
    """The last is how GDAL writes that a table has none, for geopandas, too."""
    content = files.gpkg(*(one.format(number) for one in files.SRS))
    found = check(content, "places.gpkg")
    assert found.layer is not None and "none is named" in "\n".join(map(str, found.warnings))
