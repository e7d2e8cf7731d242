"""Who in a case is asked before a word of them leaves, and who would give away somebody who is not named. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from alongside.desk.submissions.drafting.naming import BODIES, PUBLIC_AUTHORS
from alongside.desk.submissions.drafting.spelling import fold
from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event, Involvement
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation


def protected(facts: Mapping[str, Fact]) -> frozenset[str]:
    """Who is asked: not who has no other part in the case than having done it.

    The role alone does not say so: who is also harmed, held or a source, or gave or took back a yes, is asked whatever the role says.
    """
    persons = {one.id: one for one in facts.values() if isinstance(one, Person)}
    other_part = {id_ for fact in facts.values() for id_ in _parts(fact)}
    return frozenset(id_ for id_, one in persons.items() if set(one.roles) != {"perpetrator"} or id_ in other_part)


def _parts(fact: Fact) -> Iterator[str]:
    """Persons of whom a fact says that they did not only do it."""
    match fact:
        case Consent() | Detention():
            yield fact.person
        case Act():
            yield from (*(fact.victims or ()), *fact.sources)
    source = getattr(fact, "source", None)
    if isinstance(source, str):
        yield source


def near(facts: Mapping[str, Fact], hidden: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
    """Of those whom nobody asks, who may be near to somebody who is not named: his name or his home would tell hers."""
    persons = [one for one in facts.values() if isinstance(one, Person)]
    homes = {fold(one.address) for one in persons if one.id in hidden and one.address}
    return frozenset(
        one.id
        for one in persons
        if one.id not in asked
        and (
            set(_tied(facts, one.id)) & hidden
            or (one.address and fold(one.address) in homes)
            or (set(_victims(facts, one.id)) & hidden and _private(facts, one))
        )
    )


def ties(fact: Fact, unnamed: frozenset[str]) -> bool:
    """Whether a relation leads from who is named to who is not."""
    return isinstance(fact, Relation) and (fact.person in unnamed) != (fact.other in unnamed)


def _tied(facts: Mapping[str, Fact], person: str) -> Iterator[str]:
    for one in facts.values():
        if isinstance(one, Relation) and person in (one.person, one.other):
            yield from (one.person, one.other)


def _victims(facts: Mapping[str, Fact], person: str) -> Iterator[str]:
    involved = {one.act for one in _involved(facts, person)}
    for one in facts.values():
        if isinstance(one, Act) and (person in one.perpetrators or one.id in involved):
            yield from one.victims or ()


def _involved(facts: Mapping[str, Fact], person: str) -> Iterable[Involvement]:
    return [one for one in facts.values() if isinstance(one, Involvement) and one.person == person]


def _private(facts: Mapping[str, Fact], one: Person) -> bool:
    """Whether he may be her husband or her neighbour: not a body of the State or the like, as far as anybody said."""
    types = {one.perpetrator_type, *(involved.type for involved in _involved(facts, one.id))} - {None, "unknown"}
    if types:
        return not types <= BODIES
    return not {fact.perpetrator for fact in facts.values() if isinstance(fact, Event)} & PUBLIC_AUTHORS
