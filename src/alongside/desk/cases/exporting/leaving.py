"""A package leaves: what goes is opened, asked about and written into every history in one transaction; then its bytes flow.

If the line breaks afterwards, the history says that it began to leave, which is the truth that matters: some of it may have arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_bytes
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.leaving import Leaving
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting import gathering, partners
from alongside.desk.cases.exporting.gathering import Lack
from alongside.desk.cases.exporting.package import ID_BYTES, Package, TooManyFiles
from alongside.desk.cases.exporting.partners import Partner
from alongside.desk.cases.history import Happening
from alongside.desk.cases.opening import Opened
from alongside.desk.people import cards, clock, logins
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.vault.persons import Card
from alongside.vault.vouches import Circle

FILE_LEFT = "evidence-exported"
BETWEEN_LOOKS = 1 << 20  # bytes between two questions whether her login still stands


class MayNotLeave(Exception):
    """Something stands in the way of a case; nothing left."""


class LoginEnded(Exception):
    """She locked, or was locked out, while her package left: it breaks off, and no receiver opens it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A case that somebody wants to take out, and what stands in its way."""

    case: Opened
    lacks: Sequence[Lack]


def look(unlocked: Unlocked, cases: Iterable[UUID], receiver: Person | Partner | None, now: datetime) -> list[Looked]:
    """Which of these cases may go to this receiver. That they were looked at is in their histories."""
    with transaction.atomic():
        found = gathering.opened(unlocked, cases)
        for case in found:
            history.append(case.held, Happening(0, now, unlocked.person.pk, "opened", case.revision))
        return [Looked(case, _lacks(case, receiver, now.date())) for case in found]


def package(unlocked: Unlocked, cases: Iterable[UUID], receiver: Person | Partner, now: datetime) -> Package:
    """The package of these cases for one receiver. MayNotLeave where one of them may not, or is not there for her; NotVouched."""
    wanted = set(cases)
    with transaction.atomic():
        found = gathering.opened(unlocked, wanted)
        if not found or len(found) != len(wanted) or any(_lacks(case, receiver, now.date()) for case in found):
            raise MayNotLeave
        try:
            packed = [gathering.packed(case, beyond=isinstance(receiver, Partner)) for case in found]
        except files.NoFile:
            raise MayNotLeave from None
        card, circle = admitted(unlocked, receiver)
        try:
            made = Package(packed, [(card, circle)], unlocked.secret, unlocked.card, instant(now), token_bytes(ID_BYTES))
        except TooManyFiles:
            raise MayNotLeave from None
        told = {"form": "package", "digest": made.digest.hex(), "card": card.digest().hex()}
        if isinstance(receiver, Partner):
            told["name"] = receiver.called
        note(unlocked, found, "exported-package", told, now, receiver.pk if isinstance(receiver, Person) else None)
    return made


def leave(unlocked: Unlocked, cases: Iterable[UUID], receiver: Person | Partner, now: datetime) -> tuple[Package, Leaving]:
    """A package on its way out of her browser's login, with its bytes: counted among her downloads before anything is noted of it.

    TooManyLeaving, MayNotLeave, NotVouched.
    """
    made: list[Package] = []

    def content() -> Iterator[bytes]:
        made.append(package(unlocked, cases, receiver, now))
        return while_in(made[0].pieces(), lambda: logins.goes_on(unlocked, clock.now()))

    going = Leaving(unlocked.person.pk, content)
    return made[0], going


def while_in(pieces: Iterator[bytes], stands: Callable[[], bool]) -> Iterator[bytes]:
    """These pieces while her login stands, which is asked every now and then, and before the last piece, without which the rest is
    nothing. LoginEnded."""
    waiting, since = next(pieces, b""), 0
    for following in pieces:
        if since >= BETWEEN_LOOKS:
            since = 0
            if not stands():
                raise LoginEnded
        yield waiting
        since += len(waiting)
        waiting = following
    if not stands():
        raise LoginEnded
    yield waiting


def note(
    unlocked: Unlocked, cases: Sequence[Opened], what: str, told: dict[str, str], now: datetime, about: UUID | None = None
) -> None:
    """Write into the history of each case that it left, and into the custody of each file that left with it.

    In the caller's transaction.
    """
    who = unlocked.person.pk
    for case in cases:
        history.append(case.held, Happening(0, now, who, what, case.revision, about=about, told=told))
        if told["form"] == "package":
            for one in case.of(Evidence):
                note_file(unlocked, case, UUID(one.id), told, now)


def note_file(unlocked: Unlocked, case: Opened, evidence: UUID, told: dict[str, str], now: datetime) -> None:
    """Write into the custody of a file that it left."""
    history.append(case.held, Happening(0, now, unlocked.person.pk, FILE_LEFT, case.revision, about=evidence, told=told))


def admitted(unlocked: Unlocked, receiver: Person | Partner) -> tuple[Card, Circle]:
    """The card of a receiver and the circle that admits it. NotVouched."""
    if isinstance(receiver, Partner):
        return receiver.card, partners.circle(unlocked, receiver)
    card = cards.card_of(receiver)
    unlocked.circle.must_admit(card)
    return card, unlocked.circle


def _lacks(case: Opened, receiver: Person | Partner | None, today: date) -> list[Lack]:
    return gathering.lacks(case, receiver.recipient if isinstance(receiver, Partner) else "", today)
