"""A reader's own layer: a file from outside, checked before anything of it is drawn."""

from .check import check, checked
from .verdict import FORMS, LIMITS, NOTHING, Asked, Limits, OwnFeature, OwnLayer, Refused, Verdict

__all__ = [
    "FORMS",
    "LIMITS",
    "NOTHING",
    "Asked",
    "Limits",
    "OwnFeature",
    "OwnLayer",
    "Refused",
    "Verdict",
    "check",
    "checked",
]
