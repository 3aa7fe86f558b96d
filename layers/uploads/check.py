"""The check of a reader's own file: one of three verdicts, whatever the file is."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from ..errors import Problem, printable, shown
from .deadline import in_time
from .guesses import guesses
from .verdict import FORMS, LIMITS, NOTHING, Asked, Limits, RawLayer, Refused, Verdict

# The end of a file's name, and the form that it stands for.
ENDINGS = {f".{form}": form for form in FORMS if form != "shp"} | guesses("formats")["endings"]
INSIDE = {*ENDINGS} - {".txt", ".tab", ".zip"}  # of what may be alone in a ZIP
JSON_FORMS = ("geojson", "geojsonl", "umap")  # that are read here
_KNOWN = ", ".join(FORMS.values())


def check(content: bytes, name: str, choose: str | None = None, limits: Limits = LIMITS) -> Verdict:
    """The verdict on a file from outside: `name` tells its form, and is otherwise only shown.

    `choose` is one of the verdict's `choices`, where a first check found several layers in it.
    Never raises for what is in a file. Takes at most some 15 seconds, GeoJSON and CSV about one;
    more while files of other sessions are read.
    """
    return checked(content, name, Asked(() if choose is None else (choose,)), limits)[0]


def checked(
    content: bytes, name: str, asked: Asked = NOTHING, limits: Limits = LIMITS
) -> tuple[Verdict, ...]:
    """The verdicts on a file as `check` has them, one for each of the layers asked for."""
    # Not above: the sandbox's child, which is within this package, would load all of it each time.
    from .cleaning import clean
    from .problems import grouped

    file = printable(PurePath(name).name)[:100] or "(no name)"
    digest = hashlib.sha256(content).hexdigest()
    found: list[Verdict] = []
    try:
        form = form_of(content, file, limits)
        with in_time():
            for raw in layers_in(content, form, file, asked, limits):
                code = f"EPSG:{asked.crs}" if asked.crs.isdecimal() else asked.crs
                raw = replace(raw, crs=code or raw.crs)
                try:
                    found.append(clean(raw, raw.form or form, file, digest, limits))
                except Refused as refused:
                    told = grouped(refused.problems)
                    found.append(Verdict(file, None, problems=told, table=raw.table))
    except Refused as refused:
        problems = grouped(refused.problems)
        choices, table = refused.choices, refused.table
        return (Verdict(file, None, problems=problems, choices=choices, table=table),)
    return tuple(found)


def form_of(content: bytes, file: str, limits: Limits) -> str:
    """The form of a file by the end of its name. Raises Refused."""
    if (size := len(content)) > (most := limits.file_bytes):
        raise Refused(Problem(file, "", "size", f"{size:,} bytes", f"at most {most:,} bytes"))
    ending = PurePath(file).suffix.lower()
    for row in guesses("formats")["named"]:
        if ending in row["endings"] and not (ending == ".tab" and _is_text(content)):
            raise Refused(Problem(file, "", "name", f"{row['what']}, {ending}", row["then"]))
    if ending not in ENDINGS:
        expected = f"{_KNOWN}; the name ends in one of {', '.join(ENDINGS)}"
        raise Refused(Problem(file, "", "name", shown(ending), expected))
    form = ENDINGS[ending]
    if form == "geojson":  # which others are called, too
        for row in guesses("formats")["json"]:
            if re.match(row["pattern"].encode(), content, re.DOTALL):
                return str(row["form"])
    return form


def layers_in(
    content: bytes, form: str, file: str, asked: Asked, limits: Limits
) -> Sequence[RawLayer]:
    """The layers that the form's own reader finds, those asked for. Raises Refused."""
    from .readers import archive, csv_table, geojson, sandboxed  # here: as above

    _refuse_other(content, form, file)
    if form == "shp" and (inner := archive.inner_of(content, file, asked.layers, limits, INSIDE)):
        inside = form_of(inner[1], inner[0], limits)
        layers = layers_in(inner[1], inside, inner[0], replace(asked, layers=()), limits)
        return [replace(one, form=inside) for one in layers]
    if form not in JSON_FORMS and form != "csv":
        return sandboxed.read(content, form, file, asked, limits)
    if asked.layers and form != "umap":
        expected = f"no choice: {FORMS[form]} is one layer"
        raise Refused(Problem(file, "", "layer", shown(asked.layers[0]), expected))
    with _without_collector():
        if form == "csv":
            return [csv_table.read(content, file, asked, limits)]
        return geojson.read(content, form, file, asked, limits)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Lists by the hundred thousand start it again and again; there are no cycles among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_other(content: bytes, form: str, file: str) -> None:
    """Refuse a file that begins like something else than its name says."""
    start = content[:1000].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    own = form in (*JSON_FORMS, "csv")  # the others are known by how they begin
    rules = guesses("formats")
    for row in rules["begins"]:
        if (own or row.get("always")) and re.match(row["pattern"], start, re.DOTALL):
            what, then = row["what"], row.get("then")
            if title := re.search(r"<title[^>]*>\s*([^<]{1,80})", start, re.IGNORECASE):
                what += f", {shown(html.unescape(title[1].strip()))}"
                if re.search(rules["sign_in"]["title"], title[1], re.IGNORECASE):
                    then = rules["sign_in"]["then"]
            expected = then or f"{FORMS[form]}, as its name says; name it for what it is"
            raise Refused(Problem(file, "", "", f"it seems to be {what}", expected))
    if form == "csv" and re.match(r'\s*[\[{]\s*["\[{]', start):
        expected = "CSV, as its name says; GeoJSON is named .geojson"
        raise Refused(Problem(file, "", "", "it seems to be JSON", expected))


def _is_text(content: bytes) -> bool:
    """True for a table with tabs; MapInfo's files, whose names end so too, begin otherwise."""
    return not content.lstrip().lower().startswith(b"!table")
