"""Bringing back a person who lost her passphrase, with k custodians (security.md 7, story 10).

Here: the link for her new key, the file that goes out to the offline machine, and the file that comes back. What happens between the two
is in `bringing_back`: it needs neither database nor network, and the shares are typed there and nowhere else.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from datetime import date, datetime

from django.db import transaction

from alongside.desk.people import accounts, cards, changing, escrows, invitations, keyring, notices
from alongside.desk.people.bringing_back import Back, Out
from alongside.desk.people.models import Desk, Invitation, Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.boxes import open_sealed
from alongside.vault.epochs import Purpose
from alongside.vault.errors import NotVouched, Refused, Tampered
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle


class NotAllowed(Exception):
    """Administrators renew an account; for the last administrator, any member whose card counts."""


class NothingToBring(Exception):
    """The custodians hold no copy of this person's earlier secret."""


def may_renew(unlocked: Unlocked, person: Person) -> bool:
    """Whether she may make somebody a link for a new key. Nobody renews herself. If the only administrator has lost her words, no
    administrator is left to ask: then any member may, and everybody is told."""
    if person.pk == unlocked.person.pk or not cards.counts(unlocked):
        return False
    others = Person.objects.filter(desk=unlocked.desk, active=True).exclude(pk=person.pk)
    return unlocked.has("administrator") or not any("administrator" in one.roles.split() for one in others)


def renew(unlocked: Unlocked, person: Person, handle: str, today: date) -> str:
    """A link with which she makes a new key and new words; gives its token. HandleTaken where this is not her handle.

    Until the link is used, nothing changes for her. The keys that she held stay, sealed under her earlier secret, until custodians bring
    that back or a colleague lets her into a case anew. Somebody who has left is let in again this way. Who made the link is written down:
    he could use it himself, so another member compares the words (`vouching.vouch`).
    """
    if not may_renew(unlocked, person):
        raise NotAllowed
    if accounts.look_up(unlocked.desk, handle) != bytes(person.handle):
        raise invitations.HandleTaken
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk, desk=unlocked.desk)
        if not person.active:
            person.active, person.card = True, _newest_card(unlocked, person)
            person.save(update_fields=["active", "card"])
        Invitation.objects.filter(person=person).delete()
        accounts.note_renewal(unlocked, person, unlocked.person.pk)
        token = invitations.link(unlocked, person, handle, today)
        notices.announce(unlocked, "notices.renewed", who=person.pk.hex, by=unlocked.person.pk.hex)
    return token


def out(unlocked: Unlocked, person: Person) -> Out:
    """What goes to the offline machine: sealed or public, all of it. NothingToBring."""
    copy_ = escrows.of(person)
    if copy_ is None or not escrows.is_earlier(person):
        raise NothingToBring
    founder = cards.founder_card(unlocked.desk)
    if founder.digest() != unlocked.pins.founder:
        raise NotVouched
    return Out(copy_.to_bytes(), cards.card_of(person), founder, tuple(cards.statements(unlocked.desk)))


def finish(unlocked: Unlocked, data: bytes, now: datetime) -> int:
    """Her earlier secret has come back: everything under it goes under her new one. Gives how many keys. Refused, NothingToBring.

    The earlier card must have counted: a secret that somebody made up, with keys of his own under it, would have her write under those.
    """
    back = Back.from_bytes(data)
    person = Person.objects.get(pk=unlocked.person.pk)
    copy_ = escrows.of(person)
    if copy_ is None or not escrows.is_earlier(person):
        raise NothingToBring
    if back.card != unlocked.card:
        raise Tampered
    secret = Secret(open_sealed(unlocked.secret, unlocked.card, back.box, back.place()))
    if not secret.owns(copy_.card) or copy_.card.holder != person.pk.bytes:
        raise Tampered
    _must_have_counted(unlocked, copy_.card)
    with transaction.atomic():
        cards.locked_desk(unlocked)
        person = Person.objects.select_for_update(no_key=True).get(pk=unlocked.person.pk, card=unlocked.person.card)
        before = copy(person)
        before.card = copy_.card.to_bytes()
        earlier = Unlocked(before, secret)
        earlier.__dict__["circle"] = unlocked.circle
        brought = changing.rewrap(earlier, unlocked.secret, unlocked.card)
        notices.resealed(person, secret, copy_.card, unlocked.card)
        person.escrow = b""  # below, at once a copy of her new secret
        person.save(update_fields=["escrow"])
        Desk.objects.filter(pk=unlocked.desk).update(spent=True)
        notices.announce(unlocked, "notices.recovered", who=person.pk.hex)
    unlocked.person.escrow = b""
    with suppress(Refused):
        escrows.renew(unlocked)  # to the key that was just used: better than none, until the ceremony that is due
    return brought


def is_owed(unlocked: Unlocked) -> bool:
    """Whether keys of hers wait for her earlier secret, and the custodians hold it."""
    return escrows.is_earlier(Person.objects.get(pk=unlocked.person.pk)) and escrows.waiting_keys(unlocked) > 0


def drop_stale_desk_keys(unlocked: Unlocked) -> int:
    """After a lost passphrase: desk keys under her earlier secret. Whoever vouches for her passes them anew, so nothing is lost."""
    stale = []
    for row in Keyring.objects.filter(person=unlocked.person, purpose=Purpose.DESK, handed=False):
        try:
            keyring.opened(unlocked, row)
        except Refused:
            stale.append(row.pk)
    return Keyring.objects.filter(pk__in=stale).delete()[0] if stale else 0


def _must_have_counted(unlocked: Unlocked, card: Card) -> None:
    """NotVouched unless the card counted before a newer one of the same holder replaced it."""
    vouches = [v for v in cards.statements(unlocked.desk) if v.card.holder != card.holder or v.card.epoch <= card.epoch]
    floors = {holder: epoch for holder, epoch in unlocked.pins.floors.items() if holder != card.holder}
    founder = cards.founder_card(unlocked.desk)
    Circle(unlocked.desk.bytes, unlocked.pins.founder, founder, vouches, floors).must_admit(card)


def _newest_card(unlocked: Unlocked, person: Person) -> bytes:
    """The newest card that was ever vouched for her, a tombstone included: her next one must be newer than that."""
    mine = [vouch.card for vouch in cards.statements(unlocked.desk) if vouch.card.holder == person.pk.bytes]
    known = [Card.from_bytes(person.card)] if person.card else []
    newest = max([*mine, *known], key=lambda card: card.epoch, default=None)
    return newest.to_bytes() if newest else b""
