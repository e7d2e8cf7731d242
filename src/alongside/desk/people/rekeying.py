"""A new key of the desk, after somebody who held the old one has left (security.md 5). Cases have theirs in `cases.rekeying`.

What lies under the desk's key is little (names, requests), so it is sealed anew in one transaction: there is no half-way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.people import accounts, asking, cards, keyring, vouching
from alongside.desk.people.models import Desk, Keyring, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.errors import Refused

Reseal = Callable[[Desk, Ring], None]
_elsewhere: list[Reseal] = []


def at_new_desk_key(reseal: Reseal) -> None:
    """Have a function called with the desk and its new keys, in the transaction that replaces them: for rooms above, which seal something
    under them. Called by `AppConfig.ready` of the room that owns it."""
    if reseal not in _elsewhere:
        _elsewhere.append(reseal)


def owe_desk(desk: UUID) -> None:
    """Note that the desk's key has to be replaced; once is enough."""
    if not Rekey.objects.filter(desk=desk, case=None).exists():
        Rekey.objects.create(desk_id=desk, case=None)


def desk_is_owed(unlocked: Unlocked) -> bool:
    """Whether the desk's key has to be replaced."""
    return Rekey.objects.filter(desk=unlocked.desk, case=None).exists()


def advance_desk(unlocked: Unlocked, now: datetime) -> bool:
    """Make a new desk key, hand it to everybody who counts, seal everything anew, drop the old. Whether this member did it.

    Asked again behind the lock: of two members who unlock at once, one does it and the other finds nothing to do.
    """
    with transaction.atomic():
        desk = cards.locked_desk(unlocked)
        if not desk_is_owed(unlocked) or not unlocked.desk_ring.keys or not cards.counts(unlocked):
            return False
        old, new = unlocked.desk_ring, unlocked.desk_ring.advanced()
        entry = new.entries()[-1]
        keyring.keep(unlocked, Purpose.DESK, None, entry)
        for person in _others(unlocked):
            keyring.hand(unlocked, person, Purpose.DESK, None, entry)
        _reseal(desk, old, new)
        Keyring.objects.filter(desk=unlocked.desk, purpose=Purpose.DESK, epoch__lt=new.newest).delete()
        Rekey.objects.filter(desk=unlocked.desk, case=None).delete()
        _forget(unlocked)
    return True


def pass_on(unlocked: Unlocked) -> int:
    """The desk's key for those who count but have none: their card was compared by somebody who had none herself, or it had changed
    while the key was replaced. Gives how many."""
    if not _lacking(unlocked):
        return 0
    with transaction.atomic():
        cards.locked_desk(unlocked)
        lacking = _lacking(unlocked)
        for person in lacking:
            vouching.hand_desk_ring(unlocked, person)
    return len(lacking)


def _lacking(unlocked: Unlocked) -> list[Person]:
    if not unlocked.desk_ring.keys or not cards.counts(unlocked):
        return []
    newest = unlocked.desk_ring.newest
    have = set(Keyring.objects.filter(desk=unlocked.desk, purpose=Purpose.DESK, epoch=newest).values_list("person", flat=True))
    return [person for person in _others(unlocked) if person.pk not in have]


def _others(unlocked: Unlocked) -> list[Person]:
    """Active people besides her whose cards count."""
    people = Person.objects.filter(desk=unlocked.desk, active=True).exclude(pk=unlocked.person.pk).order_by("pk")
    return [person for person in people if cards.admitted(unlocked, person)]


def _reseal(desk: Desk, old: Ring, new: Ring) -> None:
    """Everything that lies under the desk's key. A value that does not open (damaged, or of a key long dropped) stays as it is."""
    with suppress(Refused):
        desk.name = new.resealed(desk.name, accounts.desk_name_context(desk.pk))
        desk.save(update_fields=["name"])
    for request, place in asking.under_desk_key(desk):
        with suppress(Refused):
            request.blob = new.resealed(request.blob, place)
            request.save(update_fields=["blob"])
    for person in Person.objects.select_for_update(no_key=True).filter(desk=desk).order_by("pk"):
        with suppress(Refused):
            profile = old.unseal(person.profile, accounts.profile_context(desk.pk, person.pk, person.revision))
            # The next revision, so that who is just changing a name under the old key is told to do it again.
            person.revision += 1
            person.profile = new.seal(profile, accounts.profile_context(desk.pk, person.pk, person.revision))
            person.save(update_fields=["profile", "revision"])
    for reseal in _elsewhere:
        reseal(desk, new)


def _forget(unlocked: Unlocked) -> None:
    for name in ("desk_ring", "circle"):
        unlocked.__dict__.pop(name, None)
