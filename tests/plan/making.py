"""Situations and plans for tests: a plain base, changed by keyword, read as any file is read."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from alongside.directory.reader import Directory, load
from alongside.plan.decide import Option, Plan, planner
from alongside.plan.finding import Finding, Verdict
from alongside.plan.present import problem_sentence
from alongside.plan.reading import NotUnderstood, Problem, read
from alongside.plan.situation import Situation

TODAY = date(2026, 11, 22)
BASE: dict[str, Any] = {"state_responsible": "EGY", "acts": ["travel-ban"]}
HERE = Path(__file__).parent
# The fields of a situation, as the vocabulary has them.
FIELDS = {
    "id", "facts_date", "as_of", "state_responsible", "territory", "nationality", "nationality_status", "present_country", "in_exile",
    "legal_status_there", "perpetrator", "foreign_state", "victim", "persons", "acts", "targets", "un_cooperation",
    "other_cooperation", "discrimination_grounds", "detained_now", "missing_now", "deceased", "irreparable_harm_imminent",
    "detained_since", "released_on", "missing_since", "execution_or_removal_date", "final_domestic_decision_date",
    "domestic_remedies", "pending_procedures", "past_procedures", "urgency", "needs", "consent",
}  # fmt: skip


def situation(**told: Any) -> Situation:
    """A situation read from the base and these changes; None takes a field of the base away."""
    raw = {key: value for key, value in (BASE | told).items() if value is not None}
    return read(raw, load(), TODAY)


def problems(raw: object) -> list[Problem]:
    """What reading finds to say against these loose values."""
    with pytest.raises(NotUnderstood) as refused:
        read(raw, load(), TODAY)
    return list(refused.value.problems)


def problem(**raw: Any) -> Problem:
    """The one problem of the base with these changes; its sentence is whole."""
    found = problems(BASE | raw)
    assert len(found) == 1, found
    said = problem_sentence(found[0], "en", load())
    assert said.startswith(f"{found[0].field}:") and said.endswith(".") and "{field}" not in said
    return found[0]


def attempt(raw: object) -> Situation | tuple[Problem, ...]:
    """The situation of these loose values, or what is said against them."""
    try:
        return read(raw, load(), TODAY)
    except NotUnderstood as error:
        return error.problems


def plan(**told: Any) -> Plan:
    return planner(load()).plan(situation(**told))


@lru_cache(maxsize=256)
def _by_id(text: str) -> dict[str, Option]:
    made = planner(load()).plan(read(json.loads(text), load(), TODAY))
    return {option.mechanism.id: option for option in made.options}


def option(mechanism: str, **told: Any) -> Option:
    """One mechanism's entry in the plan of the base with these changes."""
    return _by_id(json.dumps(BASE | told, sort_keys=True))[mechanism]


def reasons(entry: Option) -> set[str]:
    return {finding.code for finding in entry.findings}


def directory() -> Directory:
    return load()


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file beside the tests."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def said(finding: Finding | None) -> tuple[str, str] | None:
    """A finding as (verdict, code), which is what a rule decides."""
    if finding is None:
        return None
    return {Verdict.HOLDS: "holds", Verdict.UNKNOWN: "unknown", Verdict.WEAK: "weak", Verdict.FAILS: "fails"}[
        finding.verdict
    ], finding.code
