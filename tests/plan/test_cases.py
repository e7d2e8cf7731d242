"""The plan over published cases: what lawyers expected, what they ruled out, and that each open route is opened by a fact."""

import json
from typing import Any

import pytest

from alongside.directory.dates import Span
from alongside.directory.reader import load
from alongside.directory.vocabulary import ACTS
from alongside.plan.decide import Option, planner
from alongside.plan.finding import Verdict
from alongside.plan.reading import read
from tests.plan import making

CASES = making.lines("cases.jsonl")
ANSWERED = [case for case in CASES if "expected" in case]
NEGATIVES = making.lines("scope_negatives.jsonl")
REPRISALS = (
    "un-sg-reprisals-report",
    "un-asg-senior-official-reprisals",
    "un-tb-reprisals-san-jose",
    "un-hrc-president-bureau",
    "un-upr-secretariat",
    "un-spt-opcat-reprisals",
)
USABLE = ("open", "conditional")

# Which told field a reason that opens a route rests on. A new opening reason without a line here fails below.
RESTS_ON = {
    "any-act": "acts",
    "act-in-scope": "acts",
    "torture-shown": "acts",
    "group-in-scope": "victim_categories",
    "group-served": "victim_categories",
    "ground-in-scope": "discrimination_grounds",
    "in-force": "state_responsible",
    "un-link": "un_cooperation",
    "other-link": "other_cooperation",
    "held-now": "detained_now",
    "missing-now": "missing_now",
    "missing-standard-procedure": "missing_now",
    "imminent-harm": "irreparable_harm_imminent",
    "execution-or-removal": "execution_or_removal_date",
    "company-involved": "perpetrator",
    "outside-own-country": "nationality",
    "foreign-national": "nationality",
}


def name(case: dict[str, Any]) -> str:
    return str(case["situation"]["id"])


def options(raw: dict[str, Any]) -> list[Option]:
    return list(planner(load()).plan(read(raw, load(), making.TODAY)).options)


PLANS = {name(case): options(case["situation"]) for case in CASES}


def status(case: dict[str, Any]) -> dict[str, str]:
    return {option.mechanism.id: option.status for option in PLANS[name(case)]}


@pytest.mark.parametrize("case", ANSWERED, ids=name)
def test_what_a_lawyer_ruled_out_is_never_offered(case: dict[str, Any]) -> None:
    offered = {id_: status(case)[id_] for id_ in case["forbidden"] if status(case)[id_] in USABLE}
    assert offered == {}


def test_nineteen_of_twenty_expected_routes_are_open_or_conditional() -> None:
    expected = [(name(case), one["id"], status(case)[one["id"]]) for case in ANSWERED for one in case["expected"]]
    missed = [one for one in expected if one[2] not in USABLE]
    assert len(missed) <= 0.05 * len(expected), missed


def test_nine_of_ten_routes_of_first_priority_stand_among_the_first_twenty() -> None:
    places = {
        (name(case), one["id"]): [option.mechanism.id for option in PLANS[name(case)]].index(one["id"])
        for case in ANSWERED
        for one in case["expected"]
        if one["priority"] == 1
    }
    late = {key: place for key, place in places.items() if place >= 20}
    assert len(late) <= 0.1 * len(places), late


@pytest.mark.parametrize("case", ANSWERED, ids=name)
def test_each_list_of_which_one_must_be_offered_has_one(case: dict[str, Any]) -> None:
    for some in case["expected_any"]:
        assert any(status(case)[id_] in USABLE for id_ in some), some


@pytest.mark.parametrize("case", NEGATIVES, ids=name)
def test_an_attack_without_a_un_link_opens_no_reprisals_mechanism_and_keeps_the_others(case: dict[str, Any]) -> None:
    found = {option.mechanism.id: option.status for option in options(case["situation"])}
    assert {id_: found[id_] for id_ in REPRISALS} == dict.fromkeys(REPRISALS, "closed")
    assert {id_: found[id_] for id_ in case["still"] if found[id_] not in USABLE} == {}


@pytest.mark.parametrize("case", NEGATIVES, ids=name)
def test_the_same_attack_with_the_link_not_told_asks_for_it(case: dict[str, Any]) -> None:
    raw = {key: value for key, value in case["situation"].items() if key != "un_cooperation"}
    for option in options(raw):
        if option.mechanism.id == "un-sg-reprisals-report":
            assert option.status == "conditional"
            assert "un_cooperation" in [finding.question for finding in option.findings]


# --- open is not a default


def opened_by(option: Option) -> list[str]:
    return [finding.code for finding in option.findings if finding.opens and finding.verdict == Verdict.HOLDS]


def told(raw: dict[str, Any], field: str) -> bool:
    if field == "victim_categories":
        return bool(raw.get("victim", {}).get("categories")) or raw.get("victim", {}).get("age") is not None
    if field == "nationality":
        return any(raw.get(one) for one in ("nationality", "in_exile", "nationality_status"))
    return bool(raw.get(field))


def never_bound(codes: tuple[str, ...], day: Span) -> str:
    """A State that belonged to none of these treaties."""
    for iso3, row in load().states.items():
        if row["un"] != "territory" and all(load().standing(code, iso3, day).why == "not-party" for code in codes):
            return iso3
    raise LookupError(codes)


def without(raw: dict[str, Any], option: Option) -> dict[str, Any]:
    """The situation with every kind of fact taken away that opened this route. The act becomes one outside its scope."""
    changed = json.loads(json.dumps(raw))
    fields = {RESTS_ON[code] for code in opened_by(option)}
    if {"group-in-scope", "ground-in-scope"} & set(opened_by(option)):
        fields.add("acts")
    for field in fields:
        if field == "acts":
            scope = option.mechanism.scope.acts
            changed["acts"] = [next(act for act in reversed(ACTS) if act not in scope)]
            # The first three are acts as well; a group or a ground may be in scope instead of the act.
            for fact in (
                "detained_now",
                "missing_now",
                "execution_or_removal_date",
                "victim",
                "persons",
                "discrimination_grounds",
            ):
                changed.pop(fact, None)
        elif field == "victim_categories":
            changed.pop("victim", None)
            changed.pop("persons", None)
        elif field == "state_responsible":
            area = option.mechanism.at_risk_in
            day = read(raw, load(), making.TODAY).today
            changed["state_responsible"] = never_bound(area.codes, day)
            for fact in ("territory", "present_country", "foreign_state"):
                changed.pop(fact, None)
        elif field == "nationality":
            for fact in ("nationality", "in_exile", "nationality_status", "present_country"):
                changed.pop(fact, None)
        else:
            changed.pop(field, None)
    return changed


@pytest.mark.parametrize("case", CASES + NEGATIVES, ids=name)
def test_every_open_route_is_opened_by_a_fact_that_was_told(case: dict[str, Any]) -> None:
    raw = case["situation"]
    for option in options(raw):
        if option.status == "open":
            codes = opened_by(option)
            print(f"{name(case)}: {option.mechanism.id} is open because of {', '.join(codes)}")
            assert [code for code in codes if code not in RESTS_ON] == []
            assert any(told(raw, RESTS_ON[code]) for code in codes), option.mechanism.id


def test_no_route_stays_open_when_the_facts_that_opened_it_are_taken_away() -> None:
    """A route for any act is opened by whatever was done; it is left out unless something else opened it as well."""
    tried = set()
    for case in CASES:
        for option in PLANS[name(case)]:
            key = (option.mechanism.id, *opened_by(option))
            if option.status != "open" or key in tried or set(opened_by(option)) == {"any-act"}:
                continue
            tried.add(key)
            if (
                "any" in option.mechanism.scope.acts
                and "in-force" not in opened_by(option)
                and "un-link" not in opened_by(option)
            ):
                continue
            again = next(one for one in options(without(case["situation"], option)) if one.mechanism is option.mechanism)
            assert again.status != "open", (name(case), key)
    assert len(tried) > 25


@pytest.mark.parametrize("act", ACTS)
def test_a_bare_situation_opens_only_routes_that_take_up_that_act(act: str) -> None:
    for option in options({"state_responsible": "EGY", "acts": [act], "as_of": "2026-11-22"}):
        if option.status == "open":
            scope = option.mechanism.scope.acts
            assert "any" in scope or act in scope, option.mechanism.id
            assert opened_by(option)
