"""Notices: something to tell one person, sealed to her; at once, or from a day on.

Nobody signs a notice: who can write to the database can make one. It tells; it never asks for a key or a passphrase.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Q

from alongside.desk.people import cards
from alongside.desk.people.models import Notice, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle

ALARMING = frozenset({"notices.alone", "notices.differ"})


@dataclass(frozen=True, slots=True)
class Note:
    """One notice as it is read: either a text that a person wrote, or a key of the catalogue with its parameters."""

    id: UUID
    due: date | None
    text: str = ""
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def alarming(self) -> bool:
        """Whether it stands in red."""
        return self.key in ALARMING


def tell(person: Person, text: str, circle: Circle, due: date | None = None) -> None:
    """Leave a text for a person. NotVouched where her card does not count: it would be sealed to whoever changed it."""
    _leave(person, {"text": text}, circle, due)


def say(person: Person, key: str, circle: Circle, due: date | None = None, **params: str) -> None:
    """Leave a sentence of the catalogue, so that she reads it in her own language."""
    _leave(person, {"key": key, "params": params}, circle, due)


def announce(unlocked: Unlocked, key: str, **params: str) -> int:
    """Tell every active member whose card counts, herself included: what is done to keys is never done quietly."""
    told = 0
    for person in Person.objects.filter(desk=unlocked.desk, active=True).order_by("pk"):
        if cards.admitted(unlocked, person):
            say(person, key, unlocked.circle, **params)
            told += 1
    return told


def mine(unlocked: Unlocked, today: date) -> list[Note]:
    """Her notices that are due, oldest day first. Passed over is one that does not open, since it was not sealed to her, and one that is
    no table of texts: her card is public, so anybody who writes to the database can seal to it whatever he likes."""
    rows = Notice.objects.filter(Q(due=None) | Q(due__lte=today), person=unlocked.person)
    found = []
    for row in rows:
        try:
            data = open_sealed(unlocked.secret, unlocked.card, row.blob, _place(row.desk_id, row.pk))
            text, key, params = _read(data)
        except (Refused, ValueError, RecursionError):
            continue
        found.append(Note(row.pk, row.due, text, key, params))
    return sorted(found, key=lambda note: (note.due or date.min, note.id))


def _read(data: bytes) -> tuple[str, str, dict[str, str]]:
    """What a notice says; ValueError (or RecursionError, from brackets without end) for whatever is no table of texts."""
    plain = json.loads(data)
    if not isinstance(plain, dict):
        raise ValueError("no table")
    text, key, params = plain.get("text", ""), plain.get("key", ""), plain.get("params", {})
    if not isinstance(params, dict):
        raise ValueError("no table of parameters")
    for one in (text, key, *params, *params.values()):
        if not isinstance(one, str):
            raise ValueError("no text")
        one.encode()  # half of a character, which no page can show
    return text, key, params


def done(unlocked: Unlocked, note: UUID) -> bool:
    """She has read it. Only her own."""
    return bool(Notice.objects.filter(pk=note, person=unlocked.person).delete()[0])


def resealed(person: Person, old: Secret, old_card: Card, new_card: Card) -> None:
    """Her notices under her new card. She seals to herself, so no vouch is asked for; what does not open stays as it is."""
    herself = Circle(new_card.desk, new_card.digest(), new_card, ())
    for row in Notice.objects.filter(person=person):
        place = _place(row.desk_id, row.pk)
        try:
            row.blob = seal_to(new_card, open_sealed(old, old_card, row.blob, place), place, herself)
        except Refused:
            continue
        row.save(update_fields=["blob"])


def _leave(person: Person, plain: dict[str, object], circle: Circle, due: date | None) -> None:
    row = uuid4()
    blob = seal_to(cards.card_of(person), json.dumps(plain).encode(), _place(person.desk_id, row), circle)
    Notice.objects.create(id=row, desk_id=person.desk_id, person=person, due=due, blob=blob)


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "notice", row.bytes, "text", 1, 0)
