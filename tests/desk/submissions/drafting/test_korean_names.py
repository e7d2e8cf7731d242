"""Korean names: written together or with blanks, and the given name alone, as every account has it."""

import pytest

from alongside.desk.submissions.drafting.forbidding import Forbidden
from alongside.desk.submissions.referral.naming import Names
from alongside.facts.persons import Person, PersonName
from tests.desk.submissions.drafting.test_withholding import her, net, without
from tests.desk.submissions.drafting.whole import AMAL, BORIS, agreed


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("김철수", "김 철수는 체포되었다. 철수의 집", "[withheld]는 체포되었다. [withheld]의 집"),
        ("김철수", "김철수와 김 철 수는 김\n철수", "[withheld]와 [withheld]는 [withheld]"),
        ("김 철수", "김철수는 철수의 집에", "[withheld]는 [withheld]의 집에"),
        ("철수 김", "김철수는", "김[withheld]는"),
        ("남궁민수", "남궁 민수는 민수 씨, 남궁 씨", "[withheld]는 [withheld] 씨, [withheld] 씨"),
        ("제갈민", "제갈 민", "[withheld]"),
        ("김하늘별", "하늘별", "[withheld]"),
        ("김\u1112\u1161\u1102\u1173\u11af", "하늘", "[withheld]"),
        ("김철수", "경찰이 오늘 수도의 철도 역에 김치를", "경찰이 오늘 수도의 철도 역에 김치를"),
        ("김철수", "김 씨는 철도로 수도에", "김 씨는 철도로 수도에"),
        ("김수", "김 수는 수도에", "김 수는 수도에"),
        ("모하메드", "하메드, 메드", "[withheld], 메드"),
    ],
)
def test_a_korean_name_is_found_with_blanks_in_it_and_by_its_given_name(name: str, text: str, left: str) -> None:
    found = without(text, her(name)).replace("[withheld] [withheld]", "[withheld]")
    assert found == left
    hers = "[withheld]" in left
    assert net(her(name)).found_in(text) == ((AMAL,) if hers else ()) and Names([her(name)]).stand_in(text) is hers


def test_it_is_found_beside_its_latin_spelling() -> None:
    both = her("김철수", "Kim Cheol-su")
    left = without("김 철수는 체포되었다. 철수의 집. Kim Cheol-su, Cheol-su.", both)
    assert "철수" not in left and "Cheol" not in left
    assert "철수" not in without("김철수, 철수", her("Kim Cheol-su", "김철수"))


def test_the_given_name_of_somebody_who_may_be_told_stays() -> None:
    known = Person(id=BORIS, revision=1, names=(PersonName(text="박철수"),), roles=("harmed",))
    assert without("박철수, 철수, 김철수", her("김철수"), known, *agreed(BORIS)) == "박철수, 철수, [withheld]"


def test_a_longer_row_of_syllables_is_no_name_with_a_family() -> None:
    made = Forbidden()
    made.name(PersonName(text="평화를위한모임"), (AMAL,), parts=True)
    assert set(made.runs) == {"평화를위한모임"}
