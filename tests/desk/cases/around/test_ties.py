"""Who is what to whom: every tie of a case, by pairs, with the side to whom something was done; and the page that draws it."""

import re

import pytest

from alongside.desk.cases.around.ties import Tie, lines, ties
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import walk

AMAL, OFFICER, LAWYER = person("Amal"), person("Officer", "perpetrator"), person("Lawyer", "colleague")


def found(*more: Fact) -> list[Tie]:
    return ties({one.id: one for one in (AMAL, OFFICER, LAWYER, *more)})


def test_a_relation_an_act_a_part_in_it_a_lawyer_and_who_decides_are_ties() -> None:
    act = fact("act", code="threats", victims=[AMAL.id], perpetrators=[OFFICER.id])
    child = fact("person", names=[{"text": "Child"}], decided_by=[AMAL.id])
    made = found(
        act,
        child,
        fact("relation", person=AMAL.id, other=LAWYER.id, type="friend"),
        fact("involvement", act=act.id, person=LAWYER.id, degree="present"),
        fact("involvement", act=act.id, person=OFFICER.id, degree="carried-out"),  # the act says so already
        fact("detention", person=AMAL.id, lawyer=LAWYER.id),
    )
    assert {(one.why, one.person, one.other) for one in made} == {
        ("relation", AMAL.id, LAWYER.id),
        ("act", AMAL.id, OFFICER.id),
        ("involvement", AMAL.id, LAWYER.id),
        ("lawyer", AMAL.id, LAWYER.id),
        ("decides", child.id, AMAL.id),
    }
    assert len(made) == 5


def test_who_is_not_in_the_case_has_no_tie_and_nobody_has_one_to_himself() -> None:
    gone = person("Gone")
    assert found(fact("relation", person=AMAL.id, other=gone.id, type="friend")) == []
    assert found(fact("act", code="threats", victims=[OFFICER.id], perpetrators=[OFFICER.id])) == []


def test_the_ties_of_two_are_one_line_with_one_direction_if_they_have_one() -> None:
    act = fact("act", code="threats", victims=[AMAL.id], perpetrators=[OFFICER.id])
    back = fact("act", code="smear-campaign", victims=[OFFICER.id], perpetrators=[AMAL.id])
    order = [AMAL.id, OFFICER.id, LAWYER.id]
    (one,) = lines(found(act, fact("relation", person=OFFICER.id, other=AMAL.id, type="neighbour")), order)
    assert (one.one, one.other, one.towards, len(one.ties)) == (AMAL.id, OFFICER.id, AMAL.id, 2)
    assert [line.towards for line in lines(found(act, back), order)] == [""]
    assert [line.towards for line in lines(found(fact("detention", person=AMAL.id, lawyer=LAWYER.id)), order)] == [""]


@pytest.mark.usefixtures("database")
def test_the_page_draws_everybody_and_says_it_again_in_a_table() -> None:
    one = walk()
    officer = person("Colonel <Invented>", "perpetrator")
    one.add(
        officer,
        fact("relation", person=one.her.id, other=one.husband.id, type="spouse"),
        fact("act", code="threats", victims=[one.her.id], perpetrators=[officer.id]),
    )
    answer = one.get("relations/").content.decode()
    picture = re.search(r"<svg.*?</svg>", answer, re.DOTALL)
    assert picture and answer.count("<svg class") == 1
    assert 'role="img"' in picture[0] and " style=" not in picture[0] and "<script" not in picture[0]
    assert "<Invented" not in picture[0] and "Amal Fictional" in picture[0]
    table = re.sub("[\u2068\u2069]", "", answer[picture.end() :])  # each name runs in its own direction
    for words in ("husband or wife", "Threats: done to Amal Fictional by Colonel &lt;Invented&gt;", "Husband Fictional"):
        assert words in table, words


@pytest.mark.usefixtures("database")
def test_a_very_large_case_says_that_the_picture_is_not_all_and_the_table_is() -> None:
    one = walk()
    many = [person(f"Person {number:03}", "community") for number in range(60)]
    one.add(*many)
    page = one.page("relations/")
    assert "more than a picture can show" in page and all(f"Person {number:03}" in page for number in range(60))
