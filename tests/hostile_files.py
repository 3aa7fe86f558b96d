"""Hostile and good GeoJSON and CSV files, each made when it is wanted; one mistake a file.

Those with a mistake in a feature have a good feature before it, so that it shows what is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.hostile_archives import line, parquet
from tests.hostile_case import Case

Maker = Callable[[], bytes]
Json = dict[str, Any]
ACCEPTED, WARNED, REFUSED = "accepted", "warnings", "refused"
SQUARE = [[130.0, 42.0], [130.1, 42.0], [130.1, 42.1], [130.0, 42.1], [130.0, 42.0]]
LONG = ", ".join(f"130 {n / 999}" for n in range(20_000))
BOW = [[130.0, 42.0], [130.1, 42.1], [130.1, 42.0], [130.0, 42.1], [130.0, 42.0]]


def shape(kind: str, coordinates: Any) -> Json:
    """A geometry."""
    return {"type": kind, "coordinates": coordinates}


POINT = shape("Point", [130.5, 42.5])


def feature(geometry: Any = POINT, **members: Any) -> Json:
    """A feature; members are added or take the place of its own."""
    own = {"type": "Feature", "properties": {"name": "a place"}, "geometry": geometry}
    return own | members


def collection(*features: Any, **members: Any) -> Json:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)} | members


def text(value: Any, encoding: str = "utf-8") -> bytes:
    """JSON as a file has it."""
    return json.dumps(value, ensure_ascii=False).encode(encoding, "surrogatepass")


def beside(*features: Any, **members: Any) -> bytes:
    """Features after a good one."""
    return text(collection(feature(), *features, **members))


def drawn(kind: str, coordinates: Any) -> bytes:
    """A geometry after a good feature."""
    return beside(feature(shape(kind, coordinates)))


def only(*geometries: Any, **members: Any) -> bytes:
    """Features with these geometries and no others."""
    return text(collection(*map(feature, geometries), **members))


def having(**properties: Any) -> bytes:
    """A feature with properties."""
    return text(collection(feature(properties=properties)))


def crs(name: Any, kind: str = "name") -> Json:
    """The member that older GeoJSON has."""
    return {"crs": {"type": kind, "properties": {"name": name}}}


def swap(old: str, new: str) -> bytes:
    """A good file in which one piece of text is another."""
    plain = beside(feature()).decode()
    assert old in plain
    return plain.replace(old, new, 1).encode()


def nested(depth: int) -> bytes:
    """A property so deep."""
    return having(deep="@").replace(b'"@"', b"[" * depth + b"1" + b"]" * depth)


def collections(depth: int) -> Json:
    """Collections in one another, the innermost with a point."""
    inner: Json = POINT
    for _ in range(depth):
        inner = {"type": "GeometryCollection", "geometries": [inner]}
    return inner


def long_ring(vertices: int) -> list[list[float]]:
    """A ring of so many vertices."""
    steps = [[130 + i / vertices, 42.0] for i in range(vertices - 3)]
    return [*steps, [131.0, 42.5], [130.0, 42.5], steps[0]]


METRES = shape("Point", [14_526_000.5, 5_234_000.5])
DRAWN_3857 = partial(only, METRES, **crs("urn:ogc:def:crs:EPSG::3857"))
OPEN = [SQUARE[:-1]]
STEEP = [[0.0, 0.0], [2.0, 2.0]] + [[2 + i / 1000, i % 2] for i in range(6000)]
GEOJSON: list[tuple[str, Maker, str, str]] = [
    # As a whole.
    ("good", partial(beside), ACCEPTED, ""),
    ("bare-geometry", partial(text, POINT), ACCEPTED, ""),
    ("bare-feature", lambda: text(feature()), ACCEPTED, ""),
    ("bare-collection", lambda: text(collections(1)), ACCEPTED, ""),
    ("foreign-members", partial(beside, source="x", bbox=[0, 0, 1, 1]), ACCEPTED, ""),
    ("byte-order-mark", lambda: b"\xef\xbb\xbf" + beside(), ACCEPTED, ""),
    ("utf-16", lambda: text(collection(feature()), "utf-16"), WARNED, "UTF-16"),
    ("utf-32", lambda: text(collection(feature()), "utf-32"), WARNED, "UTF-32"),
    ("utf-16-no-mark", lambda: text(collection(feature()), "utf-16-le"), REFUSED, "JSON"),
    ("latin-1", lambda: having(name="é").decode().encode("latin-1"), REFUSED, "not UTF-8 at byte"),
    ("empty", bytes, REFUSED, "this file is empty"),
    ("blank", lambda: b" \n\t ", REFUSED, "this file is empty"),
    ("nul-bytes", lambda: bytes(100), REFUSED, "JSON"),
    ("cut-off", lambda: beside()[:-9], REFUSED, "line 1: JSON"),
    ("comment", partial(swap, "{", "{ // a comment\n"), REFUSED, "line 1: JSON"),
    ("comma-too-many", partial(swap, '"features": [', '"features": [,'), REFUSED, "JSON"),
    (
        "a-feature-a-line",
        lambda: text(feature()) + b"\n" + text(feature()),
        ACCEPTED,
        "",
    ),
    ("array", partial(text, [POINT]), REFUSED, "a FeatureCollection"),
    ("number", lambda: b"7", REFUSED, "a FeatureCollection"),
    ("no-type", partial(text, {"features": []}), REFUSED, "FeatureCollection, which is missing"),
    (
        "type-lower-case",
        lambda: text({**collection(feature()), "type": "featurecollection"}),
        REFUSED,
        "must be FeatureCollection",
    ),
    ("type-list", partial(text, {"type": ["Feature"]}), REFUSED, "must be one of"),
    ("topojson", partial(text, {"type": "Topology", "arcs": []}), REFUSED, "GDAL cannot read it"),
    (
        "esri-json",
        partial(text, {"geometryType": "esriGeometryPoint", "features": []}),
        REFUSED,
        "Esri JSON",
    ),
    ("overpass", partial(text, {"elements": []}), REFUSED, "an answer of Overpass"),
    (
        "gdalg",
        partial(text, {"type": "gdal_streamed_alg", "gdal_version": "3.12"}),
        REFUSED,
        "GDAL's own",
    ),
    (
        "vrt",
        lambda: b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
        REFUSED,
        "a VRT of GDAL",
    ),
    ("zip", lambda: b"PK\3\4" + bytes(100), REFUSED, "a ZIP archive"),
    ("geopackage", lambda: b"SQLite format 3\0" + bytes(100), REFUSED, "a GeoPackage"),
    ("kml", lambda: b"<?xml version='1.0'?><kml/>", REFUSED, "XML, such as KML"),
    ("web-page", lambda: b"<!DOCTYPE html><html></html>", REFUSED, "a web page"),
    ("too-large", lambda: beside() + b" " * 10_000_000, REFUSED, "at most 10,000,000 bytes"),
    ("deep", partial(nested, 33), REFUSED, "at most 32"),
    ("very-deep", lambda: b"[" * 900_000, REFUSED, "depth = 900,000"),
    ("deep-objects", lambda: b'{"a":' * 100_000, REFUSED, "depth = 100,000"),
    ("brackets-in-a-text", lambda: having(name="[" * 99 + '"\\' + "{" * 99), ACCEPTED, ""),
    ("many-arrays", lambda: b"[" + b"[]," * 1_600_000 + b"[]]", REFUSED, "arrays and objects"),
    ("long-number", lambda: swap("130.5", "1" * 5000), REFUSED, "a number of thousands"),
    ("top-key-twice", partial(swap, "{", '{"type": "Topology", '), REFUSED, "key = type"),
    # The list of features.
    ("no-features", partial(text, {"type": "FeatureCollection"}), REFUSED, "at least one feature"),
    ("features-empty", lambda: text(collection()), REFUSED, "at least one feature"),
    (
        "features-object",
        partial(text, {"type": "FeatureCollection", "features": {}}),
        REFUSED,
        "at least one feature",
    ),
    ("features-many", lambda: text(collection(*[feature()] * 20_001)), REFUSED, "at most 20,000"),
    ("feature-number", partial(beside, 7), WARNED, "feature 2: (whole) = 7"),
    ("feature-null", partial(beside, None), WARNED, "must be a Feature"),
    ("feature-lower-case", lambda: beside(feature(type="feature")), WARNED, "must be Feature"),
    ("feature-bare-geometry", partial(beside, POINT), WARNED, "type = Point"),
    (
        "feature-key-twice",
        partial(swap, '"properties"', '"id": 1, "id": 2, "properties"'),
        WARNED,
        "key = id",
    ),
    ("value-key-twice", partial(swap, '"a place"', '[1, {"b": 1, "b": 2}]'), WARNED, "key = b"),
    (
        "ids-twice",
        lambda: text(collection(feature(id=1), feature(id=2), feature(id=1))),
        WARNED,
        "features 1, 3: id = 1",
    ),
    ("id-list", lambda: beside(feature(id=[1])), WARNED, "a text or a number"),
    ("id-beside-another", lambda: beside(feature(id=1, properties={"id": 2})), ACCEPTED, ""),
    (
        "no-properties",
        lambda: beside({"type": "Feature", "geometry": POINT}),
        WARNED,
        "taken as having none",
    ),
    ("properties-null", lambda: beside(feature(properties=None)), ACCEPTED, ""),
    ("properties-list", lambda: beside(feature(properties=[1])), WARNED, "it was left out"),
    # Geometries.
    (
        "no-geometry",
        lambda: beside({"type": "Feature", "properties": {}}),
        WARNED,
        "missing: a Feature has",
    ),
    ("geometry-null", lambda: beside(feature(None)), WARNED, "feature 2: geometry = null"),
    (
        "geometry-all-null",
        lambda: text(collection(feature(None), feature(None))),
        REFUSED,
        "features 1–2",
    ),
    ("geometry-text", lambda: beside(feature("POINT (1 2)")), WARNED, "an object with type"),
    ("geometry-lower-case", partial(drawn, "point", [1, 2]), WARNED, "must be Point"),
    ("geometry-unknown", partial(drawn, "Circle", [1, 2]), WARNED, "must be one of Point"),
    ("no-coordinates", lambda: beside(feature({"type": "Point"})), WARNED, "coordinates = null"),
    ("coordinates-empty", partial(drawn, "Point", []), WARNED, "a position is"),
    ("coordinates-empty-line", partial(drawn, "LineString", []), WARNED, "not empty"),
    (
        "coordinates-empty-part",
        partial(drawn, "MultiPolygon", [[SQUARE], []]),
        WARNED,
        "coordinates[1]",
    ),
    ("coordinates-object", partial(drawn, "Point", {"x": 1, "y": 2}), WARNED, "a position is"),
    ("coordinates-flat", partial(drawn, "LineString", [1, 2, 3, 4]), WARNED, "a position is"),
    ("coordinates-too-deep", partial(drawn, "Point", [[1, 2]]), WARNED, "a position is"),
    ("coordinates-not-deep", partial(drawn, "Polygon", SQUARE), WARNED, "coordinates[0][0] = 130"),
    ("one-number", partial(drawn, "Point", [1]), WARNED, "a position is"),
    ("five-numbers", partial(drawn, "Point", [1, 2, 3, 4, 5]), WARNED, "a position is"),
    ("text-numbers", partial(drawn, "Point", ["1", "2"]), WARNED, "without quotation marks"),
    (
        "booleans",
        partial(drawn, "LineString", [[True, False], [1, 2]]),
        WARNED,
        "coordinates[0] = [true, false]",
    ),
    ("null-ordinate", partial(drawn, "Point", [1, None]), WARNED, "must be numbers"),
    ("nan", partial(drawn, "Point", [1, float("nan")]), WARNED, "must be finite"),
    ("infinity", partial(drawn, "Point", [1, float("-inf")]), WARNED, "must be finite"),
    ("1e999", partial(swap, "130.5", "1e999"), WARNED, "must be finite"),
    ("a-thousand-digits", lambda: swap("130.5", "1" * 1000), WARNED, "must be finite"),
    ("latitude-95", partial(drawn, "Point", [-150.0, 95.0]), WARNED, "latitude from -90 to 90"),
    ("swapped", partial(only, shape("Point", [42.5, 130.5])), REFUSED, "these look swapped"),
    (
        "swapped-partly",
        partial(only, shape("Point", [42.5, 130.5]), shape("Point", [42.5, 89.5])),
        REFUSED,
        "these look swapped",
    ),
    ("swapped-one", partial(drawn, "Point", [42.5, 130.5]), WARNED, "these look swapped"),
    ("metres", partial(only, METRES), REFUSED, "these look like metres"),
    (
        "metres-one",
        partial(drawn, "Point", METRES["coordinates"]),
        WARNED,
        "these look like metres",
    ),
    (
        "swapped-few",
        partial(only, *[POINT] * 20, shape("Point", [42.5, 130.5])),
        WARNED,
        "these look swapped",
    ),
    ("zero-heights", partial(drawn, "Point", [130.5, 42.5, 0]), ACCEPTED, ""),
    (
        "parts",
        partial(drawn, "MultiPoint", [[130, 42]] * 100_001),
        REFUSED,
        "at most 100,000 in a file",
    ),
    ("text-sequence", lambda: b"\x1e" + text(feature()) + b"\n", ACCEPTED, ""),
    ("null-island", partial(drawn, "Point", [0, 0]), WARNED, "0, 0"),
    ("three-ordinates", partial(drawn, "Point", [1, 2, 3]), WARNED, "3 ordinates"),
    (
        "four-ordinates",
        partial(drawn, "LineString", [[1, 2, 3, 4], [2, 3, 4, 5]]),
        WARNED,
        "4 ordinates",
    ),
    ("line-of-one", partial(drawn, "LineString", [[1, 2]]), WARNED, "at least 2 in a LineString"),
    ("line-of-one-place", partial(drawn, "LineString", [[1, 2], [1, 2]]), WARNED, "left out"),
    ("ring-open", partial(drawn, "Polygon", OPEN), WARNED, "it was closed"),
    ("ring-of-three", partial(drawn, "Polygon", [SQUARE[:2] + SQUARE[:1]]), WARNED, "at least 4"),
    (
        "ring-flat",
        partial(drawn, "Polygon", [[[1, 2], [2, 2], [3, 2], [1, 2]]]),
        WARNED,
        "left out",
    ),
    ("ring-crossing", partial(drawn, "Polygon", [BOW]), WARNED, "they were mended"),
    (
        "ring-crossing-long",
        partial(drawn, "Polygon", [[*STEEP, [0.0, 2.0], [0.0, 0.0]]]),
        WARNED,
        "at most 5,000",
    ),
    (
        "hole-outside",
        partial(drawn, "Polygon", [SQUARE, [[x + 1, y] for x, y in SQUARE]]),
        WARNED,
        "Hole lies outside shell",
    ),
    (
        "polygons-over-one-another",
        partial(drawn, "MultiPolygon", [[SQUARE], [SQUARE]]),
        WARNED,
        "they were mended",
    ),
    ("winding", partial(drawn, "Polygon", [SQUARE[::-1]]), ACCEPTED, ""),
    (
        "ring-long",
        lambda: drawn("Polygon", [long_ring(50_001)]),
        REFUSED,
        "at most 50,000 in a ring",
    ),
    ("vertices", lambda: text(shape("MultiPoint", [[1, 2]] * 500_001)), REFUSED, "at most 500,000"),
    (
        "mixed-collection",
        lambda: beside(
            feature(
                {"type": "GeometryCollection", "geometries": [POINT, shape("Polygon", [SQUARE])]}
            )
        ),
        ACCEPTED,
        "",
    ),
    ("nested-collections", lambda: beside(feature(collections(4))), WARNED, "taken apart"),
    (
        "collection-empty",
        lambda: beside(feature({"type": "GeometryCollection", "geometries": []})),
        WARNED,
        "geometries = []",
    ),
    (
        "collection-of-features",
        lambda: beside(feature({"type": "GeometryCollection", "geometries": [feature()]})),
        WARNED,
        "type = Feature",
    ),
    # On the Earth.
    (
        "antimeridian-polygon",
        partial(drawn, "Polygon", [[[170, 0], [-170, 0], [-170, 9], [170, 9], [170, 0]]]),
        WARNED,
        "180th meridian",
    ),
    (
        "antimeridian-line",
        partial(drawn, "LineString", [[179, 0], [-179, 1]]),
        WARNED,
        "180th meridian",
    ),
    (
        "antimeridian-hole",
        partial(
            drawn,
            "Polygon",
            [
                [[170, 0], [-170, 0], [-170, 9], [170, 9], [170, 0]],
                [[-175, 1], [-174, 1], [-174, 2], [-175, 1]],
            ],
        ),
        WARNED,
        "180th meridian",
    ),
    (
        "antimeridian-split",
        partial(
            drawn,
            "MultiPolygon",
            [
                [[[170, 0], [180, 0], [180, 9], [170, 0]]],
                [[[-180, 0], [-170, 0], [-180, 9], [-180, 0]]],
            ],
        ),
        ACCEPTED,
        "",
    ),
    (
        "longitude-190",
        partial(drawn, "Polygon", [[[170, 0], [190, 0], [190, 9], [170, 9], [170, 0]]]),
        WARNED,
        "180th meridian",
    ),
    (
        "areas-of-one-place",
        partial(
            drawn,
            "MultiPolygon",
            [[[[x, 0], [x + 9, 0], [x + 9, 9], [x, 9], [x, 0]]] for x in (175, -178)],
        ),
        WARNED,
        "once brought within ±180°",
    ),
    ("point-190", partial(drawn, "Point", [190, 5]), WARNED, "moved by 360°"),
    (
        "round-the-pole",
        partial(drawn, "Polygon", [[[0, 80], [120, 80], [-120, 80], [0, 80]]]),
        WARNED,
        "round a pole",
    ),
    (
        "round-the-earth",
        partial(drawn, "LineString", [[k * 120 % 360 - 180, k] for k in range(9)]),
        WARNED,
        "more than once round",
    ),
    (
        "down-to-the-pole",
        partial(
            drawn,
            "Polygon",
            [[[-180, -90], [180, -90], [180, -70], [0, -60], [-180, -70], [-180, -90]]],
        ),
        WARNED,
        "beyond 85.06",
    ),
    (
        "the-world",
        partial(drawn, "Polygon", [[[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]]]),
        ACCEPTED,
        "",
    ),
    # The CRS.
    ("crs-84", partial(beside, **crs("urn:ogc:def:crs:OGC:1.3:CRS84")), ACCEPTED, ""),
    ("crs-4326", partial(beside, **crs("EPSG:4326")), ACCEPTED, ""),
    (
        "crs-key-twice",
        lambda: beside(**crs("EPSG:4326")).replace(b'"crs": {', b'"crs": {"type": "name", ', 1),
        REFUSED,
        "crs: key = type",
    ),
    ("crs-null", partial(beside, crs=None), ACCEPTED, ""),
    ("crs-3857", DRAWN_3857, WARNED, "EPSG:3857"),
    (
        "crs-5179",
        partial(
            only, shape("Point", [1_200_000.5, 2_000_000.5]), **crs("urn:ogc:def:crs:EPSG::5179")
        ),
        WARNED,
        "converted to longitude",
    ),
    (
        "crs-swapped",
        partial(only, shape("Point", [1_944_000, 968_000]), **crs("EPSG:5179")),
        REFUSED,
        "these look swapped",
    ),
    ("crs-no-datum", partial(beside, **crs("EPSG:4001")), WARNED, "off by hundreds of metres"),
    ("crs-degrees", partial(beside, **crs("EPSG:3857")), REFUSED, "these look like degrees"),
    (
        "crs-elsewhere",
        partial(only, shape("Point", [500_000.5, 1_000_000.5]), **crs("EPSG:25832")),
        WARNED,
        "far from its area",
    ),
    (
        "crs-no-such-place",
        partial(only, shape("Point", [1e30, 1e30]), **crs("EPSG:32652")),
        REFUSED,
        "for which the CRS is defined",
    ),
    (
        "crs-link",
        partial(beside, crs={"type": "link", "properties": {"href": "http://127.0.0.1/x"}}),
        REFUSED,
        "no address or file is opened",
    ),
    ("crs-file", partial(beside, **crs("/etc/hostname")), REFUSED, "the name of a CRS"),
    (
        "crs-proj-string",
        partial(beside, **crs("+proj=longlat +nadgrids=/etc/hostname")),
        REFUSED,
        "the name of a CRS",
    ),
    ("crs-unknown", partial(beside, **crs("EPSG:99999")), REFUSED, "CRS = EPSG:99999"),
    ("crs-of-heights", partial(beside, **crs("EPSG:5773")), REFUSED, "CRS = EPSG:5773"),
    ("crs-of-the-moon", partial(beside, **crs("IAU_2015:30100")), REFUSED, "CRS = "),
    ("crs-number", partial(beside, **crs(4326)), REFUSED, "the name of a CRS"),
    ("crs-list", partial(beside, crs=[1]), REFUSED, 'an object of type "name"'),
    # Attributes.
    (
        "values-of-all-kinds",
        partial(having, a=None, b=True, c=1.5, d=[1, {"e": None}], f="007"),
        ACCEPTED,
        "",
    ),
    ("value-nan", partial(having, a=float("nan"), b=1), WARNED, "a: nan"),
    ("value-infinite", partial(having, a=float("inf"), b=1), WARNED, "a: inf"),
    ("value-long", lambda: having(a="x" * 10_001), WARNED, "at most 10,000 letters"),
    ("value-controls", partial(having, a="bell \a and \x9b31m"), WARNED, "a: \\x07"),
    ("value-turned-round", partial(having, a="abc \u202etxt.exe"), WARNED, "a: \\u202e"),
    ("value-half-surrogate", partial(swap, "a place", "\\ud800"), WARNED, "\\ud800"),
    ("value-markup", partial(having, a="<img src=x onerror=alert(1)>"), ACCEPTED, ""),
    ("value-template", partial(having, a="{{ 7*7 }}"), ACCEPTED, ""),
    ("value-formula", partial(having, a="=1+1"), ACCEPTED, ""),
    ("name-long", lambda: having(**{"n" * 101: 1}), WARNED, "at most 100 letters"),
    (
        "names-alike-when-cut",
        lambda: having(**{"n" * 200 + end: 1 for end in "ab"}),
        WARNED,
        "at most 100 letters",
    ),
    ("name-controls", lambda: having(**{"a\x1b[2J": 1}), WARNED, "\\x1b"),
    ("name-empty", lambda: having(**{"": 1}), ACCEPTED, ""),
    ("properties-many", lambda: having(**{f"p{n}": n for n in range(201)}), WARNED, "at most 200"),
]
HEAD, ROW = "name,lat,lon", "Bridge,42.5,130.5"


def table(*lines: str, encoding: str = "utf-8") -> bytes:
    """Lines as a file has them."""
    return ("\n".join(lines) + "\n").encode(encoding)


CSV: list[tuple[str, Maker, str, str]] = [
    ("good", partial(table, HEAD, ROW), ACCEPTED, ""),
    ("semicolons", partial(table, "name;lat;lon", "a;42,5;130,5"), ACCEPTED, ""),
    ("tabs", partial(table, "name\tlat\tlon", "a\t42.5\t130.5"), ACCEPTED, ""),
    ("bars", partial(table, "name|lat|lon", "a|42.5|130.5"), ACCEPTED, ""),
    ("sep-line", partial(table, "sep=;", "name;lat;lon", "a;42.5;130.5"), ACCEPTED, ""),
    ("quoted", partial(table, HEAD, '"a, ""b""\nc","42,5","130,5"'), ACCEPTED, ""),
    ("other-languages", partial(table, "이름;위도;경도", "다리;42,5;130,5"), ACCEPTED, ""),
    ("capitals-and-units", partial(table, "Name,Latitude (°),LONGITUDE_WGS84", ROW), ACCEPTED, ""),
    ("leading-zeros", partial(table, "code,lat,lon", "007,42.5,130.5"), ACCEPTED, ""),
    ("windows-line-ends", partial(table, HEAD + "\r", ROW + "\r"), ACCEPTED, ""),
    ("delimiters-at-the-end", partial(table, HEAD, ROW + ",,,"), ACCEPTED, ""),
    ("blank-lines", partial(table, "", HEAD, "", ROW, ""), ACCEPTED, ""),
    ("byte-order-mark", partial(table, HEAD, ROW, encoding="utf-8-sig"), ACCEPTED, ""),
    ("utf-16", partial(table, HEAD, ROW, encoding="utf-16"), ACCEPTED, ""),
    (
        "windows-1252",
        partial(table, HEAD, "Café,42.5,130.5", encoding="cp1252"),
        WARNED,
        "windows-1252",
    ),
    (
        "windows-1251",
        partial(table, HEAD, "Мост,42.5,130.5", encoding="cp1251"),
        REFUSED,
        "in Excel: Save as, CSV UTF-8",
    ),
    ("cp949", partial(table, HEAD, "다리,42.5,130.5", encoding="cp949"), REFUSED, "not UTF-8"),
    ("utf-16-no-mark", partial(table, HEAD, ROW, encoding="utf-16-le"), REFUSED, "NUL bytes"),
    ("nul-byte", partial(table, HEAD, "a\0b,42.5,130.5"), REFUSED, "NUL bytes"),
    ("empty", bytes, REFUSED, "this one is empty"),
    ("blank", lambda: b"\n\n \n", REFUSED, "this one is empty"),
    ("first-line-only", partial(table, HEAD), REFUSED, "at least one below"),
    ("no-first-line", partial(table, ROW, ROW), REFUSED, "the first line names the columns"),
    ("no-coordinates", partial(table, "name,height", "a,3"), REFUSED, "columns = name, height"),
    (
        "latitude-only",
        partial(table, "name,lat", "a,42.5"),
        REFUSED,
        "a column lat and a column lon",
    ),
    (
        "column-twice",
        partial(table, "name,name,lat,lon", "a,b,42.5,130.5"),
        WARNED,
        'called "name (2)"',
    ),
    (
        "column-without-name",
        partial(table, ",lat,lon", "a,42.5,130.5"),
        WARNED,
        'called "column 1"',
    ),
    (
        "other-latitude",
        partial(table, "lat,latitude,lon", "42.5,50,130.5"),
        WARNED,
        "latitude: one",
    ),
    (
        "shape-and-point",
        partial(table, "lat,lon,wkt", "1,2,POINT (3 4)"),
        WARNED,
        "lon, lat was taken",
    ),
    ("latitude-twice", partial(table, "lat,lat,lon", "1,2,3"), REFUSED, "2 columns lat"),
    ("row-short", partial(table, HEAD, ROW, "b,1"), WARNED, "line 3: cells = 2"),
    ("row-long", partial(table, HEAD, ROW, "b,42.5,130.5,9"), WARNED, "line 3: cells = 4"),
    (
        "decimal-commas",
        partial(table, HEAD, "a,42,5,130,5"),
        REFUSED,
        "decimal commas among commas",
    ),
    (
        "decimal-commas-hidden",
        partial(table, HEAD + ",x,z", "a,42,5,130,5", "b,41,5,131,6"),
        WARNED,
        "decimal commas among commas?",
    ),
    (
        "decimal-marks",
        partial(table, "name;lat;lon", "a;42.400;130.600", "b;42.401;1,306", "c;42.4;130.6"),
        REFUSED,
        "line 3: lon = 1,306: one decimal mark",
    ),
    (
        "side-beside",
        partial(table, HEAD + ",side", ROW + ",E", ROW + ",W"),
        REFUSED,
        "line 3: side = W: a minus",
    ),
    ("side-and-sign", partial(table, HEAD + ",side", "a,42.5,-130.5,W"), ACCEPTED, ""),
    (
        "quotation-open",
        partial(table, HEAD, '"a,42.5,130.5', ROW),
        REFUSED,
        "line 2: quotation",
    ),
    ("quotation-wrong", partial(table, HEAD, ROW, '"a"b,42.5,130.5'), REFUSED, "line 3: quotation"),
    (
        "cell-huge",
        lambda: table(HEAD, "x" * 140_000 + ",42.5,130.5"),
        WARNED,
        "at most 10,000 letters",
    ),
    (
        "cell-long",
        lambda: table(HEAD, "x" * 10_001 + ",42.5,130.5"),
        WARNED,
        "at most 10,000 letters",
    ),
    ("columns", lambda: table(HEAD + ",c" * 98, ROW + ",1" * 98), REFUSED, "at most 100"),
    ("rows", lambda: table(HEAD, *[ROW] * 20_001), REFUSED, "at most 20,000"),
    ("coordinate-empty", partial(table, HEAD, ROW, "b,,"), WARNED, "line 3: lon = (nothing)"),
    ("coordinate-text", partial(table, HEAD, ROW, "b,north,130.5"), WARNED, "lat = north"),
    ("coordinate-nan", partial(table, HEAD, ROW, "b,nan,130.5"), WARNED, "lat = nan"),
    ("coordinate-1e999", partial(table, HEAD, ROW, "b,1e999,130.5"), WARNED, "NaN or infinity"),
    ("coordinate-hex", partial(table, HEAD, ROW, "b,0x10,130.5"), WARNED, "lat = 0x10"),
    ("coordinate-degrees-minutes", partial(table, HEAD, ROW, "b,42°30'N,130.5"), ACCEPTED, ""),
    ("coordinate-other-digits", partial(table, HEAD, ROW, "b,٤٢,130.5"), WARNED, "lat = ٤٢"),
    ("latitude-95", partial(table, HEAD, ROW, "b,95.5,130.5", "c,42.5,-170.5"), WARNED, "line 3"),
    ("swapped", partial(table, HEAD, "a,130.5,42.5"), REFUSED, "these look swapped"),
    (
        "metres",
        partial(table, "name,x,y", "a,1200000.5,2000000.5"),
        REFUSED,
        "these look like metres",
    ),
    ("x-and-y", partial(table, "name,x,y", "a,130.5,42.5"), WARNED, "none is named"),
    ("wkt", partial(table, "name,wkt", 'a,"LINESTRING (130 42, 131 43)"'), WARNED, "none is named"),
    ("wkt-srid", partial(table, "name,geom", "a,SRID=4326;POINT (130.5 42.5)"), ACCEPTED, ""),
    (
        "wkt-srids",
        partial(table, "n,geom", "a,SRID=4326;POINT (1 2)", "b,SRID=3857;POINT (1 2)"),
        REFUSED,
        "one CRS for all rows",
    ),
    ("wkb", partial(table, "n,geom", f"a,01{'0' * 8}{'4' * 32}"), REFUSED, "this is WKB"),
    (
        "wkt-srid-in-some-rows",
        partial(table, "n,geom", "a,SRID=3857;POINT (1 2)", "b,POINT (130 42)"),
        REFUSED,
        "one CRS for all rows",
    ),
    (
        "wkt-long",
        lambda: table("n,wkt", f'a,"LINESTRING ({LONG})"'),
        WARNED,
        "none is named",
    ),
    (
        "values",
        lambda: table(
            f"lat,lon,{','.join(f'c{n}' for n in range(98))}", *["42,130" + ",1" * 98] * 5_600
        ),
        REFUSED,
        "at most 500,000 in a file",
    ),
    ("wkt-wrong", partial(table, "n,wkt", "a,POINT (1 2)", "b,POINT 1 2"), WARNED, "line 3: wkt"),
    (
        "wkt-nan",
        partial(table, "n,wkt", "a,POINT (1 2)", "b,POINT (nan 2)"),
        WARNED,
        "NaN or infinity",
    ),
    (
        "wkt-empty",
        partial(table, "n,wkt", "a,POINT (1 2)", "b,POINT EMPTY"),
        WARNED,
        "line 3: geometry = empty",
    ),
    (
        "wkt-deep",
        lambda: table("n,wkt", "a," + "GEOMETRYCOLLECTION (" * 3000),
        REFUSED,
        "at most 32",
    ),
    (
        "wkt-curve",
        partial(table, "n,wkt", "a,POINT (1 2)", 'b,"CIRCULARSTRING (0 0, 1 1, 2 0)"'),
        WARNED,
        "line 3: wkt = CIRCULARSTRING",
    ),
    ("json", partial(text, {"type": "FeatureCollection"}), REFUSED, "it seems to be JSON"),
    ("workbook", lambda: b"PK\3\4" + bytes(99), REFUSED, "a workbook of Excel"),
    ("formula", partial(table, HEAD, "=1+1,42.5,130.5"), ACCEPTED, ""),
]
# What is read elsewhere, and found wrong only after that.
NOWHERE = {"id": {"authority": "/etc/passwd", "code": 1}}
LATER: list[tuple[str, str, Maker, str, str]] = [
    ("parquet", "no-crs", partial(parquet, crs=None), WARNED, "none is named"),
    ("parquet", "crs-file", partial(parquet, crs=NOWHERE), REFUSED, "CRS ="),
    ("geojsonl", "latitude-95", lambda: line() + b"\n" + line([1, 95]), WARNED, "feature 2"),
]
NAMES: list[tuple[str, str, Maker, str]] = [
    ("name-unknown", "places.docx", partial(beside), "the name ends in one of"),
    ("name-without-end", "places", partial(beside), "the name ends in one of"),
    ("name-shp", "places.shp", partial(beside), "a ZIP with its .shp"),
]


def _cases() -> list[Case]:
    found = [Case(f"geojson-{i}", f"{i}.geojson", m, v, s) for i, m, v, s in GEOJSON]
    found += [Case(f"csv-{i}", f"{i}.csv", m, v, s) for i, m, v, s in CSV]
    found += [Case(i, file, make, REFUSED, says) for i, file, make, says in NAMES]
    found += [Case(f"{e}-{i}", f"{i}.{e}", m, v, s) for e, i, m, v, s in LATER]
    found.append(Case("geojson-choice", "a.geojson", beside, REFUSED, "is one layer", "b"))
    return found


CASES = _cases()
