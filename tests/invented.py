"""Stories of a few invented claims, in memory: what is weighed, without the files."""

from __future__ import annotations

from typing import Any

from layers.findings.finding import Finding
from layers.findings.known import known
from layers.story import Attribute, Claim, Info, Source, Story, Subject

DATE = "2031-05-20"
ATTRIBUTES: dict[str, dict[str, Any]] = {
    "start": {"label": "Start", "kind": "date", "marks": "started"},
    "completion": {"label": "Completion", "kind": "date", "marks": "planned"},
    "opening": {"label": "Opening", "kind": "date", "marks": "opened"},
    "signed": {"label": "Signed", "kind": "date"},
    "expected": {"label": "Opening, as expected", "kind": "date", "marks": "planned"},
    "length": {"label": "Length", "kind": "quantity", "units": ("m", "km")},
    "span": {"label": "Span", "kind": "quantity", "units": ("m", "km")},
    "reading": {"label": "What it is taken to be", "kind": "text"},
    "event": {"label": "Event", "kind": "statement"},
}


def claim(key: str, attribute: str, value: str | float | None = None, **fields: Any) -> Claim:
    """A claim about the bridge by its key, source/claim; each source asserts what it says."""
    source, name = key.split("/")
    made: dict[str, Any] = {
        "id": name,
        "source": source,
        "about": "bridge",
        "attribute": attribute,
        "value": value,
        "says": f"{attribute} {value}",
        "asserted_by": source.title(),
    }
    return Claim(**made | fields)


def own(key: str, attribute: str, value: str | float | None = None, **fields: Any) -> Claim:
    """A claim that rests on its source's own reporting."""
    return claim(key, attribute, value, **{"basis": "own reporting"} | fields)


def cites(key: str, of: str | tuple[str, ...], attribute: str, *value: Any, **fields: Any) -> Claim:
    """A claim that rests on what it cites."""
    cited = (of,) if isinstance(of, str) else of
    return claim(key, attribute, *value, **{"basis": "cites", "cites": cited} | fields)


def story_of(
    *claims: Claim,
    published: dict[str, str] | None = None,
    sources: dict[str, dict[str, Any]] | None = None,
    **parts: Any,
) -> Story:
    """A story of claims in the order given; sources are of its last day, or of the day given.

    `sources` has further fields of a source, by its id; `parts` are further parts of the story.
    """
    dates = dict.fromkeys((c.source for c in claims), DATE) | (published or {})
    told = {s: {"publisher": s.title(), "published": d} for s, d in dates.items()}
    told = {s: fields | (sources or {}).get(s, {}) for s, fields in told.items()}
    return Story(
        info=Info(id="s", title="S", summary="S", date=DATE, main_place="s", home=("s",)),
        subjects={
            "bridge": Subject(name="The bridge"),
            "ferry": Subject(name="The ferry"),
        },
        attributes={name: Attribute(**fields) for name, fields in ATTRIBUTES.items()},
        sources={s: Source(id=s, read="excerpt", **fields) for s, fields in told.items()},
        claims={c.key: c for c in claims},
        layers={},
        digest="",
        files={s: f"seeds/{s}.toml" for s in dates},
        **parts,
    )


def finding(*claims: Claim) -> Finding:
    """The finding that claims amount to, of the first one's subject and attribute."""
    return known(story_of(*claims)).findings[claims[0].group]
