"""Files beside a site's pages, for whoever serves it or links to it."""

from __future__ import annotations

import json
from html import escape

from ..story import Story
from .pages import EMBED_SIZE, EMBEDDED, PICTURE, PICTURE_SIZE, POLICY, WHOLE

YEAR, HOUR = 31_536_000, 3_600  # seconds


def headers(folder: str) -> str:
    """The headers to send with the files, in the form of Netlify and Cloudflare Pages.

    What lies in `folder` has another name when it changes, and may be kept. No two rules are of
    one file: servers differ in what they make of that.
    """
    rules = (
        ("/", "'self'", f"max-age={HOUR}"),
        (f"/{WHOLE}", "'self'", f"max-age={HOUR}"),
        (f"/{EMBEDDED}", "*", f"max-age={HOUR}"),
        (f"/{folder}*", "'none'", f"max-age={YEAR}, immutable"),
        ("/downloads/*", "'none'", f"max-age={HOUR}"),
    )
    return "".join(
        f"{path}\n"
        f"  Content-Security-Policy: {POLICY}; frame-ancestors {ancestors}\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        f"  Cache-Control: public, {age}\n"
        for path, ancestors, age in rules
    )


def sitemap(url: str) -> str:
    """The list of a site's pages for search engines (sitemaps.org)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"<url><loc>{escape(url)}</loc></url>\n</urlset>\n"
    )


def oembed(story: Story, url: str) -> str:
    """The answer to a site that asks how to show this one inside itself (oembed.com)."""
    width, height = EMBED_SIZE
    title = escape(story.info.title)
    frame = (
        f'<iframe src="{escape(url)}{EMBEDDED}" title="{title}" width="{width}" '
        f'height="{height}" style="border:0;max-width:100%" loading="lazy"></iframe>'
    )
    found = {
        "version": "1.0",
        "type": "rich",
        "title": story.info.title,
        "provider_name": story.info.title,
        "provider_url": url,
        "html": frame,
        "width": width,
        "height": height,
        "thumbnail_url": f"{url}{PICTURE}",
        "thumbnail_width": PICTURE_SIZE[0],
        "thumbnail_height": PICTURE_SIZE[1],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
