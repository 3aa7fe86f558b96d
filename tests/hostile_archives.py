"""Hostile and good KML, KMZ, GPX, GeoPackages and zipped shapefiles, each made when it is wanted.

One attack a file. Those that want to read a local file name PLANTED, those that want to fetch
something LISTENING: a test plants the one and listens at the other.
"""

from __future__ import annotations

import io
import json
import random
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio.raw
import shapely

from tests.hostile_case import Case
from tests.server import free_port
from tests.workbooks import workbook

PORT = free_port()  # at which the tests listen for who would fetch
PLANTED = Path(tempfile.gettempdir()) / "own-layer-planted.csv"
LISTENING = f"http://127.0.0.1:{PORT}"
SPACE = 'xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"'
POINT = (
    "<Placemark><name>one</name><Point><coordinates>130.5,42.5</coordinates></Point></Placemark>"
)
VRT = (
    f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{PLANTED}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'
)


def kml(body: str, head: str = "", encoding: str = "UTF-8") -> bytes:
    """A KML document."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>{head}<kml {SPACE}><Document>{body}'
    return f"{text}</Document></kml>".encode(encoding)


def mark(shape: str, more: str = "") -> str:
    """A Placemark after a good one."""
    return f"{POINT}<Placemark>{more}{shape}</Placemark>"


def point(text: str) -> str:
    """A good Placemark and one whose point has these coordinates."""
    return mark(f"<Point><coordinates>{text}</coordinates></Point>")


def folder(name: str, body: str = POINT) -> str:
    """A folder."""
    return f"<Folder><name>{name}</name>{body}</Folder>"


def gpx(body: str, head: str = "") -> bytes:
    """A GPX document."""
    space = 'version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"'
    return f'<?xml version="1.0"?>{head}<gpx {space}>{body}</gpx>'.encode()


WPT = '<wpt lat="42.5" lon="130.5"><name>one</name></wpt>'
TRK = '<trk><trkseg><trkpt lat="42" lon="130"/><trkpt lat="43" lon="131"/></trkseg></trk>'


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    """A ZIP of these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return content.getvalue()


def kmz(*names: str | zipfile.ZipInfo, content: bytes | None = None) -> bytes:
    """A KMZ with a good doc.kml and these members."""
    return packed(("doc.kml", content or kml(POINT)), *((name, b"x") for name in names))


def named(raw: str) -> bytes:
    """A KMZ with a member whose name is as it stands here, in both of its places."""
    return kmz("x" * len(raw)).replace(b"x" * len(raw), raw.encode())


def symlink() -> bytes:
    """A KMZ whose second member is a symbolic link."""
    link = zipfile.ZipInfo("link.png")
    link.external_attr = 0o120777 << 16
    return packed(("doc.kml", kml(POINT)), (link, str(PLANTED).encode()))


def patched(content: bytes, sign: bytes, at: int, value: bytes) -> bytes:
    """A file with a few bytes changed, counted from the last place of a sign."""
    start = content.rindex(sign) + at
    return content[:start] + value + content[start + len(value) :]


def overlapping() -> bytes:
    """A KMZ whose directory names the bytes of one member twice."""
    content = kmz("other.kml")
    return patched(content, b"PK\1\2", 42, struct.pack("<I", 0))


def nameless() -> bytes:
    """A KMZ with a member without a name: its one letter is said to be something else."""
    return patched(kmz("x"), b"PK\1\2", 28, struct.pack("<HH", 0, 1))


def crowd() -> bytes:
    """A ZIP with more entries in its directory than anybody packs."""
    return packed(*((f"{n}.kml", b"") for n in range(5_000)), method=0)


def gpkg(*statements: str, rows: int = 2, layers: tuple[str, ...] = ("places",)) -> bytes:
    """A GeoPackage of points, after these statements of SQL."""
    shapes = numpy.array([shapely.to_wkb(shapely.Point(130 + n, 42)) for n in range(rows)], object)
    names = numpy.array([f"place {n}" for n in range(rows)], object)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "made.gpkg"
        for layer in layers:
            pyogrio.raw.write(
                path,
                shapes,
                [names],
                ["name"],
                layer=layer,
                driver="GPKG",
                geometry_type="Point",
                crs="EPSG:4326",
                append=path.exists(),
            )
        with sqlite3.connect(path) as database:
            for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
                database.create_function(name, 1, lambda _: 0)  # the index' triggers call them
            for statement in statements:
                database.execute(statement)
        database.close()
        return path.read_bytes()


# A column that is called as SQLite calls the id of a row.
ROW_IDS = ("ALTER TABLE places ADD rowid INTEGER", "UPDATE places SET rowid = 1")
LISTED = "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('{}', {})"
# A table without geometries beside that of the features.
NOTES = (
    "CREATE TABLE notes (fid INTEGER PRIMARY KEY, text TEXT)",
    LISTED.format("notes", "'attributes'"),
)
TILES = [LISTED.format(f"t{n}", "'tiles'") for n in range(30)]
CURVE = b"GP\0\1" + struct.pack("<i", 4326) + b"\1" + struct.pack("<II6d", 8, 3, 0, 0, 1, 1, 2, 0)


def slow() -> bytes:
    """A KML in an encoding whose decoding takes the square of its length."""
    head = b'<?xml version="1.0" encoding="punycode"?><kml>'
    return head + b"a" * 1_000 + b"-" + b"9" * 300_000


def long_text() -> bytes:
    """A KMZ with one text that is as long as an archive may be."""
    # Noughts and ones by lot: more regular text would be too well packed, less too badly.
    lot = bin(int.from_bytes(random.Random(1).randbytes(5_200_000)))
    return kmz(content=kml(POINT.replace("one", lot)))


def shapes(
    points: int = 2, kind: int = 1, records: list[bytes] | None = None, **parts: bytes | None
) -> dict[str, bytes]:
    """The parts of a shapefile of points, or of these records; a part that is None is left out."""
    if records is None:
        records = [struct.pack("<idd", 1, 130 + n / 1000, 42) for n in range(points)]
    shp, shx = b"", b""
    for number, record in enumerate(records, start=1):
        shx += struct.pack(">ii", (100 + len(shp)) // 2, len(record) // 2)
        shp += struct.pack(">ii", number, len(record) // 2) + record

    def headed(body: bytes) -> bytes:
        words = (100 + len(body)) // 2
        box = struct.pack("<8d", 130, 42, 140, 43, 0, 0, 0, 0)
        return (
            struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words)
            + struct.pack("<ii", 1000, kind)
            + box
            + body
        )

    field = b"name".ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([10]) + b"\0" * 15
    rows = b"".join(b" " + f"place {n}".ljust(10).encode() for n in range(len(records)))
    dbf = (
        struct.pack("<B3BIHH", 3, 126, 1, 1, len(records), 65, 11)
        + b"\0" * 20
        + field
        + b"\r"
        + rows
    )
    made = {"shp": headed(shp), "shx": headed(shx), "dbf": dbf, "prj": WGS84.encode()}
    return {end: part for end, part in (made | parts).items() if part is not None}


def shp(*more: tuple[str, bytes], stem: str = "places", **changes: object) -> bytes:
    """A zipped shapefile."""
    parts = shapes(**changes)  # type: ignore[arg-type]
    return packed(*((f"{stem}.{end}", part) for end, part in parts.items()), *more)


def cut(part: str, keep: int) -> bytes:
    """A zipped shapefile of which a part is cut off."""
    parts = {part: shapes()[part][:keep]}
    return shp(**parts)  # type: ignore[arg-type]


def text_dbf(text: bytes) -> bytes:
    """A table whose second name is this."""
    return shapes()["dbf"].replace(b"place 1   ", text.ljust(10))


def ansi(text: bytes) -> bytes:
    """The same, of which its header says that it is in Windows' own encoding, whichever that is."""
    table = bytearray(text_dbf(text))
    table[29] = 0x57
    return bytes(table)


def deleted() -> bytes:
    """A table whose second row is deleted."""
    return shapes()["dbf"].replace(b" place 1", b"*place 1")


def holes(rings: int, points: int = 4) -> bytes:
    """A polygon record of so many small rings; each has to be held against all others."""
    parts = struct.pack(f"<{rings}i", *range(0, rings * points, points))
    ring = []
    for n in range(rings):
        r = 1 - n / rings
        ring.append(
            struct.pack("<8d", 130 - r, 42 - r, 130, 42 + r, 130 + r, 42 - r, 130 - r, 42 - r)
        )
    head = struct.pack("<i4dii", 5, 130, 42, 140, 43, rings, rings * points)
    return head + parts + b"".join(ring)


LAUGHS = "<!DOCTYPE kml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
ENTITY = f"<!DOCTYPE kml [<!ENTITY x SYSTEM 'file://{PLANTED}'>]>"
FETCHED = f"<!DOCTYPE kml SYSTEM '{LISTENING}/x.dtd'>"
LINK = f"<NetworkLink><name>n</name><Link><href>{LISTENING}/x.kml</href></Link></NetworkLink>"
ICON = f"<Style id='s'><IconStyle><Icon><href>{LISTENING}/i.png</href></Icon></IconStyle></Style>"
OVERLAY = (
    f"<GroundOverlay><Icon><href>{LISTENING}/o.png</href></Icon><LatLonBox><north>1</north>"
    "<south>0</south><east>1</east><west>0</west></LatLonBox></GroundOverlay>"
)
RING = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
OPEN = RING.format("130,42 131,42 131,43")
CLOSED = RING.format("130,42 131,42 131,43 130,42")
OUTER = f"<outerBoundaryIs>{CLOSED}</outerBoundaryIs>"
INNER = "".join(
    RING.format(f"130.{n},42.1 130.{n + 1},42.1 130.{n + 1},42.2 130.{n},42.1") for n in (5, 7)
)
TWO_HOLES = f"<Polygon>{OUTER}<innerBoundaryIs>{INNER}</innerBoundaryIs></Polygon>"
TRACK = (
    "<gx:Track><when>2025</when><gx:coord>130 42</gx:coord><gx:coord>131 43</gx:coord></gx:Track>"
)
MANY = "<Placemark/>" * 20_001
DATA = "<ExtendedData>{}</ExtendedData>"
TWICE = DATA.format('<Data name="a"><value>1</value></Data><Data name="a"><value>2</value></Data>')
FIELDS = DATA.format("".join(f'<Data name="f{n}"><value>1</value></Data>' for n in range(201)))
WIDE = "ALTER TABLE places ADD COLUMN c{} TEXT"
COMPUTED = "ALTER TABLE places ADD COLUMN big GENERATED ALWAYS AS (hex(zeroblob(900000000)))"

GDALG = json.dumps(
    {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {PLANTED}"}
)
TRIGGER = "CREATE TRIGGER t AFTER INSERT ON places BEGIN DELETE FROM places; END"
VIRTUAL = "CREATE VIRTUAL TABLE words USING fts4(word)"
DISGUISED = 'CREATE VIRTUAL TABLE "rtree_ USING rtree(" USING fts4(word)'
# As another program would leave it: this SQLite does not have the module.
VIRTUAL_FILE = (
    "PRAGMA writable_schema = ON",
    "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES"
    f" ('table', 'f', 'f', 0, 'CREATE VIRTUAL TABLE f USING VirtualOGR(''{PLANTED}'')')",
)
VIEWED = (
    "ALTER TABLE places RENAME TO hidden",
    "CREATE VIEW places AS SELECT * FROM hidden",
)
_SERIES = "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501)"
_CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
    f" {_SERIES} SELECT 't' || i, 'features', 't' || i, 4326 FROM n"
)
_COLUMNS = (
    f"INSERT INTO gpkg_geometry_columns {_SERIES}"
    " SELECT 't' || i, 'geom', 'POINT', 4326, 0, 0 FROM n"
)
SRS = (
    "UPDATE gpkg_contents SET srs_id = {0}",
    "UPDATE gpkg_geometry_columns SET srs_id = {0}",
)
_NO_GEOMETRY = "UPDATE gpkg_geometry_columns SET column_name = 'elsewhere'"


def _blob(content: bytes) -> str:
    """Make this the geometry of the second place."""
    return f"UPDATE places SET geom = x'{content.hex()}' WHERE fid = 2"


def _parts(number: int) -> bytes:
    """A polygon record that says it has so many rings."""
    return holes(1)[:36] + struct.pack("<i", number) + holes(1)[40:]


def _line(points: int) -> str:
    """A line of so many points."""
    return f"<LineString><coordinates>{'1,2 ' * points}</coordinates></LineString>"


def _lies(size: int) -> bytes:
    """A KMZ whose directory gives doc.kml another size."""
    return patched(kmz(), b"PK\1\2", 24, struct.pack("<I", size))


def _elsewhere() -> bytes:
    """A .shx whose last record is beyond the end of the .shp."""
    return shapes()["shx"][:-8] + struct.pack(">ii", 2**30 - 1, 10)


GATE: list[list[str | float]] = [["Ort", "Breite", "Länge"], ["Tor", "42,43", 130.69]]


def fgb(rows: int = 2) -> bytes:
    """A FlatGeobuf of points."""
    shapes = numpy.array([shapely.to_wkb(shapely.Point(130 + n, 42)) for n in range(rows)], object)
    names = numpy.array([f"place {n}" for n in range(rows)], object)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "made.fgb"
        pyogrio.raw.write(path, shapes, [names], ["name"], geometry_type="Point", crs="EPSG:4326")
        return path.read_bytes()


def parquet(geo: bool = True, rows: int = 2, **about: object) -> bytes:
    """A GeoParquet of points, or a plain one."""
    shapes = [shapely.to_wkb(shapely.Point(130 + n, 42)) for n in range(rows)]
    table = pa.table({"name": [f"place {n}" for n in range(rows)], "geometry": shapes})
    column = {"encoding": "WKB", "geometry_types": ["Point"]} | about
    meta = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    content = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(meta)} if geo else {}), content)
    made: bytes = content.getvalue().to_pybytes()
    return made


def bomb() -> bytes:
    """A workbook whose sheet is blanks by the hundred million."""
    made = workbook({"A": GATE})
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(content, "w", 8) as new:
        for name in old.namelist():
            if "sheet1" in name:
                with new.open(name, "w") as member:
                    member.write(b"<worksheet>")
                    for _ in range(100):
                        member.write(b"<!--" + b" " * 1_000_000 + b"-->")
            else:
                new.writestr(name, old.read(name))
    return content.getvalue()


def line(place: object = None) -> bytes:
    """A feature in one line of a file."""
    point = {"type": "Point", "coordinates": place or [130, 42]}
    return json.dumps({"type": "Feature", "properties": {"name": "l"}, "geometry": point}).encode()


def umap(*names: str) -> bytes:
    """A map of uMap's with these layers."""
    layers = [
        {
            "type": "FeatureCollection",
            "features": [json.loads(line())],
            "_umap_options": {"name": n},
        }
        for n in names
    ]
    return json.dumps({"type": "umap", "properties": {}, "layers": layers}).encode()


def topology(arcs: list[object] | None = None, objects: bool = True) -> bytes:
    """A TopoJSON of one line."""
    shape = {"type": "LineString", "arcs": [0], "properties": {"name": "x"}}
    wells = {"wells": {"type": "GeometryCollection", "geometries": [shape]}} if objects else {}
    made = {"type": "Topology", "objects": wells, "arcs": arcs or [[[130, 42], [131, 43]]]}
    return json.dumps(made).encode()


Maker = Callable[[], bytes]
ACCEPTED: Final = "accepted"
WARNED: Final = "warnings"
REFUSED: Final = "refused"
GOOD: list[tuple[str, str, Maker]] = [
    ("kml", "good", partial(kml, POINT)),
    ("kml", "windows-1251", partial(kml, POINT.replace("one", "Мост"), encoding="windows-1251")),
    ("kml", "euc-kr", partial(kml, POINT.replace("one", "다리"), encoding="euc-kr")),
    ("kml", "utf-16", partial(kml, POINT.replace("one", "다리"), encoding="utf-16")),
    ("kml", "braces", partial(kml, POINT.replace("one", "{{ 7*7 }}"))),
    ("kml", "data-twice", partial(kml, mark(CLOSED, TWICE))),
    ("kml", "rings-in-one-boundary", partial(kml, mark(TWO_HOLES))),
    ("kml", "icon-address", partial(kml, ICON + POINT)),
    ("kmz", "good", kmz),
    ("kmz", "mac", partial(kmz, "__MACOSX/._doc.kml")),
    ("gpx", "good", partial(gpx, WPT)),
    ("gpx", "track", partial(gpx, TRK)),
    ("gpkg", "good", gpkg),
    ("gpkg", "name-in-quotes", partial(gpkg, layers=('it\'s "a" [b] `c` табл',))),
    ("gpkg", "style-table", partial(gpkg, "CREATE TABLE layer_styles (id INTEGER, sld TEXT)")),
    ("zip", "good", shp),
    ("zip", "folder", partial(shp, stem="a folder/places")),
    ("zip", "upper-case", partial(shp, stem="PLACES")),
    ("zip", "euc-kr", partial(shp, dbf=text_dbf("다리".encode("euc-kr")), cpg=b"EUC-KR")),
    ("kmz", "links", lambda: packed(("doc.kml", kml(LINK)), ("layers/a.kml", kml(POINT)))),
    ("gpkg", "row-ids", partial(gpkg, *ROW_IDS)),
    ("fgb", "good", fgb),
    ("parquet", "good", parquet),
    ("xlsx", "good", partial(workbook, {"A": GATE})),
    ("xlsx", "title-above", partial(workbook, {"A": [["Our gates"], [], *GATE]})),
    ("topojson", "good", topology),
    ("json", "topojson", topology),
    ("umap", "good", partial(umap, "Piers")),
    ("geojsonl", "good", lambda: line() + b"\n" + line()),
    ("geojson", "by-the-line", lambda: line() + b"\n" + line()),
    ("json", "text-sequence", lambda: b"\x1e" + line() + b"\n\x1e" + line()),
    ("zip", "geojson", lambda: packed(("export.geojson", line()))),
    ("zip", "cp949", partial(shp, dbf=text_dbf("다리".encode("cp949")), cpg=b"949")),
]  # fmt: skip
CHOSEN: list[tuple[str, str, Maker, str]] = [
    ("kml", "folder", partial(kml, folder("A") + folder("B")), "Document 1 / B"),
    ("gpx", "layer", partial(gpx, WPT + TRK), "tracks"),
    ("gpkg", "layer", partial(gpkg, layers=("a", "b")), "b"),
    ("umap", "layer", partial(umap, "Piers", "Roads"), "Roads"),
    ("xlsx", "sheet", partial(workbook, {"A": [["x"]], "B": GATE}), "B"),
    ("zip", "file", lambda: packed(("a.geojson", line()), ("b.kml", kml(POINT))), "b.kml"),
    ("zip", "layer", lambda: shp(*((f"b.{e}", p) for e, p in shapes().items())), "b"),
]

# Ending, what it is, maker, and a part of what is said of it.
MENDED: list[tuple[str, str, Maker, str]] = [
    ("kml", "abc", partial(kml, point("abc")), "coordinates = abc"),
    ("kml", "nan", partial(kml, point("nan,42")), "coordinates = nan,42"),
    ("kml", "infinite", partial(kml, point("1e999,42")), "coordinates = 1e999,42"),
    ("kml", "track", partial(kml, mark(TRACK)), "times"),
    (
        "kml",
        "no-prefix-declared",
        lambda: kml(mark(TRACK)).replace(b"xmlns:gx", b"xmlns:g"),
        "times",
    ),
    (
        "kml",
        "hidden",
        partial(kml, mark(CLOSED, "<visibility>0</visibility>")),
        "drawn nevertheless",
    ),
    ("kml", "element-in-coordinates", partial(kml, point("13<b>9</b>0,42")), "<b> within"),
    ("kml", "shape-in-coordinates", partial(kml, point("1,2<Polygon/>")), "<Polygon> within"),
    ("kml", "four-numbers", partial(kml, point("130,5,42,5")), "coordinates = 130,5,42,5"),
    ("kml", "one-number", partial(kml, point("130")), "coordinates = 130"),
    ("kml", "hex", partial(kml, point("0x10,42")), "coordinates = 0x10,42"),
    ("kml", "digits-of-another-script", partial(kml, point("١٣٠,٤٢")), "longitude,latitude"),
    ("kml", "empty-coordinates", partial(kml, point("")), "just 1 in a Point"),
    ("kml", "two-points-in-one", partial(kml, point("1,2 3,4")), "just 1 in a Point"),
    (
        "kml",
        "line-of-one",
        partial(kml, mark("<LineString><coordinates>1,2</coordinates></LineString>")),
        "at least 2 in a LineString",
    ),
    (
        "kml",
        "ring-open",
        partial(kml, mark(f"<Polygon><outerBoundaryIs>{OPEN}</outerBoundaryIs></Polygon>")),
        "a ring is not closed",
    ),
    ("kml", "no-outer-ring", partial(kml, mark("<Polygon/>")), "one outer ring"),
    ("kml", "two-outer-rings", partial(kml, mark(f"<Polygon>{OUTER * 2}</Polygon>")), "2 rings"),
    ("kml", "two-geometries", partial(kml, mark(CLOSED * 2)), "one geometry"),
    ("kml", "model", partial(kml, mark("<Model/>")), "a 3D model"),
    ("kml", "fields", partial(kml, mark(CLOSED, FIELDS)), "properties = over 200"),
    ("kml", "link-beside", partial(kml, LINK + POINT), "NetworkLink"),
    ("kml", "overlay-beside", partial(kml, OVERLAY + POINT), "GroundOverlay"),
    ("kmz", "second-kml", partial(kmz, "more/other.kml"), "more/other.kml"),
    ("gpx", "abc", partial(gpx, WPT + '<wpt lat="abc" lon="130"/>'), "lat = abc"),
    ("gpx", "no-longitude", partial(gpx, WPT + '<wpt lat="42"/>'), "lon = (nothing)"),
    ("gpx", "track-without-points", partial(gpx, TRK + "<trk/>"), "at least two points"),
    ("gpx", "heights", lambda: gpx(TRK.replace('130"/>', '130"><ele>9</ele></trkpt>')), "heights"),
    (
        "gpx",
        "segment-of-one",
        partial(gpx, TRK.replace("</trk>", '<trkseg><trkpt lat="1" lon="2"/></trkseg></trk>')),
        "one point",
    ),
    ("xlsx", "no-number", partial(workbook, {"A": [*GATE, ["x", "", "north"]]}), "row 3: Länge"),
    ("gpkg", "curve", partial(gpkg, _blob(CURVE)), "a curve"),
    ("gpkg", "notes-beside", partial(gpkg, *NOTES), "notes = a table of attributes"),
    ("gpkg", "many-beside", partial(gpkg, *TILES), "tables = 10 more that hold no features"),
    ("gpkg", "no-column-named", partial(gpkg, LISTED.format("x", "'features'")), "x = a table of"),
    (
        "gpkg",
        "bytes",
        partial(gpkg, "ALTER TABLE places ADD b BLOB", "UPDATE places SET b = x'00'"),
        "b = bytes",
    ),
    ("zip", "row-deleted", lambda: shp(dbf=deleted()), "deleted in the .dbf"),
    ("zip", "encoding-of-windows", lambda: shp(dbf=ansi(b"\xe9t\xe9")), "windows-1252"),
    ("zip", "portuguese", lambda: shp(dbf=ansi("Estação".encode("cp1252"))), "windows-1252"),
    ("zip", "finnish", lambda: shp(dbf=ansi("Äänekoski".encode("cp1252"))), "windows-1252"),
    ("zip", "cpg-not-so", lambda: shp(cpg=b"UTF-8", dbf=text_dbf(b"\xff")), "said to be utf-8"),
    ("kml", "not-utf-8", lambda: kml(POINT).replace(b"one", b"\xff"), "said to be utf-8"),
    ("zip", "encoding-not-said", lambda: shp(dbf=text_dbf(b"\xe9t\xe9")), "windows-1252"),
    ("gpkg", "damaged-geometry", partial(gpkg, _blob(b"GP\0\1abc")), "feature 2: geometry"),
    (
        "zip",
        "parts-of-a-record",
        lambda: shp(kind=5, records=[holes(1), _parts(2**31 - 1)]),
        "feature 2: geometry",
    ),
]
DENIED: list[tuple[str, str, Maker, str]] = [
    ("kml", "empty", bytes, "this one is empty"),
    ("kml", "cut-off", lambda: kml(POINT)[:-30], "XML ="),
    ("kml", "two-folders", partial(kml, folder("A") + folder("B")), "choose which"),
    ("kml", "nested-folders", partial(kml, folder("A", POINT + folder("A"))), "choose which"),
    ("kml", "laughs", partial(kml, POINT, LAUGHS), "no entities"),
    ("kml", "local-entity", partial(kml, POINT.replace("one", "&x;"), ENTITY), "no entities"),
    ("kml", "fetched-dtd", partial(kml, POINT, FETCHED), "no entities"),
    ("kml", "link-alone", partial(kml, LINK), "no address is followed"),
    ("kml", "vrt", VRT.encode, "root = OGRVRTDataSource"),
    ("kml", "gdalg", GDALG.encode, "XML ="),
    ("kml", "deep", partial(kml, "<Folder>" * 10_000), "depth = over 32"),
    ("kml", "placemark-in-placemark", partial(kml, f"<Placemark>{POINT}</Placemark>"), "by itself"),
    ("kml", "unknown-encoding", lambda: kml(POINT).replace(b"UTF-8", b"UTF-9"), "not UTF-9"),
    ("kml", "codec", lambda: kml(POINT).replace(b"UTF-8", b"zip"), "not zip"),
    ("kml", "nothing-in-it", partial(kml, ""), "no features"),
    ("kml", "too-many", partial(kml, MANY), "at most 20,000"),
    ("kml", "folders", partial(kml, "<Folder/>" * 20_001), "at most 20,000"),
    (
        "kml",
        "layers",
        partial(kml, "".join(folder(str(n)) for n in range(51))),
        "choose which",
    ),
    ("kml", "vertices", partial(kml, mark(_line(500_001))), "at most 500,000"),
    ("kmz", "empty", bytes, "it is empty"),
    ("kmz", "no-zip", partial(kml, POINT), "no ZIP"),
    ("kmz", "nothing-in-it", packed, "it holds nothing"),
    ("kmz", "cut-off", lambda: kmz()[:-30], "no ZIP"),
    ("kmz", "no-kml", partial(packed, ("a.txt", b"x")), "no .kml"),
    ("kmz", "two-kml", partial(packed, ("a.kml", b"x"), ("b.kml", b"x")), "a.kml, b.kml"),
    ("kmz", "bomb", partial(kmz, content=b"<kml>" + b" " * 40_000_000), "ratio"),
    ("kmz", "size-of-all", partial(kmz, content=b"x" * 50_000_001), "at most 50,000,000 bytes"),
    ("kmz", "header-lies", lambda: _lies(5_000), "bytes instead of 5,000"),
    ("kmz", "header-lies-zip64", lambda: _lies(0xFFFFFFFF), "ratio = "),
    ("kmz", "damaged", lambda: patched(kmz(), b"PK\1\2", -20, b"\xff" * 9), "damaged"),
    ("kmz", "wrong-checksum", lambda: patched(kmz(), b"PK\1\2", 16, b"\1\2\3\4"), "damaged"),
    ("kmz", "nested", partial(kmz, "inner.zip"), "an archive in the archive"),
    ("kmz", "absolute", partial(kmz, "/etc/x"), "inside the archive"),
    ("kmz", "parent", partial(kmz, "../x"), "does not leave"),
    ("kmz", "backslash", partial(named, "a\\..\\x"), "inside the archive"),
    ("kmz", "drive", partial(kmz, "C:x"), "inside the archive"),
    ("kmz", "nameless", nameless, "name = (nothing)"),
    ("kmz", "control-characters", partial(kmz, "a\x1b[2Jx"), "control characters"),
    ("kmz", "nul", partial(named, "a.png\0.kml"), "control characters"),
    ("kmz", "long-name", partial(kmz, "x" * 256), "at most 255"),
    ("kmz", "link", symlink, "a link or a device"),
    ("kmz", "encrypted", lambda: patched(kmz(), b"PK\1\2", 8, b"\1\0"), "without a password"),
    ("kmz", "method", partial(packed, ("doc.kml", kml(POINT)), method=14), "method 14"),
    ("kmz", "names-by-case", partial(kmz, "Doc.KML"), "stands twice"),
    ("kmz", "overlapping", overlapping, "overlaps another"),
    ("kmz", "members", partial(kmz, *(f"{n}.png" for n in range(2_000))), "at most 2,000"),
    ("kmz", "crowd", crowd, "at most 2,000"),
    ("gpx", "vrt", VRT.encode, "root = OGRVRTDataSource"),
    ("gpx", "local-entity", partial(gpx, WPT, ENTITY.replace("kml", "gpx")), "no entities"),
    ("gpx", "waypoints-and-tracks", partial(gpx, WPT + TRK), "choose which"),
    ("gpx", "kml-by-another-name", partial(kml, POINT), "root = kml"),
    ("gpkg", "empty", bytes, "no SQLite database"),
    ("gpkg", "vrt", VRT.encode, "no SQLite database"),
    ("gpkg", "cut-off", lambda: gpkg()[:20_000], "a whole GeoPackage"),
    ("gpkg", "no-geopackage", partial(gpkg, "PRAGMA application_id = 0"), "application id GPKG"),
    ("gpkg", "version", partial(gpkg, "PRAGMA user_version = 99999"), "version 1.0 to 1.4"),
    ("gpkg", "two-layers", partial(gpkg, layers=("a", "b")), "choose which"),
    ("gpkg", "layers", partial(gpkg, _CONTENTS, _COLUMNS), "at most 500"),
    ("gpkg", "view", partial(gpkg, "CREATE VIEW v AS SELECT * FROM places"), "tables only"),
    ("gpkg", "view-in-place", partial(gpkg, *VIEWED), "tables only"),
    ("gpkg", "trigger", partial(gpkg, TRIGGER), "no triggers"),
    ("gpkg", "virtual-table", partial(gpkg, VIRTUAL), "no virtual tables"),
    ("gpkg", "virtual-disguised", partial(gpkg, DISGUISED), "no virtual tables"),
    ("gpkg", "virtual-file", partial(gpkg, *VIRTUAL_FILE), "no virtual tables"),
    ("gpkg", "computed-column", partial(gpkg, COMPUTED), "columns that are stored"),
    (
        "gpkg",
        "text-in-integer",
        partial(gpkg, "ALTER TABLE places ADD a INTEGER", "UPDATE places SET a = 'x'"),
        "row 1 of places: a = x: a value of its type, INTEGER",
    ),
    (
        "gpkg",
        "no-such-day",
        partial(gpkg, "ALTER TABLE places ADD d DATE", "UPDATE places SET d = '2025-02-31'"),
        "d = 2025-02-31: a value of its type, DATE",
    ),
    (
        "gpkg",
        "no-truth-value",
        partial(gpkg, "ALTER TABLE places ADD b BOOLEAN", "UPDATE places SET b = 'maybe'"),
        "b = maybe: a value of its type, BOOLEAN",
    ),
    ("gpkg", "columns", partial(gpkg, *(WIDE.format(n) for n in range(201))), "at most 200"),
    ("gpkg", "no-geometry-column", partial(gpkg, _NO_GEOMETRY), "gpkg_geometry_columns"),
    ("gpkg", "crs-unknown", partial(gpkg, *(one.format(999_999) for one in SRS)), "999999"),
    ("gpkg", "rows", partial(gpkg, rows=20_001), "at most 20,000"),
    ("zip", "no-shp", partial(packed, ("a.txt", b"x")), "no .shp"),
    ("zip", "no-shx", partial(shp, shx=None), "no .shx"),
    ("zip", "no-dbf", partial(shp, dbf=None), "no .dbf"),
    ("zip", "two", lambda: shp(*((f"b.{e}", p) for e, p in shapes().items())), "choose which"),
    ("zip", "vrt", partial(shp, shp=VRT.encode()), "not that of a shapefile"),
    ("zip", "shp-cut-off", partial(cut, "shp", 120), "cut off"),
    ("zip", "shx-cut-off", partial(cut, "shx", 90), "not that of a shapefile"),
    ("zip", "dbf-cut-off", partial(cut, "dbf", 70), "cut off"),
    ("zip", "of-another", lambda: shp(dbf=shapes(points=3)["dbf"]), "not of one shapefile"),
    ("zip", "shx-elsewhere", lambda: shp(shx=_elsewhere()), "a place in the .shp"),
    ("zip", "multipatch", partial(shp, kind=31), "points, lines or areas"),
    ("zip", "mixed-types", partial(shp, kind=3), "3, as the file"),
    ("zip", "prj-address", partial(shp, prj=f"/vsicurl/{LISTENING}/x.prj".encode()), "CRS ="),
    ("zip", "prj-file", partial(shp, prj=str(PLANTED).encode()), "CRS ="),
    ("zip", "cpg-unknown", partial(shp, cpg=b"EBCDIC-X"), "one that is known"),
    ("zip", "hangul", lambda: shp(dbf=ansi("다리".encode("cp949"))), "a .cpg in the ZIP"),
    ("zip", "cyrillic", lambda: shp(dbf=text_dbf("Мост".encode("cp1251"))), "a .cpg in the ZIP"),
    ("zip", "cpg-of-pythons", partial(shp, cpg=b"charmap"), "one that is known"),
    ("zip", "cpg-utf-16", partial(shp, cpg=b"UTF-16"), "one that is known"),
    ("zip", "cpg-ebcdic", partial(shp, cpg=b"cp037"), "one that is known"),
    ("zip", "rows", partial(shp, points=20_001), "at most 20,000"),
    ("fgb", "cut-off", lambda: fgb()[:-40], "GDAL cannot read it"),
    ("fgb", "of-another", VRT.encode, "GDAL cannot read it"),
    ("fgb", "features", partial(fgb, 20_001), "at most 20,000"),
    ("parquet", "plain", partial(parquet, geo=False), "a plain table"),
    ("parquet", "cut-off", lambda: parquet()[:-40], "no whole GeoParquet"),
    ("parquet", "native", partial(parquet, encoding="point"), "WKB: export it so"),
    ("parquet", "features", partial(parquet, rows=20_001), "at most 20,000"),
    ("xlsx", "no-workbook", partial(packed, ("a.txt", b"x")), "GDAL cannot read it"),
    ("xlsx", "bomb", bomb, "GDAL cannot read it"),
    ("xlsx", "two-sheets", partial(workbook, {"A": GATE, "B": GATE}), "choose which"),
    (
        "xlsx",
        "no-coordinates",
        partial(workbook, {"A": [["a", "b"], ["1", "2"]]}),
        "columns = a, b",
    ),
    ("xlsx", "empty-sheet", partial(workbook, {"A": []}), "one with names"),
    ("topojson", "no-objects", partial(topology, objects=False), "GDAL cannot read it"),
    ("topojson", "vrt", VRT.encode, "GDAL cannot read it"),
    ("umap", "two-layers", partial(umap, "Piers", "Roads"), "choose which"),
    ("umap", "no-layers", partial(umap), "no features"),
    ("geojsonl", "cut-off", lambda: line() + b"\n" + line()[:-9], "line 2: JSON"),
    (
        "zip",
        "two-files",
        lambda: packed(("a.geojson", line()), ("b.geojson", line())),
        "choose which",
    ),
    ("kml", "slow-encoding", slow, "encoding = not punycode"),
    ("kmz", "long-text", long_text, "more than 40,000,000 bytes"),
]


def _cases() -> list[Case]:
    """All of them; the ending of a file says which format a reader takes it for."""
    made = [Case(f"{e}-{i}", f"{i}.{e}", make, ACCEPTED, "") for e, i, make in GOOD]
    made += [
        Case(f"{e}-{i}-chosen", f"{i}.{e}", make, ACCEPTED, "", choose)
        for e, i, make, choose in CHOSEN
    ]
    made += [Case(f"{e}-{i}", f"{i}.{e}", make, WARNED, says) for e, i, make, says in MENDED]
    made += [Case(f"{e}-{i}", f"{i}.{e}", make, REFUSED, says) for e, i, make, says in DENIED]
    return made


CASES = _cases()
