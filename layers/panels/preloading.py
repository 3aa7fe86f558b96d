"""Files that a page is going to need, named in the header of its answer.

Streamlit's page asks for what shows an element when the first message with one comes, and the map's
frame for its scripts when it is told of them: each time a round trip later than it could. A name
that a release of Streamlit has no more is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from .component import script_address

# What shows HTML, our component, the map's frame and the switches.
CHUNKS = (
    *("Html", "purify.es", "BidiComponent", "serialization", "recordbatch", "_arrayReduce"),
    *("ComponentInstance", "IFrameUtil", "urls", "withCalculatedWidth", "Checkbox", "useSlot"),
    *("useFormValidation", "useFormReset", "useBasicWidgetState", "checkboxIndicatorStyles"),
)
FRAME = "component/streamlit_folium.st_folium/index.html"
FRAME_SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
_of_frame: list[str] = []


@cache
def page_needs() -> str:
    """The header of the page: Streamlit's parts for it, and the address of our own script."""
    folder = Path(str(files("streamlit"))) / "static" / "static" / "js"
    names = [path.name for chunk in CHUNKS for path in folder.glob(f"{chunk}.*.js")]
    addresses = [f"./static/js/{name}" for name in names]
    addresses.append(f"./{script_address()}")
    return ", ".join(f"<{address}>; rel=modulepreload" for address in addresses)


def frame_will_need(scripts: Iterable[str], styles: Iterable[str]) -> None:
    """Let the frame be told of these addresses, relative to it; the script that loads them first.

    A browser asks for six at once.
    """
    page = files("streamlit_folium") / "frontend" / "build" / "index.html"
    loads = FRAME_SCRIPT.findall(page.read_text("utf-8"))
    _of_frame[:] = [f"<{one}>; rel=preload; as=script" for one in (*loads, *scripts)]
    _of_frame.extend(f"<{one}>; rel=preload; as=style" for one in styles)


def frame_needs() -> str:
    """The header of the map's frame; empty before any page was drawn."""
    return ", ".join(_of_frame)
