"""Leaving: an administrator ends an account, and at that moment nothing of the desk opens for it any more, in any process (story 9).

What stays true afterwards, and stands on the page: what she has read she may know, and an older backup still opens with her old keys.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.people import accounts, cards, notices, rekeying
from alongside.desk.people.models import Factor, Invitation, Keyring, Login, Notice, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused


class NotAllowed(Exception):
    """Only an administrator ends accounts."""


@dataclass(frozen=True, slots=True)
class Left:
    """What an ending did: how many cases she held, and how many of them no other member holds."""

    cases: int
    orphaned: int

    @property
    def rekeyed(self) -> int:
        """Cases that another member can open, and which get a new key."""
        return self.cases - self.orphaned


def foreseen(person: Person) -> Left:
    """What ending her would mean, before the button is pressed."""
    held, shared = _cases(person)
    return Left(len(held), len(held - shared))


def end(unlocked: Unlocked, person: Person, now: datetime) -> Left:
    """End an account, in one transaction: keys, logins, invitations, factors and passphrase are gone, and what she held is due for new
    keys. NotAllowed, LastAdministrator.

    The keys of a case that *nobody else* holds stay, sealed to her and out of reach (she cannot log in): deleting them would destroy
    the case. Custodians can bring them back (docs/keys.md).
    """
    if not unlocked.has("administrator"):
        raise NotAllowed
    with transaction.atomic():
        cards.locked_desk(unlocked)  # else a new desk key that is just being handed out could still reach her
        people = {
            one.pk: one
            for one in Person.objects.select_for_update(no_key=True).filter(desk=unlocked.desk, active=True).order_by("pk")
        }
        if person.pk not in people:
            return Left(0, 0)
        person = people.pop(person.pk)
        if not any("administrator" in one.roles.split() for one in people.values()):
            raise accounts.LastAdministrator
        held, shared = _cases(person)
        _close(person, orphaned=held - shared)
        _owe(unlocked.desk, shared)
        rekeying.owe_desk(unlocked.desk)
        with suppress(Refused):  # an exchanged founder's card stops every sealing; it must not keep anybody in
            notices.announce(unlocked, "notices.ended", who=person.pk.hex)
    retire(unlocked)
    return Left(len(held), len(held - shared))


def end_again(person: Person) -> None:
    """End an account that had ended after the backup from which it has just come back; in the transaction that restores, without any key.
    What she alone held stays out of reach, as above; all keys are due for new ones after a restore anyway."""
    held, shared = _cases(person)
    _close(person, orphaned=held - shared)


def sweep(unlocked: Unlocked) -> int:
    """Take keys away that reached somebody who has left: passed to her by a colleague in the very moment in which she was ended, or
    of a case that nobody else held then and somebody holds now. What she had is due for new keys. Gives how many people."""
    swept = 0
    for person in Person.objects.filter(desk=unlocked.desk, active=False, keyring__isnull=False).distinct().order_by("pk"):
        with transaction.atomic():
            cards.locked_desk(unlocked)
            person.refresh_from_db()
            held, shared = _cases(person)
            rows = Keyring.objects.filter(person=person).exclude(purpose=Purpose.CASE, case__in=held - shared)
            if person.active or not rows.exists():
                continue
            if rows.filter(purpose=Purpose.DESK).exists():
                rekeying.owe_desk(unlocked.desk)
            _owe(unlocked.desk, shared)
            rows.delete()
            swept += 1
    return swept


def retire(unlocked: Unlocked) -> int:
    """Replace the cards of people who have left by tombstones, so that a row switched back to active in SQL gives nobody a key.

    Not before the cases that anybody left behind have new keys: a colleague may not yet have taken over a key which the one who left
    passed to her, and it is believed only while the sender's card counts. Any member who counts does this at her next unlock.
    """
    if Rekey.objects.filter(desk=unlocked.desk).exclude(case=None).exists() or not cards.counts(unlocked):
        return 0
    retired = 0
    for person in Person.objects.filter(desk=unlocked.desk, active=False).exclude(card=b"").order_by("pk"):
        with transaction.atomic():
            cards.locked_desk(unlocked)
            person.refresh_from_db()
            try:
                card = cards.card_of(person)
                if person.active or not unlocked.circle.admits(card):
                    continue
                cards.sign(unlocked, [cards.tombstone(unlocked, card.holder, card)])
            except Refused:
                continue  # her own chain leads through it: a colleague will do it
            retired += 1
    return retired


def lonely(desk: UUID) -> list[UUID]:
    """Cases that fewer than two active people hold: one lost passphrase, and nobody opens them (security.md 6)."""
    rows = Keyring.objects.filter(desk=desk, purpose=Purpose.CASE).values_list("case", "person", "person__active")
    holders: dict[UUID, set[UUID]] = {}
    for case, person, active in rows:
        holders.setdefault(case, set()).update([person] if active else [])
    return sorted(case for case, people in holders.items() if len(people) < 2)


def owed(unlocked: Unlocked) -> list[UUID]:
    """Her cases whose key has to be replaced; the room of cases does it."""
    mine = Keyring.objects.filter(person=unlocked.person, purpose=Purpose.CASE).values("case")
    return sorted(set(Rekey.objects.filter(case__in=mine).values_list("case", flat=True)))


def _owe(desk: UUID, cases_: set[UUID]) -> None:
    known = set(Rekey.objects.filter(case__in=cases_).values_list("case", flat=True))
    Rekey.objects.bulk_create(Rekey(desk_id=desk, case=case) for case in sorted(cases_ - known))


def _cases(person: Person) -> tuple[set[UUID], set[UUID]]:
    """The cases she holds, and those of them that another active member holds too."""
    held = set(Keyring.objects.filter(person=person, purpose=Purpose.CASE).values_list("case", flat=True))
    others = Keyring.objects.filter(case__in=held, person__active=True).exclude(person=person)
    return held, set(others.values_list("case", flat=True))


def _close(person: Person, orphaned: set[UUID]) -> None:
    """Everything by which she comes in, and every key that others hold too."""
    for model in (Login, Invitation, Factor, Notice):
        model.objects.filter(person=person).delete()
    mine = Keyring.objects.filter(person=person)
    mine.exclude(purpose=Purpose.CASE, case__in=orphaned).delete()
    person.active, person.wrapped = False, b""
    if not orphaned:
        person.escrow = b""
    person.save(update_fields=["active", "wrapped", "escrow"])
