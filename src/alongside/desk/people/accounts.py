"""Who belongs to the desk: names, handles, roles, and a person's secret under her passphrase.

A name is sealed under the desk's key: whoever has not been vouched for learns none, an administrator included.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from alongside.desk.people import keyfiles, throttle
from alongside.desk.people.models import ROLES, Desk, Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.directory.vocabulary import LANGUAGES
from alongside.vault import blind, passphrases
from alongside.vault.context import Context
from alongside.vault.epochs import Purpose, Ring
from alongside.vault.errors import Refused
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import Card, Secret

LONGEST = 200  # of a name or a handle, in characters


class Stale(Exception):
    """Somebody else changed it meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the members of a desk know of each other."""

    name: str
    lang: str
    renewed: tuple[str, ...] = ()  # who made links for her present key that nobody has compared yet (people.recovery), ids as hex

    def to_bytes(self) -> bytes:
        plain = {"name": self.name, "lang": self.lang} | ({"renewed": list(self.renewed)} if self.renewed else {})
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Profile:
        plain = json.loads(data)
        return cls(plain["name"], plain["lang"], tuple(plain.get("renewed", ())))


def profile_context(desk: UUID, person: UUID, revision: int) -> Context:
    """The place of a profile; the ring sets the epoch."""
    return Context(desk.bytes, "person", person.bytes, "profile", revision, 0)


def sealed_profile(ring: Ring, person: Person, profile: Profile) -> bytes:
    """A profile under the desk's newest key; `person.revision` must already be that of the value."""
    return ring.seal(profile.to_bytes(), profile_context(person.desk_id, person.id, person.revision))


def profile_of(unlocked: Unlocked, person: Person) -> Profile:
    """Name and language of a member. Refused where the desk's key is missing or the row was changed."""
    data = unlocked.desk_ring.unseal(person.profile, profile_context(person.desk_id, person.id, person.revision))
    return Profile.from_bytes(data)


def names(unlocked: Unlocked) -> dict[UUID, str]:
    """The names of everybody, those who left included; one query. Empty for somebody who does not hold the desk's key yet."""
    ring, found = unlocked.desk_ring, {}
    if not ring.keys:
        return {}
    for person, profile, revision in Person.objects.filter(desk=unlocked.desk).values_list("id", "profile", "revision"):
        try:
            data = ring.unseal(profile, profile_context(unlocked.desk, person, revision))
        except Refused:  # one changed row hides no other
            continue
        found[person] = Profile.from_bytes(data).name
    return found


def set_profile(unlocked: Unlocked, person: Person, profile: Profile) -> None:
    """Write a profile, her own or, for an administrator, another's. Stale if it was changed since `person` was read."""
    if profile.lang not in LANGUAGES:
        raise ValueError(profile.lang)
    with suppress(Refused):
        profile = replace(profile, renewed=profile_of(unlocked, person).renewed)  # no form changes that
    before, person.revision = person.revision, person.revision + 1
    person.profile = sealed_profile(unlocked.desk_ring, person, profile)
    written = Person.objects.filter(id=person.id, revision=before).update(profile=person.profile, revision=person.revision)
    if not written:
        raise Stale


def note_renewal(unlocked: Unlocked, person: Person, by: UUID | None) -> None:
    """Write down that `by` made a link for a new key of hers; None: a colleague has compared it, so it is over.

    It lies in her profile, under the desk's key: whoever made the link cannot put it away as he can a notice, and whoever compares
    reads it.
    In a transaction that holds her row.
    """
    try:
        profile = profile_of(unlocked, person)
    except Refused:  # a row that somebody changed: her name is lost already
        profile = Profile("?", "en")
    renewed = tuple(sorted({*profile.renewed, by.hex})) if by else ()
    if renewed != profile.renewed:
        person.revision += 1
        person.profile = sealed_profile(unlocked.desk_ring, person, replace(profile, renewed=renewed))
        person.save(update_fields=["profile", "revision"])


def renewed_by(unlocked: Unlocked, person: Person) -> tuple[str, ...]:
    """Who made links for her present key; empty once a colleague has compared it."""
    try:
        return profile_of(unlocked, person).renewed
    except Refused:
        return ()


def desk_name(unlocked: Unlocked) -> str:
    """What the desk calls itself; empty for somebody who does not hold its key yet."""
    if not unlocked.desk_ring.keys:
        return ""
    blob = Desk.objects.values_list("name", flat=True).get(pk=unlocked.desk)
    return unlocked.desk_ring.unseal(blob, desk_name_context(unlocked.desk)).decode()


def desk_name_context(desk: UUID) -> Context:
    return Context(desk.bytes, "desk", desk.bytes, "name", 1, 0)


def look_up(desk: UUID, typed: str) -> bytes:
    """What a handle is found by. Nothing in the database leads back to it (security.md 8)."""
    return blind.blind(keyfiles.blind_key(), desk.bytes, blind.Domain.LOGIN, blind.handle(typed))


def find_by_handle(desk: Desk | UUID, typed: str) -> Person | None:
    """The account of a handle, active or not; one query."""
    desk_id = desk if isinstance(desk, UUID) else desk.id
    return Person.objects.filter(desk=desk_id, handle=look_up(desk_id, typed)).first()


def members_of(case_id: UUID) -> list[Person]:
    """The active people who hold a key of a case. The row decides (security.md 4), so ask anew each time."""
    holders = Keyring.objects.filter(purpose=Purpose.CASE, case=case_id).values("person")
    return list(Person.objects.filter(id__in=holders, active=True).order_by("id"))


def spelled(roles: str | list[str]) -> str:
    """Roles in the one form of the column; ValueError for one that does not exist."""
    given = set(roles.split() if isinstance(roles, str) else roles)
    if not given <= set(ROLES):
        raise ValueError("no such role")
    return " ".join(sorted(given))


def set_roles(unlocked: Unlocked, person: Person, roles: str | list[str]) -> None:
    """Change what somebody is there for. The last active administrator stays one: nobody could ever invite again."""
    new = spelled(roles)
    with transaction.atomic():
        everybody = list(Person.objects.select_for_update(no_key=True).filter(desk=unlocked.desk, active=True).order_by("id"))
        others = [other for other in everybody if other.id != person.id and "administrator" in other.roles.split()]
        if "administrator" not in new.split() and not others:
            raise LastAdministrator
        Person.objects.filter(id=person.id, desk=unlocked.desk).update(roles=new)
    person.roles = new


class LastAdministrator(Exception):
    """The desk would have none left."""


# A person's secret under her passphrase. Both take a good part of a second, so both stand in a line of `throttle`.


def secret_context(person: Person) -> Context:
    """The place of her wrapped secret; her card must already be the one that belongs to it."""
    return Context(person.desk_id.bytes, "person", person.id.bytes, "secret", 1, Card.from_bytes(person.card).epoch)


def wrapped(person: Person, secret: Secret, passphrase: str, cost: Cost = PRODUCTION) -> bytes:
    """Her secret under a passphrase: only for somebody who is in, or was invited. Throttle's Busy if too many are at it."""
    with throttle.slow_inside():
        return passphrases.wrap(passphrase, secret.seed, secret_context(person), cost)


def secret_of(person: Person, typed: str) -> Secret:
    """Her secret. Misspelt or WrongKey where these are not her words."""
    with throttle.slow():
        return Secret(passphrases.unwrap(typed, person.wrapped, secret_context(person)))
