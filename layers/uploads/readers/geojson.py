"""An uploaded GeoJSON file (RFC 7946): its features, each taken or named with its mistake."""

from __future__ import annotations

from json import JSONDecodeError
from pathlib import PurePath
from typing import Any

from ...errors import Problem, shown
from ...story import strict_json
from ...story.geojson import DEPTH
from ..checks import crs
from ..checks.coordinates import COLLECTION, Fault, Geometries, kind_expected
from ..problems import numbered
from ..sandbox.layer_choice import pick
from ..verdict import Asked, Limits, RawFeature, RawLayer, Refused
from . import encoding, server_answers

KINDS = ("FeatureCollection", "Feature", *DEPTH, COLLECTION)
ONE_TEXT = "one JSON text, as GeoJSON is"
# A file within the limit of vertices has fewer; so many empty arrays would take the memory of all.
ARRAYS_A_VERTEX = 3


def read(content: bytes, form: str, name: str, asked: Asked, limits: Limits) -> list[RawLayer]:
    """The features of a GeoJSON file, by the line too, or the layers of uMap's: x and y as written.

    A feature that cannot be taken is named in `warnings` and left out; those after it are read.
    A bare geometry is one feature. Raises Refused when the file as a whole is none.
    """
    found = encoding.decoded(content, asked.encoding, name)
    text = found.text
    if form == "geojsonl":
        lines = (line.strip(" \t\r\x1e") for line in text.split("\n"))
        features = ",\n".join(line for line in lines if line)
        text = f'{{"type": "FeatureCollection", "features": [{features}]}}'
    value, twice = _json(text, name, limits)
    said = [Problem(name, "", *note) for note in found.notes]
    if found.codec.lower() != "utf-8":
        expected = "UTF-8 as RFC 7946 has it: it was read nevertheless"
        said.append(Problem(name, "", "encoding", found.codec, expected))
    if form != "umap":
        return [_layer(value, PurePath(name).stem, name, limits, twice, said)]
    layers = value.get("layers") if isinstance(value, dict) else None
    titled: dict[str, Any] = {}
    for number, one in enumerate(layers if isinstance(layers, list) else (), start=1):
        options = one.get("_umap_options") if isinstance(one, dict) else None
        title = options.get("name") if isinstance(options, dict) else None
        titled[title if isinstance(title, str) and title not in titled else f"{number}"] = one
    full = [title for title, one in titled.items() if isinstance(one, dict) and one.get("features")]
    chosen = pick(titled, full, "layer", asked, name)
    return [_layer(one, title, name, limits, twice, said) for title, one in chosen]


def _layer(
    value: Any, title: str, name: str, limits: Limits, twice: bool, said: list[Problem]
) -> RawLayer:
    raw = _features(value, name, limits)
    reading = _Reading(name, limits, twice)
    reading.said += said
    if more := server_answers.incomplete(value, len(raw)):
        expected = f"all of them: by the file's own word ({more}) there are more than {len(raw):,}"
        reading.said.append(Problem(name, "", "features", f"{len(raw):,}", expected))
    named = _named_crs(value, name)
    for number, one in enumerate(raw, start=1):
        reading.take(number, one)
    reading.say_ids_twice()
    own = value.get("name") if len(raw) > 1 or value.get("type") == KINDS[0] else None
    return RawLayer(
        own if isinstance(own, str) and own.strip() else title,
        reading.features(),
        named or crs.DEGREES,
        tuple(reading.said),
        tuple(reading.dropped),
        credit=server_answers.credit(value),
    )


def _json(text: str, name: str, limits: Limits) -> tuple[Any, bool]:
    """The value of a JSON text, and whether a key stands twice in any object of it.

    Raises Refused, with the line and column where it is not JSON.
    """
    if not text.strip():
        raise Refused(Problem(name, "", "", "", f"{ONE_TEXT}: this file is empty"))
    depth, number = strict_json.nesting(text)
    if depth > limits.depth:
        most = f"at most {limits.depth} arrays and objects in one another"
        raise Refused(Problem(name, "", "depth", f"{depth:,}", most))
    if number > (arrays := ARRAYS_A_VERTEX * limits.vertices):
        most = f"at most {arrays:,}: a file of {limits.vertices:,} vertices has fewer"
        raise Refused(Problem(name, "", "arrays and objects", f"{number:,}", most))
    try:
        return strict_json.marked(text)
    except JSONDecodeError as error:
        what, expected = f"{error.msg}, at column {error.colno:,}", ONE_TEXT
        if error.msg == "Extra data":
            what = f"more after the end, at column {error.colno:,}"
            expected += ": features a line each belong into one FeatureCollection"
        raise Refused(Problem(name, f"line {error.lineno}", "JSON", what, expected)) from error
    except ValueError as error:  # Python makes no number of more than 4,300 digits
        expected = "numbers of fewer digits"
        raise Refused(Problem(name, "", "JSON", "a number of thousands", expected)) from error


class _Reading:
    """The features taken so far, and what was said of them."""

    def __init__(self, file: str, limits: Limits, twice: bool) -> None:
        self.file = file
        self.said: list[Problem] = []
        self.dropped: list[int] = []
        self._twice = twice  # whether it is worth while to look for keys that stand twice
        self._geometries = Geometries(file, limits)
        self._taken: list[tuple[int, dict[str, Any]]] = []
        self._ids: dict[Any, list[int]] = {}

    def say(self, number: int, field: str, value: str, expected: str) -> None:
        """Warn of a feature."""
        self.said.append(numbered(self.file, "feature", number, field, value, expected))

    def take(self, number: int, raw: Any) -> None:
        """Take a feature, or say why not; only its first mistake is said."""
        try:
            geometry = self._geometry(raw)
            notes = self._geometries.take(geometry)
        except Fault as fault:
            self.say(number, *fault.note)
            self.dropped.append(number)
            return
        for note in notes:
            self.say(number, *note)
        self._taken.append((number, self._properties(raw, number)))

    def features(self) -> tuple[RawFeature, ...]:
        """Those that were taken, with their geometries."""
        made = self._geometries.made()
        return tuple(
            RawFeature(number, geometry, properties)
            for (number, properties), geometry in zip(self._taken, made, strict=True)
        )

    def say_ids_twice(self) -> None:
        """Name the features that share an id."""
        for found, numbers in self._ids.items():
            if len(numbers) > 1:
                for number in numbers:
                    self.say(number, "id", shown(found), "an id of its own")

    def _geometry(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise Fault("", raw, "must be a Feature, an object")
        if self._twice and (key := strict_json.key_twice(raw)) is not None:
            raise Fault("key", key, "each key once in an object")
        if raw.get("type") != "Feature":
            raise Fault("type", raw.get("type", ""), kind_expected(raw.get("type"), ("Feature",)))
        if "geometry" not in raw:
            raise Fault("geometry", "", "missing: a Feature has a geometry")
        if raw["geometry"] is None:
            raise Fault("geometry", None, "a geometry: without one there is nothing to draw")
        found: dict[str, Any] = raw["geometry"]  # whatever it is: take looks
        return found

    def _properties(self, raw: dict[str, Any], number: int) -> dict[str, Any]:
        properties = raw.get("properties")
        if "properties" not in raw:
            self.say(number, "properties", "", "missing: taken as having none")
        elif properties is not None and not isinstance(properties, dict):
            self.say(number, "properties", shown(properties), "an object: it was left out")
        found = dict(properties) if isinstance(properties, dict) else {}
        if isinstance(own := raw.get("id"), str | int | float) and not isinstance(own, bool):
            self._ids.setdefault(own, []).append(number)
            if found.setdefault("id", own) != own:
                found[_free("id", found)] = own
        elif own is not None:
            self.say(number, "id", shown(own), "a text or a number: it was left out")
        return found


def _free(key: str, properties: dict[str, Any]) -> str:
    """The key with the first number, from 2, that no property has."""
    number = 2
    while (free := f"{key} ({number})") in properties:
        number += 1
    return free


def _features(value: Any, name: str, limits: Limits) -> list[Any]:
    """The features as they stand in the file; a bare geometry as one. Raises Refused."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or kind not in KINDS:
        raise Refused(server_answers.no_geojson(value, name, KINDS))
    if isinstance(value, strict_json.Twice):
        raise Refused(Problem(name, "", "key", shown(value.key), "each key once in an object"))
    if kind == "Feature":
        return [value]
    if kind != "FeatureCollection":
        return [{"type": "Feature", "properties": None, "geometry": value}]
    features = value.get("features")
    if not isinstance(features, list) or not features:
        expected = "a list with at least one feature"
        raise Refused(Problem(name, "", "features", shown(features or ""), expected))
    if len(features) > limits.features:
        most = f"at most {limits.features:,} in a file"
        raise Refused(Problem(name, "", "features", f"{len(features):,}", most))
    return features


def _named_crs(value: dict[str, Any], name: str) -> str | None:
    """The CRS in the member `crs`, which older GeoJSON has. No address is followed."""
    named = value.get("crs")
    if named is None:
        return None
    if (key := strict_json.key_twice(named)) is not None:
        raise Refused(Problem(name, "crs", "key", shown(key), "each key once in an object"))
    properties = named.get("properties") if isinstance(named, dict) else None
    if not isinstance(named, dict) or not isinstance(properties, dict):
        raise Refused(Problem(name, "", "crs", shown(named), 'an object of type "name"'))
    if named.get("type") != "name":
        expected = 'a CRS by its name, such as "EPSG:3857": no address or file is opened for it'
        raise Refused(Problem(name, "", "crs", shown(named.get("type", "")), expected))
    found = properties.get("name")
    if not isinstance(found, str) or crs.authority(found) is None:
        expected = "the name of a CRS, such as urn:ogc:def:crs:EPSG::3857"
        raise Refused(Problem(name, "", "crs", shown(found or ""), expected))
    return found
