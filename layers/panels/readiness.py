"""Readiness of a server: what the first reader would wait for is there before the server listens.

The script runs once for nobody. That imports its modules, loads the story, makes its drawing and
its letters, and registers the components, whose files a frame may ask of a process that has had no
reader yet: Streamlit registers them only in a run of the script.
"""

from __future__ import annotations

from starlette.types import ASGIApp

from .asgi import ask

# Streamlit's own address for it, `server.scriptHealthCheckEnabled`; the guard closes it to others.
SCRIPT_HEALTH = "_stcore/script-health-check"


async def warm(app: ASGIApp) -> None:
    """Run the page once. Raises RuntimeError where it fails: a server is ready, or is none."""
    status, said = await ask(app, SCRIPT_HEALTH)
    if (status, said) != (200, b"ok"):
        raise RuntimeError(
            "the page could not be drawn; the reason is above. The setting "
            "server.scriptHealthCheckEnabled has to be true."
        )
