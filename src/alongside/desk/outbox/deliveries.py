"""What waits to be carried: put in by a person's click, claimed with a lease, marked after the answer, stopped by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from alongside.desk.outbox import receipts, rules, service
from alongside.desk.outbox.models import Delivery
from alongside.desk.outbox.receipts import Receipt
from alongside.desk.outbox.rules import Outcome, Step
from alongside.desk.people.columns import Blob, read_id
from alongside.vault.context import Context
from alongside.vault.persons import Card

# One statement, so that any number of workers may ask at once. A lease that ran out was that of a worker which ended in the midst.
_CLAIM = """
UPDATE outbox SET lease = %s, tries = tries + 1, twice = (twice OR lease IS NOT NULL) WHERE id = (
    SELECT id FROM outbox
    WHERE due <= %s AND (lease IS NULL OR lease <= %s) AND state <> 'held'
      AND desk_id NOT IN (SELECT id FROM desk WHERE restored IS NOT NULL)
    ORDER BY due, id LIMIT 1 {locked}
) RETURNING id, desk_id, lane, lease, tries, twice, blob
"""

# In the statement that stops or holds: asked before it, a worker could claim the row between the two.
_DOUBT = Case(When(lease__isnull=False, then=Value(True)), default=F("twice"))
_MAY_HAVE_LEFT = Q(lease__isnull=False) | Q(twice=True)


@dataclass(frozen=True, slots=True)
class Message:
    """What a person sent. `by`: her card, to which the receipt will be sealed; `body` is the channel's own. `patience`: how long it is
    tried; None: as long as usual. `last_day`: the last one, in UTC, on which everybody in it agrees as far as anybody said when it was
    sent; None: without end."""

    by: Card
    asked: datetime
    body: bytes = field(repr=False)
    patience: timedelta | None = None
    last_day: date | None = None

    def to_bytes(self) -> bytes:
        seconds = None if self.patience is None else self.patience.total_seconds()
        head = {"by": self.by.to_bytes().hex(), "asked": self.asked.astimezone(UTC).isoformat(), "patience": seconds}
        if self.last_day is not None:
            head["last_day"] = self.last_day.isoformat()
        return json.dumps(head).encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Message:
        line, _, body = data.partition(b"\n")
        head = json.loads(line)
        patience = None if head["patience"] is None else timedelta(seconds=head["patience"])
        last_day = date.fromisoformat(head["last_day"]) if "last_day" in head else None
        return cls(Card.from_bytes(bytes.fromhex(head["by"])), datetime.fromisoformat(head["asked"]), body, patience, last_day)

    def too_late(self, now: datetime) -> bool:
        """Whether a yes that it rests on has ended since, without anybody saying no."""
        return self.last_day is not None and now.astimezone(UTC).date() > self.last_day


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker has until its lease ends."""

    id: UUID
    desk: UUID
    lane: str
    lease: datetime
    tries: int
    twice: bool
    blob: bytes = field(repr=False)

    def message(self) -> Message:
        """What is carried. A Refused where it was sealed to another key."""
        return Message.from_bytes(service.unseal(self.desk, self.blob, _place(self.desk, self.id)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a delivery stands, as everybody may know who knows its id. `busy`: a worker has it at this moment. `stayed`: it was stopped, and
    its row proves that it did not leave."""

    state: str
    due: datetime | None
    tries: int
    twice: bool
    busy: bool
    stayed: bool = False

    @property
    def done(self) -> bool:
        return self.state in rules.DONE


def put(desk: UUID, lane: str, message: Message, due: datetime) -> UUID:
    """Have something carried, from `due` on; in the caller's transaction, so that it leaves only if what the person did was stored."""
    row = uuid4()
    Delivery.objects.create(
        id=row, desk_id=desk, lane=lane, due=due, blob=service.seal(desk, message.to_bytes(), _place(desk, row))
    )
    return row


def is_due(now: datetime) -> bool:
    """Whether there may be something to claim: a question that locks nothing."""
    free = Q(lease=None) | Q(lease__lte=now)
    return Delivery.objects.filter(free, due__lte=now, desk__restored=None).exclude(state="held").exists()


def claim(now: datetime, lease: timedelta = rules.LEASE) -> Claimed | None:
    """What is due longest and nobody else has; None for nothing."""
    until, moment = (connection.ops.adapt_datetimefield_value(one) for one in (now + lease, now))
    locked = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(locked=locked), [until, moment, moment])
        row = cursor.fetchone()
    if row is None:
        return None
    id_, desk, lane, _, tries, twice, blob = row
    return Claimed(read_id(id_), read_id(desk), lane, now + lease, tries, bool(twice), bytes(blob))


def wanted(claimed: Claimed) -> bool:
    """Whether it is still to be carried: asked right before it is handed over, since the way there may take minutes. Not where a person
    stopped it meanwhile, the way out was changed, its case is gone, or the lease ran out and another worker has it."""
    mine = Delivery.objects.filter(pk=claimed.id, lease=claimed.lease, due__isnull=False, desk__restored=None)
    return mine.exclude(state="held").exists()


def mark(claimed: Claimed, message: Message | None, outcome: Outcome, step: Step, now: datetime) -> bool:
    """Write down what came of it; False where that is not this worker's to say any more. What was carried is wiped where nothing more is
    done, and the receipt takes its place."""
    twice = claimed.twice or outcome.unsure
    told: dict[str, Any] = {"lease": None, "due": step.due, "state": step.state, "twice": twice}
    if step.due is None and message is not None:
        receipt = Receipt(step.state, now, outcome.answer, claimed.tries, twice, outcome.state)
        told["blob"] = receipts.sealed(claimed.desk, claimed.id, message.by, receipt)
    if step.state == rules.ACCEPTED:
        # Accepted is accepted, even where another worker has it by now, or a person stopped it: the page has to tell what left.
        told["twice"] = F("twice") if not twice else True
        return bool(Delivery.objects.filter(pk=claimed.id).exclude(state=rules.ACCEPTED).update(**told))
    mine = Delivery.objects.filter(pk=claimed.id, lease=claimed.lease)
    if mine.filter(due__isnull=False).update(**told):
        return True
    # Stopped while this worker had it: it stays stopped, and now it is known whether it may have left. In this order, or a stop between
    # the two statements would be missed by both.
    mine.filter(due=None).update(lease=None, twice=twice, blob=b"" if twice else receipts.stay(claimed.desk, claimed.id))
    return False


def standing(desk: UUID, ids: Iterable[UUID], now: datetime) -> dict[UUID, Standing]:
    """How deliveries stand. Whoever asks has their ids from a case that is hers."""
    # What waits may be many megabytes, and is nothing to read here.
    proof = Case(When(state=rules.STOPPED, then=F("blob")), default=Value(b""), output_field=Blob())
    rows = Delivery.objects.filter(desk=desk, pk__in=list(ids))
    return {
        pk: Standing(state, due, tries, twice, _is_busy(lease, now), not twice and receipts.is_stay(desk, pk, bytes(proof)))
        for pk, state, due, tries, twice, lease, proof in rows.values_list("pk", "state", "due", "tries", "twice", "lease", proof)
    }


def waiting(desk: UUID) -> list[tuple[UUID, str]]:
    """What has not left yet, by id and state, the longest due first. Neither tells what it is."""
    return list(Delivery.objects.filter(desk=desk, due__isnull=False).order_by("due", "pk").values_list("pk", "state"))


def open_ids(desk: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Those of some deliveries that have not left yet: what a withdrawn consent may still stop."""
    return set(Delivery.objects.filter(desk=desk, pk__in=list(ids), due__isnull=False).values_list("pk", flat=True))


def stop(desk: UUID, row: UUID) -> bool:
    """Do not carry it (any more), and wipe it. False where it has left, or was stopped before. What no worker can have handed over gets
    the proof that it stayed.

    A worker that has it at this moment asks once more before it hands it over, and does not try again. Until it has said what came of it,
    or where it ended in the midst, it may have left, and the page has to say so.
    """
    waiting = Delivery.objects.filter(pk=row, desk=desk, due__isnull=False)
    stays = Value(receipts.stay(desk, row), output_field=Blob())
    left = Case(When(_MAY_HAVE_LEFT, then=Value(b"", output_field=Blob())), default=stays)
    return bool(waiting.update(state=rules.STOPPED, due=None, blob=left, twice=_DOUBT))


def let_go(claimed: Claimed) -> bool:
    """Stop what this worker has and has not handed over; False where a person stopped it before, or it is not this worker's any more.
    Where no other worker can have handed it over either, its row gets the proof that it stayed."""
    mine = Delivery.objects.filter(pk=claimed.id, lease=claimed.lease)
    proof = b"" if claimed.twice else receipts.stay(claimed.desk, claimed.id)
    told = {"lease": None, "twice": claimed.twice, "blob": proof}
    if mine.filter(due__isnull=False).update(state=rules.STOPPED, due=None, **told):
        return True
    mine.filter(due=None).update(**told)  # in this order, as in `mark`
    return False


def release(desk: UUID, row: UUID, now: datetime) -> bool:
    """Carry something that was held after all: a person has looked. Nobody asks the ledger here: what is in it, this room does not know."""
    return bool(Delivery.objects.filter(pk=row, desk=desk, state="held").update(state="waiting", due=now))


def hold_all(desk: UUID) -> int:
    """After a restore: what waited on the day of the backup may have left long ago. Nothing of it goes before a person says so."""
    waiting = Delivery.objects.filter(desk=desk, due__isnull=False)
    return waiting.update(state="held", twice=True, lease=None)


def hold_moved(desk: UUID) -> int:
    """The way out leads elsewhere: what somebody sent by the old one goes by the new one only when a person says so. A worker that has one
    at this moment may be handing it over, so it may have left."""
    waiting = Delivery.objects.filter(desk=desk, due__isnull=False)
    return waiting.update(state="held", lease=None, twice=_DOUBT)


def forget(desk: UUID, ids: Iterable[UUID]) -> int:
    """Take rows away with the case that they belong to, whether they have left or not."""
    return Delivery.objects.filter(desk=desk, pk__in=list(ids)).delete()[0]


def _is_busy(lease: datetime | None, now: datetime) -> bool:
    return lease is not None and lease > now


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "outbox", row.bytes, "message", 1, 0)
