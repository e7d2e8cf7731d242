"""The rows of cases that were shrunk, under the key that all members of the desk share; without any way back to a case."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

from alongside.desk.cases.models import Statistic as Row
from alongside.desk.cases.retention.counted import Statistic
from alongside.desk.people import cards
from alongside.desk.people.models import Desk
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.context import Context
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused

SIZE = 900  # bytes: with its header one bucket, whether a case had one act or ten


def keep(unlocked: Unlocked, one: Statistic) -> None:
    """One more row, in the transaction that destroys its case. WrongKey for who has no key of the desk yet.

    Under a random id, of one size, and all rows are written anew in the order of their ids: the last one of the table would be that of
    the last tombstone, and lead back to a case.
    """
    cards.locked_desk(unlocked)  # the desk's key may be replaced in this moment: behind the lock it is read anew
    row = uuid4()
    blob = unlocked.desk_ring.seal(one.to_bytes().ljust(SIZE), _place(unlocked.desk, row))
    rows = [*Row.objects.filter(desk=unlocked.desk), Row(id=row, desk_id=unlocked.desk, blob=blob)]
    Row.objects.filter(desk=unlocked.desk).delete()
    Row.objects.bulk_create(sorted(rows, key=lambda one: one.pk), batch_size=500)


def statistics(unlocked: Unlocked) -> Iterator[Statistic]:
    """Every case that was shrunk, in the order of random ids. What does not open is passed over: somebody put it there."""
    for row in Row.objects.filter(desk=unlocked.desk).order_by("pk").iterator(chunk_size=500):
        try:
            yield Statistic.from_bytes(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
        except (Refused, ValueError, KeyError, TypeError):
            continue


def reseal(desk: Desk, ring: Ring) -> None:
    """Every row under the desk's new key, in the transaction that makes it. A row that does not open stays as it is."""
    for row in Row.objects.filter(desk=desk).order_by("pk"):
        try:
            row.blob = ring.resealed(row.blob, _place(desk.pk, row.pk))
        except Refused:
            continue
        row.save(update_fields=["blob"])


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "statistic", row.bytes, "statistic", 1, 0)
