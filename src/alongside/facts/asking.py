"""Who of a case is asked before a word of them leaves the desk, by whatever door.

Ours: no instrument says it. A victim who is written down as a perpetrator by a slip, or so that nobody has to ask her, would leave
without anybody's consent, and her refusal would count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Information
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import StatusEvent
from alongside.facts.persons import Person
from alongside.facts.protection import Measure, RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep, Intervention

# Types of perpetrators that no victim is given away by; whoever is none of these may be her husband or her neighbour.
BODIES = frozenset({"officials", "armed-forces", "police", "prison-officials", "intelligence", "judiciary", "paramilitary",
                    "opposition-forces", "private-guards", "company"})  # fmt: skip


def answers_to_nobody(person: Person, facts: Iterable[Fact], persons: Iterable[str] = ()) -> bool:
    """Whether a person has no part in the case but that of having done it, or is a body of the State: nobody asks them before naming them.

    The label alone proves nothing, because it may be a slip or a way around somebody's no. Whoever was asked or answered once, was harmed
    or held, told or gave something, decides for somebody, is somebody for whom anything was done or of whom anything is followed, or is
    one of the `persons` for whom something leaves is asked like anybody.
    """
    return only_author(person) and person.id not in with_a_say(facts, persons)


def asked(facts: Iterable[Fact]) -> frozenset[str]:
    """Who of a case is asked before they are named, by the same rule."""
    kept = list(facts)
    heard = with_a_say(kept)
    return frozenset(one.id for one in kept if isinstance(one, Person) and not (only_author(one) and one.id not in heard))


def with_a_say(facts: Iterable[Fact], persons: Iterable[str] = ()) -> frozenset[str]:
    """Whom nothing but the ledger lets out, whatever part they are said to have."""
    found: set[str | None] = set(persons)
    for fact in facts:
        match fact:
            case Person():
                found.update(fact.decided_by)
            case Act():
                found.update((*(fact.victims or ()), *fact.sources))
            case Consent():
                found.update((fact.person, fact.given_by))
            case Detention():
                found.update((fact.person, fact.lawyer))
            case RiskAssessment():
                found.add(fact.person)
            case Information() | Evidence():
                found.add(fact.source)
            case StatusEvent():
                found.update((*fact.persons, fact.source))
            case DomesticStep() | Intervention() | Measure():
                found.update(fact.persons)
            case Cooperation():
                found.add(fact.by)
    return frozenset(one for one in found if one is not None)


def only_author(one: Person) -> bool:
    """Whether somebody is in the case for having done it and for nothing else, by what is written of them alone."""
    if one.roles:
        return set(one.roles) == {"perpetrator"}
    return one.counting_unit == "organisation" and one.perpetrator_type in BODIES
