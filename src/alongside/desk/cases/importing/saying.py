"""What is wrong with a row, in one sentence; and the file of the bad rows, to mend in a spreadsheet and bring again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from alongside.desk.cases import words
from alongside.desk.cases.forms import layout
from alongside.desk.cases.importing import suggesting, targets
from alongside.desk.cases.importing.building import Fault, Outcome
from alongside.desk.cases.importing.tables import Row, Table, guarded, letters
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts import fields
from alongside.language.countries import fold

_MOST_WORDS = 6  # of a list that a sentence names; the others are in the list of the field


def sentence(fault: Fault, table: Table, lang: str) -> str:
    """The sentence, with the row's number in the file."""
    return words.cases(lang).say("import.row_says", {"row": fault.row.number, "what": what(fault, table, lang)})


def what(fault: Fault, table: Table, lang: str) -> str:
    """The same without the row."""
    say = words.cases(lang).say
    told: dict[str, object] = {"value": "", "accepted": "", **fault.told}
    if fault.target:
        target = targets.of(fault.target)
        told["field"] = suggesting.label(fault.target, lang) if target else ""
        if fault.code == "unknown-code" and target:
            told["accepted"] = known_words(target.kind, lang)
    key = f"import.row.{fault.code}"
    said = say(key if key in words.cases(lang) else "import.row.other", told)
    if fault.column is None:
        return said
    column = {"heading": table.column(fault.column), "letter": letters(fault.column), "what": said}
    return say("import.column_says", column)


def known_words(kind: object, lang: str) -> str:
    """The first words of a list of codes."""
    code = kind.kind if isinstance(kind, fields.Many) else kind
    if not isinstance(code, fields.Code):
        return ""
    family = layout.family(code)
    said = [words.label(family, one, lang) for one in list(code.accepted)[: _MOST_WORDS + 1]]
    return ", ".join(said[:_MOST_WORDS]) + (" …" if len(said) > _MOST_WORDS else "")


def unknown_words(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """Words of cells that no list knows, each once: by family and folded word, the word and its target."""
    found: dict[str, tuple[str, str]] = {}
    for fault in outcome.faults:
        if fault.code != "unknown-code":
            continue
        target = targets.of(fault.target)
        kind = target.kind if target else None
        code = kind.kind if isinstance(kind, fields.Many) else kind
        if isinstance(code, fields.Code):
            word = fault.told.get("word", "")
            found.setdefault(f"{layout.family(code)}:{fold(word)}", (word, fault.target))
    return found


def bad_rows(table: Table, outcome: Outcome, lang: str) -> bytes:
    """The bad rows under their headings, each with what is wrong in a last column. For a spreadsheet: UTF-8 with its mark."""
    said: dict[int, list[str]] = {}
    for fault in outcome.faults:
        said.setdefault(fault.row.number, []).append(what(fault, table, lang))
    rows = outcome.bad_rows
    width = max([len(table.headings), *(len(row.cells) for row in rows)])
    return _file([*_padded(table.headings, width), words.cases(lang).say("import.wrong")], _told(rows, said, width))


def _told(rows: Iterable[Row], said: Mapping[int, list[str]], width: int) -> Iterable[list[str]]:
    for row in rows:
        yield [*_padded(row.cells, width), " ".join(said.get(row.number, []))]


def _padded(cells: Iterable[str], width: int) -> list[str]:
    found = list(cells)
    return found + [""] * (width - len(found))


def _file(headings: list[str], rows: Iterable[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([guarded(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def without_what_was_wrong(table: Table) -> Table:
    """The table without the last column of a file of bad rows that was mended."""
    said = {fold(words.cases(lang).say("import.wrong")) for lang in LANGUAGES}
    last = len(table.headings) - 1
    if fold(table.headings[last]) not in said:
        return table
    headings = list(table.headings[:last])
    while headings and not headings[-1]:
        headings.pop()
    rows = []
    for row in table.rows:
        cells = list(row.cells[:last])
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(replace(row, cells=tuple(cells)))
    return replace(table, headings=tuple(headings), rows=tuple(rows))
