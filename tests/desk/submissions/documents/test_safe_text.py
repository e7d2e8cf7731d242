"""Text before it is written: what goes, what stays, and that a second time changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.submissions.documents.safe_text import balanced, line, prose, unmarked
from alongside.desk.submissions.documents.tidying import tidy
from tests.desk.submissions.documents.inventing import saying


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  a \t b  \n\n\n\n c ", "a b\n\nc"),
        ("Ame\u0301lie", "Amélie"),
        ("\u202eedoc\u202c", "edoc"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("\x00a\x07b\ud800c\ufffed\ufdd0", "abcd"),
        ("نص\u200cنیم", "نص\u200cنیم"),  # joiners are spelling
        ("عام : 5\u00a0%", "عام : 5\u00a0%"),
        ("x\u2068y", "x\u2068y\u2069"),
        ("x\u2069y", "xy"),
        ("\U000323b0 \ue000", "\U000323b0 \ue000"),  # younger than the tables of this Python, and a private letter
        ("", ""),
    ],
)
def test_what_is_written_of_what_was_typed(typed: str, written: str) -> None:
    assert prose(typed) == written


def test_a_line_is_one_line() -> None:
    assert line(" a\n\nb\r\nc ") == "a b c"
    assert unmarked("\u200ea\u2068b\u2069\u061c") == "ab"


@given(st.text(alphabet=st.characters()))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = prose(text)
    assert prose(once) == once and line(line(text)) == line(text)
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet="\u2066\u2067\u2068\u2069ab"))
def test_every_isolate_is_closed_and_nothing_else(text: str) -> None:
    depth = 0
    for sign in balanced(text):
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0


@given(st.lists(st.text(alphabet=st.characters(), max_size=20), min_size=1, max_size=3))
def test_tidying_a_tidy_document_changes_nothing(texts: list[str]) -> None:
    once = tidy(saying(*texts))
    assert tidy(once) == once
