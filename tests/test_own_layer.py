"""A reader's own layer: every kind of file has its verdict, and nothing of it is lost unnamed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest
import shapely
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping

from layers.cli import main
from layers.uploads import LIMITS, Verdict, check, deadline
from layers.uploads.checks.crs import resolved
from layers.uploads.problems import ranges
from layers.uploads.sandbox.child import repair
from tests import hostile_archives, hostile_files
from tests.hostile_case import Case
from tests.hostile_files import beside, collection, crs, feature, having, only, shape, table, text

PROJECT = Path(__file__).resolve().parent.parent
TABLE = PROJECT / "layers" / "uploads" / "README.md"
CASES = {case.id: case for case in hostile_files.CASES}
BY_THE_PROGRAM = ("geojson-good", "geojson-geometry-null", "geojson-crs-link", "csv-leading-zeros")


def word(verdict: Verdict) -> str:
    """The verdict as the table has it."""
    return "refused" if verdict.layer is None else "warnings" if verdict.warnings else "accepted"


def said(verdict: Verdict) -> str:
    """Every warning and problem, a line each."""
    return "\n".join(map(str, verdict.warnings + verdict.problems))


def geojson(content: bytes) -> Verdict:
    """The verdict on a GeoJSON file."""
    return check(content, "a.geojson")


def wkt(verdict: Verdict) -> list[str]:
    """What is drawn."""
    assert verdict.layer is not None, said(verdict)
    return [shapely.to_wkt(one.geometry, rounding_precision=6) for one in verdict.layer.features]


def rows(verdict: Verdict) -> list[dict[str, str]]:
    """The attributes."""
    assert verdict.layer is not None, said(verdict)
    return [dict(one.properties) for one in verdict.layer.features]


def holds(verdict: Verdict) -> None:
    """What is promised of whatever was accepted."""
    layer = verdict.layer
    if layer is None:
        assert verdict.problems and not verdict.warnings
        return
    numbers = [one.number for one in layer.features]
    assert len(numbers) + len(verdict.dropped) == verdict.read
    assert set(numbers).isdisjoint(verdict.dropped)
    assert numbers == sorted(set(numbers)) and len(numbers) > 0
    assert bool(verdict.dropped) <= ("left out" in said(verdict))
    for one in layer.features:
        assert one.geometry.is_valid and not one.geometry.is_empty and not one.geometry.has_z
        west, south, east, north = one.geometry.bounds
        assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        for pair in one.properties:
            assert all(isinstance(each, str) and each.encode("utf-8") for each in pair)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_every_file_has_the_verdict_that_is_meant(case: Case) -> None:
    """In the check itself, with a part of what is said."""
    verdict = check(case.make(), case.file, case.choose)
    assert (word(verdict), case.says in said(verdict)) == (case.verdict, True), said(verdict)
    holds(verdict)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_the_command_says_the_same(case: Case, tmp_path: Path) -> None:
    """Exit status 1 for what is refused; one line a message, and no traceback."""
    (tmp_path / case.file).write_bytes(case.make())
    choice = ["--choose", case.choose] if case.choose else []
    done = CliRunner().invoke(main, ["layer", str(tmp_path / case.file), *choice])
    assert done.exit_code == (case.verdict == "refused"), done.output
    assert isinstance(done.exception, SystemExit | None)
    assert case.says in done.output
    assert all(line.isprintable() for line in done.output.splitlines())


def run(*args: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The command as a program."""
    return subprocess.run(
        [sys.executable, "-m", "layers.cli", "layer", *map(str, args)],
        cwd=PROJECT,
        capture_output=True,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "TUMEN_STORY"},
    )


@pytest.mark.parametrize("case", [CASES[name] for name in BY_THE_PROGRAM], ids=lambda case: case.id)
def test_the_program_says_the_same(case: Case, tmp_path: Path) -> None:
    """As a process of its own."""
    (tmp_path / case.file).write_bytes(case.make())
    done = run(tmp_path / case.file)
    assert done.returncode == (case.verdict == "refused")
    assert case.says in done.stdout.decode() and done.stderr == b""


def test_the_summary(tmp_path: Path) -> None:
    """What is in a file, where, and what was done to it."""
    file = tmp_path / "places.geojson"
    file.write_bytes(beside(feature(shape("Polygon", [hostile_files.SQUARE])), feature(None)))
    lines = run(file).stdout.decode().splitlines()
    digest = lines.pop(6)
    assert re.fullmatch("SHA-256   [0-9a-f]{64}", digest)
    assert lines == [
        "places.geojson: accepted with 1 warning",
        "layer     places (GeoJSON)",
        "features  3 in the file, 2 drawn",
        "geometry  1 Point, 1 Polygon",
        "extent    130.000000 to 130.500000 east, 42.000000 to 42.500000 north",
        "CRS       EPSG:4326",
        "places.geojson: feature 3: geometry = null: a geometry: without one there is nothing to "
        "draw; left out",
    ]


def test_the_summary_as_json(tmp_path: Path) -> None:
    """The same for a program; numbers that were left out one by one."""
    file = tmp_path / "places.geojson"
    file.write_bytes(beside(feature(None), feature(None)))
    found = json.loads(run(file, "--format", "json").stdout)
    assert found["verdict"] == "warnings"
    assert found["features"] == {"read": 3, "dropped": [2, 3], "drawn": 1}
    assert found["layer"]["geometry"] == {"Point": 1}
    assert [one["record"] for one in found["warnings"]] == ["features 2–3"]
    file.write_bytes(b"[")
    done = run(file, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "refused")


@pytest.mark.parametrize(
    ("name", "expected"), [("none.csv", "not there"), (".", "a folder or a device")]
)
def test_no_file_is_one_line(name: str, expected: str, tmp_path: Path) -> None:
    """Missing, or a folder: said, with exit status 1."""
    done = run(tmp_path / name)
    assert done.returncode == 1
    assert expected in done.stderr.decode().splitlines()[0] and b"Traceback" not in done.stderr


def test_a_folder_is_chosen_from_several(tmp_path: Path) -> None:
    """First what there is to choose from, then the one that is chosen."""
    case = next(one for one in hostile_archives.CASES if one.id == "kml-folder-chosen")
    file = tmp_path / case.file
    file.write_bytes(case.make())
    asked = CliRunner().invoke(main, ["layer", str(file)])
    assert asked.exit_code == 1
    assert f"has {case.choose}" in asked.output
    chosen = CliRunner().invoke(main, ["layer", str(file), "--choose", str(case.choose)])
    assert (chosen.exit_code, "1 in the file" in chosen.output) == (0, True)


def test_the_table_tells_every_file_and_its_verdict() -> None:
    """The README of uploads is what is promised; a file that is not in it, or otherwise, fails."""
    cells = re.compile(r"^\| ([\w-]+) \| (.+) \| (\w+) \| (?:`(.*)`)? ?\|$", re.MULTILINE)
    listed = {name: (verdict, says) for name, _, verdict, says in cells.findall(TABLE.read_text())}
    made = [*hostile_files.CASES, *hostile_archives.CASES]
    listed.pop("file", None)
    assert listed == {case.id: (case.verdict, case.says.replace("|", r"\|")) for case in made}
    assert len(made) >= 170


@pytest.mark.parametrize(
    ("make", "drawn"),
    [
        (lambda: only(shape("Polygon", [[[170, 0], [-170, 0], [-170, 9], [170, 9], [170, 0]]])),
         "MULTIPOLYGON (((-170 9, -170 0, -180 0, -180 9, -170 9)), "
         "((170 0, 170 9, 180 9, 180 0, 170 0)))"),
        (lambda: only(shape("LineString", [[179, 0], [-179, 2]])),
         "MULTILINESTRING ((179 0, 180 1), (-180 1, -179 2))"),
        (lambda: only(shape("Point", [190, 5])), "POINT (-170 5)"),
        (lambda: only(shape("Point", [1, 2, 3])), "POINT (1 2)"),
        (lambda: only(shape("Polygon", [[[0, 0], [1, 0], [1, 1]]])),
         "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        (lambda: only(shape("Polygon", [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]])),
         "MULTIPOLYGON (((0 0, 0 2, 1 1, 0 0)), ((1 1, 2 2, 2 0, 1 1)))"),
        (lambda: only(hostile_files.collections(3)), "GEOMETRYCOLLECTION (POINT (130.5 42.5))"),
        (lambda: only(shape("Point", [111319.490793, 222684.208506]), **crs("EPSG:3857")),
         "POINT (1 2)"),
        (lambda: only(shape("Point", [1_000_000, 2_000_000]), **crs("EPSG:5179")),
         "POINT (127.5 38)"),
    ],
)  # fmt: skip
def test_what_is_drawn_after_mending(make: Callable[[], bytes], drawn: str) -> None:
    """Geometries as they come out, whatever the order of their parts."""
    verdict = geojson(make())
    found = shapely.from_wkt(wkt(verdict)[0])
    assert shapely.to_wkt(found.normalize()) == shapely.to_wkt(shapely.from_wkt(drawn).normalize())


def test_a_hole_across_the_meridian_stays_a_hole() -> None:
    """It begins on the other side than the ring around it."""
    ring = [[170, 0], [-170, 0], [-170, 9], [170, 9], [170, 0]]
    hole = [[-175, 1], [-174, 1], [-174, 2], [-175, 2], [-175, 1]]
    verdict = geojson(only(shape("Polygon", [ring, hole])))
    assert verdict.layer is not None
    assert verdict.layer.features[0].geometry.area == pytest.approx(20 * 9 - 1)


def test_a_line_that_crosses_itself_is_cut_at_the_meridian_alone() -> None:
    """It is not cut where it crosses itself."""
    line = [[178, 0], [-178, 2], [-178, 0], [178, 2]]
    verdict = geojson(only(shape("LineString", line)))
    assert [len(one.geoms) for one in map(shapely.from_wkt, wkt(verdict))] == [3]


def test_values_are_text_as_they_are_written() -> None:
    """Strings as they are, numbers and others as JSON writes them, null not at all."""
    values = {"a": "007", "b": 1.50, "c": 10**20, "d": True, "e": None, "f": [1, {"g": "é"}]}
    found = rows(geojson(having(**values)))
    assert found == [
        {"a": "007", "b": "1.5", "c": "100000000000000000000", "d": "true", "f": '[1,{"g":"é"}]'}
    ]


def test_an_id_is_an_attribute() -> None:
    """Unless the properties have one."""
    own = feature(id="way/1"), feature(id=2, properties={"id": "mine"})
    found = rows(geojson(text(collection(*own))))
    assert [one["id"] for one in found] == ["way/1", "mine"] and found[1]["id (2)"] == "2"


def test_what_a_screen_would_obey_is_shown() -> None:
    """Newline and tab stay."""
    found = rows(geojson(having(a="\a\x1b[2J\u202e", b="one\n\ttwo")))
    assert found == [{"a": "\\x07\\x1b[2J\\u202e", "b": "one\n\ttwo"}]


def test_names_that_come_out_the_same_are_numbered() -> None:
    """Nothing takes the place of another."""
    found = rows(geojson(having(**{"a b": 1, "a  b": 2, "": 3})))
    assert found == [{"a b": "1", "a b (2)": "2", "(no name)": "3"}]


def test_cells_are_text() -> None:
    """A code keeps its zeros; the line is the number."""
    verdict = check(table("code,lat,lon", "", "007,42.5,130.5"), "a.csv")
    assert rows(verdict) == [{"code": "007"}] and wkt(verdict) == ["POINT (130.5 42.5)"]
    assert verdict.layer is not None and verdict.layer.features[0].number == 3


def test_decimal_commas() -> None:
    """Between semicolons a comma is a decimal sign."""
    verdict = check(table("name;lat;lon", "a;-42,25;130,5"), "a.csv")
    assert wkt(verdict) == ["POINT (130.5 -42.25)"]


def test_an_encoding_is_read_or_refused() -> None:
    """No letter is another one silently."""
    assert rows(check(table("n,lat,lon", "다리,1.5,2.5", encoding="utf-16"), "a.csv"))[0]["n"] == (
        "다리"
    )
    guessed = check(table("n,lat,lon", "Café,1.5,2.5", encoding="cp1252"), "a.csv")
    assert (word(guessed), rows(guessed)[0]["n"]) == ("warnings", "Café")
    assert word(check(table("n,lat,lon", "Мост,1.5,2.5", encoding="koi8-r"), "a.csv")) == "refused"


def test_a_kind_of_mistake_is_one_warning() -> None:
    """Naming the features in ranges, with one of their values."""
    bad = [feature(shape("Point", [n])) for n in range(300)]
    verdict = geojson(text(collection(feature(), *bad, feature(), *bad)))
    assert [str(one) for one in verdict.warnings] == [
        "a.geojson: features 2–301, 303–602: coordinates = [0] and others: a position is "
        "[longitude, latitude], two numbers; left out"
    ]
    assert verdict.dropped == (*range(2, 302), *range(303, 603))


def test_ranges() -> None:
    """As people write them, and no endless list."""
    assert ranges([3, 5, 6, 7, 9]) == "3, 5–7, 9"
    assert ranges([4, 5]) == "4–5"
    assert ranges(list(range(1, 101, 2))).endswith("37, 39 and 30 more")


@pytest.mark.parametrize(
    ("limit", "number", "content", "expected"),
    [
        ("file_bytes", 9, beside(), "size = 160 bytes: at most 9 bytes"),
        ("features", 1, beside(feature()), "features = 2: at most 1 in a file"),
        ("vertices", 4, only(shape("MultiPoint", [[1, 2]] * 5)), "vertices = over 4: at most 4"),
        ("ring_vertices", 4, only(shape("Polygon", [hostile_files.SQUARE])),
         "feature 1: vertices of a ring = 5: at most 4"),
        ("depth", 3, beside(), "depth = 5: at most 3"),
        ("properties", 1, having(a=1, b=2), "properties = 2: at most 1"),
        ("name_letters", 3, having(abcd=1), "4 letters: at most 3 letters"),
        ("value_letters", 3, having(a="x" * 101), "a: 101 letters: at most 3 letters"),
        ("repaired_vertices", 4, beside(feature(shape("Polygon", [hostile_files.BOW]))),
         "at most 4 vertices in a geometry that is to be mended"),
    ],
)  # fmt: skip
def test_a_limit_is_stated(limit: str, number: int, content: bytes, expected: str) -> None:
    """With the number that was found and the number that is allowed."""
    made: dict[str, Any] = {limit: number}
    assert expected in said(check(content, "a.geojson", limits=replace(LIMITS, **made)))


@pytest.mark.parametrize(
    ("limit", "expected"), [("rows", "over 1: at most 1"), ("columns", "3: at most 1")]
)
def test_a_limit_of_a_table_is_stated(limit: str, expected: str) -> None:
    """The same for CSV."""
    made: dict[str, Any] = {limit: 1}
    content = table("n,lat,lon", "a,1.5,2.5", "b,1.5,2.5")
    assert expected in said(check(content, "a.csv", limits=replace(LIMITS, **made)))


def test_a_name_is_only_shown() -> None:
    """No path, no control character, and nothing of the file system."""
    verdict = check(beside(), "../../etc/a\x1b[2J\u202e.geojson")
    assert verdict.file == "a\\x1b[2J\\u202e.geojson"
    assert verdict.layer is not None and verdict.layer.name == "a\\x1b[2J\\u202e"


NUMBERS = st.floats(-80, 80).map(lambda n: round(n, 6))
POSITIONS = st.tuples(NUMBERS, NUMBERS)
SHAPES = st.one_of(
    POSITIONS.map(shapely.Point),
    st.lists(POSITIONS, min_size=2, max_size=9, unique=True).map(shapely.LineString),
    st.lists(POSITIONS, min_size=1, max_size=9).map(shapely.MultiPoint),
    st.builds(lambda at, r: shapely.Point(at).buffer(r), POSITIONS, st.floats(0.5, 5)),
    st.builds(
        lambda at, r: shapely.Point(at).buffer(r).difference(shapely.Point(at).buffer(r / 2)),
        POSITIONS,
        st.floats(0.5, 5),
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)


@SLOWLY
@given(st.lists(SHAPES, min_size=1, max_size=8))
def test_what_is_right_comes_out_as_it_was(shapes: list[Any]) -> None:
    """Any geometries: the same, in order, without a word (but for those at 0, 0)."""
    verdict = geojson(only(*map(mapping, shapes)))
    assert verdict.layer is not None, said(verdict)
    drawn = [one.geometry for one in verdict.layer.features]
    assert all(a.equals_exact(b) for a, b in zip(drawn, shapes, strict=True))
    assert set(re.findall(r": coordinates = (.+?):", said(verdict))) <= {"0, 0"}
    holds(verdict)


@SLOWLY
@given(st.lists(JSON, max_size=6), st.sampled_from(["geometry", "properties", "feature"]))
def test_any_json_in_any_place_has_a_verdict(found: list[Any], where: str) -> None:
    """As geometry, properties or feature."""
    put: dict[str, Callable[[Any], Any]] = {
        "geometry": feature,
        "properties": lambda value: feature(properties=value),
        "feature": lambda value: value,
    }
    content = json.dumps(collection(feature(), *map(put[where], found))).encode()
    verdict = geojson(content)
    assert verdict.layer is None or verdict.read == len(found) + 1
    holds(verdict)


@SLOWLY
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["geojson", "csv"]),
)
@example(b"|", "csv")
def test_any_bytes_have_a_verdict(content: bytes, ending: str) -> None:
    """Whatever they are, nothing is raised."""
    holds(check(content, f"a.{ending}"))


@SLOWLY
@given(
    st.lists(st.lists(st.text('ab1,;"|\t\n\0. é', max_size=6), max_size=5), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_any_rows_have_a_verdict(cells: list[list[str]], delimiter: str) -> None:
    """Rows of anything, below a first line that is right."""
    lines = [delimiter.join(row) for row in [["n", "lat", "lon"], ["a", "1.5", "2.5"], *cells]]
    holds(check("\n".join(lines).encode(), "a.csv"))


@SLOWLY
@given(st.integers(0, 1999), st.integers(0, 255))
def test_a_changed_byte_has_a_verdict(place: int, byte: int) -> None:
    """A good file in which one byte is another."""
    content = bytearray(
        beside(feature(shape("Polygon", [hostile_files.SQUARE]), id=1), **crs("EPSG:4326"))
    )
    content[place % len(content)] = byte
    holds(geojson(bytes(content)))


def test_whole_numbers_that_outweigh_each_other_are_still_too_large() -> None:
    """Their sum is finite; none of them is a coordinate."""
    great = "1" + "0" * 400
    verdict = check(f'{{"type":"Point","coordinates":[{great},-{great}]}}'.encode(), "a.geojson")
    assert verdict.layer is None and "must be finite" in str(verdict.problems[0])


def test_a_name_of_a_crs_moves_no_terminal(tmp_path: Path) -> None:
    """The .prj of a shapefile may be called anything."""
    wkt = (
        'GEOGCS["\x9b31mX\u202e",DATUM["d",SPHEROID["s",6378137,298.25]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
    )
    assert resolved(wkt, "a")[0] == "\\x9b31mX\\u202e"


def test_a_choice_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Where there is one layer, too: who asks for another would be shown the wrong one."""
    point = "<Placemark><Point><coordinates>130.6,42.4</coordinates></Point></Placemark>"
    kml = f"<Document><Folder><name>Wells</name>{point}</Folder></Document>"
    (tmp_path / "one.kml").write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2">{kml}</kml>', "utf-8"
    )
    command = ["layer", str(tmp_path / "one.kml"), "--choose"]
    assert CliRunner().invoke(main, [*command, "Wells"]).exit_code == 0
    refused = CliRunner().invoke(main, [*command, "Roads"])
    assert refused.exit_code == 1 and "has Document 1 / Wells; --choose names one" in refused.stdout


def test_all_that_a_file_needs_has_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read slowly is not mended for as long again; waiting for others does not count."""
    now = [100.0]
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: now[0]))
    with deadline.in_time():
        with deadline.paused():
            now[0] += 60
        assert deadline.seconds_left(9) == deadline.WALL_SECONDS
        now[0] += deadline.WALL_SECONDS
        _, number, failure = repair([shapely.Point(0, 0)])
    assert number == 0 and failure is not None and "was not finished after" in failure
    assert deadline.seconds_left(9) == 9


GROWTH = """
import resource, sys
from pathlib import Path
from layers.uploads import check

check(b'{"type": "Point", "coordinates": [1, 2]}', "a.geojson")
scale = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
path = Path(sys.argv[1])
print(check(path.read_bytes(), path.name).words)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * scale)
"""
LARGE: dict[str, Callable[[], bytes]] = {
    "vertices.geojson": lambda: only(
        *(shape("LineString", [[130 + n % 999 / 1e3, 42 + k / 1e3] for n in range(500)])
          for k in range(980))
    ),
    "parts.geojson": lambda: only(shape("MultiPoint", [[130.123456, 42.1]] * 99_999)),
    "too-many-parts.geojson": lambda: only(shape("MultiPoint", [[130.123456, 42.1]] * 450_000)),
    "attributes.geojson": lambda: text(
        collection(*[feature(properties={f"k{n}": "x" for n in range(27)})] * 18_000)
    ),
    "attributes.csv": lambda: table(
        f"lat,lon,{','.join(f'c{n}' for n in range(98))}",
        *[f"42,130{f',v{row}' * 98}" for row in range(5_000)],
    ),
    "too-many-attributes.csv": lambda: table(
        f"lat,lon,{','.join(f'c{n}' for n in range(98))}", *["42,130" + ",1" * 98] * 20_000
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_the_own_process_grows_little(name: str, tmp_path: Path) -> None:
    """By less than 200 MB, whether the file is taken or refused."""
    (tmp_path / name).write_bytes(LARGE[name]())
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, tmp_path / name],
        capture_output=True, text=True, check=True, cwd=PROJECT,
    )  # fmt: skip
    words, growth = done.stdout.split("\n")[:2]
    assert words == "refused" if "too-many" in name else words.startswith("accepted")
    assert int(growth) < 200_000_000


# Each of a size that is given.
SLOW: dict[str, Callable[[int], bytes]] = {
    "a key twice among many": lambda size: having(x=0).replace(
        b'"x": 0', ",".join(f'"k{n}": 0' for n in [*range(20 * size), 20 * size - 1]).encode()
    ),
    "lines across the meridian": lambda size: only(
        shape("MultiLineString", [[[179, n % 80], [-179, n % 80]] for n in range(20 * size)])
    ),
    "names that come out the same": lambda size: text(
        collection(feature(properties={" " * n + "a": n for n in range(size)}))
    ),
}


def lines_run(content: bytes) -> int:
    """How many lines of Python the check of a file goes through."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        holds(geojson(content))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("make", SLOW.values(), ids=SLOW)
def test_nothing_takes_the_square_of_its_number(make: Callable[[int], bytes]) -> None:
    """Twice as many of them take twice as many steps; each was once held against all before it."""
    lines_run(make(100))  # the first time there is more to do
    assert lines_run(make(200)) < 3 * lines_run(make(100))


def test_a_line_from_beyond_the_meridian_goes_on_beyond_the_next() -> None:
    """Nothing of it is lost, wherever it began."""
    verdict = geojson(only(shape("LineString", [[350, 0], [10, 1], [150, 2], [300, 3]])))
    assert wkt(verdict) == ["MULTILINESTRING ((-10 0, 10 1, 150 2, 180 2.2), (-180 2.2, -60 3))"]
