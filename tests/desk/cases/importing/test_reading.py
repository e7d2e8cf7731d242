"""Any bytes in: a table whose rows have the numbers that a person counts in her spreadsheet, or one sentence."""

import csv
import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.desk.cases import words
from alongside.desk.cases.importing import delimited
from alongside.desk.cases.importing.cells import number_text, precision
from alongside.desk.cases.importing.reading import How, read
from alongside.desk.cases.importing.tables import MOST_COLUMNS, NotATable, Table, guarded, letters, unguarded
from tests.desk.cases.importing.workbooks import MAIN, packed, parts, sheet, workbook

NAMES = "Name,Country\nAmal,Egypt\n"


def refused(data: bytes, how: How | None = None) -> str:
    """The code of the refusal. Each has its sentence, and the sentence takes what was told."""
    with pytest.raises(NotATable) as error:
        read(data, how)
    assert words.cases("en").say(f"import.fault.{error.value.code}", error.value.told)
    return error.value.code


def either(data: bytes, how: How | None = None) -> Table | None:
    """The table, or None where it was refused in a sentence."""
    try:
        return read(data, how)
    except NotATable as error:
        words.cases("en").say(f"import.fault.{error.code}", error.told)
    return None


@pytest.mark.parametrize(
    ("encoding", "how"),
    [
        ("utf-8", How()),
        ("utf-8-sig", How()),
        ("utf-16", How()),
        ("utf-8-sig", How(encoding="windows-1256")),
        ("windows-1256", How(encoding="windows-1256")),
    ],
)
def test_a_name_arrives_in_its_own_letters(encoding: str, how: How) -> None:
    table = read("الاسم;البلد\r\nأمل;مصر\r\n".encode(encoding), how)
    assert table.headings == ("الاسم", "البلد") and table.rows[0].cells == ("أمل", "مصر")


def test_russian_and_western_letters_are_told_apart_by_nobody_but_a_person() -> None:
    assert read("Имя\tСтрана\nАмал\tЕгипет".encode("windows-1251"), How("windows-1251")).rows[0].cells == ("Амал", "Египет")
    assert read("Nom,Pays\nZoé,Égypte".encode("windows-1252"), How("windows-1252")).rows[0].cells == ("Zoé", "Égypte")
    assert refused("Имя;Страна\nАмал;Египет".encode("windows-1251")) == "other-encoding"
    assert refused("Имя;\x98".encode("windows-1251", "replace") + b"\x98", How("windows-1251")) == "not-in-encoding"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_between_cells_is_plain_to_see_or_told(sign: str) -> None:
    assert read(f'"a,;b"{sign}c\n1{sign}2'.encode()).headings == ("a,;b", "c")
    name = next(name for name, one in delimited.DELIMITERS.items() if one == sign)
    assert read(f"a{sign}c,;\n1{sign}2".encode(), How(delimiter=name)).rows[0].cells == ("1", "2")


def test_empty_rows_are_counted_and_a_cell_of_several_lines_is_one_row() -> None:
    table = read(b'\r\nName,Note\r\n\r\nAmal,"one\r\ntwo"\r\n,\r\nNoor,x\r\n')
    assert table.heading_row == 2
    assert [(row.number, row.line, row.cells[0]) for row in table.rows] == [(4, 4, "Amal"), (6, 7, "Noor")]


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_row_and_line() -> None:
    with pytest.raises(NotATable) as error:
        read(b'Name,Note\nAmal,"a\nb"\nNoor,"never closed\nLina,x\n')
    assert (error.value.code, error.value.told["row"], error.value.told["line"]) == ("quotes", 3, 4)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"Name,Country\n", "only-headings"),
        (b"\xd0\xcf\x11\xe0rest", "locked-or-old"),
        (b"PK\x03\x04rest", "damaged-workbook"),
        (b"a\0b,c\n1,2", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"a\n" + b'"' + b"x" * 140_000 + b'"', "long-cell"),
        (b"a\n" + b"x" * 60_000, "long-cell"),
        (b"a\n" + b"x," * (MOST_COLUMNS + 1) + b"x", "too-many-columns"),
        (b"\xff\xfe\x00\xd8", "other-encoding"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "open-document"),
        (packed({"word/document.xml": "<a/>"}), "no-workbook"),
        (packed(parts(sheet({}))), "empty"),
    ],
)
def test_what_is_no_table_gets_one_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_utf_16_without_its_mark_is_asked_for() -> None:
    assert refused(NAMES.encode("utf-16-le"), How("utf-16")) == "no-mark"


def test_a_workbook_keeps_its_row_numbers_and_its_gaps() -> None:
    table = read(workbook({3: ["Name", "", "Country"], 7: ["Amal", "x", "مصر"], 20: ["", "", "only here"]}))
    assert (table.heading_row, table.headings, table.column(1)) == (3, ("Name", "", "Country"), "B")
    assert [(row.number, row.cells) for row in table.rows] == [(7, ("Amal", "x", "مصر")), (20, ("", "", "only here"))]


def test_a_sheet_is_chosen_by_name_and_a_hidden_one_is_not_taken_by_itself() -> None:
    sheets = [sheet({1: ["a"], 2: [text]}) for text in ("hidden", "shown", "third")]
    data = packed(parts(*sheets, states=["hidden"]))
    table = read(data)
    assert table.rows[0].cells == ("shown",) and table.sheets == ("Other", "Third")
    assert read(data, How(sheet="Third")).rows[0].cells == ("third",)
    assert read(data, How(sheet="Cases")).rows[0].cells == ("hidden",)
    assert refused(data, How(sheet="No such")) == "no-sheet"


def test_cells_are_what_the_spreadsheet_shows() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm"/><numFmt numFmtId="165" formatCode="0.00"/>'
        '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
    )
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>Heading</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh sb="0" eb="1"><t>aid</t></rPh></si>'
        "<si><t>a_x000D_b_x0000_</t></si></sst>"
    )
    cells = (
        '<c t="s"><v>1</v></c><c s="1"><v>46345</v></c><c s="2"><v>46345</v></c><c><v>201001234567</v></c><c><v>0.1</v></c>'
        '<c t="b"><v>1</v></c><c t="str"><f>A1</f><v>formula</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="s"><v>2</v></c><c t="d"><v>2026-05-03</v></c>'
    )
    head = "".join(f'<c r="{letters(at)}1" t="s"><v>0</v></c>' for at in range(10))
    content = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row><row>{cells}</row></sheetData></worksheet>'
    table = read(packed({**parts(content), "xl/styles.xml": styles, "xl/sharedStrings.xml": strings}))
    assert table.rows[0].number == 2
    assert table.rows[0].cells == (
        "two runs", "2026-11-19", "2026-11", "201001234567", "0.1", "true", "formula", "#REF!", "a\rb_x0000_", "2026-05-03",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "code", "shows"),
    [(14, None, "day"), (17, None, "month"), (0, None, ""), (20, None, "hours"), (164, "d/m/yyyy;@", "day"),
     (164, "[$-409]mmm\\-yy", "month"), (164, "yyyy", "year"), (164, '"day" 0', ""),
     (164, "General", ""), (164, "[h]:mm", "hours"), (164, "0.00E+00", ""),
     (164, "[Red]0", "")],
)  # fmt: skip
def test_what_a_format_shows(number: int, code: str | None, shows: str) -> None:
    assert precision(number, code) == shows


@pytest.mark.parametrize(
    ("text", "shows", "written"),
    [("59", "day", "1900-02-28"), ("61", "day", "1900-03-01"), ("0.5", "hours", "12:00"), ("46345.604166667", "day", "2026-11-19 14:30"),
     ("-5", "day", "-5"), ("1e300", "day", "1e300"), ("nan", "", "nan"), ("1E10", "", "10000000000"), ("0.30000000000000004", "", "0.3"),
     ("1e999999999", "", "1e999999999"), ("3000000", "day", "3000000"), ("12.50", "", "12.5"), ("100", "", "100")],
)  # fmt: skip
def test_how_a_number_is_written(text: str, shows: str, written: str) -> None:
    assert number_text(text, shows) == written


def test_a_workbook_that_counts_from_1904() -> None:
    assert number_text("44883", "day", since_1904=True) == "2026-11-19"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "changed",
    [
        {"xl/worksheets/sheet1.xml": BOMB + sheet({1: ["a"]})},
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet({1: ["a"]})},
        {"xl/worksheets/sheet1.xml": sheet({1: ["a"]})[:-20]},
        {"xl/worksheets/sheet1.xml": sheet({1: ["a"]}).replace('r="1"', 'r="1048577"')},
        {"xl/worksheets/sheet1.xml": sheet({2: ["a"], 1: ["b"]})},
        {"xl/worksheets/sheet1.xml": sheet({1: ["a"]}).replace("A1", "A2")},
        {"xl/worksheets/sheet1.xml": sheet({1: ["a"]}).replace("A1", "XFD1048577")},
        {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><row r="1"><c t="s"><v>7</v></c></row></worksheet>'},
        {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><row r="1"><c t="s"><v>-1</v></c></row></worksheet>'},
        {"xl/workbook.xml": "no xml"},
        {"xl/_rels/workbook.xml.rels": '<Relationships xmlns="x"><Relationship Id="rId1"/></Relationships>'},
    ],
)  # fmt: skip
def test_a_workbook_that_was_built_to_harm_is_one_sentence(changed: dict[str, str]) -> None:
    assert refused(packed({**parts(sheet({1: ["a"], 2: ["b"]})), **changed})) == "damaged-workbook"


def test_a_workbook_that_unpacks_to_gigabytes_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.desk.cases.importing import workbook as module

    monkeypatch.setattr(module, "MOST_UNPACKED", 1 << 20)
    blank = sheet({1: ["a"], 2: ["b"]}).replace("<sheetData>", "<sheetData>" + " " * (4 << 20))
    data = packed(parts(blank))
    assert len(data) < 20_000
    assert refused(data) == "too-large"


def test_a_member_that_is_packed_in_another_way_is_not_unpacked() -> None:
    assert refused(packed(parts(sheet({1: ["a"], 2: ["b"]})), zipfile.ZIP_LZMA)) == "damaged-workbook"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=2, max_size=12)


def meant(cells: list[str]) -> tuple[str, ...]:
    """What of a row is kept: cells without blanks around, without the empty ones at its end."""
    kept = [unguarded(cell.strip()) for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


@given(TABLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
@example([["a"], ["\r"], ["b\nc"]], ",", "\r\n")
def test_row_n_of_a_text_is_row_n_of_the_table(rows: list[list[str]], sign: str, end: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    expected = {number: cells for number, row in enumerate(rows, 1) if (cells := meant(row))}
    name = next(name for name, one in delimited.DELIMITERS.items() if one == sign)
    table = either(file.getvalue().encode(), How("utf-8", name))
    if table is None:
        assert len(expected) < 2
        return
    assert {table.heading_row: table.headings} | {row.number: row.cells for row in table.rows} == expected
    for row in table.rows:
        before = io.StringIO(newline="")
        csv.writer(before, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows[: row.number - 1])
        assert row.line == len(io.StringIO(before.getvalue(), newline="").readlines()) + 1


@given(
    st.dictionaries(
        st.integers(1, 2000), st.lists(st.text("abcأم 1", max_size=5), min_size=1, max_size=5), min_size=2, max_size=9
    )
)
def test_row_n_of_a_workbook_is_row_n_of_the_table(rows: dict[int, list[str]]) -> None:
    rows = dict(sorted(rows.items()))
    expected = {number: cells for number, row in rows.items() if (cells := meant(row))}
    table = either(workbook(rows))
    if table is None:
        assert len(expected) < 2
        return
    assert {table.heading_row: table.headings} | {row.number: row.cells for row in table.rows} == expected


@given(st.binary(max_size=400), st.sampled_from(["", *delimited.ENCODINGS]))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes, encoding: str) -> None:
    for some in (data, b"PK\x03\x04" + data, b"\xff\xfe" + data):
        either(some, How(encoding))


GOOD = workbook({1: ["Name", "Country"], 2: ["Amal", "Egypt"], 5: ["Noor", "Jordan"]})


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_any_bytes_changed_is_a_table_or_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    either(bytes(data))


XML = sheet({1: ["Name", "Country"], 2: ["Amal", "Egypt"]})


@given(st.lists(st.tuples(st.integers(0, len(XML)), st.text(max_size=3)), max_size=5), st.integers(0, len(XML)))
def test_a_sheet_with_any_text_changed_is_a_table_or_a_sentence(changes: list[tuple[int, str]], cut: int) -> None:
    text = XML
    for at, put in changes:
        text = text[:at] + put + text[at + len(put) :]
    for some in (text, text[:cut]):
        either(packed(parts(some)))


@given(st.text(max_size=8))
@example("=1+1")
@example("''=x")
@example("'")
def test_what_a_spreadsheet_takes_for_a_formula_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
