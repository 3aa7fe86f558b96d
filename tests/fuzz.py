"""Coverage-guided fuzzing of the check of a reader's own layer: `make fuzz`.

libFuzzer, through atheris, changes the files of tests/hostile_*.py wherever that reaches code that
was not reached before. What is not a verdict is a find: it is written to test-results/, and
`make fuzz ARGS=test-results/crash-…` runs it again. Formats that GDAL reads are taken up to where
it would be called; GDAL has its own fuzzers, and the child for what those did not find.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["layers", "zipfile"]):
    from layers.uploads.check import ENDINGS, check
    from layers.uploads.checks import looks
    from layers.uploads.readers import archive, encoding, positions, sandboxed
    from layers.uploads.sandbox import frames, gpx, kml, shapefile, xml_text
    from layers.uploads.verdict import LIMITS, NOTHING, Refused

from tests import hostile_archives, hostile_files
from tests.hostile_case import Case

SECONDS = 60
HEAD = {"layer": "x", "crs": None, "warnings": []}
WRITTEN = (
    "42°25'48\"N, 130 42 10 E",
    "북위 42도 25분",
    "52TFN2325006383",
    "52N 623250 4706383",
    '<p>a <a href="x">b</a><br><img src="y"></p>{{z}} [[u|v]]',
)
LONGEST = 4_096  # bytes of a file: most that is wrong with one is wrong with a short one too
FINDS = Path(__file__).parent.parent / "test-results"


def parts_of(content: bytes) -> None:
    """The headers of a shapefile; its parts follow each other, each after two bytes of length."""
    parts, at = {}, 0
    for part in ("shp", "shx", "dbf", "prj", "cpg"):
        size = int.from_bytes(content[at : at + 2], "big")
        parts[part], at = content[at + 2 : at + 2 + size], at + 2 + size
    shapefile.examine(parts, "fuzz.zip", LIMITS)


def answer(content: bytes, form: str = "kml") -> None:
    """What a child says that was taken over."""
    found, whole = frames.frames_of(content)
    if whole:
        sandboxed.checked(found, f"fuzz.{form}", form, "fuzz", ())


def cell(content: bytes) -> None:
    """A position, an angle or a description in the cell of a table."""
    text = content.decode("utf-8", "replace")
    for found in (positions.angle(text), positions.pair(text, False), positions.pair(text, True)):
        assert found is None or isinstance(found[0], float)
    looks.readable(text)
    looks.hexadecimal(text)


# Each after the byte that stands for it at the start of a file in the corpus.
TARGETS: dict[bytes, Callable[[bytes], object]] = {
    b"j": lambda content: check(content, "fuzz.geojson"),
    b"c": lambda content: check(content, "fuzz.csv"),
    b"k": lambda content: xml_text.read(kml.KmlReader, content, "fuzz.kml", NOTHING, LIMITS),
    b"g": lambda content: xml_text.read(gpx.GpxReader, content, "fuzz.gpx", NOTHING, LIMITS),
    b"z": lambda content: archive.kml_of(content, "fuzz.kmz", LIMITS),
    b"s": lambda content: archive.shapefiles_of(content, "fuzz.zip", (), LIMITS),
    b"h": parts_of,
    b"a": answer,
    b"x": lambda content: answer(content, "xlsx"),
    b"t": cell,
    b"u": lambda content: check(content, "fuzz.umap"),
    b"l": lambda content: check(content, "fuzz.geojsonl"),
    b"i": lambda content: archive.inner_of(content, "fuzz.zip", (), LIMITS, ENDINGS),
    b"e": lambda content: encoding.settled(content, ("cp949", "utf-8"), "fuzz"),
}
LETTERS = {
    ".geojson": b"j",
    ".json": b"j",
    ".csv": b"c",
    ".kml": b"k",
    ".gpx": b"g",
    ".kmz": b"z",
    ".umap": b"u",
    ".geojsonl": b"l",
}


def one(content: bytes) -> None:
    """A file: a verdict or a refusal, whatever it holds; anything else is a find."""
    target = TARGETS.get(content[:1])
    if target is not None:
        try:
            target(content[1:])
        except Refused as refused:
            assert str(refused) and "\n\n" not in str(refused)


def seeds(cases: Iterable[Case]) -> list[bytes]:
    """The corpus to begin with: the short ones of the hostile files, and some answers."""
    found = [frames.frame({"layer": "x", "crs": None, "warnings": []}) + frames.frame(frames.END)]
    found = [b"a" + answer for answer in found]
    for case in cases:
        suffix, content = Path(case.file).suffix, case.make()
        if len(content) > LONGEST:
            continue
        if suffix in LETTERS:
            found.append(LETTERS[suffix] + content)
        elif suffix == ".zip":
            found += [b"s" + content, b"i" + content]
    rows = [{"n": n, "cells": list(row)} for n, row in enumerate((("lat", "lon"), ("1", "2")), 1)]
    found.append(b"x" + b"".join(map(frames.frame, [HEAD, *rows, frames.END])))
    found += [b"t" + text.encode() for text in WRITTEN]
    found += [b"e" + text.encode(codec) for text in WRITTEN for codec in ("cp949", "utf-8")]
    parts = hostile_archives.shapes()
    found.append(b"h" + b"".join(len(part).to_bytes(2, "big") + part for part in parts.values()))
    return found


def main() -> None:
    """Fuzz for SECONDS; flags of libFuzzer and files to run again come from the command line."""
    FINDS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as corpus:
        for number, content in enumerate(seeds([*hostile_files.CASES, *hostile_archives.CASES])):
            (Path(corpus) / f"{number:04}").write_bytes(content)
        again = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
        flags = [
            f"-max_total_time={SECONDS}",
            f"-max_len={LONGEST + 1}",
            "-timeout=15",
            "-rss_limit_mb=2048",
            f"-artifact_prefix={FINDS}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *flags, *sys.argv[1:], *([] if again else [corpus])], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
