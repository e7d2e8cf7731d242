"""A situation: what is known about a person in danger. Absent means unknown; an explicit false or empty list is an answer."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from alongside.directory import dates
from alongside.directory.dates import Span


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to her. `continuing` None: nobody said whether it goes on."""

    code: str
    date: Span | None = None
    until: Span | None = None
    continuing: bool | None = None


@dataclass(frozen=True, slots=True)
class Cooperation:
    """One contact with a UN body: done, tried, planned or only presumed by the perpetrator; by her, a relative or one she helped."""

    body: str
    which: str | None = None
    date: Span | None = None
    form: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the situation: interim measures are decided for each."""

    role: str | None = None
    alive: bool | None = None
    where: str | None = None
    kind: str | None = None
    categories: tuple[str, ...] | None = None


NO_DAY = dates.parse("1970-01-01")


@dataclass(frozen=True, slots=True)
class Situation:
    """Facts as told, with the derived ones that several rules need. Codes are of `directory.vocabulary`, States alpha-3."""

    state_responsible: str
    acts: tuple[Act, ...]
    as_of: date
    id: str | None = None
    facts_date: Span | None = None
    territory: str | None = None
    nationality: tuple[str, ...] | None = None
    nationality_status: str | None = None
    present_country: str | None = None
    in_exile: bool | None = None
    legal_status_there: str | None = None
    perpetrator: str | None = None
    foreign_state: str | None = None
    victim_kind: str | None = None
    victim_categories: tuple[str, ...] | None = None
    victim_age: int | None = None
    persons: tuple[Person, ...] | None = None
    targets: tuple[str, ...] | None = None
    un_cooperation: tuple[Cooperation, ...] | None = None
    other_cooperation: tuple[str, ...] | None = None
    discrimination_grounds: tuple[str, ...] | None = None
    detained_now: bool | None = None
    missing_now: bool | None = None
    deceased: bool | None = None
    irreparable_harm_imminent: bool | None = None
    detained_since: Span | None = None
    released_on: Span | None = None
    missing_since: Span | None = None
    execution_or_removal_date: Span | None = None
    final_domestic_decision_date: Span | None = None
    domestic_remedies: str | None = None
    pending_procedures: tuple[str, ...] | None = None
    past_procedures: tuple[str, ...] | None = None
    urgency: str = "days"
    needs: tuple[str, ...] | None = None
    consent: dict[str, bool] = field(default_factory=dict)

    # Derived once, because two hundred mechanisms ask.
    act_codes: frozenset[str] = frozenset()
    categories: frozenset[str] | None = None
    happened: Span | None = None
    place: str | None = None
    today: Span = NO_DAY
    harm_near: bool = False

    def told(self, name: str) -> bool:
        """Whether a fact was told at all."""
        return getattr(self, name) is not None


FACTS = tuple(fact.name for fact in fields(Situation))


def derived(told: dict[str, Any]) -> Situation:
    """A situation from what was told, with the facts that follow from it."""
    acts: tuple[Act, ...] = told["acts"]
    codes = {act.code for act in acts}
    if told.get("detained_now"):
        codes.add("arrest-detention")
    if told.get("missing_now"):
        codes.add("enforced-disappearance")
    if told.get("execution_or_removal_date"):
        codes.update({"death-penalty", "extradition-removal"} if not codes & _LETHAL else ())
    persons: tuple[Person, ...] = told.get("persons") or ()
    groups = [person.categories for person in persons if person.role != "relative" and person.categories is not None]
    if told.get("victim_categories") is not None:
        groups.append(told["victim_categories"])
    categories = frozenset(code for group in groups for code in group) if groups else None
    if categories is not None and told.get("victim_age") is not None and told["victim_age"] < 18:
        categories |= {"child"}  # CRC art. 1
    return Situation(
        **told,
        act_codes=frozenset(codes),
        categories=categories,
        happened=_happened(told, acts),
        place=_place(told),
        today=dates.on(told["as_of"]),
        harm_near=_harm_near(told),
    )


_LETHAL = frozenset({"death-penalty", "extradition-removal", "deportation-visa"})


def _happened(told: dict[str, Any], acts: tuple[Act, ...]) -> Span | None:
    """When it happened: as told, else the latest dated act, else since when she is held or missing."""
    dated = [act.date for act in acts if act.date]
    latest = max(dated, key=lambda span: span.last) if dated else None
    happened: Span | None = told.get("facts_date") or latest or told.get("missing_since") or told.get("detained_since")
    return happened


def _place(told: dict[str, Any]) -> str | None:
    """Where she is: as told; in exile without a country told, nobody knows; else where it happened."""
    place: str | None = told.get("present_country")
    if place is None and not told.get("in_exile"):
        place = told.get("territory") or told["state_responsible"]
    return place


def _harm_near(told: dict[str, Any]) -> bool:
    """Whether harm is imminent, as told or because an execution or a removal has a day that is still to come."""
    day: Span | None = told.get("execution_or_removal_date")
    return bool(told.get("irreparable_harm_imminent")) or (day is not None and day.last >= told["as_of"])
