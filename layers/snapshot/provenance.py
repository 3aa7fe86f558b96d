"""The provenance of a snapshot, as in every format: the view, claims, sources, versions.

Canonical JSON with a checksum of itself, so that a change of it is seen. No clock, no name of a
user or a machine: the same view of the same data has the same provenance. The whole records of what
is shown are one field of it, packed: zlib, then base64.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ..errors import shown
from ..findings.edition import Edition, edition_from, edition_of
from ..story import Layer, Source
from ..story.wording import citation
from ..uploads.verdict import OwnLayer
from ..view.address import address_of, scope_of
from .snapshot import Snapshot, SnapshotError

FORMAT, VERSION = "claim-map-snapshot", 1
SOFTWARE = "tumen-map"  # the name this package is installed by
LARGEST = 5_000_000  # characters; more is no provenance of ours
UNPACKED = 50_000_000  # bytes of the records in it
RECORDS = "records"
FIELDS = {
    "format": str,
    "version": int,
    "story": str,
    "title": str,
    "subtitle": str,
    "address": str,
    "as_known_on": str,
    "claims": list,
    "sources": list,
    "licences": list,
    "data": str,
    "software": str,
}
OWN = {"name": str, "form": str, "sha256": str, "features": int, "crs": str}


@dataclass(frozen=True)
class Provenance:
    """A file's own account of itself; `fields` as in FIELDS, JSON all through.

    `own_layers` has fields as in OWN for each own layer, `sha256` being that of its file; `sealed`
    is that the file has a seal; `records` are the packed records. Files made before there were any
    do not have them.
    """

    fields: dict[str, Any]

    @property
    def text(self) -> str:
        """Canonical JSON, ASCII, with the checksum of the rest as its last field."""
        return _canonical(self.fields | {"sha256": _checksum(self.fields)})

    @property
    def address(self) -> str:
        """The query of the view's address, without a question mark."""
        return str(self.fields["address"])

    @property
    def sealed(self) -> bool:
        """True when the file was sealed when it was made."""
        return self.fields.get("sealed") is True

    @property
    def own(self) -> tuple[dict[str, Any], ...]:
        """The own layers that were drawn."""
        return tuple(self.fields.get("own_layers", ()))

    @cached_property
    def edition(self) -> Edition:
        """The records of what the file shows; of an old file, no more than which they were.

        Raises SnapshotError when they are damaged, or of a later format.
        """
        fields = self.fields
        about: dict[str, Any] = {
            "story": fields["story"],
            "data": fields["data"],
            "scope": scope_of(self.address),
        }
        try:
            if RECORDS in fields:
                return edition_from(_unpacked(fields[RECORDS]), **about)
            claims, sources = dict.fromkeys(fields["claims"]), (s["id"] for s in fields["sources"])
            return Edition(claims=claims, sources=dict.fromkeys(sources), **about)
        except (ValueError, TypeError, KeyError, zlib.error) as error:
            raise SnapshotError(
                "the records in it cannot be read: they are damaged, or of a later format than "
                f"this program, {software()}, knows"
            ) from error


def edition_shown(snapshot: Snapshot) -> Edition:
    """The records of what a snapshot shows."""
    seen = snapshot.seen
    scope = scope_of(address_of(snapshot.view, snapshot.story))
    return edition_of(seen.known, snapshot.claims, seen.places, scope)


def _packed(records: dict[str, Any]) -> str:
    return base64.b64encode(zlib.compress(_canonical(records).encode("ascii"))).decode("ascii")


def _unpacked(text: str) -> dict[str, Any]:
    machine = zlib.decompressobj()
    found = machine.decompress(base64.b64decode(text, validate=True), UNPACKED)
    if not machine.eof:
        raise ValueError("cut off, or larger than any of ours")
    records = json.loads(found)
    if not isinstance(records, dict):
        raise ValueError("no records")
    return records


def provenance_of(snapshot: Snapshot) -> Provenance:
    """The provenance of a snapshot."""
    story = snapshot.story
    return Provenance(
        {
            "format": FORMAT,
            "version": VERSION,
            "story": story.info.id,
            "title": snapshot.title,
            "subtitle": snapshot.subtitle,
            "address": address_of(snapshot.view, story).removeprefix("?"),
            "as_known_on": snapshot.seen.known.as_of.isoformat(),
            "claims": [claim.key for claim in snapshot.claims],
            "sources": [_source(source, n) for n, source in enumerate(snapshot.sources, 1)],
            "licences": [_licence(layer) for layer in snapshot.credited],
            "own_layers": [_own_layer(layer) for layer in snapshot.own],
            "data": story.digest,
            "software": software(),
            "sealed": True,
            RECORDS: _packed(edition_shown(snapshot).json),
        }
    )


def _source(source: Source, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "id": source.id,
        "citation": citation(source),
        "published": source.published,
        "url": source.url,
        "read": source.read,
    }


def _licence(layer: Layer) -> dict[str, Any]:
    return {
        "layer": layer.id,
        "licence": layer.licence,
        "attribution": layer.attribution,
        "source": layer.source,
    }


def _own_layer(layer: OwnLayer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "form": layer.form,
        "file": layer.file,
        "sha256": layer.digest,
        "features": len(layer.features),
        "crs": layer.crs,
    }


def provenance_from(text: str) -> Provenance:
    """The provenance that a file holds.

    Raises SnapshotError when it is not one of ours, is cut off, or was changed.
    """
    if len(text) > LARGEST:
        raise SnapshotError(f"its provenance has {len(text):,} characters; at most {LARGEST:,}")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SnapshotError("its provenance is cut off or was changed: it is no JSON") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise SnapshotError("what it says of itself is not the provenance of a snapshot")
    checksum = found.pop("sha256", None)
    if found.get("version") != VERSION:
        raise SnapshotError(
            f"its provenance is of version {shown(found.get('version'))}; this reads {VERSION}"
        )
    wrong = [name for name, kind in FIELDS.items() if not isinstance(found.get(name), kind)]
    wrong += [RECORDS] if not isinstance(found.get(RECORDS, ""), str) else []
    if wrong or not _own_right(found) or checksum != _checksum(found):
        raise SnapshotError("its provenance was changed after it was made: the checksum is wrong")
    return Provenance(found)


def software() -> str:
    """The name and version of this software; without a version when it was never installed."""
    try:
        return f"{SOFTWARE} {version(SOFTWARE)}"
    except PackageNotFoundError:
        return SOFTWARE


def _own_right(found: dict[str, Any]) -> bool:
    own = found.get("own_layers", [])
    return isinstance(own, list) and all(
        isinstance(each, dict)
        and all(isinstance(each.get(name), kind) for name, kind in OWN.items())
        for each in own
    )


def _canonical(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _checksum(fields: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(fields).encode("ascii")).hexdigest()
