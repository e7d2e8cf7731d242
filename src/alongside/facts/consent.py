"""The consent ledger, and the only way to ask it: may this leave, to whom, for what?

A ledger is the set of consents of a case. Nothing is ever changed into a no: an agreement, a refusal and a withdrawal are records of
their own, so that the ledger shows who was asked what, when and how. What the answer rests on:

- Only a record of this very person counts, for exactly this purpose, and for this recipient: by its id, or by a class that the
  record itself names (`class:un-special-procedure`). "Send to the UN" said loosely covers nobody.
- She alone agrees for herself. For a child, somebody who cannot decide, or the dead, those agree whom her record names
  (`decided_by`); what she herself agreed to while she still could stays hers.
- An agreement counts if its risks were explained, if it is not past its last day, and, where it came by code, once it is verified.
- What says less counts at once and from anybody: a refusal, a withdrawal, or a newer agreement whose term has run out stops every
  agreement that is not later than it. On one day the stop wins, unless the agreement names it as taken back (`after`).
- Agreements never stop one another, and a ledger in which a withdrawal names a consent that is gone says yes to nothing. So no record
  can be taken out of a ledger to make it say yes, but a stop; and a missing stop shows in the case's manifest.
"""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from alongside.directory import vocabulary
from alongside.facts import codes
from alongside.facts.codes import EVERYONE, EVERYTHING
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, Code, Day, Flag, Shape, Text, maybe, some, told
from alongside.facts.persons import Person
from alongside.facts.problems import Problem

CLASS = "class:"
CLASSES = tuple(CLASS + kind for kind in vocabulary.KINDS)
# The id of a mechanism or of a person of the case, or a class. Free words would let a refusal miss the body that it means.
RECIPIENT = Shape(
    "unknown-recipient",
    "the id of a mechanism or person, everyone, " + ", ".join(CLASSES),
    re.compile(r"(?:class:)?[a-z0-9]+(?:-[a-z0-9]+)*"),
)
# Recipients that are no mechanism: the Government complained of, the public, the press.
RESPONSIBLE_STATE, PUBLIC, MEDIA = "responsible-state", "public", "media"
DESK = "desk-"  # another desk like this one, by its own id
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Fact):
    """What one person, or who decides for her, answered once: to one recipient, for one purpose."""

    KIND: ClassVar[str] = "consent"
    WHOLE: ClassVar[bool] = True

    person: str = field(metadata=told(ID))
    recipient: str = field(metadata=told(RECIPIENT))
    purpose: str = field(metadata=told(Code((*codes.PURPOSES, EVERYTHING))))
    answer: str = field(metadata=told(Code(codes.CONSENT_ANSWERS)))
    date: datetime.date = field(metadata=told(Day()))
    given_by: str | None = maybe(ID)
    means: str | None = maybe(Code(codes.MEANS))
    language: str | None = maybe(Text())
    risks_explained: bool | None = maybe(Flag())
    expires: datetime.date | None = maybe(Day())  # the last day on which it holds
    words: str | None = maybe(Text(PROSE))
    witness: str | None = maybe(Text())
    verified: bool | None = maybe(Flag())
    verified_by: str | None = maybe(ID)
    withdraws: tuple[str, ...] = some(ID, once=True)
    after: tuple[str, ...] = some(ID, once=True)

    def problems(self) -> Iterable[Problem]:
        agreed = self.answer == "agreed"
        if agreed and self.recipient == EVERYONE:
            yield Problem("recipient", "too-wide", EVERYONE)
        if agreed and self.purpose == EVERYTHING:
            yield Problem("purpose", "too-wide", EVERYTHING, ", ".join(codes.PURPOSES))
        if self.recipient.startswith(CLASS) and self.recipient not in CLASSES:
            yield Problem("recipient", "unknown-code", self.recipient, ", ".join(CLASSES))
        if self.withdraws and self.answer != "withdrawn":
            yield Problem("withdraws", "only-withdrawn")
        if self.after and not agreed:
            yield Problem("after", "only-agreed")
        if self.expires is not None and (not agreed or self.expires < self.date):
            yield Problem("expires", "before-beginning" if agreed else "only-agreed")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom something would go to: its id, and the classes it surely belongs to (a mechanism's kind)."""

    id: str
    kinds: frozenset[str] = frozenset()

    def named_by(self, written: str) -> bool:
        """Whether what a consent says means this recipient: its id, or one of its classes by name."""
        return written == self.id or (written.startswith(CLASS) and written.removeprefix(CLASS) in self.kinds)


@dataclass(frozen=True, slots=True)
class Answer:
    """May it leave? `because` names the records that decide, `code` says why: what the page puts into a sentence."""

    value: Literal["yes", "no", "ask"]
    code: str
    because: tuple[str, ...] = ()


def may_leave(
    ledger: Iterable[Consent], person: Person, recipient: Recipient | str, purpose: str, on_day: datetime.date
) -> Answer:
    """Whether what concerns this person may leave to this recipient for this purpose on this day.

    The ledger is that of the whole case, its manifest checked. Order does not matter. Whoever stands in a document is asked for
    one by one: nobody's yes covers another person.
    """
    if isinstance(recipient, str):
        recipient = Recipient(recipient)
    ledger = list(ledger)
    known = {one.id for one in ledger}
    damaged = sorted(one.id for one in ledger if not known.issuperset(_withdrawn(one)))
    answer = _answer(_concerning(person.id, ledger), person, recipient, purpose, on_day)
    return Answer("ask", "ledger-damaged", tuple(damaged)) if damaged and answer.value == "yes" else answer


def last_day(
    ledger: Iterable[Consent], person: Person, recipient: Recipient | str, purpose: str, on_day: datetime.date
) -> datetime.date | None:
    """The last day on which a yes of `on_day` still is one, if nobody says anything more; None where it has no end.

    A yes ends without a no where its term, or that of a newer yes to the same, runs out, and where a child whose guardian said it comes
    of age.
    """
    ledger = list(ledger)
    ends = {one.expires for one in ledger if one.expires is not None}
    if (age := person.comes_of_age()) is not None:
        ends.add(age - _DAY)
    for end in sorted(ends):
        if on_day <= end < datetime.date.max and may_leave(ledger, person, recipient, purpose, end + _DAY).value != "yes":
            return end
    return None


def _answer(own: list[Consent], person: Person, recipient: Recipient, purpose: str, on_day: datetime.date) -> Answer:
    """The answer of the records that concern a person."""
    taken_back = {consent for one in own for consent in _withdrawn(one)}
    agreements = [one for one in own if _agrees(one, recipient, purpose) and one.id not in taken_back]
    stops = [one for one in own if _stops(one, recipient, purpose, on_day, own)]
    standing = [one for one in agreements if not any(_stopped(one, stop) for stop in stops)]
    doubts = [(one, _doubt(one, person, on_day)) for one in standing]
    for one, doubt in doubts:
        if doubt is None:
            return Answer("yes", "agreed", (one.id,))
    if doubts:
        newest, doubt = doubts[0]
        return Answer("ask", str(doubt), (newest.id,))
    return _stopped_answer(stops, person)


def _concerning(person: str, ledger: list[Consent]) -> list[Consent]:
    """The records of a person, the newest first, and withdrawals filed under another that name one of hers: a slip of the hand
    must not undo a withdrawal."""
    hers = {one.id for one in ledger if one.person == person}
    own = [one for one in ledger if one.id in hers or not hers.isdisjoint(_withdrawn(one))]
    return sorted(own, key=lambda one: (one.date, one.id), reverse=True)


def _withdrawn(one: Consent) -> tuple[str, ...]:
    """The consents that a record withdraws."""
    return one.withdraws if one.answer == "withdrawn" else ()


def _agrees(one: Consent, recipient: Recipient, purpose: str) -> bool:
    return one.answer == "agreed" and one.purpose == purpose and recipient.named_by(one.recipient)


def _stops(one: Consent, recipient: Recipient, purpose: str, on_day: datetime.date, own: list[Consent]) -> bool:
    """Whether a record stops agreements on this matter, whatever its day: a clock that runs ahead must not delay a withdrawal.

    A withdrawal also stops what the consents that it names were about: she withdrew, and an older yes to the same does not wake up.
    """
    if one.answer == "agreed":
        return _agrees(one, recipient, purpose) and one.expires is not None and one.expires < on_day
    abouts = [one, *(other for other in own if other.id in _withdrawn(one))]
    return any(
        about.purpose in (purpose, EVERYTHING) and (about.recipient == EVERYONE or recipient.named_by(about.recipient))
        for about in abouts
    )


def _stopped(agreement: Consent, stop: Consent) -> bool:
    """Whether a stop holds against an agreement: it is later, or of the same day and not taken back by name."""
    if stop.id == agreement.id:
        return False  # one that has run out does not stop itself; it is past its term
    return stop.date > agreement.date or (stop.date == agreement.date and stop.id not in agreement.after)


def _doubt(agreement: Consent, person: Person, on_day: datetime.date) -> str | None:
    """Why an agreement that nothing stops does not suffice; None where it does."""
    if agreement.expires is not None and agreement.expires < on_day:
        return "expired"
    if agreement.date > on_day:
        return "not-yet"
    if not _may_say(agreement, person, on_day):
        return "guardian-needed" if _others_decide(person, on_day) else "said-by-another"
    if agreement.verified is False or (agreement.means == "by-code" and agreement.verified is not True):
        return "by-code" if agreement.means == "by-code" else "not-verified"
    return None if agreement.risks_explained else "risks-not-explained"


def _others_decide(person: Person, on_day: datetime.date) -> bool:
    """Whether somebody else has to decide on a day. Where the day she lost her voice is unknown, that is from ever."""
    if person.may_be_child(on_day):
        return True
    if person.decides_herself():
        return False
    since = person.cannot_decide_since if person.can_decide is False else person.died
    span = since.span if since else None
    return span is None or on_day >= span.first


def _may_say(record: Consent, person: Person, on_day: datetime.date) -> bool:
    """Whether who gave it could. Her own word needs that she decided then; another's, that others decide, then and now.

    So a child's guardian no longer speaks for her when she has come of age, and what she said before she was taken stays hers.
    """
    if record.given_by == person.id:
        return not _others_decide(person, record.date)
    named = record.given_by is not None and record.given_by in person.decided_by
    return named and _others_decide(person, record.date) and _others_decide(person, on_day)


def _stopped_answer(stops: list[Consent], person: Person) -> Answer:
    """No agreement stands: a no that is hers or her guardian's is a no; one that another person said is asked about."""
    said = [stop for stop in stops if stop.answer != "agreed"]
    for stop in said:
        if stop.given_by == person.id or stop.given_by in person.decided_by:
            return Answer("no", stop.answer, (stop.id,))
    if said:
        return Answer("ask", "said-by-another", (said[0].id,))
    return Answer("ask", "not-asked")
