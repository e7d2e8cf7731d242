"""Rules of the person: whom a route serves, dead or alive, held, missing, of which group."""

from typing import Any

import pytest

from alongside.plan.rules import who
from tests.plan.making import directory, said, situation

D = directory()


@pytest.mark.parametrize(
    ("kind", "kinds", "expected"),
    [
        (None, ("individual", "family"), None),
        (None, ("organisation",), ("unknown", "organisation-applies")),
        ("individual", ("individual",), None),
        ("organisation", ("organisation",), None),
        ("individual", ("organisation",), ("unknown", "organisation-applies")),
        ("organisation", ("individual",), ("unknown", "for-each-person")),
        ("family", ("individual", "organisation"), ("unknown", "for-each-person")),
    ],
)
def test_who_may_be_victim_is_a_question_never_a_closed_door(
    kind: str | None, kinds: tuple[str, ...], expected: tuple[str, str] | None
) -> None:
    assert said(who.beneficiary(situation(victim={"kind": kind} if kind else None), D, kinds)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("unknown", "group-unknown")),
        ({"victim": {"categories": ["journalist", "woman"]}}, ("holds", "group-served")),
        ({"victim": {"categories": []}}, ("fails", "group-not-served")),
        ({"persons": [{"role": "harmed", "categories": ["journalist"]}]}, ("holds", "group-served")),
        ({"persons": [{"role": "relative", "categories": ["journalist"]}]}, ("unknown", "group-unknown")),
    ],
)
def test_a_route_kept_for_a_group_follows_the_persons_own_group(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(who.category(situation(**told), D, ("journalist",))) == expected


def test_anyone_under_eighteen_is_a_child() -> None:
    wanted = ("child",)
    assert said(who.category(situation(victim={"categories": [], "age": 17}), D, wanted)) == ("holds", "group-served")
    assert said(who.category(situation(victim={"categories": [], "age": 18}), D, wanted)) == ("fails", "group-not-served")


# --- the living and the dead

DEAD, ALIVE = {"alive": False}, {"alive": True}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("unknown", "life-unknown")),
        ({"deceased": False}, None),
        ({"acts": ["killing"]}, ("unknown", "life-unknown")),
        ({"acts": ["death-in-custody"]}, ("unknown", "life-unknown")),
        (
            {"acts": ["killing"], "persons": [{"role": "harmed"} | DEAD, {"role": "relative"} | ALIVE]},
            ("unknown", "life-unknown"),
        ),
        ({"persons": [{"role": "harmed"} | DEAD]}, ("fails", "nobody-alive")),
        ({"persons": []}, ("unknown", "life-unknown")),
        ({"deceased": True}, ("fails", "nobody-alive")),
        ({"deceased": True, "targets": ["self"]}, ("fails", "nobody-alive")),
        ({"deceased": True, "targets": ["self", "family"]}, ("unknown", "for-the-living")),
        ({"deceased": True, "persons": [{"role": "relative"} | ALIVE]}, ("unknown", "for-the-living")),
        ({"deceased": True, "persons": [{"role": "harmed"}]}, ("fails", "nobody-alive")),
        ({"deceased": True, "persons": [{"role": "relative"} | DEAD]}, ("fails", "nobody-alive")),
    ],
)
def test_nothing_interim_for_the_dead_and_every_urgent_route_for_threatened_relatives(
    told: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    assert said(who.living(situation(**told), D)) == expected


def test_a_route_that_also_helps_those_left_behind_stays_open_after_a_death() -> None:
    assert said(who.living(situation(deceased=True), D, families=True)) == ("holds", "for-the-family")
    assert who.living(situation(), D, families=True) is None


# --- held


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"detained_now": True}, ("holds", "held-now")),
        ({"detained_now": True, "deceased": True}, ("fails", "nobody-alive")),
        ({"acts": ["house-arrest"]}, ("unknown", "detention-unknown")),
        ({}, ("unknown", "detention-unknown")),
        ({"detained_now": False}, ("fails", "not-held")),
        ({"detained_now": False, "acts": ["arrest-detention"]}, ("weak", "released")),
        ({"detained_now": False, "acts": ["house-arrest"]}, ("unknown", "confined-elsewhere")),
        ({"detained_now": False, "acts": [{"code": "house-arrest", "until": "2026"}]}, ("weak", "released")),
        ({"detained_now": False, "acts": ["house-arrest"], "released_on": "2026"}, ("weak", "released")),
        ({"released_on": "2026-01-01"}, ("weak", "released")),
        ({"detained_now": False, "released_on": "2026-01-01"}, ("weak", "released")),
    ],
)
def test_arbitrary_detention_is_for_the_held_and_hardly_for_the_released(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(who.deprived_of_liberty(situation(**told), D)) == expected


def test_detention_told_as_act_speaks_for_the_working_group_even_before_it_is_known_to_last() -> None:
    assert who.deprived_of_liberty(situation(acts=["house-arrest"]), D).opens
    assert not who.deprived_of_liberty(situation(), D).opens


# --- missing

WGEID = {"un_cooperation": [{"body": "un-special-procedures", "which": "wgeid"}]}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"missing_now": True}, ("holds", "missing-now")),
        ({"missing_now": True, "missing_since": "2026-08-22"}, ("holds", "missing-now")),
        ({"missing_now": True, "missing_since": "2026-08-21"}, ("holds", "missing-standard-procedure")),
        ({"missing_now": True, "missing_since": "2026-08"}, ("holds", "missing-now")),
        ({"missing_now": False}, ("fails", "not-missing")),
        ({}, ("unknown", "missing-unknown")),
        ({"missing_now": False} | WGEID, ("unknown", "prompt-intervention")),
        ({"missing_now": True} | WGEID, ("holds", "missing-now")),
    ],
)
def test_the_disappeared_have_three_months_of_urgent_procedure_then_the_standard_one(
    told: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert said(who.disappeared(situation(as_of="2026-11-22", **told), D)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"missing_now": True}, ("holds", "missing-now")),
        ({"missing_now": False}, ("fails", "not-missing")),
        ({"acts": ["abduction"]}, ("unknown", "missing-unknown")),
    ],
)
def test_urgent_action_under_the_convention_is_for_those_still_disappeared(
    told: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert said(who.disappearance_goes_on(situation(**told), D)) == expected


def test_an_abduction_told_speaks_for_the_routes_of_the_disappeared() -> None:
    for rule in (who.disappeared, who.disappearance_goes_on):
        assert rule(situation(acts=["abduction"]), D).opens
        assert not rule(situation(), D).opens
