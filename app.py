"""The page: `streamlit run app.py`. TUMEN_STORY names another folder with seeds/ and data/."""

import os
from pathlib import Path

from layers.panels.page import show

show(Path(os.environ.get("TUMEN_STORY") or Path(__file__).parent).resolve())
