"""The page as a script, which Streamlit runs anew for every reader."""

import sys
from pathlib import Path

# A script has no package of its own accord; with a name, the lines below are relative to it as in
# any other module (PEP 366). This one has two: another in a checkout than where it is installed.
__package__ = next(
    name
    for name, module in tuple(sys.modules.items())
    if name.endswith(".home") and getattr(module, "SCRIPT", None) == Path(__file__).resolve()
)

from ..panels.page import show
from . import named_story

show(named_story())
