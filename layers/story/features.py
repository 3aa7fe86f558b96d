"""Features and layers of the map as records: geometry in EPSG:4326 and accuracy in metres.

A feature comes from a GeoJSON file, a layer from the catalogue beside it.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Annotated, Literal

from pydantic import Field
from shapely.geometry.base import BaseGeometry

from .fields import Edtf, FileName, Name, Sha256, Slug, Text, Url
from .records import Record

STAGES = ("joined", "completed", "open")  # roles of a work that has come so far, in their order


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

    def after(self, keys: Container[str]) -> Feature:
        """The feature with only those claims behind it that are among the keys."""
        left = tuple(key for key in self.claims if key in keys)
        return self if left == self.claims else self.model_copy(update={"claims": left})

    @property
    def name(self) -> str:
        """The name shown: English where there is one."""
        return (self.names.get("en") or next(iter(self.names.values())))[0]


class Layer(Record):
    """One file of features and what the catalogue says of it; EPSG:4326, lon lat in degrees."""

    id: Slug
    file: FileName
    title: Name
    description: Text
    style: Annotated[
        Literal["context", "sea", "land", "water", "border", "river", "built", "derived", "place"],
        Field(description="how it is drawn, one of the styles of layers/symbols/table.py"),
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
