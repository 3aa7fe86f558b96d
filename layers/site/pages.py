"""The pages of a site: the whole one, and one to be shown inside another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..html.cards import story_facts
from ..html.gate import html
from ..html.tables import correction_list, source_list
from ..html.view_bar import view_bar
from ..snapshot.formats import FORMS
from ..snapshot.page.contents import CONTENTS
from ..snapshot.page.inline import data
from ..snapshot.page.visible_story import setup
from ..snapshot.provenance import software
from ..snapshot.snapshot import Snapshot
from ..view import View, seen
from ..webmap.map_start import map_start
from .views import Views

# No address but the site's own; style sheets have what bars are as wide as in attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
WHOLE, EMBEDDED = "index.html", "embed.html"
PICTURE = "preview.png"
DETAIL = "detail.js"  # of the ground, for who looks more closely than at first
FEED = "corrections.atom"  # under one name, for whoever follows it
PICTURE_SIZE = (1200, 630)  # what most services show of a link
EMBED_SIZE = (800, 760)


@dataclass(frozen=True)
class Links:
    """Links to the files that the pages load and offer, from the folder that they are in."""

    folder: str
    script: str
    story: str
    style: str
    downloads: Mapping[str, tuple[str, int]]  # by format, the file and its size in bytes
    url: str | None


def page(views: Views, view: View, snapshot: Snapshot, links: Links, embedded: bool) -> str:
    """A page of a site, with the first view in it whole."""
    story = views.story
    shown = seen(story, view.scope)
    first = views.cards(shown.known)
    place = view.place
    made = html(
        "site_embed.html" if embedded else "site.html",
        policy=POLICY,
        title=story.info.title,
        summary=story.info.summary,
        software=software(),
        version=story.digest[:8],
        facts=story_facts(story),
        links=links,
        picture_size=PICTURE_SIZE,
        bar=view_bar(shown, alone=True),
        switches=[layer for layer in story.layers.values() if layer.switch],
        layers_on=view.layers,
        card=_card(first, views.places.get(place or ""), embedded),
        contents=(*CONTENTS, ("cm-downloads", "Downloads")),
        parts={} if embedded else views.parts(shown),
        corrections=correction_list(story),
        sources=source_list(story),
        forms=list(FORMS.values()),
        attributions=dict.fromkeys(layer.attribution for layer in story.layers.values()),
        setup=data("setup", "application/json", _setup(snapshot, links)),
    )
    return f"{made}\n"


def _card(cards: Mapping[str, Markup], place: int | None, embedded: bool) -> Markup | None:
    """The card of the first place; where the sources are on another page, it leads there."""
    if place is None:
        return None
    made = cards[str(place)]
    there = Markup('<a class="cm-number" target="_blank" rel="noopener" href="./#')
    return made.replace('<a class="cm-number" href="#', there) if embedded else made


def _setup(snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """The start of the map; its cards come with the first view that is asked for."""
    found = setup(snapshot, tuple(snapshot.story.layers.values()), [])
    state = found["state"] | {"shared": False}
    nothing = str(html("note.html", text="Select something on the map or in a table."))
    start = map_start(snapshot.story, f"{links.folder}{DETAIL}")
    return found | start | {"state": state, "data": links.folder, "nothing": nothing}
