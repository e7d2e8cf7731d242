"""A document as DOCX, for mechanisms that ask for one and for officers who go on writing in it.

python-docx runs in this process: it reads no file of a stranger, only the empty one of `word_parts`, and writes values. It would put its
own name as author and the clock into a file; neither its template nor its properties are used here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alongside.desk.submissions.documents.document import LIST, OWN_WORDS, TABLE, Block, Document, Passage, table_of
from alongside.desk.submissions.documents.safe_text import unisolated
from alongside.desk.submissions.documents.tidying import tidy
from alongside.desk.submissions.documents.word_parts import LINE, empty, repacked
from alongside.language.catalogue import direction

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_ARABIC = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# In Arabic text a run of other letters or digits, with what joins them; in other text a run of Arabic. Each goes into a run of its own:
# a word processor gives a direction to runs, and would otherwise show "A. B." as ".A. B" and a telephone number backwards.
_LETTER = f"[^\\W_{_ARABIC}]"
# Four opening signs at most: without a bound, a line of nothing but brackets would be read again from each of them.
_FOREIGN = re.compile(f"[+(\\[]{{0,4}}{_LETTER}(?:[^{_ARABIC}\n\u060c\u061b\u061f]*(?:{_LETTER}[)\\]/%]*|\\b[A-Z]\\.))?")
_RIGHT_TO_LEFT = re.compile(f"[{_ARABIC}](?:[{_ARABIC}\\s\u200c\u200d]*[{_ARABIC}])?")
# In an Arabic paragraph, numbers that a space parts change places unless a letter from left to right stands before them.
_MARK = "\u200e"
_COUNTED = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_WIDTHS = (760, 5084, 1700, 1300)  # twentieths of a point, of the four columns of the table of annexes


def written(document: Document) -> bytes:
    """The DOCX."""
    import docx  # Late: it brings lxml, and nobody who only reads needs it.

    document = tidy(document)
    writer = _Writer(docx.Document(io.BytesIO(empty(document.lang))), document)
    writer.write()
    out = io.BytesIO()
    writer.file.save(out)
    return repacked(out.getvalue())


class _Writer:
    """One file while it is filled."""

    def __init__(self, file: Any, document: Document) -> None:
        self.file, self.document = file, document
        self.right_to_left = direction(document.lang) == "rtl"
        # Looked up once: python-docx asks for the default style again with each paragraph.
        self._styles = {style.name: style.style_id for style in file.styles}

    def write(self) -> None:
        document, labels = self.document, self.document.labels
        self._footer()
        self._sender()
        if document.addressee:
            self._paragraph("Label", labels.to)
            for one in document.addressee:
                self._paragraph("Normal", one)
        self._paragraph("Heading 1", document.title)
        for at, one in enumerate(document.marks):
            self._paragraph("Mark", one, bold=not at)
        for part in document.parts:
            self._paragraph("Heading 2", part.title)
            for block in part.blocks:
                self._block(block)
        if document.annexes and not document.annexes_shown:
            self._paragraph("Heading 2", labels.annexes)
            self._table(table_of(document.annexes, labels).rows)
        for one in document.closing:
            self._paragraph("Normal", one, before=18)
        self._paragraph("Label", labels.sent_by)
        self._sender()

    def _sender(self) -> None:
        sender = self.document.sender
        self._paragraph("Sender", sender.name)
        for one in filter(None, sender.contact.split("\n")):
            self._paragraph("Quiet", one)

    def _block(self, block: Block) -> None:
        self._paragraph("Label", block.label)
        for passage in block.passages:
            if passage.kind == TABLE:
                self._table(passage.rows)
            else:
                self._passage(passage)

    def _passage(self, passage: Passage) -> None:
        style = {OWN_WORDS: "Own Words", LIST: "List Bullet"}.get(passage.kind, "Normal")
        if passage.unsaid:
            self._paragraph("Own Words", self.document.labels.own_words, quiet=True)
        for one in passage.paragraphs:
            self._paragraph(style, one)

    def _paragraph(self, style: str, text: str, *, bold: bool = False, quiet: bool = False, before: int = 0) -> None:
        if text:
            self._fill(self._styled(self.file.add_paragraph(), style), text, bold=bold, quiet=quiet, before=before)

    def _styled(self, paragraph: Paragraph, style: str) -> Paragraph:
        paragraph._p.style = self._styles[style]
        return paragraph

    def _fill(self, paragraph: Paragraph, text: str, *, bold: bool = False, quiet: bool = False, before: int = 0) -> None:
        from docx.shared import Pt, RGBColor

        if before:
            paragraph.paragraph_format.space_before = Pt(before)
        for piece, rtl in self._pieces(text):
            run = paragraph.add_run()
            for at, one in enumerate(piece.split("\n")):
                if at:
                    run.add_break()
                run.add_text(one)
            if rtl:
                run.font.rtl = True
            if bold:
                run.font.bold = run.font.cs_bold = True
            if quiet:
                run.font.size, run.font.color.rgb = Pt(9.5), RGBColor(0x1D, 0x4E, 0x5F)
                paragraph.paragraph_format.keep_with_next = True

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in runs of one direction; whether each runs from right to left."""
        text, at = unisolated(text), 0  # older word processors draw the marks as boxes
        for found in (_FOREIGN if self.right_to_left else _RIGHT_TO_LEFT).finditer(text):
            if found.start() > at:
                yield text[at : found.start()], self.right_to_left
            yield (f"{_MARK}{found[0]}{_MARK}" if self.right_to_left else found[0]), not self.right_to_left
            at = found.end()
        if at < len(text):
            yield text[at:], self.right_to_left

    def _table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Number, what it shows, file and size, and below them the digest on a line of its own."""
        from docx.oxml import OxmlElement
        from docx.shared import Twips

        head, *told = rows
        table = self.file.add_table(rows=1 + 2 * len(told), cols=4)
        table.autofit = False
        if self.right_to_left:
            table._tbl.tblPr.insert(0, OxmlElement("w:bidiVisual"))
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Twips(width)
        grid = [row.cells for row in table.rows]
        for row in grid:
            for cell, width in zip(row, _WIDTHS, strict=True):
                cell.width = Twips(width)
        for cell, one in zip(grid[0], head[:4], strict=True):
            self._cell(cell, one, "Quiet")
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(OxmlElement("w:tblHeader"))
        for at, row in enumerate(told):
            upper, lower = grid[1 + 2 * at], grid[2 + 2 * at]
            for cell, one in zip(upper, row[:4], strict=True):
                self._cell(cell, one, "Normal")
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            self._cell(lower[1].merge(lower[3]), f"{head[4]} {row[4]}", "Digest")
            for cell in (lower[0], lower[1]):
                _underline(cell)

    def _cell(self, cell: _Cell, text: str, style: str) -> None:
        self._fill(self._styled(cell.paragraphs[0], style), text)

    def _footer(self) -> None:
        """What the document is, and which page of how many this is: Word counts, so nothing here has to."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        footer = self.file.sections[0].footer
        footer.is_linked_to_previous = False
        paragraph = self._styled(footer.paragraphs[0], "Footer")
        self._fill(paragraph, self.document.marks[0] if self.document.marks else self.document.sender.name)
        paragraph.add_run("\t")
        # In words: of "1/4" each word processor makes something else between Arabic letters.
        for piece in re.split(r"(\{page\}|\{pages\})", self.document.labels.page):
            if piece not in _COUNTED:
                self._fill(paragraph, piece)
                continue
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), _COUNTED[piece])
            paragraph._p.append(field)
            run = OxmlElement("w:r")
            text = OxmlElement("w:t")
            text.text = "1"
            run.append(text)
            field.append(run)


def _underline(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)
