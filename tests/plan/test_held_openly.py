"""Whom an authority says to hold, in a place that is known, is not offered the routes of the missing."""

from datetime import date
from typing import Any

import pytest

from alongside.directory import reader
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.situation import situation
from alongside.facts.steps import Cooperation
from alongside.plan import reading
from alongside.plan.decide import planner
from tests.facts.making import ALICE, person

TODAY = date(2026, 11, 22)
HELD = {"held": True, "acknowledged": True, "place": "Central prison"}


def statuses(*more: Fact, **held: Any) -> tuple[str, str]:
    """What the plan says of the Working Group and of the Committee's urgent action."""
    case = [
        person(ALICE, roles=("harmed",)),
        Event(id="1" * 32, revision=1, state_responsible="ARG", territory="ARG"),
        Act(id="2" * 32, revision=1, code="incommunicado-detention", victims=(ALICE,)),
        Detention(id="3" * 32, revision=1, person=ALICE, **held),
        *more,
    ]
    directory = reader.load()
    plan = planner(directory).plan(reading.read(situation(case, ALICE, TODAY), directory, TODAY))
    found = {one.mechanism.id: one.status for one in plan.options}
    return found["un-wgeid"], found["un-ced-urgent-action"]


@pytest.mark.parametrize("told", [HELD | {"acknowledged": None}, HELD | {"acknowledged": False}, HELD | {"place": None}])
def test_as_long_as_nobody_owns_up_or_her_place_is_unknown_they_stay_open_under_conditions(told: dict[str, Any]) -> None:
    assert statuses(**told) == ("conditional", "conditional")


def test_who_is_held_openly_is_not_missing() -> None:
    assert statuses(**HELD) == ("closed", "closed")


def test_a_disappearance_that_goes_on_stays_one() -> None:
    gone = Act(id="4" * 32, revision=1, code="enforced-disappearance", victims=(ALICE,), continuing=True)
    assert "closed" not in statuses(gone, **HELD)


def test_who_worked_with_the_working_group_may_still_ask_it_for_a_prompt_intervention() -> None:
    worked = Cooperation(id="5" * 32, revision=1, body="un-special-procedures", which="WGEID", by=ALICE)
    assert statuses(worked, **HELD)[0] == "conditional"
