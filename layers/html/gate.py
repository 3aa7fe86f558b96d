"""The gate: every string of a story passes here before it is HTML, Markdown or script.

folium puts text into JavaScript template literals and compiles the finished page once more as a
Jinja template, so escaping for HTML alone is not enough: a backslash, a backtick, `$` and braces
must not arrive as themselves either. As numeric entities they are inert in all three languages
and look the same to a reader.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..story.dates import in_words
from ..story.wording import stopped

UNNUMBERED: Mapping[str, int] = {}  # sources that have no numbers, as in the app

_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "\\`${}"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~:$^!&=])")
# Characters that turn the direction of the text after them; a story has no use for them.
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def plain(text: object) -> str:
    """Text without control, bidirectional-override and unpaired surrogate characters."""
    whole = str(text)
    if whole.isprintable():  # none of them is; nearly every text is, and is done with
        return whole
    return "".join(
        " " if c in "\n\t\r" else c
        for c in whole
        if c in "\n\t\r" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _BIDI)
    )


def safe(text: object) -> Markup:
    """Text as HTML that shows it literally, in elements and quoted attributes alike."""
    if isinstance(text, Markup):
        return text
    return Markup(str(escape(plain(text))).translate(_ENTITIES))


def markdown(text: object) -> str:
    """Text as Markdown that shows it literally, for the labels of Streamlit's widgets."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def asks(op: str, name: str, value: str | None = None) -> str:
    """The request of a pressed button to the page, as JSON; assets/page.js reads it."""
    return json.dumps([op, name, value], ensure_ascii=False)


# Every expression of every template goes through the gate; nobody has to remember a filter.
_templates = Environment(
    loader=PackageLoader(__package__),
    autoescape=True,
    finalize=safe,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["dated"] = in_words
_templates.filters["stopped"] = stopped
_templates.globals["asks"] = asks


def html(template: str, **values: object) -> Markup:
    """A template of `layers/html/templates` filled in; the only way HTML is written."""
    return Markup(_templates.get_template(template).render(**values).strip())
