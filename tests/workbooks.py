"""Workbooks of Excel, as few parts of one as a reader needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

Rows = Sequence[Sequence[str | float]]
SPACE = "http://schemas.openxmlformats.org"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx of these sheets, by their names."""
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet(r) for n, r in enumerate(sheets.values(), 1)}
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{TYPES}.worksheet+xml"/>' for part in parts
    )
    links = "".join(_link(f"rId{n}", "worksheet", part[3:]) for n, part in enumerate(parts, 1))
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{SPACE}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": _links(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SPACE}/spreadsheetml/2006/main" '
        f'xmlns:r="{SPACE}/officeDocument/2006/relationships">'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(links),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", 8) as archive:
        for name, text in (made | parts).items():
            archive.writestr(name, text)
    return content.getvalue()


def _links(links: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{SPACE}/package/2006/relationships">{links}</Relationships>'
    )


def _link(name: str, kind: str, target: str) -> str:
    kind = f"{SPACE}/officeDocument/2006/relationships/{kind}"
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def _sheet(rows: Rows) -> str:
    told = (
        f'<row r="{n}">{"".join(_cell(chr(65 + at), n, v) for at, v in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    data = f"<sheetData>{''.join(told)}</sheetData>"
    return f'{HEAD}<worksheet xmlns="{SPACE}/spreadsheetml/2006/main">{data}</worksheet>'


def _cell(column: str, row: int, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{column}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{column}{row}"><v>{value}</v></c>'
