"""The sources shown as BibTeX, RIS and CSL-JSON, in the order of their numbers.

What kind of document a source is the records do not say, so it is a web page where it has an
address and a document where it has none. No day of access is given: none is recorded. Names stay
whole, since which part of one is the family's is not recorded either.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from typing import Any

from ...findings.rows import Row
from ...story.dates import SEASONS, in_words
from ..snapshot import Snapshot
from .plain_text import clean, json_text
from .story_rows import Sheet

# A brace of LaTeX's own by name: BibTeX counts braces, escaped ones too.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%&#_$"},
}
_ABOUT = "~?%"


def bibtex(snapshot: Snapshot) -> bytes:
    """One @misc a source, UTF-8; `date` as biblatex reads EDTF, year and month for the older."""
    return "\n".join(_bibtex_entry(row) for row in Sheet(snapshot).sources).encode("utf-8")


def _bibtex_entry(row: Row) -> str:
    year, month, day = _parts(_first(row["published"]))
    fields = {
        "author": _literal(row["author"]),
        "title": _literal(_title(row)),
        "howpublished": _escaped(row["publisher"]),
        "publisher": _literal(row["publisher"]),
        "date": f"{{{row['published']}}}",
        "year": f"{{{year}}}",
        "month": calendar.month_abbr[month].lower() if month in range(1, 13) else None,
        "day": f"{{{day}}}" if day else None,
        # A field that is read verbatim: an escape in it would be part of the address.
        "url": f"{{{row['url']}}}" if row["url"] else None,
        "langid": _escaped(row["language"]),
        "note": _escaped(_note(row)),
    }
    told = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@misc{{{row['id']},\n" + ",\n".join(told) + "\n}\n"


def _title(row: Row) -> str:
    """A title, or in brackets what a list of titles can tell the source by."""
    named = f"{row['publisher']}, {in_words(row['published'])}"
    return row["title"] or f"[{named}: title not recorded]"


def _escaped(text: str | None) -> str | None:
    return "{" + "".join(_BIBTEX.get(c, c) for c in clean(text)) + "}" if text else None


def _literal(text: str | None) -> str | None:
    """A text in two pairs of braces: letters stay capital, and a name is not taken apart."""
    return f"{{{_escaped(text)}}}" if text else None


def ris(snapshot: Snapshot) -> bytes:
    """RIS: a tag a line, lines ended by CRLF, UTF-8."""
    lines = [line for row in Sheet(snapshot).sources for line in _ris_record(row)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _ris_record(row: Row) -> Iterator[str]:
    year, month, day = _parts(_first(row["published"]))
    exact = f"{year:04}/{month:02}" if month in range(1, 13) else f"{year:04}/"
    exact += f"/{day:02}/" if day else "//"
    if not row["published"].replace("-", "").isdigit() or month > 12:
        exact += in_words(row["published"])  # what the other three parts cannot hold
    tags = [
        ("TY", "ELEC" if row["url"] else "GEN"),
        ("ID", row["id"]),
        ("AU", row["author"]),
        ("TI", _title(row)),
        ("T2", row["publisher"]),
        ("PB", row["publisher"]),
        ("PY", f"{year:04}"),
        ("DA", exact),
        ("LA", row["language"]),
        ("UR", row["url"]),
        ("N1", _note(row)),
        ("ER", ""),
    ]
    return (f"{tag}  - {clean(text)}" for tag, text in tags if text is not None)


def csl_json(snapshot: Snapshot) -> bytes:
    """CSL-JSON, the items in an array."""
    items = [_csl_item(row) for row in Sheet(snapshot).sources]
    return (json_text(items, indent=1) + "\n").encode("utf-8")


def _csl_item(row: Row) -> dict[str, Any]:
    item = {
        "id": row["id"],
        "type": "webpage" if row["url"] else "document",
        "author": [{"literal": row["author"]}] if row["author"] else None,
        "title": _title(row),
        "container-title": row["publisher"],
        "publisher": row["publisher"],
        "issued": _csl_date(row["published"]),
        "language": row["language"],
        "URL": row["url"],
        "note": _note(row),
    }
    return {name: value for name, value in item.items() if value is not None}


def _csl_date(edtf: str) -> dict[str, Any]:
    """A date or two as parts; a season and "about" as CSL has them."""
    dates = [_parts(part) for part in edtf.split("/")]
    # A season is told apart: CSL's dates have no such month.
    parts = [[y, *(n for n in (m if m not in SEASONS else 0, d) if n)] for y, m, d in dates]
    found: dict[str, Any] = {"date-parts": parts}
    if dates[0][1] in SEASONS and len(dates) == 1:
        found["season"] = dates[0][1] - min(SEASONS) + 1
    if any(sign in edtf for sign in _ABOUT):
        found["circa"] = True
    return found


def _parts(date: str) -> tuple[int, int, int]:
    """Year, month and day of one EDTF date, 0 where it has none; a season counts as a month."""
    year, month, day, *_ = [*map(int, date.rstrip(_ABOUT).split("-")), 0, 0]
    return year, month, day


def _first(edtf: str) -> str:
    return edtf.split("/")[0]


def _note(row: Row) -> str:
    """The number on the map, how it was read, and what is noted of date and address."""
    told = [
        f"Source {row['number']}",
        row["how_read"],
        row["credit"] and f"credit: {row['credit']}",
        row["published_note"] and f"date: {row['published_note']}",
        row["url_note"] and f"address: {row['url_note']}",
        row["site"] and f"site: {row['site']}",
    ]
    return "; ".join(part for part in told if part)
