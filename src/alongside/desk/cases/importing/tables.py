"""A table as it was read: headings, and rows under the numbers that a person sees beside them in her spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 300
LONGEST_CELL = 50_000  # characters; the longest text that a fact holds is 20,000
MOST_TEXT = 64 * 1024 * 1024  # characters in all cells
# What a spreadsheet takes for the beginning of a formula. A text that begins so is written with an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotATable(ValueError):
    """These bytes are no table. `code` and `told` make one sentence of the catalogue (`import.fault.<code>`)."""

    def __init__(self, code: str, **told: object) -> None:
        super().__init__(code)
        self.code, self.told = code, told


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything. `number` as in a spreadsheet; `line` of the file where it begins, if that may differ."""

    number: int
    cells: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and what stands below them. Empty rows are counted and left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    heading_row: int = 1
    sheets: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)  # how it was read: encoding, delimiter, sheet

    def column(self, at: int) -> str:
        """What a column is called: its heading, or its letter where it has none."""
        return (self.headings[at] if at < len(self.headings) else "") or letters(at)


def put_together(rows: Iterable[Row], sheets: Sequence[str] = (), more: Mapping[str, str] | None = None) -> Table:
    """The table of these rows; the first that holds anything is that of the headings. NotATable."""
    found: list[Row] = []
    text = 0
    for row in rows:
        cells = _trimmed(row.cells)
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise NotATable("too-many-columns", row=row.number, most=MOST_COLUMNS)
        text += sum(map(len, cells))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NotATable("long-cell", row=row.number, most=LONGEST_CELL)
        if len(found) > MOST_ROWS:
            raise NotATable("too-many-rows", most=MOST_ROWS)
        if text > MOST_TEXT:
            raise NotATable("too-large", most=MOST_BYTES // 2**20)
        found.append(Row(row.number, cells, row.line))
    if not found:
        raise NotATable("empty")
    if len(found) == 1:
        raise NotATable("only-headings", row=found[0].number)
    return Table(found[0].cells, tuple(found[1:]), found[0].number, tuple(sheets), dict(more or {}))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without blanks around each cell, and without the empty ones at the end."""
    kept = [unguarded(cell.strip()) for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def letters(at: int) -> str:
    """The name of a column in a spreadsheet: A, B, ... Z, AA."""
    name, at = "", at + 1
    while at:
        at, digit = divmod(at - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def guarded(cell: str) -> str:
    """A cell as it is written into a file for spreadsheets: what they would take for a formula stands behind an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) or unguarded(cell) != cell else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` wrote."""
    rest = cell.lstrip("'")
    return cell[1:] if cell.startswith("'") and rest.startswith(FORMULA) else cell
