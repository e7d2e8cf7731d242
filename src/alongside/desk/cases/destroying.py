"""Destroying a case: every row of it goes, and its history keeps hashes and a tombstone (security.md 13, 17).

What is left of a case is its random id, how many links its history had, and their hashes; the last of them, the tombstone, says nothing
but that the case was destroyed. All hashes stay where the desk's own chain names them, so that `alongside verify` goes on without any key,
and finds a tombstone that lies: one below links that still say something, or beside a case that still has a row.

Whoever destroys holds a key of the case; but a tombstone needs none, so somebody who writes to the database can forge one, as he can delete
the case outright. Who destroyed what, when and why is told by whoever calls this. What was exported, printed or remembered is out of reach,
and a backup holds the case until its month's key is destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import chain, history
from alongside.desk.cases.chain import Link
from alongside.desk.cases.holding import Held, hold
from alongside.desk.cases.models import Case, Head, History, Record
from alongside.desk.people.models import Keyring, Rekey
from alongside.desk.people.unlocked import Unlocked


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed: for a receipt, and for the list that a restored backup must hear of."""

    case: UUID
    when: datetime
    by: UUID
    records: int
    links: int  # of its history, the tombstone included
    head: tuple[int, bytes]  # the desk's link that names the tombstone, as sequence and hash


def destroy(unlocked: Unlocked, case_id: UUID, now: datetime) -> Destroyed:
    """Destroy a case, in one transaction: facts, manifest, digest and every member's key. NoCase.

    Nobody's index holds it afterwards: the next request of each member finds a key of hers gone, and builds anew.
    """
    with transaction.atomic():
        return bury(hold(unlocked, case_id, lock=True), now)


def bury(held: Held, now: datetime) -> Destroyed:
    """The same for a case whose row is locked, in the transaction that locked it: for who looked at it first."""
    case_id = held.id
    History.objects.filter(case=case_id).update(blob=b"")
    history.append_tombstone(held)
    records, _ = Record.objects.filter(case=case_id).delete()
    Keyring.objects.filter(case=case_id).delete()
    Rekey.objects.filter(case=case_id).delete()
    Case.objects.filter(pk=case_id).delete()
    head = Head.objects.filter(desk=held.desk, case=case_id).order_by("-sequence")[0]
    return Destroyed(case_id, now, held.unlocked.person.pk, records, head.case_sequence, (head.sequence, head.hash))


def destroyed(desk: UUID) -> set[UUID]:
    """The cases of a desk that have a tombstone, without any key."""
    empty = History.objects.filter(desk=desk, blob=b"").iterator(chunk_size=500)
    return {
        row.case
        for row in empty
        if chain.is_tombstone(desk, row.case.bytes, Link(row.sequence, row.previous, row.hash, row.blob))
    }
