"""Text with delimiters (CSV, or cells copied from a spreadsheet) as rows. Which bytes and signs it is made of is told or plain to see;
it is never guessed: a name in the wrong alphabet would be wrong in every letter that follows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from alongside.desk.cases.importing.tables import LONGEST_CELL, NotATable, Row, Table, put_together

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "windows-1251", "windows-1256")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes, encoding: str = "", delimiter: str = "") -> Table:
    """The table of a text file. NotATable."""
    text, encoding = decoded(data, encoding)
    return read_text(text, delimiter, {"encoding": encoding})


def read_text(text: str, delimiter: str = "", more: dict[str, str] | None = None) -> Table:
    """The table of a text. NotATable."""
    if "\0" in text:
        raise NotATable("binary")
    delimiter = delimiter or _delimiter(text)
    return put_together(_rows(text, DELIMITERS[delimiter]), (), {**(more or {}), "delimiter": delimiter})


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and in which encoding it was. NotATable where it is in none that was told, or that a mark or UTF-8 itself tells."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    chosen = marked or encoding or "utf-8"
    if not marked and chosen == "utf-16":
        raise NotATable("no-mark")
    if not marked and not encoding and b"\0" in data[:4096]:
        raise NotATable("binary")
    try:
        return data.decode(chosen), "utf-8" if chosen == "utf-8-sig" else chosen
    except (UnicodeDecodeError, UnicodeError):
        raise NotATable("other-encoding" if not encoding else "not-in-encoding", encoding=chosen) from None


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first line that holds anything, outside quotation marks."""
    line = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    outside = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
    return max(DELIMITERS, key=lambda name: outside.count(DELIMITERS[name]))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "long-cell" if "field limit" in str(error) else "quotes"
            raise NotATable(code, row=number + 1, line=line, most=LONGEST_CELL) from None
        number += 1
        yield Row(number, tuple(cells), line)
        line = reader.line_num + 1
