"""The last net over numbers, links, homes and references: found however they are grouped or begun, and dates left alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting import digits, withholding
from alongside.desk.submissions.drafting.spelling import readings
from alongside.facts.events import Act
from alongside.facts.persons import ContactWay, Person, PersonName
from alongside.facts.steps import Intervention
from tests.desk.submissions.drafting.test_withholding import MARK, her, net, without
from tests.desk.submissions.drafting.whole import AMAL, BORIS, agreed


@pytest.mark.parametrize(
    "text",
    ["0100–123–4567", "0100\u2011123\u20114567", "0100·123·4567", "0100,123,4567", "0100_123_4567", "0100 – 123 – 4567", "(0100) - 1234567",
     "+20 100 123 4567", "0020100 123-4567", "00 20 100 123 4567", "+20 (0)100 123 4567", "٠١٠٠–١٢٣٬٤٥٦٧",
     "۰۱۰۰،۱۲۳،۴۵۶۷", "01 00 12 34 56 7", "100.123.4567", "123-4567", "0 1 0 0 1 2 3 4 5 6 7"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["+20 100 123 4567", "01001234567", "0020-100-123-4567 (Signal)"])
def test_a_number_is_found_however_it_is_grouped(value: str, text: str) -> None:
    person = her("Amal", contact_ways=(ContactWay(kind="phone", value=value),))
    assert "4567" not in without(f"Ring {text} today.", person) and net(person).found_in(text) == (AMAL,)
    left = without(f"In 2011, 2012, {text}, 20.11.2026", person)
    assert left in (
        f"In 2011, 2012, {before}[withheld], 20.11.2026" for before in ("", "+", "0", "00 ", "00 20 ", "(", "+20 (0)")
    )


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        (
            "https://t.me/nightowl77",
            "@nightowl77, t.me/nightowl77, telegram.me/nightowl77",
            "@[withheld], telegram.me/[withheld]",
        ),
        (
            "https://www.facebook.com/quiet.reader/",
            "facebook.com/quiet.reader, m.facebook.com/quiet.reader",
            "[withheld], m.[withheld]",
        ),
        ("https://medium.com/@lonely_bird?source=x", "@lonely_bird", "@[withheld]"),
        ("x.com/nightowl77 (private)", "http://www.x.com/nightowl77", "http://www.[withheld]"),
        ("https://owl.example.org", "owl.example.org", "[withheld]"),
        ("https://owl.example.org/about", "about an owl; owl.example.org/about", "about an owl; [withheld]"),
        ("amal.hdd@owl.example.org", "amal.hdd at home, owl.example.org", "amal.hdd at home, owl.example.org"),
        ("ask at owl.example.org", "owl.example.org", "owl.example.org"),
        ("https://t.me/ana", "ana", "ana"),
    ],
)
def test_a_link_is_found_without_its_beginning_and_by_its_last_part(value: str, text: str, left: str) -> None:
    assert without(text, her("Zzz", contact_ways=(ContactWay(kind="other", value=value),))) == left


@pytest.mark.parametrize(
    ("address", "text", "left"),
    [
        (
            "12 Harbour Street, Aden",
            "Harbour Street 12, Harbour Street; a harbour in street 12",
            "[withheld]; a harbour in street 12",
        ),
        ("Harbour Street 12b, Aden", "12b Harbour Street", "[withheld]"),
        ("Calle Mayor 3", "la calle Mayor", "la [withheld]"),
        ("Flat 7, Aden", "a flat", "a flat"),
        ("建国路12号楼", "他住在建国路", "他住在[withheld]"),
    ],
)
def test_a_home_is_found_without_its_number(address: str, text: str, left: str) -> None:
    assert without(text, her("Zzz", address=address)) == left


def test_a_place_that_is_no_home_is_found_with_its_number_alone() -> None:
    secret = Act(id="a" * 32, revision=1, code="threats", place="12 Harbour Street", victims=(AMAL,), confidential=True)
    assert without("12 Harbour, Harbour Street", her("Zzz"), secret) == "[withheld], Harbour Street"


@pytest.mark.parametrize("field", ["address", "identity_papers", "organisation"])
@pytest.mark.parametrize("word", ["a ", "a 1 "])
def test_words_without_end_do_not_hang_the_net(field: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of thousands of words was compared with every word of an account, as far as it went."""
    looked = 0

    def counted(one: str) -> tuple[str, ...]:
        nonlocal looked
        looked += 1
        return readings(one)

    monkeypatch.setattr(withholding, "readings", counted)
    told = word * 2500 + "end" if field != "organisation" else word * 60 + "end"
    assert net(her("Zzz", **{field: told})).withheld(word * 1000 + told, MARK) == MARK
    assert looked <= 30 * len((word * 1000 + told).split())


def test_a_row_of_many_words_goes_whole_and_in_part() -> None:
    words = " ".join(chr(97 + number) * 3 for number in range(20))
    person = her("Zzz", address=words)
    assert without(f"at {words}; at {words[:39]}", person) == "at [withheld]; at aaa bbb ccc ddd eee fff ggg hhh iii jjj"
    assert without(f"at {words[:47]}", person) == "at [withheld]"


def test_two_numbers_in_one_line_are_two_numbers() -> None:
    person = her("Amal", contact_ways=(ContactWay(kind="phone", value="+20 100 123 4567, +20 122 765 4321"),))
    assert without("0100 123 4567 or 0122-765-4321", person) == "[withheld] or [withheld]"
    assert without("030/1234567", her("Amal", contact_ways=(ContactWay(kind="phone", value="030/1234567"),))) == "[withheld]"


@pytest.mark.parametrize(
    "text",
    ["2011, 2012, 2013, 2014, 2015", "on 12.11.2026 and 13.11.2026", "A/HRC/48/28, A/HRC/51/47", "December 12, 2026; 12/2026",
     "12 345 678 people", "0, 0, 0, 0, 0, 0, 1", "25 January 2011", "2010-01-23", "0.000001", "9,876,543 euros", "3 November 2020"],
)  # fmt: skip
def test_dates_years_symbols_and_sums_are_no_numbers_of_hers(text: str) -> None:
    person = her(
        "Amal", organisation="Committee of 25 January 2011, 6/4/2008", address="12 Nile Street, Flat 7, 11311",
        contact_ways=(ContactWay(kind="phone", value="+20 100 123 4567"), ContactWay(kind="phone", value="012345")),
        identity_papers="Passport A99887766 of 03.11.2020",
    )  # fmt: skip
    letter = Intervention(id="c" * 32, revision=1, type="petition", party="un", persons=(AMAL,), reference="UA EGY 12/2026")
    assert without(text, person, letter) == text
    assert net(person, letter).found_in(text) == ()


def test_a_letter_of_the_un_is_found_without_its_kind_where_no_told_one_ends_alike() -> None:
    hers = Intervention(id="c" * 32, revision=1, type="petition", party="un", persons=(AMAL,), reference="UA EGY 12/2026")
    told = Intervention(id="d" * 32, revision=1, type="petition", party="un", persons=(BORIS,), reference="AL EGY 12/2026")
    known = Person(id=BORIS, revision=1, names=(PersonName(text="Omar Karim"),), roles=("harmed",))
    assert without("UA EGY 12/2026, EGY 12/2026", her("Amal"), hers) == "[withheld]"
    assert without("AL EGY 12/2026", her("Amal"), hers, told, known, *agreed(BORIS)) == "AL EGY 12/2026"


def test_hundreds_of_numbers_and_a_page_of_digits_are_compared_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [f"20100{number:07}" for number in range(0, 500_000, 1000)]
    looked = 0

    def begins(*given: Any, made: Any = digits._begins) -> Any:
        nonlocal looked
        looked += 1
        return made(*given)

    monkeypatch.setattr(digits, "_begins", begins)
    page = " ".join(str(number * number % 7) for number in range(5000))
    assert list(digits.stretches(page, numbers)) == []
    assert looked < len(numbers) * 10


@pytest.mark.parametrize("page", ["1" * 20_000, "1 " * 10_000])
def test_a_row_of_digits_that_is_no_number_does_not_hang_the_net(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred equal digits as a way of contact made a page of the same digits take minutes."""
    looked = 0

    def sixes(*given: Any, made: Any = digits._sixes) -> Any:
        nonlocal looked
        for place in made(*given):
            looked += 1
            yield place

    monkeypatch.setattr(digits, "_sixes", sixes)
    person = her(contact_ways=(ContactWay(kind="phone", value="1" * 300),), identity_papers="1" * 20_000)
    assert net(person).withheld(page, MARK) in (MARK, f"{MARK} ")
    assert looked <= len(page)


@settings(max_examples=60)
@given(st.text("0123456789", min_size=6, max_size=120), st.integers(0, 120))
def test_of_a_row_that_is_longer_than_a_number_every_seven_digits_are_looked_for(row: str, place: int) -> None:
    pieces = digits.recorded(row)
    assert all(len(piece) <= digits.MOST_DIGITS for piece in pieces) and pieces[-1] == digits._bare(row)[-digits.MOST_DIGITS :]
    seven = digits._bare(row)[place : place + 7]
    assert any(seven in piece for piece in pieces)


def test_a_row_that_is_longer_than_a_number_is_found_whole_and_in_groups() -> None:
    row = "38001900050000000002631800023141592653"
    person = her("Amal", contact_ways=(ContactWay(kind="other", value=row),))
    assert without(f"account {row}.", person) == "account [withheld]."
    grouped = " ".join(row[place : place + 4] for place in range(0, len(row), 4))
    assert without(f"account {grouped}.", person) == "account [withheld]."


@settings(max_examples=80)
@given(
    st.text("0123456789", min_size=7, max_size=14),
    st.lists(st.text(" .,-–·_()/", max_size=3), min_size=14, max_size=14),
    st.text(max_size=20),
)
def test_any_number_is_found_in_any_grouping(number: str, signs: list[str], around: str) -> None:
    person = her(contact_ways=(ContactWay(kind="phone", value=number),))
    grouped = "".join(digit + sign for digit, sign in zip(number, signs, strict=False))
    assert net(person).found_in(f"{around} x {grouped} x {around}") == (AMAL,)
