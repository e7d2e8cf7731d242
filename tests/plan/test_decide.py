"""The planner: rules bound to mechanisms, the heaviest finding decides, every mechanism once."""

from typing import Any

import pytest

from alongside.directory.fields import BadFile
from alongside.directory.reader import load
from alongside.plan import rules
from alongside.plan.decide import Planner, checks, planner
from alongside.plan.finding import STATUS, Verdict, holds
from tests.directory import small
from tests.plan.making import option, plan, reasons, situation

TOLD: dict[str, Any] = {"state_responsible": "ALB", "acts": ["threats"], "as_of": "2026-11-22"}


def status(told: dict[str, Any] | None = None, **fields: Any) -> str:
    made = Planner(small.directory(small.mechanism(**fields))).plan(situation(**(TOLD | (told or {}))))
    return made.options[0].status


def test_every_mechanism_stands_in_the_plan_exactly_once() -> None:
    ids = [one.mechanism.id for one in plan().options]
    assert sorted(ids) == sorted(load().mechanisms)


def test_the_heaviest_finding_is_the_status() -> None:
    assert STATUS == ("open", "conditional", "not-advised", "closed")
    assert status() == "open"
    assert status(rules=[{"name": "captured"}]) == "conditional"
    assert status(status="halted", rules=[{"name": "captured"}]) == "not-advised"
    assert status(status="halted", scope={"acts": ["killing"]}, rules=[{"name": "captured"}]) == "closed"


def test_nothing_is_open_where_no_fact_speaks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.plan.decide.what.scope", lambda *_, **__: holds("any-act", opens=False))
    assert status() == "conditional"


def test_the_weightiest_reasons_come_first() -> None:
    for one in plan(state_responsible="TUN", facts_date="2024").options:
        verdicts = [finding.verdict for finding in one.findings]
        assert verdicts == sorted(verdicts, reverse=True)


def test_a_rule_that_does_not_exist_is_refused_with_file_and_what_is_accepted() -> None:
    with pytest.raises(BadFile) as refused:
        Planner(small.directory(small.mechanism(rules=[{"name": "moonshine"}])))
    assert "mechanisms/helper-body.toml: rules: unknown rule 'moonshine'; accepted: captured, company" in str(refused.value)


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "ground", "grounds": ["sex"]},  # no instrument
        {"name": "captured", "months": 3},  # takes none
        {"name": "time_limit", "instrument": "Law", "month": 3, "start": "act"},  # a typing error
    ],
)
def test_a_rule_with_wrong_parameters_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(BadFile, match=rf"mechanisms/helper-body\.toml: rules\.{rule['name']}: .*; accepted: \(situation"):
        Planner(small.directory(small.mechanism(rules=[rule])))


def test_each_field_that_limits_a_mechanism_asks_its_test() -> None:
    def asked(**fields: Any) -> set[str]:
        made = small.directory(small.mechanism(**fields))
        return {rule.__name__ for rule, _ in checks(made.mechanisms["helper-body"])}

    assert asked() == {"scope", "beneficiary"}
    for fields, rule in (
        ({"since": "2000"}, "existence"),
        ({"until": "2000"}, "existence"),
        ({"status": "unverified"}, "route_status"),
        ({"at_risk_in": {"rule": "states", "states": ["ALB"]}}, "jurisdiction"),
        ({"at_risk_in": {"rule": "all", "outside": ["CLUB"]}}, "jurisdiction"),
        ({"kind": "state", "issuer": "FRA"}, "issuer"),
        ({"exile": "only"}, "exile"),
        ({"categories": ["lawyer"]}, "category"),
        ({"at_most": "conditional"}, "at_most"),
        ({"rules": [{"name": "living"}]}, "living"),
    ):
        assert rule in asked(**fields), rule
    assert asked(status="cyclical") == asked()


def test_every_named_rule_serves_a_mechanism() -> None:
    used = {use.name for mechanism in load().mechanisms.values() for use in mechanism.rules}
    assert used == set(rules.NAMED)


def test_every_rule_says_in_its_docstring_why_it_exists() -> None:
    for rule in rules.NAMED.values():
        assert rule.__doc__ and len(rule.__doc__) > 40, rule.__name__


def test_a_finding_made_once_serves_every_mechanism_that_asks_for_it() -> None:
    made = plan()
    findings = {id(finding) for one in made.options for finding in one.findings}
    assert len(findings) < sum(len(one.findings) for one in made.options) / 2


def test_the_planner_of_a_directory_is_made_once() -> None:
    assert planner(load()) is planner(load())


# --- law that must hold in the shipped directory


def test_relatives_of_the_dead_keep_their_urgent_routes() -> None:
    dead = {
        "state_responsible": "COL",
        "acts": ["killing", "threats"],
        "deceased": True,
        "facts_date": "2026",
        "as_of": "2026-11-22",
    }
    assert option("un-sr-extrajudicial-executions", **dead).status == "open"
    assert option("iachr-precautionary-measures", **dead).status == "closed"
    told = {"targets": ["family"], "irreparable_harm_imminent": True, "domestic_remedies": "pending"}
    assert option("iachr-precautionary-measures", **dead, **told).status == "conditional"


def test_no_embassy_of_the_state_complained_of_is_offered() -> None:
    for issuer, mechanism in (
        ("NOR", "norway-hrd"),
        ("CHE", "switzerland-hrd"),
        ("IRL", "ireland-hrd"),
        ("NLD", "netherlands-hrd"),
    ):
        assert option(mechanism, state_responsible=issuer).status == "closed"
        assert "own-state" in reasons(option(mechanism, state_responsible=issuer))


def test_national_bodies_are_never_open_before_she_said_that_they_are_not_linked() -> None:
    told = {
        "state_responsible": "MEX",
        "acts": ["threats"],
        "deceased": False,
        "victim": {"kind": "individual", "categories": ["journalist"]},
    }
    found = option("national-mechanism-mexico", **told)
    assert found.status == "conditional" and "may-be-linked" in reasons(found)
    assert "may-be-attacker" in {caution.code for caution in found.warnings}


def test_unverified_and_inactive_routes_are_never_open() -> None:
    for one in plan(state_responsible="TUN", deceased=False, victim={"kind": "individual", "categories": ["journalist"]}).options:
        if one.mechanism.status in ("unverified", "closed", "suspended", "halted"):
            assert one.status != "open", one.mechanism.id


def test_every_closed_or_not_advised_entry_says_what_would_change_it() -> None:
    for one in plan(state_responsible="EGY", un_cooperation=[], victim={"categories": []}, deceased=True).options:
        if one.status in ("closed", "not-advised"):
            assert [finding.change for finding in one.findings if finding.verdict >= Verdict.WEAK and finding.change], (
                one.mechanism.id
            )


def test_law_of_low_confidence_never_closes_by_itself() -> None:
    for iso3 in ("EGY", "VEN", "MMR", "NIC", "AFG", "TUR", "ISR"):
        for one in plan(state_responsible=iso3, facts_date="2024-06-01").options:
            for finding in one.findings:
                if finding.confidence == "low":
                    assert finding.verdict < Verdict.FAILS, (iso3, one.mechanism.id, finding)
