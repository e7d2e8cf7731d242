"""The page of a case: who is who, what happened, what was done, what is due, and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.desk.cases import at_hand, ledger, store, summary, to_ask, words
from alongside.desk.cases.around import calls
from alongside.desk.cases.at_hand import ROLE_ORDER
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.retention.asked import asked_for
from alongside.desk.cases.shown import TONES, Line, Said, isolated
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, Relation
from alongside.facts.protection import Measure, Note, PlanSnapshot, RiskAssessment, Task
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.when import earliest

HANDS = 2  # a case has a second member before it leaves draft (security.md 6)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: records of some kinds in order, and which kinds can be added to it."""

    name: str
    heading: str
    lines: Sequence[Line]
    adds: Sequence[tuple[str, str]]  # kind, words


@dataclass(frozen=True, slots=True)
class Who:
    """One person on the page."""

    line: Line
    tone: str
    ways: Sequence[tuple[str, str, str]]  # words; whether it is safe, as tone and words
    relations: Sequence[Line]
    risk_words: str
    consents: Sequence[tuple[str, str, str]]  # words; the answer as tone and words
    protected: bool


@require_safe
@gate.member
def case(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """All of a case on one page, for its members."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    people, members = at_hand.with_own_plan(opened.facts.values()), store.members(case_id)
    parts = body(said, opened.facts, now.date())
    context = {
        **frame(said, opened, now.date()),
        **parts,
        "more": [one for section in parts["sections"] if not section.lines for one in section.adds],
        "persons": [_who(said, opened, one, one in people, now.date()) for one in at_hand.in_order(opened.of(Person))],
        "members": isolated((said.colleague(one.pk) for one in members), ", "),
        "draft": len(members) < HANDS,
        "asks": [*calls.calls(said, opened.facts.values(), now), *asked_for(said, opened.facts.values(), now)],
        "questions": [
            (_link(lang, case_id, one), said.say(f"case.next.{one.code}", name=said.name(one.person)))
            for one in to_ask.missing(opened.facts, people)
        ],
        "person_adds": [(kind, said.kind_word(kind)) for kind in (Person.KIND, Relation.KIND)],
        "editable": True,
    }
    return render(request, "cases/case.html", context)


def _link(lang: str, case_id: UUID, one: to_ask.Missing) -> str:
    """The page that takes the answer to a question."""
    where = {"lang": lang, "case_id": case_id}
    if one.where == "fact":
        return reverse("cases-record", kwargs=where | {"record_id": one.id})
    if one.where in ("consent", "risk"):
        route = "cases-risk" if one.where == "risk" else "cases-consent-ask"
        return reverse(route, kwargs=where | {"person": one.person})
    return reverse("cases-record-new", kwargs=where | {"kind": one.where})


def frame(said: Said, opened: Opened, today: date) -> dict[str, Any]:
    """What stands at the head of every page of a case: its name, what is urgent, whether somebody tampered with it."""
    events = opened.of(Event)
    urgency = next((event.urgency for event in events if event.urgency and event.monitoring != "closed"), None)
    held = [one for one in opened.of(Detention) if one.held and one.released is None]
    risk = newest_risks(opened.of(RiskAssessment))
    level = max((one.level for one in risk.values() if one.level), key=list(TONES).index, default=None)
    return {
        "case_id": opened.id,
        "title": title(said, opened.facts),
        "signs": [
            *([("now" if urgency == "hours" else "days", said.heading("urgency", urgency))] if urgency else []),
            *([("now", said.say("case.held_now"))] if held else []),
            *([(TONES[level], f"{said.say('case.risk')}: {said.label('level', level)}")] if level else []),
        ],
        "damaged": bool(opened.damaged),
        "today": today,
    }


def title(said: Said, facts: Mapping[str, Fact]) -> str:
    """What a case is called: its title, or the person it is about."""
    of = [fact for _, fact in sorted(facts.items())]
    named = next((event.title for event in of if isinstance(event, Event) and event.title), None)
    people = summary.central(of) or at_hand.with_own_plan(of)
    return named or (said.name(people[0]) if people else said.say("case.untitled"))


def body(said: Said, facts: Mapping[str, Fact], today: date) -> dict[str, Any]:
    """The facts of a case as they stand, or as they stood on a day: roles, frame, sections."""
    of = [fact for _, fact in sorted(facts.items())]
    return {
        "roles": _roles(said, of),
        "events": [(one, said.line(one), _event_facts(said, one)) for one in of if isinstance(one, Event)],
        "sections": [_section(said, name, of, today) for name in SECTIONS],
    }


def _roles(said: Said, facts: Sequence[Fact]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every role with those who have it, by their own record or by another: who had a contact, who did an act, who told of it.

    The first four stand there even where nobody does: who cooperated with the UN is often another than who is punished for it, and an
    empty place asks.
    """
    ordered, named = at_hand.in_order([one for one in facts if isinstance(one, Person)]), _named(facts)
    found = [
        (role, [(one.id, said.name(one)) for one in ordered if role in one.roles or one.id in named.get(role, ())])
        for role in ROLE_ORDER
    ]
    return [(role, said.heading("role", role), who) for role, who in found if who or role in ALWAYS]


def _named(facts: Sequence[Fact]) -> dict[str, set[str]]:
    """Roles that records other than a person's own tell. A contact that others only presumed is none."""
    acts = [one for one in facts if isinstance(one, Act)]
    return {
        "harmed": {id_ for act in acts for id_ in act.victims or ()},
        "cooperated": {one.by for one in facts if isinstance(one, Cooperation) and one.by and one.form != "presumed"},
        "perpetrator": {id_ for act in acts for id_ in act.perpetrators},
        "source": {id_ for act in acts for id_ in act.sources}
        | {one.source for one in facts if isinstance(one, Information) and one.source},
    }


ALWAYS = ("harmed", "cooperated", "submits", "perpetrator")


def _event_facts(said: Said, event: Event) -> list[tuple[str, str]]:
    """The frame of the acts, as pairs of words."""
    told = {
        "state_responsible": said.state(event.state_responsible) if event.state_responsible else "",
        "territory": said.state(event.territory) if event.territory else "",
        "foreign_state": said.state(event.foreign_state) if event.foreign_state else "",
        "place": event.place,
        "perpetrator": said.label("perpetrator", event.perpetrator) if event.perpetrator else "",
        "why": event.why,
        "next_event": event.next_event,
        "wanted": event.wanted,
        "needs": said.labels("need", event.needs or ()),
        "impact": event.impact,
    }
    return [(said.say(f"case.event.{name}"), text) for name, text in told.items() if text]


# Which kinds stand under which heading, and in which order.
def _by_date(fact: Fact) -> tuple[date, str]:
    when = getattr(fact, "date", None) or getattr(fact, "since", None)
    return (when if isinstance(when, date) else earliest(when), fact.id)


def _by_due(fact: Fact) -> tuple[bool, date, str]:
    work = fact if isinstance(fact, Task | Measure) else None
    return (work is not None and work.done is not None, (work.due if work else None) or date.max, fact.id)


SECTIONS: dict[str, tuple[tuple[type[Fact], ...], Callable[[Fact], Any]]] = {
    "acts": ((Act,), _by_date),
    "detention": ((Detention,), _by_date),
    "cooperation": ((Cooperation,), _by_date),
    "home": ((DomesticStep,), _by_date),
    "responses": ((StateResponse,), _by_date),
    "log": ((Intervention,), _by_date),
    "came": ((Letter, UnMention, StatusEvent), _by_date),
    "sources": ((Information, Involvement), _by_date),
    "measures": ((Measure,), _by_due),
    "tasks": ((Task,), _by_due),
    "notes": ((Note,), _by_date),
    "plans": ((PlanSnapshot,), _by_date),
}
NOT_ADDED = frozenset({PlanSnapshot.KIND})  # the plan's own page keeps them


def _section(said: Said, name: str, facts: Iterable[Fact], today: date) -> Section:
    kinds, order = SECTIONS[name]
    lines = [said.line(fact) for fact in sorted((fact for fact in facts if isinstance(fact, kinds)), key=order)]
    adds = [(kind.KIND, said.kind_word(kind.KIND)) for kind in kinds if kind.KIND not in NOT_ADDED]
    return Section(name, said.say(f"case.section.{name}"), lines, adds)


def _who(said: Said, opened: Opened, person: Person, protected: bool, today: date) -> Who:
    relations = [one for one in opened.of(Relation) if person.id in (one.person, one.other)]
    risk = newest_risks(opened.of(RiskAssessment)).get(person.id)
    line = said.line(risk) if risk else None
    return Who(
        said.line(person),
        line.tone if line else "",
        [(_way(said, way.kind, way.value, way.when), *_safe(said, way.safe)) for way in person.contact_ways],
        [said.line(one) for one in relations],
        f"{said.say('case.own_risk')}: {line.small}" if line else said.say("case.no_risk"),
        consent_words(said, opened, person, today) if protected and not opened.damaged else (),
        protected,
    )


def consent_words(said: Said, opened: Opened, person: Person, today: date) -> list[tuple[str, str, str]]:
    """All that the person was asked: what may leave, and what may not."""
    told = [row for row in ledger.rows(opened, person, today) if row.answer.code != "not-asked"]
    return [
        (
            said.say("case.consent", recipient=words.capital(said.recipient(row.recipient)), purpose=said.purpose(row.purpose)),
            ledger.TONES[row.answer.value],
            said.say(f"consent.value.{row.answer.value}"),
        )
        for row in told
    ]


def newest_risks(risks: Iterable[RiskAssessment]) -> dict[str, RiskAssessment]:
    """The newest assessment of each person; an older one no longer stands."""
    return {one.person: one for one in sorted(risks, key=lambda one: (one.date, one.id))}


def _way(said: Said, kind: str, value: str, when: str | None) -> str:
    return " · ".join(part for part in (said.heading("contact_kind", kind), value, when) if part)


def _safe(said: Said, safe: bool | None) -> tuple[str, str]:
    """Whether a way may be used, as tone and words: nobody asked is not a yes."""
    if safe is None:
        return "check", said.say("case.safe_unknown")
    return ("horizon prepare", said.say("case.safe_yes")) if safe else ("horizon now", said.say("case.safe_no"))
