"""A story: its records and layers, loading and checking them, and what they amount to."""

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
