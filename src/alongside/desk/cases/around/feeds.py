"""The calendar that a telephone may fetch: a sheet of days sealed under what the link derives to, so that the link opens it and the
database alone does not (security.md 8, 11).

The link is stored nowhere. Her own key holds what the sheet is sealed under, so that it can be made anew whenever she is at her desk: as
she opens today or the calendar, and as she saves a case. What is in it is as fresh as that. It says nothing but days; all sheets have
one size. A new link ends the old one; "end it", a new secret of hers and her leaving delete the row.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models.signals import post_save

from alongside.desk.cases.around.dues import WAITING, Due
from alongside.desk.cases.around.ics import Entry
from alongside.desk.cases.finding.index import Index
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.models import Feed
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import logins
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

logger = logging.getLogger("alongside.desk.cases")
BACK, AHEAD = timedelta(days=31), timedelta(days=400)
MOST = 200  # days of one sheet
_SIZE = 16_000  # bytes that every sheet is filled up to; 200 days need 15,000 at most


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies sealed under a link: the days, and the language in which they are called something."""

    lang: str
    entries: tuple[Entry, ...] = ()

    def to_bytes(self) -> bytes:
        days = [[one.uid, one.day.isoformat(), one.made.isoformat()] for one in self.entries]
        return json.dumps({"lang": self.lang, "days": days}, separators=(",", ":")).encode().ljust(_SIZE)

    @classmethod
    def from_bytes(cls, data: bytes) -> Sheet:
        plain = json.loads(data)
        days = (Entry(uid, date.fromisoformat(day), date.fromisoformat(made)) for uid, day, made in plain["days"])
        return cls(plain["lang"], tuple(days))


def days(index: Index, today: date) -> list[date]:
    """The days on which something is due in her cases. A month without a day stands for its first."""
    first, last = (today - BACK).isoformat(), (today + AHEAD).isoformat()
    found = {due.day for due in map(Due.read, index.due_days(first, last)) if due and (due.what in WAITING or due.day >= today)}
    return sorted(found)[:MOST]


def renewed(old: Sheet, found: list[date], lang: str, today: date) -> Sheet:
    """The sheet of these days. A day that stood there before keeps its id: calendars know their entries by it."""
    known = {one.day: one for one in old.entries}
    return Sheet(lang, tuple(known.get(day) or Entry(str(uuid4()), day, today) for day in found))


def mine(unlocked: Unlocked) -> Feed | None:
    """Her feed; nothing of anybody else's."""
    return Feed.objects.filter(person=unlocked.person).first()


def make(unlocked: Unlocked, index: Index, lang: str, today: date) -> str:
    """A new link, and the token in it, which is stored nowhere. The old one ends."""
    token = logins.new_token()
    place = logins.feed(token)
    row = Feed(id=place.id.hex(), desk_id=unlocked.desk, person=unlocked.person, revision=1)
    row.own = seal(unlocked.keyring_key, place.key, _own(row, unlocked.card.epoch))
    row.blob = seal(place.key, renewed(Sheet(lang), days(index, today), lang, today).to_bytes(), _place(row))
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).filter(pk=unlocked.person.pk).values_list("pk").first()
        Feed.objects.filter(person=unlocked.person).delete()
        row.save(force_insert=True)
    return logins.to_text(token)


def end(unlocked: Unlocked) -> None:
    """The link opens nothing any more."""
    Feed.objects.filter(person=unlocked.person).delete()


def refresh(unlocked: Unlocked, found: Callable[[], list[date]], lang: str, today: date) -> None:
    """Make her sheet anew where it says something else now. `found` is called only where she has a feed.

    Two of her browsers may do this at once: then the second finds another revision and leaves it; both are as fresh as a minute.
    """
    row = mine(unlocked)
    if row is None:
        return
    with suppress(Refused, ValueError, KeyError, TypeError):
        key = unseal(unlocked.keyring_key, row.own, _own(row, unlocked.card.epoch))
        old = _opened(row, key)
        new = renewed(old, found(), lang or old.lang, today)
        if new != old:
            before, row.revision = row.revision, row.revision + 1
            blob = seal(key, new.to_bytes(), _place(row))
            Feed.objects.filter(pk=row.pk, revision=before).update(blob=blob, revision=row.revision)


def when_saved(unlocked: Unlocked, now: datetime) -> None:
    """Once what is being saved stands, make her sheet anew: another day may be due. The save stands whatever becomes of that."""

    def found() -> list[date]:
        with registry.index(unlocked) as index:
            return days(index, now.date())

    def afterwards() -> None:
        try:
            refresh(unlocked, found, "", now.date())
        except Exception:  # the save is confirmed: nothing that the sheet meets may tell her that it failed
            logger.exception("the calendar of a member was not made anew")

    transaction.on_commit(afterwards)


def read(token: str) -> Sheet | None:
    """The sheet under a link; None for a link that is wrong, ended, or of somebody who has left: one answer, after one question."""
    try:
        place = logins.feed(logins.from_text(token))
    except Refused:
        return None  # no link of ours: an address like any other
    row = Feed.objects.filter(pk=place.id.hex(), person__active=True).first()
    if row is None:
        return None
    try:
        return _opened(row, place.key)
    except (Refused, ValueError, KeyError, TypeError):
        return None


def reseal(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Called where she has a new secret because somebody may know hers: he may know the link too, so it ends."""
    Feed.objects.filter(person=person).delete()


def _left(instance: Person, **_: Any) -> None:
    if not instance.active:
        Feed.objects.filter(person=instance).delete()


# Whoever leaves the desk takes no link along.
post_save.connect(_left, sender=Person, dispatch_uid="feed of somebody who leaves")


def _opened(row: Feed, key: bytes) -> Sheet:
    return Sheet.from_bytes(unseal(key, row.blob, _place(row)))


def _place(row: Feed) -> Context:
    return Context(row.desk_id.bytes, "feed", bytes.fromhex(row.pk), "days", row.revision, 0)


def _own(row: Feed, epoch: int) -> Context:
    return Context(row.desk_id.bytes, "feed", bytes.fromhex(row.pk), "key", 1, epoch)
