"""The calendar's file, read back by a parser of the test's own: lines end and fold as RFC 5545 says, days are whole, words are neutral."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.cases.around.ics import Entry, calendar, escaped, folded

DAY = date(2026, 12, 31)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


def parsed(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, parameters and value of each line; fails on what the standard forbids."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    found = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        parts = name.split(";")
        found.append((parts[0], dict(part.split("=") for part in parts[1:]), value))
    return found


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def test_an_entry_is_a_whole_day_with_an_id_and_nothing_else_to_read() -> None:
    lines = parsed(calendar([Entry("3b0c2b1e-one", DAY, date(2026, 11, 22))], "Reminders", "Something is due"))
    assert lines[0] == ("BEGIN", {}, "VCALENDAR") and lines[-1] == ("END", {}, "VCALENDAR")
    event = lines[lines.index(("BEGIN", {}, "VEVENT")) : lines.index(("END", {}, "VEVENT"))]
    assert ("UID", {}, "3b0c2b1e-one") in event
    assert ("DTSTAMP", {}, "20261122T000000Z") in event
    assert ("DTSTART", {"VALUE": "DATE"}, "20261231") in event
    assert ("DTEND", {"VALUE": "DATE"}, "20270101") in event
    assert ("SUMMARY", {}, "Something is due") in event
    required = [name for name, _, _ in lines[: lines.index(("BEGIN", {}, "VEVENT"))]]
    assert "VERSION" in required and "PRODID" in required


def test_an_empty_calendar_is_one() -> None:
    assert ("BEGIN", {}, "VEVENT") not in parsed(calendar([], "Reminders", "x"))


def test_nothing_names_this_software() -> None:
    assert "alongside" not in calendar([Entry("u", DAY, DAY)], "Reminders", "Something is due").casefold()


@given(TEXT, TEXT)
def test_any_words_come_back_as_they_were(name: str, words: str) -> None:
    lines = parsed(calendar([Entry("u", DAY, DAY)], name, words))
    assert [unescaped(value) for key, _, value in lines if key == "SUMMARY"] == [words]
    assert [unescaped(value) for key, _, value in lines if key == "X-WR-CALNAME"] == [name]


@given(TEXT)
def test_folding_tears_no_character_apart(text: str) -> None:
    assert folded(text).replace("\r\n ", "") == text
    assert all(len(piece.encode()) <= 75 for piece in folded(text).split("\r\n"))


def test_no_word_can_begin_a_line_of_its_own() -> None:
    assert "\n" not in escaped("a\r\nBEGIN:VEVENT") and "\r" not in escaped("a\rb")
