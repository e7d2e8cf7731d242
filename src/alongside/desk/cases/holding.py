"""A case in the hands of one of its members: its row and her keys. Everybody else gets `NoCase`, whether or not the case exists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from alongside.desk.cases import places
from alongside.desk.cases.models import Case
from alongside.desk.people import keyring
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.typed import Unseen
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.derive import Label, derive
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused


class NoCase(Unseen, LookupError):
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

    An outsider costs one query, whether or not the case exists, and waits for nobody who works on it. With `lock`, the row is locked
    until the transaction ends and the keys are read once more behind that: somebody removed a moment ago writes nothing (security.md 5).
    """
    ring = _ring(unlocked, case_id)
    if lock:
        Case.objects.select_for_update(no_key=True).filter(pk=case_id).values_list("pk").first()
        ring = _ring(unlocked, case_id)
    case = Case.objects.select_related("desk").filter(pk=case_id, desk=unlocked.desk).first()
    if case is None or ring.newest != case.epoch:
        # Her newest key is older than the case's: she was removed while others wrote on, or her new key has not been passed to her.
        raise NoCase
    held = Held(unlocked, case, ring)
    _must_follow(held)
    return held


def _ring(unlocked: Unlocked, case_id: UUID) -> Ring:
    try:
        return keyring.ring(unlocked, case_id)
    except Refused:
        raise NoCase from None


def _must_follow(held: Held) -> None:
    """NoCase unless a newer key comes from somebody who held the older ones.

    Any vouched colleague can pass her an entry of a next epoch that she made up; sealed anew under that, the whole case would be hers.
    She does not know the older keys, so she cannot know the history keys that the newest one seals away in `Case.past`.
    """
    older = [epoch for epoch in held.ring.keys if epoch != held.case.epoch]
    if not older:
        return
    try:
        known = json.loads(held.ring.unseal(held.case.past, places.past(held.desk, held.id, held.case.epoch)))["keys"]
    except (Refused, ValueError, KeyError, TypeError):
        raise NoCase from None
    for epoch in older:
        if not compare_digest(str(known.get(str(epoch), "")), derive(held.ring.key(epoch), Label.CASE_HISTORY).hex()):
            raise NoCase


def lock_desk(desk: UUID) -> None:
    """One writer of the desk's chain at a time. Locks are taken everywhere in the order case, desk, people and last rows of the outbox: no
    two wait for each other. Whoever stops, holds or takes away what waits asks here first; a worker that carries it locks its one row, and
    nothing after it."""
    Desk.objects.select_for_update(no_key=True).filter(pk=desk).values_list("pk").first()


def lock_people(desk: UUID, people: Iterable[UUID]) -> list[Person]:
    """Those of these people who are active members of the desk, locked, in the order of their ids. Whoever passes a key asks here first:
    an account that ends in the same moment must not keep a row that nobody deletes any more."""
    lock_desk(desk)
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=list(people), desk=desk, active=True).order_by("pk"))
