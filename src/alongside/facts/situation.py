"""From the facts of a case to the loose table that the plan reads, for one person: nobody types the same facts twice.

What nobody told stays absent, because absent leads to a question; only what somebody answered becomes false or empty. Consent comes from
the ledger through `may_leave`, so that a plan can never promise more than the ledger allows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from alongside.directory import dates, vocabulary
from alongside.facts import consent
from alongside.facts.codes import KIN
from alongside.facts.consent import Consent, Recipient, may_leave
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When, earliest, latest

MOST, LONGEST = 60, 200  # what a situation takes: items of a list, characters of a text
# What the flags of a situation ask the ledger.
FLAGS = {
    "name_to_state": (Recipient(consent.RESPONSIBLE_STATE), "name"),
    "name_public": (Recipient(consent.PUBLIC), "publish"),
    "share_ngos": (Recipient("class:ngo", frozenset({"ngo"})), "send"),
    "share_embassies": (Recipient("class:state", frozenset({"state"})), "send"),
    "media": (Recipient(consent.MEDIA), "publish"),
}
ROLE = {"cooperated": "cooperated", "harmed": "harmed", "relative": "relative", "colleague": "helper"}
_TAKEN_AWAY = frozenset({"death-penalty", "extradition-removal", "deportation-visa"})
_SERVED = frozenset({"client", "lawyer"})
F = TypeVar("F", bound=Fact)


def situation(facts: Iterable[Fact], person: str, today: datetime.date) -> dict[str, Any]:
    """The situation of one person of the case, by id. Raises KeyError where the case has no such person.

    The plan refuses a table without a State or an act; the page asks for them first.
    """
    case = _Case(list(facts), person, today)
    table = {**case.place(), **case.who(), **case.acts(), **case.contacts(), **case.held(), **case.procedures(), **case.asked()}
    return {"as_of": today.isoformat()} | {name: value for name, value in table.items() if value is not None}


class _Case:
    """The facts of a case seen from one of its persons."""

    def __init__(self, facts: Sequence[Fact], person: str, today: datetime.date) -> None:
        self.facts, self.today = facts, today
        self.persons = {one.id: one for one in self.all_of(Person)}
        self.her = self.persons[person]
        self.own_acts = self._own_acts()
        of_hers = {act.event for act in self.own_acts if act.event}
        events = self.all_of(Event)
        # Her own events first, the newest first; a field that one leaves open is taken from the next.
        self.events = sorted(events, key=lambda event: (event.id in of_hers, latest(event.began), event.id), reverse=True)

    def all_of(self, kind: type[F]) -> list[F]:
        return sorted((fact for fact in self.facts if isinstance(fact, kind)), key=lambda fact: fact.id)

    def first_told(self, name: str) -> Any:
        return next((value for event in self.events if (value := getattr(event, name)) is not None), None)

    def _own_acts(self) -> list[Act]:
        """What was done to her, or to nobody that was named yet; for a person to whom nothing was done, what the case is about."""
        acts = self.all_of(Act)
        own = [act for act in acts if act.victims is None or self.her.id in act.victims]
        return sorted(own or acts, key=lambda act: (earliest(act.date), latest(act.date), act.id))

    def place(self) -> dict[str, Any]:
        names = ("state_responsible", "territory", "foreign_state", "perpetrator", "irreparable_harm_imminent", "urgency")
        lists = ("discrimination_grounds", "needs")
        return {name: self.first_told(name) for name in names} | {name: _listed(self.first_told(name)) for name in lists}

    def who(self) -> dict[str, Any]:
        her = self.her
        victim = {"kind": her.counting_unit, "categories": _listed(her.categories), "age": self.age()}
        return {
            "nationality": _listed(her.nationality),
            "nationality_status": her.nationality_status,
            "present_country": her.present_country,
            "in_exile": her.in_exile,
            "legal_status_there": her.legal_status_there[:LONGEST] if her.legal_status_there else None,
            "deceased": her.is_dead(),
            "victim": {name: value for name, value in victim.items() if value is not None} or None,
            "persons": self.roles() or None,
            "targets": self.targets(),
        }

    def age(self) -> int | None:
        """Her age, where the precision of her birth leaves one only; a child by every reading is enough of an age for the plan."""
        span = self.her.born.span if self.her.born else None
        if span is None:
            return None
        oldest, youngest = (_years(day, self.today) for day in (span.first, span.last))
        return youngest if (oldest == youngest or oldest < 18) and 0 <= youngest <= 120 else None

    def roles(self) -> list[dict[str, Any]]:
        """One entry for each person and role. Groups of others are left out: they would open her routes that are not hers."""
        people = [self.her, *(one for one in self.persons.values() if one is not self.her)]
        return [
            {name: value for name, value in entry.items() if value is not None}
            for one in people
            for role in one.roles
            if role in ROLE
            for dead in [one.is_dead()]
            for entry in [
                {
                    "role": ROLE[role],
                    "alive": None if dead is None else not dead,
                    "where": one.present_country,
                    "kind": one.counting_unit,
                }
            ]
        ][:MOST]

    def targets(self) -> list[str] | None:
        """At whom the acts were aimed, as far as their victims and their own words tell."""
        found = {target for act in self.own_acts for target in act.aimed_at or ()}
        told = any(act.aimed_at is not None or act.victims is not None for act in self.own_acts)
        for victim in (one for act in self.all_of(Act) for one in act.victims or ()):
            found |= self.target(victim)
        return [target for target in vocabulary.TARGETS if target in found] if told else None

    def target(self, victim: str) -> set[str]:
        """What a victim of the case is to her."""
        one = self.persons.get(victim)
        if victim == self.her.id:
            return {"self"}
        if one is None:
            return set()
        if one.counting_unit in ("community", "organisation"):
            return {one.counting_unit}
        kin = self.related(victim) & KIN or "relative" in one.roles or one.counting_unit == "family"
        return ({"family"} if kin else set()) | ({"colleagues"} if "colleague" in one.roles else set())

    def related(self, other: str) -> set[str]:
        """The kinds of relation between her and another person, either way."""
        pair = {self.her.id, other}
        return {relation.type for relation in self.all_of(Relation) if {relation.person, relation.other} == pair}

    def acts(self) -> dict[str, Any]:
        """Her acts in the order of time; where there are too many, the newest of every code and then the newest."""
        newest = list(reversed(self.own_acts))
        once = {act.code: act for act in reversed(newest)}.values()
        kept = [*once, *(act for act in newest if not any(act is one for one in once))][:MOST]
        acts = [act for act in self.own_acts if any(act is one for one in kept)]
        removal = [act for act in acts if act.code in _TAKEN_AWAY and (span := _span(act.date)) and span.last >= self.today]
        vanished = [act for act in acts if act.code == "enforced-disappearance" and self.hers(act)]
        missing = _any_true(_goes_on(act, self.today) for act in vanished)
        if missing is None and self.owned_up_to(vanished):
            missing = False
        since = [act.date for act in vanished if _goes_on(act, self.today)]
        return {
            "acts": [self.act(act) for act in acts] or None,
            "execution_or_removal_date": _loose(removal[0].date) if removal else None,
            "missing_now": missing,
            "missing_since": _loose(since[-1]) if since else None,
        }

    def owned_up_to(self, vanished: Sequence[Act]) -> bool:
        """Whether she is held, in a place that is known, by an authority that says so: then her place is no question any more, and a
        disappearance that somebody says goes on is what the officers have to settle, not this. A spell that may have begun before she
        vanished answers nothing: out of a prison, too, people disappear."""
        last = max((latest(act.date) for act in vanished), default=datetime.date.min)
        spells = [one for one in self.all_of(Detention) if one.person == self.her.id and earliest(one.since) >= last]
        return any(_held(one, self.today) and one.acknowledged and one.place for one in spells)

    def hers(self, act: Act) -> bool:
        return act.victims is None or self.her.id in act.victims

    def act(self, act: Act) -> dict[str, Any]:
        entry = {"code": act.code, "date": _loose(act.date), "until": _loose(act.until), "continuing": act.continuing}
        return {name: value for name, value in entry.items() if value is not None}

    def contacts(self) -> dict[str, Any]:
        """Contacts with the UN and with regional bodies; an empty list only where somebody said that there was none."""
        made = self.all_of(Cooperation)
        un = [self.contact(one) for one in made if one.body in vocabulary.UN_BODIES][:MOST]
        other = [one.body for one in made if one.body in vocabulary.OTHER_BODIES]
        asked = self.first_told("un_link")
        return {
            "un_cooperation": un or ([] if asked is False else None),
            "other_cooperation": list(dict.fromkeys(other)) or None,
        }

    def contact(self, one: Cooperation) -> dict[str, Any]:
        which = one.which[:LONGEST] if one.which else None
        entry = {"body": one.body, "which": which, "date": _loose(one.date), "form": one.form, "by": self.contact_by(one.by)}
        return {name: value for name, value in entry.items() if value is not None}

    def contact_by(self, by: str | None) -> str | None:
        """Whether she herself, a relative, or somebody whom she helped was in contact; None where nobody can tell."""
        if by is None:
            return None
        if by == self.her.id:
            return "self"
        relations = self.related(by)
        if relations & KIN or (by in self.persons and "relative" in self.persons[by].roles):
            return "relative"
        return "helped-person" if relations & _SERVED else None

    def held(self) -> dict[str, Any]:
        """Whether she is held now, since when, or when the last detention ended."""
        spells = sorted((one for one in self.all_of(Detention) if one.person == self.her.id), key=lambda one: latest(one.since))
        states = [_held(one, self.today) for one in spells]
        now = _any_true(states)
        held = [one for one, state in zip(spells, states, strict=True) if state]
        over = [one for one, state in zip(spells, states, strict=True) if state is False and one.released]
        return {
            "detained_now": now,
            "detained_since": _loose(held[-1].since) if held else None,
            "released_on": _loose(over[-1].released) if over and now is False else None,
        }

    def procedures(self) -> dict[str, Any]:
        """Remedies at home, taken together with caution, and the mechanisms that are or were seized."""
        steps = [one for one in self.all_of(DomesticStep) if not one.persons or self.her.id in one.persons]
        remedies = {one.remedy for one in steps}
        order = ("pending", "exhausted", "unavailable", "none-tried", "unknown")
        decided = sorted((one.final_decision for one in steps if one.final_decision), key=latest)
        seized = [one for one in self.all_of(Intervention) if not one.persons or self.her.id in one.persons]
        pending, past = (
            list(dict.fromkeys(one.mechanism for one in seized if one.mechanism and one.procedure == state))[:MOST]
            for state in ("pending", "ended")
        )
        return {
            "domestic_remedies": next((code for code in order if code in remedies), None),
            "final_domestic_decision_date": _loose(decided[-1]) if decided else None,
            "pending_procedures": pending or None,
            "past_procedures": past or None,
        }

    def asked(self) -> dict[str, Any]:
        """The consent flags: what the ledger says yes or no to; what is still to ask stays absent."""
        ledger = self.all_of(Consent)
        answers = {flag: may_leave(ledger, self.her, whom, what, self.today).value for flag, (whom, what) in FLAGS.items()}
        return {"consent": {flag: answer == "yes" for flag, answer in answers.items() if answer != "ask"} or None}


def _listed(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else list(values)[:MOST]


def _span(when: When | None) -> dates.Span | None:
    return when.span if when else None


def _loose(when: When | None) -> str | None:
    """The date as a situation writes it; "about" as the days between which it lies."""
    span = _span(when)
    return span.text if span else None


def _years(born: datetime.date, today: datetime.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _any_true(answers: Iterable[bool | None]) -> bool | None:
    """True where one is true, else unknown where one is, else false; unknown of nothing."""
    found = list(answers)
    if True in found:
        return True
    return None if None in found or not found else False


def _over(end: When | None, today: datetime.date) -> bool | None:
    """Whether an end has come: None where there is none or its precision does not tell."""
    span = _span(end)
    if span is None or span.first > today:
        return None
    return True if span.last <= today else None


def _goes_on(act: Act, today: datetime.date) -> bool | None:
    return False if _over(act.until, today) else act.continuing


def _held(one: Detention, today: datetime.date) -> bool | None:
    return False if _over(one.released, today) else one.held
