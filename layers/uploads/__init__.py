"""A reader's own layer: a file from outside, checked before anything of it is drawn."""

from .check import check
from .verdict import FORMS, LIMITS, Limits, OwnFeature, OwnLayer, Refused, Verdict

__all__ = [
    "FORMS",
    "LIMITS",
    "Limits",
    "OwnFeature",
    "OwnLayer",
    "Refused",
    "Verdict",
    "check",
]
