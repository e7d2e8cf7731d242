"""Situations and plans for tests: a plain base, changed by keyword, read as any file is read."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from alongside.directory.reader import Directory, load
from alongside.plan.decide import Option, Plan, planner
from alongside.plan.finding import Finding, Verdict
from alongside.plan.reading import read
from alongside.plan.situation import Situation

TODAY = date(2026, 11, 22)
BASE: dict[str, Any] = {"state_responsible": "EGY", "acts": ["travel-ban"]}
HERE = Path(__file__).parent


def situation(**told: Any) -> Situation:
    """A situation read from the base and these changes; None takes a field of the base away."""
    raw = {key: value for key, value in (BASE | told).items() if value is not None}
    return read(raw, load(), TODAY)


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
