"""Any bytes as a table: a workbook or text with delimiters, whichever they are."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.desk.cases.importing import delimited, workbook
from alongside.desk.cases.importing.tables import MOST_BYTES, NotATable, Table


@dataclass(frozen=True, slots=True)
class How:
    """What somebody told of her file. Empty: it is plain to see."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def read(data: bytes, how: How | None = None) -> Table:
    """The table. NotATable with one sentence for whatever is none."""
    how = how or How()
    if len(data) > MOST_BYTES:
        raise NotATable("too-large", most=MOST_BYTES // 2**20)
    if data.startswith((workbook.ZIP, workbook.COMPOUND)):
        return workbook.read(data, how.sheet)
    return delimited.read(data, how.encoding, how.delimiter)
