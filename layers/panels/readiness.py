"""Readiness of a server: what the first reader would wait for is there before the server listens.

The script runs once for nobody. That imports its modules, loads the story, makes its drawing and
its letters, and registers the components, whose files a frame may ask of a process that has had no
reader yet: Streamlit registers them only in a run of the script. Then the files that every page
loads are compressed.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from starlette.types import ASGIApp

from .asgi import ask
from .memory import set_apart
from .preloading import FRAME, frame_needs, page_needs

# Streamlit's own address for it, `server.scriptHealthCheckEnabled`; the guard closes it to others.
SCRIPT_HEALTH = "_stcore/script-health-check"
# In a page, or in a header of links, what loads with it: from the root, or from the map's frame.
LOADED = re.compile(r"\./(static/(?:js|css)/[\w.-]+)")
OF_FRAME = re.compile(r"<(\.[^>]+)>")


async def warm(app: ASGIApp) -> None:
    """Run the page once. Raises RuntimeError where it fails: a server is ready, or is none."""
    status, said = await ask(app, SCRIPT_HEALTH)
    if (status, said) != (200, b"ok"):
        raise RuntimeError(
            "the page could not be drawn; the reason is above. The setting "
            "server.scriptHealthCheckEnabled has to be true."
        )
    _, page = await ask(app, "")
    addresses = LOADED.findall(page.decode() + page_needs())
    addresses += [urljoin(FRAME, one) for one in OF_FRAME.findall(frame_needs())]
    for address in dict.fromkeys(addresses):
        await ask(app, address, accept_encoding="gzip")  # and the answer is kept as it is sent
    set_apart()
