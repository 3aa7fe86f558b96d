"""Every file of a site, by its path in the folder; equal stories are equal bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from ..snapshot import Snapshot, snapshot_of
from ..snapshot.files import make
from ..snapshot.font_files import EAST_ASIAN, FAMILY, RANGES, SANS, font
from ..snapshot.formats import FORMS
from ..snapshot.page.contents import STYLES, asset
from ..snapshot.page.inline import bare, frame_assets
from ..snapshot.seal import sealed
from ..snapshot.zip_archive import Tell, all_of_it, file_stem
from ..story import Story
from ..view import Scope, default_view, seen
from ..webmap.drawing_script import script, texts_of
from ..webmap.ground_detail import detail_script
from .facts import facts, search_index
from .pages import DETAIL, EMBEDDED, FEED, PICTURE, PICTURE_SIZE, WHOLE, Links, page
from .pieces import ELEMENTS, Pieces
from .publishing import headers, oembed, sitemap
from .views import IN_PIECES, Changes, View, Views, scopes

SCRIPTS = ("standalone.js", "site_views.js", "site_address.js", "site.js")
FONT = "font.woff2"
DIGITS = 12  # of a digest in the name of a folder
# Machines that have letters of East Asia need not load ours.
LOCAL = (FAMILY, "Noto Sans CJK SC", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic")

Done = Callable[[int], None]


def site_files(story: Story, url: str | None, tell: Tell) -> dict[str, bytes]:
    """The files of a story's site; `url` is the address that it will have, when that is known.

    `tell` is told how many steps are done, and of how many.
    """
    snapshot, views = snapshot_of(story, default_view(story)), Views(story, Pieces())
    tables, downloads = dict(scopes(story)), [form for form in FORMS if form != "zip"]
    steps = len(tables) + len(downloads)
    loaded = dict(_loaded(views, lambda done: tell(done, steps)))
    digest = hashlib.sha256(b"".join(loaded[name] for name in sorted(loaded))).hexdigest()
    folder = f"files-{digest[:DIGITS]}/"
    made = _downloads(snapshot, lambda done, _: tell(len(tables) + done, steps))
    links = Links(
        folder=folder,
        script=f"{folder}page.js",
        story=f"{folder}story.js",
        style=f"{folder}page.css",
        downloads={form: (name, len(made[name])) for form, name in _names(snapshot).items()},
        url=url,
    )
    pages = {
        name: page(views, snapshot.view, snapshot, links, name == EMBEDDED)
        for name in (WHOLE, EMBEDDED)
    }
    texts = pages | {"_headers": headers(folder), ".nojekyll": ""}
    if url:
        texts |= {"sitemap.xml": sitemap(url), "oembed.json": oembed(story, url)}
    preview = {PICTURE: make(snapshot, "png", PICTURE_SIZE, 96)}
    feed = {FEED: made[_names(snapshot)["atom"]]}
    beside = {f"{folder}{name}": content for name, content in loaded.items()}
    return {name: text.encode() for name, text in texts.items()} | preview | feed | beside | made


def _names(snapshot: Snapshot) -> dict[str, str]:
    """The file of each format."""
    return {form: f"downloads/{file_stem(snapshot)}.{form}" for form in FORMS}


def _downloads(snapshot: Snapshot, tell: Tell) -> dict[str, bytes]:
    """A snapshot in every format; the ZIP has the same files."""
    names, found = _names(snapshot), dict[str, bytes]()
    for done, form in enumerate(form for form in FORMS if form != "zip"):
        tell(done, len(FORMS) - 1)
        found[names[form]] = make(snapshot, form)
    archive = all_of_it(snapshot, lambda form: found[names[form]], lambda done, of: None)
    return found | {names["zip"]: sealed(archive)}


def _loaded(views: Views, tell: Done) -> Iterator[tuple[str, bytes]]:
    """The files that the pages load: scripts, styles, a font, and the views."""
    story = views.story
    drawn = texts_of(story, story.layers.values(), [])
    scripts, styles = frame_assets()
    yield "page.js", "\n".join((*scripts, *map(asset, SCRIPTS))).encode()
    yield "story.js", script(story, story.layers.values(), drawn).encode()
    yield DETAIL, detail_script(story).encode()
    tables = list(_tables(views, tell))
    shown = views.pieces.letters().union(json.dumps(drawn, ensure_ascii=False))
    letters = {letter for letter in shown if EAST_ASIAN.match(letter)}
    yield "page.css", f"{_face(letters)}\n{bare((*styles, *map(asset, STYLES)))}".encode()
    if content := font(SANS, frozenset(letters), "woff2"):
        yield FONT, content
    yield "search.json", _json(search_index(story))
    yield from tables


def _tables(views: Views, tell: Done) -> Iterator[tuple[str, bytes]]:
    """The view that the page comes with, and what changes from day to day in each table."""
    story, pieces = views.story, views.pieces
    shown = seen(story, Scope())
    dom = [n for part in views.parts(shown).values() for n in pieces.cut(part)[1]]
    now = views.view(Scope())
    had = {*dom, *pieces.needed(dom)}
    beside = pieces.needed(_numbers(now), had)
    first = {"view": now, "dom": dom, "elements": ELEMENTS, "pieces": [*beside.items()]}
    yield "now.json", _json(facts(story) | first)
    had |= beside.keys()
    for done, (name, scope) in enumerate(scopes(story)):
        tell(done)
        days = views.table(scope)
        used = pieces.needed((n for _, changes in days for n in _numbers(changes)), had)
        told = [[when.isoformat(), changes] for when, changes in days]
        yield f"{name}.json", _json({"days": told, "pieces": [*used.items()]})


def _numbers(view: View | Changes) -> Iterator[int]:
    """The numbers of the pieces that a view, or a change of one, names."""
    for key, value in view.items():
        if key[0] in IN_PIECES and isinstance(value, int):
            yield value


def _face(letters: set[str]) -> str:
    """The rule of the font for the letters of East Asia, which most machines have themselves."""
    if not letters:
        return ""
    there = ", ".join(f'local("{name}")' for name in LOCAL)
    return (
        f'@font-face {{ font-family: "{FAMILY}"; unicode-range: {RANGES}; font-display: swap; '
        f'src: {there}, url("{FONT}") format("woff2"); }}'
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
