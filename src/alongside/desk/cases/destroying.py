"""Destroying a case: every row of it goes, and its history keeps hashes and a tombstone (security.md 13, 17).

What is left of a case is its random id, how many links its history had, and their hashes; the last of them, the tombstone, says nothing
but that the case was destroyed. All hashes stay where the desk's own chain names them, so that `alongside verify` goes on without any key,
and finds a tombstone that lies: one below links that still say something, or beside a case that still has a row.

Whoever destroys holds a key of the case; but a tombstone needs none, so somebody who writes to the database can forge one, as he can delete
the case outright. Who destroyed what, when and why is told by whoever calls this. What was exported, printed or remembered is out of reach,
and a backup holds the case until its month's key is destroyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from alongside.desk.cases import chain, history, opening
from alongside.desk.cases.chain import Link
from alongside.desk.cases.evidence import files
from alongside.desk.cases.holding import Held, hold
from alongside.desk.cases.models import Case, Head, History, Record, SealedFile
from alongside.desk.cases.retention import rules
from alongside.desk.people.models import Keyring, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.vault.errors import Refused


class Blocked(ValueError):
    """The case must not go (`retention.rules.may_go` says why); nothing of it was touched."""


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed: for a receipt, and for the list that a restored backup must hear of."""

    case: UUID
    when: datetime
    by: UUID
    records: int
    files: int
    links: int  # of its history, the tombstone included
    tombstone: tuple[bytes, bytes]  # the hash before it, and its own
    head: tuple[int, bytes, bytes]  # the desk's link that names it: sequence, the hash before, its own


def destroy(unlocked: Unlocked, case_id: UUID, now: datetime) -> Destroyed:
    """Destroy a case, in one transaction: facts, manifest, digest and every member's key. NoCase, Blocked.

    Nobody's index holds it afterwards: the next request of each member finds a key of hers gone, and builds anew.
    """
    with transaction.atomic():
        return bury([hold(unlocked, case_id, lock=True)], now)[0]


def bury(cases: Sequence[Held], now: datetime) -> list[Destroyed]:
    """The same for cases of one desk whose rows are locked, in the transaction that locked them: for who looked at them first, or has
    thousands to destroy. Blocked where one of them must stay; then none goes.

    Every way to destroy ends here, and each case is asked here, behind its lock: a hold that somebody put a moment ago counts.
    """
    for held in cases:
        if why := blocked(held, now):
            raise Blocked(why)
    if not cases:
        return []
    desk, ids = cases[0].desk, [held.id for held in cases]
    counts = dict(Record.objects.filter(case__in=ids).values_list("case").annotate(Count("pk")))
    stored = dict(SealedFile.objects.filter(case__in=ids).values_list("case").annotate(Count("pk")))
    ends = take_away(desk, ids)
    return [
        Destroyed(
            held.id,
            now,
            held.unlocked.person.pk,
            counts.get(held.id, 0),
            stored.get(held.id, 0),
            head.case_sequence,
            (bytes(tombstone.previous), bytes(tombstone.hash)),
            (head.sequence, bytes(head.previous), bytes(head.hash)),
        )
        for held, (tombstone, head) in zip(cases, ends, strict=True)
    ]


def blocked(held: Held, now: datetime) -> rules.Why | None:
    """Why a case that is held behind its lock must stay; None where it may go."""
    found = opening.opened(held)
    if not found.damaged:
        return rules.may_go(found.facts.values(), now, whole=True)
    # A hold may be what is missing. The history tells of all that ever was, if it is whole itself.
    try:
        happened = history.happenings(held.unlocked, held.id)
        told: list[Fact] = list(history.standing(happened).values())
    except (Refused, ValueError, KeyError):
        return rules.may_go(found.facts.values(), now, whole=False)
    gapless = [one.sequence for one in happened] == list(range(1, len(happened) + 1))
    return rules.may_go([*found.facts.values(), *told], now, whole=gapless and opening.HISTORY not in found.damaged)


def take_away(desk: UUID, ids: Sequence[UUID]) -> list[tuple[History, Head]]:
    """Every row that hangs on these cases of one desk, in a transaction; their tombstones with the desk's links that name them.

    Needs no key and asks nobody: `bury` has asked, or a restored backup has been told that they are gone.
    """
    History.objects.filter(case__in=ids).update(blob=b"")
    ends = history.end(desk, ids)
    Record.objects.filter(case__in=ids).delete()
    stored = list(SealedFile.objects.filter(case__in=ids).values_list("pk", flat=True))
    SealedFile.objects.filter(pk__in=stored).delete()
    files.set_aside(stored)
    transaction.on_commit(partial(files.remove, stored))
    Keyring.objects.filter(case__in=ids).delete()
    Rekey.objects.filter(case__in=ids).delete()
    Case.objects.filter(pk__in=ids).delete()
    return ends


def destroyed(desk: UUID) -> set[UUID]:
    """The cases of a desk that have a tombstone, without any key."""
    empty = History.objects.filter(desk=desk, blob=b"").iterator(chunk_size=500)
    return {
        row.case
        for row in empty
        if chain.is_tombstone(desk, row.case.bytes, Link(row.sequence, row.previous, row.hash, row.blob))
    }
