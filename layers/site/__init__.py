"""The static site: the map with every view computed beforehand, for any plain file server."""

from .canonical import canonical
from .files import site_files
from .folder import SiteError, write_site

__all__ = ["SiteError", "canonical", "site_files", "write_site"]
