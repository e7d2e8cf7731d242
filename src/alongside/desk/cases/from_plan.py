"""A situation of the public guide becomes a case: the screen filled in, and what the screen does not ask kept beside it.

Pure. The situation comes from a form field, so it is what `plan.reading` made of it, never the raw table. What it says and the officer
unticked on the screen is gone: she spoke with them, the form did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from alongside.desk.cases import emergency
from alongside.desk.cases.emergency import Answers
from alongside.directory.dates import Span, add_months
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When
from alongside.plan import situation as plan

F = TypeVar("F", bound=Fact)
YES_NO = {True: "yes", False: "no"}
ROLES = {"cooperated": "cooperated", "harmed": "harmed", "relative": "relative", "helper": "colleague"}
AWAITED = ("death-penalty", "extradition-removal", "deportation-visa")


def answers(told: plan.Situation, urgency: str | None = None) -> Answers:
    """The screen as far as the situation answers it. `urgency` only where somebody chose one: the plan has a default."""
    acts = dict.fromkeys(act.code for act in told.acts)
    if told.missing_now:
        acts["enforced-disappearance"] = None
    contacts = told.un_cooperation or ()
    single = {
        "state": told.state_responsible,
        "country": told.present_country,
        "when_date": _when(told.facts_date or told.happened),
        "unit": told.victim_kind,
        "perpetrator": told.perpetrator,
        "held": YES_NO.get(told.detained_now),  # type: ignore[arg-type]
        "alive": None if told.deceased is None else YES_NO[not told.deceased],
        "danger": YES_NO.get(told.irreparable_harm_imminent),  # type: ignore[arg-type]
        "urgency": urgency,
        "un": "no" if told.un_cooperation == () else next((one.form for one in contacts if one.form), None),
        "un_which": next((one.which for one in contacts if one.which), None),
    }
    for flag, agreed in told.consent.items():
        name = {"share_ngos": "ngos", "share_embassies": "embassies"}.get(flag, flag)
        single[emergency.CONSENT_FIELDS[name]] = "agreed" if agreed else "refused"
    given: dict[str, Sequence[str | None]] = {name: [value] for name, value in single.items()}
    given |= {"acts": list(acts), "un_bodies": list(dict.fromkeys(one.body for one in contacts))}
    return emergency.read({name: [value for value in values if value] for name, values in given.items()})


def complete(made: Iterable[Fact], told: plan.Situation, new_id: Callable[[], str]) -> list[Fact]:
    """The facts of the screen with what only the situation knows put in."""
    facts = list(made)
    victim = emergency.first_person(facts)
    whole = [_sound(_completed(fact, told, victim), fact) for fact in facts]
    more = [fact for fact in _more(told, victim, new_id) if _fits(fact)]
    return [*_acts(whole, told, new_id), *more]


def _sound(better: Fact, fact: Fact) -> Fact:
    """The better one, if it says nothing that contradicts itself: released before she was taken, a ban that ended before it began. A
    record of that kind could be written and never be read again."""
    return better if _fits(better) else fact


def _fits(fact: Fact) -> bool:
    try:
        from_plain(to_plain(fact))
    except BadFact:
        return False
    return True


def _completed(fact: Fact, told: plan.Situation, victim: str) -> Fact:
    match fact:
        case Event():
            return replace(
                fact,
                territory=told.territory,
                foreign_state=told.foreign_state,
                discrimination_grounds=told.discrimination_grounds,
                needs=told.needs,
            )
        case Person() if fact.id == victim:
            return replace(
                fact,
                categories=told.victim_categories,
                nationality=told.nationality,
                nationality_status=told.nationality_status,
                in_exile=told.in_exile,
                legal_status_there=told.legal_status_there,
                born=_born(told.victim_age, told.as_of),
            )
        case Detention():
            return replace(fact, since=_as_when(told.detained_since) or fact.since, released=_as_when(told.released_on))
        case Cooperation():
            contact = next((one for one in told.un_cooperation or () if one.body == fact.body), None)
            if contact is None:
                return fact
            by = victim if contact.by == "self" else None
            return replace(
                fact, form=contact.form or fact.form, which=contact.which or fact.which, date=_as_when(contact.date), by=by
            )
        case _:
            return fact


def _acts(facts: list[Fact], told: plan.Situation, new_id: Callable[[], str]) -> list[Fact]:
    """Each act with its own date and whether it goes on; a second one of the same code is an act of its own."""
    waiting: dict[str, list[plan.Act]] = {}
    for act in told.acts:
        waiting.setdefault(act.code, []).append(act)
    found: list[Fact] = []
    for fact in facts:
        if not isinstance(fact, Act):
            found.append(fact)
            continue
        for number, act in enumerate(waiting.get(fact.code) or [plan.Act(fact.code)]):
            own = fact if number == 0 else replace(fact, id=new_id())
            found.append(_sound(_dated(own, act, told), own))
    return found


def _dated(fact: Act, act: plan.Act, told: plan.Situation) -> Act:
    when, continuing = _as_when(act.date) or fact.date, act.continuing
    if fact.code == "enforced-disappearance" and told.missing_now is not None:
        when, continuing = _as_when(told.missing_since) or when, told.missing_now
    if fact.code in AWAITED and told.execution_or_removal_date:
        when = _as_when(told.execution_or_removal_date)
    return replace(fact, date=when, until=_as_when(act.until), continuing=continuing, aimed_at=told.targets)


def _more(told: plan.Situation, victim: str, new_id: Callable[[], str]) -> list[Fact]:
    """What has no place on the screen: remedies, other procedures, other bodies, other persons."""
    found: list[Fact] = []
    if told.domestic_remedies or told.final_domestic_decision_date:
        decision = _as_when(told.final_domestic_decision_date)
        found.append(_fact(DomesticStep, new_id, persons=(victim,), remedy=told.domestic_remedies, final_decision=decision))
    for state, mechanisms in (("pending", told.pending_procedures), ("ended", told.past_procedures)):
        found += [
            _fact(Intervention, new_id, mechanism=one, procedure=state, persons=(victim,), type="petition")
            for one in mechanisms or ()
        ]
    found += [_fact(Cooperation, new_id, body=body) for body in told.other_cooperation or ()]
    others = list(told.persons or ())
    if (mine := next((one for one in others if one.role == "harmed"), None)) is not None:
        others.remove(mine)  # she is the person of the screen
    for one in others:
        found.append(
            _fact(
                Person,
                new_id,
                roles=(ROLES[one.role],) if one.role else (),
                alive=one.alive,
                present_country=one.where,
                counting_unit=one.kind,
                categories=one.categories,
            )
        )
    return found


def _fact(kind: type[F], new_id: Callable[[], str], **told: Any) -> F:
    return kind(id=new_id(), revision=1, **told)


def _when(span: Span | None) -> str | None:
    return span.text if span else None


def _as_when(span: Span | None) -> When | None:
    return When(span.text) if span else None


def _born(age: int | None, on_day: date) -> When | None:
    """An age is two dates between which she was born."""
    if age is None:
        return None
    first, last = add_months(on_day, -12 * (age + 1)) + timedelta(days=1), add_months(on_day, -12 * age)
    return When(f"{first}/{last}")
