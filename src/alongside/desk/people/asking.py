"""Requests for access: somebody who was told of a case by voice asks to be let in (security.md 6).

She says the case's reference, four words. The request lies sealed under the desk's key, and nothing is looked up: the answer is the
same whether or not there is such a case. It shows when a member who holds the case unlocks, and that member lets her in or not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.people import cards
from alongside.desk.people.models import Desk, Keyring, Person, Request
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.wordlists import EFF_LARGE, read, words

WORDS = 4
MOST = 20  # open requests a person; a further one takes the place of her oldest
WAITS = timedelta(days=30)  # then it is dropped: who asked has long been answered by voice


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asks to be let into a case that the reader holds."""

    id: UUID
    person: UUID
    case: UUID
    day: date


@lru_cache(maxsize=20_000)
def reference_of(case: UUID) -> str:
    """A case's name for the telephone: four words of its random id. They are no key and open nothing; 51 bits keep two cases apart."""
    number = int.from_bytes(hashlib.sha256(b"alongside reference/1" + case.bytes).digest(), "big")
    said = []
    for _ in range(WORDS):
        number, place = divmod(number, len(words(EFF_LARGE)))
        said.append(words(EFF_LARGE)[place])
    return " ".join(said)


def ask(unlocked: Unlocked, typed: str, today: date) -> None:
    """Leave a request. Misspelt where these are not four words of the list; else the same for every four words.

    Beyond `MOST` her oldest goes, and nothing is said: "too many" would end when a colleague answers one of them, and so tell that there is
    such a case.
    """
    plain = {"person": unlocked.person.pk.hex, "reference": _spelt(typed), "day": today.isoformat()}
    row = uuid4()
    with transaction.atomic():
        # The desk's key may be replaced in this moment: behind the lock it is read anew, and nothing is written under the old one.
        cards.locked_desk(unlocked)
        mine = [(plain["day"], row.pk) for row, plain in _opened(unlocked) if plain["person"] == unlocked.person.pk.hex]
        oldest = [row for _, row in sorted(mine)[: max(0, len(mine) - MOST + 1)]]
        Request.objects.filter(pk__in=oldest).delete()
        blob = unlocked.desk_ring.seal(json.dumps(plain).encode(), _place(unlocked.desk, row))
        Request.objects.create(id=row, desk_id=unlocked.desk, blob=blob)


def pending(unlocked: Unlocked, case_ids: Iterable[UUID], today: date | None = None) -> list[Ask]:
    """Requests for cases among these, which the reader holds; oldest first. Not of people who have left, or are in already."""
    by_reference = {_spelt(reference_of(case)): case for case in case_ids}
    found = []
    for row, plain in _opened(unlocked):
        case, day = by_reference.get(plain["reference"]), date.fromisoformat(plain["day"])
        if case and not (today and day + WAITS < today):
            found.append(Ask(row.pk, UUID(plain["person"]), case, day))
    active = set(Person.objects.filter(pk__in=[one.person for one in found], active=True).values_list("pk", flat=True))
    inside = set(Keyring.objects.filter(case__in=[one.case for one in found]).values_list("person", "case"))
    return sorted(
        (one for one in found if one.person in active and (one.person, one.case) not in inside), key=lambda one: (one.day, one.id)
    )


def done(request: Ask) -> None:
    """It was granted or refused. Whoever asked is told by voice, not here: a refusal would say that there is a case."""
    Request.objects.filter(pk=request.id).delete()


def drop_old(unlocked: Unlocked, today: date) -> int:
    """Delete requests that have waited too long."""
    old = [row.pk for row, plain in _opened(unlocked) if date.fromisoformat(plain["day"]) + WAITS < today]
    return Request.objects.filter(pk__in=old).delete()[0] if old else 0


def under_desk_key(desk: Desk) -> Iterator[tuple[Request, Context]]:
    """What a new desk key has to seal anew, with its place."""
    for row in Request.objects.filter(desk=desk):
        yield row, _place(desk.pk, row.pk)


def _opened(unlocked: Unlocked) -> Iterator[tuple[Request, dict[str, str]]]:
    for row in Request.objects.filter(desk=unlocked.desk):
        try:
            yield row, json.loads(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
        except Refused:
            continue


def _spelt(typed: str) -> str:
    """The one spelling of a reference: the places of its words."""
    return "-".join(map(str, read(typed, EFF_LARGE, WORDS)))


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "request", row.bytes, "request", 1, 0)
