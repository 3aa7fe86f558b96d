"""The command line, run as a reader runs it: as a program of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

from layers.cli import main
from layers.cli.terminal import TABLE_WIDTH, aligned
from layers.findings.rows import csv_cell
from layers.story import load_story
from tests.small_story import TEXT, change, small_story

PROJECT = Path(__file__).resolve().parent.parent
CLAIM_FIELDS = [
    "id",
    "source",
    "about",
    "place",
    "attribute",
    "value",
    "unit",
    "hedges",
    "runs_from",
    "when",
    "says",
    "asserted_by",
    "publisher",
    "published",
    "title",
    "paragraph",
    "quote",
    "read",
    "url",
    "seen_at",
    "basis",
    "cites",
    "computed",
    "rebuts",
    "reason",
    "readings",
]
RETELLING = (
    "gazette/retold retells courier/opened: attribute: Opening -> What it is taken to be; "
    "value: 14 May 2031 -> a footbridge"
)


def run(*args: str, cwd: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command's own process, with the project importable from any working directory."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("TUMEN_STORY", "COLUMNS")}
    return subprocess.run(
        [sys.executable, "-m", "layers.cli", *args],
        cwd=cwd,
        env=inherited | {"PYTHONPATH": str(PROJECT)} | environment,
        capture_output=True,
        timeout=60,
    )


def in_process(folder: Path, *args: str, columns: int = TABLE_WIDTH) -> str:
    """The output of a command, without the half second that a process takes to start."""
    command = ["--story", str(folder), *args]
    env = {"COLUMNS": str(columns)}  # however wide the terminal is that runs the tests
    result = CliRunner().invoke(main, command, env=env, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small story that is right."""
    return small_story(tmp_path / "story")


# The commands


def test_every_command_is_found_by_its_name_and_has_a_line_of_help() -> None:
    """Each is loaded when it is asked for; the list of names is the one thing kept of all."""
    context = Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert {command.name for command in found.values() if command} == found.keys()
    assert main.commands.keys() == found.keys()
    assert all(command and command.get_short_help_str() for command in found.values())


@pytest.mark.parametrize("module", ["check", "serve"])
def test_a_command_loads_no_more_than_it_needs(module: str) -> None:
    """Neither pictures nor maps nor tables are on the way of a check, nor of a wrong folder."""
    heavy = [
        "matplotlib",
        "folium",
        "streamlit",
        "geopandas",
        "pandas",
        "pint",
        "pyogrio",
        "PIL",
        "fontTools",
        "jinja2",
    ]
    code = f"import sys, layers.cli.{module}; print(*sys.modules.keys() & set({heavy}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("\n", "")


# check


def test_check_finds_no_problem_in_the_project_from_any_working_directory(tmp_path: Path) -> None:
    """The project's own story is found from the program's place; the last line sums it up."""
    done = run("check", cwd=tmp_path)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert re.fullmatch(
        r"no problem: \d+ claims of \d+ sources, \d+ of them proved; \d+ places", lines[-1]
    )


def test_check_says_which_texts_are_absent(small: Path) -> None:
    """A claim that could not be proved for want of the text is no problem, and is told."""
    assert in_process(small, "check").splitlines() == [
        "text of courier is not here; its 3 claims were checked without it",
        "1 source not read in full: 2 claims checked without a text",
        RETELLING,
        "no problem: 5 claims of 2 sources, 0 of them proved; 2 places",
    ]


def test_check_proves_claims_against_texts_in_another_folder(small: Path, tmp_path: Path) -> None:
    """--texts may be given more than once."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "courier.txt").write_text(TEXT, "utf-8", newline="\n")
    folders = ["--texts", str(small), "--texts", str(tmp_path / "texts")]
    assert in_process(small, "check", *folders).splitlines() == [
        "courier: 3 of 3 claims proved",
        "1 source not read in full: 2 claims checked without a text",
        RETELLING,
        "no problem: 5 claims of 2 sources, 3 of them proved; 2 places",
    ]


def test_check_says_of_which_source_only_digits_are_proved(small: Path) -> None:
    """The rules of proof know English."""
    change(small, "seeds/courier.toml", 'language = "en"', 'language = "ko"')
    (small / "seeds" / "courier.txt").write_text(TEXT, "utf-8", newline="\n")
    assert in_process(small, "check").splitlines()[0] == (
        "courier: 3 of 3 claims proved (not in English: only quotes and digits)"
    )


def test_check_refuses_a_claim_that_its_text_does_not_prove(small: Path) -> None:
    """The problem names the file by its own name, whatever the source is called."""
    change(small, "seeds/courier.toml", "value = 120", "value = 130")
    (small / "seeds" / "courier.txt").write_text(TEXT, "utf-8", newline="\n")
    (small / "seeds" / "courier.toml").rename(small / "seeds" / "paper.toml")
    done = run("--story", str(small), "check")
    assert done.returncode == 1
    assert done.stderr == b""
    assert done.stdout.decode().splitlines() == [
        "courier: 2 of 3 claims proved",
        "1 source not read in full: 2 claims checked without a text",
        RETELLING,
        "seeds/paper.toml: length: value = 130 m: paragraph 2 does not have it; it has 120",
        "1 problem in 1 file",
    ]


def test_check_lists_every_problem_and_counts_them(small: Path) -> None:
    """One line a problem, and no traceback."""
    change(small, "seeds/courier.toml", 'about = "band"', 'about = "brand"')
    change(small, "seeds/gazette.toml", 'read = "excerpt"', "")
    done = run("check", TUMEN_STORY=str(small))
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode().splitlines() == [
        "seeds/courier.toml: played: about = brand: must be a place on the map, a subject of "
        "story.toml, or story; did you mean band?",
        "seeds/gazette.toml: source: read = (nothing): missing; needed is how it was read: full "
        "text, excerpt, headline only or listed only",
        "2 problems in 2 files",
    ]


def test_a_hostile_text_cannot_reach_the_terminal(small: Path) -> None:
    """Neither values, nor names of records, nor names of files carry a control character."""
    change(small, "seeds/courier.toml", 'id = "played"', 'id = "\\u001b]0;owned\\u0007"')
    (small / "seeds" / "\x1b[31m.toml").write_bytes(b'"\\u001b[2J" = "\\u009b31m"')
    (small / "seeds" / "courier.txt").write_bytes(b"\x1b[2J")
    done = run("--story", str(small), "check")
    assert done.returncode == 1
    assert b"\\x1b]0;owned\\x07" in done.stdout
    assert all(line.isprintable() for line in done.stdout.decode().splitlines())


# claims


def test_claims_as_json_have_every_field_of_a_citation(small: Path) -> None:
    """A claim's id is its source's and its own; absent values are null."""
    claims = json.loads(in_process(small, "claims", "--format", "json"))
    assert [list(claim) for claim in claims] == [CLAIM_FIELDS] * 5
    assert claims[3] == {
        "id": "courier/length",
        "source": "courier",
        "about": "ossa-bridge",
        "place": "ossa-bridge",
        "attribute": "length",
        "value": 120,
        "unit": "m",
        "hedges": [],
        "runs_from": None,
        "when": None,
        "says": "It is 120 metres long.",
        "asserted_by": "The Velm Courier",
        "publisher": "The Velm Courier",
        "published": "2031-05-15",
        "title": None,
        "paragraph": 2,
        "quote": "120 metres long",
        "read": "full text",
        "url": "https://courier.example/ossa",
        "seen_at": None,
        "basis": "not stated",
        "cites": [],
        "computed": [],
        "rebuts": [],
        "reason": None,
        "readings": [],
    }
    assert (claims[1]["basis"], claims[1]["cites"]) == ("cites", ["courier/opened"])


def test_claims_as_csv_have_lists_in_one_cell(small: Path) -> None:
    """With semicolons between them; an empty list is an empty cell."""
    change(
        small,
        "seeds/courier.toml",
        'unit = "m"',
        'unit = "m"\nhedges = ["approximate", "expected"]',
    )
    text = in_process(small, "claims", "--format", "csv")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows["courier/length"]["hedges"] == "approximate; expected"
    assert rows["courier/opened"]["hedges"] == ""
    assert rows["gazette/retold"]["cites"] == "courier/opened"


def test_a_claim_about_a_subject_hangs_on_the_subjects_place(small: Path) -> None:
    """The place is where the map shows a claim; one about the story hangs on none."""
    claims = json.loads(in_process(small, "claims", "--format", "json"))
    assert {claim["id"]: (claim["about"], claim["place"]) for claim in claims} == {
        "gazette/months": ("ossa-bridge", "ossa-bridge"),
        "gazette/retold": ("story", None),
        "courier/opened": ("ossa-bridge", "ossa-bridge"),
        "courier/length": ("ossa-bridge", "ossa-bridge"),
        "courier/played": ("band", "ossa-bridge"),
    }


def test_claims_of_the_project_are_utf_8_in_any_locale_and_the_same_each_time() -> None:
    """Equal input gives equal output, and no letter is written as an escape."""
    first = run("claims", "--format", "json", PYTHONIOENCODING="ascii")
    second = run("claims", "--format", "json", PYTHONHASHSEED="7")
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert "Korea’s" in first.stdout.decode("utf-8")
    assert len(json.loads(first.stdout)) == len(load_story(PROJECT).claims)


def test_claims_as_csv_are_the_same_as_json() -> None:
    """The same columns, rows and order; lines end as RFC 4180 has it."""
    as_json = json.loads(in_process(PROJECT, "claims", "--format", "json"))
    done = run("claims", "--format", "csv")
    text = done.stdout.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.count("\r\n") == text.count("\n") == len(as_json) + 1
    assert list(rows[0]) == CLAIM_FIELDS
    assert [row["id"] for row in rows] == [claim["id"] for claim in as_json]
    assert [row["says"] for row in rows] == [claim["says"] for claim in as_json]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1 dollar", "'+1 dollar"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-1+cmd|'/c calc'!A1", "'-1+cmd|'/c calc'!A1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A1", "'＠A1"),
        ("\n=1", "'\n=1"),
        (" \u00a0=1", "' \u00a0=1"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        (-5, "-5"),
        (-1e-07, "-1e-07"),
        ("a=1", "a=1"),
        ("2031-05-14", "2031-05-14"),
        (True, "true"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(cell: object, written: str) -> None:
    """Cells that a spreadsheet would reckon with begin with an apostrophe, unless a number."""
    assert csv_cell(cell) == written


def test_a_formula_in_a_claim_is_defused_in_csv_and_kept_in_json(small: Path) -> None:
    """JSON is no spreadsheet: it has the words as they are."""
    change(small, "seeds/courier.toml", '"The band played all day."', '"=HYPERLINK(1), played"')
    assert ',"\'=HYPERLINK(1), played",' in in_process(small, "claims", "--format", "csv")
    assert '"says": "=HYPERLINK(1), played"' in in_process(small, "claims", "--format", "json")


def test_the_table_of_claims_is_the_default_and_as_wide_as_the_terminal(small: Path) -> None:
    """Values are in words; where there is no terminal the width is 120."""
    wide = run("--story", str(small), "claims").stdout.decode().splitlines()
    assert wide[:2] == [
        "PUBLISHED   PUBLISHER     ABOUT         ATTRIBUTE     VALUE         ASSERTED BY   SAYS",
        "2030-01     Gazette       Ossa Bridge   Completion    18 months f…  Gazette       "
        "It will be complete 18 months after i…",
    ]
    assert len(wide) == 6
    assert max(map(len, wide)) == 120


def test_a_table_is_never_wider_than_the_terminal(small: Path) -> None:
    """Lines are cut where not even narrow columns fit."""
    lines = in_process(small, "claims", columns=50).splitlines()
    assert lines[0] == ("PUBLISHED   PUBLISHER     ABOUT         ATTRIBUTE…")
    assert max(map(len, lines)) == 50


def test_columns_are_aligned_where_letters_are_wide() -> None:
    """A Chinese or Korean letter takes two columns, a combining accent none."""
    rows = [{"name": "두만강역", "n": 1}, {"name": "Ossa", "n": 2}, {"name": "E\u0301cole", "n": 3}]
    assert list(aligned(rows, ["name", "n"], 40)) == [
        "NAME      N",
        "두만강역  1",
        "Ossa      2",
        "E\u0301cole     3",
    ]


def test_what_is_cut_ends_with_an_ellipsis() -> None:
    """The other columns are narrowed first, then the last; a wide letter is never halved."""
    rows = [{"name": "두만강자동차다리", "says": "The bridge opened to foot traffic."}]
    assert list(aligned(rows, ["name", "says"], 30)) == [
        "NAME          SAYS",
        "두만강자동…   The bridge open…",
    ]


def claim_ids(folder: Path, *args: str) -> list[str]:
    """The ids of the claims that `claims` hands out."""
    return [c["id"] for c in json.loads(in_process(folder, "claims", "--format", "json", *args))]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("band", ["courier/played"]),
        ("BAND day", ["courier/played"]),
        ("奥萨桥 120", ["courier/length"]),
        ("courier 120", ["courier/length"]),
        ("Ada Lund", ["courier/played"]),
        ("footbridge", ["gazette/retold"]),
        ("xyzzy", []),
        ("(.*", []),
    ],
)
def test_claims_are_searched_in_every_script(small: Path, question: str, found: list[str]) -> None:
    """Every word is found in a claim, its source, who asserts it, or the names of its place."""
    assert claim_ids(small, "--search", question) == found


def test_an_empty_search_leaves_every_claim(small: Path) -> None:
    """A search for nothing leaves every claim in the list."""
    assert len(claim_ids(small, "--search", "")) == len(claim_ids(small, "--search", "  ")) == 5


def test_claims_of_a_day_are_those_published_by_then(small: Path) -> None:
    """The list, the table and the CSV of a day hold claims published by that day only."""
    early = ["gazette/months", "gazette/retold"]
    assert claim_ids(small, "--as-of", "2031-05-14") == early
    assert len(claim_ids(small, "--as-of", "2031-05-15")) == 5
    assert claim_ids(small, "--as-of", "2029-12-31") == []
    assert len(in_process(small, "claims", "--as-of", "2031-05-14").splitlines()) == 3
    as_csv = in_process(small, "claims", "--format", "csv", "--as-of", "2029-12-31")
    assert as_csv.splitlines() == [",".join(CLAIM_FIELDS)]


def test_day_source_and_search_are_taken_together(small: Path) -> None:
    """A claim is listed when the day, the source and the search all leave it."""
    chosen = ["--as-of", "2031-05-15", "--source", "courier", "--search", "120"]
    assert claim_ids(small, *chosen) == ["courier/length"]
    assert claim_ids(small, "--as-of", "2030-12-31", "--source", "courier") == []


def test_claims_of_the_project_are_searched_in_korean() -> None:
    """By the name of what they are about; as known on a day, and in a process of its own."""
    done = run("claims", "--search", "두만강 summer", "--as-of", "2025-05-01", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert "reuters-asiaone-2025-04-30/summer-2026" in [c["id"] for c in found]
    assert all(c["place"] and "summer" in " ".join(map(str, c.values())).lower() for c in found)


# findings


def test_findings_as_json_have_values_claims_and_origins(small: Path) -> None:
    """One for each subject and attribute; statements are compared with nothing."""
    found = json.loads(in_process(small, "findings", "--format", "json"))
    assert [(f["about"], f["attribute"], f["status"]) for f in found] == [
        ("ossa-bridge", "completion", "single"),
        ("story", "reading", "single"),
        ("ossa-bridge", "opening", "single"),
        ("ossa-bridge", "length", "single"),
    ]
    assert found[0] == {
        "about": "ossa-bridge",
        "attribute": "completion",
        "place": "ossa-bridge",
        "status": "single",
        "values": [
            {
                "value": 18,
                "unit": "months",
                "text": "18 months from opening",
                "from": "2032-11-14",
                "to": "2032-11-14",
                "claims": ["gazette/months"],
                "voices": ["Gazette"],
                "origins": [{"names": ["Gazette"], "stated": False}],
                "rebutted_by": [],
            }
        ],
        "claims": ["gazette/months"],
        "voices": ["Gazette"],
        "origins": [{"names": ["Gazette"], "stated": False}],
        "independence": "one origin",
        "computed": [],
        "not_comparable": [],
        "within_one_source": [],
    }


def test_only_a_date_covers_days(small: Path) -> None:
    """A quantity has its value and unit."""
    found = json.loads(in_process(small, "findings", "--format", "json"))
    assert found[3]["values"] == [
        {
            "value": 120,
            "unit": "m",
            "text": "120 m",
            "claims": ["courier/length"],
            "voices": ["The Velm Courier"],
            "origins": [{"names": ["The Velm Courier"], "stated": False}],
            "rebutted_by": [],
        }
    ]


def test_the_two_articles_are_in_conflict_on_three_things() -> None:
    """As a program reads it, from a process of its own."""
    done = run(
        *("findings", "--format", "json"),
        *("--source", "al-jazeera-2025-04-30", "--source", "korea-daily-2025-05"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    conflicts = [f for f in json.loads(done.stdout) if f["status"] == "conflict"]
    assert {(f["about"], f["attribute"]) for f in conflicts} == {
        ("road-bridge", "completion"),
        ("partnership-treaty", "signed"),
        ("pak-thae-song", "office"),
    }
    assert {f["status"] for f in json.loads(done.stdout)} == {"single", "voices", "conflict"}


def test_each_finding_of_the_project_has_voices_origins_and_independence() -> None:
    """As a program reads it; what it says of one goes with what it says of the other."""
    for found in json.loads(in_process(PROJECT, "findings", "--format", "json")):
        assert found["status"] in ("single", "voices", "agreed", "rebutted", "conflict")
        stated = sum(origin["stated"] for origin in found["origins"])
        expected = "stated" if stated > 1 else "not established"
        assert found["independence"] == (expected if len(found["origins"]) > 1 else "one origin"), (
            found
        )
        assert len(found["voices"]) == len(set(found["voices"])) > 0


def test_findings_of_a_day_follow_from_what_was_known(small: Path) -> None:
    """Before the courier was published only the gazette had said anything."""
    then = json.loads(in_process(small, "findings", "--format", "json", "--as-of", "2031-05-14"))
    assert [(f["about"], f["attribute"]) for f in then] == [
        ("ossa-bridge", "completion"),
        ("story", "reading"),
    ]
    assert then[0]["values"] == []
    told = in_process(PROJECT, "findings", "--format", "json", "--as-of", "2025-05-01")
    about = [f["attribute"] for f in json.loads(told) if f["about"] == "road-bridge"]
    assert "completion" in about
    assert "opening" not in about


def test_findings_of_a_day_before_all_sources_are_none(small: Path) -> None:
    """An empty list, and a table of heads only."""
    assert in_process(small, "findings", "--format", "json", "--as-of", "2000-01-01") == "[]\n"
    assert in_process(small, "findings", "--as-of", "2000-01-01").splitlines() == [
        "ABOUT  ATTRIBUTE  STATUS  CLAIMS  VOICES  ORIGINS  INDEPENDENCE  VALUES"
    ]


def test_the_table_of_findings_has_value_against_value(small: Path) -> None:
    """Names and values in words, each value with who it goes back to."""
    change(small, "seeds/gazette.toml", "value = 18", "value = 19.5")
    head, *lines = in_process(small, "findings", columns=140).splitlines()
    assert head.split() == [
        *("ABOUT", "ATTRIBUTE", "STATUS", "CLAIMS", "VOICES"),
        *("ORIGINS", "INDEPENDENCE", "VALUES"),
    ]
    assert [re.split(" {2,}", line) for line in lines] == [
        [about, attribute, "single", "1", "1", "1", "one origin", values]
        for about, attribute, values in (
            ("Ossa Bridge", "Completion", "19.5 months from opening (Gazette)"),
            (
                "The bridge over the Ossa",
                "What it is taken to be",
                "a footbridge (The Velm Courier)",
            ),
            ("Ossa Bridge", "Opening", "14 May 2031 (The Velm Courier)"),
            ("Ossa Bridge", "Length", "120 m (The Velm Courier)"),
        )
    ]
    columns = [line.index("one origin") for line in lines]
    assert columns == [head.index("INDEPENDENCE")] * 4


def test_a_unit_named_as_a_kind_of_value_is_a_unit(small: Path) -> None:
    """It has no days, and breaks nothing."""
    change(small, "seeds/story.toml", '["m", "km"]', '["date", "text"]')
    change(small, "seeds/courier.toml", 'unit = "m"', 'unit = "date"')
    found = json.loads(in_process(small, "findings", "--format", "json"))
    (value,) = found[3]["values"]
    assert list(value) == ["value", "unit", "text", "claims", "voices", "origins", "rebutted_by"]
    assert value["text"] == "120 date"


# places


def test_places_as_json_have_position_accuracy_and_status(small: Path) -> None:
    """A place says how its position was obtained, what it is called, and which parts it has."""
    river, bridge = json.loads(in_process(small, "places", "--format", "json"))
    assert bridge == {
        "id": "ossa-bridge",
        "name": "Ossa Bridge",
        "names": {"en": ["Ossa Bridge"], "zh": ["奥萨桥"]},
        "kind": "bridge",
        "layer": "sites",
        "status": "Opened 14 May 2031",
        "lon": 110.5,
        "lat": 50.25,
        "accuracy_m": 30,
        "method": "invented",
        "source": None,
        "attribution": "Nobody",
        "claims": 4,
        "parts": ["site"],
    }
    assert (river["status"], river["claims"], river["parts"]) == (None, 0, [])
    assert (river["lon"], river["lat"]) == (110.5, 50.25)


def test_the_road_bridge_is_open_as_known_today() -> None:
    """All claims count, so the status is that of the latest."""
    places = json.loads(run("places", "--format", "json").stdout)
    status = {place["id"]: place["status"] for place in places}
    assert status["road-bridge"].startswith("Opened ")
    assert "September 2026" in status["road-bridge"]
    assert status["khasan"] is None


def test_the_table_of_places_is_the_default(small: Path) -> None:
    """Without a choice the table has one line a place under its heads."""
    assert in_process(small, "places").splitlines() == [
        "ID           NAME         KIND    STATUS              LON    LAT    ACCURACY M  CLAIMS",
        "ossa-river   Ossa         river                       110.5  50.25  70          0",
        "ossa-bridge  Ossa Bridge  bridge  Opened 14 May 2031  110.5  50.25  30          4",
    ]


# What goes wrong


@pytest.mark.parametrize("command", ["claims", "findings", "places"])
def test_a_broken_story_leaves_the_output_empty(small: Path, command: str) -> None:
    """Problems go to stderr, so that no program takes them for data."""
    (small / "data" / "sites.geojson").write_bytes(b"{")
    done = run("--story", str(small), command, "--format", "json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        "data/sites.geojson: (file): (whole) = not JSON in line 1: Expecting property name "
        "enclosed in double quotes: a GeoJSON FeatureCollection in UTF-8",
        "1 problem in 1 file",
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--story", "nowhere", "check"], b"Directory 'nowhere' does not exist."),
        (["claims", "--format", "xml"], b"'xml' is not one of 'json', 'csv', 'table'."),
        (["places", "--format", "csv"], b"'csv' is not one of 'json', 'table'."),
        (["check", "--texts", "nowhere"], b"Directory 'nowhere' does not exist."),
        (["check", "--readers", "0"], b"0 is not in the range 1<=x<=9."),
        (["check", "--readers", "both"], b"'both' is not a valid integer range."),
        (["chekc"], b"No such command 'chekc'."),
        (["findings", "--format", "csv"], b"'csv' is not one of 'json', 'table'."),
        (["findings", "--as-of", "2025-02-30"], b"'2025-02-30' does not match the format"),
        (["findings", "--as-of", "yesterday"], b"'yesterday' does not match the format"),
        (["claims", "--as-of", "2025-05"], b"'2025-05' does not match the format"),
        (["claims", "--source", "pravda"], b"'pravda' is no source of this story: "),
        (["findings", "--source", "\x1b[2J"], b"'\\x1b[2J' is no source of this story"),
        (["claims", "--search"], b"Option '--search' requires an argument."),
        (["places", "--as-of", "2025-05-01"], b"No such option"),
    ],
)
def test_wrong_usage_is_explained(args: list[str], says: bytes) -> None:
    """A slip in the command is exit status 2, as everywhere."""
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 2
    assert says in result.stderr_bytes


@pytest.mark.parametrize(
    "args", [["check"], ["claims", "--format", "json"], ["findings"], ["places"]]
)
def test_a_reader_who_leaves_early_causes_no_traceback(args: list[str]) -> None:
    """As in `tumen-map claims | head -1`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "layers.cli", *args],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_that_lacks_letters_gets_escapes() -> None:
    """A table in an encoding that has no Korean is printed all the same."""
    done = run("places", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Khasan\\u2013Tumangang" in done.stdout
