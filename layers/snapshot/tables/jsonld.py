"""JSON-LD of the claims in sight: schema.org for what is claimed by whom, PROV for where from.

The context stands in the file, so that nothing is fetched to read it. Nothing is claimed that the
records do not say: a source is a CreativeWork, since its kind is not recorded; an asserter is an
Agent, since person or body is not; and no review has a rating, since claims are compared with each
other, not with the truth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ...findings.finding import Finding
from ...findings.origins import cited_claims
from ...findings.rows import Row, finding_words, whole
from ...html.conflicts import weight
from ...story import Claim, Place, Source
from ...story.wording import citation, cited_names, how_read
from ..provenance import provenance_of, software
from ..seal import BLANK, NAME
from ..snapshot import UNCHECKED, Snapshot
from .corrections_feed import correction_comment
from .plain_text import clean, json_text
from .story_rows import Sheet

Node = dict[str, Any]

_TERMS = """
    Claim ClaimReview CorrectionComment CreativeWork Dataset GeoCoordinates Organization Place
    PropertyValue Quotation Thing
    abstract additionalProperty alternateName appearance author citation claimReviewed correction
    creditText datePublished description geo identifier inLanguage latitude longitude
    measurementTechnique name position publisher reviewAspect reviewBody temporalCoverage text
    unitCode unitText value
"""
_LINKS = ("about", "contentLocation", "hasPart", "isPartOf", "itemReviewed", "url")
_OURS = ("basis", "cites", "finding", "hedges", "reason", "sourceNumber", "states")
_PROV = ("Activity", "Agent", "Entity", "SoftwareAgent")
_PROV_LINKS = ("used", "wasAssociatedWith", "wasDerivedFrom", "wasGeneratedBy")
CONTEXT: Node = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "map": "urn:x-claim-map:terms:",
    **{name: f"schema:{name}" for name in _TERMS.split()},
    **{name: {"@id": f"schema:{name}", "@type": "@id"} for name in _LINKS},
    **{name: f"prov:{name}" for name in _PROV},
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _PROV_LINKS},
    **{name: f"map:{name}" for name in _OURS},
    "rebuts": {"@id": "map:rebuts", "@type": "@id"},
    "provenance": {"@id": "map:provenance", "@type": "@json"},
    NAME: f"map:{NAME}",
}
ASPECT = "Whether the claims agree with each other; not whether they are true."
_PRECISION = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def jsonld(snapshot: Snapshot) -> bytes:
    """One graph: the file itself, its sources, places, claims and what the claims amount to."""
    graph = list(_Graph(snapshot).nodes())
    return (json_text({"@context": CONTEXT, "@graph": graph}, indent=1) + "\n").encode("utf-8")


class _Graph:
    """The nodes of a snapshot; their addresses are names within the story, not web pages."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot, self.story = snapshot, snapshot.story
        self.sheet = Sheet(snapshot)

    def iri(self, kind: str, name: str) -> str:
        """The name of a node; ids are slugs and need no escape."""
        return f"urn:x-claim-map:{self.story.info.id}:{kind}:{name}"

    def nodes(self) -> Iterator[Node]:
        """All nodes, those without a value left out of each."""
        yield from self._file()
        for source in self.snapshot.sources:
            yield _told(self._source(source))
        wanted = {row["place"] for row in self.sheet.claims.values()}
        wanted |= {shape.feature.of_place for _, shapes in self.sheet.layers for shape in shapes}
        for place in self.story.places.values():
            if place.id in wanted:
                yield _told(self._place(place))
        subjects = {row["about"]: row["about_name"] for row in self.sheet.claims.values()}
        for about, name in subjects.items():
            if about not in self.story.places:
                yield {"@id": self.iri("subject", about), "@type": "Thing", "name": name}
        for row in self.sheet.claims.values():
            yield _told(self._claim(row))
        for finding in self.snapshot.seen.findings:
            if finding.status != "single":  # what nobody else speaks of was compared with nothing
                yield self._review(finding)

    def _file(self) -> Iterator[Node]:
        """The file, what it was made of, and by which software."""
        data = self.iri("data", self.story.digest)
        made, agent = self.iri("activity", "snapshot"), self.iri("agent", "software")
        yield {
            "@id": self.iri("entity", "snapshot"),
            "@type": ["Dataset", "Entity"],
            "name": clean(self.snapshot.title),
            "description": clean(self.snapshot.subtitle),
            "abstract": self.snapshot.dateline,
            "creditText": list(self.snapshot.attributions),
            "wasGeneratedBy": made,
            "wasDerivedFrom": [data, *(self.iri("source", s.id) for s in self.snapshot.sources)],
            "hasPart": [self.iri("claim", key) for key in self.sheet.claims],
            "correction": [*map(correction_comment, self.snapshot.changes)],
            "provenance": json.loads(provenance_of(self.snapshot).text),
            NAME: BLANK,
        }
        yield {"@id": data, "@type": ["Dataset", "Entity"], "identifier": self.story.digest}
        own = [self.iri("own", signed.id) for signed in self.snapshot.signed]
        used = [data, *own] if own else data
        yield {"@id": made, "@type": "Activity", "used": used, "wasAssociatedWith": agent}
        for signed in self.snapshot.signed:
            yield {
                "@id": self.iri("own", signed.id),
                "@type": ["Dataset", "Entity"],
                "name": clean(signed.layer.name),
                "description": UNCHECKED,
                "identifier": f"sha256:{signed.layer.digest}",
            }
        yield {"@id": agent, "@type": "SoftwareAgent", "name": software()}

    def _source(self, source: Source) -> Node:
        return {
            "@id": self.iri("source", source.id),
            "@type": ["CreativeWork", "Entity"],
            "sourceNumber": self.snapshot.numbers[source.id],
            "name": source.title,
            "citation": citation(source),
            "author": _agent(source.author),
            "creditText": source.credit,
            "publisher": {"@type": "Organization", "name": source.publisher},
            "datePublished": _date(source.published),
            "inLanguage": source.language,
            "url": source.url,
            "description": how_read(source),
        }

    def _place(self, place: Place) -> Node:
        feature, point = place.main, self.sheet.points.get(place.id)
        node: Node = {
            "@id": self.iri("place", place.id),
            "@type": "Place",
            "name": feature.name,
            "alternateName": [
                {"@value": name, "@language": language}
                for language, names in feature.names.items()
                for name in names
                if name != feature.name
            ],
        }
        if point is None:  # where it is drawn follows from claims that are not known yet
            return node
        accuracy = {"@type": "PropertyValue", "name": "accuracy", "unitCode": "MTR"}
        return node | {
            "geo": {"@type": "GeoCoordinates", "longitude": point.lon, "latitude": point.lat},
            "additionalProperty": accuracy
            | {"value": whole(point.accuracy_m), "measurementTechnique": feature.method},
        }

    def _claim(self, row: Row) -> Node:
        about, source = row["about"], self.iri("source", row["source"])
        kind = "place" if about in self.story.places else "subject"
        quotation = {"@type": "Quotation", "text": row["quote"], "isPartOf": source}
        if row["paragraph"]:
            quotation["position"] = f"paragraph {row['paragraph']}"
        claim = self.story.claims[row["id"]]
        states = {
            "@type": "PropertyValue",
            "name": row["attribute_label"],
            "identifier": row["attribute"],
            "value": row["value"],
            "unitText": row["unit"],
            "description": row["value_text"] or None,
        }
        return {
            "@id": self.iri("claim", row["id"]),
            "@type": ["Claim", "Entity"],
            "text": row["says"],
            "author": _agent(row["asserted_by"], "SoftwareAgent" if claim.computed else "Agent"),
            "about": self.iri(kind, about),
            "contentLocation": self.iri("place", row["place"]) if row["place"] else None,
            # What is computed here stands in no source.
            "appearance": None if claim.computed else {"@id": source},
            "datePublished": None if claim.computed else _date(row["published"]),
            "temporalCoverage": _date(row["when"]) if row["when"] else None,
            "states": _told(states),
            "citation": quotation if row["quote"] else None,
            "hedges": list(claim.hedges),
            "basis": row["basis"],
            "cites": list(dict.fromkeys(cited_names(self.story, claim))),
            "rebuts": [self.iri("claim", c) for c in claim.rebuts if c in self.sheet.claims],
            "reason": row["reason"],
            "finding": row["finding"],
            "sourceNumber": row["source_number"],
            "wasDerivedFrom": list(self._origins(claim)),
        }

    def _origins(self, claim: Claim) -> Iterator[str]:
        """The origins of a claim, as far as they are in sight: its source and what it cites.

        What is computed here has only the claims that it is computed from.
        """
        if not claim.computed:
            yield self.iri("source", claim.source)
        cited = (name for name in claim.cites if name in self.snapshot.numbers)
        yield from (self.iri("source", name) for name in cited if name != claim.source)
        keys = dict.fromkeys([*(c.key for c in cited_claims(self.story, claim)), *claim.computed])
        yield from (self.iri("claim", key) for key in keys if key in self.sheet.claims)

    def _review(self, finding: Finding) -> Node:
        """Claims held against each other; the text names every side, in sight or not."""
        words = finding_words(self.story, finding)
        claims = [c.key for c in finding.claims if c.key in self.sheet.claims]
        reviewed = [self.iri("claim", key) for key in claims]
        return {
            "@id": self.iri("finding", finding.key),
            "@type": ["ClaimReview", "Entity"],
            "claimReviewed": f"{words['about']}: {words['attribute']}",
            "reviewAspect": ASPECT,
            "reviewBody": f"{finding.status} ({weight(finding)}): {words['values']}",
            "finding": finding.status,
            "itemReviewed": reviewed,
            "author": {"@id": self.iri("agent", "software")},
            "wasDerivedFrom": reviewed,
        }


def _agent(name: str | None, kind: str = "Agent") -> Node | None:
    return {"@type": kind, "name": name} if name else None


def _date(edtf: str) -> Node:
    """A date of XML Schema where it is an exact one, else as EDTF."""
    exact = re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", edtf)
    return {"@value": edtf, "@type": _PRECISION[len(edtf)] if exact else "edtf:EDTF"}


def _told(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], "")}
