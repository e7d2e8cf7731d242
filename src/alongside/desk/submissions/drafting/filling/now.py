"""How it stands and what is asked for: the situation today, what is feared next, the risk, the request."""

from __future__ import annotations

from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.desk.submissions.drafting.filling.what import held, status_line
from alongside.desk.submissions.drafting.naming import SENDER_ONLY
from alongside.facts.following import StatusEvent
from alongside.facts.protection import Measure, RiskAssessment
from alongside.facts.when import latest


def current_situation(t: Telling) -> list[Sentence]:
    told = [(t.of(one, _alive(t, one)), [one]) for one in t.main]
    for one in t.detentions():
        if held(t, one):
            parts = (
                t.say("say.held"),
                t.place(one),
                t.line("since", t.when(one.since)),
                t.line("health", t.prose(one.health or "")),
            )
            told.append((t.of(one.person, t.parts(*parts)), [one.id]))
        elif one.released is not None:
            told.append((t.of(one.person, t.line("released", t.when(one.released))), [one.id]))
    for act in t.acts():
        if act.continuing:
            since = t.line("since", t.when(act.date))
            told.append(
                (t.under(t.callings(act.victims or ()), t.parts(t.label("act", act.code), t.say("say.goes-on"), since)), [act.id])
            )
        told.append((t.line("outcome", t.prose(act.status_at_end or "")), [act.id]))
    told += [(status_line(t, one), [one.id]) for one in t.all_of(StatusEvent)]
    return sentences(*told)


def _alive(t: Telling, person: str) -> str:
    one = t.naming.persons[person]
    dead = one.is_dead()
    parts = [] if dead is None else [t.line("alive", t.flag(not dead))]
    parts.append(t.line("died", t.when(one.died) if t.naming.named(person) else ""))
    if one.present_country and t.at_least(SENDER_ONLY, person):
        parts.append(t.line("present-country", t.country(one.present_country)))
    return t.parts(*parts)


def next_event(t: Telling) -> list[Sentence]:
    told = [(t.prose(event.next_event or ""), [event.id]) for event in t.events()]
    for one in t.detentions():
        for day in one.court_dates:
            if latest(day.date) >= t.today:
                about = t.listed(t.prose(text) for text in (day.court, day.what) if text)
                told.append((t.of(one.person, t.under(t.when(day.date), about)), [one.id]))
    return sentences(*told)


def risk_gravity(t: Telling) -> list[Sentence]:
    """What was done already, by kind, and how high the risk was found; no score, and nothing of how she lives."""
    acts = t.acts()
    told = [(t.labels("act", (act.code for act in acts)), [act.id for act in acts])]
    return sentences(*told, *((_level(t, one), [one.id]) for one in _newest(t)))


def risk_urgency(t: Telling) -> list[Sentence]:
    told = [(t.line("urgency", t.label("urgency", one.urgency)), [one.id]) for one in t.events() if one.urgency]
    return [*sentences(*told), *next_event(t)]


def irreparable_harm(t: Telling) -> list[Sentence]:
    told = [
        (t.line("irreparable", t.flag(one.irreparable_harm_imminent)), [one.id])
        for one in t.events()
        if one.irreparable_harm_imminent is not None
    ]
    told += [(t.of(one.person, t.line("health", t.prose(one.health or ""))), [one.id]) for one in t.detentions()]
    return sentences(*told)


def existing_protection(t: Telling) -> list[Sentence]:
    """Measures that were taken. Those that are planned are nobody's business but hers."""
    done = t.all_of(Measure, lambda one: one.done is not None)
    return sentences(*((t.under(t.day(one.done), t.prose(one.what)), [one.id]) for one in done if one.done))


def risk_assessment(t: Telling) -> list[Sentence]:
    return sentences(*((t.parts(_level(t, one), t.prose(one.why or "")), [one.id]) for one in _newest(t)))


def _newest(t: Telling) -> list[RiskAssessment]:
    """The newest assessment of each person."""
    return list({one.person: one for one in t.all_of(RiskAssessment)}.values())


def _level(t: Telling, one: RiskAssessment) -> str:
    level = t.line("risk-level", t.label("level", one.level)) if one.level else ""
    return t.of(one.person, t.parts(level, t.line("assessed", t.day(one.date)))) if level else ""


def request(t: Telling) -> list[Sentence]:
    return sentences(*((t.prose(event.wanted or ""), [event.id]) for event in t.events()))


def needs(t: Telling) -> list[Sentence]:
    return sentences(*((t.labels("need", event.needs or ()), [event.id]) for event in t.events()))
