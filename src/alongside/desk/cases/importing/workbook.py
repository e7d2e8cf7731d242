"""Workbooks (XLSX) as rows, read with nothing but the standard library's zip and its XML parser.

A workbook is hostile until it was read: no document type and so no entity is taken, only stored and deflated members, each read in pieces
and counted, and nothing is ever unpacked to a disk or kept that is not a cell. Libraries that read workbooks whole stop at neither.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from alongside.desk.cases.importing.cells import number_text, precision
from alongside.desk.cases.importing.tables import LONGEST_CELL, MOST_COLUMNS, MOST_TEXT, NotATable, Row, Table, put_together
from alongside.facts.fields import writable

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # a workbook; an older or a locked one
MOST_UNPACKED = 256 * 1024 * 1024
MOST_MEMBERS = 5000
LAST_ROW = 1_048_576
_PIECE = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TAKEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
Attributes = dict[str, str]


class _Refused(Exception):
    """What the XML parser met and must not take."""


def read(data: bytes, sheet: str = "") -> Table:
    """The table of a workbook's sheet: the one of this name, or the first that is not hidden. NotATable."""
    if data.startswith(COMPOUND):
        raise NotATable("locked-or-old")
    try:
        book = _Book(zipfile.ZipFile(io.BytesIO(data)))
        name, member = book.sheet(sheet)
        return put_together(_Sheet(book, member).rows(), book.names, {"sheet": name})
    except (
        _Refused,
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        KeyError,
        IndexError,
        NotImplementedError,
        OSError,
        OverflowError,
        RuntimeError,
        UnicodeError,
    ):
        raise NotATable("damaged-workbook") from None
    except ValueError as error:
        raise (error if isinstance(error, NotATable) else NotATable("damaged-workbook")) from None


class _Book:
    """The parts of a workbook that say where its cells are and how they are shown."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise _Refused
        self.archive, self.unpacked = archive, 0
        if "mimetype" in archive.namelist():
            raise NotATable("open-document")
        self.root = self._related("").get("officeDocument", [("", "")])[0][1]
        if self.root not in archive.namelist():
            raise NotATable("no-workbook")
        self.since_1904 = False
        self._sheets: list[tuple[str, str, bool]] = []  # name, relation, hidden
        self.parse(self.root, self._told)
        self.parts = self._related(self.root)
        self.names = tuple(name for name, _, hidden in self._sheets if not hidden)
        self.strings = _strings(self, self._part("sharedStrings"))
        self.shows = _formats(self, self._part("styles"))

    def sheet(self, wanted: str) -> tuple[str, str]:
        """Name and member of a sheet."""
        members = dict(self.parts.get("worksheet", []))
        for name, relation, hidden in self._sheets:
            if relation in members and (name == wanted if wanted else not hidden):
                return name, members[relation]
        raise NotATable("no-sheet", sheet=wanted)

    def parse(self, member: str, start: Callable[[str, Attributes], None], end: Any = None, text: Any = None) -> None:
        """Walk through a member. Names come without their namespaces."""
        info = self.archive.getinfo(member)
        if info.compress_type not in _TAKEN or info.flag_bits & 1:
            raise _Refused
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.ExternalEntityRefHandler = parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = lambda name, told: start(_local(name), {_local(key): value for key, value in told.items()})
        parser.EndElementHandler = (lambda name: end(_local(name))) if end else None
        parser.CharacterDataHandler = text
        with self.archive.open(info) as file:
            while piece := file.read(_PIECE):
                self.unpacked += len(piece)
                if self.unpacked > MOST_UNPACKED:
                    raise NotATable("too-large", most=MOST_UNPACKED // 2**20)
                parser.Parse(piece, False)
            parser.Parse(b"", True)

    def _told(self, name: str, told: Attributes) -> None:
        if name == "sheet":
            self._sheets.append((told["name"], told["id"], told.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.since_1904 = told.get("date1904") in ("1", "true")

    def _part(self, kind: str) -> str:
        found = self.parts.get(kind, [])
        return found[0][1] if found else ""

    def _related(self, member: str) -> dict[str, list[tuple[str, str]]]:
        """What a member refers to, by kind: id and path."""
        folder, name = posixpath.split(member)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, list[tuple[str, str]]] = {}

        def start(element: str, told: Attributes) -> None:
            if element == "Relationship" and told.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, told["Target"])).lstrip("/")
                found.setdefault(told["Type"].rpartition("/")[2], []).append((told["Id"], path))

        if relations in self.archive.namelist():
            self.parse(relations, start)
        return found


def _refuse(*_: object) -> None:
    raise _Refused


@lru_cache(maxsize=512)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are spelled `_x000D_`. What no text may hold stays spelled."""
    return (
        _ESCAPED.sub(lambda found: sign if writable(sign := chr(int(found[1], 16))) else found[0], text) if "_x" in text else text
    )


class _Text:
    """Collects the text of `t` elements, without the reading aids (`rPh`) that stand beside Japanese words."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inside, self.aside, self.length = False, False, 0

    def start(self, name: str) -> None:
        if name == "rPh":
            self.aside = True
        self.inside = name in ("t", "v") and not self.aside

    def end(self, name: str) -> None:
        if name == "rPh":
            self.aside = False
        self.inside = False

    def add(self, text: str) -> None:
        if self.inside:
            self.length += len(text)
            if self.length > 2 * LONGEST_CELL:
                raise NotATable("long-cell", row="?", most=LONGEST_CELL)
            self.parts.append(text)

    def taken(self) -> str:
        text = _unescaped("".join(self.parts))
        self.parts, self.length = [], 0
        return text


def _strings(book: _Book, member: str) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    text, total = _Text(), [0]

    def end(name: str) -> None:
        text.end(name)
        if name == "si":
            found.append(text.taken())
            total[0] += len(found[-1])
            if total[0] > MOST_TEXT:
                raise NotATable("too-large", most=MOST_UNPACKED // 2**20)

    if member:
        book.parse(member, lambda name, _: text.start(name), end, text.add)
    return found


def _formats(book: _Book, member: str) -> list[str]:
    """What each style of a cell shows of a date."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    within = [False]

    def start(name: str, told: Attributes) -> None:
        if name == "numFmt":
            codes[int(told["numFmtId"])] = told.get("formatCode", "")
        elif name == "cellXfs":
            within[0] = True
        elif name == "xf" and within[0]:
            styles.append(int(told.get("numFmtId", "0")))

    def end(name: str) -> None:
        within[0] = within[0] and name != "cellXfs"

    if member:
        book.parse(member, start, end)
    return [precision(number, codes.get(number)) for number in styles]


class _Sheet:
    """The cells of one sheet."""

    def __init__(self, book: _Book, member: str) -> None:
        self.book, self.found = book, list[Row]()
        self.text, self.kind, self.style = _Text(), "n", 0
        self.number, self.at, self.cells = 0, 0, dict[int, str]()
        book.parse(member, self._start, self._end, self.text.add)

    def rows(self) -> Iterator[Row]:
        return iter(self.found)

    def _start(self, name: str, told: Attributes) -> None:
        if name == "row":
            number = int(told.get("r", self.number + 1))
            if not self.number < number <= LAST_ROW:
                raise _Refused  # two rows of one number: which of them is meant nobody can say
            self.number, self.at, self.cells = number, -1, {}
        elif name == "c":
            self._begin_cell(told)
        self.text.start(name)

    def _begin_cell(self, told: Attributes) -> None:
        if "r" in told:
            found = _REFERENCE.fullmatch(told["r"])
            if found is None or int(found[2]) != self.number or (at := _column(found[1])) <= self.at:
                raise _Refused
            self.at = at
        else:
            self.at += 1
        if self.at >= LAST_ROW // 64:
            raise _Refused
        self.kind, self.style = told.get("t", "n"), int(told.get("s", "0"))

    def _end(self, name: str) -> None:
        self.text.end(name)
        if name == "c" and (value := self._value(self.text.taken())):
            if self.at >= MOST_COLUMNS:
                raise NotATable("too-many-columns", row=self.number, most=MOST_COLUMNS)
            self.cells[self.at] = value
        elif name == "row" and self.cells:
            cells = tuple(self.cells.get(at, "") for at in range(max(self.cells) + 1))
            self.found.append(Row(self.number, cells))

    def _value(self, text: str) -> str:
        if not text:
            return ""
        if self.kind == "s":
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise _Refused
            return self.book.strings[int(text)]
        if self.kind == "b":
            return "true" if text == "1" else "false"
        if self.kind == "n":
            shows = self.book.shows[self.style] if self.style < len(self.book.shows) else ""
            return number_text(text, shows, since_1904=self.book.since_1904)
        if self.kind == "d":
            return text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        return text


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
