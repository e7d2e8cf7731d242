"""A new key for a case, after somebody who held the old one has left it (security.md 5).

The new epoch begins in one transaction: from then on everything is written under it, and nobody who was removed gets it. Old records are
sealed anew in small steps, which may break off anywhere and be taken up by any member's next unlock; then the old key is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history, opening, places
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import Held, NoCase, hold, lock_people
from alongside.desk.cases.models import Record, SealedFile
from alongside.desk.cases.summary import to_digest
from alongside.desk.people import keyring
from alongside.desk.people.cards import card_of
from alongside.desk.people.columns import new_mark
from alongside.desk.people.models import Keyring, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.errors import Refused

STEP = 100  # records sealed anew in one transaction: a fraction of a second, so that nobody waits for it


def advance(held: Held, now: datetime) -> Held:
    """Begin the next epoch, in a transaction that holds the case's row. Gives the case as it is now.

    The new key goes to the members whom a member let in (`history.members_listed`), where they still have the card that it was passed
    to then. Whoever has a new card, or a row in the keyring and no place in that list, is let in by a person: somebody else may have
    made that card, or written that row.
    """
    unlocked, case = held.unlocked, held.case
    ring = held.ring.advanced()
    entry = ring.entries()[-1]
    listed = history.members_listed(held)
    inside = {person.pk for person in members_of(held.id)} & listed.keys() - {unlocked.person.pk}
    keyring.keep(unlocked, Purpose.CASE, held.id, entry)
    stay = {unlocked.person.pk: unlocked.card.digest()}
    for person in lock_people(held.desk, inside):
        if _handed(unlocked, person, listed[person.pk], held.id, entry):
            stay[person.pk] = listed[person.pk]
    past, digest = history.next_past(held, ring, stay), _digest(held, now)  # before the row in memory changes
    case.manifest = ring.resealed(case.manifest, places.manifest(held.desk, held.id, case.revision))
    case.digest_version += 1
    case.digest = ring.seal(digest, places.digest(held.desk, held.id, case.digest_version))
    case.epoch, case.past = ring.newest, past
    case.save(update_fields=["epoch", "manifest", "digest", "digest_version", "past"])
    Keyring.objects.filter(case=held.id).update(mark=new_mark())
    Rekey.objects.filter(case=held.id).delete()
    keyring.pin_epochs(unlocked, {held.id: ring.newest})
    after = Held(unlocked, case, ring)
    history.append(after, Happening(0, now, unlocked.person.pk, "rekeyed", case.revision))
    return after


def hold_for_writing(unlocked: Unlocked, case_id: UUID, now: datetime) -> Held:
    """The case locked, under a key that nobody holds who was removed: if a new one is owed, the first writer makes it.

    Where it cannot be made, the case as it is: its manifest or its list of members does not open, so it takes no facts (`store.takes`).
    Refused here, a no would say so on no page, and would stop nothing that waits.
    """
    held = hold(unlocked, case_id, lock=True)
    unlocked.__dict__.pop("circle", None)  # as it is behind the lock
    # Somebody whose own card does not count (yet) could pass the new key to nobody, and all others would be out.
    owed = Rekey.objects.filter(case=case_id).exists() and unlocked.circle.admits(unlocked.card)
    if not owed:
        return held
    try:
        with transaction.atomic():
            return advance(held, now)
    except Refused:
        return hold(unlocked, case_id, lock=True)  # read anew: what was begun has changed the row in memory


def work(unlocked: Unlocked, now: datetime, most: int = 50) -> int:
    """What this member can do of what is owed, `most` cases at a time: begin epochs, seal records anew, drop old keys. Gives how many
    cases are still owed. Safe to break off and to repeat."""
    owed = owed_cases(unlocked)
    for case_id in owed[:most]:
        try:
            catch_up(unlocked, case_id, now)
        except (NoCase, Refused):
            continue  # removed meanwhile, or damaged: the others must not wait for that
    return max(0, len(owed) - most)


def owed_cases(unlocked: Unlocked) -> list[UUID]:
    """Her cases in which something is owed: a new epoch, or an old one of hers that is not dropped yet."""
    mine = Keyring.objects.filter(person=unlocked.person, purpose=Purpose.CASE)
    behind = set(Rekey.objects.filter(case__in=mine.values("case")).values_list("case", flat=True))
    held: dict[UUID, int] = {}
    for case_id in mine.filter(case__in=mine.filter(epoch__gt=1).values("case")).values_list("case", flat=True):
        held[case_id] = held.get(case_id, 0) + 1
    return sorted(behind | {case_id for case_id, epochs in held.items() if epochs > 1})


def catch_up(unlocked: Unlocked, case_id: UUID, now: datetime) -> None:
    """Bring one case to one epoch, in steps."""
    with transaction.atomic():
        hold_for_writing(unlocked, case_id, now)
    while _step(unlocked, case_id):
        pass


def members_of(case_id: UUID) -> list[Person]:
    """The active members of a case, in the order of their ids."""
    held = Keyring.objects.filter(case=case_id, purpose=Purpose.CASE).values("person")
    return list(Person.objects.filter(pk__in=held, active=True).order_by("pk"))


def _step(unlocked: Unlocked, case_id: UUID) -> bool:
    """Seal some records anew, or drop the old epochs once none is left. False when there is nothing more to do.

    What does not open stays as it is, keeps the old epochs, and hinders nothing else: a copy of it may come back that opens under them.
    Only what was sealed anew makes a further step, so that it is not tried for ever.
    """
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        old, files = _old_records(held), _old_files(held)
        moved, wrapped = list(islice(_resealed(held, old), STEP)), list(islice(_rewrapped(held, files), STEP))
        Record.objects.bulk_update(moved, ["blob"])
        SealedFile.objects.bulk_update(wrapped, ["key"])
        if not old and not files:
            # Each one's older keys stay until she has taken the newest over: with them her program sees that it follows (`holding`).
            done = Keyring.objects.filter(case=case_id, epoch=held.case.epoch, handed=False).values("person")
            Keyring.objects.filter(
                case=case_id, person__in=list(done.values_list("person", flat=True)), epoch__lt=held.case.epoch
            ).delete()
        return bool(moved or wrapped)


def _resealed(held: Held, rows: Iterable[Record]) -> Iterator[Record]:
    for row in rows:
        with suppress(Refused, ValueError):
            row.blob = held.ring.resealed(row.blob, places.record(held.desk, row.id, row.revision))
            yield row


def _rewrapped(held: Held, files: Iterable[SealedFile]) -> Iterator[SealedFile]:
    """The key alone: the bytes of a file stay as they are."""
    for file in files:
        with suppress(Refused):
            file.key = held.ring.resealed(file.key, places.file_key(held.desk, file.id))
            yield file


def _old_records(held: Held) -> list[Record]:
    return [row for row in Record.objects.filter(case=held.id).order_by("pk") if not _is_current(held.ring, row.blob)]


def _old_files(held: Held) -> list[SealedFile]:
    return [row for row in SealedFile.objects.filter(case=held.id).order_by("pk") if not _is_current(held.ring, row.key)]


def _is_current(ring: Ring, blob: bytes) -> bool:
    """Whether it is under the newest key already; not where it does not even tell its epoch."""
    try:
        return ring.is_current(blob)
    except Refused:
        return False


def _digest(held: Held, now: datetime) -> bytes:
    """What lists and search need of the case; made anew from its facts where it does not open, because a list that is damaged must not
    keep the case under a key that somebody holds who was removed."""
    try:
        return held.ring.unseal(held.case.digest, places.digest(held.desk, held.id, held.case.digest_version))
    except Refused:
        return to_digest(opening.opened(held).facts.values(), now)


def _handed(unlocked: Unlocked, person: Person, digest: bytes, case_id: UUID, entry: Entry) -> bool:
    """Whether the key could be passed to the very card that it was once passed to by a member."""
    try:
        with transaction.atomic():
            if card_of(person).digest() != digest:
                return False
            Keyring.objects.filter(person=person, case=case_id, epoch=entry.epoch).delete()
            keyring.hand(unlocked, person, Purpose.CASE, case_id, entry)
    except Refused:
        return False
    return True
