"""Logging in: handle and six words, then a second factor. A login is one row that opens with the cookie alone (security.md 1, 2).

The row holds her secret under a key that only the cookie derives to; the cookie's secret is stored nowhere. While a login is pending its
row is sealed as pending: changing the column in SQL does not make it open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from alongside.desk.people import accounts, columns, founding, throttle, unlocking
from alongside.desk.people.models import Invitation, Login, Person
from alongside.desk.people.throttle import Busy
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import logins as secrets
from alongside.vault import passphrases
from alongside.vault.context import Context
from alongside.vault.errors import Misspelt, Refused, Tampered
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import SEED_BYTES, Card, Secret
from alongside.vault.sealed import seal, unseal

__all__ = ["FRESH", "IDLE", "PENDING", "Busy", "CardChanged", "NotIn", "Pending", "begin", "finish", "lock", "read"]

PENDING = timedelta(minutes=5)
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)  # however busy: a cookie that somebody took must not serve him for weeks
FRESH = timedelta(minutes=30)  # how old a second factor may be for what an administrator does to others
_READ = f"SELECT {columns.listed(Login, Person)} FROM login JOIN person ON person.id = login.person_id WHERE login.id = %s"  # noqa: S608


class NotIn(Exception):
    """These words do not open that account. Unknown handle, wrong words, misspelt words: nobody is told which."""


class CardChanged(Exception):
    """The words are right, and her public key in the database is not hers: somebody wrote to it. Nothing is opened."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who gave her passphrase and not yet her second factor. It opens her factors and nothing else."""

    person: Person
    login: str
    cookie: bytes = field(repr=False)
    secret: Secret = field(repr=False)
    begun: datetime


def begin(handle: str, passphrase: str, now: datetime, cost: Cost = PRODUCTION) -> str:
    """The text of the cookie of a pending login. NotIn, the same for whatever is wrong and at the same cost; Busy beyond the line.

    `cost` is what a try for an unknown handle takes; it must be what the rows were made with, or the difference would tell.
    """
    desk = founding.the_desk()
    person = accounts.find_by_handle(desk, handle[: accounts.LONGEST]) if desk else None
    known = person is not None and person.active and bool(person.wrapped)
    with throttle.slow():
        secret = _secret(person, passphrase, cost) if person and known else _in_vain(cost)
    if secret is None or person is None:
        raise NotIn
    if not secret.owns(Card.from_bytes(person.card)):
        raise CardChanged
    cookie = secrets.new_cookie()
    place = secrets.login(cookie)
    row = Login(id=place.id.hex(), desk_id=person.desk_id, person=person, pending=True, seen=_minute(now))
    row.blob = _sealed(place, row, _Opened(secret, None, now))
    sweep(now)
    row.save(force_insert=True)
    return secrets.to_text(cookie)


def read(cookie: str, now: datetime) -> Unlocked | Pending | None:
    """Whose request this is; None for whoever is not logged in, for whatever reason. Notes the minute of an open login."""
    try:
        raw = secrets.from_text(cookie)
        place = secrets.login(raw)
    except Refused:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ, [place.id.hex()])
        found = cursor.fetchone()
    if found is None:
        return None
    row, row.person = columns.read(found, Login, Person)
    if not row.person.active or _over(row, now):
        lock(row.id)
        return None
    try:
        opened = _opened(place, row)
        if not opened.secret.owns(Card.from_bytes(row.person.card)):
            return None  # her keys were changed, here or by somebody who writes to the database
    except Refused:
        return None
    if abs(now - opened.begun) >= LONGEST:
        lock(row.id)
        return None
    if row.pending:
        return Pending(row.person, row.id, raw, opened.secret, opened.begun)
    if _minute(now) != row.seen:
        Login.objects.filter(id=row.id).update(seen=_minute(now))
    return Unlocked(row.person, opened.secret, row.id, opened.proven)


def finish(pending: Pending, now: datetime) -> Unlocked:
    """The second factor was right: the login opens. NotIn if it ended meanwhile, in this process or another."""
    place = secrets.login(pending.cookie)
    with transaction.atomic():
        row = Login.objects.select_for_update().filter(id=pending.login, pending=True).first()
        if row is None or _over(row, now):
            raise NotIn
        row.pending, row.seen = False, _minute(now)
        row.blob = _sealed(place, row, _Opened(pending.secret, now, pending.begun))
        row.save(update_fields=["pending", "seen", "blob"])
        # From her first finished login on, the link makes no new keys.
        Invitation.objects.filter(person=pending.person).delete()
    unlocked = Unlocked(pending.person, pending.secret, pending.login, now)
    unlocking.run(unlocked, now)
    return unlocked


def prove(unlocked: Unlocked, cookie: bytes, now: datetime) -> None:
    """She gave her second factor again."""
    place = secrets.login(cookie)
    with transaction.atomic():
        row = Login.objects.select_for_update().filter(id=unlocked.login, pending=False).first()
        if row is None:
            raise NotIn
        row.blob = _sealed(place, row, _opened(place, row)._replace(proven=now))
        row.save(update_fields=["blob"])
    unlocked.proven = now


def is_fresh(unlocked: Unlocked, now: datetime) -> bool:
    """Whether her second factor is recent enough for what an administrator does to others."""
    return unlocked.proven is not None and abs(now - unlocked.proven) <= FRESH


def lock(login_id: str) -> None:
    """End one login, at once and in every process: its row is gone."""
    Login.objects.filter(id=login_id).delete()


def end_all(person: Person | UUID, but: str | None = None) -> int:
    """End every login of a person, except perhaps the one she sits at. How many ended."""
    return Login.objects.filter(person=person).exclude(id=but or "").delete()[0]


def open_logins(person: Person, now: datetime) -> list[Login]:
    """Her open logins, the most recently used first."""
    rows = Login.objects.filter(person=person, pending=False).order_by("-seen", "id")
    return [row for row in rows if not _over(row, now)]


def goes_on(unlocked: Unlocked, now: datetime) -> bool:
    """Whether the login that something long was begun with is still open. While that lasts she uses it, and its minute is noted as by a
    request of hers: what takes an hour must not end because nobody presses anything."""
    row = Login.objects.select_related("person").filter(id=unlocked.login, pending=False).first()
    if row is None or not row.person.active or _over(row, now):
        return False
    if row.seen != _minute(now):
        Login.objects.filter(id=row.id).update(seen=_minute(now))
    return True


def sweep(now: datetime) -> None:
    """Delete the rows of logins that are over, for people who never come back to theirs."""
    old = Q(pending=True, seen__lt=_minute(now) - PENDING) | Q(pending=False, seen__lt=_minute(now) - IDLE)
    Login.objects.filter(old).delete()


def _secret(person: Person, typed: str, cost: Cost) -> Secret | None:
    """Her secret if these are her words; one derivation, whatever was typed."""
    try:
        context = accounts.secret_context(person)
    except Refused:  # her card was overwritten with something that is no card
        return _in_vain(cost)
    try:
        return Secret(passphrases.unwrap(typed, person.wrapped, context))
    except Misspelt:
        _try(passphrases.generate(), person.wrapped, context)
    except Refused:
        pass
    return None


def _in_vain(cost: Cost) -> None:
    """The same work for a handle that nobody has."""
    _try(passphrases.generate(), _nobody(cost), Context(bytes(16), "person", bytes(16), "secret", 1, 1))


def _try(typed: str, blob: bytes, context: Context) -> None:
    try:
        passphrases.unwrap(typed, blob, context)
    except Refused:
        return


@lru_cache(maxsize=4)
def _nobody(cost: Cost) -> bytes:
    """A wrapped secret of nobody, with the shape and cost of everybody's."""
    return passphrases.unopenable(cost)


def _minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def _over(row: Login, now: datetime) -> bool:
    """Whether nobody has used it for too long. A clock that jumped back is a reason to ask again, too."""
    return abs(_minute(now) - row.seen) >= (PENDING if row.pending else IDLE)


def _context(row: Login) -> Context:
    return Context(row.desk_id.bytes, "login", bytes.fromhex(row.id), "pending" if row.pending else "open", 1, 0)


class _Opened(NamedTuple):
    """What a login's row holds: her secret, when she last gave her second factor, and when she gave her words."""

    secret: Secret
    proven: datetime | None
    begun: datetime


def _sealed(place: secrets.Handle, row: Login, held: _Opened) -> bytes:
    times = [int(time.timestamp()) if time else 0 for time in (held.proven, held.begun)]
    return seal(place.key, held.secret.seed + b"".join(time.to_bytes(8, "big") for time in times), _context(row))


def _opened(place: secrets.Handle, row: Login) -> _Opened:
    data = unseal(place.key, row.blob, _context(row))
    if len(data) != SEED_BYTES + 16:
        raise Tampered
    proven, begun = (int.from_bytes(data[at : at + 8], "big") for at in (SEED_BYTES, SEED_BYTES + 8))
    return _Opened(
        Secret(data[:SEED_BYTES]), datetime.fromtimestamp(proven, UTC) if proven else None, datetime.fromtimestamp(begun, UTC)
    )
