"""Inviting somebody: a link for a week, under which the founder's digest and her handle lie sealed.

The pin of a new member comes from the link that a person gave her, not from the database: who swaps the founder's card in SQL finds that
nobody new believes it. The link gives nobody a key of the desk; those come once somebody has compared six words with her by voice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction

from alongside.desk.people import accounts
from alongside.desk.people.accounts import Profile
from alongside.desk.people.models import Invitation, Person
from alongside.desk.people.unlocked import Pins, Unlocked, sealed_pins
from alongside.vault import logins, passphrases
from alongside.vault.context import Context
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

DAYS = 7


class HandleTaken(Exception):
    """Somebody of this desk has this handle. Said to administrators alone."""


class NoInvitation(Exception):
    """No such link, or its day is past, or she has logged in since. One answer for all three."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What lies sealed under the link."""

    founder: bytes
    handle: str

    def to_bytes(self) -> bytes:
        return json.dumps({"founder": self.founder.hex(), "handle": self.handle}, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Letter:
        plain = json.loads(data)
        return cls(bytes.fromhex(plain["founder"]), plain["handle"])


def invite(unlocked: Unlocked, name: str, handle: str, roles: str | list[str], today: date, lang: str = "en") -> str:
    """A new account without keys, and the token of its link, which is stored nowhere."""
    person = Person(id=uuid4(), desk_id=unlocked.desk, roles=accounts.spelled(roles))
    person.handle = accounts.look_up(unlocked.desk, handle)
    person.profile = accounts.sealed_profile(unlocked.desk_ring, person, Profile(name, lang))
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            return link(unlocked, person, handle, today)
    except IntegrityError:
        raise HandleTaken from None


def again(unlocked: Unlocked, person: Person, handle: str, today: date) -> str:
    """Another link for somebody who has not logged in yet; the old one ends. HandleTaken if this is not her handle."""
    if accounts.look_up(unlocked.desk, handle) != bytes(person.handle):
        raise HandleTaken
    with transaction.atomic():
        if not Invitation.objects.filter(person=person).delete()[0]:
            raise NoInvitation
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if accounts.renewed_by(unlocked, person):  # she once had a key: who makes this link must not be who compares either
            accounts.note_renewal(unlocked, person, unlocked.person.pk)
        return link(unlocked, person, handle, today)


def look(token: str, today: date) -> Person | None:
    """The account that a link is for; None for a link that leads nowhere (any more). Changes nothing."""
    try:
        return _found(token, today)[0].person
    except NoInvitation:
        return None


def letter(token: str, today: date) -> Letter:
    """What the link holds for her."""
    invitation, key = _found(token, today)
    try:
        return Letter.from_bytes(unseal(key, invitation.blob, _context(invitation.desk_id.bytes, invitation.id)))
    except Refused:
        raise NoInvitation from None


def accept(token: str, today: date, cost: Cost = PRODUCTION) -> tuple[Person, str]:
    """Make her keys and six words. Until her first finished login it can be done again, with new ones: an answer may be lost."""
    content = letter(token, today)
    person, secret, passphrase = _found(token, today)[0].person, Secret.fresh(), passphrases.generate()
    # A later epoch each time: had somebody vouched for the first card, two of one epoch would contradict each other for ever.
    epoch = Card.from_bytes(person.card).epoch + 1 if person.card else 1
    person.card = secret.card(person.desk_id.bytes, person.id.bytes, epoch).to_bytes()
    person.wrapped = accounts.wrapped(person, secret, passphrase, cost)
    with transaction.atomic():
        # Once more, now that she cannot finish a login meanwhile: her keys must not change under an open login.
        row = Invitation.objects.select_for_update().filter(id=_id(token), last_day__gte=today).first()
        now = Person.objects.select_for_update(no_key=True).filter(id=person.id, active=True).first() if row else None
        if row is None or now is None:
            raise NoInvitation
        now.card, now.wrapped, now.pins_revision = person.card, person.wrapped, now.pins_revision + 1
        now.pins = sealed_pins(now, secret, Pins(content.founder))
        now.save(update_fields=["card", "wrapped", "pins", "pins_revision"])
        now.login_set.all().delete()
        now.factor_set.all().delete()
        # Passed to keys that she no longer has, and passed again by whoever vouches. Keys of cases stay: perhaps nobody else holds
        # them, and her earlier secret may come back (people.recovery).
        now.keyring_set.filter(purpose=Purpose.DESK, handed=True).delete()
    return now, passphrase


def link(unlocked: Unlocked, person: Person, handle: str, today: date) -> str:
    """A link for an account, in the caller's transaction; gives its token."""
    token = logins.new_token()
    place = logins.invitation(token)
    blob = seal(place.key, Letter(unlocked.pins.founder, handle).to_bytes(), _context(unlocked.desk.bytes, place.id.hex()))
    Invitation.objects.create(
        id=place.id.hex(), desk_id=unlocked.desk, person=person, last_day=today + timedelta(days=DAYS), blob=blob
    )
    return logins.to_text(token)


def _found(token: str, today: date) -> tuple[Invitation, bytes]:
    try:
        place = logins.invitation(logins.from_text(token))
    except Refused:
        raise NoInvitation from None
    rows = Invitation.objects.select_related("person").filter(id=place.id.hex(), last_day__gte=today, person__active=True)
    row = rows.first()
    if row is None:
        raise NoInvitation
    return row, place.key


def _id(token: str) -> str:
    return logins.invitation(logins.from_text(token)).id.hex()


def _context(desk: bytes, row: str) -> Context:
    return Context(desk, "invitation", bytes.fromhex(row), "letter", 1, 0)
