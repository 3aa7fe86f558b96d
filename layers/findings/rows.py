"""Claims, findings and places as rows, and rows as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..story import Claim, Place, Story
from ..story.representative_points import point_of
from ..story.wording import value_text
from .finding import Finding, Value
from .known import Known
from .origins import Origin
from .status import status_of
from .values import DATE

Row = dict[str, Any]

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # full-width ones too: some spreadsheets read them as signs


def claim_row(story: Story, claim: Claim) -> Row:
    """A claim with what a citation needs; `value` as it is written in the seeds."""
    source, readings = story.sources[claim.source], story.readings_of.get(claim.key, ())
    return {
        "id": claim.key,
        "source": claim.source,
        "about": claim.about,
        "place": story.place_of(claim),
        "attribute": claim.attribute,
        "value": claim.value,
        "unit": claim.unit,
        "hedges": list(claim.hedges),
        "runs_from": claim.runs_from,
        "when": claim.when,
        "says": claim.says,
        "asserted_by": claim.asserted_by,
        "publisher": source.publisher,
        "published": source.published,
        "title": source.title,
        "paragraph": claim.paragraph,
        "quote": claim.quote,
        "read": source.read,
        "url": source.url,
        "seen_at": source.seen_at,
        "basis": "computed here" if claim.computed else claim.basis,
        "cites": list(claim.cites),
        "computed": list(claim.computed),
        "rebuts": list(claim.rebuts),
        "reason": claim.reason,
        "readings": [f"{r.verdict}: {r.reader}, {r.on}" for r in readings],
    }


def flat(row: Row) -> Row:
    """A row whose cells hold one value each: a list becomes a text, an empty one nothing."""
    return {
        name: "; ".join(map(str, value)) or None if isinstance(value, list) else value
        for name, value in row.items()
    }


def claim_words(story: Story, claim: Claim) -> Row:
    """A claim's row with the names and the value that people would rather read in words."""
    return claim_row(story, claim) | {
        "about": story.subject_name(claim),
        "attribute": story.attributes[claim.attribute].label,
        "value": value_text(story, claim),
    }


def finding_row(story: Story, finding: Finding) -> Row:
    """The row of a finding; its claims are named by their keys."""
    return {
        "about": finding.about,
        "attribute": finding.attribute,
        "place": story.place_of(finding.claims[0]),
        "status": finding.status,
        "values": [_value_row(value) for value in finding.values],
        "claims": [claim.key for claim in finding.claims],
        "voices": list(finding.voices),
        "origins": [_origin_row(origin) for origin in finding.origins],
        "independence": finding.independence,
        "computed": [_value_row(value) for value in finding.computed],
        "not_comparable": [claim.key for claim in finding.not_comparable],
        "within_one_source": list(finding.within_one_source),
    }


def _value_row(value: Value) -> Row:
    """A value as the seeds have it and in words; a date with the days it covers, both included."""
    claim = value.claims[0]
    row = {"value": claim.value, "unit": claim.unit, "text": value.text}
    if value.covers.measure == DATE:
        row |= dict(zip(("from", "to"), map(str, value.covers.days), strict=True))
    return row | {
        "claims": [claim.key for claim in value.claims],
        "voices": list(value.voices),
        "origins": [_origin_row(origin) for origin in value.origins],
        "rebutted_by": [claim.key for claim in value.rebutted],
    }


def _origin_row(origin: Origin) -> Row:
    """Whom claims go back to, and whether one of them states that it is an origin."""
    return {"names": list(origin.names), "stated": origin.stated}


def finding_words(story: Story, finding: Finding) -> Row:
    """A finding in a line: what it is about, its status, and value against value."""
    claim = finding.claims[0]
    told = [f"{value.text} ({', '.join(value.voices)})" for value in finding.values]
    told += [f"{value.text} (computed here)" for value in finding.computed]
    told += [f"not comparable: {value_text(story, c)}" for c in finding.not_comparable]
    return {
        "about": story.subject_name(claim),
        "attribute": story.attributes[claim.attribute].label,
        "status": finding.status,
        "claims": len(finding.claims),
        "voices": len(finding.voices),
        "origins": len(finding.origins),
        "independence": finding.independence,
        "values": " | ".join(told),
    }


def place_row(known: Known, place: Place) -> Row:
    """A place; `lon` and `lat` in degrees (EPSG:4326) are of a point that stands for it.

    `attribution` is whom its layer's licence asks to name wherever the position is shown.
    """
    feature, status = place.main, status_of(known, place.id)
    point = point_of(feature)
    return {
        "id": place.id,
        "name": feature.name,
        "names": feature.names,
        "kind": feature.kind,
        "layer": place.layer,
        "status": status.text if status else None,
        "lon": point.lon,
        "lat": point.lat,
        "accuracy_m": whole(point.accuracy_m),
        "method": feature.method,
        "source": feature.source,
        "attribution": known.story.layers[place.layer].attribution,
        "claims": len(known.by_place.get(place.id, ())),
        "parts": [part.id for part in place.parts],
    }


def whole(number: float) -> float | int:
    """A number without a fraction as a whole one: 30 and not 30.0."""
    return int(number) if number.is_integer() else number


def json_text(rows: Sequence[Row] | Row) -> str:
    """Rows as a list of objects, or one as an object."""
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def csv_text(rows: Iterable[Row], columns: Iterable[str]) -> str:
    """Rows under their columns as RFC 4180 has it.

    No cell is one that a spreadsheet takes for a formula (CWE-1236).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def csv_cell(value: object) -> str:
    """A cell's text; a leading apostrophe keeps a spreadsheet from reckoning with it."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if formula and not NUMBER.fullmatch(text) else text
