"""A story: records in TOML and layers in GeoJSON, loaded and checked."""

from .features import Feature, Layer
from .records import Attribute, Claim, Info, Source, Subject
from .story import Place, Story, load_story

__all__ = [
    "Attribute",
    "Claim",
    "Feature",
    "Info",
    "Layer",
    "Place",
    "Source",
    "Story",
    "Subject",
    "load_story",
]
