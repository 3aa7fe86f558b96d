"""The page as a script, which Streamlit runs anew for every reader."""

from pathlib import Path

# A script has no package of its own accord, and this one's is called otherwise where it is
# installed; with a name, the line below is relative to it as in any other module (PEP 366).
__package__ = f"{Path(__file__).resolve().parents[1].name}.home"

from ..panels.page import show
from . import named_story

show(named_story())
