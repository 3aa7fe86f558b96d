"""Second readings as they are kept, in `checks/<source>.toml`, and as a table of them is handed in.

A file is written whole or not at all. Two readers may write into it in turn: it is read again
before each time, and what others have written in it stays.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import Problem, StoryError, shown
from ..snapshot.files import write
from ..story.readings import Reading, readings_of, role
from ..story.seeds import read_toml
from ..story.validation import record_of

FIELDS = ("claim", "reader", "on", "verdict", "against", "digest", "note")
COLUMNS = ("claim", "verdict", "against", "note")
HEAD = """\
# Second readings, as `review` writes them; whoever wrote a claim is no second reader of it.
# A digest names the wording that was read: an edit of the claim voids its reading.
"""


def checks_of(folder: Path, source: str) -> Path:
    """The file that holds the readings of a source."""
    return folder / "checks" / f"{source}.toml"


def kept(folder: Path, source: str) -> list[Reading]:
    """The readings of a source as they are in its file now. Raises StoryError."""
    path = checks_of(folder, source)
    if not path.exists():
        return []
    problems: list[Problem] = []
    file = f"checks/{path.name}"
    table = read_toml(path, file, problems) or {}
    found = list(readings_of(table, source, file, problems))
    if problems:
        raise StoryError(problems)
    return found


def keep(folder: Path, source: str, made: Iterable[Reading]) -> None:
    """Write readings into their source's file, each in place of the same reader's earlier one.

    Readings of another wording of these claims are void, and go. Raises StoryError or MapError when
    the file is no longer right or cannot be written.
    """
    made = list(made)
    worded = {reading.claim: reading.digest for reading in made}
    by = {
        (reading.claim, role(reading.reader)): reading
        for reading in kept(folder, source)
        if worded.get(reading.claim, reading.digest) == reading.digest
    }
    by |= {(reading.claim, role(reading.reader)): reading for reading in made}
    text = toml_of(source, [by[key] for key in sorted(by)])
    path = checks_of(folder, source)
    path.parent.mkdir(exist_ok=True)
    write(path, text.encode())


def toml_of(source: str, readings: Sequence[Reading]) -> str:
    """Readings as TOML. What it says is read again, and is what was to be written."""
    entries = [
        {name: value for name in FIELDS if (value := getattr(reading, name)) is not None}
        for reading in readings
    ]
    blocks = [f"{HEAD}\nsource = {toml_text(source)}\n"]
    for entry in entries:
        lines = (f"{name} = {toml_text(value)}\n" for name, value in entry.items())
        blocks.append("[[reading]]\n" + "".join(lines))
    text = "\n".join(blocks)
    if tomllib.loads(text) != {"source": source} | ({"reading": entries} if entries else {}):
        raise StoryError(
            [Problem(f"checks/{source}.toml", "", "", "", "cannot be written as TOML")]
        )
    return text


def toml_text(text: str) -> str:
    """A text as TOML has it, whose escapes are those of JSON; DEL is one that JSON lacks."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def readings_in(
    file: Path,
    digests: Mapping[str, str],
    common: Mapping[str, str],
    usual: str | None,
    problems: list[Problem],
) -> list[Reading]:
    """The readings of a table: claim, verdict, against and note, with tabs between them.

    `digests` are those of the source's claims by their ids, `common` the fields that all readings
    share, `usual` what was read where the table does not say. What is wrong goes to `problems`.
    """
    found: dict[str, Reading | None] = {}
    for name, cells in _rows(file, problems):
        row: dict[str, Any] = dict(zip(COLUMNS, cells, strict=False))
        claim = row["claim"].removeprefix(f"{common['source']}/")
        if claim not in digests:
            expected = f"no claim of {common['source']} has this id: {', '.join(digests)}"
            problems.append(Problem(file.name, name, "claim", shown(claim), expected))
            continue
        if claim in found:
            problems.append(Problem(file.name, name, "claim", claim, "stands twice in this table"))
        given = {key: value for key, value in row.items() if value} | {"claim": claim}
        if usual:
            given.setdefault("against", usual)
        data = given | dict(common) | {"digest": digests[claim]}
        made = found[claim] = record_of(Reading, data, file.name, name, problems)
        for fault in reading_faults(made) if made else ():
            problems.append(Problem(file.name, name, *fault))
    return [reading for reading in found.values() if reading is not None]


def reading_faults(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Field, value and what would be right, where the parts of a reading do not fit each other."""
    if reading.verdict in ("imprecise", "wrong") and reading.note is None:
        yield "note", "", f"missing; a claim that is {reading.verdict} needs a word on why"
    if reading.verdict == "page not seen" and reading.against == "full text":
        yield "against", reading.against, "whoever has not seen the page has not read its text"


def _rows(file: Path, problems: list[Problem]) -> Iterator[tuple[str, list[str]]]:
    """The lines of a table that say something, each with its name for a problem's line."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(file.name, "", "", error.strerror or "", "a file we may read"))
        return
    except UnicodeDecodeError as error:
        problems.append(Problem(file.name, "", "", f"byte {error.start}", "must be UTF-8"))
        return
    lines = text.split("\n")  # not splitlines: it parts at what may stand in a note
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if (
            not any(cells)
            or line.startswith("#")
            or cells[:2] in (["claim", "verdict"], ["claim id", "verdict"])
        ):
            continue
        if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
            expected = f"at most {len(COLUMNS)} columns: {', '.join(COLUMNS)}"
            problems.append(Problem(file.name, f"line {number}", "", shown(line), expected))
            continue
        yield f"line {number}", cells
