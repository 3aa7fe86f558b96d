"""Self-test at start: text of a story must not be run as a Jinja template by folium."""

from __future__ import annotations

import folium
from shapely.geometry import Point

from ..errors import UnsafeOutputError
from ..story.features import Feature, Layer
from ..story.records import Attribute, Claim, Info, Source
from ..story.story import Story
from ..view import default_view, scene_of
from .base_map import base_map
from .drawing_script import content, drawing
from .overlay import overlay
from .script_call import Call

PROBE = "probe {{ 7*7 }} probe"


def self_test() -> None:
    """Draw a story whose every text is a template expression, through everything folium does.

    Raises UnsafeOutputError when the expression was evaluated or did not come out at all: then
    the gate, or a library behind it, is not what was tested.
    """
    story = _probe_story()
    base = base_map(story, [], [])
    overlay(scene_of(story, default_view(story))).add_to(base)
    # Not where the page puts it: the texts go through folium's template on purpose here.
    base.add_child(Call("claimmap.content", content(story)))
    drawn = folium.Figure().add_child(base).render() + drawing(story)
    if "probe 49 probe" in drawn:
        raise UnsafeOutputError("text of a story is evaluated as a template; refusing to start")
    if "probe \\u0026#123;\\u0026#123; 7*7" not in drawn:
        raise UnsafeOutputError("text of a story does not come out as it went in")


def _probe_story() -> Story:
    info = Info(
        id="probe", title=PROBE, summary=PROBE, date="2026", main_place="probe", home=("probe",)
    )
    source = Source(id="probe", publisher=PROBE, published="2026", read="excerpt", title=PROBE)
    claim = Claim(
        id="probe",
        source="probe",
        about="probe",
        attribute="probe",
        says=PROBE,
        asserted_by=PROBE,
        value=PROBE,
        quote=PROBE,
    )
    return Story(
        info=info,
        subjects={},
        attributes={"probe": Attribute(label=PROBE, kind="text")},
        sources={"probe": source},
        claims={claim.key: claim},
        layers={"probe": _probe_layer()},
        digest="",
        files={},
    )


def _probe_layer() -> Layer:
    feature = Feature(
        id="probe",
        role=PROBE,
        kind=PROBE,
        names={"en": (PROBE,), "ko": (PROBE,)},
        accuracy_m=1.0,
        method=PROBE,
        geometry=Point(0, 0),
        source=PROBE,
        note=PROBE,
    )
    return Layer(
        id="probe",
        file="probe",
        title=PROBE,
        description=PROBE,
        style="place",
        switch=True,
        shown=True,
        accuracy_m=1.0,
        licence=PROBE,
        attribution=PROBE,
        source=PROBE,
        date="2026",
        geometry_types=("Point",),
        bbox=(0.0, 0.0, 0.0, 0.0),
        sha256="0" * 64,
        features=(feature,),
    )
