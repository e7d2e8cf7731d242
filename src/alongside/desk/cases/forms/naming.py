"""What a record is called on a page: never its id, always enough to tell it from its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from alongside.desk.cases import words
from alongside.facts.codes import EVERYONE
from alongside.facts.consent import CLASS, DESK, MEDIA, PUBLIC, RESPONSIBLE_STATE, Consent
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, Relation
from alongside.facts.protection import Measure, Note, PlanSnapshot, RiskAssessment, Task
from alongside.facts.publicity import PublicityDecision, Referral
from alongside.facts.retention import EndRequest, KeepingReview, LegalHold
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.submissions import Approval, Draft, Submission
from alongside.facts.when import When

Facts = Mapping[str, Fact]
LONGEST = 80
SPECIAL = (RESPONSIBLE_STATE, PUBLIC, MEDIA, EVERYONE)


def name_of(fact: Fact, facts: Facts, lang: str) -> str:
    """The name of one record: a person's as she writes it, else what it says most briefly, with its date."""
    if isinstance(fact, Person):
        return _person(fact, lang)
    parts = [part for part in _PARTS[type(fact)](_In(facts, lang), fact) if part]
    return words.listed(_short(part) for part in parts) if parts else words.capital(words.kind(fact.KIND, lang))


def person_name(id_: str | None, facts: Facts, lang: str) -> str:
    """The name of the person whom an id means; empty where the case has none."""
    fact = facts.get(id_ or "")
    return _person(fact, lang) if isinstance(fact, Person) else ""


def recipient_name(recipient: str, facts: Facts, lang: str) -> str:
    """Whom a consent means: a mechanism, a class of them, a person of the case, everyone."""
    if recipient in SPECIAL:
        return words.label("recipient", recipient, lang)
    if recipient.startswith(CLASS):
        return words.cases(lang).say("form.recipient_class", {"kind": words.label("kind", recipient.removeprefix(CLASS), lang)})
    if recipient in facts:
        return name_of(facts[recipient], facts, lang)
    if len(recipient) == 32 and all(sign in "0123456789abcdef" for sign in recipient):
        return words.cases(lang).say("form.gone")
    if recipient.startswith(DESK):
        return words.cases(lang).say("export.another_desk")
    return words.mechanism(recipient, lang)


def _person(person: Person, lang: str) -> str:
    """Her first name as she writes it; where no name is told, what she is in the case."""
    if person.names:
        return _short(person.names[0].text)
    if person.organisation:
        return _short(person.organisation)
    if person.perpetrator_type:
        return words.cases(lang).say("form.unnamed", {"role": words.label("perpetrator_type", person.perpetrator_type, lang)})
    roles = ", ".join(words.label("role", role, lang) for role in person.roles)
    return words.cases(lang).say("form.unnamed", {"role": roles}) if roles else words.cases(lang).say("form.nameless")


class _In:
    """The words that parts of names are made of, in one case and language."""

    def __init__(self, facts: Facts, lang: str) -> None:
        self.facts, self.lang = facts, lang

    def person(self, id_: str | None) -> str:
        return person_name(id_, self.facts, self.lang)

    def when(self, date: When | None) -> str:
        return words.when(date, self.lang)

    def day(self, day: date) -> str:
        return words.day(day.isoformat(), self.lang)

    def head(self, family: str, code: str | None) -> str:
        return words.heading(family, code, self.lang) if code else ""

    def code(self, family: str, code: str | None) -> str:
        return words.label(family, code, self.lang) if code else ""


def _involvement(said: _In, one: Involvement) -> list[str]:
    act = said.facts.get(one.act)
    what = name_of(act, said.facts, said.lang) if isinstance(act, Act) else said.head("involvement", one.degree)
    return [said.person(one.person), what]


def _intervention(said: _In, one: Intervention) -> list[str]:
    party = one.party or (words.mechanism(one.mechanism, said.lang) if one.mechanism else "")
    return [party, said.code("intervention", one.type), said.when(one.date)]


def _consent(said: _In, one: Consent) -> list[str]:
    whom = recipient_name(one.recipient, said.facts, said.lang)
    return [
        said.person(one.person),
        said.head("consent_answer", one.answer),
        said.code("purpose", one.purpose),
        whom,
        said.day(one.date),
    ]


# What a record other than a person says most briefly.
_PARTS: dict[type[Fact], Callable[[_In, Any], list[str]]] = {
    Event: lambda said, one: [one.title or one.place or "", said.when(one.began)],
    Act: lambda said, one: [said.head("act", one.code), *(said.person(her) for her in (one.victims or ())[:2]), said.when(one.date)],
    Involvement: _involvement,
    Relation: lambda said, one: [said.person(one.other), said.code("relation", one.type), said.person(one.person)],
    Information: lambda said, one: [
        said.head("material", one.material), said.person(one.source), said.when(one.date or one.received), _start(one.content),
    ],
    Intervention: _intervention,
    Cooperation: lambda said, one: [said.head("body", one.body), one.which or "", said.when(one.date)],
    Detention: lambda said, one: [said.person(one.person), one.place or "", said.when(one.since)],
    DomesticStep: lambda said, one: [said.head("step", one.step), one.where or "", said.when(one.date), _start(one.what)],
    StateResponse: lambda said, one: [said.head("position", one.position), one.authority or "", said.when(one.date)],
    Consent: _consent,
    RiskAssessment: lambda said, one: [said.person(one.person), said.code("level", one.level), said.day(one.date)],
    PlanSnapshot: lambda said, one: [words.capital(words.kind(one.KIND, said.lang)), said.person(one.person), said.day(one.date)],
    Measure: lambda said, one: [_start(one.what)],
    Task: lambda said, one: [_start(one.what)],
    Evidence: lambda said, one: [one.title or one.name or "", said.day(date.fromisoformat(one.arrived[:10]))],
    Note: lambda said, one: [_start(one.text)],
    KeepingReview: lambda said, one: [said.head("keeping", one.decision), said.day(one.on), _start(one.why)],
    LegalHold: lambda said, one: [_start(one.why), said.day(one.since)],
    EndRequest: lambda said, one: [said.head("ending", one.ending), _start(one.why)],
    Draft: lambda said, one: [_outgoing(said, one), said.code("language", one.lang)],
    Approval: lambda said, one: [_approved(said, one), said.day(date.fromisoformat(one.at[:10]))],
    Submission: lambda said, one: [_outgoing(said, one), said.code("sent_by", one.means), said.day(date.fromisoformat(one.sent[:10]))],
    PublicityDecision: lambda said, one: [said.head("publicity", one.level), said.day(date.fromisoformat(one.decided[:10]))],
    Referral: lambda said, one: [one.desk_name or "", said.code("referral_way", one.way), said.day(date.fromisoformat(one.since[:10]))],
    Letter: lambda said, one: [one.reference or said.head("letter", one.code), said.when(one.date)],
    UnMention: lambda said, one: [one.symbol, said.code("annex", one.annex), one.paragraph or ""],
    StatusEvent: lambda said, one: [said.head("status_event", one.code), *map(said.person, one.persons[:2]), said.when(one.date)],
}  # fmt: skip


def _outgoing(said: _In, one: Draft | Submission) -> str:
    """Whom something is written to; the form's code where it is nobody of the directory."""
    return words.mechanism(one.mechanism, said.lang) if one.mechanism else words.capital(one.form.replace("-", " "))


def _approved(said: _In, one: Approval) -> str:
    """The draft that somebody agreed to; only a draft, or two approvals that name each other would never end."""
    draft = said.facts.get(one.draft)
    return _outgoing(said, draft) if isinstance(draft, Draft) else ""


def _start(text: str | None) -> str:
    """The first words of a text."""
    return _short(text) if text else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
