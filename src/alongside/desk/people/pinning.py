"""What a person has seen once and is not talked out of: written into her pins, sealed under her own key (people.unlocked.Pins)."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Pins, Unlocked, sealed_pins


def remember(unlocked: Unlocked) -> bool:
    """Pin the newest epoch of every card that counts, and of the desk's key. Whether there was anything new.

    From then on a vouch deleted in SQL does not bring an old key back, nor does an old row bring back a desk key that a member who
    left has held.
    """
    floors = unlocked.circle.floors()
    newest = max(unlocked.desk_ring.keys, default=0)
    pins = unlocked.pins
    if floors == pins.floors and newest <= pins.epochs.get(unlocked.desk, 0):
        return False
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(pk=unlocked.person.pk)
        pins = Unlocked(person, unlocked.secret).pins  # another login of hers may have pinned something meanwhile
        merged = {holder: max(epoch, pins.floors.get(holder, 0)) for holder, epoch in floors.items()}
        epochs = pins.epochs | {unlocked.desk: max(newest, pins.epochs.get(unlocked.desk, 0))}
        write(person, unlocked, replace(pins, floors=pins.floors | merged, epochs=epochs))
    return True


def confirm_recovery(unlocked: Unlocked, epoch: int) -> None:
    """Pin that she compared the words of the recovery key of this epoch. In a transaction that holds the desk's row."""
    person = Person.objects.select_for_update(no_key=True).get(pk=unlocked.person.pk)
    pins = Unlocked(person, unlocked.secret).pins
    write(person, unlocked, replace(pins, recovery=max(epoch, pins.recovery)))


def write(person: Person, unlocked: Unlocked, pins: Pins) -> None:
    """Seal pins as the next revision, in a transaction that holds the person's row."""
    person.pins_revision += 1
    person.pins = sealed_pins(person, unlocked.secret, pins)
    person.save(update_fields=["pins", "pins_revision"])
    unlocked.person.pins, unlocked.person.pins_revision = person.pins, person.pins_revision
    unlocked.__dict__.pop("pins", None)
    for name in ("pins", "circle"):
        unlocked.__dict__.pop(name, None)
