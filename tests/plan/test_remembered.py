"""What is remembered between plans: findings by a few codes that their rules read, never by a date or words of hers."""

from collections.abc import Iterator
from typing import Any

import pytest

from alongside.directory.mechanism import Area
from alongside.directory.reader import load
from alongside.plan import decide
from alongside.plan.decide import Check, checks
from alongside.plan.present import plan_dict
from alongside.plan.reading import read
from alongside.plan.rules import READS, reads
from alongside.plan.situation import Situation
from alongside.plan.words import PERSONAL, words
from alongside.plan.words import TOLD as TOLD_CODES
from tests.plan import making
from tests.plan.making import TODAY, situation

CHECKS: dict[Check, None] = {check: None for one in load().mechanisms.values() for check in checks(one)}
TOLD: tuple[dict[str, Any], ...] = (
    {},
    {"nationality": ["EGY"], "present_country": "FRA", "domestic_remedies": "none-tried", "perpetrator": "company"},
    {"territory": "PSE", "foreign_state": "CHN", "in_exile": True, "domestic_remedies": "pending", "victim": {"kind": "family"}},
    {"in_exile": False, "pending_procedures": ["un-ccpr"], "past_procedures": [], "irreparable_harm_imminent": True},
)


class Watched:
    """A situation that notes which facts it is asked for. `today` is the day of asking as a span."""

    def __init__(self, told: Situation) -> None:
        self.told, self.asked = told, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add("as_of" if name == "today" else name)
        return getattr(self.told, name)


def watched() -> Iterator[Situation]:
    yield from (situation(**told) for told in TOLD)
    yield from (read(case["situation"], load(), TODAY) for case in making.lines("cases.jsonl"))


def test_a_rule_reads_no_other_facts_than_those_by_which_its_findings_are_remembered() -> None:
    remembered = [(rule, dict(params), set(facts)) for rule, params in CHECKS if (facts := reads(rule, dict(params)))]
    assert {rule for rule, _, _ in remembered} >= set(READS)
    for told in watched():
        for rule, params, facts in remembered:
            spy = Watched(told)
            rule(spy, load(), **params)
            assert spy.asked <= facts, (rule.__name__, params, spy.asked - facts)


def test_nothing_is_remembered_by_a_date_or_by_words_of_hers() -> None:
    facts = {fact for rule, params in CHECKS for fact in reads(rule, dict(params))}
    assert facts == {
        "as_of", "state_responsible", "territory", "place", "foreign_state", "present_country", "in_exile", "nationality",
        "victim_kind", "perpetrator", "domestic_remedies", "harm_near", "pending_procedures", "past_procedures",
    }  # fmt: skip
    assert reads(decide.where.jurisdiction, {"area": Area("member", ("ICCPR",), time="facts")}) == ()


def test_no_finding_with_a_date_of_hers_stands_in_two_plans() -> None:
    told = {"missing_now": True, "missing_since": "2026-01-02", "execution_or_removal_date": "2026-12-24",
            "final_domestic_decision_date": "2026-10-01", "state_responsible": "TUN"}  # fmt: skip
    one, other = (
        {id(finding): finding for option in made.options for finding in option.findings}
        for made in [making.plan(**told), making.plan(**told)]
    )
    shared = [one[key] for key in one.keys() & other.keys()]
    assert shared
    assert not [finding for finding in shared if not PERSONAL.isdisjoint(finding.params)]
    assert [finding for finding in one.values() if not PERSONAL.isdisjoint(finding.params)]


def test_the_same_situation_is_told_the_same_after_others_were_and_after_all_was_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decide, "MOST_REMEMBERED", 2)
    planner = decide.Planner(load())

    def told() -> list[dict[str, Any]]:
        return [plan_dict(planner.plan(one), load(), "en") for one in (situation(**told) for told in TOLD)]

    assert told() == told() == [plan_dict(decide.Planner(load()).plan(situation(**one)), load(), "en") for one in TOLD]


def test_no_sentence_is_kept_that_repeats_what_was_done_to_her_or_who_she_is() -> None:
    made = making.plan(
        state_responsible="EGY", acts=["travel-ban", "arrest-detention"], victim={"kind": "individual", "categories": ["lgbti"]}
    )
    plan_dict(made, load(), "en")
    kept = {code for _, code, *_ in words("en", load())._sentences}
    assert kept and not kept & TOLD_CODES
    assert {finding.code for option in made.options for finding in option.findings} & TOLD_CODES
