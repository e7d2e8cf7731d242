"""Who in a case is asked before a word of them leaves, and who or what would give away somebody who is not named. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from alongside.desk.submissions.drafting.naming import may_be_private
from alongside.desk.submissions.drafting.spelling import fold
from alongside.facts.asking import asked
from alongside.facts.events import Act, Event, Involvement
from alongside.facts.fact import Fact
from alongside.facts.fields import Text, declared
from alongside.facts.persons import Person, Relation


def protected(facts: Mapping[str, Fact]) -> frozenset[str]:
    """Who is asked, by the rule of drafts: not who has no other part in the case than having done it, and no body of the State."""
    return asked(facts.values())


def near(facts: Mapping[str, Fact], hidden: frozenset[str], those_asked: frozenset[str], today: date) -> frozenset[str]:
    """Of those whom nobody asks, who may be near to somebody who is not named: his name or his home would tell hers. And who may be a
    child: nobody said yes for it."""
    persons = [one for one in facts.values() if isinstance(one, Person)]
    homes = {fold(one.address) for one in persons if one.id in hidden and one.address}
    return frozenset(
        one.id
        for one in persons
        if one.id not in those_asked
        and (
            one.may_be_child(today)
            or set(_tied(facts, one.id)) & hidden
            or (one.address and fold(one.address) in homes)
            or (set(_victims(facts, one.id)) & hidden and may_be_private(one, facts))
        )
    )


def ties(fact: Fact, unnamed: frozenset[str]) -> bool:
    """Whether a relation leads from who is named to who is not."""
    return isinstance(fact, Relation) and (fact.person in unnamed) != (fact.other in unnamed)


def accused(facts: Mapping[str, Fact], her: str, those: Iterable[str]) -> frozenset[str]:
    """Which of those are recorded as having done something to her. What nobody said to whom it was done may have been done to her."""
    return frozenset(one for one in those if any(act.victims is None or her in act.victims for act in _done_by(facts, one)))


def untied(facts: Collection[Fact]) -> set[str]:
    """Whom acts were done to that name no event. Where a case has but one, they are its acts: without this, its account of who stays
    would leave because nobody had tied her act to it."""
    if sum(isinstance(one, Event) for one in facts) != 1:
        return set()
    return {id_ for one in facts if isinstance(one, Act) and one.event is None for id_ in one.victims or ()}


def tells(event: Event) -> bool:
    """Whether an event tells what happened. A place alone, of which nobody said whom it concerns, tells nothing of anybody."""
    texts = (name for name, one in declared(Event).items() if isinstance(one.metadata["kind"], Text))
    return any(getattr(event, name) for name in texts if name != "place")


def _tied(facts: Mapping[str, Fact], person: str) -> Iterator[str]:
    for one in facts.values():
        if isinstance(one, Relation) and person in (one.person, one.other):
            yield from (one.person, one.other)


def _victims(facts: Mapping[str, Fact], person: str) -> Iterator[str]:
    for one in _done_by(facts, person):
        yield from one.victims or ()


def _done_by(facts: Mapping[str, Fact], person: str) -> Iterator[Act]:
    involved = {one.act for one in _involved(facts, person)}
    for one in facts.values():
        if isinstance(one, Act) and (person in one.perpetrators or one.id in involved):
            yield one


def _involved(facts: Mapping[str, Fact], person: str) -> Iterable[Involvement]:
    return [one for one in facts.values() if isinstance(one, Involvement) and one.person == person]
