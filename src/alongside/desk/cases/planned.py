"""The plan of the case's own facts for one of its persons, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.desk.cases import ledger
from alongside.desk.cases.opening import Opened
from alongside.directory import reader
from alongside.facts import protection
from alongside.facts.persons import Person
from alongside.facts.protection import PlanEntry
from alongside.facts.situation import situation
from alongside.plan import present, reading
from alongside.plan.decide import Plan, planner

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A plan of today for one person: with sentences for the page, and as codes for keeping."""

    plan: Plan
    table: Table
    entries: tuple[PlanEntry, ...]
    codes: Table


def made_plan(opened: Opened, her: Person, today: date, lang: str) -> Made:
    """The plan of the case's own facts. NotUnderstood where a State or an act is still missing."""
    directory = reader.load()
    told = situation(opened.facts.values(), her.id, today)
    if opened.damaged:
        told.pop("consent", None)  # the gate is closed: a plan must not promise what the ledger cannot vouch for
    elif told.get("consent") and ledger.is_restored(opened):
        told["consent"] = {flag: said for flag, said in told["consent"].items() if not said}  # a no stands; a yes is asked again
    plan_made = planner(directory).plan(reading.read(told, directory, today))
    coded = present.plan_dict(plan_made, directory)
    return Made(plan_made, present.plan_dict(plan_made, directory, lang, told=told), protection.entries(coded), coded)
