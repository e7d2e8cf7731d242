"""The link to the United Nations: told or not, which body, before or after, by whom; and links to regional bodies."""

from typing import Any

import pytest

from alongside.plan.rules import un_link
from alongside.plan.situation import Cooperation
from tests.plan.making import directory, said, situation

D = directory()
COMMITTEE: dict[str, Any] = {"body": "un-treaty-body"}
COUNCIL: dict[str, Any] = {"body": "un-human-rights-council"}


def link(contacts: list[dict[str, Any]] | None, *, bodies: tuple[str, ...] = (), which: tuple[str, ...] = (), **told: Any) -> Any:
    return said(un_link.un_link(situation(un_cooperation=contacts, **told), D, bodies=bodies, which=which))


def test_a_link_that_nobody_told_is_asked_for() -> None:
    finding = un_link.un_link(situation(), D)
    assert said(finding) == ("unknown", "un-link-unknown") and finding.question == "un_cooperation" and not finding.opens


def test_no_link_closes() -> None:
    assert link([]) == ("fails", "no-un-link")


@pytest.mark.parametrize("form", ["done", "tried", "planned", "presumed", None])
@pytest.mark.parametrize("by", ["self", "relative", "helped-person", None])
def test_contact_done_tried_planned_or_presumed_by_her_or_those_around_her_is_a_link(form: str | None, by: str | None) -> None:
    assert link([COMMITTEE | {"form": form, "by": by}]) == ("holds", "un-link")


# --- before or after

LATER = COMMITTEE | {"date": "2024-02-01"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"acts": [{"code": "threats", "date": "2024-01-31"}]}, ("fails", "contact-after-act")),
        ({"acts": [{"code": "threats", "date": "2024-02-01"}]}, ("holds", "un-link")),
        ({"acts": [{"code": "threats", "date": "2024"}]}, ("holds", "un-link")),
        ({"acts": ["threats"]}, ("holds", "un-link")),
        ({"acts": ["threats"], "facts_date": "2023"}, ("fails", "contact-after-act")),
        ({"acts": [{"code": "threats", "date": "2023"}, {"code": "killing", "date": "2024-03"}]}, ("holds", "un-link")),
        ({"acts": [{"code": "threats", "date": "2023", "until": "2024-03"}]}, ("holds", "un-link")),
        ({"acts": [{"code": "threats", "date": "2023", "continuing": True}]}, ("holds", "un-link")),
        ({"acts": [{"code": "threats", "date": "2023"}], "detained_now": True}, ("holds", "un-link")),
        ({"acts": [{"code": "threats", "date": "2023"}], "missing_now": True}, ("holds", "un-link")),
    ],
)
def test_contact_only_after_every_act_is_no_cause_of_it(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert link([LATER], **told) == expected


@pytest.mark.parametrize("form", ["planned", "presumed"])
def test_contact_planned_or_presumed_may_be_punished_before_it_took_place(form: str) -> None:
    assert link([LATER | {"form": form}], acts=[{"code": "threats", "date": "2023"}]) == ("holds", "un-link")


def test_one_earlier_contact_among_later_ones_is_enough() -> None:
    acts = [{"code": "threats", "date": "2023"}]
    assert link([LATER, COMMITTEE | {"date": "2022"}], acts=acts) == ("holds", "un-link")


# --- which body


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([COMMITTEE], ("holds", "un-link")),
        ([COUNCIL], ("fails", "other-un-body")),
        ([{"body": "un-unspecified"}], ("unknown", "un-body-unknown")),
        ([COUNCIL, {"body": "un-other"}], ("unknown", "un-body-unknown")),
        ([COUNCIL, COMMITTEE], ("holds", "un-link")),
    ],
)
def test_a_bodys_own_reprisals_procedure_needs_contact_with_that_body(
    contacts: list[dict[str, Any]], expected: tuple[str, str]
) -> None:
    assert link(contacts, bodies=("un-treaty-body",)) == expected


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([COMMITTEE | {"which": "spt"}], ("holds", "un-link")),
        ([COMMITTEE | {"which": "CEDAW"}], ("fails", "other-un-body")),
        ([COMMITTEE], ("unknown", "committee-not-understood")),
        ([COMMITTEE | {"which": "the one in Geneva"}], ("unknown", "committee-not-understood")),
        ([COMMITTEE | {"which": "CAT, and its Subcommittee on Prevention of Torture"}], ("holds", "un-link")),
        ([COMMITTEE | {"which": "CEDAW"}, {"body": "un-unspecified"}], ("unknown", "un-body-unknown")),
        ([COUNCIL], ("fails", "other-un-body")),
    ],
)
def test_a_committees_focal_point_needs_that_committee(contacts: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    assert link(contacts, bodies=("un-treaty-body",), which=("SPT", "OPCAT")) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, set()),
        ("", set()),
        ("cat", {"CAT"}),
        ("CAT, CEDAW", {"CAT", "CEDAW"}),
        ("the Human Rights Committee", {"CCPR"}),
        ("OPCAT", {"SPT"}),
        ("Working Group on Enforced or Involuntary Disappearances", {"WGEID"}),
        ("education", set()),
    ],
)
def test_what_people_write_names_the_committees_they_mean(written: str | None, meant: set[str]) -> None:
    assert un_link.committees(Cooperation("un-treaty-body", written)) == meant


# --- regional bodies


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("unknown", "other-link-unknown")),
        ({"other_cooperation": []}, ("fails", "no-other-link")),
        ({"other_cooperation": ["achpr"]}, ("fails", "no-other-link")),
        ({"other_cooperation": [{"body": "coe"}]}, ("holds", "other-link")),
    ],
)
def test_a_regional_reprisals_file_needs_contact_with_its_own_body(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(un_link.other_link(situation(**told), D, "coe")) == expected
