"""Many recorded numbers with the same digits in them: found as surely as one, without comparing each at every place of a page."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting import digits
from alongside.facts.persons import ContactWay, Person, PersonName
from tests.desk.submissions.drafting.test_withholding import MARK, her, net, without
from tests.desk.submissions.drafting.whole import AMAL, BORIS

LIKE = [f"111111{number:04}" for number in range(900)]
PAGES = ["1 " * 3000, "1" * 6000, "11 1" * 1500, " ".join(f"{number:03}111111" for number in range(500))]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("many", [100, 900])
def test_a_page_of_the_digits_that_hundreds_of_numbers_share_is_masked_in_bounded_work(
    page: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0

    def begins(*given: Any, made: Any = digits._begins) -> Any:
        nonlocal looked
        looked += 1
        return made(*given)

    monkeypatch.setattr(digits, "_begins", begins)
    papers = her(identity_papers=", ".join(LIKE[:many]))
    assert "111111" not in net(papers).withheld(page, MARK).replace(" ", "") and MARK in net(papers).withheld(page, MARK)
    assert looked <= len(page) * digits.MOST_SHARING


def test_each_of_many_numbers_is_found_as_it_is_alone() -> None:
    papers = her(identity_papers=", ".join(LIKE))
    for text in ("1111110123", "111 111 0123", "11-11-11 0123", "1111 110 899", "0049 111111 0123"):
        assert without(f"card {text} of 2010-01-23, 12.11.2026", papers).startswith("card [withheld] of 2010-01-23")
    assert without("card 110123 today", papers) == "card [withheld] today"
    assert without("In 2011, 2012, 111 of 1111 people on 11.11.2011", papers) == "In 2011, 2012, 111 of 1111 people on 11.11.2011"


def test_a_date_stays_where_many_numbers_begin_like_it() -> None:
    papers = her(identity_papers=", ".join(f"201001{number:05}" for number in range(50)))
    assert without("on 2010-01-23 and 23.01.2010, 2010-01", papers).startswith("on 2010-01-23 and 23.01.2010")
    assert without("ring 2010.01.000.07, 2010-01-00-007", papers) == "ring [withheld]"


def test_six_digits_that_many_share_lead_to_all_of_them() -> None:
    def number(which: int) -> str:
        return f"+20 100 123 {which:04}"

    def person(who: str, first: int) -> Person:
        ways = tuple(ContactWay(kind="phone", value=number(first + which)) for which in range(15))
        return Person(id=who, revision=1, names=(PersonName(text="Zzz"),), roles=("harmed",), contact_ways=ways)

    both = (person(AMAL, 0), person(BORIS, 15))
    assert net(*both).found_in("Ring 0100 123 9999.") == (AMAL, BORIS)
    assert net(person(AMAL, 0)).found_in("Ring 0100 123 9999.") == ()
    assert without("Ring +20 100 123 0007 today.", *both) == "Ring +[withheld] today."


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("12", min_size=7, max_size=12), min_size=25, max_size=60, unique=True),
    st.data(),
    st.lists(st.text(" .-/", max_size=2), min_size=12, max_size=12),
)
def test_however_many_share_them_all_digits_of_a_number_go(numbers: list[str], data: st.DataObject, signs: list[str]) -> None:
    number = data.draw(st.sampled_from(numbers))
    grouped = "".join(digit + sign for digit, sign in zip(number, signs, strict=False)).strip(" .-/")
    left = without(f"card x {grouped} x", her(identity_papers=", ".join(numbers)))
    assert "1" not in left and "2" not in left
