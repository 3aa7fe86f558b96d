"""A reader's own layer: a file from outside, checked before anything of it is drawn."""

from layers.own.check import check
from layers.own.verdict import FORMS, LIMITS, Limits, OwnFeature, OwnLayer, Refused, Verdict

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
