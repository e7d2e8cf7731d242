"""The first start: one desk, its founder, its first key. Everybody's trust begins at the founder's card (security.md 3)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction

from alongside.desk.people import accounts, keyring
from alongside.desk.people.accounts import Profile
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.unlocked import Pins, Unlocked, sealed_pins
from alongside.vault import passphrases
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import Secret

FOUNDER_ROLES = "administrator officer"
_ONE_AT_A_TIME = 0x616C6F6E67  # PostgreSQL's number of this lock; SQLite lets only one write anyway


class AlreadyFounded(Exception):
    """There is a desk. Nothing was made."""


def the_desk() -> Desk | None:
    """The desk of this installation."""
    return Desk.objects.first()


def found(desk_name: str, name: str, handle: str, lang: str, now: datetime, cost: Cost = PRODUCTION) -> tuple[Unlocked, str]:
    """Make the desk and its founder, whole or not at all. Gives her six words, which stand nowhere else."""
    if the_desk():
        raise AlreadyFounded
    desk, secret, passphrase = Desk(id=uuid4()), Secret.fresh(), passphrases.generate()
    person = Person(id=uuid4(), desk=desk, handle=accounts.look_up(desk.id, handle), roles=FOUNDER_ROLES)
    card = secret.card(desk.id.bytes, person.id.bytes, 1)
    desk.founder = person.card = card.to_bytes()
    person.wrapped = accounts.wrapped(person, secret, passphrase, cost)
    person.pins = sealed_pins(person, secret, Pins(card.digest()))
    ring = Ring.fresh(Purpose.DESK)
    desk.name = ring.seal(desk_name.encode(), accounts.desk_name_context(desk.id))
    person.profile = accounts.sealed_profile(ring, person, Profile(name, lang))
    unlocked = Unlocked(person, secret, proven=now)
    with transaction.atomic():
        _alone()
        if the_desk():
            raise AlreadyFounded
        desk.save(force_insert=True)
        person.save(force_insert=True)
        for entry in ring.entries():
            keyring.keep(unlocked, Purpose.DESK, None, entry)
    return unlocked, passphrase


def _alone() -> None:
    """Two first starts at once make one desk: the second waits here, and then finds it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
