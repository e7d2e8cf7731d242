"""Searches that one person keeps: sealed to her, read by nobody else. Their names often say as much as the cases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID, uuid4

from alongside.desk.cases.finding.wish import Wish
from alongside.desk.cases.models import SavedSearch
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import writable
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

LONGEST, MOST = 80, 50


class TooMany(ValueError):
    """She keeps as many as a list can show."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One search with its name."""

    id: UUID
    name: str
    wish: Wish


def mine(unlocked: Unlocked) -> list[Saved]:
    """Her searches by name; one query. What does not open is left out: it was sealed under a secret that she has given up."""
    found = []
    for row in SavedSearch.objects.filter(person=unlocked.person):
        try:
            plain = json.loads(unseal(unlocked.keyring_key, row.blob, _place(unlocked, row.id)))
            found.append(Saved(row.id, plain["name"], Wish.of(plain["wish"])))
        except (Refused, ValueError, KeyError):
            continue
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def keep(unlocked: Unlocked, name: str, wish: Wish) -> UUID:
    """Keep a search; one of the same name is replaced. Raises TooMany, and ValueError for a name that cannot be shown."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not writable(name):
        raise ValueError("name")
    held = mine(unlocked)
    same = [one.id for one in held if one.name == name]
    if len(held) - len(same) >= MOST:
        raise TooMany
    row = uuid4()
    plain = json.dumps({"name": name, "wish": wish.plain()}, ensure_ascii=False)
    blob = seal(unlocked.keyring_key, plain.encode(), _place(unlocked, row))
    SavedSearch.objects.create(id=row, desk_id=unlocked.desk, person=unlocked.person, blob=blob)
    SavedSearch.objects.filter(person=unlocked.person, pk__in=same).delete()
    return row


def forget(unlocked: Unlocked, saved: UUID) -> None:
    """Forget one of hers; nothing happens where it is not hers."""
    SavedSearch.objects.filter(person=unlocked.person, pk=saved).delete()


def reseal(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Put her searches under a new secret, in the caller's transaction, as `people.factors.reseal` does. What does not open goes."""
    for row in SavedSearch.objects.filter(person=person):
        place = _context(person.desk_id, row.id, old_card.epoch)
        try:
            data = unseal(old.keyring_key(), row.blob, place)
        except Refused:
            row.delete()
            continue
        row.blob = seal(new.keyring_key(), data, place.at(new_card.epoch))
        row.save(update_fields=["blob"])


def _place(unlocked: Unlocked, row: UUID) -> Context:
    return _context(unlocked.desk, row, unlocked.card.epoch)


def _context(desk: UUID, row: UUID, epoch: int) -> Context:
    return Context(desk.bytes, "saved_search", row.bytes, "search", 1, epoch)
