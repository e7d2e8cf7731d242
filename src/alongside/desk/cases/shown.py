"""Facts of a case as lines that a person reads: one heading, the small print beside it, its prose. No sentence stands here; they are in
`texts/`, and the labels of codes in the catalogues of the plan and of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alongside.desk.cases import words
from alongside.desk.cases.forms import naming
from alongside.desk.cases.forms.answers import Around
from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, Relation
from alongside.facts.protection import Measure, Note, PlanSnapshot, RiskAssessment, Task
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.when import When
from alongside.language import catalogue, days
from alongside.language.catalogue import END_ISOLATE, ISOLATE


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on a page. `tone` colours it like the plan's horizons; a word always says the same."""

    id: str
    kind: str
    head: str
    parts: tuple[str, ...] = ()
    text: str = ""
    tone: str = ""
    done: bool = False
    confidential: bool = False

    @property
    def small(self) -> str:
        """The small print in one line."""
        return isolated(self.parts)


def isolated(parts: Iterable[str], between: str = " · ") -> str:
    """Texts side by side, each in its own direction: an Arabic place between two English dates would otherwise change places."""
    return between.join(f"{ISOLATE}{part}{END_ISOLATE}" for part in parts if part)


class Said:
    """The words of one page: sentences, labels, States, days, and who is who in this case."""

    def __init__(
        self,
        lang: str,
        facts: Mapping[str, Fact] | None = None,
        colleagues: Mapping[UUID, str] | None = None,
        desks: Mapping[str, str] | None = None,
    ) -> None:
        """`desks`: other desks by how a consent names them."""
        self.lang, self.facts, self.colleagues, self.desks = lang, facts or {}, colleagues or {}, desks or {}
        self.plan = catalogue.read(words.PLAN_TEXTS, lang)

    def say(self, key: str, **params: object) -> str:
        return words.cases(self.lang).say(key, params or None)

    @property
    def around(self) -> Around:
        """The same for what forms share with these pages."""
        return Around(self.facts, self.lang, {member.hex: name for member, name in self.colleagues.items()})

    def has(self, key: str) -> bool:
        return key in words.cases(self.lang)

    def label(self, family: str, code: str) -> str:
        return words.label(family, code, self.lang)

    def heading(self, family: str, code: str) -> str:
        return words.heading(family, code, self.lang)

    def labels(self, family: str, codes: Iterable[str]) -> str:
        return self.plan.say("plan.list").join(self.label(family, code) for code in codes)

    def listed(self, texts: Iterable[str]) -> str:
        return self.plan.say("plan.list").join(texts)

    def state(self, iso3: str) -> str:
        return words.country(iso3, self.lang)

    def day(self, day: date | None) -> str:
        return days.written(day.isoformat(), self.lang) if day else ""

    def when(self, when: When | None) -> str:
        return words.when(when, self.lang)

    def flag(self, answer: bool | None, about: str) -> str:
        """ "lawyer: yes"; nothing where nobody answered."""
        return "" if answer is None else self.say(f"case.flag.{about}.{'yes' if answer else 'no'}")

    def name(self, person: str | Person | None) -> str:
        """How a person of the case is called: her first name in her own script, or what she is in the case."""
        found = self.facts.get(person) if isinstance(person, str) else person
        return naming.name_of(found, self.facts, self.lang) if isinstance(found, Person) else self.say("case.somebody")

    def names(self, persons: Iterable[str]) -> str:
        return self.listed(self.name(one) for one in persons)

    def colleague(self, member: str | UUID | None) -> str:
        """A member of the desk by the id that a fact holds."""
        if member is None:
            return self.say("case.nobody_yet")
        try:
            found = self.colleagues.get(member if isinstance(member, UUID) else UUID(member))
        except ValueError:
            found = None
        return found or self.say("case.colleague_gone")

    def mechanism(self, id_: str) -> str:
        return words.mechanism(id_, self.lang)

    def recipient(self, written: str) -> str:
        """Whom a consent names: a class of bodies, the public, a person of the case, or one body."""
        return self.desks.get(written) or naming.recipient_name(written, self.facts, self.lang)

    def purpose(self, purpose: str) -> str:
        return self.label("purpose", purpose)

    def line(self, fact: Fact) -> Line:
        """Any fact as a line."""
        make = _LINES.get(type(fact))
        head, parts, text, more = make(self, fact) if make else (self.kind(fact.KIND), (), "", {})
        kept = tuple(part for part in parts if part)
        return Line(fact.id, fact.KIND, head, kept, text or "", confidential=bool(fact.confidential), **more)

    def fault(self, table: str, name: str, fault: str, **params: object) -> str:
        """One sentence on what is wrong with a field, as the form of a record says it."""
        key = f"fault.{fault}" if self.has(f"fault.{fault}") else "fault.other"
        return self.say(key, **{"field": words.field(table, name, self.lang), "accepted": "", **params})

    def kind_word(self, kind: str) -> str:
        return words.kind(kind, self.lang) if self.has(f"kind.{kind}") else kind

    def kind(self, kind: str) -> str:
        return words.capital(words.kind(kind, self.lang))


Made = tuple[str, Sequence[str], str | None, dict[str, Any]]


def _person(said: Said, one: Person) -> Made:
    spellings = dict.fromkeys(text for name in one.names for text in (name.text, *name.transliterations))
    own = said.name(one)
    parts = [
        said.listed(text for text in spellings if text != own),
        said.labels("role", one.roles),
        said.labels("victim_kind", [one.counting_unit]) if one.counting_unit and one.counting_unit != "individual" else "",
        said.labels("category", one.categories or ()),
        one.occupation or "",
        one.organisation or "",
        said.state(one.present_country) if one.present_country else "",
        said.say("case.person_dead") if one.is_dead() else "",
    ]
    return own, parts, None, {}


def _event(said: Said, one: Event) -> Made:
    parts = [
        said.state(one.state_responsible) if one.state_responsible else "",
        one.place or "",
        said.when(one.began),
        said.heading("urgency", one.urgency) if one.urgency else "",
    ]
    return one.title or said.kind("event"), parts, one.description, {}


def _act(said: Said, one: Act) -> Made:
    until = said.say("case.until", when=said.when(one.until)) if one.until else ""
    parts = [
        said.when(one.date) or said.say("case.no_date"),
        until,
        said.say("case.goes_on") if one.continuing else "",
        one.place or "",
        said.state(one.country) if one.country else "",
        said.say("case.to_whom", names=said.names(one.victims)) if one.victims else "",
        said.say("case.aimed_at", targets=said.labels("target", one.aimed_at)) if one.aimed_at else "",
        said.say("case.by_whom", names=said.names(one.perpetrators)) if one.perpetrators else "",
        said.say("case.says_who", names=said.names(one.sources)) if one.sources else "",
        said.label("reliability", one.reliability) if one.reliability else "",
    ]
    return said.heading("act", one.code), parts, one.description, {}


def _involvement(said: Said, one: Involvement) -> Made:
    act = said.facts.get(one.act)
    parts = [
        said.label("involvement", one.degree) if one.degree else "",
        said.label("perpetrator_type", one.type) if one.type else "",
        said.label("act", act.code) if isinstance(act, Act) else "",
        one.status or "",
    ]
    return said.name(one.person), parts, one.how_known, {}


def _relation(said: Said, one: Relation) -> Made:
    return (
        said.say("case.relation", other=said.name(one.other), tie=said.label("relation", one.type), person=said.name(one.person)),
        (),
        None,
        {},
    )


def _information(said: Said, one: Information) -> Made:
    parts = [
        said.label("material", one.material) if one.material else "",
        said.when(one.date),
        said.label("connection", one.connection) if one.connection else "",
        said.label("reliability", one.reliability) if one.reliability else "",
    ]
    return (said.name(one.source) if one.source else said.kind("information")), parts, one.content, {}


def _detention(said: Said, one: Detention) -> Made:
    asked = ("acknowledged", "warrant_shown", "access_to_lawyer", "access_to_family", "access_to_doctor")
    parts = [
        "" if one.held is None else said.say("case.held" if one.held else "case.not_held"),
        said.say("case.since", when=said.when(one.since)) if one.since else "",
        said.say("case.released", when=said.when(one.released)) if one.released else "",
        one.place or "",
        one.authority or "",
        *(said.flag(getattr(one, name), name) for name in asked),
        *(f"{said.when(day.date)} {day.court or day.what or ''}".strip() for day in one.court_dates),
    ]
    texts = "\n".join(text for text in (one.charges, one.legal_basis, one.conditions, one.health) if text)
    return said.name(one.person), parts, texts, {"tone": "now"} if one.held and one.released is None else {}


def _cooperation(said: Said, one: Cooperation) -> Made:
    parts = [
        one.which or "",
        said.when(one.date),
        said.label("form", one.form) if one.form else "",
        said.say("case.by_whom", names=said.name(one.by)) if one.by else "",
        *one.un_documents,
    ]
    return said.heading("body", one.body), parts, one.about or one.how_perpetrator_knew, {}


def _step(said: Said, one: DomesticStep) -> Made:
    parts = [
        one.where or "",
        said.when(one.date),
        said.label("remedies", one.remedy) if one.remedy else "",
        said.say("case.decided", when=said.when(one.final_decision)) if one.final_decision else "",
    ]
    head = said.heading("step", one.step) if one.step else said.kind("domestic-step")
    return head, parts, "\n".join(text for text in (one.what, one.result, one.why_none) if text), {}


def _response(said: Said, one: StateResponse) -> Made:
    parts = [said.when(one.date), one.channel or "", one.authority or ""]
    return said.heading("position", one.position) if one.position else said.kind("state-response"), parts, one.summary, {}


def _intervention(said: Said, one: Intervention) -> Made:
    head = one.party or (said.mechanism(one.mechanism) if one.mechanism else said.kind("intervention"))
    parts = [
        said.label("party", one.party_kind) if one.party_kind else "",
        said.label("intervention", one.type) if one.type else "",
        said.when(one.date),
        said.label("intervention_status", one.status) if one.status else "",
        said.label("procedure", one.procedure) if one.procedure and one.procedure != "none" else "",
        one.reference or "",
        said.say("case.acknowledged", when=said.when(one.acknowledged)) if one.acknowledged else "",
        one.next_step or "",
    ]
    return head, parts, "\n".join(text for text in (one.asked, one.response) if text), {}


def _letter(said: Said, one: Letter) -> Made:
    parts = [
        said.heading("letter", one.code) if one.reference else "",
        said.when(one.date),
        said.listed(said.mechanism(mandate) for mandate in one.mandates),
    ]
    return one.reference or said.heading("letter", one.code), parts, None, {}


def _mention(said: Said, one: UnMention) -> Made:
    parts = [
        str(one.year) if one.year and str(one.year) not in one.symbol else "",
        said.label("annex", one.annex) if one.annex else "",
        said.say("case.paragraph", paragraph=one.paragraph) if one.paragraph else "",
        said.flag(one.named, "named"),
        said.names(one.persons) if one.persons else "",
    ]
    return one.symbol, parts, None, {}


def _status(said: Said, one: StatusEvent) -> Made:
    parts = [
        said.when(one.date) or said.say("case.no_date"),
        said.names(one.persons) if one.persons else "",
        said.say("case.says_who", names=said.name(one.source)) if one.source else "",
    ]
    return said.heading("status_event", one.code), parts, one.description, {}


TONES = {"low": "prepare", "moderate": "weeks", "high": "days", "acute": "now"}


def _risk(said: Said, one: RiskAssessment) -> Made:
    parts = [
        said.heading("level", one.level) if one.level else "",
        said.day(one.date),
        said.say("case.again_on", day=said.day(one.reassess_on)) if one.reassess_on else "",
    ]
    return said.name(one.person), parts, one.why, {"tone": TONES.get(one.level or "", "")}


def _work(said: Said, one: Task | Measure) -> Made:
    parts = [
        said.colleague(one.owner),
        said.say("case.due", day=said.day(one.due)) if one.due else "",
        said.say("case.done", day=said.day(one.done)) if one.done else "",
    ]
    if isinstance(one, Measure):
        parts += [said.label("layer", one.layer) if one.layer else "", said.names(one.persons)]
    return one.what, parts, None, {"done": one.done is not None}


def _note(said: Said, one: Note) -> Made:
    return said.day(one.date) or said.kind("note"), [said.colleague(one.author) if one.author else ""], one.text, {}


def _evidence(said: Said, one: Evidence) -> Made:
    parts = [said.day(date.fromisoformat(one.arrived[:10])), said.name(one.source) if one.source else ""]
    return one.title or one.name or said.kind("evidence"), parts, one.description, {}


def _snapshot(said: Said, one: PlanSnapshot) -> Made:
    return said.day(one.date), [said.name(one.person) if one.person else ""], None, {}


def _consent(said: Said, one: Consent) -> Made:
    parts = [
        said.recipient(one.recipient),
        said.purpose(one.purpose),
        said.heading("consent_answer", one.answer),
        said.day(one.date),
        said.say("case.by_whom", names=said.name(one.given_by)) if one.given_by else "",
    ]
    return said.name(one.person), parts, one.words, {}


_LINES: dict[type[Fact], Callable[[Said, Any], Made]] = {
    Person: _person, Event: _event, Act: _act, Involvement: _involvement, Relation: _relation, Information: _information,
    Detention: _detention, Cooperation: _cooperation, DomesticStep: _step, StateResponse: _response, Intervention: _intervention,
    RiskAssessment: _risk, Task: _work, Measure: _work, Note: _note, PlanSnapshot: _snapshot, Consent: _consent,
    Evidence: _evidence, Letter: _letter, UnMention: _mention, StatusEvent: _status,
}  # fmt: skip
