"""The rows of the address book, under the key that all members of the desk share: to whom a desk writes tells whom it protects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.outbox import routes
from alongside.desk.outbox.channels.mail.way import LANE
from alongside.desk.people import cards, notices
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.addresses.models import Address
from alongside.desk.submissions.drafting.draft import Sender
from alongside.vault.context import Context
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused

MOST = 500
ALWAYS, BY_FORM = "always", "form"  # when a second person reads what leaves


class TooMany(Exception):
    """The book is full."""


class Twice(Exception):
    """The book has this mechanism already: which of two addresses is written to must not be left to chance."""


class Stale(Exception):
    """Somebody else has changed the entry, or taken it out, since the form was read."""


class Alone(Exception):
    """The desk has no other active member."""


def entries(unlocked: Unlocked) -> list[Entry]:
    """Everybody in the book, in no particular order that a row would give away; what does not open is passed over."""
    found = []
    for row, plain in _opened(unlocked):
        with suppress(KeyError, ValueError, TypeError):
            found.append(Entry.from_plain(row, plain["entry"]))
    return found


def entry(unlocked: Unlocked, row: UUID) -> Entry | None:
    """One of the book."""
    return next((one for one in entries(unlocked) if one.id == row), None)


def entry_for(unlocked: Unlocked, mechanism: str) -> Entry | None:
    """How a mechanism of the directory is written to; None where nobody has put it in."""
    return next((one for one in entries(unlocked) if one.mechanism == mechanism and mechanism), None)


def keep(unlocked: Unlocked, one: Entry, read: str = "") -> None:
    """Put an entry in, or in its own place; `read`: the version that the form was read at. All members are told where letters go another
    way than before. TooMany, Twice, Stale; WrongKey for who has no key of the desk yet."""
    with transaction.atomic():
        cards.locked_desk(unlocked)  # of two who add the same mechanism at once, the second is told
        there = entries(unlocked)
        if read and read not in [other.version for other in there if other.id == one.id]:
            raise Stale
        others = [other for other in there if other.id != one.id]
        if len(others) >= MOST:
            raise TooMany
        if one.mechanism and any(other.mechanism == one.mechanism for other in others):
            raise Twice
        _write(unlocked, one.id, one.to_bytes())
        if any(other.way != one.way for other in there if other.id == one.id):
            notices.announce(unlocked, "notices.address_changed", who=unlocked.person.pk.hex)


def forget(unlocked: Unlocked, row: UUID) -> None:
    """Take an entry out. The signature of the desk is none. All are told where it had an address or key: else it could be exchanged in two
    steps, without a word."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        found = entry(unlocked, row)
        if found is None:
            return
        Address.objects.filter(desk=unlocked.desk, pk=row).delete()
        if found.mail or found.key:
            notices.announce(unlocked, "notices.address_forgotten", who=unlocked.person.pk.hex)


def is_alone(unlocked: Unlocked) -> bool:
    """Whether nobody else of the desk could compare what she changed."""
    return not Person.objects.filter(desk=unlocked.desk, active=True).exclude(pk=unlocked.person.pk).exists()


def sender(unlocked: Unlocked) -> Sender | None:
    """How the desk signs what it sends; None where an administrator has not said it yet."""
    found = _sender(unlocked)
    return found[1] if found else None


def sign_as(unlocked: Unlocked, one: Sender) -> None:
    """From now on the desk signs like this. All are told of another name or contact: it stands in every document, and answers go there."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        found = _sender(unlocked)
        if found and found[1] == one:
            return
        _sign(unlocked, found[0] if found else uuid4(), one, always=_says_always(_read(unlocked)[0]))
        notices.announce(unlocked, "notices.signature_changed", who=unlocked.person.pk.hex)


def asks_second(unlocked: Unlocked) -> bool:
    """Whether the desk wants a second person for everything that leaves, not only where a form does. A row that does not open may be the
    one that says so: then too, unless an administrator has decided again since it stands there like this."""
    told, unread = _read(unlocked)
    known = {row for plain in told.values() if plain.get("second") == BY_FORM for row in plain.get("unread", ())}
    return _says_always(told) or not unread <= known


def look_again(unlocked: Unlocked) -> None:
    """The desk's key as it is now: somebody may have replaced it since this request read it, and then nothing of the book would open."""
    unlocked.__dict__.pop("desk_ring", None)


def is_broken(unlocked: Unlocked) -> bool:
    """Whether a row of the book does not open."""
    return bool(_read(unlocked)[1])


def ask_second(unlocked: Unlocked, always: bool) -> None:
    """From now on everything that leaves needs a second person, or again only what a form says. All are told of a change: one administrator
    alone could otherwise take the second look away. It stands beside the signature too, so that taking one row away in SQL takes away
    nothing unseen. Alone where nobody else could ever agree."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        if always and is_alone(unlocked):
            raise Alone
        told, unread = _read(unlocked)
        if _says_always(told) if always else not asks_second(unlocked):
            return
        decisions = [row for row, plain in told.items() if "second" in plain and "sender" not in plain]
        Address.objects.filter(desk=unlocked.desk, pk__in=decisions).delete()
        if always or unread:
            plain = {"second": ALWAYS} if always else {"second": BY_FORM, "unread": sorted(unread)}
            _write(unlocked, uuid4(), json.dumps(plain).encode())
        signed = _sender(unlocked)
        if signed:
            _sign(unlocked, *signed, always=always)
        key = "notices.second_always" if always else "notices.second_by_form"
        notices.announce(unlocked, key, who=unlocked.person.pk.hex)


def mail_ready(unlocked: Unlocked) -> bool:
    """Whether a mail server is set."""
    return routes.is_set(unlocked.desk, LANE)


def reseal(desk: Desk, ring: Ring) -> None:
    """Every row under the desk's new key, in the transaction that makes it. A row that does not open stays as it is."""
    for row in Address.objects.filter(desk=desk).order_by("pk"):
        with suppress(Refused):
            row.blob = ring.resealed(row.blob, _place(desk.pk, row.pk))
            row.save(update_fields=["blob"])


def _sender(unlocked: Unlocked) -> tuple[UUID, Sender] | None:
    for row, plain in _opened(unlocked):
        with suppress(KeyError, TypeError):
            return row, Sender(str(plain["sender"]["name"]), str(plain["sender"]["contact"]))
    return None


def _sign(unlocked: Unlocked, row: UUID, one: Sender, *, always: bool) -> None:
    plain: dict[str, Any] = {"sender": {"name": one.name, "contact": one.contact}}
    if always:
        plain["second"] = ALWAYS
    _write(unlocked, row, json.dumps(plain, ensure_ascii=False).encode())


def _says_always(told: Mapping[UUID, Mapping[str, Any]]) -> bool:
    return any(plain.get("second") == ALWAYS for plain in told.values())


def _opened(unlocked: Unlocked) -> Iterable[tuple[UUID, dict[str, Any]]]:
    return _read(unlocked)[0].items()


def _read(unlocked: Unlocked) -> tuple[dict[UUID, dict[str, Any]], set[str]]:
    """What opens, by row; and of what does not the digests."""
    told, unread = {}, set()
    for row in Address.objects.filter(desk=unlocked.desk).order_by("pk"):
        try:
            plain = json.loads(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
        except (Refused, ValueError):
            unread.add(sha256(row.pk.bytes + bytes(row.blob)).hexdigest())
            continue
        if isinstance(plain, dict):
            told[row.pk] = plain
    return told, unread


def _write(unlocked: Unlocked, row: UUID, data: bytes) -> None:
    blob = unlocked.desk_ring.seal(data, _place(unlocked.desk, row))
    Address.objects.update_or_create(pk=row, desk_id=unlocked.desk, defaults={"blob": blob})


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "address", row.bytes, "address", 1, 0)
