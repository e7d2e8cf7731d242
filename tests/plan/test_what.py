"""Rules of what was done: act, group, ground, torture, imminent harm, companies."""

from typing import Any

import pytest

from alongside.directory.mechanism import Scope
from alongside.plan.rules import what
from tests.plan.making import directory, said, situation

D = directory()
LAW = "Some treaty art. 1"


# --- scope


def test_a_mandate_for_any_act_takes_up_any() -> None:
    finding = what.scope(situation(acts=["threats", "travel-ban"]), D, Scope())
    assert said(finding) == ("holds", "any-act") and finding.opens
    assert finding.params["acts"] == ("travel-ban", "threats")  # in the order of the vocabulary


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"acts": ["killing"]}, ("holds", "act-in-scope")),
        ({"victim": {"categories": ["woman"]}}, ("holds", "group-in-scope")),
        ({"discrimination_grounds": ["sex"]}, ("holds", "ground-in-scope")),
        ({}, ("unknown", "group-unknown")),
        ({"victim": {"categories": []}}, ("unknown", "ground-unknown")),
        ({"victim": {"categories": ["lawyer"]}, "discrimination_grounds": ["race"]}, ("fails", "act-outside-scope")),
    ],
)
def test_a_narrow_mandate_needs_its_act_its_group_or_its_ground(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(what.scope(situation(**told), D, Scope(("killing",), ("woman",), ("sex",)))) == expected


def test_a_mandate_for_acts_alone_asks_nothing_about_groups() -> None:
    finding = what.scope(situation(), D, Scope(("killing",)))
    assert said(finding) == ("fails", "act-outside-scope") and finding.change == "scope"


# --- the ground itself


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("unknown", "ground-unknown")),
        ({"discrimination_grounds": []}, ("fails", "ground-not-shown")),
        ({"discrimination_grounds": ["religion"]}, ("fails", "ground-not-shown")),
        ({"discrimination_grounds": ["religion", "sex"]}, ("holds", "ground-in-scope")),
        ({"victim": {"categories": ["woman"]}, "discrimination_grounds": []}, ("fails", "ground-not-shown")),
    ],
)
def test_a_woman_victim_alone_is_not_discrimination_for_sex(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(what.ground(situation(**told), D, ("sex",), LAW)) == expected


# --- torture


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"acts": ["torture-ill-treatment"]}, ("holds", "torture-shown")),
        ({"acts": ["sexual-violence"]}, ("holds", "torture-shown")),
        ({"acts": ["death-in-custody"]}, ("holds", "torture-shown")),
        ({"acts": ["solitary-confinement"]}, ("unknown", "torture-possible")),
        ({"acts": ["extradition-removal"]}, ("unknown", "torture-possible")),
        ({"acts": ["disbarment"]}, ("fails", "no-torture")),
        (
            {"acts": ["disbarment"], "un_cooperation": [{"body": "un-treaty-body", "which": "cat"}]},
            ("unknown", "reprisal-for-committee"),
        ),
        ({"acts": ["disbarment"], "un_cooperation": [{"body": "un-treaty-body", "which": "CEDAW"}]}, ("fails", "no-torture")),
        ({"acts": ["disbarment"], "un_cooperation": [{"body": "un-treaty-body"}]}, ("fails", "no-torture")),
    ],
)
def test_the_committee_against_torture_needs_torture_or_a_reprisal_against_itself(
    told: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert said(what.torture_shown(situation(**told), D)) == expected


# --- imminent harm


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"acts": ["threats"]}, ("unknown", "harm-unknown")),
        ({}, ("unknown", "harm-not-from-acts")),
        ({"irreparable_harm_imminent": False}, ("fails", "no-imminent-harm")),
        ({"irreparable_harm_imminent": True, "acts": ["threats"]}, ("holds", "imminent-harm")),
        ({"irreparable_harm_imminent": True, "acts": ["travel-ban", "dismissal"]}, ("unknown", "harm-not-from-acts")),
        ({"irreparable_harm_imminent": True, "acts": ["travel-ban", "threats"]}, ("holds", "imminent-harm")),
        ({"execution_or_removal_date": "2026-11-22"}, ("holds", "execution-or-removal")),
        ({"execution_or_removal_date": "2026-11-21", "acts": ["threats"]}, ("unknown", "harm-unknown")),
        ({"execution_or_removal_date": "2026-11"}, ("holds", "execution-or-removal")),
        ({"execution_or_removal_date": "2026-12-01", "irreparable_harm_imminent": False}, ("holds", "execution-or-removal")),
    ],
)
def test_interim_measures_need_imminent_irreparable_harm(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(what.imminent_harm(situation(as_of="2026-11-22", **told), D, LAW)) == expected


# --- companies


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"perpetrator": "company"}, ("holds", "company-involved")),
        ({}, ("fails", "no-company")),
        ({"perpetrator": "unknown"}, ("unknown", "company-unknown")),
        ({"perpetrator": "state"}, ("fails", "no-company")),
    ],
)
def test_offices_for_companies_and_projects_need_a_company(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(what.company(situation(**told), D)) == expected


@pytest.mark.parametrize(
    ("perpetrator", "expected"),
    [
        (None, None),
        ("state", None),
        ("state-tolerated", None),
        ("unknown", None),
        ("company", ("unknown", "state-not-involved")),
        ("armed-group", ("unknown", "state-not-involved")),
        ("private", ("unknown", "state-not-involved")),
    ],
)
def test_torture_and_disappearance_in_law_need_a_state_behind_them(
    perpetrator: str | None, expected: tuple[str, str] | None
) -> None:
    assert said(what.state_involved(situation(perpetrator=perpetrator), D, LAW)) == expected


def test_a_mandate_that_takes_up_some_cases_of_an_act_asks_for_the_detail() -> None:
    clear, question = ("killing",), "death-threat"
    asked = what.detail_decides(situation(acts=["threats"]), D, clear, question)
    assert said(asked) == ("unknown", "depends-on-detail") and asked and asked.question == question
    assert what.detail_decides(situation(acts=["threats", "killing"]), D, clear, question) is None
