"""The records people write: a story, its sources and their claims, its subjects and attributes.

All are frozen, and an invalid one cannot be made. A field's description says what would be right;
it is what an error message shows.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from layers.story.dates import date_range

QUOTE_WORDS = 12
TIME_UNITS = ("days", "weeks", "months", "years")


def _edtf(text: str) -> str:
    date_range(text)
    return text


def _few_words(text: str) -> str:
    if len(text.split()) > QUOTE_WORDS:
        raise ValueError(f"{len(text.split())} words")
    return text


def _finite(value: float | int | str | None) -> float | int | str | None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


Slug = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="a name in lower case, words joined by hyphens, such as ready-mid-2026",
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=400, description="text, 1 to 400 characters")]
Name = Annotated[str, Field(min_length=1, max_length=200, description="a name, 1 to 200 characters")]
Edtf = Annotated[
    str,
    AfterValidator(_edtf),
    Field(
        description="an EDTF date in quotes, such as "
        '"2025-04-30", "2026-06~" or "2025-04-21/2025-04-27"'
    ),
]
Url = Annotated[
    str,
    Field(
        pattern=r"^https?://[^\s<>\"'`\\{}]+$",
        max_length=2000,
        description="an address that begins with https:// or http:// and has no blanks",
    ),
]
Sha256 = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 of 64 hexadecimal digits")
]
FileName = Annotated[
    str,
    Field(pattern=r"^[\w][\w.-]*$", max_length=120, description="a file's name without a folder"),
]
Slugs = Annotated[tuple[Slug, ...], Field(strict=False, description="a list of ids")]


class Record(BaseModel):
    """Base of the records: frozen, strict, and without unknown fields."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", arbitrary_types_allowed=True
    )


class Attribute(Record):
    """What a claim can state about a subject."""

    label: Name
    kind: Annotated[
        Literal["date", "quantity", "text", "statement"],
        Field(description="one of date, quantity, text, statement"),
    ]
    units: Annotated[
        tuple[Name, ...], Field(strict=False, description="a list of the units it comes in")
    ] = ()
    marks: Annotated[
        Literal["planned", "started", "opened"] | None,
        Field(description="what a date says of its place: planned, started or opened"),
    ] = None


class Subject(Record):
    """A person or thing that claims are about and that is no place; it may hang on one."""

    name: Name
    place: Slug | None = None


class Info(Record):
    """The story as a whole."""

    id: Slug
    title: Name
    summary: Annotated[
        str, Field(min_length=1, max_length=600, description="text, 1 to 600 characters")
    ]
    date: Edtf
    main_place: Slug
    home: Slugs


class Source(Record):
    """One published document."""

    id: Slug
    publisher: Name
    published: Edtf
    read: Annotated[
        Literal["full text", "excerpt", "headline only"],
        Field(description="how it was read: full text, excerpt or headline only"),
    ]
    title: Name | None = None
    author: Name | None = None
    credit: Name | None = None
    language: Slug | None = None
    url: Url | None = None
    url_note: Text | None = None
    published_note: Text | None = None
    site: Url | None = None
    text_file: FileName | None = None
    text_sha256: Sha256 | None = None


class Claim(Record):
    """One checkable statement that a source makes, or reports somebody else making."""

    id: Slug
    source: Slug
    about: Slug
    attribute: Slug
    says: Text
    asserted_by: Name
    value: Annotated[
        str | int | float | None,
        AfterValidator(_finite),
        Field(description="an EDTF date in quotes, a number with a unit, or a short text"),
    ] = None
    unit: Name | None = None
    approximate: Annotated[bool, Field(description="true or false")] = False
    when: Edtf | None = None
    runs_from: Slug | None = None
    paragraph: Annotated[
        int | None, Field(ge=1, description="a paragraph's number, 1 or more, without quotes")
    ] = None
    quote: Annotated[
        str | None,
        AfterValidator(_few_words),
        Field(
            min_length=1,
            max_length=200,
            description=f"a fragment of at most {QUOTE_WORDS} words",
        ),
    ] = None
    origin: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z0-9-]+/[a-z0-9-]+$",
            description="the claim it retells, as source-id/claim-id",
        ),
    ] = None

    @property
    def key(self) -> str:
        """The claim's id within the story: source/claim."""
        return f"{self.source}/{self.id}"


class Feature(Record):
    """Something on the map. `geometry` is EPSG:4326, lon lat in degrees."""

    id: Slug
    role: Name
    kind: Name
    names: Annotated[
        dict[str, Annotated[tuple[Name, ...], Field(strict=False, min_length=1)]],
        Field(min_length=1, description="names by language, each a list, the one shown first"),
    ]
    accuracy_m: Annotated[float, Field(gt=0, le=1e6, description="metres, more than 0")]
    method: Text
    geometry: BaseGeometry
    place: Slug | None = None
    source: Text | None = None
    url: Url | None = None
    note: Text | None = None
    offset_m: Annotated[float | None, Field(gt=0, description="metres, more than 0")] = None
    claims: Annotated[
        tuple[str, ...], Field(strict=False, description="claims as source-id/claim-id")
    ] = ()

    @property
    def of_place(self) -> str:
        """The id of the place it belongs to: its own, unless it is a part of another."""
        return self.place or self.id

    @property
    def name(self) -> str:
        """The name shown: English where there is one."""
        return (self.names.get("en") or next(iter(self.names.values())))[0]


class Layer(Record):
    """One file of features and what the catalogue says of it."""

    id: Slug
    file: FileName
    title: Name
    description: Text
    style: Slug
    switch: Annotated[bool, Field(description="true or false")]
    shown: Annotated[bool, Field(description="true or false")]
    accuracy_m: Annotated[float, Field(gt=0, description="metres, more than 0")]
    licence: Name
    attribution: Name
    source: Text
    date: Edtf
    geometry_types: Annotated[
        tuple[Name, ...], Field(strict=False, description="a list of geometry types")
    ]
    bbox: Annotated[
        tuple[float, float, float, float],
        Field(strict=False, description="west, south, east, north in degrees"),
    ]
    sha256: Sha256
    features: tuple[Feature, ...]
    url: Url | None = None
