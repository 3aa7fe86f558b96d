"""A story: records in TOML and layers in GeoJSON, loaded and checked."""

from .features import Feature, Layer
from .records import Account, Attribute, Claim, Correction, Info, Measure, Source, Subject
from .story import Place, Story, load_story

__all__ = [
    "Account",
    "Attribute",
    "Claim",
    "Correction",
    "Feature",
    "Info",
    "Layer",
    "Measure",
    "Place",
    "Source",
    "Story",
    "Subject",
    "load_story",
]
