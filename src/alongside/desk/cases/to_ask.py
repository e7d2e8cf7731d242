"""What to ask next about a case: what most forms need and nobody has told yet, the plainest first. Pure; codes, not sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.protection import RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep

F = TypeVar("F", bound=Fact)
MOST = 6  # a longer list is read by nobody during a call


@dataclass(frozen=True, slots=True)
class Missing:
    """One question. `where`: the page that takes the answer (a kind for a new record, `fact` for one that exists, consent, risk)."""

    code: str
    where: str
    id: str = ""
    person: str = ""


def missing(facts: Mapping[str, Fact], people: Sequence[Person]) -> list[Missing]:
    """The first questions. `people`: whom the desk protects here, in the order of the page."""
    return [one for one, _ in zip(_all(facts, people), range(MOST), strict=False)]


def _all(facts: Mapping[str, Fact], people: Sequence[Person]) -> Iterator[Missing]:
    yield from _who(people)
    yield from _what(facts)
    yield from _safety(facts, people)
    yield from _more(facts, people)


def _who(people: Sequence[Person]) -> Iterator[Missing]:
    if not people:
        yield Missing("person", "person")
    for one in people:
        if not one.names and "harmed" in one.roles:
            yield Missing("name", "fact", one.id, one.id)


def _what(facts: Mapping[str, Fact]) -> Iterator[Missing]:
    events, acts = _of(facts, Event), _of(facts, Act)
    if not any(event.state_responsible for event in events):
        yield Missing("state", *_event(events))
    if not acts:
        yield Missing("act", "act")
    for act in acts:
        if act.date is None:
            yield Missing("date", "fact", act.id)
    for one in _of(facts, Detention):
        if one.held and one.released is None and (one.place is None or one.access_to_lawyer is None):
            yield Missing("detention", "fact", one.id, one.person)


def _safety(facts: Mapping[str, Fact], people: Sequence[Person]) -> Iterator[Missing]:
    asked = {one.person for one in _of(facts, Consent)}
    for one in people:
        if any(way.safe is None for way in one.contact_ways):
            yield Missing("safe", "fact", one.id, one.id)
        if one.id not in asked and {"harmed", "cooperated", "relative"} & set(one.roles):
            yield Missing("consent", "consent", one.id, one.id)
    assessed = {one.person for one in _of(facts, RiskAssessment)}
    for one in people:
        if "harmed" in one.roles and one.id not in assessed:
            yield Missing("risk", "risk", one.id, one.id)


def _more(facts: Mapping[str, Fact], people: Sequence[Person]) -> Iterator[Missing]:
    events, contacts = _of(facts, Event), _of(facts, Cooperation)
    if not contacts and all(event.un_link is None for event in events):
        yield Missing("un", "cooperation")
    for contact in contacts:
        if contact.by is None:
            yield Missing("un_who", "fact", contact.id)
    if not any("perpetrator" in one.roles for one in _of(facts, Person)) and all(event.perpetrator is None for event in events):
        yield Missing("perpetrator", *_event(events))
    if people and not any("relative" in one.roles for one in people):
        yield Missing("family", "person")
    if not _of(facts, DomesticStep):
        yield Missing("home", "domestic-step")


def _event(events: Sequence[Event]) -> tuple[str, str]:
    return ("fact", events[0].id) if events else ("event", "")


def _of(facts: Mapping[str, Fact], kind: type[F]) -> list[F]:
    found: Iterable[Fact] = (fact for _, fact in sorted(facts.items()))
    return [fact for fact in found if isinstance(fact, kind)]
