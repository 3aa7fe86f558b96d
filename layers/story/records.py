"""The records people write: a story, its sources and their claims, its subjects and attributes.

All are frozen, and an invalid one cannot be made. A field's description says what would be right;
it is what an error message shows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from layers.story.fields import (
    Edtf,
    FileName,
    Name,
    OneLine,
    Quote,
    Sha256,
    Slug,
    Slugs,
    Text,
    Url,
    Value,
)

STORY = "story"  # what a claim is about when it is about the story as a whole
TIME_UNITS = ("days", "weeks", "months", "years")


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


class Account(Record):
    """Some of those who assert things, whose account a reader may want by itself."""

    name: Name
    asserters: Annotated[
        tuple[Name, ...],
        Field(strict=False, min_length=1, description="a list of who claims are asserted by"),
    ]


class Measure(Record):
    """A distance between two features or a length of some, to be computed from the geometry."""

    label: Name
    kind: Annotated[Literal["distance", "length"], Field(description="one of distance, length")]
    of: Annotated[Slugs, Field(min_length=1, description="a list of features on the map")]


class Info(Record):
    """The story as a whole."""

    id: Slug
    title: Name
    summary: Annotated[
        str, OneLine, Field(min_length=1, max_length=600, description="text, 1 to 600 characters")
    ]
    date: Edtf
    main_place: Slug
    home: Annotated[Slugs, Field(min_length=1, description="a list of places, at least one")]


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
    value: Value | None = None
    unit: Name | None = None
    approximate: Annotated[bool, Field(description="true or false")] = False
    deadline: Annotated[bool, Field(description='true for "by" a date')] = False
    when: Edtf | None = None
    runs_from: Slug | None = None
    paragraph: Annotated[
        int | None,
        Field(ge=1, le=10_000, description="a paragraph's number, 1 or more, without quotes"),
    ] = None
    quote: Quote | None = None
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

    @property
    def group(self) -> str:
        """What it is compared on: subject.attribute."""
        return f"{self.about}.{self.attribute}"


class Feature(Record):
    """Something on the map. `geometry` is EPSG:4326, lon lat in degrees."""

    id: Slug
    role: Name
    kind: Name
    names: Annotated[
        dict[Slug, Annotated[tuple[Name, ...], Field(strict=False, min_length=1)]],
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
    length_m: Annotated[float | None, Field(gt=0, description="metres, more than 0")] = None
    local: Annotated[
        tuple[Name, ...],
        Field(strict=False, description="languages of the place, each one of its names"),
    ] = ()
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
    style: Annotated[
        Literal["context", "sea", "land", "border", "river", "built", "derived", "place"],
        Field(description="how it is drawn, one of the styles of layers/webmap/assets/map.css"),
    ]
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
