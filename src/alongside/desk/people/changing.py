"""A new passphrase; and a new key altogether, where she thinks that hers is known (security.md 1, 5).

New words are shown first and take effect when she has typed them back: an answer that is lost on the way locks nobody out. Between the
two they lie in the memory of this process.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.people import accounts, cards, escrows, factors, keyring, notices, pinning, rekeying
from alongside.desk.people.columns import new_mark
from alongside.desk.people.held import Held
from alongside.desk.people.models import Desk, Invitation, Keyring, Login, Person, Rekey, Vouch
from alongside.desk.people.unlocked import Pins, Unlocked
from alongside.vault import passphrases
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Vouch as Statement


class NoOffer(Exception):
    """No new words were shown to this login, or half an hour ago. Nothing was changed."""


class NotTheSame(Exception):
    """What was typed is not what was shown. Nothing was changed."""


_offers: Held[str] = Held()

Reseal = Callable[[Person, Secret, Card, Secret, Card], object]
_resealed: list[Reseal] = [factors.reseal]


def at_new_secret(reseal: Reseal) -> None:
    """Have something of a person's put under her new secret, in the transaction that brings it. Called by the room that stores it."""
    if reseal not in _resealed:
        _resealed.append(reseal)


def offer(unlocked: Unlocked, now: datetime) -> str:
    """New words to write down; asked again, the same ones."""
    words = _offers.get(unlocked.login, now) or passphrases.generate()
    _offers.put(unlocked.login, words, now)
    return words


def withdraw(unlocked: Unlocked) -> None:
    """She goes away without them."""
    _offers.drop(unlocked.login)


def new_passphrase(unlocked: Unlocked, typed: str, now: datetime, cost: Cost = PRODUCTION) -> None:
    """Her same secret under the words that were shown. NoOffer, NotTheSame, Misspelt.

    It helps against somebody who may learn the old words later. Who knows them already has had the secret: see `known`.
    """
    words = _accepted(unlocked, typed, now)
    wrapped = accounts.wrapped(unlocked.person, unlocked.secret, words, cost)  # slow, so before any lock
    Person.objects.filter(pk=unlocked.person.pk, active=True, card=unlocked.person.card).update(wrapped=wrapped)
    _offers.drop(unlocked.login)


def known(unlocked: Unlocked, typed: str, now: datetime, cost: Cost = PRODUCTION) -> None:
    """A new secret under new words: her keyring is wrapped anew, what she held is due for new keys, every login of hers ends.

    Nobody shares anything with her again until a colleague has compared her new six words by voice. NoOffer, NotTheSame, Misspelt.
    """
    words = _accepted(unlocked, typed, now)
    new = Secret.fresh()
    card = new.card(
        unlocked.desk.bytes, unlocked.person.pk.bytes, cards.next_epoch(unlocked, unlocked.card.holder, unlocked.card)
    )
    draft = copy(unlocked.person)
    draft.card = card.to_bytes()
    wrapped = accounts.wrapped(draft, new, words, cost)
    with transaction.atomic():
        cards.locked_desk(unlocked)
        person = Person.objects.select_for_update(no_key=True).get(pk=unlocked.person.pk, active=True, card=unlocked.person.card)
        old = Unlocked(person, unlocked.secret)  # as of behind the lock
        alone, held = _is_alone(old), _opened(old)
        person_after = copy(person)
        person_after.card, person_after.wrapped = card.to_bytes(), wrapped
        rewrap(old, new, card)
        for reseal in _resealed:
            reseal(person, old.secret, old.card, new, card)
        notices.resealed(person, old.secret, old.card, card)
        person_after.escrow = _escrow(old, new, card)
        person_after.save(update_fields=["card", "wrapped", "escrow"])
        _vouch_again(old, new, card)
        after = Unlocked(person_after, new)
        pinning.write(person_after, after, _repinned(old, card) if alone else old.pins)
        _owe(person, held)
        Login.objects.filter(person=person).delete()
        notices.announce(after, "notices.known", who=person.pk.hex)
    _offers.drop(unlocked.login)


def rewrap(old: Unlocked, new: Secret, card: Card) -> int:
    """Every key of her keyring that the old secret opens, under the new one; gives how many. The rest stays as it is."""
    done = 0
    for row in Keyring.objects.select_for_update().filter(person=old.person).order_by("pk"):
        try:
            entry = keyring.opened(old, row)
        except Refused:
            continue
        place = keyring.context(row.desk_id, row.pk, row.purpose, row.case, card.epoch)
        row.blob, row.handed, row.mark = entry.wrapped(new.keyring_key(), place), False, new_mark()
        row.save(update_fields=["blob", "handed", "mark"])
        done += 1
    return done


def _accepted(unlocked: Unlocked, typed: str, now: datetime) -> str:
    """The words that were shown, if these are they."""
    words = _offers.get(unlocked.login, now)
    if words is None:
        raise NoOffer
    if passphrases.canonical(typed) != passphrases.canonical(words):
        raise NotTheSame
    return words


def _escrow(old: Unlocked, new: Secret, card: Card) -> bytes:
    """A copy of the new secret for the custodians, at once: until her next unlock she could not be brought back. Nothing where the
    recovery card does not count, or she has not confirmed it, and never the old copy: who knows her words needs no custodian."""
    try:
        recovery = cards.recovery_card(old.desk)
        return escrows.make(new, card, recovery, old.circle) if recovery and escrows.confirmed(old, recovery) else b""
    except Refused:
        return b""


def _vouch_again(old: Unlocked, new: Secret, card: Card) -> None:
    """The new card says what the old one said: with the old one falls what it vouched for (docs/vault-format.md, "Person")."""
    alive = cards.living(old) - {old.card}
    given = {
        vouch.card for vouch in cards.statements(old.desk) if vouch.by == old.card and vouch.card in alive and vouch.genuine()
    }
    for vouched in sorted(given, key=Card.digest):
        Vouch.objects.create(desk_id=old.desk, blob=Statement.make(new, card, vouched).to_bytes())


def _is_alone(old: Unlocked) -> bool:
    """A founder without anybody whose card counts: no colleague could vouch for her new card."""
    others = cards.living(old) - {old.card}
    return old.card.digest() == old.pins.founder and not [card for card in others if card.holder != cards.RECOVERY]


def _repinned(old: Unlocked, card: Card) -> Pins:
    """The desk begins anew at her new card; nobody else has pinned the old one, except on custodians' paper."""
    Desk.objects.filter(pk=old.desk).update(founder=card.to_bytes(), spent=True)
    Invitation.objects.filter(desk=old.desk).delete()  # they carry the old pin
    return replace(old.pins, founder=card.digest())


def _opened(old: Unlocked) -> set[UUID | None]:
    """The cases whose keys her secret opens; None for the desk's. Not those that lie there under an earlier secret of hers: who has
    only this one never had them, and an account that somebody renewed for himself must not set keys of her cases in motion."""
    found: set[UUID | None] = set()
    for row in Keyring.objects.filter(person=old.person, purpose__in=(Purpose.CASE, Purpose.DESK)):
        with suppress(Refused):
            keyring.opened(old, row)
            found.add(row.case)
    return found


def _owe(person: Person, held: set[UUID | None]) -> None:
    """Who knows her words has had every key that they open."""
    for case in sorted(held - {None}, key=str):
        if not Rekey.objects.filter(case=case).exists():
            Rekey.objects.create(desk_id=person.desk_id, case=case)
    if None in held:
        rekeying.owe_desk(person.desk_id)
