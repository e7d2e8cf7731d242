"""Keys of cases and of the desk as they lie in a person's keyring: kept, handed on, taken over, dropped (security.md 4, 5).

The membership row in the query decides who opens what; nothing here is remembered between two requests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction

from alongside.desk.people.cards import card_of
from alongside.desk.people.columns import new_mark, read_id, spelled
from alongside.desk.people.models import Keyring, Person
from alongside.desk.people.unlocked import Unlocked, sealed_pins
from alongside.vault.boxes import hand_to, receive
from alongside.vault.context import Context
from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.errors import Refused, Tampered, WrongKey

# Every page asks the first and every form the second, so in SQL: to build them takes ten times as long as their answers. The last
# condition of the first is what an index is found by; without it SQLite walks every key of hers.
_OF_NO_CASE = 'SELECT id, epoch, handed, blob FROM keyring WHERE person_id = %s AND purpose = %s AND "case" IS NULL'
_HANDED = "SELECT 1 FROM keyring WHERE person_id = %s AND handed LIMIT 1"


def context(desk: UUID, row: UUID, purpose: str, case: UUID | None, holder_epoch: int) -> Context:
    """The place of one entry. The case is part of it: an entry moved to another case in SQL does not open."""
    kind = f"{purpose}/{case.hex}" if case else purpose
    return Context(desk.bytes, "keyring", row.bytes, kind, 1, holder_epoch)


class Wrapped(NamedTuple):
    """What `opened` needs of a row, for who reads ten thousand at once: as objects of Django they cost more than their opening."""

    desk_id: UUID
    id: UUID
    purpose: Purpose
    case: UUID | None
    epoch: int
    handed: bool
    blob: bytes


def opened(unlocked: Unlocked, row: Keyring | Wrapped) -> Entry:
    """One entry of her keyring, in whichever of the two forms it lies there. A Refused where it is none of hers."""
    try:
        purpose = Purpose(row.purpose)
    except ValueError:
        raise Tampered from None  # somebody wrote it in SQL
    place = context(row.desk_id, row.id, row.purpose, row.case, unlocked.card.epoch)
    if row.handed:
        data, _ = receive(unlocked.secret, unlocked.card, row.blob, place, unlocked.circle)
        return Entry.from_bytes(data, purpose, row.epoch)
    return Entry.unwrapped(unlocked.keyring_key, row.blob, place, purpose, row.epoch)


def ring(unlocked: Unlocked, case: UUID) -> Ring:
    """The keys of one case; WrongKey where she holds none, or where the newest she knows of is missing."""
    found = Ring.of(Purpose.CASE, _those_that_open(unlocked, Keyring.objects.filter(person=unlocked.person, case=case)))
    if not found.keys or found.newest < unlocked.pins.epochs.get(case, 0):
        raise WrongKey
    return found


def desk_ring(unlocked: Unlocked) -> Ring:
    """The keys that all vouched members share; empty until somebody has passed them to her, and where the newest that she has seen is
    missing: what is sealed under an older one, somebody who left could read."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_NO_CASE, [spelled(unlocked.person.pk), Purpose.DESK])
        rows = cursor.fetchall()
    wrapped = [
        Wrapped(unlocked.desk, read_id(row), Purpose.DESK, None, epoch, bool(handed), bytes(blob))
        for row, epoch, handed, blob in rows
    ]
    found = Ring.of(Purpose.DESK, _those_that_open(unlocked, wrapped))
    behind = max(found.keys, default=0) < unlocked.pins.epochs.get(unlocked.desk, 0)
    return Ring.of(Purpose.DESK, []) if behind else found


def is_stale(row: Keyring, person: Person) -> bool:
    """Whether an entry belongs to a card that she no longer has. Kept all the same: her old secret may come back (people.recovery)."""
    return (
        int.from_bytes(row.blob[2:6], "big") != card_of(person).epoch
    )  # both forms begin with version, algorithm and this epoch


def _those_that_open(unlocked: Unlocked, rows: Iterable[Keyring | Wrapped]) -> Iterator[Entry]:
    """Entries; one that is stale, damaged or forged hides no other."""
    for row in rows:
        with suppress(Refused):
            yield opened(unlocked, row)


def rings(unlocked: Unlocked, cases: Iterable[UUID] | None = None) -> dict[UUID, Ring]:
    """The keys of all her cases, or of some; one query. A case whose entries do not open is left out, so that one forged row hides
    nothing else."""
    rows = Keyring.objects.filter(person=unlocked.person, purpose=Purpose.CASE)
    if cases is not None:
        rows = rows.filter(case__in=list(cases))
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for row in rows.iterator(chunk_size=2000):
        with suppress(Refused):
            entries[row.case].append(opened(unlocked, row))
    return {case: Ring.of(Purpose.CASE, found) for case, found in entries.items()}


def keep(unlocked: Unlocked, purpose: Purpose, case: UUID | None, entry: Entry) -> Keyring:
    """Put a key into her own keyring."""
    row = kept(unlocked, purpose, case, entry)
    row.save(force_insert=True)
    return row


def kept(unlocked: Unlocked, purpose: Purpose, case: UUID | None, entry: Entry) -> Keyring:
    """The row of a key in her own keyring, for who writes many."""
    row = uuid4()
    blob = entry.wrapped(unlocked.keyring_key, context(unlocked.desk, row, purpose, case, unlocked.card.epoch))
    return Keyring(
        id=row, desk_id=unlocked.desk, person=unlocked.person, purpose=purpose, case=case, epoch=entry.epoch, blob=blob
    )


def hand(unlocked: Unlocked, to: Person, purpose: Purpose, case: UUID | None, entry: Entry) -> Keyring:
    """Pass a key to another member, signed. NotVouched where no chain of vouches leads to her card."""
    row = handed(unlocked, to, purpose, case, entry)
    row.save(force_insert=True)
    return row


def handed(unlocked: Unlocked, to: Person, purpose: Purpose, case: UUID | None, entry: Entry) -> Keyring:
    """The row of a key passed to another member, for who writes many. NotVouched."""
    row, card = uuid4(), card_of(to)
    place = context(unlocked.desk, row, purpose, case, card.epoch)
    blob = hand_to(card, entry.to_bytes(), place, unlocked.circle, unlocked.secret, unlocked.card)
    return Keyring(
        id=row, desk_id=unlocked.desk, person=to, purpose=purpose, case=case, epoch=entry.epoch, handed=True, blob=blob
    )


def take_over(unlocked: Unlocked) -> int:
    """Wrap what others passed to her under her own key: from then on it opens whatever becomes of the sender's card."""
    with connection.cursor() as cursor:
        cursor.execute(_HANDED, [spelled(unlocked.person.pk)])
        if cursor.fetchone() is None:
            return 0
    newest: dict[UUID, int] = {}
    # By its id, and only where it still lies there: she may be removed in this very moment. In one transaction: on SQLite each has
    # its own wait for the disk, and ten thousand cases may have been passed to her at once.
    with transaction.atomic():
        # Her row before her keys, as whoever renews her card takes them: the other way round each would wait for the other.
        Person.objects.select_for_update(no_key=True).filter(pk=unlocked.person.pk).values_list("pk").first()
        taken = 0
        for row in Keyring.objects.filter(person=unlocked.person, handed=True):
            try:
                entry = opened(unlocked, row)
            except Refused:  # by somebody who does not count, or sealed to an earlier card
                continue
            place = context(row.desk_id, row.id, row.purpose, row.case, unlocked.card.epoch)
            blob = entry.wrapped(unlocked.keyring_key, place)
            taken += Keyring.objects.filter(pk=row.pk, handed=True).update(blob=blob, handed=False, mark=new_mark())
            if row.case and row.epoch > 1:
                newest[row.case] = max(row.epoch, newest.get(row.case, 0))
        if newest:
            pin_epochs(unlocked, newest)
    return taken


def pin_epochs(unlocked: Unlocked, newest: Mapping[UUID, int]) -> None:
    """Pin that these epochs exist: a keyring row deleted in SQL must not make her write under a key that a removed member holds."""
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(pk=unlocked.person.pk)
        pins = Unlocked(person, unlocked.secret).pins
        epochs = pins.epochs | {case: max(epoch, pins.epochs.get(case, 0)) for case, epoch in newest.items()}
        person.pins_revision += 1
        person.pins = sealed_pins(person, unlocked.secret, replace(pins, epochs=epochs))
        person.save(update_fields=["pins", "pins_revision"])
    unlocked.person.pins, unlocked.person.pins_revision = person.pins, person.pins_revision
    unlocked.__dict__.pop("pins", None)
