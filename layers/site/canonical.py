"""The address that a site will have, by which other pages name it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..errors import shown
from .folder import SiteError

_HOST = re.compile(r"(?!-)[a-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9a-f:]+\](?::[0-9]{1,5})?")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/?")


def canonical(url: str) -> str:
    """The address with a slash at its end: of the folder in which the files will be.

    Raises SiteError when it is none that a browser could be led to.
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    expected = "must be such as https://example.org/map/"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise SiteError(f"--url {shown(url)}: {expected}")
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        raise SiteError(f"--url {shown(url)}: {expected}, without a query or a fragment")
    if not _PATH.fullmatch(parts.path) or {".", ".."} & set(parts.path.split("/")):
        raise SiteError(f"--url {shown(url)}: {expected}, a path of names, none of them . or ..")
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}/"
