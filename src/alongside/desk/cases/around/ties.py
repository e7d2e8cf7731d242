"""Who is what to whom in a case, from all its facts: relations, who did what to whom, who decides for whom, who defends whom.

A tie is between two persons of the case and says why; the same two may have several. A relation, an act or a lawyer that names nobody
of this case makes no tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.facts.events import Act, Detention, Involvement
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation


@dataclass(frozen=True, slots=True)
class Tie:
    """What `other` is to, or did to, `person`. `why` is "relation", "act", "involvement", "decides" or "lawyer"; `fact` tells it."""

    person: str
    other: str
    why: str
    code: str
    fact: str

    @property
    def pair(self) -> tuple[str, str]:
        return (self.person, self.other) if self.person <= self.other else (self.other, self.person)


@dataclass(frozen=True, slots=True)
class Line:
    """All ties of one pair: drawn as one line with one number. `towards`: to whom something was done, where all of it points one way."""

    one: str
    other: str
    ties: tuple[Tie, ...]

    @property
    def towards(self) -> str:
        harmed = {tie.person for tie in self.ties if tie.why in ("act", "involvement")}
        return harmed.pop() if len(harmed) == 1 else ""


def ties(facts: Mapping[str, Fact]) -> list[Tie]:
    """Every tie, each once, in the order of the facts' ids."""
    found = (tie for _, fact in sorted(facts.items()) for tie in _of(fact, facts))
    persons = {id_ for id_, fact in facts.items() if isinstance(fact, Person)}
    return list(dict.fromkeys(tie for tie in found if tie.person != tie.other and {tie.person, tie.other} <= persons))


def lines(found: Iterable[Tie], order: Sequence[str]) -> list[Line]:
    """The ties by pair, in the order of the persons."""
    pairs: dict[tuple[str, str], list[Tie]] = {}
    for tie in found:
        pairs.setdefault(tie.pair, []).append(tie)
    place = {person: number for number, person in enumerate(order)}
    made = []
    for pair, some in pairs.items():
        one, other = sorted(pair, key=lambda person: place.get(person, len(place)))
        made.append(Line(one, other, tuple(some)))
    return sorted(
        made, key=lambda line: (place.get(line.one, len(place)), place.get(line.other, len(place)), line.one, line.other)
    )


def _of(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Tie]:
    match fact:
        case Relation():
            yield Tie(fact.person, fact.other, "relation", fact.type, fact.id)
        case Act():
            for who in fact.perpetrators:
                for victim in fact.victims or ():
                    yield Tie(victim, who, "act", fact.code, fact.id)
        case Involvement():
            act = facts.get(fact.act)
            if isinstance(act, Act) and fact.person not in act.perpetrators:
                for victim in act.victims or ():
                    yield Tie(victim, fact.person, "involvement", act.code, fact.id)
        case Person():
            for who in fact.decided_by:
                yield Tie(fact.id, who, "decides", "", fact.id)
        case Detention() if fact.lawyer:
            yield Tie(fact.person, fact.lawyer, "lawyer", "lawyer", fact.id)
