"""The files of a story that people write: which tables stand in them, and of which records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .changes import Change
from .features import Layer
from .fields import SLUG, SLUG_WORDS
from .geodata import CRS
from .readings import Reading
from .records import (
    Account,
    Attribute,
    Claim,
    Correction,
    Info,
    Jump,
    Measure,
    Record,
    Source,
    Subject,
)

Schema = dict[str, Any]


@dataclass(frozen=True)
class FieldFormat:
    """A field as it is written: its JSON Schema, its type and meaning in words, and an example."""

    schema: Schema
    kind: str
    meaning: str
    example: Any
    needed: bool

    @property
    def described(self) -> Schema:
        """The schema with the words that an editor shows."""
        told = f"{self.meaning} Needed is {self.kind}."
        return self.schema | {"description": told, "examples": [self.example]}


@dataclass(frozen=True)
class Table:
    """A table of a file: its name, its record, and whether there is one, a list, or one a name.

    `implied` are fields of the record that are not written there; they follow from the file.
    """

    name: str
    record: type[Record]
    shape: Literal["one", "list", "named"]
    needed: bool = True
    implied: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileFormat:
    """A kind of file: the name of its schema, which files are of it, and what stands in them."""

    name: str
    files: str
    says: str
    tables: tuple[Table, ...]
    plain: tuple[tuple[str, FieldFormat], ...] = ()


_READ_SOURCE = FieldFormat(
    {"type": "string", "pattern": SLUG},
    SLUG_WORDS,
    "The source that was read, which names the file.",
    "example-gazette",
    needed=True,
)
_CRS = FieldFormat({"const": CRS}, f'"{CRS}"', "The coordinate system.", CRS, needed=True)
FILES = (
    FileFormat(
        "story",
        "seeds/story.toml",
        "The words of a story: its title, and what claims may be about and may state.",
        (
            Table("story", Info, "one"),
            Table("subjects", Subject, "named", needed=False),
            Table("attributes", Attribute, "named"),
            Table("accounts", Account, "named", needed=False),
            Table("measures", Measure, "named", needed=False),
            Table("jumps", Jump, "named", needed=False),
        ),
    ),
    FileFormat(
        "source",
        "seeds/*.toml",
        "A source and its claims.",
        (
            Table("source", Source, "one"),
            Table("claim", Claim, "list", implied=("source",)),
            Table("correction", Correction, "list", needed=False, implied=("source",)),
        ),
    ),
    FileFormat(
        "checks",
        "checks/*.toml",
        "Second readings of a source's claims.",
        (Table("reading", Reading, "list", needed=False, implied=("source",)),),
        plain=(("source", _READ_SOURCE),),
    ),
    FileFormat(
        "corrections",
        "corrections.toml",
        "What was wrong in published claims and data, and what is right.",
        (Table("correction", Change, "list"),),
    ),
    FileFormat(
        "catalogue",
        "data/catalogue.json",
        "The layers of a story, in the order of drawing.",
        (Table("layers", Layer, "list"),),
        plain=(("crs", _CRS),),
    ),
)
