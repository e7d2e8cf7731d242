"""What speaks for and against publicity in a case, what a level needs, and what a standing decision allows. Pure: no score, no choice.

Reasons are those of practice (help: the disappeared, incommunicado or soon deported, solid facts, several voices, a planned follow-up,
support; harm: outing, sexual violence, minors, relatives within reach, weak facts, a smear under way, an attacker who is no State).
What no fact can tell (whether the attacker fears for his image, whether somebody talks about a release) is asked: `TO_ASK`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from alongside.facts.codes import KIN, PUBLICITY
from alongside.facts.consent import MEDIA, PUBLIC, Answer
from alongside.facts.events import Act, Detention, Event
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation
from alongside.facts.protection import Measure, RiskAssessment, Task
from alongside.facts.publicity import PublicityDecision
from alongside.facts.steps import Intervention

SILENT, DEMARCHE, LETTER, LISTED, APPEAL = PUBLICITY
LOUD = (LISTED, APPEAL)  # what everybody can read
LIST = "list"  # the recipient of a form that is a list of names
# What each level asks the ledger of everyone it is about, as recipient and purpose. A press text asks for the press as well.
ASKS: Mapping[str, tuple[tuple[str, str], ...]] = {LISTED: ((PUBLIC, "publish"),), APPEAL: ((PUBLIC, "publish"),)}
TO_ASK = ("fears-for-image", "talks-for-release", "agent-or-treason", "hidden", "photo-and-words")
SURE, UNSURE = ("highly-reliable", "likely-reliable"), ("unsure", "likely-unreliable", "highly-unreliable")

Side = Literal["for", "against"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against, about whom, and the facts that say so."""

    code: str
    side: Side
    persons: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Barred:
    """Why a level is not open for a person: the ledger's code; `sensitive`: a child, sexual violence or a danger of outing, where only
    her own word, or her guardian's, opens it."""

    person: str
    recipient: str
    purpose: str
    code: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a decision lets a draft leave. `needed`: the level that it would have to be. `stands` False: nothing may go. A verdict that
    stands and has a `code` is a warning: the desk decided on less than this draft tells."""

    stands: bool
    code: str = ""
    needed: str = ""


def reasons(facts: Iterable[Fact], today: date) -> list[Reason]:
    """What the facts of a case say for and against publicity, in the order of the list of practice."""
    case = list(facts)
    found = [reason for look in (_HELPS + _HARMS) for reason in look(case, today)]
    return [one for one in found if one.persons or one.facts]


def sensitive(facts: Iterable[Fact], today: date) -> frozenset[str]:
    """Persons about whom nothing is published without their own word, or their guardian's: children, survivors of sexual violence, and
    whom publicity would out."""
    case = list(facts)
    persons = [one for one in case if isinstance(one, Person)]
    children = {one.id for one in persons if one.may_be_child(today)}
    outed = {one.id for one in persons if "lgbti" in (one.categories or ())}
    survivors = {her for one in _acts(case, "sexual-violence") for her in one.victims or ()}
    return frozenset(children | outed | survivors)


def barred(
    level: str, persons: Iterable[Person], delicate: frozenset[str], ask: Callable[[Person, str, str], Answer]
) -> list[Barred]:
    """Who has not agreed to what a level does. `ask` is the ledger: person, recipient, purpose."""
    found = []
    for one in persons:
        for recipient, purpose in ASKS.get(level, ()):
            answer = ask(one, recipient, purpose)
            if answer.value != "yes":
                found.append(Barred(one.id, recipient, purpose, answer.code, one.id in delicate))
    return found


def needed_for(recipient: str, kind: str = "") -> str:
    """The level that a draft for this recipient is: of a form's `recipient`, and the kind of the mechanism where it goes to one."""
    if recipient in (PUBLIC, MEDIA):
        return APPEAL
    if recipient == LIST:
        return LISTED
    return DEMARCHE if kind == "state" else LETTER


def allows(
    decision: PublicityDecision | None, recipient: str, now: datetime, kind: str = "", persons: Iterable[str] = ()
) -> Verdict:
    """Whether the decision that counts lets a draft for this recipient leave today.

    What everybody can read needs one that is loud enough, that nobody stopped, whose review is not overdue, and that is about everyone
    whom the draft names. Anything else may go without one; where the desk decided on less, that is a warning.
    """
    needed = needed_for(recipient, kind)
    loud = needed in LOUD
    if decision is None:
        return Verdict(not loud, "no-decision" if loud else "", needed)
    if decision.stopped is not None:
        return Verdict(not loud, "stopped", needed)
    if PUBLICITY.index(decision.level) < PUBLICITY.index(needed):
        return Verdict(not loud, "asks-less", needed)
    if loud and overdue(decision, now):
        return Verdict(False, "review-overdue", needed)
    if loud and not set(persons) <= set(decision.persons):
        return Verdict(False, "other-persons", needed)
    return Verdict(True, "", needed)


def overdue(decision: PublicityDecision, now: datetime) -> bool:
    """Whether somebody should have looked at what it did, and nobody has."""
    return decision.waits and datetime.fromisoformat(decision.review_at) <= now


Look = Callable[[list[Fact], date], Iterable[Reason]]


def _acts(case: Iterable[Fact], *kinds: str) -> list[Act]:
    return [one for one in case if isinstance(one, Act) and one.code in kinds]


def _of_acts(code: str, side: Side, case: list[Fact], *kinds: str) -> list[Reason]:
    acts = _acts(case, *kinds)
    victims = tuple(dict.fromkeys(her for one in acts for her in one.victims or ()))
    return [Reason(code, side, victims, tuple(one.id for one in acts))] if acts else []


def _gone(case: list[Fact], today: date) -> Iterable[Reason]:
    """Disappeared, or held where nobody reaches her."""
    yield from _of_acts("disappeared", "for", case, "enforced-disappearance", "abduction", "incommunicado-detention")
    held = [one for one in case if isinstance(one, Detention) and one.held and one.released is None]
    cut_off = [one for one in held if one.access_to_family is False and one.access_to_lawyer is False]
    yield Reason("incommunicado", "for", tuple(one.person for one in cut_off), tuple(one.id for one in cut_off))


def _soon_deported(case: list[Fact], today: date) -> Iterable[Reason]:
    yield from _of_acts("deportation", "for", case, "deportation-visa", "extradition-removal")


def _solid(case: list[Fact], today: date) -> Iterable[Reason]:
    """Acts that are well known, or proved by a file."""
    proved = {about for one in case if isinstance(one, Evidence) for about in one.about}
    sure = [one.id for one in case if isinstance(one, Act) and (one.reliability in SURE or one.id in proved or one.documents)]
    yield Reason("solid-facts", "for", (), tuple(sure))


def _voices(case: list[Fact], today: date) -> Iterable[Reason]:
    """Two or more who already spoke up for her."""
    spoke = [one for one in case if isinstance(one, Intervention)]
    if len({one.party or one.mechanism for one in spoke} - {None}) > 1:
        yield Reason("several-voices", "for", (), tuple(one.id for one in spoke))


def _planned(case: list[Fact], today: date) -> Iterable[Reason]:
    open_ = [one.id for one in case if isinstance(one, Task | Measure) and one.done is None and one.due is not None]
    yield Reason("follow-up-planned", "for", (), tuple(open_))


def _supported(case: list[Fact], today: date) -> Iterable[Reason]:
    ticked = [one for one in _risks(case) if ("community-support", "yes") in one.ticks]
    yield Reason("local-support", "for", tuple(one.person for one in ticked), tuple(one.id for one in ticked))


def _delicate(case: list[Fact], today: date) -> Iterable[Reason]:
    persons = [one for one in case if isinstance(one, Person)]
    yield Reason("minor", "against", tuple(one.id for one in persons if one.may_be_child(today)))
    yield from _of_acts("sexual-violence", "against", case, "sexual-violence")
    yield Reason("outing", "against", tuple(one.id for one in persons if "lgbti" in (one.categories or ())))


def _no_state(case: list[Fact], today: date) -> Iterable[Reason]:
    """Who cares for no State's image: a family, a gang, an armed group."""
    private = [one.id for one in case if isinstance(one, Event) and one.perpetrator in ("armed-group", "private")]
    family = [one.id for one in case if isinstance(one, Person) and one.perpetrator_type in ("family", "mob")]
    yield Reason("no-state", "against", (), (*private, *family))


def _relatives(case: list[Fact], today: date) -> Iterable[Reason]:
    """Family of somebody abroad who are where those who threaten her can reach them, or may be: nobody said otherwise."""
    abroad = {one.id for one in case if isinstance(one, Person) and one.in_exile}
    ties = [one for one in case if isinstance(one, Relation) and one.type in KIN]
    kin = {one.other for one in ties if one.person in abroad} | {one.person for one in ties if one.other in abroad}
    inside = tuple(one.id for one in case if isinstance(one, Person) and one.id in kin - abroad)
    ticked = tuple(one.person for one in _risks(case) if ("family-threatened", "yes") in one.ticks)
    yield Reason("relatives-inside", "against", tuple(dict.fromkeys((*inside, *ticked))))


def _weak(case: list[Fact], today: date) -> Iterable[Reason]:
    proved = {about for one in case if isinstance(one, Evidence) for about in one.about}
    acts = [one for one in case if isinstance(one, Act) and one.reliability in UNSURE and one.id not in proved]
    yield Reason("weak-facts", "against", (), tuple(one.id for one in acts))


def _smear(case: list[Fact], today: date) -> Iterable[Reason]:
    yield from _of_acts("smear", "against", case, "smear-campaign", "doxxing", "online-harassment")


def _designated(case: list[Fact], today: date) -> Iterable[Reason]:
    yield from _of_acts("designated", "against", case, "terrorist-designation")


def _risks(case: Iterable[Fact]) -> list[RiskAssessment]:
    """The newest assessment of each person."""
    found = sorted((one for one in case if isinstance(one, RiskAssessment)), key=lambda one: (one.date, one.id))
    return list({one.person: one for one in found}.values())


_HELPS: tuple[Look, ...] = (_gone, _soon_deported, _solid, _voices, _planned, _supported)
_HARMS: tuple[Look, ...] = (_delicate, _designated, _no_state, _relatives, _weak, _smear)
