"""Claims, findings and places as tables of pandas and geopandas, with the keys of the JSON."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd  # type: ignore[import-untyped]

from ..story import Claim, Place, Story
from .finding import Finding
from .known import Known
from .rows import claim_row, finding_row, place_row

CRS = "EPSG:4326"
# The keys of a finding's row, which a table without findings has as well.
FINDING_COLUMNS = (
    *("about", "attribute", "place", "status", "values", "claims", "voices", "origins"),
    *("independence", "computed", "not_comparable", "within_one_source"),
)


def frame_of_claims(story: Story, claims: Iterable[Claim]) -> pd.DataFrame:
    """A row a claim; what is a list in the JSON is one here."""
    columns = list(claim_row(story, next(iter(story.claims.values()))))
    frame = pd.DataFrame([claim_row(story, claim) for claim in claims], columns=columns)
    return frame.astype({"paragraph": "Int64"})  # whole numbers, or none


def frame_of_findings(story: Story, findings: Iterable[Finding]) -> pd.DataFrame:
    """A row a finding; `explode("values")` makes it a row a value."""
    rows = [finding_row(story, finding) for finding in findings]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS))


def frame_of_places(known: Known, places: Iterable[Place]) -> gpd.GeoDataFrame:
    """A row a place with its own geometry, EPSG:4326; `lon` and `lat` stand for it."""
    chosen = list(places)
    columns = list(place_row(known, next(iter(known.story.places.values()))))
    rows = pd.DataFrame([place_row(known, place) for place in chosen], columns=columns)
    geometry = gpd.GeoSeries([place.main.geometry for place in chosen], crs=CRS)
    return gpd.GeoDataFrame(rows, geometry=geometry, crs=CRS)
