"""Vouching: a member has compared six words by voice, and from then on keys may be passed to that card (security.md 3).

Any member who counts herself may vouch; being an administrator is neither needed nor enough.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from alongside.desk.people import accounts, cards, keyring, notices
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


class OwnLink(Exception):
    """She made the link for this key herself: she could have used it, too. Another member has to compare. Nothing was signed."""


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

    `seen` is the digest of the card whose words stood on her page: another card put into the row meanwhile is not signed. OwnLink where
    she made the link for this key and another member could compare; where there is none, everybody is told in red.
    """
    with transaction.atomic():
        cards.locked_desk(unlocked)
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk, desk=unlocked.desk, active=True)
        card = cards.card_of(person)
        if not Person.objects.filter(pk=unlocked.person.pk, active=True).exists():
            raise NotVouched  # her account was ended while she pressed
        if seen and card.digest() != seen:
            raise NotVouched
        own = own_link(unlocked, person)
        if own == "another":
            raise OwnLink
        if not unlocked.circle.admits(card):
            cards.sign(unlocked, [card])
        unlocked.circle.must_admit(card)
        hand_desk_ring(unlocked, person)
        if unlocked.desk_ring.keys and accounts.renewed_by(unlocked, person):
            accounts.note_renewal(unlocked, person, None)
        if own == "alone":
            notices.announce(unlocked, "notices.alone", who=person.pk.hex, by=unlocked.person.pk.hex)


def own_link(unlocked: Unlocked, person: Person) -> str:
    """Whether she who would compare made the link for this key: "another" member has to do it, or she is "alone" with it; else empty."""
    if unlocked.person.pk.hex not in accounts.renewed_by(unlocked, person):
        return ""
    others = Person.objects.filter(desk=unlocked.desk, active=True).exclude(pk__in=(unlocked.person.pk, person.pk))
    return "another" if any(cards.admitted(unlocked, one) for one in others) else "alone"


_told_differ: dict[bytes, date] = {}  # in this process: by the digest of a card, the day on which everybody was told


def differ(unlocked: Unlocked, person: Person, today: date) -> bool:
    """She compared, and the words were not the same: everybody is told, once a day for each card. Whether they were told now."""
    card = cards.card_of(person).digest()
    for old in [digest for digest, day in _told_differ.items() if day != today]:
        _told_differ.pop(old, None)
    if card in _told_differ:
        return False
    notices.announce(unlocked, "notices.differ", who=person.pk.hex, by=unlocked.person.pk.hex)
    transaction.on_commit(lambda: _told_differ.update({card: today}))  # else a rollback would leave everybody untold all day
    return True


def hand_desk_ring(unlocked: Unlocked, person: Person) -> None:
    """Pass on every desk key, in a transaction that holds the desk's row: handed while it is replaced, she would be left with the old one.

    What lies there is replaced: after a lost passphrase it is under a secret that she no longer has.
    """
    entries = unlocked.desk_ring.entries()
    Keyring.objects.filter(person=person, purpose=Purpose.DESK, epoch__in=[entry.epoch for entry in entries]).delete()
    for entry in entries:
        keyring.hand(unlocked, person, Purpose.DESK, None, entry)
