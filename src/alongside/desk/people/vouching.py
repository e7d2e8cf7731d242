"""Vouching: a member has compared six words by voice, and from then on keys may be passed to that card (security.md 3).

Any member who counts herself may vouch; being an administrator is neither needed nor enough.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from alongside.desk.people import cards, keyring
from alongside.desk.people.models import Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose
from alongside.vault.errors import NotVouched, Refused


class Standing(StrEnum):
    """Where somebody stands in the eyes of the member who looks."""

    MEMBER = "member"
    WAITING = "waiting"  # has a key that nobody has compared yet
    CHANGED = "changed"  # a key counted for her, and this is another one
    PROPOSED = "proposed"  # has not accepted her invitation
    ENDED = "ended"


def words_of(person: Person) -> tuple[str, ...]:
    """The six words of her card. NotVouched where the card in her row is not hers."""
    return cards.six_words(cards.card_of(person))


def standing(unlocked: Unlocked, person: Person) -> Standing:
    """Where she stands. Asked of the vouches each time; no column says it."""
    if not person.active:
        return Standing.ENDED
    if not person.card or not person.wrapped:
        return Standing.PROPOSED
    if cards.admitted(unlocked, person):
        return Standing.MEMBER
    try:
        return Standing.CHANGED if person.pk.bytes in unlocked.circle.floors() else Standing.WAITING
    except Refused:  # the founder's card was exchanged: nobody counts
        return Standing.CHANGED


def waiting(unlocked: Unlocked) -> list[Person]:
    """Active people whose words somebody has to compare."""
    people = Person.objects.filter(desk=unlocked.desk, active=True).exclude(card=b"").exclude(wrapped=b"").order_by("pk")
    return [person for person in people if not cards.admitted(unlocked, person)]


def vouch(unlocked: Unlocked, person: Person, now: datetime, seen: bytes = b"") -> None:
    """She compared the words by voice: sign for the card, and pass on the keys that all members share.

    `seen` is the digest of the card whose words stood on her page: another card put into the row meanwhile is not signed.
    """
    with transaction.atomic():
        cards.locked_desk(unlocked)
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk, desk=unlocked.desk, active=True)
        card = cards.card_of(person)
        if not Person.objects.filter(pk=unlocked.person.pk, active=True).exists():
            raise NotVouched  # her account was ended while she pressed
        if seen and card.digest() != seen:
            raise NotVouched
        if not unlocked.circle.admits(card):
            cards.sign(unlocked, [card])
        unlocked.circle.must_admit(card)
        hand_desk_ring(unlocked, person)


def hand_desk_ring(unlocked: Unlocked, person: Person) -> None:
    """Pass on every desk key, in a transaction that holds the desk's row: handed while it is replaced, she would be left with the old one.

    What lies there is replaced: after a lost passphrase it is under a secret that she no longer has.
    """
    entries = unlocked.desk_ring.entries()
    Keyring.objects.filter(person=person, purpose=Purpose.DESK, epoch__in=[entry.epoch for entry in entries]).delete()
    for entry in entries:
        keyring.hand(unlocked, person, Purpose.DESK, None, entry)
