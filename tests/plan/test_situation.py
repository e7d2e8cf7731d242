"""Facts that follow from what was told."""

from typing import Any

import pytest

from tests.plan.making import situation


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"detained_now": True}, "arrest-detention"),
        ({"missing_now": True}, "enforced-disappearance"),
        ({"execution_or_removal_date": "2027-01-01"}, "death-penalty"),
        ({"execution_or_removal_date": "2027-01-01"}, "extradition-removal"),
    ],
)
def test_what_is_done_to_her_now_is_an_act_though_nobody_listed_it(told: dict[str, Any], code: str) -> None:
    assert code in situation(**told).act_codes
    assert code not in situation().act_codes


def test_a_date_of_removal_adds_no_death_penalty_where_removal_was_told() -> None:
    told = situation(acts=["deportation-visa"], execution_or_removal_date="2027-01-01")
    assert told.act_codes == {"deportation-visa"}


@pytest.mark.parametrize(
    ("told", "categories"),
    [
        ({}, None),
        ({"victim": {"categories": []}}, set()),
        ({"victim": {"categories": ["woman"]}}, {"woman"}),
        ({"victim": {"categories": ["woman"], "age": 12}}, {"woman", "child"}),
        ({"victim": {"age": 12}}, None),
        ({"victim": {"age": 30}}, None),
        (
            {"persons": [{"role": "harmed", "categories": ["lawyer"]}, {"role": "helper", "categories": ["woman"]}]},
            {"lawyer", "woman"},
        ),
        ({"persons": [{"role": "relative", "categories": ["child"]}]}, None),
        ({"persons": [{"role": "harmed"}]}, None),
    ],
)
def test_groups_are_those_of_everyone_but_relatives(told: dict[str, Any], categories: set[str] | None) -> None:
    assert situation(**told).categories == categories


@pytest.mark.parametrize(
    ("told", "happened"),
    [
        ({}, None),
        ({"facts_date": "2020", "missing_since": "2021"}, "2020"),
        ({"acts": [{"code": "threats", "date": "2020"}, {"code": "killing", "date": "2021-05"}, "doxxing"]}, "2021-05"),
        ({"missing_since": "2019", "detained_since": "2018"}, "2019"),
        ({"detained_since": "2018"}, "2018"),
    ],
)
def test_it_happened_when_told_else_at_the_latest_act_else_since_she_is_held_or_missing(
    told: dict[str, Any], happened: str | None
) -> None:
    found = situation(**told).happened
    assert (found and found.text) == happened


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({}, "EGY"),
        ({"territory": "SDN"}, "SDN"),
        ({"territory": "SDN", "present_country": "TUN"}, "TUN"),
        ({"in_exile": True}, None),
        ({"in_exile": True, "present_country": "TUN"}, "TUN"),
        ({"in_exile": False}, "EGY"),
    ],
)
def test_she_is_where_told_and_in_exile_nobody_guesses(told: dict[str, Any], place: str | None) -> None:
    assert situation(**told).place == place


def test_told_tells_an_answer_of_no_from_silence() -> None:
    assert situation(detained_now=False).told("detained_now")
    assert not situation().told("detained_now")
