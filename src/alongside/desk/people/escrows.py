"""A person's secret sealed to the recovery key: what custodians can bring back (security.md 7).

The column holds a card of hers and, behind it, the secret *of that card*. After a lost passphrase she has a new card, and the copy of the
old secret must not be overwritten by one of the new: the card in front says which it is.

Whoever holds the recovery key reads what its members could open, and an administrator can hold a ceremony by herself. So nothing is sealed
to a new recovery key until the member has compared its six words and pressed a button (`confirm`): what she is only told of afterwards
would come too late.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from alongside.desk.people import cards, keyring, pinning
from alongside.desk.people.copies import Escrow, place
from alongside.desk.people.models import Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.boxes import seal_to
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle


def of(person: Person) -> Escrow | None:
    """Her copy; None where there is none, or none that can be read."""
    try:
        return Escrow.from_bytes(person.escrow) if person.escrow else None
    except Refused:
        return None


def make(secret: Secret, card: Card, recovery: Card, circle: Circle) -> bytes:
    """A copy. NotVouched where no chain leads to the recovery card: one swapped in SQL would read the whole desk."""
    return Escrow(card, seal_to(recovery, secret.seed, place(card), circle)).to_bytes()


def is_earlier(person: Person) -> bool:
    """Whether her copy holds an earlier secret than the one she has now."""
    copy = of(person)
    return copy is not None and copy.card.to_bytes() != bytes(person.card)


def waiting_keys(unlocked: Unlocked) -> int:
    """How many keys lie in her keyring that her present secret does not open: after a lost passphrase, those of before."""
    waiting = 0
    for row in Keyring.objects.filter(person=unlocked.person):
        try:
            keyring.opened(unlocked, row)
        except Refused:
            waiting += 1
    return waiting


def is_current(person: Person, recovery: Card) -> bool:
    """Whether the custodians of today can bring her present secret back."""
    copy = of(person)
    return copy is not None and copy.card.to_bytes() == bytes(person.card) and copy.recovery_epoch == recovery.epoch


def renew(unlocked: Unlocked) -> bool:
    """At her unlock: seal her secret to the recovery key of today, if she has confirmed that. Whether it was done now."""
    person = Person.objects.get(pk=unlocked.person.pk)
    recovery = cards.recovery_card(unlocked.desk)
    if recovery is None or is_current(person, recovery):
        return False
    unlocked.circle.must_admit(recovery)
    if not confirmed(unlocked, recovery):
        return False
    if is_earlier(person) and waiting_keys(unlocked):
        return False  # the only way to those keys
    escrow = make(unlocked.secret, unlocked.card, recovery, unlocked.circle)
    Person.objects.filter(pk=person.pk, card=person.card).update(escrow=escrow)
    return True


def confirmed(unlocked: Unlocked, recovery: Card) -> bool:
    """Whether she has compared the words of this recovery key, or held its ceremony."""
    return recovery.epoch <= unlocked.pins.recovery


def unconfirmed(unlocked: Unlocked) -> Card | None:
    """The recovery key whose words she has yet to compare. None for one that does not count: that is said elsewhere, in red."""
    try:
        recovery = cards.recovery_card(unlocked.desk)
        if recovery is None or confirmed(unlocked, recovery) or not unlocked.circle.admits(recovery):
            return None
    except Refused:
        return None
    return recovery


def confirm(unlocked: Unlocked, seen: bytes) -> bool:
    """She compared the words of the recovery key and pressed: pin it, and seal her secret to it at once. Whether that was done.

    `seen` is the digest of the card whose words stood on her page. NotVouched where it is another now, or does not count.
    """
    with transaction.atomic():
        cards.locked_desk(unlocked)
        recovery = cards.recovery_card(unlocked.desk)
        if recovery is None or recovery.digest() != seen:
            raise NotVouched
        unlocked.circle.must_admit(recovery)
        pinning.confirm_recovery(unlocked, recovery.epoch)
        return renew(unlocked)


def behind(desk: UUID) -> list[Person]:
    """Active people whom the custodians of today could not bring back, since they have not confirmed its key."""
    try:
        recovery = cards.recovery_card(desk)
    except Refused:
        recovery = None
    people = Person.objects.filter(desk=desk, active=True).exclude(card=b"").order_by("pk")
    return [person for person in people if recovery is None or not is_current(person, recovery)]
