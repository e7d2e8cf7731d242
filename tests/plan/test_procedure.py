"""Rules of procedure: existence, status of a route, remedies at home, time limits, the same matter elsewhere, capture."""

from typing import Any

import pytest

from alongside.directory.dates import parse
from alongside.plan.rules import procedure
from tests.plan.making import directory, said, situation

D = directory()
LAW = "Some treaty art. 5"
Expected = tuple[str, str] | None


# --- existence


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2016-06-29", ("fails", "not-yet-existing")),
        ("2016-06-30", None),
        ("2020-12-31", None),
        ("2021-01-01", ("fails", "no-longer-existing")),
    ],
)
def test_a_route_exists_from_its_first_day_until_the_day_it_ended(as_of: str, expected: Expected) -> None:
    found = procedure.existence(situation(as_of=as_of), D, parse("2016-06-30"), parse("2021-01-01"))
    assert said(found) == expected


def test_a_route_founded_some_time_that_year_is_a_question() -> None:
    assert said(procedure.existence(situation(as_of="2016-06-30"), D, parse("2016"), None)) == ("unknown", "founded-about-then")
    assert said(procedure.existence(situation(as_of="2016-12-31"), D, parse("2016"), None)) is None
    assert said(procedure.existence(situation(as_of="2016-06-30"), D, None, parse("2016"))) == ("fails", "no-longer-existing")
    assert said(procedure.existence(situation(as_of="2015-12-31"), D, None, parse("2016"))) is None


# --- status


@pytest.mark.parametrize(
    ("status", "since", "expected"),
    [
        ("unverified", None, ("unknown", "unverified")),
        ("closed", None, ("fails", "route-closed")),
        ("closed", "2025-01", ("fails", "route-closed")),
        ("suspended", None, ("weak", "route-inactive")),
        ("halted", "2025-01", ("weak", "route-inactive")),
        ("halted", "2027-01", None),
    ],
)
def test_an_inactive_or_unverified_route_never_counts_as_open(status: str, since: str | None, expected: Expected) -> None:
    found = procedure.route_status(situation(as_of="2026-11-22"), D, status, parse(since) if since else None)
    assert said(found) == expected


def test_what_the_operator_decides_stays_a_question_and_a_body_without_remedies_is_not_advised() -> None:
    assert said(procedure.at_most(situation(), D, "conditional")) == ("unknown", "operator-decides")
    assert said(procedure.at_most(situation(), D, "not-advised")) == ("weak", "weak-route")


# --- remedies at home


@pytest.mark.parametrize(
    ("remedies", "petition", "interim"),
    [
        ("exhausted", ("holds", "remedies-exhausted"), None),
        ("unavailable", ("holds", "remedies-unavailable"), None),
        ("pending", ("unknown", "remedies-pending"), None),
        ("none-tried", ("weak", "remedies-none-tried"), ("unknown", "steps-none")),
        ("unknown", ("unknown", "remedies-unknown"), ("unknown", "remedies-unknown")),
        (None, ("unknown", "remedies-unknown"), ("unknown", "remedies-unknown")),
    ],
)
def test_petitions_need_remedies_used_up_and_interim_measures_only_steps(
    remedies: str | None, petition: Expected, interim: Expected
) -> None:
    told = situation(domestic_remedies=remedies)
    assert said(procedure.exhaustion(told, D, LAW)) == petition
    assert said(procedure.steps_taken(told, D, LAW)) == interim


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"irreparable_harm_imminent": True}, ("unknown", "steps-none")),
        ({"execution_or_removal_date": "2026-12-01"}, ("unknown", "steps-none")),
        ({"execution_or_removal_date": "2026-01-01"}, ("weak", "remedies-none-tried")),
        ({}, ("weak", "remedies-none-tried")),
    ],
)
def test_nothing_tried_is_no_reason_to_wait_where_harm_is_near_and_the_body_can_order_measures(
    told: dict[str, Any], expected: Expected
) -> None:
    seen = situation(domestic_remedies="none-tried", as_of="2026-11-22", **told)
    assert said(procedure.exhaustion(seen, D, LAW, interim=True)) == expected
    assert said(procedure.exhaustion(seen, D, LAW)) == ("weak", "remedies-none-tried")


# --- time limits


def limit(
    start: str = "decision", months: int = 6, before: str = "", months_before: int = 0, strict: bool = False, **told: Any
) -> Any:
    seen = situation(**({"as_of": "2026-11-22"} | told))
    return procedure.time_limit(seen, D, LAW, months, start, before, months_before, strict)


def test_where_no_remedy_existed_the_limit_runs_from_the_act() -> None:
    assert said(limit(domestic_remedies="unavailable", facts_date="2026-05-22")) == ("holds", "within-limit")
    assert said(limit(domestic_remedies="unavailable", facts_date="2026-05-21")) == ("fails", "time-limit-passed")
    assert limit(domestic_remedies="unavailable").question == "facts_date"


def test_a_strict_limit_is_not_stopped_by_an_act_that_goes_on() -> None:
    assert said(limit(start="act", strict=True, facts_date="2020", detained_now=True)) == ("fails", "time-limit-passed")


def test_the_last_day_of_a_limit_is_inside_and_the_next_outside() -> None:
    found = limit(final_domestic_decision_date="2026-05-22")
    assert said(found) == ("holds", "within-limit") and found.params["act_before"] == "2026-11-22" and not found.opens
    assert said(limit(final_domestic_decision_date="2026-05-21")) == ("fails", "time-limit-passed")


def test_a_limit_past_says_on_which_day_it_ended() -> None:
    assert limit(final_domestic_decision_date="2026-01-31", months=1).params["day"] == "2026-02-28"


def test_a_rough_date_is_a_question_at_the_boundary_only() -> None:
    assert said(limit(final_domestic_decision_date="2026-05")) == ("unknown", "limit-unclear")
    assert said(limit(final_domestic_decision_date="2026-04")) == ("fails", "time-limit-passed")
    assert said(limit(final_domestic_decision_date="2026-06")) == ("holds", "within-limit")
    unclear = limit(start="act", facts_date="2026-05")
    assert said(unclear) == ("unknown", "limit-unclear") and unclear.question == "facts_date"


def test_an_untold_start_is_asked_for() -> None:
    assert limit().question == "final_domestic_decision_date"
    assert limit(start="act").question == "facts_date"
    assert said(limit(domestic_remedies="exhausted")) == ("unknown", "limit-start-unknown")


@pytest.mark.parametrize("remedies", ["pending", "none-tried"])
def test_before_a_last_decision_the_clock_has_not_started(remedies: str) -> None:
    assert limit(domestic_remedies=remedies) is None
    assert said(limit(start="act", domestic_remedies=remedies)) == ("unknown", "limit-start-unknown")


@pytest.mark.parametrize("told", [{"detained_now": True}, {"acts": [{"code": "threats", "continuing": True}]}])
def test_a_limit_from_the_act_is_a_question_while_the_act_goes_on(told: dict[str, Any]) -> None:
    assert said(limit(start="act", facts_date="2020", **told)) == ("unknown", "limit-continuing")
    assert said(limit(start="act", facts_date="2020")) == ("fails", "time-limit-passed")
    assert said(limit(final_domestic_decision_date="2020", **told)) == ("fails", "time-limit-passed")


def test_an_older_decision_has_the_older_limit() -> None:
    """The European Court's six months became four for decisions from 1 February 2022 (Protocol No. 15 arts. 4, 8(3))."""
    court = {"months": 4, "before": "2022-02-01", "months_before": 6, "as_of": "2022-06-15"}
    assert said(limit(**court, final_domestic_decision_date="2022-01-31")) == ("holds", "within-limit")
    assert said(limit(**court, final_domestic_decision_date="2022-02-01")) == ("fails", "time-limit-passed")


# --- the same matter

OWN, BARRED = "un-ccpr", ("un-cat", "ecthr-application")


def same(mode: str, pending: list[str] | None = None, past: list[str] | None = None) -> Any:
    told = situation(pending_procedures=pending, past_procedures=past)
    return procedure.same_matter(told, D, OWN, BARRED, mode, LAW)


@pytest.mark.parametrize(
    ("mode", "pending", "past", "expected"),
    [
        ("pending", None, None, ("unknown", "same-matter-unknown")),
        ("pending", [], None, None),
        ("pending", ["un-cat"], None, ("fails", "same-matter-pending")),
        ("pending", [], ["un-cat"], None),
        ("pending", ["un-sp-general"], None, None),
        ("ever", [], None, ("unknown", "same-matter-unknown")),
        ("ever", None, [], ("unknown", "same-matter-unknown")),
        ("ever", [], [], None),
        ("ever", [], ["un-cat"], ("fails", "same-matter-examined")),
        ("ever", None, ["un-cat"], ("fails", "same-matter-examined")),
        ("ever", ["un-cat"], ["ecthr-application"], ("fails", "same-matter-pending")),
        ("counsel", ["un-cat"], None, ("unknown", "same-matter-counsel")),
        ("counsel", [], ["un-cat"], None),
        ("pending", ["un-ccpr"], None, ("holds", "already-before-it")),
    ],
)
def test_the_same_matter_elsewhere_bars_as_each_instrument_says(
    mode: str, pending: list[str] | None, past: list[str] | None, expected: Expected
) -> None:
    assert said(same(mode, pending, past)) == expected


def test_a_national_body_may_be_the_attacker_and_is_asked_about() -> None:
    found = procedure.captured(situation(), D)
    assert said(found) == ("unknown", "may-be-linked") and found.question == "linked-to-attacker"
