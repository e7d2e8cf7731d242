"""The gates of people: everybody in a draft has agreed to it, for this recipient and purpose, and nobody is found through it.

The ledger is asked for each person, recipient and purpose by itself: to send, to name to the State, to publish. One person's yes
never covers another, and choosing to leave somebody out is always possible instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from alongside.cleaning.kinds import shows_somebody
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.gates.gate import Gate, Verdict
from alongside.desk.submissions.drafting.gates.leaving import LEFT_OUT, NAMED, Leaving
from alongside.desk.submissions.drafting.lineage import sources_of
from alongside.facts.asking import answers_to_nobody
from alongside.facts.codes import KIN
from alongside.facts.consent import MEDIA, PUBLIC, Answer, Consent, Recipient, may_leave
from alongside.facts.events import Act, Detention, Information
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation
from alongside.facts.submissions import Submission

VERDICTS: Mapping[str, Verdict] = {"yes": "open", "ask": "ask", "no": "shut"}
BODIES = ("organisation", "community")


def closed_case(leaving: Leaving) -> Iterator[Gate]:
    """A case that was changed from outside or came back from a backup says nothing about who agreed: a withdrawal may be missing."""
    yield Gate("closed-case", "shut" if leaving.closed else "open", "desk")


def gone(leaving: Leaving) -> Iterator[Gate]:
    """A person for whom the draft was begun and whose record is no longer in the case."""
    missing = tuple(id_ for id_ in leaving.draft.persons if id_ not in leaving.persons)
    if missing:
        yield Gate("person-gone", "shut", "officer", missing)


def confidential(leaving: Leaving) -> Iterator[Gate]:
    """A confidential person stands in nothing that leaves, whatever was chosen for her."""
    persons = leaving.persons
    kept = tuple(id_ for id_ in leaving.draft.persons if id_ in persons and persons[id_].confidential)
    if kept:
        yield Gate("person-confidential", "shut", "officer", kept)


def everybody(leaving: Leaving) -> Iterator[Gate]:
    """Everybody in it agreed that it is sent there; who is named in it agreed to that as well, to the State and in public apart."""
    for person in leaving.inside():
        wanted = [("send", leaving.to)]
        if leaving.chosen(person.id) == NAMED:
            wanted += _to_be_named(leaving.form, leaving.to, leaving.delicate(person.id))
        for purpose, whom in wanted:
            yield _consent(person, whom, purpose, _answer(leaving, person, whom, purpose), leaving.today)


def pictures(leaving: Leaving) -> Iterator[Gate]:
    """A picture or a voice tells who somebody is, however little the text does: everybody in it said yes, or it stays, or a redacted copy
    goes. Where it does not say whom it shows, it shows those for whom the draft is; for who is gone from the case nobody can say yes."""
    persons, about = leaving.persons, _pictured(leaving)
    answers = {id_: _answer(leaving, persons[id_], leaving.to, "photo").value if id_ in persons else "ask" for id_ in about}
    refused = tuple(id_ for id_, value in answers.items() if value == "no")
    unasked = tuple(id_ for id_, value in answers.items() if value == "ask")
    if refused:
        yield Gate("photo-refused", "shut", "person", refused)
    if unasked:
        yield Gate("consent-photo", "ask", "person", unasked)


def unnamed(leaving: Leaving) -> Iterator[Gate]:
    """Some procedures and bodies take no unnamed case (plan-rules 14): a person in it who is not named would only be refused."""
    takes_none = leaving.mechanism is not None and leaving.mechanism.unnamed == "no"
    if leaving.form.unnamed != "bars" and not takes_none:
        return
    persons = leaving.persons
    hidden = tuple(id_ for id_ in leaving.draft.persons if id_ in persons and leaving.level(id_) != NAMED)
    yield Gate("unnamed-barred", "shut" if hidden else "open", "person", hidden)


def family(leaving: Leaving) -> Iterator[Gate]:
    """The form asks for the family's own yes: one of them agreed for the person or beside her, and none of them refused."""
    if not leaving.form.family_consent:
        return
    persons = leaving.persons
    for person in (persons[id_] for id_ in leaving.draft.persons if id_ in persons):
        kin = _kin(leaving, person)
        own = {one.id: one for one in leaving.ledger}
        answer = _answer(leaving, person, leaving.to, "send")
        for_her = answer.value == "yes" and any(own[id_].given_by in kin for id_ in answer.because)
        said = [_answer(leaving, persons[id_], leaving.to, "send").value for id_ in sorted(kin) if id_ in persons]
        agreed = (for_her or "yes" in said) and "no" not in said
        yield Gate("family-consent", "open" if agreed else "shut" if "no" in said else "ask", "family", (person.id, *sorted(kin)))


def guardians(leaving: Leaving) -> Iterator[Gate]:
    """Somebody decides for a child, for who cannot decide and for the dead; where nobody is named, no answer can ever count. The word of
    one who is said to have done it to her is looked at once more: it may serve him."""
    for person in leaving.inside():
        if _others_decide(person, leaving.today) and not person.decided_by:
            agreed = _answer(leaving, person, leaving.to, "send").value == "yes"
            yield Gate("guardian", "open" if agreed else "ask", "officer", (person.id,))
        if suspected := _suspected(leaving, person):
            yield leaving.asks("guardian-suspected", "ask", "officer", (person.id, *suspected))


def vulnerable(leaving: Leaving) -> Iterator[Gate]:
    """Children, sexual violence, outing: unnamed by default (plan-rules 15). To name one of them is decided once more, in words."""
    named = [
        one for one in leaving.inside() if NAMED in (leaving.chosen(one.id), leaving.level(one.id)) and leaving.delicate(one.id)
    ]
    children = [one.id for one in named if one.may_be_child(leaving.today)]
    if named:
        yield leaving.asks("vulnerable", "ask", "guardian" if children else "person", tuple(one.id for one in named))


def sources(leaving: Leaving) -> Iterator[Gate]:
    """Who told it may be found through what was told, named or not: each source agreed that it is sent, or her facts stay out.

    A newspaper or an office is asked for once by a look; a person never.
    """
    inside = {one.id for one in leaving.inside()}
    persons = leaving.persons
    told = sorted(_sources(leaving) - inside)
    found = [persons[id_] for id_ in told if id_ in persons]
    unknown = Answer("ask", "not-asked")  # who is gone from the case can say yes to nothing
    for id_ in told:
        if id_ not in persons:
            yield Gate("source", "ask", "person", (id_,), _params(leaving.to, "send", unknown))
    bodies = []
    for one in found:
        answer = _answer(leaving, one, leaving.to, "send")
        if one.counting_unit in BODIES and answer.value == "ask":
            bodies.append(one.id)
        else:
            yield Gate(
                "source", VERDICTS[answer.value], _who(one, answer, leaving.today), (one.id,), _params(leaving.to, "send", answer)
            )
    if bodies:
        yield leaving.asks("source-body", "ask", "officer", tuple(bodies))


def small_group(leaving: Leaving) -> Iterator[Gate]:
    """Unnamed is not unidentifiable: few members, one village, an occupation that only she has."""
    if leaving.drafted.identifying:
        yield leaving.asks("small-group", "ask", "person", leaving.drafted.identifying)


@dataclass(frozen=True, slots=True)
class Beside:
    """Whose yes a draft needed, told of in it or not, and the records that gave it: who told it, or is of the family; who is pictured."""

    sources: tuple[str, ...]
    pictured: tuple[str, ...]
    consents: tuple[str, ...]


def beside(leaving: Leaving) -> Beside:
    """The yeses on which a draft rests beside those for its text: each can be taken back, and then it must not leave."""
    persons = leaving.persons
    kin = {id_ for one in leaving.draft.persons if one in persons for id_ in _kin(leaving, persons[one])}
    told = _sources(leaving) | (kin if leaving.form.family_consent else set())
    wanted = [(id_, "send") for id_ in sorted(told)] + [(id_, "photo") for id_ in _pictured(leaving)]
    answers = [(id_, what, _answer(leaving, persons[id_], leaving.to, what)) for id_, what in wanted if id_ in persons]
    given = [(id_, what, answer.because) for id_, what, answer in answers if answer.value == "yes"]
    return Beside(
        sources=tuple(id_ for id_, what, _ in given if what == "send"),
        pictured=tuple(id_ for id_, what, _ in given if what == "photo"),
        consents=tuple(dict.fromkeys(record for _, _, because in given for record in because)),
    )


def taken_back(
    submission: Submission,
    form: Form | None,
    to: Recipient,
    persons: Mapping[str, Person],
    ledger: Iterable[Consent],
    today: datetime.date,
    facts: Iterable[Fact] = (),
    *,
    closed: bool = False,
) -> tuple[Gate, ...]:
    """What is no longer agreed to of something that has left: nothing can be called back, but the recipient can be asked.

    `facts`: all of the case, so that whoever is called a perpetrator and is something else as well is asked about. `form` None:
    the form is no longer known, and only the sending is asked for. `closed`: a withdrawal may be missing, and everybody is warned of.
    """
    kept = list(ledger)
    known = (*facts, *kept)
    found = []
    for id_, level in submission.levels:
        if id_ in persons and level != LEFT_OUT and not answers_to_nobody(persons[id_], known):
            by_name = any(one.person == id_ and one.purpose == "name" and one.id in submission.consents for one in kept)
            wanted = [("send", to), *(_to_be_named(form, to, delicate=by_name) if form and level == NAMED else ())]
            for what, whom in wanted:
                answer = _if_whole(_ledger(kept, persons[id_], whom, what, today), closed)
                found.append(_consent(persons[id_], whom, what, answer, today))
    asked = [(id_, "send") for id_ in submission.sources] + [(id_, "photo") for id_ in submission.pictured]
    for id_, what in asked:
        if id_ in persons:
            answer = _if_whole(_ledger(kept, persons[id_], to, what, today), closed)
            found.append(_consent(persons[id_], to, what, answer, today))
    return tuple(gate for gate in found if gate.verdict != "open")


def _answer(leaving: Leaving, person: Person, to: Recipient, purpose: str) -> Answer:
    """What the ledger says."""
    return _if_whole(_ledger(leaving.ledger, person, to, purpose, leaving.today), leaving.closed)


def _if_whole(answer: Answer, closed: bool) -> Answer:
    """A ledger that may lack a withdrawal says yes to nothing."""
    return Answer("ask", "damaged") if closed and answer.value == "yes" else answer


def _ledger(ledger: Iterable[Consent], person: Person, to: Recipient, purpose: str, today: datetime.date) -> Answer:
    """The ledger's word. Nobody sends to the public or the press: a yes to being published there covers it, unless she refused that."""
    answer = may_leave(ledger, person, to, purpose, today)
    if purpose == "send" and to.id in (PUBLIC, MEDIA) and answer.value == "ask":
        published = may_leave(ledger, person, to, "publish", today)
        return published if published.value == "yes" else answer
    return answer


def _to_be_named(form: Form, to: Recipient, delicate: bool) -> list[tuple[str, Recipient]]:
    """What somebody agrees to, beside the sending, who is named: what the form says. Whom a name may cost most agrees to it always."""
    pairs = form.naming or (((to.id, "name"),) if delicate else ())
    return [(purpose, to if whom == to.id else Recipient(whom)) for whom, purpose in pairs]


def _consent(person: Person, to: Recipient, purpose: str, answer: Answer, today: datetime.date) -> Gate:
    who = _who(person, answer, today)
    return Gate(f"consent-{purpose}", VERDICTS[answer.value], who, (person.id,), _params(to, purpose, answer))


def _params(to: Recipient, purpose: str, answer: Answer) -> tuple[tuple[str, str], ...]:
    return (("purpose", purpose), ("recipient", to.id), ("why", answer.code))


def _who(person: Person, answer: Answer, today: datetime.date) -> str:
    if answer.code in ("damaged", "ledger-damaged"):
        return "desk"
    return "guardian" if _others_decide(person, today) else "person"


def _others_decide(person: Person, today: datetime.date) -> bool:
    return person.may_be_child(today) or not person.decides_herself()


def _kin(leaving: Leaving, person: Person) -> frozenset[str]:
    """Her family, and those who decide for her; not who is known to be something else to her: her lawyer's yes is not the family's."""
    ties = [one for one in leaving.all_of(Relation) if person.id in (one.person, one.other)]
    related = {id_ for one in ties if one.type in KIN for id_ in (one.person, one.other)}
    others = {id_ for one in ties if one.type not in KIN for id_ in (one.person, one.other)}
    others |= {one.lawyer for one in leaving.all_of(Detention) if one.person == person.id and one.lawyer}
    return frozenset({*related, *(set(person.decided_by) - others)} - {person.id})


def _suspected(leaving: Leaving, person: Person) -> tuple[str, ...]:
    """Of those whose yes stands for somebody else's, who is said to have done it to her."""
    if not _others_decide(person, leaving.today):
        return ()
    given = {one.id: one.given_by for one in leaving.ledger}
    because = _answer(leaving, person, leaving.to, "send").because
    spoke = {by for by in map(given.get, because) if by is not None and by != person.id}
    done = [act for act in leaving.all_of(Act) if person.id in (leaving.naming.main if act.victims is None else act.victims)]
    return tuple(sorted(spoke & {id_ for act in done for id_ in leaving.naming.authors(act)}))


def _pictured(leaving: Leaving) -> tuple[str, ...]:
    """Who can be seen or heard in the annexes as they would leave: those for whom the draft is, where a file does not say. Not who did it
    and has no other part: asked for a picture, an officer would be one who has a say, and nothing would leave without his yes."""
    naming = leaving.naming
    shows = [one for one in _annexed(leaving) if not one.copy_of and shows_somebody(one.type, one.cleaned_type)]
    found = dict.fromkeys(id_ for one in shows for id_ in naming.concerned(one) or naming.main)
    return tuple(id_ for id_ in found if id_ not in naming.persons or not naming.needs_no_consent(id_))


def _annexed(leaving: Leaving) -> list[Evidence]:
    return [one for one in leaving.all_of(Evidence) if one.id in leaving.draft.annexes]


def _sources(leaving: Leaving) -> set[str]:
    """Who told, or gave, what the draft rests on."""
    used = leaving.rests_on()
    acts = {id_ for act in leaving.all_of(Act) if act.id in used for id_ in act.sources}
    told = {one.source for one in leaving.all_of(Information) if one.id in used and one.source}
    return acts | told | {source for one in _annexed(leaving) for source in sources_of(one, leaving.naming.facts)}


RULES = (closed_case, gone, confidential, everybody, pictures, unnamed, family, guardians, vulnerable, sources, small_group)
