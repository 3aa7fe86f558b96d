"""The records people write: a story, its sources and their claims, its subjects and attributes.

All are frozen, and an invalid one cannot be made. A field's description says what would be right;
it is what an error message shows.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from .fields import (
    ClaimKeys,
    Day,
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

# How sure a statement is of its own value. findings/values.py says what each means.
Hedge = Literal[
    "approximate",
    "at least",
    "at most",
    "deadline",
    "expected",
    "capacity",
    "conditional",
    "day of publication",
]
Basis = Literal["own reporting", "cites", "not stated"]
STORY = "story"  # what a claim is about when it is about the story as a whole
TIME_UNITS = ("days", "weeks", "months", "years")


class Record(BaseModel):
    """Base of the records: frozen, strict, and without unknown fields."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", arbitrary_types_allowed=True
    )


class Attribute(Record):
    """An attribute of subjects that claims can state."""

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
    progress: Annotated[bool, Field(description="true or false")] = False


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


class Jump(Record):
    """An extent of the map that readers can jump to: that of some places, or of their features."""

    label: Name
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
        Literal["full text", "excerpt", "headline only", "listed only"],
        Field(description="how it was read: full text, excerpt, headline only or listed only"),
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
    seen_at: Name | None = None
    known_from: Day | None = None
    recorded_by: Name | None = None
    retrieved: Day | None = None
    archived: Url | None = None


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
    hedges: Annotated[
        tuple[Hedge, ...],
        Field(strict=False, description=f"a list of {', '.join(get_args(Hedge))}"),
    ] = ()
    basis: Annotated[Basis, Field(description=f"one of {', '.join(get_args(Basis))}")] = (
        "not stated"
    )
    cites: Annotated[
        tuple[Name, ...],
        Field(strict=False, description="a list of claims (source-id/claim-id), sources or names"),
    ] = ()
    computed: ClaimKeys = ()
    rebuts: ClaimKeys = ()
    reason: Text | None = None
    when: Edtf | None = None
    runs_from: Slug | None = None
    paragraph: Annotated[
        int | None,
        Field(ge=1, le=10_000, description="a paragraph's number, 1 or more, without quotes"),
    ] = None
    quote: Quote | None = None
    passage: Annotated[
        str | None, Field(pattern=r"^[0-9a-f]{16}$", description="16 digits, as `watch` proposes")
    ] = None

    @property
    def key(self) -> str:
        """The claim's id within the story: source/claim."""
        return f"{self.source}/{self.id}"

    @property
    def group(self) -> str:
        """The group it is compared in: subject.attribute."""
        return f"{self.about}.{self.attribute}"

    @property
    def approximate(self) -> bool:
        """True when the source says "about"."""
        return "approximate" in self.hedges

    @property
    def deadline(self) -> bool:
        """True when the source says "by" a date."""
        return "deadline" in self.hedges


class Correction(Record):
    """A source's own word, on a day, that it corrects or retracts claims of its own."""

    source: Slug
    date: Day
    kind: Annotated[
        Literal["correction", "retraction"], Field(description="one of correction, retraction")
    ]
    claims: Annotated[Slugs, Field(min_length=1, description="a list of this source's claims")]
    says: Text
    now: Annotated[Slug | None, Field(description="the claim that holds instead")] = None
    url: Url | None = None
