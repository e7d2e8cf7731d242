"""A case in the hands of one of its members: its row and her keys. Everybody else gets `NoCase`, whether or not the case exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from alongside.desk.cases.models import Case
from alongside.desk.people import keyring
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused


class NoCase(LookupError):
    """There is no such case for this person. Nothing tells whether there is one for others."""


@dataclass(frozen=True, slots=True)
class Held:
    """A case's row with the keys of the member who asked."""

    unlocked: Unlocked
    case: Case
    ring: Ring

    @property
    def desk(self) -> UUID:
        return self.case.desk_id

    @property
    def id(self) -> UUID:
        return self.case.id


def hold(unlocked: Unlocked, case_id: UUID, *, lock: bool = False) -> Held:
    """The case, by the membership rows of this very moment.

    An outsider costs one query, whether or not the case exists. With `lock`, the row is locked until the transaction ends, and the
    keys are read after that: somebody removed a moment ago writes nothing more (security.md 5).
    """
    if lock:
        # Locked by its id alone and only then asked for the keys; taken in the other order, a removal could slip in between.
        Case.objects.select_for_update(no_key=True).filter(pk=case_id).values_list("pk").first()
    try:
        ring = keyring.ring(unlocked, case_id)
    except Refused:
        raise NoCase from None
    case = Case.objects.filter(pk=case_id, desk=unlocked.desk).first()
    if case is None or ring.newest != case.epoch:
        # Her newest key is older than the case's: she was removed while others wrote on, or her new key has not been passed to her.
        raise NoCase
    return Held(unlocked, case, ring)


def lock_desk(desk: UUID) -> None:
    """One writer of the desk's chain at a time. Locks are taken everywhere in the order case, desk, people: no two wait for each other."""
    Desk.objects.select_for_update(no_key=True).filter(pk=desk).values_list("pk").first()


def lock_people(desk: UUID, people: Iterable[UUID]) -> list[Person]:
    """Those of these people who are active members of the desk, locked, in the order of their ids. Whoever passes a key asks here first:
    an account that ends in the same moment must not keep a row that nobody deletes any more."""
    lock_desk(desk)
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=list(people), desk=desk, active=True).order_by("pk"))
