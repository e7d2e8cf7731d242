"""Small workbooks, written part by part, so that each can be as right or as wrong as a test wants it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from alongside.desk.cases.importing.tables import letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*found: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in found)
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def sheet(rows: Mapping[int, Sequence[str]]) -> str:
    """A sheet of texts by row number."""
    told = []
    for number, cells in rows.items():
        inside = "".join(
            f'<c r="{letters(at)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
            for at, cell in enumerate(cells)
            if cell
        )
        told.append(f'<row r="{number}">{inside}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(told)}</sheetData></worksheet>'


def parts(
    *sheets: str, names: Sequence[str] = ("Cases", "Other", "Third"), states: Sequence[str] = (), more: str = ""
) -> dict[str, str]:
    """The members of a workbook with these sheets."""
    states = [*states, *["visible"] * len(sheets)]
    listed = "".join(
        f'<sheet name={quoteattr(names[at])} sheetId="{at + 1}" state="{states[at]}" r:id="rId{at + 1}"/>'
        for at in range(len(sheets))
    )
    own = [(f"rId{at + 1}", "worksheet", f"worksheets/sheet{at + 1}.xml") for at in range(len(sheets))]
    return {
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *own, ("s", "sharedStrings", "sharedStrings.xml"), ("f", "styles", "/xl/styles.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{at + 1}.xml": content for at, content in enumerate(sheets)},
    }


def packed(members: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(rows: Mapping[int, Sequence[str]]) -> bytes:
    return packed(parts(sheet(rows)))
