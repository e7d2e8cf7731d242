"""Second factors: a code app, passkeys, recovery codes. They guard the running server; a seized database does not need them to be read.

Everything of a factor but its kind and a counter is sealed under her keyring key, which a pending login can open: a factor that somebody
writes into the table in SQL is none. Passkeys are in `passkeys`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.people.models import Factor, Person
from alongside.vault import logins, totp
from alongside.vault.context import Context
from alongside.vault.errors import Refused, WrongKey
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

TOTP, PASSKEY, CODES = "totp", "passkey", "codes"
PROVING = (TOTP, PASSKEY)  # what lets in by itself; recovery codes stand in for a lost one
# Six digits fall to patience. After so many wrong ones in a row, one try a time step: 1 % a day for somebody who has her six words,
# and she is told at her next login.
FREE_TRIES = 5


class WrongFactor(Exception):
    """Not the code, or not that passkey. Nothing is locked."""


class TooSoon(Exception):
    """Several wrong codes: the next try counts from the next time step on."""


class LastFactor(Exception):
    """Without it she could not log in again."""


class Holder(Protocol):
    """A pending login or an open one."""

    @property
    def person(self) -> Person: ...
    @property
    def secret(self) -> Secret: ...


def of(person: Person) -> list[Factor]:
    """All her factors."""
    return list(Factor.objects.filter(person=person).order_by("kind", "id"))


def enrolled(holder: Holder) -> frozenset[str]:
    """Which kinds she has, forged rows left out."""
    return frozenset(row.kind for row in of(holder.person) if _content(holder, row) is not None)


# A code app


def add_totp(holder: Holder, secret: bytes, typed: str, now: datetime) -> None:
    """Keep the secret of a code app, once it shows a right code. The one before it, on a lost telephone, ends."""
    step = totp.matching(secret, typed, int(now.timestamp()), -1)
    if step is None:
        raise WrongFactor
    with transaction.atomic():
        Factor.objects.filter(person=holder.person, kind=TOTP).delete()
        keep(holder, TOTP, {"secret": secret.hex(), "failed": 0, "step": 0}, counter=step)


def check_totp(holder: Holder, typed: str, now: datetime) -> int:
    """Take a code, once. WrongFactor, or TooSoon; gives how many wrong ones were tried since the last right one.

    The try is written down before the code is looked at, on condition that nobody else wrote meanwhile: of two processes that get the
    same code at once, one takes it.
    """
    row = Factor.objects.filter(person=holder.person, kind=TOTP).first()
    content = _content(holder, row) if row else None
    if row is None or content is None:
        raise WrongFactor
    step = totp.step(int(now.timestamp()))
    if content["failed"] >= FREE_TRIES and step <= content["step"]:
        raise TooSoon
    failed = content["failed"]
    if not write(holder, row, content | {"failed": failed + 1, "step": step}):
        raise TooSoon
    found = totp.matching(bytes.fromhex(content["secret"]), typed, int(now.timestamp()), row.counter)
    if found is None:
        raise WrongFactor
    if not write(holder, row, content | {"failed": 0, "step": 0}, counter=found):
        raise TooSoon
    return int(failed)


# Recovery codes


def new_codes(holder: Holder) -> list[str]:
    """Ten codes, to be shown once. Those from before end."""
    seed = logins.new_recovery_seed()
    with transaction.atomic():
        Factor.objects.filter(person=holder.person, kind=CODES).delete()
        keep(holder, CODES, {"seed": seed.hex(), "left": list(range(logins.RECOVERY_CODES))})
    return [logins.recovery_code(seed, number) for number in range(logins.RECOVERY_CODES)]


def use_code(holder: Holder, typed: str) -> int:
    """Take a recovery code, once; gives how many are left."""
    row = Factor.objects.filter(person=holder.person, kind=CODES).first()
    content = _content(holder, row) if row else None
    if row is None or content is None:
        raise WrongFactor
    try:
        code = logins.read_recovery_code(typed)
    except WrongKey:
        raise WrongFactor from None
    seed, left = bytes.fromhex(content["seed"]), content["left"]
    used = [number for number in left if logins.recovery_code(seed, number) == code]
    rest = [number for number in left if number not in used]
    if not used or not write(holder, row, content | {"left": rest}):
        raise WrongFactor
    return len(rest)


def codes_left(holder: Holder) -> int:
    """How many recovery codes she has."""
    row = Factor.objects.filter(person=holder.person, kind=CODES).first()
    content = _content(holder, row) if row else None
    return len(content["left"]) if content else 0


# All kinds


def remove(holder: Holder, factor: UUID) -> None:
    """End a factor; LastFactor if no other lets her in. A row that is not hers does nothing."""
    with transaction.atomic():
        rows = list(Factor.objects.select_for_update().filter(person=holder.person).order_by("id"))
        if not [row for row in rows if row.id != factor and row.kind in PROVING and _content(holder, row) is not None]:
            raise LastFactor
        Factor.objects.filter(person=holder.person, id=factor).delete()


def keep(holder: Holder, kind: str, content: dict[str, Any], counter: int = 0) -> Factor:
    """Write a new factor."""
    row = Factor(id=uuid4(), desk_id=holder.person.desk_id, person=holder.person, kind=kind, counter=counter)
    row.blob = seal(holder.secret.keyring_key(), json.dumps(content).encode(), context(row, holder.person))
    row.save(force_insert=True)
    return row


def write(holder: Holder, row: Factor, content: dict[str, Any], counter: int | None = None) -> bool:
    """Write a factor anew; False, and nothing written, if somebody else has meanwhile."""
    before, row.revision = row.revision, row.revision + 1
    row.counter = row.counter if counter is None else counter
    row.blob = seal(holder.secret.keyring_key(), json.dumps(content).encode(), context(row, holder.person))
    rows = Factor.objects.filter(id=row.id, revision=before)
    return bool(rows.update(revision=row.revision, counter=row.counter, blob=row.blob))


def opened(holder: Holder, row: Factor) -> dict[str, Any] | None:
    """What a factor holds; None for a row that she did not seal."""
    return _content(holder, row)


def reseal(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Put her factors under a new secret, in the caller's transaction. Rows that do not open are deleted: she did not make them."""
    for row in of(person):
        place = context(row, person)
        try:
            data = unseal(old.keyring_key(), row.blob, place.at(old_card.epoch))
        except Refused:
            row.delete()
            continue
        row.blob = seal(new.keyring_key(), data, place.at(new_card.epoch))
        row.save(update_fields=["blob"])


def context(row: Factor, person: Person) -> Context:
    """The place of a factor's content."""
    epoch = Card.from_bytes(person.card).epoch
    return Context(person.desk_id.bytes, "factor", row.id.bytes, row.kind, row.revision, epoch)


def _content(holder: Holder, row: Factor) -> dict[str, Any] | None:
    try:
        plain: dict[str, Any] = json.loads(unseal(holder.secret.keyring_key(), row.blob, context(row, holder.person)))
    except Refused:
        return None
    return plain
