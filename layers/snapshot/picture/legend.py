"""The legend: the meaning of each sign that is on a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...findings.progress import EXTENT, shows_progress
from ...story import Story
from ...story.wording import citation, counted, kept_apart, local_names, told_on, value_text
from ...symbols.asserters import report_signs
from ...symbols.paper import (
    ACCURACY,
    FAR,
    INK,
    PAPER,
    PICKED,
    ROAD,
    SHORES,
    UNKNOWN,
    Style,
)
from ...view import default_view
from ...view.shores import ESTIMATED
from ..snapshot import Snapshot
from .fonts import MISSING, drawable
from .label_texts import numbers_text
from .labels import Placed
from .legend_sign import Entry, Sign
from .map_layers import Drawn
from .upload_layers import OwnDrawn


def entries(
    snapshot: Snapshot,
    drawn: tuple[Drawn, ...],
    placed: tuple[Placed, ...],
    own: tuple[OwnDrawn, ...] = (),
    beyond: bool = False,
    coarse: bool = False,
) -> tuple[Entry, ...]:
    """The entries for what is in sight on a map, in the order of its layers.

    First what is not the story's, so that it is never what there is no room for. `beyond`: some of
    the map lies outside its data; `coarse`: some has only outlines of what is far away.
    """
    first = [Entry("own", each.style, each.told, each) for each in own]
    first += list(_unplaced(snapshot))
    first += list(_out_of_frame(snapshot, drawn))
    first += [Entry("unknown", Style(UNKNOWN), "outside this map’s data")] if beyond else []
    first += [Entry("area", Style(FAR), "coarse outline of the land")] if coarse else []
    return (*first, *_entries(snapshot, drawn, placed))


def _entries(
    snapshot: Snapshot, drawn: tuple[Drawn, ...], placed: tuple[Placed, ...]
) -> Iterator[Entry]:
    seen = [d for d in drawn if d.layer.switch and not d.shape.is_empty]
    told: set[Sign] = set()
    for layer in dict.fromkeys(d.layer.id for d in seen):
        here = [d for d in seen if d.layer.id == layer]
        yield from _layer_entries(snapshot.story, here, told)
    if any(d.feature.role == ESTIMATED and not d.shape.is_empty for d in drawn):
        yield Entry("line", SHORES["estimated-bank"], "bank of a river, estimated and not mapped")
    if extents := [d for d in seen if d.feature.role == EXTENT]:
        yield Entry("line", extents[0].style, "faint: an end may lie anywhere on it")
    yield from _asserters(snapshot, seen)
    yield from _not_drawn(snapshot, seen)
    if any(_disc_seen(d) for d in drawn):
        yield Entry("disc", ACCURACY, "may lie anywhere in it: the stated accuracy of a position")
    if any(p.mark for p in placed):
        yield Entry("mark", Style(PAPER, stroke=ROAD, width=1.1), "so many conflicts of claims")
    if any(row.numbers for p in placed for row in p.rows):
        yield Entry("number", Style(), "numbers of the sources below")
    yield from _missing(snapshot, drawn, placed)
    if any(d.picked and not d.point and not d.shape.is_empty for d in drawn):
        yield Entry("line", replace(PICKED, width=7.0), "under what is drawn after claims chosen")
    if any(d.faint for d in drawn):
        yield Entry("dot", Style(PAPER, stroke=INK).faint, "faint: not among what is looked at")


def _unplaced(snapshot: Snapshot) -> Iterator[Entry]:
    """Places that claims are about and that are not on the map, with the numbers of the claims."""
    for place in snapshot.seen.unplaced:
        of = [c.source for c in snapshot.claims if snapshot.story.place_of(c) == place.id]
        found = numbers_text(snapshot.numbers[source] for source in of)
        told = f"not on the map, since no claim here says where it is; sources {found}"
        if count := snapshot.scene.conflicts_by_place.get(place.id):
            told += f"; {counted(count, 'conflict')} of claims"
        yield Entry("note", Style(), f"{place.main.name}: {told}")


def _out_of_frame(snapshot: Snapshot, drawn: tuple[Drawn, ...]) -> Iterator[Entry]:
    """A place that was selected and has a position, but not in this frame."""
    place = snapshot.view.place
    nowhere = [p.id for p in snapshot.seen.unplaced]
    if place is None or place in (default_view(snapshot.story).place, *nowhere):
        return
    if not any(d.selected and not d.shape.is_empty for d in drawn):
        name = snapshot.story.places[place].main.name
        yield Entry("note", Style(), f"{name}, which is selected, is not in this frame")


def _missing(
    snapshot: Snapshot, drawn: tuple[Drawn, ...], placed: tuple[Placed, ...]
) -> Iterator[Entry]:
    """Entries for what cannot be written, because no font has its letters."""
    labelled = {p.of for p in placed}
    names = [n for d in drawn if d.feature.id in labelled for n in local_names(d.feature)]
    left_out = sorted({lang for lang, name in names if MISSING in drawable(name)})
    if left_out:
        told = f"names that no font here can write are left out: {', '.join(left_out)}"
        yield Entry("note", Style(), told)
    words = [snapshot.title, snapshot.subtitle, *map(citation, snapshot.sources)]
    words += [layer.name for layer in snapshot.own]
    words += [row.text for p in placed for row in p.rows]
    if any(MISSING in drawable(text) for text in words):
        yield Entry("missing", Style(), "stands for a letter that no font here has")


def _layer_entries(story: Story, here: list[Drawn], told: set[Sign]) -> Iterator[Entry]:
    """A layer by its title with the sign of its plainest feature, and what differs from that."""
    layer = here[0].layer
    roles: dict[str, Drawn] = {}
    for each in here:
        if not each.sign:
            roles.setdefault(each.feature.role, each)
    for role, each in roles.items():
        style = each.style
        if each.small:
            yield Entry("dot", style, f"{layer.title}: smaller than its sign")
        elif role == "uncertainty area":
            more = f"lies in this area, not exactly known ({each.feature.accuracy_m:,.0f} m)"
            yield Entry("area", style, f"{layer.title}: {more}")
        elif each.told:
            on = told_on(story, [story.claims[key] for key in each.feature.claims])
            yield Entry("line", style, f"{each.feature.name}: {each.asserter}, {on}")
        elif role in ("derived axis", "disputed line", "line in shared water"):
            yield Entry("line", style, each.feature.name)
        elif role == "line" and layer.style == "river" and _band_seen(each):
            yield Entry("band", style, f"{layer.title}; the band: where its line may lie")
        elif role in ("line", "centreline"):
            yield Entry("line", style, layer.title)
        elif role == "axis":
            yield Entry("bridge", style, layer.title)
        elif role == "point" and "axis" not in roles:
            if "dot" in told and layer.style == "place":
                continue  # the same sign with another name says nothing
            told |= {"dot"} if layer.style == "place" else set()
            yield Entry("dot", replace(style, width=1.5), layer.title)
        elif role == "possible water":
            yield Entry("area", style, each.feature.name)
        elif each.shape.geom_type.endswith("Polygon"):
            yield Entry("area", style, layer.title)


def _not_drawn(snapshot: Snapshot, seen: list[Drawn]) -> Iterator[Entry]:
    """Reports of a work in sight that have no position, such as numbers of piers and spans."""
    drawn = {key for each in seen for key in each.feature.claims}
    for place in dict.fromkeys(each.feature.of_place for each in seen):
        by: dict[tuple[str, ...], list[str]] = {}
        for report in snapshot.seen.known.progress.of(place):
            if drawn.isdisjoint(claim.key for claim in report.claims):
                told = f"{_small_letter(report.label)} {report.value}"
                by.setdefault((*report.asserters, report.on), []).append(told)
        for of, reports in by.items():
            told = f"{', '.join(of)}, not drawn: {'; '.join(reports)}"
            yield Entry("note", Style(), told)


def _small_letter(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]


def _disc_seen(each: Drawn) -> bool:
    """True when the area in which a point may lie is larger than its dot."""
    if each.disc is None or each.feature.role != "point":
        return False
    west, _, east, _ = each.disc.bounds
    return east - west > 2 * each.style.radius + 2


def _band_seen(each: Drawn) -> bool:
    """True when the area in which a line may lie is wider than the line is drawn."""
    return each.disc is not None and each.disc.area > each.shape.length * each.style.width


def _asserters(snapshot: Snapshot, seen: list[Drawn]) -> Iterator[Entry]:
    """Each who asserts something drawn, in the style it is drawn in, and what they assert."""
    story, signs = snapshot.story, report_signs(snapshot.story)
    by: dict[tuple[str, int], list[Drawn]] = {}
    for each in seen:
        if each.sign and each.asserter:
            by.setdefault((each.asserter, signs[each.feature.id]), []).append(each)
    for (asserter, _), here in by.items():
        values: dict[str, list[str]] = {}
        for each in here:
            claim = story.claims[each.feature.claims[0]]
            label = _small_letter(story.attributes[claim.attribute].label)
            if shows_progress(story, each.feature):
                label += f", {told_on(story, [claim])},"
            values.setdefault(label, []).append(value_text(story, claim).replace(" ", "\u00a0"))
        said = "; ".join(f"{label} {', '.join(v)}" for label, v in values.items())
        lines = [d.style for d in here if not d.point]
        sign: Sign = "line" if len(lines) == len(here) else "asserter" if lines else "dot"
        style = replace(lines[0], fill=None, width=2.3) if lines else here[0].style
        yield Entry(sign, style, f"{kept_apart(asserter)}: {said}")
