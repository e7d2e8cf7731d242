"""Who is asked before being named: everybody but who did it and has no other part, the same in drafts and in referrals."""

from typing import Any

import pytest

from alongside.desk.submissions.drafting.naming import LEFT_OUT, Naming, Terms
from alongside.desk.submissions.referral import near
from alongside.facts.asking import answers_to_nobody
from alongside.facts.events import Act, Detention
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import StatusEvent, UnMention
from alongside.facts.persons import Person
from alongside.facts.protection import Measure, RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from tests.desk.submissions.drafting.whole import (
    AMAL,
    BORIS,
    GUARD,
    POLICE,
    RAPPORTEUR,
    TO_STATE,
    TODAY,
    agreed,
    name,
    person,
    yes,
)

ONE: dict[str, Any] = {"id": "f" * 32, "revision": 1}
FILE = {"file": "0" * 32, "sha256": "0" * 64, "size": 1, "arrived": "2026-11-01T00:00:00Z", "arrived_by": "9" * 32}
HIM = Person(id=GUARD, revision=1, names=name("guard"), roles=("perpetrator",), perpetrator_type="police")
CHILD = person("7" * 32, "child", "harmed", decided_by=(GUARD,))


@pytest.mark.parametrize(
    "told",
    [
        Cooperation(**ONE, body="un-treaty-body", by=GUARD), RiskAssessment(**ONE, person=GUARD, date=TODAY), CHILD,
        StatusEvent(**ONE, code="charged", persons=(GUARD,)), StatusEvent(**ONE, code="charged", source=GUARD),
        DomesticStep(**ONE, persons=(GUARD,)), Measure(**ONE, what="A lock", persons=(GUARD,)), Intervention(**ONE, persons=(GUARD,)),
        Detention(**ONE, person=GUARD), Act(**ONE, code="threats", victims=(GUARD,)), Act(**ONE, code="threats", sources=(GUARD,)),
        Evidence(**ONE, **FILE, source=GUARD), yes(GUARD, 901, recipient="un-wgad"), yes(AMAL, 901, by=GUARD, recipient="un-wgad"),
    ],
)  # fmt: skip
def test_who_has_any_other_part_is_asked_in_drafts_and_in_referrals_alike(told: Fact) -> None:
    facts = [person(AMAL, "amal", "harmed"), *agreed(AMAL), HIM, told]
    assert Naming(facts, Terms(RAPPORTEUR, TODAY, TO_STATE)).level(GUARD) == LEFT_OUT
    assert not answers_to_nobody(HIM, facts)
    assert GUARD in near.protected({one.id: one for one in facts})


def test_who_only_did_it_and_a_body_of_the_state_are_asked_in_neither() -> None:
    police = Person(id=POLICE, revision=1, names=name("police"), counting_unit="organisation", perpetrator_type="police")
    act = Act(**ONE, code="threats", victims=(AMAL,), perpetrators=(GUARD, POLICE))
    facts = [person(AMAL, "amal", "harmed"), *agreed(AMAL), HIM, police, act]
    found = Naming(facts, Terms(RAPPORTEUR, TODAY, TO_STATE))
    assert found.needs_no_consent(GUARD) and found.needs_no_consent(POLICE)
    assert near.protected({one.id: one for one in facts}) == {AMAL}


def test_a_mention_that_came_of_a_step_concerns_those_for_whom_the_step_was() -> None:
    step = Intervention(id="e" * 32, revision=1, persons=(BORIS,))
    mention = UnMention(**ONE, symbol="A/HRC/48/28", named=False, intervention=step.id)
    facts = [person(AMAL, "amal", "harmed"), person(BORIS, "boris", "harmed"), *agreed(AMAL), step, mention]
    found = Naming(facts, Terms(RAPPORTEUR, TODAY, TO_STATE))
    assert found.concerned(mention) == (BORIS,) and not found.usable(mention)
