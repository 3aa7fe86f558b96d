"""The page: `streamlit run app.py`."""

from pathlib import Path

from layers.panels.page import show

show(Path(__file__).resolve().parent)
