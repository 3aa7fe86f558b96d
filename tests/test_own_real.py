"""Files as people bring them: exports of programs, in their encodings and their ways of writing."""

from __future__ import annotations

import struct
from typing import Any

import pytest
import shapely

from layers.html.upload_tables import Filter, own_table
from layers.panels.kept_uploads import KeptFile, read, written
from layers.symbols.contrast import ratio, seen_on
from layers.uploads import Asked, Verdict, check, checked
from layers.uploads.checks.looks import readable
from layers.uploads.readers.positions import angle, pair
from layers.webmap.upload_data import own_data
from tests.hostile_archives import POINT, TRK, WPT, folder, gpx, kml, mark, packed, shapes
from tests.hostile_files import beside, collection, feature, only, shape, table, text


def said(verdict: Verdict) -> str:
    """Every warning and problem, a line each."""
    return "\n".join(map(str, verdict.warnings + verdict.problems))


def first(verdict: Verdict) -> dict[str, str]:
    """The attributes of the first feature."""
    assert verdict.layer is not None, said(verdict)
    return dict(verdict.layer.features[0].properties)


def at(verdict: Verdict) -> list[tuple[float, float]]:
    """The positions of all features."""
    assert verdict.layer is not None, said(verdict)
    found = shapely.get_coordinates([one.geometry for one in verdict.layer.features])
    return [(round(x, 5), round(y, 5)) for x, y in found.tolist()]


def dbf(
    field: bytes, *values: bytes, width: int | None = None, driver: int = 0
) -> dict[str, bytes | None]:
    """A shapefile's parts whose table has one field of bytes, as wide as its widest value."""
    width = width or max(map(len, values))
    head = struct.pack("<B3BIHH", 3, 126, 1, 1, len(values), 65, width + 1)
    head += b"\0" * 17 + bytes([driver]) + b"\0\0"
    fields = field.ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([width]) + b"\0" * 15 + b"\r"
    rows = b"".join(b" " + value.ljust(width) for value in values)
    return {"dbf": head + fields + rows}


def zipped(parts: dict[str, bytes | None], stem: str = "a", **more: bytes | None) -> bytes:
    """A zipped shapefile with this table."""
    made = shapes(**(parts | more))
    return packed(*((f"{stem}.{end}", part) for end, part in made.items()))


HANGUL = "행정구역명"
CUT = {
    "utf-8": (HANGUL.encode()[:10], "행정구"),
    "cp949": ("길이가긴이름".encode("cp949")[:9], "길이가긴"),
    "cp932": ("市区町村名".encode("cp932")[:9], "市区町村"),
    "big5": ("鄉鎮市區名".encode("big5")[:9], "鄉鎮市區"),
    "gb18030": ("行政区划名".encode("gb18030")[:9], "行政区划"),
}


@pytest.mark.parametrize("codec", CUT)
@pytest.mark.parametrize("named", [True, False], ids=["cpg", "no cpg"])
def test_a_field_name_cut_in_a_letter_is_read_without_the_rest(codec: str, named: bool) -> None:
    """Programs count ten bytes; without a .cpg the reader says what it is."""
    field, expected = CUT[codec]
    content = zipped(dbf(field, b"x", b"y"), cpg=codec.encode() if named else None)
    asked = Asked() if named or codec == "utf-8" else Asked(encoding=codec)
    (verdict,) = checked(content, "a.zip", asked)
    assert first(verdict) == {expected: "x"}
    assert "1 cut in the middle of a letter" in said(verdict)


@pytest.mark.parametrize("codec", CUT)
def test_a_value_cut_in_a_letter_is_read_without_the_rest(codec: str) -> None:
    """Values end after 254 bytes."""
    letter = CUT[codec][1][0]
    whole = ("a" + letter * 254).encode(codec)
    size = len(letter.encode(codec))
    content = zipped(dbf(b"note", whole[:254], b"y"), cpg=codec.encode())
    cut = (254 - 1) % size > 0
    verdict = check(content, "a.zip")
    assert first(verdict) == {"note": "a" + letter * (253 // size)}
    assert ("cut in the middle" in said(verdict)) == cut


def test_two_names_cut_at_one_place_are_two() -> None:
    """Neither takes the place of the other."""
    one = "길이가긴이름하나".encode()[:10]
    made = dbf(one, b"x", b"y")
    content = bytearray(made["dbf"] or b"")
    head, field, rest = content[:32], content[32:64], content[64:]
    head[8:12] = struct.pack("<HH", 97, 3)
    rows = b"".join(b" " + bytes([v, v + 32]) for v in b"AB")
    verdict = check(zipped({"dbf": bytes(head + field * 2 + rest[:1]) + rows}), "a.zip")
    assert first(verdict) == {"길이가": "A", "길이가 (2)": "a"}


@pytest.mark.parametrize(
    ("stated", "letters", "says"),
    [
        (b"1252", "Río Árrago".encode(), "said to be cp1252: UTF-8"),
        (b"CP949", "다리".encode(), "said to be cp949: UTF-8"),
        (b"UTF-8", "Río".encode("cp1252"), "said to be utf-8: UTF-8: read as windows-1252"),
        (b"EUC-KR", "똠방".encode("cp949"), ""),  # a syllable that EUC-KR has not
        (b"949", "즈".encode("cp949"), ""),
    ],
)
def test_an_encoding_stated_wrongly_is_read_as_what_it_is(
    stated: bytes, letters: bytes, says: str
) -> None:
    """And that is said; bytes that happen to be two encodings are what is stated."""
    verdict = check(zipped(dbf(b"n", letters, b"y"), cpg=stated), "a.zip")
    assert first(verdict)["n"] in ("Río Árrago", "다리", "Río", "똠방", "즈")
    assert says in said(verdict) and bool(says) == bool(verdict.warnings)


def test_the_language_driver_is_believed_where_the_cpg_is_wrong() -> None:
    """The header of the table states an encoding too."""
    parts = dbf(b"n", "Мост".encode("cp1251"), b"y", driver=0xC9)
    verdict = check(zipped(parts, cpg=b"UTF-8"), "a.zip")
    assert first(verdict) == {"n": "Мост"} and "read as cp1251" in said(verdict)


def test_xml_that_declares_another_encoding_than_it_is_in() -> None:
    """In either direction."""
    utf8 = kml(POINT.replace("one", "Мост")).replace(b"UTF-8", b"windows-1251")
    latin = kml(POINT.replace("one", "Río")).decode().encode("cp1252")
    assert (first(check(utf8, "a.kml"))["name"], first(check(latin, "a.kml"))["name"]) == (
        "Мост",
        "Río",
    )


TRACK = (
    "<gx:Track><when>1</when><gx:coord/><when>2</when><gx:coord>130 42 nan</gx:coord><when>3</when>"
    "<gx:coord>131 43</gx:coord><Model><Link><href>x.dae</href></Link></Model></gx:Track>"
)


@pytest.mark.parametrize(
    ("content", "file", "number"),
    [
        (kml(f"<Placemark>{TRACK}</Placemark>"), "a.kml", 2),
        (kml(mark("<Point><coordinates>130.7, 42.4, 0</coordinates></Point>")), "a.kml", 2),
        (kml(mark("<Point><coordinates>130.7,42.4,nan</coordinates></Point>")), "a.kml", 2),
        (b"\n  " + gpx(WPT), "a.gpx", 1),
        ("\ufeff\n".encode() + kml(POINT), "a.kml", 1),
        (only(shape("LineString", [[130, 42, None], [131, 43, "x"]])), "a.geojson", 2),
        (beside(feature(shape("Point", [130, 42, float("nan")]))), "a.geojson", 2),
        (kml(mark("", "<description>one<br>two &amp; three &nbsp; four</description>") + POINT)
         .replace(b"<Placemark><desc", b"<Placemark><Point><coordinates>1,2</coordinates></Point>"
                  b"<desc"), "a.kml", 3),
    ],
)  # fmt: skip
def test_what_formats_allow_costs_no_feature(content: bytes, file: str, number: int) -> None:
    """Nothing is left out for a height that is not drawn, a blank or an unknown moment."""
    verdict = check(content, file)
    assert len(at(verdict)) == number and verdict.dropped == ()


def server(**members: Any) -> bytes:
    """An answer of a server."""
    return text(collection(feature(), **members))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (server(exceededTransferLimit=True), "(exceededTransferLimit) there are more than 1"),
        (server(properties={"exceededTransferLimit": True}), "there are more than 1"),
        (server(links=[{"rel": "next", "href": "x"}]), "a link to the next page"),
        (server(next="https://example.org/?page=2", count=90), "a link to the next page"),
        (server(numberMatched=8_000), "numberMatched = 8,000"),
        (server(remark="runtime error: Query timed out"), "Query timed out"),
    ],
)
def test_what_is_incomplete_by_its_own_word_is_said(content: bytes, says: str) -> None:
    """It is drawn, with a warning."""
    verdict = check(content, "a.geojson")
    assert len(at(verdict)) == 1 and says in said(verdict)


def test_a_whole_answer_of_a_server_is_accepted_as_it_is() -> None:
    """With links that lead nowhere further, and the count of what is there."""
    links = [{"rel": "self", "href": "x"}]
    content = server(links=links, next=None, numberMatched=1, exceededTransferLimit=False)
    assert check(content, "a.geojson").words == "accepted"


SIGN_IN = b"<!DOCTYPE html><html><head><title>Sign in - Accounts</title></head></html>"


@pytest.mark.parametrize(
    ("content", "file", "says"),
    [
        (text({"error": {"code": 400, "message": "Invalid."}}), "a.geojson", "error = Invalid."),
        (text({"errors": [{"detail": "gone"}]}), "a.geojson", "a server's message"),
        (text({"message": "Not found"}), "a.json", "error = Not found"),
        (SIGN_IN, "a.csv", "its address asks to sign in"),
        (SIGN_IN, "a.kml", "a web page, Sign in - Accounts"),
        (SIGN_IN, "a.zip", "a web page"),
        (b"<?xml version='1.0'?><ows:ExceptionReport/>", "a.gpx", "a server's message"),
        (b"<?xml version='1.0'?><osm version='0.6'/>", "a.kml", "osmtogeojson"),
        (text({"elements": []}), "a.json", "Overpass Turbo"),
        (b"<gml:FeatureCollection/>", "a.gml", "ogr2ogr"),
        (b"!table\n!version 300", "a.tab", "ogr2ogr"),
        (b"x", "a.osm.pbf", "data of OpenStreetMap"),
    ],
)
def test_what_is_none_of_these_is_named_with_what_to_do(
    content: bytes, file: str, says: str
) -> None:
    """One line."""
    verdict = check(content, file)
    assert verdict.layer is None and says in said(verdict) and len(verdict.problems) == 1


@pytest.mark.parametrize(
    ("name", "codec", "expected"),
    [
        ("행정구역_2025", "cp949", "행정구역_2025"),
        ("橋の位置", "cp932", "橋の位置"),
        ("行政区", "gb18030", "行政区"),
        ("мосты", "cp866", "мосты"),
        ("ponts", "ascii", "ponts"),
    ],
)
def test_names_in_an_archive_are_in_letters(name: str, codec: str, expected: str) -> None:
    """As each country's Windows packs them."""
    raw = name.encode(codec)
    stem = "x" * len(raw)
    content = zipped({}, stem=stem).replace(stem.encode(), raw)
    verdict = check(content, "a.zip")
    assert verdict.layer is not None and verdict.layer.name == expected


@pytest.mark.parametrize(
    ("content", "file", "asked", "name"),
    [
        (gpx(WPT + TRK), "walk.gpx", "tracks", "walk: tracks"),
        (gpx(WPT), "walk.gpx", None, "walk"),
        (kml(folder("A") + folder("Checkpoints")), "m.kml", "Document 1 / Checkpoints",
         "Checkpoints"),
        (kml(folder("A") + folder("B")), "m.kml", "Document 1 / A", "m: A"),
        (kml("<name>Roads</name>" + folder("Roads")), "m.kml", None, "Roads"),
    ],
)  # fmt: skip
def test_a_name_that_says_nothing_stands_after_the_files(
    content: bytes, file: str, asked: str | None, name: str
) -> None:
    """A name that says something stands by itself."""
    layer = check(content, file, asked).layer
    assert layer is not None and layer.name == name


def test_what_is_missing_is_told_together() -> None:
    """Whoever asks for a .cpg asks for the .prj too; both can be chosen instead."""
    parts = dbf(b"n", "훈춘".encode("cp949"), b"y")
    metres = [struct.pack("<idd", 1, 1_200_000 + n, 2_000_000) for n in range(2)]
    content = packed(
        *((f"a.{e}", p) for e, p in shapes(records=metres, **(parts | {"prj": None})).items())
    )
    refused = check(content, "a.zip")
    assert ["choose the encoding" in said(refused), ".prj: CRS" in said(refused)] == [True, True]
    (verdict,) = checked(content, "a.zip", Asked(crs="5179", encoding="cp949"))
    assert first(verdict) == {"n": "훈춘"} and at(verdict)[0] == (129.77715, 37.97795)


# The first line's names, a row, and where it is: longitude, latitude.
COLUMNS = [
    (["lat", "lon"], ["42.5", "130.5"], ","),
    (["_Site position_latitude", "_Site position_longitude"], ["42.5", "130.5"], ";"),
    (["Широта, град.", "Долгота, град."], ["42,5", "130,5"], ";"),
    (["Geogr. Breite", "Geogr. Länge"], ["42,5", "130,5"], ";"),
    (["위도(WGS84)", "경도(WGS84)"], ["42.5", "130.5"], ","),
    (["纬度", "经度"], ["北纬42.5度", "东经130.5度"], ","),
    (["緯度", "経度"], ["42.5", "130.5"], "\t"),
    (["Latitud (grados)", "Longitud (grados)"], ["42,5", "130,5"], ";"),
    (["decimalLatitude", "decimalLongitude"], ["42.5", "130.5"], ","),
    (["GPS_LAT", "GPS_LONG"], ["N 42.5", "E 130.5"], ","),
    (["ActionGeo_Lat", "ActionGeo_Long"], ["42.5", "130.5"], "\t"),
    (["end_lat", "lat", "end_lon", "lon"], ["1", "42.5", "2", "130.5"], ","),
    (["latitude", "longitude"], ["42°30'00\"N", "130° 30′ E"], "|"),
    (["coordinates"], ["(42.5, 130.5)"], ";"),
    (["lonlat"], ["130.5 42.5"], ","),
    (["place"], ["130.5 42.5"], ","),  # which can be but so
    (["GPS location"], ["42.5 130.5 0 4.9"], ","),
    (["coord"], ["Point(130.5 42.5)"], ","),
    (["geo_shape"], ['"{""type"":""Point"",""coordinates"":[130.5,42.5]}"'], ","),
    (["where"], ["52N 623250.45 4706383.17"], ","),
    (["MGRS"], ["52TFN2325006383"], ","),
]


@pytest.mark.parametrize(("names", "cells", "sign"), COLUMNS, ids=lambda one: str(one)[:40])
def test_columns_are_found_by_their_names_or_by_what_is_in_them(
    names: list[str], cells: list[str], sign: str
) -> None:
    """In eight languages, with what stands beside the word."""
    content = table(sign.join(["id", *names]), sign.join(["1", *cells]))
    verdict = check(content, "a.csv")
    assert [(round(x, 4), round(y, 4)) for x, y in at(verdict)] == [(130.5, 42.5)]


def test_columns_are_as_a_reader_chooses() -> None:
    """Names that tell nothing; the first rows are shown where there is a choice."""
    content = table("a,b,c", "1,42.5,130.5", "2,42.6,130.6")
    refused = check(content, "a.csv")
    assert refused.table is not None
    assert refused.table.columns == ("a", "b", "c") and refused.table.rows[0][1] == "42.5"
    (verdict,) = checked(content, "a.csv", Asked(x="c", y="b"))
    assert at(verdict) == [(130.5, 42.5), (130.6, 42.6)] and first(verdict) == {"a": "1"}
    assert verdict.table is not None and (verdict.table.x, verdict.table.y) == ("c", "b")
    (wrong,) = checked(content, "a.csv", Asked(x="z", y="b"))
    assert "column = z: one that the file has" in said(wrong)


@pytest.mark.parametrize("codec", ["cp949", "cp1251", "cp932", "gb18030"])
def test_an_encoding_is_as_a_reader_chooses(codec: str) -> None:
    """Where nobody can tell; a wrong choice is told."""
    name = {"cp949": "다리", "cp1251": "Мост", "cp932": "橋の名前", "gb18030": "大桥"}[codec]
    content = table("name,lat,lon", f"{name},42.5,130.5", encoding=codec)
    (verdict,) = checked(content, "a.csv", Asked(encoding=codec))
    assert first(verdict) == {"name": name}
    (wrong,) = checked(content, "a.csv", Asked(encoding="ascii"))
    assert "not ascii" in said(wrong)


def test_a_crs_is_as_a_reader_chooses() -> None:
    """Of columns of metres, by its number alone."""
    content = table("x,y", "1200000,2000000")
    assert "these look like metres" in said(check(content, "a.csv"))
    (verdict,) = checked(content, "a.csv", Asked(crs="EPSG:5179"))
    assert at(verdict) == [(129.77715, 37.97795)]
    (wrong,) = checked(content, "a.csv", Asked(crs="no such"))
    assert "CRS = no such" in said(wrong)


@pytest.mark.parametrize("cells", ["42430123;130710245", "42.430.123;130.710.245"])
def test_a_lost_decimal_mark_is_named(cells: str) -> None:
    """As a spreadsheet leaves coordinates that it takes for thousands."""
    verdict = check(table("name;latitude;longitude", f"Gate;{cells}"), "a.csv")
    assert verdict.layer is None and "has lost its own" in said(verdict)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("42°25'48\"N", (42.43, "y")),
        ("S 33° 51' 36\"", (-33.86, "y")),
        ("-42 25 48", (-42.43, "")),
        ("42d25m48s", (42.43, "")),
        ("з.д. 70,5", (-70.5, "x")),
        ("동경 130도 30분", (130.5, "x")),
        ("60°61'N", None),
        ("-42 N", None),
        ("N 42 S", None),
        ("Paris", None),
    ],
)
def test_an_angle_is_read_as_people_write_it(
    written: str, expected: tuple[float, str] | None
) -> None:
    """With its side; what is two things at once is none."""
    found = angle(written)
    assert (found and (round(found[0], 6), found[1])) == expected


@pytest.mark.parametrize(
    "written", ["42,43,130,71", "130", "Paris, France", "1,2,3,4,5", "52T", ""]
)
def test_what_is_no_position_is_none(written: str) -> None:
    """Not even decimal commas among commas, which may be four numbers."""
    assert pair(written, False) is None


STYLES = (
    '<Style id="a-normal"><IconStyle><color>ffc2185b</color></IconStyle></Style>'
    '<Style id="wide"><LineStyle><color>ff0000ff</color></LineStyle></Style>'
    '<StyleMap id="a"><Pair><key>normal</key><styleUrl>#a-normal</styleUrl></Pair></StyleMap>'
)
STYLED = (
    "<Placemark><name>A</name><styleUrl>#a</styleUrl><Point><coordinates>1,2</coordinates></Point>"
    "</Placemark>"
    "<Placemark><styleUrl>#wide</styleUrl><LineString><coordinates>1,2 3,4</coordinates>"
    "</LineString></Placemark><Placemark><Style><PolyStyle><color>7f00ff00</color></PolyStyle>"
    "</Style><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates>"
    "</LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 0]]]


@pytest.mark.parametrize(
    ("content", "file", "colours"),
    [
        (kml(STYLES + STYLED), "a.kml", ["#5b18c2", "#ff0000", "#00ff00"]),
        (
            text(
                collection(
                    feature(properties={"marker-color": "#CD2323"}),
                    feature(shape("Polygon", SQUARE), properties={"stroke": "#0f0", "fill": "x"}),
                    feature(properties={"_umap_options": {"color": "Red"}}),
                    feature(properties={"marker-color": "url(x)"}),
                )
            ),
            "a.geojson",
            ["#cd2323", "#00ff00", "#ff0000", ""],
        ),
    ],
)
def test_a_feature_has_the_colour_that_its_file_gives_it(
    content: bytes, file: str, colours: list[str]
) -> None:
    """By KML's styles, simplestyle and uMap; what is no colour is none."""
    layer = check(content, file).layer
    assert layer is not None and [one.colour for one in layer.features] == colours


def test_a_colour_is_used_where_it_can_be_seen() -> None:
    """On the ground of the light theme, or of the dark one, with the contrast of a sign."""
    assert seen_on("#cd2323") == ("#cd2323", "")
    assert seen_on("#16e339") == ("", "#16e339")
    assert round(ratio("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "Gate"),
        ("행정구역명", "훈춘"),
        ("Site name", "Pier"),
        ("Название", "Мост"),
        ("NAME_1", ""),
    ],
)
def test_a_feature_has_a_name_of_its_own(key: str, value: str) -> None:
    """By the attribute that has it, in several languages."""
    content = text(collection(feature(properties={"id": 7, key: value or "x"})))
    layer = check(content, "a.json").layer
    assert layer is not None and layer.features[0].title == value


def test_html_in_a_description_becomes_text() -> None:
    """Lines, tables, links with their addresses, pictures said to be some; scripts not at all."""
    html = (
        'one<br/>two <a href="https://x.org/y">page</a><img src="https://x.org/p.jpg">'
        "<table><tr><td>A</td><td>1</td></tr></table><script>alert(1)</script> 3 &lt; 4"
    )
    content = text(collection(feature(properties={"description": html, "b": html})))
    found = first(check(content, "a.json"))
    assert found["description"].split("\n") == [
        "one",
        "two page (https://x.org/y) [picture: https://x.org/p.jpg]",
        "A: 1",
        "3 < 4",
    ]
    assert found["b"] == html
    wiki = "{{https://x.org/a.jpg}} **old** [[https://x.org|pier]]"
    assert readable(wiki) == "[picture: https://x.org/a.jpg] old pier (https://x.org)"


def test_all_layers_of_a_file_come_at_once_or_as_one() -> None:
    """Each by its own name; as one, a feature says which it was in."""
    content = kml(folder("Wells") + folder("Roads"))
    choices = check(content, "a.kml").choices
    both = checked(content, "a.kml", Asked(choices))
    assert [one.layer and one.layer.name for one in both] == ["Wells", "Roads"]
    (together,) = checked(content, "a.kml", Asked(choices, together=True))
    assert together.layer is not None and together.layer.name == "a" and together.read == 2
    assert [dict(one.properties)["layer"] for one in together.layer.features] == list(choices)


def test_sixty_days_are_a_choice() -> None:
    """More layers than a session can have are offered, not refused."""
    content = kml("".join(folder(f"day {n}") for n in range(60)))
    assert len(check(content, "a.kml").choices) == 60


def test_the_notice_of_a_licence_goes_along() -> None:
    """As an export of Overpass has it."""
    layer = check(server(copyright="Made available under ODbL."), "a.geojson").layer
    assert layer is not None and layer.credit == "Made available under ODbL."
    assert own_data([("own-1", 1, layer)])[0]["credit"] == layer.credit


def test_a_kmz_of_photographs_is_read_for_its_places() -> None:
    """However many there are, and whatever they would take unpacked."""
    photographs = ((f"files/{n}.jpg", b"\xff\xd8" + bytes(2_000)) for n in range(400))
    content = packed(("doc.kml", kml(POINT)), *photographs, method=0)
    assert len(at(check(content, "a.kmz"))) == 1


ROWS = [{"name": "b", "day": "2025-05-02", "n": "10"}, {"name": "a", "day": "2025-05-01", "n": "9"},
        {"name": "c", "day": "2025-06-01"}]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (Filter(), "bac"),
        (Filter(search="2025-05"), "ba"),
        (Filter(sort="name"), "abc"),
        (Filter(sort="-name"), "cba"),
        (Filter(sort="n"), "abc"),  # as numbers, and what has none at the end
        (Filter(sort="-n"), "bac"),
        (Filter(since="2025-05-02"), "bc"),
        (Filter(until="2025-05-31", sort="day"), "ab"),
        (Filter(page="9999999"), "bac"),
    ],
)
def test_a_table_is_searched_sorted_and_narrowed_to_days(by: Filter, names: str) -> None:
    """Of all features, before a page of them is taken."""
    layer = check(text(collection(*(feature(properties=row) for row in ROWS))), "a.geojson").layer
    assert layer is not None
    table = own_table(layer, 10, by=by)
    assert "".join(row[2][0] for row in table.rows) == names and table.day == "day"


def test_what_a_browser_kept_is_checked_again() -> None:
    """The same layers come of it; what is not in order is nothing."""
    content = kml(folder("Wells") + folder("Roads"))
    asked = Asked(check(content, "a.kml").choices)
    kept = written([KeptFile("a.kml", content, asked, 1)])
    assert [layer.name for layer, *_ in read(kept)] == ["Roads"]
    for bad in ("", "{}", "[1]", kept.replace('"places": [1]', '"places": [9]'), kept[:-3]):
        assert list(read(bad)) == []
