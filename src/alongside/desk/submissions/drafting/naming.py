"""How much of each person a document tells, and which facts may stand in it: consent first, then what was chosen, never more than either.

Every rule here only ever takes away when a consent goes: who may be told of is asked person by person, and a fact, a place or a name is
told because somebody's yes covers it, never because somebody is missing from a list.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.desk.submissions.drafting.lineage import about_of, is_secret, sources_of
from alongside.facts import codes
from alongside.facts.asking import BODIES, only_author, with_a_say
from alongside.facts.consent import MEDIA, PUBLIC, Consent, Recipient, may_leave
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, Relation
from alongside.facts.protection import Measure, RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse

NAMED, SENDER_ONLY, UNNAMED, LEFT_OUT = codes.NAMING
RANK = {LEFT_OUT: 0, UNNAMED: 1, SENDER_ONLY: 2, NAMED: 3}
PUBLIC_AUTHORS = frozenset({"state", "state-tolerated", "company", "armed-group"})
CLEAN = codes.CLEANING[:2]
GROUPS = frozenset({"indigenous", "minority", "member-of-parliament", "religious"})


def least(*levels: str) -> str:
    """The level that tells least."""
    return min(levels, key=RANK.__getitem__)


def authors_in(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """Who did each act of a case, as it says itself and as the involvements say. Gathered once: asked act by act of all facts, a case of
    eight hundred acts took seconds to open."""
    found: dict[str, dict[str, None]] = {}
    for one in sorted(facts, key=lambda one: isinstance(one, Involvement)):  # as the acts say comes first
        if isinstance(one, Act):
            found.setdefault(one.id, {}).update(dict.fromkeys(one.perpetrators))
        elif isinstance(one, Involvement) and one.act in found:
            found[one.act][one.person] = None
    return {act: tuple(authors) for act, authors in found.items()}


def may_be_private(one: Person, facts: Mapping[str, Fact], authors: Mapping[str, tuple[str, ...]] | None = None) -> bool:
    """Whether who did it may be her husband or her neighbour: no body of the State or the like, as far as anybody said of him or, where
    nobody did, of the event of what he did. That another event is the doing of the State says nothing about him. `authors`: those of each
    act, where they are known already."""
    kinds = {fact.type for fact in facts.values() if isinstance(fact, Involvement) and fact.person == one.id}
    types = {one.perpetrator_type, *kinds} - {None, "unknown"}
    if types:
        return not types <= BODIES
    authors = authors_in(facts.values()) if authors is None else authors
    events = [fact for fact in facts.values() if isinstance(fact, Event)]
    did = [fact for fact in facts.values() if isinstance(fact, Act) and one.id in authors[fact.id]]
    alone = events[0].id if len(events) == 1 else None
    behind = {act.event or alone for act in did}
    return not {event.perpetrator for event in events if event.id in behind} & PUBLIC_AUTHORS


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a document goes out. `persons`: for whom; `chosen`: what the officer chose by person; `closed`: nothing may leave."""

    recipient: Recipient
    today: datetime.date
    naming: tuple[tuple[str, str], ...] = ()
    persons: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    closed: bool = False


class Naming:
    """What one document may tell of whom. The facts are those of the whole case, the ledger included."""

    def __init__(self, facts: Iterable[Fact], terms: Terms) -> None:
        self.terms = terms
        self.facts: Mapping[str, Fact] = {one.id: one for one in sorted(facts, key=lambda one: one.id)}
        self.persons: Mapping[str, Person] = {one.id: one for one in self.facts.values() if isinstance(one, Person)}
        self.ledger = [one for one in self.facts.values() if isinstance(one, Consent)]
        self._relations = [one for one in self.facts.values() if isinstance(one, Relation)]
        self._acts = [one for one in self.facts.values() if isinstance(one, Act)]
        self._authors = authors_in(self.facts.values())
        self._heard = with_a_say(self.facts.values(), self.terms.persons)
        self.main = self._main()
        self._consents: dict[str, tuple[str, ...]] = {}
        asked = {one: self._level(self.persons[one]) for one in self.persons if not self.needs_no_consent(one)}
        self.levels: Mapping[str, str] = asked | {
            one: self._author_level(self.persons[one], asked) for one in self.persons if one not in asked
        }

    # --- persons

    def level(self, person: str) -> str:
        """How much of a person is told. One that the case no longer has is not told of: nobody can be asked for her."""
        return self.levels.get(person, LEFT_OUT)

    def told(self, person: str) -> bool:
        return self.level(person) != LEFT_OUT

    def named(self, person: str) -> bool:
        return self.level(person) == NAMED

    def ordered(self) -> tuple[str, ...]:
        """The persons, those first for whom the document is."""
        return (*self.main, *(one for one in self.persons if one not in self.main))

    def consents(self) -> tuple[str, ...]:
        """The records that allow what is told of the persons, each once."""
        return tuple(dict.fromkeys(record for one in self.ordered() if self.told(one) for record in self.consents_of(one)))

    def consents_of(self, person: str) -> tuple[str, ...]:
        return self._consents.get(person, ())

    def may(self, person: str, recipient: Recipient | str, purpose: str) -> bool:
        """What the ledger says for one person, recipient and purpose; nothing where the case is closed."""
        return not self.terms.closed and bool(self._yes(self.persons[person], ((recipient, purpose),)))

    def needs_no_consent(self, person: str) -> bool:
        """Whether nobody asks them before naming them, as `answers_to_nobody` says."""
        return person not in self._heard and only_author(self.persons[person])

    def related(self, person: str, kinds: Iterable[str] | None = None) -> tuple[str, ...]:
        """Whom a relation of the case ties to a person, either way."""
        wanted = None if kinds is None else set(kinds)
        pairs = [one for one in self._relations if person in (one.person, one.other) and (wanted is None or one.type in wanted)]
        return tuple(dict.fromkeys(one.other if one.person == person else one.person for one in pairs))

    def delicate(self, person: str) -> bool:
        """A child, somebody who suffered sexual violence, or whom a document would out: unnamed unless she and the officer said so."""
        one = self.persons[person]
        violated = any(
            act.code == "sexual-violence" and person in (act.victims if act.victims is not None else self.main)
            for act in self._acts
        )
        return violated or one.may_be_child(self.terms.today) or "lgbti" in (one.categories or ())

    def identifying(self) -> tuple[str, ...]:
        """Persons without a name whom the document may give away all the same: a named relative or fellow victim, an organisation or a
        small group of which there are few, an occupation or a group beside a place that is told."""
        return tuple(one for one in self.ordered() if self.level(one) in (SENDER_ONLY, UNNAMED) and self._gives_away(one))

    def _gives_away(self, person: str) -> bool:
        one = self.persons[person]
        if self.needs_no_consent(person):
            return False
        fellows = {other for act in self._acts if person in (act.victims or ()) for other in act.victims or ()}
        if any(self.named(other) for other in (*self.related(person), *fellows)):
            return True
        placed = any(self.tells_place(fact) for fact in self.facts.values() if place_of(fact) and person in self.concerned(fact))
        rare = bool(one.occupation or GROUPS & set(one.categories or ()))
        return bool(one.organisation) or one.counting_unit in ("family", "community") or (placed and rare)

    def _main(self) -> tuple[str, ...]:
        """For whom the document is: who was chosen, else who was harmed, else who cooperated, else everybody who did not do it."""
        chosen = tuple(one for one in self.terms.persons if one in self.persons)
        if self.terms.persons:
            return chosen
        for role in ("harmed", "cooperated"):
            found = tuple(one.id for one in self.persons.values() if role in one.roles)
            if found:
                return found
        return tuple(one for one in self.persons if not self.needs_no_consent(one))

    def _level(self, one: Person) -> str:
        if self.terms.closed or one.confidential:
            return LEFT_OUT
        sent = self._sent(one)
        if not sent:
            return LEFT_OUT
        delicate = self.delicate(one.id)
        pairs: Sequence[tuple[Recipient | str, str]] = self.terms.naming
        if delicate and not pairs:
            pairs = ((self.terms.recipient, "name"),)
        naming = self._yes(one, pairs)
        allowed = NAMED if naming is not None else UNNAMED if delicate else SENDER_ONLY
        level = least(allowed, self._chosen(one, delicate))
        self._consents[one.id] = (*sent, *(naming if naming and level == NAMED else ()))
        return level

    def _sent(self, one: Person) -> tuple[str, ...]:
        """The records that let something of her go to this recipient. To the public and the press nobody sends: a yes to being published
        there covers it as well, unless she said no to the sending."""
        recipient = self.terms.recipient
        answer = may_leave(self.ledger, one, recipient, "send", self.terms.today)
        if answer.value == "yes":
            return answer.because
        if answer.value == "ask" and recipient.id in (PUBLIC, MEDIA):
            return self._yes(one, ((recipient, "publish"),)) or ()
        return ()

    def _yes(self, one: Person, pairs: Iterable[tuple[Recipient | str, str]]) -> tuple[str, ...] | None:
        """The records that say yes to every pair; None where one does not."""
        records: list[str] = []
        for recipient, purpose in pairs:
            whom = self.terms.recipient if recipient == self.terms.recipient.id else recipient
            answer = may_leave(self.ledger, one, whom, purpose, self.terms.today)
            if answer.value != "yes":
                return None
            records += answer.because
        return tuple(dict.fromkeys(records))

    def _chosen(self, one: Person, delicate: bool) -> str:
        chosen = dict(self.terms.chosen).get(one.id)
        if chosen is not None:
            return chosen
        if delicate:
            return UNNAMED
        if one.id in self.main or "submits" in one.roles:
            return NAMED
        # Another victim, to whom nobody in the document is tied, is another document.
        apart = "harmed" in one.roles and self.terms.persons and not set(self.related(one.id)) & set(self.main)
        return LEFT_OUT if apart else SENDER_ONLY

    def _author_level(self, one: Person, asked: Mapping[str, str]) -> str:
        """Who did it is named; one who may be near to a victim only where each of his victims is named, or his name would tell hers."""
        if self.terms.closed or one.confidential:
            return LEFT_OUT
        chosen = dict(self.terms.chosen).get(one.id, NAMED)
        near = self._near(one, asked)
        # Nobody asks for a child that only did it: it is told of, and never by name.
        return least(chosen, UNNAMED if near or one.may_be_child(self.terms.today) else NAMED)

    def _near(self, one: Person, asked: Mapping[str, str]) -> bool:
        """Whether his name may tell that of somebody who is not named: of whom a relation ties to him, of his victims where he may be
        private. Where no act says whom he harmed, it may be any of those for whom the document is: of nobody, all would be named."""
        tied = [other for other in self.related(one.id) if other in asked]
        victims = {victim for act in self._acts if one.id in self.authors(act) for victim in act.victims or self.main}
        hers = victims or set(self.main)
        private = bool({*tied} & {*hers, *self.main}) or may_be_private(one, self.facts, self._authors)
        return any(asked[other] != NAMED for other in tied) or (private and any(asked.get(victim) != NAMED for victim in hers))

    def authors(self, act: Act) -> tuple[str, ...]:
        """Who did an act, as it says itself and as the involvements say."""
        return self._authors[act.id]

    # --- facts

    def why_not(self, fact: Fact) -> str | None:
        """Why a fact may not stand in the document, as a code of `draft.Withheld`; None where it may."""
        if self.terms.closed:
            return "consent"
        if fact.confidential:
            return "confidential"
        match fact:
            case Evidence():
                return self._why_no_annex(fact)
            case Relation():
                return None if self.told(fact.person) and self.told(fact.other) else "consent"
            case Involvement():
                act = self.facts.get(fact.act)
                if not isinstance(act, Act) or self.why_not(act) is not None:
                    return "consent"
                return None if self.told(fact.person) else "consent"
            case Information():
                return self._why_no_information(fact)
            case StatusEvent() if fact.source is not None and not self.told(fact.source):
                return "consent"
            case UnMention() if fact.named is not False and not any(self.named(one) for one in self.concerned(fact) or self.main):
                return "unnamed"  # who reads the paragraph reads her name
        concerned = self.concerned(fact) or self.main
        return None if any(self.told(one) for one in concerned) else "consent"

    def usable(self, fact: Fact) -> bool:
        return self.why_not(fact) is None

    def tells_place(self, fact: Fact) -> bool:
        """Whether the exact place of a fact, or the UN document that tells of it, may be told: somebody whom it concerns is at least
        known to the sender."""
        concerned = self.concerned(fact) or self.main
        return self.usable(fact) and any(RANK[self.level(one)] >= RANK[SENDER_ONLY] for one in concerned)

    def concerned(self, fact: Fact, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The persons whom a fact concerns, by id; none where it is about the case as a whole."""
        match fact:
            case Person():
                return (fact.id,)
            case Act():
                return fact.victims or ()
            case Event():
                within = [act.victims for act in self._acts if act.event == fact.id]
                return tuple(dict.fromkeys(one for victims in within for one in victims or ())) if all(within) else ()
            case Detention() | RiskAssessment() | Consent():
                return (fact.person,)
            case DomesticStep() | Intervention() | Measure() | StatusEvent():
                return fact.persons
            case UnMention() if fact.persons:
                return fact.persons
            case Letter() | UnMention():
                return self._through((fact.intervention,) if fact.intervention else (), seen | {fact.id})
            case Cooperation():
                return (fact.by,) if fact.by else ()
            case StateResponse():
                return self._through((fact.answers,) if fact.answers else (), seen | {fact.id})
            case Information():
                return self._through(fact.about, seen | {fact.id})
            case Evidence():
                return self._through(about_of(fact, self.facts), seen | {fact.id})
        return ()

    def _through(self, ids: Iterable[str], seen: frozenset[str]) -> tuple[str, ...]:
        """The persons whom the facts behind some ids concern; an id that the case does not have stays, and nobody agreed for it."""
        found: dict[str, None] = {}
        for one in ids:
            fact = self.facts.get(one)
            if fact is None:
                found[one] = None
            elif one not in seen:
                found |= dict.fromkeys(self.concerned(fact, seen))
        return tuple(found)

    def _why_no_information(self, fact: Information) -> str | None:
        """What a source said leaves only with the source's own yes, and only about what may be told itself."""
        if fact.source is not None and not self.told(fact.source):
            return "consent"
        about = [self.facts[one] for one in fact.about if one in self.facts]
        if fact.about and all(one.confidential for one in about):
            return "confidential"
        if any(isinstance(one, Information | Evidence) for one in about):
            about = [one for one in about if not isinstance(one, Information | Evidence)]
        if about and not any(self.usable(one) for one in about):
            return "consent"
        return None if any(self.told(one) for one in self.concerned(fact) or self.main) else "consent"

    def _why_no_annex(self, fact: Evidence) -> str | None:
        """A file leaves if it is clean, if its source agreed, and if everybody in it is named: nobody can look for a face. A redacted copy
        was made so that it shows nobody, but it is hers all the same: everybody in it agreed that something of her goes there. It rests on
        the word of who gave the original, and is as secret."""
        if fact.cleaning not in CLEAN:
            return "not-clean"
        if not all(self.told(one) for one in sources_of(fact, self.facts)):
            return "consent"
        if is_secret(fact, self.facts):
            return "confidential"
        concerned = self.concerned(fact) or self.main
        if not any(self.told(one) for one in concerned) or (fact.copy_of and not all(self.told(one) for one in concerned)):
            return "consent"
        return None if fact.copy_of or all(self.named(one) for one in concerned) else "unnamed"


def place_of(fact: Fact) -> str | None:
    """The place that a fact tells, exact or not."""
    return fact.place if isinstance(fact, Act | Detention | Event) else None
