"""Who did it and is near to somebody who is not named: his name would tell hers, whether or not an act says that he did it."""

import sys
from typing import Any

import pytest

from alongside.desk.submissions.drafting.naming import LEFT_OUT, NAMED, UNNAMED, Naming, Terms
from alongside.facts.events import Act, Event, Involvement
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, PersonName, Relation
from tests.desk.submissions.drafting.whole import (
    AMAL,
    CHEN,
    GUARD,
    RAPPORTEUR,
    THREAT,
    TO_STATE,
    TODAY,
    agreed,
    made,
    person,
    text,
    yes,
)

KARIM = Person(id=GUARD, revision=1, names=(PersonName(text="Karim Zouari"),), roles=("perpetrator",))
OFFICER = Person(
    id=GUARD, revision=1, names=(PersonName(text="Karim Zouari"),), roles=("perpetrator",), perpetrator_type="police"
)


def tied(other: str, kind: str = "spouse") -> Relation:
    return Relation(id="e" * 32, revision=1, person=other, other=GUARD, type=kind)


def beaten(*by: str) -> Act:
    told = "Karim Zouari, her husband, beat her at home."
    return Act(id=THREAT, revision=1, code="threats", victims=(AMAL,), perpetrators=by, description=told)


def level(*facts: Fact) -> str:
    return Naming(facts, Terms(RAPPORTEUR, TODAY, TO_STATE)).level(GUARD)


@pytest.mark.parametrize("act", [beaten(GUARD), beaten()])
@pytest.mark.parametrize("him", [KARIM, OFFICER])
def test_the_husband_of_an_unnamed_victim_is_not_named_whether_or_not_an_act_says_that_he_did_it(act: Act, him: Person) -> None:
    facts = [person(AMAL, "amal", "harmed"), him, tied(AMAL), act, yes(AMAL, 901)]
    assert level(*facts) == UNNAMED
    assert "her husband" in text(made(facts)) and "Zouari" not in text(made(facts)) and "Karim" not in text(made(facts))


@pytest.mark.parametrize("act", [beaten(GUARD), beaten()])
def test_he_is_named_where_she_is(act: Act) -> None:
    assert level(person(AMAL, "amal", "harmed"), KARIM, tied(AMAL), act, *agreed(AMAL)) == NAMED


def test_who_is_tied_to_somebody_else_who_is_not_named_is_held_back_as_in_a_referral() -> None:
    case = [person(AMAL, "amal", "harmed"), person(CHEN, "chen", "relative"), OFFICER, tied(CHEN), beaten(GUARD), *agreed(AMAL)]
    assert Naming(case, Terms(RAPPORTEUR, TODAY, TO_STATE)).level(CHEN) == LEFT_OUT
    assert level(*case) == UNNAMED
    assert level(*case, *agreed(CHEN)) == UNNAMED  # a relative is known to the sender unless the officer chose more


def test_an_officer_who_is_near_to_nobody_is_named_however_little_is_told_of_her() -> None:
    assert level(person(AMAL, "amal", "harmed"), OFFICER, beaten(GUARD), yes(AMAL, 901)) == NAMED
    assert level(person(AMAL, "amal", "harmed"), OFFICER, beaten(), yes(AMAL, 901)) == NAMED


def test_many_acts_and_many_who_did_them_are_compared_once_and_not_each_with_each_for_every_act() -> None:
    him = [Person(id=f"{1000 + number:032x}", revision=1, roles=("perpetrator",)) for number in range(30)]
    event = Event(id="b" * 32, revision=1, perpetrator="state")
    acts = [
        Act(id=f"{5000 + number:032x}", revision=1, code="threats", victims=(AMAL,), event=event.id, perpetrators=(him[number % 30].id,))
        for number in range(120)
    ]  # fmt: skip
    case = [person(AMAL, "amal", "harmed"), *agreed(AMAL), *him, *acts, event]
    looked = 0

    def count(_: Any, what: str, __: Any) -> None:
        nonlocal looked
        looked += what in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = Naming(case, Terms(RAPPORTEUR, TODAY, TO_STATE))
    finally:
        sys.setprofile(None)
    assert all(found.level(one.id) == NAMED for one in him)
    assert looked < 10 * len(him) * len(case)


def test_who_did_an_act_is_told_by_the_act_first_and_then_by_the_involvements() -> None:
    act = beaten(GUARD)
    other, more = (Involvement(id=number * 32, revision=1, act=THREAT, person=who) for number, who in (("1", CHEN), ("2", GUARD)))
    gone = Involvement(id="3" * 32, revision=1, act="f" * 32, person=AMAL)
    assert Naming([other, more, gone, act], Terms(RAPPORTEUR, TODAY)).authors(act) == (GUARD, CHEN)
